package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.util.List;
import java.util.OptionalLong;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Decimal;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.relations.Viewer;
import verbatim.stories.Item;
import verbatim.stories.Place;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// Stories (`docs/client-api.md`): what people gather on one event.
final class StoryRoutes {
  private static final String ALL = "/api/v1/stories";
  private static final String ONE = ALL + "/:id";

  private final Stories stories;
  private final Looking looking;
  private final StoryJson storyJson;
  private final Limits limits;

  StoryRoutes(Stories stories, Looking looking, StoryJson storyJson, Limits limits) {
    this.stories = stories;
    this.looking = looking;
    this.storyJson = storyJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.optional(READ_ARTICLES);
    Access mine = Access.user(READ_ARTICLES);
    Access write = Access.user(WRITE_ARTICLES);
    return List.of(
        Route.get(ALL, read, this::list, "stories"),
        Route.post(ALL, write, this::start, "begin a story").limited(RateLimits.Bucket.POSTS),
        Route.get(ONE, read, this::show, "a story"),
        Route.put(ONE, write, this::change, "change a story"),
        Route.delete(ONE, write, this::delete, "delete a story"),
        Route.get(
            ONE + "/versions", read, this::versions, "how its things repeat each other's words"),
        Route.get(ONE + "/suggestions", mine, this::suggestions, "what might belong to a story"),
        Route.post(ONE + "/items", write, this::add, "put something into a story"),
        Route.put(ONE + "/items/:item", write, this::mark, "say when something was, or move it"),
        Route.delete(ONE + "/items/:item", write, this::remove, "take something out of a story"),
        Route.post(ONE + "/editors", write, this::ask, "ask somebody to keep a story too"),
        Route.post(ONE + "/join", write, this::join, "keep a story that I was asked to keep"),
        Route.post(ONE + "/leave", write, this::leave, "keep a story no longer"),
        Route.post(ONE + "/follow", write, this::follow, "follow a story"),
        Route.post(ONE + "/unfollow", write, this::unfollow, "follow a story no longer"));
  }

  // ---- reading

  /// Public ones; with `of=me` those that I keep, with `of=followed` those that I follow;
  /// with `q` those that are called so.
  private Answer list(Request request) {
    Viewer viewer = Looking.viewer(request);
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    String of = request.query("of");
    List<Stories.Listed> rows =
        switch (viewer) {
          case Viewer.Member(var me) when of.equals("me") -> stories.keptBy(me, page);
          case Viewer.Member(var me) when of.equals("followed") -> stories.followedBy(me, page);
          case Viewer.Member _, Viewer.Anybody _ when !request.query("q").isBlank() ->
              stories.named(viewer, request.query("q"), page);
          case Viewer.Member _, Viewer.Anybody _ -> stories.published(viewer, page);
        };
    return Looking.listed(
        request,
        rows,
        (json, row) -> storyJson.line(json, viewer, row.story()),
        Stories.Listed::position);
  }

  private Answer show(Request request) {
    return answer(request, stories.get(Looking.viewer(request), id(request)));
  }

  private Answer versions(Request request) {
    Viewer viewer = Looking.viewer(request);
    Story story = stories.get(viewer, id(request));
    return Answer.json(storyJson.versions(new JsonWriter(), viewer, story));
  }

  private Answer suggestions(Request request) {
    Viewer viewer = Looking.viewer(request);
    JsonWriter json = new JsonWriter().array();
    stories
        .suggestions(Looking.me(request), id(request))
        .forEach(suggestion -> storyJson.suggestion(json, viewer, suggestion));
    return Answer.json(json.end()).privately();
  }

  // ---- writing

  private Answer start(Request request) {
    Params params = request.params();
    AccountId me = Looking.me(request);
    Story begun =
        stories.start(
            me,
            new Story.Draft(
                params.text("title", ""),
                params.text("summary", ""),
                params.list("topics"),
                params.flag("may_be_indexed", false)),
            items(params));
    return answer(request, turned(params, me, begun));
  }

  /// What is not sent stays as it is. With `revision` as last read, what another editor has
  /// changed since is not written over.
  private Answer change(Request request) {
    Params params = request.params();
    AccountId me = Looking.me(request);
    StoryId id = id(request);
    Story story = stories.edited(me, id);
    OptionalLong revision = revision(params);
    Story.Draft draft =
        new Story.Draft(
            params.text("title", story.title()),
            params.text("summary", story.summary()),
            params.has("topics") ? params.list("topics") : story.topics(),
            params.flag("may_be_indexed", story.mayBeIndexed()));
    story = stories.rewrite(me, id, revision, draft);
    if (params.has("items")) {
      story = stories.arrange(me, id, OptionalLong.of(story.revision()), items(params));
    }
    return answer(request, turned(params, me, story));
  }

  private static OptionalLong revision(Params params) {
    return params.text("revision").filter(t -> !t.isBlank()).stream()
        .mapToLong(
            text ->
                Decimal.parse(text)
                    .orElseThrow(
                        () ->
                            Refusal.invalid(
                                "revision", "ERR_INVALID", "Revision must be a number")))
        .findFirst();
  }

