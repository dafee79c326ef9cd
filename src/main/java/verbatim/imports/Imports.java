package verbatim.imports;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.store.Bytes;
import verbatim.store.Op;
import verbatim.store.Store;

/// Brings in a list from elsewhere, as a job that takes some rows at a time and can be watched. One
/// for each account: the next may begin when it is over. A process that dies takes the last rows
/// once more, which changes nothing.
public final class Imports {
  private static final String KIND = "import";
  private static final int AT_ONCE_MAX = 1;
  private static final int SLICE_ROWS = 50;

  private final Store store;
  private final Jobs jobs;
  private final Turns turns = new Turns();
  private final ImportTable table;
  private final Taking taking;
  private final Accounts accounts;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.House limits;

  public Imports(
      Store store,
      Jobs jobs,
      Taking taking,
      Accounts accounts,
      Ids ids,
      InstantSource clock,
      Limits limits) {
    this.store = store;
    this.jobs = jobs;
    this.table = new ImportTable(store);
    this.taking = taking;
    this.accounts = accounts;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits.house();
    jobs.handle(KIND, AT_ONCE_MAX, (job, _) -> run(job));
  }

  /// Begins one, in the place of one that is over.
  ///
  /// @param replaces whether what is not in the file goes
  /// @throws Refused Conflict (one is under way), Invalid with field `file`
  public Import begin(AccountId owner, Import.What what, boolean replaces, byte[] csv) {
    if (csv.length > limits.importBytesMax()) {
      throw Csv.wrong("ERR_TOO_LONG", "File is too large");
    }
    List<List<String>> rows = rows(what, csv);
    // Two at once must not take each other's rows for their own.
    return turns.take(owner.value(), () -> begin(owner, what, replaces, rows));
  }

  private Import begin(
      AccountId owner, Import.What what, boolean replaces, List<List<String>> rows) {
    if (find(owner).filter(is -> !is.isOver()).isPresent()) {
      throw new Refused(new Refusal.Conflict("An import is under way already"));
    }
    Import begun = Import.begun(ids.next(), what, replaces, rows.size());
    table.putRows(owner, rows);
    Jobs.Planned job = jobs.plan(clock.instant(), new Jobs.Job(KIND, body(owner, begun.id())));
    List<Op> ops = new ArrayList<>(job.ops());
    ops.add(ImportTable.put(owner, begun));
    store.journalledBatch(ops);
    jobs.announce(job);
    return begun;
  }

  private List<List<String>> rows(Import.What what, byte[] csv) {
    List<List<String>> read = Csv.read(csv, limits.importRowsMax());
    List<List<String>> rows = taking.rows(what, read);
    if (rows.isEmpty()) {
      throw Csv.wrong("ERR_BLANK", "File has no rows");
    }
    if (rows.size() > limits.importRowsMax()) {
      throw Csv.wrong("ERR_TOO_LONG", "File has more than " + limits.importRowsMax() + " rows");
    }
    return rows;
  }

  /// The one that is under way, or was the last.
  public Optional<Import> find(AccountId owner) {
    return table.find(owner);
  }

  /// With the account; one that is under way ends.
  public void forget(AccountId owner) {
    table.erase(owner);
  }

  private static byte[] body(AccountId owner, long id) {
    return Bytes.write(1).number(owner.value()).number(id).done();
  }

  // ---- the job

  private Jobs.Outcome run(Jobs.Job job) {
    Bytes.Reader bytes = Bytes.read(job.body());
    AccountId owner = new AccountId(bytes.number());
    long id = bytes.number();
    Optional<Import> found = find(owner).filter(is -> is.id() == id && !is.isOver());
    if (found.isEmpty() || isGone(owner)) {
      return new Jobs.Outcome.Done();
    }
    Import is =
        switch (found.get().state()) {
          case TAKING -> take(owner, found.get());
          case REMOVING -> remove(owner, found.get());
          case OVER -> found.get();
        };
    if (is.isOver()) {
      table.eraseRows(owner);
    }
    table.write(owner, is);
    if (isGone(owner)) {
      // It was erased while some rows were taken: what was written then must not stay.
      table.erase(owner);
    }
    return is.isOver() ? new Jobs.Outcome.Done() : new Jobs.Outcome.More();
  }

  private boolean isGone(AccountId owner) {
    return accounts
        .find(owner)
        .filter(account -> account.standing().state() != Standing.State.DELETED)
        .isEmpty();
  }

  private Import take(AccountId owner, Import before) {
    Import is = before;
    for (List<String> row : table.rows(owner, before.done(), SLICE_ROWS)) {
      is = take(owner, is, row);
    }
    boolean isThrough = is.done() >= is.rows() || is.done() == before.done();
    return isThrough ? is.at(is.replaces() ? Import.State.REMOVING : Import.State.OVER) : is;
  }

  private Import take(AccountId owner, Import is, List<String> row) {
    try {
      return taking.take(owner, is.what(), row) ? is.taking() : is.without(named(row));
    } catch (Refused e) {
      return switch (e.refusal()) {
        case Refusal.NotFound _ -> is.without(named(row));
        // The store cannot write now: the whole slice comes again.
        case Refusal.Unavailable _ -> throw e;
        case Refusal.NotSignedIn _,
            Refusal.Forbidden _,
            Refusal.Invalid _,
            Refusal.Malformed _,
            Refusal.WrongType _,
            Refusal.Gone _,
            Refusal.TooMany _,
            Refusal.TooLarge _,
            Refusal.Conflict _ ->
            is.refusing();
      };
    }
  }

  private static String named(List<String> row) {
    return String.join(", ", row.stream().limit(2).filter(cell -> !cell.isEmpty()).toList());
  }

  private Import remove(AccountId owner, Import is) {
    Set<List<String>> rows = new HashSet<>(table.rows(owner, 0, limits.importRowsMax()));
    int removed = taking.removeSome(owner, is.what(), rows);
    return removed == 0 ? is.at(Import.State.OVER) : is.clearing(removed);
  }
}
