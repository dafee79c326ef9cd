package verbatim.relations;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.FilterId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How filters lie on disk: owner | filter → all of it.
final class FilterTable {
  static final Table FILTERS = Table.claimed("filter");

  private FilterTable() {}

  static List<Filters.Filter> all(Store store, AccountId owner) {
    return store.scan(FILTERS, pk(owner), Store.SCAN_ROWS_MAX).stream()
        .map(FilterTable::read)
        .toList();
  }

  static Key pk(AccountId owner) {
    return Key.of(owner.value());
  }

  static Key sk(FilterId filter) {
    return Key.of(filter.value());
  }

  static byte[] write(Filters.Filter filter) {
    return Bytes.write(1)
        .text(filter.title())
        .list(List.copyOf(filter.contexts()), (w, context) -> w.number(number(context)))
        .number(number(filter.action()))
        .optional(filter.expiresAt(), Bytes.Writer::time)
        .list(
            filter.keywords(),
            (w, keyword) ->
                w.number(keyword.id().value()).text(keyword.keyword()).flag(keyword.wholeWord()))
        .list(
            filter.statuses(),
            (w, status) -> w.number(status.id().value()).number(status.status().value()))
        .done();
  }

  static Filters.Filter read(Row row) {
    var bytes = Bytes.read(row.value());
    FilterId id = new FilterId(row.sk().longAt(0));
    String title = bytes.text();
    Set<Filters.Context> contexts = EnumSet.noneOf(Filters.Context.class);
    contexts.addAll(bytes.list(b -> context((int) b.number())));
    Filters.Action action = action((int) bytes.number());
    return new Filters.Filter(
        id,
        title,
        Collections.unmodifiableSet(contexts),
        action,
        bytes.optional(Bytes.Reader::time),
        bytes.list(b -> new Filters.Keyword(new FilterId(b.number()), b.text(), b.flag())),
        bytes.list(
            b -> new Filters.FilteredStatus(new FilterId(b.number()), new StatusId(b.number()))));
  }

  static Optional<Row> row(Store store, AccountId owner, FilterId filter) {
    return store.get(FILTERS, pk(owner), sk(filter));
  }

  private static int number(Filters.Context context) {
    return switch (context) {
      case HOME -> 1;
      case NOTIFICATIONS -> 2;
      case PUBLIC -> 3;
      case THREAD -> 4;
      case ACCOUNT -> 5;
    };
  }

  private static Filters.Context context(int number) {
    return switch (number) {
      case 1 -> Filters.Context.HOME;
      case 2 -> Filters.Context.NOTIFICATIONS;
      case 3 -> Filters.Context.PUBLIC;
      case 4 -> Filters.Context.THREAD;
      case 5 -> Filters.Context.ACCOUNT;
      default -> throw new IllegalStateException("context " + number);
    };
  }

  private static int number(Filters.Action action) {
    return switch (action) {
      case WARN -> 1;
      case HIDE -> 2;
      case BLUR -> 3;
    };
  }

  private static Filters.Action action(int number) {
    return switch (number) {
      case 1 -> Filters.Action.WARN;
      case 2 -> Filters.Action.HIDE;
      case 3 -> Filters.Action.BLUR;
      default -> throw new IllegalStateException("action " + number);
    };
  }
}
