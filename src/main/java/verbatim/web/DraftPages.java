package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.DraftId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ScheduledId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Drafts;
import verbatim.statuses.Scheduled;

/// What is not out yet: drafts, and posts that wait for their time.
final class DraftPages {
  private static final String DRAFTS = "/drafts";
  private static final String SCHEDULED = "/scheduled";

  private final Templates templates;
  private final Forms forms;
  private final Drafts drafts;
  private final Scheduled scheduled;
  private final ShelvedViews views;

  DraftPages(Templates templates, Forms forms, Web.Words words) {
    this.templates = templates;
    this.forms = forms;
    this.drafts = words.statuses().drafts();
    this.scheduled = words.statuses().scheduled();
    this.views = new ShelvedViews(words.statuses());
  }

  List<Route> routes() {
    String one = SCHEDULED + "/:id";
    return List.of(
        Route.get(DRAFTS, Access.session(), this::drafts, "my drafts"),
        Route.post(
            DRAFTS + "/:id/delete", Access.session(), this::discard, "throwing a draft away"),
        Route.get(SCHEDULED, Access.session(), this::scheduled, "what goes out later"),
        Route.post(one + "/time", Access.session(), this::move, "another time for it"),
        Route.post(one + "/publish", Access.session(), this::publish, "posting it now")
            .limited(RateLimits.Bucket.POSTS),
        Route.post(one + "/cancel", Access.session(), this::cancel, "taking it back"));
  }

  private Answer drafts(Request request) {
    List<Drafts.Begun> rows =
        drafts.list(Reading.me(request), Reading.older(request, Reading.PAGE_ROWS));
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "drafts",
            new ComposeViews.Shelf(
                sheet.frame(Frame.Place.WRITE, sheet.t().say("drafts.title")),
                views.drafts(rows),
                "",
                older(DRAFTS, rows.stream().map(row -> row.id().value()).toList()))));
  }

  private static String older(String path, List<Long> rows) {
    return rows.size() < Reading.PAGE_ROWS ? "" : path + "?max_id=" + rows.getLast();
  }

  private Answer discard(Request request) {
    forms.check(request);
    drafts.discard(Reading.me(request), request.id("id", DraftId::parse));
    return forms.saying(Answer.seeOther(URI.create(DRAFTS)), "draft_gone", "", request);
  }

  // ---- later

  private Answer scheduled(Request request) {
    return scheduled(request, "");
  }

  private Answer scheduled(Request request, String wrong) {
    Forms.Sheet sheet = forms.sheet(request);
    List<Scheduled.Post> rows =
        scheduled.list(Reading.me(request), Reading.older(request, Reading.PAGE_ROWS));
    return sheet.finish(
        templates.page(
            "scheduled",
            new ComposeViews.Shelf(
                sheet.frame(Frame.Place.WRITE, sheet.t().say("scheduled.title")),
                views.waiting(rows, sheet.t()),
                wrong,
                older(SCHEDULED, rows.stream().map(row -> row.id().value()).toList()))));
  }

  private Answer move(Request request) {
    forms.check(request);
    Tongue t = forms.sheet(request).t();
    try {
      Instant at =
          Composing.later(
                  request.params().text("day", ""),
                  request.params().text("time", ""),
                  zone(request, t),
                  t)
              .orElseThrow(
                  () -> Refusal.invalid("scheduled_at", "ERR_SAID", t.say("compose.later_half")));
      var _ = scheduled.move(Reading.me(request), id(request), at);
    } catch (Refused refused) {
      return wrong(request, refused, t);
    }
    return forms.saying(Answer.seeOther(URI.create(SCHEDULED)), "moved", "", request);
  }

  private static ZoneId zone(Request request, Tongue t) {
    try {
      return ZoneId.of(request.params().text("zone", t.zone()));
    } catch (java.time.DateTimeException _) {
      return ZoneId.of(t.zone());
    }
  }

  private Answer publish(Request request) {
    forms.check(request);
    Tongue t = forms.sheet(request).t();
    try {
      StatusId posted = scheduled.publish(Reading.me(request), id(request)).getFirst().id();
      return forms.saying(
          Answer.seeOther(URI.create("/home#p" + posted)), "posted", posted.toString(), request);
    } catch (Refused refused) {
      return wrong(request, refused, t);
    }
  }

  /// Its words are not lost: they lie among the drafts.
  private Answer cancel(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    Scheduled.Post post = scheduled.get(me, id(request));
    Drafts.Begun begun;
    try {
      begun = drafts.begin(me, post.drafts());
    } catch (Refused refused) {
      return wrong(request, refused, forms.sheet(request).t());
    }
    scheduled.cancel(me, post.id());
    ComposeViews.Later was =
        scheduled.isLate(post)
            ? ComposeViews.Later.NONE
            : Composing.fields(post.at(), forms.sheet(request).t());
    URI there =
        URI.create("/compose?draft=" + begun.id() + "&day=" + was.day() + "&time=" + was.time());
    return forms.saying(Answer.seeOther(there), "cancelled", "", request);
  }

  private Answer wrong(Request request, Refused refused, Tongue t) {
    if (refused.refusal() instanceof Refusal.Invalid(String why, var faults)) {
      String words =
          faults.isEmpty() ? Refusals.words(why, t) : Forms.faults(refused, t).getFirst().words();
      return scheduled(request, words).status(422);
    }
    throw refused;
  }

  private static ScheduledId id(Request request) {
    return request.id("id", ScheduledId::parse);
  }
}
