package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Sha256;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How questions lie in the store.
///
///     word_question     question  -                 → the question with its answer
///     word_question_of  account   id ↓              → whether he asks, or is asked
///     word_answer       account   words, question   → mark: he has answered for these words
///     word_asked        account   who asks, words   → the question: nobody is asked the same twice
final class QuestionTable {
  private static final Table ALL = Table.plain("word_question");
  private static final Table OF = Table.plain("word_question_of");
  private static final Table ANSWERED = Table.plain("word_answer");
  private static final Table ASKED = Table.plain("word_asked");
  private static final byte[] MARK = {1};

  /// How many answers for the same words are looked at: people answer once, perhaps twice.
  private static final int ANSWERS_MAX = 20;

  private final Store store;

  QuestionTable(Store store) {
    this.store = store;
  }

  enum Part {
    ASKS(0),
    IS_ASKED(1),
    /// Is asked, and has put it away.
    HAS_LEFT_IT(2);

    private final int number;

    Part(int number) {
      this.number = number;
    }
  }

  /// A question as it lies in somebody's list.
  record Listed(QuestionId id, Part part) {}

  static List<Op> ask(Question question) {
    List<Op> ops = new ArrayList<>();
    ops.add(put(question));
    ops.add(of(question.by(), question.id(), Part.ASKS));
    ops.add(of(question.of(), question.id(), Part.IS_ASKED));
    ops.add(
        Op.put(
            ASKED,
            Key.of(question.of().value()),
            asked(question),
            Bytes.write(1).number(question.id().value()).done()));
    return ops;
  }

  private static Key asked(Question question) {
    return Key.of(question.by().value()).and(Sha256.hex(question.text()));
  }

  static Op put(Question question) {
    return Op.put(
        ALL,
        Key.of(question.id().value()),
        Key.NONE,
        Bytes.write(1)
            .number(question.by().value())
            .number(question.of().value())
            .text(question.text())
            .text(question.where())
            .time(question.at())
            .optional(question.answer(), QuestionTable::write)
            .done());
  }

  private static void write(Bytes.Writer to, Question.Answer answer) {
    to.text(answer.said().word())
        .text(answer.note())
        .time(answer.at())
        .flag(answer.showsWords())
        .text(answer.signed())
        .optional(answer.proof(), (proof, one) -> proof.text(one.key()).text(one.signature()))
        .list(answer.earlier(), (was, one) -> was.text(one.said().word()).time(one.at()));
  }

  static List<Op> answer(Question answered) {
    return List.of(
        put(answered),
        Op.put(
            ANSWERED,
            Key.of(answered.of().value()),
            words(answered.text()).and(answered.id().value()),
            MARK));
  }

  private static Key words(String text) {
    return Key.of(Folding.hash(text));
  }

  static Op of(AccountId account, QuestionId id, Part part) {
    return Op.put(
        OF,
        Key.of(account.value()),
        Key.down(id.value()),
        Bytes.write(1).number(part.number).done());
  }

  static List<Op> drop(Question question) {
    Key sk = Key.down(question.id().value());
    return List.of(
        Op.delete(ALL, Key.of(question.id().value()), Key.NONE),
        Op.delete(OF, Key.of(question.by().value()), sk),
        Op.delete(OF, Key.of(question.of().value()), sk),
        Op.delete(ASKED, Key.of(question.of().value()), asked(question)),
        Op.delete(
            ANSWERED,
            Key.of(question.of().value()),
            words(question.text()).and(question.id().value())));
  }

  /// Without whoever asked: what was answered is the other's word, and stays.
  static List<Op> forgetAsker(Question question) {
    return List.of(
        put(question.withoutAsker()),
        Op.delete(OF, Key.of(question.by().value()), Key.down(question.id().value())),
        Op.delete(ASKED, Key.of(question.of().value()), asked(question)));
  }

  Optional<Question> find(QuestionId id) {
    return store.get(ALL, Key.of(id.value()), Key.NONE).map(row -> read(id, row));
  }

  private static Question read(QuestionId id, Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    AccountId by = new AccountId(from.number());
    AccountId of = new AccountId(from.number());
    String text = from.text();
    String where = from.text();
    Instant at = from.time();
    return new Question(id, by, of, text, where, at, from.optional(QuestionTable::readAnswer));
  }

  private static Question.Answer readAnswer(Bytes.Reader from) {
    Question.Said said = Question.Said.named(from.text()).orElseThrow();
    String note = from.text();
    Instant at = from.time();
    return new Question.Answer(
        said,
        note,
        at,
        from.flag(),
        from.text(),
        from.optional(proof -> new Question.Proof(proof.text(), proof.text())),
        from.list(
            was ->
                new Question.Earlier(Question.Said.named(was.text()).orElseThrow(), was.time())));
  }

  /// The question that this one asked this other before, with the same words.
  Optional<QuestionId> askedBefore(AccountId by, AccountId of, String text) {
    return store
        .get(ASKED, Key.of(of.value()), Key.of(by.value()).and(Sha256.hex(text)))
        .map(row -> new QuestionId(Bytes.read(row.value()).number()));
  }

  List<Listed> of(AccountId account, Page page) {
    return Pages.read(store, OF, Key.of(account.value()), page).stream()
        .map(QuestionTable::listed)
        .toList();
  }

  private static Listed listed(Row row) {
    Part part = Part.values()[(int) Bytes.read(row.value()).number()];
    return new Listed(new QuestionId(row.sk().downAt(0)), part);
  }

  /// Hashes of all words that this person has answered for; nothing where there are more.
  Optional<Set<String>> answeredFor(AccountId by, int rowsMax) {
    List<Row> rows = store.scan(ANSWERED, Key.of(by.value()), rowsMax);
    return rows.size() < rowsMax
        ? Optional.of(rows.stream().map(row -> row.sk().textAt(0)).collect(Collectors.toSet()))
        : Optional.empty();
  }

  /// Questions that this person has answered about these words, whatever their case and marks.
  List<QuestionId> answered(AccountId by, String text) {
    Key words = words(text);
    return store
        .scan(
            ANSWERED,
            Key.of(by.value()),
            words,
            words.afterPrefix(),
            ANSWERS_MAX,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> new QuestionId(row.sk().longAt(row.sk().length() - Long.BYTES)))
        .toList();
  }
}
