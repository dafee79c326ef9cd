package verbatim.api;

import java.util.List;
import java.util.Optional;
import verbatim.access.Caller;
import verbatim.access.Scope;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Refusal;
import verbatim.relations.Lists;
import verbatim.streaming.Line;
import verbatim.streaming.Topic;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// The client API's names of streams, and what a token needs for each: the only code that lets
/// somebody subscribe, whichever way he came.
final class StreamNames {
  private final Lists lists;
  private final int tagCharactersMax;

  StreamNames(Lists lists, Limits limits) {
    this.lists = lists;
    this.tagCharactersMax = limits.text().tagCharactersMax();
  }

  /// What a client asked for.
  ///
  /// @param tag "" for none
  /// @param list "" for none
  record Wanted(String stream, String tag, String list) {}

  /// @throws verbatim.kernel.Refused Malformed for what there is not, Forbidden when the token does
  ///     not reach, NotFound for a list that is not his
  Line.Subscription subscription(Caller.SignedIn who, Wanted wanted) {
    AccountId me = who.account();
    return switch (wanted.stream()) {
      case "user" -> plain(who, wanted, Scope.READ_STATUSES, new Topic.Home(me));
      case "user:notification" ->
          plain(who, wanted, Scope.READ_NOTIFICATIONS, new Topic.Notices(me));
      case "public" -> everybody(who, wanted, Timelines.Scope.ALL, false);
      case "public:media" -> everybody(who, wanted, Timelines.Scope.ALL, true);
      case "public:local" -> everybody(who, wanted, Timelines.Scope.LOCAL, false);
      case "public:local:media" -> everybody(who, wanted, Timelines.Scope.LOCAL, true);
      case "public:remote" -> everybody(who, wanted, Timelines.Scope.REMOTE, false);
      case "public:remote:media" -> everybody(who, wanted, Timelines.Scope.REMOTE, true);
      case "hashtag" -> tag(who, wanted, Timelines.Scope.ALL);
      case "hashtag:local" -> tag(who, wanted, Timelines.Scope.LOCAL);
      case "list" -> list(who, wanted);
      case "direct" -> plain(who, wanted, Scope.READ_STATUSES, new Topic.Direct(me));
      default -> throw Refusal.malformed("Unknown stream type");
    };
  }

  private static Line.Subscription plain(
      Caller.SignedIn who, Wanted wanted, Scope scope, Topic topic) {
    need(who, scope);
    return new Line.Subscription(topic, List.of(wanted.stream()));
  }

  private static Line.Subscription everybody(
      Caller.SignedIn who, Wanted wanted, Timelines.Scope scope, boolean mediaOnly) {
    return plain(who, wanted, Scope.READ_STATUSES, new Topic.Everybody(scope, mediaOnly));
  }

  private Line.Subscription tag(Caller.SignedIn who, Wanted wanted, Timelines.Scope scope) {
    need(who, Scope.READ_STATUSES);
    String tag = wanted.tag();
    if (tag.isBlank()) {
      throw Refusal.malformed("Missing tag name parameter");
    }
    if (tag.codePointCount(0, tag.length()) > tagCharactersMax) {
      throw Refusal.malformed("The tag is too long");
    }
    return new Line.Subscription(
        new Topic.Tag(Tags.key(tag), scope), List.of(wanted.stream(), tag));
  }

  private Line.Subscription list(Caller.SignedIn who, Wanted wanted) {
    need(who, Scope.READ_STATUSES);
    need(who, Scope.READ_LISTS);
    if (wanted.list().isBlank()) {
      throw Refusal.malformed("Missing list name parameter");
    }
    Optional<ListId> id = ListId.parse(wanted.list());
    ListId list = lists.get(who.account(), id.orElseThrow(Refusal::notFound)).id();
    return new Line.Subscription(
        new Topic.OfList(who.account(), list), List.of("list", Long.toString(list.value())));
  }

  private static void need(Caller.SignedIn who, Scope scope) {
    if (!who.scopes().covers(scope)) {
      throw Refusal.forbidden("This action is outside the authorized scopes");
    }
  }
}