  private Story turned(Params params, AccountId me, Story story) {
    return params
        .text("state")
        .filter(t -> !t.isBlank())
        .map(
            word ->
                Story.State.of(word)
                    .orElseThrow(
                        () ->
                            Refusal.invalid(
                                "state",
                                "ERR_INCLUSION",
                                "State must be private, published or closed")))
        .map(state -> stories.turn(me, story.id(), state))
        .orElse(story);
  }

  private List<Stories.Wanted> items(Params params) {
    List<Params> items = params.objects("items");
    int max = limits.stories().itemsMax();
    if (items.size() > max) {
      throw Refusal.invalid("items", "ERR_TOO_LONG", "A story holds at most " + max + " things");
    }
    return items.stream().map(this::wanted).toList();
  }

  private Stories.Wanted wanted(Params params) {
    return new Stories.Wanted(
        item(params),
        known(params),
        params.text("when", ""),
        params.id("account_id", AccountId::parse).orElse(Place.NOBODY),
        params.text("note", ""));
  }

  private Item item(Params params) {
    return switch (params.text("kind", "status")) {
      case "status", "reply" -> new Item.Post(required(params.id("id", StatusId::parse)));
      case "series" -> new Item.Series(required(params.id("id", SeriesId::parse)));
      case "article" -> stories.carrying(required(params.id("id", ArticleId::parse)));
      case "gap" -> new Item.Gap();
      default ->
          throw Refusal.invalid(
              "kind", "ERR_INCLUSION", "Kind must be status, reply, series, article or gap");
    };
  }

  private static <T> T required(java.util.Optional<T> id) {
    return id.orElseThrow(() -> Refusal.invalid("id", "ERR_BLANK", "Id can't be blank"));
  }

  private static Place.Known known(Params params) {
    return params
        .text("time_known")
        .filter(t -> !t.isBlank())
        .map(
            word ->
                Place.Known.of(word)
                    .orElseThrow(
                        () ->
                            Refusal.invalid(
                                "time_known",
                                "ERR_INCLUSION",
                                "Time known must be time, day, order or unknown")))
        .orElse(Place.Known.TIME);
  }

  private Answer add(Request request) {
    return answer(request, stories.add(Looking.me(request), id(request), wanted(request.params())));
  }

  private Answer mark(Request request) {
    Params params = request.params();
    AccountId me = Looking.me(request);
    StoryId id = id(request);
    long n = item(request);
    Story story = stories.edited(me, id);
    if (params.has("time_known") || params.has("when")) {
      Place before = story.place(n).orElseThrow(Refusal::notFound);
      story =
          stories.mark(
              me,
              id,
              n,
              params.has("time_known") ? known(params) : before.known(),
              params.text("when", before.when()));
    }
    return answer(
        request,
        switch (params.text("move", "")) {
          case "up" -> stories.move(me, id, n, true);
          case "down" -> stories.move(me, id, n, false);
          case "" -> story;
          default -> throw Refusal.invalid("move", "ERR_INCLUSION", "Move must be up or down");
        });
  }

  /// For an editor it goes out of the story; for whoever said it, it goes and stays out: with `all`
  /// together with everything of his.
  private Answer remove(Request request) {
    AccountId me = Looking.me(request);
    StoryId id = id(request);
    Story story = stories.get(Viewer.of(me), id);
    if (story.isEditedBy(me)) {
      return answer(request, stories.remove(me, id, item(request)));
    }
    if (request.params().flag("all", false)
        && story.place(item(request)).filter(p -> stories.isSaidBy(p, me)).isPresent()) {
      stories.takeAllOut(me, id);
    } else {
      stories.takeOut(me, id, item(request));
    }
    return answer(request, stories.get(Viewer.of(me), id));
  }

  private static long item(Request request) {
    return request.id("item", Decimal::parse);
  }

  private Answer delete(Request request) {
    stories.delete(Looking.me(request), id(request));
    return Answer.empty();
  }

  // ---- people

  private Answer ask(Request request) {
    AccountId who =
        looking
            .account(request, required(request.params().id("account_id", AccountId::parse)))
            .id();
    return answer(request, stories.ask(Looking.me(request), id(request), who));
  }

  private Answer join(Request request) {
    return answer(request, stories.join(Looking.me(request), id(request)));
  }

  private Answer leave(Request request) {
    stories.leave(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer follow(Request request) {
    stories.follow(Looking.me(request), id(request));
    return show(request);
  }

  private Answer unfollow(Request request) {
    stories.unfollow(Looking.me(request), id(request));
    return show(request);
  }

  private Answer answer(Request request, Story story) {
    return Answer.json(storyJson.whole(new JsonWriter(), Looking.viewer(request), story));
  }

  private static StoryId id(Request request) {
    return request.id("id", StoryId::parse);
  }
}
