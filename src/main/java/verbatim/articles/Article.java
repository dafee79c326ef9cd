package verbatim.articles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatusId;

/// An article without its words, which stand in its [Version]s.
///
/// @param owner who signs it: a person, or a newsroom
/// @param writer who began it; the owner, or a member of the newsroom
/// @param status the status that carries it, while it is published
/// @param versions how many have been published; the last one is what readers see
/// @param refused who took his name away: it comes back only when he says so
/// @param changedAt when the words that are being worked on were last changed
/// @param publishedAt of its first version; [Instant#EPOCH] while it is none
public record Article(
    ArticleId id,
    AccountId owner,
    AccountId writer,
    Optional<StatusId> status,
    int versions,
    List<Byline> byline,
    Set<AccountId> refused,
    Instant createdAt,
    Instant changedAt,
    Instant publishedAt) {
  /// Somebody whose name stands above it. It stands there once he has agreed; whoever writes it
  /// has agreed by writing it.
  public record Byline(AccountId account, boolean agreed) {}

  public boolean isPublished() {
    return status.isPresent();
  }

  /// Those whose names readers see.
  public List<AccountId> signed() {
    return byline.stream().filter(Byline::agreed).map(Byline::account).toList();
  }

  Article with(List<Byline> changed, Set<AccountId> refusing) {
    return new Article(
        id,
        owner,
        writer,
        status,
        versions,
        List.copyOf(changed),
        Set.copyOf(refusing),
        createdAt,
        changedAt,
        publishedAt);
  }

  Article changed(Instant at, List<Byline> byline) {
    return new Article(
        id,
        owner,
        writer,
        status,
        versions,
        List.copyOf(byline),
        refused,
        createdAt,
        at,
        publishedAt);
  }

  Article published(StatusId by, int version, Instant at) {
    return new Article(
        id,
        owner,
        writer,
        Optional.of(by),
        version,
        byline,
        refused,
        createdAt,
        changedAt,
        publishedAt.equals(Instant.EPOCH) ? at : publishedAt);
  }

  Article withdrawn() {
    return new Article(
        id,
        owner,
        writer,
        Optional.empty(),
        0,
        byline,
        refused,
        createdAt,
        changedAt,
        Instant.EPOCH);
  }
}
