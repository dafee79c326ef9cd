package verbatim.moderation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import verbatim.access.Registration;
import verbatim.access.Sessions;
import verbatim.accounts.Accounts;
import verbatim.conversations.Conversations;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.kernel.Turns;
import verbatim.log.EventLog;
import verbatim.log.Facts;
import verbatim.media.Media;
import verbatim.relations.MayDo;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// What people tell the moderators, and what these do: [Cases] are reports and how far they are,
/// [Acts] what is done to people and posts, [Deeds] the log of it all, [Appeals] what those say to
/// whom it was done.
///
/// A report names only statuses that the reporter may see: what he may not is left out like what
/// does not exist, so that reporting tells nobody anything.
public final class Moderation {

  /// Somebody taps twice: the first is over soon.
  private static final Duration BUSY = Duration.ofSeconds(2);

  /// What is to be reported.
  ///
  /// @param excerpts of private talk that this account wants to show, or shows; the caller makes
  ///     sure that the reporter can see them
  /// @param stories that it keeps; the caller makes sure that the reporter can see them
  public record Told(
      AccountId about,
      List<StatusId> statuses,
      List<ExcerptId> excerpts,
      List<StoryId> stories,
      String comment,
      Report.Category category,
      List<String> rules,
      boolean forward) {
    public Told(
        AccountId about,
        List<StatusId> statuses,
        String comment,
        Report.Category category,
        List<String> rules,
        boolean forward) {
      this(about, statuses, List.of(), List.of(), comment, category, rules, forward);
    }
  }

  private final Store store;
  private final EventLog log;
  private final ReportTable table;
  private final DeedTable deedTable;
  private final Statuses statuses;
  private final Conversations conversations;
  private final MayDo mayDo;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits limits;
  private final Cases cases;
  private final Acts acts;
  private final Deeds deeds;
  private final Appeals appeals;
  private final Evidence evidence;

  /// Who is just reporting: one at a time, so that a burst cannot pass by the count.
  private final Set<AccountId> busy = ConcurrentHashMap.newKeySet();

  /// What moderation stands on.
  public record Ground(
      Store store,
      EventLog log,
      Accounts accounts,
      Statuses statuses,
      Conversations conversations,
      Media media,
      MayDo mayDo,
      Registration registration,
      Sessions sessions,
      Ids ids,
      RandomGenerator random,
      InstantSource clock,
      Limits limits) {}

  public Moderation(Ground on) {
    this.store = on.store();
    this.log = on.log();
    this.table = new ReportTable(store);
    this.deedTable = new DeedTable(store);
    this.statuses = on.statuses();
    this.conversations = on.conversations();
    this.mayDo = on.mayDo();
    this.ids = on.ids();
    this.clock = on.clock();
    this.limits = on.limits();
    Authority authority = new Authority(on.accounts());
    Turns turns = new Turns();
    deeds = new Deeds(store, log, deedTable, authority, ids, limits);
    evidence =
        new Evidence(store, on.media(), table, deedTable, clock, limits.later().appealWindow());
    cases =
        new Cases(
            table,
            new Facts(store, log, on.random(), ReportTable.CASE),
            deeds,
            authority,
            on.accounts(),
            report -> evidence.holdAgain(report, statuses));
    acts =
        new Acts(
            deedTable,
            deeds,
            cases,
            authority,
            on.accounts(),
            statuses,
            evidence,
            on.registration(),
            on.sessions(),
            turns);
    appeals =
        new Appeals(
            store,
            new Facts(store, log, on.random(), Appeals.APPEAL),
            deedTable,
            deeds,
            acts,
            authority,
            on.accounts(),
            evidence,
            turns,
            clock);
  }

  public Cases cases() {
    return cases;
  }

  public Acts acts() {
    return acts;
  }

  public Deeds deeds() {
    return deeds;
  }

  public Appeals appeals() {
    return appeals;
  }

  /// For moderators, of what they may open; the author of removed posts has [Appeals#removed].
  public Evidence evidence() {
    return evidence;
  }

  /// For a job: what was held for what is over goes.
  public void sweep() {
    evidence.sweep(
        new Evidence.Standing() {
          @Override
          public boolean isOpen(ReportId report) {
            return cases.isOpen(report);
          }

          @Override
          public boolean waits(DeedId deed) {
            return appeals.find(deed).filter(Appeal::isOpen).isPresent();
          }

          @Override
          public Optional<Instant> accepted(Deed deed) {
            return appeals.accepted(deed);
          }
        });
  }

  /// That report has ended: what was held for it goes.
  public void letGo(Report ended) {
    evidence.letGo(ended.about(), ended.id());
  }

