package verbatim.moderation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.ReportId;
import verbatim.log.EventLog;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// The audit log: what was done at the desk and on the command line, by whom, when, to whom and
/// why. It only grows.
public final class Deeds {
  private static final int SLICE = 100;
  private static final int SLICES_MAX = 50;
  private static final int OF_ONE_MAX = 200;

  private final Store store;
  private final EventLog log;
  private final DeedTable table;
  private final Authority authority;
  private final Ids ids;
  private final Limits limits;

  /// Which deeds are wanted; [Deed#NOBODY] and an empty kind stand for any.
  public record Wanted(AccountId by, AccountId about, Optional<Deed.Kind> kind) {
    public static final Wanted ALL = new Wanted(Deed.NOBODY, Deed.NOBODY, Optional.empty());

    public static Wanted about(AccountId account) {
      return new Wanted(Deed.NOBODY, account, Optional.empty());
    }

    boolean fits(Deed deed) {
      return (by.value() == 0 || deed.by().equals(by))
          && (about.value() == 0 || deed.about().equals(about))
          && kind.filter(k -> k != deed.kind()).isEmpty();
    }
  }

  Deeds(Store store, EventLog log, DeedTable table, Authority authority, Ids ids, Limits limits) {
    this.store = store;
    this.log = log;
    this.table = table;
    this.authority = authority;
    this.ids = ids;
    this.limits = limits;
  }

  /// The newest first. What was done about reports on the reader himself, or noted of him, is left
  /// out: he is not to learn of it by his office.
  public List<Deed> list(AccountId reader, Wanted wanted, Page page) {
    authority.has(reader, Standing.Role.MODERATOR);
    List<Deed> found = new ArrayList<>();
    Predicate<Deed> fits = deed -> wanted.fits(deed) && !isSecret(reader, deed);
    long below = page.below();
    for (int i = 0; i < SLICES_MAX && found.size() < page.rowsMax(); i++) {
      List<Deed> slice = slice(wanted, new Page(below, page.above(), false, SLICE));
      slice.stream().filter(fits).limit(page.rowsMax() - found.size()).forEach(found::add);
      if (slice.size() < SLICE) {
        break;
      }
      below = slice.getLast().id().value();
    }
    return List.copyOf(found);
  }

  private List<Deed> slice(Wanted wanted, Page page) {
    if (wanted.about().value() != 0) {
      return table.about(wanted.about(), page);
    }
    return wanted.by().value() != 0 ? table.by(wanted.by(), page) : table.all(page);
  }

  private static boolean isSecret(AccountId reader, Deed deed) {
    return deed.isAbout(reader) && deed.kind().isKeptFromHim();
  }

  /// Of one report, the newest first.
  List<Deed> of(ReportId report) {
    return table.of(report, Page.newest(OF_ONE_MAX));
  }

  /// A deed to be done.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `words`
  Deed make(AccountId by, Deed.Kind kind, AccountId about, ReportId report, String words) {
    String text = checked(kind, words);
    DeedId id = new DeedId(ids.next());
    return new Deed(id, kind, by, about, List.of(), report, text, "", ids.moment(id.value()));
  }

  private String checked(Deed.Kind kind, String words) {
    String text = Written.check("words", words).strip();
    if (text.isEmpty() && (kind == Deed.Kind.WARNED || kind == Deed.Kind.NOTED)) {
      throw Refusal.invalid("words", "ERR_BLANK", "Words can't be blank");
    }
    return bounded("words", text);
  }

  /// What is written at the desk has the bound of what is written to it.
  String bounded(String field, String text) {
    int max = limits.later().reportCommentCharactersMax();
    if (Characters.count(text) > max
        || text.getBytes(StandardCharsets.UTF_8).length > limits.text().statusBytesMax()) {
      throw Refusal.invalid(
          field, "ERR_TOO_LONG", "Text is too long (maximum is " + max + " characters)");
    }
    return text;
  }

  /// The deed and its event in one batch.
  void write(Deed deed) {
    write(deed, List.of());
  }

  /// @param held for the same batch: what is held for it
  void write(Deed deed, List<Op> held) {
    var event =
        log.prepare(ModerationEvent.write(new ModerationEvent.Done(deed.id(), deed.about())));
    List<Op> ops = new ArrayList<>(DeedTable.put(deed));
    ops.addAll(held);
    ops.add(event.op());
    store.journalledBatch(ops);
    log.publish(event);
  }

  /// What was done in another place, for the log alone: a setting, an emoji, a password.
  ///
  /// @param detail what of several
  public Deed record(AccountId by, Deed.Kind kind, AccountId about, String detail) {
    Deed deed = make(by, kind, about, Deed.NO_REPORT, "").detailed(detail);
    write(deed);
    return deed;
  }

  Optional<Deed> find(DeedId id) {
    return table.find(id);
  }
}
