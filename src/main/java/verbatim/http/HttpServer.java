package verbatim.http;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// The HTTP server: routes in, Jetty underneath. Started with a table of routes, it answers until it
/// is closed.
public final class HttpServer implements AutoCloseable {
  public HttpServer(
      HttpSettings settings,
      List<Route> routes,
      Authenticator authenticator,
      RateLimits limits,
      ErrorPage errorPage,
      InstantSource clock,
      RandomGenerator random) {}

  public void start() {}

  /// Where it listens.
  public int port() {
    return 0;
  }

  /// Takes no new requests, lets running ones end (at most `stopMax`).
  @Override
  public void close() {}
}
