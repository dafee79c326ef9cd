package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.accounts.Standing;
import verbatim.articles.Article;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.moderation.Appeals;
import verbatim.notifications.Notification;
import verbatim.notifications.Notification.Type;
import verbatim.notifications.Notifications;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// What somebody is told, in groups.
final class NotificationPages {
  private static final String PATH = "/notifications";
  private static final String REQUESTS = "/notifications/requests";
  private static final int ROWS = Reading.PAGE_ROWS;
  private static final int RESTORED_ROWS_MAX = 200;
  private static final int FACES_MAX = 5;
  private static final int EXCERPT_CHARACTERS_MAX = 120;
  private static final int UNREAD_MAX = 100;
  private static final String MARKER = "notifications";
  private static final Set<Type> GROUPED = EnumSet.of(Type.FAVOURITE, Type.FOLLOW, Type.REBLOG);

  /// What became of the reader's words: liked, passed on, or put before others.
  private static final Set<Type> WORDS =
      EnumSet.of(
          Type.FAVOURITE,
          Type.REBLOG,
          Type.POLL,
          Type.UPDATE,
          Type.EXCERPT_SHOWN,
          Type.STATEMENT,
          Type.STORY_GATHERED,
          Type.ARTICLE_EMBEDDED,
          Type.ARTICLE_QUOTED);

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Persons persons;
  private final ProfilePages profiles;

