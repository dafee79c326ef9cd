package verbatim.relations;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.log.Event;
import verbatim.log.EventLog;
import verbatim.log.Facts;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;

/// Every tie: read from memory, changed by compare-and-set together with the lists and events that
/// follow.
final class Ties {
  private static final int CACHED_MAX = 100_000;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
  private static final int KNOWN_SLICE = 500;

  private final Store store;
  private final Facts facts;
  private final Accounts accounts;

  // One entry for both sides of a pair, loaded inside the cache's own lock for it: a load that
  // began before
  // a write is over before the write's forgetting, so nothing stale stays.
  private final Cache<Pair, Tie> cache = Caches.bounded().maximumSize(CACHED_MAX).build();

  private record Pair(AccountId low, AccountId high) {
    static Pair of(AccountId one, AccountId other) {
      return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
    }

    // By hand: a page asks it for each author, and 31 a + b would send many pairs to one place.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair(var itsLow, var itsHigh)
          && itsLow.value() == low.value()
          && itsHigh.value() == high.value();
    }

    @Override
    public int hashCode() {
      long mixed = (low.value() * MIX ^ high.value()) * MIX;
      return (int) (mixed >>> 32);
    }
  }

  Ties(Store store, EventLog log, RandomGenerator random, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
    this.facts = new Facts(store, log, random, TieTable.TIES);
  }

  Tie between(AccountId one, AccountId other) {
    return cache.get(Pair.of(one, other), this::load);
  }

  private Tie load(Pair pair) {
    Tie blank = Tie.blank(pair.low(), pair.high());
    return tie(blank, facts.read(TieTable.key(blank), Key.NONE));
  }

  private static Tie tie(Tie blank, Optional<Facts.Fact> fact) {
    return fact.map(f -> TieTable.read(blank.low(), blank.high(), f.body())).orElse(blank);
  }

  /// @param change may be called again; may refuse
  Tie change(AccountId one, AccountId other, UnaryOperator<Tie> change) {
    if (one.equals(other)) {
      throw new IllegalStateException("a tie of " + one + " with himself");
    }
    Tie blank = Tie.blank(one, other);
    Optional<Facts.Fact> after =
        facts.change(
            TieTable.key(blank),
            Key.NONE,
            current -> step(tie(blank, current), current.isEmpty(), change),
            () -> forget(Pair.of(one, other)));
    return tie(blank, after);
  }

  // compute, not invalidate: Caffeine leaves open what invalidate does to a load under way; compute
  // waits.
  private void forget(Pair pair) {
    cache.asMap().compute(pair, (_, _) -> null);
  }

  private Optional<Facts.Step> step(Tie before, boolean first, UnaryOperator<Tie> change) {
    Tie after = change.apply(before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    List<Op> derived = new ArrayList<>();
    if (first || before.isBlank()) {
      derived.add(known(before.low(), before.high()));
      derived.add(known(before.high(), before.low()));
    }
    derived.addAll(lists(before, after));
    List<Event> events = before.becoming(after).stream().map(RelationEvent::write).toList();
    return Optional.of(new Facts.Step(TieTable.write(after), derived, events));
  }

  private static Op known(AccountId account, AccountId other) {
    return Op.put(
        TieTable.KNOWN, Key.of(account.value()), Key.of(other.value()), Bytes.write(1).done());
  }

  /// The writes that bring the lists of both from one tie to the next.
  private List<Op> lists(Tie before, Tie after) {
    List<Op> ops = new ArrayList<>();
    for (Roll roll : Roll.values()) {
      list(roll, before, after, before.low(), before.high(), ops);
      list(roll, before, after, before.high(), before.low(), ops);
    }
    return ops;
  }

  private void list(
      Roll roll, Tie before, Tie after, AccountId owner, AccountId other, List<Op> ops) {
    long was = roll.position(before, owner, other);
    long is = roll.position(after, owner, other);
    if (was == is) {
      return;
    }
    if (was != 0) {
      ops.add(RollTable.delete(roll, owner, level(roll, before, other), other, was));
    }
    if (is != 0) {
      ops.addAll(puts(roll, after, owner, other, is));
    }
  }

  private List<Op> puts(Roll roll, Tie tie, AccountId owner, AccountId other, long position) {
    List<Op> ops = new ArrayList<>();
    int level = level(roll, tie, other);
    ops.add(RollTable.put(roll, owner, level, new RollTable.Line(position, other, isHere(other))));
    if (level > 0) {
      ops.add(RollTable.putLevel(owner, level));
    }
    return ops;
  }

  private static int level(Roll roll, Tie tie, AccountId other) {
    return roll == Roll.FOLLOWERS ? tie.of(other).follow().map(Tie.Follow::level).orElse(0) : 0;
  }

  private boolean isHere(AccountId account) {
    return accounts.find(account).filter(found -> found.handle().isHere()).isPresent();
  }

  List<AccountId> known(AccountId account, long after, int rowsMax) {
    return store
        .scan(
            TieTable.KNOWN,
            Key.of(account.value()),
            Key.of(after).andByte(0),
            Key.of(Long.MAX_VALUE),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  /// Each account with whom there is or was a tie, in bounded slices.
  void eachKnown(AccountId account, Consumer<AccountId> deed) {
    Key from = Key.of(0);
    while (true) {
      List<Row> rows =
          store.scan(
              TieTable.KNOWN,
              Key.of(account.value()),
              from,
              Key.of(Long.MAX_VALUE),
              KNOWN_SLICE,
              Store.Order.ASCENDING);
      for (Row row : rows) {
        deed.accept(new AccountId(row.sk().longAt(0)));
      }
      if (rows.size() < KNOWN_SLICE) {
        return;
      }
      from = rows.getLast().sk().andByte(0);
    }
  }

  /// Puts every line of an account's lists that the truth wants.
  void rewrite(AccountId owner) {
    eachKnown(
        owner,
        other -> {
          Tie tie = between(owner, other);
          List<Op> ops = new ArrayList<>();
          for (Roll roll : Roll.values()) {
            long position = roll.position(tie, owner, other);
            if (position != 0) {
              ops.addAll(puts(roll, tie, owner, other, position));
            }
          }
          if (!ops.isEmpty()) {
            store.putDerived(ops);
          }
        });
  }

  /// @return whether there may be more
  boolean forgetSome(AccountId account, int rowsMax) {
    Key pk = Key.of(account.value());
    List<Row> rows = store.scan(TieTable.KNOWN, pk, rowsMax);
    for (Row row : rows) {
      var other = new AccountId(row.sk().longAt(0));
      change(account, other, _ -> Tie.blank(account, other));
      store.delete(TieTable.KNOWN, pk, row.sk());
    }
    return rows.size() == rowsMax;
  }
}
