package verbatim.store.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.StoreContract;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

class FaultyStoreTest extends StoreContract {
  private final long seed = Long.getLong("verbatim.seed", System.nanoTime());

  @Override
  protected Store open(Path folder, InstantSource clock) {
    System.err.println("seed " + seed);
    return new FaultyStore(
        RocksStore.open(folder, RocksOptions.small(), clock),
        new Random(seed),
        0.3,
        Duration.ofMillis(1));
  }

  private FaultyStore faulty() {
    return (FaultyStore) store;
  }

  @Test
  void some_claims_answer_unknown_and_of_those_some_were_applied() {
    int applied = 0;
    int not = 0;
    for (int n = 0; n < 200; n++) {
      if (store.putIfAbsent(CLAIMED, PK, Key.of(n), bytes("x"), token()) instanceof Claim.Unknown) {
        if (store.get(CLAIMED, PK, Key.of(n)).isPresent()) {
          applied++;
        } else {
          not++;
        }
      }
    }
    assertThat(applied).as("seed " + seed).isPositive();
    assertThat(not).as("seed " + seed).isPositive();
    assertThat(faulty().unknowns()).isEqualTo(applied + not);
  }

  @Test
  void a_reader_can_see_one_part_of_a_journalled_batch_without_the_other() throws Exception {
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int n = 1; n <= 300; n++) {
                    store.journalledBatch(
                        List.of(
                            Op.put(PLAIN, Key.of(1), PK, bytes("" + n)),
                            Op.put(PLAIN, Key.of(2), PK, bytes("" + n))));
                    assertThat(text(store.get(PLAIN, Key.of(1), PK))).isEqualTo("" + n);
                    assertThat(text(store.get(PLAIN, Key.of(2), PK))).isEqualTo("" + n);
                  }
                });
    boolean torn = false;
    while (writer.isAlive()) {
      var first = store.get(PLAIN, Key.of(1), PK).map(row -> Key.wrap(row.value()));
      var second = store.get(PLAIN, Key.of(2), PK).map(row -> Key.wrap(row.value()));
      torn |= !first.equals(second);
    }
    writer.join();
    assertThat(torn).as("seed " + seed).isTrue();
    assertThat(faulty().splits()).isPositive();
  }
}
