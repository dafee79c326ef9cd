package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import verbatim.access.Apps;
import verbatim.access.Credentials;
import verbatim.access.FirstOwner;
import verbatim.access.Invitations;
import verbatim.access.OAuth;
import verbatim.access.Registration;
import verbatim.access.SecondFactor;
import verbatim.access.Sessions;
import verbatim.access.SignIn;
import verbatim.accounts.Accounts;
import verbatim.announcements.Announcements;
import verbatim.archives.Archives;
import verbatim.articles.Articles;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Excerpts;
import verbatim.house.House;
import verbatim.http.ErrorPage;
import verbatim.http.Route;
import verbatim.imports.Imports;
import verbatim.kernel.Limits;
import verbatim.keys.Keys;
import verbatim.media.Media;
import verbatim.moderation.Acts;
import verbatim.moderation.Moderation;
import verbatim.notifications.Notifications;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Suggestions;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.Files;
import verbatim.rendering.Pictures;
import verbatim.search.Search;
import verbatim.statements.Checks;
import verbatim.statements.Reports;
import verbatim.statements.Statements;
import verbatim.statuses.Statuses;
import verbatim.stories.Stories;
import verbatim.streaming.Streams;
import verbatim.timelines.Timelines;

/// The pages. Made by `server` from the doors that they show.
public final class Web {
  /// What is behind the sign-in pages.
  public record Doors(
      SignIn signIn,
      Registration registration,
      Credentials credentials,
      SecondFactor secondFactor,
      Sessions sessions,
      OAuth oauth,
      Apps apps,
      FirstOwner firstOwner,
      Invitations invitations,
      Archives archives,
      Imports imports) {}

  /// What is behind the pages with words and people.
  public record Words(
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      Lists lists,
      Filters filters,
      Suggestions suggestions,
      Statuses statuses,
      Conversations conversations,
      Articles articles,
      Excerpts excerpts,
      Keys keys,
      Timelines timelines,
      Notifications notifications,
      Search search,
      Moderation moderation,
      Media media,
      Streams streams,
      Stories stories,
      Addresses addresses,
      Pictures pictures,
      Files files,
      ContentHtml html,
      Limits limits) {}

  /// What is known to have been said.
  public record Quoting(
      Statements statements, Checks checks, Reports reports, Articles articles, Acts acts) {}

  /// What is behind the desk.
  public record Desk(Moderation moderation, Announcements announcements, House house) {}

  static final int TALKS_COUNTED_MAX = 10;

  private final List<Route> routes;
  private final ErrorPage errorPage;

