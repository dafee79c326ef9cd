package verbatim.access;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Secret;
import verbatim.mail.Address;
import verbatim.mail.Language;
import verbatim.mail.Letter;
import verbatim.mail.Mail;
import verbatim.mail.Templates;
import verbatim.store.Bytes;
import verbatim.store.Key;

/// Letters that wait to be sent. An order says which letter to whom by account or hash, and never
/// holds an address or a link: the link is made at the moment of sending, so that no secret lies on
/// disk.
public final class Letters {
  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  /// Where the links lead; the pages there ask once more before they act, since mail programs open
  /// links on their own.
  public static final String CONFIRM_PATH = "/auth/confirm";

  public static final String RESET_PATH = "/auth/reset";
  public static final String UNDO_PATH = "/auth/undo";
  public static final String SIGN_IN_PATH = "/auth/sign_in";
  private static final String ABOUT_PATH = "/about";

  private static final Duration UNDO_MAX = Duration.ofDays(7);

  /// Work to be done later and again until it is done; `server` wires it to the jobs, which call
  /// [#deliver].
  public interface Post {
    void later(byte[] order);
  }

  /// How a letter leaves; `server` wires it to [Mail#send], or to nothing where none is configured.
  public interface Carrier {
    Mail.Outcome send(Letter letter);
  }

  private final AccessSettings settings;
  private final Accounts accounts;
  private final Members members;
  private final Emails emails;
  private final TurnedAway turnedAway;
  private final Tokens tokens;
  private final Post post;
  private final Carrier carrier;
  private final InstantSource clock;
  private final Limits.People limits;

  Letters(
      AccessSettings settings,
      Accounts accounts,
      Members members,
      Emails emails,
      TurnedAway turnedAway,
      Tokens tokens,
      Ways ways,
      InstantSource clock,
      Limits.People limits) {
    this.settings = settings;
    this.accounts = accounts;
    this.members = members;
    this.emails = emails;
    this.turnedAway = turnedAway;
    this.tokens = tokens;
    this.post = ways.post();
    this.carrier = ways.carrier();
    this.clock = clock;
    this.limits = limits;
  }

  /// How letters go.
  public record Ways(Post post, Carrier carrier) {
    /// Where no mail is configured.
    public static Ways none() {
      return new Ways(_ -> {}, _ -> new Mail.Outcome.Refused("no mail is configured"));
    }
  }

  private enum Kind {
    CONFIRM(1),
    CHANGE(2),
    RESET(3),
    UNDO(4),
    APPROVED(5),
    PASSWORD_CHANGED(6),
    CONFIRM_AGAIN(7),
    FACTOR_ON(8),
    FACTOR_OFF(9),
    FACTOR_CHANGED(10),
    RECOVERY_CODE_USED(11),
    RECOVERY_CODES_RENEWED(12),
    CODES_GUESSED(13);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    static Kind of(long number) {
      return Stream.of(values())
          .filter(kind -> kind.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("letter of kind " + number));
    }
  }

  /// Does what an order says. For an order whose reason has gone it answers SENT.
  public Mail.Outcome deliver(byte[] order) {
    Bytes.Reader bytes = Bytes.read(order);
    Kind kind = Kind.of(bytes.number());
    AccountId account = new AccountId(bytes.number());
    Key hash = Key.wrap(bytes.raw());
    return letter(kind, account, hash).map(carrier::send).orElseGet(Mail.Outcome.Sent::new);
  }

  void confirm(AccountId account) {
    order(Kind.CONFIRM, account);
  }

  void confirmChange(AccountId account) {
    order(Kind.CHANGE, account);
  }

  void undo(AccountId account) {
    order(Kind.UNDO, account);
  }

  void approved(AccountId account) {
    order(Kind.APPROVED, account);
  }

