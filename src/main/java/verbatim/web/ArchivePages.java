package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import verbatim.archives.Archive;
import verbatim.archives.Archives;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArchiveId;

/// One's own archive: asked for, watched, fetched.
final class ArchivePages {
  private static final String HERE = "/settings/archive";
  private static final String SECONDS_BETWEEN_LOOKS = "4";
  private static final long KILOBYTE = 1_000;

  private final Templates templates;
  private final Forms forms;
  private final Archives archives;

  ArchivePages(Templates templates, Forms forms, Archives archives) {
    this.templates = templates;
    this.forms = forms;
    this.archives = archives;
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, Access.session(), this::show, "one's own archive"),
        Route.post(HERE, Access.session(), this::ask, "asking for an archive"),
        Route.get(HERE + "/:id", Access.session(), this::file, "fetching the archive"));
  }

  private Answer show(Request request) {
    return page(request);
  }

  private Answer ask(Request request) {
    forms.check(request);
    archives.ask(request.signedIn().account());
    return Answer.seeOther(URI.create(HERE));
  }

  private Answer file(Request request) {
    AccountId me = request.signedIn().account();
    return Answer.file("application/zip", archives.file(me, request.id("id", ArchiveId::parse)))
        .header("Content-Disposition", "attachment; filename=\"archive.zip\"")
        .header("Cache-Control", "private, no-store");
  }

  private Answer page(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    Optional<Archive> archive = archives.find(request.signedIn().account());
    boolean isBuilding = archive.filter(a -> a.state() == Archive.State.BUILDING).isPresent();
    Answer answer =
        sheet.finish(
            templates.page(
                "archive",
                new Views.Archive(
                    sheet.frame(Frame.Place.SETTINGS, sheet.t().say("archive.title")),
                    isBuilding,
                    archive.map(Archive::percent).orElse(0),
                    archive
                        .filter(a -> a.state() == Archive.State.READY)
                        .map(a -> HERE + "/" + a.id())
                        .orElse(""),
                    archive.map(a -> a.bytes() / KILOBYTE + " kB").orElse(""),
                    archive.map(a -> sheet.t().day(a.endsAt())).orElse(""),
                    archive
                        .map(
                            a ->
                                a.state() == Archive.State.REMOVED
                                    ? sheet.t().say("archive.removed")
                                    : a.why())
                        .orElse(""))));
    return isBuilding ? answer.header("Refresh", SECONDS_BETWEEN_LOOKS) : answer;
  }
}
