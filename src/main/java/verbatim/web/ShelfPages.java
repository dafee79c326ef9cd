package verbatim.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Bookmarks and favourites.
final class ShelfPages {
  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;

  ShelfPages(Templates templates, Forms forms, Web.Words words, PostViews posts) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/bookmarks", Access.session(), this::bookmarks, "my bookmarks"),
        Route.get("/favourites", Access.session(), this::favourites, "my favourites"));
  }

  private Answer bookmarks(Request request) {
    return shelf(request, "bookmarks", Frame.Place.BOOKMARKS, words.statuses()::bookmarks);
  }

  private Answer favourites(Request request) {
    return shelf(request, "favourites", Frame.Place.FAVOURITES, words.statuses()::favourites);
  }

  private Answer shelf(
      Request request,
      String name,
      Frame.Place place,
      BiFunction<AccountId, Page, List<Statuses.Shelved>> shelf) {
    AccountId me = Reading.me(request);
    List<Statuses.Shelved> rows = shelf.apply(me, Reading.page(request));
    Viewer viewer = Viewer.of(me);
    List<Status> kept =
        words.statuses().load(rows.stream().map(Statuses.Shelved::status).toList()).stream()
            .filter(s -> words.maySee().maySee(viewer, s.author(), s.audience()))
            .toList();
    Map<String, Long> positions =
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> row.status().toString(), Statuses.Shelved::position, Math::max));
    List<Views.Post> shown =
        posts.of(viewer, PostViews.Where.SHELF, kept).stream()
            .map(post -> post.at(Objects.requireNonNull(positions.get(post.row()))))
            .toList();
    Views.Pages pages =
        Reading.pagesOf(
            request, "/" + name, rows.stream().map(Statuses.Shelved::position).toList());
    Forms.Sheet sheet = forms.sheet(request);
    if (request.isFragment()) {
      return sheet.finish(
          templates.page("rows_alone", new Views.Rows(sheet.frame(""), shown, pages)));
    }
    String title = sheet.t().say("frame." + name);
    return sheet.finish(
        templates.page(
            "timeline",
            new TimelineViews.Timeline(
                sheet.frame(place, title),
                title,
                List.of(),
                "",
                "",
                List.of(),
                ComposeViews.Sheet.NONE,
                shown,
                pages,
                sheet.t().say("shelf." + name + "_empty"),
                List.of())));
  }
}
