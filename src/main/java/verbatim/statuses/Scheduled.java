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
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
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
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Posts that wait for their time; each is its owner's alone. A job posts it under a key made of
/// its id, so that a job which runs twice posts once. A post that is refused when its time comes
/// (what it answers is gone) stays in the list with its date past, so that no words are lost.
public final class Scheduled {
  /// When it comes due, under owner and id; the words lie apart, so that counting reads no words.
  private static final Table TIMES = Table.plain("scheduled");

  private static final Table WORDS = Table.plain("scheduled_words");
  private static final String JOB = "status.scheduled";
  private static final int JOBS_AT_ONCE_MAX = 4;
  private static final Duration LATE_AFTER = Duration.ofMinutes(2);

  /// @param at when it is to be posted
  public record Post(ScheduledId id, Draft draft, Instant at) {}

  /// @param key hash of the idempotency key, empty for none
  private record Time(ScheduledId id, Instant at, long job, Instant due, byte[] key) {}

  private final Store store;
  private final Jobs jobs;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Later limits;
  private final Media media;
  private final Consumer<Draft> check;
  private final BiFunction<Draft, String, Status> post;
  private final BiPredicate<AccountId, String> goneAgain;
  private final Turns turns = new Turns();

  /// @param check refuses what cannot be posted
  /// @param post posts once for a key
  /// @param goneAgain whether what was posted for a key has been deleted since
  Scheduled(
      Store store,
      Jobs jobs,
      Ids ids,
      InstantSource clock,
      Limits limits,
      Media media,
      Consumer<Draft> check,
      BiFunction<Draft, String, Status> post,
      BiPredicate<AccountId, String> goneAgain) {
    this.store = store;
    this.jobs = jobs;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits.later();
    this.media = media;
    this.check = check;
    this.post = post;
    this.goneAgain = goneAgain;
    jobs.handle(JOB, JOBS_AT_ONCE_MAX, (job, _) -> due(job));
  }

  /// @param keyOrBlank asking again with the same key answers the first, as long as it waits
  /// @throws Refused Invalid (too soon, too many, or what posting it would refuse)
  public Post schedule(Draft draft, Instant at, String keyOrBlank) {
    check.accept(draft);
    return turns.take(draft.author().value(), () -> scheduleOnce(draft, at, keyOrBlank));
  }

  private Post scheduleOnce(Draft draft, Instant at, String keyOrBlank) {
    byte[] key =
        keyOrBlank.isBlank()
            ? new byte[0]
            : StatusTable.sha256(keyOrBlank.getBytes(StandardCharsets.UTF_8));
    List<Time> waiting = times(draft.author());
    for (Time time : waiting) {
      if (key.length > 0 && Arrays.equals(time.key(), key)) {
        return same(draft, time);
      }
    }
    refuseTime(at);
    refuseTooMany(waiting, at);
    ScheduledId id = new ScheduledId(ids.next());
    List<Op> ops = new ArrayList<>(media.attach(draft.author(), draft.media(), use(id)));
    ops.add(
        Op.put(
            WORDS, Key.of(draft.author().value()), Key.down(id.value()), DraftBytes.write(draft)));
    write(draft.author(), id, at, key, ops);
    return new Post(id, draft, at);
  }

  private Post same(Draft draft, Time time) {
    Post first = post(draft.author(), time).orElseThrow(Refusal::notFound);
    if (!Arrays.equals(
        Composer.content(List.of(first.draft())), Composer.content(List.of(draft)))) {
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
    return Months.page(store, TIMES, Key.of(owner.value()), page).stream()
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
        owner.value(),
        () -> {
          Time was = find(owner, id);
          refuseTime(at);
          refuseTooMany(times(owner).stream().filter(t -> !t.id().equals(id)).toList(), at);
          List<Op> ops = new ArrayList<>();
          ops.add(jobs.cancellation(was.job(), was.due()));
          write(owner, id, at, was.key(), ops);
          return get(owner, id);
        });
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
  public Status publish(AccountId owner, ScheduledId id) {
    return turns.take(
        owner.value(),
        () -> {
          Time time = find(owner, id);
          Draft draft = post(owner, time).orElseThrow(Refusal::notFound).draft();
          Status status = post.apply(draft, key(id));
          remove(owner, time, List.of(jobs.cancellation(time.job(), time.due())));
          return status;
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
    ops.add(Op.delete(WORDS, Key.of(owner.value()), Key.down(time.id().value())));
    store.journalledBatch(ops);
    post.ifPresent(p -> media.release(p.draft().media(), use(p.id())));
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
    Draft draft = post(owner, time.get()).orElseThrow().draft();
    String key = key(id);
    try {
      var _ = post.apply(draft, key);
    } catch (Refused refused) {
      if (goneAgain.test(owner, key)) {
        // A kill came after posting, and its author has deleted it since: its words must not stay
        // here.
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
    return store
        .get(WORDS, Key.of(owner.value()), Key.down(time.id().value()))
        .map(row -> new Post(time.id(), DraftBytes.read(row.value()), time.at()));
  }

  /// Its files are held as if by a status of this id, which is never one.
  private static StatusId use(ScheduledId id) {
    return new StatusId(id.value());
  }
}
