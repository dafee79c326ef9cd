package verbatim.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import verbatim.Ports;
import verbatim.Waiting;
import verbatim.http.Route;
import verbatim.statuses.Statuses;

/// The whole program in this process, on a free port: for tests that come as clients do.
public final class RunningServer implements AutoCloseable {
  private static final Duration SETTLED_MAX = Waiting.PATIENCE;

  private final Server server;
  private final String url;
  private final AtomicReference<Duration> ahead;

  private RunningServer(Server server, String url, AtomicReference<Duration> ahead) {
    this.server = server;
    this.url = url;
    this.ahead = ahead;
  }

  /// Puts the clock of a server in test mode so far ahead of the machine's; back with zero.
  public void isAhead(Duration by) {
    ahead.set(by);
  }

  /// In test mode: everybody is confirmed at once, limits are lifted.
  public static RunningServer in(Path folder) throws IOException {
    return open(folder, true, Map.of());
  }

  /// As it runs for people, with these settings (`smtp-host` and the like).
  public static RunningServer inEarnest(Path folder, Map<String, String> settings)
      throws IOException {
    return open(folder, false, settings);
  }

  private static RunningServer open(Path folder, boolean testMode, Map<String, String> more)
      throws IOException {
    try {
      int port = Ports.free();
      Map<Setting, String> settings = new EnumMap<>(Setting.class);
      settings.put(Setting.DATA, folder.resolve("data").toString());
      settings.put(Setting.PORT, Integer.toString(port));
      settings.put(Setting.PUBLIC_URL, "http://localhost:" + port);
      more.forEach((key, value) -> settings.put(Setting.named(key).orElseThrow(), value));
      Config config = ConfigFile.read(Path.of("none"), false, Map.of(), settings, testMode);
      var ahead = new AtomicReference<>(Duration.ZERO);
      Server server =
          Server.open(config, testMode ? () -> Instant.now().plus(ahead.get()) : sinceMidnight());
      server.serve();
      return new RunningServer(server, "http://localhost:" + port, ahead);
    } catch (ConfigFile.Unusable e) {
      throw new IllegalStateException(e);
    }
  }

  /// The real clock, put back to the beginning of a day: the fixed windows of the rate limits all
  /// begin with the server, so that none of them ends while a test counts.
  static InstantSource sinceMidnight() {
    Instant now = Instant.now();
    Duration ahead = Duration.between(now.truncatedTo(ChronoUnit.DAYS), now);
    return () -> Instant.now().minus(ahead);
  }

  /// Without a slash at the end.
  public String url() {
    return url;
  }

  /// What is printed at start.
  public String greeting() {
    return server.greeting();
  }

  public List<Route> routes() {
    return server.routes();
  }

  public verbatim.moderation.Moderation moderation() {
    return server.reading.moderation;
  }

  public Statuses statuses() {
    return server.content.statuses;
  }

  public verbatim.accounts.Accounts accounts() {
    return server.content.accounts;
  }

  /// A command as `./verbatim` gives it to a server that runs.
  ///
  /// @param input what stands on standard input
  public void command(String input, String... words) {
    ControlSocket.Answer answer =
        server.commands().run(new ControlSocket.Request(List.of(words), input));
    if (answer.exit() != 0) {
      throw new AssertionError(answer.toString());
    }
  }

  /// Waits until all that follows from what was done has happened.
  public void settle() {
    boolean isDone =
        server.ground.log.settle(SETTLED_MAX)
            && server.ground.jobs.settle(SETTLED_MAX)
            && server.ground.log.settle(SETTLED_MAX);
    if (!isDone) {
      throw new AssertionError("not settled within " + SETTLED_MAX);
    }
  }

  /// Waits until all that happened is found by searching.
  public void settleSearch() {
    try {
      server.reading.indexing.begin();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    settle();
    long until = System.nanoTime() + SETTLED_MAX.toNanos();
    while (server.reading.search.progress().isRunning()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("the index is not made within " + SETTLED_MAX);
      }
      Thread.yield();
    }
    server.reading.search.refresh();
  }

  /// Waits until every letter that was ordered is with the mail server.
  public void sendLetters() {
    if (!server.ground.jobs.settle(SETTLED_MAX)) {
      throw new AssertionError("letters not sent within " + SETTLED_MAX);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
