package verbatim.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;
import verbatim.mail.Address;

/// Checks a password and opens a browser session. Costs the same for names that exist and names
/// that do not, and counts guesses by what was typed, so that being locked out tells nothing
/// either.
public final class SignIn {
  private static final int LOGIN_CHARACTERS_MAX = 320;

  private final Accounts accounts;
  private final Members members;
  private final Emails emails;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Sessions sessions;
  private final Entry entry;
  private final Limits.People limits;
  private final LongAdder wrong = new LongAdder();
  private final LongAdder lockedOut = new LongAdder();

  SignIn(Parts parts, Sessions sessions) {
    this.accounts = parts.accounts();
    this.members = parts.members();
    this.emails = parts.emails();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.entry = parts.entry();
    this.limits = parts.limits();
    this.sessions = sessions;
  }

  /// @param login an e-mail address or a username
  /// @param userAgent as the browser names itself; cut to a sane length
  public record Attempt(String login, Secret password, InetAddress address, String userAgent) {
    @Override
    public String toString() {
      return "Attempt";
    }
  }

  public sealed interface Answer {
    /// A new session: the cookie's value is given out this once.
    record Welcome(AccountId account, SessionId session, Secret cookie) implements Answer {}

    /// Name or password: it does not say which.
    record Wrong() implements Answer {}

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
  }

  public Answer signIn(Attempt attempt) {
    return switch (check(attempt)) {
      case Checked.Locked(var after) -> new Answer.Locked(after);
      case Checked.Wrong() -> new Answer.Wrong();
      case Checked.Right(var member, var account) -> welcome(member, account, attempt);
    };
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

  /// Since the start: passwords that were wrong, and attempts not even looked at.
  public record Failures(long wrong, long lockedOut) {}

  public Failures failures() {
    return new Failures(wrong.sum(), lockedOut.sum());
  }

  private Answer welcome(Member member, Account account, Attempt attempt) {
    return switch (account.standing().state()) {
      case ACTIVE -> {
        var opened = sessions.open(member, attempt.userAgent());
        yield new Answer.Welcome(account.id(), opened.session(), opened.secret());
      }
      case UNCONFIRMED -> {
        var opened = sessions.open(member, attempt.userAgent());
        yield new Answer.NeedsConfirmation(account.id(), opened.session(), opened.secret());
      }
      case PENDING -> new Answer.NeedsApproval();
      case DISABLED, SUSPENDED -> new Answer.Disabled();
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
    return login.indexOf('@') > 0 ? Address.parse(login).flatMap(emails::holder) : byName(login);
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
