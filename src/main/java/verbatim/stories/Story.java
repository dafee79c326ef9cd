package verbatim.stories;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.StoryId;

/// A story as it is now.
///
/// @param revision rises by one with each change
/// @param slug its last part of the address, "" before it was first published
/// @param editors who keep it, the one who began it first
/// @param asked who are asked to keep it too, and have not answered
/// @param places in their order
/// @param publication rises with each publishing, 0 for never
/// @param topicsKey under which it stands among its topics
/// @param mayBeIndexed whether its editors let search engines have it
/// @param isWithheld by the moderators: whatever its state, only its editors see it
/// @param publishedAt [Instant#EPOCH] for never
/// @param toldAt when followers were last told of something new; [Instant#EPOCH] for never
/// @param tellAt when they are told next; [Instant#EPOCH] when there is nothing to tell
public record Story(
    StoryId id,
    long revision,
    String slug,
    String title,
    String summary,
    List<String> topics,
    List<AccountId> editors,
    List<AccountId> asked,
    List<Place> places,
    State state,
    long publication,
    long topicsKey,
    boolean mayBeIndexed,
    boolean isWithheld,
    Instant createdAt,
    Instant changedAt,
    Instant publishedAt,
    Instant toldAt,
    Instant tellAt) {
  public enum State {
    /// Only its editors see it.
    PRIVATE,
    PUBLISHED,
    /// Over: still there, and nothing comes in any more.
    CLOSED;

    /// The API's word.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<State> of(String word) {
      return Stream.of(values()).filter(state -> state.word().equals(word)).findFirst();
    }
  }

  /// What its editors say of it.
  public record Draft(String title, String summary, List<String> topics, boolean mayBeIndexed) {}

  /// Whether everybody may see it.
  public boolean isPublic() {
    return switch (state) {
      case PRIVATE -> false;
      case PUBLISHED, CLOSED -> !isWithheld;
    };
  }

  public boolean isEditedBy(AccountId account) {
    return editors.contains(account);
  }

  public Optional<Place> place(long n) {
    return places.stream().filter(place -> place.n() == n).findFirst();
  }

  Story with(Draft draft) {
    return new Story(
        id,
        revision,
        slug,
        draft.title(),
        draft.summary(),
        draft.topics(),
        editors,
        asked,
        places,
        state,
        publication,
        topicsKey,
        draft.mayBeIndexed(),
        isWithheld,
        createdAt,
        changedAt,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story withPlaces(List<Place> others) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        editors,
        asked,
        List.copyOf(others),
        state,
        publication,
        topicsKey,
        mayBeIndexed,
        isWithheld,
        createdAt,
        changedAt,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story withPeople(List<AccountId> others, List<AccountId> othersAsked) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        List.copyOf(others),
        List.copyOf(othersAsked),
        places,
        state,
        publication,
        topicsKey,
        mayBeIndexed,
        isWithheld,
        createdAt,
        changedAt,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story with(State other) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        editors,
        asked,
        places,
        other,
        publication,
        topicsKey,
        mayBeIndexed,
        isWithheld,
        createdAt,
        changedAt,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story published(String itsSlug, long number, Instant at) {
    return new Story(
        id,
        revision,
        itsSlug,
        title,
        summary,
        topics,
        editors,
        asked,
        places,
        State.PUBLISHED,
        number,
        topicsKey,
        mayBeIndexed,
        isWithheld,
        createdAt,
        changedAt,
        at,
        toldAt,
        tellAt);
  }

  Story withTopicsKey(long key) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        editors,
        asked,
        places,
        state,
        publication,
        key,
        mayBeIndexed,
        isWithheld,
        createdAt,
        changedAt,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story withheld(boolean isSo) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        editors,
        asked,
        places,
        state,
        publication,
        topicsKey,
        mayBeIndexed,
        isSo,
        createdAt,
        changedAt,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story changed(Instant at) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        editors,
        asked,
        places,
        state,
        publication,
        topicsKey,
        mayBeIndexed,
        isWithheld,
        createdAt,
        at,
        publishedAt,
        toldAt,
        tellAt);
  }

  Story telling(Instant told, Instant next) {
    return new Story(
        id,
        revision,
        slug,
        title,
        summary,
        topics,
        editors,
        asked,
        places,
        state,
        publication,
        topicsKey,
        mayBeIndexed,
        isWithheld,
        createdAt,
        changedAt,
        publishedAt,
        told,
        next);
  }

  Story without(long n) {
    List<Place> others = new ArrayList<>(places);
    others.removeIf(place -> place.n() == n);
    return withPlaces(others);
  }

  /// Says nothing of what its editors wrote: it may be private.
  @Override
  public String toString() {
    return "Story " + id + " " + state;
  }
}
