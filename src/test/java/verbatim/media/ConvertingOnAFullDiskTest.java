package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.media.Shelf.MIRA;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.store.Store;

/// A store that takes nothing for a while, in the midst of a conversion.
class ConvertingOnAFullDiskTest {
  private static final Ffmpeg FFMPEG =
      Ffmpeg.find(List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")));
  private static final Duration WAIT_MAX = Duration.ofSeconds(120);

  @TempDir Path temporary;

  @Test
  void what_could_not_be_written_down_is_converted_later() throws Exception {
    assertThat(FFMPEG.isPresent()).as("ffmpeg, which ./verbatim test installs").isTrue();
    // The upload's own two; what follows from it is refused.
    var taken = new AtomicInteger(2);
    try (Shelf shelf = new Shelf(temporary);
        Media media = media(shelf, refusing(shelf.store, taken))) {
      Medium medium =
          media.upload(
              MIRA, new ByteArrayInputStream(Samples.animation(32, 24, 3)), Media.Said.NOTHING);
      await(media);
      assertThat(media.conversions().postponed()).isEqualTo(1);
      assertThat(media.mine(MIRA, medium.id()).state()).isInstanceOf(Medium.Processing.class);
      media.resume();
      await(media);
      assertThat(media.conversions().postponed()).as("still full").isEqualTo(2);
      taken.set(Integer.MAX_VALUE);
      media.resume();
      await(media);
      assertThat(media.mine(MIRA, medium.id()).state()).isInstanceOf(Medium.Ready.class);
      assertThat(media.mine(MIRA, medium.id()).kind()).isEqualTo(Medium.Kind.GIFV);
    }
  }

  private static void await(Media media) {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (media.conversions().waiting() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(media.conversions().waiting()).isZero();
  }

  private Media media(Shelf shelf, Store store) {
    return new Media(
        store,
        shelf.folder,
        256L << 20,
        FFMPEG,
        Seal.NONE,
        new byte[32],
        new Ids(shelf::now, 1),
        shelf::now,
        new SecureRandom(),
        Limits.usual());
  }

  private static Store refusing(Store store, AtomicInteger taken) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (_, method, arguments) -> {
              if (method.getName().equals("journalledBatch") && taken.getAndDecrement() <= 0) {
                taken.incrementAndGet();
                throw Refusal.unavailable("The disk is full");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
