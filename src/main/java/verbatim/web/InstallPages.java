package verbatim.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;

/// What makes the pages an app that can be installed: its manifest, the worker that shows a page
/// where there is no network, and that page. None of them knows who asks: what the worker keeps is
/// the same for everybody.
final class InstallPages {
  private static final String OFFLINE = "/offline";

  // A worker's own policy decides what it may ask for: this server, and nothing it could run.
  private static final String WORKER_POLICY = "default-src 'self'; frame-ancestors 'none'";

  private final Templates templates;
  private final Assets assets;
  private final Site site;
  private final Tongues tongues;

  InstallPages(Templates templates, Assets assets, Site site, Tongues tongues) {
    this.templates = templates;
    this.assets = assets;
    this.site = site;
    this.tongues = tongues;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/manifest.webmanifest", Access.open(), this::manifest, "this app's manifest"),
        Route.get("/service-worker.js", Access.open(), this::worker, "what works offline"),
        Route.get(OFFLINE, Access.open(), this::offline, "the page without a network"));
  }

  private Answer manifest(Request request) {
    JsonWriter json = new JsonWriter().object();
    json.field("id", "/").field("name", site.name()).field("short_name", site.name());
    json.field("description", site.description());
    json.field("start_url", "/").field("scope", "/").field("display", "standalone");
    json.field("lang", tongues.of(request).language());
    json.name("share_target").object();
    json.field("action", "/compose").field("method", "GET").name("params").object();
    json.field("title", "title").field("text", "text").field("url", "url").end().end();
    json.field("background_color", Frame.PAPER_LIGHT).field("theme_color", Frame.PAPER_LIGHT);
    json.name("icons").array();
    icon(json, "icon-192.png", "192x192", "any");
    icon(json, "icon-512.png", "512x512", "any");
    icon(json, "icon-maskable.png", "512x512", "maskable");
    json.end();
    return Answer.bytes("application/manifest+json", json.end().bytes())
        .header("Cache-Control", "no-cache");
  }

  private void icon(JsonWriter json, String file, String sizes, String purpose) {
    json.object().field("src", assets.addresses().of(file)).field("sizes", sizes);
    json.field("type", "image/png").field("purpose", purpose).end();
  }

  /// The worker with the version of what it keeps: a new one makes it a new worker, which throws
  /// the old things away.
  private Answer worker(Request request) {
    Assets.Addresses at = assets.addresses();
    JsonWriter kept = new JsonWriter().array();
    kept.value(OFFLINE).value(at.of("verbatim.css")).value(at.of("icon.svg"));
    String head = "const VERSION = '" + at.root() + "';\nconst KEPT = " + text(kept.end()) + ";\n";
    return Answer.bytes(
            "text/javascript; charset=utf-8",
            (head + assets.workerText()).getBytes(StandardCharsets.UTF_8))
        .header("Cache-Control", "no-cache")
        .header("Content-Security-Policy", WORKER_POLICY);
  }

  private static String text(JsonWriter json) {
    return new String(json.bytes(), StandardCharsets.UTF_8);
  }

  private Answer offline(Request request) {
    return templates.page(
        "offline", new SetupViews.Offline(tongues.of(request), site.name(), assets.addresses()));
  }
}
