package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;

/// A whole server whose disk, a small one of its own, is really full: store, files, index and all.
/// Needs the right to mount; what needs none is tried in `HealthTest` with a reserve that no disk
/// has.
class FullDiskAtTheDoorTest {
  private static final int BLOCK_BYTES = 1 << 20;

  @TempDir Path folder;
  private Path disk;
  private Clients clients;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=640m", "tmpfs", disk.toString()),
        "may not mount a small file system");
  }

  @AfterEach
  void unmount() throws Exception {
    if (clients != null) {
      clients.close();
    }
    run("umount", disk.toString());
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void writes_are_refused_with_a_sentence_reading_goes_on_and_all_is_well_when_there_is_room()
      throws Exception {
    clients = Clients.of(disk);
    Clients.Person alice = clients.person("alice");
    String before = alice.posts("written while there was room");
    assertThat(upload(alice).status()).isEqualTo(200);
    clients.server().settleSearch();
    Path filler = disk.resolve("filler");
    fill(filler);

    for (int i = 0; i < 3; i++) {
      refused(alice.post("/api/v1/statuses", Map.of("status", "no room for this")));
      refused(alice.post("/api/v1/statuses/" + before + "/favourite", Map.of()));
      refused(upload(alice));
      refused(alice.patch("/api/v1/accounts/update_credentials", Map.of("note", "no room")));
    }
    for (String path :
        java.util.List.of(
            "/api/v1/statuses/" + before,
            "/api/v1/timelines/home",
            "/api/v1/timelines/public",
            "/api/v1/notifications",
            "/api/v1/accounts/verify_credentials",
            "/api/v2/search?q=room")) {
      assertThat(alice.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(alice.get("/api/v1/timelines/home").body())
        .contains("written while there was room")
        .doesNotContain("no room for this");
    soon(() -> clients.get("/health").status() == 503);

    Files.delete(filler);
    soon(() -> alice.post("/api/v1/statuses", Map.of("status", "room again")).status() == 200);
    soon(() -> upload(alice).status() == 200);
    soon(() -> clients.get("/health").status() == 200);
    clients.server().settleSearch();
    assertThat(alice.get("/api/v1/timelines/home").body()).contains("room again");
    soon(() -> alice.get("/api/v2/search?type=statuses&q=room").body().contains("room again"));
  }

  private static void refused(Clients.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    assertThat(reply.text("error")).contains("store");
    assertThat(reply.whole().headers().firstValue("Retry-After")).isPresent();
  }

  private Clients.Reply upload(Clients.Person by) {
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
      return clients.upload("POST", "/api/v2/media", by.token, "file", out.toByteArray(), Map.of());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void soon(BooleanSupplier isSo) {
    Waiting.until("in a while", isSo);
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] zeros = new byte[BLOCK_BYTES];
      while (true) {
        out.write(zeros);
      }
    } catch (IOException e) {
      // Full: as wanted.
      assertThat(filler).exists();
    }
  }
}
