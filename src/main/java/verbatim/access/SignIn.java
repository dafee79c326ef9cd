package verbatim.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;
import verbatim.mail.Address;

/// Checks a password, or a passkey alone, then the second factor of whoever has one, and opens a
/// browser session. Costs the same for names that exist and names that do not, and counts guesses
/// by what was typed, so that being locked out tells nothing either.
public final class SignIn {
  private static final int LOGIN_CHARACTERS_MAX = 320;

  private final Accounts accounts;
  private final Members members;
  private final Emails emails;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Sessions sessions;
  private final Entry entry;
  private final Passkeys passkeys;
  private final Proving proving;
  private final Seals seals;
  private final InstantSource clock;
  private final Limits.People limits;
  private final Limits.Factors factorLimits;
  private final LongAdder wrong = new LongAdder();
  private final LongAdder lockedOut = new LongAdder();

  SignIn(
      Parts parts,
      Sessions sessions,
      Passkeys passkeys,
      Proving proving,
      Seals seals,
      Limits.Factors factorLimits) {
    this.accounts = parts.accounts();
    this.members = parts.members();
    this.emails = parts.emails();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.entry = parts.entry();
    this.limits = parts.limits();
    this.clock = parts.clock();
    this.sessions = sessions;
    this.passkeys = passkeys;
    this.proving = proving;
    this.seals = seals;
    this.factorLimits = factorLimits;
  }

  /// @param login an e-mail address or a username
  /// @param browser its cookie: what is half done counts in no other
  /// @param userAgent as the browser names itself; cut to a sane length
  public record Attempt(
      String login, Secret password, Secret browser, InetAddress address, String userAgent) {
    @Override
    public String toString() {
      return "Attempt";
    }
  }

  /// The second step.
  ///
  /// @param half what [Answer.NeedsCode] gave
  /// @param code of the app, or a recovery code; "" for none
  /// @param assertion what a passkey answered, as JSON; "" for none
  public record Second(
      Secret half,
      String code,
      String assertion,
      Secret browser,
      InetAddress address,
      String userAgent) {
    @Override
    public String toString() {
      return "Second";
    }
  }

  /// Where somebody stands whose password was right.
  ///
  /// @param hasTotp whether an app may show the code
  /// @param question what to ask a passkey for, where he has one
  public record Half(String name, boolean hasTotp, Optional<PasskeyQuestion> question) {}

  public sealed interface Answer {
    /// A new session: the cookie's value is given out this once.
    record Welcome(AccountId account, SessionId session, Secret cookie) implements Answer {}

    /// Name or password: it does not say which.
    record Wrong() implements Answer {}

    /// The right password of somebody who has a second factor. Nothing is open yet: `half` is good
    /// for the second step, in this browser, for some minutes and once.
    record NeedsCode(Secret half) implements Answer {}

    /// The second step failed; another try is free.
    record WrongCode() implements Answer {}

    /// What was half done is too old, was used, or is of another browser: from the beginning.
    record StartOver() implements Answer {}

    /// Too many wrong guesses; told whether or not the name exists.
    record Locked(Duration after) implements Answer {}

    /// The right password of somebody who has not opened the link; the session may only ask for
    /// another letter.
    record NeedsConfirmation(AccountId account, SessionId session, Secret cookie)
        implements Answer {}

    /// The right password of somebody who waits for a moderator.
    record NeedsApproval() implements Answer {}

    /// The right password of an account that may not sign in.
    record Disabled() implements Answer {}

    /// The session opens nothing but the page that says why, where he may answer.
    record Suspended(AccountId account, SessionId session, Secret cookie) implements Answer {}
  }

  public Answer signIn(Attempt attempt) {
    return switch (check(attempt)) {
      case Checked.Locked(var after) -> new Answer.Locked(after);
      case Checked.Wrong() -> new Answer.Wrong();
      case Checked.Right(var member, var account) -> welcome(member, account, attempt);
    };
  }

  /// What to ask somebody for whose password was right; empty for what does not count any more.
  public Optional<Half> half(Secret half, Secret browser) {
    return begun(half, browser)
        .flatMap(begun -> members.find(begun.account()).filter(m -> stands(m, begun)))
        .map(
            m ->
                new Half(
                    accounts.find(m.account()).map(a -> a.handle().username()).orElse(""),
                    m.factor().hasTotp(),
                    m.factor().passkeys().isEmpty()
                        ? Optional.empty()
                        : Optional.of(passkeys.ask(Seals.Use.SECOND, browser, Optional.of(m)))));
  }

  /// A code, or a passkey, after the password. Wrong codes are counted for the account, from
  /// wherever they come: who tries them knows the password. A passkey cannot be guessed, so that it
  /// lets its owner in while others are locked out.
  public Answer finish(Second second) {
    Optional<Seals.Sealed> begun = begun(second.half(), second.browser());
    if (begun.isEmpty()
        || members.find(begun.get().account()).filter(m -> stands(m, begun.get())).isEmpty()) {
      return new Answer.StartOver();
    }
    return second.assertion().isEmpty()
        ? byCode(begun.get(), second)
        : byPasskey(begun.get(), second);
  }

