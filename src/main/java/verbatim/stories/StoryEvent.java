package verbatim.stories;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.StoryId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happens to stories. The log's key is the story. None of them holds a word of it.
public sealed interface StoryEvent {
  String FAMILY = "story";

  StoryId story();

  /// It came, was changed, published, withheld or deleted: whoever hears it looks.
  record Turned(StoryId story) implements StoryEvent {}

  /// Words of these people stand in it now, for everybody to read.
  record Gathered(StoryId story, AccountId by, List<AccountId> people) implements StoryEvent {}

  /// Somebody is asked to keep it too.
  record Asked(StoryId story, AccountId by, AccountId who) implements StoryEvent {}

  /// There is something new for those who follow it.
  record News(StoryId story) implements StoryEvent {}

  static Event write(StoryEvent event) {
    Bytes.Writer to = Bytes.write(1).number(kind(event)).number(event.story().value());
    switch (event) {
      case Turned _, News _ -> {}
      case Gathered(_, var by, var people) ->
          to.number(by.value()).list(people, (w, one) -> w.number(one.value()));
      case Asked(_, var by, var who) -> to.number(by.value()).number(who.value());
    }
    return new Event(FAMILY, event.story().value(), to.done());
  }

  private static int kind(StoryEvent event) {
    return switch (event) {
      case Turned _ -> 1;
      case Gathered _ -> 2;
      case Asked _ -> 3;
      case News _ -> 4;
    };
  }

  static StoryEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    StoryId id = new StoryId(from.number());
    return switch (kind) {
      case 1 -> new Turned(id);
      case 2 ->
          new Gathered(id, new AccountId(from.number()), from.list(r -> new AccountId(r.number())));
      case 3 -> new Asked(id, new AccountId(from.number()), new AccountId(from.number()));
      case 4 -> new News(id);
      default -> throw new IllegalStateException("story event kind " + kind);
    };
  }
}
