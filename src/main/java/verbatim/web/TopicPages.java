package verbatim.web;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import verbatim.articles.Article;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.stories.Stories;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// All of a topic: stories, articles and posts. Who may see them is asked where they are kept.
final class TopicPages {
  private static final String TOPICS = "/topics/";
  private static final int OF_EACH = 5;
  private static final List<String> PARTS = List.of("stories", "articles");

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final StoryPages stories;
  private final Cards cards;
  private final ArticleShowing prose;

  TopicPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      StoryPages stories,
      Cards cards) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.stories = stories;
    this.cards = cards;
    this.prose = new ArticleShowing(words);
  }

  List<Route> routes() {
    return List.of(Route.get(TOPICS + ":name", Access.browser(), this::topic, "all of a topic"));
  }

  static String path(String topic) {
    return TOPICS + StoryPages.encoded(Stories.topicKey(topic));
  }

  private Answer topic(Request request) {
    Viewer viewer = Reading.viewer(request);
    String name = request.variable("name");
    String tag = tag(name, words.limits());
    String path = path(name);
    Page page = Reading.older(request, Reading.PAGE_ROWS);
    String of = PARTS.contains(request.query("of")) ? request.query("of") : "";
    Page some = of.isEmpty() ? Page.newest(OF_EACH) : page;
    List<Stories.Listed> rows =
        of.equals("articles") ? List.of() : words.stories().ofTopic(viewer, name, some);
    List<Article> articles =
        of.equals("stories") ? List.of() : words.articles().ofTopic(viewer, name, some);
    String next = path + "?of=" + of + "&max_id=";
    Forms.Sheet sheet = forms.sheet(request);
    String written = written(words, viewer, name);
    return sheet.finish(
        templates.page(
            "topic",
            new StoryViews.OfTopic(
                sheet
                    .frame(Frame.Place.STORIES, written)
                    .with(cards.topic(path, written, sheet.t())),
                written,
                of,
                StoryPages.tabs(path, "topic", PARTS, of, sheet.t()),
                rows.stream().map(row -> stories.line(viewer, row.story())).toList(),
                articles.stream().map(prose::card).toList(),
                of.isEmpty() ? posts.of(viewer, PostViews.Where.TAG, said(viewer, tag)) : List.of(),
                switch (of) {
                  case "stories" -> next(next, rows, Stories.Listed::position);
                  case "articles" ->
                      next(next, articles, one -> one.status().orElseThrow().value());
                  default -> "";
                },
                path,
                TimelinePages.path(tag))));
  }

  private List<Status> said(Viewer viewer, String tag) {
    Timelines.TagQuery query =
        new Timelines.TagQuery(tag, List.of(), List.of(), List.of(), Timelines.Scope.ALL, false);
    return words.timelines().tag(viewer, query, Page.newest(Reading.PAGE_ROWS));
  }

  private static <T> String next(String path, List<T> rows, ToLongFunction<T> position) {
    return rows.size() < Reading.PAGE_ROWS ? "" : path + position.applyAsLong(rows.getLast());
  }

  /// The tag that a topic is as one word.
  static String tag(String topic, Limits limits) {
    String tag = Tags.key(topic.replaceAll("[\\s\\p{Z}_-]+", ""));
    if (tag.isEmpty() || topic.length() > limits.stories().topicCharactersMax() * 2) {
      throw Refusal.notFound();
    }
    return tag;
  }

  /// As somebody wrote it, not as it stands in an address.
  static String written(Web.Words words, Viewer viewer, String topic) {
    String key = Stories.topicKey(topic);
    return Stream.concat(
            words.stories().ofTopic(viewer, topic, Page.newest(1)).stream()
                .flatMap(row -> row.story().topics().stream()),
            words.articles().ofTopic(viewer, topic, Page.newest(1)).stream()
                .flatMap(one -> words.articles().current(one).words().topics().stream()))
        .filter(name -> Stories.topicKey(name).equals(key))
        .findFirst()
        .orElse(topic);
  }
}