  /// What to ask a browser for that holds a passkey of somebody here.
  public PasskeyQuestion question(Secret browser) {
    return passkeys.ask(Seals.Use.ALONE, browser, Optional.empty());
  }

  /// A passkey and nothing else: it has made sure of its owner itself.
  public Answer alone(Secret browser, String assertion, InetAddress from, String userAgent) {
    String network = Attempts.network(from);
    Optional<Duration> barred = attempts.take(Attempts.Kind.CODES_OF_NETWORK, network);
    if (barred.isPresent()) {
      return new Answer.Locked(barred.get());
    }
    Optional<Member> member = passkeys.alone(browser, assertion);
    if (member.isEmpty()) {
      return new Answer.WrongCode();
    }
    attempts.giveBack(Attempts.Kind.CODES_OF_NETWORK, network);
    return entry
        .settle(member.get().account())
        .map(account -> opened(member.get(), account, userAgent))
        .orElseGet(Answer.Wrong::new);
  }

  private Answer byCode(Seals.Sealed begun, Second second) {
    String network = Attempts.network(second.address());
    String name = begun.account().toString();
    Optional<Duration> barred = attempts.take(Attempts.Kind.CODES_OF_NETWORK, network);
    if (barred.isEmpty()) {
      barred = attempts.take(Attempts.Kind.CODE, name);
    }
    if (barred.isPresent()) {
      lockedOut.increment();
      return new Answer.Locked(barred.get());
    }
    Optional<Member> member =
        spend(begun, m -> m.factor().using(m.account(), second.code(), clock.instant()));
    if (member.isEmpty()) {
      wrong.increment();
      proving.warn(begun.account());
      return new Answer.WrongCode();
    }
    attempts.giveBack(Attempts.Kind.CODES_OF_NETWORK, network);
    attempts.forget(Attempts.Kind.CODE, name);
    return through(member.get(), second);
  }

  private Answer byPasskey(Seals.Sealed begun, Second second) {
    return passkeys
        .second(begun.account(), second.browser(), second.assertion())
        .flatMap(_ -> spend(begun, m -> Optional.of(m.factor())))
        .map(member -> through(member, second))
        .orElseGet(Answer.WrongCode::new);
  }

  // The half and the code are used up by one change of one row: of many at once, one passes.
  private Optional<Member> spend(Seals.Sealed begun, Function<Member, Optional<Factor>> use) {
    boolean[] passed = {false};
    Optional<Member> after =
        members.change(
            begun.account(),
            m -> {
              Optional<Factor> used =
                  stands(m, begun)
                      ? use.apply(m)
                          .flatMap(
                              f ->
                                  f.spending(
                                      begun.hash(),
                                      begun.until(),
                                      clock.instant(),
                                      factorLimits.spentMax()))
                      : Optional.empty();
              passed[0] = used.isPresent();
              return used.map(m::with).orElse(m);
            });
    return after.filter(_ -> passed[0]);
  }

  private Answer through(Member member, Second second) {
    return accounts
        .find(member.account())
        .map(account -> opened(member, account, second.userAgent()))
        .orElseGet(Answer.Wrong::new);
  }

  private Optional<Seals.Sealed> begun(Secret half, Secret browser) {
    return seals.open(Seals.Use.HALF, browser, half.reveal());
  }

  private boolean stands(Member member, Seals.Sealed begun) {
    return member.generation() == begun.generation()
        && member.factor().isOn()
        && member.factor().spent().stream().noneMatch(s -> s.hash().equals(begun.hash()));
  }

  /// What came of the password alone.
  sealed interface Checked {
    record Right(Member member, Account account) implements Checked {}

    record Wrong() implements Checked {}

    record Locked(Duration after) implements Checked {}
  }

  Checked check(Attempt attempt) {
    String login = attempt.login().strip().toLowerCase(Locale.ROOT);
    String network = Attempts.network(attempt.address());
    String name = Tokens.hash(new Secret(login)).toString();
    Optional<Member> member = member(login);
    boolean known = member.filter(m -> m.networks().contains(tag(m, network))).isPresent();
    Optional<Duration> locked = lock(name, network, known);
    if (locked.isPresent()) {
      lockedOut.increment();
      return new Checked.Locked(locked.get());
    }
    if (!isRight(member, attempt.password())) {
      wrong.increment();
      return new Checked.Wrong();
    }
    return pass(member.orElseThrow(), attempt.password(), name, network, known);
  }

  /// Since the start: passwords and codes that were wrong, and attempts not even looked at.
  public record Failures(long wrong, long lockedOut) {}

