package verbatim.quotecheck;

import java.util.List;

/// A place in an article that names somebody.
///
/// @param line which line
/// @param at the first sign
/// @param end after the last sign
/// @param named the words
/// @param people whom it may mean; one when it is clear, none when nobody knows
/// @param label number of the quotation whose label it is; -1 for none
/// @param isSubject it stands where somebody does something
record Mention(
    int line,
    int at,
    int end,
    Kind kind,
    String named,
    List<Integer> people,
    int label,
    boolean isSubject) {
  enum Kind {
    NAME,
    PRONOUN,
    WHO,
    ROLE,
    LABEL
  }

  static final Mention NOBODY = new Mention(-1, -1, -1, Kind.NAME, "", List.of(), -1, false);

  /// Whether both name the same, as far as one knows.
  boolean isSame(Mention other) {
    return people.isEmpty() || other.people.isEmpty()
        ? named.equals(other.named)
        : people.equals(other.people);
  }

  Mention meaning(List<Integer> whom, int labelOf) {
    return new Mention(line, at, end, kind, named, whom, labelOf, isSubject);
  }
}
