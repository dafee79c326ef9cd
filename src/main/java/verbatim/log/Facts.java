package verbatim.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Facts that lie in claimed rows, changed by compare-and-set, each together with its events and
/// derived rows.
///
/// A claimed row cannot share a batch with plain rows, so fact and event cannot be written at once.
/// Instead, three steps:
///
/// 1. An intent (plain row): what is to follow from the change, under a fresh token.
/// 2. The claim: the new body, and the token, in the row.
/// 3. One batch: the derived rows, the pending events, and the intent's end. Then the events are
/// published.
///
/// A process that dies after 1 leaves an intent whose token stands in no row: it never happened.
/// One that dies after 2 leaves an intent whose token stands in its row: whoever opens these facts
/// next does 3. A later change of the same row keeps every token whose intent is still there, so
/// none is overwritten. So what follows from a change follows once and never without it. An unknown
/// outcome of a claim is resolved the same way: by looking for the token.
///
/// Derived rows may be written late, after those of a later change. They must bear that: use sort
/// keys that are never used again (an id made for the purpose), and check against the fact at
/// reading.
public final class Facts {
  private static final Table INTENTS = Table.plain("intent");
  private static final int SHARDS = 16;
  private static final int TOKEN_BYTES = 16;
  private static final int CONTENTION_MAX = 200;
  private static final int UNKNOWN_MAX = 50;

  private final Store store;
  private final EventLog log;
  private final RandomGenerator random;
  private final Table table;
  private final Queue<byte[]> doubtful = new ConcurrentLinkedQueue<>();

  /// A fact as it stands.
  ///
  /// @param revision rises by one with each change
  public record Fact(long revision, byte[] body) {}

  /// What a change makes: the new body, what is derived from it, what is said of it.
  public record Step(byte[] body, List<Op> derived, List<Event> events) {}

  /// A change of one fact; called again when somebody else was faster.
  public interface Change {
    /// @return empty: all is as wanted already
    Optional<Step> of(Optional<Fact> current);
  }

  private record Envelope(long revision, List<byte[]> tokens, byte[] body) {
    static final Envelope NONE = new Envelope(0, List.of(), new byte[0]);

    static Envelope read(Optional<Row> row) {
      if (row.isEmpty()) {
        return NONE;
      }
      var bytes = Bytes.read(row.get().value());
      return new Envelope(bytes.number(), bytes.list(Bytes.Reader::raw), bytes.raw());
    }

    byte[] write() {
      return Bytes.write(1).number(revision).list(tokens, Bytes.Writer::raw).raw(body).done();
    }

    boolean holds(byte[] token) {
      return tokens.stream().anyMatch(held -> Arrays.equals(held, token));
    }

    Optional<Fact> fact() {
      return revision == 0 ? Optional.empty() : Optional.of(new Fact(revision, body));
    }
  }

  private record Intent(Key pk, Key sk, List<Op> derived, List<Event> events) {}

  /// Opens the facts of a table and finishes what a process that died left unfinished.
  ///
  /// @param table a claimed table that nobody else writes
  public Facts(Store store, EventLog log, RandomGenerator random, Table table) {
    this.store = store;
    this.log = log;
    this.random = random;
    this.table = table;
    finishWhatWasLeft();
  }

  public Optional<Fact> read(Key pk, Key sk) {
    return Envelope.read(store.get(table, pk, sk)).fact();
  }

  /// Changes a fact and sees to what follows.
  ///
  /// @param forget called when the row may have changed and before anybody is told: drops cached
  ///     copies
  /// @return the fact afterwards
  /// @throws Refused Unavailable when the engine cannot tell what came of it
  public Optional<Fact> change(Key pk, Key sk, Change change, Runnable forget) {
    settleDoubtful();
    for (int tried = 0; tried < CONTENTION_MAX; tried++) {
      Optional<Row> row = store.get(table, pk, sk);
      Envelope before = Envelope.read(row);
      Optional<Step> step = change.of(before.fact());
      if (step.isEmpty()) {
        return before.fact();
      }
      Optional<Fact> done = attempt(pk, sk, row, before, step.get(), forget);
      if (done.isPresent()) {
        return done;
      }
    }
    throw unavailable();
  }

