package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import verbatim.access.App;
import verbatim.access.Caller;
import verbatim.access.Credentials;
import verbatim.access.SecondFactor;
import verbatim.access.Sessions;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;

/// One's own sign-in: sessions and apps, password, mail address, the end of the account.
final class SecurityPages {
  private static final String HERE = "/settings/security";
  private static final String DELETED = "/auth/deleted";

  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Web.Doors doors;
  private final PasskeyForms passkeys;

  SecurityPages(
      Templates templates, Forms forms, Site site, Web.Doors doors, PasskeyForms passkeys) {
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.doors = doors;
    this.passkeys = passkeys;
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, Access.session(), this::show, "sessions, password, mail address"),
        Route.post(
            HERE + "/sessions", Access.session(), this::endOthers, "signing out everywhere else"),
        Route.post(HERE + "/sessions/:id", Access.session(), this::end, "signing one session out"),
        Route.post(HERE + "/password", Access.session(), this::password, "changing the password"),
        Route.post(HERE + "/email", Access.session(), this::email, "changing the mail address"),
        Route.post(HERE + "/delete", Access.session(), this::delete, "deleting the account"),
        Route.get(DELETED, Access.browser(), this::deleted, "what became of a deleted account"));
  }

  private Answer show(Request request) {
    return page(request, said(request), List.of());
  }

  /// Back to the page with GET, so that loading it again does nothing twice.
  private static Answer done(String what) {
    return Answer.seeOther(URI.create(HERE + "?done=" + what));
  }

  private String said(Request request) {
    Tongue t = forms.sheet(request).t();
    return switch (request.query("done")) {
      case "one" -> t.say("security.done.one");
      case "others" -> t.say("security.done.others");
      case "password" -> t.say("security.done.password");
      case "email" ->
          t.say(site.sendsMail() ? "security.done.email_letter" : "security.done.email");
      case "app", "noapp", "passkey", "nopasskey", "renamed" ->
          t.say("security.done." + request.query("done"));
      default -> "";
    };
  }

  private Answer endOthers(Request request) {
    forms.check(request);
    doors.sessions().endOthers(request.signedIn());
    return done("others");
  }

  private Answer end(Request request) {
    forms.check(request);
    Caller.SignedIn who = request.signedIn();
    SessionId ended = request.id("id", SessionId::parse);
    doors.sessions().end(who.account(), ended);
    return ended.equals(who.session())
        ? forms.signedOut(Answer.seeOther(URI.create("/")), request)
        : done("one");
  }

  private Answer password(Request request) {
    forms.check(request);
    try {
      Sessions.Opened opened =
          doors
              .credentials()
              .changePassword(
                  request.signedIn(),
                  PasskeyForms.proof(request),
                  new Secret(request.params().text("password", "")),
                  request.header("User-Agent"));
      return forms.signedIn(done("password"), opened.secret(), request);
    } catch (Refused e) {
      return page(request, "", faults(request, e, "")).status(422);
    }
  }

  private Answer email(Request request) {
    forms.check(request);
    try {
      doors
          .credentials()
          .changeEmail(
              request.signedIn(),
              PasskeyForms.proof(request),
              request.params().text("email", ""),
              request.address());
      return done("email");
    } catch (Refused e) {
      return page(request, "", faults(request, e, "email_")).status(422);
    }
  }

  private Answer delete(Request request) {
    forms.check(request);
    try {
      doors.credentials().deleteAccount(request.signedIn(), PasskeyForms.proof(request));
      return forms.signedOut(Answer.seeOther(URI.create(DELETED)), request);
    } catch (Refused e) {
      return page(request, "", faults(request, e, "delete_")).status(422);
    }
  }

  /// The same for everybody, so it tells nobody who was here.
  private Answer deleted(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "account_deleted",
            new Views.Deleted(
                sheet.frame(sheet.t().say("account_deleted.title")).leadingTo("/"),
                site.contactEmail())));
  }

  /// Three forms of the page ask who is there; the fault belongs beside the one that was sent.
  private List<Views.Fault> faults(Request request, Refused refused, String form) {
    return Forms.faults(refused, forms.sheet(request).t()).stream()
        .map(
            f ->
                f.field().equals("current_password") || f.field().equals("code")
                    ? new Views.Fault(form + f.field(), f.words())
                    : f)
        .toList();
  }

  private Answer page(Request request, String said, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    Caller.SignedIn who = request.signedIn();
    Credentials.Own own = doors.credentials().own(who.account()).orElseThrow(Refusal::notFound);
    SecondFactor.Own factor = doors.secondFactor().own(who.account());
    List<Views.Session> sessions =
        doors.sessions().of(who.account()).stream()
            .map(session -> view(session, who, sheet.t()))
            .toList();
    return sheet.finish(
        templates.page(
            "security",
            new Views.Security(
                sheet.frame(Frame.Place.SETTINGS, sheet.t().say("security.title")),
                own.email(),
                own.awaited(),
                sessions,
                factor.hasTotp(),
                factor.recoveryCodesLeft(),
                factor.passkeys().stream().map(p -> FactorPages.view(p, sheet.t())).toList(),
                FactorPages.prove(request, sheet, doors.secondFactor(), passkeys, faults),
                said,
                faults)));
  }

  private Views.Session view(Sessions.Session session, Caller.SignedIn who, Tongue t) {
    Optional<App> app = session.app().flatMap(doors.apps()::find);
    return new Views.Session(
        session.id().toString(),
        app.map(App::name).orElseGet(() -> Devices.words(session.userAgent(), t)),
        app.map(a -> may(session, a, t)).orElse(""),
        session.app().isPresent(),
        t.day(session.createdAt()),
        t.moment(session.lastUsedAt()),
        session.id().equals(who.session()));
  }

  /// What an app may do, in short: enough to tell two of the same name apart.
  private static String may(Sessions.Session session, App app, Tongue t) {
    String scopes = session.scopes().toString();
    String may =
        t.say(
            scopes.contains("write") || scopes.contains("follow")
                ? "security.may_act"
                : "security.may_read");
    return app.website().isEmpty() ? may : t.say("security.may_from", may, app.website());
  }
}
