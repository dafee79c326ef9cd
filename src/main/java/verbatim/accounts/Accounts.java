package verbatim.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.log.Event;
import verbatim.log.EventLog;
import verbatim.log.Facts;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;

/// Makes, finds and changes accounts. Names are claimed once and for ever: a deleted name stays
/// reserved.
///
/// The row of the account is written first, then its name is claimed; the claim is the moment at
/// which the account is there. Who loses the claim leaves a row that nothing leads to, never a name
/// without an account.
public final class Accounts {
  private static final int CACHED_MAX = 50_000;
  private static final long NOT_COUNTED = -1;
  private static final int SLICE = 500;
  private static final int STAFF_MAX = 1_000;
  private static final int TURNS = 64;
  private static final int DIRECTORY_STEPS_MAX = 20;
  private static final int NAMED_STEPS_MAX = 20;

  private final Ids ids;
  private final InstantSource clock;
  private final AccountRules rules;
  private final AccountTable table;
  private final Facts names;
  private final Facts accounts;
  private final Facts preferences;

  // Entries of these three are loaded inside the cache's own lock for the key, so that a load that
  // began
  // before a write is over before the write's forgetting: nothing stale stays.
  private final Cache<AccountId, Optional<Account>> byId =
      Caches.bounded().maximumSize(CACHED_MAX).build();
  private final Cache<AccountId, Preferences> wishes =
      Caches.bounded().maximumSize(CACHED_MAX).build();
  private final Cache<AccountId, Stats> stats = Caches.bounded().maximumSize(CACHED_MAX).build();

  private final Ahead ahead = new Ahead();

  // A name once claimed never leads elsewhere: nothing to forget.
  private final Cache<Key, AccountId> byHandle = Caches.bounded().maximumSize(CACHED_MAX).build();

  // Counts of one account change one after the other.
  private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

  // Held for reading while an account comes or goes, for writing while they are counted from the
  // table.
  private final ReentrantReadWriteLock counting = new ReentrantReadWriteLock();
  private final AtomicLong localCount = new AtomicLong(NOT_COUNTED);

  public Accounts(
      Store store,
      EventLog log,
      Ids ids,
      InstantSource clock,
      RandomGenerator random,
      Limits limits) {
    this.ids = ids;
    this.clock = clock;
    this.rules = new AccountRules(limits);
    this.table = new AccountTable(store);
    this.names = new Facts(store, log, random, AccountTable.NAMES);
    this.accounts = new Facts(store, log, random, AccountTable.ACCOUNTS);
    this.preferences = new Facts(store, log, random, AccountTable.PREFERENCES);
  }

  /// A new account of this server.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `username`: ERR_TAKEN, ERR_RESERVED,
  ///     ERR_INVALID, ERR_BLANK, ERR_TOO_LONG
  public Account create(String username, Standing standing, Posting posting) {
    return create(reserve(), username, standing, posting);
  }

  /// The id of an account that is about to be made: what belongs to it can be written before the
  /// name is taken, so that a kill in between leaves no name that nobody can have.
  public AccountId reserve() {
    return new AccountId(ids.next());
  }

  /// Whether the name was taken for this id: the moment from which on the account is there.
  public boolean isMade(AccountId id) {
    return find(id).flatMap(account -> idOf(account.handle())).filter(id::equals).isPresent();
  }

  /// The same under a reserved id.
  public Account create(AccountId id, String username, Standing standing, Posting posting) {
    rules.username(username);
    Handle handle = Handle.here(username);
    if (idOf(handle).isPresent()) {
      throw taken();
    }
    Account wanted = fresh(id, handle, Origin.HERE, Profile.blank(), posting, standing);
    rules.check(wanted);
    AccountId holder = settle(wanted);
    if (!holder.equals(wanted.id())) {
      throw taken();
    }
    return wanted;
  }

  private static Refused taken() {
    return Refusal.invalid("username", "ERR_TAKEN", "Username has already been taken");
  }

