package verbatim.store;

import java.util.List;
import verbatim.kernel.Page;

/// Pages of a list that lies in one partition under `down(id)`.
public final class Pages {
  private Pages() {}

  /// Always newest first, also when read upwards.
  public static List<Row> read(Store store, Table table, Key pk, Page page) {
    List<Row> rows = towards(store, table, pk, page, page.rowsMax());
    return page.upwards() ? rows.reversed() : rows;
  }

  /// In the direction of reading.
  public static List<Row> towards(Store store, Table table, Key pk, Page page, int rowsMax) {
    if (page.below() <= page.above() + 1) {
      return List.of();
    }
    return store.scan(
        table,
        pk,
        Key.down(page.below() - 1),
        Key.down(page.above()),
        rowsMax,
        page.upwards() ? Store.Order.DESCENDING : Store.Order.ASCENDING);
  }
}
