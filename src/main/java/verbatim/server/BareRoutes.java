package verbatim.server;

import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Ids;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;

/// What `bench` measures against: a route that answers bytes from memory, one that durably writes
/// one 1 KB row. Only with `serve --test-mode --bench`.
final class BareRoutes {
  private static final Table ROWS = Table.plain("bench");
  private static final byte[] ROW = new byte[1_024];

  private final Store store;
  private final Ids ids;
  private volatile byte[] bytes = {};

  BareRoutes(Store store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/bench/bytes", Access.open(), this::keep, "bench: the bytes to answer"),
        Route.get(
            "/bench/bytes", Access.open(), _ -> Answer.json(bytes), "bench: bytes from memory"),
        Route.post("/bench/row", Access.open(), this::write, "bench: one durable row"));
  }

  private Answer keep(Request request) {
    bytes = request.body();
    return Answer.empty();
  }

  private Answer write(Request request) {
    store.put(ROWS, Key.of(ids.next()), Key.NONE, ROW);
    return Answer.empty();
  }
}
