package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.access.Registration;
import verbatim.accounts.Standing.Role;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.moderation.Acts;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;

/// Who waits to be let in: one by one, or those who were chosen. What is done to several is asked
/// once more, on a page that names them.
final class DeskSignUpPages {
  private static final String SIGN_UPS = DeskPages.DESK + "/signups";
  private static final String CHOSEN = SIGN_UPS + "/chosen";
  private static final int ROWS_MAX = 100;

  private final Templates templates;
  private final Forms forms;
  private final Registration registration;
  private final Moderation moderation;
  private final DeskRows rows;

  DeskSignUpPages(Templates templates, Forms forms, Web.Doors doors, Web.Desk desk, DeskRows rows) {
    this.templates = templates;
    this.forms = forms;
    this.registration = doors.registration();
    this.moderation = desk.moderation();
    this.rows = rows;
  }

  List<Route> routes() {
    Access moderators = Access.desk(Role.MODERATOR);
    return List.of(
        Route.get(SIGN_UPS, moderators, this::all, "who waits to be let in"),
        Route.get(CHOSEN, moderators, this::chosen, "those of them who were chosen"),
        Route.post(CHOSEN, moderators, this::decideAll, "letting several in, or not"),
        Route.post(SIGN_UPS + "/:id/approve", moderators, this::approve, "letting somebody in"),
        Route.post(SIGN_UPS + "/:id/refuse", moderators, this::refuse, "not letting somebody in"));
  }

  private Answer all(Request request) {
    return all(request, "");
  }

  private Answer all(Request request, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    Frame frame = sheet.frame(Frame.Place.DESK, sheet.t().say("desk.tab.signups"));
    return sheet.finish(
        templates.page(
            "desk_signups",
            new DeskViews.SignUps(
                frame, waiting(frame), request.query("all").equals("1"), problem)));
  }

  private List<DeskViews.SignUp> waiting(Frame frame) {
    return registration.waiting(ROWS_MAX).stream()
        .flatMap(one -> rows.signUp(one, frame.me().isAdmin()).stream())
        .toList();
  }

  // ---- several

  /// Names them and asks: whoever was decided about meanwhile is not among them any more.
  private Answer chosen(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    boolean lets = isLettingIn(request);
    String title = sheet.t().say(lets ? "signups.approve_chosen" : "signups.refuse_chosen");
    Frame frame = sheet.frame(Frame.Place.DESK, title).leadingTo(SIGN_UPS);
    List<String> ids = ids(request).stream().map(AccountId::toString).toList();
    List<DeskViews.SignUp> some =
        waiting(frame).stream().filter(one -> ids.contains(one.id())).toList();
    return some.isEmpty()
        ? all(request, sheet.t().say("signups.none_chosen"))
        : sheet.finish(
            templates.page("desk_signups_chosen", new DeskViews.Chosen(frame, some, lets)));
  }

  private static List<AccountId> ids(Request request) {
    return request.params().ids("id", AccountId::parse).stream()
        .distinct()
        .limit(ROWS_MAX)
        .toList();
  }

  private static boolean isLettingIn(Request request) {
    return switch (request.params().text("act", "")) {
      case "approve" -> true;
      case "refuse" -> false;
      default -> throw Refusal.malformed("no such act");
    };
  }

  /// What cannot be done to one holds up no other.
  private Answer decideAll(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    Acts acts = moderation.acts();
    boolean lets = isLettingIn(request);
    String why = request.params().text("words", "");
    List<String> left = new ArrayList<>();
    Optional<Refused> last = Optional.empty();
    for (AccountId id : ids(request)) {
      try {
        var _ = lets ? acts.approve(me, id) : acts.refuse(me, id, why);
      } catch (Refused e) {
        left.add(rows.who(id).name());
        last = Optional.of(e);
      }
    }
    if (last.isEmpty()) {
      return forms.saying(Answer.seeOther(URI.create(SIGN_UPS)), "done", "", request);
    }
    Tongue t = forms.sheet(request).t();
    String problem = t.say("signups.left", String.join(", ", left), problem(last.get(), request));
    return all(request, problem).status(DeskRows.status(last.get()));
  }

  // ---- one

  private Answer approve(Request request) {
    return decided(request, (me, id) -> moderation.acts().approve(me, id));
  }

  private Answer refuse(Request request) {
    String why = request.params().text("words", "");
    return decided(request, (me, id) -> moderation.acts().refuse(me, id, why));
  }

  private interface Decision {
    Deed make(AccountId me, AccountId about);
  }

  private Answer decided(Request request, Decision decision) {
    forms.check(request);
    try {
      var _ = decision.make(Reading.me(request), request.id("id", AccountId::parse));
      return forms.saying(Answer.seeOther(URI.create(SIGN_UPS)), "done", "", request);
    } catch (Refused e) {
      return all(request, problem(e, request)).status(DeskRows.status(e));
    }
  }

  private String problem(Refused refused, Request request) {
    return DeskPages.problem(refused, forms.sheet(request).t());
  }
}
