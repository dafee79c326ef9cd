package verbatim.statements;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatementId;
import verbatim.log.EventLog;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Statuses;
import verbatim.store.Op;
import verbatim.store.Store;

/// Words that people registered as said by somebody. Whoever registers them vouches for them, and
/// whoever compares with them is told so; the person who is said to have said them is told, and may
/// take them out.
public final class Statements {
  private static final AccountId NOBODY = new AccountId(0);
  private static final Duration DAY = Duration.ofDays(1);

  private final Ground ground;
  private final Store store;
  private final Relations relations;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Statements limits;
  private final StatementTable table;
  private final Questions questions;

  /// What it stands on.
  public record Ground(
      Store store,
      EventLog log,
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      MayDo mayDo,
      Statuses statuses,
      Signing signing,
      Ids ids,
      InstantSource clock,
      Limits limits) {

    /// The facts and what happened, in one batch.
    void write(List<Op> facts, StatementEvent happened) {
      var event = log.prepare(StatementEvent.write(happened));
      List<Op> ops = new ArrayList<>(facts);
      ops.add(event.op());
      store.journalledBatch(ops);
      log.publish(event);
    }

    /// Whether what somebody vouches for, answers or says beside a quotation stands.
    boolean isThere(AccountId who) {
      return accounts.find(who).filter(found -> found.standing().isShownToStrangers()).isPresent();
    }
  }

  public Statements(Ground ground) {
    this.ground = ground;
    store = ground.store();
    relations = ground.relations();
    maySee = ground.maySee();
    mayDo = ground.mayDo();
    ids = ground.ids();
    clock = ground.clock();
    limits = ground.limits().statements();
    table = new StatementTable(store);
    questions = new Questions(ground);
  }

  /// "Are these your words?"
  public Questions questions() {
    return questions;
  }

  /// @throws verbatim.kernel.Refused Invalid, NotFound (the speaker), Forbidden, TooMany
  public Registered register(AccountId by, Registered.Draft draft) {
    mayDo.act(by);
    Registered.Draft checked = checked(by, draft);
    Instant now = clock.instant();
    if (table.hasVouched(by, Ids.floor(now.minus(DAY)), limits.perDayMax())) {
      throw Refusal.tooMany("As many statements as may be were registered today", DAY);
    }
    var registered =
        new Registered(
            new StatementId(ids.next()),
            by,
            checked.speaker(),
            checked.text(),
            checked.saidAt(),
            checked.channel(),
            checked.source(),
            now);
    AccountId told = registered.speaker().account().filter(who -> !who.equals(by)).orElse(NOBODY);
    ground.write(
        StatementTable.put(registered), new StatementEvent.Turned(registered.id(), by, told));
    return registered;
  }

  private Registered.Draft checked(AccountId by, Registered.Draft draft) {
    draft
        .speaker()
        .account()
        .filter(speaker -> !speaker.equals(by))
        .ifPresent(speaker -> mustKnow(by, speaker));
    if (draft
        .speaker()
        .account()
        .filter(who -> questions.hasDenied(who, draft.text()))
        .isPresent()) {
      throw Refusal.invalid(
          "text", "ERR_DENIED", "Whose words these are said to be has said that they are not");
    }
    String named = Texts.line("speaker", draft.speaker().named(), limits.nameCharactersMax());
    if (named.isEmpty() && draft.speaker().account().isEmpty()) {
      throw Refusal.invalid("speaker", "ERR_BLANK", "Say who said it");
    }
    return new Registered.Draft(
        new Speaker(named, draft.speaker().account()),
        Texts.words("text", draft.text(), limits.textCharactersMax()),
        draft.saidAt(),
        draft.channel(),
        Texts.line("source", draft.source(), limits.whereCharactersMax()));
  }

  private void mustKnow(AccountId by, AccountId speaker) {
    if (!maySee.maySeeProfile(Viewer.of(by), speaker)) {
      throw Refusal.notFound();
    }
    if (relations.blocks(speaker, by)) {
      throw Refusal.forbidden("This action is not allowed");
    }
  }

  /// By whoever vouches for it, or by whoever is said to have said it.
  ///
  /// @throws verbatim.kernel.Refused NotFound, also for everybody else
  public Registered delete(AccountId who, StatementId id) {
    Registered one =
        table.find(id).filter(found -> isOf(who, found)).orElseThrow(Refusal::notFound);
    drop(one);
    return one;
  }

  private void drop(Registered one) {
    ground.write(StatementTable.delete(one), new StatementEvent.Turned(one.id(), one.by(), NOBODY));
  }

  private static boolean isOf(AccountId who, Registered one) {
    return one.by().equals(who) || one.speaker().account().filter(who::equals).isPresent();
  }

  /// What stands, whoever asks: empty where whoever vouches for it is gone.
  public Optional<Registered> find(StatementId id) {
    return table.find(id).filter(one -> ground.isThere(one.by()));
  }

  /// For which this account vouches, the newest first.
  public List<Registered> by(AccountId account, Page page) {
    return table.by(account, page).stream().flatMap(id -> table.find(id).stream()).toList();
  }

  /// For which it vouches, and those that are said to be its words.
  public List<Registered> of(AccountId account, Page page) {
    return table.of(account, page).stream().flatMap(id -> table.find(id).stream()).toList();
  }

  /// Erases some of what a deleted account registered, asked and answered, and what others said of
  /// it here.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account, int rowsMax) {
    List<Registered> some = of(account, Page.newest(rowsMax));
    some.forEach(this::drop);
    store.journalledBatch(ReportTable.forgetTold(account.value()));
    return !some.isEmpty()
        || Rejoinders.forgetSome(ground, account, rowsMax)
        || questions.forgetSome(account, rowsMax);
  }
}