  /// Takes in an account of another server, or answers the one that is there.
  ///
  /// @throws verbatim.kernel.Refused Invalid when the name cannot be one
  public Account adopt(Handle handle, Origin.Remote origin, Profile profile) {
    rules.remote(handle, origin);
    Optional<Account> known = find(handle);
    if (known.isPresent()) {
      return known.get();
    }
    Account wanted = fresh(reserve(), handle, origin, profile, Posting.usual(), Standing.active());
    rules.check(wanted);
    settle(wanted);
    return find(handle).orElseThrow(() -> new IllegalStateException("a name without account"));
  }

  private Account fresh(
      AccountId id,
      Handle handle,
      Origin origin,
      Profile profile,
      Posting posting,
      Standing standing) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    return new Account(id, handle, origin, profile, posting, Wishes.usual(), standing, now);
  }

  /// @return who holds the name afterwards
  private AccountId settle(Account wanted) {
    AccountId id = wanted.id();
    accounts.change(
        AccountTable.key(id),
        Key.NONE,
        current ->
            current.isPresent()
                ? Optional.empty()
                : step(AccountTable.write(wanted), office(wanted)),
        () -> forget(id));
    counting.readLock().lock();
    try {
      AccountId holder = claimName(wanted);
      if (holder.equals(id) && wanted.handle().isHere()) {
        counted(1);
      }
      return holder;
    } finally {
      counting.readLock().unlock();
    }
  }

  private AccountId claimName(Account wanted) {
    AccountId id = wanted.id();
    var claimed =
        names.change(
            AccountTable.key(wanted.handle()),
            Key.NONE,
            current ->
                current.isPresent()
                    ? Optional.empty()
                    : step(
                        AccountTable.write(id),
                        AccountTable.found(id, wanted.handle()),
                        new AccountEvent.Created(id)),
            () -> {});
    return AccountTable.readId(
        claimed.orElseThrow(() -> new IllegalStateException("not claimed")).body());
  }

  public Optional<Account> find(AccountId id) {
    return byId.get(id, this::read);
  }

  private Optional<Account> read(AccountId id) {
    return accounts.read(AccountTable.key(id), Key.NONE).map(f -> AccountTable.read(f.body()));
  }

  /// Without case.
  public Optional<Account> find(Handle handle) {
    return idOf(handle).flatMap(this::find);
  }

  private Optional<AccountId> idOf(Handle handle) {
    if (handle.username().indexOf('\0') >= 0 || handle.domain().indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Key key = AccountTable.key(handle);
    if (key.length() > Store.KEY_BYTES_MAX) {
      return Optional.empty();
    }
    AccountId cached = byHandle.getIfPresent(key);
    if (cached != null) {
      return Optional.of(cached);
    }
    var id = names.read(key, Key.NONE).map(f -> AccountTable.readId(f.body()));
    id.ifPresent(found -> byHandle.put(key, found));
    return id;
  }

  /// In the order asked; those that are not there are left out.
  public List<Account> load(Collection<AccountId> wanted) {
    return wanted.stream().flatMap(id -> find(id).stream()).toList();
  }

  /// Changes an account by compare-and-set; the change may be called again. Checks every limit of
  /// profile and posting. Id, handle, origin and time of making cannot be changed.
  ///
  /// @throws verbatim.kernel.Refused NotFound (also when it was deleted), Invalid with the field
  ///     that is wrong
  public Account change(AccountId id, UnaryOperator<Account> change) {
    var changed =
        accounts.change(
            AccountTable.key(id),
            Key.NONE,
            current -> changeStep(existing(current), change),
            () -> forget(id));
    return existing(changed);
  }

  private Optional<Facts.Step> changeStep(Account before, UnaryOperator<Account> change) {
    if (before.standing().state() == Standing.State.DELETED) {
      throw Refusal.notFound();
    }
    Account after = change.apply(before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    if (!before.equals(
        after
            .with(before.profile())
            .with(before.posting())
            .with(before.wishes())
            .with(before.standing()))) {
      throw new IllegalStateException("not to be changed in account " + before.id());
    }
    if (after.standing().state() == Standing.State.DELETED) {
      throw new IllegalStateException("delete() deletes");
    }
    rules.check(after);
    AccountEvent event =
        after.standing().equals(before.standing())
            ? new AccountEvent.Changed(before.id())
            : new AccountEvent.StandingChanged(before.id());
    return step(AccountTable.write(after), office(after), event);
  }

  private static List<Op> office(Account account) {
    return account.standing().role() == Standing.Role.USER
        ? List.of()
        : List.of(AccountTable.staff(account.id()));
  }

  /// How somebody wants the pages to be.
  public Preferences preferences(AccountId id) {
    return wishes.get(
        id,
        _ ->
            preferences
                .read(AccountTable.key(id), Key.NONE)
                .map(f -> AccountTable.readPreferences(f.body()))
                .orElse(Preferences.usual()));
  }

  /// Changes it; the change may be called again.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `look`, `media` or `undo`
  public Preferences prefer(AccountId id, UnaryOperator<Preferences> change) {
    preferences.change(
        AccountTable.key(id),
        Key.NONE,
        current -> {
          Preferences before =
              current.map(f -> AccountTable.readPreferences(f.body())).orElse(Preferences.usual());
          Preferences after = change.apply(before);
          after.check();
          return after.equals(before)
              ? Optional.empty()
              : step(AccountTable.write(after), List.of());
        },
        () -> wishes.asMap().compute(id, (_, _) -> null));
    return preferences(id);
  }

  private static Account existing(Optional<Facts.Fact> fact) {
    return AccountTable.read(fact.orElseThrow(Refusal::notFound).body());
  }

  /// Erases profile and posting; the name stays reserved. What else belongs to the account goes by
  /// the reaction to [AccountEvent.Deleted].
  public void delete(AccountId id) {
    counting.readLock().lock();
    try {
      boolean[] local = {false};
      accounts.change(
          AccountTable.key(id),
          Key.NONE,
          current -> {
            Account before = existing(current);
            boolean gone = before.standing().state() == Standing.State.DELETED;
            local[0] = !gone && before.handle().isHere();
            return gone ? Optional.empty() : deleteStep(before, clock.instant());
          },
          () -> forget(id));
      if (local[0]) {
        counted(-1);
      }
    } finally {
      counting.readLock().unlock();
    }
  }

  private static Optional<Facts.Step> deleteStep(Account before, Instant now) {
    Account after =
        before
            .with(Profile.blank())
            .with(Posting.usual())
            .with(new Standing(Standing.State.DELETED, Standing.Role.USER, false));
    List<Op> derived = new ArrayList<>(AccountTable.lost(before.id(), before.handle()));
    derived.addAll(AccountTable.put(Erasure.of(before.id(), now)));
    return step(AccountTable.write(after), derived, new AccountEvent.Deleted(before.id()));
  }

  /// How far the erasing of a deleted account has come; empty for one that is there.
  public Optional<Erasure> erasure(AccountId id) {
    return table.erasure(id);
  }

  /// To be called by whoever erases, one at a time for each account.
  public void note(Erasure erasure) {
    table.write(erasure);
  }

  /// Deleted accounts of which something may be left.
  public List<AccountId> erasing(int rowsMax) {
    return table.erasing(rowsMax);
  }

  private static Optional<Facts.Step> step(byte[] body, List<Op> derived, AccountEvent... events) {
    List<Event> said = Stream.of(events).map(AccountEvent::write).toList();
    return Optional.of(new Facts.Step(body, derived, said));
  }

  // compute, not invalidate: Caffeine leaves open what invalidate does to a load under way; compute
  // waits.
  private void forget(AccountId id) {
    byId.asMap().compute(id, (_, _) -> null);
  }

  public Stats stats(AccountId id) {
    return ahead.of(id).isEmpty() ? stats.get(id, this::sum) : withAhead(id);
  }

  private Stats withAhead(AccountId id) {
    // In the turn of counting: what is counted meanwhile would be there twice, or not at all.
    synchronized (turn(id)) {
      Stats all = stats.get(id, this::sum);
      for (Map.Entry<Long, Boolean> one : ahead.of(id).entrySet()) {
        if (table.isCounted(id, Counted.STATUS, one.getKey()) != one.getValue()) {
          all = plus(all, Counted.STATUS, one.getKey(), one.getValue() ? 1 : -1);
        }
      }
      return all.atLeastZero();
    }
  }

  /// Somebody posted or deleted this just now: it shows in his counts before the log tells of it.
  public void expect(AccountId id, long status, boolean stands) {
    ahead.put(id, status, stands);
  }

  private Stats sum(AccountId id) {
    return table.shares(id).stream().reduce(Stats.none(), Stats::plus).atLeastZero();
  }

  /// Counts a thing, or counts it no longer. To be called whenever something may have changed, with
  /// what stands: hearing of it twice, late or in another order changes nothing, also after a kill.
  /// Each partition of the log has its own share of the counts, written by the one consumer of that
  /// partition; all that is heard of one thing comes through one partition.
  ///
  /// @param what its id; a status's tells when it was posted
  public void count(AccountId id, Counted kind, long what, boolean stands, int partition) {
    synchronized (turn(id)) {
      if (table.isCounted(id, kind, what) != stands) {
        int change = stands ? 1 : -1;
        Stats share = plus(table.share(id, partition), kind, what, change);
        // Written within: whoever loads the sum meanwhile must have read all of it or nothing.
        stats
            .asMap()
            .compute(
                id,
                (_, known) -> {
                  table.put(id, partition, share, kind, what, stands);
                  return known == null ? null : plus(known, kind, what, change).atLeastZero();
                });
      }
      if (kind == Counted.STATUS) {
        ahead.counted(id, what, stands);
      }
    }
  }

  private static Stats plus(Stats stats, Counted kind, long what, int change) {
    return switch (kind) {
      case STATUS -> {
        Stats more = stats.plusStatuses(change);
        yield change > 0 ? more.postedAt(Ids.timeOf(what)) : more;
      }
      case FOLLOWER -> stats.plusFollowers(change);
      case FOLLOWING -> stats.plusFollowing(change);
    };
  }

  /// What stands, for a recount: the ids of things of one kind, in slices.
  public interface Truth {
    void each(Counted kind, Consumer<List<Long>> slice);
  }

  /// Counts an account anew. Whoever wants to count something of it meanwhile waits. If the process
  /// ends in the middle it is to be done once more.
  public void recount(AccountId id, Truth truth) {
    synchronized (turn(id)) {
      table.eraseCounted(id);
      Stats[] whole = {Stats.none()};
      for (Counted kind : Counted.values()) {
        truth.each(
            kind,
            slice -> {
              table.putCounted(id, kind, slice);
              slice.forEach(what -> whole[0] = plus(whole[0], kind, what, 1));
            });
      }
      table.putWhole(id, whole[0]);
      forgetStats(id);
    }
  }

  private void forgetStats(AccountId id) {
    stats.asMap().compute(id, (_, _) -> null);
  }

  /// Of an account that is erased.
  public void erasePreferences(AccountId id) {
    prefer(id, _ -> Preferences.usual());
  }

  /// Of an account that is erased.
  public void eraseCounts(AccountId id) {
    synchronized (turn(id)) {
      table.eraseCounts(id);
      forgetStats(id);
    }
  }

  private Object turn(AccountId id) {
    return turns[(int) Long.remainderUnsigned(id.value() * 0x9E3779B97F4A7C15L, turns.length)];
  }

  /// Local and known remote accounts whose username begins with the letters, without case; by name,
  /// those of this server first among equals.
  public List<Account> named(String prefix, int rowsMax) {
    return named(prefix, rowsMax, _ -> true);
  }

  /// Those of them that are wanted; looks through a bounded number of names.
  public List<Account> named(String prefix, int rowsMax, Predicate<AccountId> wanted) {
    return named(prefix, rowsMax, wanted, account -> account.standing().isShownToStrangers());
  }

  /// Also those who are not shown: for moderators.
  public List<Account> everybodyNamed(String prefix, int rowsMax) {
    return named(prefix, rowsMax, _ -> true, _ -> true);
  }

  private List<Account> named(
      String prefix, int rowsMax, Predicate<AccountId> wanted, Predicate<Account> shown) {
    if (prefix.isEmpty() || prefix.indexOf('\0') >= 0 || prefix.length() > SLICE) {
      return List.of();
    }
    List<Account> found = new ArrayList<>();
    Optional<Key> after = Optional.empty();
    for (int i = 0; i < NAMED_STEPS_MAX && found.size() < rowsMax; i++) {
      List<AccountTable.Named> rows = table.named(prefix, after, SLICE);
      for (AccountTable.Named row : rows) {
        if (wanted.test(row.id())) {
          find(row.id()).filter(shown).ifPresent(found::add);
        }
        if (found.size() == rowsMax) {
          break;
        }
      }
      if (rows.size() < SLICE) {
        break;
      }
      after = Optional.of(rows.getLast().place());
    }
    return List.copyOf(found);
  }

  /// Local discoverable accounts, newest first. Looks through a bounded number of the newest
  /// accounts.
  public List<Account> directory(int skip, int rowsMax) {
    List<Account> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    int skipped = 0;
    for (int i = 0; i < DIRECTORY_STEPS_MAX && found.size() < rowsMax; i++) {
      List<AccountId> slice = table.localBelow(before, SLICE);
      for (Account account : load(slice)) {
        boolean shown =
            account.profile().discoverable() && account.standing().isOfferedToStrangers();
        if (shown && skipped++ >= skip && found.size() < rowsMax) {
          found.add(account);
        }
      }
      if (slice.size() < SLICE) {
        break;
      }
      before = slice.getLast().value();
    }
    return List.copyOf(found);
  }

  /// Accounts of this server made before that one, the newest first. Looks through a bounded number
  /// of them.
  public List<Account> newest(long below, int rowsMax, Predicate<Account> wanted) {
    List<Account> found = new ArrayList<>();
    long before = below;
    for (int i = 0; i < DIRECTORY_STEPS_MAX && found.size() < rowsMax; i++) {
      List<AccountId> slice = table.localBelow(before, SLICE);
      load(slice).stream().filter(wanted).limit(rowsMax - found.size()).forEach(found::add);
      if (slice.size() < SLICE) {
        break;
      }
      before = slice.getLast().value();
    }
    return List.copyOf(found);
  }

  /// All accounts of this server in order of making, for commands and rebuilds. Begin after
  /// `new AccountId(0)`; go on after the last one of the slice before; an empty slice is the end.
  public List<Account> local(AccountId after, int rowsMax) {
    return load(table.localAbove(after.value(), rowsMax));
  }

  /// Likewise the known accounts of other servers.
  public List<Account> remote(AccountId after, int rowsMax) {
    return load(table.remoteAbove(after.value(), rowsMax));
  }

  /// Those with a role other than user, the highest first.
  public List<Account> staff() {
    return load(table.staff(STAFF_MAX)).stream()
        .filter(account -> account.standing().role() != Standing.Role.USER)
        .filter(account -> account.standing().state() != Standing.State.DELETED)
        .sorted(Comparator.comparing((Account a) -> a.standing().role()).reversed())
        .toList();
  }

  /// Whether nobody else could run the server if this account went.
  public boolean isLastOwner(AccountId id) {
    return find(id).filter(Accounts::isOwner).isPresent()
        && staff().stream().noneMatch(other -> isOwner(other) && !other.id().equals(id));
  }

  /// Whether somebody owns the server, also one who may not act just now.
  public boolean hasOwner() {
    return staff().stream().anyMatch(a -> a.standing().role() == Standing.Role.OWNER);
  }

  private static boolean isOwner(Account account) {
    return account.standing().role() == Standing.Role.OWNER && account.standing().mayAct();
  }

  /// How many accounts of this server there are (deleted ones are not).
  public long localCount() {
    counting.readLock().lock();
    try {
      long counted = localCount.get();
      if (counted != NOT_COUNTED) {
        return counted;
      }
    } finally {
      counting.readLock().unlock();
    }
    return countLocal();
  }

  private long countLocal() {
    counting.writeLock().lock();
    try {
      long count = 0;
      long last = 0;
      List<AccountId> slice;
      do {
        slice = table.localAbove(last, Store.SCAN_ROWS_MAX);
        count += slice.size();
        last = slice.isEmpty() ? last : slice.getLast().value();
      } while (slice.size() == Store.SCAN_ROWS_MAX);
      localCount.set(count);
      return count;
    } finally {
      counting.writeLock().unlock();
    }
  }

  private void counted(long change) {
    localCount.updateAndGet(count -> count == NOT_COUNTED ? count : count + change);
  }
}
