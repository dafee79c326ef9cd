package verbatim.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.mail.Address;

/// What a member may do with his own password, address and account. Whatever could take an account
/// over asks for the password; a new password ends every session, token and pending code.
public final class Credentials {
  /// Twice as long as the link is good that undoes a new address.
  private static final Duration YOUNG_PASSKEY = Duration.ofDays(14);

  private final AccessSettings settings;
  private final Accounts accounts;
  private final Members members;
  private final Emails emails;
  private final Waitings waitings;
  private final Passwords passwords;
  private final Tokens tokens;
  private final Entry entry;
  private final Sessions sessions;
  private final Letters letters;
  private final Proving proving;
  private final Invitations invitations;
  private final InstantSource clock;
  private final Limits.People limits;

  Credentials(
      Parts parts, Sessions sessions, Letters letters, Proving proving, Invitations invitations) {
    this.settings = parts.settings();
    this.accounts = parts.accounts();
    this.members = parts.members();
    this.emails = parts.emails();
    this.waitings = parts.waitings();
    this.passwords = parts.passwords();
    this.tokens = parts.tokens();
    this.entry = parts.entry();
    this.clock = parts.clock();
    this.limits = parts.limits();
    this.sessions = sessions;
    this.letters = letters;
    this.proving = proving;
    this.invitations = invitations;
  }

  /// What an owner may read of his own sign-in data.
  ///
  /// @param email the one that counts
  /// @param awaited a new address that is not confirmed yet, "" for none
  public record Own(String email, boolean isConfirmed, String awaited, String locale) {
    @Override
    public String toString() {
      return "Own";
    }
  }

  public Optional<Own> own(AccountId account) {
    return members
        .cached(account)
        .map(
            m ->
                new Own(
                    m.email(),
                    m.confirmed(),
                    m.link(Member.Purpose.CHANGE, clock.instant())
                        .map(Member.Link::email)
                        .orElse(""),
                    m.locale()));
  }

  private static final int LOOKED_THROUGH_MAX = 20_000;
  private static final int SLICE = 500;

  /// Whose address this is, or has this in it (a domain, say), the oldest first; of that many
  /// accounts. Only for whoever may see addresses: the caller makes sure.
  public List<AccountId> withAddress(String part, int rowsMax) {
    String sought = part.toLowerCase(Locale.ROOT);
    List<AccountId> found = new ArrayList<>();
    Address.parse(part).flatMap(emails::holder).ifPresent(m -> found.add(m.account()));
    List<Account> some = accounts.local(new AccountId(0), SLICE);
    for (int seen = 0; !some.isEmpty() && seen < LOOKED_THROUGH_MAX; seen += SLICE) {
      for (Account account : some) {
        if (found.size() < rowsMax
            && !found.contains(account.id())
            && members
                .find(account.id())
                .filter(m -> m.email().toLowerCase(Locale.ROOT).contains(sought))
                .isPresent()) {
          found.add(account.id());
        }
      }
      some = found.size() < rowsMax ? accounts.local(some.getLast().id(), SLICE) : List.of();
    }
    return List.copyOf(found);
  }

  /// Whether he has signed in so lately that nobody need ask again who he is.
  public boolean isFresh(Caller.SignedIn who, Duration age) {
    return clock.instant().isBefore(Ids.timeOf(who.session().value()).plus(age));
  }

  /// Makes sure that it is still the owner who asks, before he says something that stands under his
  /// name for ever.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `code`; TooMany
  public void prove(Caller.SignedIn who, Proof proof) {
    var _ = proving.prove(who.account(), proof);
  }

  /// Ends all sessions, this one too.
  ///
  /// @return a new session for this browser
  /// @throws verbatim.kernel.Refused Invalid with field `current_password`, `code` or `password`;
  ///     TooMany
  public Sessions.Opened changePassword(
      Caller.SignedIn who, Proof proof, Secret wanted, String userAgent) {
    Faults faults = new Faults();
    faults.password(wanted, limits);
    faults.check();
    Member proven = proving.prove(who.account(), proof);
    String hash = passwords.hash(wanted);
    Member changed =
        members
            .change(
                who.account(),
                m -> {
                  Proving.unchanged(m, proven);
                  return m.withPassword(hash).ended();
                })
            .orElseThrow(Refusal::notFound);
    sessions.forget(who.account());
    letters.passwordChanged(who.account());
    return sessions.open(changed, userAgent);
  }

