package verbatim.moderation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.log.Event;
import verbatim.log.Facts;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;

/// What the moderators make of reports: who takes care of one, and how it ends. How a report stands
/// is a claimed row, so that of two moderators who end it at once one is told that he comes late.
///
/// Nobody handles a report about himself, nor learns of it here.
public final class Cases {
  private static final int SLICE = 100;
  private static final int SLICES_MAX = 50;

  private final ReportTable table;
  private final Facts facts;
  private final Deeds deeds;
  private final Authority authority;
  private final Accounts accounts;
  private final Function<Report, Runnable> held;

  /// How a report stands.
  private record State(AccountId assignee, AccountId by, DeedId resolution) {
    static final State NEW = new State(Deed.NOBODY, Deed.NOBODY, new DeedId(0));

    boolean isOpen() {
      return resolution.value() == 0;
    }

    byte[] write() {
      return Bytes.write(1)
          .number(assignee.value())
          .number(by.value())
          .number(resolution.value())
          .done();
    }

    static State read(byte[] body) {
      var from = Bytes.read(body);
      return new State(
          new AccountId(from.number()), new AccountId(from.number()), new DeedId(from.number()));
    }
  }

  /// @param held holds what is known now of what was reported, for a report that is opened again
  Cases(
      ReportTable table,
      Facts facts,
      Deeds deeds,
      Authority authority,
      Accounts accounts,
      Function<Report, Runnable> held) {
    this.table = table;
    this.facts = facts;
    this.deeds = deeds;
    this.authority = authority;
    this.accounts = accounts;
    this.held = held;
  }

  /// @throws Refused NotFound for whoever is no moderator, and for the one that it is about
  public Case get(AccountId who, ReportId id) {
    authority.has(who, Standing.Role.MODERATOR);
    return find(who, id).orElseThrow(Refusal::notFound);
  }

  private Optional<Case> find(AccountId who, ReportId id) {
    return table.find(id).filter(report -> !isAbout(report, who)).map(r -> of(r, state(id)));
  }

  /// The report that this deed has ended; empty when it did not, or somebody opened it again.
  public Optional<Report> endedBy(DeedId id) {
    return deeds
        .find(id)
        .map(Deed::report)
        .filter(report -> !report.equals(Deed.NO_REPORT) && !state(report).isOpen())
        .flatMap(table::find);
  }

  private static boolean isAbout(Report report, AccountId who) {
    return !Authority.isConsole(who) && report.about().equals(who);
  }

  private static Case of(Report report, State state) {
    return new Case(report, state.assignee(), state.by(), state.resolution());
  }

  boolean isOpen(ReportId id) {
    return state(id).isOpen();
  }

  private State state(ReportId id) {
    return facts.read(key(id), Key.NONE).map(f -> State.read(f.body())).orElse(State.NEW);
  }

  private static Key key(ReportId id) {
    return Key.of(id.value());
  }

  /// Those that wait, the newest first.
  public List<Case> open(AccountId who, Page page) {
    authority.has(who, Standing.Role.MODERATOR);
    return list(who, page, true, next -> table.open(next));
  }

  /// How many wait, at most so many: for every page of a moderator, so one read, and whom they are
  /// about from memory. Just after a crash it may count one more than there are.
  public int countOpen(AccountId who, int rowsMax) {
    authority.has(who, Standing.Role.MODERATOR);
    return (int)
        table.open(Page.newest(rowsMax)).stream()
            .distinct()
            .flatMap(id -> table.about(id).stream())
            .filter(about -> Authority.isConsole(who) || !about.equals(who))
            .filter(this::isHere)
            .count();
  }

  /// All, the newest first.
  public List<Case> all(AccountId who, Page page) {
    authority.has(who, Standing.Role.MODERATOR);
    return list(who, page, false, next -> table.all(next));
  }

  /// Those on one account, the newest first.
  public List<Case> about(AccountId who, AccountId about, Page page) {
    authority.has(who, Standing.Role.MODERATOR);
    return list(who, page, false, next -> table.about(about, next));
  }

  private interface Source {
    List<ReportId> ids(Page page);
  }

  private List<Case> list(AccountId who, Page page, boolean openOnly, Source source) {
    List<Case> found = new ArrayList<>();
    long below = page.below();
    for (int i = 0; i < SLICES_MAX && found.size() < page.rowsMax(); i++) {
      List<ReportId> ids = source.ids(new Page(below, page.above(), false, SLICE));
      for (ReportId id : ids) {
        // Opened anew before the row of the first time had gone: it lies here twice.
        boolean isKnown = !found.isEmpty() && found.getLast().report().id().equals(id);
        if (found.size() < page.rowsMax() && !isKnown) {
          find(who, id).filter(one -> !openOnly || waits(one)).ifPresent(found::add);
        }
      }
      if (ids.size() < SLICE) {
        break;
      }
      below = ids.getLast().value();
    }
    return List.copyOf(found);
  }

  /// Of an account that was erased there is nothing left to decide.
  private boolean waits(Case one) {
    return one.isOpen() && isHere(one.report().about());
  }

