package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.store.Key;
import verbatim.store.Table;

/// On a file system of 48 MB that is really full. Needs the right to mount one.
class FullDiskTest {
  private static final Table PLAIN = Table.plain("plain");
  private static final int ROW_BYTES = 32 * 1024;

  @TempDir Path folder;
  private Path disk;
  private RocksStore store;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()),
        "may not mount a small file system");
  }

  @AfterEach
  void unmount() throws Exception {
    if (store != null) {
      store.close();
    }
    run("umount", disk.toString());
  }

  @Test
  void writes_are_refused_below_the_reserve_and_reads_go_on() throws Exception {
    store = open(8L << 20);
    int rows = writeUntilRefused();
    assertThat(disk.toFile().getUsableSpace()).as("the reserve is kept").isPositive();
    assertThat(store.get(PLAIN, Key.of(1), Key.of(rows - 1))).isPresent();
    assertThat(store.get(PLAIN, Key.of(1), Key.of(rows))).isEmpty();
  }

  @Test
  void on_a_disk_filled_by_others_writes_are_refused_reads_go_on_and_writing_resumes()
      throws Exception {
    store = open(4L << 20);
    store.put(PLAIN, Key.of(1), Key.of(0), new byte[ROW_BYTES]);
    var filler = disk.resolve("filler");
    fill(filler);
    assertUnavailable();
    assertThat(store.get(PLAIN, Key.of(1), Key.of(0))).isPresent();
    Files.delete(filler);
    writesAgain();
  }

  /// Without the reserve RocksDB itself meets the end of the disk, in the log or in a flush.
  @Test
  void when_rocksdb_itself_meets_the_end_of_the_disk_nothing_acknowledged_is_lost()
      throws Exception {
    store = open(0);
    var filler = disk.resolve("filler");
    Files.write(filler, new byte[16 << 20]);
    int rows = writeUntilRefused();
    assertThat(rows).isGreaterThan(100);
    for (int n = 0; n < rows; n++) {
      assertThat(store.get(PLAIN, Key.of(1), Key.of(n))).as("row " + n).isPresent();
    }
    Files.delete(filler);
    writesAgain();
    for (int n = 0; n < rows; n++) {
      assertThat(store.get(PLAIN, Key.of(1), Key.of(n))).as("row " + n).isPresent();
    }
    store.close();
    store = open(0);
    for (int n = 0; n < rows; n++) {
      assertThat(store.get(PLAIN, Key.of(1), Key.of(n))).as("row " + n).isPresent();
    }
    assertThat(store.get(PLAIN, Key.of(2), Key.of(1))).isPresent();
  }

  private int writeUntilRefused() {
    for (int n = 0; n < 10_000; n++) {
      try {
        store.put(PLAIN, Key.of(1), Key.of(n), random(n));
      } catch (Refused e) {
        assertThat(e.refusal()).isInstanceOf(Refusal.Unavailable.class);
        return n;
      }
    }
    throw new AssertionError("never refused");
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[ROW_BYTES];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void assertUnavailable() {
    assertThatThrownBy(() -> store.put(PLAIN, Key.of(1), Key.of(1), new byte[ROW_BYTES]))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Unavailable.class));
  }

  private void writesAgain() throws InterruptedException {
    long deadline = System.nanoTime() + Waiting.PATIENCE.toNanos();
    while (true) {
      try {
        store.put(PLAIN, Key.of(2), Key.of(1), new byte[ROW_BYTES]);
        return;
      } catch (Refused e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] zeros = new byte[64 * 1024];
      while (true) {
        out.write(zeros);
      }
    } catch (IOException e) {
      // Full: as wanted.
      assertThat(filler).exists();
    }
  }

  private RocksStore open(long reserveBytes) {
    return RocksStore.open(
        disk.resolve("store"),
        RocksOptions.small().withReserveBytes(reserveBytes),
        InstantSource.system());
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