  /// Sends a letter with a link, if the address belongs to somebody. Answers alike either way.
  ///
  /// @throws verbatim.kernel.Refused Invalid for what is no address; TooMany, alike for known and
  ///     unknown addresses
  public void askReset(String email, InetAddress from) {
    Address address = address(email);
    entry.take(Attempts.Kind.LETTER_FROM, Attempts.network(from));
    entry.take(Attempts.Kind.LETTER_TO, "reset " + Emails.hash(address));
    letters.reset(address);
  }

  /// Ends all sessions. Whoever could open the link has the mailbox: he signs in next.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `link` or `password`
  public void reset(Secret link, Secret wanted) {
    Faults faults = new Faults();
    faults.password(wanted, limits);
    faults.check();
    AccountId account = Letters.accountOf(link).orElseThrow(Credentials::deadLink);
    // Before the work of hashing, which nobody gets without a good link.
    members.find(account).ifPresentOrElse(m -> resetLink(m, link), Credentials::refuseLink);
    String hash = passwords.hash(wanted);
    members.change(
        account,
        m -> {
          resetLink(m, link);
          return m.withPassword(hash).ended();
        });
    sessions.forget(account);
    letters.passwordChanged(account);
  }

  /// A link with which the owner of the account sets a new password: once, and not for long. For
  /// somebody whom no letter reaches; whoever makes it hands it over. Nothing ends before it is
  /// used, and a second factor is asked for as ever. An older one of its kind counts no more.
  ///
  /// @throws verbatim.kernel.Refused NotFound for nobody; Forbidden as long as the address is not
  ///     confirmed
  public Secret resetLink(AccountId account) {
    Secret code = new Secret(account + "." + tokens.secret().reveal());
    Instant until = clock.instant().plus(limits.mailLinkMax());
    var _ =
        members
            .change(
                account,
                m -> {
                  mayReset(m);
                  return m.with(
                      new Member.Link(Member.Purpose.RESET, Tokens.hash(code), m.email(), until));
                })
            .orElseThrow(Refusal::notFound);
    return new Secret(settings.publicUrl() + Letters.RESET_PATH + "?token=" + code.reveal());
  }

  /// Before it is written down that there is such a link.
  ///
  /// @throws verbatim.kernel.Refused as [#resetLink] does
  public void refuseReset(AccountId account) {
    mayReset(members.find(account).orElseThrow(Refusal::notFound));
  }

  private static void mayReset(Member member) {
    if (!member.confirmed()) {
      throw Refusal.forbidden("The address is not confirmed yet");
    }
  }

  /// The command line's way. Ends all sessions.
  public void setPassword(AccountId account, Secret wanted) {
    Faults faults = new Faults();
    faults.password(wanted, limits);
    faults.check();
    String hash = passwords.hash(wanted);
    if (members.change(account, m -> m.withPassword(hash).ended()).isEmpty()) {
      throw Refusal.notFound();
    }
    sessions.forget(account);
  }

  /// The new address counts once its link was opened ([Registration#confirm]); the old one gets a
  /// notice with a link to undo. Where no mail is configured the new address counts at once.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `email`; TooMany
  public void changeEmail(Caller.SignedIn who, Proof proof, String wanted, InetAddress from) {
    Address address = address(wanted);
    Member proven = proving.prove(who.account(), proof);
    entry.take(Attempts.Kind.LETTER_FROM, Attempts.network(from));
    entry.take(Attempts.Kind.LETTER_BY, who.account().toString());
    entry.take(Attempts.Kind.LETTER_TO, "change " + Emails.hash(address));
    if (address.equals(proven.address())) {
      return;
    }
    if (settings.confirmsByMail()) {
      ask(proven, address);
    } else {
      take(proven, address);
    }
  }

