package verbatim.statuses;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ScheduledId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Posts and series that wait for their time; each is its owner's alone. A job posts it under a key
/// made of its id, so that a job which runs twice posts once, and a series whole or not at all.
/// What is refused when its time comes (what it answers is gone) stays in the list with its date
/// past, so that no words are lost.
public final class Scheduled {
  /// When it comes due, under owner and id; the words lie apart, so that counting reads no words.
  private static final Table TIMES = Table.plain("scheduled");

  /// One row to a status, since a row holds 64 KB: the first under the id, those that follow it in
  /// a series under the id and their place.
  private static final Table WORDS = Table.plain("scheduled_words");

  private static final String JOB = "status.scheduled";
  private static final int JOBS_AT_ONCE_MAX = 4;
  private static final Duration LATE_AFTER = Duration.ofMinutes(2);

  /// @param drafts one, or the parts of a series in order
  /// @param at when it is to be posted
  public record Post(ScheduledId id, List<Draft> drafts, Instant at) {
    public Draft first() {
      return drafts.getFirst();
    }

    private List<MediaId> media() {
      return drafts.stream().flatMap(draft -> draft.media().stream()).distinct().toList();
    }
  }

  /// @param key hash of the idempotency key, empty for none
  private record Time(ScheduledId id, Instant at, long job, Instant due, byte[] key) {}

  private final Store store;
  private final Jobs jobs;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Later limits;
  private final int seriesMax;
  private final Media media;
  private final Posting posting;
  private final Turns turns = new Turns();

  /// What [Statuses] does with them; one draft is a post, several are a series.
  interface Posting {
    /// Refuses what cannot be posted.
    void check(List<Draft> drafts);

    /// Posts all or none, once for a key.
    List<Status> post(List<Draft> drafts, String key);

    /// Whether posting was begun under this key.
    boolean isBegun(AccountId author, String key);

    /// Whether some of what was posted for a key has been deleted since.
    boolean isGoneAgain(AccountId author, String key);
  }

  Scheduled(
      Store store,
      Jobs jobs,
      Ids ids,
      InstantSource clock,
      Limits limits,
      Media media,
      Posting posting) {
    this.store = store;
    this.jobs = jobs;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits.later();
    this.seriesMax = limits.text().seriesMax();
    this.media = media;
    this.posting = posting;
    jobs.handle(JOB, JOBS_AT_ONCE_MAX, (job, _) -> due(job));
  }

  /// One post.
  public Post schedule(Draft draft, Instant at, String keyOrBlank) {
    return schedule(List.of(draft), at, keyOrBlank);
  }

  /// @param drafts several are a series
  /// @param keyOrBlank asking again with the same key answers the first, as long as it waits
  /// @throws Refused Invalid (too soon, too many, or what posting it would refuse)
  public Post schedule(List<Draft> drafts, Instant at, String keyOrBlank) {
    posting.check(drafts);
    return turns.take(
        drafts.getFirst().author().value(), () -> scheduleOnce(drafts, at, keyOrBlank));
  }

  private Post scheduleOnce(List<Draft> drafts, Instant at, String keyOrBlank) {
    AccountId owner = drafts.getFirst().author();
    byte[] key =
        keyOrBlank.isBlank()
            ? new byte[0]
            : StatusTable.sha256(keyOrBlank.getBytes(StandardCharsets.UTF_8));
    List<Time> waiting = times(owner);
    for (Time time : waiting) {
      if (key.length > 0 && Arrays.equals(time.key(), key)) {
        return same(owner, drafts, time);
      }
    }
    refuseTime(at);
    refuseTooMany(waiting, at);
    Post post = new Post(new ScheduledId(ids.next()), List.copyOf(drafts), at);
    List<Op> ops = new ArrayList<>(media.attach(owner, post.media(), use(post.id())));
    ops.addAll(words(owner, post));
    write(owner, post.id(), at, key, ops);
    return post;
  }

