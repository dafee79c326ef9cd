package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;

/// The shell script on machines with this and that JDK: the script and the shell are real, the JDKs
/// say only that they were run.
class LauncherTest {
  @TempDir Path folder;
  private Path tools;
  private Path java17;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void machine() throws IOException {
    Path here = Files.createDirectories(folder.resolve("verbatim"));
    Files.copy(Path.of("verbatim"), here.resolve("verbatim"));
    Files.setPosixFilePermissions(
        here.resolve("verbatim"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(here.resolve("src/main/resources"));
    Files.copy(Path.of("src/main/resources/help.txt"), here.resolve("src/main/resources/help.txt"));
    Files.writeString(here.resolve("pom.xml"), "<project/>");
    Files.createDirectories(here.resolve("target/lib"));
    at(60, Files.createFile(here.resolve("target/verbatim.jar")));
    at(90, Files.createFile(here.resolve("target/verbatim.aot")));
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool :
        List.of(
            "sh",
            "dirname",
            "readlink",
            "sed",
            "find",
            "head",
            "cat",
            "touch",
            "mkdir",
            "rm",
            "sleep",
            "setsid",
            "grep",
            "tr",
            "tail")) {
      Path real =
          Files.exists(Path.of("/usr/bin", tool))
              ? Path.of("/usr/bin", tool)
              : Path.of("/bin", tool);
      Files.createSymbolicLink(tools.resolve(tool), real);
    }
    java17 = jdk("java-17", "17.0.12");
    Files.createSymbolicLink(tools.resolve("java"), java17.resolve("bin/java"));
    environment.put("PATH", tools.toString());
    environment.put("VERBATIM_JVM_DIR", Files.createDirectory(folder.resolve("jvm")).toString());
    environment.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
  }

  private static void at(long secondsFromNow, Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String tool : List.of("java", "javac")) {
      Path script =
          Files.writeString(
              jdk.resolve("bin").resolve(tool),
              "#!/bin/sh\numask >\"$HOME/umask\"\necho " + version + " runs \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return jdk;
  }

  /// A tool that does this; it is killed with all that it has started, or this test is red.
  private void tool(String name, String... lines) throws IOException {
    Path script = tools.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Maven that never ends, and has begun something that does not either.
  private void endlessMaven() throws IOException {
    tool(
        "mvn",
        "sleep 300 &",
        "echo $! >>\"$HOME/running\"",
        "echo $$ >>\"$HOME/running\"",
        "case \"$*\" in *verify*) mkdir -p target/surefire-reports ;; esac",
        "wait");
  }

  private List<Long> running() {
    Path file = folder.resolve("home/running");
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the script as soon as so many processes run, and tells which did.
  private List<Long> endedAt(int processes, String... words) throws Exception {
    return endedAt(processes, Process::destroy, 143, words);
  }

  private List<Long> endedAt(int processes, Consumer<Process> end, int exit, String... words)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("verbatim/verbatim").toString());
    builder.command().addAll(List.of(words));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Waiting.until("it has begun", () -> running().size() >= processes || !process.isAlive());
    List<Long> begun = running();
    assertThat(begun).as(Files.readString(folder.resolve("out"))).hasSize(processes);
    end.accept(process);
    assertThat(process.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(exit);
    return begun;
  }

  private static void assertGone(List<Long> processes) {
    try {
      Waiting.until("all are gone", () -> processes.stream().noneMatch(LauncherTest::isAlive));
    } finally {
      processes.stream()
          .filter(LauncherTest::isAlive)
          .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private record Said(int exit, String out, String err) {}

  private Said launch(String... words) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("verbatim/verbatim").toString());
    builder.command().addAll(List.of(words));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void help_needs_no_java() throws Exception {
    Files.delete(tools.resolve("java"));
    for (String word : List.of("help", "--help", "-h")) {
      Said said = launch(word);
      assertThat(said.exit()).isZero();
      assertThat(said.out()).isEqualTo(Files.readString(Path.of("src/main/resources/help.txt")));
    }
    assertThat(launch().out()).startsWith("usage:");
  }

  @Test
  void an_unknown_word_gets_help_and_2() throws Exception {
    Said said = launch("nonsense");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).startsWith("verbatim: unknown command 'nonsense'").contains("usage:");
    assertThat(said.out()).isEmpty();
    assertThat(launch("train").exit()).as("nobody's command").isEqualTo(2);
  }

  @Test
  void with_an_old_java_only_it_says_what_to_install() throws Exception {
    Said said = launch("version");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .contains("needs a JDK 25")
        .contains("apt-get install")
        .contains("sdk install")
        .contains("JAVA_HOME");
    environment.put("JAVA_HOME", java17.toString());
    assertThat(launch("version").exit()).isEqualTo(2);
    Files.delete(tools.resolve("java"));
    environment.remove("JAVA_HOME");
    environment.remove("HOME");
    assertThat(launch("version"))
        .matches(none -> none.exit() == 2 && none.err().contains("needs a JDK 25"));
  }

  @Test
  void a_jdk_25_is_found_wherever_it_is() throws Exception {
    Path jdk = jdk("jdk", "25.0.1");
    environment.put("JAVA_HOME", jdk.toString());
    assertFound("25.0.1");
    environment.put("JAVA_HOME", java17.toString());

    Files.createSymbolicLink(folder.resolve("jvm/java-25"), jdk);
    assertFound("25.0.1");
    Files.delete(folder.resolve("jvm/java-25"));

    Path sdkman = Files.createDirectories(folder.resolve("home/.sdkman/candidates/java"));
    Files.createSymbolicLink(sdkman.resolve("25-tem"), jdk);
    assertFound("25.0.1");
    Files.delete(sdkman.resolve("25-tem"));

    environment.put("SDKMAN_DIR", folder.resolve("sdk man").toString());
    Path elsewhere = Files.createDirectories(folder.resolve("sdk man/candidates/java"));
    Files.createSymbolicLink(elsewhere.resolve("26-open"), jdk("newer", "26"));
    assertFound("26");
    Files.delete(elsewhere.resolve("26-open"));

    Files.delete(tools.resolve("java"));
    Files.createSymbolicLink(tools.resolve("java"), jdk.resolve("bin/java"));
    assertFound("25.0.1");
  }

  private void assertFound(String version) throws Exception {
    Said said = launch("version");
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(Files.readString(folder.resolve("home/umask")))
        .as("files are for their owner alone")
        .endsWith("077\n");
    assertThat(said.out())
        .startsWith(version + " runs ")
        .contains("-XX:+UseCompactObjectHeaders")
        .endsWith("verbatim.jar version\n");
  }

  @Test
  void a_cache_that_is_older_than_the_jar_is_not_used_but_made_anew() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    Path target = folder.resolve("verbatim/target");
    Path cache = Files.writeString(target.resolve("verbatim.aot"), "of this jar");
    at(90, cache);
    assertThat(launch("version").out()).contains("-XX:AOTCache=" + cache).doesNotContain("train");
    at(600, target.resolve("verbatim.jar"));
    environment.put("VERBATIM_AOT", "off");
    assertThat(launch("version").out()).doesNotContain("AOTCache");
    environment.remove("VERBATIM_AOT");
    Files.writeString(cache, "of the jar before");
    at(90, cache);
    Said said = launch("version");
    assertThat(said.out()).doesNotContain("-XX:AOTCache=").endsWith("verbatim.jar version\n");
    assertThat(Files.readString(target.resolve("train.log"))).contains("AOTCacheOutput", "train");
  }

  /// By the time of what it is built from: a file, a folder that lost one, the settings of Maven.
  @Test
  void it_is_built_when_something_is_newer_than_the_jar_and_only_then() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    tool("mvn", "echo \"$@\" >>\"$HOME/built\"", "touch -d '1 hour' target/verbatim.jar");
    Path built = folder.resolve("home/built");
    Path here = folder.resolve("verbatim");
    assertThat(launch("version").exit()).isZero();
    assertThat(built).as("all is older than the jar").doesNotExist();
    Path jar = here.resolve("target/verbatim.jar");
    for (String newer : List.of("src/main/resources/help.txt", "src/main/resources", "pom.xml")) {
      at(60, jar);
      at(120, here.resolve(newer));
      assertThat(launch("version").exit()).as(newer).isZero();
      assertThat(built).as(newer).content().contains("package");
      Files.delete(built);
      at(0, here.resolve(newer));
    }
    at(60, jar);
    assertThat(launch("version").exit()).isZero();
    assertThat(built).as("older again").doesNotExist();
  }

  @Test
  void without_a_compiler_it_is_no_jdk() throws Exception {
    Path jre = jdk("jre", "25.0.1");
    Files.delete(jre.resolve("bin/javac"));
    environment.put("JAVA_HOME", jre.toString());
    assertThat(launch("version").exit()).isEqualTo(2);
  }

  @Test
  void without_maven_it_says_how_to_get_it() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    Files.delete(folder.resolve("verbatim/target/verbatim.jar"));
    Said said = launch("version");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("apt-get install maven");
  }