  /// The link in the notice to the old address: puts it back, makes the password void (whoever
  /// asked for the change knew it), ends all sessions and takes back the passkeys of the last days,
  /// with which somebody could come again without any password. The owner then asks for a new
  /// password by mail. An older second factor stays: it may be what keeps out a thief of the old
  /// mailbox.
  public boolean undoEmail(Secret link) {
    Optional<AccountId> account = Letters.accountOf(link);
    if (account.isEmpty()) {
      return false;
    }
    boolean[] undone = {false};
    String unknown = passwords.hash(tokens.secret());
    members.change(
        account.get(),
        m -> {
          Optional<Member.Link> undo =
              m.link(Tokens.hash(link), clock.instant())
                  .filter(l -> l.purpose() == Member.Purpose.UNDO);
          undone[0] = undo.isPresent() && emails.claim(address(undo.get().email()), m.account());
          return undone[0]
              ? m.withEmail(undo.orElseThrow().email())
                  .withPassword(unknown)
                  .with(m.factor().withoutPasskeysSince(clock.instant().minus(YOUNG_PASSKEY)))
                  .ended()
                  .without(Member.Purpose.UNDO)
              : m;
        });
    if (undone[0]) {
      sessions.forget(account.get());
    }
    return undone[0];
  }

  /// Erases the account.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `current_password`; TooMany
  public void deleteAccount(Caller.SignedIn who, Proof proof) {
    var _ = proving.prove(who.account(), proof);
    if (accounts.isLastOwner(who.account())) {
      throw Refusal.forbidden("You are the only owner: make somebody else one first");
    }
    accounts.delete(who.account());
    erase(who.account());
  }

  /// What follows when all sessions have ended: what is left of them goes. Harmless twice.
  public void clearAway(AccountId account) {
    sessions.forget(account);
  }

  /// Tells a member what became of his second factor.
  public void tell(AccountId account, AccessEvent.Change change) {
    letters.factorChanged(account, change);
  }

  /// Erases sign-in data, address and sessions: the reaction to a deleted account. Harmless twice.
  public void erase(AccountId account) {
    // Before the row that names the address: else a crash in between would hold the address for
    // ever.
    members.find(account).ifPresent(m -> emails.release(m.address(), account));
    members.remove(account);
    sessions.forget(account);
    sessions.eraseTraces(account);
    invitations.forget(account);
    waitings.remove(Waitings.What.CONFIRMATION, account);
    waitings.remove(Waitings.What.APPROVAL, account);
    waitings.remove(Waitings.What.MAKING, account);
  }

  private void ask(Member proven, Address address) {
    // Also for an address that another has: only its owner is told, in a letter.
    members.change(
        proven.account(),
        m -> {
          Proving.unchanged(m, proven);
          return letters.withUndo(m).with(entry.awaited(Member.Purpose.CHANGE, address));
        });
    letters.confirmChange(proven.account());
    letters.undo(proven.account());
  }

  private void take(Member proven, Address address) {
    if (!emails.claim(address, proven.account())) {
      throw Refusal.invalid("email", "ERR_TAKEN", "Email has already been taken");
    }
    members.change(
        proven.account(),
        m -> {
          Proving.unchanged(m, proven);
          return m.withEmail(address.reveal());
        });
    emails.release(proven.address(), proven.account());
  }

  private void resetLink(Member member, Secret link) {
    boolean counts =
        member
            .link(Tokens.hash(link), clock.instant())
            .filter(l -> l.purpose() == Member.Purpose.RESET && l.email().equals(member.email()))
            .isPresent();
    if (!counts) {
      throw deadLink();
    }
  }

  private static Refused deadLink() {
    return Refusal.invalid("link", "ERR_INVALID", "This link is not valid any more");
  }

  private static void refuseLink() {
    throw deadLink();
  }

  private static Address address(String email) {
    return Address.parse(email)
        .orElseThrow(() -> Refusal.invalid("email", "ERR_INVALID", "Email is invalid"));
  }
}
