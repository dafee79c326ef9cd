package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Embeds;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.relations.Viewer;

/// Where one's own words stand in articles, and taking them out.
final class EmbedPages {
  private static final String HERE = "/settings/embeds";
  private static final int ROWS = 40;
  private static final Pattern SPOT = Pattern.compile("([0-9]{1,20})-([0-9]{1,6})");

  private final Templates templates;
  private final Forms forms;
  private final Articles articles;
  private final ArticleShowing prose;

  EmbedPages(Templates templates, Forms forms, Articles articles, ArticleShowing prose) {
    this.templates = templates;
    this.forms = forms;
    this.articles = articles;
    this.prose = prose;
  }

  List<Route> routes() {
    return List.of(
        Route.post(
            "/articles/:id/embeds/:number/detach",
            Access.session(),
            this::detach,
            "take one's words out of an article"),
        Route.get(HERE, Access.session(), this::mine, "articles that show my words"));
  }

  private Answer detach(Request request) {
    forms.check(request);
    String number = request.variable("number");
    if (!number.matches("[0-9]{1,6}")) {
      throw Refusal.notFound();
    }
    articles
        .embeds()
        .detach(Reading.me(request), ArticlePages.id(request), Integer.parseInt(number));
    return forms.saying(forms.back(request), "detached", "", request);
  }

  private Answer mine(Request request) {
    Viewer viewer = Reading.viewer(request);
    List<ArticleViews.Mine> mine = new ArrayList<>();
    Embeds.Mine some =
        articles.embeds().ofAuthor(Reading.me(request), before(request.query("before")), ROWS);
    for (Embed embed : some.embeds()) {
      articles
          .find(embed.article())
          .filter(article -> articles.maySee(viewer, article))
          .ifPresent(
              article ->
                  mine.add(
                      new ArticleViews.Mine(
                          prose.embedded(viewer, embed),
                          articles.current(article).words().title(),
                          "/articles/" + article.id())));
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "article_mine",
            new ArticleViews.Embeds(
                sheet.frame(Frame.Place.SETTINGS, sheet.t().say("embed.mine")),
                mine,
                some.hasMore()
                    ? HERE + "?before=" + some.next().article() + "-" + some.next().number()
                    : "")));
  }

  private static Embeds.Spot before(String written) {
    Matcher spot = SPOT.matcher(written);
    return spot.matches()
        ? ArticleId.parse(spot.group(1))
            .map(article -> new Embeds.Spot(article, Integer.parseInt(spot.group(2))))
            .orElse(Embeds.Spot.LAST)
        : Embeds.Spot.LAST;
  }
}
