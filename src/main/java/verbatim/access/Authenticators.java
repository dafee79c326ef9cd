package verbatim.access;

import static java.util.Objects.requireNonNull;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;

/// Reads and checks what authenticators sign (WebAuthn). The library behind it is loaded when the
/// first passkey is used, so that a server without any starts as fast as before.
final class Authenticators {
  /// What browsers are told that we take: the three that cover every authenticator there is.
  static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

  private final URI origin;
  private final Limits.Factors limits;

  Authenticators(URI publicUrl, Limits.Factors limits) {
    this.origin = publicUrl;
    this.limits = limits;
  }

  /// The library, made once.
  private static final class Library {
    static final ObjectConverter CONVERTER = new ObjectConverter();
    // Attestation is not asked for: who made somebody's authenticator is not our business.
    static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    static final AttestedCredentialDataConverter KEYS =
        new AttestedCredentialDataConverter(CONVERTER);
  }

  /// An answer of an authenticator, read but not yet believed.
  record Presented(
      String passkey,
      Optional<AccountId> holder,
      String challenge,
      long count,
      AuthenticationData data) {
    @Override
    public String toString() {
      return "Presented";
    }
  }

  /// The host that passkeys are bound to.
  String party() {
    return origin.getHost();
  }

  /// The passkey that was just made, or empty.
  ///
  /// @param asked whether a challenge is one that we gave
  Optional<Passkey> made(String json, Predicate<String> asked, String name, Instant now) {
    if (json.length() > limits.credentialCharactersMax()) {
      return Optional.empty();
    }
    Optional<RegistrationData> read =
        foreign(() -> Library.MANAGER.parseRegistrationResponseJSON(json));
    Optional<byte[]> challenge =
        read.flatMap(data -> foreign(() -> challenge(data.getCollectedClientData())));
    if (read.isEmpty() || challenge.isEmpty() || !asked.test(Tokens.text(challenge.get()))) {
      return Optional.empty();
    }
    return foreign(
        () -> {
          var verified =
              Library.MANAGER.verify(
                  read.get(),
                  new RegistrationParameters(server(challenge.get()), taken(), false, true));
          return passkey(verified, name, now);
        });
  }

  // What comes here is whatever somebody sent. The library refuses most of it with an exception of
  // its own, and damaged letters with those of the parsers below it: all of them mean no.
  private static <T> Optional<T> foreign(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static List<PublicKeyCredentialParameters> taken() {
    return ALGORITHMS.stream()
        .map(
            number ->
                new PublicKeyCredentialParameters(
                    PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(number)))
        .toList();
  }

  private static Passkey passkey(RegistrationData data, String name, Instant now) {
    var said = requireNonNull(data.getAttestationObject()).getAuthenticatorData();
    AttestedCredentialData key = said.getAttestedCredentialData();
    if (key == null) {
      throw new IllegalArgumentException("no key");
    }
    return new Passkey(
        Tokens.text(key.getCredentialId()),
        Tokens.text(Library.KEYS.convert(key)),
        said.getSignCount(),
        said.isFlagBE(),
        name,
        now,
        now);
  }

  Optional<Presented> read(String json) {
    if (json.isEmpty() || json.length() > limits.credentialCharactersMax()) {
      return Optional.empty();
    }
    return foreign(
        () -> {
          AuthenticationData data = Library.MANAGER.parseAuthenticationResponseJSON(json);
          return new Presented(
              identity(data),
              holder(data),
              Tokens.text(challenge(data.getCollectedClientData())),
              requireNonNull(data.getAuthenticatorData()).getSignCount(),
              data);
        });
  }

  /// Whether the passkey signed this for us: origin, host, challenge, presence, signature. Its
  /// count is compared when it is stored ([Factor#using]), so that two at once cannot both pass.
  ///
  /// @param alone whether it must have made sure of its owner, by a finger or a number
  boolean isOf(Passkey passkey, Presented presented, boolean alone) {
    return foreign(
            () ->
                Library.MANAGER.verify(
                    presented.data(),
                    new AuthenticationParameters(
                        server(challenge(presented.data().getCollectedClientData())),
                        record(passkey, presented),
                        null,
                        alone,
                        true)))
        .isPresent();
  }

  /// What an authenticator gives back of whom it was made for.
  static String handle(AccountId account) {
    return Tokens.text(account.toString().getBytes(StandardCharsets.US_ASCII));
  }

  // The library annotates the bytes where it means the array: NullAway believes it.
  @SuppressWarnings("NullAway")
  private static String identity(AuthenticationData data) {
    return Tokens.text(requireNonNull(data.getCredentialId()));
  }

  @SuppressWarnings("NullAway")
  private static Optional<AccountId> holder(AuthenticationData data) {
    return Optional.ofNullable(data.getUserHandle())
        .flatMap(handle -> AccountId.parse(new String(handle, StandardCharsets.US_ASCII)));
  }

  /// What is missing is refused like all that is foreign: with an exception, see [#foreign].
  private static byte[] challenge(@Nullable CollectedClientData data) {
    return requireNonNull(requireNonNull(data).getChallenge()).getValue();
  }

  private static CredentialRecordImpl record(Passkey passkey, Presented presented) {
    AttestedCredentialData key =
        Library.KEYS.convert(Base64.getUrlDecoder().decode(passkey.publicKey()));
    // The library's own look at the count is switched off by this: see above.
    long before = Math.max(0, presented.count() - 1);
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        false,
        passkey.isSynced(),
        false,
        before,
        key,
        null,
        null,
        null,
        null);
  }

  private ServerProperty server(byte[] challenge) {
    return ServerProperty.builder()
        .origin(new Origin(origin.toString()))
        .rpId(party())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }
}
