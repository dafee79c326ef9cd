package verbatim.access;

import java.security.SecureRandom;
import java.time.InstantSource;
import verbatim.accounts.Accounts;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.log.EventLog;
import verbatim.store.Store;

/// Everything that decides who is asking, wired together: the doors are its parts. `server` makes
/// one, and hands out the doors.
public final class Access {
  private final Registration registration;
  private final SignIn signIn;
  private final Sessions sessions;
  private final SecondFactor secondFactor;
  private final Credentials credentials;
  private final Apps apps;
  private final OAuth oauth;
  private final Letters letters;
  private final FirstOwner firstOwner;
  private final Invitations invitations;

  /// What access stands on.
  ///
  /// @param random for every secret
  /// @param ways how letters go; [Letters.Ways#none] where no mail is configured
  public record Ground(
      Store store,
      EventLog log,
      Accounts accounts,
      Ids ids,
      SecureRandom random,
      InstantSource clock,
      Limits limits,
      Letters.Ways ways) {}

  public Access(AccessSettings settings, Ground on) {
    this(settings, on, Passwords.Cost.usual());
  }

  /// The same with passwords that are cheap to check and to guess: for towns that `bench` fills.
  public static Access withCheapPasswords(AccessSettings settings, Ground on) {
    return new Access(settings, on, Passwords.Cost.cheap());
  }

  Access(AccessSettings settings, Ground on, Passwords.Cost cost) {
    Limits.People limits = on.limits().people();
    Tokens tokens = new Tokens(on.random());
    Members members = new Members(on.store(), on.log(), on.random());
    Emails emails = new Emails(on.store(), on.accounts(), members, tokens, on.clock());
    TurnedAway turnedAway = new TurnedAway(on.store(), tokens, on.clock(), limits.turnedAwayMax());
    Attempts attempts = new Attempts(on.clock(), limits, settings.testMode());
    Entry entry =
        new Entry(
            on.store(), on.log(), on.accounts(), members, attempts, tokens, on.clock(), limits);
    Parts parts =
        new Parts(
            settings,
            on.accounts(),
            members,
            emails,
            turnedAway,
            new Waitings(on.store()),
            new Passwords(cost, on.random()),
            attempts,
            tokens,
            entry,
            on.clock(),
            limits);
    sessions =
        new Sessions(
            on.store(), on.log(), members, on.accounts(), tokens, on.ids(), on.clock(), limits);
    apps = new Apps(on.store(), tokens, on.ids(), on.clock(), limits);
    letters =
        new Letters(
            settings,
            on.accounts(),
            members,
            emails,
            turnedAway,
            tokens,
            on.ways(),
            on.clock(),
            limits);
    firstOwner = new FirstOwner(on.store(), on.accounts(), tokens, on.clock());
    invitations =
        new Invitations(
            on.store(),
            on.log(),
            settings,
            on.accounts(),
            tokens,
            on.ids(),
            on.random(),
            on.clock(),
            limits);
    Limits.Factors factors = on.limits().factors();
    Seals seals = new Seals(on.store(), tokens, on.clock());
    Authenticators authenticators = new Authenticators(settings.publicUrl(), factors);
    Passkeys passkeys = new Passkeys(members, seals, authenticators, on.clock(), factors);
    Proving proving = new Proving(parts, passkeys, letters);
    signIn = new SignIn(parts, sessions, passkeys, proving, seals, factors);
    secondFactor =
        new SecondFactor(parts, proving, passkeys, authenticators, seals, on.random(), factors);
    credentials = new Credentials(parts, sessions, letters, proving, invitations);
    registration = new Registration(parts, letters, credentials, firstOwner, invitations);
    oauth = new OAuth(parts, apps, sessions, signIn);
  }

  public Registration registration() {
    return registration;
  }

  public SignIn signIn() {
    return signIn;
  }

  public SecondFactor secondFactor() {
    return secondFactor;
  }

  public Sessions sessions() {
    return sessions;
  }

  public Credentials credentials() {
    return credentials;
  }

  public Apps apps() {
    return apps;
  }

  public OAuth oauth() {
    return oauth;
  }

  public Letters letters() {
    return letters;
  }

  public Invitations invitations() {
    return invitations;
  }

  public FirstOwner firstOwner() {
    return firstOwner;
  }
}
