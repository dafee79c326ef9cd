package verbatim.api;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import verbatim.access.Apps;
import verbatim.access.Credentials;
import verbatim.access.OAuth;
import verbatim.access.Registration;
import verbatim.accounts.Accounts;
import verbatim.announcements.Announcements;
import verbatim.archives.Archives;
import verbatim.articles.Articles;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.http.JsonWriter;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.CacheCounts;
import verbatim.kernel.Limits;
import verbatim.keys.Keys;
import verbatim.media.Media;
import verbatim.moderation.Moderation;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Suggestions;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ArticleHtml;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.ExcerptHtml;
import verbatim.rendering.Files;
import verbatim.rendering.Pictures;
import verbatim.search.Search;
import verbatim.statements.Checks;
import verbatim.statements.Reports;
import verbatim.statements.Statements;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.stories.Stories;
import verbatim.streaming.Streams;
import verbatim.timelines.Timelines;
import verbatim.trends.Trends;

/// The client API: a table of routes for the HTTP server. It also writes single entities for others
/// at the edge (streams).
public final class Api {
  private final List<Route> routes;
  private final StatusJson statusJson;
  private final NotificationJson notificationJson;
  private final AccountJson accountJson;

  /// What the API talks to.
  ///
  /// @param people who is here and how they stand to each other
  /// @param entry how they come in
  /// @param words what they said, and where it is read
  /// @param aside what stands beside it
  /// @param quoting what is known to have been said
  public record Parts(
      People people,
      Entry entry,
      Words words,
      Aside aside,
      Quoting quoting,
      Site site,
      InstantSource clock,
      Limits limits) {}

  public record People(
      Accounts accounts, Relations relations, MaySee maySee, Lists lists, Filters filters) {}

  public record Entry(
      Apps apps, OAuth oauth, Registration registration, Credentials credentials, Keys keys) {}

  /// What stands beside the words: telling the moderators, whom to follow, what is talked about.
  public record Aside(
      Moderation moderation,
      Suggestions suggestions,
      Trends trends,
      Announcements announcements,
      Search search,
      Archives archives,
      Stories stories) {}

  /// What is known to have been said, and quotations of it.
  public record Quoting(Statements statements, Checks checks, Reports reports) {}

  public record Words(
      Statuses statuses,
      Conversations conversations,
      Excerpts excerpts,
      Articles articles,
      Timelines timelines,
      Notifications notifications,
      Media media,
      Streams streams) {}

