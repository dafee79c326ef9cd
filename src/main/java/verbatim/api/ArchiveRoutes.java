package verbatim.api;

import static verbatim.access.Scope.READ;

import java.util.List;
import java.util.Locale;
import verbatim.archives.Archive;
import verbatim.archives.Archives;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.ArchiveId;
import verbatim.rendering.Addresses;

/// All that I have here, to be taken home. It wants the whole `read`, for all of it is in there.
final class ArchiveRoutes {
  private final Archives archives;
  private final Addresses addresses;

  ArchiveRoutes(Archives archives, Addresses addresses) {
    this.archives = archives;
    this.addresses = addresses;
  }

  List<Route> routes() {
    Access mine = Access.user(READ);
    String all = "/api/v1/archives";
    return List.of(
        Route.get(all, mine, this::list, "my archive, if there is one"),
        Route.post(all, mine, this::ask, "have one made"),
        Route.get(all + "/:id", mine, this::show, "how far it is"),
        Route.delete(all + "/:id", mine, this::delete, "throw it away"),
        Route.get(all + "/:id/file", mine, this::file, "the archive itself"));
  }

  private Answer list(Request request) {
    JsonWriter json = new JsonWriter().array();
    archives.find(Looking.me(request)).ifPresent(archive -> write(json, archive));
    return Answer.json(json.end()).privately();
  }

  private Answer ask(Request request) {
    return Answer.json(write(new JsonWriter(), archives.ask(Looking.me(request)))).status(202);
  }

  private Answer show(Request request) {
    Archive archive = archives.get(Looking.me(request), id(request));
    return Answer.json(write(new JsonWriter(), archive)).privately();
  }

  private Answer delete(Request request) {
    archives.delete(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer file(Request request) {
    return Answer.file("application/zip", archives.file(Looking.me(request), id(request)))
        .header("Content-Disposition", "attachment; filename=\"archive.zip\"")
        .header("Cache-Control", "private, no-store");
  }

  private JsonWriter write(JsonWriter json, Archive archive) {
    boolean isReady = archive.state() == Archive.State.READY;
    json.object().fieldId("id", archive.id().value());
    json.field("state", archive.state().name().toLowerCase(Locale.ROOT));
    json.field("percent", archive.percent()).field("asked_at", archive.askedAt());
    if (isReady) {
      json.field("expires_at", archive.endsAt()).field("bytes", archive.bytes());
      json.field("url", addresses.at("/api/v1/archives/" + archive.id() + "/file"));
    } else {
      json.fieldNull("expires_at").fieldNull("bytes").fieldNull("url");
    }
    json.name("error");
    return Json.textOrNull(json, archive.why()).end();
  }

  private static ArchiveId id(Request request) {
    return request.id("id", ArchiveId::parse);
  }
}
