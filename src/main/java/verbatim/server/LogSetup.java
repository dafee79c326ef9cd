package verbatim.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/// What is logged, and where to: lines on standard error. Logback finds it by its name in
/// `META-INF/services`; a file of XML would say the same, and take a tenth of a second at each
/// start to be read.
public final class LogSetup extends ContextAwareBase implements Configurator {
  /// Of logback itself: somebody brings a file of his own.
  private static final String OWN_FILE = "logback.configurationFile";

  /// Tests have a file of theirs, which says less; a server that a test starts is told not to mind
  /// it.
  private static final String TESTS_FILE = "/logback-test.xml";
  private static final String IN_EARNEST = "verbatim.log";

  /// From here on nothing below this is logged, of what has no level of its own.
  ///
  /// @return what it was before
  static Level level(Level now) {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.setLevel(now);
    return before;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    boolean isOfTests =
        System.getProperty(IN_EARNEST) == null && LogSetup.class.getResource(TESTS_FILE) != null;
    if (isOfTests || System.getProperty(OWN_FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    LogLines lines = new LogLines();
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("STDERR");
    console.setTarget("System.err");
    console.setEncoder(lines);
    console.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    // Says only that a reader of a stream went away while something was written to him.
    context.getLogger("org.eclipse.jetty.util.Blocker").setLevel(Level.ERROR);
    // These would quote what strangers send.
    context.getLogger("org.eclipse.jetty.http").setLevel(Level.ERROR);
    context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
