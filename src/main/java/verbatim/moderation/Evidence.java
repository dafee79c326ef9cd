package verbatim.moderation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.Ids;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Posts as they were when somebody reported them, or moderators removed them: whoever deletes or
/// rewrites a post must not decide by that what is known of it. Held for a report until it ends;
/// for what was done to somebody for the time in which a removal can be appealed, as long as an
/// appeal waits, and so long again after one was accepted. Then they go for good.
///
/// Only moderators are shown it, by their doors, and the author of what was removed.
public final class Evidence {
  private static final Table HELD = Table.plain("held_post");

  /// All reports and deeds that something is held for, and against whom.
  private static final Table HOLDERS = Table.plain("held_post_all");

  private static final Key ONLY = Key.of(0);
  private static final int POSTS_MAX = 200;
  private static final int SLICE = 200;

  /// A row may be seen before the rest of its batch.
  private static final Duration SETTLED = Duration.ofHours(1);

  private final Store store;
  private final Media media;
  private final ReportTable reports;
  private final DeedTable deeds;
  private final InstantSource clock;
  private final Duration appealWindow;

  /// Whether a report is open; whether somebody has said something to a deed, and waits; when he
  /// was found to be right.
  interface Standing {
    boolean isOpen(ReportId report);

    boolean waits(DeedId deed);

    Optional<Instant> accepted(Deed deed);
  }

  Evidence(
      Store store,
      Media media,
      ReportTable reports,
      DeedTable deeds,
      InstantSource clock,
      Duration appealWindow) {
    this.store = store;
    this.media = media;
    this.reports = reports;
    this.deeds = deeds;
    this.clock = clock;
    this.appealWindow = appealWindow;
  }

  // ---- holding

  /// For the batch that writes the report.
  List<Op> hold(Report report, List<Status> posts) {
    return hold(report.about(), report.id().value(), posts);
  }

  /// For the batch that writes a deed against somebody: what it is done about.
  List<Op> hold(Deed deed, List<Status> posts) {
    return hold(deed.about(), deed.id().value(), posts);
  }

  /// For a report that is opened again: what was reported, as far as it is still held, else as it
  /// is now.
  ///
  /// @return writes it, as often as it is called
  Runnable holdAgain(Report report, Statuses statuses) {
    List<Status> known = new ArrayList<>(of(report).stream().map(Held::post).toList());
    Set<StatusId> ids = known.stream().map(Status::id).collect(Collectors.toSet());
    known.addAll(
        statuses.load(report.statuses().stream().filter(id -> !ids.contains(id)).toList()));
    List<Op> ops = hold(report, known);
    return () -> write(ops);
  }

  /// In a batch of its own, before what it is held for: without that it is let go of.
  void write(List<Op> held) {
    if (!held.isEmpty()) {
      store.journalledBatch(held);
    }
  }

  private List<Op> hold(AccountId about, long holder, List<Status> posts) {
    List<Op> ops = new ArrayList<>();
    for (Status post : posts) {
      // A boost has no words of its own.
      if (!post.isBoost()) {
        Key at = Key.of(holder).and(post.id().value());
        ops.add(Op.put(HELD, pk(about), at, Statuses.written(post)));
        ops.addAll(media.holding(post.words().media(), new StatusId(holder)));
      }
    }
    if (!ops.isEmpty()) {
      ops.add(Op.put(HOLDERS, ONLY, Key.of(holder), Bytes.write(1).number(about.value()).done()));
    }
    return ops;
  }

  // ---- reading, for moderators

  /// One of them.
  ///
  /// @param holder for which it is held: what opens its pictures
  public record Held(Status post, StatusId holder) {
    @Override
    public String toString() {
      return "Held " + post.id();
    }
  }

  /// What was reported, as it was then; of a report that ended, what is held for what was done.
  public List<Held> of(Report report) {
    List<Held> held = held(report.about(), report.id().value());
    return held.isEmpty()
        ? deeds.of(report.id(), Page.newest(SLICE)).stream()
            .map(this::of)
            .filter(some -> !some.isEmpty())
            .findFirst()
            .orElse(List.of())
        : held;
  }

  /// What something was done about.
  public List<Held> of(Deed deed) {
    return held(deed.about(), deed.id().value());
  }

  private List<Held> held(AccountId about, long holder) {
    return rows(about, holder).stream()
        .map(
            row ->
                new Held(
                    Statuses.written(new StatusId(row.sk().longAt(Long.BYTES)), row.value()),
                    new StatusId(holder)))
        .toList();
  }

  private List<Row> rows(AccountId about, long holder) {
    Key first = Key.of(holder);
    return store.scan(
        HELD, pk(about), first, first.afterPrefix(), POSTS_MAX, Store.Order.ASCENDING);
  }

  /// Until when somebody may say something to a deed whose words are held for that.
  Instant heldUntil(Deed deed) {
    return deed.at().plus(appealWindow);
  }

  /// Who was found to be right has so long again to take his words.
  Instant heldUntil(Deed deed, Optional<Instant> accepted) {
    return accepted.map(at -> at.plus(appealWindow)).orElseGet(() -> heldUntil(deed));
  }

  // ---- letting go

  /// That report has ended.
  void letGo(AccountId about, ReportId report) {
    letGo(about, report.value());
  }

  private void letGo(AccountId about, long holder) {
    List<Op> ops = new ArrayList<>();
    for (Held held : held(about, holder)) {
      List<MediaId> files = held.post().words().media();
      ops.addAll(media.releasing(files, List.of(held.holder())));
    }
    Key first = Key.of(holder);
    ops.add(Op.deleteRange(HELD, pk(about), first, first.afterPrefix()));
    ops.add(Op.delete(HOLDERS, ONLY, first));
    store.journalledBatch(ops);
  }

  /// Lets go of all that nobody needs any more.
  void sweep(Standing standing) {
    Key from = Key.of(0);
    List<Row> some;
    do {
      some = store.scan(HOLDERS, ONLY, from, Key.of(Long.MAX_VALUE), SLICE, Store.Order.ASCENDING);
      for (Row row : some) {
        long holder = row.sk().longAt(0);
        if (!isNeeded(holder, standing)) {
          letGo(new AccountId(Bytes.read(row.value()).number()), holder);
        }
        from = Key.of(holder + 1);
      }
    } while (some.size() == SLICE);
  }

  private boolean isNeeded(long holder, Standing standing) {
    Instant now = clock.instant();
    if (Ids.timeOf(holder).isAfter(now.minus(SETTLED))) {
      return true;
    }
    Optional<Deed> deed = deeds.find(new DeedId(holder));
    if (deed.isPresent()) {
      return now.isBefore(heldUntil(deed.get()))
          || standing.waits(deed.get().id())
          || now.isBefore(heldUntil(deed.get(), standing.accepted(deed.get())));
    }
    var report = new ReportId(holder);
    return reports.find(report).isPresent() && standing.isOpen(report);
  }

  /// What is held against an account that is erased.
  ///
  /// @return whether there may be more
  boolean forgetSome(AccountId account, int rowsMax) {
    List<Row> some = store.scan(HELD, pk(account), rowsMax);
    List<Op> ops = new ArrayList<>();
    for (Row row : some) {
      ops.add(Op.delete(HELD, pk(account), row.sk()));
      ops.add(Op.delete(HOLDERS, ONLY, Key.of(row.sk().longAt(0))));
    }
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
    return some.size() == rowsMax;
  }

  private static Key pk(AccountId about) {
    return Key.of(about.value());
  }
}
