package verbatim.api;

import static verbatim.access.Scope.READ_LISTS;
import static verbatim.access.Scope.WRITE_LISTS;

import java.util.List;
import java.util.Optional;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.relations.Lists;

/// One's lists of accounts.
final class ListRoutes {
  private final Lists lists;
  private final Looking looking;
  private final ListJson listJson;
  private final Limits.Rows limits;

  ListRoutes(Lists lists, Looking looking, ListJson listJson, Limits limits) {
    this.lists = lists;
    this.looking = looking;
    this.listJson = listJson;
    this.limits = limits.rows();
  }

  List<Route> routes() {
    Access read = Access.user(READ_LISTS);
    Access write = Access.user(WRITE_LISTS);
    String all = "/api/v1/lists";
    String one = "/api/v1/lists/:id";
    return List.of(
        Route.get(all, read, this::all, "my lists"),
        Route.post(all, write, this::create, "a new list"),
        Route.get(one, read, this::show, "a list"),
        Route.put(one, write, this::change, "change a list"),
        Route.delete(one, write, this::delete, "delete a list"),
        Route.get(one + "/accounts", read, this::members, "who is in a list"),
        Route.post(one + "/accounts", write, this::add, "put into a list"),
        Route.delete(one + "/accounts", write, this::remove, "take out of a list"),
        Route.get("/api/v1/accounts/:id/lists", read, this::holding, "my lists with an account"));
  }

  private Answer all(Request request) {
    return Answer.json(listJson.list(new JsonWriter(), lists.of(Looking.me(request))));
  }

  private Answer create(Request request) {
    Params params = request.params();
    return answer(
        lists.create(
            Looking.me(request),
            params.required("title"),
            replies(params).orElse(Lists.Replies.LIST),
            params.flag("exclusive", false)));
  }

  private Answer show(Request request) {
    return answer(lists.get(Looking.me(request), id(request)));
  }

  private Answer change(Request request) {
    AccountId me = Looking.me(request);
    Params params = request.params();
    Lists.AccountList old = lists.get(me, id(request));
    return answer(
        lists.change(
            me,
            new Lists.AccountList(
                old.id(),
                params.has("title") ? params.required("title") : old.title(),
                replies(params).orElse(old.replies()),
                params.flag("exclusive", old.exclusive()))));
  }

  private Answer delete(Request request) {
    lists.delete(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer members(Request request) {
    Page page = Paging.page(request, limits.accountsPageDefault(), limits.accountsPageMax());
    return looking.accounts(request, page, lists.members(Looking.me(request), id(request), page));
  }

  private Answer add(Request request) {
    lists.add(Looking.me(request), id(request), named(request));
    return Answer.empty();
  }

  private Answer remove(Request request) {
    lists.remove(Looking.me(request), id(request), named(request));
    return Answer.empty();
  }

  private Answer holding(Request request) {
    return Answer.json(
        listJson.list(
            new JsonWriter(), lists.holding(Looking.me(request), looking.account(request).id())));
  }

  private List<AccountId> named(Request request) {
    List<AccountId> ids = request.params().ids("account_ids", AccountId::parse);
    if (ids.size() > limits.idsInOneRequestMax()) {
      throw Refusal.invalid(
          "account_ids", "ERR_TOO_LONG", "At most " + limits.idsInOneRequestMax() + " at once");
    }
    return ids;
  }

  private static Optional<Lists.Replies> replies(Params params) {
    return params
        .text("replies_policy")
        .filter(t -> !t.isBlank())
        .map(
            word ->
                switch (word) {
                  case "followed" -> Lists.Replies.FOLLOWED;
                  case "list" -> Lists.Replies.LIST;
                  case "none" -> Lists.Replies.NONE;
                  default ->
                      throw Refusal.invalid(
                          "replies_policy",
                          "ERR_INCLUSION",
                          "Replies policy must be followed, list or none");
                });
  }

  private Answer answer(Lists.AccountList list) {
    return Answer.json(listJson.write(new JsonWriter(), list));
  }

  private static ListId id(Request request) {
    return request.id("id", ListId::parse);
  }
}
