package verbatim.sx1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.sx1.Verifier.Json;

/// `./verbatim excerpt`, and the one file alone.
class CheckingOnTheCommandLineTest {
  @TempDir Path folder;

  private final Map<String, byte[]> network = new TreeMap<>();
  private final List<String> fetched = new ArrayList<>();
  private final Excerpt excerpt = excerpt();
  private Path file;
  private Path keys;

  private record Said(int exit, String out, String err) {
    String last() {
      return out.strip().lines().toList().getLast();
    }
  }

  private static Excerpt excerpt() {
    Talks talks = new Talks(new Random(4), true);
    return talks.excerpt(talks.talk(6));
  }

  @BeforeEach
  void files() throws IOException {
    file = Files.write(folder.resolve("excerpt.json"), excerpt.bytes());
    keys = Files.writeString(folder.resolve("keys.json"), Talks.keys().json().written());
  }

  private Said say(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Verifier.Outside outside =
        new Verifier.Outside() {
          @Override
          public byte[] fetch(String address, String accept) throws IOException {
            fetched.add(address);
            byte[] found = network.get(address);
            if (found == null) {
              throw new IOException("no such page");
            }
            return found;
          }

          @Override
          public Instant now() {
            return Talks.NOW;
          }
        };
    int exit =
        Verifier.run(
            java.util.Arrays.stream(words).map(Object::toString).toList(),
            outside,
            new PrintWriter(out),
            new PrintWriter(err));
    return new Said(exit, out.toString(), err.toString());
  }

  private Path changed() throws IOException {
    return Files.writeString(
        folder.resolve("changed.json"),
        Files.readString(file).replaceFirst("\"ms\":1", "\"ms\":2"));
  }

  private static byte[] actor(String id, Signer... signers) {
    List<Json> methods = new ArrayList<>();
    for (Signer signer : signers) {
      methods.add(
          Json.Fields.EMPTY
              .with("id", signer.method())
              .with("type", "Multikey")
              .with("controller", id)
              .with("publicKeyMultibase", signer.multikey()));
    }
    return Json.Fields.EMPTY
        .with("id", id)
        .with("score", new Json.Fraction(1.5))
        .with("assertionMethod", new Json.Items(methods))
        .written()
        .getBytes(UTF_8);
  }

