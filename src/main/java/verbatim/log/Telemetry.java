package verbatim.log;

import java.util.concurrent.atomic.LongAdder;

/// What the log and the jobs count. Never throws, never takes more than the fact.
final class Telemetry {
  private final LongAdder published = new LongAdder();
  private final LongAdder leftToSweeper = new LongAdder();
  private final LongAdder swept = new LongAdder();
  private final LongAdder consumed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder putAside = new LongAdder();
  private final LongAdder ended = new LongAdder();

  void published() {
    published.increment();
  }

  void leftToSweeper() {
    leftToSweeper.increment();
  }

  void swept() {
    swept.increment();
  }

  void consumed() {
    consumed.increment();
  }

  void consumerFailed() {
    failed.increment();
  }

  void putAside() {
    putAside.increment();
  }

  void consumerEnded() {
    ended.increment();
  }

  StoreLog.Counts counts(long lag) {
    return new StoreLog.Counts(
        published.sum(),
        leftToSweeper.sum(),
        swept.sum(),
        consumed.sum(),
        failed.sum(),
        putAside.sum(),
        ended.sum(),
        lag);
  }
}
