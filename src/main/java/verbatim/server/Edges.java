package verbatim.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import verbatim.access.Access;
import verbatim.access.Caller;
import verbatim.api.Api;
import verbatim.http.Authenticator;
import verbatim.http.HttpServer;
import verbatim.http.HttpSettings;
import verbatim.http.RateLimits;
import verbatim.http.Route;
import verbatim.kernel.Secret;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.Files;
import verbatim.rendering.Pictures;
import verbatim.web.Site;
import verbatim.web.Web;

/// The doors of the server to the world: the client API, the pages, and the HTTP server in front of
/// both.
final class Edges {
  private static final Duration STOP_MAX = Duration.ofSeconds(4);

  final List<Route> routes;
  final HttpServer http;

  /// Null when the settings want none.
  final @Nullable HttpServer metrics;

  Edges(
      Config config,
      Ground ground,
      Content content,
      Reading reading,
      String version,
      boolean isBench) {
    Addresses addresses = new Addresses(URI.create(config.publicUrl().url()));
    ContentHtml html =
        new ContentHtml(content.accounts, addresses, ground.limits, content.media.emojis());
    Api api = new Api(apiParts(config, ground, content, reading, version));
    Web web = web(config, ground, content, reading, addresses, html);
    List<Route> all = new ArrayList<>(api.routes());
    all.addAll(web.routes());
    all.addAll(new Health(ground.store, ground.clock, config.testMode()).routes());
    if (isBench) {
      all.addAll(new BareRoutes(ground.store, ground.log, ground.jobs, ground.ids).routes());
    }
    routes = List.copyOf(all);
    http =
        new HttpServer(
            new HttpSettings(
                new InetSocketAddress(config.listen().bind(), config.listen().port()),
                URI.create(config.publicUrl().url()),
                config.listen().trustedProxies(),
                ground.uploads,
                config.logsAddresses(),
                STOP_MAX,
                ground.limits.http()),
            routes,
            authenticator(content.access),
            config.testMode()
                ? RateLimits.lifted(ground.limits.people(), ground.clock)
                : new RateLimits(ground.limits.people(), ground.clock),
            web.errorPage(),
            ground.random);
    metrics =
        config.metrics().isOff()
            ? null
            : metrics(config, ground, new Metrics(ground, content, reading, api, http), web);
  }

  /// A server of its own: what it tells is for whoever runs this one.
  private static HttpServer metrics(Config config, Ground ground, Metrics metrics, Web web) {
    return new HttpServer(
        new HttpSettings(
            new InetSocketAddress(config.metrics().address(), config.metrics().port()),
            URI.create(config.publicUrl().url()),
            List.of(),
            ground.uploads.resolve("metrics"),
            false,
            STOP_MAX,
            ground.limits.http()),
        metrics.routes(),
        Strangers.ONLY,
        RateLimits.lifted(ground.limits.people(), ground.clock),
        web.errorPage(),
        ground.random);
  }

  /// No route there looks at a token or a cookie.
  private enum Strangers implements Authenticator {
    ONLY;

    @Override
    public Caller token(Secret bearer) {
      throw new IllegalStateException("nobody signs in here");
    }

    @Override
    public Caller session(Secret cookie) {
      throw new IllegalStateException("nobody signs in here");
    }
  }

  private static Authenticator authenticator(Access access) {
    return new Authenticator() {
      @Override
      public Caller token(Secret bearer) {
        return access.sessions().token(bearer);
      }

      @Override
      public Caller session(Secret cookie) {
        return access.sessions().browser(cookie);
      }
    };
  }

  private static Api.Parts apiParts(
      Config config, Ground ground, Content content, Reading reading, String version) {
    return new Api.Parts(
        new Api.People(
            content.accounts, content.relations, content.maySee, content.lists, content.filters),
        new Api.Entry(
            content.access.apps(),
            content.access.oauth(),
            content.access.registration(),
            content.access.credentials(),
            content.keys),
        new Api.Words(
            content.statuses,
            content.conversations,
            content.excerpts,
            content.articles,
            reading.timelines,
            reading.notifications,
            content.media,
            reading.streams),
        new Api.Aside(
            reading.moderation,
            content.suggestions,
            reading.trends,
            content.announcements,
            reading.search,
            reading.archives,
            reading.stories),
        new Api.Quoting(reading.statements, reading.checks, reading.reports),
        new verbatim.api.Site(
            URI.create(config.publicUrl().url()), version, content.house, ground.clock.instant()),
        ground.clock,
        ground.limits);
  }

  private static Web web(
      Config config,
      Ground ground,
      Content content,
      Reading reading,
      Addresses addresses,
      ContentHtml html) {
    return new Web(
        new Site(
            config.publicUrl().url(),
            config.publicUrl().host(),
            content.house,
            !config.smtp().host().isEmpty(),
            config.testMode()),
        new Web.Doors(
            content.access.signIn(),
            content.access.registration(),
            content.access.credentials(),
            content.access.secondFactor(),
            content.access.sessions(),
            content.access.oauth(),
            content.access.apps(),
            content.access.firstOwner(),
            content.access.invitations(),
            reading.archives,
            reading.imports),
        new Web.Words(
            content.accounts,
            content.relations,
            content.maySee,
            content.lists,
            content.filters,
            content.suggestions,
            content.statuses,
            content.conversations,
            content.articles,
            content.excerpts,
            content.keys,
            reading.timelines,
            reading.notifications,
            reading.search,
            reading.moderation,
            content.media,
            reading.streams,
            reading.stories,
            addresses,
            new Pictures(addresses),
            new Files(content.media, addresses),
            html,
            ground.limits),
        new Web.Desk(reading.moderation, content.announcements, content.house),
        new Web.Quoting(
            reading.statements,
            reading.checks,
            reading.reports,
            content.articles,
            reading.moderation.acts()),
        ground.clock,
        ground.secureRandom);
  }
}
