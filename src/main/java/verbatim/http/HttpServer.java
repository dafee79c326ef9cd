package verbatim.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Limits;
import verbatim.kernel.Spread;

/// The HTTP server: a table of routes in, Jetty underneath, HTTP/1.1 and cleartext HTTP/2 on one
/// port. Everything that reads from the network has a bound, in bytes, in time and in number.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int TASKS_PER_CONNECTION_MAX = 2;
  private static final long SWEEP_MS_MAX = 1_000;

  private final HttpSettings settings;
  private final List<Route> routes;
  private final Server jetty;
  private final ServerConnector connector;
  private final Sender sender;
  private final Connections connections;
  private final Sockets sockets;
  private final RequestCounts counts;

  /// How one route was asked until now.
  ///
  /// @param route method and template: `GET /api/v1/statuses/:id`, or `none`
  /// @param byClass answers 1xx to 5xx
  public record Asked(String route, List<Long> byClass, Spread.Reading took) {}

  /// Refuses, with IllegalStateException, a table in which two routes are alike or one has no
  /// access.
  public HttpServer(
      HttpSettings settings,
      List<Route> routes,
      Authenticator authenticator,
      RateLimits limits,
      ErrorPage errorPage,
      RandomGenerator random) {
    this.settings = settings;
    this.routes = List.copyOf(routes);
    Router router = new Router(this.routes);
    TrustedProxies proxies = new TrustedProxies(settings.trustedProxies());
    Limits.Http bounds = settings.limits();
    jetty = new Server(threads(bounds));
    connector = connector(jetty, settings);
    sockets = new Sockets(jetty, bounds);
    sender = new Sender(new Headers(settings.isHttps()), sockets, bounds.compressedBytesMin());
    connections = new Connections(proxies, bounds.connectionsPerAddressMax(), bounds.headerMax());
    counts = new RequestCounts(this.routes);
    RequestLog log = new RequestLog(counts, settings.isAddressLogged());
    connector.addBean(connections);
    jetty.addBean(new NetworkConnectionLimit(bounds.connectionsMax(), connector));
    jetty.addConnector(connector);
    jetty.setErrorHandler(new PlainErrors());
    jetty.setRequestLog(log);
    jetty.setStopTimeout(settings.stopMax().toMillis());
    jetty.setHandler(
        new GracefulHandler(
            new Dispatch(
                router,
                new Gate(authenticator, settings),
                limits,
                errorPage,
                sender,
                proxies,
                new Request.Parts(settings, settings.origin(), new JsonBody(bounds)),
                log,
                random.nextLong())));
  }

  public void start() {
    try {
      Files.createDirectories(settings.uploads());
      clear(settings.uploads());
      jetty.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("cannot listen on " + where() + ": " + reason(e), e));
    } catch (Exception e) {
      throw new IllegalStateException("cannot listen on " + where(), e);
    }
    every(Math.min(SWEEP_MS_MAX, settings.limits().headerMax().toMillis() / 4), connections::sweep);
    every(settings.limits().idleMax().toMillis() / 3, sockets::ping);
  }

  private String where() {
    String address = settings.bind().getAddress().getHostAddress();
    return (address.indexOf(':') < 0 ? address : "[" + address + "]")
        + ":"
        + settings.bind().getPort();
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  /// Where it listens.
  public int port() {
    return connector.getLocalPort();
  }

  /// The table, for `./verbatim routes` and for tests that try them all.
  public List<Route> routes() {
    return routes;
  }

  /// Takes no new requests, ends streams, and lets running requests end within `stopMax`.
  @Override
  public void close() {
    sender.stop();
    try {
      jetty.stop();
    } catch (Exception e) {
      // Somebody who sends or reads slowly does not keep the server from stopping: Jetty has cut
      // him off.
      LOG.warn("stopped with requests under way ({})", e.getClass().getSimpleName());
    }
  }

  /// Routes that were asked at least once.
  public List<Asked> asked() {
    return counts.read();
  }

  public int connectionCount() {
    return connections.count();
  }

  private void every(long ms, Runnable task) {
    connector
        .getScheduler()
        .schedule(
            () -> {
              if (jetty.isRunning()) {
                try {
                  task.run();
                } catch (RuntimeException e) {
                  LOG.error("What is done regularly went wrong this time", e);
                } finally {
                  every(ms, task);
                }
              }
            },
            Math.max(1, ms),
            TimeUnit.MILLISECONDS);
  }

  private static VirtualThreadPool threads(Limits.Http bounds) {
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setName("http");
    // 200 by default: a few slow clients would hold up everybody.
    threads.setMaxConcurrentTasks(bounds.connectionsMax() * TASKS_PER_CONNECTION_MAX);
    return threads;
  }

  private static ServerConnector connector(Server jetty, HttpSettings settings) {
    Limits.Http bounds = settings.limits();
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(bounds.headerBytesMax());
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.RFC3986);
    http.setRelativeRedirectAllowed(true);
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(bounds.streamsPerConnectionMax());
    http2.setRateControlFactory(new WindowRateControl.Factory(bounds.framesPerSecondMax()));
    http2.setStreamIdleTimeout(bounds.idleMax().toMillis());
    ServerConnector connector =
        new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http), http2);
    connector.setHost(settings.bind().getAddress().getHostAddress());
    connector.setPort(settings.bind().getPort());
    connector.setIdleTimeout(bounds.idleMax().toMillis());
    // Shorter than the stop itself: idle connections are gone before its time is up.
    connector.setShutdownIdleTimeout(settings.stopMax().toMillis() / 2);
    return connector;
  }

  private static void clear(Path folder) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "upload-*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What Jetty itself refuses before a route is found: bad requests, headers too large.
  private static final class PlainErrors extends ErrorHandler {
    @Override
    public boolean handle(
        org.eclipse.jetty.server.Request request, Response response, Callback callback) {
      byte[] body = JsonErrors.bytes(words(response.getStatus()));
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      // Where one request ended is in doubt, so nothing after it is believed.
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "private, no-store");
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }

    private static String words(int status) {
      return switch (status) {
        case 400 -> "Bad request";
        case 408 -> "Request timeout";
        case 414 -> "The address is too long";
        case 431 -> "The headers are too large";
        case 503 -> "Service unavailable";
        default -> status < 500 ? "Request refused" : "Something went wrong on our side";
      };
    }
  }
}
