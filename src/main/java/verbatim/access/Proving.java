package verbatim.access;

import java.time.InstantSource;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Secret;

/// Makes sure that it is still the owner who asks: see [Proof]. Tries are counted for each account,
/// whatever is asked for.
final class Proving {
  private final Members members;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Entry entry;
  private final Passkeys passkeys;
  private final Letters letters;
  private final InstantSource clock;
  private final Limits.People limits;

  Proving(Parts parts, Passkeys passkeys, Letters letters) {
    this.members = parts.members();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.entry = parts.entry();
    this.clock = parts.clock();
    this.limits = parts.limits();
    this.passkeys = passkeys;
    this.letters = letters;
  }

  /// @return the member as proven, a code or a signature used up
  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `code`; TooMany
  Member prove(AccountId account, Proof proof) {
    if (!proof.assertion().isEmpty()) {
      return passkeys
          .prove(account, proof)
          .orElseThrow(
              () ->
                  Refusal.invalid(
                      "current_password", "ERR_INVALID", "This passkey does not count here"));
    }
    Member member = withPassword(account, proof.password());
    return member.factor().isOn() ? withCode(member, proof.code()) : member;
  }

  private Member withPassword(AccountId account, Secret password) {
    entry.take(Attempts.Kind.GUESS_OWN, account.toString());
    Member member = members.find(account).orElseThrow(Refusal::notFound);
    if (password.reveal().length() > 2 * limits.passwordCharactersMax()
        || !passwords.matches(password, member.passwordHash())) {
      throw Refusal.invalid("current_password", "ERR_INVALID", "Current password is invalid");
    }
    attempts.giveBack(Attempts.Kind.GUESS_OWN, account.toString());
    return member;
  }

  private Member withCode(Member proven, String code) {
    if (code.isBlank()) {
      throw Refusal.invalid("code", "ERR_BLANK", "A code is needed too");
    }
    String account = proven.account().toString();
    entry.take(Attempts.Kind.CODE, account);
    boolean[] right = {false};
    Optional<Member> after =
        members.change(
            proven.account(),
            m -> {
              unchanged(m, proven);
              Optional<Factor> used = m.factor().using(m.account(), code, clock.instant());
              right[0] = used.isPresent();
              return used.map(m::with).orElse(m);
            });
    if (!right[0]) {
      warn(proven.account());
      throw Refusal.invalid("code", "ERR_INVALID", "This code is not right");
    }
    attempts.forget(Attempts.Kind.CODE, account);
    return after.orElseThrow(Refusal::notFound);
  }

  /// Somebody who knows the password guesses codes: its owner should know.
  void warn(AccountId account) {
    if (attempts.isBarred(Attempts.Kind.CODE, account.toString())
        && attempts.take(Attempts.Kind.LETTER_TO, "codes " + account).isEmpty()) {
      letters.codesGuessed(account);
    }
  }

  /// What was proven counts as long as nobody has changed the password since.
  static void unchanged(Member now, Member proven) {
    if (now.generation() != proven.generation()) {
      throw new verbatim.kernel.Refused(new Refusal.Conflict("The password was changed meanwhile"));
    }
  }
}
