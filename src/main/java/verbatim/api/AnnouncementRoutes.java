package verbatim.api;

import static verbatim.access.Scope.ADMIN_READ;
import static verbatim.access.Scope.ADMIN_WRITE;
import static verbatim.access.Scope.WRITE_ACCOUNTS;
import static verbatim.access.Scope.WRITE_FAVOURITES;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Accounts;
import verbatim.announcements.Announcement;
import verbatim.announcements.Announcements;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AnnouncementId;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;

/// What the house tells: members read it and answer with a sign, administrators write it.
final class AnnouncementRoutes {
  private final Announcements announcements;
  private final Accounts accounts;
  private final Deeds deeds;
  private final AnnouncementJson announcementJson;

  AnnouncementRoutes(
      Announcements announcements,
      Accounts accounts,
      Deeds deeds,
      AnnouncementJson announcementJson) {
    this.deeds = deeds;
    this.announcements = announcements;
    this.accounts = accounts;
    this.announcementJson = announcementJson;
  }

  List<Route> routes() {
    String all = "/api/v1/announcements";
    String reaction = all + "/:id/reactions/:name";
    String ours = "/api/v1/admin/announcements";
    Access read = Access.user(ADMIN_READ);
    Access write = Access.user(ADMIN_WRITE);
    return List.of(
        Route.get(all, Access.user(), this::shown, "announcements"),
        Route.post(all + "/:id/dismiss", Access.user(WRITE_ACCOUNTS), this::dismiss, "read"),
        Route.put(reaction, Access.user(WRITE_FAVOURITES), this::react, "a sign under it"),
        Route.delete(reaction, Access.user(WRITE_FAVOURITES), this::unreact, "take it back"),
        Route.get(ours, read, this::list, "announcements, for administrators"),
        Route.post(ours, write, this::publish, "announce"),
        Route.put(ours + "/:id", write, this::change, "change an announcement"),
        Route.delete(ours + "/:id", write, this::delete, "take down an announcement"));
  }

  private Answer shown(Request request) {
    boolean withRead = request.params().flag("with_dismissed", false);
    JsonWriter json = new JsonWriter().array();
    announcements
        .shown(Looking.me(request), withRead)
        .forEach(shown -> announcementJson.toReader(json, shown));
    return Answer.json(json.end());
  }

  private Answer dismiss(Request request) {
    announcements.dismiss(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer react(Request request) {
    announcements.react(Looking.me(request), id(request), request.variable("name"));
    return Answer.empty();
  }

  private Answer unreact(Request request) {
    announcements.unreact(Looking.me(request), id(request), request.variable("name"));
    return Answer.empty();
  }

  private Answer list(Request request) {
    Administrators.only(accounts, request);
    JsonWriter json = new JsonWriter().array();
    announcements.all().forEach(one -> announcementJson.written(json, one));
    return Answer.json(json.end());
  }

  private Answer publish(Request request) {
    Administrators.only(accounts, request);
    return written(request, "+ ", announcements.publish(draft(request.params())));
  }

  private Answer change(Request request) {
    Administrators.only(accounts, request);
    return written(request, "~ ", announcements.change(id(request), draft(request.params())));
  }

  private Answer delete(Request request) {
    Administrators.only(accounts, request);
    announcements.delete(id(request));
    log(request, "- " + id(request));
    return Answer.empty();
  }

  private void log(Request request, String what) {
    var _ = deeds.record(Looking.me(request), Deed.Kind.ANNOUNCEMENT, Deed.NOBODY, what);
  }

  private Answer written(Request request, String how, Announcement announcement) {
    log(request, how + announcement.id());
    return Answer.json(announcementJson.written(new JsonWriter(), announcement));
  }

  private static Announcement.Draft draft(Params params) {
    return new Announcement.Draft(
        params.text("text", ""),
        time(params, "starts_at"),
        time(params, "ends_at"),
        params.flag("all_day", false),
        time(params, "published_at"));
  }

  private static Optional<Instant> time(Params params, String name) {
    return params.text(name).filter(text -> !text.isBlank()).map(text -> Drafting.time(name, text));
  }

  private static AnnouncementId id(Request request) {
    return request.id("id", AnnouncementId::parse);
  }
}
