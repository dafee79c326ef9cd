package verbatim.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.mail.Address;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Addresses of people whom moderators suspended or did not let in, for as long as that may matter,
/// also when their accounts are erased: else whoever was sent away is back a minute later,
/// unnoticed. What is kept is a hash with a key of this server, from which no address can be read
/// without that key; never the address, nor whose it was.
final class TurnedAway {
  private static final Table KEY = Table.claimed("turned_away_key");

  /// hash → what, when.
  private static final Table TURNED_AWAY = Table.plain("turned_away");

  /// – | when, hash: for the sweeping.
  private static final Table SINCE = Table.plain("turned_away_since");

  private static final String USE = "turned away";
  private static final int HASH_BYTES = 32;

  /// Where a dot in the name of a mailbox means nothing.
  private static final List<String> DOTS_MEAN_NOTHING = List.of("gmail.com");

  private final Store store;
  private final InstantSource clock;
  private final Duration kept;
  private final StoredKey key;

  TurnedAway(Store store, Tokens tokens, InstantSource clock, Duration kept) {
    this.store = store;
    this.key = new StoredKey(store, KEY, tokens);
    this.clock = clock;
    this.kept = kept;
  }

  void note(Address address, Before.What what) {
    Key hash = hash(address);
    Instant now = clock.instant();
    List<Op> ops = new ArrayList<>();
    find(hash).ifPresent(old -> ops.add(Op.delete(SINCE, Key.NONE, since(old.at(), hash))));
    // Whoever was suspended stays so, also when another address of his mailbox is refused.
    Before.What worse = isSuspended(address) ? Before.What.SUSPENDED : what;
    byte[] value = Bytes.write(1).text(worse.name()).time(now).done();
    ops.add(Op.put(TURNED_AWAY, hash, Key.NONE, value));
    ops.add(Op.put(SINCE, Key.NONE, since(now, hash), new byte[] {1}));
    store.journalledBatch(ops);
  }

  void forget(Address address) {
    Key hash = hash(address);
    find(hash).ifPresent(old -> forget(old.at(), hash));
  }

  /// A refusal alone: a suspension of the same mailbox may be another account's.
  void forgetRefusal(Address address) {
    Key hash = hash(address);
    find(hash)
        .filter(old -> old.what() == Before.What.REFUSED)
        .ifPresent(old -> forget(old.at(), hash));
  }

  private void forget(Instant at, Key hash) {
    store.journalledBatch(
        List.of(
            Op.delete(TURNED_AWAY, hash, Key.NONE), Op.delete(SINCE, Key.NONE, since(at, hash))));
  }

  Before before(Address address) {
    return find(hash(address))
        .filter(found -> found.at().isAfter(clock.instant().minus(kept)))
        .orElse(Before.NEVER);
  }

  boolean isSuspended(Address address) {
    return before(address).what() == Before.What.SUSPENDED;
  }

  /// For a daily job.
  void sweep(int rowsMax) {
    Key until = Key.of(clock.instant().minus(kept).toEpochMilli() + 1);
    for (Row row : store.scan(SINCE, Key.NONE, Key.NONE, until, rowsMax, Store.Order.ASCENDING)) {
      byte[] since = row.sk().toBytes();
      byte[] hash = Arrays.copyOfRange(since, since.length - HASH_BYTES, since.length);
      forget(Instant.ofEpochMilli(row.sk().longAt(0)), Key.NONE.andRaw(hash));
    }
  }

  private Optional<Before> find(Key hash) {
    return store.get(TURNED_AWAY, hash, Key.NONE).map(row -> read(Bytes.read(row.value())));
  }

  private static Before read(Bytes.Reader from) {
    return new Before(Before.What.valueOf(from.text()), from.time());
  }

  private static Key since(Instant at, Key hash) {
    return Key.of(at.toEpochMilli()).andRaw(hash.toBytes());
  }

  private Key hash(Address address) {
    return Key.NONE.andRaw(Tokens.seal(key.get(), USE, mailbox(address)));
  }

  /// The same for all addresses that reach one mailbox, as far as that can be told: what comes
  /// after a "+" only sorts.
  private static byte[] mailbox(Address address) {
    String text = address.reveal().toLowerCase(Locale.ROOT);
    int at = text.lastIndexOf('@');
    String domain = text.substring(at + 1);
    String name = text.substring(0, at);
    int plus = name.indexOf('+');
    name = plus > 0 ? name.substring(0, plus) : name;
    domain = domain.equals("googlemail.com") ? "gmail.com" : domain;
    name = DOTS_MEAN_NOTHING.contains(domain) ? name.replace(".", "") : name;
    return (name + "@" + domain).getBytes(StandardCharsets.US_ASCII);
  }
}
