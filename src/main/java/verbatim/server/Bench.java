package verbatim.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import verbatim.kernel.Fork;

/// `./verbatim bench`: each figure beside what the machine can do at most, in one run, over real
/// HTTP against a server in a process of its own. Load and server share the machine's processors,
/// so trust the ratios.
final class Bench {
  private static final int AUTHORS = 20;
  private static final int POSTS_EACH = 20;
  private static final int READERS = 4;
  private static final int WRITERS = 16;
  private static final int ROUNDS = 3;
  private static final long WARM_MS = 15_000;
  private static final long ROUND_MS = 4_000;
  private static final int STARTS = 3;

  private final PrintWriter out;
  private final Path folder;

  private Bench(PrintWriter out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  static int run(List<String> words, PrintWriter out) throws IOException {
    if (!words.isEmpty()) {
      out.println("usage: ./verbatim bench");
      return Main.EXIT_USAGE;
    }
    Path folder = Files.createTempDirectory("verbatim-bench");
    try {
      new Bench(out, folder).all();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Folders.delete(folder);
    }
  }

  private void all() throws IOException, InterruptedException {
    out.printf(
        "Verbatim bench: %d processors, Java %s; medians of %d rounds of %d s after %d s of warming%n%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        ROUNDS,
        ROUND_MS / 1_000,
        WARM_MS / 1_000);
    try (Running server = Running.start(folder)) {
      List<String> tokens = people(server.port);
      String reader = tokens.getFirst();
      home(server.port, reader);
      posting(server.port, tokens);
      out.printf(
          "%-46s %8.0f MB anonymous (of %.0f MB resident with mapped files)%n",
          "memory after this load", server.memory("RssAnon"), server.memory("VmRSS"));
    }
    start();
  }

  /// One reader who follows [#AUTHORS] authors with [#POSTS_EACH] posts each.
  private List<String> people(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      Map<String, String> app =
          Map.of(
              "client_name",
              "bench",
              "redirect_uris",
              "urn:ietf:wg:oauth:2.0:oob",
              "scopes",
              "read write follow");
      var made = wire.post("/api/v1/apps", "", app).json();
      String appToken =
          wire.post(
                  "/oauth/token",
                  "",
                  Map.of(
                      "grant_type",
                      "client_credentials",
                      "client_id",
                      made.get("client_id").asString(),
                      "client_secret",
                      made.get("client_secret").asString(),
                      "scope",
                      "read write follow"))
              .json()
              .get("access_token")
              .asString();
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i <= AUTHORS; i++) {
        Map<String, Object> member =
            Map.of(
                "username",
                "bench" + i,
                "email",
                "bench" + i + "@example.org",
                "password",
                "a long bench password",
                "agreement",
                true,
                "locale",
                "en");
        tokens.add(
            wire.post("/api/v1/accounts", appToken, member).json().get("access_token").asString());
      }
      for (String author : tokens.subList(1, tokens.size())) {
        String id =
            wire.get("/api/v1/accounts/verify_credentials", author).json().get("id").asString();
        wire.post("/api/v1/accounts/" + id + "/follow", tokens.getFirst(), Map.of());
        for (int n = 0; n < POSTS_EACH; n++) {
          wire.post(
              "/api/v1/statuses",
              author,
              Map.of(
                  "status",
                  "Post "
                      + n
                      + " with a #tag and words enough to look like one that somebody wrote on a Tuesday."));
        }
      }
      return tokens;
    }
  }

  private void home(int port, String reader) throws IOException, InterruptedException {
    byte[] bytes;
    try (Wire wire = new Wire(port)) {
      bytes = wire.get("/api/v1/timelines/home?limit=20", reader).body();
      wire.ask(
          "POST", "/bench/bytes", "", new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    }
    Figure home =
        measure(port, READERS, (wire, _) -> wire.get("/api/v1/timelines/home?limit=20", reader));
    Figure bare = measure(port, READERS, (wire, _) -> wire.get("/bench/bytes", ""));
    pair(
        "home of 20, warm (" + bytes.length / 1_024 + " KB)",
        home,
        "the same bytes from memory",
        bare);
  }

  private void posting(int port, List<String> tokens) throws InterruptedException {
    Figure posts =
        measure(
            port,
            WRITERS,
            (wire, n) ->
                wire.post(
                    "/api/v1/statuses",
                    tokens.get(1 + n % AUTHORS),
                    Map.of(
                        "status",
                        "Another post, as many are written at the same time as there are clients.")));
    Figure rows = measure(port, WRITERS, (wire, _) -> wire.post("/bench/row", "", Map.of()));
    pair("posting, " + WRITERS + " clients, acknowledged", posts, "one durable 1 KB row", rows);
  }

  /// From the start of the process to the first answer, on the folder just written.
  private void start() throws IOException, InterruptedException {
    double[] seconds = new double[STARTS];
    double memory = 0;
    for (int i = 0; i < STARTS; i++) {
      long begin = System.nanoTime();
      try (Running server = Running.start(folder)) {
        seconds[i] = (System.nanoTime() - begin) / 1e9;
        memory = server.memory("RssAnon");
      }
    }
    Arrays.sort(seconds);
    out.printf("%-46s %8.2f s%n", "start to the first answer, with data", seconds[STARTS / 2]);
    out.printf("%-46s %8.0f MB anonymous%n", "memory after the start", memory);
  }

  private interface Request {
    Wire.Reply send(Wire wire, int client) throws IOException;
  }

  private record Figure(double perSecond, double medianMs, double worstMs) {}

  private static Figure measure(int port, int clients, Request request)
      throws InterruptedException {
    round(port, clients, request, WARM_MS);
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      figures.add(round(port, clients, request, ROUND_MS));
    }
    figures.sort(java.util.Comparator.comparingDouble(Figure::perSecond));
    return figures.get(ROUNDS / 2);
  }

  private static Figure round(int port, int clients, Request request, long ms)
      throws InterruptedException {
    LongAdder done = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    List<Callable<List<Long>>> tasks = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      int number = client;
      tasks.add(
          () -> {
            List<Long> times = new ArrayList<>();
            try (Wire wire = new Wire(port)) {
              while (!over.get()) {
                long begin = System.nanoTime();
                Wire.Reply reply = request.send(wire, number);
                if (reply.status() != 200) {
                  throw new IllegalStateException("answered " + reply.status());
                }
                times.add(System.nanoTime() - begin);
                done.increment();
              }
            }
            return times;
          });
    }
    long begin = System.nanoTime();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(ms);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              over.set(true);
            });
    List<Long> times =
        Fork.all(java.time.Duration.ofMillis(ms * 10), tasks).stream()
            .flatMap(List::stream)
            .sorted()
            .toList();
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Figure(
        done.sum() / seconds,
        times.get(times.size() / 2) / 1e6,
        times.get(times.size() * 99 / 100) / 1e6);
  }

  private void pair(String name, Figure figure, String bareName, Figure bare) {
    out.printf(
        Locale.ROOT,
        "%-46s %8.0f /s   median %6.2f ms   99%% %6.2f ms%n",
        name,
        figure.perSecond,
        figure.medianMs,
        figure.worstMs);
    out.printf(
        Locale.ROOT,
        "%-46s %8.0f /s   median %6.2f ms   99%% %6.2f ms%n",
        "  " + bareName,
        bare.perSecond,
        bare.medianMs,
        bare.worstMs);
    out.printf(
        Locale.ROOT, "%-46s %8.0f %%%n%n", "  ratio", 100 * figure.perSecond / bare.perSecond);
    out.flush();
  }

  /// A server in a process of its own, started with the very command line of this one.
  private static final class Running implements AutoCloseable {
    private final Process process;
    private final int port;

    private Running(Process process, int port) {
      this.process = process;
      this.port = port;
    }

    static Running start(Path folder) throws IOException, InterruptedException {
      int port;
      try (var probe = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
        port = probe.getLocalPort();
      }
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
      String classPath = System.getProperty("java.class.path");
      // Started as this one was: the AOT cache is for one way only.
      command.addAll(
          classPath.endsWith(".jar") && !classPath.contains(java.io.File.pathSeparator)
              ? List.of("-jar", classPath)
              : List.of("-cp", classPath, Main.class.getName()));
      command.addAll(
          List.of(
              "serve",
              "--test-mode",
              "--bench",
              "--port",
              Integer.toString(port),
              "--data",
              folder.resolve("data").toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
      for (int i = 0; i < 3_000 && process.isAlive(); i++) {
        try (Wire wire = new Wire(port)) {
          if (wire.get("/health", "").status() == 200) {
            return new Running(process, port);
          }
        } catch (IOException e) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
      }
      throw new IOException(
          "the server did not start:\n" + Files.readString(folder.resolve("server.log")));
    }

    /// @param field a line of /proc/PID/status, in MB
    double memory(String field) throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith(field + ":")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0;
        }
      }
      return 0;
    }

    @Override
    public void close() {
      process.destroy();
      try {
        process.waitFor(15, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
    }
  }
}
