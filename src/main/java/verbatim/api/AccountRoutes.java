package verbatim.api;

import static verbatim.access.Scope.PROFILE;
import static verbatim.access.Scope.READ_ACCOUNTS;
import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_ACCOUNTS;

import java.util.List;
import verbatim.access.Caller;
import verbatim.access.NewMember;
import verbatim.access.OAuth;
import verbatim.access.Registered;
import verbatim.access.Registration;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Secret;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.rendering.Addresses;
import verbatim.search.Search;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Joining, looking people up, and what they posted.
final class AccountRoutes {
  static final int FOLLOW_REQUESTS_COUNTED_MAX = 100;

  private final Search search;
  private final Accounts accounts;
  private final Relations relations;
  private final Lists lists;
  private final Timelines timelines;
  private final Registration registration;
  private final OAuth oauth;
  private final Looking looking;
  private final AccountJson accountJson;
  private final TagJson tagJson;
  private final Addresses addresses;
  private final Limits limits;

  AccountRoutes(
      Search search,
      Accounts accounts,
      Relations relations,
      Lists lists,
      Timelines timelines,
      Registration registration,
      OAuth oauth,
      Looking looking,
      AccountJson accountJson,
      TagJson tagJson,
      Addresses addresses,
      Limits limits) {
    this.search = search;
    this.accounts = accounts;
    this.relations = relations;
    this.lists = lists;
    this.timelines = timelines;
    this.registration = registration;
    this.oauth = oauth;
    this.looking = looking;
    this.accountJson = accountJson;
    this.tagJson = tagJson;
    this.addresses = addresses;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.optional(READ_ACCOUNTS);
    String one = "/api/v1/accounts/:id";
    return List.of(
        Route.post("/api/v1/accounts", Access.app(WRITE_ACCOUNTS), this::register, "join")
            .limited(RateLimits.Bucket.REGISTRATIONS),
        Route.post(
                "/api/v1/emails/confirmations",
                Access.joining(),
                this::resend,
                "send the confirmation letter again")
            .limited(RateLimits.Bucket.SIGN_INS),
        Route.get("/api/v1/accounts", read, this::several, "several accounts"),
        Route.get(
            "/api/v1/accounts/verify_credentials",
            Access.user(READ_ACCOUNTS, PROFILE),
            this::me,
            "my account"),
        Route.get("/api/v1/accounts/lookup", read, this::lookup, "an account by name"),
        Route.get(
            "/api/v1/accounts/search", Access.user(READ_ACCOUNTS), this::search, "find accounts"),
        Route.get(one, read, this::show, "an account"),
        Route.get(
            one + "/statuses", Access.optional(READ_STATUSES), this::statuses, "what it posted"),
        Route.get(one + "/followers", read, this::followers, "who follows it"),
        Route.get(one + "/following", read, this::following, "whom it follows"),
        Route.get(one + "/featured_tags", read, this::featuredTags, "its tags"),
        Route.get(one + "/endorsements", read, this::endorsements, "whom it recommends"),
        Route.get("/api/v1/directory", read, this::directory, "who wants to be found"));
  }

  // ---- joining

  private Answer register(Request request) {
    Params params = request.params();
    NewMember member =
        new NewMember(
            params.text("username", ""),
            params.text("email", ""),
            new Secret(params.text("password", "")),
            params.flag("agreement", false),
            params.text("locale", ""),
            params.text("reason", ""),
            new Secret(params.text("invite_code", "")),
            request.address());
    Registered registered = registration.register(member);
    return Tokens.answer(oauth.welcome(registered, request.caller()));
  }

  private Answer resend(Request request) {
    if (!(request.caller() instanceof Caller.Pending pending)) {
      throw Refusal.forbidden(
          "This method is only available while the e-mail is awaiting confirmation");
    }
    registration.resend(pending, request.params().text("email", ""), request.address());
    return Answer.empty();
  }

  private Answer me(Request request) {
    AccountId id = Looking.me(request);
    Account me = accounts.find(id).orElseThrow(Refusal::notFound);
    int requests = relations.requests(id, Page.newest(FOLLOW_REQUESTS_COUNTED_MAX)).size();
    return Answer.json(accountJson.credential(new JsonWriter(), me, requests)).privately();
  }

  // ---- finding

  private Answer several(Request request) {
    List<AccountId> ids = request.params().ids("id", AccountId::parse);
    if (ids.size() > limits.rows().idsInOneRequestMax()) {
      throw Refusal.invalid(
          "id", "ERR_TOO_LONG", "At most " + limits.rows().idsInOneRequestMax() + " ids at once");
    }
    return looking.accountList(request, accounts.load(ids));
  }

  private Answer show(Request request) {
    return Answer.json(accountJson.write(new JsonWriter(), looking.account(request)));
  }

  private Answer lookup(Request request) {
    String name = request.params().required("acct").strip();
    Account account =
        accounts
            .find(addresses.handle(name))
            .filter(a -> looking.maySee(Looking.viewer(request), a))
            .orElseThrow(Refusal::notFound);
    return Answer.json(accountJson.write(new JsonWriter(), account));
  }

  private Answer search(Request request) {
    Params params = request.params();
    String words = params.text("q").orElse("").strip();
    if (words.isEmpty()) {
      // Apps ask when no more than the @ of a name is typed.
      return looking.accountList(request, List.of());
    }
    int rows =
        Math.clamp(
            params.number("limit", limits.rows().accountsPageDefault()),
            1,
            limits.rows().accountsPageMax());
    int skip = Math.max(0, params.number("offset", 0));
    return looking.accountList(
        request,
        search.accounts(
            Looking.viewer(request), words, params.flag("following", false), skip, rows));
  }

  private Answer directory(Request request) {
    Params params = request.params();
    int skip = Math.max(0, params.number("offset", 0));
    int rows =
        Math.clamp(
            params.number("limit", limits.rows().accountsPageDefault()),
            1,
            limits.rows().accountsPageMax());
    return looking.accountList(request, accounts.directory(skip, rows));
  }

  // ---- what belongs to one

  private Answer statuses(Request request) {
    Account account = looking.account(request);
    Params params = request.params();
    Timelines.AccountQuery query =
        new Timelines.AccountQuery(
            account.id(),
            params.flag("pinned", false),
            params.flag("only_media", false),
            params.flag("exclude_replies", false),
            params.flag("exclude_reblogs", false),
            params.text("tagged").map(Tags::key).orElse(""));
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    return looking.statuses(request, timelines.account(Looking.viewer(request), query, page));
  }

  private Answer followers(Request request) {
    Account account = looking.account(request);
    Page page = page(request);
    return hides(request, account)
        ? looking.accountList(request, List.of())
        : looking.accounts(request, page, relations.followers(account.id(), page));
  }

  private Answer following(Request request) {
    Account account = looking.account(request);
    Page page = page(request);
    return hides(request, account)
        ? looking.accountList(request, List.of())
        : looking.accounts(request, page, relations.following(account.id(), page));
  }

  private boolean hides(Request request, Account account) {
    return !looking.maySeeCollections(Looking.viewer(request), account.id());
  }

  private Answer featuredTags(Request request) {
    Account account = looking.account(request);
    JsonWriter json = new JsonWriter().array();
    lists.featured(account.id()).forEach(t -> tagJson.featured(json, t, account));
    return Answer.json(json.end());
  }

  private Answer endorsements(Request request) {
    Account account = looking.account(request);
    return looking.accountList(request, accounts.load(relations.endorsements(account.id())));
  }

  private Page page(Request request) {
    return Paging.page(
        request, limits.rows().accountsPageDefault(), limits.rows().accountsPageMax());
  }
}
