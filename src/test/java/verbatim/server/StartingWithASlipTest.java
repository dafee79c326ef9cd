package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Settings that can be used, but hardly as they were meant, are told in the log at the start.
class StartingWithASlipTest {
  @TempDir Path folder;

  @Test
  void an_account_that_answers_for_the_server_and_is_not_there() throws Exception {
    Map<Setting, String> nobody = Map.of(Setting.CONTACT_ACCOUNT, "olga");
    assertThat(warned(nobody)).containsExactly("contact-account names nobody who is here");
    assertThat(CommandLine.create(folder.resolve("data"), "olga").exit()).isZero();
    assertThat(warned(nobody)).isEmpty();
  }

  @Test
  void another_public_address_than_the_one_that_stands_in_all_posts() throws Exception {
    Map<Setting, String> first = Map.of(Setting.PUBLIC_URL, "https://first.example");
    assertThat(warned(first)).isEmpty();
    assertThat(warned(first)).isEmpty();
    assertThat(warned(Map.of())).as("a copy is tried on one's own machine").isEmpty();
    Map<Setting, String> second = Map.of(Setting.PUBLIC_URL, "https://second.example");
    assertThat(warned(second)).singleElement().asString().contains("public-url has changed");
    assertThat(warned(second)).as("told once").isEmpty();
  }

  private List<String> warned(Map<Setting, String> settings) throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(Server.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (Server server = Server.open(CommandLine.config(folder.resolve("data"), false, settings))) {
      server.serve();
    } finally {
      log.detachAppender(lines);
    }
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
