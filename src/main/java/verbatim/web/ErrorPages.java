package verbatim.web;

import verbatim.http.Answer;
import verbatim.http.ErrorPage;
import verbatim.http.Request;
import verbatim.kernel.Refusal;

/// What people read when something does not work: what happened, what is safe, what to do. Not being there and not
/// being meant for the viewer are one page.
final class ErrorPages implements ErrorPage {
  private record Said(String heading, String words) {}

  private final Templates templates;
  private final Forms forms;

  ErrorPages(Templates templates, Forms forms) {
    this.templates = templates;
    this.forms = forms;
  }

  @Override
  public Answer page(int status, Refusal refusal, Request request) {
    return show(status, said(refusal), request);
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
        .page("message", new Views.Message(frame, said.heading(), said.words(), "/", "To the front page"))
        .status(status);
  }

  private static Said said(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound() ->
          new Said("We have nothing to show here", "The page is not there, or it is not meant for you.");
      case Refusal.NotSignedIn _ -> new Said("Please sign in", "This page is for people who are signed in.");
      case Refusal.Forbidden(String why) -> new Said("Not done", why);
      case Refusal.Invalid(String why, _) -> new Said("Not done", why);
      case Refusal.Malformed _ -> new Said("We could not read that", "The request was not one that we understand.");
      case Refusal.Gone() -> new Said("Deleted", "Deleted by its author.");
      case Refusal.TooMany(_, var after) ->
          new Said("Too many at once", "You can try again in " + Math.max(1, after.toSeconds()) + " seconds.");
      case Refusal.TooLarge _ -> new Said("Too large", "What was sent is larger than we take.");
      case Refusal.Conflict(String why) -> new Said("Not done", why);
      case Refusal.Unavailable _ ->
          new Said("Not now", "The server cannot do it just now. Nothing was changed; please try again soon.");
    };
  }
}
