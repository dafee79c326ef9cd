package verbatim.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refused;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;

/// `/health`: up when the server answers and its store takes a write. Says no more than that, since
/// strangers may ask, as often as they like: the store is tried at most once a second. What failed
/// for good is counted in the metrics and told by `./verbatim dead`.
final class Health {
  private static final Table HEALTH = Table.plain("health");
  private static final byte[] MARK = {1};
  private static final Duration FRESH_MAX = Duration.ofSeconds(1);

  private final Store store;
  private final InstantSource clock;
  private final boolean testMode;
  private final AtomicReference<Tried> last = new AtomicReference<>(new Tried(Instant.MIN, false));

  private record Tried(Instant at, boolean isUp) {}

  Health(Store store, InstantSource clock, boolean testMode) {
    this.store = store;
    this.clock = clock;
    this.testMode = testMode;
  }

  List<Route> routes() {
    return List.of(Route.get("/health", Access.open(), this::health, "whether the server is up"));
  }

  private Answer health(Request request) {
    Tried tried = tried();
    JsonWriter json = new JsonWriter(64);
    json.object().field("status", tried.isUp() ? "up" : "down");
    if (testMode) {
      json.field("test_mode", true);
    }
    json.end();
    return Answer.json(json).status(tried.isUp() ? 200 : 503).header("Cache-Control", "no-store");
  }

  // One at a time: of many who ask at once, one tries the store.
  private synchronized Tried tried() {
    Tried before = last.get();
    Instant now = clock.instant();
    if (before.at().isAfter(now.minus(FRESH_MAX)) && !before.at().isAfter(now)) {
      return before;
    }
    Tried tried = new Tried(now, takesWrites());
    last.set(tried);
    return tried;
  }

  private boolean takesWrites() {
    try {
      store.put(HEALTH, Key.NONE, Key.NONE, MARK);
      return true;
    } catch (Refused e) {
      return false;
    }
  }
}