  /// The lines of help are what there is: the launcher passes each of them on, the program knows
  /// it,
  /// and knows no other.
  @Test
  void launcher_program_and_help_name_the_same_commands() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    List<String> scripted = List.of("test", "check", "format", "help");
    TreeSet<String> ofProgram = new TreeSet<>();
    for (List<String> words : commands()) {
      String first = words.getFirst();
      if (scripted.contains(first)) {
        continue;
      }
      ofProgram.add(first);
      assertThat(launch(words.toArray(String[]::new)).out())
          .as("the launcher, asked for %s", words)
          .endsWith("verbatim.jar " + String.join(" ", words) + "\n");
      List<String> wrong = new ArrayList<>(words);
      wrong.add("--no-such-option");
      CommandLine.Said said = CommandLine.type(wrong.toArray(String[]::new));
      assertThat(said.exit())
          .as("%s", wrong)
          .isIn(Main.EXIT_USAGE, first.equals("version") ? 0 : 2);
      assertThat(said.err()).as("%s", wrong).doesNotContain("unknown command");
    }
    Path main = Path.of("src/main/java/verbatim/server/Main.java");
    TreeSet<String> known = new TreeSet<>();
    Files.readAllLines(main).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("case \""))
        .flatMap(line -> Pattern.compile("\"([a-z]+)\"").matcher(line).results())
        .forEach(found -> known.add(found.group(1)));
    known.removeAll(List.of("train", "help"));
    assertThat(known).isEqualTo(ofProgram);
  }

  /// `account approve|suspend NAME` is two.
  private static List<List<String>> commands() throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/main/resources/help.txt"))) {
      var matcher =
          Pattern.compile("^  ([a-z]+(?:, [a-z]+)*)(?: ([a-z|0-9-]+))?(?=\\s|$).*").matcher(line);
      if (matcher.matches()) {
        for (String first : matcher.group(1).split(", ", -1)) {
          if (matcher.group(2) == null) {
            all.add(List.of(first));
          } else {
            for (String second : matcher.group(2).split("\\|", -1)) {
              all.add(List.of(first, second));
            }
          }
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  @Test
  void ended_while_it_builds_it_leaves_nothing_running() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    Files.delete(folder.resolve("verbatim/target/verbatim.jar"));
    endlessMaven();
    assertGone(endedAt(2, "version"));
  }

  @Test
  void killed_outright_it_leaves_nothing_running_either() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    Files.delete(folder.resolve("verbatim/target/verbatim.jar"));
    endlessMaven();
    assertGone(endedAt(2, Process::destroyForcibly, 137, "version"));
  }

  @Test
  void ended_while_it_tests_it_leaves_neither_tests_nor_lint_nor_folders() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    Path memory = Files.createDirectory(folder.resolve("memory"));
    environment.put("VERBATIM_MEMORY_DIR", memory.toString());
    Files.createDirectories(folder.resolve("verbatim/src/test/clients"));
    for (String other :
        List.of("chromium", "chromium-headless-shell", "toot", "node", "npm", "ffmpeg")) {
      tool(other, "exit 0");
    }
    tool("df", "echo head", "echo x 99999999 1 99999999 1% x");
    tool("mktemp", "echo \"$2\"; mkdir \"$2\"");
    endlessMaven();
    Path dead = Files.createDirectories(memory.resolve("vt.999999999.gone/deep")).getParent();
    Path alive =
        Files.createDirectory(memory.resolve("vt." + ProcessHandle.current().pid() + ".here"));
    Path strange = Files.createDirectory(memory.resolve("vt.other"));
    // Maven with the tests, Maven with Error Prone, and what each has begun.
    assertGone(endedAt(4, "test"));
    assertThat(dead).as("of a run that was killed").doesNotExist();
    assertThat(alive).as("of a run that goes on").exists();
    assertThat(strange).exists();
    try (var left = Files.list(memory)) {
      assertThat(left).containsExactlyInAnyOrder(alive, strange);
    }
  }

  @Test
  void words_with_blanks_arrive_whole() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    assertThat(launch("backup", "a folder", "--data", "x").out())
        .endsWith("verbatim.jar backup a folder --data x\n");
  }

  @Test
  void the_heap_is_as_large_as_one_says() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    environment.put("VERBATIM_HEAP", "300m");
    assertThat(launch("version").out()).contains("-Xmx300m ").contains("-XX:+UseSerialGC");
    environment.put("VERBATIM_HEAP", "4g");
    assertThat(launch("version").out()).contains("-Xmx4g ").contains("-XX:+UseG1GC");
    for (String wrong : List.of("much", "300", "m", "1g1g", "-1g", "300m -version")) {
      environment.put("VERBATIM_HEAP", wrong);
      Said said = launch("version");
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.err()).contains("VERBATIM_HEAP");
    }
  }

  @Test
  void the_heap_has_a_bound_also_if_nobody_says_one() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.1").toString());
    assertThat(launch("version").out()).contains("-Xmx256m ");
  }
}
