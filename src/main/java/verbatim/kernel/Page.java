package verbatim.kernel;

/// Which rows of a list that is ordered by id are wanted. Ids are exclusive on both ends.
///
/// @param below rows with smaller ids only (`max_id`), [Long#MAX_VALUE] for no bound
/// @param above rows with larger ids only (`since_id` or `min_id`), 0 for no bound
/// @param upwards true for `min_id`: the rows next to `above`, not the newest ones
/// @param rowsMax how many rows
public record Page(long below, long above, boolean upwards, int rowsMax) {
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
}
