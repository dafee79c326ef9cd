package verbatim.access;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;

/// Short-lived promises that this server gives to one browser and gets back from it: that its
/// password was right, that this challenge is ours. Nothing is kept for them, so strangers who ask
/// for many fill no memory; and they outlive a restart. What is good for one time only is marked in
/// the member's row when it is used ([Factor#spending]).
final class Seals {
  private static final Table KEY = Table.claimed("seal_key");
  private static final int NONCE_BYTES = 16;
  private static final int SEAL_BYTES = 32;

  /// What a seal is for: one for one thing is none for another.
  enum Use {
    /// The password was right.
    HALF(1),
    /// A new passkey.
    NEW_PASSKEY(2),
    /// Signing in with a passkey alone: nobody knows yet by whom.
    ALONE(3),
    /// A passkey after the password.
    SECOND(4),
    /// A passkey instead of the password asked again.
    PROOF(5),
    /// A new secret for an app that shows codes.
    NEW_TOTP(6);

    private final int number;

    Use(int number) {
      this.number = number;
    }
  }

  private final Tokens tokens;
  private final InstantSource clock;
  private final StoredKey key;

  Seals(Store store, Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.key = new StoredKey(store, KEY, tokens);
    this.clock = clock;
  }

  /// What was sealed.
  ///
  /// @param hash by which it is marked as used up
  record Sealed(AccountId account, long generation, String word, Instant until, Key hash) {
    @Override
    public String toString() {
      return "Sealed";
    }
  }

  /// @param browser its cookie: the seal counts in no other
  /// @param account 0 for nobody in particular
  String seal(
      Use use, Secret browser, AccountId account, long generation, String word, Duration age) {
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(tokens.raw(), 0, nonce, 0, NONCE_BYTES);
    byte[] content =
        Bytes.write(1)
            .number(account.value())
            .number(generation)
            .text(word)
            .time(clock.instant().plus(age))
            .raw(nonce)
            .done();
    byte[] seal = mac(use, browser, content);
    byte[] whole = new byte[content.length + SEAL_BYTES];
    System.arraycopy(seal, 0, whole, 0, SEAL_BYTES);
    System.arraycopy(content, 0, whole, SEAL_BYTES, content.length);
    return Tokens.text(whole);
  }

  Optional<Sealed> open(Use use, Secret browser, String text) {
    if (text.isEmpty() || text.length() > Tokens.CHARACTERS_MAX || browser.reveal().isEmpty()) {
      return Optional.empty();
    }
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (whole.length <= SEAL_BYTES) {
      return Optional.empty();
    }
    byte[] seal = java.util.Arrays.copyOf(whole, SEAL_BYTES);
    byte[] content = java.util.Arrays.copyOfRange(whole, SEAL_BYTES, whole.length);
    if (!MessageDigest.isEqual(seal, mac(use, browser, content))) {
      return Optional.empty();
    }
    Bytes.Reader bytes = Bytes.read(content);
    Sealed sealed =
        new Sealed(
            new AccountId(bytes.number()),
            bytes.number(),
            bytes.text(),
            bytes.time(),
            Key.NONE.andRaw(Tokens.sha256(whole)));
    return clock.instant().isBefore(sealed.until()) ? Optional.of(sealed) : Optional.empty();
  }

  private byte[] mac(Use use, Secret browser, byte[] content) {
    return Tokens.seal(key.get(), "seal " + use.number + " " + Tokens.hash(browser), content);
  }
}
