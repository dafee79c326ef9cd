package verbatim.excerpts;

import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happened to an excerpt, as numbers. A decline is none: nothing follows from it. The log's
/// key is the excerpt.
public sealed interface ExcerptEvent {
  String FAMILY = "excerpt";

  ExcerptId excerpt();

  /// Somebody is asked for his words, or asked anew.
  record Asked(ExcerptId excerpt, AccountId by, AccountId who) implements ExcerptEvent {}

  /// It stands in a post now.
  record Published(ExcerptId excerpt, AccountId by) implements ExcerptEvent {}

  /// Others see it otherwise, since this one agreed, said something to it, or took that back.
  record Answered(ExcerptId excerpt, AccountId who) implements ExcerptEvent {}

  /// Others see less of it, or are told more of what they see: somebody erased or changed a
  /// message, or the words around it were changed.
  record Sealed(ExcerptId excerpt) implements ExcerptEvent {}

  /// What is said of a file beside it was changed.
  record Beside(ExcerptId excerpt) implements ExcerptEvent {}

  static Event write(ExcerptEvent event) {
    long id = event.excerpt().value();
    Bytes.Writer to = Bytes.write(1);
    switch (event) {
      case Asked(_, var by, var who) ->
          to.number(1).number(id).number(by.value()).number(who.value());
      case Published(_, var by) -> to.number(2).number(id).number(by.value()).number(0);
      case Answered(_, var who) -> to.number(3).number(id).number(0).number(who.value());
      case Sealed _ -> to.number(4).number(id).number(0).number(0);
      case Beside _ -> to.number(5).number(id).number(0).number(0);
    }
    return new Event(FAMILY, id, to.done());
  }

  static ExcerptEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    ExcerptId id = new ExcerptId(from.number());
    AccountId by = new AccountId(from.number());
    AccountId who = new AccountId(from.number());
    return switch (kind) {
      case 1 -> new Asked(id, by, who);
      case 2 -> new Published(id, by);
      case 3 -> new Answered(id, who);
      case 4 -> new Sealed(id);
      case 5 -> new Beside(id);
      default -> throw new IllegalStateException("excerpt event kind " + kind);
    };
  }
}
