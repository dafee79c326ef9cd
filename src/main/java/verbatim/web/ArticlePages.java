package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.articles.Withdrawal;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statements.Reports;
import verbatim.statuses.Status;
import verbatim.text.Block;
import verbatim.text.Blocks;
import verbatim.text.Written;

/// Articles as their readers see them: the long read, what it said before, and all of somebody.
final class ArticlePages {
  private static final int WORDS_A_MINUTE = 220;
  private static final int ROWS = 20;
  static final int COMPARED_CHARACTERS_MAX = 200_000;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Articles articles;
  private final Persons persons;
  private final PostViews posts;
  private final Cards cards;
  private final ArticleShowing prose;
  private final Web.Quoting quoting;
  private final QuoteReports reports;

  ArticlePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      Persons persons,
      PostViews posts,
      Cards cards,
      ArticleShowing prose,
      Web.Quoting quoting) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.articles = words.articles();
    this.persons = persons;
    this.posts = posts;
    this.cards = cards;
    this.prose = prose;
    this.quoting = quoting;
    this.reports =
        new QuoteReports(words.accounts(), quoting.statements().questions(), words.limits());
  }

  List<Route> routes() {
    return List.of(
        Route.get("/articles/:id", Access.browser(), this::show, "an article"),
        Route.get(
            "/articles/:id/versions", Access.browser(), this::versions, "an article's versions"),
        Route.get("/@:acct/articles", Access.browser(), this::list, "somebody's articles"),
        Route.post(
            "/articles/:id/byline", Access.session(), this::sign, "sign an article, or do not"));
  }

  static ArticleId id(Request request) {
    return request.id("id", ArticleId::parse);
  }

  private Answer show(Request request) {
    Viewer viewer = Reading.viewer(request);
    Optional<Withdrawal> withdrawal =
        articles
            .withdrawal(id(request))
            .filter(
                was ->
                    articles.find(was.article()).stream()
                        .noneMatch(a -> articles.maySee(viewer, a)));
    if (withdrawal.isPresent()) {
      return withdrawn(request, withdrawal.get());
    }
    Article article = articles.get(viewer, id(request));
    if (!article.isPublished()) {
      // Whoever is asked to sign it may read it before.
      return page(request, viewer, article, articles.working(Reading.me(request), article.id()));
    }
    return page(request, viewer, article, articles.current(article));
  }

  /// Whoever comes by an old address learns that it was there, and whose it was; no word of it.
  private Answer withdrawn(Request request, Withdrawal was) {
    Tongue t = forms.sheet(request).t();
    Account by =
        words
            .accounts()
            .find(was.by())
            .filter(account -> account.standing().isShownToStrangers())
            .orElseThrow(Refusal::notFound);
    return new Messages(templates, forms)
        .show(
            request,
            t.say("article.withdrawn_title"),
            t.say("article.withdrawn_words", Persons.name(by), t.day(was.at())),
            Persons.path(by) + "/articles",
            t.say("article.withdrawn_others"))
        .status(410);
  }

  private Answer page(Request request, Viewer viewer, Article article, Version version) {
    Forms.Sheet sheet = article.isPublished() ? forms.publicSheet(request) : forms.sheet(request);
    Manuscript said = version.words();
    Blocks blocks = articles.blocks(version);
    List<Embed> embeds = embeds(viewer, article, blocks);
    int max = words.limits().articles().blocksShownMax();
    int from = from(request, blocks.all().size());
    List<Block> some = blocks.all().subList(from, Math.min(blocks.all().size(), from + max));
    Optional<QuoteMarks> marks = marks(viewer, article, some, sheet.t());
    Account owner = words.accounts().find(article.owner()).orElseThrow(Refusal::notFound);
    Optional<Status> status = article.status().flatMap(words.statuses()::find);
    boolean asks =
        viewer instanceof Viewer.Member(var me)
            && article.byline().stream().anyMatch(b -> b.account().equals(me) && !b.agreed());
    boolean isIndexable = ThreadPages.mayBeIndexed(owner) && status.isPresent();
    return sheet.finish(
        templates.page(
            "article",
            new ArticleViews.Read(
                sheet
                    .frame(
                        said.title().isEmpty() ? sheet.t().say("article.untitled") : said.title())
                    .with(
                        status.isPresent()
                            ? cards.article(article, version, owner, prose)
                            : Card.NONE),
                article.id().toString(),
                said.title(),
                said.standfirst(),
                said.language(),
                persons.of(owner),
                articles.newsrooms().isNewsroom(owner.id()),
                words.accounts().load(articles.signed(article, version)).stream()
                    .filter(account -> !account.id().equals(owner.id()))
                    .map(persons::of)
                    .toList(),
                status.isPresent() ? article.publishedAt() : version.at(),
                version.at(),
                Math.max(1, blocks.words() / WORDS_A_MINUTE),
                version.number(),
                said.topics().stream()
                    .map(topic -> new StoryViews.Topic(topic, TopicPages.path(topic)))
                    .toList(),
                said.canonical(),
                from == 0 ? prose.lead(article, version).orElse(null) : null,
                prose.pieces(
                    viewer,
                    article,
                    some,
                    embeds,
                    block ->
                        marks.map(m -> m.in(block)).orElseGet(() -> ArticleShowing.plain(block))),
                corrections(said),
                marks.flatMap(QuoteMarks::below).orElse(null),
                status.map(s -> posts.acts(viewer, s)).orElse(null),
                status.map(s -> PostViews.path(owner, s.id())).orElse(""),
                from + max < blocks.all().size()
                    ? "/articles/" + article.id() + "?from=" + (from + max)
                    : "",
                viewer instanceof Viewer.Member(var me) && articles.mayWrite(me, article)
                    ? "/articles/" + article.id() + "/edit"
                    : "",
                asks,
                viewer instanceof Viewer.Member(var me)
                    && !me.equals(article.owner())
                    && articles.signed(article, version).contains(me),
                isIndexable)));
  }

  /// Of a draft, what it will show when it is published.
  private List<Embed> embeds(Viewer viewer, Article article, Blocks blocks) {
    return switch (viewer) {
      case Viewer.Member(AccountId me) when !article.isPublished() ->
          articles.embeds().toBe(me, article, blocks).embeds();
      case Viewer.Member _, Viewer.Anybody _ -> articles.embeds().of(article.id());
    };
  }

  /// Nothing while the quotations cannot be compared: the article is read all the same.
  private Optional<QuoteMarks> marks(Viewer viewer, Article article, List<Block> some, Tongue t) {
    if (!article.isPublished()) {
      return Optional.empty();
    }
    try {
      Reports.Report report = quoting.reports().published(viewer, article.id());
      return Optional.of(
          new QuoteMarks(
              report,
              reports.of(report, t, quoting.checks().known(), article.id(), me(viewer)),
              some,
              "/articles/" + article.id() + "/quotecheck?published=1"));
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  private static Optional<AccountId> me(Viewer viewer) {
    return viewer instanceof Viewer.Member(var me) ? Optional.of(me) : Optional.empty();
  }

  private static int from(Request request, int blocks) {
    String from = request.query("from");
    if (!from.matches("[0-9]{1,6}")) {
      return 0;
    }
    int at = Integer.parseInt(from);
    return at < blocks ? at : 0;
  }

  static List<ArticleViews.Correction> corrections(Manuscript said) {
    return said.corrections().stream()
        .map(c -> new ArticleViews.Correction(c.at(), c.text()))
        .toList();
  }

  private Answer versions(Request request) {
    Viewer viewer = Reading.viewer(request);
    Article article = articles.get(viewer, id(request));
    if (!article.isPublished()) {
      throw Refusal.notFound();
    }
    List<Version> heads = articles.headsOfVersions(article);
    // Anybody may ask, and versions are long: one pair is compared, the last one if none is named.
    int compared = compared(request, article.versions());
    List<ArticleViews.Version> versions = new ArrayList<>();
    for (int number = article.versions(); number > 0; number--) {
      boolean isCompared = number > 1 && number == compared;
      versions.add(
          new ArticleViews.Version(
              number,
              heads.get(number - 1).at(),
              number == 1 || isCompared
                  ? ""
                  : "/articles/" + article.id() + "/versions?version=" + number,
              isCompared
                  ? changes(
                      articles.version(viewer, article.id(), number - 1),
                      articles.version(viewer, article.id(), number))
                  : List.of()));
    }
    Version current = heads.getLast();
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "article_versions",
            new ArticleViews.Versions(
                sheet.frame(sheet.t().say("article.versions")),
                current.words().title(),
                "/articles/" + article.id(),
                versions,
                current.sha256())));
  }

  private static int compared(Request request, int versions) {
    String asked = request.query("version");
    return asked.matches("[0-9]{1,6}") ? Integer.parseInt(asked) : versions;
  }

  private static List<ComposeViews.Change> changes(Version before, Version after) {
    List<ComposeViews.Change> changes = new ArrayList<>();
    Manuscript old = before.words();
    Manuscript now = after.words();
    String language = now.language();
    add(changes, "article.title", language, old.title(), now.title());
    add(changes, "article.standfirst", language, old.standfirst(), now.standfirst());
    add(changes, "article.body", language, old.body(), now.body());
    add(
        changes,
        "article.topics",
        language,
        String.join(", ", old.topics()),
        String.join(", ", now.topics()));
    return changes;
  }

  static void add(
      List<ComposeViews.Change> changes, String what, String language, String old, String text) {
    if (!old.equals(text)) {
      boolean isShort = old.length() + text.length() <= COMPARED_CHARACTERS_MAX;
      changes.add(
          new ComposeViews.Change(
              what,
              language,
              isShort ? Differences.between(Written.lines(old), Written.lines(text)) : List.of()));
    }
  }

  private Answer list(Request request) {
    Account account = Reading.account(request, words);
    Page page =
        StatusId.parse(request.query("max_id"))
            .map(below -> Page.below(below.value(), ROWS))
            .orElseGet(() -> Page.newest(ROWS));
    List<Article> some = articles.of(Reading.viewer(request), account.id(), page);
    Forms.Sheet sheet = forms.publicSheet(request);
    String path = Persons.path(account) + "/articles";
    return sheet.finish(
        templates.page(
            "articles",
            new ArticleViews.Listing(
                sheet
                    .frame(sheet.t().say("article.of", Persons.name(account)))
                    .with(cards.articles(account, sheet.t())),
                persons.of(account),
                some.stream().map(prose::card).toList(),
                some.size() < ROWS ? "" : path + "?max_id=" + some.getLast().status().orElseThrow(),
                ThreadPages.mayBeIndexed(account))));
  }

  private Answer sign(Request request) {
    forms.check(request);
    ArticleId id = id(request);
    if (request.params().text("do", "").equals("agree")) {
      articles.agree(Reading.me(request), id);
    } else {
      articles.disown(Reading.me(request), id);
    }
    return forms.saying(Answer.seeOther(URI.create("/articles")), "saved", "", request);
  }
}
