package verbatim.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import verbatim.access.Credentials;
import verbatim.access.Invitations;
import verbatim.access.Registration;
import verbatim.access.Sessions;
import verbatim.accounts.Account;
import verbatim.accounts.Standing;
import verbatim.accounts.Standing.Role;
import verbatim.accounts.Stats;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.kernel.StatusId;
import verbatim.moderation.Acts;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;
import verbatim.moderation.Moderation;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.timelines.Timelines;

/// People and their public posts as moderators see them, and what these do to them. Of words that
/// are not public nothing stands here.
final class DeskPeoplePages {
  private static final String PEOPLE = "/desk/people";
  private static final String POSTS = "/desk/posts";
  private static final int HISTORY = 30;
  private static final int POSTS_SHOWN = 40;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Registration registration;
  private final Sessions sessions;
  private final Credentials credentials;
  private final Invitations invitations;
  private final PostViews posts;
  private final Moderation moderation;
  private final DeskRows rows;

  DeskPeoplePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      Web.Doors doors,
      PostViews posts,
      Web.Desk desk,
      DeskRows rows) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.registration = doors.registration();
    this.sessions = doors.sessions();
    this.credentials = doors.credentials();
    this.invitations = doors.invitations();
    this.posts = posts;
    this.moderation = desk.moderation();
    this.rows = rows;
  }

  List<Route> routes() {
    Access moderators = Access.desk(Role.MODERATOR);
    return List.of(
        Route.get(PEOPLE, moderators, this::all, "people, for moderators"),
        Route.get(PEOPLE + "/:id", moderators, this::show, "somebody, for moderators"),
        Route.post(PEOPLE + "/:id/act", moderators, this::act, "acting on somebody"),
        Route.post(
            PEOPLE + "/:id/role", Access.desk(Role.ADMIN), this::role, "giving somebody a role"),
        Route.post(
            PEOPLE + "/:id/reset",
            Access.desk(Role.ADMIN),
            this::resetLink,
            "making a link with which somebody sets a new password"),
        Route.post(PEOPLE + "/:id/posts", moderators, this::actOnPosts, "acting on several posts"),
        Route.get(POSTS + "/:id", moderators, this::post, "a post, for moderators"),
        Route.post(POSTS + "/:id/act", moderators, this::actOnPost, "acting on a post"));
  }

  // ---- finding

  private Answer all(Request request) {
    String sought = request.query("q").strip();
    String show = request.query("show");
    long below =
        StatusId.parse(request.query("max_id")).map(StatusId::value).orElse(Long.MAX_VALUE);
    List<Account> found =
        sought.isEmpty()
            ? show.equals("staff")
                ? words.accounts().staff()
                : words.accounts().newest(below, DeskRows.ROWS, wanted(show))
            : named(sought, isAdmin(request));
    Forms.Sheet sheet = forms.sheet(request);
    String path = PEOPLE + "?show=" + URLEncoder.encode(show, StandardCharsets.UTF_8);
    boolean mayGoOn = sought.isEmpty() && !show.equals("staff") && found.size() == DeskRows.ROWS;
    return sheet.finish(
        templates.page(
            "desk_people",
            new DeskViews.People(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.people")),
                sought,
                show,
                found.stream().map(rows::row).toList(),
                new Views.Pages(
                    below == Long.MAX_VALUE ? "" : path,
                    mayGoOn ? path + "&max_id=" + found.getLast().id() : ""))));
  }

  private static Predicate<Account> wanted(String show) {
    return switch (show) {
      case "limited" -> account -> account.standing().limited();
      case "suspended" -> account -> account.standing().state() == Standing.State.SUSPENDED;
      case "unconfirmed" -> account -> account.standing().state() == Standing.State.UNCONFIRMED;
      case "waiting" -> account -> account.standing().state() == Standing.State.PENDING;
      default -> account -> account.standing().state() != Standing.State.DELETED;
    };
  }

  private boolean isAdmin(Request request) {
    return words
        .accounts()
        .find(Reading.me(request))
        .filter(me -> me.standing().role().isAtLeast(Role.ADMIN))
        .isPresent();
  }

  /// @param isAdmin who may see addresses, and so finds by them
  private List<Account> named(String sought, boolean isAdmin) {
    String name = sought.startsWith("@") ? sought.substring(1) : sought;
    List<Account> found = new ArrayList<>(words.accounts().everybodyNamed(name, DeskRows.ROWS));
    words
        .accounts()
        .find(words.addresses().handle(name))
        .filter(account -> !found.contains(account))
        .filter(account -> account.standing().state() != Standing.State.DELETED)
        .ifPresent(found::addFirst);
    if (isAdmin) {
      words.accounts().load(credentials.withAddress(name, DeskRows.ROWS)).stream()
          .filter(account -> !found.contains(account))
          .filter(account -> account.standing().state() != Standing.State.DELETED)
          .forEach(found::add);
    }
    return found;
  }

  // ---- one

  private Account account(Request request) {
    return words
        .accounts()
        .find(request.id("id", AccountId::parse))
        .filter(found -> found.standing().state() != Standing.State.DELETED)
        .orElseThrow(Refusal::notFound);
  }

  private Answer show(Request request) {
    return page(request, Optional.empty());
  }

  private Answer page(Request request, Optional<Refused> refused) {
    AccountId me = Reading.me(request);
    Account account = account(request);
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    Frame frame = sheet.frame(Frame.Place.DESK, "@" + account.handle().acct());
    Stats stats = words.accounts().stats(account.id());
    boolean mayAct = rows.isOver(me, account);
    return sheet.finish(
        templates.page(
            "desk_person",
            new DeskViews.Person(
                frame,
                rows.row(account),
                frame.me().isAdmin() ? email(account) : "",
                invitations.inviterOf(account.id()).map(by -> rows.by(by, t)).orElse(rows.nobody()),
                registration.waiting(account.id()).stream()
                    .flatMap(one -> rows.signUp(one, frame.me().isAdmin()).stream())
                    .toList(),
                sessions.of(account.id()).size(),
                stats.statuses(),
                stats.followers(),
                stats.following(),
                moderation.cases().about(me, account.id(), Page.newest(DeskRows.ROWS)).stream()
                    .map(rows::row)
                    .toList(),
                rows.lines(
                    moderation
                        .deeds()
                        .list(me, Deeds.Wanted.about(account.id()), Page.newest(HISTORY)),
                    t),
                publicPosts(account),
                request.query("all").equals("1"),
                mayAct,
                DeskRows.choices(account),
                mayAct ? roles(frame.me()) : List.of(),
                refused.isPresent() ? request.params().text("words", "") : "",
                refused.map(r -> DeskRows.problem(r, t)).orElse(""),
                refused.map(r -> DeskRows.faults(r, t)).orElse(List.of()))));
  }

  private String email(Account account) {
    return credentials.own(account.id()).map(Credentials.Own::email).orElse("");
  }

  /// As everybody sees them: of somebody suspended, none.
  private List<Views.Post> publicPosts(Account account) {
    List<Status> some =
        words
            .timelines()
            .account(
                Viewer.ANYBODY, Timelines.AccountQuery.all(account.id()), Page.newest(POSTS_SHOWN));
    return some.stream()
        .filter(status -> !status.isBoost())
        .flatMap(status -> posts.of(Viewer.ANYBODY, status).stream())
        .toList();
  }

  private static List<String> roles(Frame.Me me) {
    if (!me.isAdmin()) {
      return List.of();
    }
    return Stream.of(Role.values())
        .filter(role -> me.role() == Role.OWNER || role.compareTo(me.role()) < 0)
        .map(role -> role.name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  private interface Step {
    Deed take(AccountId me, AccountId about);
  }

  private Answer step(Request request, Step step) {
    Account account = account(request);
    try {
      var _ = step.take(Reading.me(request), account.id());
      return forms.saying(
          Answer.seeOther(URI.create(PEOPLE + "/" + account.id())), "done", "", request);
    } catch (Refused e) {
      int status = DeskRows.status(e);
      return page(request, Optional.of(e)).status(status);
    }
  }

  private Answer act(Request request) {
    forms.check(request);
    Deed.Kind kind =
        kind(
            request,
            List.of("warned", "limited", "unlimited", "suspended", "unsuspended", "noted"));
    return step(
        request,
        (me, about) ->
            moderation
                .acts()
                .act(me, Acts.Order.of(kind, about, request.params().text("words", ""))));
  }

  /// One deed for all that were chosen: the author is told once, and may answer once.
  private Answer actOnPosts(Request request) {
    forms.check(request);
    Deed.Kind kind = kind(request, List.of("removed", "marked_sensitive"));
    return step(
        request,
        (me, about) ->
            moderation
                .acts()
                .act(
                    me,
                    new Acts.Order(
                        kind,
                        about,
                        DeskRows.chosen(request),
                        Deed.NO_REPORT,
                        request.params().text("words", ""))));
  }

  private static Deed.Kind kind(Request request, List<String> offered) {
    String word = request.params().text("act", "");
    return Deed.Kind.of(word.replace('_', '-'))
        .filter(_ -> offered.contains(word))
        .orElseThrow(() -> Refusal.malformed("no such act"));
  }

  private Answer role(Request request) {
    forms.check(request);
    Role role =
        Acts.role(request.params().text("role", ""))
            .orElseThrow(() -> Refusal.malformed("no such role"));
    return step(request, (me, about) -> moderation.acts().role(me, about, role));
  }

  /// The address is told on the page that answers, and nowhere again.
  private Answer resetLink(Request request) {
    forms.check(request);
    Account account = account(request);
    try {
      moderation.acts().mayReset(Reading.me(request), account.id());
      credentials.refuseReset(account.id());
      var _ = moderation.acts().resetLink(Reading.me(request), account.id());
      Secret address = credentials.resetLink(account.id());
      Forms.Sheet sheet = forms.sheet(request);
      String back = PEOPLE + "/" + account.id();
      return sheet.finish(
          templates.page(
              "desk_reset",
              new InvitationViews.ResetLink(
                  sheet.frame(Frame.Place.DESK, sheet.t().say("desk.reset")).leadingTo(back),
                  "@" + account.handle().acct(),
                  back,
                  address.reveal())));
    } catch (Refused e) {
      int status = DeskRows.status(e);
      return page(request, Optional.of(e)).status(status);
    }
  }

  // ---- a post

  private Answer post(Request request) {
    return post(request, Optional.empty());
  }

  /// Moderators see here what they see anywhere; what was reported to them stands in the report.
  private Answer post(Request request, Optional<Refused> refused) {
    AccountId me = Reading.me(request);
    Status status = status(request);
    Account author = words.accounts().find(status.author()).orElseThrow(Refusal::notFound);
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    return sheet.finish(
        templates.page(
            "desk_post",
            new DeskViews.Post(
                sheet.frame(Frame.Place.DESK, t.say("desk.post")),
                posts.of(Viewer.ANYBODY, status).orElseThrow(Refusal::notFound),
                rows.who(author.id()),
                rows.isOver(me, author),
                choices(status),
                refused.isPresent() ? request.params().text("words", "") : "",
                refused.map(r -> DeskRows.problem(r, t)).orElse(""),
                refused.map(r -> DeskRows.faults(r, t)).orElse(List.of()))));
  }

  private Status status(Request request) {
    Status status =
        words.statuses().get(Reading.viewer(request), request.id("id", StatusId::parse));
    if (status.isBoost()) {
      throw Refusal.notFound();
    }
    return status;
  }

  private static List<String> choices(Status status) {
    if (status.words().covered()) {
      return List.of("removed", "uncovered");
    }
    return status.words().media().isEmpty()
        ? List.of("removed")
        : List.of("removed", "marked_sensitive");
  }

  private Answer actOnPost(Request request) {
    forms.check(request);
    Status status = status(request);
    Deed.Kind kind = kind(request, List.of("removed", "marked_sensitive", "uncovered"));
    try {
      var _ =
          moderation
              .acts()
              .act(
                  Reading.me(request),
                  Acts.Order.onStatus(kind, status, request.params().text("words", "")));
      return forms.saying(
          Answer.seeOther(URI.create(PEOPLE + "/" + status.author())), "done", "", request);
    } catch (Refused e) {
      int code = DeskRows.status(e);
      return post(request, Optional.of(e)).status(code);
    }
  }
}
