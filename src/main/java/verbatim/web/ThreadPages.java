package verbatim.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    Forms.Sheet sheet = forms.sheet(request);
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
    Forms.Sheet sheet = forms.publicSheet(request);
    return sheet.finish(
        templates.page(
            "thread",
            new TimelineViews.Thread(
                sheet
                    .frame(sheet.t().say("thread.title", Persons.name(author)))
                    .with(cards.post(status, author, sheet.t())),
                posts.of(viewer, PostViews.Where.THREAD, without(context.ancestors(), series)),
                focus,
                series.stream()
                    .map(part -> posts.part(viewer, part, author, part.id().equals(status.id())))
                    .toList(),
                replies(
                    viewer,
                    PostViews.Where.THREAD,
                    status,
                    series,
                    without(context.descendants(), series)),
                replies(
                    viewer,
                    PostViews.Where.HIDDEN,
                    status,
                    series,
                    without(context.hidden(), series)),
                focus.acts().mayReply()
                    ? composing.reply(request, sheet.t(), status)
                    : ComposeViews.Sheet.NONE,
                mayBeIndexed(author) && isListed(status))));
  }

  /// Of a series, what stands above its first part and all that answers any part.
  private Statuses.Context context(Viewer viewer, Status status, List<Status> series) {
    if (series.isEmpty()) {
      return words.statuses().thread(viewer, status.id());
    }
    Statuses.Context first = words.statuses().thread(viewer, series.getFirst().id());
    Statuses.Context own = words.statuses().thread(viewer, status.id());
    return new Statuses.Context(
        first.ancestors(),
        both(first.descendants(), own.descendants()),
        both(first.hidden(), own.hidden()));
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

  private List<TimelineViews.Reply> replies(
      Viewer viewer, PostViews.Where where, Status focus, List<Status> series, List<Status> below) {
    Map<String, Integer> depths = new HashMap<>();
    depths.put(focus.id().toString(), -1);
    series.forEach(part -> depths.put(part.id().toString(), -1));
    Map<String, String> parents = new HashMap<>();
    below.forEach(
        s ->
            s.words()
                .place()
                .parent()
                .ifPresent(p -> parents.put(s.id().toString(), p.status().toString())));
    List<TimelineViews.Reply> replies = new ArrayList<>();
    for (Views.Post post : posts.of(viewer, where, below)) {
      String parent = parents.getOrDefault(post.id(), "");
      int depth = depths.getOrDefault(parent, -1) + 1;
      depths.put(post.id(), depth);
      replies.add(
          new TimelineViews.Reply(
              post,
              Math.min(depth, DEPTH_MAX),
              post.author().id().equals(focus.author().toString())));
    }
    return replies;
  }

  /// Those of other servers are for their own server to offer to search engines.
  static boolean mayBeIndexed(Account account) {
    return account.origin() instanceof Origin.Here
        && account.profile().discoverable()
        && account.profile().indexable();
  }

  private static boolean isListed(Status status) {
    return status.audience() instanceof Audience.Everyone(boolean listed) && listed;
  }
}
