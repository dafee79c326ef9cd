package verbatim.server;

import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refused;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;

/// `/health`: up when the server answers and its store takes a write. Says no more than that to strangers.
final class Health {
  private static final Table HEALTH = Table.plain("health");
  private static final byte[] MARK = {1};

  private final Store store;
  private final boolean testMode;

  Health(Store store, boolean testMode) {
    this.store = store;
    this.testMode = testMode;
  }

  List<Route> routes() {
    return List.of(Route.get("/health", Access.open(), this::health, "whether the server is up"));
  }

  private Answer health(Request request) {
    boolean isUp = takesWrites();
    JsonWriter json = new JsonWriter(64);
    json.object().field("status", isUp ? "up" : "down");
    if (testMode) {
      json.field("test_mode", true);
    }
    json.end();
    return Answer.json(json).status(isUp ? 200 : 503).header("Cache-Control", "no-store");
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
