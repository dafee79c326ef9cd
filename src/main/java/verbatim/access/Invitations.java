package verbatim.access;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.InvitationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Secret;
import verbatim.kernel.Turns;
import verbatim.log.EventLog;
import verbatim.log.Facts;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Written;

/// Links that let people in, also where registration is closed or by approval: each for so many
/// people, until a day. Admins make them, members too where the house lets them. Whoever may not
/// invite any more (suspended, deleted, the house has changed its mind) has made links that open
/// nothing.
public final class Invitations {
  /// Whoever runs the server.
  public static final AccountId HOUSE = new AccountId(0);

  /// Where its address leads, with the code behind it.
  public static final String PATH = "/invite/";

  private static final Table INVITATION = Table.claimed("invitation");

  /// – | invitation; and by whoever made it.
  private static final Table ALL = Table.plain("invitation_all");

  private static final Table BY = Table.plain("invitation_by");

  /// newcomer | – → who invited him; longer than the invitation is kept.
  private static final Table CAME = Table.plain("invitation_came");

  private static final Key ONLY = Key.of(0);
  private static final byte[] MARK = {1};
  private static final byte[] GONE = {};

  // Whoever made it sees for so long who came; then it is history.
  private static final Duration KEPT = Duration.ofDays(30);

  private final Store store;
  private final Facts facts;
  private final AccessSettings settings;
  private final Accounts accounts;
  private final Tokens tokens;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.People limits;
  private final Turns turns = new Turns();

  Invitations(
      Store store,
      EventLog log,
      AccessSettings settings,
      Accounts accounts,
      Tokens tokens,
      Ids ids,
      RandomGenerator random,
      InstantSource clock,
      Limits.People limits) {
    this.store = store;
    this.facts = new Facts(store, log, random, INVITATION);
    this.settings = settings;
    this.accounts = accounts;
    this.tokens = tokens;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
  }

  /// What was just made, with the address that is told once and never again.
  public record Made(Invitation invitation, Secret address) {}

  public boolean mayInvite(AccountId who) {
    return isHouse(who)
        || accounts
            .find(who)
            .map(Account::standing)
            .filter(Standing::mayAct)
            .filter(
                standing ->
                    standing.role().isAtLeast(Standing.Role.ADMIN)
                        || settings.membersInvite().getAsBoolean())
            .isPresent();
  }

  /// @param note for whom, "" for no word
  /// @param until how long it counts
  /// @throws verbatim.kernel.Refused Forbidden for whoever may not invite; Invalid with field
  ///     `whom`, `uses` or `days`, or when he has made too many that still count
  public Made make(AccountId by, String note, int usesMax, Duration until) {
    if (!mayInvite(by)) {
      throw Refusal.forbidden("You cannot invite others here");
    }
    String words = check(note, usesMax, until);
    return turns.take(by.value(), () -> made(by, words, usesMax, until));
  }

  private String check(String note, int usesMax, Duration until) {
    Faults faults = new Faults();
    String words = Written.check("whom", note).strip();
    if (words.codePointCount(0, words.length()) > limits.invitationNoteCharactersMax()) {
      faults.add(
          "whom",
          "ERR_TOO_LONG",
          "Note is too long (maximum is %d characters)"
              .formatted(limits.invitationNoteCharactersMax()));
    }
    if (words.chars().anyMatch(Character::isISOControl)) {
      faults.add("whom", "ERR_INVALID", "Note is invalid");
    }
    if (usesMax < 1 || usesMax > limits.invitationUsesMax()) {
      faults.add(
          "uses",
          "ERR_INVALID",
          "An invitation is for 1 to %d people".formatted(limits.invitationUsesMax()));
    }
    if (!until.isPositive() || until.compareTo(limits.invitationMax()) > 0) {
      faults.add(
          "days",
          "ERR_INVALID",
          "An invitation lasts 1 to %d days".formatted(limits.invitationMax().toDays()));
    }
    faults.check();
    return words;
  }

  private Made made(AccountId by, String note, int usesMax, Duration until) {
    Instant now = clock.instant();
    makeRoom(now);
    int most = isHouse(by) ? limits.invitationsMax() : limits.invitationsOfOneMax();
    if (of(by).stream().filter(one -> one.isOpen(now)).count() >= most
        || ids(ALL, ONLY).size() >= limits.invitationsMax()) {
      throw Refusal.invalid(
          "invitations", "ERR_INVALID", "There are too many invitations: end one first");
    }
    InvitationId id = new InvitationId(ids.next());
    Secret code = new Secret(id + "." + tokens.secret().reveal());
    Invitation made =
        new Invitation(id, Tokens.hash(code), by, note, usesMax, now.plus(until), List.of());
    Key down = Key.down(id.value());
    List<Op> rows =
        List.of(Op.put(ALL, ONLY, down, MARK), Op.put(BY, Key.of(by.value()), down, MARK));
    var _ =
        facts.change(
            key(id),
            Key.NONE,
            _ -> Optional.of(new Facts.Step(made.bytes(), rows, List.of())),
            () -> {});
    return new Made(made, new Secret(settings.publicUrl() + PATH + code.reveal()));
  }

  /// Those that let in nobody any more are shown for a while, and stand in nobody's way.
  private void makeRoom(Instant now) {
    if (ids(ALL, ONLY).size() >= limits.invitationsMax()) {
      all().reversed().stream().filter(one -> !one.isOpen(now)).findFirst().ifPresent(this::remove);
    }
  }

