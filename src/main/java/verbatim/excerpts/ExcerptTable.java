package verbatim.excerpts;

import com.github.benmanes.caffeine.cache.Cache;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How excerpts lie in the store.
///
///     excerpt            excerpt    number → a piece of it; all together are the excerpt
///     excerpt_mine       publisher  excerpt ↓ → his
///     excerpt_draft      publisher  excerpt → his, and not published
///     excerpt_of_talk    conversation  excerpt → from which message to which
///     excerpt_of_status  status     -  → the excerpt that it carries
///     excerpt_open       excerpt    -  → everybody could read it; when it was withdrawn, if it was
///     excerpt_request    who is in it  excerpt ↓ → when he was asked, and what he answered
///     excerpt_ask        publisher, who is asked   time, excerpt → so often lately
///     excerpt_held       publisher  excerpt, report, number → a piece of a reported draft
///     excerpt_held_by    who reported it   excerpt, report → its publisher
final class ExcerptTable {
  private static final Table EXCERPT = Table.plain("excerpt");
  private static final Table MINE = Table.plain("excerpt_mine");
  private static final Table DRAFT = Table.plain("excerpt_draft");
  private static final Table OF_TALK = Table.plain("excerpt_of_talk");
  private static final Table OF_STATUS = Table.plain("excerpt_of_status");
  private static final Table OPEN = Table.plain("excerpt_open");
  private static final Table REQUEST = Table.plain("excerpt_request");
  private static final Table ASK = Table.plain("excerpt_ask");
  private static final Table HELD = Table.plain("excerpt_held");
  private static final Table HELD_BY = Table.plain("excerpt_held_by");

  private static final byte[] MARK = {1};
  private static final int PIECE_BYTES = 60_000;
  private static final int PIECES_MAX = 100;
  private static final int CACHED_BYTES_MAX = 16 << 20;

  /// What is read takes so much more than its bytes.
  private static final int READ_FACTOR = 3;
  private static final int ROW_OVERHEAD_BYTES = 500;
  private static final int ASKS_MAX = 1_000;

  private final Store store;
  private final Cache<ExcerptId, Cached> cache;

  /// @param bytes as it lies in the store: one excerpt may be a thousand times another
  private record Cached(Optional<Kept> kept, int bytes) {}

  ExcerptTable(Store store) {
    this(store, CACHED_BYTES_MAX);
  }

  ExcerptTable(Store store, long cachedBytesMax) {
    this.store = store;
    cache =
        Caches.bounded()
            .maximumWeight(cachedBytesMax)
            .weigher((ExcerptId _, Cached one) -> one.bytes() * READ_FACTOR + ROW_OVERHEAD_BYTES)
            .build();
  }

  // ---- the excerpt

  Optional<Kept> find(ExcerptId id) {
    return cache.get(id, this::read).kept();
  }

  private Cached read(ExcerptId id) {
    List<Row> pieces = store.scan(EXCERPT, pk(id), PIECES_MAX);
    return pieces.isEmpty()
        ? new Cached(Optional.empty(), 0)
        : new Cached(Optional.of(joined(id, pieces)), bytes(pieces));
  }

  private static int bytes(List<Row> pieces) {
    return pieces.stream().mapToInt(piece -> piece.value().length).sum();
  }

  private static Kept joined(ExcerptId id, List<Row> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(piece -> all.writeBytes(piece.value()));
    return KeptBytes.read(id, all.toByteArray());
  }

  /// How many are in memory, once those that are too much are out.
  long cached() {
    cache.cleanUp();
    return cache.estimatedSize();
  }

  /// What is cached may be another one now. compute, not invalidate: it waits for a load under way.
  void changed(ExcerptId id) {
    cache.asMap().compute(id, (_, _) -> null);
  }

  static List<Op> put(Kept kept) {
    List<Op> ops = new ArrayList<>();
    List<byte[]> pieces = pieces(kept);
    for (int i = 0; i < pieces.size(); i++) {
      ops.add(Op.put(EXCERPT, pk(kept.id()), Key.of(i), pieces.get(i)));
    }
    ops.add(goneFrom(kept.id(), pieces.size()));
    return ops;
  }

