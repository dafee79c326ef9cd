package verbatim.api;

import java.net.URI;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.keys.Keys;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.sx1.Signer;

/// Who signs here, as the documents that proofs name: the server's, and one for each member. They
/// say whose key it is and no more; nobody is followed through them yet.
final class ActorRoutes {
  private static final String TYPE = "application/activity+json; charset=utf-8";
  private static final String[] ACCEPTED = {"application/activity+json", "application/ld+json"};
  private static final List<String> CONTEXT =
      List.of("https://www.w3.org/ns/activitystreams", "https://w3id.org/security/multikey/v1");

  private final Accounts accounts;
  private final MaySee maySee;
  private final Keys keys;
  private final Addresses addresses;
  private final Site site;

  ActorRoutes(Accounts accounts, MaySee maySee, Keys keys, Addresses addresses, Site site) {
    this.accounts = accounts;
    this.maySee = maySee;
    this.keys = keys;
    this.addresses = addresses;
    this.site = site;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/actor", Access.open(), this::server, "the server, and its key"),
        Route.get("/users/:name", Access.open(), this::member, "a member, and his key")
            .accepting(ACCEPTED),
        Route.get("/users/:name", Access.open(), this::profile, "where a member's profile is"));
  }

  private Answer server(Request request) {
    JsonWriter json = actor(keys.actor(), "Application", site.title());
    json.field("preferredUsername", addresses.domain()).field("url", addresses.at("/"));
    return signed(json, keys.actor(), keys.server());
  }

  private Account account(Request request) {
    return accounts
        .find(Handle.here(request.variable("name")))
        .filter(a -> maySee.maySeeProfile(Viewer.ANYBODY, a.id()))
        .orElseThrow(Refusal::notFound);
  }

  private Answer member(Request request) {
    Account account = account(request);
    String uri = addresses.uri(account);
    JsonWriter json = actor(uri, "Person", account.shownName());
    json.field("preferredUsername", account.handle().username());
    json.field("url", addresses.url(account));
    return signed(json, uri, keys.of(account.id()));
  }

  private static JsonWriter actor(String uri, String type, String name) {
    JsonWriter json = new JsonWriter().object().field("@context", CONTEXT);
    return json.field("id", uri).field("type", type).field("name", name);
  }

  private static Answer signed(JsonWriter json, String uri, Signer signer) {
    json.name("assertionMethod").array().object().field("id", signer.method());
    json.field("type", "Multikey").field("controller", uri);
    json.field("publicKeyMultibase", signer.multikey()).end().end();
    return Answer.bytes(TYPE, json.end().bytes()).header("Vary", "Accept");
  }

  private Answer profile(Request request) {
    return Answer.redirect(302, URI.create(addresses.url(account(request))));
  }
}