  public Api(Parts parts) {
    Accounts accounts = parts.people().accounts();
    Relations relations = parts.people().relations();
    MaySee maySee = parts.people().maySee();
    Lists lists = parts.people().lists();
    Filters filters = parts.people().filters();
    Statuses statuses = parts.words().statuses();
    Conversations conversations = parts.words().conversations();
    Timelines timelines = parts.words().timelines();
    Notifications notifications = parts.words().notifications();
    Media media = parts.words().media();
    Apps apps = parts.entry().apps();
    OAuth oauth = parts.entry().oauth();
    Registration registration = parts.entry().registration();
    Limits limits = parts.limits();
    Site site = parts.site();

    Addresses addresses = new Addresses(site.publicUrl());
    Pictures pictures = new Pictures(addresses);
    ContentHtml html = new ContentHtml(accounts, addresses, limits);
    EmojiJson emojiJson = new EmojiJson(media.emojis(), addresses, limits);
    accountJson = new AccountJson(accounts, addresses, html, pictures, emojiJson);
    FilterJson filterJson = new FilterJson();
    MediaJson mediaJson = new MediaJson(new Files(media, addresses));
    StatusJson.Shapes shapes =
        new StatusJson.Shapes(
            accountJson, mediaJson, new PollJson(parts.clock(), emojiJson), filterJson, emojiJson);
    Articles articles = parts.words().articles();
    ArticleHtml articleHtml =
        new ArticleHtml(articles.embeds(), media, new Files(media, addresses));
    ArticleJson articleJson =
        new ArticleJson(articles, accounts, accountJson, articleHtml, addresses);
    Excerpts excerpts = parts.words().excerpts();
    statusJson =
        new StatusJson(
            accounts, statuses, filters, shapes, articleJson, html, excerpts, addresses, limits);
    MessageJson messageJson = new MessageJson(accounts, conversations, shapes, html, addresses);
    ThreadJson threadJson = new ThreadJson(accounts, accountJson, statusJson);
    ConversationJson conversationJson = new ConversationJson(accounts, accountJson, mediaJson);
    notificationJson =
        new NotificationJson(
            accounts,
            statuses,
            conversations,
            maySee,
            accountJson,
            statusJson,
            messageJson,
            parts.aside().moderation());
    TagJson tagJson = new TagJson(timelines, lists, statuses, addresses);
    InstanceJson instanceJson =
        new InstanceJson(
            site, addresses, accountJson, media.housePicture(), media.takesSoundAndVideo(), limits);
    Activity activity = new Activity(accounts, parts.clock());
    Looking looking = new Looking(accounts, maySee, accountJson, statusJson);
    Drafting drafting = new Drafting(apps);

    StoryJson storyJson =
        new StoryJson(parts.aside().stories(), accounts, accountJson, statusJson, addresses);

    List<Route> all = new ArrayList<>();
    all.addAll(new OAuthRoutes(apps, oauth, accounts, addresses, pictures).routes());
    all.addAll(
        new AccountRoutes(
                parts.aside().search(),
                accounts,
                relations,
                lists,
                timelines,
                registration,
                oauth,
                looking,
                accountJson,
                tagJson,
                addresses,
                limits)
            .routes());
    all.addAll(
        new ProfileRoutes(accounts, relations, new PictureUploads(media), accountJson, limits)
            .routes());
    all.addAll(
        new RelationRoutes(
                relations, accounts, looking, new RelationshipJson(), accountJson, limits)
            .routes());
    all.addAll(
        new StatusRoutes(
                statuses,
                accounts,
                maySee,
                drafting,
                new MediaChanges(media),
                new MessageStatuses(
                    conversations, statuses, accounts, messageJson, looking, addresses, limits),
                looking,
                statusJson,
                shapes,
                html,
                limits)
            .routes());
    ScheduledJson scheduledJson = new ScheduledJson(mediaJson);
    all.addAll(new ArticleRoutes(articles, looking, articleJson, limits).routes());
    all.addAll(
        new SeriesRoutes(statuses, accounts, drafting, looking, scheduledJson, limits).routes());
    Aside aside = parts.aside();
    all.addAll(new ReportRoutes(aside.moderation(), looking, new ReportJson(accountJson)).routes());
    all.addAll(new SuggestionRoutes(aside.suggestions(), accounts, accountJson, limits).routes());
    all.addAll(new TrendRoutes(aside.trends(), looking, tagJson, limits).routes());
    all.addAll(
        new ScheduledRoutes(statuses.scheduled(), accounts, drafting, scheduledJson, limits)
            .routes());
    all.addAll(
        new DraftRoutes(statuses.drafts(), accounts, drafting, new DraftJson(scheduledJson), limits)
            .routes());
    all.addAll(new StoryRoutes(aside.stories(), looking, storyJson, limits).routes());
    all.addAll(new TimelineRoutes(timelines, lists, looking, limits).routes());
    all.addAll(new ListRoutes(lists, looking, new ListJson(), limits).routes());
    all.addAll(
        new NotificationRoutes(notifications, accounts, looking, notificationJson, limits)
            .routes());
    all.addAll(
        new MediaRoutes(media, statuses, conversations, excerpts, maySee, mediaJson, limits)
            .routes());
    AnnouncementJson announcementJson =
        new AnnouncementJson(accounts, addresses, html, emojiJson, limits);
    all.addAll(
        new AnnouncementRoutes(
                aside.announcements(), accounts, aside.moderation().deeds(), announcementJson)
            .routes());
    all.addAll(
        new DirectRoutes(conversations, timelines.directs(), messageJson, threadJson, limits)
            .routes());
    all.addAll(
        new ConversationRoutes(
                conversations,
                aside.moderation(),
                parts.words().streams(),
                relations,
                looking,
                conversationJson,
                new ReportJson(accountJson),
                parts.clock(),
                limits)
            .routes());
    all.addAll(
        new ExcerptRoutes(
                parts.words().excerpts(),
                parts.entry().credentials(),
                accounts,
                drafting,
                looking,
                new ExcerptJson(),
                limits)
            .routes());
    all.addAll(new ActorRoutes(accounts, maySee, parts.entry().keys(), addresses, site).routes());
    StatementJson statementJson = new StatementJson(accounts, accountJson);
    all.addAll(
        new QuoteCheckRoutes(
                parts.quoting().checks(), parts.quoting().reports(), articles, statementJson)
            .routes());
    all.addAll(
        new StatementRoutes(parts.quoting().statements(), looking, statementJson, limits).routes());
    all.addAll(
        new QuestionRoutes(parts.quoting().statements().questions(), statementJson, limits)
            .routes());
    all.addAll(new ArchiveRoutes(aside.archives(), addresses).routes());
    all.addAll(
        new EmojiRoutes(media.emojis(), accounts, aside.moderation().deeds(), emojiJson, limits)
            .routes());
    all.addAll(new MarkerRoutes(notifications, new MarkerJson()).routes());
    all.addAll(new FilterRoutes(filters, filterJson, parts.clock()).routes());
    all.addAll(new TagRoutes(lists, accounts, statuses, tagJson, limits).routes());
    all.addAll(new PreferenceRoutes(accounts).routes());
    all.addAll(
        new SearchRoutes(
                parts.aside().search(),
                accounts,
                statuses,
                looking,
                accountJson,
                statusJson,
                tagJson,
                storyJson,
                articles,
                articleJson,
                addresses,
                limits)
            .routes());
    all.addAll(new NewsroomRoutes(articles.newsrooms(), accounts, accountJson).routes());
    all.addAll(
        new OembedRoutes(
                statuses,
                accounts,
                articles,
                articleHtml,
                html,
                excerpts,
                new ExcerptHtml(excerpts, accounts),
                addresses,
                site)
            .routes());
    all.addAll(
        new InstanceRoutes(
                site, instanceJson, registration, accounts, statuses, activity, addresses, limits)
            .routes());
    all.addAll(
        new WellKnownRoutes(site, registration, accounts, statuses, maySee, activity, addresses)
            .routes());
    all.addAll(
        new StreamRoutes(
                parts.words().streams(),
                new StreamNames(lists, limits),
                new StreamJson(
                    statusJson,
                    notificationJson,
                    announcementJson,
                    conversationJson,
                    messageJson,
                    threadJson),
                timelines,
                parts.clock(),
                limits)
            .routes());
    all.addAll(new PictureRoutes().routes());
    routes = List.copyOf(all);
  }

  public List<Route> routes() {
    return routes;
  }

  /// The caches of what is the same for all viewers.
  public List<CacheCounts> caches() {
    return List.of(statusJson.counts(), accountJson.counts());
  }

  /// The Status entity as this viewer sees it.
  public byte[] status(Viewer viewer, Status status) {
    return statusJson.one(new JsonWriter(2_048), viewer, status).bytes();
  }

  /// The Notification entity; empty when it points at what the reader may no longer see.
  public byte[] notification(AccountId reader, Notification notification) {
    JsonWriter json = new JsonWriter(2_048);
    notificationJson.write(json, reader, notification);
    return json.bytes();
  }
}
