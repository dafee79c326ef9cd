package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_CONVERSATIONS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
import verbatim.kernel.StatusId;
import verbatim.timelines.Directs;

/// Private conversations as old apps list them, side by side with threads of private mentions,
/// which stay what they are. Requests of strangers are not among them: an old app could not tell
/// them apart.
final class DirectRoutes {
  private final Conversations conversations;
  private final Directs directs;
  private final MessageJson messageJson;
  private final ThreadJson threadJson;
  private final Limits limits;

  DirectRoutes(
      Conversations conversations,
      Directs directs,
      MessageJson messageJson,
      ThreadJson threadJson,
      Limits limits) {
    this.conversations = conversations;
    this.directs = directs;
    this.messageJson = messageJson;
    this.threadJson = threadJson;
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
    List<Talk> all = new ArrayList<>();
    conversations
        .list(me, Conversations.Which.ACCEPTED, page)
        .forEach(
            one ->
                all.add(
                    new Talk(
                        one.position().value(), json -> messageJson.conversation(json, me, one))));
    directs
        .list(me, page)
        .forEach(
            one ->
                all.add(
                    new Talk(one.last().id().value(), json -> threadJson.write(json, me, one))));
    all.sort(Comparator.comparingLong(Talk::position).reversed());
    int from = page.upwards() ? Math.max(0, all.size() - page.rowsMax()) : 0;
    List<Talk> shown = all.subList(from, Math.min(all.size(), from + page.rowsMax()));
    return Looking.listed(request, shown, (json, one) -> one.writes().accept(json), Talk::position)
        .privately();
  }

  private record Talk(long position, Consumer<JsonWriter> writes) {}

  private Optional<Directs.Thread> thread(Request request) {
    return StatusId.parse(request.variable("id"))
        .flatMap(root -> directs.find(Looking.me(request), root));
  }

  private Answer putAway(Request request) {
    AccountId me = Looking.me(request);
    Optional<Directs.Thread> thread = thread(request);
    if (thread.isPresent()) {
      directs.putAway(me, thread.get());
    } else {
      conversations.putAway(me, request.id("id", ConversationId::parse));
    }
    return Answer.empty();
  }

  private Answer read(Request request) {
    AccountId me = Looking.me(request);
    JsonWriter json = new JsonWriter();
    Optional<Directs.Thread> thread = thread(request);
    if (thread.isPresent()) {
      var _ = threadJson.write(json, me, directs.read(me, thread.get()));
    } else {
      Shown shown = conversations.read(me, request.id("id", ConversationId::parse), 0);
      messageJson.conversation(json, me, shown);
    }
    return Answer.json(json).privately();
  }
}
