package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.store.Store;

/// The server dies while an emoji is put up.
class EmojiBrokenOffTest {
  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void open() {
    shelf = new Shelf(folder);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void files_without_a_row_are_swept() throws IOException {
    Media dying = onAStoreThatDiesAtWrite(2);
    assertThatThrownBy(() -> dying.emojis().add("heron", "", png()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(shelf.files()).as("what was written before").isPositive();
    shelf.media.expireUnattached(shelf.now());
    assertThat(shelf.files()).isZero();
    assertThat(shelf.media.emojis().isEmpty()).isTrue();
  }

  @Test
  void files_with_a_row_are_not_and_those_of_a_former_picture_are() throws IOException {
    shelf.media.emojis().add("heron", "", png());
    long files = shelf.files();
    CustomEmoji now = shelf.media.emojis().add("heron", "", png());
    shelf.media.expireUnattached(shelf.now());
    assertThat(shelf.files()).isEqualTo(files);
    assertThat(shelf.media.open(now.path())).isPresent();
  }

  private Media onAStoreThatDiesAtWrite(int write) {
    AtomicInteger writes = new AtomicInteger();
    Store store =
        (Store)
            Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("journalledBatch")
                      && writes.incrementAndGet() == write) {
                    throw new IllegalStateException("killed");
                  }
                  try {
                    return method.invoke(shelf.store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new Media(
        store,
        shelf.folder,
        256L << 20,
        Ffmpeg.absent(),
        Seal.NONE,
        new byte[32],
        new Ids(shelf::now, 1),
        shelf::now,
        new SecureRandom(),
        Limits.usual());
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
