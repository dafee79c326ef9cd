package verbatim.web;

import java.net.URI;
import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.Refusal;

/// What the house announces: members read it, put it aside, and answer with a sign.
final class AnnouncementPages {
  private static final String ALL = "/announcements";

  private final Templates templates;
  private final Forms forms;
  private final Notices notices;

  AnnouncementPages(Templates templates, Forms forms, Notices notices) {
    this.templates = templates;
    this.forms = forms;
    this.notices = notices;
  }

  List<Route> routes() {
    Access in = Access.session();
    return List.of(
        Route.get(ALL, in, this::all, "what the house announces"),
        Route.get(ALL + "/:id", in, this::one, "one announcement"),
        Route.post(ALL + "/:id/dismiss", in, this::dismiss, "putting an announcement aside"),
        Route.post(ALL + "/:id/react", in, this::react, "a sign under an announcement"));
  }

  private Answer all(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "announcements",
            new NoticeViews.All(
                sheet.frame(Frame.Place.HOME, sheet.t().say("notice.title")),
                notices.all(Reading.me(request), sheet.t()))));
  }

  private Answer one(Request request) {
    return request.isFragment()
        ? alone(request)
        : Answer.seeOther(URI.create(ALL + "#a" + id(request)));
  }

  private Answer alone(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return templates.page(
        "announcement_alone",
        new NoticeViews.Alone(
            sheet.frame(""),
            notices
                .find(Reading.me(request), id(request), sheet.t())
                .orElseThrow(Refusal::notFound)));
  }

  private Answer dismiss(Request request) {
    forms.check(request);
    notices.announcements().dismiss(Reading.me(request), id(request));
    return request.isFragment()
        ? alone(request)
        : forms.saying(forms.back(request), "noticed", "", request);
  }

  /// Gives a sign, or takes it back where it stands.
  private Answer react(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    String name = request.params().text("name", "");
    boolean isGiven =
        notices.find(me, id(request), forms.sheet(request).t()).stream()
            .flatMap(notice -> notice.signs().stream())
            .anyMatch(sign -> sign.isMine() && sign.name().equals(name));
    if (isGiven) {
      notices.announcements().unreact(me, id(request), name);
    } else {
      notices.announcements().react(me, id(request), name);
    }
    return request.isFragment() ? alone(request) : forms.back(request);
  }

  private static AnnouncementId id(Request request) {
    return request.id("id", AnnouncementId::parse);
  }
}
