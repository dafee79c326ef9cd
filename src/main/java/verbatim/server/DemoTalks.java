package verbatim.server;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Answer;
import verbatim.excerpts.Around;
import verbatim.excerpts.Choice;
import verbatim.excerpts.Mine;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.relations.FollowOptions;
import verbatim.statuses.Draft;

/// What people of the demo town said to each other in private, and then showed: once with the
/// other's yes, once while he is still asked.
final class DemoTalks {
  private static final Duration PAUSE = Duration.ofSeconds(40);

  private final Content content;
  private final DemoClock clock;
  private final Function<String, AccountId> ids;

  DemoTalks(Content content, DemoClock clock, Function<String, AccountId> ids) {
    this.content = content;
    this.clock = clock;
    this.ids = ids;
  }

  private record Line(String handle, String text) {}

  void happen() {
    ConversationId sums =
        talk(
            "pell",
            "quentin",
            new Line("pell", "Is 3,302 the sum of all nights, or of those that you counted?"),
            new Line(
                "quentin",
                "Of all of them. I left none out, not even the night of the fog, when it was one"
                    + " man and a cello."),
            new Line("pell", "They will say that I made it up. May I show them this?"),
            new Line("quentin", "Show them. It is in pencil, but it is the sum."));
    Mine draft =
        show(
            "pell",
            Choice.of(sums, 1, 4),
            "Before anybody asks where the sum is from: I asked too, and this is what he wrote. He"
                + " said I may show it. #LastBoat");
    var _ =
        content.excerpts.answer(
            ids.apply("quentin"),
            draft.shown().id(),
            Answer.Agree.all().saying("The cello is his to tell, so I asked him. He laughed."),
            content.excerpts.asked(ids.apply("quentin"), draft.shown().id()).seen());
    ConversationId offer =
        talk(
            "thea",
            "bruno",
            new Line(
                "bruno",
                "When the boat goes, nobody buys a kitchen at the quay. I would, now, for the hotel."),
            new Line("thea", "You said last week that the boat stays."),
            new Line("bruno", "Last week I had not read the papers."),
            new Line(
                "thea", "I will not sell, Bruno. Not in a week in which you know more than I do."));
    var _ =
        show(
            "thea",
            Choice.of(offer, 1, 4),
            "I was asked something in private this week. What he wrote is his; what I answered is"
                + " mine, and I want it to be known. #LastBoat");
  }

  private ConversationId talk(String one, String other, Line... lines) {
    AccountId first = ids.apply(one);
    AccountId second = ids.apply(other);
    content.relations.follow(first, second, FollowOptions.usual());
    content.relations.follow(second, first, FollowOptions.usual());
    ConversationId id =
        content
            .conversations
            .begin(first, List.of(second), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    for (Line line : lines) {
      clock.advance(PAUSE);
      var _ =
          content.conversations.say(
              ids.apply(line.handle()), id, Conversations.Draft.of(line.text()));
    }
    return id;
  }

  private Mine show(String handle, Choice choice, String text) {
    AccountId who = ids.apply(handle);
    clock.advance(PAUSE);
    Mine draft = content.excerpts.draft(who, choice, new Around(text, "", Draft.Visibility.PUBLIC));
    Mine asked = content.excerpts.ask(who, draft.shown().id());
    clock.advance(PAUSE);
    var _ = content.excerpts.publish(who, draft.shown().id(), Draft.of(who, text));
    clock.advance(PAUSE);
    return asked;
  }
}
