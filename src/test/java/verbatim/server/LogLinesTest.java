package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import verbatim.kernel.Refusal;

class LogLinesTest {
  private final LogLines lines = new LogLines();

  @BeforeEach
  void start() {
    lines.start();
  }

  @Test
  void a_line_has_the_time_in_utc_the_level_and_the_last_part_of_the_name() {
    assertThat(line(event("serving", null)))
        .isEqualTo("2026-01-31T09:08:07.006Z WARN  Server serving\n");
  }

  @Test
  void what_was_said_besides_stands_after_the_words() {
    LoggingEvent event = event("serving", null);
    event.addKeyValuePair(new KeyValuePair("port", 8080));
    event.addKeyValuePair(new KeyValuePair("data", "a\nb"));
    assertThat(line(event)).endsWith(" serving port=\"8080\" data=\"a?b\"\n");
  }

  @Test
  void nothing_that_was_logged_ends_the_line_or_reaches_the_terminal() {
    assertThat(line(event("a\r\nb\tc\u001b[31m\u0085\u2028\u2029\u007fé 😀", null)))
        .endsWith(" a??b?c?[31m????é 😀\n");
  }

  @Test
  void a_fault_brings_its_stack_and_those_of_its_causes() {
    var cause = new IllegalArgumentException("deep");
    assertThat(line(event("cannot go on", new IllegalStateException("why", cause))))
        .contains(" cannot go on\njava.lang.IllegalStateException\n\t")
        .contains("Caused by: java.lang.IllegalArgumentException\n\t")
        .contains("LogLinesTest");
  }

  @Test
  void a_fault_says_nothing_of_the_words_that_it_was_about() {
    var cause = new IllegalArgumentException("no number: 'my secret'");
    cause.addSuppressed(new IllegalStateException("my secret"));
    String said =
        line(event("cannot go on", new IllegalStateException("my secret\nforged line", cause)));
    assertThat(said).doesNotContain("secret").doesNotContain("forged");
    assertThat(said.lines().skip(1))
        .allMatch(l -> l.startsWith("\t") || l.matches("(Caused by: )?[\\w.$]+"));
  }

  @Test
  void a_full_disk_and_an_ordinary_no_are_one_line() {
    var full = new IOException("a/b: No space left on device");
    assertThat(line(event("not kept", new UncheckedIOException(full))))
        .endsWith(" not kept (the disk is full)\n")
        .hasLineCount(1);
    assertThat(line(event("not now", Refusal.unavailable("busy"))))
        .endsWith(" not now (verbatim.kernel.Refused)\n")
        .hasLineCount(1);
  }

  private String line(LoggingEvent event) {
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }

  private static LoggingEvent event(String message, Throwable thrown) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("verbatim.server.Server"),
            Level.WARN,
            message,
            thrown,
            new Object[0]);
    event.setInstant(Instant.parse("2026-01-31T09:08:07.006Z"));
    return event;
  }
}