  NotificationPages(
      Templates templates, Forms forms, Web.Words words, PostViews posts, ProfilePages profiles) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.persons = new Persons(words.pictures(), words.html());
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/notifications", Access.session(), this::show, "my notifications"),
        Route.post(
            "/notifications/dismiss",
            Access.session(),
            this::takeAway,
            "taking a notification away"),
        Route.post(
            "/notifications/clear", Access.session(), this::clear, "taking all notifications away"),
        Route.get(REQUESTS, Access.session(), this::requests, "whose notifications are held aside"),
        Route.post(
            REQUESTS + "/:id/accept", Access.session(), this::accept, "letting somebody through"),
        Route.post(
            REQUESTS + "/:id/dismiss", Access.session(), this::dismiss, "leaving somebody aside"));
  }

  /// How many are new to somebody; at most one more than are counted. What is new in private is
  /// counted beside the conversations.
  static int unread(Notifications notifications, AccountId me) {
    return notifications.unreadGroups(me, Notifications.Query.WITHOUT_TALK, GROUPED, UNREAD_MAX);
  }

  private Answer show(Request request) {
    AccountId me = Reading.me(request);
    String filter = filter(request.query("only"));
    List<Notifications.Group> groups = groups(me, filter, request);
    long read = markerBefore(me);
    List<NotificationViews.Item> items = new ArrayList<>();
    for (Notifications.Group group : groups) {
      item(me, group, read).ifPresent(items::add);
    }
    boolean isFirst = request.query("max_id").isEmpty() && request.query("to").isEmpty();
    // What was left out by a filter has not been seen, and what was read stays read.
    if (isFirst
        && filter.isEmpty()
        && !groups.isEmpty()
        && groups.getFirst().newest().id().value() > read) {
      words.notifications().mark(me, MARKER, groups.getFirst().newest().id().toString());
    }
    // What is shown here is seen: the frame does not count it any more.
    Forms.Sheet sheet = forms.sheet(request);
    Frame frame = sheet.frame(Frame.Place.NOTIFICATIONS, sheet.t().say("notifications.title"));
    NotificationViews.Page page =
        new NotificationViews.Page(
            frame,
            filter,
            items,
            pages(request, filter, groups),
            words.notifications().requests(me, Page.newest(ROWS)).size(),
            live(filter));
    return sheet.finish(
        templates.page(request.isFragment() ? "notification_rows_alone" : "notifications", page));
  }

  private static Page page(Request request) {
    return Reading.older(request, ROWS);
  }

  /// A group stands where its newest is. `from` and `to` are those of two groups that were on the
  /// page before: all between them come back, each as whole as it was.
  private List<Notifications.Group> groups(AccountId me, String filter, Request request) {
    var from = StatusId.parse(request.query("from"));
    var to = StatusId.parse(request.query("to"));
    if (from.isEmpty() || to.isEmpty()) {
      return words.notifications().groups(me, query(filter), GROUPED, page(request));
    }
    Page below = Page.below(from.get().value() + 1, RESTORED_ROWS_MAX);
    return words.notifications().groups(me, query(filter), GROUPED, below).stream()
        .takeWhile(group -> group.newest().id().value() >= to.get().value())
        .toList();
  }

  private static Views.Pages pages(
      Request request, String filter, List<Notifications.Group> groups) {
    String path = PATH + (filter.isEmpty() ? "" : "?only=" + filter);
    return Reading.pagesOf(
        request, path, groups.stream().map(g -> g.newest().id().value()).toList());
  }

  /// The kinds that count as new on the page that is shown; none for all.
  private static String live(String filter) {
    return query(filter).types().stream().map(Type::word).collect(Collectors.joining(" "));
  }

  private static String filter(String asked) {
    return Set.of("mentions", "words", "follows").contains(asked) ? asked : "";
  }

  private static Notifications.Query query(String filter) {
    Set<Type> types =
        switch (filter) {
          case "mentions" -> EnumSet.of(Type.MENTION);
          case "words" -> WORDS;
          case "follows" -> EnumSet.of(Type.FOLLOW, Type.FOLLOW_REQUEST);
          default -> EnumSet.noneOf(Type.class);
        };
    return new Notifications.Query(types, EnumSet.noneOf(Type.class), Optional.empty(), false);
  }

  private long markerBefore(AccountId me) {
    return words.notifications().markers(me, Set.of(MARKER)).stream()
        .findFirst()
        .flatMap(m -> StatusId.parse(m.lastReadId()))
        .map(StatusId::value)
        .orElse(0L);
  }

  private Optional<NotificationViews.Item> item(
      AccountId me, Notifications.Group group, long read) {
    Notification newest = group.newest();
    Viewer viewer = Viewer.of(me);
    List<AccountId> ids = group.from().stream().limit(FACES_MAX).toList();
    List<Account> people = words.accounts().load(ids);
    Optional<Status> status =
        newest
            .status()
            .flatMap(words.statuses()::find)
            .filter(s -> words.statuses().maySee(viewer, s) && !s.isBoost());
    if (people.isEmpty() || newest.status().isPresent() && status.isEmpty()) {
      return people.isEmpty() ? Optional.empty() : said(me, group, people, read);
    }
    if (newest.warning().isPresent()) {
      return warning(me, group, read);
    }
    if (!isThere(viewer, newest)) {
      return Optional.empty();
    }
    boolean isShownWhole = newest.type() == Type.MENTION || newest.type() == Type.STATUS;
    boolean isOfPerson = newest.type() == Type.FOLLOW || newest.type() == Type.FOLLOW_REQUEST;
    boolean isOwnPoll =
        newest.type() == Type.POLL && status.filter(s -> viewer.is(s.author())).isPresent();
    Account first = people.getFirst();
    return Optional.of(
        new NotificationViews.Item(
            group.key(),
            newest.id().toString(),
            isOwnPoll ? "poll_own" : type(me, newest, first),
            icon(newest.type()),
            people.stream().map(persons::of).toList(),
            Math.max(0, group.count() - 1),
            newest.createdAt(),
            newest.id().value() > read,
            href(newest, status, first),
            status
                .filter(_ -> !isShownWhole)
                .map(NotificationPages::excerpt)
                .orElseGet(() -> title(newest)),
            isShownWhole ? status.flatMap(s -> posts.of(viewer, s)).stream().toList() : List.of(),
            isOfPerson && group.count() == 1 ? List.of(profiles.tie(viewer, first)) : List.of()));
  }

  /// Which article, or which story, puts his words before others.
  private String title(Notification newest) {
    return switch (newest.type()) {
      case ARTICLE_EMBEDDED, ARTICLE_QUOTED, ARTICLE_BYLINE, ARTICLE_PUBLISHED ->
          words
              .articles()
              .find(new ArticleId(newest.subject()))
              .filter(Article::isPublished)
              .map(article -> shortly(words.articles().current(article).words().title()))
              .orElse("");
      case STORY_GATHERED, STORY_ASKED, STORY_UPDATE, STORY_CORRECTED ->
          words
              .stories()
              .find(new StoryId(newest.subject()))
              .map(story -> shortly(story.title()))
              .orElse("");
      case SOURCE_CHANGED,
          EMBED_CHANGED,
          REJOINDER,
          WORD_QUESTION,
          WORD_ANSWER,
          STATEMENT,
          MENTION,
          STATUS,
          REBLOG,
          FOLLOW,
          FOLLOW_REQUEST,
          FAVOURITE,
          POLL,
          UPDATE,
          ADMIN_SIGN_UP,
          ADMIN_REPORT,
          MODERATION_WARNING,
          EXCERPT_ASKED,
          EXCERPT_AGREED,
          EXCERPT_SHOWN ->
          "";
    };
  }

  /// What somebody answered about an excerpt is said as it stands now.
  private String type(AccountId me, Notification newest, Account from) {
    String word = newest.type().word().replace('.', '_');
    return newest.type() == Type.EXCERPT_AGREED
        ? newest
            .excerpt()
            .flatMap(id -> words.excerpts().heard(me, id, from.id()))
            .map(heard -> "excerpt_" + heard.word())
            .orElse(word)
        : word;
  }

  /// The moderators did something: with their words, and the way to where something can be said
  /// against it. By whom is not said.
  private Optional<NotificationViews.Item> warning(
      AccountId me, Notifications.Group group, long read) {
    Notification newest = group.newest();
    return newest
        .warning()
        .flatMap(id -> words.moderation().appeals().told(me, id))
        .map(Appeals.Told::deed)
        .map(
            deed ->
                new NotificationViews.Item(
                    group.key(),
                    newest.id().toString(),
                    DeskRows.key(deed.kind()),
                    icon(newest.type()),
                    List.of(),
                    0,
                    newest.createdAt(),
                    newest.id().value() > read,
                    "/standing",
                    shortly(deed.words()),
                    List.of(),
                    List.of()));
  }

  /// Somebody wrote in private: told without the words, with the way there.
  private Optional<NotificationViews.Item> said(
      AccountId me, Notifications.Group group, List<Account> people, long read) {
    Notification newest = group.newest();
    return newest
        .status()
        .flatMap(id -> words.conversations().ofStatus(Viewer.of(me), id))
        .map(
            seen ->
                new NotificationViews.Item(
                    group.key(),
                    newest.id().toString(),
                    "talk",
                    "letter",
                    people.stream().map(persons::of).toList(),
                    Math.max(0, group.count() - 1),
                    newest.createdAt(),
                    newest.id().value() > read,
                    "/conversations/" + seen.message().conversation() + "#m" + seen.message().n(),
                    "",
                    List.of(),
                    List.of()));
  }

  /// A story or an article may have been taken away since.
  private boolean isThere(Viewer viewer, Notification newest) {
    return switch (newest.type()) {
      case STORY_GATHERED, STORY_ASKED, STORY_UPDATE, STORY_CORRECTED ->
          words
              .stories()
              .find(new StoryId(newest.subject()))
              .filter(story -> words.stories().maySee(viewer, story))
              .isPresent();
      case ARTICLE_EMBEDDED, ARTICLE_QUOTED, ARTICLE_BYLINE, ARTICLE_PUBLISHED ->
          words
              .articles()
              .find(new ArticleId(newest.subject()))
              .filter(article -> words.articles().maySee(viewer, article))
              .isPresent();
      case MENTION,
          STATUS,
          REBLOG,
          FOLLOW,
          FOLLOW_REQUEST,
          FAVOURITE,
          POLL,
          UPDATE,
          ADMIN_SIGN_UP,
          ADMIN_REPORT,
          MODERATION_WARNING,
          EXCERPT_ASKED,
          EXCERPT_AGREED,
          EXCERPT_SHOWN,
          WORD_QUESTION,
          WORD_ANSWER,
          STATEMENT,
          SOURCE_CHANGED,
          EMBED_CHANGED,
          REJOINDER ->
          true;
    };
  }

  /// Where that is which is no status.
  private static String href(Notification newest) {
    return switch (newest.type()) {
      case WORD_QUESTION, WORD_ANSWER -> "/word_questions/" + newest.subject();
      case STATEMENT -> "/word_questions";
      case SOURCE_CHANGED -> "/articles/" + newest.subject() + "/quotecheck";
      case EMBED_CHANGED -> "/articles/" + newest.subject();
      case REJOINDER, ARTICLE_QUOTED -> "/articles/" + newest.subject() + "/quotecheck?published=1";
      case STORY_GATHERED, STORY_ASKED, STORY_UPDATE, STORY_CORRECTED ->
          "/stories/" + newest.subject();
      // There he can take them out.
      case ARTICLE_EMBEDDED -> "/settings/embeds";
      case ARTICLE_BYLINE, ARTICLE_PUBLISHED -> "/articles/" + newest.subject();
      case MENTION,
          STATUS,
          REBLOG,
          FOLLOW,
          FOLLOW_REQUEST,
          FAVOURITE,
          POLL,
          UPDATE,
          ADMIN_SIGN_UP,
          ADMIN_REPORT,
          MODERATION_WARNING,
          EXCERPT_ASKED,
          EXCERPT_AGREED,
          EXCERPT_SHOWN ->
          throw new IllegalStateException(newest.type() + " has no subject");
    };
  }

  private String href(Notification newest, Optional<Status> status, Account first) {
    if (newest.excerpt().isPresent()) {
      return "/excerpts/"
          + newest.excerpt().get()
          + (newest.type() == Type.EXCERPT_ASKED ? "/answer" : "");
    }
    if (newest.report().isPresent()) {
      return "/desk/reports/" + newest.report().get();
    }
    if (newest.type() == Type.ADMIN_SIGN_UP) {
      return first.standing().state() == Standing.State.PENDING
          ? "/desk/signups"
          : "/desk/people/" + first.id();
    }
    if (newest.subject() != 0) {
      return href(newest);
    }
    return status
        .flatMap(
            s -> words.accounts().find(s.author()).map(author -> PostViews.path(author, s.id())))
        .orElse(Persons.path(first));
  }

  /// What is behind a warning stays there; what other servers sent is HTML and no excerpt.
  static String excerpt(Status status) {
    Status.Words written = status.words();
    String text = written.warning().isEmpty() ? written.text() : written.warning();
    if (status.origin() instanceof Origin.Remote && written.warning().isEmpty()) {
      return "";
    }
    return shortly(text);
  }

  private static String shortly(String text) {
    if (text.length() <= EXCERPT_CHARACTERS_MAX) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(EXCERPT_CHARACTERS_MAX - 1));
    return text.substring(0, EXCERPT_CHARACTERS_MAX - (splitsPair ? 1 : 0)) + " …";
  }

  private static String icon(Type type) {
    return switch (type) {
      case MENTION -> "reply";
      case STATUS -> "bell";
      case REBLOG -> "boost";
      case FOLLOW, FOLLOW_REQUEST, ADMIN_SIGN_UP -> "user";
      case FAVOURITE -> "star";
      case POLL -> "poll";
      case UPDATE -> "edit";
      case ADMIN_REPORT, MODERATION_WARNING -> "alert";
      case EXCERPT_ASKED, EXCERPT_AGREED, EXCERPT_SHOWN -> "verse";
      case WORD_QUESTION, WORD_ANSWER, STATEMENT, REJOINDER -> "verse";
      case SOURCE_CHANGED, EMBED_CHANGED -> "edit";
      case STORY_GATHERED, STORY_ASKED, STORY_UPDATE, STORY_CORRECTED -> "story";
      case ARTICLE_EMBEDDED, ARTICLE_QUOTED, ARTICLE_BYLINE, ARTICLE_PUBLISHED -> "write";
    };
  }

  private Answer clear(Request request) {
    forms.check(request);
    words.notifications().clear(Reading.me(request));
    return forms.saying(Answer.seeOther(URI.create("/notifications")), "told_gone", "", request);
  }

  /// All that stand together are taken away together.
  private Answer takeAway(Request request) {
    forms.check(request);
    words.notifications().dismissGroup(Reading.me(request), request.params().text("group", ""));
    return request.isFragment() ? Answer.html("") : forms.back(request);
  }

  // ---- held aside

  private Answer requests(Request request) {
    AccountId me = Reading.me(request);
    List<Notifications.Request> held = words.notifications().requests(me, page(request));
    List<NotificationViews.Held> rows = new ArrayList<>();
    for (Notifications.Request one : held) {
      held(me, one).ifPresent(rows::add);
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "requests",
            new NotificationViews.Requests(
                sheet.frame(Frame.Place.NOTIFICATIONS, sheet.t().say("requests.title")),
                rows,
                held.size() < ROWS ? "" : REQUESTS + "?max_id=" + held.getLast().id())));
  }

  private Optional<NotificationViews.Held> held(AccountId me, Notifications.Request one) {
    Viewer viewer = Viewer.of(me);
    List<Views.Post> last =
        one.last().flatMap(Notification::status).flatMap(words.statuses()::find).stream()
            .filter(s -> words.statuses().maySee(viewer, s) && !s.isBoost())
            .flatMap(s -> posts.of(viewer, s).stream())
            .toList();
    return words
        .accounts()
        .find(one.from())
        .map(from -> new NotificationViews.Held(persons.of(from), one.count(), last));
  }

  private Answer accept(Request request) {
    forms.check(request);
    words.notifications().acceptRequest(Reading.me(request), held(request));
    return Answer.seeOther(URI.create(REQUESTS));
  }

  private Answer dismiss(Request request) {
    forms.check(request);
    words.notifications().dismissRequest(Reading.me(request), held(request));
    return Answer.seeOther(URI.create(REQUESTS));
  }

  private static long held(Request request) {
    return request.id("id", AccountId::parse).value();
  }
}
