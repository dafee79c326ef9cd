package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import verbatim.accounts.Accounts;
import verbatim.accounts.Posting;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.log.JobOptions;
import verbatim.log.Jobs;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.log.faulty.FaultyLog;
import verbatim.media.Ffmpeg;
import verbatim.media.Media;
import verbatim.relations.FollowOptions;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.store.Store;
import verbatim.store.faulty.FaultyStore;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// Statuses with the real parts below them, and nothing above.
final class Scene implements AutoCloseable {
  enum Engine {
    ROCKS,
    FAULTY
  }

  static final String DOMAIN = "here.example";
  static final Duration LONG = Duration.ofSeconds(60);
  private static final double FAULTS = 0.15;

  final long seed = Long.getLong("verbatim.seed", System.nanoTime());
  final Random random = new Random(seed);
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T10:00:00Z"));
  final List<StatusEvent> events = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final Engine engine;
  private final Limits limits;
  private final InstantSource clock = now::get;
  private final Ids ids = new Ids(clock, 1);
  WatchedStore store;
  EventLog log;
  Jobs jobs;
  Accounts accounts;
  Relations relations;
  Statuses statuses;
  Media media;

  Scene(Path folder, Engine engine) {
    this(folder, engine, Limits.usual());
  }

  Scene(Path folder, Engine engine, Limits limits) {
    this.folder = folder;
    this.engine = engine;
    this.limits = limits;
    System.out.println("scene on " + engine + ", seed " + seed);
    open();
  }

  private void open() {
    Store rocks = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock);
    store =
        new WatchedStore(
            engine == Engine.ROCKS
                ? rocks
                : new FaultyStore(rocks, new Random(seed + 1), FAULTS, Duration.ofMillis(2)));
    EventLog plain = new StoreLog(store, ids, LogOptions.brisk());
    log = engine == Engine.ROCKS ? plain : new FaultyLog(plain, new Random(seed + 2), FAULTS);
    jobs = new Jobs(store, ids, clock, new Random(seed + 3), jobOptions());
    accounts = new Accounts(store, log, ids, clock, random, limits);
    relations = new Relations(store, log, accounts, ids, clock, random, limits);
    var maySee = new MaySee(relations, accounts, clock);
    var mayDo = new MayDo(maySee, relations, accounts);
    media =
        new Media(
            store,
            folder.resolve("media"),
            256L << 20,
            Ffmpeg.absent(),
            verbatim.media.Seal.NONE,
            new byte[32],
            ids,
            clock,
            new SecureRandom(),
            limits);
    statuses =
        new Statuses(
            store, log, jobs, accounts, maySee, mayDo, media, ids, clock, random, limits, DOMAIN);
    log.consume("test", this::on);
    jobs.start();
  }

  private static JobOptions jobOptions() {
    var usual = JobOptions.usual();
    return new JobOptions(1, usual.queueMax(), usual.lookEvery(), usual.retries());
  }

  private void on(EventLog.Entry entry) {
    if (entry.event().family().equals(StatusEvent.FAMILY)) {
      var event = StatusEvent.read(entry.event());
      statuses.count(event, entry.partition(), entry.offset());
      events.add(event);
    }
  }

  AccountId person(String name) {
    return accounts.create(name, Standing.active(), Posting.usual()).id();
  }

  void follows(AccountId from, AccountId to) {
    relations.follow(from, to, FollowOptions.usual());
  }

  void later(Duration by) {
    now.updateAndGet(time -> time.plus(by));
    jobs.wake();
  }

  void settle() {
    assertThat(log.settle(LONG)).isTrue();
    assertThat(jobs.settle(LONG)).isTrue();
    assertThat(log.settle(LONG)).isTrue();
  }

  void restart() {
    closeAll();
    open();
  }

  private void closeAll() {
    jobs.close();
    log.close();
    store.close();
  }

  @Override
  public void close() {
    closeAll();
  }

  Status posts(AccountId who, String text) {
    return statuses.post(Draft.of(who, text));
  }

  Status posts(AccountId who, String text, Draft.Visibility visibility) {
    return statuses.post(draft(who, text, visibility));
  }

  Status answers(AccountId who, Status to, String text) {
    return answers(who, to, text, Draft.Visibility.PUBLIC);
  }

  Status answers(AccountId who, Status to, String text, Draft.Visibility visibility) {
    return statuses.post(answer(who, to.id(), text, visibility));
  }

  static Draft draft(AccountId who, String text, Draft.Visibility visibility) {
    return new Draft(
        who,
        text,
        "",
        false,
        "",
        visibility,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Status.Application.NONE,
        Origin.HERE);
  }

  static Draft answer(AccountId who, StatusId to, String text, Draft.Visibility visibility) {
    return new Draft(
        who,
        text,
        "",
        false,
        "",
        visibility,
        List.of(),
        Optional.empty(),
        Optional.of(to),
        Status.Application.NONE,
        Origin.HERE);
  }

  static Draft poll(AccountId who, String text, Draft.NewPoll poll) {
    return new Draft(
        who,
        text,
        "",
        false,
        "",
        Draft.Visibility.PUBLIC,
        List.of(),
        Optional.of(poll),
        Optional.empty(),
        Status.Application.NONE,
        Origin.HERE);
  }

  static Draft.NewPoll tea() {
    return new Draft.NewPoll(List.of("tea", "coffee", "water"), false, false, Duration.ofHours(1));
  }

  static Viewer viewer(AccountId who) {
    return Viewer.of(who);
  }

  static Refusal refusal(Callable<?> call) {
    var thrown = catchThrowable(call::call);
    assertThat(thrown).isInstanceOf(Refused.class);
    return ((Refused) thrown).refusal();
  }

  static List<String> texts(List<Status> statuses) {
    return statuses.stream().map(status -> status.words().text()).toList();
  }

  /// All at the same moment, as near as it gets. What was thrown stands in the results too.
  static List<Object> atOnce(int count, Callable<?> call) throws Exception {
    var start = new CountDownLatch(1);
    List<Object> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return call.call();
                  } catch (Refused e) {
                    return e.refusal();
                  }
                }));
      }
      start.countDown();
      for (Future<Object> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }
}