  private Optional<Fact> attempt(
      Key pk, Key sk, Optional<Row> row, Envelope before, Step step, Runnable forget) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    var after = new Envelope(before.revision() + 1, unfinished(before, token), step.body());
    var intent = new Intent(pk, sk, step.derived(), step.events());
    // Durable no later than the claim, since that is the next durable write.
    store.putDerived(List.of(Op.put(INTENTS, shard(token), intentKey(token), write(intent))));
    try {
      boolean applied;
      try {
        applied = claim(pk, sk, row, after.write(), token);
      } finally {
        forget.run();
      }
      if (!applied) {
        store.putDerived(List.of(Op.delete(INTENTS, shard(token), intentKey(token))));
        return Optional.empty();
      }
      finish(token, intent);
      return after.fact();
    } catch (Refused e) {
      doubtful.add(token);
      throw e;
    }
  }

  /// The tokens that the row must go on holding: those whose intents are not finished.
  private List<byte[]> unfinished(Envelope before, byte[] token) {
    List<byte[]> tokens = new ArrayList<>();
    for (byte[] held : before.tokens()) {
      if (store.get(INTENTS, shard(held), intentKey(held)).isPresent()) {
        tokens.add(held);
      }
    }
    tokens.add(token);
    return tokens;
  }

  private boolean claim(Key pk, Key sk, Optional<Row> row, byte[] value, byte[] token) {
    for (int tried = 0; tried < UNKNOWN_MAX; tried++) {
      Claim claim =
          row.isEmpty()
              ? store.putIfAbsent(table, pk, sk, value, token)
              : store.compareAndSet(table, pk, sk, row.get().version(), value, token);
      switch (claim) {
        case Claim.Applied _ -> {
          return true;
        }
        // Ours may have been applied with an unknown outcome and then been built upon.
        case Claim.Lost(var current) -> {
          return Envelope.read(current).holds(token);
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw unavailable();
  }

  private void finish(byte[] token, Intent intent) {
    List<Op> ops = new ArrayList<>(intent.derived());
    List<EventLog.Pending> pending = intent.events().stream().map(log::prepare).toList();
    pending.forEach(event -> ops.add(event.op()));
    ops.add(Op.delete(INTENTS, shard(token), intentKey(token)));
    store.journalledBatch(ops);
    pending.forEach(log::publish);
  }

  private void finishWhatWasLeft() {
    for (int shard = 0; shard < SHARDS; shard++) {
      List<Row> rows;
      do {
        rows = store.scan(INTENTS, shard(shard), Store.SCAN_ROWS_MAX);
        rows.forEach(this::settle);
      } while (rows.size() == Store.SCAN_ROWS_MAX);
    }
  }

  /// When the store could not write for a while (a full disk), what it left is settled by the next
  /// change.
  private void settleDoubtful() {
    for (byte[] token = doubtful.poll(); token != null; token = doubtful.poll()) {
      try {
        store.get(INTENTS, shard(token), intentKey(token)).ifPresent(this::settle);
      } catch (Refused e) {
        doubtful.add(token);
        throw e;
      }
    }
  }

  private void settle(Row row) {
    byte[] token = row.sk().toBytes();
    Intent intent = intent(row.value());
    if (Envelope.read(store.get(table, intent.pk(), intent.sk())).holds(token)) {
      finish(token, intent);
    } else {
      store.delete(INTENTS, shard(token), row.sk());
    }
  }

  private Key shard(byte[] token) {
    return shard(token[0] & SHARDS - 1);
  }

  private Key shard(int shard) {
    return Key.of(table.name()).andByte(shard);
  }

  private static Key intentKey(byte[] token) {
    return Key.NONE.andRaw(token);
  }

  private static byte[] write(Intent intent) {
    return Bytes.write(1)
        .raw(intent.pk().toBytes())
        .raw(intent.sk().toBytes())
        .list(intent.derived(), Facts::write)
        .list(intent.events(), (w, e) -> w.text(e.family()).number(e.key()).raw(e.body()))
        .done();
  }

  private static void write(Bytes.Writer bytes, Op op) {
    bytes.text(op.table().name()).raw(op.pk().toBytes());
    switch (op) {
      case Op.Put(_, _, var sk, var value) -> bytes.number(1).raw(sk.toBytes()).raw(value);
      case Op.Delete(_, _, var sk) -> bytes.number(2).raw(sk.toBytes());
      case Op.DeleteRange(_, _, var from, var to) ->
          bytes.number(3).raw(from.toBytes()).raw(to.toBytes());
    }
  }

  private static Intent intent(byte[] value) {
    var bytes = Bytes.read(value);
    return new Intent(
        Key.wrap(bytes.raw()),
        Key.wrap(bytes.raw()),
        bytes.list(Facts::op),
        bytes.list(b -> new Event(b.text(), b.number(), b.raw())));
  }

  private static Op op(Bytes.Reader bytes) {
    Table table = Table.plain(bytes.text());
    Key pk = Key.wrap(bytes.raw());
    int kind = (int) bytes.number();
    return switch (kind) {
      case 1 -> new Op.Put(table, pk, Key.wrap(bytes.raw()), bytes.raw());
      case 2 -> new Op.Delete(table, pk, Key.wrap(bytes.raw()));
      case 3 -> new Op.DeleteRange(table, pk, Key.wrap(bytes.raw()), Key.wrap(bytes.raw()));
      default -> throw new IllegalStateException("op kind " + kind);
    };
  }

  private static Refused unavailable() {
    return new Refused(
        new Refusal.Unavailable("The server cannot tell what came of this; look, and try again"));
  }
}