  /// Those that somebody made, the newest first; also those that have ended, for a month.
  public List<Invitation> of(AccountId by) {
    return load(ids(BY, Key.of(by.value())));
  }

  /// Everybody's, the newest first.
  public List<Invitation> all() {
    return load(ids(ALL, ONLY));
  }

  public Optional<Invitation> find(InvitationId id) {
    return facts
        .read(key(id), Key.NONE)
        .map(Facts.Fact::body)
        .filter(body -> body.length > 0)
        .map(body -> Invitation.read(id, body));
  }

  /// The invitation that this code opens now; empty for what is none, or has ended.
  public Optional<Invitation> opened(Secret code) {
    Instant now = clock.instant();
    return idOf(code)
        .flatMap(this::find)
        .filter(one -> isOf(one, code))
        .filter(one -> one.isOpen(now) && mayInvite(one.by()));
  }

  /// It lets in nobody any more.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public void end(InvitationId id) {
    Invitation one = find(id).orElseThrow(Refusal::notFound);
    remove(one);
  }

  /// Who let somebody in; empty for whoever came without an invitation.
  public Optional<AccountId> inviterOf(AccountId member) {
    return store
        .get(CAME, Key.of(member.value()), Key.NONE)
        .map(row -> new AccountId(Bytes.read(row.value()).number()));
  }

  /// A place for a newcomer: of two who want the last one, one gets it.
  boolean take(Secret code, AccountId newcomer) {
    Optional<Invitation> one = opened(code);
    boolean[] taken = {false};
    one.ifPresent(
        invitation ->
            change(
                invitation.id(),
                List.of(came(newcomer, invitation.by())),
                current -> {
                  taken[0] = current.isOpen(clock.instant());
                  return taken[0] ? current.with(and(current.came(), newcomer)) : current;
                }));
    return taken[0];
  }

  private static Op came(AccountId newcomer, AccountId by) {
    byte[] value = Bytes.write(1).number(by.value()).done();
    return Op.put(CAME, Key.of(newcomer.value()), Key.NONE, value);
  }

  /// Some who had a place did not become members.
  void giveBack(List<AccountId> newcomers) {
    Set<AccountId> gone = Set.copyOf(newcomers);
    for (Invitation one : all()) {
      if (one.came().stream().anyMatch(gone::contains)) {
        change(
            one.id(),
            List.of(),
            current ->
                current.with(current.came().stream().filter(who -> !gone.contains(who)).toList()));
      }
    }
  }

  /// What somebody made goes with him, and who let him in.
  void forget(AccountId by) {
    of(by).forEach(this::remove);
    store.delete(CAME, Key.of(by.value()), Key.NONE);
  }

  /// What has ended long ago goes; for a daily job.
  void sweep() {
    Instant oldest = clock.instant().minus(KEPT);
    all().stream().filter(one -> one.until().isBefore(oldest)).forEach(this::remove);
  }

  private interface Change {
    Invitation of(Invitation current);
  }

  private void change(InvitationId id, List<Op> rows, Change change) {
    var _ =
        facts.change(
            key(id),
            Key.NONE,
            current ->
                current
                    .map(Facts.Fact::body)
                    .filter(body -> body.length > 0)
                    .map(body -> Invitation.read(id, body))
                    .flatMap(old -> step(old, change.of(old), rows)),
            () -> {});
  }

  private static Optional<Facts.Step> step(Invitation old, Invitation changed, List<Op> rows) {
    return changed.equals(old)
        ? Optional.empty()
        : Optional.of(new Facts.Step(changed.bytes(), rows, List.of()));
  }

  private void remove(Invitation one) {
    Key down = Key.down(one.id().value());
    List<Op> rows =
        List.of(Op.delete(ALL, ONLY, down), Op.delete(BY, Key.of(one.by().value()), down));
    var _ =
        facts.change(
            key(one.id()),
            Key.NONE,
            current ->
                current
                    .filter(fact -> fact.body().length > 0)
                    .map(_ -> new Facts.Step(GONE, rows, List.of())),
            () -> {});
  }

  private List<InvitationId> ids(Table table, Key pk) {
    return store.scan(table, pk, limits.invitationsMax()).stream()
        .map(row -> new InvitationId(row.sk().downAt(0)))
        .toList();
  }

  private List<Invitation> load(List<InvitationId> some) {
    return some.stream().flatMap(id -> find(id).stream()).toList();
  }

  private static List<AccountId> and(List<AccountId> came, AccountId newcomer) {
    List<AccountId> all = new ArrayList<>(came);
    all.add(newcomer);
    return all;
  }

  private static Optional<InvitationId> idOf(Secret code) {
    String text = code.reveal();
    int dot = text.indexOf('.');
    return dot < 0 || text.length() > Tokens.CHARACTERS_MAX
        ? Optional.empty()
        : InvitationId.parse(text.substring(0, dot));
  }

  /// In a time that does not tell how much of it was right.
  private static boolean isOf(Invitation one, Secret code) {
    return MessageDigest.isEqual(one.hash().toBytes(), Tokens.hash(code).toBytes());
  }

  private static boolean isHouse(AccountId who) {
    return who.equals(HOUSE);
  }

  private static Key key(InvitationId id) {
    return Key.of(id.value());
  }
}
