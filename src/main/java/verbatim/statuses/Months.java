package verbatim.statuses;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import verbatim.kernel.Ids;
import verbatim.kernel.Page;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Rows of one owner ordered by an id that holds its time, newest first, one partition for each
/// month. Which months there are stands in a small row of its own, so that a walk is bounded by
/// what somebody did, however long ago, and not by the calendar.
final class Months {
  private static final Table MONTHS = Table.plain("status_months");
  private static final int MONTHS_MAX = 1_200;
  private static final long DAY_SECONDS = 86_400;
  private final Store store;

  Months(Store store) {
    this.store = store;
  }

  static long monthOf(long id) {
    // LocalDate counts in longs: this runs for every status that is shown.
    LocalDate day = LocalDate.ofEpochDay(Ids.timeOf(id).getEpochSecond() / DAY_SECONDS);
    return day.getYear() * 12L + day.getMonthValue() - 1;
  }

  static Key pk(long owner, long month) {
    return Key.of(owner).and(month);
  }

  /// To be written in one batch with a row of that month.
  static Op note(Table table, long owner, long month) {
    return Op.put(MONTHS, index(table, owner), Key.down(month), new byte[] {1});
  }

  private static Key index(Table table, long owner) {
    return Key.of(owner).and(table.name());
  }

  /// The months that have (or had) rows, newest first.
  List<Long> all(Table table, long owner) {
    return store.scan(MONTHS, index(table, owner), MONTHS_MAX).stream()
        .map(row -> row.sk().downAt(0))
        .toList();
  }

  Op forget(Table table, long owner) {
    return Op.deleteRange(MONTHS, index(table, owner), Key.NONE, Key.down(Long.MIN_VALUE));
  }

  /// Rows whose sort key is `down(id)`; always newest first, also when read upwards.
  List<Row> page(Table table, long owner, Page page) {
    List<Long> months = new ArrayList<>(all(table, owner));
    long newest = monthOf(Math.max(0, page.below() - 1));
    long oldest = monthOf(page.above());
    months.removeIf(month -> month > newest || month < oldest);
    if (page.upwards()) {
      Collections.reverse(months);
    }
    List<Row> rows = new ArrayList<>();
    for (long month : months) {
      if (rows.size() == page.rowsMax()) {
        break;
      }
      rows.addAll(
          Pages.towards(store, table, pk(owner, month), page, page.rowsMax() - rows.size()));
    }
    if (page.upwards()) {
      Collections.reverse(rows);
    }
    return rows;
  }
}
