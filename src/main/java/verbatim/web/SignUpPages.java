package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import verbatim.access.Caller;
import verbatim.access.Invitations;
import verbatim.access.Letters;
import verbatim.access.NewMember;
import verbatim.access.Registered;
import verbatim.access.Registration;
import verbatim.access.Sessions;
import verbatim.accounts.Standing;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Joining, and confirming one's mail address.
final class SignUpPages {
  private static final String TO_WELCOME = "/auth/sign_in?next=%2Fwelcome";

  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Registration registration;
  private final Invitations invitations;
  private final Sessions sessions;
  private final Arrivals arrivals;
  private final Messages messages;
  private final Function<AccountId, String> names;

  /// @param names how people are called, "" for whoever is none
  SignUpPages(
      Templates templates,
      Forms forms,
      Site site,
      Web.Doors doors,
      Arrivals arrivals,
      Function<AccountId, String> names) {
    this.names = names;
    this.messages = new Messages(templates, forms);
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.registration = doors.registration();
    this.invitations = doors.invitations();
    this.sessions = doors.sessions();
    this.arrivals = arrivals;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/auth/sign_up", Access.browser(), this::show, "the sign-up page"),
        Route.post("/auth/sign_up", Access.browser(), this::signUp, "joining")
            .limited(RateLimits.Bucket.REGISTRATIONS),
        Route.get(
            Invitations.PATH + ":code",
            Access.browser(),
            this::invited,
            "the page of an invitation"),
        Route.get(
            Letters.CONFIRM_PATH,
            Access.browser(),
            this::confirmPage,
            "the page behind a link in a letter"),
        Route.post(
            Letters.CONFIRM_PATH, Access.browser(), this::confirm, "confirming a mail address"),
        Route.get(
            "/auth/resend",
            Access.browser(),
            this::resendPage,
            "the page to have a letter sent again"),
        Route.post("/auth/resend", Access.browser(), this::resend, "having a letter sent again"));
  }

  private Answer show(Request request) {
    if (request.caller() instanceof Caller.SignedIn) {
      return Answer.seeOther(URI.create("/"));
    }
    return site.isOpen() ? page(request, Invited.NOT, "", "", "", List.of()) : closed(request, "");
  }

  /// Where a link leads that somebody was given: to the page of signing up, which knows of it.
  private Answer invited(Request request) {
    if (request.caller() instanceof Caller.SignedIn) {
      return Answer.seeOther(URI.create("/"));
    }
    Invited invited = invited(request.variable("code"));
    if (invited.is()) {
      return page(request, invited, "", "", "", List.of());
    }
    return site.isOpen()
        ? messages
            .say(request, "invitation.over", "/auth/sign_up", "invitation.over.on")
            .status(410)
        : closed(request, "x");
  }

  /// @param code of an invitation that does not count any more, "" for none
  private Answer closed(Request request, String code) {
    return code.isEmpty()
        ? messages.say(request, "sign_up.closed")
        : messages.say(request, "invitation.closed").status(410);
  }

  private Answer signUp(Request request) {
    forms.check(request);
    Params params = request.params();
    String code = params.text("invitation", "");
    if (!site.isOpen() && !invited(code).is()) {
      return closed(request, code);
    }
    try {
      Registered registered =
          registration.register(
              new NewMember(
                  params.text("username", ""),
                  params.text("email", ""),
                  new Secret(params.text("password", "")),
                  params.flag("agreement", false),
                  forms.sheet(request).t().language(),
                  params.text("reason", ""),
                  new Secret(code),
                  request.address()));
      return welcome(request, registered);
    } catch (Refused e) {
      return page(
              request,
              invited(code),
              params.text("username", ""),
              params.text("email", ""),
              params.text("reason", ""),
              Forms.faults(e, forms.sheet(request).t()))
          .status(422);
    }
  }

  private Answer welcome(Request request, Registered registered) {
    Standing.State state = registered.account().standing().state();
    return switch (state) {
      case UNCONFIRMED -> messages.say(request, "sign_up.unconfirmed");
      case PENDING ->
          messages.say(request, site.sendsMail() ? "sign_up.pending" : "sign_up.waiting");
      // Nothing is left to be proven: in at once.
      case ACTIVE ->
          arrivals.arrive(
              request,
              WelcomePages.WELCOME,
              sessions.welcome(registered, request.header("User-Agent")).secret());
      case DISABLED, SUSPENDED, DELETED ->
          throw new IllegalStateException("a newcomer is " + state);
    };
  }

  /// Opening a link must not change anything, since mail programs open links to look at them: the
  /// page has a button.
  private Answer confirmPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame(sheet.t().say("confirm.title")),
                sheet.t().say("confirm.why"),
                Letters.CONFIRM_PATH,
                request.query("token"),
                sheet.t().say("confirm.button"))));
  }

  private Answer confirm(Request request) {
    forms.check(request);
    return registration
        .confirm(new Secret(request.params().text("token", "")))
        .map(account -> confirmed(request, account))
        .orElseGet(
            () ->
                messages
                    .say(request, "link_spent", "/auth/resend", "link.send_another")
                    .status(422));
  }

  private Answer confirmed(Request request, AccountId account) {
    if (!registration.isWaiting(account)) {
      return messages.say(request, "confirmed", TO_WELCOME, "link.sign_in");
    }
    return messages.say(request, "confirmed_waiting");
  }

  private Answer resendPage(Request request) {
    return resendPage(request, "", "");
  }

  private Answer resendPage(Request request, String email, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "resend",
            new Views.Resend(sheet.frame(sheet.t().say("confirm.title")), email, problem)));
  }

  private Answer resend(Request request) {
    forms.check(request);
    String email = request.params().text("email", "");
    try {
      if (request.caller() instanceof Caller.Pending who) {
        registration.resend(who, email, request.address());
      } else {
        registration.resend(email, request.address());
      }
    } catch (Refused e) {
      return resendPage(
              request, email, Forms.faults(e, forms.sheet(request).t()).getFirst().words())
          .status(422);
    }
    return messages.say(request, "resent");
  }

  /// What was said of an invitation that counts, and of none.
  private record Invited(String code, String by) {
    static final Invited NOT = new Invited("", "");

    boolean is() {
      return !code.isEmpty();
    }
  }

  private Invited invited(String code) {
    return invitations
        .opened(new Secret(code))
        .map(one -> new Invited(code, names.apply(one.by())))
        .orElse(Invited.NOT);
  }

  private Answer page(
      Request request,
      Invited invited,
      String username,
      String email,
      String reason,
      List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "sign_up",
            new Views.SignUp(
                sheet.frame(sheet.t().say("sign_up.title")).leadingTo("/"),
                site.asksReason() && !invited.is(),
                invited.code(),
                invited.by(),
                site.rules(),
                username,
                email,
                reason,
                faults)));
  }
}
