package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.server.CommandLine.PASSWORD;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.serve;
import static verbatim.server.CommandLine.token;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.LiveFiles;
import verbatim.Waiting;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;

/// A backup is made while people write, the original is destroyed, and the backup is put in its
/// place.
class BackupTest {
  @TempDir Path folder;

  @Test
  void all_that_was_acknowledged_before_is_there_after_the_original_was_destroyed()
      throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    List<String> before;
    try (Server server = serve(data)) {
      assertThat(create(data, "anna").exit()).isZero();
      Files.write(
          Files.createDirectories(data.resolve("media/ab")).resolve("picture"),
          new byte[] {1, 2, 3});
      Thread writer = Thread.ofVirtual().start(() -> writes(server.port(), acknowledged));
      Waiting.until("people write", () -> acknowledged.size() >= 20);
      before = List.copyOf(acknowledged);
      assertThat(type("backup", backup.toString(), "--data", data.toString()))
          .matches(said -> said.exit() == 0, "done");
      assertThat(acknowledged.size()).as("writing went on").isGreaterThanOrEqualTo(before.size());
      writer.interrupt();
      writer.join();
    }
    destroy(data);

    CommandLine.Said said = type("restore", backup.toString(), "--data", data.toString());
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(data.resolve("media/ab/picture")).hasBinaryContent(new byte[] {1, 2, 3});
    try (Stream<Path> all = Stream.concat(Files.walk(backup), Files.walk(data))) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .endsWith("------");
      }
    }
    try (Server server = serve(data);
        Wire wire = new Wire(server.port())) {
      for (String id : before) {
        assertThat(wire.get("/api/v1/statuses/" + id, "").status()).as(id).isEqualTo(200);
      }
      assertThat(token(wire, "anna", PASSWORD)).isNotEmpty();
    }
  }

  /// The index of search is in no backup (attack search-03): it is made anew from what stands.
  @Test
  void after_a_restore_others_find_what_was_open_and_nothing_else() throws Exception {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup");
    assertThat(create(data, "anna").exit()).isZero();
    assertThat(create(data, "bert").exit()).isZero();
    try (Server server = serve(data);
        Wire wire = new Wire(server.port())) {
      String token = token(wire, "anna", PASSWORD);
      AccountId anna = server.content.accounts.find(Handle.here("anna")).orElseThrow().id();
      server.content.accounts.change(anna, a -> a.with(a.profile().withIndexable(true)));
      posts(wire, token, "a heron for followers", "private");
      String gone = posts(wire, token, "a heron that was taken back", "public");
      posts(wire, token, "a heron for everybody", "public");
      assertThat(found(wire, token, "taken back")).contains("for everybody");
      server.content.statuses.delete(anna, new StatusId(Long.parseLong(gone)));
      assertThat(type("backup", backup.toString(), "--data", data.toString()).exit()).isZero();
    }
    destroy(data);
    assertThat(type("restore", backup.toString(), "--data", data.toString()).exit()).isZero();
    assertThat(data.resolve("search")).doesNotExist();
    try (Server server = serve(data);
        Wire wire = new Wire(server.port())) {
      assertThat(found(wire, token(wire, "anna", PASSWORD), "for followers"))
          .as("by its author")
          .contains("for everybody")
          .doesNotContain("taken back");
      assertThat(found(wire, token(wire, "bert", PASSWORD), "for everybody"))
          .doesNotContain("for followers")
          .doesNotContain("taken back");
    }
  }

  private static String posts(Wire wire, String token, String words, String visibility)
      throws IOException {
    return wire.post("/api/v1/statuses", token, Map.of("status", words, "visibility", visibility))
        .json()
        .get("id")
        .asString();
  }

  /// Once these words are.
  private static String found(Wire wire, String token, String words) {
    return Waiting.until(
        "herons are found",
        () -> {
          try {
            return wire.get("/api/v2/search?type=statuses&q=heron", token).json().toString();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        found -> found.contains("for everybody") && found.contains(words));
  }

  private static void writes(int port, Queue<String> acknowledged) {
    try (Wire wire = new Wire(port)) {
      String token = token(wire, "anna", PASSWORD);
      for (int n = 0; n < 2_000 && !Thread.currentThread().isInterrupted(); n++) {
        Wire.Reply reply = wire.post("/api/v1/statuses", token, Map.of("status", "Post " + n));
        acknowledged.add(reply.json().get("id").asString());
      }
    } catch (IOException e) {
      // stopped
    }
  }

  private static void destroy(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(file, new byte[100], StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
    Folders.delete(data);
  }

  @Test
  void a_backup_goes_into_a_new_folder_outside_the_data() throws Exception {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    Path there = Files.createDirectory(folder.resolve("there"));
    assertThat(type("backup", there.toString(), "--data", data.toString()))
        .matches(said -> said.exit() == 1 && said.err().contains("exists already"));
    assertThat(type("backup", data.resolve("inside").toString(), "--data", data.toString()))
        .matches(said -> said.exit() == 1 && said.err().contains("elsewhere"));
    assertThat(
            type(
                    "backup",
                    folder.resolve("b").toString(),
                    "--data",
                    folder.resolve("none").toString())
                .exit())
        .isEqualTo(1);
    assertThat(folder.resolve("b")).doesNotExist();
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void a_backup_that_is_not_whole_is_refused_before_anything_is_touched() throws Exception {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    Files.write(
        Files.createDirectories(data.resolve("media/ab")).resolve("picture"), new byte[] {1, 2, 3});
    Path whole = folder.resolve("whole");
    assertThat(type("backup", whole.toString(), "--data", data.toString()).exit()).isZero();

    refused(whole, "no manifest", copy -> Files.delete(copy.resolve("manifest")));
    refused(
        whole,
        "format",
        copy ->
            change(
                copy.resolve("manifest"),
                s -> s.replace("verbatim backup 1", "verbatim backup 2")));
    refused(whole, "format", copy -> Files.write(copy.resolve("manifest"), new byte[0]));
    refused(
        whole,
        "not in its manifest",
        copy ->
            change(
                copy.resolve("manifest"),
                s -> s.substring(0, s.lastIndexOf('\n', s.length() - 2) + 1)));
    refused(
        whole,
        "damaged",
        copy -> change(copy.resolve("manifest"), s -> s.substring(0, s.length() - 12)));
    refused(whole, "damaged", copy -> flip(copy.resolve("media/ab/picture")));
    refused(whole, "damaged", copy -> Files.delete(copy.resolve("media/ab/picture")));
    refused(whole, "damaged", copy -> flip(table(copy)));
    refused(whole, "missing", copy -> Files.delete(table(copy)));
    refused(whole, "damaged", copy -> flip(copy.resolve("store/SHA256SUMS")));
    refused(whole, "does not belong", copy -> Files.writeString(copy.resolve("store/more"), "x"));
    refused(
        whole, "not in its manifest", copy -> Files.writeString(copy.resolve("media/more"), "x"));
    refused(
        whole,
        "not in its manifest",
        copy ->
            Files.writeString(
                Files.createDirectory(copy.resolve("store/deep")).resolve("more"), "x"));
    refused(
        whole,
        "not a plain file",
        copy -> Files.createSymbolicLink(copy.resolve("media/link"), Path.of("/etc/passwd")));
    refused(
        whole,
        "not a plain file",
        copy -> Files.createSymbolicLink(copy.resolve("media/folder"), Path.of("/etc")));
    refused(
        whole,
        "not a plain file",
        copy -> {
          Path table = table(copy);
          Files.move(table, folder.resolve("moved"));
          Files.createSymbolicLink(table, folder.resolve("moved"));
        });
    refused(
        whole,
        "damaged at: ../data/lock",
        copy -> change(copy.resolve("manifest"), s -> s + "0 0 ../data/lock\n"));
    assertThat(
            type("restore", whole.toString(), "--data", folder.resolve("sound").toString()).exit())
        .as("it was sound")
        .isZero();
  }

  private interface Harm {
    void to(Path copy) throws IOException;
  }

  private int copies;

  private void refused(Path whole, String why, Harm harm) throws IOException {
    Path copy = folder.resolve("copy" + copies++);
    Folders.copy(whole, copy);
    harm.to(copy);
    Path target = folder.resolve("target");
    CommandLine.Said said = type("restore", copy.toString(), "--data", target.toString());
    assertThat(said.exit()).as(why).isEqualTo(1);
    assertThat(said.err()).contains(why).hasLineCount(1);
    assertThat(target).as(why).doesNotExist();
  }

  private interface Words {
    String change(String text);
  }

  private static void change(Path file, Words words) throws IOException {
    Files.writeString(file, words.change(Files.readString(file)));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static Path table(Path copy) throws IOException {
    try (Stream<Path> files = Files.list(copy.resolve("store"))) {
      return files.filter(file -> file.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
  }

  @Test
  void a_folder_that_holds_something_is_not_restored_over() throws Exception {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    Path backup = folder.resolve("backup");
    assertThat(type("backup", backup.toString(), "--data", data.toString()).exit()).isZero();
    assertThat(type("restore", backup.toString(), "--data", data.toString()))
        .matches(said -> said.exit() == 1 && said.err().contains("not empty"));
    assertThat(
            type(
                    "restore",
                    folder.resolve("nowhere").toString(),
                    "--data",
                    folder.resolve("x").toString())
                .exit())
        .isEqualTo(1);
  }

  @Test
  void a_folder_in_which_restoring_was_broken_off_is_no_servers_data() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createFile(data.resolve("restoring"));
    assertThatThrownBy(() -> serve(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken off");
    Files.delete(data.resolve("restoring"));
    try (Server server = serve(data)) {
      assertThat(server.port()).isPositive();
    }
  }

  @Test
  void deleted_words_are_in_no_later_backup() throws Exception {
    Path data = folder.resolve("data");
    // Random letters: nothing that a compressor could write otherwise.
    long seed = new Random().nextLong();
    System.err.println("BackupTest seed " + seed);
    String word =
        new Random(seed)
            .ints(24, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    try (Server server = serve(data);
        Wire wire = new Wire(server.port())) {
      assertThat(create(data, "anna").exit()).isZero();
      String token = token(wire, "anna", PASSWORD);
      String id =
          wire.post("/api/v1/statuses", token, Map.of("status", word, "visibility", "private"))
              .json()
              .get("id")
              .asString();
      String kept =
          wire.post(
                  "/api/v1/statuses",
                  token,
                  Map.of("status", "kept " + new StringBuilder(word).reverse()))
              .json()
              .get("id")
              .asString();
      assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
      Path before = folder.resolve("before");
      assertThat(type("backup", before.toString(), "--data", data.toString()).exit()).isZero();
      assertThat(holding(before, word)).as("else the search finds nothing at all").isNotEmpty();

      assertThat(wire.ask("DELETE", "/api/v1/statuses/" + id, token, "").status()).isEqualTo(200);
      assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
      assertThat(server.ground.jobs.settle(Duration.ofSeconds(60))).isTrue();
      Path after = folder.resolve("after");
      assertThat(type("backup", after.toString(), "--data", data.toString()).exit()).isZero();
      assertThat(holding(after, word)).isEmpty();
      assertThat(holding(data, word)).as("nor in the data folder").isEmpty();
      assertThat(holding(after, new StringBuilder(word).reverse().toString()))
          .as("what was not deleted")
          .isNotEmpty();
      assertThat(wire.get("/api/v1/statuses/" + kept, "").status()).isEqualTo(200);
    }
  }

  /// A compressor may break the word in two, but not all of its thirds.
  private static List<Path> holding(Path folder, String word) throws IOException {
    List<String> thirds = List.of(word.substring(0, 8), word.substring(8, 16), word.substring(16));
    List<Path> found = new ArrayList<>();
    for (Path file : LiveFiles.in(folder)) {
      String bytes = new String(LiveFiles.bytes(file), StandardCharsets.ISO_8859_1);
      if (thirds.stream().anyMatch(bytes::contains)) {
        found.add(file);
      }
    }
    return found;
  }
}
