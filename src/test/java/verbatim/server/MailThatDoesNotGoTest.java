package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import verbatim.mail.SmtpSink;

/// Whoever has just set up mail reads in the log at once that it does not go, and why.
class MailThatDoesNotGoTest {
  @TempDir Path folder;

  @Test
  void the_first_failure_of_a_letter_is_logged_with_the_servers_code_and_no_address()
      throws IOException {
    Logger log = (Logger) LoggerFactory.getLogger(Content.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (SmtpSink busy = new SmtpSink("451 olga@mail.example is busy");
        RunningServer server =
            RunningServer.inEarnest(
                folder,
                Map.of(
                    "smtp-host",
                    "127.0.0.1",
                    "smtp-port",
                    Integer.toString(busy.port()),
                    "smtp-security",
                    "none",
                    "mail-from",
                    "server@town.test"))) {
      Stranger olga = new Stranger(server);
      olga.joins(olga.app("read write", Stranger.OUT_OF_BAND), "olga");
      server.sendLetters();
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(line.getFormattedMessage()).contains("could not be sent");
    assertThat(String.valueOf(line.getKeyValuePairs()))
        .contains("SMTP 451")
        .doesNotContain("olga", "busy", "@");
    assertThat(List.of(line.getKeyValuePairs().getFirst().key)).containsExactly("why");
  }
}
