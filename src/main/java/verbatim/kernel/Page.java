package verbatim.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Which rows of a list that is ordered by id are wanted. Ids are exclusive on both ends.
///
/// @param below rows with smaller ids only (`max_id`), [Long#MAX_VALUE] for no bound
/// @param above rows with larger ids only (`since_id` or `min_id`), 0 for no bound
/// @param upwards true for `min_id`: the rows next to `above`, not the newest ones
/// @param rowsMax how many rows
public record Page(long below, long above, boolean upwards, int rowsMax) {
  private static final int ROUNDS_MAX = 16;

  public Page {
    if (rowsMax < 1) {
      throw new IllegalArgumentException("rowsMax " + rowsMax);
    }
  }

  /// The newest rows.
  public static Page newest(int rowsMax) {
    return new Page(Long.MAX_VALUE, 0, false, rowsMax);
  }

  public static Page below(long id, int rowsMax) {
    return new Page(id, 0, false, rowsMax);
  }

  public boolean admits(long id) {
    return id < below && id > above;
  }

  /// Fills up a page of which some rows are dropped: it is shorter than asked only at the end of
  /// the list (or when very many rows in a row are dropped: the work is bounded).
  ///
  /// @param read rows of a page, newest first
  /// @param id of a row, by which the list is ordered
  /// @param show what is shown of a row: nothing drops it
  public <R, T> List<T> filled(
      Function<Page, List<R>> read, ToLongFunction<R> id, Function<R, List<T>> show) {
    List<T> shown = new ArrayList<>();
    Page next = this;
    for (int round = 0; round < ROUNDS_MAX && shown.size() < rowsMax; round++) {
      List<R> rows = read.apply(next);
      List<R> ordered = upwards ? rows.reversed() : rows;
      for (R row : ordered) {
        if (shown.size() < rowsMax) {
          shown.addAll(show.apply(row));
        }
      }
      if (rows.size() < rowsMax) {
        break;
      }
      next =
          upwards
              ? new Page(below, id.applyAsLong(rows.getFirst()), true, rowsMax)
              : new Page(id.applyAsLong(rows.getLast()), above, false, rowsMax);
    }
    return upwards ? shown.reversed() : shown;
  }
}
