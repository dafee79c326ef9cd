package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Table;

class CopyingAndErasingTest {
  private static final Table NOTES = Table.plain("notes");
  private static final String WORDS = "the quick brown fox jumps over the lazy dog";

  @TempDir Path folder;
  private Path data;
  private RocksStore store;

  @BeforeEach
  void open() {
    data = folder.resolve("store");
    store = open(data);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void the_folder_is_for_its_owner_only() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void a_second_store_cannot_be_opened_on_the_same_folder() {
    assertThatThrownBy(() -> open(data)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void what_was_copied_is_there_after_the_original_was_destroyed() throws IOException {
    fill(0, 2_000);
    var copy = folder.resolve("copy");
    store.checkpoint(copy);
    fill(2_000, 2_100);
    store.close();
    destroy(data);
    RocksStore.restore(copy, data);
    store = open(data);
    assertThat(store.scan(NOTES, Key.of(1), 10_000)).hasSize(2_000);
    assertThat(store.get(NOTES, Key.of(1), Key.of(1_999)).orElseThrow().value())
        .isEqualTo(note(1_999));
    fill(2_000, 2_001);
    assertThat(store.scan(NOTES, Key.of(1), 10_000)).hasSize(2_001);
  }

  @Test
  void a_copy_is_made_while_others_write() throws Exception {
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int n = 0; n < 2_000; n++) {
                    store.put(NOTES, Key.of(1), Key.of(n), note(n));
                  }
                });
    while (store.scan(NOTES, Key.of(1), 1_000).size() < 100) {
      Thread.yield();
    }
    int atLeast = store.scan(NOTES, Key.of(1), 10_000).size();
    var copy = folder.resolve("copy");
    store.checkpoint(copy);
    writer.join();
    var other = folder.resolve("other");
    RocksStore.restore(copy, other);
    try (var restored = open(other)) {
      var rows = restored.scan(NOTES, Key.of(1), 10_000);
      assertThat(rows.size()).isGreaterThanOrEqualTo(atLeast);
      for (int n = 0; n < rows.size(); n++) {
        assertThat(rows.get(n).sk()).as("no gap").isEqualTo(Key.of(n));
      }
    }
  }

  @Test
  void a_damaged_or_incomplete_copy_is_not_restored() throws IOException {
    fill(0, 100);
    var copy = folder.resolve("copy");
    store.checkpoint(copy);
    Path table;
    try (var files = Files.list(copy)) {
      table = files.filter(file -> file.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(table);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(table, damaged);
    assertThatThrownBy(() -> RocksStore.restore(copy, folder.resolve("a")))
        .isInstanceOf(UncheckedIOException.class);
    Files.delete(table);
    assertThatThrownBy(() -> RocksStore.restore(copy, folder.resolve("b")))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(folder.resolve("a")).doesNotExist();
    Files.write(table, whole);
    RocksStore.restore(copy, folder.resolve("c"));
  }

  @Test
  void nothing_is_copied_or_restored_over_something() throws IOException {
    fill(0, 10);
    var copy = folder.resolve("copy");
    store.checkpoint(copy);
    assertThatThrownBy(() -> store.checkpoint(copy)).isInstanceOf(IllegalStateException.class);
    var taken = folder.resolve("taken");
    Files.createDirectories(taken);
    Files.writeString(taken.resolve("file"), "mine");
    assertThatThrownBy(() -> RocksStore.restore(copy, taken))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder.resolve("store.checkpoint")).doesNotExist();
  }

  @Test
  void deleted_words_are_in_no_file_after_erasing_and_in_no_copy_made_then() throws IOException {
    fill(0, 500);
    store.put(NOTES, Key.of(2), Key.of(1), WORDS.getBytes(StandardCharsets.UTF_8));
    store.put(NOTES, Key.of(2), Key.of(2), (WORDS + " twice").getBytes(StandardCharsets.UTF_8));
    assertThat(contains(data, WORDS)).as("grep finds the words before").isTrue();
    // Once more down in a table file, not only in the log.
    store.eraseDeleted();
    assertThat(contains(data, WORDS)).as("grep finds the words before").isTrue();
    store.batch(
        List.of(
            Op.delete(NOTES, Key.of(2), Key.of(1)),
            Op.deleteRange(NOTES, Key.of(2), Key.of(2), Key.of(3))));
    assertThat(contains(data, WORDS)).as("deleting alone erases nothing").isTrue();
    store.eraseDeleted();
    assertThat(contains(data, WORDS)).isFalse();
    var copy = folder.resolve("copy");
    store.checkpoint(copy);
    assertThat(contains(copy, WORDS)).isFalse();
    assertThat(store.scan(NOTES, Key.of(1), 1_000)).hasSize(500);
  }

  /// The store's own list of its files names the first and the last key of each.
  @Test
  void a_deleted_word_in_a_key_is_in_no_list_of_files_either() throws IOException {
    fill(0, 500);
    store.put(Table.plain("zzz"), Key.of(WORDS), Key.NONE, new byte[] {1});
    store.eraseDeleted();
    assertThat(contains(data, WORDS)).isTrue();
    store.delete(Table.plain("zzz"), Key.of(WORDS), Key.NONE);
    store.eraseDeleted();
    assertThat(contains(data, WORDS)).isFalse();
    var copy = folder.resolve("copy");
    store.checkpoint(copy);
    assertThat(contains(copy, WORDS)).isFalse();
    assertThat(store.scan(NOTES, Key.of(1), 1_000)).hasSize(500);
  }

  private static RocksStore open(Path folder) {
    return RocksStore.open(folder, RocksOptions.small().uncompressed(), InstantSource.system());
  }

  private void fill(int from, int to) {
    for (int n = from; n < to; n += 100) {
      List<Op> ops = new java.util.ArrayList<>();
      for (int i = n; i < Math.min(to, n + 100); i++) {
        ops.add(Op.put(NOTES, Key.of(1), Key.of(i), note(i)));
      }
      store.batch(ops);
    }
  }

  private static byte[] note(int n) {
    return ("note " + n).getBytes(StandardCharsets.UTF_8);
  }

  /// Overwrites first: a copy that shared its files with the original would perish too.
  private static void destroy(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.write(file, new byte[4_096], StandardOpenOption.WRITE);
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static boolean contains(Path folder, String words) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words)) {
          return true;
        }
      }
      return false;
    }
  }
}
