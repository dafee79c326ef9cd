package verbatim.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;

/// Asks for passkeys and believes them: every question is for one browser, one use and a few
/// minutes, and is answered once.
final class Passkeys {
  private static final AccountId NOBODY = new AccountId(0);

  private final Members members;
  private final Seals seals;
  private final Authenticators authenticators;
  private final InstantSource clock;
  private final Limits.Factors limits;

  Passkeys(
      Members members,
      Seals seals,
      Authenticators authenticators,
      InstantSource clock,
      Limits.Factors limits) {
    this.members = members;
    this.seals = seals;
    this.authenticators = authenticators;
    this.clock = clock;
    this.limits = limits;
  }

  PasskeyQuestion ask(Seals.Use use, Secret browser, Optional<Member> member) {
    String challenge =
        seals.seal(
            use,
            browser,
            member.map(Member::account).orElse(NOBODY),
            member.map(Member::generation).orElse(0L),
            "",
            limits.challengeMax());
    List<String> allowed =
        member.stream().flatMap(m -> m.factor().passkeys().stream()).map(Passkey::id).toList();
    return new PasskeyQuestion(challenge, authenticators.party(), allowed, use != Seals.Use.SECOND);
  }

  /// @return the member, with the signature used up
  Optional<Member> prove(AccountId account, Proof proof) {
    return believe(Seals.Use.PROOF, proof.browser(), proof.assertion(), Optional.of(account));
  }

  /// @return whose passkey signed, with the signature used up
  Optional<Member> alone(Secret browser, String assertion) {
    return believe(Seals.Use.ALONE, browser, assertion, Optional.empty());
  }

  Optional<Member> second(AccountId account, Secret browser, String assertion) {
    return believe(Seals.Use.SECOND, browser, assertion, Optional.of(account));
  }

  private Optional<Member> believe(
      Seals.Use use, Secret browser, String assertion, Optional<AccountId> expected) {
    Optional<Authenticators.Presented> read = authenticators.read(assertion);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Authenticators.Presented presented = read.get();
    Optional<Seals.Sealed> asked = seals.open(use, browser, presented.challenge());
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    // A passkey that names its holder must name the one who is asked.
    Optional<AccountId> holder = expected.or(presented::holder);
    if (holder.isEmpty()
        || presented.holder().filter(named -> !named.equals(holder.get())).isPresent()
        || expected.isPresent() && !asked.get().account().equals(holder.get())) {
      return Optional.empty();
    }
    return members
        .find(holder.get())
        .flatMap(m -> m.factor().passkey(presented.passkey()))
        .filter(passkey -> authenticators.isOf(passkey, presented, use != Seals.Use.SECOND))
        .flatMap(passkey -> use(holder.get(), passkey, presented, asked.get(), expected));
  }

  private Optional<Member> use(
      AccountId account,
      Passkey passkey,
      Authenticators.Presented presented,
      Seals.Sealed asked,
      Optional<AccountId> expected) {
    boolean[] counted = {false};
    Optional<Member> after =
        members.change(
            account,
            m -> {
              Optional<Factor> used =
                  m.factor()
                      .spending(asked.hash(), asked.until(), clock.instant(), limits.spentMax())
                      .flatMap(f -> f.using(passkey, presented.count(), clock.instant()))
                      .filter(_ -> expected.isEmpty() || m.generation() == asked.generation());
              counted[0] = used.isPresent();
              return used.map(m::with).orElse(m);
            });
    return after.filter(_ -> counted[0]);
  }
}
