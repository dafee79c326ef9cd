package verbatim.stories;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
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
    return copy(
        c -> {
          c.title = draft.title();
          c.summary = draft.summary();
          c.topics = draft.topics();
          c.mayBeIndexed = draft.mayBeIndexed();
        });
  }

  Story withPlaces(List<Place> others) {
    return copy(c -> c.places = List.copyOf(others));
  }

  Story withPeople(List<AccountId> others, List<AccountId> othersAsked) {
    return copy(
        c -> {
          c.editors = List.copyOf(others);
          c.asked = List.copyOf(othersAsked);
        });
  }

  Story with(State other) {
    return copy(c -> c.state = other);
  }

  Story published(String itsSlug, long number, Instant at) {
    return copy(
        c -> {
          c.slug = itsSlug;
          c.state = State.PUBLISHED;
          c.publication = number;
          c.publishedAt = at;
        });
  }

  Story withTopicsKey(long key) {
    return copy(c -> c.topicsKey = key);
  }

  Story withheld(boolean isSo) {
    return copy(c -> c.isWithheld = isSo);
  }

  Story changed(Instant at) {
    return copy(c -> c.changedAt = at);
  }

  Story telling(Instant told, Instant next) {
    return copy(
        c -> {
          c.toldAt = told;
          c.tellAt = next;
        });
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

  private Story copy(Consumer<Changing> change) {
    Changing changing = new Changing(this);
    change.accept(changing);
    return new Story(
        id,
        revision,
        changing.slug,
        changing.title,
        changing.summary,
        changing.topics,
        changing.editors,
        changing.asked,
        changing.places,
        changing.state,
        changing.publication,
        changing.topicsKey,
        changing.mayBeIndexed,
        changing.isWithheld,
        createdAt,
        changing.changedAt,
        changing.publishedAt,
        changing.toldAt,
        changing.tellAt);
  }

  private static final class Changing {
    String slug;
    String title;
    String summary;
    List<String> topics;
    List<AccountId> editors;
    List<AccountId> asked;
    List<Place> places;
    State state;
    long publication;
    long topicsKey;
    boolean mayBeIndexed;
    boolean isWithheld;
    Instant changedAt;
    Instant publishedAt;
    Instant toldAt;
    Instant tellAt;

    Changing(Story of) {
      slug = of.slug;
      title = of.title;
      summary = of.summary;
      topics = of.topics;
      editors = of.editors;
      asked = of.asked;
      places = of.places;
      state = of.state;
      publication = of.publication;
      topicsKey = of.topicsKey;
      mayBeIndexed = of.mayBeIndexed;
      isWithheld = of.isWithheld;
      changedAt = of.changedAt;
      publishedAt = of.publishedAt;
      toldAt = of.toldAt;
      tellAt = of.tellAt;
    }
  }
}
