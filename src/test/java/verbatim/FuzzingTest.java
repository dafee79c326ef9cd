package verbatim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every parser of foreign bytes, with bytes that nobody would send: Jazzer follows which of them
/// lead to new code. Only a refusal may come of them, in bounded time and memory.
///
/// What once broke something lies in `src/test/resources/fuzz/`, beside some good inputs to begin
/// with, and is tried in every run. When this test fails it prints the input in Base64: put it
/// there, under a name that says what it was.
class FuzzingTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");
  private static final int SECONDS = Integer.getInteger("verbatim.fuzz.seconds", 30);
  private static final int HOUR = 3_600;

  /// The suite tries the same inputs each time, or what lands would be a matter of luck; what is
  /// new is looked for in the long run, whose seed Jazzer chooses and prints.
  private static final int SAME_SEED = 20_261_122;

  private static final int ANY_SEED = 0;

  /// Seconds for one input: the first one loads all classes, and the machine may be busy.
  private static final int HANGS_AFTER = 120;
  private static final String RUNS = "stat::number_of_executed_units:";
  private static final int SIDE_BY_SIDE = 2;
  private static final List<String> TARGETS =
      List.of(
          "verbatim.http.FuzzedBodies",
          "verbatim.http.FuzzedMultipart",
          "verbatim.text.FuzzedWords",
          "verbatim.media.FuzzedPictures",
          "verbatim.media.FuzzedKeys",
          "verbatim.server.FuzzedSettings",
          "verbatim.search.FuzzedQueries",
          "verbatim.sx1.FuzzedExcerpts",
          "verbatim.text.FuzzedBlocks",
          "verbatim.imports.FuzzedLists",
          "verbatim.access.FuzzedPasskeys");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> what_once_broke_something_does_not_again() {
    return TARGETS.stream()
        .flatMap(target -> inputs(target).stream().map(input -> tried(target, input)));
  }

  private static DynamicTest tried(String target, Path input) {
    return DynamicTest.dynamicTest(
        CORPUS.relativize(input).toString(),
        () -> {
          try {
            Class.forName(target)
                .getMethod("fuzzerTestOneInput", byte[].class)
                .invoke(null, (Object) Files.readAllBytes(input));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static Path corpus(String target) {
    return CORPUS.resolve(target.substring(target.lastIndexOf('.') + 1));
  }

  private static List<Path> inputs(String target) {
    try (Stream<Path> files = Files.list(corpus(target))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothing_breaks_in_half_a_minute_each() throws Exception {
    fuzzed(SECONDS, SAME_SEED);
  }

  @Test
  @Tag("long")
  void nothing_breaks_in_an_hour_each() throws Exception {
    fuzzed(HOUR, ANY_SEED);
  }

  private void fuzzed(int seconds, int seed) throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    TARGETS.forEach(target -> all.add(() -> fuzzed(target, seconds, seed)));
    List<String> broken = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      for (Future<String> one : threads.invokeAll(all)) {
        String told = one.get();
        if (!told.isEmpty()) {
          broken.add(told);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /// In a process of its own: Jazzer changes the classes it follows, and ends the process with what
  /// it found.
  ///
  /// @return "" when all was well
  private String fuzzed(String target, int seconds, int seed)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(folder.resolve(target));
    Path found = Files.createDirectories(work.resolve("corpus"));
    Path log = work.resolve("log");
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx768m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath(),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target,
            "--instrumentation_includes=verbatim.**",
            "--custom_hook_includes=verbatim.**",
            "-max_total_time=" + seconds,
            "-seed=" + seed,
            "-timeout=" + HANGS_AFTER,
            "-rss_limit_mb=2560",
            "-print_final_stats=1",
            found.toString(),
            corpus(target).toAbsolutePath().toString());
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(seconds + 300L, TimeUnit.SECONDS)) {
        return target + " did not end\n" + end(log);
      }
    } finally {
      process.destroyForcibly();
    }
    String words = Files.readString(log);
    System.out.println(target + ": " + runs(words) + " inputs");
    boolean isWell = process.exitValue() == 0 && words.contains(RUNS);
    return isWell ? "" : target + "\n" + end(log);
  }

  private static String runs(String words) {
    int at = words.indexOf(RUNS);
    return at < 0 ? "?" : words.substring(at + RUNS.length(), words.indexOf('\n', at)).strip();
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.subList(Math.max(0, lines.size() - 60), lines.size()).stream()
        .collect(Collectors.joining("\n"));
  }

  /// Some runners keep the path in a class loader of their own.
  private static String classPath() {
    String path = System.getProperty("java.class.path");
    return FuzzingTest.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(java.net.URI.create(url.toString())).toString())
            .collect(Collectors.joining(java.io.File.pathSeparator))
        : path;
  }
}
