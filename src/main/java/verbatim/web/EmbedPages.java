package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.relations.Viewer;

/// Where one's own words stand in articles, and taking them out.
final class EmbedPages {
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
        Route.get("/settings/embeds", Access.session(), this::mine, "articles that show my words"));
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
    for (Embed embed : articles.embeds().ofAuthor(Reading.me(request))) {
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
                sheet.frame(Frame.Place.SETTINGS, sheet.t().say("embed.mine")), mine)));
  }
}
