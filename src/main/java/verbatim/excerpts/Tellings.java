package verbatim.excerpts;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Json;

/// Published excerpts as their readers see them at one moment, whatever has not been written down
/// yet. What was made lately is kept for as long as all of it is as it was: every list that holds
/// such a post shows it anew, and a document may be a mebibyte.
final class Tellings {
  private static final int CACHED_BYTES_MAX = 16 << 20;
  private static final int ROW_OVERHEAD_BYTES = 1_000;

  private final Cache<ExcerptId, Made> cache =
      Caches.bounded().maximumWeight(CACHED_BYTES_MAX).weigher(Tellings::weight).build();

  private final Accounts accounts;
  private final Faces faces;
  private final Prints prints;
  private final int documentBytesMax;

  Tellings(Accounts accounts, Faces faces, Prints prints, int documentBytesMax) {
    this.accounts = accounts;
    this.faces = faces;
    this.prints = prints;
    this.documentBytesMax = documentBytesMax;
  }

  /// All that decides how an excerpt reads.
  ///
  /// @param gone whose words are shown nowhere now
  /// @param states how it stands with each one's yes, and with what he has not opened
  private record Moment(
      Kept kept,
      StatusId status,
      Instant editedAt,
      boolean isChanged,
      List<AccountId> gone,
      List<State> states) {
    /// This very excerpt, as it is in memory: to compare all its words costs more than to look.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Moment other) {
      return kept == other.kept
          && status.equals(other.status)
          && editedAt.equals(other.editedAt)
          && isChanged == other.isChanged
          && gone.equals(other.gone)
          && states.equals(other.states);
    }
  }

  private record Made(Moment moment, Telling telling) {}

  private static int weight(ExcerptId id, Made made) {
    // What is shown takes about as much as the document does, also where that is not kept.
    return made.telling().bytes() * 2 + ROW_OVERHEAD_BYTES;
  }

  /// @param kept published with this status
  Telling of(Kept kept, Status status, Instant now) {
    Moment moment = moment(kept, status, now);
    Made made = cache.getIfPresent(kept.id());
    if (made == null || !made.moment().isOf(moment)) {
      made = new Made(moment, told(moment, status, now));
      cache.put(kept.id(), made);
    }
    return made.telling();
  }

  /// As an `sx1` document; one that is too long to be kept in memory is made each time.
  byte[] document(Kept kept, Status status, Instant now) {
    return of(kept, status, now)
        .document()
        .orElseGet(() -> document(current(moment(kept, status, now), status, now), now).bytes());
  }

  private Moment moment(Kept kept, Status status, Instant now) {
    List<AccountId> gone = new ArrayList<>();
    List<State> states = new ArrayList<>();
    for (Kept.Party party : kept.parties()) {
      if (isGone(party.account())) {
        gone.add(party.account());
      }
      states.add(faces.state(party, now));
      states.add(faces.silence(party, now));
    }
    boolean isChanged = kept.stands() && prints.isChanged(kept.published().orElseThrow(), status);
    return new Moment(kept, status.id(), status.words().editedAt(), isChanged, gone, states);
  }

  private Telling told(Moment moment, Status status, Instant now) {
    Current current = current(moment, status, now);
    Shown shown =
        faces.shown(
            current.kept(), current.excerpt(), Optional.of(status.id()), current.isChanged(), now);
    Json.Fields document = document(current, now).json();
    byte[] bytes = document.written().getBytes(StandardCharsets.UTF_8);
    String digest = Digest.sha256(document.canonical().getBytes(StandardCharsets.UTF_8)).toString();
    boolean isShort = bytes.length <= documentBytesMax;
    return new Telling(
        shown, isShort ? Optional.of(bytes) : Optional.empty(), bytes.length, digest);
  }

  private Excerpt document(Current current, Instant now) {
    return Documents.telling(current.excerpt(), faces.consent(current.kept(), now));
  }

  /// What came of a changed post, and of people who are gone, is looked at anew.
  ///
  /// @param kept with the yes of those alone whose words may be read
  private record Current(Kept kept, Excerpt excerpt, boolean isChanged) {}

  private static Current current(Moment moment, Status status, Instant now) {
    Kept was = moment.kept();
    Kept.Published published = was.published().orElseThrow();
    Instant changedAt = changedAt(published, status, now);
    Kept kept = was;
    Excerpt excerpt = published.shown();
    for (Kept.Party party : was.parties()) {
      if (moment.gone().contains(party.account())) {
        excerpt = Documents.without(excerpt, party);
        kept = kept.with(party.account(), p -> p.hasAgreed() ? p.withdrawn(p.yes().at()) : p);
      } else if (moment.isChanged() && party.hasAgreed()) {
        excerpt = Documents.sealed(excerpt, party);
        kept = kept.with(party.account(), p -> p.askedAt(changedAt));
      }
    }
    return new Current(kept, excerpt, moment.isChanged() || wasChanged(published, kept));
  }

  /// A file may be described anew without the post being edited.
  static Instant changedAt(Kept.Published published, Status status, Instant now) {
    Instant editedAt = status.words().editedAt();
    return editedAt.equals(published.printedAt()) ? now : editedAt;
  }

  /// Somebody was asked anew when what stands beside it was changed, and has not agreed again.
  private static boolean wasChanged(Kept.Published published, Kept kept) {
    return !published.changedAt().equals(Instant.EPOCH)
        && kept.parties().stream()
            .anyMatch(p -> !p.hasAgreed() && p.askedAt().equals(published.changedAt()));
  }

  /// Who is deleted or suspended is shown nowhere.
  private boolean isGone(AccountId account) {
    return accounts
        .find(account)
        .map(Account::standing)
        .filter(
            standing ->
                switch (standing.state()) {
                  case ACTIVE, UNCONFIRMED, PENDING, DISABLED -> true;
                  case SUSPENDED, DELETED -> false;
                })
        .isEmpty();
  }
}
