package verbatim.statements;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.QuestionId;
import verbatim.kernel.StatementId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happens to what is known. The log's key is the statement, the question or the article.
public sealed interface StatementEvent {
  String FAMILY = "statement";

  /// It came, or is gone: whoever hears it looks.
  ///
  /// @param speaker who is to be told that these are said to be his words; 0 for nobody
  record Turned(StatementId id, AccountId by, AccountId speaker) implements StatementEvent {}

  record Asked(QuestionId id, AccountId by, AccountId of) implements StatementEvent {}

  /// Also when an answer is changed.
  record Answered(QuestionId id, AccountId by, AccountId of) implements StatementEvent {}

  /// It is gone, with its answer.
  record Dropped(QuestionId id) implements StatementEvent {}

  /// Something that an article quotes, or shows, was changed, withdrawn or confirmed.
  ///
  /// @param isQuoted else it only shows it
  /// @param writers who are to be told of it
  record SourceTurned(ArticleId article, boolean isQuoted, List<AccountId> writers)
      implements StatementEvent {
    public SourceTurned {
      writers = List.copyOf(writers);
    }
  }

  /// A published article quotes these otherwise than they said it.
  record Misquoted(ArticleId article, List<AccountId> quoted) implements StatementEvent {
    public Misquoted {
      quoted = List.copyOf(quoted);
    }
  }

  /// Somebody who is quoted says what he said.
  record Rejoined(ArticleId article, StatementId id, AccountId by) implements StatementEvent {}

  static Event write(StatementEvent event) {
    return switch (event) {
      case Turned(var id, var by, var speaker) ->
          event(
              id.value(),
              Bytes.write(1)
                  .number(1)
                  .number(id.value())
                  .number(by.value())
                  .number(speaker.value()));
      case Asked(var id, var by, var of) -> event(id, 2, by, of);
      case Answered(var id, var by, var of) -> event(id, 3, by, of);
      case SourceTurned(var id, var isQuoted, var writers) ->
          event(
              id.value(),
              Bytes.write(1)
                  .number(5)
                  .number(id.value())
                  .flag(isQuoted)
                  .list(writers, (to, who) -> to.number(who.value())));
      case Rejoined(var article, var id, var by) ->
          event(
              article.value(),
              Bytes.write(1)
                  .number(6)
                  .number(article.value())
                  .number(id.value())
                  .number(by.value()));
      case Misquoted(var article, var quoted) ->
          event(
              article.value(),
              Bytes.write(1)
                  .number(7)
                  .number(article.value())
                  .list(quoted, (to, who) -> to.number(who.value())));
      case Dropped(var id) -> event(id.value(), Bytes.write(1).number(4).number(id.value()));
    };
  }

  private static Event event(QuestionId id, int kind, AccountId by, AccountId of) {
    return event(
        id.value(),
        Bytes.write(1).number(kind).number(id.value()).number(by.value()).number(of.value()));
  }

  private static Event event(long key, Bytes.Writer body) {
    return new Event(FAMILY, key, body.done());
  }

  static StatementEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    long id = from.number();
    return switch (kind) {
      case 1 ->
          new Turned(
              new StatementId(id), new AccountId(from.number()), new AccountId(from.number()));
      case 2 ->
          new Asked(new QuestionId(id), new AccountId(from.number()), new AccountId(from.number()));
      case 3 ->
          new Answered(
              new QuestionId(id), new AccountId(from.number()), new AccountId(from.number()));
      case 4 -> new Dropped(new QuestionId(id));
      case 5 ->
          new SourceTurned(
              new ArticleId(id), from.flag(), from.list(who -> new AccountId(who.number())));
      case 6 ->
          new Rejoined(
              new ArticleId(id), new StatementId(from.number()), new AccountId(from.number()));
      case 7 -> new Misquoted(new ArticleId(id), from.list(who -> new AccountId(who.number())));
      default -> throw new IllegalStateException("statement event kind " + kind);
    };
  }
}
