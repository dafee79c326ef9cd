package verbatim.server;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Limits;
import verbatim.store.rocks.Damaged;

/// The command line: `serve`, `demo`, and the commands for whoever runs a server. `./verbatim help`
/// tells them all.
public final class Main {
  /// The words were not understood, or the settings or the data cannot be used: to try it again
  /// does not help.
  static final int EXIT_USAGE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);
  private static final int INPUT_BYTES_MAX = 10_000;
  private static final int MANY_BYTES_MAX = 200_000;
  static final int FILE_BYTES_MAX = 512 << 10;

  private static final Set<String> CONFIG_OPTIONS = Set.of("--config", "--data", "--port");

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;

  Main(Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exit = new Main(System.getenv(), System.in, out, err).run(List.of(args));
    out.flush();
    err.flush();
    System.exit(exit);
  }

  int run(List<String> args) {
    try {
      return dispatch(args);
    } catch (Options.Misunderstood e) {
      err.println("verbatim: " + e.getMessage());
      err.println("usage: './verbatim help' tells all commands and what each takes");
      return EXIT_USAGE;
    } catch (ConfigFile.Unusable e) {
      err.println("verbatim: " + e.getMessage());
      return EXIT_USAGE;
    } catch (IOException e) {
      return failed(Folders.words(e));
    } catch (UncheckedIOException e) {
      return failed(Folders.words(e));
    } catch (Damaged e) {
      err.println("verbatim: " + e.getMessage() + "; restore a backup: ./verbatim restore DIR");
      return EXIT_USAGE;
    } catch (RuntimeException e) {
      // A bug. Without this, threads of a half-started server would keep the process alive.
      LOG.error("cannot go on", e);
      return 1;
    }
  }

  private int failed(String why) {
    err.println("verbatim: " + why);
    return 1;
  }

  private int dispatch(List<String> args) throws IOException {
    String command = args.isEmpty() ? "help" : args.getFirst();
    List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
    return switch (command) {
      case "serve" -> serve(rest);
      case "demo" -> demo(rest);
      case "account", "emoji", "announcement", "dead", "recount", "backup" -> withData(args);
      case "reports", "status", "story", "appeals", "audit", "rules", "server" -> withData(args);
      case "newsroom", "invite" -> withData(args);
      case "search" -> search(args);
      case "restore" -> restore(rest);
      case "routes" -> routes(rest);
      case "bench" -> Bench.run(rest, out);
      case "excerpt" ->
          new ExcerptCommands(ExcerptCommands.LIMITS, InstantSource.system()).run(rest, out, err);
      case "quotecheck" -> new QuoteCheckCommand(Limits.usual(), out, err).run(rest);
      case "words" -> new WordsCommand(out, err).run(rest);
      case "train" -> train();
      case "version" -> version();
      case "help" -> {
        out.print(help());
        yield 0;
      }
      default -> throw new Options.Misunderstood("unknown command '" + command + "'");
    };
  }

  /// What `./verbatim help` prints; the launcher reads the same file.
  private static String help() {
    try (InputStream text = Main.class.getResourceAsStream("/help.txt")) {
      if (text == null) {
        throw new IllegalStateException("help.txt is not packed");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int serve(List<String> words) throws IOException {
    Options options = Options.read(words, CONFIG_OPTIONS, Set.of("--test-mode", "--bench"));
    Config config = config(options, options.has("--test-mode"));
    try (Server server =
        options.has("--bench") && config.testMode()
            ? Server.openForBench(config)
            : Server.open(config)) {
      mustBeSomewhere(config);
      server.serve();
      out.println(server.greeting());
      server.awaitStop();
    }
    return 0;
  }

  private static void mustBeSomewhere(Config config) throws ConfigFile.Unusable {
    if (!config.testMode() && config.isAnywhere()) {
      throw new ConfigFile.Unusable(
          config.line(
              new Config.Wrong(
                  Setting.PORT,
                  "0 is any free port: then public-url must be set, since it stands in every"
                      + " address")));
    }
  }

  private int demo(List<String> words) throws IOException {
    Options options = Options.read(words, Set.of("--data", "--port"), Set.of());
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    given.put(Setting.DATA, options.value("--data", "demo-data"));
    given.put(Setting.PORT, options.value("--port", "8080"));
    given.put(Setting.NAME, Demo.SERVER_NAME);
    given.put(Setting.DESCRIPTION, Demo.SERVER_DESCRIPTION);
    Config config =
        Demo.furnished(ConfigFile.read(Path.of("no-settings-file"), false, Map.of(), given, false));
    Demo demo = new Demo(config, out);
    // Whoever tries it for the first time reads the greeting, not what an operator would.
    Level usual = LogSetup.level(Level.ERROR);
    try {
      demo.fillOnce();
      try (Server server = Server.open(config)) {
        server.serve();
        demo.greet(server);
        var _ = LogSetup.level(usual);
        server.awaitStop();
      }
    } finally {
      var _ = LogSetup.level(usual);
    }
    return 0;
  }

  /// Runs a command in the server that owns the data folder; when none is running, on the folder
  /// itself.
  private int withData(List<String> args) throws IOException {
    List<String> words = new ArrayList<>(args);
    Config config = config(takeConfigOptions(words), false);
    Optional<ControlSocket.Answer> refused = Commands.misunderstood(words);
    if (refused.isEmpty()) {
      refused = nothingThere(words, config);
    }
    if (refused.isEmpty()) {
      refused = manyFromInput(words);
    }
    absoluteTarget(words);
    ControlSocket.Answer answer =
        refused.isPresent()
            ? refused.get()
            : answer(config, new ControlSocket.Request(List.copyOf(words), input(words)));
    out.print(answer.out());
    err.print(answer.err());
    return answer.exit();
  }

  /// Tells how far it has come, each second, until it is done.
  private int search(List<String> args) throws IOException {
    List<String> words = new ArrayList<>(args);
    Config config = config(takeConfigOptions(words), false);
    Optional<ControlSocket.Answer> refused = Commands.misunderstood(words);
    if (refused.isEmpty()) {
      refused = nothingThere(words, config);
    }
    if (refused.isPresent()) {
      err.print(refused.get().err());
      return refused.get().exit();
    }
    var begin = new ControlSocket.Request(List.copyOf(words), "");
    Optional<ControlSocket.Answer> running = ControlSocket.ask(config.data(), begin);
    if (running.isPresent()) {
      return tellProgress(
          running.get(),
          request ->
              ControlSocket.ask(config.data(), request)
                  .orElseThrow(() -> new IOException("the server was stopped meanwhile")));
    }
    try (Server server = Server.open(config)) {
      Commands commands = server.commands();
      return tellProgress(commands.run(begin), commands::run);
    }
  }

  private interface Asking {
    ControlSocket.Answer ask(ControlSocket.Request request) throws IOException;
  }

  private int tellProgress(ControlSocket.Answer begun, Asking asking) throws IOException {
    var progress = new ControlSocket.Request(List.of("search", "progress"), "");
    ControlSocket.Answer last = begun;
    while (last.exit() == 0) {
      out.print(last.out());
      out.flush();
      if (last.out().startsWith(Commands.DONE)) {
        return 0;
      }
      try {
        Thread.sleep(PROGRESS_EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 1;
      }
      last = asking.ask(progress);
    }
    err.print(last.err());
    return last.exit();
  }

  private static ControlSocket.Answer answer(Config config, ControlSocket.Request request)
      throws IOException {
    Optional<ControlSocket.Answer> running = ControlSocket.ask(config.data(), request);
    if (running.isPresent()) {
      return running.get();
    }
    try (Server server = Server.open(config)) {
      return server.commands().run(request);
    }
  }

  /// A slip in `--data` must not make a new, empty server there.
  private static Optional<ControlSocket.Answer> nothingThere(List<String> words, Config config)
      throws IOException {
    boolean mayBegin = words.size() > 1 && words.get(1).equals("create");
    if (mayBegin || Files.isDirectory(config.data().resolve(Backup.STORE))) {
      return Optional.empty();
    }
    // Who may not even look into the folder is told whose it is.
    Folders.mustBeOurs(config.data());
    return Optional.of(
        new ControlSocket.Answer(
            1, "", "verbatim: there is no server's data in " + config.data() + "\n"));
  }

  /// A "-" stands for all the names or numbers on standard input: those of a wave of spam are found
  /// by another program.
  private Optional<ControlSocket.Answer> manyFromInput(List<String> words) throws IOException {
    int at = words.indexOf("-");
    if (at < 2 || !DeskCommands.takesMany(words)) {
      return Optional.empty();
    }
    String input = new String(in.readNBytes(MANY_BYTES_MAX), StandardCharsets.UTF_8);
    words.remove(at);
    words.addAll(at, Stream.of(input.split("\\s+")).filter(one -> !one.isEmpty()).toList());
    return Commands.misunderstood(words);
  }

  /// A password as it was written, without the line's end.
  private String input(List<String> words) throws IOException {
    if (words.size() > 3 && words.get(0).equals("emoji") && words.get(1).equals("add")) {
      return file(Path.of(words.get(3)));
    }
    if (words.size() > 2
        && words.get(0).equals("server")
        && words.get(1).equals("picture")
        && !words.get(2).equals("none")) {
      return file(Path.of(words.get(2)));
    }
    if (!words.contains("--password-stdin")) {
      return "";
    }
    String input = new String(in.readNBytes(INPUT_BYTES_MAX), StandardCharsets.UTF_8);
    return input.replaceFirst("\r?\n$", "");
  }

  /// A small file, as text.
  private static String file(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      return Base64.getEncoder().encodeToString(file.readNBytes(FILE_BYTES_MAX + 1));
    }
  }

  /// The server may run in another folder than whoever calls.
  private static void absoluteTarget(List<String> words) {
    if (words.getFirst().equals("backup") && words.size() == 2) {
      words.set(1, Path.of(words.get(1)).toAbsolutePath().toString());
    }
    if (words.size() == 4 && words.get(1).equals("export")) {
      words.set(3, Path.of(words.get(3)).toAbsolutePath().toString());
    }
  }

  private int restore(List<String> args) throws IOException {
    List<String> words = new ArrayList<>(args);
    Config config = config(takeConfigOptions(words), false);
    if (words.size() != 1 || words.getFirst().startsWith("--")) {
      err.println("usage: ./verbatim restore DIR [--config FILE] [--data DIR]");
      return EXIT_USAGE;
    }
    Backup.restore(Path.of(words.getFirst()), config.data());
    out.println("Restored into " + config.data() + ".");
    return 0;
  }

  private int routes(List<String> words) throws IOException {
    Options.read(words, Set.of(), Set.of());
    Path folder = Files.createTempDirectory("verbatim-routes");
    try (Server server = Server.open(config(folder, 0))) {
      out.print(RouteTable.print(server.routes()));
    } finally {
      Folders.delete(folder);
    }
    return 0;
  }

  /// Starts, answers a few requests and stops: what the JVM learns by it goes into the AOT cache.
  private int train() throws IOException {
    Path folder = Files.createTempDirectory("verbatim-train");
    // As `serve` does it, so that reading options is learnt, too.
    List<String> words = List.of("--data", folder.toString(), "--port", "0", "--test-mode");
    Config config = config(Options.read(words, CONFIG_OPTIONS, Set.of("--test-mode")), true);
    try (Server server = Server.open(config)) {
      server.serve();
      Training.run(server);
    } finally {
      Folders.delete(folder);
    }
    return 0;
  }

  private int version() {
    String version = Main.class.getPackage().getImplementationVersion();
    out.println("verbatim " + (version == null ? "(not packed)" : version));
    return 0;
  }

  private Config config(Path data, int port) throws ConfigFile.Unusable {
    return ConfigFile.read(
        Path.of("no-settings-file"),
        false,
        Map.of(),
        Map.of(Setting.DATA, data.toString(), Setting.PORT, Integer.toString(port)),
        false);
  }

  private Config config(Options options, boolean testMode) throws ConfigFile.Unusable {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    String data = options.value("--data", "");
    String port = options.value("--port", "");
    if (!data.isEmpty()) {
      given.put(Setting.DATA, data);
    }
    if (!port.isEmpty()) {
      given.put(Setting.PORT, port);
    }
    String file = options.value("--config", "");
    for (String unknown : ConfigFile.unknown(environment.keySet())) {
      err.println("verbatim: the environment has " + unknown + ", which is no setting");
    }
    return ConfigFile.read(
        Path.of(file.isEmpty() ? "verbatim.conf" : file),
        !file.isEmpty(),
        environment,
        given,
        testMode);
  }

  /// Removes `--config X` and `--data X` from the words.
  private static Options takeConfigOptions(List<String> words) {
    List<String> taken = new ArrayList<>();
    for (String name : List.of("--config", "--data")) {
      int at = words.indexOf(name);
      if (at >= 0 && at + 1 < words.size()) {
        taken.add(words.remove(at));
        taken.add(words.remove(at));
      }
    }
    return Options.read(taken, CONFIG_OPTIONS, Set.of());
  }
}
