package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Seen;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// A public post, answered in private: in the conversation that there is, with the post above what
/// is written; else in one that begins with the answer. Nothing begins before something is said.
final class AnsweringPages {
  private static final String PATH = "/posts/:id/private";

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Conversations conversations;
  private final Anchors anchors;

  AnsweringPages(Templates templates, Forms forms, Web.Words words, PostViews posts) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    conversations = words.conversations();
    anchors = new Anchors(words);
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Access.session(), this::show, "answering a post in private"),
        Route.post(PATH, Access.session(), this::answer, "saying it")
            .limited(RateLimits.Bucket.POSTS));
  }

  /// @throws Refused NotFound, also for one's own
  private Status status(Request request) {
    Viewer viewer = Reading.viewer(request);
    Status status = words.statuses().get(viewer, request.id("id", StatusId::parse));
    if (status.isBoost() || status.author().equals(Reading.me(request))) {
      throw Refusal.notFound();
    }
    return status;
  }

  private Answer show(Request request) {
    Status status = status(request);
    Optional<ConversationId> talk = conversations.between(Reading.me(request), status.author());
    return talk.map(id -> seeOther("/conversations/" + id + "?about=" + status.id() + "#w"))
        .orElseGet(() -> page(request, status, "", ""));
  }

  private static Answer seeOther(String path) {
    return Answer.seeOther(URI.create(path));
  }

  private Answer page(Request request, Status status, String text, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    String name = words.accounts().find(status.author()).map(Persons::name).orElse("");
    return sheet.finish(
        templates.page(
            "answer",
            new ConversationViews.Answering(
                sheet.frame(Frame.Place.CONVERSATIONS, sheet.t().say("answer.title", name)),
                status.id().toString(),
                name,
                posts.of(Reading.viewer(request), status).stream().toList(),
                text,
                problem)));
  }

  private Answer answer(Request request) {
    forms.check(request);
    Status status = status(request);
    AccountId me = Reading.me(request);
    String text = request.params().text("text", "").replace("\r\n", "\n");
    Tongue t = forms.sheet(request).t();
    try {
      String tied = anchors.tied(Reading.viewer(request), text, status.id().toString());
      Conversations.Draft draft = Conversations.Draft.of(tied);
      conversations.check(draft);
      ConversationId talk =
          conversations.begin(me, List.of(status.author()), mode(request)).conversation().id();
      Seen said = conversations.say(me, talk, draft);
      return seeOther("/conversations/" + talk + "#m" + said.message().n());
    } catch (Refused refused) {
      return switch (refused.refusal()) {
        case Refusal.Invalid(var why, var faults) ->
            page(
                    request,
                    status,
                    text,
                    faults.isEmpty()
                        ? Refusals.words(why, t)
                        : Forms.faults(refused, t).getFirst().words())
                .status(422);
        case Refusal.TooMany(var why, var after) ->
            page(request, status, text, Refusals.words(why, t))
                .status(429)
                .header("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
        case Refusal.NotFound _,
            Refusal.NotSignedIn _,
            Refusal.Forbidden _,
            Refusal.Malformed _,
            Refusal.WrongType _,
            Refusal.Gone _,
            Refusal.TooLarge _,
            Refusal.Conflict _,
            Refusal.Unavailable _ ->
            throw refused;
      };
    }
  }

  private static Conversation.Mode mode(Request request) {
    return Conversation.Mode.parse(request.params().text("mode", ""))
        .orElse(Conversation.Mode.CONSENT);
  }
}
