package verbatim.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Spread;

/// How often each route was asked, how it answered and how long it took. It stands on the path of
/// every request: one look-up and three counters, and nothing is allocated.
final class RequestCounts {
  private static final List<Duration> UP_TO =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(25),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(2_500),
          Duration.ofSeconds(10));
  private static final int CLASSES = 5;

  // Filled once, then only read.
  private final IdentityHashMap<Route, Counted> byRoute = new IdentityHashMap<>();
  private final Map<String, Counted> byName = new TreeMap<>();
  private final Counted unrouted = new Counted();

  RequestCounts(List<Route> routes) {
    // One address may have a face for programs and one for browsers: they are counted as one, since
    // figures of the same name twice would be no figures at all.
    routes.forEach(
        route -> byRoute.put(route, byName.computeIfAbsent(name(route), _ -> new Counted())));
  }

  void count(org.eclipse.jetty.server.Request jetty, @Nullable Route route, Response response) {
    Counted counted = route == null ? unrouted : byRoute.getOrDefault(route, unrouted);
    counted.count(response.getStatus(), NanoTime.since(jetty.getBeginNanoTime()));
  }

  /// Of the routes that were asked at all.
  List<HttpServer.Asked> read() {
    List<HttpServer.Asked> asked = new ArrayList<>();
    byName.forEach((name, counted) -> counted.read(name, asked));
    unrouted.read("none", asked);
    return asked;
  }

  private static String name(Route route) {
    return route.method() + " " + route.path();
  }

  private static final class Counted {
    private final LongAdder[] answers = new LongAdder[CLASSES];
    private final Spread took = new Spread(UP_TO);

    Counted() {
      for (int i = 0; i < CLASSES; i++) {
        answers[i] = new LongAdder();
      }
    }

    void count(int status, long nanos) {
      answers[Math.clamp(status / 100 - 1, 0, CLASSES - 1)].increment();
      took.count(nanos);
    }

    void read(String route, List<HttpServer.Asked> into) {
      List<Long> byClass = new ArrayList<>();
      for (LongAdder answer : answers) {
        byClass.add(answer.sum());
      }
      if (byClass.stream().anyMatch(count -> count > 0)) {
        into.add(new HttpServer.Asked(route, byClass, took.read()));
      }
    }
  }
}
