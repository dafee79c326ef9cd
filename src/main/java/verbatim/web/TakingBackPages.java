package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.access.App;
import verbatim.access.Apps;
import verbatim.access.Sessions;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.relations.Lists;
import verbatim.relations.Relations;

/// What somebody once decided and may take back: whom he muted or blocked, which servers, which
/// tags he follows, which apps he let in.
final class TakingBackPages {
  private static final String MUTES = "/mutes";
  private static final String BLOCKS = "/blocks";
  private static final String DOMAINS = "/settings/servers";
  private static final String TAGS = "/settings/tags";
  private static final String APPS = "/settings/apps";
  private static final int ROWS = 40;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Sessions sessions;
  private final Apps apps;
  private final Persons persons;

  TakingBackPages(Templates templates, Forms forms, Web.Words words, Web.Doors doors) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.sessions = doors.sessions();
    this.apps = doors.apps();
    this.persons = new Persons(words.pictures(), words.html());
  }

  List<Route> routes() {
    return List.of(
        Route.get(MUTES, Access.session(), this::mutes, "whom I muted"),
        Route.get(BLOCKS, Access.session(), this::blocks, "whom I blocked"),
        Route.get(DOMAINS, Access.session(), this::domains, "servers I block"),
        Route.post(DOMAINS, Access.session(), this::blockDomain, "blocking a server"),
        Route.post(
            DOMAINS + "/unblock", Access.session(), this::unblockDomain, "unblocking a server"),
        Route.get(TAGS, Access.session(), this::tags, "tags I follow"),
        Route.post(TAGS, Access.session(), this::followTag, "following a tag by its name"),
        Route.get(APPS, Access.session(), this::apps, "apps I let in"),
        Route.post(APPS + "/:id/revoke", Access.session(), this::revoke, "shutting an app out"));
  }

  // ---- people

  private static Page page(Request request) {
    return Reading.older(request, ROWS);
  }

  private Answer mutes(Request request) {
    List<Relations.Entry> rows = words.relations().muted(Reading.me(request), page(request));
    return people(request, "mutes", MUTES, "unmute", rows);
  }

  private Answer blocks(Request request) {
    List<Relations.Entry> rows = words.relations().blocked(Reading.me(request), page(request));
    return people(request, "blocks", BLOCKS, "unblock", rows);
  }

  /// Also those whom one sees no longer: how else could one take it back?
  private Answer people(
      Request request, String name, String path, String act, List<Relations.Entry> rows) {
    Forms.Sheet sheet = forms.sheet(request);
    List<Account> people =
        words.accounts().load(rows.stream().map(Relations.Entry::account).toList());
    return sheet.finish(
        templates.page(
            "hidden",
            new SettingsViews.Hidden(
                PreferencePages.frame(sheet, "settings." + name),
                name,
                act,
                people.stream().map(persons::of).toList(),
                request.query("max_id").isEmpty(),
                older(path, rows))));
  }

  private static String older(String path, List<Relations.Entry> rows) {
    return rows.size() < ROWS ? "" : path + "?max_id=" + rows.getLast().position();
  }

  // ---- servers

  private Answer domains(Request request) {
    return domains(request, "", List.of());
  }

  private Answer domains(Request request, String typed, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "blocked_servers",
            new SettingsViews.Servers(
                PreferencePages.frame(sheet, "settings.servers"),
                words.relations().blockedDomains(Reading.me(request)),
                typed,
                Views.wrong(faults, "domain"))));
  }

  private Answer blockDomain(Request request) {
    forms.check(request);
    String domain = request.params().text("domain", "").strip();
    try {
      words.relations().blockDomain(Reading.me(request), domain);
    } catch (Refused e) {
      return domains(request, domain, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    return forms.saying(Answer.seeOther(URI.create(DOMAINS)), "blocked_server", "", request);
  }

  private Answer unblockDomain(Request request) {
    forms.check(request);
    words.relations().unblockDomain(Reading.me(request), request.params().text("domain", ""));
    return forms.saying(Answer.seeOther(URI.create(DOMAINS)), "unblocked_server", "", request);
  }

  // ---- tags

  private Answer tags(Request request) {
    return tags(request, "", List.of());
  }

  private Answer tags(Request request, String typed, List<Views.Fault> faults) {
    List<Lists.FollowedTag> rows = words.lists().followed(Reading.me(request), page(request));
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "followed_tags",
            new SettingsViews.Tags(
                PreferencePages.frame(sheet, "settings.tags"),
                rows.stream()
                    .map(tag -> new SettingsViews.Tag(tag.name(), TimelinePages.path(tag.name())))
                    .toList(),
                typed,
                faults.isEmpty() ? "" : faults.getFirst().words(),
                rows.size() < ROWS ? "" : TAGS + "?max_id=" + rows.getLast().position())));
  }

  private Answer followTag(Request request) {
    forms.check(request);
    String typed = request.params().text("tag", "").strip();
    try {
      words
          .lists()
          .followTag(Reading.me(request), typed.startsWith("#") ? typed.substring(1) : typed);
    } catch (Refused e) {
      return tags(request, typed, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    return forms.saying(Answer.seeOther(URI.create(TAGS)), "saved", "", request);
  }

  // ---- apps

  private Answer apps(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    Map<AppId, List<Sessions.Session>> byApp = new LinkedHashMap<>();
    for (Sessions.Session session : sessions.of(Reading.me(request))) {
      session
          .app()
          .ifPresent(app -> byApp.computeIfAbsent(app, _ -> new ArrayList<>()).add(session));
    }
    List<SettingsViews.App> rows = new ArrayList<>();
    byApp.forEach((id, of) -> apps.find(id).ifPresent(app -> rows.add(view(app, of, sheet.t()))));
    return sheet.finish(
        templates.page(
            "apps", new SettingsViews.Apps(PreferencePages.frame(sheet, "settings.apps"), rows)));
  }

  private static SettingsViews.App view(App app, List<Sessions.Session> of, Tongue t) {
    boolean mayAct =
        of.stream()
            .map(session -> session.scopes().toString())
            .anyMatch(scopes -> scopes.contains("write") || scopes.contains("follow"));
    Sessions.Session oldest = of.getLast();
    Optional<Instant> used =
        of.stream().map(Sessions.Session::lastUsedAt).max(Comparator.naturalOrder());
    return new SettingsViews.App(
        app.id().toString(),
        app.name(),
        app.website(),
        mayAct,
        t.day(oldest.createdAt()),
        used.map(t::moment).orElse(""));
  }

  private Answer revoke(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    sessions.end(me, request.id("id", AppId::parse));
    return forms.saying(Answer.seeOther(URI.create(APPS)), "app_out", "", request);
  }
}
