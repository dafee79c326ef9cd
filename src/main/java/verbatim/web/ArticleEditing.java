package verbatim.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Embeds;
import verbatim.articles.Manuscript;
import verbatim.articles.Newsrooms;
import verbatim.articles.Version;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.quotecheck.Severity;
import verbatim.relations.Viewer;
import verbatim.text.Block;
import verbatim.text.Blocks;
import verbatim.text.Markup;
import verbatim.text.Written;

/// Writing an article: the desk of what is begun, words brought from elsewhere, the editor with its
/// preview. Every button of the editor saves what is typed before it does anything else.
final class ArticleEditing {
  private static final int FIELDS_BYTES_MAX = 1 << 20;
  private static final int SHOWN_MAX = 100;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Articles articles;
  private final ArticleShowing prose;
  private final Web.Quoting quoting;
  private final Limits limits;

  ArticleEditing(
      Templates templates,
      Forms forms,
      Web.Words words,
      ArticleShowing prose,
      Web.Quoting quoting) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.articles = words.articles();
    this.prose = prose;
    this.quoting = quoting;
    this.limits = words.limits();
  }

  List<Route> routes() {
    long textBytesMax = (long) limits.articles().bodyBytesMax() + FIELDS_BYTES_MAX;
    long bytesMax =
        Math.max(textBytesMax, (long) limits.media().imageBytesMax() + FIELDS_BYTES_MAX);
    return List.of(
        Route.get("/articles", Access.session(), this::desk, "articles that I write"),
        Route.post("/articles", Access.session(), this::begin, "begin an article")
            .uploads(bytesMax)
            .takesTexts(textBytesMax),
        Route.get("/articles/:id/edit", Access.session(), this::edit, "write an article"),
        Route.post("/articles/:id/edit", Access.session(), this::save, "save an article")
            .uploads(bytesMax)
            .takesTexts(textBytesMax),
        Route.post("/articles/:id/delete", Access.session(), this::delete, "erase an article"));
  }

  // ---- the desk

  private Answer desk(Request request) {
    return desk(request, List.of(), "");
  }

  private Answer desk(Request request, List<Views.Fault> faults, String body) {
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    List<ArticleViews.Owner> owners = new ArrayList<>();
    owners.add(new ArticleViews.Owner(me.toString(), name(me)));
    articles.newsrooms().of(me).stream()
        .filter(Newsrooms.Member::hasAgreed)
        .forEach(
            room ->
                owners.add(
                    new ArticleViews.Owner(room.newsroom().toString(), name(room.newsroom()))));
    Stream<Article> drafts = articles.drafts(me, SHOWN_MAX).stream();
    Stream<Article> published =
        articles.all(me, Page.newest(SHOWN_MAX)).stream().filter(Article::isPublished);
    List<ArticleViews.Kept> kept =
        Stream.concat(drafts, published).map(article -> kept(me, article, sheet.t())).toList();
    return sheet.finish(
        templates.page(
            "article_desk",
            new ArticleViews.Begin(
                sheet.frame(sheet.t().say("article.desk")), owners, kept, faults, body)));
  }

  private ArticleViews.Kept kept(AccountId me, Article article, Tongue t) {
    String title = articles.working(me, article.id()).words().title();
    return new ArticleViews.Kept(
        article.id().toString(),
        title.isBlank() ? t.say("article.untitled") : title,
        article.changedAt(),
        article.isPublished(),
        article.owner().equals(me) ? "" : name(article.owner()),
        !articles.mayWrite(me, article));
  }

  private String name(AccountId id) {
    return words.accounts().find(id).map(Persons::name).orElse("");
  }

  /// Empty, or with words that are pasted or brought as a file.
  private Answer begin(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    String pasted = params.text("body", "");
    try {
      AccountId owner = params.id("owner", AccountId::parse).orElse(me);
      Optional<Upload> file = params.file("file").filter(upload -> upload.size() > 0);
      String raw = file.map(this::read).orElseGet(() -> Written.lines(pasted));
      Markup markup =
          file.flatMap(ArticleEditing::markup)
              .or(() -> Markup.of(params.text("format", "")))
              .orElse(Markup.MARKDOWN);
      Blocks blocks = Blocks.read(markup, raw);
      Account by = words.accounts().find(owner).orElseThrow(Refusal::notFound);
      Manuscript words =
          new Manuscript(
              title(blocks),
              "",
              markup,
              raw,
              owner.equals(me) ? List.of() : List.of(me),
              List.of(),
              by.posting().language(),
              "",
              Optional.empty(),
              List.of());
      Article begun = articles.begin(me, owner, words);
      return Answer.seeOther(URI.create("/articles/" + begun.id() + "/edit"));
    } catch (Refused refused) {
      return desk(request, faults(refused, forms.sheet(request).t()), pasted).status(422);
    }
  }

  private String title(Blocks blocks) {
    int max = limits.articles().titleCharactersMax();
    String title =
        blocks.markup() == Markup.TEXT && !blocks.all().isEmpty()
            ? blocks.all().getFirst().text().lines().findFirst().orElse("")
            : blocks.title();
    return title.codePointCount(0, title.length()) <= max ? title : "";
  }

  private static List<Views.Fault> faults(Refused refused, Tongue t) {
    return switch (refused.refusal()) {
      case Refusal.Invalid(var why, var faults) ->
          faults.isEmpty()
              ? List.of(new Views.Fault("", Refusals.words(why, t)))
              : Forms.faults(refused, t);
      case Refusal.Conflict(var why) -> List.of(new Views.Fault("", Refusals.words(why, t)));
      case Refusal.Forbidden(var why) -> List.of(new Views.Fault("", Refusals.words(why, t)));
      case Refusal.TooLarge(var why) -> List.of(new Views.Fault("", Refusals.words(why, t)));
      default -> throw refused;
    };
  }

  /// What the name of the file says; the content of a text says nothing for sure.
  private static Optional<Markup> markup(Upload file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".html") || name.endsWith(".htm")) {
      return Optional.of(Markup.HTML);
    }
    if (name.endsWith(".md") || name.endsWith(".markdown")) {
      return Optional.of(Markup.MARKDOWN);
    }
    return name.endsWith(".txt") ? Optional.of(Markup.TEXT) : Optional.empty();
  }

  private String read(Upload upload) {
    int max = limits.articles().bodyBytesMax();
    try (var in = upload.open()) {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length > max) {
        throw new Refused(
            new Refusal.TooLarge("The article is too large (maximum is " + max + " bytes)"));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw Refusal.invalid("file", "ERR_INVALID", "The text holds characters that are none");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- the editor

  private Answer edit(Request request) {
    AccountId me = Reading.me(request);
    Article article = writable(me, ArticlePages.id(request));
    Version version = articles.working(me, article.id());
    return page(
        request,
        article,
        Typed.of(version.words(), article.writer(), article.changedAt(), this::handles),
        List.of(),
        List.of());
  }

  private Article writable(AccountId me, ArticleId id) {
    return articles
        .find(id)
        .filter(article -> articles.mayWrite(me, article))
        .orElseThrow(Refusal::notFound);
  }

  private String handles(List<AccountId> accounts) {
    return String.join(
        " ", words.accounts().load(accounts).stream().map(a -> "@" + a.handle().acct()).toList());
  }

  /// What stands in the form, whether or not it can be kept.
  private record Typed(
      String title,
      String standfirst,
      String format,
      String body,
      String byline,
      boolean isUnnamed,
      String topics,
      String language,
      String canonical,
      String picture,
      List<Manuscript.Correction> corrections,
      String correction,
      String seen) {
    private interface Names {
      String of(List<AccountId> accounts);
    }

    static Typed of(Manuscript words, AccountId writer, Instant seen, Names names) {
      return new Typed(
          words.title(),
          words.standfirst(),
          words.markup().word(),
          words.body(),
          names.of(words.byline().stream().filter(who -> !who.equals(writer)).toList()),
          !words.byline().contains(writer),
          String.join(", ", words.topics()),
          words.language(),
          words.canonical(),
          words.picture().map(MediaId::toString).orElse(""),
          words.corrections(),
          "",
          seen.toString());
    }

    static Typed of(Params params, Manuscript before) {
      return new Typed(
          params.text("title", ""),
          params.text("standfirst", ""),
          params.text("format", before.markup().word()),
          body(params.text("body", ""), before),
          params.text("byline", ""),
          params.flag("unnamed", false),
          params.text("topics", ""),
          params.text("language", ""),
          params.text("canonical", ""),
          params.text("picture", ""),
          before.corrections(),
          params.text("correction", ""),
          params.text("seen", ""));
    }

    /// A browser ends the lines of what it sends in its own way. Who only looked at a file that he
    /// brought, whose lines end otherwise, has not changed a byte of it.
    private static String body(String sent, Manuscript before) {
      String typed = Written.lines(sent);
      return typed.equals(Written.lines(before.body())) ? before.body() : typed;
    }

    /// What of another's words this would change.
    List<ComposeViews.Change> changesOf(Typed theirs) {
      List<ComposeViews.Change> changes = new ArrayList<>();
      ArticlePages.add(changes, "article.title", language, theirs.title, title);
      ArticlePages.add(changes, "article.standfirst", language, theirs.standfirst, standfirst);
      ArticlePages.add(changes, "article.body", language, theirs.body, body);
      ArticlePages.add(changes, "article.byline", "", theirs.byline, byline);
      ArticlePages.add(changes, "article.topics", language, theirs.topics, topics);
      ArticlePages.add(changes, "article.language", "", theirs.language, language);
      ArticlePages.add(changes, "article.canonical", "", theirs.canonical, canonical);
      return changes;
    }

    Typed with(String otherBody, Instant seenAt) {
      return new Typed(
          title,
          standfirst,
          format,
          otherBody,
          byline,
          isUnnamed,
          topics,
          language,
          canonical,
          picture,
          corrections,
          correction,
          seenAt.toString());
    }
  }

  /// Saves, and then does what the button says. What cannot be done is said above the form, which
  /// comes back with everything that was typed.
  private Answer save(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId me = Reading.me(request);
    Article article = writable(me, ArticlePages.id(request));
    Manuscript before = articles.working(me, article.id()).words();
    Typed typed = Typed.of(params, before);
    String what = params.text("do", "save");
    Optional<Instant> kept = Optional.empty();
    try {
      Article saved = saved(me, article, params);
      kept = Optional.of(saved.changedAt());
      if (params.flag("quietly", false)) {
        return Answer.text(saved.changedAt().toString()).privately();
      }
      return done(request, me, saved, typed, what);
    } catch (Refused refused) {
      boolean isQuiet = params.flag("quietly", false);
      if (refused.refusal() instanceof Refusal.Conflict) {
        return elsewhere(request, me, writable(me, article.id()), typed, isQuiet);
      }
      if (isQuiet) {
        throw refused;
      }
      return page(
              request,
              writable(me, article.id()),
              // What he saved himself before he was refused is no other's.
              kept.map(at -> typed.with(typed.body(), at)).orElse(typed),
              faults(refused, forms.sheet(request).t()),
              List.of())
          .status(422);
    }
  }

  /// Somebody saved meanwhile. Whoever saves again has read who it was, and what of it goes then.
  private Answer elsewhere(
      Request request, AccountId me, Article now, Typed typed, boolean isQuiet) {
    Version theirs = articles.working(me, now.id());
    Tongue t = forms.sheet(request).t();
    String who =
        theirs.by().equals(me)
            ? t.say("article.saved_by_you", t.moment(now.changedAt()))
            : t.say("article.saved_by", name(theirs.by()), t.moment(now.changedAt()));
    if (isQuiet) {
      return Answer.text(t.say("article.saved_quietly", who)).status(409).privately();
    }
    return page(
            request,
            now,
            typed.with(typed.body(), now.changedAt()),
            List.of(new Views.Fault("", t.say("article.saved_over", who))),
            List.of(),
            typed.changesOf(Typed.of(theirs.words(), now.writer(), now.changedAt(), this::handles)))
        .status(422);
  }

  /// With when it was last seen, so that nobody overwrites what he has not read. What the form does
  /// not hold stays as it is at that moment.
  private Article saved(AccountId me, Article article, Params params) {
    UnaryOperator<Manuscript> edit =
        before -> manuscript(me, article, Typed.of(params, before), before);
    try {
      Instant seen = Instant.parse(params.text("seen", ""));
      return articles.change(me, article.id(), edit, seen);
    } catch (DateTimeException _) {
      return articles.change(me, article.id(), edit);
    }
  }

  private Answer done(Request request, AccountId me, Article saved, Typed typed, String what) {
    Params params = request.params();
    String editor = "/articles/" + saved.id() + "/edit";
    return switch (what) {
      case "publish" -> {
        // Readers will see the mark: whoever has not seen it yet is told once.
        if (turned(request, me, saved)) {
          String fault = forms.sheet(request).t().say("article.turned");
          yield page(
                  request,
                  saved,
                  typed.with(typed.body(), saved.changedAt()),
                  List.of(new Views.Fault("turned", fault)),
                  List.of())
              .status(422);
        }
        Article published = articles.publish(me, saved.id(), typed.correction());
        yield forms.saying(
            Answer.seeOther(URI.create("/articles/" + published.id())),
            "article_published",
            "",
            request);
      }
      case "withdraw" -> {
        articles.withdraw(me, saved.id());
        yield forms.saying(Answer.seeOther(URI.create(editor)), "article_draft", "", request);
      }
      case "preview" -> {
        Version version = articles.working(me, saved.id());
        List<Block> blocks = articles.blocks(version).all();
        int max = Math.min(blocks.size(), limits.articles().blocksShownMax());
        Embeds.ToBe embeds = articles.embeds().toBe(me, saved, articles.blocks(version));
        Tongue t = forms.sheet(request).t();
        yield page(
            request,
            saved,
            typed.with(typed.body(), saved.changedAt()),
            embeds.refused().stream().flatMap(no -> faults(no, t).stream()).distinct().toList(),
            prose.pieces(
                Viewer.of(me),
                saved,
                blocks.subList(0, max),
                embeds.embeds(),
                ArticleShowing::plain));
      }
      // What was typed is saved: the report reads what is being worked on.
      case "check" -> Answer.seeOther(URI.create("/articles/" + saved.id() + "/quotecheck"));
      case "picture" -> appended(me, saved, picture(me, params), editor);
      case "embed" -> {
        Embed embed =
            params.flag("series", false)
                ? articles.embeds().takeSeries(me, saved.id(), params.text("url", ""))
                : articles.embeds().take(me, saved.id(), params.text("url", "").strip());
        yield appended(me, saved, "embed:" + embed.number(), editor);
      }
      case "paste" -> {
        Embed embed =
            articles
                .embeds()
                .paste(
                    me,
                    saved.id(),
                    params.text("pasted", ""),
                    params.text("author", ""),
                    params.text("where", ""));
        yield appended(me, saved, "embed:" + embed.number(), editor);
      }
      default -> forms.saying(Answer.seeOther(URI.create(editor)), "article_saved", "", request);
    };
  }

  private Answer appended(AccountId me, Article article, String line, String editor) {
    articles.change(
        me,
        article.id(),
        words -> words.withBody(words.markup(), words.body() + joint(words.body()) + line + "\n"));
    return Answer.seeOther(URI.create(editor + "#body"));
  }

  private static String joint(String body) {
    return body.isBlank() || body.endsWith("\n\n") ? "" : body.endsWith("\n") ? "\n" : "\n\n";
  }

  private String picture(AccountId me, Params params) {
    Upload file =
        params
            .file("file")
            .filter(upload -> upload.size() > 0)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "file", "ERR_BLANK", "The file is empty: send its bytes as 'file'"));
    String says = params.text("says", "").replace('\n', ' ').strip();
    try (var in = file.open()) {
      Medium medium =
          words
              .media()
              .upload(
                  me,
                  in,
                  file.size(),
                  new Media.Said(says, Medium.Focus.CENTRE, params.text("credit", "")));
      String caption = params.text("caption", "").replace('\n', ' ').strip();
      return figure(says, medium.id().toString(), caption);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A picture in Markdown. What is said of it and below it keeps each letter.
  static String figure(String says, String medium, String caption) {
    String title = caption.isEmpty() ? "" : " \"" + escaped(caption) + "\"";
    return "![" + escaped(says) + "](media:" + medium + title + ")";
  }

  private static String escaped(String words) {
    return words.replaceAll("[\\\\\"&<>*_`~!\\[\\]]", "\\\\$0");
  }

  /// Whether a quotation differs so that it may mean something else, and its writer did not say
  /// that he knows.
  private boolean turned(Request request, AccountId me, Article article) {
    return request.query("sure").isEmpty()
        && articles.mayPublish(me, article)
        && quoting.reports().working(me, article.id()).check().spans().stream()
            .anyMatch(span -> span.severity() == Severity.MEANING);
  }

  /// Without the correction: that belongs to the version which is published with it.
  ///
  /// Whoever writes for a newsroom stands above it unless he himself chose not to; those whom he
  /// names sign it with him.
  private Manuscript manuscript(AccountId me, Article article, Typed typed, Manuscript before) {
    AccountId writer = article.writer();
    boolean isNamed = me.equals(writer) ? !typed.isUnnamed() : before.byline().contains(writer);
    Set<AccountId> byline = new LinkedHashSet<>();
    if (isNamed && !writer.equals(article.owner())) {
      byline.add(writer);
    }
    for (String name : typed.byline().split("[\\s,]+", -1)) {
      if (!name.isEmpty()) {
        byline.add(
            words
                .accounts()
                .find(words.addresses().handle(name))
                .map(Account::id)
                .orElseThrow(
                    () ->
                        Refusal.invalid("byline", "ERR_INVALID", "There is nobody of this name")));
      }
    }
    return new Manuscript(
        typed.title(),
        typed.standfirst(),
        Markup.of(typed.format()).orElse(Markup.MARKDOWN),
        typed.body(),
        List.copyOf(byline),
        Stream.of(typed.topics().split(",", -1)).map(String::strip).toList(),
        typed.language().strip(),
        typed.canonical().strip(),
        typed.picture().isBlank() ? Optional.empty() : MediaId.parse(typed.picture()),
        typed.corrections());
  }

  private Answer page(
      Request request,
      Article article,
      Typed typed,
      List<Views.Fault> faults,
      List<ArticleViews.Piece> preview) {
    return page(request, article, typed, faults, preview, List.of());
  }

  private Answer page(
      Request request,
      Article article,
      Typed typed,
      List<Views.Fault> faults,
      List<ArticleViews.Piece> preview,
      List<ComposeViews.Change> changes) {
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    String path = "/articles/" + article.id() + "/edit";
    return sheet.finish(
        templates.page(
            "article_edit",
            new ArticleViews.Edit(
                sheet.frame(sheet.t().say("article.edit")).leadingTo(path),
                article.id().toString(),
                typed.seen(),
                article.isPublished(),
                articles.mayPublish(me, article),
                article.owner().equals(me) ? "" : name(article.owner()),
                typed.title(),
                typed.standfirst(),
                typed.format(),
                typed.body(),
                typed.byline(),
                article.writer().equals(me) && !article.owner().equals(me),
                typed.isUnnamed(),
                typed.topics(),
                typed.language(),
                typed.canonical(),
                typed.picture(),
                typed.corrections().stream()
                    .map(c -> new ArticleViews.Correction(c.at(), c.text()))
                    .toList(),
                typed.correction(),
                articles.embeds().of(article.id()).stream()
                    .map(embed -> prose.embedded(Viewer.of(me), embed))
                    .toList(),
                pictures(article, typed),
                preview,
                changes,
                faults)));
  }

  private List<ArticleViews.Files> pictures(Article article, Typed typed) {
    return Blocks.read(Markup.of(typed.format()).orElse(Markup.MARKDOWN), typed.body())
        .all()
        .stream()
        .flatMap(
            block ->
                prose
                    .html()
                    .picture(block, article)
                    .map(
                        file ->
                            new ArticleViews.Files(
                                file.medium().id().toString(),
                                file.previewUrl(),
                                file.medium().description()))
                    .stream())
        .distinct()
        .toList();
  }

  private Answer delete(Request request) {
    forms.check(request);
    articles.delete(Reading.me(request), ArticlePages.id(request));
    return forms.saying(Answer.seeOther(URI.create("/articles")), "article_deleted", "", request);
  }
}
