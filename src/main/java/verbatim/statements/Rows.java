package verbatim.statements;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Rows of an account under falling ids, a page at a time.
final class Rows {
  private Rows() {}

  static List<Row> read(Store store, Table table, AccountId account, Page page) {
    if (page.below() <= page.above() + 1) {
      return List.of();
    }
    List<Row> rows =
        store.scan(
            table,
            Key.of(account.value()),
            Key.down(page.below() - 1),
            Key.down(page.above()),
            page.rowsMax(),
            page.upwards() ? Store.Order.DESCENDING : Store.Order.ASCENDING);
    return page.upwards() ? rows.reversed() : rows;
  }
}
