package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Viewer;
import verbatim.text.Markup;

/// Articles and what they embed (`docs/client-api.md`).
final class ArticleRoutes {
  /// Room for the fields beside the words.
  private static final int FIELDS_BYTES_MAX = 1 << 20;

  private final Articles articles;
  private final Looking looking;
  private final ArticleJson articleJson;
  private final Limits limits;

  ArticleRoutes(Articles articles, Looking looking, ArticleJson articleJson, Limits limits) {
    this.articles = articles;
    this.looking = looking;
    this.articleJson = articleJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.optional(READ_ARTICLES);
    Access mine = Access.user(READ_ARTICLES);
    Access write = Access.user(WRITE_ARTICLES);
    String all = "/api/v1/articles";
    String one = all + "/:id";
    long bytesMax = (long) limits.articles().bodyBytesMax() + FIELDS_BYTES_MAX;
    return List.of(
        Route.get(all, mine, this::drafts, "articles that I work on"),
        Route.post(all, write, this::begin, "begin an article")
            .takesTexts(bytesMax)
            .limited(RateLimits.Bucket.POSTS),
        Route.get(one, read, this::show, "an article"),
        Route.put(one, write, this::change, "change or publish an article").takesTexts(bytesMax),
        Route.delete(one, write, this::delete, "erase an article"),
        Route.get("/articles/:id", Access.open(), this::object, "an article, for machines")
            .accepting("application/activity+json", "application/ld+json"),
        Route.get(one + "/versions", read, this::versions, "what an article said before"),
        Route.post(one + "/byline", write, this::sign, "sign an article, or do not"),
        Route.post(one + "/embeds", write, this::embed, "embed something in an article"),
        Route.delete(one + "/embeds/:number", write, this::detach, "take one's words out"),
        Route.get(
            "/api/v1/accounts/:id/articles", read, this::ofAccount, "articles of an account"));
  }

