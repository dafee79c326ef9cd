package verbatim.statuses;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Posting once: a claim, written before the statuses, fixes their ids. Whoever comes with the same
/// key finds the claim: with its statuses there, they are the answer; without them (a kill came
/// between), he writes them himself, under the same ids, which gives the same rows. So nobody waits
/// for somebody who is dead.
///
/// Within this process requests with one key wait for each other; that keeps a slow first writer
/// from bringing back what was meanwhile deleted.
final class Claims {
  static final Table IDEMPOTENCY = Table.claimed("idempotency");
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration KEPT_FOR = Duration.ofDays(1);
  private static final int ASK_AGAIN_MAX = 16;
  private static final int TOKEN_BYTES = 16;
  private static final int SWEEP_ONE_IN = 16;
  private static final int SWEEP_LOOK_MAX = 200;
  private static final int HASH_BYTES = 32;
  private static final int SWEEP_DELETE_MAX = 64;

  /// Four bytes: enough to notice another text, too few to prove the words of a status that was
  /// deleted.
  private static final int PRINT_BYTES = 4;

  private record Slot(Table table, Key pk, Key sk) {}

  private record Claimed(List<StatusId> ids, byte[] print) {}

  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Function<List<StatusId>, Optional<List<Status>>> lookUp;
  private final ConcurrentHashMap<Slot, CompletableFuture<Boolean>> running =
      new ConcurrentHashMap<>();

