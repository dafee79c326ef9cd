package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Alice sits at `toot tui`, Bob at a script with masto, neither changed for us.
@Timeout(400)
class TwoPeopleLiveTest {
  private static final Path FOLDER = Path.of("src/test/clients").toAbsolutePath();

  @TempDir Path folder;
  private Clients clients;
  private Clients.Person alice;
  private Clients.Person bob;
  private Map<String, String> home;

  @BeforeEach
  void open() throws IOException {
    clients = Clients.of(folder.resolve("server"));
    alice = clients.person("alice");
    bob = clients.person("bob");
    alice.follows(bob);
    bob.follows(alice);
    clients.server().settle();
    String of = Files.createDirectories(folder.resolve("home")).toString();
    home = Map.of("HOME", of, "XDG_CONFIG_HOME", of, "LANG", "C.UTF-8", "no_proxy", "localhost");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void each_reads_what_the_other_writes_without_asking_for_it() throws Exception {
    String host = login();
    try (Program script =
            new Program(
                List.of("node", "live.mjs"),
                Map.of("BASE", clients.server().url(), "TOKEN", bob.token));
        Program terminal = new Program(List.of("python3", "tui.py", "alice@" + host), home)) {
      assertThat(script.line()).isEqualTo("ready");
      script.type("Bob says good morning to all");
      terminal.type("see Bob says good morning to all");
      assertThat(terminal.line()).isEqualTo("seen");
      terminal.type("say Alice answers from a terminal");
      assertThat(terminal.line()).isEqualTo("said");
      // His own words come first: a stream keeps the order.
      assertThat(script.line()).isEqualTo("bob: Bob says good morning to all");
      assertThat(script.line()).isEqualTo("alice: Alice answers from a terminal");
    }
  }

  @Test
  void a_private_conversation_is_read_and_answered_and_not_widened() throws Exception {
    Clients.Person carol = clients.person("carol");
    String all = "/api/v1/private/conversations";
    String talk =
        alice.post(all, Map.of("members", List.of(bob.id()), "mode", "consent")).text("id");
    String said = all + "/" + talk + "/messages";
    String first = alice.post(said, Map.of("text", "Alice asks in private")).text("status_id");
    String user = "alice@" + login();
    try (Program script =
        new Program(
            List.of("node", "talk.mjs"),
            Map.of("BASE", clients.server().url(), "TOKEN", bob.token))) {
      assertThat(script.line()).isEqualTo("with alice, alice: Alice asks in private");
      script.type("direct Bob answers from a script");
      assertThat(script.line()).isEqualTo("bob: Bob answers from a script");
      script.type("direct let @carol in");
      assertThat(script.line())
          .isEqualTo("422 This would add @carol to a private conversation. Start a new one.");
      script.type("public for all to read");
      assertThat(script.line()).isEqualTo("422 This is a private conversation.");

      assertThat(toot("thread", first, "-u", user).said())
          .contains("Alice asks in private", "Bob answers from a script");
      toot("post", "-v", "direct", "-r", first, "-u", user, "Alice answers from a terminal");
      assertThat(script.line()).isEqualTo("alice: Alice answers from a terminal");
      assertThat(toot("post", "-v", "direct", "-r", first, "-u", user, "so, @carol").said())
          .contains("This would add @carol to a private conversation.");
      assertThat(toot("post", "-v", "unlisted", "-r", first, "-u", user, "aloud").said())
          .contains("This is a private conversation.");
      assertThat(toot("reblog", first, "-u", user).said())
          .contains("This is a private conversation.");
    }
    assertThat(bob.get(said).json().findValuesAsString("text"))
        .containsExactly(
            "Alice answers from a terminal", "Bob answers from a script", "Alice asks in private");
    assertThat(carol.get("/api/v1/conversations").body()).isEqualTo("[]");
    assertThat(carol.get("/api/v1/notifications").body()).isEqualTo("[]");
  }

  private String login() throws Exception {
    String host = clients.server().url().replaceFirst("^http://", "");
    try (Program login =
        new Program(
            List.of(
                "toot",
                "login_cli",
                "-i",
                host,
                "-e",
                alice.name + "@mail.example",
                "--disable-https"),
            home)) {
      login.type(Clients.PASSWORD);
      login.ends();
    }
    return host;
  }

  private record Ran(int exit, String said) {}

  /// The program from its start to its end; what it says, also of what went wrong.
  private Ran toot(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("toot"));
    command.addAll(List.of(words));
    command.add("--no-color");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(home);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), said);
  }

  /// Spoken to in lines; what it says besides goes to our own errors.
  private static final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    Program(List<String> command, Map<String, String> environment) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      process = builder.start();
      // Else a line that never comes would be waited for for ever.
      CompletableFuture.delayedExecutor(300, TimeUnit.SECONDS).execute(process::destroyForcibly);
      from =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      to =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    void type(String line) throws IOException {
      to.write(line + "\n");
      to.flush();
    }

    String line() throws IOException {
      return from.readLine();
    }

    void ends() throws IOException, InterruptedException {
      to.close();
      from.lines().forEach(_ -> {});
      assertThat(process.waitFor()).isZero();
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      to.close();
    }
  }
}
