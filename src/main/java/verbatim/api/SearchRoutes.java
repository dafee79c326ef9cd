package verbatim.api;

import static verbatim.access.Scope.READ_SEARCH;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Entities;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Search for what is known by its name: accounts by the beginning of theirs, tags in use, and our
/// own addresses of statuses and accounts. Search in words comes with issue 3.
final class SearchRoutes {
  private final Accounts accounts;
  private final Statuses statuses;
  private final Timelines timelines;
  private final Relations relations;
  private final MaySee maySee;
  private final Looking looking;
  private final AccountJson accountJson;
  private final StatusJson statusJson;
  private final TagJson tagJson;
  private final Addresses addresses;
  private final Limits limits;

  SearchRoutes(
      Accounts accounts,
      Statuses statuses,
      Timelines timelines,
      Relations relations,
      MaySee maySee,
      Looking looking,
      AccountJson accountJson,
      StatusJson statusJson,
      TagJson tagJson,
      Addresses addresses,
      Limits limits) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.timelines = timelines;
    this.relations = relations;
    this.maySee = maySee;
    this.looking = looking;
    this.accountJson = accountJson;
    this.statusJson = statusJson;
    this.tagJson = tagJson;
    this.addresses = addresses;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v2/search", Access.optional(READ_SEARCH), this::search, "search"));
  }

  private Answer search(Request request) {
    Params params = request.params();
    String words = params.required("q").strip();
    String type = params.text("type", "");
    int skip = Math.max(0, params.number("offset", 0));
    int rows =
        Math.clamp(params.number("limit", limits.rows().pageDefault()), 1, limits.rows().pageMax());
    Viewer viewer = Looking.viewer(request);
    JsonWriter json = new JsonWriter().object().name("accounts");
    accountJson.list(
        json, isWanted(type, "accounts") ? accounts(request, words, skip, rows) : List.of());
    json.name("statuses");
    statusJson.list(
        json,
        viewer,
        isWanted(type, "statuses") && skip == 0 ? statuses(viewer, words) : List.of());
    json.name("hashtags");
    tagJson.list(json, viewer, isWanted(type, "hashtags") && skip == 0 ? tags(words) : List.of());
    return Answer.json(json.end());
  }

  private static boolean isWanted(String type, String kind) {
    return type.isEmpty() || type.equals(kind);
  }

  private List<Account> accounts(Request request, String words, int skip, int rows) {
    Viewer viewer = Looking.viewer(request);
    Optional<Account> addressed = addresses.account(words).flatMap(accounts::find);
    boolean followedOnly = request.params().flag("following", false);
    Predicate<AccountId> wanted =
        id ->
            !followedOnly || (viewer instanceof Viewer.Member(var me) && relations.follows(me, id));
    List<Account> found =
        addressed.isPresent()
            ? addressed.filter(a -> wanted.test(a.id())).stream().toList()
            : accounts.named(
                AccountRoutes.prefix(words, addresses), limits.rows().accountsPageMax(), wanted);
    return found.stream().filter(a -> looking.maySee(viewer, a)).skip(skip).limit(rows).toList();
  }

  private List<Status> statuses(Viewer viewer, String words) {
    return addresses
        .status(words)
        .flatMap(statuses::find)
        .filter(s -> maySee.maySee(viewer, s.author(), s.audience()))
        .stream()
        .toList();
  }

  /// The tag of that name, if somebody used it in public lately.
  private List<String> tags(String words) {
    String name = words.startsWith("#") ? words.substring(1) : words;
    boolean isTag =
        Entities.find("#" + name, limits.text()).hashtags().stream()
            .anyMatch(h -> h.name().equals(name));
    return isTag && timelines.history(Tags.key(name)).stream().anyMatch(d -> d.uses() > 0)
        ? List.of(name)
        : List.of();
  }
}
