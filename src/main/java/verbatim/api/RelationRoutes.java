package verbatim.api;

import static verbatim.access.Scope.READ_ACCOUNTS;
import static verbatim.access.Scope.READ_BLOCKS;
import static verbatim.access.Scope.READ_FOLLOWS;
import static verbatim.access.Scope.READ_MUTES;
import static verbatim.access.Scope.WRITE_ACCOUNTS;
import static verbatim.access.Scope.WRITE_BLOCKS;
import static verbatim.access.Scope.WRITE_FOLLOWS;
import static verbatim.access.Scope.WRITE_MUTES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.relations.FollowOptions;
import verbatim.relations.Relations;
import verbatim.relations.Relationship;

/// Follows, requests, blocks, mutes, notes, recommendations, blocked domains.
final class RelationRoutes {
  private static final int FAMILIAR_READ_MAX = 400;
  private static final int FAMILIAR_SHOWN_MAX = 10;

  private final Relations relations;
  private final Accounts accounts;
  private final Looking looking;
  private final RelationshipJson relationshipJson;
  private final AccountJson accountJson;
  private final Limits limits;

  RelationRoutes(
      Relations relations,
      Accounts accounts,
      Looking looking,
      RelationshipJson relationshipJson,
      AccountJson accountJson,
      Limits limits) {
    this.relations = relations;
    this.accounts = accounts;
    this.looking = looking;
    this.relationshipJson = relationshipJson;
    this.accountJson = accountJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access follows = Access.user(WRITE_FOLLOWS);
    Access blocks = Access.user(WRITE_BLOCKS);
    Access mutes = Access.user(WRITE_MUTES);
    Access profile = Access.user(WRITE_ACCOUNTS);
    String one = "/api/v1/accounts/:id";
    String requests = "/api/v1/follow_requests";
    String domains = "/api/v1/domain_blocks";
    return List.of(
        Route.get(
            "/api/v1/accounts/relationships",
            Access.user(READ_FOLLOWS),
            this::relationships,
            "what I have to do with them"),
        Route.get(
            "/api/v1/accounts/familiar_followers",
            Access.user(READ_FOLLOWS),
            this::familiar,
            "who of those I follow follows them"),
        Route.post(one + "/follow", follows, this::follow, "follow"),
        Route.post(one + "/unfollow", follows, r -> end(r, relations::unfollow), "unfollow"),
        Route.post(
            one + "/remove_from_followers",
            follows,
            r -> end(r, relations::removeFollower),
            "let a follower go"),
        Route.post(one + "/block", blocks, r -> end(r, relations::block), "block"),
        Route.post(one + "/unblock", blocks, r -> end(r, relations::unblock), "unblock"),
        Route.post(one + "/mute", mutes, this::mute, "mute"),
        Route.post(one + "/unmute", mutes, r -> end(r, relations::unmute), "unmute"),
        Route.post(one + "/note", profile, this::note, "a note for myself"),
        Route.post(one + "/endorse", profile, r -> endorse(r, true), "recommend"),
        Route.post(one + "/unendorse", profile, r -> endorse(r, false), "recommend no more"),
        Route.post(one + "/pin", profile, r -> endorse(r, true), "recommend"),
        Route.post(one + "/unpin", profile, r -> endorse(r, false), "recommend no more"),
        Route.get(
            "/api/v1/endorsements",
            Access.user(READ_ACCOUNTS),
            this::endorsements,
            "whom I recommend"),
        Route.get(requests, Access.user(READ_FOLLOWS), this::requests, "who asks to follow me"),
        Route.post(
            requests + "/:id/authorize", follows, r -> end(r, relations::accept), "let follow"),
        Route.post(
            requests + "/:id/reject", follows, r -> end(r, relations::reject), "do not let follow"),
        Route.get("/api/v1/blocks", Access.user(READ_BLOCKS), this::blocks, "whom I block"),
        Route.get("/api/v1/mutes", Access.user(READ_MUTES), this::mutes, "whom I mute"),
        Route.get(domains, Access.user(READ_BLOCKS), this::domains, "servers I block"),
        Route.post(domains, blocks, this::blockDomain, "block a server"),
        Route.delete(domains, blocks, this::unblockDomain, "unblock a server"));
  }

  private Answer relationships(Request request) {
    // As many as a request may have names: apps ask for whole pages of several lists at once.
    List<AccountId> ids = request.params().ids("id", AccountId::parse).stream().distinct().toList();
    List<AccountId> there = accounts.load(ids).stream().map(Account::id).toList();
    return Answer.json(
        relationshipJson.list(
            new JsonWriter(), relations.relationships(Looking.me(request), there)));
  }

