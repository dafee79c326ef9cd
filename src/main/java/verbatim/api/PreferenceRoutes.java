package verbatim.api;

import static verbatim.access.Scope.READ_ACCOUNTS;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Preferences;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;

/// What clients ask to start as their owner likes it.
final class PreferenceRoutes {
  private final Accounts accounts;

  PreferenceRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/preferences", Access.user(READ_ACCOUNTS), this::show, "my preferences"));
  }

  private Answer show(Request request) {
    Account me = accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
    JsonWriter json = new JsonWriter().object();
    json.field("posting:default:visibility", me.posting().visibility());
    json.field("posting:default:sensitive", me.posting().sensitive());
    json.name("posting:default:language");
    Json.textOrNull(json, me.posting().language());
    Preferences wishes = accounts.preferences(me.id());
    json.field("reading:expand:media", wishes.media());
    json.field("reading:expand:spoilers", wishes.opensWarnings());
    json.field("reading:autoplay:gifs", wishes.playsGifs());
    return Answer.json(json.end());
  }
}