  private static List<Op> words(AccountId owner, Post post) {
    Key pk = Key.of(owner.value());
    Key of = Key.down(post.id().value());
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(WORDS, pk, of.andByte(post.drafts().size()), of.afterPrefix()));
    for (int i = 0; i < post.drafts().size(); i++) {
      byte[] draft = DraftBytes.write(post.drafts().get(i));
      ops.add(Op.put(WORDS, pk, i == 0 ? of : of.andByte(i), draft));
    }
    return ops;
  }

  private Post same(AccountId owner, List<Draft> drafts, Time time) {
    Post first = post(owner, time).orElseThrow(Refusal::notFound);
    if (!Arrays.equals(Composer.content(first.drafts()), Composer.content(drafts))) {
      throw Refusal.invalid("This Idempotency-Key was used for something else");
    }
    return first;
  }

  private void refuseTime(Instant at) {
    Instant now = clock.instant();
    if (at.isBefore(now.plus(limits.scheduledAheadMin()))
        || at.isAfter(now.plus(limits.scheduledAheadMax()))) {
      throw Refusal.invalid(
          "scheduled_at",
          "ERR_INVALID",
          "The scheduled date must be at least "
              + limits.scheduledAheadMin().toMinutes()
              + " minutes and at most "
              + limits.scheduledAheadMax().toDays()
              + " days in the future");
    }
  }

  private void refuseTooMany(List<Time> others, Instant at) {
    if (others.size() >= limits.scheduledMax()) {
      throw Refusal.invalid(
          "scheduled_at",
          "ERR_INVALID",
          "You have exceeded the limit of " + limits.scheduledMax() + " scheduled posts");
    }
    Instant day = at.truncatedTo(ChronoUnit.DAYS);
    long sameDay =
        others.stream().filter(t -> t.at().truncatedTo(ChronoUnit.DAYS).equals(day)).count();
    if (sameDay >= limits.scheduledPerDayMax()) {
      throw Refusal.invalid(
          "scheduled_at",
          "ERR_INVALID",
          "You have exceeded the limit of "
              + limits.scheduledPerDayMax()
              + " scheduled posts for that day");
    }
  }

  private void write(AccountId owner, ScheduledId id, Instant at, byte[] key, List<Op> ops) {
    byte[] body = Bytes.write(1).number(owner.value()).number(id.value()).done();
    Jobs.Planned job = jobs.plan(at, new Jobs.Job(JOB, body));
    byte[] time = Bytes.write(1).time(at).number(job.id()).time(job.due()).raw(key).done();
    ops.add(Op.put(TIMES, Key.of(owner.value()), Key.down(id.value()), time));
    ops.addAll(job.ops());
    store.journalledBatch(ops);
    jobs.announce(job);
  }

  /// What waits, the last scheduled first.
  public List<Post> list(AccountId owner, Page page) {
    return Pages.read(store, TIMES, Key.of(owner.value()), page).stream()
        .flatMap(row -> post(owner, time(row)).stream())
        .toList();
  }

  /// @throws Refused NotFound, also when it is another's
  public Post get(AccountId owner, ScheduledId id) {
    return post(owner, find(owner, id)).orElseThrow(Refusal::notFound);
  }

  /// Whether its time is past: it was refused then.
  public boolean isLate(Post post) {
    return post.at().isBefore(clock.instant().minus(LATE_AFTER));
  }

  /// Another time for it.
  public Post move(AccountId owner, ScheduledId id, Instant at) {
    return turns.take(
        owner.value(), () -> write(owner, find(owner, id), get(owner, id).drafts(), at));
  }

  /// Other words for it, at the same time.
  ///
  /// @throws Refused what posting them would refuse; then nothing has changed
  public Post change(AccountId owner, ScheduledId id, List<Draft> drafts) {
    posting.check(drafts);
    return turns.take(
        owner.value(),
        () -> {
          Time time = find(owner, id);
          return write(owner, time, drafts, time.at());
        });
  }

  /// Other words for it, at another time.
  public Post change(AccountId owner, ScheduledId id, List<Draft> drafts, Instant at) {
    posting.check(drafts);
    return turns.take(owner.value(), () -> write(owner, find(owner, id), drafts, at));
  }

  private Post write(AccountId owner, Time time, List<Draft> drafts, Instant at) {
    Post was = post(owner, time).orElseThrow(Refusal::notFound);
    Post changed = new Post(was.id(), List.copyOf(drafts), at);
    List<Op> ops = new ArrayList<>();
    List<MediaId> before = new ArrayList<>(was.media());
    if (!changed.drafts().equals(was.drafts())) {
      if (posting.isBegun(owner, key(was.id()))) {
        // A kill came while it was being posted: what stands here may be out already.
        throw new Refused(new Refusal.Conflict("It is being posted"));
      }
      List<MediaId> more = new ArrayList<>(changed.media());
      more.removeAll(before);
      ops.addAll(media.attach(owner, more, use(was.id())));
      ops.addAll(words(owner, changed));
    }
    if (at.equals(was.at())) {
      store.journalledBatch(ops);
    } else {
      refuseTime(at);
      refuseTooMany(times(owner).stream().filter(t -> !t.id().equals(was.id())).toList(), at);
      ops.add(jobs.cancellation(time.job(), time.due()));
      write(owner, was.id(), at, time.key(), ops);
    }
    before.removeAll(changed.media());
    media.release(before, use(was.id()));
    return changed;
  }

  /// Takes it back: it is not posted, and its files are loose again.
  public void cancel(AccountId owner, ScheduledId id) {
    turns.take(
        owner.value(),
        () -> {
          Time time = find(owner, id);
          remove(owner, time, List.of(jobs.cancellation(time.job(), time.due())));
          return id;
        });
  }

  /// Posts it at once, whatever its time is.
  ///
  /// @throws Refused what posting it refuses; then it goes on waiting
  public List<Status> publish(AccountId owner, ScheduledId id) {
    return turns.take(
        owner.value(),
        () -> {
          Time time = find(owner, id);
          List<Draft> drafts = post(owner, time).orElseThrow(Refusal::notFound).drafts();
          List<Status> statuses = posting.post(drafts, key(id));
          remove(owner, time, List.of(jobs.cancellation(time.job(), time.due())));
          return statuses;
        });
  }

  /// No header holds U+0000, so no client's own key is the same.
  private static String key(ScheduledId id) {
    return "scheduled\0" + id;
  }

  private void remove(AccountId owner, Time time, List<Op> more) {
    Optional<Post> post = post(owner, time);
    List<Op> ops = new ArrayList<>(more);
    ops.add(Op.delete(TIMES, Key.of(owner.value()), Key.down(time.id().value())));
    Key of = Key.down(time.id().value());
    ops.add(Op.deleteRange(WORDS, Key.of(owner.value()), of, of.afterPrefix()));
    store.journalledBatch(ops);
    post.ifPresent(p -> media.release(p.media(), use(p.id())));
  }

  private Jobs.Outcome due(Jobs.Job job) {
    var body = Bytes.read(job.body());
    AccountId owner = new AccountId(body.number());
    ScheduledId id = new ScheduledId(body.number());
    return turns.take(owner.value(), () -> due(owner, id));
  }

  private Jobs.Outcome due(AccountId owner, ScheduledId id) {
    Optional<Time> time = row(owner, id);
    if (time.isEmpty() || time.get().at().isAfter(clock.instant())) {
      // Taken back, posted, or moved to a time that has a job of its own.
      return new Jobs.Outcome.Done();
    }
    List<Draft> drafts = post(owner, time.get()).orElseThrow().drafts();
    String key = key(id);
    try {
      var _ = posting.post(drafts, key);
    } catch (Refused refused) {
      if (posting.isGoneAgain(owner, key)) {
        // A kill came after posting, and its author has deleted it since (of a series perhaps a
        // part): its words must not stay here.
        remove(owner, time.get(), List.of());
        return new Jobs.Outcome.Done();
      }
      return switch (refused.refusal()) {
        case Refusal.Unavailable _, Refusal.TooMany _, Refusal.Conflict _ ->
            new Jobs.Outcome.Again("refused for now");
        case Refusal.NotFound _,
            Refusal.NotSignedIn _,
            Refusal.Forbidden _,
            Refusal.Invalid _,
            Refusal.Malformed _,
            Refusal.WrongType _,
            Refusal.Gone _,
            Refusal.TooLarge _ ->
            new Jobs.Outcome.Done();
      };
    }
    remove(owner, time.get(), List.of());
    return new Jobs.Outcome.Done();
  }

  /// Of an account that was deleted.
  boolean forgetSome(AccountId owner, int rowsMax) {
    List<Row> some = store.scan(TIMES, Key.of(owner.value()), rowsMax);
    for (Row row : some) {
      Time time = time(row);
      remove(owner, time, List.of(jobs.cancellation(time.job(), time.due())));
    }
    return !some.isEmpty();
  }

  // ---- rows

  private List<Time> times(AccountId owner) {
    return store.scan(TIMES, Key.of(owner.value()), limits.scheduledMax() + 1).stream()
        .map(Scheduled::time)
        .toList();
  }

  private Time find(AccountId owner, ScheduledId id) {
    return row(owner, id).orElseThrow(Refusal::notFound);
  }

  private Optional<Time> row(AccountId owner, ScheduledId id) {
    return store.get(TIMES, Key.of(owner.value()), Key.down(id.value())).map(Scheduled::time);
  }

  private static Time time(Row row) {
    var from = Bytes.read(row.value());
    return new Time(
        new ScheduledId(row.sk().downAt(0)), from.time(), from.number(), from.time(), from.raw());
  }

  private Optional<Post> post(AccountId owner, Time time) {
    Key of = Key.down(time.id().value());
    List<Draft> drafts =
        store
            .scan(
                WORDS,
                Key.of(owner.value()),
                of,
                of.afterPrefix(),
                seriesMax,
                Store.Order.ASCENDING)
            .stream()
            .map(row -> DraftBytes.read(row.value()))
            .toList();
    return drafts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Post(time.id(), drafts, time.at()));
  }

  /// Its files are held as if by a status of this id, which is never one.
  private static StatusId use(ScheduledId id) {
    return new StatusId(id.value());
  }
}
