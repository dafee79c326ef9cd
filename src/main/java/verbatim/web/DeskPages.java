package verbatim.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.access.Registration;
import verbatim.accounts.Account;
import verbatim.accounts.Standing.Role;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.moderation.Appeals;
import verbatim.moderation.Case;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;
import verbatim.moderation.Moderation;

/// What waits at the desk: how many sign-ups and reports, the appeals; and the log of all that was
/// done.
final class DeskPages {
  static final String DESK = "/desk";
  private static final String APPEALS = DESK + "/appeals";
  private static final String AUDIT = DESK + "/audit";
  private static final int COUNTED_MAX = 100;
  private static final int NEWEST = 6;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Registration registration;
  private final Moderation moderation;
  private final DeskRows rows;

  DeskPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      Web.Doors doors,
      Web.Desk desk,
      DeskRows rows) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.registration = doors.registration();
    this.moderation = desk.moderation();
    this.rows = rows;
  }

  List<Route> routes() {
    Access moderators = Access.desk(Role.MODERATOR);
    return List.of(
        Route.get(DESK, moderators, this::overview, "what waits at the desk"),
        Route.get(APPEALS, moderators, this::appeals, "what people say against what was done"),
        Route.post(APPEALS + "/:id", moderators, this::answer, "answering an appeal"),
        Route.get(AUDIT, moderators, this::audit, "the log of what was done"));
  }

  /// What is counted beside the link to the desk.
  static Frame.Waiting waiting(Registration registration, Moderation moderation, AccountId me) {
    int countedMax = Frame.Waiting.COUNTED_MAX + 1;
    return new Frame.Waiting(
        registration.countWaiting(countedMax),
        moderation.cases().countOpen(me, countedMax),
        moderation.appeals().countOpen(me, countedMax));
  }

  private Answer overview(Request request) {
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    // The reports are looked at for whose they are; the frame counts nothing again.
    List<Case> open = moderation.cases().open(me, Page.newest(COUNTED_MAX));
    Frame.Waiting waits =
        new Frame.Waiting(
            registration.countWaiting(COUNTED_MAX),
            open.size(),
            moderation.appeals().countOpen(me, COUNTED_MAX));
    return sheet.finish(
        templates.page(
            "desk",
            new DeskViews.Overview(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.title"), waits),
                waits.signUps(),
                waits.reports(),
                (int) open.stream().filter(one -> one.assignee().equals(me)).count(),
                waits.appeals(),
                registration.countMembers(),
                rows.lines(
                    moderation.deeds().list(me, Deeds.Wanted.ALL, Page.newest(NEWEST)),
                    sheet.t()))));
  }

  /// Of a page whose forms have no field beside which something could stand.
  static String problem(Refused refused, Tongue t) {
    String problem = DeskRows.problem(refused, t);
    return problem.isEmpty() ? Forms.faults(refused, t).getFirst().words() + "." : problem;
  }

  // ---- appeals

  private Answer appeals(Request request) {
    return appeals(request, "");
  }

  private Answer appeals(Request request, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    List<DeskViews.Appeal> open =
        moderation.appeals().open(Reading.me(request), Page.newest(COUNTED_MAX)).stream()
            .map(one -> appeal(one, sheet.t()))
            .toList();
    return sheet.finish(
        templates.page(
            "desk_appeals",
            new DeskViews.Appeals(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.appeals")), open, problem)));
  }

  private DeskViews.Appeal appeal(Appeals.Waiting one, Tongue t) {
    return new DeskViews.Appeal(
        one.deed().id().toString(),
        rows.who(one.appeal().by()),
        rows.line(one.deed(), t),
        one.appeal().words(),
        one.appeal().at(),
        one.isForOther(),
        rows.held(moderation.evidence().of(one.deed())));
  }

  private Answer answer(Request request) {
    forms.check(request);
    try {
      var _ =
          moderation
              .appeals()
              .answer(
                  Reading.me(request),
                  request.id("id", DeedId::parse),
                  request.params().text("answer", "").equals("accept"),
                  request.params().text("words", ""));
      return forms.saying(Answer.seeOther(URI.create(APPEALS)), "done", "", request);
    } catch (Refused e) {
      String problem =
          e.refusal() instanceof Refusal.Forbidden(String why)
              ? Refusals.words(why, forms.sheet(request).t()) + "."
              : problem(e, forms.sheet(request).t());
      return appeals(request, problem).status(DeskRows.status(e));
    }
  }

  // ---- the log

  private Answer audit(Request request) {
    String by = request.query("by").strip();
    String about = request.query("about").strip();
    String kind = request.query("kind");
    Forms.Sheet sheet = forms.sheet(request);
    Optional<AccountId> byId = named(by);
    Optional<AccountId> aboutId = named(about);
    boolean isUnknown = byId.isEmpty() || aboutId.isEmpty();
    Page page = Reading.older(request, DeskRows.ROWS);
    List<Deed> deeds =
        isUnknown
            ? List.of()
            : moderation
                .deeds()
                .list(
                    Reading.me(request),
                    new Deeds.Wanted(byId.get(), aboutId.get(), Deed.Kind.of(kind)),
                    page);
    return sheet.finish(
        templates.page(
            "desk_audit",
            new DeskViews.Audit(
                sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.audit")),
                by,
                about,
                kind,
                Stream.of(Deed.Kind.values()).map(Deed.Kind::word).toList(),
                rows.lines(deeds, sheet.t()),
                pages(request, Map.of("by", by, "about", about, "kind", kind), deeds),
                isUnknown ? sheet.t().say("audit.nobody") : "")));
  }

  /// Whom a name or a number means; nobody in particular for "".
  private Optional<AccountId> named(String sought) {
    if (sought.isEmpty()) {
      return Optional.of(Deed.NOBODY);
    }
    return words
        .accounts()
        .find(words.addresses().handle(sought.startsWith("@") ? sought.substring(1) : sought))
        .map(Account::id)
        .or(() -> AccountId.parse(sought));
  }

  private static Views.Pages pages(Request request, Map<String, String> asked, List<Deed> deeds) {
    String query =
        asked.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .sorted()
            .collect(Collectors.joining("&"));
    String path = AUDIT + (query.isEmpty() ? "" : "?" + query);
    String older =
        deeds.size() < DeskRows.ROWS
            ? ""
            : path + (query.isEmpty() ? "?" : "&") + "max_id=" + deeds.getLast().id();
    return new Views.Pages(request.query("max_id").isEmpty() ? "" : path, older);
  }
}
