package verbatim.imports;

import java.util.ArrayList;
import java.util.List;

/// How far an import has come.
///
/// @param replaces whether what is not in the file goes
/// @param rows in the file
/// @param done of them
/// @param taken of those
/// @param refused what was found and may not be done
/// @param missing how many were not found
/// @param named the first of the missing, as the file has them
/// @param removed because the file does not have them
public record Import(
    long id,
    What what,
    boolean replaces,
    State state,
    int rows,
    int done,
    int taken,
    int refused,
    int missing,
    int removed,
    List<String> named) {
  /// What a file holds.
  public enum What {
    FOLLOWING,
    BLOCKS,
    MUTES,
    LISTS,
    BOOKMARKS,
    SERVERS
  }

  public enum State {
    /// Row after row.
    TAKING,
    /// What the file does not have goes.
    REMOVING,
    OVER
  }

  static final int NAMED_MAX = 100;
  private static final int NAMED_CHARACTERS_MAX = 200;

  public Import {
    named = List.copyOf(named);
  }

  static Import begun(long id, What what, boolean replaces, int rows) {
    return new Import(id, what, replaces, State.TAKING, rows, 0, 0, 0, 0, 0, List.of());
  }

  /// From 0 to 100.
  public int percent() {
    return state == State.OVER ? 100 : rows == 0 ? 99 : Math.min(99, 100 * done / rows);
  }

  public boolean isOver() {
    return state == State.OVER;
  }

  Import taking() {
    return new Import(
        id, what, replaces, state, rows, done + 1, taken + 1, refused, missing, removed, named);
  }

  Import refusing() {
    return new Import(
        id, what, replaces, state, rows, done + 1, taken, refused + 1, missing, removed, named);
  }

  Import without(String name) {
    List<String> more = named;
    if (named.size() < NAMED_MAX) {
      more = new ArrayList<>(named);
      more.add(name.substring(0, Math.min(name.length(), NAMED_CHARACTERS_MAX)));
    }
    return new Import(
        id, what, replaces, state, rows, done + 1, taken, refused, missing + 1, removed, more);
  }

  Import clearing(int more) {
    return new Import(
        id, what, replaces, state, rows, done, taken, refused, missing, removed + more, named);
  }

  Import at(State next) {
    return new Import(
        id, what, replaces, next, rows, done, taken, refused, missing, removed, named);
  }
}
