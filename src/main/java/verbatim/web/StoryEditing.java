package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.excerpts.Shown;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Decimal;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.relations.Viewer;
import verbatim.stories.Item;
import verbatim.stories.Place;
import verbatim.stories.Seen;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// Stories as they are kept: begun from a post, filled, put in order, published. Each step is a
/// small form of its own, taken against the story as it is then: so two who keep one do not write
/// over each other.
final class StoryEditing {
  private static final Pattern CARRIED =
      Pattern.compile("(articles|excerpts)/(\\d{1,20})(?:[/?#].*)?");

  private static final String STORIES = StoryPages.STORIES;
  private static final int MINE_MAX = 20;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Stories stories;
  private final PostViews posts;
  private final Persons persons;
  private final StoryPages pages;

  StoryEditing(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Persons persons,
      StoryPages pages) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.stories = words.stories();
    this.posts = posts;
    this.persons = persons;
    this.pages = pages;
  }

  List<Route> routes() {
    Access me = Access.session();
    String one = STORIES + "/:id";
    return List.of(
        Route.get(STORIES + "/new", me, this::begin, "beginning a story"),
        Route.post(STORIES, me, this::start, "beginning a story"),
        Route.get(one + "/edit", me, this::edit, "keeping a story"),
        Route.post(one + "/edit", me, this::rewrite, "changing what a story is called"),
        Route.post(one + "/items", me, this::add, "putting something into a story"),
        Route.post(one + "/items/:item", me, this::arrange, "moving, marking, taking out"),
        Route.post(one + "/pass", me, this::pass, "not wanting what is suggested"),
        Route.post(one + "/state", me, this::turn, "publishing or closing a story"),
        Route.post(one + "/editors", me, this::ask, "asking somebody to keep a story too"),
        Route.post(one + "/join", me, this::join, "keeping a story that I was asked to keep"),
        Route.post(one + "/leave", me, this::leave, "keeping a story no longer"),
        Route.post(one + "/delete", me, this::delete, "deleting a story"));
  }

  // ---- beginning

  private Answer begin(Request request) {
    return begin(
        request,
        request.query("kind").isEmpty() ? "status" : request.query("kind"),
        request.query("id"),
        "",
        "");
  }

  private Answer begin(Request request, String kind, String thing, String title, String problem) {
    Viewer viewer = Reading.viewer(request);
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    List<Stories.Listed> mine =
        thing.isEmpty()
            ? List.of()
            : stories.keptBy(me, Page.newest(MINE_MAX)).stream()
                .filter(row -> row.story().isEditedBy(me))
                .filter(row -> row.story().state() != Story.State.CLOSED)
                .toList();
    Answer page =
        templates.page(
            "story_begin",
            new StoryViews.Begin(
                sheet.frame(Frame.Place.STORIES, sheet.t().say("story.begin")),
                kind,
                thing,
                title,
                from(viewer, kind, thing),
                mine.stream().map(row -> pages.line(viewer, row.story())).toList(),
                mine.stream().map(row -> row.story().id().toString()).toList(),
                problem));
    return sheet.finish(problem.isEmpty() ? page : page.status(422));
  }

  /// What it is begun from, as the reader sees it.
  private List<Views.Post> from(Viewer viewer, String kind, String thing) {
    if (thing.isEmpty()) {
      return List.of();
    }
    return switch (item(kind, thing)) {
      case Item.Post(var id) ->
          posts.of(viewer, words.statuses().get(viewer, id)).stream().toList();
      case Item.Series(var id) ->
          posts.of(
              viewer,
              PostViews.Where.ACCOUNT,
              List.of(words.statuses().series(viewer, id).getLast()));
      case Item.Gap _ -> List.of();
    };
  }

  private static Item item(String kind, String thing) {
    return switch (kind) {
      case "series" -> new Item.Series(SeriesId.parse(thing).orElseThrow(Refusal::notFound));
      default -> new Item.Post(StatusId.parse(thing).orElseThrow(Refusal::notFound));
    };
  }

  private Answer start(Request request) {
    forms.check(request);
    Params params = request.params();
    String kind = params.text("kind", "status");
    String thing = params.text("thing", "");
    String title = params.text("title", "");
    List<Stories.Wanted> items =
        thing.isEmpty() ? List.of() : List.of(Stories.Wanted.of(item(kind, thing)));
    return attempt(
        request,
        () -> {
          Story begun =
              stories.start(
                  Reading.me(request), new Story.Draft(title, "", topics(params), false), items);
          return to(begun.id());
        },
        problem -> begin(request, kind, thing, title, problem));
  }

  private static Answer to(StoryId id) {
    return Answer.seeOther(URI.create(STORIES + "/" + id + "/edit"));
  }

  private static List<String> topics(Params params) {
    return List.of(params.text("topics", "").split(",")).stream()
        .map(String::strip)
        .filter(topic -> !topic.isEmpty())
        .toList();
  }

  private interface Deed {
    Answer done();
  }

  /// What is wrong is said on the page itself; what is not there is not there.
  private Answer attempt(Request request, Deed deed, Function<String, Answer> again) {
    try {
      return deed.done();
    } catch (Refused e) {
      Tongue t = forms.sheet(request).t();
      return switch (e.refusal()) {
        case Refusal.Invalid(_, var faults) when !faults.isEmpty() ->
            again.apply(
                Forms.faults(e, t).stream().map(Views.Fault::words).collect(Collectors.joining(" "))
                    + ".");
        case Refusal.Invalid(var why, _) -> again.apply(said(why, t));
        case Refusal.Conflict(var why) -> again.apply(said(why, t));
        default -> throw e;
      };
    }
  }

  private static String said(String why, Tongue t) {
    return (t.language().equals("en") ? why : Refusals.words(why, t)) + ".";
  }

  // ---- keeping

  private Answer edit(Request request) {
    return edit(request, "");
  }

  private Answer edit(Request request, String problem) {
    AccountId me = Reading.me(request);
    Viewer viewer = Viewer.of(me);
    Story story = stories.edited(me, StoryPages.id(request));
    Forms.Sheet sheet = forms.sheet(request);
    Answer page =
        templates.page(
            "story_edit",
            new StoryViews.Edit(
                sheet.frame(Frame.Place.STORIES, sheet.t().say("story.edit_of", story.title())),
                story.id().toString(),
                StoryPages.path(story),
                story.revision(),
                story.title(),
                story.summary(),
                String.join(", ", story.topics()),
                stories.topicsFor(me, story.id()),
                story.mayBeIndexed(),
                story.state().word(),
                story.isWithheld(),
                rows(viewer, story),
                suggestions(viewer, story),
                people(story.editors()),
                people(story.asked()),
                problem));
    return sheet.finish(problem.isEmpty() ? page : page.status(422));
  }

  private List<Views.Person> people(List<AccountId> ids) {
    return words.accounts().load(ids).stream().map(persons::of).toList();
  }

  private List<StoryViews.Row> rows(Viewer viewer, Story story) {
    Map<Long, Seen> seen =
        stories.shown(viewer, story).things().stream()
            .collect(Collectors.toMap(s -> s.place().n(), Function.identity()));
    List<StoryViews.Row> rows = new ArrayList<>();
    List<Place> places = story.places();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      Seen there = seen.get(place.n());
      rows.add(
          new StoryViews.Row(
              there == null
                  ? pages.thing(
                      viewer, place, List.of(), List.of(), "story.kind_gone", Instant.EPOCH)
                  : pages.thing(viewer, there),
              place.known().word(),
              there != null,
              i == 0,
              i == places.size() - 1));
    }
    return rows;
  }

  private List<StoryViews.Suggestion> suggestions(Viewer viewer, Story story) {
    return viewer instanceof Viewer.Member(var me)
        ? stories.suggestions(me, story.id()).stream()
            .flatMap(
                suggestion ->
                    posts.of(viewer, suggestion.status()).stream()
                        .map(
                            post ->
                                new StoryViews.Suggestion(
                                    Long.toString(suggestion.item().number()),
                                    post,
                                    suggestion.isShared())))
            .toList()
        : List.of();
  }

  private Answer rewrite(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    StoryId id = StoryPages.id(request);
    return attempt(
        request,
        () -> {
          stories.rewrite(
              me,
              id,
              Decimal.parse(params.text("revision", "")).stream()
                  .mapToLong(Long::longValue)
                  .findFirst(),
              new Story.Draft(
                  params.text("title", ""),
                  params.text("summary", ""),
                  topics(params),
                  params.flag("indexed", false)));
          return forms.saying(to(id), "saved", "", request);
        },
        problem -> edit(request, problem));
  }

  /// A post by its address or number, or something of which nobody has the words.
  private Answer add(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    StoryId id = StoryPages.id(request);
    return attempt(
        request,
        () -> {
          stories.add(me, id, wanted(request, params));
          return forms.saying(to(id), "gathered", "", request);
        },
        problem -> edit(request, problem));
  }

  private Stories.Wanted wanted(Request request, Params params) {
    String note = params.text("note", "");
    if (params.has("note")) {
      String name = params.text("speaker", "").strip();
      AccountId speaker =
          name.isEmpty()
              ? Place.NOBODY
              : named(request, name)
                  .map(Account::id)
                  .orElseThrow(
                      () ->
                          Refusal.invalid(
                              "speaker", "ERR_INVALID", "There is nobody of this name here"));
      return new Stories.Wanted(
          new Item.Gap(),
          Place.Known.of(params.text("known", "")).orElse(Place.Known.UNKNOWN),
          params.text("when", ""),
          speaker,
          note);
    }
    if (params.has("thing")) {
      return Stories.Wanted.of(item(params.text("kind", "status"), params.text("thing", "")));
    }
    String link = params.text("link", "").strip();
    return Stories.Wanted.of(
        carrier(Reading.viewer(request), link)
            .filter(
                id ->
                    words
                        .statuses()
                        .find(id)
                        .filter(post -> words.statuses().maySee(Reading.viewer(request), post))
                        .isPresent())
            .map(Item.Post::new)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "link",
                        "ERR_NOT_HERE",
                        "This is not the address of a post, an article or an excerpt here")));
  }

  /// The post of an address; that of an article or of an excerpt names the post that carries it.
  private Optional<StatusId> carrier(Viewer viewer, String link) {
    String root = words.addresses().root() + "/";
    Matcher matcher = CARRIED.matcher(link.startsWith(root) ? link.substring(root.length()) : "");
    if (!matcher.matches()) {
      return words.addresses().status(link);
    }
    return matcher.group(1).equals("articles")
        ? ArticleId.parse(matcher.group(2))
            .flatMap(id -> words.articles().find(id))
            .filter(article -> words.articles().maySee(viewer, article))
            .flatMap(Article::status)
        : ExcerptId.parse(matcher.group(2))
            .flatMap(id -> words.excerpts().find(viewer, id))
            .flatMap(Shown::status);
  }

  private Optional<Account> named(Request request, String name) {
    return words
        .accounts()
        .find(words.addresses().handle(name))
        .filter(a -> words.maySee().maySeeProfile(Reading.viewer(request), a.id()));
  }

  private Answer arrange(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    StoryId id = StoryPages.id(request);
    long n = request.id("item", Decimal::parse);
    return attempt(
        request,
        () -> {
          switch (params.text("do", "mark")) {
            case "up" -> stories.move(me, id, n, true);
            case "down" -> stories.move(me, id, n, false);
            case "remove" -> stories.remove(me, id, n);
            default ->
                stories.mark(
                    me,
                    id,
                    n,
                    Place.Known.of(params.text("known", "")).orElse(Place.Known.TIME),
                    params.text("when", ""));
          }
          return Answer.seeOther(
              URI.create(
                  STORIES
                      + "/"
                      + id
                      + "/edit#"
                      + (params.text("do", "").equals("remove") ? "order" : "i" + n)));
        },
        problem -> edit(request, problem));
  }

  private Answer pass(Request request) {
    forms.check(request);
    StoryId id = StoryPages.id(request);
    stories.pass(Reading.me(request), id, item("status", request.params().text("thing", "")));
    return to(id);
  }

  private Answer turn(Request request) {
    forms.check(request);
    StoryId id = StoryPages.id(request);
    Story.State state =
        Story.State.of(request.params().text("state", "")).orElseThrow(Refusal::notFound);
    return attempt(
        request,
        () -> {
          Story story = stories.turn(Reading.me(request), id, state);
          Answer answer =
              state == Story.State.PUBLISHED
                  ? Answer.seeOther(URI.create(StoryPages.path(story)))
                  : to(id);
          return forms.saying(answer, "story_" + state.word(), "", request);
        },
        problem -> edit(request, problem));
  }

  private Answer ask(Request request) {
    forms.check(request);
    StoryId id = StoryPages.id(request);
    return attempt(
        request,
        () -> {
          Account who =
              named(request, request.params().text("name", "").strip())
                  .orElseThrow(
                      () ->
                          Refusal.invalid(
                              "name", "ERR_INVALID", "There is nobody of this name here"));
          stories.ask(Reading.me(request), id, who.id());
          return to(id);
        },
        problem -> edit(request, problem));
  }

  private Answer join(Request request) {
    forms.check(request);
    stories.join(Reading.me(request), StoryPages.id(request));
    return to(StoryPages.id(request));
  }

  private Answer leave(Request request) {
    forms.check(request);
    return attempt(
        request,
        () -> {
          stories.leave(Reading.me(request), StoryPages.id(request));
          return Answer.seeOther(URI.create(STORIES + "?of=me"));
        },
        problem -> edit(request, problem));
  }

  private Answer delete(Request request) {
    forms.check(request);
    stories.delete(Reading.me(request), StoryPages.id(request));
    return forms.saying(
        Answer.seeOther(URI.create(STORIES + "?of=me")), "story_deleted", "", request);
  }
}
