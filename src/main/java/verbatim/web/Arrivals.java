package verbatim.web;

import java.net.URI;
import verbatim.access.Caller;
import verbatim.access.Sessions;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.kernel.Secret;

/// The end of every way in and out: whoever was signed in on this browser before is not any more.
final class Arrivals {
  private final Forms forms;
  private final Sessions sessions;

  Arrivals(Forms forms, Sessions sessions) {
    this.forms = forms;
    this.sessions = sessions;
  }

  Answer arrive(Request request, String next, Secret cookie) {
    endSession(request);
    return forms.signedIn(Answer.seeOther(URI.create(next)), cookie, request);
  }

  Answer leave(Request request) {
    endSession(request);
    return forms.signedOut(Answer.seeOther(URI.create("/")), request);
  }

  private void endSession(Request request) {
    switch (request.caller()) {
      case Caller.SignedIn who -> sessions.end(who.account(), who.session());
      case Caller.Pending who -> sessions.end(who.account(), who.session());
      case Caller.Anonymous() -> {}
      case Caller.Application _ -> {}
    }
  }
}
