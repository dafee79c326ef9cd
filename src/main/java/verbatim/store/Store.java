package verbatim.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Rows under (table, partition key, sort key). No transaction over partitions, no exact counters,
/// no ordered scan over partitions.
///
/// Every write is durable when the call returns, but for [#putDerived], and whoever reads
/// afterwards sees it. All calls block. What breaks a bound (see [Bounds]) is a bug of the caller's
/// and throws IllegalArgumentException; a store that cannot write now (disk full, closing) throws
/// `Refusal.Unavailable`, and then nothing is promised: the write may be there or not.
///
/// @see "store/StoreContract in the tests: the meaning of each method"
public interface Store extends AutoCloseable {
  int KEY_BYTES_MAX = 4096;
  int VALUE_BYTES_MAX = 64 * 1024;
  int SCAN_ROWS_MAX = 10_000;
  int BATCH_OPS_MAX = 10_000;
  int BATCH_BYTES_MAX = 16 << 20;
  int TOKEN_BYTES_MIN = 16;
  int TOKEN_BYTES_MAX = 64;

  enum Order {
    ASCENDING,
    DESCENDING
  }

  Optional<Row> get(Table table, Key pk, Key sk);

  /// Rows of a partition with `from <= sk < to`, at most `rowsMax` (1 to [#SCAN_ROWS_MAX]), from
  /// the end that `order` names.
  List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order);

  /// All rows of a partition, the smallest sort key first.
  List<Row> scan(Table table, Key pk, int rowsMax);

  void put(Table table, Key pk, Key sk, byte[] value);

  void delete(Table table, Key pk, Key sk);

  void deleteRange(Table table, Key pk, Key from, Key to);

  /// All or nothing, seen at once. All ops name the same partition key (tables may differ).
  void batch(List<Op> ops);

  /// Over several partitions: all of it in the end, not seen at once. A reader at the same time may
  /// see some of the partitions without the others; when the call has returned he sees all of them.
  /// The ops of one partition are applied together.
  void journalledBatch(List<Op> ops);

  /// Derived rows: applied when the call returns, and durable no later than the next durable write
  /// after it. A crash may lose it only together with everything later, so that a consumer who
  /// stores its offset afterwards does the work again.
  void putDerived(List<Op> ops);

  /// Derived rows that nobody reads before the next start: applied after all that the caller wrote
  /// before and before all that he writes after, but not waited for. A store that refuses writes
  /// may leave them out without a word: then the work that they note is done again.
  default void note(List<Op> ops) {
    putDerived(ops);
  }

  /// Claims a row of a claimed table. The token (16 random bytes or more) makes asking again
  /// harmless: as long as the row stands as that token wrote it, the answer is Applied.
  Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token);

  /// Replaces a row of a claimed table that has the expected version. Versions say only "the same
  /// row as was read": they rise with each write of a row, also after it was deleted, but not by
  /// one.
  Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token);

  /// Deletes a row of a claimed table that has the expected version. Asked again after it was
  /// applied, it answers `Lost(empty)`.
  Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token);

  /// Takes or renews a named lease. Empty while another owner holds it.
  ///
  /// @return the epoch: rises each time the lease changes hands
  Optional<Long> lease(String name, String owner, Duration ttl);

  @Override
  void close();
}
