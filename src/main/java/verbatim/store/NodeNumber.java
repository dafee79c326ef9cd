package verbatim.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Ids;
import verbatim.kernel.Refusal;

/// This process' number among all that make ids on the same store (0 to 1023), held by a lease that
/// a thread renews; and its [Ids], which go on rising over restarts. Without a lease no ids are
/// made.
public final class NodeNumber implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeNumber.class);
  private static final int NUMBERS = 1024;
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(15);
  private static final Duration SURPRISING = Duration.ofSeconds(10);

  /// – | number → the ms below which all ids lie that any holder of the number has made.
  private static final Table BOUND = Table.plain("id_bound");

  private final Store store;
  private final String owner;
  private final InstantSource clock;
  private final int number;
  private final Ids ids;
  private final Thread renewer;
  private volatile Instant heldUntil;
  private volatile boolean closing;

  /// @param owner a name that no other process has, also no earlier one of this machine (a random
  ///     one)
  public static NodeNumber take(Store store, String owner, InstantSource clock) {
    return take(store, owner, clock, clock);
  }

  /// @param clock of the lease, which is about real time
  /// @param idClock of the ids: another one where a past is being written (the demo town)
  public static NodeNumber take(
      Store store, String owner, InstantSource clock, InstantSource idClock) {
    for (int number = 0; number < NUMBERS; number++) {
      var heldUntil = clock.instant().plus(TTL);
      if (store.lease(lease(number), owner, TTL).isPresent()) {
        return new NodeNumber(store, owner, clock, number, heldUntil, idClock);
      }
    }
    throw new IllegalStateException("all " + NUMBERS + " node numbers are taken");
  }

  private NodeNumber(
      Store store,
      String owner,
      InstantSource clock,
      int number,
      Instant heldUntil,
      InstantSource idClock) {
    this.store = store;
    this.owner = owner;
    this.clock = clock;
    this.number = number;
    this.heldUntil = heldUntil;
    this.ids = new Ids(idClock, number, floorMs(store, idClock), this::reserve);
    renewer = Thread.ofVirtual().name("node-number").unstarted(this::renew);
    renewer.start();
  }

  /// The bounds of all numbers count: a restart may get another number, and its ids shall rise all
  /// the same.
  private static long floorMs(Store store, InstantSource clock) {
    long floorMs =
        store.scan(BOUND, Key.NONE, NUMBERS).stream()
            .mapToLong(row -> Bytes.read(row.value()).number())
            .max()
            .orElse(0);
    var ahead = Duration.ofMillis(floorMs - clock.millis());
    if (ahead.compareTo(SURPRISING) > 0) {
      LOG.warn(
          "The clock is {} behind the ids made earlier: it was ahead then, or is behind now. Ids go"
              + " on from there; what is said from now on bears the clock's time",
          words(ahead));
    }
    return floorMs;
  }

  private static String words(Duration time) {
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutesPart() + " min " + time.toSecondsPart() + " s";
  }

  private static String lease(int number) {
    return "node/" + number;
  }

  public int number() {
    return number;
  }

  public Ids ids() {
    return ids;
  }

  /// Not synced: the write precedes, in the log of writes, every row that carries an id made after
  /// it.
  private void reserve(long boundMs) {
    if (closing || !clock.instant().isBefore(heldUntil)) {
      throw Refusal.unavailable("The server may not make ids at the moment");
    }
    store.putDerived(List.of(bound(boundMs)));
  }

  private Op bound(long boundMs) {
    return Op.put(BOUND, Key.NONE, Key.of(number), Bytes.write(1).number(boundMs).done());
  }

  private void renew() {
    try {
      while (!closing) {
        Thread.sleep(RENEW_EVERY);
        renewOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renewOnce() {
    var until = clock.instant().plus(TTL);
    try {
      Optional<Long> epoch = store.lease(lease(number), owner, TTL);
      if (epoch.isPresent()) {
        heldUntil = until;
      } else {
        LOG.error("Node number {} was taken by another process; no more ids are made", number);
        heldUntil = Instant.MIN;
      }
    } catch (RuntimeException e) {
      LOG.warn("Node number {} could not be renewed, held until {}", number, heldUntil, e);
    }
  }

  /// Gives the number back and notes exactly how far the ids came, so that the next start need not
  /// begin ahead of the clock.
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    renewer.interrupt();
    try {
      renewer.join();
      store.put(
          BOUND,
          Key.NONE,
          Key.of(number),
          Bytes.write(1).number(ids.reached().toEpochMilli() + 1).done());
      store.lease(lease(number), owner, Duration.ofMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Node number {} could not be given back", number, e);
    }
  }
}