  private Answer drafts(Request request) {
    List<Article> some =
        articles.drafts(
            Looking.me(request),
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()).rowsMax());
    JsonWriter json = new JsonWriter().array();
    for (Article article : some) {
      articleJson.head(json, article, articles.working(Looking.me(request), article.id()));
    }
    return Answer.json(json.end()).privately();
  }

  private Answer ofAccount(Request request) {
    AccountId account = looking.account(request).id();
    List<Article> some =
        articles.of(
            Looking.viewer(request),
            account,
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()));
    return Looking.listed(
        request,
        some,
        (json, article) -> articleJson.head(json, article, articles.current(article)),
        a -> a.status().orElseThrow().value());
  }

  /// What readers see; with `draft` what is being worked on, for those who write it.
  private Answer show(Request request) {
    Article article = articles.get(Looking.viewer(request), id(request));
    Optional<AccountId> me = request.viewer();
    boolean isWorking = !article.isPublished() || request.params().flag("draft", false);
    if (isWorking) {
      AccountId reader = me.orElseThrow(Refusal::notFound);
      return mine(reader, article, articles.working(reader, article.id()));
    }
    return Answer.json(articleJson.whole(new JsonWriter(), article, articles.current(article)));
  }

  /// What other servers understand.
  private Answer object(Request request) {
    Article article = articles.get(Viewer.ANYBODY, id(request));
    JsonWriter json = articleJson.object(new JsonWriter(), article, articles.current(article));
    return Answer.bytes("application/activity+json; charset=utf-8", json.bytes())
        .header("Vary", "Accept");
  }

  private Answer mine(AccountId me, Article article, Version working) {
    List<Embed> shown = articles.embeds().toBe(me, article, articles.blocks(working)).embeds();
    return Answer.json(articleJson.draft(new JsonWriter(), article, working, shown)).privately();
  }

  private Answer begin(Request request) {
    Params params = request.params();
    AccountId me = Looking.me(request);
    State state = state(params).orElse(State.DRAFT);
    AccountId owner = params.id("account_id", AccountId::parse).orElse(me);
    Article begun = articles.begin(me, owner, read(params, Manuscript.empty()));
    return answer(me, state == State.PUBLISHED ? articles.publish(me, begun.id()) : begun);
  }

  /// What is not named stays as it is. With `updated_at` as it was last read nothing is lost that
  /// was written elsewhere meanwhile.
  private Answer change(Request request) {
    Params params = request.params();
    AccountId me = Looking.me(request);
    ArticleId id = id(request);
    Optional<State> state = state(params);
    UnaryOperator<Manuscript> edit = before -> read(params, before);
    Article changed =
        params
            .text("updated_at")
            .filter(text -> !text.isBlank())
            .map(text -> articles.change(me, id, edit, Drafting.time("updated_at", text)))
            .orElseGet(() -> articles.change(me, id, edit));
    if (state.isEmpty()) {
      return answer(me, changed);
    }
    return answer(
        me,
        switch (state.get()) {
          case PUBLISHED -> articles.publish(me, id);
          case DRAFT -> articles.withdraw(me, id);
        });
  }

  private Answer answer(AccountId me, Article article) {
    return mine(me, article, articles.working(me, article.id()));
  }

  private Answer delete(Request request) {
    articles.delete(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer versions(Request request) {
    Article article = articles.get(Looking.viewer(request), id(request));
    JsonWriter json = new JsonWriter().array();
    articles
        .headsOfVersions(article)
        .reversed()
        .forEach(version -> articleJson.head(json, article, version));
    return Answer.json(json.end());
  }

  private Answer sign(Request request) {
    AccountId me = Looking.me(request);
    if (request.params().flag("agree", true)) {
      articles.agree(me, id(request));
    } else {
      articles.disown(me, id(request));
    }
    return Answer.empty();
  }

  private Answer embed(Request request) {
    Params params = request.params();
    AccountId me = Looking.me(request);
    ArticleId id = id(request);
    Optional<String> url = params.text("url").filter(text -> !text.isBlank());
    Embed embed;
    if (url.isPresent()) {
      embed =
          params.flag("series", false)
              ? articles.embeds().takeSeries(me, id, url.get())
              : articles.embeds().take(me, id, url.get());
    } else {
      embed =
          articles
              .embeds()
              .paste(
                  me,
                  id,
                  params.required("text"),
                  params.text("author", ""),
                  params.text("said_where", ""));
    }
    return Answer.json(articleJson.embed(new JsonWriter(), embed)).privately();
  }

  /// By the author of what is embedded.
  private Answer detach(Request request) {
    int number;
    try {
      number = Integer.parseInt(request.variable("number"));
    } catch (NumberFormatException _) {
      throw Refusal.notFound();
    }
    Embed embed = articles.embeds().detach(Looking.me(request), id(request), number);
    return Answer.json(articleJson.embed(new JsonWriter(), embed)).privately();
  }

  // ---- reading what was sent

  private enum State {
    DRAFT,
    PUBLISHED
  }

  private static Optional<State> state(Params params) {
    return params
        .text("state")
        .filter(word -> !word.isBlank())
        .map(
            word ->
                switch (word) {
                  case "draft" -> State.DRAFT;
                  case "published" -> State.PUBLISHED;
                  default ->
                      throw Refusal.invalid(
                          "state", "ERR_INCLUSION", "State is not included in the list");
                });
  }

  private Manuscript read(Params params, Manuscript before) {
    Markup markup =
        params
            .text("format")
            .filter(word -> !word.isBlank())
            .map(
                word ->
                    Markup.of(word)
                        .orElseThrow(
                            () ->
                                Refusal.invalid(
                                    "format",
                                    "ERR_INCLUSION",
                                    "Format is not included in the list")))
            .orElse(before.markup());
    return new Manuscript(
        params.text("title", before.title()),
        params.text("standfirst", before.standfirst()),
        markup,
        params.file("file").map(this::text).orElse(params.text("body", before.body())),
        params.has("byline") ? params.ids("byline", AccountId::parse) : before.byline(),
        params.has("topics") ? params.list("topics") : before.topics(),
        params.text("language", before.language()),
        params.text("canonical", before.canonical()),
        params.has("picture") ? params.id("picture", MediaId::parse) : before.picture(),
        params.has("corrections") ? corrections(params) : before.corrections());
  }

  private static List<Manuscript.Correction> corrections(Params params) {
    List<Manuscript.Correction> corrections = new ArrayList<>();
    for (Params correction : params.objects("corrections")) {
      corrections.add(
          new Manuscript.Correction(
              Drafting.time("at", correction.required("at")), correction.required("text")));
    }
    return corrections;
  }

  private String text(Upload upload) {
    try (InputStream in = upload.open()) {
      byte[] bytes = in.readNBytes(limits.articles().bodyBytesMax() + 1);
      if (bytes.length > limits.articles().bodyBytesMax()) {
        throw new Refused(new Refusal.TooLarge("The article is too large"));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw Refusal.invalid("file", "ERR_INVALID", "The text holds characters that are none");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ArticleId id(Request request) {
    return request.id("id", ArticleId::parse);
  }
}
