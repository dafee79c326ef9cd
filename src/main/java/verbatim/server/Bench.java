package verbatim.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Fork;
import verbatim.server.BenchLoad.Figure;
import verbatim.store.rocks.BareLoop;

/// `./verbatim bench`: each figure beside what the machine can do at most, in one run, over real
/// HTTP against a server in a process of its own. Load and server share the machine's processors,
/// so trust the ratios, and the processor time where the machine is busy. What it prints are the
/// tables of `docs/performance.md`.
final class Bench {
  private static final int READERS = 4;
  private static final int WRITERS = 16;
  private static final int STARTS = 3;
  private static final String TOWN_JSON = "/api/v1/timelines/public?local=true&limit=20";
  private static final String TOWN_PAGE = "/town";
  private static final Duration WARMING = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final Duration POSTING = Duration.ofSeconds(90);
  private static final int LARGE_FOLLOWERS = 20_000;
  private static final int LARGE_AUTHORS = 2;
  private static final int LARGE_POSTS = 200;
  private static final int SMALL_FOLLOWERS = 20;
  private static final int TALK_MESSAGES = 10_000;
  private static final Duration TALK_MAX = Duration.ofMinutes(20);
  private static final int ROWS_A_BATCH = 500;
  private static final int ROW_BYTES = 10;
  private static final String STATEMENTS = "100000";
  private static final String HOME = "/api/v1/timelines/home?limit=20";

  private final PrintWriter out;
  private final Path folder;

