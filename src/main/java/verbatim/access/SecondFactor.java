package verbatim.access;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// What a member may do with his second factor: an app that shows codes, passkeys, recovery codes.
/// Every change asks for a [Proof]. Recovery codes are made with the first way and end with the
/// last.
public final class SecondFactor {
  private static final String CODE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int CODE_CHARACTERS = 16;
  private static final int CODE_GROUP_CHARACTERS = 4;

  private final AccessSettings settings;
  private final Accounts accounts;
  private final Members members;
  private final Proving proving;
  private final Passkeys passkeys;
  private final Authenticators authenticators;
  private final Seals seals;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Limits.Factors limits;

  SecondFactor(
      Parts parts,
      Proving proving,
      Passkeys passkeys,
      Authenticators authenticators,
      Seals seals,
      SecureRandom random,
      Limits.Factors limits) {
    this.settings = parts.settings();
    this.accounts = parts.accounts();
    this.members = parts.members();
    this.clock = parts.clock();
    this.proving = proving;
    this.passkeys = passkeys;
    this.authenticators = authenticators;
    this.seals = seals;
    this.random = random;
    this.limits = limits;
  }

  /// What an owner may know of his second factor.
  public record Own(boolean hasTotp, int recoveryCodesLeft, List<OwnPasskey> passkeys) {
    public boolean isOn() {
      return hasTotp || !passkeys.isEmpty();
    }
  }

  /// @param id of no use but to name it here
  public record OwnPasskey(
      String id, String name, Instant addedAt, Instant usedAt, boolean isSynced) {}

  /// A new secret for an app that shows codes.
  ///
  /// @param address what the app reads from a picture
  /// @param ticket comes back with the first code
  public record TotpOffer(Secret secret, Secret address, String ticket) {}

  /// What a browser needs to make a passkey.
  ///
  /// @param present those that its authenticator must not make a second of
  public record PasskeyOffer(
      String challenge,
      String party,
      String holder,
      String name,
      List<Long> algorithms,
      List<String> present) {}

  public Own own(AccountId account) {
    Factor factor = members.find(account).map(Member::factor).orElse(Factor.NONE);
    return new Own(
        factor.hasTotp(),
        factor.codes().size(),
        factor.passkeys().stream()
            .map(p -> new OwnPasskey(p.mark(), p.name(), p.addedAt(), p.usedAt(), p.isSynced()))
            .toList());
  }

  /// What to ask a passkey for instead of the password.
  public PasskeyQuestion askProof(Caller.SignedIn who, Secret browser) {
    return passkeys.ask(Seals.Use.PROOF, browser, Optional.of(member(who)));
  }

  public TotpOffer offerTotp(Caller.SignedIn who, Secret browser) {
    String secret = Totp.key(random);
    String ticket =
        seals.seal(Seals.Use.NEW_TOTP, browser, who.account(), 0, secret, limits.challengeMax());
    return offer(who, secret, ticket);
  }

  /// The same once more, after a code that was not right; a new one where it grew too old.
  public TotpOffer offerTotp(Caller.SignedIn who, Secret browser, String ticket) {
    return opened(who, browser, ticket)
        .map(promise -> offer(who, promise.word(), ticket))
        .orElseGet(() -> offerTotp(who, browser));
  }

