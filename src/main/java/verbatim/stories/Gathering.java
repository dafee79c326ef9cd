package verbatim.stories;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Audience;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Whose words may stand in a story: what somebody said to everybody, who lets himself be gathered,
/// with whom none of the editors is at odds. Asked when something is put in, and again of each
/// thing whenever the story is read.
final class Gathering {
  private final Accounts accounts;
  private final Relations relations;
  private final MaySee maySee;
  private final Statuses statuses;

  Gathering(Accounts accounts, Relations relations, MaySee maySee, Statuses statuses) {
    this.accounts = accounts;
    this.relations = relations;
    this.maySee = maySee;
    this.statuses = statuses;
  }

  /// What stands behind an item.
  record Found(AccountId speaker, Instant at) {}

  /// @throws Refused NotFound for what the editor does not see, Invalid for what may not be
  /// gathered
  Found find(AccountId editor, List<AccountId> editors, Item item, AccountId named) {
    return switch (item) {
      case Item.Post(var id) -> found(editors, List.of(statuses.get(Viewer.of(editor), id)));
      case Item.Series(var id) -> found(editors, statuses.series(Viewer.of(editor), id));
      case Item.Gap _ -> {
        if (!named.equals(Place.NOBODY) && !mayGather(editors, named)) {
          throw unwanted();
        }
        yield new Found(named, Instant.EPOCH);
      }
    };
  }

  private Found found(List<AccountId> editors, List<Status> all) {
    Status first = all.getFirst();
    if (!all.stream().allMatch(Gathering::isForEverybody) || !mayGather(editors, first.author())) {
      throw unwanted();
    }
    return new Found(first.author(), first.createdAt());
  }

  /// One sentence for every reason, so that nobody learns who blocks him.
  static Refused unwanted() {
    return Refusal.invalid(
        "items",
        "ERR_INVALID",
        "This cannot stand in a story: it is not for everybody, or somebody does not want that");
  }

  /// Not what is public without being listed: it was said aside.
  static boolean isForEverybody(Status status) {
    return !status.isBoost()
        && status.audience() instanceof Audience.Everyone(boolean isListed)
        && isListed;
  }

  boolean mayGather(List<AccountId> editors, AccountId speaker) {
    Account account = accounts.find(speaker).orElse(null);
    if (account == null || !account.standing().isShownToStrangers()) {
      return false;
    }
    return editors.contains(speaker)
        || account.mayBeGathered()
            && !account.standing().limited()
            && editors.stream().noneMatch(editor -> areAtOdds(editor, speaker));
  }

  private boolean areAtOdds(AccountId editor, AccountId speaker) {
    return relations.blocks(editor, speaker)
        || relations.blocks(speaker, editor)
        || relations.domainBlocked(editor, speaker)
        || relations.domainBlocked(speaker, editor);
  }

  /// What a viewer sees at a place; nothing where it may not stand there any more.
  Optional<Seen> seen(MaySee.Sight sight, Story story, Place place) {
    if (!place.speaker().equals(Place.NOBODY) && !mayGather(story.editors(), place.speaker())) {
      return Optional.empty();
    }
    return switch (place.item()) {
      case Item.Post(var id) ->
          statuses
              .find(id)
              .filter(status -> isShown(sight, status))
              .map(status -> new Seen.Post(place, status));
      case Item.Series(var id) -> series(sight, place, id);
      case Item.Gap _ -> Optional.of(new Seen.Gap(place));
    };
  }

  private boolean isShown(MaySee.Sight sight, Status status) {
    return isForEverybody(status) && statuses.maySee(sight, status);
  }

  private Optional<Seen> series(MaySee.Sight sight, Place place, verbatim.kernel.SeriesId id) {
    try {
      List<Status> parts =
          statuses.series(sight.viewer(), id).stream().filter(Gathering::isForEverybody).toList();
      return parts.isEmpty() ? Optional.empty() : Optional.of(new Seen.Series(place, parts));
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  MaySee.Sight sight(Viewer viewer) {
    return maySee.sight(viewer);
  }
}
