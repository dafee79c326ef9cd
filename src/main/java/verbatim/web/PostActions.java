package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import verbatim.access.ReturnPath;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.ReplyPolicy;
import verbatim.relations.Viewer;
import verbatim.statements.Reports;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// What people do with posts. Every one is a form that leads back to its page; asked for a
/// fragment, the answer is the piece that has changed.
final class PostActions {
  private final Templates templates;
  private final Forms forms;
  private final Statuses statuses;
  private final PostViews posts;
  private final Reports reports;
  private final Web.Words words;

  PostActions(Templates templates, Forms forms, Web.Words words, PostViews posts, Reports reports) {
    this.templates = templates;
    this.forms = forms;
    this.statuses = words.statuses();
    this.posts = posts;
    this.words = words;
    this.reports = reports;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    String one = "/posts/:id";
    routes.add(act("favourite", statuses::favourite));
    routes.add(act("unfavourite", statuses::unfavourite));
    routes.add(
        act("boost", (me, id) -> statuses.boost(me, id, Draft.Visibility.PUBLIC))
            .limited(RateLimits.Bucket.POSTS));
    routes.add(act("unboost", statuses::unboost));
    routes.add(act("bookmark", statuses::bookmark));
    routes.add(act("unbookmark", statuses::unbookmark));
    routes.add(act("pin", "pinned", statuses::pin));
    routes.add(act("unpin", "unpinned", statuses::unpin));
    routes.add(act("mute", "muted_thread", statuses::muteThread));
    routes.add(act("unmute", "unmuted_thread", statuses::unmuteThread));
    routes.add(
        Route.post(one + "/replies", Access.session(), this::letReply, "saying who may reply"));
    routes.add(
        Route.post(
            one + "/hide/:reply",
            Access.session(),
            r -> hide(r, "hidden_reply", statuses::hideReply),
            "folding away a reply"));
    routes.add(
        Route.post(
            one + "/unhide/:reply",
            Access.session(),
            r -> hide(r, "unhidden_reply", statuses::unhideReply),
            "showing a folded reply again"));
    routes.add(Route.post(one + "/vote", Access.session(), this::vote, "voting"));
    routes.add(
        Route.get(one + "/delete", Access.session(), this::askDelete, "asking before deleting"));
    routes.add(Route.post(one + "/delete", Access.session(), this::delete, "deleting a post"));
    return routes;
  }

  private Route act(String name, BiConsumer<AccountId, StatusId> act) {
    return act(name, "", act);
  }

  private Route act(String name, String said, BiConsumer<AccountId, StatusId> act) {
    return Route.post(
        "/posts/:id/" + name, Access.session(), request -> done(request, said, act), name);
  }

  /// @param said what the next page says, "" where the button shows it
  private Answer done(Request request, String said, BiConsumer<AccountId, StatusId> act) {
    forms.check(request);
    StatusId id = request.id("id", StatusId::parse);
    act.accept(Reading.me(request), id);
    // Counts are folded from the log a moment after the fact: the answer waits for its own effect,
    // but never long.
    statuses.awaitCounts(id, words.limits().waits().countsMax());
    if (request.isFragment()) {
      Viewer viewer = Reading.viewer(request);
      Forms.Sheet sheet = forms.sheet(request);
      Answer piece =
          templates.page(
              "acts_alone",
              new Views.ActsAlone(
                  sheet.frame(""),
                  posts.acts(viewer, statuses.get(viewer, id)),
                  Forms.at(request).orElse("p" + id)));
      return said.isEmpty() ? piece : forms.telling(piece, said, "", request);
    }
    Answer back = forms.back(request);
    return said.isEmpty() ? back : forms.saying(back, said, "", request);
  }

  private Answer letReply(Request request) {
    forms.check(request);
    Status status = own(request);
    ReplyPolicy policy =
        ReplyPolicy.of(request.params().text("policy", ""))
            .orElseThrow(() -> Refusal.malformed("nobody is called by that word"));
    statuses.letReply(Reading.me(request), status.id(), policy);
    return forms.saying(forms.back(request), "let_reply", "", request);
  }

  private interface Hide {
    Status of(AccountId who, StatusId post, StatusId reply);
  }

  private Answer hide(Request request, String said, Hide hide) {
    forms.check(request);
    String other = said.equals("hidden_reply") ? "/unhide/" : "/hide/";
    String undo = "/posts/" + request.variable("id") + other + request.variable("reply");
    hide.of(
        Reading.me(request),
        request.id("id", StatusId::parse),
        request.id("reply", StatusId::parse));
    if (request.isFragment()) {
      return forms.telling(Answer.text("").privately(), said, undo, request);
    }
    return forms.saying(forms.back(request), said, "", request);
  }

  private Answer vote(Request request) {
    forms.check(request);
    StatusId id = request.id("id", StatusId::parse);
    List<Integer> choices = request.params().list("choices").stream().map(this::choice).toList();
    statuses.vote(Reading.me(request), id, choices);
    if (request.isFragment()) {
      Viewer viewer = Reading.viewer(request);
      Forms.Sheet sheet = forms.sheet(request);
      return templates.page(
          "poll_alone",
          new Views.PollAlone(sheet.frame(""), posts.poll(viewer, statuses.get(viewer, id))));
    }
    return forms.back(request);
  }

  private Integer choice(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw Refusal.malformed("a choice is the number of an option");
    }
  }

  // ---- deleting

  private Answer askDelete(Request request) {
    Status status = own(request);
    Forms.Sheet sheet = forms.sheet(request);
    Views.Post post = posts.of(Reading.viewer(request), status).orElseThrow(Refusal::notFound);
    List<ArticleId> shown = words.articles().embeds().showing(status.id());
    List<ArticleId> quoting = new ArrayList<>(reports.quoting(status.id()));
    quoting.removeAll(shown);
    String asked = ReturnPath.of(request.query("back")).toString();
    String back = asked.equals("/") ? post.href() : asked;
    return sheet.finish(
        templates.page(
            "delete",
            new Views.Delete(
                sheet.frame(sheet.t().say("delete.title")).leadingTo(back),
                post,
                back,
                request.query("at"),
                shown.size(),
                quoting.size(),
                words
                    .accounts()
                    .find(status.author())
                    .map(me -> me.wishes().deletion().word())
                    .orElse(""))));
  }

  private Answer delete(Request request) {
    forms.check(request);
    Status status = own(request);
    String page =
        words.accounts().find(status.author()).map(a -> PostViews.path(a, status.id())).orElse("/");
    Optional<String> above = above(request, status);
    statuses.delete(Reading.me(request), status.id());
    // Its own page is gone with it.
    String back = request.params().text("back", "");
    Answer answer =
        back.isEmpty() || back.equals("/") || (back + "/").startsWith(page + "/")
            ? Answer.seeOther(URI.create(above.orElse("/home")))
            : forms.back(request);
    return forms.saying(answer, "deleted", "", request);
  }

  /// The page of what it answers.
  private Optional<String> above(Request request, Status status) {
    return status
        .words()
        .place()
        .parent()
        .flatMap(parent -> statuses.find(parent.status()))
        .filter(parent -> statuses.maySee(Reading.viewer(request), parent))
        .flatMap(
            parent ->
                words.accounts().find(parent.author()).map(a -> PostViews.path(a, parent.id())));
  }

  private Status own(Request request) {
    Status status =
        words.statuses().get(Reading.viewer(request), request.id("id", StatusId::parse));
    if (!status.author().equals(Reading.me(request)) || status.isBoost()) {
      throw Refusal.notFound();
    }
    return status;
  }
}
