package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_CONVERSATIONS;

import java.util.List;
import verbatim.conversations.Conversations;
import verbatim.conversations.Shown;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;

/// Private conversations as old apps list them. Requests of strangers are not among them: an old app
/// could not tell them apart.
final class DirectRoutes {
  private final Conversations conversations;
  private final MessageJson messageJson;
  private final Limits limits;

  DirectRoutes(Conversations conversations, MessageJson messageJson, Limits limits) {
    this.conversations = conversations;
    this.messageJson = messageJson;
    this.limits = limits;
  }

  List<Route> routes() {
    String all = "/api/v1/conversations";
    Access write = Access.user(WRITE_CONVERSATIONS);
    return List.of(
        Route.get(all, Access.user(READ_STATUSES), this::list, "private conversations"),
        Route.delete(all + "/:id", write, this::putAway, "put a conversation away"),
        Route.post(all + "/:id/read", write, this::read, "has read a conversation"));
  }

  private Answer list(Request request) {
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    AccountId me = Looking.me(request);
    List<Shown> shown = conversations.list(me, Conversations.Which.ACCEPTED, page);
    JsonWriter json = new JsonWriter().array();
    shown.forEach(one -> messageJson.conversation(json, me, one));
    return Looking.linked(
        Answer.json(json.end()).privately(),
        request,
        shown.stream().mapToLong(one -> one.position().value()).toArray());
  }

  private Answer putAway(Request request) {
    conversations.putAway(Looking.me(request), request.id("id", ConversationId::parse));
    return Answer.empty();
  }

  private Answer read(Request request) {
    AccountId me = Looking.me(request);
    Shown shown = conversations.read(me, request.id("id", ConversationId::parse), 0);
    return Answer.json(messageJson.conversation(new JsonWriter(), me, shown)).privately();
  }
}