  /// At once, for nothing is left to be looked up later. Whether it arrives changes nothing.
  void refused(AccountId account, String words) {
    members
        .find(account)
        .filter(Member::confirmed)
        .map(m -> in(m).refused(m.address(), words))
        .map(carrier::send)
        .ifPresent(Letters::noteLost);
  }

  private static void noteLost(Mail.Outcome outcome) {
    String why =
        switch (outcome) {
          case Mail.Outcome.Sent _ -> "";
          case Mail.Outcome.Delayed delayed -> delayed.why();
          case Mail.Outcome.Refused refused -> refused.why();
        };
    if (!why.isEmpty()) {
      LOG.atWarn().addKeyValue("why", why).log("nobody was told by mail of a refused sign-up");
    }
  }

  void passwordChanged(AccountId account) {
    order(Kind.PASSWORD_CHANGED, account);
  }

  void codesGuessed(AccountId account) {
    order(Kind.CODES_GUESSED, account);
  }

  void factorChanged(AccountId account, AccessEvent.Change change) {
    order(
        switch (change) {
          case SWITCHED_ON -> Kind.FACTOR_ON;
          case SWITCHED_OFF -> Kind.FACTOR_OFF;
          case WAYS_CHANGED -> Kind.FACTOR_CHANGED;
          case RECOVERY_CODE_USED -> Kind.RECOVERY_CODE_USED;
          case RECOVERY_CODES_RENEWED -> Kind.RECOVERY_CODES_RENEWED;
        },
        account);
  }

  // Whether somebody has the address is looked up at sending only: asking takes the same time
  // either
  // way.

  void reset(Address to) {
    order(Kind.RESET, new AccountId(0), Emails.hash(to).toBytes());
  }

  void confirmAgain(Address to) {
    order(Kind.CONFIRM_AGAIN, new AccountId(0), Emails.hash(to).toBytes());
  }

  /// Which account a link is for; it proves nothing by itself.
  static Optional<AccountId> accountOf(Secret link) {
    String text = link.reveal();
    int dot = text.indexOf('.');
    return dot < 0 || text.length() > Tokens.CHARACTERS_MAX
        ? Optional.empty()
        : AccountId.parse(text.substring(0, dot));
  }

  /// Keeps a former address from being claimed by others until it is too late to undo. An older
  /// link of this kind stays: else changing twice would take the way back from the owner.
  Member withUndo(Member member) {
    Instant now = clock.instant();
    if (member.link(Member.Purpose.UNDO, now).isPresent()) {
      return member;
    }
    Key unknown = Tokens.hash(tokens.secret());
    return member.with(
        new Member.Link(Member.Purpose.UNDO, unknown, member.email(), now.plus(UNDO_MAX)));
  }

  private void order(Kind kind, AccountId account) {
    order(kind, account, new byte[0]);
  }

  private void order(Kind kind, AccountId account, byte[] hash) {
    post.later(Bytes.write(1).number(kind.number).number(account.value()).raw(hash).done());
  }

  private Optional<Letter> letter(Kind kind, AccountId account, Key hash) {
    return switch (kind) {
      case CONFIRM -> members.find(account).flatMap(this::confirmation);
      case CONFIRM_AGAIN -> emails.holder(hash).flatMap(this::confirmation);
      case CHANGE -> change(account);
      case RESET ->
          emails
              .holder(hash)
              .filter(Member::confirmed)
              .map(
                  m ->
                      in(m)
                          .reset(
                              m.address(),
                              link(m.account(), Member.Purpose.RESET, m.email(), RESET_PATH)));
      case UNDO -> undoing(account);
      case APPROVED ->
          members.find(account).map(m -> in(m).approved(m.address(), url(SIGN_IN_PATH)));
      case PASSWORD_CHANGED ->
          members
              .find(account)
              .filter(Member::confirmed)
              .map(m -> in(m).passwordChanged(m.address(), url(RESET_PATH)));
      case FACTOR_ON -> notice(account, Templates.Notice.FACTOR_ON);
      case FACTOR_OFF -> notice(account, Templates.Notice.FACTOR_OFF);
      case FACTOR_CHANGED -> notice(account, Templates.Notice.FACTOR_CHANGED);
      case RECOVERY_CODE_USED -> notice(account, Templates.Notice.RECOVERY_CODE_USED);
      case RECOVERY_CODES_RENEWED -> notice(account, Templates.Notice.RECOVERY_CODES_RENEWED);
      case CODES_GUESSED -> notice(account, Templates.Notice.CODES_GUESSED);
    };
  }

