package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A heap that has grown is given back, and nobody is stopped for nothing.
class HeapTrimmingTest {
  private static final long MB = 1L << 20;

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong alive = new AtomicLong(60 * MB);
  private final AtomicInteger collections = new AtomicInteger();

  private HeapTrimming trimming(long boundBytes) {
    return new HeapTrimming(
        boundBytes,
        taken::get,
        () -> {
          collections.incrementAndGet();
          taken.set(alive.get());
        });
  }

  private int collectionsAfter(HeapTrimming trimming, long takenBytes) {
    taken.set(takenBytes);
    trimming.look();
    return collections.get();
  }

  @Test
  void a_small_heap_is_left_alone_and_a_grown_one_is_collected() {
    HeapTrimming trimming = trimming(256 * MB);
    assertThat(collectionsAfter(trimming, 128 * MB)).isZero();
    assertThat(collectionsAfter(trimming, 129 * MB)).isEqualTo(1);
    assertThat(collectionsAfter(trimming, 120 * MB)).isEqualTo(1);
    assertThat(collectionsAfter(trimming, 140 * MB)).isEqualTo(2);
  }

  @Test
  void what_is_alive_is_not_looked_for_again_and_again() {
    HeapTrimming trimming = trimming(256 * MB);
    alive.set(160 * MB);
    assertThat(collectionsAfter(trimming, 170 * MB)).isEqualTo(1);
    assertThat(collectionsAfter(trimming, 180 * MB)).isEqualTo(1);
    assertThat(collectionsAfter(trimming, 181 * MB)).isEqualTo(2);
    alive.set(60 * MB);
    assertThat(collectionsAfter(trimming, 181 * MB)).isEqualTo(3);
    assertThat(collectionsAfter(trimming, 129 * MB)).isEqualTo(4);
  }

  @Test
  void where_nearly_all_was_alive_once_it_is_looked_for_again() {
    HeapTrimming trimming = trimming(256 * MB);
    alive.set(215 * MB);
    assertThat(collectionsAfter(trimming, 220 * MB)).isEqualTo(1);
    assertThat(collectionsAfter(trimming, 224 * MB)).isEqualTo(1);
    alive.set(60 * MB);
    assertThat(collectionsAfter(trimming, 240 * MB)).isEqualTo(2);
    assertThat(collectionsAfter(trimming, 129 * MB)).isEqualTo(3);
  }

  @Test
  void a_large_heap_is_its_own_collectors_affair() {
    assertThat(collectionsAfter(trimming(4096 * MB), 4000 * MB)).isZero();
  }
}