  public Web(
      Site site,
      Doors doors,
      Words words,
      Desk desk,
      Quoting quoting,
      java.time.InstantSource clock,
      java.security.SecureRandom random) {
    Templates templates = new Templates();
    Assets assets = new Assets();
    Looks looks = new Looks(words.accounts());
    Tongues tongues = new Tongues(looks, clock);
    Forms forms =
        new Forms(
            site,
            words.accounts(),
            words.pictures(),
            assets.addresses(),
            looks,
            tongues,
            me -> NotificationPages.unread(words.notifications(), me),
            me -> words.conversations().unread(me, TALKS_COUNTED_MAX),
            me -> FollowRequestPages.waiting(words, me),
            desk.moderation().appeals()::hasUnread,
            me -> DeskPages.waiting(doors.registration(), desk.moderation(), me),
            random);
    Persons persons = new Persons(words.pictures(), words.html());
    ExcerptShowing showing = new ExcerptShowing(words.accounts(), persons);
    PostViews posts = new PostViews(words, persons, showing, clock);
    Composing composing = new Composing(words, random);
    Cards cards = new Cards(words);
    ProfilePages profiles =
        new ProfilePages(templates, forms, words, quoting.statements().questions(), posts, cards);
    List<Route> all = new ArrayList<>(assets.routes());
    all.addAll(new InstallPages(templates, assets, site, tongues).routes());
    all.addAll(
        new FrontPages(templates, forms, looks, site, words, posts, cards, doors.registration())
            .routes());
    all.addAll(new FeedPages(words, site).routes());
    Notices notices = new Notices(words, desk.announcements());
    all.addAll(
        new TimelinePages(templates, forms, words, posts, composing, cards, notices).routes());
    all.addAll(
        new ThreadPages(templates, forms, words, posts, composing, cards, profiles).routes());
    all.addAll(profiles.routes());
    all.addAll(new FollowRequestPages(templates, forms, words, persons, profiles).routes());
    all.addAll(new PostActions(templates, forms, words, posts, quoting.reports()).routes());
    all.addAll(new NotificationPages(templates, forms, words, posts, profiles).routes());
    all.addAll(new AnnouncementPages(templates, forms, notices).routes());
    StoryPages stories = new StoryPages(templates, forms, words, posts, persons, cards);
    all.addAll(
        new SearchPages(
                templates,
                forms,
                words,
                posts,
                persons,
                profiles,
                stories,
                new ArticleShowing(words))
            .routes());
    all.addAll(new ReportPages(templates, forms, site, words, persons, profiles).routes());
    all.addAll(new ConversationPages(templates, forms, words, posts, clock, random).routes());
    all.addAll(new AnsweringPages(templates, forms, words, posts).routes());
    all.addAll(stories.routes());
    all.addAll(new TopicPages(templates, forms, words, posts, stories, cards).routes());
    all.addAll(new StoryEditing(templates, forms, words, posts, persons, stories).routes());
    all.addAll(new QuotePages(templates, forms, words, quoting).routes());
    all.addAll(new QuestionPages(templates, forms, words, quoting.statements(), persons).routes());
    all.addAll(new VouchingPages(templates, forms, words, quoting).routes());
    all.addAll(new ShelfPages(templates, forms, words, posts).routes());
    all.addAll(new SettingsPages(templates, forms, words).routes());
    all.addAll(new PreferencePages(templates, forms, looks, words).routes());
    all.addAll(new FilterPages(templates, forms, words.filters(), clock).routes());
    all.addAll(new TakingBackPages(templates, forms, words, doors).routes());
    all.addAll(new WelcomePages(templates, forms, words, profiles).routes());
    all.addAll(new ListPages(templates, forms, words).routes());
    ComposePages composer =
        new ComposePages(
            templates,
            forms,
            words,
            posts,
            composing,
            new KeptWords(random),
            new SayingFirst(words, clock));
    all.addAll(composer.routes());
    all.addAll(new Completing(templates, forms, words).routes());
    all.addAll(new DraftPages(templates, forms, words).routes());
    all.addAll(new HistoryPages(templates, forms, words, persons).routes());
    all.addAll(new LivePages(words).routes());
    ArticleShowing prose = new ArticleShowing(words, quoting.reports()::isDenied);
    all.addAll(
        new ArticlePages(templates, forms, words, persons, posts, cards, prose, quoting).routes());
    all.addAll(new EmbedPages(templates, forms, words.articles(), prose).routes());
    all.addAll(new ArticleEditing(templates, forms, words, prose, quoting).routes());
    all.addAll(new NewsroomPages(templates, forms, words, persons).routes());
    PasskeyForms passkeys = new PasskeyForms(site);
    ExcerptProofs proofs = new ExcerptProofs(doors, passkeys, words.limits().excerpts());
    all.addAll(new ExcerptPages(templates, forms, words, showing, cards, proofs, clock).routes());
    Arrivals arrivals = new Arrivals(forms, doors.sessions());
    all.addAll(new SignInPages(templates, forms, doors.signIn(), arrivals, passkeys).routes());
    all.addAll(new SecondStepPages(templates, forms, doors.signIn(), arrivals, passkeys).routes());
    all.addAll(
        new SignUpPages(
                templates,
                forms,
                site,
                doors,
                arrivals,
                id -> words.accounts().find(id).map(Persons::name).orElse(""))
            .routes());
    all.addAll(new PasswordPages(templates, forms, site, doors.credentials()).routes());
    all.addAll(new AuthorizePages(templates, forms, doors.oauth(), words.accounts()).routes());
    all.addAll(new SecurityPages(templates, forms, site, doors, passkeys).routes());
    all.addAll(new FactorPages(templates, forms, doors.secondFactor(), passkeys).routes());
    all.addAll(new ArchivePages(templates, forms, doors.archives()).routes());
    all.addAll(
        new ImportPages(templates, forms, doors.archives(), doors.imports(), words.limits())
            .routes());
    all.addAll(
        new OwnerPages(
                templates,
                forms,
                site.house(),
                words.accounts(),
                doors,
                desk.moderation().deeds(),
                arrivals)
            .routes());
    DeskRows rows = new DeskRows(words, persons, posts);
    all.addAll(new StandingPages(templates, forms, desk.moderation(), rows).routes());
    all.addAll(new DeskPages(templates, forms, words, doors, desk, rows).routes());
    all.addAll(new DeskSignUpPages(templates, forms, doors, desk, rows).routes());
    all.addAll(new CasePages(templates, forms, words, posts, showing, desk, rows).routes());
    all.addAll(new DeskPeoplePages(templates, forms, words, doors, posts, desk, rows).routes());
    all.addAll(new DeskStoryPages(templates, forms, words.stories(), desk.moderation()).routes());
    all.addAll(
        new InvitationPages(templates, forms, words, doors.invitations(), desk, rows, clock)
            .routes());
    all.addAll(new HousePages(templates, forms, words, desk).routes());
    all.addAll(new DeskNoticePages(templates, forms, words, desk, clock).routes());
    routes = List.copyOf(all);
    errorPage = new ErrorPages(templates, forms, composer::rescued);
  }

  public List<Route> routes() {
    return routes;
  }

  public ErrorPage errorPage() {
    return errorPage;
  }
}
