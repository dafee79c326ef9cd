package verbatim.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.Handle;
import verbatim.house.About;
import verbatim.http.Route;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Table;

/// The whole program on one data folder. Read it first: all parts are made here, leaves first, ring
/// by ring: [Ground] (store, log, jobs), [Content] (people and words), [Reading] (timelines,
/// notifications), [Edges] (API, pages, HTTP). What follows from what is in [Reactions].
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  static final String REACTIONS = "reactions";
  private static final Duration SETTLE_MAX = Duration.ofSeconds(2);
  private static final Duration STOP_MAX = Duration.ofSeconds(9);
  private static final int HEAP_LOOK_SECONDS = 5;
  private static final int STOPPED_BY_SIGNAL = 143;

  /// Where people reached this data last.
  private static final Table SERVED_AS = Table.plain("served_as");

  private static final String HEADLESS = "java.awt.headless";

  final Config config;
  final Ground ground;
  final Content content;
  final Reading reading;
  private final Edges edges;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private @Nullable ControlSocket control;

  private Server(Config config, Ground ground, boolean isBench) throws IOException {
    this.config = config;
    // Pictures are drawn without a screen, whatever the machine has.
    if (System.getProperty(HEADLESS) == null) {
      System.setProperty(HEADLESS, "true");
    }
    this.ground = ground;
    content = new Content(config, ground);
    reading = new Reading(config, ground, content);
    edges = new Edges(config, ground, content, reading, version(), isBench);
    ground.log.consume(REACTIONS, reading.reactions);
    ground.jobs.start();
  }

  /// Opens the data folder and starts what works without being asked; serves nobody yet.
  static Server open(Config config) throws IOException {
    return open(config, InstantSource.system());
  }

  static Server open(Config config, InstantSource clock) throws IOException {
    return open(config, clock, Ground.Way.SERVED, false);
  }

  /// Not to be served: fast, and nothing is durable before it is closed.
  static Server openToFill(Config config, InstantSource clock) throws IOException {
    return open(config, clock, Ground.Way.FILLED, true);
  }

  static Server openLegible(Config config, InstantSource clock) throws IOException {
    return open(config, clock, Ground.Way.LEGIBLE, false);
  }

  static Server openForBench(Config config) throws IOException {
    return open(config, InstantSource.system(), Ground.Way.SERVED, true);
  }

  private static Server open(Config config, InstantSource clock, Ground.Way way, boolean isBench)
      throws IOException {
    Ground ground = new Ground(config, clock, way);
    try {
      return new Server(config, ground, isBench);
    } catch (IOException | RuntimeException e) {
      ground.close();
      if (e instanceof Config.Wrong wrong) {
        // Only beside the data it shows: a key of conversations is missing, say.
        throw new ConfigFile.Unusable(config.line(wrong));
      }
      if (e instanceof RuntimeException broken) {
        throw ground.explained(broken);
      }
      throw e;
    }
  }

  /// Answers requests, and commands through the control socket, until [#close].
  void serve() throws IOException {
    try {
      begin();
    } catch (RuntimeException e) {
      throw ground.explained(e);
    }
  }

  private void begin() throws IOException {
    Path data = config.data();
    lookAround();
    control = new ControlSocket(data, commands()::run);
    content.media.resume();
    // Before anybody is let in: what a dead process left half done would be seen by halves.
    content.conversations.sweep();
    edges.http.start();
    if (edges.metrics != null) {
      edges.metrics.start();
    }
    reading.streams.start();
    reading.indexing.beginSoon();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopFromOutside, "stop"));
    LOG.atInfo().addKeyValue("port", port()).addKeyValue("data", data).log("serving");
  }

  /// What is not wrong enough to stop for.
  private void lookAround() {
    String contact = content.house.about().contactAccount();
    if (!contact.isEmpty() && content.accounts.find(Handle.here(contact)).isEmpty()) {
      LOG.warn("contact-account names nobody who is here");
    }
    String url = config.publicUrl().url();
    Optional<String> before =
        ground.store.get(SERVED_AS, Key.NONE, Key.NONE).map(row -> Bytes.read(row.value()).text());
    // Whoever tries a copy on his own machine is not moving.
    if (config.publicUrl().isLoopback() || before.filter(url::equals).isPresent()) {
      return;
    }
    before.ifPresent(
        old ->
            LOG.atWarn()
                .addKeyValue("before", old)
                .addKeyValue("now", url)
                .log(
                    "public-url has changed: the addresses of all that was written here change"
                        + " with it, and links from elsewhere lead to nothing"));
    ground.store.put(SERVED_AS, Key.NONE, Key.NONE, Bytes.write(1).text(url).done());
  }

  int port() {
    return edges.http.port();
  }

  /// Where /metrics answers; 0 for nowhere.
  int metricsPort() {
    return edges.metrics == null ? 0 : edges.metrics.port();
  }

  List<Route> routes() {
    return edges.routes;
  }

  Commands commands() {
    return new Commands(
        ground.rocks(),
        config.data(),
        content.media,
        content.announcements,
        reading.archives,
        content.accounts,
        content.access.registration(),
        content.access.credentials(),
        content.access.secondFactor(),
        reading.search,
        reading.indexing,
        ground.clock,
        new Recount(
            content.accounts, content.relations, content.statuses, reading.timelines.directs()),
        new Failures(ground.log, ground.jobs),
        new DeskCommands(
            content.accounts,
            content.access.registration(),
            content.statuses,
            reading.moderation,
            reading.stories,
            content.house,
            content.access.invitations(),
            ground.clock),
        new NewsroomCommands(content.accounts, content.articles.newsrooms()));
  }

  /// What the settings mean, for whoever started the program.
  String greeting() {
    StringBuilder text = new StringBuilder();
    About about = content.house.about();
    text.append(about.name()).append(" is at ").append(config.publicUrl().url()).append('\n');
    text.append("  listening on ").append(config.listen().bind()).append(':').append(port());
    text.append(", data in ").append(config.data().toAbsolutePath()).append('\n');
    if (metricsPort() != 0) {
      text.append("  metrics at ").append(config.metrics().address()).append(':');
      text.append(metricsPort()).append("/metrics\n");
    }
    text.append("  sign-up: ")
        .append(
            switch (about.joining()) {
              case OPEN -> "open to everybody";
              case APPROVAL -> "by approval";
              case CLOSED -> "closed";
            });
    text.append(
        config.smtp().host().isEmpty() ? "; no mail is sent (smtp-host is not set)\n" : "\n");
    List<String> changed = content.house.changedHere();
    if (!changed.isEmpty()) {
      text.append("  set in the browser, whatever the settings file says: ")
          .append(String.join(", ", changed))
          .append('\n');
    }
    if (config.testMode()) {
      text.append("  TEST MODE: everybody is confirmed, limits are lifted\n");
    }
    if (!config.publicUrl().isHttps() && !config.publicUrl().isLoopback()) {
      text.append("  warning: public-url is not https; passwords would travel in the clear\n");
    }
    content
        .access
        .firstOwner()
        .offer()
        .ifPresent(
            code ->
                text.append(
                        "  nobody looks after this server yet. Whoever opens this link first,"
                            + " within")
                    .append(" three days, owns it:\n    ")
                    .append(config.publicUrl().url())
                    .append("/setup?code=")
                    .append(code.reveal())
                    .append('\n'));
    return text.toString();
  }

  /// Waits for SIGTERM or Ctrl-C, and looks after the heap meanwhile.
  void awaitStop() {
    HeapTrimming heap = HeapTrimming.ofThisProcess();
    try {
      while (!stopped.await(HEAP_LOOK_SECONDS, TimeUnit.SECONDS)) {
        heap.look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The JVM goes down when its shutdown hooks have ended, so the closing happens within one.
  private void stopFromOutside() {
    if (isClosed.get()) {
      return;
    }
    LOG.atInfo().log("stopping: what is under way is finished first");
    Thread.ofPlatform().daemon().name("stop-at-last").start(Server::haltInTheEnd);
    close();
    LOG.atInfo().log("stopped");
    stopped.countDown();
  }

  /// Whoever stops a server waits ten seconds for it. What does not end by then is left: all that
  /// was acknowledged is on the disk.
  private static void haltInTheEnd() {
    try {
      Thread.sleep(STOP_MAX);
      LOG.atError().log("stopped: something would not end and was left");
      Runtime.getRuntime().halt(STOPPED_BY_SIGNAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String version() {
    String version = Server.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    ground.stopErasing();
    try {
      if (control != null) {
        control.close();
        reading.streams.close();
        edges.http.close();
        if (edges.metrics != null) {
          edges.metrics.close();
        }
      }
    } finally {
      content.media.close();
      // What is not in the index then is not lost: the log goes on where the index was kept.
      ground.log.settle(SETTLE_MAX);
      reading.search.close();
      reading.known.close();
      ground.close();
    }
  }
}
