package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.access.Caller;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.Ids;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.moderation.Appeal;
import verbatim.moderation.Appeals;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;

/// What the moderators did to the reader, and what he says to it. Also for somebody suspended: it
/// is the one page that his session opens.
final class StandingPages {
  static final String PATH = "/standing";
  private static final int ROWS = 40;

  private final Templates templates;
  private final Forms forms;
  private final Appeals appeals;
  private final DeskRows rows;

  StandingPages(Templates templates, Forms forms, Moderation moderation, DeskRows rows) {
    this.templates = templates;
    this.forms = forms;
    this.appeals = moderation.appeals();
    this.rows = rows;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Access.browser(), this::show, "what the moderators told me"),
        Route.post(PATH + "/read", Access.browser(), this::read, "having read it"),
        Route.post(PATH + "/:id/appeal", Access.browser(), this::appeal, "saying something to it"));
  }

  private static AccountId me(Request request) {
    return switch (request.caller()) {
      case Caller.SignedIn who -> who.account();
      case Caller.Pending who -> who.account();
      case Caller.Anonymous() -> throw new Refused(new Refusal.NotSignedIn("Sign in first"));
      case Caller.Application _ -> throw new IllegalStateException("an app has no session");
    };
  }

  private Answer show(Request request) {
    return page(request, "", List.of());
  }

  private Answer page(Request request, String typedFor, List<Views.Fault> faults) {
    AccountId me = me(request);
    List<Appeals.Told> told = appeals.told(me, Page.newest(ROWS));
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "standing",
            new DeskViews.Standing(
                sheet.frame(sheet.t().say("standing.title")),
                told.stream().map(one -> view(me, one)).toList(),
                appeals.hasUnread(me),
                told.isEmpty() ? "" : told.getFirst().deed().id().toString(),
                typedFor.isEmpty() ? "" : request.params().text("words", ""),
                typedFor,
                faults)));
  }

  private DeskViews.Told view(AccountId me, Appeals.Told one) {
    Optional<Appeal> appeal = one.appeal();
    return new DeskViews.Told(
        one.deed().id().toString(),
        DeskRows.key(one.deed().kind()),
        one.deed().at(),
        one.deed().words(),
        one.deed().statuses().stream().map(id -> saidAt(one.deed(), id)).toList(),
        rows.held(appeals.removed(me, one.deed())),
        one.heldUntil(),
        one.mayAppeal(),
        appeal.map(Appeal::words).orElse(""),
        appeal.map(a -> a.state().name().toLowerCase(Locale.ROOT)).orElse(""),
        appeal.map(Appeal::answer).orElse(""));
  }

  /// By its number. It was said before it was removed, whatever the clock was then.
  private static Instant saidAt(Deed deed, StatusId id) {
    Instant said = Ids.timeOf(id.value());
    return said.isAfter(deed.at()) ? deed.at() : said;
  }

  private Answer read(Request request) {
    forms.check(request);
    DeedId.parse(request.params().text("up_to", "")).ifPresent(id -> appeals.read(me(request), id));
    return Answer.seeOther(URI.create(PATH));
  }

  private Answer appeal(Request request) {
    forms.check(request);
    AccountId me = me(request);
    DeedId deed = request.id("id", DeedId::parse);
    try {
      var _ = appeals.appeal(me, deed, request.params().text("words", ""));
      return forms.saying(Answer.seeOther(URI.create(PATH)), "appealed", "", request);
    } catch (Refused e) {
      // Said already, in another window: the page shows it.
      if (e.refusal() instanceof Refusal.Conflict) {
        return page(request, "", List.of()).status(409);
      }
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return page(request, deed.toString(), faults).status(422);
    }
  }
}
