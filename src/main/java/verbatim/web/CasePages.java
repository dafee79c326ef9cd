package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Standing.Role;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.excerpts.Excerpts;
import verbatim.house.About;
import verbatim.house.House;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.moderation.Acts;
import verbatim.moderation.Case;
import verbatim.moderation.Cases;
import verbatim.moderation.Deed;
import verbatim.moderation.Evidence;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.statuses.Status;

/// Reports: which wait, what one says, and how it ends.
final class CasePages {
  private static final String REPORTS = "/desk/reports";

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final PostViews posts;
  private final ExcerptShowing showing;
  private final Moderation moderation;
  private final Cases cases;
  private final House house;
  private final DeskRows rows;

  CasePages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      ExcerptShowing showing,
      Web.Desk desk,
      DeskRows rows) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.showing = showing;
    this.moderation = desk.moderation();
    this.cases = desk.moderation().cases();
    this.house = desk.house();
    this.rows = rows;
  }

  List<Route> routes() {
    Access moderators = Access.desk(Role.MODERATOR);
    String one = REPORTS + "/:id";
    return List.of(
        Route.get(REPORTS, moderators, this::all, "reports"),
        Route.get(one, moderators, this::show, "a report"),
        Route.post(one + "/private", moderators, this::open, "opening private words"),
        Route.post(one + "/assign", moderators, this::assign, "taking a report on"),
        Route.post(one + "/unassign", moderators, this::unassign, "giving a report back"),
        Route.post(one + "/resolve", moderators, this::resolve, "ending a report"),
        Route.post(one + "/reopen", moderators, this::reopen, "opening a report again"),
        Route.post(one + "/note", moderators, this::note, "a note on a report"),
        Route.post(one + "/act", moderators, this::act, "acting on a report"));
  }

  private Answer all(Request request) {
    AccountId me = Reading.me(request);
    String show =
        List.of("mine", "all").contains(request.query("show")) ? request.query("show") : "open";
    Page page = Reading.older(request, DeskRows.ROWS);
    List<Case> some = show.equals("all") ? cases.all(me, page) : cases.open(me, page);
    List<Case> shown =
        show.equals("mine")
            ? some.stream().filter(one -> one.assignee().equals(me)).toList()
            : some;
    String path = REPORTS + "?show=" + show;
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "desk_reports",
            new DeskViews.Cases(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.reports")),
                show,
                shown.stream().map(rows::row).toList(),
                new Views.Pages(
                    request.query("max_id").isEmpty() ? "" : path,
                    some.size() < DeskRows.ROWS
                        ? ""
                        : path + "&max_id=" + some.getLast().report().id()))));
  }

  private Answer show(Request request) {
    return page(request, Optional.empty());
  }

  /// @param refused why what was asked was not done
  private Answer page(Request request, Optional<Refused> refused) {
    AccountId me = Reading.me(request);
    Case one = cases.get(me, id(request));
    Optional<Account> about = words.accounts().find(one.report().about());
    List<Status> reported = words.statuses().load(one.report().statuses());
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    List<Views.Post> shown =
        reported.stream()
            .flatMap(s -> posts.of(verbatim.relations.Viewer.ANYBODY, s).stream())
            .toList();
    List<Evidence.Held> held = moderation.evidence().of(one.report());
    List<List<Conversations.Reported>> messages =
        one.report().statuses().stream()
            .map(words.conversations()::reported)
            .filter(versions -> !versions.isEmpty())
            .toList();
    List<Excerpts.Reported> excerpts =
        one.report().excerpts().stream()
            .flatMap(id -> reported(id, one.report()).stream())
            .toList();
    // Nobody reads private words without a trace: whoever wants to says so first.
    boolean isPrivate = !messages.isEmpty() || !excerpts.isEmpty();
    boolean isOpen = isPrivate && cases.hasRead(me, one.report().id());
    return sheet.finish(
        templates.page(
            "desk_report",
            new DeskViews.Case(
                sheet.frame(
                    Frame.Place.DESK, t.say("case.title", rows.who(one.report().about()).name())),
                rows.row(one),
                rules(one),
                one.isOpen() || one.by().value() == 0 ? rows.nobody() : rows.who(one.by()),
                shown,
                rows.held(held.stream().filter(then -> isChanged(then, reported)).toList()),
                rows.held(gone(held, reported)),
                isPrivate && !isOpen,
                isOpen
                    ? messages.stream().flatMap(List::stream).map(this::told).toList()
                    : List.of(),
                isOpen ? excerpts.stream().map(this::excerpt).toList() : List.of(),
                stories(one),
                one.report().statuses().size()
                    + one.report().excerpts().size()
                    - shown.size()
                    - gone(held, reported).size()
                    - messages.size()
                    - excerpts.size(),
                one.isOpen() && about.filter(a -> rows.isOver(me, a)).isPresent(),
                one.assignee().equals(me),
                about
                    .map(a -> choices(a, shown.isEmpty() ? List.of() : reported))
                    .orElse(List.of()),
                rows.lines(cases.history(me, one.report().id()), t),
                refused.isPresent() ? request.params().text("words", "") : "",
                refused.map(r -> DeskRows.problem(r, t)).orElse(""),
                refused.map(r -> DeskRows.faults(r, t)).orElse(List.of()))));
  }

  private static boolean isChanged(Evidence.Held then, List<Status> now) {
    return now.stream()
        .filter(post -> post.id().equals(then.post().id()) && !post.isBoost())
        .anyMatch(post -> !post.words().editedAt().equals(then.post().words().editedAt()));
  }

  private static List<Evidence.Held> gone(List<Evidence.Held> held, List<Status> now) {
    return held.stream()
        .filter(then -> now.stream().noneMatch(post -> post.id().equals(then.post().id())))
        .toList();
  }

  private DeskViews.Reported told(Conversations.Reported reported) {
    Message message = reported.message();
    return new DeskViews.Reported(
        rows.who(message.author()),
        message.at(),
        message.replacesN() != 0,
        message.isErased(),
        reported.fits(),
        message.text(),
        posts.pictures(message.media(), message.status()));
  }

  private Optional<Excerpts.Reported> reported(ExcerptId id, Report report) {
    return words.excerpts().reported(id, report.about(), report.by(), report.id());
  }

  private DeskViews.ReportedExcerpt excerpt(Excerpts.Reported reported) {
    return new DeskViews.ReportedExcerpt(
        showing.preview(reported.shown(), Set.of()),
        words.html().message(reported.around().text()),
        reported.around().warning());
  }

  /// What is private is no business of the desk, not even by its name.
  private List<DeskViews.ReportedStory> stories(Case one) {
    return one.report().stories().stream()
        .flatMap(id -> words.stories().find(id).stream())
        .map(
            story ->
                story.isPublic() || story.isWithheld()
                    ? new DeskViews.ReportedStory(story.title(), "/desk/stories/" + story.id())
                    : new DeskViews.ReportedStory("", ""))
        .toList();
  }

  private Answer open(Request request) {
    forms.check(request);
    ReportId id = id(request);
    cases.read(Reading.me(request), cases.get(Reading.me(request), id).report().id());
    return Answer.seeOther(URI.create(REPORTS + "/" + id + "#pw"));
  }

  /// In the words they have now; of one that is gone, its number.
  private List<String> rules(Case one) {
    return one.report().rules().stream()
        .map(
            id ->
                house.about().rules().stream()
                    .filter(rule -> Long.toString(rule.id()).equals(id))
                    .map(About.Rule::words)
                    .findFirst()
                    .orElse(id))
        .toList();
  }

  private static List<String> choices(Account about, List<Status> reported) {
    List<String> ofPosts =
        reported.isEmpty()
            ? List.of()
            : reported.stream().anyMatch(CasePages::hasOpenPictures)
                ? List.of("removed", "marked_sensitive")
                : List.of("removed");
    return Stream.concat(
            ofPosts.stream(),
            DeskRows.choices(about).stream().filter(word -> !word.startsWith("un")))
        .toList();
  }

  private static boolean hasOpenPictures(Status status) {
    return !status.isBoost() && !status.words().media().isEmpty() && !status.words().covered();
  }

  private static ReportId id(Request request) {
    return request.id("id", ReportId::parse);
  }

  private interface Step {
    Deed take(AccountId me, ReportId id);
  }

  private Answer step(Request request, Step step) {
    forms.check(request);
    ReportId id = id(request);
    try {
      var _ = step.take(Reading.me(request), id);
      return forms.saying(Answer.seeOther(URI.create(REPORTS + "/" + id)), "done", "", request);
    } catch (Refused e) {
      int status = DeskRows.status(e);
      return page(request, Optional.of(e)).status(status);
    }
  }

  private Answer assign(Request request) {
    return step(request, (me, id) -> cases.assign(me, id, me));
  }

  private Answer unassign(Request request) {
    return step(request, cases::unassign);
  }

  private Answer resolve(Request request) {
    return step(request, (me, id) -> cases.resolve(me, id, text(request)));
  }

  private Answer reopen(Request request) {
    return step(request, cases::reopen);
  }

  private Answer note(Request request) {
    return step(request, (me, id) -> cases.note(me, id, text(request)));
  }

  private static String text(Request request) {
    return request.params().text("words", "");
  }

  private Answer act(Request request) {
    forms.check(request);
    Deed.Kind kind =
        Deed.Kind.of(request.params().text("act", "").replace('_', '-'))
            .filter(Deed.Kind::isAppealable)
            .orElseThrow(() -> Refusal.malformed("no such act"));
    return step(
        request,
        (me, id) -> {
          Case one = cases.get(me, id);
          return moderation
              .acts()
              .act(
                  me,
                  new Acts.Order(
                      kind, one.report().about(), posts(kind, one, request), id, text(request)));
        });
  }

  /// Where several were reported, all but those whose tick was taken away. What the page cannot
  /// show (it was said to few) has none, and goes with all the others only.
  private static List<StatusId> posts(Deed.Kind kind, Case one, Request request) {
    boolean isOfPosts = kind == Deed.Kind.REMOVED || kind == Deed.Kind.MARKED_SENSITIVE;
    List<StatusId> offered = request.params().ids("offered", StatusId::parse);
    if (!isOfPosts || offered.isEmpty()) {
      return one.report().statuses();
    }
    List<StatusId> ticked = request.params().ids("post", StatusId::parse);
    boolean isAll = ticked.containsAll(offered);
    List<StatusId> some =
        one.report().statuses().stream()
            .filter(id -> ticked.contains(id) || (isAll && !offered.contains(id)))
            .toList();
    return some.isEmpty() ? DeskRows.chosen(request) : some;
  }
}
