package verbatim.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// How an import lies on disk: one for each account, with its rows.
final class ImportTable {
  /// Account → how far it has come.
  private static final Table IMPORT = Table.plain("import");

  /// Account | number of the row → its cells.
  private static final Table ROWS = Table.plain("import-row");

  private static final int ROWS_AT_ONCE = 500;

  private final Store store;

  ImportTable(Store store) {
    this.store = store;
  }

  private static Key pk(AccountId owner) {
    return Key.of(owner.value());
  }

  void putRows(AccountId owner, List<List<String>> rows) {
    eraseRows(owner);
    for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
      List<Op> ops = new ArrayList<>();
      for (int i = from; i < Math.min(rows.size(), from + ROWS_AT_ONCE); i++) {
        byte[] value = Bytes.write(1).list(rows.get(i), Bytes.Writer::text).done();
        ops.add(Op.put(ROWS, pk(owner), Key.of(i), value));
      }
      store.batch(ops);
    }
  }

  List<List<String>> rows(AccountId owner, int from, int rowsMax) {
    return store
        .scan(ROWS, pk(owner), Key.of(from), Key.of(Long.MAX_VALUE), rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(row -> Bytes.read(row.value()).list(Bytes.Reader::text))
        .toList();
  }

  void eraseRows(AccountId owner) {
    store.deleteRange(ROWS, pk(owner), Key.of(0), Key.of(Long.MAX_VALUE));
  }

  static Op put(AccountId owner, Import is) {
    return Op.put(
        IMPORT,
        pk(owner),
        Key.NONE,
        Bytes.write(1)
            .number(is.id())
            .text(is.what().name())
            .flag(is.replaces())
            .text(is.state().name())
            .number(is.rows())
            .number(is.done())
            .number(is.taken())
            .number(is.refused())
            .number(is.missing())
            .number(is.removed())
            .list(is.named(), Bytes.Writer::text)
            .done());
  }

  void write(AccountId owner, Import is) {
    store.batch(List.of(put(owner, is)));
  }

  Optional<Import> find(AccountId owner) {
    return store.get(IMPORT, pk(owner), Key.NONE).map(row -> read(Bytes.read(row.value())));
  }

  private static Import read(Bytes.Reader bytes) {
    return new Import(
        bytes.number(),
        Import.What.valueOf(bytes.text()),
        bytes.flag(),
        Import.State.valueOf(bytes.text()),
        (int) bytes.number(),
        (int) bytes.number(),
        (int) bytes.number(),
        (int) bytes.number(),
        (int) bytes.number(),
        (int) bytes.number(),
        bytes.list(Bytes.Reader::text));
  }

  void erase(AccountId owner) {
    eraseRows(owner);
    store.delete(IMPORT, pk(owner), Key.NONE);
  }
}