  @Test
  void each_answer_has_its_exit_code() throws IOException {
    assertThat(say("verify", file, "--keys", keys).exit()).isZero();
    Said wrong = say("verify", changed(), "--keys", keys);
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.last()).contains("its time lies before");
    assertThat(say("verify", file).exit()).isEqualTo(2);
    assertThat(say("verify", file).last()).isEqualTo("no attestation could be checked");
    Path hubOnly =
        Files.writeString(
            folder.resolve("hub.json"),
            "{\"" + Talks.HUB_KEY.method() + "\":\"" + Talks.HUB_KEY.multikey() + "\"}");
    Said weak = say("verify", file, "--keys=" + hubOnly);
    assertThat(weak.exit()).isEqualTo(3);
    assertThat(weak.out()).contains("another server only (weak)");
    assertThat(fetched).isEmpty();
  }

  @Test
  void a_program_reads_it_as_json() {
    Said said = say("verify", file, "--keys", keys, "--json");
    Json.Fields json = Json.read(said.out().strip().getBytes(UTF_8)).fields();
    assertThat(json.whole("exit")).isZero();
    assertThat(json.text("excerpt")).isEqualTo(Talks.ID);
    assertThat(json.items("entries")).hasSize(excerpt.entries().size());
  }

  @Test
  void what_is_not_understood_is_told_and_nothing_is_checked() {
    for (String words :
        List.of(
            "",
            "check",
            "verify",
            "verify a b",
            "verify a --keys",
            "verify a --json --json",
            "verify a --hurry",
            "verify a --around short",
            "verify https://a.example/x --offline",
            "keys",
            "keys --all",
            "show",
            "show a b")) {
      Said said = say((Object[]) words.split(" "));
      assertThat(said.exit()).as(words).isEqualTo(2);
      assertThat(said.err()).as(words).startsWith("verbatim: ").contains("usage:");
      assertThat(said.out()).as(words).isEmpty();
    }
    assertThat(say("verify", folder.resolve("none")).exit()).isEqualTo(2);
    assertThat(say("verify", file, "--keys", folder.resolve("none")).exit()).isEqualTo(2);
  }

  @Test
  void keys_are_fetched_and_dated() {
    network.put(Talks.ODO, actor(Talks.ODO, Talks.ODO_KEY));
    Said said = say("keys", Talks.ODO);
    Verifier.Keys read = Verifier.Keys.read(said.out().strip().getBytes(UTF_8));
    assertThat(read.multikeys())
        .isEqualTo(Map.of(Talks.ODO_KEY.method(), Talks.ODO_KEY.multikey()));
    assertThat(read.fetched()).startsWith("2031-03-04T05:06:07");
  }

  @Test
  void an_actor_names_keys_of_its_own_only() {
    network.put(Talks.ODO, actor(Talks.ODO, Talks.HUB_KEY, Talks.MIRA_KEY));
    network.put(Talks.MIRA, actor(Talks.HUB, Talks.HUB_KEY));
    assertThat(say("keys", Talks.ODO).exit()).isEqualTo(2);
    assertThat(say("keys", Talks.MIRA).exit()).isEqualTo(2);
  }

  @Test
  void trusted_on_first_use_is_pinned_for_the_second() throws IOException {
    network.put(Talks.ODO, actor(Talks.ODO, Talks.ODO_KEY));
    network.put(Talks.HUB, actor(Talks.HUB, Talks.HUB_KEY));
    Path pinned = folder.resolve("pinned.json");
    assertThat(say("verify", file, "--trust-on-first-use", "--offline").exit()).isEqualTo(2);
    assertThat(fetched).isEmpty();
    assertThat(say("verify", file, "--trust-on-first-use", "--keys", pinned).exit()).isZero();
    assertThat(fetched).containsExactlyInAnyOrder(Talks.ODO, Talks.HUB);

    network.clear();
    fetched.clear();
    assertThat(say("verify", file, "--trust-on-first-use", "--keys", pinned).exit()).isZero();
    assertThat(fetched).isEmpty();
    assertThat(say("verify", file, "--keys", pinned).out()).contains("keys as of 2031-03-04");
  }

  @Test
  void whoever_has_a_pinned_key_does_not_come_with_another() throws IOException {
    Signer other = Talks.signer(Talks.ODO, "somebody else");
    network.put(Talks.ODO, actor(Talks.ODO, other));
    network.put(Talks.HUB, actor(Talks.HUB, Talks.HUB_KEY));
    Path pinned =
        Files.writeString(
            folder.resolve("pinned.json"),
            "{\"" + Talks.ODO_KEY.method() + "\":\"" + other.multikey() + "\"}");
    assertThat(say("verify", file, "--trust-on-first-use", "--keys", pinned).exit()).isEqualTo(1);
    assertThat(fetched).containsExactly(Talks.HUB);
  }

  @Test
  void an_address_is_fetched() {
    network.put(Talks.ID, excerpt.bytes());
    assertThat(say("verify", Talks.ID, "--keys", keys).exit()).isZero();
    assertThat(say("verify", Talks.ID + "0", "--keys", keys).err()).contains("no such page");
  }

  @Test
  void shown_it_is_plain_text_with_its_gaps_and_no_letter_turns_the_line() throws IOException {
    Said said = say("show", file);
    assertThat(said.exit()).isZero();
    for (int i = 0; i < excerpt.entries().size(); i++) {
      if (excerpt.entries().get(i) instanceof Excerpt.Entry.Open open) {
        String first = open.message().text().lines().findFirst().orElse("");
        assertThat(said.out()).contains(Verifier.marked(first));
      }
    }
    assertThat(say("show", changed()).exit()).isEqualTo(1);
    assertThat(Verifier.marked("a\u202eb\u001b[2J"))
        .isEqualTo("a\u27e8U+202E\u27e9b\u27e8U+001B\u27e9[2J");
  }

  @Test
  void the_file_runs_alone_on_a_bare_jdk() throws Exception {
    Path alone = Files.createDirectories(folder.resolve("verbatim/sx1"));
    Files.copy(Path.of("src/main/java/verbatim/sx1/Verifier.java"), alone.resolve("Verifier.java"));
    assertThat(alone(file)).isZero();
  }

  private int alone(Path document) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "verbatim/sx1/Verifier.java",
                "verify",
                document.toString(),
                "--keys",
                keys.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    assertThat(said).doesNotContain("error");
    return exit;
  }
}
