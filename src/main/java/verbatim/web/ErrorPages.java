package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import verbatim.http.Answer;
import verbatim.http.ErrorPage;
import verbatim.http.Method;
import verbatim.http.Request;
import verbatim.kernel.Refusal;

/// What people read when something does not work: what happened, what is safe, what to do. Not
/// being there and not being meant for the viewer are one page.
final class ErrorPages implements ErrorPage {
  private record Said(String heading, String words, String href, String link) {
    Said(String heading, String words) {
      this(heading, words, "/", "To the front page");
    }
  }

  private final Templates templates;
  private final Forms forms;

  ErrorPages(Templates templates, Forms forms) {
    this.templates = templates;
    this.forms = forms;
  }

  @Override
  public Answer page(int status, Refusal refusal, Request request) {
    Answer page = show(status, said(refusal, request), request);
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
    return show(
        500,
        new Said(
            "That did not work",
            "Something is broken on our side. If it stays so, tell whoever looks after this server the number "
                + request.requestId()
                + "."),
        request);
  }

  private Answer show(int status, Said said, Request request) {
    Frame frame = forms.sheet(request).frame(said.heading());
    return templates
        .page(
            "message",
            new Views.Message(frame, said.heading(), said.words(), said.href(), said.link()))
        .status(status);
  }

  private static Said said(Refusal refusal, Request request) {
    return switch (refusal) {
      case Refusal.NotFound _ ->
          new Said(
              "We have nothing to show here", "The page is not there, or it is not meant for you.");
      case Refusal.NotSignedIn _ ->
          new Said(
              "Please sign in",
              "This page is for people who are signed in.",
              signIn(request),
              "Sign in");
      case Refusal.Forbidden(String why) -> new Said("Not done", why);
      case Refusal.Invalid(String why, _) -> new Said("Not done", why);
      case Refusal.Malformed _, Refusal.WrongType _ ->
          new Said("We could not read that", "The request was not one that we understand.");
      case Refusal.Gone() -> new Said("Deleted", "Deleted by its author.");
      case Refusal.TooMany(_, var after) ->
          new Said(
              "Too many at once",
              "You can try again in " + Math.max(1, after.toSeconds()) + " seconds.");
      case Refusal.TooLarge _ -> new Said("Too large", "What was sent is larger than we take.");
      case Refusal.Conflict(String why) -> new Said("Not done", why);
      case Refusal.Unavailable _ ->
          new Said(
              "Not now",
              "The server cannot do it just now. Nothing was changed; please try again soon.");
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
