package verbatim.api;

import java.time.InstantSource;
import java.util.List;
import verbatim.http.JsonWriter;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Tally;

/// Poll. It has the id of its status.
final class PollJson {
  private final InstantSource clock;
  private final EmojiJson emojiJson;

  PollJson(InstantSource clock, EmojiJson emojiJson) {
    this.clock = clock;
    this.emojiJson = emojiJson;
  }

  JsonWriter write(JsonWriter json, Status status, Status.Poll poll, Tally tally, Viewer viewer) {
    boolean hidden = tally.votes().isEmpty();
    json.object().fieldId("id", status.id().value()).field("expires_at", poll.endsAt());
    json.field("expired", !poll.endsAt().isAfter(clock.instant()));
    json.field("multiple", poll.multiple());
    json.field("votes_count", tally.cast());
    json.field("voters_count", tally.voters());
    json.name("options").array();
    for (int i = 0; i < poll.options().size(); i++) {
      json.object().field("title", poll.options().get(i)).name("votes_count");
      if (hidden) {
        json.nothing();
      } else {
        json.value(tally.votes().get(i).longValue());
      }
      json.end();
    }
    json.end().name("emojis");
    emojiJson.of(json, poll, status.origin());
    if (viewer instanceof Viewer.Member) {
      json.field("voted", tally.voted()).name("own_votes");
      own(json, tally.own());
    }
    return json.end();
  }

  private static void own(JsonWriter json, List<Integer> choices) {
    json.array();
    for (int choice : choices) {
      json.value(choice);
    }
    json.end();
  }
}
