package verbatim.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// One line an event: `2026-01-31T10:00:00.123Z INFO  Server serving port="8080"`. Control
/// characters never reach the terminal or a log reader. Written by hand, for every request makes a
/// line.
final class LogLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = new byte[0];
  private static final int FRAMES_MAX = 20;
  private static final int CAUSES_MAX = 5;
  private static final int LEVEL_CHARACTERS = 5;
  private static final String NO_SPACE = "No space left on device";
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  /// The same for a thousand lines; whoever comes too late makes it anew.
  private volatile Second last = new Second(Long.MIN_VALUE, "");

  private record Second(long number, String text) {}

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(192);
    time(line, event.getTimeStamp());
    String level = event.getLevel().toString();
    line.append(' ').append(level).repeat(' ', LEVEL_CHARACTERS - level.length() + 1);
    String logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
    plain(line, event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        line.append(' ');
        plain(line, pair.key);
        line.append("=\"");
        plain(line, String.valueOf(pair.value));
        line.append('"');
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (isDiskFull(thrown)) {
      line.append(" (the disk is full)\n");
    } else if (thrown != null && thrown.getStackTraceElementProxyArray().length == 0) {
      // An ordinary no: it has no place where it was thrown.
      line.append(" (");
      plain(line, thrown.getClassName());
      line.append(")\n");
    } else {
      line.append('\n');
      thrown(line, thrown);
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void time(StringBuilder line, long ms) {
    long number = Math.floorDiv(ms, 1_000L);
    Second second = last;
    if (second.number != number) {
      second = new Second(number, SECOND.format(Instant.ofEpochSecond(number)));
      last = second;
    }
    int rest = (int) Math.floorMod(ms, 1_000L);
    line.append(second.text).append((char) ('0' + rest / 100));
    line.append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10)).append('Z');
  }

  /// The disk's matter, not the program's: where in the program it was met helps nobody, and there
  /// it is met everywhere.
  private static boolean isDiskFull(@Nullable IThrowableProxy first) {
    IThrowableProxy thrown = first;
    for (int depth = 0; thrown != null && depth < CAUSES_MAX; depth++) {
      String message = thrown.getMessage();
      if (message != null && message.contains(NO_SPACE)) {
        return true;
      }
      thrown = thrown.getCause();
    }
    return false;
  }

  /// Its kind and where it was thrown, never its message: words that somebody wrote might stand
  /// there.
  private static void thrown(StringBuilder line, @Nullable IThrowableProxy first) {
    IThrowableProxy thrown = first;
    for (int depth = 0; thrown != null && depth < CAUSES_MAX; depth++) {
      line.append(depth == 0 ? "" : "Caused by: ");
      plain(line, thrown.getClassName());
      line.append('\n');
      StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
      for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
        line.append('\t');
        plain(line, frames[i].getSTEAsString());
        line.append('\n');
      }
      thrown = thrown.getCause();
    }
  }

  /// A line's end within would be a line that nobody logged.
  private static void plain(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isControl = c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029;
      line.append(isControl || (c > 0x7f && c < 0xa0) ? '?' : c);
    }
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
