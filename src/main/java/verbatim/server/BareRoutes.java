package verbatim.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Ids;
import verbatim.kernel.Refusal;
import verbatim.log.EventLog;
import verbatim.log.Jobs;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// What `bench` measures against: a route that answers bytes from memory, one that durably writes
/// one 1 KB row, one that writes the rows of a fan-out behind it; and one that tells when all that
/// follows has happened. Only with `serve --test-mode --bench`.
final class BareRoutes {
  private static final Table ROWS = Table.plain("bench");
  private static final byte[] ROW = new byte[1_024];

  private static final Table FEEDS = Table.plain("bench_feed");
  private static final byte[] ENTRY = new byte[10];
  private static final int FEEDS_OF_ONE = 20;
  private static final int FEEDS_OF_ALL = 1_000;
  private static final Duration SETTLED_MAX = Duration.ofSeconds(10);

  private final Store store;
  private final EventLog log;
  private final Jobs jobs;
  private final Ids ids;
  private volatile byte[] bytes = {};

  BareRoutes(Store store, EventLog log, Jobs jobs, Ids ids) {
    this.store = store;
    this.log = log;
    this.jobs = jobs;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/bench/bytes", Access.open(), this::keep, "bench: the bytes to answer"),
        Route.get(
            "/bench/bytes", Access.open(), _ -> Answer.json(bytes), "bench: bytes from memory"),
        Route.post("/bench/row", Access.open(), this::write, "bench: one durable row"),
        Route.post("/bench/fan", Access.open(), this::fan, "bench: one durable row, 20 behind it"),
        Route.get("/bench/settled", Access.open(), _ -> settled(), "bench: all has happened"));
  }

  private Answer keep(Request request) {
    bytes = request.body();
    return Answer.empty();
  }

  private Answer write(Request request) {
    store.put(ROWS, Key.of(ids.next()), Key.NONE, ROW);
    return Answer.empty();
  }

  private Answer fan(Request request) {
    long id = ids.next();
    store.put(ROWS, Key.of(id), Key.NONE, ROW);
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < FEEDS_OF_ONE; i++) {
      long feed = (id * 0x9E3779B97F4A7C15L + i * 0x632BE59BD9B4E019L >>> 33) % FEEDS_OF_ALL;
      ops.add(Op.put(FEEDS, Key.of(feed), Key.down(id), ENTRY));
    }
    store.putDerived(ops);
    return Answer.empty();
  }

  /// Jobs are only looked at while many wait: to settle them would make them look for more all the
  /// time, and that would be measured.
  private Answer settled() {
    if (!log.settle(SETTLED_MAX)) {
      throw Refusal.unavailable("not yet");
    }
    Jobs.Counts counts = jobs.counts();
    if (counts.running() + counts.waiting() > 0 || !jobs.settle(SETTLED_MAX)) {
      throw Refusal.unavailable("not yet");
    }
    return Answer.empty();
  }
}