  public Failures failures() {
    return new Failures(wrong.sum(), lockedOut.sum());
  }

  /// How often a password was hashed since the start.
  long hashings() {
    return passwords.hashings();
  }

  private Answer welcome(Member member, Account account, Attempt attempt) {
    boolean asksMore =
        switch (account.standing().state()) {
          // Both get a session, and that of a suspended one is good again when that ends.
          case ACTIVE, SUSPENDED -> member.factor().isOn();
          case UNCONFIRMED, PENDING, DISABLED, DELETED -> false;
        };
    return asksMore
        ? new Answer.NeedsCode(
            new Secret(
                seals.seal(
                    Seals.Use.HALF,
                    attempt.browser(),
                    member.account(),
                    member.generation(),
                    "",
                    factorLimits.halfSignInMax())))
        : opened(member, account, attempt.userAgent());
  }

  private Answer opened(Member member, Account account, String userAgent) {
    return switch (account.standing().state()) {
      case ACTIVE -> {
        var opened = sessions.open(member, userAgent);
        yield new Answer.Welcome(account.id(), opened.session(), opened.secret());
      }
      case UNCONFIRMED -> {
        var opened = sessions.open(member, userAgent);
        yield new Answer.NeedsConfirmation(account.id(), opened.session(), opened.secret());
      }
      case PENDING -> new Answer.NeedsApproval();
      case SUSPENDED -> {
        var opened = sessions.open(member, userAgent);
        yield new Answer.Suspended(account.id(), opened.session(), opened.secret());
      }
      case DISABLED -> new Answer.Disabled();
      case DELETED -> new Answer.Wrong();
    };
  }

  private boolean isRight(Optional<Member> member, Secret password) {
    // Longer than any password we have taken: no work for whoever sends megabytes.
    Secret tried =
        password.reveal().length() > 2 * limits.passwordCharactersMax() ? new Secret("") : password;
    return member.isPresent()
        ? passwords.matches(tried, member.get().passwordHash())
        : passwords.matchesNobody(tried);
  }

  private Checked pass(Member member, Secret password, String name, String network, boolean known) {
    attempts.forget(Attempts.Kind.GUESS_FROM_NETWORK, name + network);
    attempts.giveBack(Attempts.Kind.GUESSES_OF_NETWORK, network);
    if (!known) {
      attempts.giveBack(Attempts.Kind.GUESS, name);
    }
    Optional<Account> account = entry.settle(member.account());
    if (account.isEmpty()) {
      return new Checked.Wrong();
    }
    long tag = tag(member, network);
    String fresh =
        passwords.isStale(member.passwordHash()) ? passwords.hash(password) : member.passwordHash();
    Optional<Member> kept =
        members.change(
            member.account(),
            m ->
                m.passwordHash().equals(member.passwordHash())
                    ? m.withPassword(fresh).seenFrom(tag)
                    : m);
    // Somebody has changed the password since it was compared.
    return kept.filter(m -> m.generation() == member.generation()).isPresent()
        ? new Checked.Right(kept.get(), account.get())
        : new Checked.Wrong();
  }

  // A network from which the owner has signed in before is not barred by guesses from elsewhere, so
  // that nobody can lock him out of his home. And a network that is barred itself adds nothing to
  // what is counted against the name.
  private Optional<Duration> lock(String name, String network, boolean known) {
    Optional<Duration> bar = attempts.take(Attempts.Kind.GUESS_FROM_NETWORK, name + network);
    if (bar.isEmpty()) {
      bar = attempts.take(Attempts.Kind.GUESSES_OF_NETWORK, network);
    }
    if (bar.isPresent() || known) {
      return bar;
    }
    Optional<Duration> barred = attempts.take(Attempts.Kind.GUESS, name);
    if (barred.isPresent()) {
      attempts.giveBack(Attempts.Kind.GUESS_FROM_NETWORK, name + network);
      attempts.giveBack(Attempts.Kind.GUESSES_OF_NETWORK, network);
    }
    return barred;
  }

  private Optional<Member> member(String login) {
    if (login.length() > LOGIN_CHARACTERS_MAX || login.isEmpty()) {
      return Optional.empty();
    }
    // An address that is not confirmed opens nothing: else the answer would tell a stranger who
    // joined with somebody's address whether that address had an account before.
    return login.indexOf('@') > 0
        ? Address.parse(login).flatMap(emails::holder).filter(Member::confirmed)
        : byName(login);
  }

  private Optional<Member> byName(String name) {
    if (!name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '_'))) {
      return Optional.empty();
    }
    return accounts.find(Handle.here(name)).flatMap(account -> members.find(account.id()));
  }

  // A short hash, different for each account: enough to know a network again, too little to tell
  // it.
  private static long tag(Member member, String network) {
    byte[] text = (member.account() + " " + network).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.wrap(Tokens.sha256(text)).getLong();
  }
}
