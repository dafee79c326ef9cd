package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingRequestsTest {
  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger("verbatim.requests");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void a_line_names_the_route_and_nothing_that_somebody_wrote() throws Exception {
    try (Running town =
        Running.with(
            folder,
            Route.get("/api/v1/tag/:name", Access.optional(), _ -> Answer.empty(), "tag"),
            Route.get("/api/v1/bug", Access.open(), LoggingRequestsTest::bug, "bug"))) {
      town.get(
          "/api/v1/tag/private?q=word",
          "Authorization",
          "Bearer all",
          "User-Agent",
          "${jndi:ldap://x}");
      // A line is written when its answer is out, which may be after it has come.
      ReadingParametersTest.await(() -> lines.list.size() >= 1);
      town.get("/api/v1/bug");
      town.raw("BAD\u001b[31m /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      town.raw("BREW /api/v1/tag/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      ReadingParametersTest.await(() -> lines.list.size() >= 5);
    }
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(said.get(0))
        .matches("method=GET route=/api/v1/tag/:name status=200 ms=\\d+ request=\\w+");
    assertThat(said).filteredOn(l -> l.startsWith("fault")).hasSize(1);
    assertThat(said)
        .allSatisfy(
            l ->
                assertThat(l)
                    .doesNotContain("private", "word", "jndi", "127.", "BREW", "\n", "\u001b"));
  }

  private static Answer bug(Request request) {
    throw new IllegalStateException("private word\nof somebody " + RequestId.current());
  }
}
