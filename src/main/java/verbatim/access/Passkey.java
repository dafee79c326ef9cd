package verbatim.access;

import java.time.Instant;
import verbatim.store.Bytes;

/// A passkey as it lies on disk.
///
/// @param id as its authenticator names it, in base64url
/// @param publicKey what the authenticator attested of itself: model, id and key, in base64url
/// @param uses its own count of signatures, 0 for those that do not count
/// @param isSynced whether it may live on several devices
record Passkey(
    String id,
    String publicKey,
    long uses,
    boolean isSynced,
    String name,
    Instant addedAt,
    Instant usedAt) {
  private static final int MARK_BYTES = 12;

  /// Short, and good in an address.
  String mark() {
    return Tokens.text(
        java.util.Arrays.copyOf(
            Tokens.sha256(id.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), MARK_BYTES));
  }

  Passkey named(String wanted) {
    return new Passkey(id, publicKey, uses, isSynced, wanted, addedAt, usedAt);
  }

  Passkey used(long count, Instant at) {
    return new Passkey(id, publicKey, count, isSynced, name, addedAt, at);
  }

  /// Whether a signature with this count can be the next. A count that stands still or falls is of
  /// a copy of the authenticator.
  boolean mayFollow(long count) {
    return count > uses || count == 0 && uses == 0;
  }

  void write(Bytes.Writer to) {
    to.text(id).text(publicKey).number(uses).flag(isSynced).text(name).time(addedAt).time(usedAt);
  }

  static Passkey read(Bytes.Reader bytes) {
    return new Passkey(
        bytes.text(),
        bytes.text(),
        bytes.number(),
        bytes.flag(),
        bytes.text(),
        bytes.time(),
        bytes.time());
  }

  @Override
  public String toString() {
    return "Passkey " + mark();
  }
}
