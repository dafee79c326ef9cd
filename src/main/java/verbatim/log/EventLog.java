package verbatim.log;

import java.time.Duration;
import verbatim.store.Op;

/// The log of events, kept by a transactional outbox: the event's pending row goes into the batch
/// of the fact, so that one is there exactly if the other is.
///
/// ```
/// var pending = log.prepare(event);
/// store.journalledBatch(List.of(…, pending.op()));
/// log.publish(pending);
/// ```
///
/// A process that dies between the last two lines loses nothing: a sweeper publishes what stayed
/// pending. So an event may come twice, or late; a consumer must bear both.
public interface EventLog extends AutoCloseable {
  /// An event on its way.
  ///
  /// @param op to be written in the batch of the fact
  record Pending(long id, Event event, Op op) {}

  /// An event as a consumer sees it. Offsets rise within a partition.
  record Entry(long id, Event event, int partition, long offset) {}

  interface Consumer {
    /// May be called again with the same entry. An exception means: again, after a pause.
    void on(Entry entry);
  }

  Pending prepare(Event event);

  void publish(Pending pending);

  /// Starts a consumer group: each entry goes to it at least once, entries of one partition in
  /// order, partitions side by side. A new group begins at the oldest entry kept.
  void consume(String group, Consumer consumer);

  /// Waits until every group has seen this event.
  ///
  /// @return false when the time ran out first
  boolean await(Pending pending, Duration max);

  /// Waits until every group has seen every event published so far (tests, shutdown).
  boolean settle(Duration max);

  @Override
  void close();
}
