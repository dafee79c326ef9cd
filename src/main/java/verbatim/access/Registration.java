package verbatim.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.accounts.Posting;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.kernel.Turns;
import verbatim.mail.Address;

/// How somebody becomes a member: open, by approval or closed. An address is claimed by its hash,
/// so that two people never hold one, and counts once the link in the letter was opened.
public final class Registration {
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]+");
  private static final int LOCALE_CHARACTERS_MAX = 35;

  // Who has not opened any link for so long is not coming: his address is free for others anyway.
  private static final Duration UNCONFIRMED_MAX = Duration.ofDays(7);

  // A sign-up takes a second; one that has not ended after so long was killed.
  private static final Duration MAKING_MAX = Duration.ofHours(1);

  private static final Duration COUNTED_FOR = Duration.ofMinutes(1);
  private static final int COUNTED_MAX = 10_000;

  private final AccessSettings settings;
  private final Accounts accounts;
  private final Members members;
  private final Emails emails;
  private final TurnedAway turnedAway;
  private final Waitings waitings;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Letters letters;
  private final Credentials credentials;
  private final FirstOwner firstOwner;
  private final Invitations invitations;
  private final Entry entry;
  private final InstantSource clock;
  private final Limits.People limits;
  private final Turns founding = new Turns();
  private final AtomicReference<Outside> outside =
      new AtomicReference<>(new Outside(-1, Instant.EPOCH, 0));

  Registration(
      Parts parts,
      Letters letters,
      Credentials credentials,
      FirstOwner firstOwner,
      Invitations invitations) {
    this.settings = parts.settings();
    this.accounts = parts.accounts();
    this.members = parts.members();
    this.emails = parts.emails();
    this.turnedAway = parts.turnedAway();
    this.waitings = parts.waitings();
    this.passwords = parts.passwords();
    this.attempts = parts.attempts();
    this.entry = parts.entry();
    this.clock = parts.clock();
    this.limits = parts.limits();
    this.letters = letters;
    this.credentials = credentials;
    this.firstOwner = firstOwner;
    this.invitations = invitations;
  }

  /// Somebody who waits for a moderator.
  ///
  /// @param before what was decided about this address earlier
  public record Waiting(
      AccountId account, String email, String reason, Instant since, Before before) {
    @Override
    public String toString() {
      return "Waiting " + account;
    }
  }

  public AccessSettings.Mode mode() {
    return settings.joining().get();
  }

  /// Whoever brings an invitation that counts joins also where registration is closed, and waits
  /// for no approval.
  ///
  /// @throws verbatim.kernel.Refused Forbidden when closed; TooMany; Invalid with the faults of
  ///     every field: username, email, password, agreement, reason (ERR_BLANK, ERR_TAKEN,
  ///     ERR_INVALID, ERR_TOO_SHORT, ERR_TOO_LONG, ERR_ACCEPTED, ERR_RESERVED). Where addresses are
  ///     confirmed by mail a taken one is no fault: the account is made and never gets its link,
  ///     and the owner of the address gets a letter
  public Registered register(NewMember member) {
    boolean isInvited = invitations.opened(member.invitation()).isPresent();
    if (mode() == AccessSettings.Mode.CLOSED && !isInvited) {
      throw Refusal.forbidden("Registrations are closed");
    }
    entry.take(Attempts.Kind.REGISTRATION, Attempts.network(member.address()));
    Address address = check(member, asksByMail() ? _ -> false : this::isBarred, isInvited);
    boolean confirmed = !asksByMail();
    boolean approved = mode() == AccessSettings.Mode.OPEN || isInvited;
    Account account =
        make(member, address, confirmed, approved, Entry.standing(confirmed, approved), isInvited);
    follow(account, confirmed, approved);
    // A new address gets one letter; who registers the same one again and again gets no more.
    if (!confirmed && isWithinLimits(address, account.id(), member.address())) {
      letters.confirm(account.id());
    }
    return new Registered(account);
  }

  /// `account create` of the command line: confirmed and approved at once, with any role.
  public Registered create(String username, String email, Secret password, Standing.Role role) {
    NewMember member =
        new NewMember(username, email, password, true, "", "-", InetAddress.getLoopbackAddress());
    Address address = check(member, this::isTaken, true);
    Standing standing = new Standing(Standing.State.ACTIVE, role, false);
    Account account = make(member, address, true, true, standing, false);
    if (role == Standing.Role.OWNER) {
      firstOwner.close();
    }
    follow(account, true, true);
    return new Registered(account);
  }

  /// The account of whoever opened the link of a fresh server: confirmed at once, and its owner,
  /// whoever else may sign up. Of two who use one link at the same time the slower gets no account:
  /// he meant to own a server, not to join one, and the server may be closed.
  ///
  /// @throws verbatim.kernel.Refused Forbidden when the code does not count; TooMany; Invalid with
  ///     the faults of every field, as in [#register]
  public Registered found(
      String username, String email, Secret password, Secret code, InetAddress from) {
    entry.take(Attempts.Kind.REGISTRATION, Attempts.network(from));
    if (!firstOwner.isOffered(code)) {
      throw spent();
    }
    NewMember member = new NewMember(username, email, password, true, "", "-", from);
    return founding.take(0, () -> founded(member, code));
  }

  private Registered founded(NewMember member, Secret code) {
    if (!firstOwner.isOffered(code)) {
      throw spent();
    }
    Address address = check(member, this::isTaken, true);
    Account account =
        make(
            member,
            address,
            true,
            true,
            new Standing(Standing.State.ACTIVE, Standing.Role.USER, false),
            false);
    follow(account, true, true);
    if (!firstOwner.claim(account.id(), code)) {
      // Somebody was faster in another process.
      remove(account.id());
      throw spent();
    }
    return new Registered(accounts.find(account.id()).orElse(account));
  }

  private static Refused spent() {
    return Refusal.forbidden("This link has been used or is too old");
  }

  /// What follows from the making of an account; harmless twice.
  private void follow(Account account, boolean confirmed, boolean approved) {
    if (!confirmed) {
      waitings.add(Waitings.What.CONFIRMATION, account.id());
    }
    if (!approved) {
      waitings.add(Waitings.What.APPROVAL, account.id());
    }
    entry.announce(account);
    waitings.remove(Waitings.What.MAKING, account.id());
  }

  /// Opens the link of a confirmation letter (of joining, or of a changed address). Whose it was;
  /// empty for a link that does not count (any more).
  public Optional<AccountId> confirm(Secret link) {
    boolean[] counted = {false};
    Optional<AccountId> account = Letters.accountOf(link);
    Optional<Member> member =
        account.flatMap(id -> members.change(id, m -> confirmed(m, link, counted)));
    if (member.isEmpty() || !member.get().confirmed()) {
      return Optional.empty();
    }
    // Also for a link that was used before: then this mends what a crash left half done.
    waitings.remove(Waitings.What.CONFIRMATION, member.get().account());
    entry.settle(member.get().account());
    return counted[0] ? account : Optional.empty();
  }

  /// Sends the confirmation letter again; `email` "" keeps the address (POST
  /// /api/v1/emails/confirmations).
  ///
  /// @throws verbatim.kernel.Refused Forbidden when confirmed already, TooMany, Invalid
  public void resend(Caller.Pending who, String email, InetAddress from) {
    Member member = members.find(who.account()).orElseThrow(Refusal::notFound);
    if (member.confirmed()) {
      throw Refusal.forbidden(
          "This method is only available while the e-mail is awaiting confirmation");
    }
    Address address = email.isEmpty() ? member.address() : address(email);
    limit(address, who.account(), from);
    if (!emails.claim(address, who.account()) && !asksByMail()) {
      throw Refusal.invalid("email", "ERR_TAKEN", "Email has already been taken");
    }
    members.change(
        who.account(),
        m -> m.confirmed() ? m : m.withEmail(address.reveal()).without(Member.Purpose.CONFIRM));
    if (!address.equals(member.address())) {
      emails.release(member.address(), who.account());
    }
    letters.confirm(who.account());
  }

  /// The resend form of somebody who is not signed in: alike for known and unknown addresses.
  public void resend(String email, InetAddress from) {
    Address address = address(email);
    entry.take(Attempts.Kind.LETTER_FROM, Attempts.network(from));
    entry.take(Attempts.Kind.LETTER_TO, "again " + Emails.hash(address));
    letters.confirmAgain(address);
  }

  /// Those who wait, the oldest first.
  public List<Waiting> waiting(int rowsMax) {
    return waitings.oldest(Waitings.What.APPROVAL, rowsMax).stream()
        .flatMap(id -> members.find(id).stream())
        .filter(member -> member.confirmed() && !member.approved())
        .filter(member -> accounts.isMade(member.account()))
        .map(this::waiting)
        .toList();
  }

  private Waiting waiting(Member member) {
    return new Waiting(
        member.account(),
        member.email(),
        member.reason(),
        member.createdAt(),
        turnedAway.before(member.address()));
  }

  /// One of those who wait.
  public Optional<Waiting> waiting(AccountId account) {
    return members
        .find(account)
        .filter(member -> member.confirmed() && !member.approved())
        .filter(member -> accounts.isMade(member.account()))
        .map(this::waiting);
  }

  /// How many wait, at most so many: for every page of a moderator, so one read, and how they stand
  /// from memory. A sign-up that was just killed may be counted until it is swept away.
  public int countWaiting(int rowsMax) {
    return (int)
        waitings.oldest(Waitings.What.APPROVAL, rowsMax).stream()
            .flatMap(id -> accounts.find(id).stream())
            .filter(this::stillWaits)
            .count();
  }

  private boolean stillWaits(Account account) {
    return switch (account.standing().state()) {
      case PENDING -> true;
      // Also somebody who was suspended before anybody let him in.
      case SUSPENDED, DISABLED ->
          members
              .cached(account.id())
              .filter(member -> member.confirmed() && !member.approved())
              .isPresent();
      case ACTIVE, UNCONFIRMED, DELETED -> false;
    };
  }

  /// How many people are members: whoever has not confirmed his address, or waits to be let in, is
  /// none yet. Asked by pages for everybody, so the second part is counted anew only when it has
  /// changed, and now and then.
  public long countMembers() {
    return Math.max(0, accounts.localCount() - outside());
  }

  private long outside() {
    long changes = waitings.changes();
    Instant now = clock.instant();
    Outside known = outside.get();
    if (known.changes() == changes && now.isBefore(known.at().plus(COUNTED_FOR))) {
      return known.count();
    }
    long count =
        Stream.of(Waitings.What.CONFIRMATION, Waitings.What.APPROVAL)
            .flatMap(what -> waitings.oldest(what, COUNTED_MAX).stream())
            .distinct()
            .flatMap(id -> accounts.find(id).stream())
            .filter(Registration::isOutside)
            .count();
    outside.set(new Outside(changes, now, count));
    return count;
  }

  private record Outside(long changes, Instant at, long count) {}

  private static boolean isOutside(Account account) {
    return switch (account.standing().state()) {
      case UNCONFIRMED, PENDING -> true;
      case ACTIVE, SUSPENDED, DISABLED, DELETED -> false;
    };
  }

  /// @throws verbatim.kernel.Refused NotFound when he does not wait
  public void approve(AccountId account) {
    waits(account);
    members.change(account, Member::withApproved);
    waitings.remove(Waitings.What.APPROVAL, account);
    proven(account).ifPresent(turnedAway::forgetRefusal);
    entry.settle(account);
    letters.approved(account);
  }

  public boolean isWaiting(AccountId account) {
    return members.find(account).filter(member -> !member.approved()).isPresent();
  }

  /// Erases the account. The applicant gets the words in a letter, sent before the address goes.
  ///
  /// @throws verbatim.kernel.Refused NotFound when he does not wait
  public void reject(AccountId account, String words) {
    waits(account);
    letters.refused(account, words);
    proven(account).ifPresent(address -> turnedAway.note(address, Before.What.REFUSED));
    remove(account);
  }

  /// Somebody is being suspended, or is and will be erased: his address brings him in no more.
  public void suspended(AccountId account) {
    proven(account).ifPresent(address -> turnedAway.note(address, Before.What.SUSPENDED));
  }

  /// An address that somebody only named may be another's.
  private Optional<Address> proven(AccountId account) {
    return members.find(account).filter(Member::confirmed).map(Member::address);
  }

  /// Ends a suspension: back to what was confirmed and approved, so that nobody comes in this way
  /// who has not.
  ///
  /// @return how he stands now
  /// @throws verbatim.kernel.Refused NotFound
  public Standing.State unsuspend(AccountId account) {
    Standing.State wanted =
        members
            .find(account)
            .map(m -> Entry.standing(m.confirmed(), m.approved()).state())
            .orElse(Standing.State.ACTIVE);
    proven(account).ifPresent(turnedAway::forget);
    accounts.change(account, a -> a.with(unsuspended(a.standing(), wanted)));
    // Who confirms or is approved just now was not settled while he was suspended.
    return entry.settle(account).orElseThrow(Refusal::notFound).standing().state();
  }

  private static Standing unsuspended(Standing standing, Standing.State wanted) {
    return standing.state() == Standing.State.SUSPENDED
        ? new Standing(wanted, standing.role(), standing.limited())
        : standing;
  }

  /// Erases accounts whose address was never confirmed, and ends sign-ups that a kill cut off; for
  /// a daily job. How many accounts went.
  public int sweep(int rowsMax) {
    endKilled(rowsMax);
    invitations.sweep();
    turnedAway.sweep(rowsMax);
    Instant oldest = clock.instant().minus(UNCONFIRMED_MAX);
    List<Member> gone =
        waitings.oldest(Waitings.What.CONFIRMATION, rowsMax).stream()
            .flatMap(id -> members.find(id).stream())
            .filter(member -> !member.confirmed() && member.createdAt().isBefore(oldest))
            .filter(member -> isUnconfirmed(member.account()))
            .toList();
    if (!gone.isEmpty()) {
      invitations.giveBack(gone.stream().map(Member::account).toList());
    }
    gone.forEach(member -> remove(member.account()));
    return gone.size();
  }

  private void endKilled(int rowsMax) {
    Instant oldest = clock.instant().minus(MAKING_MAX);
    for (AccountId id : waitings.oldest(Waitings.What.MAKING, rowsMax)) {
      if (Ids.timeOf(id.value()).isBefore(oldest)) {
        endKilled(id);
      }
    }
  }

  private void endKilled(AccountId id) {
    Optional<Account> account = accounts.find(id).filter(_ -> accounts.isMade(id));
    Optional<Member> member = members.find(id);
    if (account.isPresent() && member.isPresent()) {
      follow(account.get(), member.get().confirmed(), member.get().approved());
    } else {
      invitations.giveBack(List.of(id));
      credentials.erase(id);
    }
  }

  private boolean asksByMail() {
    return settings.confirmsByMail() && !settings.testMode();
  }

  private boolean isUnconfirmed(AccountId account) {
    return accounts
        .find(account)
        .filter(found -> found.standing().state() == Standing.State.UNCONFIRMED)
        .isPresent();
  }

  private void remove(AccountId account) {
    accounts.delete(account);
    credentials.erase(account);
  }

  private void waits(AccountId account) {
    if (!isWaiting(account)) {
      throw Refusal.notFound();
    }
  }

  private Member confirmed(Member member, Secret link, boolean[] counted) {
    counted[0] = false;
    Optional<Member.Link> found = member.link(Tokens.hash(link), clock.instant());
    if (found.isEmpty()) {
      return member;
    }
    return switch (found.get().purpose()) {
      case CONFIRM, CHANGE -> {
        Address address = address(found.get().email());
        counted[0] = emails.claimProven(address, member.account());
        yield counted[0]
            ? member
                .withEmail(address.reveal())
                .withConfirmed()
                .without(Member.Purpose.CONFIRM)
                .without(Member.Purpose.CHANGE)
                .without(Member.Purpose.RESET)
            : member;
      }
      case RESET, UNDO -> member;
    };
  }

  private boolean isTaken(Address address) {
    return !emails.isFree(address);
  }

  /// Whoever was suspended learns no more than whoever has an account.
  private boolean isBarred(Address address) {
    boolean isSuspended = turnedAway.isSuspended(address);
    return isTaken(address) || isSuspended;
  }

  /// @param isTaken for no address where that is told to its owner only, in a letter
  /// @param isInvited then nobody asks why
  private Address check(NewMember member, Predicate<Address> isTaken, boolean isInvited) {
    Faults faults = new Faults();
    checkUsername(member.username(), faults);
    Optional<Address> address = Address.parse(member.email());
    if (member.email().isBlank()) {
      faults.add("email", "ERR_BLANK", "Email can't be blank");
    } else if (address.isEmpty()) {
      faults.add("email", "ERR_INVALID", "Email is invalid");
    } else if (isTaken.test(address.get())) {
      faults.add("email", "ERR_TAKEN", "Email has already been taken");
    }
    faults.password(member.password(), limits);
    if (!member.agreement()) {
      faults.add("agreement", "ERR_ACCEPTED", "Service agreement must be accepted");
    }
    checkReason(member.reason(), isInvited, faults);
    faults.check();
    return address.orElseThrow();
  }

  private void checkUsername(String username, Faults faults) {
    if (username.isBlank()) {
      faults.add("username", "ERR_BLANK", "Username can't be blank");
    } else if (username.length() > limits.usernameCharactersMax()) {
      faults.add(
          "username",
          "ERR_TOO_LONG",
          "Username is too long (maximum is %d characters)"
              .formatted(limits.usernameCharactersMax()));
    } else if (!USERNAME.matcher(username).matches()) {
      faults.add(
          "username", "ERR_INVALID", "Username must contain only letters, numbers and underscores");
    } else if (accounts.find(Handle.here(username)).isPresent()) {
      faults.add("username", "ERR_TAKEN", "Username has already been taken");
    }
  }

  private void checkReason(String reason, boolean isInvited, Faults faults) {
    if (mode() == AccessSettings.Mode.APPROVAL && !isInvited && reason.isBlank()) {
      faults.add("reason", "ERR_BLANK", "Reason can't be blank");
    } else if (reason.codePointCount(0, reason.length()) > limits.reasonCharactersMax()) {
      faults.add(
          "reason",
          "ERR_TOO_LONG",
          "Reason is too long (maximum is %d characters)".formatted(limits.reasonCharactersMax()));
    }
  }

  // The address is claimed first, then all sign-in data is written, and the name is taken last, by
  // making the account: whoever loses either leaves nothing behind. A kill in between leaves what
  // counts for nothing without the account, and is swept away; never a name that nobody can have.
  private Account make(
      NewMember wanted,
      Address address,
      boolean confirmed,
      boolean approved,
      Standing standing,
      boolean isInvited) {
    String hash = passwords.hash(wanted.password());
    AccountId id = accounts.reserve();
    waitings.addBefore(Waitings.What.MAKING, id);
    if (!emails.claim(address, id) && confirmed) {
      waitings.remove(Waitings.What.MAKING, id);
      throw Refusal.invalid("email", "ERR_TAKEN", "Email has already been taken");
    }
    try {
      members.add(member(id, wanted, address, hash, confirmed, approved));
      if (isInvited && !invitations.take(wanted.invitation(), id)) {
        // It was the last place, and another was faster.
        throw Refusal.invalid("invitation", "ERR_TAKEN", "This invitation has ended");
      }
      return accounts.create(id, wanted.username(), standing, Posting.usual());
    } catch (Refused refused) {
      giveUp(id, refused);
      throw refused;
    }
  }

  private void giveUp(AccountId id, Refused refused) {
    // Else the store could not tell what came of it, and the sweeping looks again.
    if (refused.refusal() instanceof Refusal.Invalid) {
      invitations.giveBack(List.of(id));
      credentials.erase(id);
    }
  }

  private Member member(
      AccountId id,
      NewMember wanted,
      Address address,
      String hash,
      boolean confirmed,
      boolean approved) {
    Instant now = clock.instant();
    String locale = wanted.locale().length() > LOCALE_CHARACTERS_MAX ? "" : wanted.locale();
    Member member =
        new Member(
            id,
            address.reveal(),
            hash,
            confirmed,
            approved,
            1,
            locale,
            wanted.reason(),
            now,
            List.of(),
            List.of(),
            List.of(),
            Factor.NONE);
    // Holds the address until the letter has had its time.
    return confirmed ? member : member.with(entry.awaited(address));
  }

  private void limit(Address to, AccountId by, InetAddress from) {
    entry.take(Attempts.Kind.LETTER_FROM, Attempts.network(from));
    entry.take(Attempts.Kind.LETTER_BY, by.toString());
    entry.take(Attempts.Kind.LETTER_TO, "confirm " + Emails.hash(to));
  }

  private boolean isWithinLimits(Address to, AccountId by, InetAddress from) {
    return attempts.take(Attempts.Kind.LETTER_FROM, Attempts.network(from)).isEmpty()
        && attempts.take(Attempts.Kind.LETTER_BY, by.toString()).isEmpty()
        && attempts.take(Attempts.Kind.LETTER_TO, "join " + Emails.hash(to)).isEmpty();
  }

  private static Address address(String email) {
    return Address.parse(email)
        .orElseThrow(() -> Refusal.invalid("email", "ERR_INVALID", "Email is invalid"));
  }
}
