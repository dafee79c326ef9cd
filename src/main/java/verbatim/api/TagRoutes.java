package verbatim.api;

import static verbatim.access.Scope.READ_ACCOUNTS;
import static verbatim.access.Scope.READ_FOLLOWS;
import static verbatim.access.Scope.WRITE_ACCOUNTS;
import static verbatim.access.Scope.WRITE_FOLLOWS;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.FilterId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.relations.Lists;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Entities;
import verbatim.text.Tags;

/// Tags: looking at one, following, and showing some on one's profile.
final class TagRoutes {
  private static final int FOLLOWED_DEFAULT = 100;
  private static final int FOLLOWED_MAX = 200;
  private static final int SUGGESTIONS_MAX = 10;
  private static final int SUGGESTIONS_READ_MAX = 40;

  private final Lists lists;
  private final Accounts accounts;
  private final Statuses statuses;
  private final TagJson tagJson;
  private final Limits limits;

  TagRoutes(Lists lists, Accounts accounts, Statuses statuses, TagJson tagJson, Limits limits) {
    this.lists = lists;
    this.accounts = accounts;
    this.statuses = statuses;
    this.tagJson = tagJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access follow = Access.user(WRITE_FOLLOWS);
    Access profile = Access.user(WRITE_ACCOUNTS);
    String one = "/api/v1/tags/:name";
    String featured = "/api/v1/featured_tags";
    return List.of(
        Route.get(one, Access.optional(), this::show, "a tag"),
        Route.post(one + "/follow", follow, this::follow, "follow a tag"),
        Route.post(one + "/unfollow", follow, this::unfollow, "unfollow a tag"),
        Route.post(one + "/feature", profile, this::featureNamed, "show a tag on my profile"),
        Route.post(one + "/unfeature", profile, this::unfeatureNamed, "show it no more"),
        Route.get(
            "/api/v1/followed_tags", Access.user(READ_FOLLOWS), this::followed, "tags I follow"),
        Route.get(featured, Access.user(READ_ACCOUNTS), this::featured, "tags on my profile"),
        Route.post(featured, profile, this::feature, "show a tag on my profile"),
        Route.get(
            featured + "/suggestions",
            Access.user(READ_ACCOUNTS),
            this::suggestions,
            "tags I used lately"),
        Route.delete(featured + "/:id", profile, this::unfeature, "show it no more"));
  }

  private Answer show(Request request) {
    return answer(request, name(request));
  }

  private Answer follow(Request request) {
    lists.followTag(Looking.me(request), name(request));
    return answer(request, name(request));
  }

  private Answer unfollow(Request request) {
    lists.unfollowTag(Looking.me(request), Tags.key(name(request)));
    return answer(request, name(request));
  }

  private Answer followed(Request request) {
    Page page = Paging.page(request, FOLLOWED_DEFAULT, FOLLOWED_MAX);
    List<Lists.FollowedTag> rows = lists.followed(Looking.me(request), page);
    List<String> names = rows.stream().map(Lists.FollowedTag::name).toList();
    return Looking.paged(
        Answer.json(tagJson.list(new JsonWriter(), Looking.viewer(request), names)),
        request,
        page,
        rows.stream().mapToLong(Lists.FollowedTag::position).toArray());
  }

  private Answer answer(Request request, String name) {
    return Answer.json(tagJson.write(new JsonWriter(), Looking.viewer(request), name));
  }

  /// The name of a path if it can be a tag at all: what a post could hold behind a `#`.
  private String name(Request request) {
    return tag(request.variable("name"));
  }

  private String tag(String name) {
    String bare = name.startsWith("#") ? name.substring(1) : name;
    boolean isTag =
        bare.length() <= limits.text().tagCharactersMax()
            && Entities.find("#" + bare, limits.text()).hashtags().stream()
                .anyMatch(h -> h.name().equals(bare));
    if (!isTag) {
      throw Refusal.notFound();
    }
    return bare;
  }

  // ---- on the profile

  private Answer featured(Request request) {
    Account me = me(request);
    JsonWriter json = new JsonWriter().array();
    lists.featured(me.id()).forEach(t -> tagJson.featured(json, t, me));
    return Answer.json(json.end());
  }

  private Answer feature(Request request) {
    Account me = me(request);
    String written = request.params().required("name");
    String name = written.startsWith("#") ? written.substring(1) : written;
    if (Entities.find("#" + name, limits.text()).hashtags().stream()
        .noneMatch(h -> h.name().equals(name))) {
      throw Refusal.invalid("name", "ERR_INVALID", "That is not a tag");
    }
    return Answer.json(tagJson.featured(new JsonWriter(), lists.feature(me.id(), name), me));
  }

  private Answer featureNamed(Request request) {
    lists.feature(Looking.me(request), name(request));
    return answer(request, name(request));
  }

  private Answer unfeatureNamed(Request request) {
    AccountId me = Looking.me(request);
    String key = Tags.key(name(request));
    lists.featured(me).stream()
        .filter(f -> Tags.key(f.name()).equals(key))
        .findFirst()
        .ifPresent(f -> lists.unfeature(me, f.id()));
    return answer(request, name(request));
  }

  private Answer unfeature(Request request) {
    AccountId me = Looking.me(request);
    long id = request.id("id", FilterId::parse).value();
    if (lists.featured(me).stream().noneMatch(f -> f.id() == id)) {
      throw Refusal.notFound();
    }
    lists.unfeature(me, id);
    return Answer.empty();
  }

  private Answer suggestions(Request request) {
    AccountId me = Looking.me(request);
    List<String> used =
        statuses.outbox(me, Page.newest(SUGGESTIONS_READ_MAX)).stream()
            .filter(s -> !s.isBoost())
            .map(Status::words)
            .flatMap(w -> w.tags().stream())
            .distinct()
            .limit(SUGGESTIONS_MAX)
            .toList();
    return Answer.json(tagJson.list(new JsonWriter(), Looking.viewer(request), used));
  }

  private Account me(Request request) {
    return accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
  }
}
