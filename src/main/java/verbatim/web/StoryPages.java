package verbatim.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Decimal;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StoryId;
import verbatim.quotecheck.Difference;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.stories.Place;
import verbatim.stories.Quoting;
import verbatim.stories.Retold;
import verbatim.stories.Seen;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// Stories as they are read: all of them, one. Who may see what stands in one is
/// asked of [Stories] at every reading.
final class StoryPages {
  static final String STORIES = "/stories";
  private static final int GAPS_SHOWN_MAX = 12;
  private static final int NAMED_MAX = 5;
  private static final List<String> SHELVES = List.of("me", "followed", "about");

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Stories stories;
  private final PostViews posts;
  private final Persons persons;
  private final Cards cards;

  StoryPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Persons persons,
      Cards cards) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.stories = words.stories();
    this.posts = posts;
    this.persons = persons;
    this.cards = cards;
  }

  List<Route> routes() {
    return List.of(
        Route.get(STORIES, Access.browser(), this::all, "stories"),
        Route.get(STORIES + "/:slug", Access.browser(), this::show, "a story"),
        Route.get(STORIES + "/:slug", Access.open(), this::collection, "a story, for machines")
            .accepting("application/activity+json", "application/ld+json"),
        Route.post(STORIES + "/:id/follow", Access.session(), this::follow, "following a story"),
        Route.post(
            STORIES + "/:id/unfollow", Access.session(), this::unfollow, "not following a story"),
        Route.post(STORIES + "/:id/out", Access.session(), this::takeOut, "taking my words out"));
  }

  static String path(Story story) {
    return STORIES + "/" + (story.slug().isEmpty() ? story.id().toString() : encoded(story.slug()));
  }

  /// Letters of any script stand in a slug and in a topic.
  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  // ---- lists

  private Answer all(Request request) {
    Viewer viewer = Reading.viewer(request);
    Page page = Reading.page(request);
    String of = viewer instanceof Viewer.Member ? request.query("of") : "";
    String sought = of.isEmpty() ? request.query("q").strip() : "";
    List<Stories.Listed> rows =
        switch (viewer) {
          case Viewer.Member(var me) when of.equals("me") -> stories.keptBy(me, page);
          case Viewer.Member(var me) when of.equals("followed") -> stories.followedBy(me, page);
          case Viewer.Member(var me) when of.equals("about") ->
              stories.speaking(me, Reading.PAGE_ROWS).stream()
                  .map(story -> new Stories.Listed(story.id().value(), story))
                  .toList();
          case Viewer.Member _, Viewer.Anybody _ when !sought.isEmpty() ->
              stories.named(viewer, sought, page);
          case Viewer.Member _, Viewer.Anybody _ -> stories.published(viewer, page);
        };
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    boolean mayGoOn = rows.size() >= Reading.PAGE_ROWS && !of.equals("about");
    return sheet.finish(
        templates.page(
            "stories",
            new StoryViews.All(
                sheet
                    .frame(Frame.Place.STORIES, t.say("stories.title"))
                    .with(cards.stories(STORIES, t)),
                of,
                sought,
                viewer instanceof Viewer.Member
                    ? tabs(STORIES, "stories", SHELVES, of, t)
                    : List.of(),
                rows.stream().map(row -> line(viewer, row.story())).toList(),
                mayGoOn ? older(of, sought) + rows.getLast().position() : "")));
  }

  private static String older(String of, String sought) {
    String first =
        !sought.isEmpty()
            ? StoryViews.search(sought) + "&"
            : STORIES + "?" + (of.isEmpty() ? "" : "of=" + of + "&");
    return first + "max_id=";
  }

  /// @param key of the words: `stories` for stories.tab and stories.tab_me
  /// @param shown "" for all of it
  static List<TimelineViews.Tab> tabs(
      String path, String key, List<String> parts, String shown, Tongue t) {
    List<TimelineViews.Tab> tabs = new ArrayList<>();
    tabs.add(new TimelineViews.Tab(path, t.say(key + ".tab"), shown.isEmpty()));
    for (String part : parts) {
      tabs.add(
          new TimelineViews.Tab(
              path + "?of=" + part, t.say(key + ".tab_" + part), shown.equals(part)));
    }
    return tabs;
  }

  /// For the page of a search.
  List<StoryViews.Line> named(Viewer viewer, String sought) {
    return stories.named(viewer, sought, Page.newest(NAMED_MAX)).stream()
        .map(listed -> line(viewer, listed.story()))
        .toList();
  }

  StoryViews.Line line(Viewer viewer, Story story) {
    List<Seen> things = stories.shown(viewer, story).things();
    long people =
        things.stream()
            .map(Seen::speaker)
            .filter(speaker -> !speaker.equals(Place.NOBODY))
            .distinct()
            .count();
    return new StoryViews.Line(
        path(story),
        story.title(),
        story.summary(),
        stateKey(story),
        people(story.editors()),
        things.size(),
        (int) people,
        story.changedAt());
  }

  /// "" for one that is simply there.
  private static String stateKey(Story story) {
    if (story.isWithheld()) {
      return "story.withheld";
    }
    return switch (story.state()) {
      case PRIVATE -> "story.private";
      case PUBLISHED -> "";
      case CLOSED -> "story.closed";
    };
  }

  private List<Views.Person> people(List<AccountId> ids) {
    return words.accounts().load(ids).stream().map(persons::of).toList();
  }

  // ---- one

  private Answer show(Request request) {
    Viewer viewer = Reading.viewer(request);
    Story story = stories.get(viewer, request.variable("slug"));
    if (!story.slug().isEmpty() && !story.slug().equals(request.variable("slug"))) {
      return Answer.seeOther(URI.create(path(story)));
    }
    Forms.Sheet sheet = forms.publicSheet(request);
    return sheet.finish(
        templates.page(
            "story", view(sheet.frame(Frame.Place.STORIES, story.title()), viewer, story)));
  }

  private StoryViews.Story view(Frame frame, Viewer viewer, Story story) {
    Stories.Shown shown = stories.shown(viewer, story);
    Retold retold = stories.retold(shown);
    List<StoryViews.Thing> things =
        shown.things().stream().map(seen -> thing(viewer, seen)).toList();
    boolean isMember = viewer instanceof Viewer.Member;
    Optional<AccountId> me =
        viewer instanceof Viewer.Member(var account) ? Optional.of(account) : Optional.empty();
    Frame carded =
        story.isPublic() ? frame.with(cards.story(story, path(story), frame.t())) : frame;
    return new StoryViews.Story(
        carded,
        story.id().toString(),
        path(story),
        story.title(),
        story.summary(),
        stateKey(story),
        story.isPublic() ? story.publishedAt() : story.createdAt(),
        story.topics().stream()
            .map(topic -> new StoryViews.Topic(topic, TopicPages.path(topic)))
            .toList(),
        people(story.editors()),
        things,
        voices(things),
        things.stream().filter(StoryPages::isGap).limit(GAPS_SHOWN_MAX).toList(),
        retold.sentences().stream().map(sentence -> sentence(shown, sentence)).toList(),
        !retold.isWhole(),
        me.filter(story::isEditedBy).isPresent(),
        me.filter(story.asked()::contains).isPresent(),
        isMember && me.filter(who -> stories.isFollowedBy(who, story.id())).isPresent(),
        story.isPublic(),
        story.isWithheld(),
        things.stream().anyMatch(StoryViews.Thing::isMine),
        me.filter(who -> stories.staysOut(who, story.id())).isPresent(),
        story.isPublic() ? path(story) : "",
        mayBeIndexed(words, story, shown.things()));
  }

  /// When its editors let search engines have it, and so does everybody who speaks in it.
  static boolean mayBeIndexed(Web.Words words, Story story, List<Seen> things) {
    List<AccountId> speakers =
        things.stream()
            .map(Seen::speaker)
            .filter(speaker -> !speaker.equals(Place.NOBODY))
            .distinct()
            .toList();
    List<Account> known = words.accounts().load(speakers);
    return story.isPublic()
        && story.mayBeIndexed()
        && known.size() == speakers.size()
        && known.stream().allMatch(ThreadPages::mayBeIndexed);
  }

  StoryViews.Thing thing(Viewer viewer, Seen seen) {
    return thing(
        viewer,
        seen.place(),
        switch (seen) {
          case Seen.Post(_, var status) -> posts.of(viewer, status).stream().toList();
          case Seen.Series(_, var parts) ->
              posts.of(viewer, PostViews.Where.ACCOUNT, List.of(parts.getLast()));
          case Seen.Gap _, Seen.Withdrawn _ -> List.of();
        },
        articles(seen),
        kindKey(seen),
        seen instanceof Seen.Withdrawn(_, var was) ? was.at() : Instant.EPOCH);
  }

  private static boolean isGap(StoryViews.Thing thing) {
    return thing.post().isEmpty() && !thing.isWithdrawn();
  }

  private List<StoryViews.Article> articles(Seen seen) {
    return switch (seen) {
      case Seen.Post(_, var status) ->
          words.articles().carriedBy(status).stream().map(this::article).toList();
      case Seen.Series _, Seen.Gap _, Seen.Withdrawn _ -> List.of();
    };
  }

  private StoryViews.Article article(Article article) {
    Manuscript written = words.articles().current(article).words();
    Optional<Quoting.Standing> standing = stories.standing(article);
    return new StoryViews.Article(
        "/articles/" + article.id(),
        written.title(),
        written.standfirst(),
        people(article.signed()),
        standing.map(found -> found.judged().size()).orElse(0),
        standing.map(Quoting.Standing::checked).orElse(0),
        standing.map(Quoting.Standing::differing).orElse(0),
        standing.map(Quoting.Standing::lettered).orElse(0),
        standing.map(Quoting.Standing::turned).orElse(0),
        written.corrections().reversed().stream()
            .map(one -> new StoryViews.Correction(one.at(), one.text()))
            .toList());
  }

  // ---- versions of a sentence

  private StoryViews.Sentence sentence(Stories.Shown shown, Retold.Sentence sentence) {
    Retold.Place from = sentence.from();
    return new StoryViews.Sentence(
        people(from.by().stream().toList()),
        from.name(),
        href(from),
        kindKey(from),
        title(from),
        sentence.at().orElse(Instant.EPOCH),
        sentence.at().isPresent() && shown.isTimed(from.in()),
        sentence.isEarlier(),
        sentence.words(),
        sentence.versions().stream().map(this::version).toList());
  }

  private String href(Retold.Place place) {
    return switch (place.kind()) {
      case ARTICLE ->
          words.articles().carriedBy(place.in()).map(one -> "/articles/" + one.id()).orElse("");
      case POST, SERIES, EXCERPT ->
          words
              .accounts()
              .find(place.in().author())
              .map(author -> PostViews.path(author, place.in().id()))
              .orElse("");
    };
  }

  private String title(Retold.Place place) {
    return switch (place.kind()) {
      case ARTICLE ->
          words
              .articles()
              .carriedBy(place.in())
              .map(one -> words.articles().current(one).words().title())
              .orElse("");
      case POST, SERIES, EXCERPT -> "";
    };
  }

  private static String kindKey(Retold.Place place) {
    return switch (place.kind()) {
      case ARTICLE -> "story.kind_article";
      case EXCERPT -> "story.kind_excerpt";
      case SERIES -> "story.kind_series";
      case POST -> isReply(place.in()) ? "story.kind_reply" : "story.kind_post";
    };
  }

  private StoryViews.Version version(Retold.Version version) {
    return new StoryViews.Version(
        people(version.in().by().stream().toList()),
        href(version.in()),
        kindKey(version.in()),
        title(version.in()),
        version.diff().stream().map(StoryPages::step).toList(),
        verdictKey(version),
        version.severity().compareTo(Severity.STYLE) <= 0);
  }

  private static StoryViews.Step step(Difference step) {
    boolean isSame =
        step.op() == Difference.Op.EQUAL || step.severity().compareTo(Severity.STYLE) <= 0;
    return new StoryViews.Step(isSame, isSame ? "" : step.source(), step.quoted());
  }

  private static String verdictKey(Retold.Version version) {
    return switch (version.severity()) {
      case NONE, STYLE ->
          version.verdict() == Verdict.PARTIAL ? "story.version_part" : "story.version_same";
      case SLIGHT -> "story.version_slight";
      case WORDS -> "story.version_words";
      case MEANING -> "story.version_meaning";
    };
  }

  StoryViews.Thing thing(
      Viewer viewer,
      Place place,
      List<Views.Post> post,
      List<StoryViews.Article> article,
      String kind,
      Instant withdrawnAt) {
    boolean isMine = viewer instanceof Viewer.Member(var me) && stories.isSaidBy(place, me);
    boolean isDated =
        switch (place.known()) {
          case TIME -> true;
          case DAY -> place.when().isEmpty();
          case ORDER, UNKNOWN -> false;
        };
    return new StoryViews.Thing(
        Long.toString(place.n()),
        switch (place.known()) {
          case TIME -> "";
          case DAY -> "day-known";
          case ORDER -> "order-known";
          case UNKNOWN -> "unknown";
        },
        kind,
        isDated ? place.at() : Instant.EPOCH,
        place.known() == Place.Known.DAY,
        place.when(),
        place.note(),
        place.hasQuotationOfNobody(),
        people(place.speaker().equals(Place.NOBODY) ? List.of() : List.of(place.speaker())),
        post,
        article,
        withdrawnAt,
        isMine);
  }

  private static String kindKey(Seen seen) {
    return switch (seen) {
      case Seen.Post(_, var status) ->
          switch (status.carried()) {
            case Carried.Article _ -> "story.kind_article";
            case Carried.Excerpt _ -> "story.kind_excerpt";
            case Carried.Nothing _ -> isReply(status) ? "story.kind_reply" : "story.kind_post";
          };
      case Seen.Series _ -> "story.kind_series";
      case Seen.Gap _ -> "story.kind_gap";
      case Seen.Withdrawn _ -> "story.kind_withdrawn";
    };
  }

  private static boolean isReply(Status status) {
    return status
        .words()
        .place()
        .parent()
        .filter(parent -> !parent.author().equals(status.author()))
        .isPresent();
  }

  /// Who says most first; of as many, who comes first.
  private static List<StoryViews.Voice> voices(List<StoryViews.Thing> things) {
    Map<String, List<StoryViews.Thing>> bySpeaker = new LinkedHashMap<>();
    for (StoryViews.Thing thing : things) {
      thing
          .speaker()
          .forEach(p -> bySpeaker.computeIfAbsent(p.id(), _ -> new ArrayList<>()).add(thing));
    }
    return bySpeaker.values().stream()
        .map(
            said ->
                new StoryViews.Voice(
                    said.getFirst().speaker().getFirst(),
                    count(said, "story.kind_post") + count(said, "story.kind_series"),
                    count(said, "story.kind_reply"),
                    count(said, "story.kind_gap"),
                    List.copyOf(said)))
        .sorted((one, other) -> other.said().size() - one.said().size())
        .toList();
  }

  private static int count(List<StoryViews.Thing> things, String kind) {
    return (int) things.stream().filter(thing -> thing.kind().equals(kind)).count();
  }

  /// What other servers and feed readers of another kind understand: a list of addresses.
  private Answer collection(Request request) {
    Story story = stories.get(Viewer.ANYBODY, request.variable("slug"));
    List<Seen> things = stories.shown(Viewer.ANYBODY, story).things();
    JsonWriter json = new JsonWriter().object();
    json.field("@context", "https://www.w3.org/ns/activitystreams");
    json.field("id", words.addresses().at(path(story)));
    json.field("type", "OrderedCollection");
    json.field("name", story.title());
    json.field("summary", story.summary());
    json.field("published", story.publishedAt());
    json.field("updated", story.changedAt());
    json.name("attributedTo").array();
    words.accounts().load(story.editors()).forEach(a -> json.value(words.addresses().uri(a)));
    json.end();
    List<String> items = things.stream().flatMap(seen -> uris(seen).stream()).toList();
    json.field("totalItems", items.size());
    json.field("orderedItems", items);
    return Answer.bytes("application/activity+json; charset=utf-8", json.end().bytes())
        .header("Vary", "Accept")
        .header("X-Robots-Tag", "noindex");
  }

  private List<String> uris(Seen seen) {
    List<Status> said =
        switch (seen) {
          case Seen.Post(_, var status) -> List.of(status);
          case Seen.Series(_, var parts) -> parts;
          case Seen.Gap _, Seen.Withdrawn _ -> List.of();
        };
    Account author = words.accounts().find(seen.speaker()).orElse(null);
    return author == null
        ? List.of()
        : said.stream().map(status -> words.addresses().uri(status, author)).toList();
  }

  // ---- following, taking out

  private Answer follow(Request request) {
    forms.check(request);
    stories.follow(Reading.me(request), id(request));
    return forms.back(request);
  }

  private Answer unfollow(Request request) {
    forms.check(request);
    stories.unfollow(Reading.me(request), id(request));
    return forms.back(request);
  }

  private Answer takeOut(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    String item = request.params().text("item", "");
    if (item.equals("back")) {
      stories.letIn(me, id(request));
      return forms.saying(forms.back(request), "put_back", "", request);
    }
    if (item.equals("all")) {
      stories.takeAllOut(me, id(request));
    } else {
      stories.takeOut(me, id(request), Decimal.parse(item).orElseThrow(Refusal::notFound));
    }
    return forms.saying(forms.back(request), "taken_out", "", request);
  }

  static StoryId id(Request request) {
    return request.id("id", StoryId::parse);
  }
}
