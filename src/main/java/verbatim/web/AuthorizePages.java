package verbatim.web;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.access.Caller;
import verbatim.access.OAuth;
import verbatim.access.Scopes;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;

/// The consent page of OAuth: who asks for what, and where the answer goes. No page here is framed,
/// cached, or names another origin but the one that the answer goes to.
final class AuthorizePages {
  private static final int PARAMETERS_MAX = 50;

  private final Templates templates;
  private final Forms forms;
  private final OAuth oauth;
  private final Accounts accounts;
  private final Messages messages;

  AuthorizePages(Templates templates, Forms forms, OAuth oauth, Accounts accounts) {
    this.messages = new Messages(templates, forms);
    this.templates = templates;
    this.forms = forms;
    this.oauth = oauth;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/oauth/authorize", Access.browser(), this::ask, "the consent page"),
        Route.post(
            "/oauth/authorize", Access.browser(), this::decide, "letting an app in, or not"));
  }

  private Answer ask(Request request) {
    return switch (oauth.authorize(parameters(request.rawQuery()))) {
      case OAuth.Asked.ErrorPage(_, String words) ->
          say(request, "authorize.cannot", words).status(400);
      case OAuth.Asked.ErrorRedirect(URI location) -> safe(Answer.seeOther(location));
      case OAuth.Asked.Consent consent ->
          switch (request.caller()) {
            case Caller.SignedIn who ->
                request.query("force_login").equals("true")
                    ? toSignIn(request)
                    : consentPage(request, who, consent);
            case Caller.Pending who -> say(request, "authorize.not_yet", who.why()).status(403);
            case Caller.Anonymous() -> toSignIn(request);
            case Caller.Application _ -> toSignIn(request);
          };
    };
  }

  private static Answer toSignIn(Request request) {
    return Answer.seeOther(URI.create(signIn(request)));
  }

  /// Signing in, as somebody else if need be, and back here; without `force_login`, which would ask
  /// for ever.
  private static String signIn(Request request) {
    String query =
        Stream.of(request.rawQuery().split("&"))
            .filter(pair -> !pair.startsWith("force_login="))
            .collect(Collectors.joining("&"));
    return "/auth/sign_in?again=true&next="
        + URLEncoder.encode("/oauth/authorize?" + query, StandardCharsets.UTF_8)
        + "&login="
        + URLEncoder.encode(request.query("login_hint"), StandardCharsets.UTF_8);
  }

  private Answer consentPage(Request request, Caller.SignedIn who, OAuth.Asked.Consent consent) {
    Forms.Sheet sheet = forms.sheet(request);
    String ticket = oauth.ticket(who, Forms.sessionCookie(request), consent);
    String returnsTo =
        consent.isOutOfBand() ? sheet.t().say("authorize.code_page") : consent.redirectUri();
    Answer page =
        templates.page(
            "authorize",
            new Views.Authorize(
                sheet.frame(sheet.t().say("authorize.title")),
                consent.app().name(),
                consent.app().website(),
                returnsTo,
                inWords(consent.scopes(), sheet.t()),
                ticket,
                accounts.find(who.account()).map(a -> a.handle().username()).orElse(""),
                signIn(request)));
    return safe(sheet.finish(page)).header("Content-Security-Policy", policy(consent));
  }

  private Answer decide(Request request) {
    forms.check(request);
    Caller.SignedIn who = request.signedIn();
    String ticket = request.params().text("ticket", "");
    boolean allows = request.params().text("decision", "").equals("allow");
    OAuth.Decided decided =
        allows
            ? oauth.grant(who, Forms.sessionCookie(request), ticket)
            : oauth.deny(who, Forms.sessionCookie(request), ticket);
    return switch (decided) {
      case OAuth.Decided.Redirect(URI location) -> safe(Answer.seeOther(location));
      case OAuth.Decided.ShowDenied() ->
          say(request, "authorize.denied", forms.sheet(request).t().say("authorize.denied_words"));
      case OAuth.Decided.Show(var app, var code) -> {
        Forms.Sheet sheet = forms.sheet(request);
        yield safe(
            sheet.finish(
                templates.page(
                    "code",
                    new Views.Code(sheet.frame(sheet.t().say("code.title")), app, code.reveal()))));
      }
    };
  }

  private Answer say(Request request, String heading, String words) {
    Tongue t = forms.sheet(request).t();
    return safe(messages.show(request, t.say(heading), words, "/", t.say("link.front")));
  }

  private static Answer safe(Answer answer) {
    return answer
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "private, no-store");
  }

  /// Browsers hold every redirect after a form against form-action too: to the app's address, which
  /// may have any scheme, and from there to wherever the app sends its people next.
  private static String policy(OAuth.Asked.Consent consent) {
    String target = consent.isOutOfBand() ? "" : " " + schemes(consent.redirectUri());
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
               + " 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        + target;
  }

  private static String schemes(String address) {
    String scheme = address.substring(0, address.indexOf(':')).toLowerCase(Locale.ROOT);
    return scheme.equals("http") ? "http: https:" : scheme + ":";
  }

  /// Every parameter with all its values, since OAuth refuses one that comes twice.
  private static Map<String, List<String>> parameters(String rawQuery) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    String[] pairs = rawQuery.split("&", PARAMETERS_MAX + 1);
    if (pairs.length > PARAMETERS_MAX) {
      throw Refusal.malformed("too many parameters");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      try {
        all.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
      } catch (IllegalArgumentException e) {
        throw Refusal.malformed("a parameter is not percent-encoded as it should be");
      }
    }
    return all;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// What the scopes mean, in the words of the page. Every scope is named: what is not listed by
  /// group stands by its name.
  private static List<String> inWords(Scopes scopes, Tongue t) {
    List<String> words = new ArrayList<>();
    for (String scope : scopes.toString().split(" ")) {
      words.add(
          t.find("scope." + scope.replace(':', '.'))
              .orElse(scope.replace(':', ' ').replace('_', ' ') + " (" + scope + ")"));
    }
    return words;
  }
}