  private List<AccountId> ids(Request request) {
    List<AccountId> ids = request.params().ids("id", AccountId::parse);
    if (ids.size() > limits.rows().idsInOneRequestMax()) {
      throw Refusal.invalid(
          "id", "ERR_TOO_LONG", "At most " + limits.rows().idsInOneRequestMax() + " ids at once");
    }
    return ids;
  }

  /// Looks at the newest of those I follow, not at all of them: it is a hint, and has to stay
  /// cheap.
  private Answer familiar(Request request) {
    AccountId me = Looking.me(request);
    List<AccountId> mine =
        relations.following(me, Page.newest(FAMILIAR_READ_MAX)).stream()
            .map(Relations.Entry::account)
            .toList();
    JsonWriter json = new JsonWriter().array();
    for (Account account : accounts.load(ids(request))) {
      if (!looking.maySee(Looking.viewer(request), account)) {
        continue;
      }
      List<AccountId> familiar =
          !looking.maySeeCollections(Looking.viewer(request), account.id())
              ? List.of()
              : mine.stream()
                  .filter(f -> relations.follows(f, account.id()))
                  // Whoever hides whom he follows is not told of here either.
                  .filter(f -> looking.maySeeCollections(Looking.viewer(request), f))
                  .limit(FAMILIAR_SHOWN_MAX)
                  .toList();
      json.object().fieldId("id", account.id().value()).name("accounts");
      accountJson.list(json, accounts.load(familiar)).end();
    }
    return Answer.json(json.end());
  }

  // ---- changing

  private Answer follow(Request request) {
    AccountId me = Looking.me(request);
    AccountId other = looking.account(request).id();
    Params params = request.params();
    Relationship before = relations.relationship(me, other);
    FollowOptions old =
        before.following() || before.requested() ? before.options() : FollowOptions.usual();
    FollowOptions options =
        new FollowOptions(
            params.flag("reblogs", old.boosts()),
            params.flag("notify", old.notifies()),
            params.has("languages") ? new ArrayList<>(params.list("languages")) : old.languages());
    return answer(relations.follow(me, other, options));
  }

  private Answer end(Request request, BiFunction<AccountId, AccountId, Relationship> act) {
    return answer(act.apply(Looking.me(request), looking.existing(request)));
  }

  private Answer mute(Request request) {
    Params params = request.params();
    int seconds = Math.max(0, params.number("duration", 0));
    return answer(
        relations.mute(
            Looking.me(request),
            looking.existing(request),
            params.flag("notifications", true),
            Duration.ofSeconds(seconds)));
  }

  private Answer note(Request request) {
    return answer(
        relations.note(
            Looking.me(request), looking.existing(request), request.params().text("comment", "")));
  }

  private Answer endorse(Request request, boolean endorsed) {
    return answer(relations.endorse(Looking.me(request), looking.existing(request), endorsed));
  }

  private Answer answer(Relationship relationship) {
    return Answer.json(relationshipJson.write(new JsonWriter(), relationship));
  }

  // ---- lists

  private Answer endorsements(Request request) {
    return looking.accountList(request, accounts.load(relations.endorsements(Looking.me(request))));
  }

  private Answer requests(Request request) {
    Page page = page(request);
    return looking.accounts(request, page, relations.requests(Looking.me(request), page));
  }

  /// Not only those whom one may still see: a block must be there to be taken back.
  private Answer blocks(Request request) {
    Page page = page(request);
    List<Relations.Entry> rows = relations.blocked(Looking.me(request), page);
    JsonWriter json = new JsonWriter().array();
    accounts
        .load(rows.stream().map(Relations.Entry::account).toList())
        .forEach(a -> accountJson.write(json, a));
    return Looking.paged(Answer.json(json.end()), request, page, Looking.positions(rows));
  }

  private Answer mutes(Request request) {
    AccountId me = Looking.me(request);
    Page page = page(request);
    List<Relations.Entry> rows = relations.muted(me, page);
    JsonWriter json = new JsonWriter().array();
    accounts
        .load(rows.stream().map(Relations.Entry::account).toList())
        .forEach(a -> accountJson.muted(json, a, relations.relationship(me, a.id()).mutedUntil()));
    return Looking.paged(Answer.json(json.end()), request, page, Looking.positions(rows));
  }

  private Answer domains(Request request) {
    JsonWriter json = new JsonWriter().array();
    relations.blockedDomains(Looking.me(request)).forEach(json::value);
    return Answer.json(json.end());
  }

  private Answer blockDomain(Request request) {
    relations.blockDomain(Looking.me(request), request.params().required("domain"));
    return Answer.empty();
  }

  private Answer unblockDomain(Request request) {
    relations.unblockDomain(Looking.me(request), request.params().required("domain"));
    return Answer.empty();
  }

  private Page page(Request request) {
    return Paging.page(
        request, limits.rows().accountsPageDefault(), limits.rows().accountsPageMax());
  }
}
