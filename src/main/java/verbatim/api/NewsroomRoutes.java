package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.util.List;
import java.util.Optional;
import verbatim.accounts.Accounts;
import verbatim.articles.Newsrooms;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;

/// Newsrooms and their members (`docs/client-api.md`). Who is a member is for members: readers see
/// whose names stand above an article, and nothing else.
final class NewsroomRoutes {
  private final Newsrooms newsrooms;
  private final Accounts accounts;
  private final AccountJson accountJson;

  NewsroomRoutes(Newsrooms newsrooms, Accounts accounts, AccountJson accountJson) {
    this.newsrooms = newsrooms;
    this.accounts = accounts;
    this.accountJson = accountJson;
  }

  List<Route> routes() {
    Access read = Access.user(READ_ARTICLES);
    Access write = Access.user(WRITE_ARTICLES);
    String all = "/api/v1/newsrooms";
    String one = all + "/:id";
    return List.of(
        Route.get(all, read, this::mine, "newsrooms of which I am a member"),
        Route.post(all, write, this::found, "become a newsroom"),
        Route.get(one, read, this::show, "a newsroom of mine"),
        Route.delete(one, write, this::dissolve, "be a newsroom no longer"),
        Route.post(one + "/members", write, this::ask, "ask somebody into a newsroom"),
        Route.delete(
            one + "/members/:account", write, this::remove, "send a member away, or leave"),
        Route.post(one + "/join", write, this::join, "be a member, as I was asked"));
  }

  /// One's own, those of which one is a member, and those one is asked into.
  private Answer mine(Request request) {
    AccountId me = Looking.me(request);
    JsonWriter json = new JsonWriter().array();
    if (newsrooms.isNewsroom(me)) {
      write(json, me, me);
    }
    newsrooms.of(me).forEach(member -> write(json, me, member.newsroom()));
    return Answer.json(json.end()).privately();
  }

  private Answer found(Request request) {
    AccountId me = Looking.me(request);
    newsrooms.found(me);
    return answer(me, me);
  }

  private Answer show(Request request) {
    return answer(Looking.me(request), mine(Looking.me(request), request));
  }

  private Answer dissolve(Request request) {
    AccountId me = Looking.me(request);
    if (!mine(me, request).equals(me)) {
      throw Refusal.forbidden("Only the newsroom itself may do this");
    }
    newsrooms.dissolve(me);
    return Answer.empty();
  }

  private Answer ask(Request request) {
    AccountId me = Looking.me(request);
    AccountId room = mine(me, request);
    Params params = request.params();
    params.required("account_id");
    AccountId whom =
        params
            .id("account_id", AccountId::parse)
            .filter(id -> accounts.find(id).isPresent())
            .orElseThrow(Refusal::notFound);
    String role = params.text("role", Newsrooms.Role.AUTHOR.word());
    newsrooms.ask(
        me,
        room,
        whom,
        Newsrooms.Role.of(role)
            .orElseThrow(
                () ->
                    Refusal.invalid("role", "ERR_INCLUSION", "Role is not included in the list")));
    return answer(me, room);
  }

  private Answer remove(Request request) {
    AccountId me = Looking.me(request);
    newsrooms.remove(me, mine(me, request), request.id("account", AccountId::parse));
    return Answer.empty();
  }

  private Answer join(Request request) {
    AccountId me = Looking.me(request);
    AccountId room = mine(me, request);
    newsrooms.accept(me, room);
    return answer(me, room);
  }

  /// One's own, or one that one belongs to or is asked into; to others there is none.
  private AccountId mine(AccountId me, Request request) {
    AccountId room = request.id("id", AccountId::parse);
    boolean isOurs =
        room.equals(me)
            ? newsrooms.isNewsroom(me)
            : newsrooms.of(me).stream().anyMatch(member -> member.newsroom().equals(room));
    if (!isOurs) {
      throw Refusal.notFound();
    }
    return room;
  }

  private Answer answer(AccountId me, AccountId room) {
    JsonWriter json = new JsonWriter();
    write(json, me, room);
    return Answer.json(json).privately();
  }

  /// Newsroom. Who is only asked does not learn who else is a member.
  private void write(JsonWriter json, AccountId me, AccountId room) {
    Optional<Newsrooms.Role> role = newsrooms.role(room, me);
    json.object().name("account");
    account(json, room);
    json.field("role", room.equals(me) ? "newsroom" : asked(me, room).word());
    json.field("agreed", role.isPresent()).name("members").array();
    if (role.isPresent()) {
      for (Newsrooms.Member member : newsrooms.members(room)) {
        json.object().name("account");
        account(json, member.account());
        json.field("role", member.role().word()).field("agreed", member.hasAgreed()).end();
      }
    }
    json.end().end();
  }

  private Newsrooms.Role asked(AccountId me, AccountId room) {
    return newsrooms.of(me).stream()
        .filter(member -> member.newsroom().equals(room))
        .map(Newsrooms.Member::role)
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private void account(JsonWriter json, AccountId id) {
    accounts.find(id).ifPresentOrElse(a -> accountJson.write(json, a), json::nothing);
  }
}
