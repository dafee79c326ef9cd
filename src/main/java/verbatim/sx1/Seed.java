package verbatim.sx1;

import java.security.SecureRandom;
import java.util.Arrays;
import verbatim.sx1.Verifier.Digest;

/// The secret of one message: whoever has it can prove the whole message, and guess at what of it
/// is blacked out. It says nothing of itself in logs and errors.
public final class Seed {
  private final byte[] bytes;

  private Seed(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Seed make(SecureRandom random) {
    byte[] bytes = new byte[Digest.BYTES];
    random.nextBytes(bytes);
    return new Seed(bytes);
  }

  public static Seed of(byte[] bytes) {
    if (bytes.length != Digest.BYTES) {
      throw new IllegalArgumentException("a seed has " + Digest.BYTES + " bytes");
    }
    return new Seed(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seed seed && Arrays.equals(bytes, seed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Seed";
  }
}
