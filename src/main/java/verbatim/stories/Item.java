package verbatim.stories;

import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;

/// What a place in a story is for.
public sealed interface Item {
  /// A post or a reply.
  record Post(StatusId id) implements Item {}

  /// A series as one piece.
  record Series(SeriesId id) implements Item {}

  /// Something that was said or done, of which nobody here has the words. It stays a gap: what is
  /// known of it, in the editors' own words, is the note of its place.
  record Gap() implements Item {}

  /// The API's word.
  default String kind() {
    return switch (this) {
      case Post _ -> "status";
      case Series _ -> "series";
      case Gap _ -> "gap";
    };
  }

  /// What it is the number of; 0 for a gap.
  default long number() {
    return switch (this) {
      case Post(var id) -> id.value();
      case Series(var id) -> id.value();
      case Gap _ -> 0;
    };
  }
}
