package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.keys.Keyring;

/// Files at rest, in the hands of somebody who has the folder and not the key: what he changes does
/// not open.
class SealedFileTest {
  private static final int PIECE_BYTES = 65_536;
  private static final int SEALED_BYTES = PIECE_BYTES + 16;
  private static final String PATH = "abcd/original.mp4";

  @TempDir Path folder;
  private final Seal seal =
      Keyring.read(List.of("01".repeat(32)), new SecureRandom()).orElseThrow();

  /// Two whole pieces of noise.
  private static byte[] noise(int seed) {
    byte[] bytes = new byte[2 * PIECE_BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] sealed(byte[] plain) throws IOException {
    Path open = Files.write(folder.resolve("open"), plain);
    Path to = folder.resolve("sealed");
    try (SeekableByteChannel from = Files.newByteChannel(open)) {
      SealedFile.write(seal, PATH, from, to, new SecureRandom());
    }
    return Files.readAllBytes(to);
  }

  private SealedFile open(String path, byte[] sealed) throws IOException {
    return SealedFile.open(seal, path, Files.write(folder.resolve("read"), sealed));
  }

  private byte[] reads(String path, byte[] sealed) throws IOException {
    try (SealedFile file = open(path, sealed)) {
      return reads(file, Math.toIntExact(file.size() - file.position()));
    }
  }

  private static byte[] reads(SealedFile file, int bytes) throws IOException {
    ByteBuffer to = ByteBuffer.allocate(bytes);
    while (to.hasRemaining()) {
      assertThat(file.read(to)).isPositive();
    }
    return to.array();
  }

  private void doesNotOpen(byte[] sealed) {
    assertThatThrownBy(() -> reads(PATH, sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a sealed file does not open");
  }

  /// Where the first piece begins.
  private static int head(byte[] sealed) {
    return sealed.length - 2 * SEALED_BYTES;
  }

  private static byte[] with(byte[] sealed, int to, byte[] from, int at) {
    byte[] changed = sealed.clone();
    System.arraycopy(from, at, changed, to, SEALED_BYTES);
    return changed;
  }

  @Test
  void no_piece_is_moved_cut_off_or_put_into_another_file() throws IOException {
    byte[] plain = noise(1);
    byte[] sealed = sealed(plain);
    int first = head(sealed);
    int second = first + SEALED_BYTES;
    assertThat(reads(PATH, sealed)).isEqualTo(plain);

    assertThatThrownBy(() -> reads("abce/original.mp4", sealed))
        .as("under another path")
        .isInstanceOf(IllegalStateException.class);
    byte[] swapped = with(with(sealed, first, sealed, second), second, sealed, first);
    doesNotOpen(swapped);
    doesNotOpen(with(sealed, second, sealed, first));
    byte[] other = sealed(noise(2));
    doesNotOpen(with(sealed, first, other, head(other)));

    byte[] cut = Arrays.copyOf(sealed, second);
    assertThatThrownBy(() -> reads(PATH, cut))
        .as("shorter than its head says")
        .isInstanceOf(IllegalStateException.class);
    ByteBuffer.wrap(cut).putLong(first - Long.BYTES, PIECE_BYTES);
    doesNotOpen(cut);

    byte[] turned = sealed.clone();
    turned[second + 5] ^= 1;
    doesNotOpen(turned);
  }

  @Test
  void it_is_read_from_its_middle_over_the_seam_of_two_pieces() throws IOException {
    byte[] plain = noise(3);
    try (SealedFile file = open(PATH, sealed(plain))) {
      assertThat(file.size()).isEqualTo(plain.length);
      file.position(65_530);
      assertThat(reads(file, 12)).isEqualTo(Arrays.copyOfRange(plain, 65_530, 65_542));
      file.position(3);
      assertThat(reads(file, 5)).isEqualTo(Arrays.copyOfRange(plain, 3, 8));
      file.position(plain.length - 1);
      assertThat(reads(file, 1)).isEqualTo(Arrays.copyOfRange(plain, 131_071, 131_072));
      assertThat(file.read(ByteBuffer.allocate(1))).isNegative();
    }
  }
}
