package verbatim.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.kernel.AppId;
import verbatim.kernel.SessionId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How sessions lie on disk: by the hash of their secret, and in a list of each owner.
final class SessionTable {
  private static final Table SESSION = Table.plain("session");
  private static final Table OF_OWNER = Table.plain("session_of");
  private static final Table USED = Table.plain("session_used");

  // Twice as many as there may be, for those that raced each other to the bound.
  private static final int ROWS_MAX = 2 * Sessions.SESSIONS_MAX;

  private SessionTable() {}

  static Optional<Held> find(Store store, Key hash) {
    return store.get(SESSION, hash, Key.NONE).map(row -> read(row.value()));
  }

  static List<Held> of(Store store, long owner) {
    return store.scan(OF_OWNER, Key.of(owner), ROWS_MAX).stream()
        .map(row -> read(row.value()))
        .toList();
  }

  static Map<Long, Instant> lastUsed(Store store, long owner) {
    Map<Long, Instant> used = new HashMap<>();
    for (Row row : store.scan(USED, Key.of(owner), ROWS_MAX)) {
      used.put(row.sk().longAt(0), Bytes.read(row.value()).time());
    }
    return used;
  }

  static List<Op> insertion(Held held) {
    byte[] value = bytes(held);
    return List.of(
        Op.put(SESSION, held.hash(), Key.NONE, value),
        Op.put(OF_OWNER, Key.of(held.owner()), sk(held), value));
  }

  static List<Op> deletion(Held held) {
    return List.of(
        Op.delete(SESSION, held.hash(), Key.NONE),
        Op.delete(OF_OWNER, Key.of(held.owner()), sk(held)),
        Op.delete(USED, Key.of(held.owner()), sk(held)));
  }

  static Op used(Held held, Instant at) {
    return Op.put(USED, Key.of(held.owner()), sk(held), Bytes.write(1).time(at).done());
  }

  static Op erasure(long owner) {
    return new Op.DeleteRange(USED, Key.of(owner), Key.of(0), Key.of(Long.MAX_VALUE));
  }

  private static Key sk(Held held) {
    return Key.of(held.id().value());
  }

  private static byte[] bytes(Held held) {
    boolean expires = held.until().isBefore(Instant.MAX);
    return Bytes.write(1)
        .raw(held.hash().toBytes())
        .number(held.id().value())
        .number(held.person())
        .number(held.app().value())
        .text(held.scopes().toString())
        .text(held.userAgent())
        .time(held.createdAt())
        .time(expires ? held.until() : Instant.EPOCH)
        .number(held.generation())
        .done();
  }

  private static Held read(byte[] value) {
    Bytes.Reader bytes = Bytes.read(value);
    Key hash = Key.wrap(bytes.raw());
    SessionId id = new SessionId(bytes.number());
    long person = bytes.number();
    AppId app = new AppId(bytes.number());
    Scopes scopes = Scopes.stored(bytes.text());
    String userAgent = bytes.text();
    Instant createdAt = bytes.time();
    Instant until = bytes.time();
    return new Held(
        hash,
        id,
        person,
        app,
        scopes,
        userAgent,
        createdAt,
        until.equals(Instant.EPOCH) ? Instant.MAX : until,
        bytes.number());
  }
}
