package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Fork;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Table;

/// A kill cannot show a missing sync: what the process wrote, the kernel still has. So RocksDB's
/// own count of syncs is compared with the answers: between a caller's asking and his being
/// answered the log must have been synced at least once more.
class NoAnswerBeforeTheSyncTest {
  private static final Table PLAIN = Table.plain("plain");
  private static final Table CLAIMED = Table.claimed("claimed");

  @TempDir Path folder;
  private RocksStore store;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void each_durable_write_is_answered_after_a_sync_that_covers_it() {
    open(RocksStore.Sync.ALWAYS);
    List<Runnable> writes =
        List.of(
            () -> store.put(PLAIN, Key.of(1), Key.of(1), new byte[100]),
            () -> store.delete(PLAIN, Key.of(1), Key.of(1)),
            () -> store.deleteRange(PLAIN, Key.of(1), Key.of(1), Key.of(9)),
            () -> store.batch(List.of(Op.put(PLAIN, Key.of(1), Key.of(2), new byte[1]))),
            () -> store.journalledBatch(List.of(Op.put(PLAIN, Key.of(2), Key.of(2), new byte[1]))),
            () -> store.putIfAbsent(CLAIMED, Key.of(1), Key.NONE, new byte[1], token(1)),
            () ->
                store.compareAndSet(CLAIMED, Key.of(1), Key.NONE, version(), new byte[2], token(2)),
            () -> store.compareAndDelete(CLAIMED, Key.of(1), Key.NONE, version(), token(3)),
            () -> store.lease("lease", "owner", Duration.ofSeconds(10)));
    for (int n = 0; n < writes.size(); n++) {
      assertThat(syncsDuring(writes.get(n))).as("write " + n).isPositive();
    }
  }

  @Test
  void so_is_each_of_many_at_once_though_they_share_syncs() {
    open(RocksStore.Sync.ALWAYS);
    int callers = 32;
    int each = 50;
    long before = store.walSyncs();
    assertThat(answersWithoutSync(callers, each)).isZero();
    assertThat(store.walSyncs() - before).isPositive().isLessThan((long) callers * each);
  }

  @Test
  void this_test_would_notice_a_missing_sync() {
    open(RocksStore.Sync.NEVER);
    assertThat(answersWithoutSync(4, 20)).isEqualTo(80);
  }

  @Test
  void derived_rows_wait_for_no_sync() {
    open(RocksStore.Sync.ALWAYS);
    long before = store.walSyncs();
    for (int n = 0; n < 100; n++) {
      store.putDerived(List.of(Op.put(PLAIN, Key.of(n), Key.NONE, new byte[10])));
    }
    assertThat(store.walSyncs()).isEqualTo(before);
  }

  private long answersWithoutSync(int callers, int each) {
    var unsynced = new AtomicLong();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int c = 0; c < callers; c++) {
      int caller = c;
      tasks.add(
          () -> {
            for (int n = 0; n < each; n++) {
              var key = Key.of(n);
              if (syncsDuring(() -> store.put(PLAIN, Key.of(caller), key, new byte[200])) < 1) {
                unsynced.incrementAndGet();
              }
            }
            return 0;
          });
    }
    Fork.all(Duration.ofSeconds(60), tasks);
    return unsynced.get();
  }

  private long syncsDuring(Runnable write) {
    long before = store.walSyncs();
    write.run();
    return store.walSyncs() - before;
  }

  private long version() {
    return store.get(CLAIMED, Key.of(1), Key.NONE).orElseThrow().version();
  }

  private static byte[] token(int n) {
    return ("0123456789abcdef" + n).getBytes(StandardCharsets.UTF_8);
  }

  private void open(RocksStore.Sync sync) {
    store =
        RocksStore.open(
            folder.resolve("store"),
            RocksOptions.small().withCounts(),
            InstantSource.system(),
            sync);
  }
}
