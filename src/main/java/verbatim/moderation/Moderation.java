package verbatim.moderation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.relations.MayDo;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// What people tell the moderators. A report names only statuses that the reporter may see: what he
/// may not is left out like what does not exist, so that reporting tells nobody anything.
public final class Moderation {

  /// Somebody taps twice: the first is over soon.
  private static final Duration BUSY = Duration.ofSeconds(2);

  /// What is to be reported.
  public record Told(
      AccountId about,
      List<StatusId> statuses,
      String comment,
      Report.Category category,
      List<String> rules,
      boolean forward) {}

  private final Store store;
  private final EventLog log;
  private final ReportTable table;
  private final Statuses statuses;
  private final MayDo mayDo;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits limits;

  /// Who is just reporting: one at a time, so that a burst cannot pass by the count.
  private final Set<AccountId> busy = ConcurrentHashMap.newKeySet();

  public Moderation(
      Store store,
      EventLog log,
      Statuses statuses,
      MayDo mayDo,
      Ids ids,
      InstantSource clock,
      Limits limits) {
    this.store = store;
    this.log = log;
    this.table = new ReportTable(store);
    this.statuses = statuses;
    this.mayDo = mayDo;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
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
      Report report =
          new Report(
              new ReportId(ids.next()),
              by,
              checked.about(),
              visible(by, checked),
              checked.comment(),
              checked.category(),
              checked.rules(),
              checked.forward(),
              clock.instant());
      List<Op> ops = new ArrayList<>(ReportTable.put(report));
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
    return new Told(
        told.about(), told.statuses(), comment, told.category(), told.rules(), told.forward());
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

  private List<StatusId> visible(AccountId by, Told told) {
    return statuses.load(told.statuses().stream().distinct().toList()).stream()
        .filter(status -> status.author().equals(told.about()))
        .filter(status -> statuses.maySee(Viewer.of(by), status))
        .map(Status::id)
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

  /// What a deleted account told goes with it; what others told of it stays, without its words.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account, int rowsMax) {
    List<ReportId> some = table.by(account, rowsMax);
    // By what the list says: the report itself may be missing while its batch is half seen.
    some.forEach(id -> store.journalledBatch(ReportTable.delete(account, id)));
    return some.size() == rowsMax;
  }
}
