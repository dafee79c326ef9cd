package verbatim.access;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import verbatim.kernel.AccountId;

/// An authenticator made of software, which also does what a good one never does: answers for
/// another origin, counts backwards, says nothing of its owner.
public final class SoftKey {
  private static final int UP = 0x01;
  private static final int UV = 0x04;
  private static final int AT = 0x40;

  private final KeyPair pair;
  private final byte[] id;
  private final String holder;
  private int count;
  private String origin = "https://town.test";
  private String party = "town.test";
  private boolean verifies = true;
  private boolean isPresent = true;

  public SoftKey(AccountId holder, int number) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.holder = Authenticators.handle(holder);
    id = ByteBuffer.allocate(16).putInt(0, number).array();
  }

  public SoftKey at(String origin, String party) {
    this.origin = origin;
    this.party = party;
    return this;
  }

  SoftKey verifying(boolean verifies) {
    this.verifies = verifies;
    return this;
  }

  SoftKey present(boolean isPresent) {
    this.isPresent = isPresent;
    return this;
  }

  SoftKey counting(int count) {
    this.count = count;
    return this;
  }

  String id() {
    return text(id);
  }

  public String made(String challenge) {
    byte[] client = client("webauthn.create", challenge);
    byte[] said = join(said(UP | UV | AT), new byte[16], length(id.length), id, cose());
    byte[] attestation =
        join(
            new byte[] {(byte) 0xa3},
            cborText("fmt"),
            cborText("none"),
            cborText("attStmt"),
            new byte[] {(byte) 0xa0},
            cborText("authData"),
            cborBytes(said));
    return whole(
        "\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\",\"transports\":[\"internal\"]"
            .formatted(text(client), text(attestation)));
  }

  String answers(String challenge) {
    return answers(challenge, holder);
  }

  String answers(String challenge, AccountId claimed) {
    return answers(challenge, Authenticators.handle(claimed));
  }

  private String answers(String challenge, String claimed) {
    count++;
    byte[] client = client("webauthn.get", challenge);
    byte[] said = said((isPresent ? UP : 0) | (verifies ? UV : 0));
    return whole(
        "\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\",\"userHandle\":\"%s\""
            .formatted(text(client), text(said), text(sign(join(said, sha256(client)))), claimed));
  }

  private String whole(String response) {
    return "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{%s}}"
        .formatted(id(), id(), response);
  }

  private byte[] client(String type, String challenge) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, challenge, origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] said(int flags) {
    return join(
        sha256(party.getBytes(StandardCharsets.UTF_8)),
        new byte[] {(byte) flags},
        ByteBuffer.allocate(4).putInt(count).array());
  }

  /// {1: 2, 3: -7, -1: 1, -2: x, -3: y}
  private byte[] cose() {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    return join(
        new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
        cborBytes(unsigned(point.getAffineX())),
        new byte[] {0x22},
        cborBytes(unsigned(point.getAffineY())));
  }

  private byte[] sign(byte[] what) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(what);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int count = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - count, fixed, 32 - count, count);
    return fixed;
  }

  private static byte[] sha256(byte[] bytes) {
    return Tokens.sha256(bytes);
  }

  private static byte[] cborText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(new byte[] {(byte) (0x60 | bytes.length)}, bytes);
  }

  private static byte[] cborBytes(byte[] bytes) {
    return bytes.length < 256
        ? join(new byte[] {0x58, (byte) bytes.length}, bytes)
        : join(new byte[] {0x59}, length(bytes.length), bytes);
  }

  private static byte[] length(int length) {
    return new byte[] {(byte) (length >> 8), (byte) length};
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
