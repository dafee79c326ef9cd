package verbatim.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import verbatim.articles.Article;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.stories.Item;
import verbatim.stories.Place;
import verbatim.stories.Stories;
import verbatim.stories.Story;
import verbatim.timelines.Timelines;

/// The story of what the demo town talks about: who said what when, what came to light of private
/// talk, and how its articles tell it. Kept by the librarian.
final class DemoStory {
  private static final String KEEPER = "noor";
  private static final String TAG = "lastboat";
  private static final int ROWS = 40;

  private static final List<String> SAID =
      List.of("n1", "j1", "m1", "q1", "p8", "m2", "b1", "t1", "g1", "q2", "p9", "w1");

  /// About the articles.
  private static final List<String> ANSWERED = List.of("t2", "i2", "m3", "p10", "g2");

  private final Server server;
  private final Function<String, AccountId> ids;

  DemoStory(Server server, Function<String, AccountId> ids) {
    this.server = server;
    this.ids = ids;
  }

  /// @param labels what was said, by the labels of the demo's script
  void tell(Map<String, Status> labels) {
    List<Stories.Wanted> items = new ArrayList<>();
    items.add(
        new Stories.Wanted(
            new Item.Gap(),
            Place.Known.UNKNOWN,
            "before anything was said here",
            Place.NOBODY,
            "“Who takes the night nurse home?” in chalk on the third bollard, seen by many. Nobody"
                + " knows who wrote it, or when."));
    Optional.ofNullable(labels.get("p1"))
        .flatMap(first -> first.words().series())
        .ifPresent(series -> items.add(Stories.Wanted.of(new Item.Series(series.id()))));
    items.addAll(said(labels, SAID));
    excerpts().forEach(status -> items.add(Stories.Wanted.of(new Item.Post(status.id()))));
    // Without a date it stays where it is put: after Wednesday, before Sunday.
    items.add(
        new Stories.Wanted(
            new Item.Gap(),
            Place.Known.ORDER,
            "after the soup, before the weekend",
            ids.apply("ilse"),
            "Something about counting and listening, said aloud in the net loft. Several heard it;"
                + " nobody wrote it down."));
    articles().forEach(status -> items.add(Stories.Wanted.of(new Item.Post(status.id()))));
    items.addAll(said(labels, ANSWERED));
    Story begun =
        server.reading.stories.start(
            ids.apply(KEEPER),
            new Story.Draft(
                "The last boat",
                "The 23:10 to the Ness was to be cut. Then a councillor explained himself, a baker"
                    + " objected, and two people who disagreed began to count together.",
                List.of("Last boat", "Town council", "Ness ferry"),
                false),
            items);
    var _ = server.reading.stories.turn(ids.apply(KEEPER), begun.id(), Story.State.PUBLISHED);
  }

  private static List<Stories.Wanted> said(Map<String, Status> labels, List<String> which) {
    return which.stream()
        .flatMap(label -> Optional.ofNullable(labels.get(label)).stream())
        .map(status -> Stories.Wanted.of(new Item.Post(status.id())))
        .toList();
  }

  /// What somebody showed of a private talk, under the same tag.
  private List<Status> excerpts() {
    return server
        .reading
        .timelines
        .tag(
            Viewer.ANYBODY,
            new Timelines.TagQuery(
                TAG, List.of(), List.of(), List.of(), Timelines.Scope.ALL, false),
            Page.newest(ROWS))
        .stream()
        .filter(status -> status.carried() instanceof Carried.Excerpt)
        .toList();
  }

  private List<Status> articles() {
    return server.content.articles.newest(Viewer.ANYBODY, Page.newest(ROWS)).stream()
        .flatMap((Article article) -> article.status().stream())
        .flatMap(id -> server.content.statuses.find(id).stream())
        .toList();
  }
}
