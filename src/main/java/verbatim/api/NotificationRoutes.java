package verbatim.api;

import static verbatim.access.Scope.READ_NOTIFICATIONS;
import static verbatim.access.Scope.WRITE_NOTIFICATIONS;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import verbatim.kernel.NotificationId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;

/// What somebody is told: alone, in groups, held aside, and the rules for that.
final class NotificationRoutes {
  private static final int UNREAD_DEFAULT = 100;
  private static final int UNREAD_MAX = 1_000;
  private static final Set<Notification.Type> GROUPED_USUALLY =
      EnumSet.of(Notification.Type.FAVOURITE, Notification.Type.FOLLOW, Notification.Type.REBLOG);

  private final Notifications notifications;
  private final Accounts accounts;
  private final Looking looking;
  private final NotificationJson notificationJson;
  private final Limits.Rows limits;

  NotificationRoutes(
      Notifications notifications,
      Accounts accounts,
      Looking looking,
      NotificationJson notificationJson,
      Limits limits) {
    this.notifications = notifications;
    this.accounts = accounts;
    this.looking = looking;
    this.notificationJson = notificationJson;
    this.limits = limits.rows();
  }

  List<Route> routes() {
    Access read = Access.user(READ_NOTIFICATIONS);
    Access write = Access.user(WRITE_NOTIFICATIONS);
    String v1 = "/api/v1/notifications";
    String v2 = "/api/v2/notifications";
    String requests = "/api/v1/notifications/requests";
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        List.of(
            Route.get(v1, read, this::list, "my notifications"),
            Route.get(v1 + "/unread_count", read, this::unread, "how many are new"),
            Route.post(v1 + "/clear", write, this::clear, "take all away"),
            Route.get(v1 + "/:id", read, this::show, "a notification"),
            Route.post(v1 + "/:id/dismiss", write, this::dismiss, "take one away"),
            Route.get(v2, read, this::groups, "my notifications in groups"),
            Route.get(v2 + "/unread_count", read, this::unreadGroups, "how many groups are new"),
            Route.get(v2 + "/:group_key", read, this::group, "a group"),
            Route.get(v2 + "/:group_key/accounts", read, this::groupAccounts, "who is in a group"),
            Route.post(
                v2 + "/:group_key/dismiss", write, this::dismissGroup, "take a group away")));
    routes.addAll(
        List.of(
            Route.get(requests, read, this::requests, "who is held aside"),
            Route.get(requests + "/merged", read, this::merged, "whether all is in its place"),
            Route.post(requests + "/accept", write, this::acceptSeveral, "let several through"),
            Route.post(requests + "/dismiss", write, this::dismissSeveral, "turn several away"),
            Route.get(requests + "/:id", read, this::request, "one who is held aside"),
            Route.post(requests + "/:id/accept", write, this::accept, "let one through"),
            Route.post(requests + "/:id/dismiss", write, this::turnAway, "turn one away"),
            Route.get(v2 + "/policy", read, this::policy, "whom I hold aside")));
    routes.addAll(
        Route.patchOrPut(v2 + "/policy", write, this::changePolicy, "change whom I hold aside"));
    return routes;
  }

  // ---- alone

  private Answer list(Request request) {
    AccountId me = Looking.me(request);
    Optional<Notifications.Query> query = query(request.params());
    if (query.isEmpty()) {
      return Answer.json(new JsonWriter().array().end());
    }
    Page page = Paging.page(request, limits.accountsPageDefault(), limits.accountsPageMax());
    List<Notification> rows = notifications.list(me, query.get(), page);
    return Looking.linked(
        Answer.json(notificationJson.list(new JsonWriter(16_384), me, rows)),
        request,
        rows.stream().mapToLong(n -> n.id().value()).toArray());
  }

  /// Empty when only types are asked for that we do not have: then nothing fits, and not all.
  private Optional<Notifications.Query> query(Params params) {
    Set<Notification.Type> types = types(params.list("types"));
    if (types.isEmpty() && !params.list("types").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Notifications.Query(
            types,
            types.isEmpty() ? without(params) : types(params.list("exclude_types")),
            params.id("account_id", AccountId::parse),
            params.flag("include_filtered", false)));
  }

  /// Apps that do not name what they want get what they know.
  private static Set<Notification.Type> without(Params params) {
    Set<Notification.Type> without = EnumSet.copyOf(Notification.Type.OURS);
    without.addAll(types(params.list("exclude_types")));
    return without;
  }

  private static Set<Notification.Type> types(List<String> words) {
    Set<Notification.Type> types = EnumSet.noneOf(Notification.Type.class);
    for (Notification.Type type : Notification.Type.values()) {
      if (words.contains(type.word())) {
        types.add(type);
      }
    }
    return types;
  }

  private Answer show(Request request) {
    AccountId me = Looking.me(request);
    Notification notification = notifications.get(me, request.id("id", NotificationId::parse));
    JsonWriter json = new JsonWriter();
    if (!notificationJson.write(json, me, notification)) {
      throw Refusal.notFound();
    }
    return Answer.json(json);
  }

  private Answer unread(Request request) {
    return count(
        query(request.params())
            .map(q -> notifications.unread(Looking.me(request), q, unreadMax(request)))
            .orElse(0));
  }

  private Answer dismiss(Request request) {
    notifications.dismiss(Looking.me(request), request.id("id", NotificationId::parse));
    return Answer.empty();
  }

  private Answer clear(Request request) {
    notifications.clear(Looking.me(request));
    return Answer.empty();
  }

  private static Answer count(int count) {
    return Answer.json(new JsonWriter().object().field("count", count).end());
  }

  private static int unreadMax(Request request) {
    return Math.clamp(request.params().number("limit", UNREAD_DEFAULT), 1, UNREAD_MAX);
  }

  // ---- in groups

  private Answer groups(Request request) {
    AccountId me = Looking.me(request);
    Optional<Notifications.Query> query = query(request.params());
    Page page = Paging.page(request, limits.accountsPageDefault(), limits.accountsPageMax());
    List<Notifications.Group> groups =
        query.isEmpty()
            ? List.of()
            : notifications.groups(me, query.get(), grouped(request.params()), page);
    Answer answer = Answer.json(notificationJson.groups(new JsonWriter(16_384), me, groups));
    // By the newest of each: a group that is cut off may have one that is newer than the oldest
    // here.
    return Looking.linked(
        answer, request, groups.stream().mapToLong(g -> g.newest().id().value()).toArray());
  }

  private static Set<Notification.Type> grouped(Params params) {
    return params.has("grouped_types") ? types(params.list("grouped_types")) : GROUPED_USUALLY;
  }

  private Answer unreadGroups(Request request) {
    return count(
        query(request.params())
            .map(
                q ->
                    notifications.unreadGroups(
                        Looking.me(request), q, grouped(request.params()), unreadMax(request)))
            .orElse(0));
  }

  private Answer group(Request request) {
    AccountId me = Looking.me(request);
    Notifications.Group group = notifications.group(me, request.variable("group_key"));
    return Answer.json(notificationJson.groups(new JsonWriter(), me, List.of(group)));
  }

  private Answer groupAccounts(Request request) {
    Notifications.Group group =
        notifications.group(Looking.me(request), request.variable("group_key"));
    return looking.accountList(request, accounts.load(group.from()));
  }

  private Answer dismissGroup(Request request) {
    notifications.dismissGroup(Looking.me(request), request.variable("group_key"));
    return Answer.empty();
  }

  // ---- held aside

  private Answer requests(Request request) {
    AccountId me = Looking.me(request);
    Page page = Paging.page(request, limits.accountsPageDefault(), limits.accountsPageMax());
    List<Notifications.Request> rows = notifications.requests(me, page);
    JsonWriter json = new JsonWriter().array();
    for (Notifications.Request row : rows) {
      accounts.find(row.from()).ifPresent(a -> notificationJson.request(json, me, row, a));
    }
    return Looking.linked(
        Answer.json(json.end()),
        request,
        rows.stream().mapToLong(Notifications.Request::id).toArray());
  }

  private Answer request(Request request) {
    AccountId me = Looking.me(request);
    long id = requestId(request);
    Notifications.Request row =
        notifications.requests(me, new Page(id + 1, id - 1, false, 1)).stream()
            .findFirst()
            .orElseThrow(Refusal::notFound);
    Account from = accounts.find(row.from()).orElseThrow(Refusal::notFound);
    return Answer.json(notificationJson.request(new JsonWriter(), me, row, from));
  }

  private Answer merged(Request request) {
    // Accepting moves them at once: there is never anything on its way.
    return Answer.json(new JsonWriter().object().field("merged", true).end());
  }

  private Answer accept(Request request) {
    notifications.acceptRequest(Looking.me(request), requestId(request));
    return Answer.empty();
  }

  private Answer turnAway(Request request) {
    notifications.dismissRequest(Looking.me(request), requestId(request));
    return Answer.empty();
  }

  private Answer acceptSeveral(Request request) {
    requestIds(request).forEach(id -> notifications.acceptRequest(Looking.me(request), id));
    return Answer.empty();
  }

  private Answer dismissSeveral(Request request) {
    requestIds(request).forEach(id -> notifications.dismissRequest(Looking.me(request), id));
    return Answer.empty();
  }

  private static long requestId(Request request) {
    return request.id("id", NotificationId::parse).value();
  }

  private List<Long> requestIds(Request request) {
    return request.params().ids("id", NotificationId::parse).stream()
        .limit(limits.idsInOneRequestMax())
        .map(NotificationId::value)
        .toList();
  }

  // ---- the rules

  private Answer policy(Request request) {
    AccountId me = Looking.me(request);
    return policy(me, notifications.policy(me));
  }

  private Answer changePolicy(Request request) {
    AccountId me = Looking.me(request);
    Params params = request.params();
    Notifications.Policy old = notifications.policy(me);
    return policy(
        me,
        notifications.change(
            me,
            new Notifications.Policy(
                held(params, "for_not_following", old.notFollowing()),
                held(params, "for_not_followers", old.notFollowers()),
                held(params, "for_new_accounts", old.newAccounts()),
                held(params, "for_private_mentions", old.privateMentions()),
                held(params, "for_limited_accounts", old.limitedAccounts()))));
  }

  private static Notifications.Held held(Params params, String name, Notifications.Held old) {
    String word = params.text(name, "");
    return switch (word) {
      case "" -> old;
      case "accept" -> Notifications.Held.ACCEPT;
      case "filter" -> Notifications.Held.FILTER;
      case "drop" -> Notifications.Held.DROP;
      default ->
          throw Refusal.invalid(name, "ERR_INCLUSION", name + " must be accept, filter or drop");
    };
  }

  private Answer policy(AccountId me, Notifications.Policy policy) {
    List<Notifications.Request> aside =
        notifications.requests(me, Page.newest(limits.accountsPageMax()));
    JsonWriter json = new JsonWriter().object();
    json.field("for_not_following", word(policy.notFollowing()));
    json.field("for_not_followers", word(policy.notFollowers()));
    json.field("for_new_accounts", word(policy.newAccounts()));
    json.field("for_private_mentions", word(policy.privateMentions()));
    json.field("for_limited_accounts", word(policy.limitedAccounts()));
    json.name("summary").object().field("pending_requests_count", aside.size());
    json.field(
        "pending_notifications_count",
        aside.stream().mapToLong(Notifications.Request::count).sum());
    return Answer.json(json.end().end());
  }

  private static String word(Notifications.Held held) {
    return held.name().toLowerCase(Locale.ROOT);
  }
}