  /// @throws Refused Forbidden, Invalid (too long, oneself), TooMany
  public Report report(AccountId by, Told told) {
    mayDo.act(by);
    Told checked = checked(by, told);
    if (!busy.add(by)) {
      throw tooMany(BUSY);
    }
    try {
      refuseTooMany(by);
      List<Status> posts = visible(by, checked);
      Report report =
          new Report(
              new ReportId(ids.next()),
              by,
              checked.about(),
              named(by, checked, posts),
              checked.excerpts(),
              checked.comment(),
              checked.category(),
              checked.rules(),
              checked.forward(),
              clock.instant(),
              checked.stories());
      List<Op> ops = new ArrayList<>(ReportTable.put(report));
      ops.addAll(evidence.hold(report, posts));
      var event =
          log.prepare(
              ModerationEvent.write(new ModerationEvent.Reported(report.id(), by, report.about())));
      ops.add(event.op());
      store.journalledBatch(ops);
      log.publish(event);
      return report;
    } finally {
      busy.remove(by);
    }
  }

  private Told checked(AccountId by, Told told) {
    if (told.about().equals(by)) {
      throw Refusal.invalid("account_id", "ERR_INVALID", "You cannot report yourself");
    }
    String comment = Written.check("comment", told.comment());
    int max = limits.later().reportCommentCharactersMax();
    if (Characters.count(comment) > max
        || comment.getBytes(StandardCharsets.UTF_8).length > limits.text().statusBytesMax()) {
      throw Refusal.invalid(
          "comment", "ERR_TOO_LONG", "Comment is too long (maximum is " + max + " characters)");
    }
    if (told.statuses().size() > limits.later().reportStatusesMax()) {
      throw Refusal.invalid("status_ids", "ERR_TOO_LONG", "Too many statuses at once");
    }
    if (told.rules().size() > limits.later().reportRulesMax()) {
      throw Refusal.invalid("rule_ids", "ERR_TOO_LONG", "Too many rules at once");
    }
    if (told.excerpts().size() > limits.later().reportStatusesMax()) {
      throw Refusal.invalid("excerpt_ids", "ERR_TOO_LONG", "Too many excerpts at once");
    }
    if (told.stories().size() > limits.later().reportStatusesMax()) {
      throw Refusal.invalid("story_ids", "ERR_TOO_LONG", "Too many stories at once");
    }
    return new Told(
        told.about(),
        told.statuses(),
        told.excerpts().stream().distinct().toList(),
        told.stories().stream().distinct().toList(),
        comment,
        told.category(),
        told.rules(),
        told.forward());
  }

  private void refuseTooMany(AccountId by) {
    int max = limits.later().reportsPerAccountMax();
    List<ReportId> newest = table.by(by, max);
    var since = clock.instant().minus(limits.later().reportsPerAccountWindow());
    if (newest.size() == max && Ids.timeOf(newest.getLast().value()).isAfter(since)) {
      throw tooMany(limits.later().reportsPerAccountWindow());
    }
  }

  private static Refused tooMany(Duration after) {
    return new Refused(new Refusal.TooMany("Too many reports", after));
  }

  private List<Status> visible(AccountId by, Told told) {
    return statuses.load(told.statuses().stream().distinct().toList()).stream()
        .filter(status -> status.author().equals(told.about()))
        .filter(status -> statuses.maySee(Viewer.of(by), status))
        .toList();
  }

  /// Of a talk also what others said: an answer alone tells nothing.
  private List<StatusId> named(AccountId by, Told told, List<Status> visible) {
    Set<StatusId> posts = visible.stream().map(Status::id).collect(Collectors.toSet());
    return told.statuses().stream()
        .distinct()
        .filter(id -> posts.contains(id) || conversations.ofStatus(Viewer.of(by), id).isPresent())
        .toList();
  }

  /// For moderators: the caller makes sure that he is one.
  public Optional<Report> find(ReportId id) {
    return table.find(id);
  }

  /// For moderators, the newest first.
  public List<Report> reports(Page page) {
    return table.all(page).stream().flatMap(id -> table.find(id).stream()).toList();
  }

  /// What a deleted account told goes with it, and so do the words that others told of it, and
  /// those of what was done to it or by it; that there was something, and on which number, stays.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account, int rowsMax) {
    List<ReportId> told = table.by(account, rowsMax);
    // By what the list says: the report itself may be missing while its batch is half seen.
    for (ReportId id : told) {
      table.find(id).ifPresent(this::letGo);
      store.journalledBatch(table.delete(account, id));
    }
    List<ReportId> of = table.about(account, Page.newest(rowsMax));
    of.forEach(id -> store.journalledBatch(table.forgotten(account, id)));
    return told.size() == rowsMax
        || of.size() == rowsMax
        || evidence.forgetSome(account, rowsMax)
        || appeals.forgetSome(account, rowsMax)
        || deedTable.forgetSome(account, rowsMax);
  }
}
