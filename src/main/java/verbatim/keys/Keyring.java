package verbatim.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import verbatim.media.Seal;
import verbatim.store.Bytes;

/// The keys that seal private words in the store: AES-256-GCM. They lie outside the data folder, so
/// that whoever takes that folder, or a backup of it, reads nothing. Whoever has the running server
/// reads all: this is no encryption from end to end, and nothing may call it so.
///
/// The last key seals; all open. Without keys words lie open.
public final class Keyring implements Seal {
  /// What is not sealed.
  public static final long OPEN = 0;

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int TAG_BYTES = 16;

  private final Map<Long, SecretKeySpec> keys;
  private final long current;
  private final RandomGenerator random;

  private Keyring(Map<Long, SecretKeySpec> keys, long current, RandomGenerator random) {
    this.keys = keys;
    this.current = current;
    this.random = random;
  }

  public static Keyring none() {
    return new Keyring(
        Map.of(),
        OPEN,
        () -> {
          throw new IllegalStateException("nothing is sealed");
        });
  }

  /// There is something here that none of the keys opens. The words are for whoever runs the
  /// server.
  public static final class Missing extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// @param what is sealed, with its verb
    public Missing(String what, long key) {
      super(
          what
              + " sealed with the key "
              + Long.toHexString(key)
              + ", which is not in the key file");
    }
  }

  /// @param lines one key each, 64 hexadecimal digits; empty ones and those with `#` do not count
  /// @return empty when a line is no key, or there is none
  public static Optional<Keyring> read(List<String> lines, SecureRandom random) {
    Map<Long, SecretKeySpec> keys = new LinkedHashMap<>();
    long last = OPEN;
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (!text.matches("[0-9a-fA-F]{" + 2 * KEY_BYTES + "}")) {
        return Optional.empty();
      }
      byte[] key = HexFormat.of().parseHex(text);
      last = idOf(key);
      keys.put(last, new SecretKeySpec(key, "AES"));
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(new Keyring(keys, last, random));
  }

  /// Tells which key it was and nothing of the key.
  private static long idOf(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("verbatim/key-id\0".getBytes(StandardCharsets.US_ASCII));
      return ByteBuffer.wrap(digest.digest(key)).getLong() >>> 1 | 1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Which key seals now; [#OPEN] for none.
  public long current() {
    return current;
  }

  public boolean has(long key) {
    return key == OPEN || keys.containsKey(key);
  }

  Set<Long> ids() {
    return keys.keySet();
  }

  @Override
  public boolean seals() {
    return current != OPEN;
  }

  @Override
  public boolean isNewest(byte[] sealed) {
    return keyOf(sealed) == current;
  }

  /// The same for the same words under one key, and telling nothing of them without it: what must
  /// stand in a row's key.
  public byte[] tag(byte[] words) {
    try {
      if (current == OPEN) {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(words), TAG_BYTES);
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(keys.get(current));
      mac.update("verbatim/tag\0".getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(mac.doFinal(words), TAG_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param about where the row stands: sealed words open nowhere else
  @Override
  public byte[] seal(byte[] about, byte[] words) {
    if (current == OPEN) {
      return Bytes.write(1).number(OPEN).raw(words).done();
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, current, nonce, about, words);
    return Bytes.write(1).number(current).raw(nonce).raw(sealed).done();
  }

  @Override
  public byte[] open(byte[] about, byte[] sealed) {
    Bytes.Reader from = Bytes.read(sealed);
    long key = from.number();
    if (key == OPEN) {
      return from.raw();
    }
    byte[] nonce = from.raw();
    return run(Cipher.DECRYPT_MODE, key, nonce, about, from.raw());
  }

  public static long keyOf(byte[] sealed) {
    return Bytes.read(sealed).number();
  }

  private byte[] run(int mode, long id, byte[] nonce, byte[] about, byte[] bytes) {
    SecretKeySpec key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException(
          "the key of conversations " + Long.toHexString(id) + " is gone");
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(about);
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a sealed row does not open", e);
    }
  }

  @Override
  public String toString() {
    return "Keyring of " + Arrays.toString(keys.keySet().stream().map(Long::toHexString).toArray());
  }
}
