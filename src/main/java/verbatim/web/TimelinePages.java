package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.relations.Lists;
import verbatim.relations.Suggestions;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Home, the public timelines, a tag, a list: all are one page with another source.
final class TimelinePages {
  private static final int SUGGESTED_MAX = 5;
  private static final int FEW = 3;
  private static final int NEARLY_EMPTY = 10;
  private static final int TABS_LISTS_MAX = 8;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Persons persons;
  private final Composing composing;
  private final Cards cards;
  private final Notices notices;

  TimelinePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Composing composing,
      Cards cards,
      Notices notices) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.persons = new Persons(words.pictures(), words.html());
    this.composing = composing;
    this.cards = cards;
    this.notices = notices;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/home", Access.session(), this::home, "home"),
        Route.get("/town", Access.browser(), this::town, "what is said here in public"),
        Route.get("/tags/:tag", Access.browser(), this::tag, "a tag"),
        Route.post("/tags/:tag/follow", Access.session(), this::followTag, "following a tag"),
        Route.post(
            "/tags/:tag/unfollow", Access.session(), this::unfollowTag, "following a tag no more"),
        Route.get("/lists/:id", Access.session(), this::list, "a list's timeline"));
  }

  private Answer home(Request request) {
    AccountId me = Reading.me(request);
    words.timelines().seen(me);
    List<Status> rows = words.timelines().home(me, Reading.page(request));
    int follows =
        rows.size() < NEARLY_EMPTY ? words.relations().following(me, Page.newest(FEW)).size() : FEW;
    boolean isNew = request.rawQuery().isEmpty() && follows < FEW;
    Source source =
        new Source(
            "/home",
            "home",
            Frame.Place.HOME,
            "timeline.home",
            follows == 0 ? "timeline.home_empty" : "timeline.home_quiet");
    return answer(request, source, PostViews.Where.HOME, rows, isNew ? suggested(me) : List.of());
  }

  /// People to begin with, until he follows a few: a home that is nearly empty says where to go.
  private List<Views.Person> suggested(AccountId me) {
    List<AccountId> ids =
        words.suggestions().to(me, SUGGESTED_MAX).stream()
            .map(Suggestions.Suggestion::account)
            .toList();
    List<Account> people = new ArrayList<>(words.accounts().load(ids));
    if (people.isEmpty()) {
      people.addAll(words.accounts().directory(0, SUGGESTED_MAX + 1));
    }
    return people.stream()
        .filter(a -> !a.id().equals(me))
        .filter(a -> words.maySee().maySeeProfile(Viewer.of(me), a.id()))
        .limit(SUGGESTED_MAX)
        .map(persons::of)
        .toList();
  }

  private Answer town(Request request) {
    Source source =
        new Source("/town", "town", Frame.Place.PUBLIC, "timeline.town", "timeline.town_empty");
    List<Status> rows =
        words
            .timelines()
            .everybody(
                Reading.viewer(request), Timelines.Scope.LOCAL, false, Reading.page(request));
    return answer(request, source, PostViews.Where.PUBLIC, rows, List.of());
  }

  private Answer tag(Request request) {
    String tag = request.variable("tag");
    Timelines.TagQuery query =
        new Timelines.TagQuery(
            Tags.key(tag), List.of(), List.of(), List.of(), Timelines.Scope.ALL, false);
    List<Status> rows =
        words.timelines().tag(Reading.viewer(request), query, Reading.page(request));
    String path = path(tag);
    if (request.isFragment()) {
      return rows(request, path, PostViews.Where.TAG, rows);
    }
    Forms.Sheet sheet = forms.publicSheet(request);
    boolean isFollowed =
        request.viewer().map(me -> words.lists().followsTag(me, tag)).orElse(false);
    return sheet.finish(
        templates.page(
            "tag",
            new TimelineViews.Tag(
                sheet.frame(Frame.Place.PUBLIC, "#" + tag).with(cards.tag(tag, sheet.t())),
                tag,
                path,
                isFollowed,
                "tag:" + Tags.key(tag),
                posts.of(Reading.viewer(request), PostViews.Where.TAG, rows),
                Reading.pages(request, path, rows))));
  }

  static String path(String tag) {
    return "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Answer followTag(Request request) {
    forms.check(request);
    words.lists().followTag(Reading.me(request), request.variable("tag"));
    return forms.back(request);
  }

  private Answer unfollowTag(Request request) {
    forms.check(request);
    words.lists().unfollowTag(Reading.me(request), request.variable("tag"));
    return forms.back(request);
  }

  private Answer list(Request request) {
    AccountId me = Reading.me(request);
    Lists.AccountList list = words.lists().get(me, request.id("id", ListId::parse));
    List<Status> rows = words.timelines().list(me, list.id(), Reading.page(request));
    String path = "/lists/" + list.id();
    if (request.isFragment()) {
      return rows(request, path, PostViews.Where.HOME, rows);
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "timeline",
            new TimelineViews.Timeline(
                sheet.frame(Frame.Place.LISTS, list.title()),
                list.title(),
                tabs(request, path, sheet.t()),
                "list:" + list.id(),
                path + "/edit",
                List.of(),
                ComposeViews.Sheet.NONE,
                posts.of(Viewer.of(me), PostViews.Where.HOME, rows),
                Reading.pages(request, path, rows),
                sheet.t().say("timeline.list_empty"),
                List.of())));
  }

  /// @param stream its name at `/live`
  private record Source(
      String path, String stream, Frame.Place place, String title, String emptyWords) {}

  private Answer answer(
      Request request,
      Source source,
      PostViews.Where where,
      List<Status> rows,
      List<Views.Person> suggested) {
    if (request.isFragment()) {
      return rows(request, source.path(), where, rows);
    }
    Forms.Sheet sheet = forms.publicSheet(request);
    String title = sheet.t().say(source.title());
    Frame frame = sheet.frame(source.place(), title);
    return sheet.finish(
        templates.page(
            "timeline",
            new TimelineViews.Timeline(
                source.place() == Frame.Place.PUBLIC
                    ? frame.with(
                        cards.page(
                            source.path(),
                            title + " · " + frame.serverName(),
                            frame.server().description()))
                    : frame,
                title,
                tabs(request, source.path(), sheet.t()),
                request.viewer().isPresent() ? source.stream() : "",
                "",
                source.place() == Frame.Place.HOME
                    ? notices.unread(Reading.me(request), sheet.t())
                    : List.of(),
                source.place() == Frame.Place.HOME
                    ? composing.blank(request, sheet.t())
                    : ComposeViews.Sheet.NONE,
                posts.of(Reading.viewer(request), where, rows),
                Reading.pages(request, source.path(), rows),
                sheet.t().say(source.emptyWords()),
                suggested)));
  }

  /// The rows alone: older ones for the end of the page, newer ones for its beginning.
  private Answer rows(Request request, String path, PostViews.Where where, List<Status> rows) {
    Forms.Sheet sheet = forms.sheet(request);
    Views.Rows view =
        new Views.Rows(
            sheet.frame(""),
            posts.of(Reading.viewer(request), where, rows),
            Reading.pages(request, path, rows));
    return sheet.finish(
        templates.page(Reading.isFresh(request) ? "fresh_alone" : "rows_alone", view));
  }

  private List<TimelineViews.Tab> tabs(Request request, String here, Tongue t) {
    List<TimelineViews.Tab> tabs = new ArrayList<>();
    if (request.viewer().isPresent()) {
      tabs.add(new TimelineViews.Tab("/home", t.say("timeline.tab_home"), here.equals("/home")));
    }
    tabs.add(new TimelineViews.Tab("/town", t.say("timeline.tab_town"), here.equals("/town")));
    request
        .viewer()
        .ifPresent(
            me ->
                words.lists().of(me).stream()
                    .limit(TABS_LISTS_MAX)
                    .map(
                        list ->
                            new TimelineViews.Tab(
                                "/lists/" + list.id(),
                                list.title(),
                                here.equals("/lists/" + list.id())))
                    .forEach(tabs::add));
    return tabs;
  }
}