  private static List<byte[]> pieces(Kept kept) {
    byte[] all = KeptBytes.write(kept);
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < all.length; from += PIECE_BYTES) {
      pieces.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + PIECE_BYTES)));
    }
    return pieces;
  }

  private static Op goneFrom(ExcerptId id, int piece) {
    return Op.deleteRange(EXCERPT, pk(id), Key.of(piece), Key.of(Long.MAX_VALUE));
  }

  /// A new one, with the ways to it.
  static List<Op> begun(Kept kept) {
    List<Op> ops = put(kept);
    ops.add(Op.put(MINE, Key.of(kept.publisher().value()), Key.down(kept.id().value()), MARK));
    ops.add(Op.put(DRAFT, Key.of(kept.publisher().value()), Key.of(kept.id().value()), MARK));
    ops.add(
        Op.put(
            OF_TALK,
            Key.of(kept.choice().conversation().value()),
            Key.of(kept.id().value()),
            Bytes.write(1).number(kept.choice().from()).number(kept.choice().to()).done()));
    return ops;
  }

  static List<Op> standing(Kept kept, StatusId in) {
    return List.of(
        Op.put(
            OF_STATUS,
            Key.of(in.value()),
            Key.NONE,
            Bytes.write(1).number(kept.id().value()).done()),
        noDraft(kept.publisher(), kept.id()));
  }

  private static Op noDraft(AccountId publisher, ExcerptId id) {
    return Op.delete(DRAFT, Key.of(publisher.value()), Key.of(id.value()));
  }

  /// How many he has, at most `max`.
  int drafts(AccountId publisher, int max) {
    return store.scan(DRAFT, Key.of(publisher.value()), max).size();
  }

  /// All of it, but for how often its publisher asked lately.
  static List<Op> gone(Kept kept) {
    List<Op> ops = new ArrayList<>();
    ops.add(goneFrom(kept.id(), 0));
    ops.add(Op.delete(MINE, Key.of(kept.publisher().value()), Key.down(kept.id().value())));
    ops.add(noDraft(kept.publisher(), kept.id()));
    ops.add(
        Op.delete(
            OF_TALK, Key.of(kept.choice().conversation().value()), Key.of(kept.id().value())));
    kept.published()
        .ifPresent(p -> ops.add(Op.delete(OF_STATUS, Key.of(p.status().value()), Key.NONE)));
    kept.parties().forEach(party -> ops.add(forgotten(party.account(), kept.id())));
    return ops;
  }

  /// Whoever comes back is told that it was withdrawn, and nothing else: only where everybody could
  /// know of it.
  static Op open(ExcerptId id) {
    return Op.put(OPEN, pk(id), Key.NONE, Bytes.write(1).time(Instant.EPOCH).done());
  }

  boolean isOpen(ExcerptId id) {
    return store.get(OPEN, pk(id), Key.NONE).isPresent();
  }

  static Op withdrawn(ExcerptId id, Instant at) {
    return Op.put(OPEN, pk(id), Key.NONE, Bytes.write(1).time(at).done());
  }

  Optional<Instant> withdrawnAt(ExcerptId id) {
    return store
        .get(OPEN, pk(id), Key.NONE)
        .map(row -> Bytes.read(row.value()).time())
        .filter(at -> at.isAfter(Instant.EPOCH));
  }

  static List<Op> notMine(AccountId publisher, ExcerptId id) {
    return List.of(
        Op.delete(MINE, Key.of(publisher.value()), Key.down(id.value())), noDraft(publisher, id));
  }

  Optional<ExcerptId> ofStatus(StatusId status) {
    return store
        .get(OF_STATUS, Key.of(status.value()), Key.NONE)
        .map(row -> new ExcerptId(Bytes.read(row.value()).number()));
  }

  List<ExcerptId> ofPublisher(AccountId publisher, Page page) {
    return Pages.read(store, MINE, Key.of(publisher.value()), page).stream()
        .map(ExcerptTable::id)
        .toList();
  }

  /// The newest first.
  List<ExcerptId> ofTalk(ConversationId conversation, int rowsMax) {
    return store
        .scan(
            OF_TALK,
            Key.of(conversation.value()),
            Key.of(0),
            Key.of(Long.MAX_VALUE),
            rowsMax,
            Store.Order.DESCENDING)
        .stream()
        .map(row -> new ExcerptId(row.sk().longAt(0)))
        .toList();
  }

  /// Those in whose range one of these stands.
  List<ExcerptId> ofTalk(ConversationId conversation, Set<Long> messages) {
    List<ExcerptId> found = new ArrayList<>();
    for (Row row : store.scan(OF_TALK, Key.of(conversation.value()), Store.SCAN_ROWS_MAX)) {
      Bytes.Reader from = Bytes.read(row.value());
      long first = from.number();
      long last = from.number();
      if (messages.stream().anyMatch(n -> n >= first && n <= last)) {
        found.add(new ExcerptId(row.sk().longAt(0)));
      }
    }
    return found;
  }

  private static ExcerptId id(Row row) {
    return new ExcerptId(row.sk().downAt(0));
  }

  // ---- his own, of whom words are asked

  /// @param askedAt [Instant#EPOCH] where he was not
  /// @param isEnded he sees nothing of it, and cannot answer: a block lies between
  record Request(
      ExcerptId id, AccountId publisher, Instant askedAt, Asked.Answered answer, boolean isEnded) {
    Request answered(Asked.Answered now) {
      return new Request(id, publisher, askedAt, now, isEnded);
    }

    Request ended() {
      return new Request(id, publisher, askedAt, answer, true);
    }
  }

  static Op request(AccountId who, Request request) {
    return Op.put(
        REQUEST,
        Key.of(who.value()),
        Key.down(request.id().value()),
        Bytes.write(1)
            .number(request.publisher().value())
            .time(request.askedAt())
            .number(number(request.answer()))
            .flag(request.isEnded())
            .done());
  }

  void put(AccountId who, Request request) {
    store.batch(List.of(request(who, request)));
  }

  static Op forgotten(AccountId who, ExcerptId id) {
    return Op.delete(REQUEST, Key.of(who.value()), Key.down(id.value()));
  }

  Optional<Request> request(AccountId who, ExcerptId id) {
    return store.get(REQUEST, Key.of(who.value()), Key.down(id.value())).map(ExcerptTable::request);
  }

  List<Request> requests(AccountId who, Page page) {
    return Pages.read(store, REQUEST, Key.of(who.value()), page).stream()
        .map(ExcerptTable::request)
        .toList();
  }

  private static Request request(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    return new Request(
        id(row),
        new AccountId(from.number()),
        from.time(),
        answered((int) from.number()),
        from.flag());
  }

  private static int number(Asked.Answered answer) {
    return switch (answer) {
      case NOTHING -> 0;
      case AGREED -> 1;
      case AGREED_IN_PART -> 2;
      case DECLINED -> 3;
      case DENIED -> 4;
      case WITHDRAWN -> 5;
      case NOTED -> 6;
    };
  }

  private static Asked.Answered answered(int number) {
    return switch (number) {
      case 0 -> Asked.Answered.NOTHING;
      case 1 -> Asked.Answered.AGREED;
      case 2 -> Asked.Answered.AGREED_IN_PART;
      case 3 -> Asked.Answered.DECLINED;
      case 4 -> Asked.Answered.DENIED;
      case 5 -> Asked.Answered.WITHDRAWN;
      case 6 -> Asked.Answered.NOTED;
      default -> throw new IllegalStateException("answer " + number);
    };
  }

  // ---- what was reported before it was published

  static List<Op> hold(Kept kept, AccountId reporter, ReportId report) {
    List<Op> ops = new ArrayList<>();
    List<byte[]> pieces = pieces(kept);
    for (int i = 0; i < pieces.size(); i++) {
      ops.add(
          Op.put(
              HELD,
              Key.of(kept.publisher().value()),
              held(kept.id(), report).and(i),
              pieces.get(i)));
    }
    ops.add(
        Op.put(
            HELD_BY,
            Key.of(reporter.value()),
            held(kept.id(), report),
            Bytes.write(1).number(kept.publisher().value()).done()));
    return ops;
  }

  private static Key held(ExcerptId id, ReportId report) {
    return Key.of(id.value()).and(report.value());
  }

  Optional<Kept> held(AccountId publisher, ExcerptId id, ReportId report) {
    Key first = held(id, report);
    List<Row> pieces =
        store.scan(
            HELD,
            Key.of(publisher.value()),
            first,
            first.afterPrefix(),
            PIECES_MAX,
            Store.Order.ASCENDING);
    return pieces.isEmpty() ? Optional.empty() : Optional.of(joined(id, pieces));
  }

  static List<Op> letGo(AccountId publisher, AccountId reporter, ExcerptId id, ReportId report) {
    Key first = held(id, report);
    return List.of(
        Op.deleteRange(HELD, Key.of(publisher.value()), first, first.afterPrefix()),
        Op.delete(HELD_BY, Key.of(reporter.value()), first));
  }

  /// What was held against somebody, or because he told of it.
  ///
  /// @return whether there may be more
  boolean letGoOf(AccountId account, int rowsMax) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(HELD, Key.of(account.value()), Key.of(0), Key.of(Long.MAX_VALUE)));
    List<Row> told = store.scan(HELD_BY, Key.of(account.value()), rowsMax);
    for (Row row : told) {
      var publisher = new AccountId(Bytes.read(row.value()).number());
      ops.addAll(
          letGo(
              publisher,
              account,
              new ExcerptId(row.sk().longAt(0)),
              new ReportId(row.sk().longAt(Long.BYTES))));
    }
    store.journalledBatch(ops);
    return told.size() == rowsMax;
  }

  // ---- how often lately

  static Op asks(AccountId publisher, AccountId who, Instant at, ExcerptId id) {
    return Op.put(ASK, pair(publisher, who), Key.of(at.toEpochMilli()).and(id.value()), MARK);
  }

  /// Those since then.
  List<ExcerptId> asks(AccountId publisher, AccountId who, Instant since) {
    return store
        .scan(
            ASK,
            pair(publisher, who),
            Key.of(since.toEpochMilli() + 1),
            Key.of(Long.MAX_VALUE),
            ASKS_MAX,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> new ExcerptId(row.sk().longAt(Long.BYTES)))
        .distinct()
        .toList();
  }

  static Op forgetAsks(AccountId publisher, AccountId who, Instant until) {
    return Op.deleteRange(ASK, pair(publisher, who), Key.of(0), Key.of(until.toEpochMilli() + 1));
  }

  private static Key pair(AccountId publisher, AccountId who) {
    return Key.of(publisher.value()).and(who.value());
  }

  private static Key pk(ExcerptId id) {
    return Key.of(id.value());
  }
}
