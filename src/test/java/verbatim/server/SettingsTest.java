package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings file: what it says, and what it says when it is wrong.
class SettingsTest {
  @TempDir Path folder;

  @Test
  void an_empty_file_gives_a_server_on_loopback() throws Exception {
    Config config = read("");
    assertThat(config.listen().bind()).isEqualTo("127.0.0.1");
    assertThat(config.publicUrl().url()).isEqualTo("http://localhost:8080");
    assertThat(config.publicUrl().host()).isEqualTo("localhost:8080");
    assertThat(config.registrations()).isEqualTo(Config.Registrations.OPEN);
  }

  @Test
  void comments_and_blank_lines_say_nothing() throws Exception {
    assertThat(read("# a note\n\n  name = Ternhaven  \n").about().name()).isEqualTo("Ternhaven");
  }

  @Test
  void the_environment_wins_over_the_file_and_the_command_line_over_both() throws Exception {
    Path file = write("port = 1001\nname = file\n");
    Config config =
        ConfigFile.read(
            file,
            true,
            Map.of("VERBATIM_PORT", "1002", "VERBATIM_NAME", "environment"),
            Map.of(Setting.PORT, "1003"),
            false);
    assertThat(config.listen().port()).isEqualTo(1003);
    assertThat(config.about().name()).isEqualTo("environment");
  }

  @Test
  void a_fault_names_file_line_and_setting() {
    assertThatThrownBy(() -> read("name = x\n\nport = many\n"))
        .isInstanceOf(ConfigFile.Unusable.class)
        .hasMessageContaining("verbatim.conf:3")
        .hasMessageContaining("port")
        .hasMessageContaining("many");
  }

  @Test
  void a_fault_in_the_environment_names_the_variable() {
    assertThatThrownBy(
            () ->
                ConfigFile.read(write(""), true, Map.of("VERBATIM_PORT", "70000"), Map.of(), false))
        .hasMessageContaining("VERBATIM_PORT");
  }

  @Test
  void what_looks_like_a_setting_in_the_environment_and_is_none_is_told() {
    assertThat(
            ConfigFile.unknown(
                Set.of("VERBATIM_PORTT", "VERBATIM_PORT", "VERBATIM_HEAP", "PATH", "VERBATIM_X")))
        .containsExactly("VERBATIM_PORTT", "VERBATIM_X");
  }

  @Test
  void any_free_port_is_for_those_who_say_where_people_reach_it() {
    String data = folder.resolve("data").toString();
    CommandLine.Said said = CommandLine.type("serve", "--port", "0", "--data", data);
    assertThat(said.exit()).isEqualTo(Main.EXIT_USAGE);
    assertThat(said.err()).contains("port", "public-url must be set").hasLineCount(1);
  }

  @Test
  void an_unknown_setting_and_one_set_twice_are_refused() {
    assertThatThrownBy(() -> read("nmae = x\n"))
        .hasMessageContaining("verbatim.conf:1")
        .hasMessageContaining("nmae");
    assertThatThrownBy(() -> read("name = x\nname = y\n"))
        .hasMessageContaining(":2")
        .hasMessageContaining(":1");
    assertThatThrownBy(() -> read("just words\n")).hasMessageContaining(":1");
  }

  @Test
  void each_setting_refuses_what_it_cannot_mean() {
    for (String wrong :
        new String[] {
          "port = 65536",
          "port = -1",
          "public-url = ftp://x",
          "public-url = https://x/path",
          "public-url = https://u@x",
          "public-url = not a url",
          "registrations = maybe",
          "smtp-security = ssl3",
          "status-characters-max = 0",
          "status-characters-max = 5001",
          "log-addresses = perhaps",
          "rules = /no/such/file",
          "smtp-password-file = /no/such/file",
          "smtp-password-file = a\0b",
          "rules = a\0b",
          "name = a\u0007b"
        }) {
      assertThatThrownBy(() -> read(wrong + "\n"))
          .as(wrong)
          .isInstanceOf(ConfigFile.Unusable.class)
          .hasMessageContaining(":1");
    }
  }

  @Test
  void test_mode_runs_on_loopback_only() throws Exception {
    assertThatThrownBy(
            () -> ConfigFile.read(write("bind = 0.0.0.0\n"), true, Map.of(), Map.of(), true))
        .hasMessageContaining("loopback");
    assertThatThrownBy(
            () ->
                ConfigFile.read(
                    write("public-url = https://example.org\n"), true, Map.of(), Map.of(), true))
        .hasMessageContaining("loopback");
    assertThat(
            ConfigFile.read(write("bind = 127.0.0.1\n"), true, Map.of(), Map.of(), true).testMode())
        .isTrue();
  }

  @Test
  void test_mode_is_no_setting() {
    assertThatThrownBy(() -> read("test-mode = yes\n")).hasMessageContaining("no setting");
  }

  @Test
  void the_documentation_lists_every_setting_with_its_default_and_meaning() throws IOException {
    String page = Files.readString(Path.of("docs/settings.md"));
    for (Setting setting : Setting.values()) {
      assertThat(page)
          .contains(
              "| `"
                  + setting.key()
                  + "` | "
                  + code(setting.defaultValue())
                  + " | "
                  + setting.meaning()
                  + " |");
    }
    assertThat(page.lines().filter(line -> line.startsWith("| `")).count())
        .isEqualTo(Setting.values().length);
  }

  @Test
  void the_file_to_copy_has_every_setting_with_its_default_and_meaning() throws Exception {
    Path file = Path.of("docs/operating/verbatim.conf");
    StringBuilder all = new StringBuilder();
    for (Setting setting : Setting.values()) {
      StringBuilder line = new StringBuilder("#");
      for (String word : setting.meaning().split(" ")) {
        if (line.length() + 1 + word.length() > 100) {
          all.append(line).append('\n');
          line = new StringBuilder("#");
        }
        line.append(' ').append(word);
      }
      all.append(line).append('\n');
      all.append(("#" + setting.key() + " = " + setting.defaultValue()).strip()).append("\n\n");
    }
    String text = Files.readString(file);
    String head = text.substring(0, text.indexOf("\n\n") + 2);
    assertThat(head.lines()).allMatch(line -> line.isEmpty() || line.startsWith("# "));
    assertThat(text).isEqualTo(head + all.toString().strip() + "\n");

    // As it stands it changes nothing, and each line may be used.
    Config usual = read("");
    Config copied = ConfigFile.read(file, true, Map.of(), Map.of(), false);
    assertThat(copied.toString()).isEqualTo(usual.toString());
    String used = text.replaceAll("(?m)^#([a-z-]+ =)", "$1");
    Config set = read(used);
    assertThat(set.about()).isEqualTo(usual.about());
    assertThat(set.smtp()).isEqualTo(usual.smtp());
  }

  private static String code(String value) {
    return value.isEmpty() ? "" : "`" + value + "`";
  }

  private Config read(String text) throws Exception {
    return ConfigFile.read(write(text), true, Map.of(), Map.of(), false);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("verbatim.conf"), text);
  }
}
