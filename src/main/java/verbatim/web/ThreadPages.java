package verbatim.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// A post in its whole conversation, as a tree that can be read from top to bottom; the author's
/// series as one piece.
final class ThreadPages {
  /// Deeper answers stand at this depth: an ever narrower column cannot be read.
  private static final int DEPTH_MAX = 4;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Composing composing;
  private final Cards cards;
  private final ProfilePages profiles;

  ThreadPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Composing composing,
      Cards cards,
      ProfilePages profiles) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.composing = composing;
    this.cards = cards;
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/@:acct/:id", Access.browser(), this::thread, "a post in its thread"),
        Route.get(
            "/@:acct/:id/favourites",
            Access.browser(),
            r -> people(r, "favourites", words.statuses()::favouritedBy),
            "who favourited a post"),
        Route.get(
            "/@:acct/:id/boosts",
            Access.browser(),
            r -> people(r, "boosts", words.statuses()::boostedBy),
            "who boosted a post"));
  }

  private Status status(Request request, Account author) {
    Status status =
        words.statuses().get(Reading.viewer(request), request.id("id", StatusId::parse));
    if (!status.author().equals(author.id()) || status.isBoost()) {
      throw Refusal.notFound();
    }
    return status;
  }

  private interface Marked {
    List<Statuses.By> by(Viewer viewer, StatusId id, Page page);
  }

  private Answer people(Request request, String which, Marked marked) {
    Account author = Reading.account(request, words);
    Status status = status(request, author);
    Viewer viewer = Reading.viewer(request);
    List<Statuses.By> rows = marked.by(viewer, status.id(), ProfilePages.page(request));
    Forms.Sheet sheet = forms.publicSheet(request);
    String path = PostViews.path(author, status.id());
    String title = sheet.t().say("people." + which, Persons.name(author));
    return sheet.finish(
        templates.page(
            "people",
            new PeopleViews.People(
                sheet.frame(title),
                title,
                path,
                profiles.rows(viewer, rows.stream().map(Statuses.By::account).toList()),
                ProfilePages.pages(
                    request, path + "/" + which, rows.stream().map(Statuses.By::position).toList()),
                sheet.t().say("people.nobody"))));
  }

  private Answer thread(Request request) {
    Account author = Reading.account(request, words);
    Viewer viewer = Reading.viewer(request);
    Status status = status(request, author);
    List<Status> series =
        status
            .words()
            .series()
            .map(place -> words.statuses().series(viewer, place.id()))
            .orElse(List.of());
    Statuses.Context context = context(viewer, status, series);
    Views.Post focus = posts.of(viewer, status).orElseThrow(Refusal::notFound);
    Forms.Sheet sheet = request.isFragment() ? forms.sheet(request) : forms.publicSheet(request);
    List<Status> ancestors = without(context.ancestors(), series);
    Status top = series.isEmpty() ? status : series.getFirst();
    boolean goesFurther =
        viewer instanceof Viewer.Anybody
            && context.ancestors().size() >= words.limits().rows().threadAncestorsSignedOutMax();
    List<Views.Post> above = posts.of(viewer, PostViews.Where.THREAD, ancestors);
    // One for both parts: what is folded away answers what stands above it.
    ThreadTree tree = new ThreadTree(status, series, context);
    return sheet.finish(
        templates.page(
            request.isFragment() ? "thread_alone" : "thread",
            new TimelineViews.Thread(
                sheet
                    .frame(sheet.t().say("thread.title", Persons.name(author)))
                    .with(cards.post(status, author, sheet.t())),
                viewer instanceof Viewer.Member ? "thread:" + status.words().place().root() : "",
                goesFurther && !above.isEmpty() ? above.getFirst().href() : "",
                above(above, ancestors, top, goesFurther),
                focus,
                series.stream()
                    .map(part -> posts.part(viewer, part, author, part.id().equals(status.id())))
                    .toList(),
                tree(viewer, PostViews.Where.THREAD, context.descendants(), series, tree),
                tree(viewer, PostViews.Where.HIDDEN, context.hidden(), series, tree),
                context.isCut(),
                focus.acts().mayReply() && !request.isFragment()
                    ? composing.reply(request, sheet.t(), status)
                    : ComposeViews.Sheet.NONE,
                mayBeIndexed(author) && isListed(status))));
  }

  /// What stands above, with a place for what is missing between.
  private static List<TimelineViews.Row> above(
      List<Views.Post> posts, List<Status> ancestors, Status top, boolean goesFurther) {
    Map<String, String> parents = new HashMap<>();
    ancestors.forEach(one -> parent(one).ifPresent(p -> parents.put(one.id().toString(), p)));
    parent(top).ifPresent(p -> parents.put(top.id().toString(), p));
    List<TimelineViews.Row> rows = new ArrayList<>();
    String below = "";
    for (Views.Post post : posts) {
      String parent = parents.getOrDefault(post.id(), "");
      if (!parent.equals(below) && !(below.isEmpty() && goesFurther)) {
        rows.add(new TimelineViews.Missing(parent, 0));
      }
      rows.add(new TimelineViews.Reply(post, 0, false, Views.Answered.NOBODY, false));
      below = post.id();
    }
    String parent = parents.getOrDefault(top.id().toString(), "");
    if (!parent.equals(below)) {
      rows.add(new TimelineViews.Missing(parent, 0));
    }
    return rows;
  }

  private static Optional<String> parent(Status status) {
    return status.words().place().parent().map(parent -> parent.status().toString());
  }

  /// Of a series, what stands above its first part and all that answers any part.
  private Statuses.Context context(Viewer viewer, Status status, List<Status> series) {
    if (series.isEmpty()) {
      return words.statuses().thread(viewer, status.id());
    }
    Statuses.Context first = words.statuses().thread(viewer, series.getFirst().id());
    Statuses.Context own = words.statuses().thread(viewer, status.id());
    Map<StatusId, StatusId> absent = new HashMap<>(first.absent());
    absent.putAll(own.absent());
    Set<StatusId> goesOn = new HashSet<>(first.goesOn());
    goesOn.addAll(own.goesOn());
    return new Statuses.Context(
        first.ancestors(),
        both(first.descendants(), own.descendants()),
        both(first.hidden(), own.hidden()),
        absent,
        goesOn,
        first.isCut() || own.isCut());
  }

  private static List<Status> both(List<Status> some, List<Status> more) {
    Set<StatusId> seen = new HashSet<>();
    return Stream.concat(some.stream(), more.stream()).filter(s -> seen.add(s.id())).toList();
  }

  /// The parts of a series are shown as one piece, and not once more among the replies.
  private static List<Status> without(List<Status> statuses, List<Status> series) {
    Set<StatusId> parts = new HashSet<>();
    series.forEach(part -> parts.add(part.id()));
    return statuses.stream().filter(status -> !parts.contains(status.id())).toList();
  }

  private List<TimelineViews.Row> tree(
      Viewer viewer,
      PostViews.Where where,
      List<Status> answers,
      List<Status> series,
      ThreadTree tree) {
    List<Status> below = without(answers, series);
    return tree.rows(below, posts.of(viewer, where, below), DEPTH_MAX);
  }

  /// Those of other servers are for their own server to offer to search engines.
  static boolean mayBeIndexed(Account account) {
    return account.origin() instanceof Origin.Here
        && account.profile().discoverable()
        && account.profile().indexable()
        && account.standing().isOfferedToStrangers();
  }

  private static boolean isListed(Status status) {
    return status.audience() instanceof Audience.Everyone(boolean listed) && listed;
  }
}
