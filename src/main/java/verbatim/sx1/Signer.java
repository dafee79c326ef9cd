package verbatim.sx1;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import verbatim.sx1.Verifier.Base58;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Multikey;
import verbatim.sx1.Verifier.Proofs;

/// Somebody who signs: a server, or an author through the server that holds the key.
/// The proofs are those of FEP-8b32 (`eddsa-jcs-2022`).
public final class Signer {
  private static final int KEY_BYTES = 32;
  private static final int HASHES_BYTES = 64;

  private final String method;
  private final byte[] open;
  private final PrivateKey key;

  private Signer(String method, byte[] open, PrivateKey key) {
    this.method = method;
    this.open = open;
    this.key = key;
  }

  /// A new pair of keys, 32 bytes each.
  public record Keys(byte[] secret, byte[] open) {
    public static Keys make(SecureRandom random) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, random);
        KeyPair pair = generator.generateKeyPair();
        var secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        var point = ((EdECPublicKey) pair.getPublic()).getPoint();
        byte[] open = littleEndian(point.getY());
        open[KEY_BYTES - 1] |= (byte) (point.isXOdd() ? 0x80 : 0);
        return new Keys(secret, open);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte[] littleEndian(BigInteger number) {
      byte[] big = number.toByteArray();
      byte[] little = new byte[KEY_BYTES];
      for (int i = 0; i < Math.min(big.length, KEY_BYTES); i++) {
        little[i] = big[big.length - 1 - i];
      }
      return little;
    }

    /// Says nothing of the secret.
    @Override
    public String toString() {
      return "Keys";
    }
  }

  /// @param method the address of the key: that of the actor, `#`, and a name
  public static Signer of(String method, Keys keys) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, keys.secret()));
      return new Signer(method, keys.open().clone(), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The address of the key.
  public String method() {
    return method;
  }

  /// The public key as the actor shows it under `assertionMethod`.
  public String multikey() {
    return Multikey.write(open);
  }

  /// The same object with a proof; its JSON-LD context, if it has one, stands in both.
  public Json.Fields sign(Json.Fields object, Instant created) {
    Json.Fields proof =
        Json.Fields.EMPTY
            .with("type", Proofs.TYPE)
            .with("cryptosuite", Proofs.SUITE)
            .with("verificationMethod", method)
            .with("proofPurpose", Proofs.PURPOSE)
            .with("created", created.truncatedTo(ChronoUnit.SECONDS).toString());
    if (object.has("@context")) {
      proof = proof.with("@context", object.at("@context"));
    }
    return object.with(
        "proof", proof.with("proofValue", "z" + Base58.write(signature(object, proof))));
  }

  /// A signature over words that are no object, as `z` and base58. They begin with what they are
  /// and are longer than the two hashes which a proof signs, so that none can pass for the other.
  public String sign(String words) {
    byte[] message = words.getBytes(StandardCharsets.UTF_8);
    if (message.length <= HASHES_BYTES) {
      throw new IllegalArgumentException("words too short to be signed");
    }
    return "z" + Base58.write(signature(message));
  }

  private byte[] signature(Json.Fields object, Json.Fields proof) {
    return signature(Proofs.payload(object, proof));
  }

  private byte[] signature(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether it is what [#sign(String)] said with this public key.
  public static boolean fits(String words, String signature, String multikey) {
    return signature.startsWith("z")
        && Verifier.Ed25519.fits(
            Multikey.read(multikey),
            words.getBytes(StandardCharsets.UTF_8),
            Base58.read(signature.substring(1), 2 * KEY_BYTES));
  }

  /// Whether the object's proof was made with this public key.
  public static boolean fits(Json.Fields signed, String multikey) {
    return signed.has("proof") && Proofs.fit(signed, Multikey.read(multikey));
  }
}
