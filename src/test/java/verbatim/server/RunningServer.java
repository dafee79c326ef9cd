package verbatim.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import verbatim.http.Route;
import verbatim.statuses.Statuses;

/// The whole program in test mode, in this process, on a free port: for tests that come as clients do.
public final class RunningServer implements AutoCloseable {
  private static final Duration SETTLED_MAX = Duration.ofSeconds(30);

  private final Server server;
  private final String url;

  private RunningServer(Server server, String url) {
    this.server = server;
    this.url = url;
  }

  public static RunningServer in(Path folder) throws IOException {
    try {
      int port = freePort();
      Config config =
          ConfigFile.read(
              Path.of("none"),
              false,
              Map.of(),
              Map.of(
                  Setting.DATA, folder.resolve("data").toString(),
                  Setting.PORT, Integer.toString(port),
                  Setting.PUBLIC_URL, "http://localhost:" + port),
              true);
      Server server = Server.open(config);
      server.serve();
      return new RunningServer(server, "http://localhost:" + port);
    } catch (ConfigFile.Unusable e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Without a slash at the end.
  public String url() {
    return url;
  }

  public List<Route> routes() {
    return server.routes();
  }

  public Statuses statuses() {
    return server.content.statuses;
  }

  public verbatim.accounts.Accounts accounts() {
    return server.content.accounts;
  }

  /// Waits until all that follows from what was done has happened.
  public void settle() {
    if (!server.ground.log.settle(SETTLED_MAX)) {
      throw new AssertionError("not settled within " + SETTLED_MAX);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