  /// In the place of an earlier app, if there was one.
  ///
  /// @param first a code that the app shows: so that nobody locks himself out with a bad copy
  /// @return new recovery codes; empty if there are some
  /// @throws verbatim.kernel.Refused Invalid with field `first`, `current_password` or `code`
  public List<Secret> addTotp(
      Caller.SignedIn who, Secret browser, String ticket, String first, Proof proof) {
    Seals.Sealed offered =
        opened(who, browser, ticket)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "first", "ERR_INVALID", "This page was open for too long, here is a new"));
    OptionalLong step = Totp.step(offered.word(), first.replace(" ", ""), clock.instant(), 0);
    if (step.isEmpty()) {
      throw Refusal.invalid("first", "ERR_INVALID", "This is not what the app should show now");
    }
    Member proven = proving.prove(who.account(), proof);
    return change(
        proven, factor -> spent(factor, offered).withTotp(offered.word(), step.getAsLong()));
  }

  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `code`; TooMany
  public void removeTotp(Caller.SignedIn who, Proof proof) {
    var _ = change(proving.prove(who.account(), proof), factor -> factor.withoutTotp());
  }

  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `code`; TooMany;
  ///     NotFound when the second factor is off
  public List<Secret> renewRecoveryCodes(Caller.SignedIn who, Proof proof) {
    Member proven = proving.prove(who.account(), proof);
    if (!proven.factor().isOn()) {
      throw Refusal.notFound();
    }
    return change(proven, factor -> factor.withCodes(List.of()));
  }

  public PasskeyOffer offerPasskey(Caller.SignedIn who, Secret browser) {
    Member member = member(who);
    if (member.factor().passkeys().size() >= limits.passkeysMax()) {
      throw Refusal.forbidden(
          "You have %d passkeys, which is the most. Remove one first."
              .formatted(limits.passkeysMax()));
    }
    PasskeyQuestion asked = passkeys.ask(Seals.Use.NEW_PASSKEY, browser, Optional.of(member));
    return new PasskeyOffer(
        asked.challenge(),
        asked.party(),
        Authenticators.handle(who.account()),
        name(who.account()),
        Authenticators.ALGORITHMS,
        asked.passkeys());
  }

  /// @param credential what the browser made, as JSON
  /// @return new recovery codes; empty if there are some
  /// @throws verbatim.kernel.Refused Invalid with field `name`, `passkey`, `current_password` or
  ///     `code`; TooMany
  public List<Secret> addPasskey(
      Caller.SignedIn who, Secret browser, String credential, String name, Proof proof) {
    String wanted = checked(name);
    Seals.Sealed[] asked = new Seals.Sealed[1];
    Passkey made =
        authenticators
            .made(
                credential,
                challenge ->
                    seals
                        .open(Seals.Use.NEW_PASSKEY, browser, challenge)
                        .filter(promise -> promise.account().equals(who.account()))
                        .map(promise -> asked[0] = promise)
                        .isPresent(),
                wanted,
                clock.instant())
            .orElseThrow(SecondFactor::noPasskey);
    Member proven = proving.prove(who.account(), proof);
    return change(
        proven,
        factor -> {
          if (factor.passkeys().size() >= limits.passkeysMax()
              || factor.passkey(made.id()).isPresent()) {
            throw noPasskey();
          }
          return spent(factor, asked[0]).with(made);
        });
  }

  /// @throws verbatim.kernel.Refused Invalid with field `name`; NotFound
  public void renamePasskey(Caller.SignedIn who, String id, String name) {
    String wanted = checked(name);
    var _ =
        members.change(
            who.account(), m -> m.with(m.factor().with(found(m.factor(), id).named(wanted))));
  }

  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `code`; TooMany;
  ///     NotFound
  public void removePasskey(Caller.SignedIn who, String id, Proof proof) {
    var _ = found(member(who).factor(), id);
    var _ =
        change(proving.prove(who.account(), proof), factor -> factor.without(found(factor, id)));
  }

  /// The command line's way, for somebody who has lost everything. Whether there was one.
  public boolean reset(AccountId account) {
    boolean[] was = {false};
    UnaryOperator<Member> off =
        m -> {
          was[0] = m.factor().isOn();
          return m.with(m.factor().off());
        };
    return members.change(account, off).isPresent() && was[0];
  }

  /// Whoever has a second factor and no recovery codes gets some.
  private List<Secret> change(Member proven, UnaryOperator<Factor> change) {
    List<Secret> made = new ArrayList<>();
    var _ =
        members.change(
            proven.account(),
            m -> {
              Proving.unchanged(m, proven);
              made.clear();
              Factor changed = change.apply(m.factor());
              if (changed.isOn() && changed.codes().isEmpty()) {
                made.addAll(codes());
                changed =
                    changed.withCodes(
                        made.stream().map(c -> Factor.hash(m.account(), c.reveal())).toList());
              }
              return m.with(changed);
            });
    return List.copyOf(made);
  }

  private Factor spent(Factor factor, Seals.Sealed promise) {
    return factor
        .spending(promise.hash(), promise.until(), clock.instant(), limits.spentMax())
        .orElseThrow(
            () ->
                new Refused(
                    new Refusal.Conflict("This page was used before. Load it again, and go on.")));
  }

  private List<Secret> codes() {
    List<Secret> codes = new ArrayList<>();
    for (int i = 0; i < limits.recoveryCodes(); i++) {
      StringBuilder code = new StringBuilder();
      for (int at = 0; at < CODE_CHARACTERS; at++) {
        if (at > 0 && at % CODE_GROUP_CHARACTERS == 0) {
          code.append('-');
        }
        code.append(CODE_LETTERS.charAt(random.nextInt(CODE_LETTERS.length())));
      }
      codes.add(new Secret(code.toString()));
    }
    return codes;
  }

  private Optional<Seals.Sealed> opened(Caller.SignedIn who, Secret browser, String ticket) {
    return seals
        .open(Seals.Use.NEW_TOTP, browser, ticket)
        .filter(promise -> promise.account().equals(who.account()));
  }

  private TotpOffer offer(Caller.SignedIn who, String secret, String ticket) {
    String server = settings.publicUrl().getAuthority();
    String address =
        "otpauth://totp/%s:%s?secret=%s&issuer=%s"
            .formatted(encoded(server), encoded(name(who.account())), secret, encoded(server));
    return new TotpOffer(new Secret(secret), new Secret(URI.create(address).toString()), ticket);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String name(AccountId account) {
    return accounts.find(account).map(a -> a.handle().username()).orElse("");
  }

  private Member member(Caller.SignedIn who) {
    return members.find(who.account()).orElseThrow(Refusal::notFound);
  }

  private String checked(String name) {
    String clean = name.strip();
    if (clean.isEmpty()) {
      throw Refusal.invalid("name", "ERR_BLANK", "Give it a name that you know it by");
    }
    if (clean.codePointCount(0, clean.length()) > limits.passkeyNameCharactersMax()) {
      throw Refusal.invalid(
          "name",
          "ERR_TOO_LONG",
          "The name is too long (at most %d characters)"
              .formatted(limits.passkeyNameCharactersMax()));
    }
    return clean;
  }

  private static Passkey found(Factor factor, String id) {
    return factor.marked(id).orElseThrow(Refusal::notFound);
  }

  private static Refused noPasskey() {
    return Refusal.invalid("passkey", "ERR_INVALID", "That did not work. Please try once more");
  }
}
