package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatementId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How rejoinders lie in the store.
///
///     rejoinder     article  id           → what he says that he said
///     rejoinder_of  account  article, id  → mark: it is his
final class RejoinderTable {
  /// Before, neither the quotation to the letter nor what it stood in was kept.
  private static final int WITH_WHAT_IT_ANSWERS = 2;

  private static final Table ALL = Table.plain("rejoinder");
  private static final Table OF = Table.plain("rejoinder_of");
  private static final byte[] MARK = {1};
  private static final Key END = Key.of(Long.MAX_VALUE);

  private final Store store;

  RejoinderTable(Store store) {
    this.store = store;
  }

  static List<Op> put(Rejoinder one) {
    return List.of(
        Op.put(
            ALL,
            Key.of(one.article().value()),
            Key.of(one.id().value()),
            Bytes.write(WITH_WHAT_IT_ANSWERS)
                .number(one.by().value())
                .text(one.quotation())
                .text(one.text())
                .time(one.at())
                .optional(one.proof(), (to, proof) -> to.text(proof.key()).text(proof.signature()))
                .text(one.quoted())
                .text(one.sha256())
                .done()),
        Op.put(OF, Key.of(one.by().value()), of(one), MARK));
  }

  private static Key of(Rejoinder one) {
    return Key.of(one.article().value()).and(one.id().value());
  }

  static List<Op> delete(Rejoinder one) {
    return List.of(
        Op.delete(ALL, Key.of(one.article().value()), Key.of(one.id().value())),
        Op.delete(OF, Key.of(one.by().value()), of(one)));
  }

  Optional<Rejoinder> find(ArticleId article, StatementId id) {
    return store
        .get(ALL, Key.of(article.value()), Key.of(id.value()))
        .map(row -> read(article, row));
  }

  List<Rejoinder> of(ArticleId article, int rowsMax) {
    return store.scan(ALL, Key.of(article.value()), rowsMax).stream()
        .map(row -> read(article, row))
        .toList();
  }

  List<Rejoinder> by(AccountId account, int rowsMax) {
    List<Rejoinder> all = new ArrayList<>();
    store
        .scan(OF, Key.of(account.value()), Key.of(0), END, rowsMax, Store.Order.ASCENDING)
        .forEach(
            row ->
                find(
                        new ArticleId(row.sk().longAt(0)),
                        new StatementId(row.sk().longAt(Long.BYTES)))
                    .ifPresent(all::add));
    return all;
  }

  private static Rejoinder read(ArticleId article, Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    var by = new AccountId(from.number());
    String quotation = from.text();
    String text = from.text();
    Instant at = from.time();
    Optional<Question.Proof> proof =
        from.optional(signed -> new Question.Proof(signed.text(), signed.text()));
    boolean isWhole = from.version() >= WITH_WHAT_IT_ANSWERS;
    return new Rejoinder(
        new StatementId(row.sk().longAt(0)),
        article,
        by,
        quotation,
        isWhole ? from.text() : "",
        isWhole ? from.text() : "",
        text,
        at,
        proof);
  }
}