  private boolean isHere(AccountId account) {
    return accounts
        .find(account)
        .filter(a -> a.standing().state() != Standing.State.DELETED)
        .isPresent();
  }

  /// All that was done about one report, the oldest first.
  public List<Deed> history(AccountId who, ReportId id) {
    var _ = get(who, id);
    return deeds.of(id).reversed();
  }

  // ---- acts

  /// @throws Refused Conflict when another was faster
  public Deed assign(AccountId by, ReportId id, AccountId to) {
    authority.has(to, Standing.Role.MODERATOR);
    if (get(by, id).report().about().equals(to)) {
      throw Refusal.notFound();
    }
    return change(by, id, Deed.Kind.ASSIGNED, "", to, s -> open(s, id, t -> assigned(t, to)));
  }

  public Deed unassign(AccountId by, ReportId id) {
    return change(
        by,
        id,
        Deed.Kind.UNASSIGNED,
        "",
        Deed.NOBODY,
        s -> open(s, id, t -> assigned(t, Deed.NOBODY)));
  }

  private static State assigned(State state, AccountId to) {
    return new State(to, state.by(), state.resolution());
  }

  private State open(State state, ReportId id, UnaryOperator<State> change) {
    if (!state.isOpen()) {
      throw resolvedAlready(state, id);
    }
    return change.apply(state);
  }

  /// Ends it without anything done to anybody.
  public Deed resolve(AccountId by, ReportId id, String words) {
    Deed deed = deeds.make(by, Deed.Kind.RESOLVED, get(by, id).report().about(), id, words);
    close(deed);
    return deed;
  }

  /// The report ends with this deed, or the deed is not done: whoever wins the row does it.
  void close(Deed deed) {
    change(deed, s -> open(s, deed.report(), t -> new State(t.assignee(), deed.by(), deed.id())));
  }

  /// What is known of what was reported is held anew: first, so that no kill loses it, and once
  /// more, should the end of the report have let go of it meanwhile.
  public Deed reopen(AccountId by, ReportId id) {
    Report report = get(by, id).report();
    Deed deed = deeds.make(by, Deed.Kind.REOPENED, report.about(), id, "");
    closed(state(id));
    Runnable hold = held.apply(report);
    hold.run();
    change(
        deed,
        s -> {
          closed(s);
          return new State(s.assignee(), Deed.NOBODY, new DeedId(0));
        });
    hold.run();
    return deed;
  }

  private static void closed(State state) {
    if (state.isOpen()) {
      throw new Refused(new Refusal.Conflict("This report is open already"));
    }
  }

  /// What a moderator wants the others to know.
  public Deed note(AccountId by, ReportId id, String words) {
    Deed deed = deeds.make(by, Deed.Kind.NOTED, get(by, id).report().about(), id, words);
    deeds.write(deed);
    return deed;
  }

  /// Whether he has opened the private words that were reported.
  public boolean hasRead(AccountId by, ReportId id) {
    return history(by, id).stream()
        .anyMatch(deed -> deed.kind() == Deed.Kind.READ && deed.by().equals(by));
  }

  /// That he opens private words that were reported: written once for each who does.
  public void read(AccountId by, ReportId id) {
    if (!hasRead(by, id)) {
      deeds.write(deeds.make(by, Deed.Kind.READ, get(by, id).report().about(), id, ""));
    }
  }

  private Deed change(
      AccountId by,
      ReportId id,
      Deed.Kind kind,
      String words,
      AccountId to,
      UnaryOperator<State> change) {
    Deed deed =
        deeds
            .make(by, kind, get(by, id).report().about(), id, words)
            .detailed(to.equals(Deed.NOBODY) ? "" : to.toString());
    change(deed, change);
    return deed;
  }

  private void change(Deed deed, UnaryOperator<State> change) {
    var _ =
        facts.change(
            key(deed.report()),
            Key.NONE,
            current -> {
              State before = current.map(f -> State.read(f.body())).orElse(State.NEW);
              State after = change.apply(before);
              long revision = current.map(Facts.Fact::revision).orElse(0L);
              List<Op> ops = new ArrayList<>(DeedTable.put(deed));
              if (before.isOpen() != after.isOpen()) {
                ops.addAll(
                    after.isOpen()
                        ? List.of(ReportTable.opened(deed.report(), revision + 1))
                        : table.closed(deed.report()));
              }
              List<Event> events =
                  List.of(ModerationEvent.write(new ModerationEvent.Done(deed.id(), deed.about())));
              return Optional.of(new Facts.Step(after.write(), ops, events));
            },
            () -> {});
  }

  private Refused resolvedAlready(State state, ReportId id) {
    String who =
        accounts
            .find(state.by())
            .map(Account::handle)
            .map(handle -> "@" + handle.acct())
            .orElse("Somebody");
    return new Refused(
        new Refusal.Conflict(
            who + " has resolved report " + id + " meanwhile. Nothing was done twice"));
  }
}