  /// @param lookUp the statuses if they were written; refuses when they were deleted since
  Claims(
      Store store,
      Ids ids,
      InstantSource clock,
      RandomGenerator random,
      Function<List<StatusId>, Optional<List<Status>>> lookUp) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
    this.lookUp = lookUp;
  }

  /// @param content what the key stands for: other content under the same key is refused
  /// @param prepare checks what is to be posted, before anything is claimed, and answers how to
  ///     write it
  List<Status> once(
      AccountId author,
      String idempotencyKey,
      byte[] content,
      int count,
      Supplier<Function<List<StatusId>, List<Status>>> prepare) {
    List<Status> posted = once(slot(author, idempotencyKey), content, count, prepare);
    sweep(author);
    return posted;
  }

  private static Slot slot(AccountId author, String idempotencyKey) {
    byte[] hash = StatusTable.sha256(idempotencyKey.getBytes(StandardCharsets.UTF_8));
    return new Slot(IDEMPOTENCY, Key.of(author.value()), Key.NONE.andRaw(hash));
  }

  /// What was claimed with this key, written or not; empty when nothing was.
  List<StatusId> claimed(AccountId author, String idempotencyKey) {
    Slot slot = slot(author, idempotencyKey);
    return store
        .get(slot.table(), slot.pk(), slot.sk())
        .map(row -> read(row).ids())
        .orElse(List.of());
  }

  List<Status> once(String uri, Supplier<Function<List<StatusId>, List<Status>>> prepare) {
    var slot = new Slot(StatusTable.URIS, StatusTable.uriKey(uri), Key.NONE);
    return once(slot, new byte[0], 1, prepare);
  }

  private List<Status> once(
      Slot slot,
      byte[] content,
      int count,
      Supplier<Function<List<StatusId>, List<Status>>> prepare) {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      var done = claimed(slot, content).flatMap(claimed -> lookUp.apply(claimed.ids()));
      if (done.isPresent()) {
        return done.get();
      }
      var mine = new CompletableFuture<Boolean>();
      var other = running.putIfAbsent(slot, mine);
      if (other == null) {
        try {
          return first(slot, content, count, prepare);
        } finally {
          running.remove(slot, mine);
          mine.complete(true);
        }
      }
      await(other, deadline);
    }
  }

  private List<Status> first(
      Slot slot,
      byte[] content,
      int count,
      Supplier<Function<List<StatusId>, List<Status>>> prepare) {
    var found = claimed(slot, content);
    var done = found.flatMap(claimed -> lookUp.apply(claimed.ids()));
    if (done.isPresent()) {
      return done.get();
    }
    var write = prepare.get();
    Claimed claimed = found.isPresent() ? found.get() : claim(slot, content, count);
    // Another process may have been faster.
    return lookUp.apply(claimed.ids()).orElseGet(() -> write.apply(claimed.ids()));
  }

  private Claimed claim(Slot slot, byte[] content, int count) {
    List<StatusId> mine = Stream.generate(() -> new StatusId(ids.next())).limit(count).toList();
    var claim = new Claimed(mine, print(mine, content));
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      switch (store.putIfAbsent(slot.table(), slot.pk(), slot.sk(), write(claim), token)) {
        case Claim.Applied _ -> {
          return claim;
        }
        case Claim.Lost(var current) -> {
          if (current.isPresent()) {
            return checked(read(current.get()), content);
          }
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw Refusal.unavailable("The server could not make sure; please try again");
  }

  private Optional<Claimed> claimed(Slot slot, byte[] content) {
    return store
        .get(slot.table(), slot.pk(), slot.sk())
        .map(Claims::read)
        .map(claimed -> checked(claimed, content));
  }

  private static Claimed checked(Claimed claimed, byte[] content) {
    if (!Arrays.equals(claimed.print(), print(claimed.ids(), content))) {
      throw Refusal.invalid("This Idempotency-Key was used for something else");
    }
    return claimed;
  }

  private static void await(CompletableFuture<Boolean> other, long deadline) {
    try {
      other.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("The server is stopping");
    } catch (TimeoutException e) {
      throw Refusal.unavailable("The same request is still being worked on");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] print(List<StatusId> ids, byte[] content) {
    byte[] salted =
        Bytes.write(1).number(ids.getFirst().value()).number(ids.size()).raw(content).done();
    return Arrays.copyOf(StatusTable.sha256(salted), PRINT_BYTES);
  }

  private static byte[] write(Claimed claimed) {
    return Bytes.write(1)
        .list(claimed.ids(), (to, id) -> to.number(id.value()))
        .raw(claimed.print())
        .done();
  }

  private static Claimed read(Row row) {
    var from = Bytes.read(row.value());
    return new Claimed(from.list(r -> new StatusId(r.number())), from.raw());
  }

  static List<StatusId> readIds(byte[] value) {
    return Bytes.read(value).list(r -> new StatusId(r.number()));
  }

  /// Now and then an author's claims of the days before are thrown away: several for each that came
  /// since, or the table would grow for ever. It begins anywhere, so that new claims never hide old
  /// ones behind them.
  private void sweep(AccountId author) {
    if (random.nextInt(SWEEP_ONE_IN) == 0) {
      Key pk = Key.of(author.value());
      byte[] anywhere = new byte[HASH_BYTES];
      random.nextBytes(anywhere);
      byte[] end = new byte[HASH_BYTES + 1];
      Arrays.fill(end, (byte) 0xff);
      List<Row> rows = new ArrayList<>(scan(pk, Key.wrap(anywhere), Key.wrap(end), SWEEP_LOOK_MAX));
      if (rows.size() < SWEEP_LOOK_MAX) {
        Key first = Key.wrap(new byte[HASH_BYTES]);
        rows.addAll(scan(pk, first, Key.wrap(anywhere), SWEEP_LOOK_MAX - rows.size()));
      }
      sweep(pk, rows, clock.instant().minus(KEPT_FOR).toEpochMilli(), SWEEP_DELETE_MAX);
    }
  }

  private List<Row> scan(Key pk, Key from, Key to, int rowsMax) {
    return store.scan(IDEMPOTENCY, pk, from, to, rowsMax, Store.Order.ASCENDING);
  }

  private int sweep(Key pk, List<Row> rows, long beforeMs, int deleteMax) {
    int deleted = 0;
    for (Row row : rows) {
      long ms = Ids.timeOf(read(row).ids().getFirst().value()).toEpochMilli();
      if (ms < beforeMs && deleted < deleteMax) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        store.compareAndDelete(IDEMPOTENCY, pk, row.sk(), row.version(), token);
        deleted++;
      }
    }
    return deleted;
  }

  boolean forgetSome(AccountId author, int rowsMax) {
    Key pk = Key.of(author.value());
    return sweep(pk, store.scan(IDEMPOTENCY, pk, rowsMax), Long.MAX_VALUE, rowsMax) > 0;
  }
}
