package verbatim.store;

/// One write within a batch, to a plain table.
public sealed interface Op {
  Table table();

  Key pk();

  record Put(Table table, Key pk, Key sk, byte[] value) implements Op {}

  record Delete(Table table, Key pk, Key sk) implements Op {}

  /// Deletes from `from` (inclusive) to `to` (exclusive).
  record DeleteRange(Table table, Key pk, Key from, Key to) implements Op {}

  static Op put(Table table, Key pk, Key sk, byte[] value) {
    return new Put(table, pk, sk, value);
  }

  static Op delete(Table table, Key pk, Key sk) {
    return new Delete(table, pk, sk);
  }

  static Op deleteRange(Table table, Key pk, Key from, Key to) {
    return new DeleteRange(table, pk, from, to);
  }
}
