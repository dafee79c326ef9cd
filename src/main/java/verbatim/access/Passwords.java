package verbatim.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Argon2id, in the usual text form, so that the cost can be raised later. Only a few run at a
/// time: each takes megabytes, and a flood of sign-ins must not take them all.
final class Passwords {
  /// What one hash costs.
  ///
  /// @param sideBySideMax how many may run at a time
  /// @param waitingMax how many may wait for their turn
  public record Cost(
      int memoryKilobytes, int passes, int lanes, int sideBySideMax, int waitingMax) {
    /// OWASP's second choice: about 40 ms and 19 MB on a small machine.
    static Cost usual() {
      return new Cost(19_456, 2, 1, 2, 100);
    }

    /// Holds nobody off.
    static Cost cheap() {
      return new Cost(64, 1, 1, 2, 100);
    }
  }

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final long PATIENCE_SECONDS = 20;

  private final Cost cost;
  private final SecureRandom random;
  private final Semaphore running;
  private final Semaphore waiting;
  private final LongAdder hashings = new LongAdder();

  /// A hash that no password has: to compare with it costs as much as with any other.
  private final String decoy;

  Passwords(Cost cost, SecureRandom random) {
    this.cost = cost;
    this.random = random;
    this.running = new Semaphore(cost.sideBySideMax(), true);
    this.waiting = new Semaphore(cost.waitingMax() + cost.sideBySideMax());
    this.decoy = fresh().with(bytes(HASH_BYTES)).text();
  }

  String hash(Secret password) {
    Parts parts = fresh();
    return parts.with(derive(password, parts)).text();
  }

  private Parts fresh() {
    return new Parts(
        cost.memoryKilobytes(), cost.passes(), cost.lanes(), bytes(SALT_BYTES), new byte[0]);
  }

  private byte[] bytes(int count) {
    byte[] made = new byte[count];
    random.nextBytes(made);
    return made;
  }

  boolean matches(Secret password, String hash) {
    Parts parts = Parts.read(hash);
    return MessageDigest.isEqual(parts.hash(), derive(password, parts));
  }

  /// As much work as a comparison, for nobody: so that time does not tell whether a name exists.
  boolean matchesNobody(Secret password) {
    matches(password, decoy);
    return false;
  }

  /// How often a password was hashed since the start, for somebody or for nobody.
  long hashings() {
    return hashings.sum();
  }

  /// Whether the hash was made at another cost than today's.
  boolean isStale(String hash) {
    Parts parts = Parts.read(hash);
    return parts.memoryKilobytes() != cost.memoryKilobytes()
        || parts.passes() != cost.passes()
        || parts.lanes() != cost.lanes();
  }

  private byte[] derive(Secret password, Parts parts) {
    if (!waiting.tryAcquire()) {
      throw busy();
    }
    try {
      if (!running.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
      try {
        return argon2id(password, parts);
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.release();
    }
  }

  private byte[] argon2id(Secret password, Parts parts) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(parts.memoryKilobytes())
            .withIterations(parts.passes())
            .withParallelism(parts.lanes())
            .withSalt(parts.salt())
            .build());
    byte[] hash = new byte[HASH_BYTES];
    hashings.increment();
    generator.generateBytes(password.reveal().getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private static Refused busy() {
    return new Refused(
        new Refusal.Unavailable("Too many people are signing in, please try again in a moment"));
  }

  /// `$argon2id$v=19$m=…,t=…,p=…$salt$hash`
  private record Parts(int memoryKilobytes, int passes, int lanes, byte[] salt, byte[] hash) {
    Parts with(byte[] derived) {
      return new Parts(memoryKilobytes, passes, lanes, salt, derived);
    }

    String text() {
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(
              memoryKilobytes,
              passes,
              lanes,
              base64.encodeToString(salt),
              base64.encodeToString(hash));
    }

    static Parts read(String text) {
      String[] parts = text.split("[$,=]", -1);
      // "", argon2id, v, 19, m, …, t, …, p, …, salt, hash
      if (parts.length != 12 || !parts[1].equals("argon2id") || !parts[3].equals("19")) {
        throw new IllegalStateException("not a password hash of ours");
      }
      return new Parts(
          Integer.parseInt(parts[5]),
          Integer.parseInt(parts[7]),
          Integer.parseInt(parts[9]),
          Base64.getDecoder().decode(parts[10]),
          Base64.getDecoder().decode(parts[11]));
    }
  }
}