  private Optional<Letter> notice(AccountId account, Templates.Notice notice) {
    return members
        .find(account)
        .filter(Member::confirmed)
        .map(m -> in(m).notice(m.address(), notice, url(RESET_PATH)));
  }

  private Optional<Letter> confirmation(Member member) {
    if (member.confirmed()) {
      return Optional.empty();
    }
    if (emails.isOfAnother(member.address(), member.account())) {
      return Optional.of(taken(member.address()));
    }
    if (turnedAway.isSuspended(member.address())) {
      return Optional.of(in(member).turnedAway(member.address(), url(ABOUT_PATH)));
    }
    return accounts
        .find(member.account())
        .map(
            account ->
                in(member)
                    .confirm(
                        member.address(),
                        account.handle().username(),
                        link(
                            member.account(),
                            Member.Purpose.CONFIRM,
                            member.email(),
                            CONFIRM_PATH)));
  }

  private Optional<Letter> change(AccountId account) {
    return waiting(account, Member.Purpose.CHANGE)
        .flatMap(waits -> Address.parse(waits.email()))
        .map(
            to ->
                emails.isOfAnother(to, account)
                    ? taken(to)
                    : in(account)
                        .confirmChange(
                            to, link(account, Member.Purpose.CHANGE, to.reveal(), CONFIRM_PATH)));
  }

  /// In the language of whoever has the address already.
  private Letter taken(Address to) {
    Templates words =
        emails
            .holder(Emails.hash(to))
            .map(this::in)
            .orElseGet(() -> new Templates(server(), Language.ENGLISH));
    return words.taken(to, url(SIGN_IN_PATH));
  }

  private Optional<Letter> undoing(AccountId account) {
    return waiting(account, Member.Purpose.UNDO)
        .flatMap(waits -> Address.parse(waits.email()))
        .map(
            to ->
                in(account)
                    .emailChanges(to, link(account, Member.Purpose.UNDO, to.reveal(), UNDO_PATH)));
  }

  private Templates in(AccountId account) {
    return members
        .find(account)
        .map(this::in)
        .orElseGet(() -> new Templates(server(), Language.ENGLISH));
  }

  /// In the language in which somebody has the pages; as long as he has chosen none, in that in
  /// which he joined.
  private Templates in(Member member) {
    String chosen = accounts.preferences(member.account()).language();
    return new Templates(server(), Language.of(chosen.isEmpty() ? member.locale() : chosen));
  }

  private Optional<Member.Link> waiting(AccountId account, Member.Purpose purpose) {
    return members.find(account).flatMap(m -> m.link(purpose, clock.instant()));
  }

  private URI link(AccountId account, Member.Purpose purpose, String email, String path) {
    Secret secret = new Secret(account + "." + tokens.secret().reveal());
    Instant until = clock.instant().plus(limits.mailLinkMax());
    members.change(
        account,
        m -> {
          Instant kept =
              purpose == Member.Purpose.UNDO
                  ? m.link(purpose, clock.instant()).map(Member.Link::until).orElse(until)
                  : until;
          return m.with(new Member.Link(purpose, Tokens.hash(secret), email, kept));
        });
    return url(path + "?token=" + secret.reveal());
  }

  private URI url(String pathAndQuery) {
    return URI.create(settings.publicUrl() + pathAndQuery);
  }

  private String server() {
    return settings.publicUrl().getAuthority();
  }
}
