package verbatim.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Profile;
import verbatim.accounts.Stats;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.relations.Relationship;
import verbatim.relations.Viewer;
import verbatim.statements.Questions;
import verbatim.statuses.Status;
import verbatim.text.Languages;
import verbatim.timelines.Timelines;

/// Profiles, who follows whom, and what the reader does with somebody: follow, mute, block, a note.
final class ProfilePages {
  private static final int SERIES_READ_ROWS = 80;
  private static final int PEOPLE_ROWS = 40;
  private static final int LANGUAGES_MAX = 12;
  private static final int LANGUAGE_CHARACTERS_MAX = 16;
  private static final int MUTE_HOURS_MAX = 24 * 366;
  private static final int FAMILIAR_READ_MAX = 200;
  private static final int FAMILIAR_SHOWN_MAX = 4;

  private final Questions questions;
  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final Persons persons;
  private final Cards cards;

  /// @param questions whether words are theirs, which some take
  ProfilePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      Questions questions,
      PostViews posts,
      Cards cards) {
    this.questions = questions;
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.cards = cards;
    this.persons = new Persons(words.pictures(), words.html());
  }

  List<Route> routes() {
    Relations relations = words.relations();
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/@:acct", Access.browser(), r -> profile(r, ""), "a profile"));
    routes.add(
        Route.get("/@:acct/replies", Access.browser(), r -> profile(r, "replies"), "with replies"));
    routes.add(
        Route.get("/@:acct/series", Access.browser(), r -> profile(r, "series"), "the series"));
    routes.add(
        Route.get("/@:acct/media", Access.browser(), r -> profile(r, "media"), "the pictures"));
    routes.add(
        Route.get("/@:acct/followers", Access.browser(), this::followers, "who follows somebody"));
    routes.add(
        Route.get("/@:acct/following", Access.browser(), this::following, "whom somebody follows"));
    routes.add(
        Route.post("/people/:id/follow", Access.session(), this::follow, "following somebody"));
    routes.add(act("unfollow", "", relations::unfollow));
    routes.add(Route.post("/people/:id/mute", Access.session(), this::mute, "mute"));
    routes.add(Route.get("/people/:id", Access.session(), this::between, "you and somebody"));
    routes.add(
        Route.post("/people/:id/lists", Access.session(), this::lists, "somebody in my lists"));
    routes.add(act("unmute", "unmuted", relations::unmute));
    routes.add(act("block", "blocked", relations::block));
    routes.add(act("unblock", "unblocked", relations::unblock));
    routes.add(act("remove_follower", "removed_follower", relations::removeFollower));
    routes.add(Route.get("/people/:id/message", Access.session(), this::message, "writing to"));
    routes.add(Route.post("/people/:id/note", Access.session(), this::note, "a note for oneself"));
    return routes;
  }

  // ---- profiles

  private Answer profile(Request request, String tab) {
    Account account = Reading.account(request, words);
    Viewer viewer = Reading.viewer(request);
    String path = Persons.path(account) + (tab.isEmpty() ? "" : "/" + tab);
    boolean isSeries = tab.equals("series");
    Timelines.AccountQuery query =
        new Timelines.AccountQuery(
            account.id(), false, tab.equals("media"), tab.isEmpty(), !tab.isEmpty(), "");
    Page page = Reading.page(request);
    List<Status> read =
        words
            .timelines()
            .account(
                viewer,
                query,
                isSeries ? new Page(page.below(), page.above(), false, SERIES_READ_ROWS) : page);
    List<Status> rows = isSeries ? read.stream().filter(ProfilePages::isInSeries).toList() : read;
    List<Views.Post> shown = posts.of(viewer, PostViews.Where.ACCOUNT, rows);
    Views.Pages pages = Reading.pages(request, path, read);
    Forms.Sheet sheet = forms.publicSheet(request);
    if (request.isFragment()) {
      return sheet.finish(
          templates.page("rows_alone", new Views.Rows(sheet.frame(""), shown, pages)));
    }
    boolean isTop = tab.isEmpty() && request.rawQuery().isEmpty();
    return sheet.finish(
        templates.page("profile", view(request, sheet, account, tab, isTop, shown, pages)));
  }

  private static boolean isInSeries(Status status) {
    return !status.isBoost() && status.words().series().isPresent();
  }

  private PeopleViews.Profile view(
      Request request,
      Forms.Sheet sheet,
      Account account,
      String tab,
      boolean isTop,
      List<Views.Post> shown,
      Views.Pages pages) {
    Viewer viewer = Reading.viewer(request);
    Stats stats = words.accounts().stats(account.id());
    Profile profile = account.profile();
    return new PeopleViews.Profile(
        sheet
            .frame(
                viewer.is(account.id()) ? Frame.Place.PROFILE : Frame.Place.NONE,
                Persons.name(account))
            .with(cards.person(account)),
        persons.of(account),
        words.addresses().full(account.handle()),
        profile.header().isEmpty() ? "" : words.pictures().header(profile.header()),
        words.html().bio(account),
        profile.fields().stream()
            .map(
                field ->
                    new PeopleViews.Field(
                        field.name(),
                        words.html().field(account, field),
                        field.verifiedAt().orElse(Instant.EPOCH)))
            .toList(),
        account.createdAt(),
        profile.bot(),
        stats.statuses(),
        stats.following(),
        stats.followers(),
        ThreadPages.mayBeIndexed(account),
        tie(viewer, account),
        familiar(viewer, account),
        words.maySee().maySeeCounts(viewer, account.id()),
        words.maySee().maySeeCollections(viewer, account.id()),
        !words.articles().of(viewer, account.id(), Page.newest(1)).isEmpty(),
        tab,
        isTop ? pinned(viewer, account) : List.of(),
        shown,
        pages);
  }

  private List<Views.Post> pinned(Viewer viewer, Account account) {
    List<StatusId> ids = words.statuses().pinned(account.id());
    return words.statuses().load(ids).stream()
        .filter(s -> words.statuses().maySee(viewer, s))
        .flatMap(s -> posts.pinned(viewer, s).stream())
        .toList();
  }

  PeopleViews.Tie tie(Viewer viewer, Account account) {
    String id = account.id().toString();
    String name = Persons.name(account);
    boolean locked = account.profile().locked();
    if (!(viewer instanceof Viewer.Member(AccountId me)) || me.equals(account.id())) {
      return new PeopleViews.Tie(
          id,
          account.handle().acct(),
          name,
          viewer instanceof Viewer.Member,
          viewer.is(account.id()),
          false,
          false,
          false,
          false,
          false,
          false,
          true,
          false,
          false,
          locked,
          "");
    }
    Relationship tie = words.relations().relationship(me, account.id());
    return new PeopleViews.Tie(
        id,
        account.handle().acct(),
        name,
        true,
        false,
        questions.mayAsk(me, account.id()),
        tie.following(),
        tie.requested(),
        tie.followedBy(),
        tie.requestedBy(),
        tie.options().notifies(),
        tie.options().boosts(),
        tie.muting(),
        tie.blocking(),
        locked,
        tie.note());
  }

  // ---- who follows whom

  private Answer followers(Request request) {
    Account account = listed(request);
    List<Relations.Entry> rows = words.relations().followers(account.id(), page(request));
    return people(request, account, "followers", rows);
  }

  private Answer following(Request request) {
    Account account = listed(request);
    List<Relations.Entry> rows = words.relations().following(account.id(), page(request));
    return people(request, account, "following", rows);
  }

  /// Whoever hides his lists shows none of them: they are not there.
  private Account listed(Request request) {
    Account account = Reading.account(request, words);
    if (!words.maySee().maySeeCollections(Reading.viewer(request), account.id())) {
      throw Refusal.notFound();
    }
    return account;
  }

  static Page page(Request request) {
    return Reading.older(request, PEOPLE_ROWS);
  }

  private Answer people(
      Request request, Account account, String which, List<Relations.Entry> rows) {
    Forms.Sheet sheet = forms.publicSheet(request);
    String path = Persons.path(account) + "/" + which;
    String title = sheet.t().say("people." + which, Persons.name(account));
    return sheet.finish(
        templates.page(
            "people",
            new PeopleViews.People(
                sheet.frame(title),
                title,
                Persons.path(account),
                rows(Reading.viewer(request), rows.stream().map(Relations.Entry::account).toList()),
                pages(request, path, rows.stream().map(Relations.Entry::position).toList()),
                sheet.t().say("people.nobody"))));
  }

  static Views.Pages pages(Request request, String path, List<Long> positions) {
    return new Views.Pages(
        request.query("max_id").isEmpty() ? "" : path,
        positions.size() < PEOPLE_ROWS ? "" : path + "?max_id=" + positions.getLast());
  }

  List<PeopleViews.Row> rows(Viewer viewer, List<AccountId> ids) {
    return words.accounts().load(ids).stream()
        .filter(a -> words.maySee().maySeeProfile(viewer, a.id()))
        .map(a -> new PeopleViews.Row(persons.of(a), tie(viewer, a)))
        .toList();
  }

  // ---- what the reader does

  private Answer follow(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    Account other =
        words
            .accounts()
            .find(request.id("id", AccountId::parse))
            .filter(a -> words.maySee().maySeeProfile(Viewer.of(me), a.id()))
            .orElseThrow(Refusal::notFound);
    Params params = request.params();
    Relationship before = words.relations().relationship(me, other.id());
    FollowOptions old =
        before.following() || before.requested() ? before.options() : FollowOptions.usual();
    words
        .relations()
        .follow(
            me,
            other.id(),
            new FollowOptions(
                params.flag("boosts", old.boosts()),
                params.flag("notify", old.notifies()),
                params.has("languages")
                    ? languages(params.text("languages", ""))
                    : old.languages()));
    return changed(request, "", other.id());
  }

  /// As they were typed, between commas or spaces; what is no code is none.
  private static List<String> languages(String typed) {
    return Stream.of(typed.split("[\\s,;]+"))
        .filter(code -> Languages.isCode(code, LANGUAGE_CHARACTERS_MAX))
        .distinct()
        .limit(LANGUAGES_MAX)
        .toList();
  }

  private Route act(String name, String said, BiConsumer<AccountId, AccountId> act) {
    return Route.post(
        "/people/:id/" + name,
        Access.session(),
        request -> {
          forms.check(request);
          AccountId other = existing(request);
          act.accept(Reading.me(request), other);
          return changed(request, said, other);
        },
        name);
  }

  /// For some hours, or until it is taken back.
  private Answer mute(Request request) {
    forms.check(request);
    AccountId other = existing(request);
    Params params = request.params();
    int hours = Math.clamp(params.number("hours", 0), 0, MUTE_HOURS_MAX);
    words
        .relations()
        .mute(
            Reading.me(request),
            other,
            params.flag("notifications", true),
            Duration.ofHours(hours));
    return changed(request, "muted", other);
  }

  /// All that one can arrange with somebody, on one page.
  private Answer between(Request request) {
    AccountId me = Reading.me(request);
    Account other = visible(request);
    Relationship tie = words.relations().relationship(me, other.id());
    Set<ListId> holding =
        words.lists().listsWith(other.id()).stream()
            .filter(membership -> membership.owner().equals(me))
            .map(Lists.Membership::list)
            .collect(Collectors.toSet());
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    return sheet.finish(
        templates.page(
            "between",
            new PeopleViews.Between(
                sheet.frame(t.say("between.title", Persons.name(other))),
                persons.of(other),
                tie(Viewer.of(me), other),
                tie.mutedUntil().map(t::moment).orElse(""),
                tie.options().languages(),
                words.lists().of(me).stream()
                    .map(
                        list ->
                            new PeopleViews.InList(
                                list.id().toString(), list.title(), holding.contains(list.id())))
                    .toList())));
  }

  /// To the conversation with somebody, or to where one is begun.
  private Answer message(Request request) {
    AccountId me = Reading.me(request);
    Account other = visible(request);
    String path =
        words
            .conversations()
            .between(me, other.id())
            .map(id -> "/conversations/" + id)
            .orElse("/conversations?to=" + other.handle().acct() + "#nw");
    return Answer.seeOther(URI.create(path));
  }

  /// Somebody else, whom the reader may see.
  private Account visible(Request request) {
    AccountId me = Reading.me(request);
    return words
        .accounts()
        .find(existing(request))
        .filter(a -> words.maySee().maySeeProfile(Viewer.of(me), a.id()))
        .filter(a -> !a.id().equals(me))
        .orElseThrow(Refusal::notFound);
  }

  /// Into the lists that are checked, out of the others.
  private Answer lists(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    AccountId other = existing(request);
    Set<ListId> wanted = new HashSet<>(request.params().ids("list", ListId::parse));
    for (Lists.AccountList list : words.lists().of(me)) {
      boolean isIn =
          words.lists().listsWith(other).stream().anyMatch(m -> m.list().equals(list.id()));
      if (wanted.contains(list.id()) && !isIn) {
        words.lists().add(me, list.id(), List.of(other));
      } else if (!wanted.contains(list.id()) && isIn) {
        words.lists().remove(me, list.id(), List.of(other));
      }
    }
    return forms.saying(forms.back(request), "saved", "", request);
  }

  /// Those whom the reader follows and who follow this one; of the newest, for it is a hint.
  private List<Views.Person> familiar(Viewer viewer, Account account) {
    if (!(viewer instanceof Viewer.Member(AccountId me))
        || me.equals(account.id())
        || !words.maySee().maySeeCollections(viewer, account.id())) {
      return List.of();
    }
    List<AccountId> ids =
        words.relations().following(me, Page.newest(FAMILIAR_READ_MAX)).stream()
            .map(Relations.Entry::account)
            .filter(id -> words.relations().follows(id, account.id()))
            // Whoever hides whom he follows is not told of here either.
            .filter(id -> words.maySee().maySeeCollections(viewer, id))
            .limit(FAMILIAR_SHOWN_MAX)
            .toList();
    return words.accounts().load(ids).stream().map(persons::of).toList();
  }

  private Answer note(Request request) {
    forms.check(request);
    AccountId other = existing(request);
    words.relations().note(Reading.me(request), other, request.params().text("note", ""));
    return changed(request, "saved", other);
  }

  /// One may take back what one once did to somebody whom one sees no longer.
  private AccountId existing(Request request) {
    AccountId id = request.id("id", AccountId::parse);
    return words.accounts().find(id).map(Account::id).orElseThrow(Refusal::notFound);
  }

  private Answer changed(Request request, String said, AccountId other) {
    if (request.isFragment()) {
      Account account = words.accounts().find(other).orElseThrow(Refusal::notFound);
      if (said.equals("blocked") && isOnHisPage(request, account)) {
        Answer away = Answer.text("").privately().header("HX-Redirect", "/home");
        return forms.saying(away, said, other.toString(), request);
      }
      Forms.Sheet sheet = forms.sheet(request);
      Answer piece =
          templates.page(
              "tie_alone",
              new PeopleViews.TieAlone(
                  sheet.frame(""),
                  tie(Reading.viewer(request), account),
                  request.params().text("short", "").equals("true")));
      String undo = Forms.undo(said, other.toString());
      return said.isEmpty() ? piece : forms.telling(piece, said, undo, request);
    }
    // Whom one has blocked has no page any more: home instead.
    boolean isOnHisPage =
        words.accounts().find(other).filter(a -> isOnHisPage(request, a)).isPresent();
    Answer back =
        said.equals("blocked") && isOnHisPage
            ? Answer.seeOther(URI.create("/home"))
            : forms.back(request);
    return said.isEmpty() ? back : forms.saying(back, said, other.toString(), request);
  }

  private static boolean isOnHisPage(Request request, Account account) {
    String path = Persons.path(account);
    String back = request.params().text("back", "").split("[?#]", 2)[0];
    return (back + "/").startsWith(path + "/");
  }
}
