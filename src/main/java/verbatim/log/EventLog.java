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

  /// A consumer that keeps what it makes of the entries by itself (an index of words), and so knows
  /// better than the log how far that would outlive a kill.
  interface Keeper extends Consumer {
    /// The first offset of this partition that is not kept durably: there it goes on after a start,
    /// and entries from there on are not forgotten.
    long kept(int partition);

    /// Where it goes on in this partition; told once, before its first entry. From then on it keeps
    /// that offset as well, also while nothing comes: a partition that nobody wrote to is not one
    /// that was missed.
    void begins(int partition, long offset);
  }

  Pending prepare(Event event);

  void publish(Pending pending);

  /// Starts a consumer group: each entry goes to it at least once, entries of one partition in
  /// order, partitions side by side. A new group begins at the oldest entry kept.
  void consume(String group, Consumer consumer);

  /// Starts a group that goes on where the keeper says.
  ///
  /// @return false when entries that it has not kept are gone: then it has missed some, and has to
  ///     begin anew from the facts
  boolean follow(String group, Keeper keeper);

  /// Waits until every group has seen this event, but for those of keepers: nobody who waits for an
  /// answer waits for them.
  ///
  /// @return false when the time ran out first
  boolean await(Pending pending, Duration max);

  /// Waits until every group has seen every event published so far (tests, shutdown).
  boolean settle(Duration max);

  @Override
  void close();
}
