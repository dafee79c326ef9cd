package verbatim.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import verbatim.http.Answer;
import verbatim.http.ErrorPage;
import verbatim.http.Method;
import verbatim.http.Request;
import verbatim.kernel.Refusal;

/// What people read when something does not work: what happened, what is safe, what to do. Not
/// being there and not being meant for the viewer are one page.
final class ErrorPages implements ErrorPage {
  private static final String FRONT = "/";

  private record Said(String heading, String words, String href, String link) {
    /// Whoever is signed in begins at home.
    Said from(Request request, Tongue t) {
      return href.equals(FRONT) && request.viewer().isPresent()
          ? new Said(heading, words, "/home", t.say("link.home"))
          : this;
    }
  }

  private final Messages messages;
  private final Forms forms;
  private final BiFunction<Refusal, Request, Optional<Answer>> rescue;

  /// @param rescue answers with the words that would be lost, if there are any
  ErrorPages(
      Templates templates, Forms forms, BiFunction<Refusal, Request, Optional<Answer>> rescue) {
    this.messages = new Messages(templates, forms);
    this.forms = forms;
    this.rescue = rescue;
  }

  @Override
  public Answer page(int status, Refusal refusal, Request request) {
    Tongue t = forms.sheet(request).t();
    Optional<Answer> rescued = rescue.apply(refusal, request);
    if (rescued.isPresent()) {
      return rescued.get();
    }
    // Whoever only looks goes straight to signing in, and from there to where he wanted.
    if (refusal instanceof Refusal.NotSignedIn
        && request.method() == Method.GET
        && !request.isFragment()) {
      return Answer.seeOther(URI.create(signIn(request)));
    }
    Answer page = show(status, said(refusal, request, t).from(request, t), request);
    return switch (refusal) {
      case Refusal.TooMany(_, var after) ->
          page.header("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
      case Refusal.Unavailable _ -> page.header("Retry-After", "30");
      case Refusal.NotFound _,
          Refusal.NotSignedIn _,
          Refusal.Forbidden _,
          Refusal.Invalid _,
          Refusal.Malformed _,
          Refusal.WrongType _,
          Refusal.Gone _,
          Refusal.TooLarge _,
          Refusal.Conflict _ ->
          page;
    };
  }

  @Override
  public Answer fault(Request request) {
    Tongue t = forms.sheet(request).t();
    return show(
        500,
        front("error.fault.heading", t.say("error.fault.words", request.requestId()), t)
            .from(request, t),
        request);
  }

  /// The modules ask for pieces of pages: they get the sentence alone, and show it.
  private Answer show(int status, Said said, Request request) {
    return request.isFragment()
        ? Answer.text(said.words()).status(status)
        : messages
            .show(request, said.heading(), said.words(), said.href(), said.link())
            .status(status);
  }

  private static Said front(String heading, String words, Tongue t) {
    return new Said(t.say(heading), words, FRONT, t.say("link.front"));
  }

  private static Said said(Refusal refusal, Request request, Tongue t) {
    return switch (refusal) {
      case Refusal.NotFound _ -> front("error.nothing.heading", t.say("error.nothing.words"), t);
      case Refusal.NotSignedIn _ ->
          new Said(
              t.say("error.signed_out.heading"),
              t.say(request.isFragment() ? "error.signed_out.kept" : "error.signed_out.words"),
              signIn(request),
              t.say("link.sign_in"));
      case Refusal.Forbidden(String why) -> front("error.not_done", Refusals.words(why, t), t);
      case Refusal.Invalid(String why, _) -> front("error.not_done", Refusals.words(why, t), t);
      case Refusal.Malformed _, Refusal.WrongType _ ->
          front("error.unread.heading", t.say("error.unread.words"), t);
      case Refusal.Gone() -> front("error.gone.heading", t.say("error.gone.words"), t);
      case Refusal.TooMany(_, var after) ->
          front(
              "error.too_many.heading",
              t.count("error.too_many.words", Math.max(1, after.toSeconds())),
              t);
      case Refusal.TooLarge _ ->
          front("error.too_large.heading", t.say("error.too_large.words"), t);
      case Refusal.Conflict(String why) -> front("error.not_done", Refusals.words(why, t), t);
      case Refusal.Unavailable _ ->
          front("error.unavailable.heading", t.say("error.unavailable.words"), t);
    };
  }

  /// And back to where they wanted to go, unless that was to change something.
  private static String signIn(Request request) {
    if (request.method() != Method.GET) {
      return "/auth/sign_in";
    }
    String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
    return "/auth/sign_in?next="
        + URLEncoder.encode(request.path() + query, StandardCharsets.UTF_8);
  }
}
