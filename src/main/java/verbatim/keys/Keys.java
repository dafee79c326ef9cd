package verbatim.keys;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Refusal;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.sx1.Signer;

/// Who signs here: the server, with a key of its own, and each member with his, which the server
/// holds for him. A key is made when it is first needed and then never changes. The secret half is
/// sealed in the store where keys for that are configured ([Keyring]); it is no proof against
/// whoever runs the server, and nothing may say so.
///
/// How keys lie in the store:
///
///     actor_key         account (0: the server)  -  → both halves (claimed)
///     actor_key_sealed  -  key of the ring, account → there is one sealed with it
public final class Keys {
  private static final Table KEY = Table.claimed("actor_key");
  private static final Table SEALED = Table.plain("actor_key_sealed");
  private static final Key ONE = Key.of(1);
  private static final byte[] MARK = {1};
  private static final int TOKEN_BYTES = 16;
  private static final int ASK_AGAIN_MAX = 64;
  private static final int RESEALED_ROWS = 100;
  private static final int SIGNERS_MAX = 10_000;
  private static final String NAME = "#ed25519";
  private static final AccountId SERVER = new AccountId(0);

  private final Store store;
  private final Keyring ring;
  private final SecureRandom random;
  private final String server;
  private final Function<AccountId, String> actors;
  private final Cache<AccountId, Signer> signers =
      Caches.bounded().maximumSize(SIGNERS_MAX).build();

  /// @param server the actor of this server
  /// @param actors the address by which proofs name a member
  public Keys(
      Store store,
      Keyring ring,
      SecureRandom random,
      String server,
      Function<AccountId, String> actors) {
    this.store = store;
    this.ring = ring;
    this.random = random;
    this.server = server;
    this.actors = actors;
    requireKeys();
  }

  /// Without the keys that seal them nothing could ever be signed again as before.
  private void requireKeys() {
    Optional<Long> used = nextUsed(Long.MIN_VALUE);
    while (used.isPresent()) {
      if (!ring.has(used.get())) {
        throw new Keyring.Missing("keys that sign here are", used.get());
      }
      used = used.get() == Long.MAX_VALUE ? Optional.empty() : nextUsed(used.get() + 1);
    }
  }

  private Optional<Long> nextUsed(long from) {
    return store
        .scan(SEALED, ONE, Key.of(from), Key.of(Long.MAX_VALUE), 1, Store.Order.ASCENDING)
        .stream()
        .map(row -> row.sk().longAt(0))
        .findFirst();
  }

  /// This server.
  public Signer server() {
    return signer(SERVER);
  }

  /// One of its members.
  public Signer of(AccountId member) {
    return signer(member);
  }

  /// The address of the server's actor.
  public String actor() {
    return server;
  }

  private Signer signer(AccountId who) {
    Signer known = signers.getIfPresent(who);
    if (known == null) {
      String actor = who.equals(SERVER) ? server : actors.apply(who);
      known = Signer.of(actor + NAME, kept(who));
      signers.put(who, known);
    }
    return known;
  }

  private Signer.Keys kept(AccountId who) {
    Optional<Row> row = row(who);
    if (row.isPresent()) {
      return read(who, row.get());
    }
    // First that there will be one under this key of the ring: else a lost key could go unnoticed.
    store.put(SEALED, ONE, sealedKey(ring.current(), who), MARK);
    byte[] value = write(who, Signer.Keys.make(random));
    byte[] token = token();
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      // Whoever was faster made the key of both.
      if (!(store.putIfAbsent(KEY, pk(who), Key.NONE, value, token) instanceof Claim.Unknown)) {
        return read(who, row(who).orElseThrow());
      }
    }
    throw Refusal.unavailable("The server could not make sure; please try again");
  }

  private Optional<Row> row(AccountId who) {
    return store.get(KEY, pk(who), Key.NONE);
  }

  private byte[] write(AccountId who, Signer.Keys keys) {
    return Bytes.write(1).raw(keys.open()).raw(ring.seal(about(who), keys.secret())).done();
  }

  private Signer.Keys read(AccountId who, Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    byte[] open = from.raw();
    return new Signer.Keys(ring.open(about(who), from.raw()), open);
  }

  /// Takes away the key of an account that is gone.
  public void erase(AccountId who) {
    byte[] token = token();
    Optional<Row> row = row(who);
    for (int i = 0; i < ASK_AGAIN_MAX && row.isPresent(); i++) {
      Claim _ = store.compareAndDelete(KEY, pk(who), Key.NONE, row.get().version(), token);
      row = row(who);
    }
    signers.invalidate(who);
  }

  /// Seals anew some of what is sealed with an older key of the ring.
  ///
  /// @return whether there may be more
  public boolean reseal() {
    List<Row> marks =
        store.scan(
            SEALED,
            ONE,
            Key.of(Long.MIN_VALUE),
            Key.of(Long.MAX_VALUE),
            RESEALED_ROWS,
            Store.Order.ASCENDING);
    List<Row> older = marks.stream().filter(m -> m.sk().longAt(0) != ring.current()).toList();
    if (older.isEmpty()) {
      Key after = Key.of(ring.current()).afterPrefix();
      older =
          store.scan(
              SEALED, ONE, after, Key.of(Long.MAX_VALUE), RESEALED_ROWS, Store.Order.ASCENDING);
    }
    for (Row mark : older) {
      reseal(new AccountId(mark.sk().longAt(Long.BYTES)));
      store.delete(SEALED, ONE, mark.sk());
    }
    return !older.isEmpty();
  }

  private void reseal(AccountId who) {
    store.put(SEALED, ONE, sealedKey(ring.current(), who), MARK);
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      Optional<Row> row = row(who).filter(r -> keyOf(r) != ring.current());
      if (row.isEmpty()) {
        return;
      }
      byte[] value = write(who, read(who, row.get()));
      Claim _ = store.compareAndSet(KEY, pk(who), Key.NONE, row.get().version(), value, token());
    }
    throw Refusal.unavailable("The server could not make sure; please try again");
  }

  private static long keyOf(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    from.raw();
    return Keyring.keyOf(from.raw());
  }

  private static Key sealedKey(long key, AccountId who) {
    return Key.of(key).and(who.value());
  }

  private static Key pk(AccountId who) {
    return Key.of(who.value());
  }

  private static byte[] about(AccountId who) {
    return ByteBuffer.allocate(12).putInt(4).putLong(who.value()).array();
  }

  private byte[] token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return token;
  }
}