  private Bench(PrintWriter out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  static int run(List<String> words, PrintWriter out) throws IOException {
    Options given =
        Options.read(
            words,
            Set.of("--town", "--scale", "--minutes", "--folder", "--only", "--statements"),
            Set.of());
    String town = given.value("--town", "S");
    double scale = number(given, "--scale", "1");
    long minutes = (long) number(given, "--minutes", "1");
    String in = given.value("--folder", "");
    Path folder =
        in.isEmpty()
            ? Files.createTempDirectory("verbatim-bench")
            : Files.createTempDirectory(Files.createDirectories(Path.of(in)), "verbatim-bench");
    try {
      Bench bench = new Bench(out, folder);
      switch (town) {
        case "S" -> {
          Part part = Part.named(given.value("--only", ""));
          if (part != Part.QUOTES) {
            bench.small(scale, minutes, part);
          }
          if (part.has(Part.QUOTES)) {
            bench.quotes((int) number(given, "--statements", STATEMENTS));
          }
        }
        case "M" -> bench.large(scale);
        case "crowd" -> bench.crowd();
        default -> throw new Options.Misunderstood("no town " + town);
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Folders.delete(folder);
    }
  }

  private static double number(Options given, String name, String otherwise) {
    String value = given.value(name, otherwise);
    try {
      double number = Double.parseDouble(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Options.Misunderstood(name + " " + value);
  }

  // ---- the town S, and the crowd

  /// What `--only` names.
  private enum Part {
    ALL,
    READING,
    PAGE,
    POSTING,
    TALKS,
    MEMORY,
    START,
    QUOTES;

    static Part named(String name) {
      try {
        return name.isEmpty() ? ALL : valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new Options.Misunderstood("--only " + name);
      }
    }

    boolean has(Part part) {
      return this == ALL || this == part;
    }
  }

  private void small(double scale, long minutes, Part part)
      throws IOException, InterruptedException {
    head();
    Path data = folder.resolve("town");
    BenchTown.Filled town = BenchTown.fill(data, BenchTown.Size.S.scaled(scale));
    say("%s%n", town.about());
    table();
    try (BenchProcess server = BenchProcess.start(data)) {
      new BenchLoad(server).quiet();
      if (part.has(Part.READING)) {
        reading(server, town);
      }
      if (part == Part.PAGE) {
        page(server);
      }
      if (part.has(Part.POSTING)) {
        posting(server, town);
      }
      if (part.has(Part.TALKS)) {
        talks(server, town);
      }
      if (part == Part.ALL) {
        Figure grown = homes(server, town, SHORT);
        row("home grown by live posts, all readers", grown, null, "");
      }
      if (part.has(Part.MEMORY)) {
        memory(server, town, minutes);
      }
    }
    if (part == Part.ALL) {
      try (BenchProcess server = BenchProcess.start(data)) {
        new BenchLoad(server).quiet();
        Figure loaded = homes(server, town, WARMING);
        row("home freshly loaded, all readers", loaded, null, "the same");
      }
      fanOut();
    }
    if (part.has(Part.START)) {
      start("with the data of this run", data);
      start("without data", folder.resolve("empty"));
    }
  }

  /// Checking an article must not cost much more than looking its quotations up.
  private void quotes(int statements) throws IOException, InterruptedException {
    BenchQuotes.Figures figures = BenchQuotes.run(folder, statements);
    line(
        String.format(
            Locale.ROOT,
            "checking an article of 2,000 words, %d quotations (%d found), beside %s statements",
            figures.quotations(),
            figures.found(),
            count(figures.statements())),
        String.format(
            Locale.ROOT,
            "%.1f ms, %.1f times the phrases",
            figures.checkMs(),
            figures.checkMs() / figures.phrasesMs()),
        "5 times");
    line(
        "beside: one exact phrase query for each of them",
        String.format(Locale.ROOT, "%.1f ms", figures.phrasesMs()),
        "");
    line(
        "the index of them made; heap before and after the checks",
        String.format(
            Locale.ROOT,
            "%.0f s; %,d MB and %,d MB",
            figures.indexSeconds(),
            figures.heapBefore(),
            figures.heapAfter()),
        "");
  }

  private void head() {
    say(
        "Verbatim bench: %d processors, Java %s, %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MINUTES));
    say("%d connections read, %d write; medians of rounds%n", READERS, WRITERS);
  }

  private void reading(BenchProcess server, BenchTown.Filled town)
      throws IOException, InterruptedException {
    BenchLoad load = new BenchLoad(server);
    String one = town.members().getLast().token();
    Figure bare = bare(server, HOME, one);
    Figure home = load.measure(READERS, WARMING, (wire, _, _) -> wire.get(HOME, one));
    row("home of 20, one reader", home, bare, "60 %");
    row(
        "home of 20, " + count(town.members().size()) + " readers",
        homes(server, town, SHORT),
        bare,
        "60 %");
    row("beside: the same bytes from memory", bare, null, "");
    beside(server, "one status", "/api/v1/statuses/" + town.status(), one);
    beside(
        server,
        "an account's statuses",
        "/api/v1/accounts/" + town.members().getFirst().id() + "/statuses?limit=20",
        one);
    beside(server, "a thread of 200", "/api/v1/statuses/" + town.thread() + "/context", one);
    beside(server, "search", "/api/v2/search?q=violin&type=statuses&limit=20", one);
    page(server);
  }

  private void page(BenchProcess server) throws IOException, InterruptedException {
    BenchLoad load = new BenchLoad(server);
    Figure json = load.measure(READERS, WARMING, (wire, _, _) -> wire.get(TOWN_JSON, ""));
    Figure page = load.measure(READERS, WARMING, (wire, _, _) -> wire.get(TOWN_PAGE, ""));
    row("the town's page of 20, signed out", page, json, "CPU 33 %");
    row("beside: the same 20 as JSON", json, null, "");
  }

  /// All readers, one after the other in chance order.
  private static Figure homes(BenchProcess server, BenchTown.Filled town, Duration warming)
      throws IOException, InterruptedException {
    BenchLoad load = new BenchLoad(server);
    List<BenchTown.Member> members = town.members();
    AtomicInteger next = new AtomicInteger();
    load.round(READERS, warming, (wire, _, _) -> wire.get(HOME, next(members, next)), false);
    while (next.get() < members.size()) {
      load.round(READERS, SHORT, (wire, _, _) -> wire.get(HOME, next(members, next)), false);
    }
    return load.measure(
        READERS,
        Duration.ofSeconds(1),
        (wire, _, _) ->
            wire.get(
                HOME, members.get(ThreadLocalRandom.current().nextInt(members.size())).token()));
  }

  private static String next(List<BenchTown.Member> members, AtomicInteger next) {
    return members.get(next.getAndIncrement() % members.size()).token();
  }

  private void beside(BenchProcess server, String name, String path, String token)
      throws IOException, InterruptedException {
    try (Wire wire = new Wire(server.port)) {
      if (wire.get(path, token).status() != 200) {
        say("| %s: not there | | | | | | |%n", name);
        return;
      }
    }
    Figure bare = bare(server, path, token);
    Figure figure =
        new BenchLoad(server).measure(READERS, WARMING, (wire, _, _) -> wire.get(path, token));
    row(name, figure, bare, "");
    row("beside: the same bytes from memory", bare, null, "");
  }

  private static Figure bare(BenchProcess server, String path, String token)
      throws IOException, InterruptedException {
    try (Wire wire = new Wire(server.port)) {
      byte[] bytes = BenchLoad.checked(wire.get(path, token)).body();
      wire.ask("POST", "/bench/bytes", "", new String(bytes, StandardCharsets.UTF_8));
    }
    return new BenchLoad(server)
        .measure(READERS, SHORT, (wire, _, _) -> wire.get("/bench/bytes", ""));
  }

  private void posting(BenchProcess server, BenchTown.Filled town)
      throws IOException, InterruptedException {
    BenchLoad load = new BenchLoad(server);
    List<BenchTown.Member> members = town.members();
    BenchLoad.Request post =
        (wire, _, _) ->
            wire.post(
                "/api/v1/statuses",
                members.get(ThreadLocalRandom.current().nextInt(members.size())).token(),
                BenchTown.post("Another post, as many are written at once as there are clients."));
    Figure row = bareRows(load, "/bench/row");
    Figure fan = bareRows(load, "/bench/fan");
    Figure delivered = load.measureSettled(WRITERS, POSTING, post);
    Figure acknowledged = load.measure(WRITERS, Duration.ofSeconds(1), post);
    load.settle();
    double mean = members.stream().mapToInt(BenchTown.Member::followers).average().orElse(0);
    row(
        String.format(
            Locale.ROOT, "posting, %.0f followers on average, to the last delivery", mean),
        delivered,
        fan,
        "40 %");
    row("beside: one durable 1 KB row, 20 rows behind it", fan, null, "");
    row("posting, acknowledged when synced", acknowledged, row, "40 %");
    row("beside: one durable 1 KB row", row, null, "");
  }

  private static Figure bareRows(BenchLoad load, String route)
      throws IOException, InterruptedException {
    return load.measure(WRITERS, WARMING, (wire, _, _) -> wire.post(route, "", Map.of()));
  }

  /// A long talk of two: a page of it must not cost more for what lies before it.
  private void talks(BenchProcess server, BenchTown.Filled town)
      throws IOException, InterruptedException {
    BenchTown.Member one = town.members().getLast();
    BenchTown.Member other = town.members().getFirst();
    String all = "/api/v1/private/conversations";
    String messages;
    try (Wire wire = new Wire(server.port)) {
      Map<String, Object> with = Map.of("members", List.of(other.id().toString()));
      String id = BenchLoad.checked(wire.post(all, one.token(), with)).json().get("id").asString();
      messages = all + "/" + id + "/messages";
    }
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String token = writer % 2 == 0 ? one.token() : other.token();
      writers.add(() -> say(server, messages, token, TALK_MESSAGES / WRITERS));
    }
    var _ = Fork.all(TALK_MAX, writers);
    BenchLoad load = new BenchLoad(server);
    load.settle();
    Figure home = load.measure(READERS, WARMING, (wire, _, _) -> wire.get(HOME, one.token()));
    String page = messages + "?limit=20";
    Figure newest = load.measure(READERS, WARMING, (wire, _, _) -> wire.get(page, one.token()));
    row("a talk of " + count(TALK_MESSAGES) + " messages, the newest 20", newest, home, "CPU 33 %");
    String middle = page + "&before_n=" + TALK_MESSAGES / 2;
    Figure older = load.measure(READERS, SHORT, (wire, _, _) -> wire.get(middle, one.token()));
    row("20 from its middle", older, home, "CPU 33 %");
    row("beside: home of 20, the same reader", home, null, "");
  }

  private static int say(BenchProcess server, String messages, String token, int count)
      throws IOException {
    try (Wire wire = new Wire(server.port)) {
      for (int n = 0; n < count; n++) {
        Map<String, Object> words = Map.of("text", "Words between two, number " + n);
        BenchLoad.checked(wire.post(messages, token, words));
      }
    }
    return count;
  }

  private void memory(BenchProcess server, BenchTown.Filled town, long minutes)
      throws IOException, InterruptedException {
    BenchLoad load = new BenchLoad(server);
    List<BenchTown.Member> members = town.members();
    List<String> cells = new ArrayList<>();
    cells.add(String.format(Locale.ROOT, "%.0f MB now", server.memory("RssAnon")));
    for (int minute = 1; minute <= minutes; minute++) {
      load.round(
          READERS,
          Duration.ofMinutes(1),
          (wire, client, number) -> {
            String token = members.get(ThreadLocalRandom.current().nextInt(members.size())).token();
            return client == 0 && number % 4 == 0
                ? wire.post("/api/v1/statuses", token, BenchTown.post("Words under load."))
                : wire.get(HOME, token);
          },
          true);
      if (minute == 1 || minute == minutes) {
        cells.add(
            String.format(Locale.ROOT, "%.0f MB after %d min", server.memory("RssAnon"), minute));
      }
    }
    line("anonymous resident memory under load", String.join(", ", cells), "350 MB, flat");
    line(
        "mapped files (index, program)",
        String.format(Locale.ROOT, "%.0f MB", server.memory("RssFile")),
        "");
  }

  // ---- fan-out

  private void crowd() throws IOException, InterruptedException {
    head();
    table();
    fanOut();
  }

  private void fanOut() throws IOException, InterruptedException {
    Path data = folder.resolve("crowd");
    BenchTown.Crowd crowd =
        BenchTown.fillCrowd(data, LARGE_FOLLOWERS, LARGE_AUTHORS, SMALL_FOLLOWERS);
    long rows = (long) LARGE_POSTS * LARGE_FOLLOWERS;
    double cpuBefore = BenchProcess.cpuSecondsOfThisProcess();
    double bare =
        BareLoop.seconds(
            folder.resolve("bare"),
            crowd.members().getFirst().id().value(),
            LARGE_FOLLOWERS,
            LARGE_POSTS,
            ROWS_A_BATCH,
            new byte[ROW_BYTES]);
    double bareCpu = BenchProcess.cpuSecondsOfThisProcess() - cpuBefore;
    try (BenchProcess server = BenchProcess.start(data)) {
      BenchLoad load = new BenchLoad(server);
      load.quiet();
      // Once to warm up, and once to be counted.
      crowdPosts(server, crowd);
      load.settle();
      double cpu = server.cpuSeconds();
      long begin = System.nanoTime();
      double small = crowdPosts(server, crowd);
      load.settle();
      double seconds = (System.nanoTime() - begin) / 1e9;
      cpu = server.cpuSeconds() - cpu;
      say(
          "| fan-out, rows into homes | %s | | | %.1f µs | %.0f %% (CPU %.0f %%) | 50 %% |%n",
          count((long) (rows / seconds)),
          cpu * 1e6 / rows,
          100 * bare / seconds,
          100 * bareCpu / cpu);
      say(
          "| beside: a bare RocksDB loop, the same rows | %s | | | %.1f µs | | |%n",
          count((long) (rows / bare)), bareCpu * 1e6 / rows);
      line(
          String.format(
              Locale.ROOT,
              "a small author's post, %d posts to %s queued before it, arrives everywhere after",
              LARGE_POSTS,
              count(LARGE_FOLLOWERS)),
          String.format(Locale.ROOT, "%.2f s (the large ones: %.1f s)", small, seconds),
          "1 s");
    }
  }

  /// @return after how many seconds the small author's post was in each of the few homes
  private static double crowdPosts(BenchProcess server, BenchTown.Crowd crowd)
      throws IOException, InterruptedException {
    List<BenchTown.Member> few = crowd.members().subList(crowd.large() + 1, crowd.members().size());
    List<Wire> wires = new ArrayList<>();
    try {
      for (BenchTown.Member member : few) {
        Wire wire = new Wire(server.port);
        wires.add(wire);
        BenchLoad.checked(wire.get(HOME, member.token()));
      }
      Wire wire = wires.getFirst();
      for (int i = 0; i < LARGE_POSTS; i++) {
        String token = crowd.members().get(i % crowd.large()).token();
        BenchLoad.checked(
            wire.post("/api/v1/statuses", token, BenchTown.post("To very many, number " + i)));
      }
      String token = crowd.members().get(crowd.large()).token();
      long begin = System.nanoTime();
      String id =
          BenchLoad.checked(wire.post("/api/v1/statuses", token, BenchTown.post("To a few")))
              .json()
              .get("id")
              .asString();
      for (int i = 0; i < few.size(); i++) {
        while (!holds(wires.get(i), few.get(i).token(), id)) {
          TimeUnit.MILLISECONDS.sleep(2);
        }
      }
      return (System.nanoTime() - begin) / 1e9;
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  private static boolean holds(Wire wire, String token, String id) throws IOException {
    for (var status : BenchLoad.checked(wire.get(HOME, token)).json()) {
      if (status.get("id").asString().equals(id)) {
        return true;
      }
    }
    return false;
  }

  // ---- start

  /// From the start of the process to the first answer.
  private void start(String how, Path data) throws IOException, InterruptedException {
    double[] seconds = new double[STARTS];
    double memory = 0;
    for (int i = 0; i < STARTS; i++) {
      try (BenchProcess server = BenchProcess.start(data)) {
        seconds[i] = server.startSeconds;
        memory = server.memory("RssAnon");
      }
    }
    Arrays.sort(seconds);
    line(
        "start to the first answer, " + how,
        String.format(Locale.ROOT, "%.2f s, %.0f MB anonymous then", seconds[STARTS / 2], memory),
        "0.8 s");
  }

  // ---- the town M

  private void large(double scale) throws IOException, InterruptedException {
    head();
    Path smallData = folder.resolve("small");
    BenchTown.Filled small = BenchTown.fill(smallData, BenchTown.Size.S);
    say("%s%n", small.about());
    Figure smallHomes;
    try (BenchProcess server = BenchProcess.start(smallData)) {
      new BenchLoad(server).quiet();
      smallHomes = homes(server, small, WARMING);
    }
    Path data = folder.resolve("town");
    BenchTown.Filled town = BenchTown.fill(data, BenchTown.Size.M.scaled(scale));
    say("%s%n", town.about());
    table();
    row("S: home of 20, " + count(small.members().size()) + " readers", smallHomes, null, "");
    try (BenchProcess server = BenchProcess.start(data)) {
      line(
          "M: start to the first answer",
          String.format(Locale.ROOT, "%.2f s", server.startSeconds),
          "");
      Figure homes = homes(server, town, WARMING);
      row("M: home of 20, " + count(town.members().size()) + " readers", homes, null, "");
      line(
          "M: CPU of a home beside S",
          String.format(Locale.ROOT, "%.2f times", homes.cpuMicros() / smallHomes.cpuMicros()),
          "1.2 times");
      String one = town.members().getLast().token();
      beside(server, "M: home of 20, one reader", HOME, one);
      beside(server, "M: one status", "/api/v1/statuses/" + town.status(), one);
      beside(server, "M: a thread of 200", "/api/v1/statuses/" + town.thread() + "/context", one);
      line(
          "M: anonymous resident memory",
          String.format(Locale.ROOT, "%.0f MB", server.memory("RssAnon")),
          "");
    }
  }

  // ---- what is printed

  private void table() {
    say("%n| what | per second | median | 99 %% | CPU each | ratio | aim |%n");
    say("| --- | --- | --- | --- | --- | --- | --- |%n");
  }

  /// @param bare what it is compared with, null for nothing
  private void row(String name, Figure figure, @Nullable Figure bare, String aim) {
    String ratio =
        bare == null
            ? ""
            : String.format(
                Locale.ROOT,
                "%.0f %% (CPU %.0f %%)",
                100 * figure.perSecond() / bare.perSecond(),
                100 * bare.cpuMicros() / figure.cpuMicros());
    say(
        "| %s | %s | %.2f ms | %.2f ms | %.0f µs | %s | %s |%n",
        name,
        count((long) figure.perSecond()),
        figure.medianMs(),
        figure.worstMs(),
        figure.cpuMicros(),
        ratio,
        aim);
  }

  private void line(String name, String figure, String aim) {
    say("| %s | %s | | | | | %s |%n", name, figure, aim);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library to run with
  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }
}
