package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.StoreContract;

/// A store that is being filled keeps the whole contract, with a memory so small that most rows lie
/// in runs; and what it leaves behind is an ordinary store.
final class BulkStoreTest extends StoreContract {
  private static final long SMALL = 3_000;

  @Override
  protected Store open(Path folder, InstantSource clock) {
    return BulkStore.open(folder, RocksOptions.small(), SMALL, clock);
  }

  @Test
  void what_was_filled_is_served_afterwards() {
    for (int n = 0; n < 500; n++) {
      store.put(PLAIN, Key.of(n % 7), Key.of(n), ("row " + n).getBytes());
    }
    for (int n = 0; n < 500; n += 3) {
      store.delete(PLAIN, Key.of(n % 7), Key.of(n));
    }
    byte[] token = new byte[Store.TOKEN_BYTES_MIN];
    Claim made = store.putIfAbsent(CLAIMED, PK, Key.of(1), "mine".getBytes(), token);
    assertThat(made).isInstanceOf(Claim.Applied.class);
    store.close();
    try (Store served = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock)) {
      for (int n = 0; n < 500; n++) {
        Optional<Row> row = served.get(PLAIN, Key.of(n % 7), Key.of(n));
        assertThat(row.map(found -> new String(found.value())))
            .isEqualTo(n % 3 == 0 ? Optional.empty() : Optional.of("row " + n));
      }
      Row claimed = served.get(CLAIMED, PK, Key.of(1)).orElseThrow();
      Arrays.fill(token, (byte) 1);
      Claim changed =
          served.compareAndSet(
              CLAIMED, PK, Key.of(1), claimed.version(), "still".getBytes(), token);
      assertThat(changed).isInstanceOf(Claim.Applied.class);
      assertThat(((Claim.Applied) changed).version()).isGreaterThan(claimed.version());
    }
  }
}
