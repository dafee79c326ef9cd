package verbatim.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import verbatim.access.AccessSettings;
import verbatim.access.Registration;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Statuses;

/// The documents at fixed places by which clients and servers find their way.
final class WellKnownRoutes {
  private static final String JRD = "application/jrd+json; charset=utf-8";
  private static final String XRD = "application/xrd+xml; charset=utf-8";
  private static final String NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/";

  private final Site site;
  private final Registration registration;
  private final Accounts accounts;
  private final Statuses statuses;
  private final MaySee maySee;
  private final Activity activity;
  private final Addresses addresses;

  WellKnownRoutes(
      Site site,
      Registration registration,
      Accounts accounts,
      Statuses statuses,
      MaySee maySee,
      Activity activity,
      Addresses addresses) {
    this.site = site;
    this.registration = registration;
    this.accounts = accounts;
    this.statuses = statuses;
    this.maySee = maySee;
    this.activity = activity;
    this.addresses = addresses;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/.well-known/webfinger", Access.open(), this::webfinger, "where an account is"),
        Route.get("/.well-known/host-meta", Access.open(), this::hostMeta, "where WebFinger is"),
        Route.get(
            "/.well-known/host-meta.json", Access.open(), this::hostMetaJson, "where WebFinger is"),
        Route.get("/.well-known/nodeinfo", Access.open(), this::nodeinfoLinks, "where NodeInfo is"),
        Route.get("/nodeinfo/2.0", Access.open(), r -> nodeinfo("2.0"), "NodeInfo 2.0"),
        Route.get("/nodeinfo/2.1", Access.open(), r -> nodeinfo("2.1"), "NodeInfo 2.1"),
        Route.get(
            "/.well-known/change-password",
            Access.open(),
            r -> Answer.redirect(302, URI.create(addresses.at("/settings/security"))),
            "where to change one's password"));
  }

  private Answer webfinger(Request request) {
    String resource = request.params().text("resource", "");
    if (resource.isBlank()) {
      throw Refusal.malformed("resource is missing");
    }
    Account account =
        handle(resource)
            .filter(Handle::isHere)
            .flatMap(accounts::find)
            .filter(a -> maySee.maySeeProfile(Viewer.ANYBODY, a.id()))
            .orElseThrow(Refusal::notFound);
    String url = addresses.url(account);
    String uri = addresses.uri(account);
    JsonWriter json = new JsonWriter().object();
    json.field("subject", "acct:" + addresses.full(account.handle()));
    json.field("aliases", List.of(url, uri)).name("links").array();
    json.object().field("rel", "http://webfinger.net/rel/profile-page");
    json.field("type", "text/html").field("href", url).end();
    json.object().field("rel", "self").field("type", "application/activity+json");
    json.field("href", uri).end();
    json.end().end();
    return Answer.bytes(JRD, json.bytes());
  }

  private Optional<Handle> handle(String resource) {
    if (resource.regionMatches(true, 0, "acct:", 0, 5)) {
      String name = resource.substring(5);
      // Without a domain it could be anybody's.
      return name.lastIndexOf('@') > 0 ? Optional.of(addresses.handle(name)) : Optional.empty();
    }
    return addresses.account(resource);
  }

  private Answer hostMeta(Request request) {
    String xrd =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
            + "  <Link rel=\"lrdd\" template=\""
            + addresses.at("/.well-known/webfinger?resource={uri}")
            + "\"/>\n</XRD>\n";
    return Answer.bytes(XRD, xrd.getBytes(StandardCharsets.UTF_8));
  }

  private Answer hostMetaJson(Request request) {
    JsonWriter json = new JsonWriter().object().name("links").array();
    json.object().field("rel", "lrdd");
    json.field("template", addresses.at("/.well-known/webfinger?resource={uri}")).end();
    return Answer.json(json.end().end());
  }

  private Answer nodeinfoLinks(Request request) {
    JsonWriter json = new JsonWriter().object().name("links").array();
    for (String version : List.of("2.0", "2.1")) {
      json.object().field("rel", NODEINFO + version);
      json.field("href", addresses.at("/nodeinfo/" + version)).end();
    }
    return Answer.json(json.end().end());
  }

  private Answer nodeinfo(String version) {
    Activity.Counted active = activity.counted();
    JsonWriter json = new JsonWriter().object().field("version", version);
    json.name("software").object().field("name", "verbatim").field("version", site.version()).end();
    json.field("protocols", List.of("activitypub"));
    json.name("services").object().name("inbound").array().end().name("outbound").array().end();
    json.end().name("usage").object().name("users").object();
    json.field("total", registration.countMembers()).field("activeMonth", active.month());
    json.field("activeHalfyear", active.halfYear()).end();
    json.field("localPosts", statuses.localCount()).end();
    json.field("openRegistrations", registration.mode() != AccessSettings.Mode.CLOSED);
    json.name("metadata").object().field("nodeName", site.title());
    json.field("nodeDescription", site.description()).end().end();
    return Answer.bytes(
        "application/json; profile=\"" + NODEINFO + version + "#\"; charset=utf-8", json.bytes());
  }
}
