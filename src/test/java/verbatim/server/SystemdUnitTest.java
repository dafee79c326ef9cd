package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit that operators copy: what systemd itself thinks of it.
class SystemdUnitTest {
  private static final Path UNIT = Path.of("docs/operating/verbatim.service");
  private static final double EXPOSURE_MAX = 2.0;

  @TempDir Path folder;

  @Test
  void a_server_with_wrong_settings_is_not_started_again_and_again() throws IOException {
    assertThat(Files.readString(UNIT)).contains("RestartPreventExitStatus=" + Main.EXIT_USAGE);
  }

  @Test
  void the_program_cannot_rewrite_itself() throws IOException {
    assertThat(Files.readString(UNIT))
        .contains("ProtectSystem=strict")
        .doesNotContain("ReadWritePaths=");
  }

  @Test
  void systemd_knows_every_line_and_finds_it_little_exposed() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd here");
    assumeTrue(Files.isExecutable(Path.of("/bin/true")), "nothing to run");
    // The program does not lie where the unit says, here.
    Path unit = folder.resolve("verbatim.service");
    Files.writeString(
        unit, Files.readString(UNIT).replaceAll("(?m)^ExecStart=.*$", "ExecStart=/bin/true"));
    assertThat(analyze("verify", unit.toString())).doesNotContain("verbatim.service:");
    String said = analyze("security", "--offline=true", unit.toString());
    Matcher exposure = Pattern.compile("exposure level for [^:]*: ([0-9.]+)").matcher(said);
    assertThat(exposure.find()).as(said).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThan(EXPOSURE_MAX);
  }

  private static String analyze(String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "/usr/bin/systemd-analyze";
    System.arraycopy(words, 0, command, 1, words.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
