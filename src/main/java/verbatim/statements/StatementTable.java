package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.Channel;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How registered statements lie in the store.
///
///     statement      statement  -     → what was registered
///     statement_of   account    id ↓  → whether he vouches for it, or is said to have said it
final class StatementTable {
  private static final Table ALL = Table.plain("statement");
  private static final Table OF = Table.plain("statement_of");

  private static final int ROWS_MAX = 200;

  private final Store store;

  StatementTable(Store store) {
    this.store = store;
  }

  /// How an account has to do with a statement.
  enum Part {
    VOUCHES,
    SPEAKS
  }

  static List<Op> put(Registered one) {
    List<Op> ops = new ArrayList<>();
    ops.add(
        Op.put(
            ALL,
            Key.of(one.id().value()),
            Key.NONE,
            Bytes.write(1)
                .number(one.by().value())
                .text(one.speaker().named())
                .optional(one.speaker().account(), (to, account) -> to.number(account.value()))
                .text(one.text())
                .optional(one.saidAt(), Bytes.Writer::time)
                .text(one.channel().word())
                .text(one.source())
                .time(one.at())
                .done()));
    ops.add(of(one.by(), one.id(), Part.VOUCHES));
    one.speaker()
        .account()
        .filter(speaker -> !speaker.equals(one.by()))
        .ifPresent(speaker -> ops.add(of(speaker, one.id(), Part.SPEAKS)));
    return ops;
  }

  private static Op of(AccountId account, StatementId id, Part part) {
    return Op.put(
        OF,
        Key.of(account.value()),
        Key.down(id.value()),
        Bytes.write(1).flag(part == Part.VOUCHES).done());
  }

  static List<Op> delete(Registered one) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.delete(ALL, Key.of(one.id().value()), Key.NONE));
    ops.add(Op.delete(OF, Key.of(one.by().value()), Key.down(one.id().value())));
    one.speaker()
        .account()
        .ifPresent(
            speaker -> ops.add(Op.delete(OF, Key.of(speaker.value()), Key.down(one.id().value()))));
    return ops;
  }

  Optional<Registered> find(StatementId id) {
    return store.get(ALL, Key.of(id.value()), Key.NONE).map(row -> read(id, row));
  }

  private static Registered read(StatementId id, Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    AccountId by = new AccountId(from.number());
    Speaker speaker =
        new Speaker(from.text(), from.optional(account -> new AccountId(account.number())));
    String text = from.text();
    Optional<Instant> saidAt = from.optional(Bytes.Reader::time);
    return new Registered(
        id, by, speaker, text, saidAt, channel(from.text()), from.text(), from.time());
  }

  private static Channel channel(String word) {
    return Stream.of(Channel.values())
        .filter(channel -> channel.word().equals(word))
        .findFirst()
        .orElse(Channel.UNKNOWN);
  }

  /// Of this account, either way, the newest first.
  List<StatementId> of(AccountId account, Page page) {
    return rows(account, page).stream().map(row -> new StatementId(row.sk().downAt(0))).toList();
  }

  /// For which he vouches.
  List<StatementId> by(AccountId account, Page page) {
    return rows(account, page).stream()
        .filter(row -> Bytes.read(row.value()).flag())
        .map(row -> new StatementId(row.sk().downAt(0)))
        .toList();
  }

  /// Whether he vouched for so many since then: what others say that he said lies in between, and
  /// fills a page without being his.
  boolean hasVouched(AccountId account, long above, int timesMax) {
    long below = Long.MAX_VALUE;
    int times = 0;
    List<Row> rows;
    do {
      rows = rows(account, new Page(below, above, false, ROWS_MAX));
      times += (int) rows.stream().filter(row -> Bytes.read(row.value()).flag()).count();
      if (!rows.isEmpty()) {
        below = rows.getLast().sk().downAt(0);
      }
    } while (times < timesMax && rows.size() == ROWS_MAX);
    return times >= timesMax;
  }

  private List<Row> rows(AccountId account, Page page) {
    return Pages.read(store, OF, Key.of(account.value()), page);
  }
}
