package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk has changed or lost a file of the store while the server was stopped.
class DamagedStoreTest {
  private static final long START_SECONDS_MAX = 120;

  @TempDir Path folder;
  private Path data;
  private Path store;

  @BeforeEach
  void a_server_was_here() {
    data = folder.resolve("data");
    store = data.resolve("store");
    assertThat(create(data, "anna").exit()).isZero();
    // What was written lies in the log of writes; the next start makes it a file.
    assertThat(type("account", "waiting", "--data", data.toString()).exit()).isZero();
  }

  @Test
  void a_list_of_files_that_was_overwritten_is_told_on_one_line() throws Exception {
    overwrite(files("MANIFEST-"), 0.0, 1.0);
    isToldOnOneLine("MANIFEST-");
  }

  @Test
  void a_name_of_the_list_that_was_overwritten_is_told_on_one_line() throws Exception {
    overwrite(files("CURRENT"), 0.0, 1.0);
    isToldOnOneLine("CURRENT");
  }

  @Test
  void a_name_of_the_list_that_is_missing_begins_no_empty_server() throws Exception {
    Files.delete(store.resolve("CURRENT"));
    List<Path> before = files(".sst");
    isToldOnOneLine("CURRENT is missing");
    assertThat(files(".sst")).as("not deleted").containsAll(before);
  }

  @Test
  void rows_that_were_overwritten_are_told_on_one_line() throws Exception {
    overwrite(files(".sst"), 0.0, 0.5);
    isToldOnOneLine(".sst");
  }

  @Test
  void a_file_of_rows_that_was_overwritten_to_its_end_is_told_on_one_line() throws Exception {
    overwrite(files(".sst"), 0.0, 1.0);
    isToldOnOneLine(".sst");
  }

  @Test
  void a_file_of_rows_that_is_missing_is_told_on_one_line() throws Exception {
    for (Path file : files(".sst")) {
      Files.delete(file);
    }
    isToldOnOneLine(".sst");
  }

  @Test
  void commands_say_it_too() throws Exception {
    overwrite(files("MANIFEST-"), 0.0, 1.0);
    CommandLine.Said said = type("account", "waiting", "--data", data.toString());
    assertThat(said.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(said.err()).contains("is damaged").hasLineCount(1);
  }

  private void isToldOnOneLine(String file) throws Exception {
    FutureTask<CommandLine.Said> start =
        new FutureTask<>(
            () -> type("serve", "--test-mode", "--port", "0", "--data", data.toString()));
    Thread.ofPlatform().daemon().start(start);
    CommandLine.Said said = start.get(START_SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(said.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .hasLineCount(1)
        .startsWith("verbatim: the store in " + store + " is damaged: ")
        .contains(file)
        .endsWith("; restore a backup: ./verbatim restore DIR\n");
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> all = Files.list(store)) {
      List<Path> found =
          all.filter(file -> String.valueOf(file.getFileName()).contains(part)).toList();
      assertThat(found).as(part).isNotEmpty();
      return found;
    }
  }

  private static void overwrite(List<Path> files, double from, double to) throws IOException {
    for (Path path : files) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        long begin = (long) (file.length() * from);
        byte[] nonsense = new byte[(int) (file.length() * to - begin)];
        Arrays.fill(nonsense, (byte) 0x5a);
        file.seek(begin);
        file.write(nonsense);
      }
    }
  }
}
