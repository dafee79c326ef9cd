package verbatim.web;

import java.util.List;
import java.util.function.BiConsumer;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;

/// Who asks to follow, and the answer to it.
final class FollowRequestPages {
  private static final String ALL = "/follow_requests";
  private static final int COUNTED_MAX = 100;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Persons persons;
  private final ProfilePages profiles;

  FollowRequestPages(
      Templates templates, Forms forms, Web.Words words, Persons persons, ProfilePages profiles) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.persons = persons;
    this.profiles = profiles;
  }

  List<Route> routes() {
    Relations relations = words.relations();
    return List.of(
        Route.get(ALL, Access.session(), this::all, "who asks to follow me"),
        Route.post(
            ALL + "/:id/accept",
            Access.session(),
            r -> answer(r, "let_follow", relations::accept),
            "letting somebody follow"),
        Route.post(
            ALL + "/:id/decline",
            Access.session(),
            r -> answer(r, "not_let_follow", relations::reject),
            "not letting somebody follow"));
  }

  /// How many ask to follow somebody, as far as they are counted.
  static int waiting(Web.Words words, AccountId me) {
    return seen(words, me, words.relations().requests(me, Page.newest(COUNTED_MAX))).size();
  }

  /// Whoever asks may have gone since, or been blocked.
  private static List<Account> seen(Web.Words words, AccountId me, List<Relations.Entry> rows) {
    return rows.isEmpty()
        ? List.of()
        : words.accounts().load(rows.stream().map(Relations.Entry::account).toList()).stream()
            .filter(a -> words.maySee().maySeeProfile(Viewer.of(me), a.id()))
            .toList();
  }

  private Answer all(Request request) {
    AccountId me = Reading.me(request);
    List<Relations.Entry> rows = words.relations().requests(me, ProfilePages.page(request));
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "follow_requests",
            new PeopleViews.Asking(
                sheet.frame(Frame.Place.NOTIFICATIONS, sheet.t().say("follows.title")),
                seen(words, me, rows).stream().map(persons::of).toList(),
                ProfilePages.pages(
                    request, ALL, rows.stream().map(Relations.Entry::position).toList()))));
  }

  private Answer answer(Request request, String said, BiConsumer<AccountId, AccountId> act) {
    forms.check(request);
    AccountId me = Reading.me(request);
    AccountId asker = request.id("id", AccountId::parse);
    try {
      act.accept(me, asker);
    } catch (Refused e) {
      // Taken back meanwhile, or answered in another window: there is nothing to be done any more.
      if (!(e.refusal() instanceof Refusal.NotFound) || words.accounts().find(asker).isEmpty()) {
        throw e;
      }
      return answered(request, asker, "asks_no_more");
    }
    return answered(request, asker, said);
  }

  /// A fragment is what stands in the place of the buttons afterwards.
  private Answer answered(Request request, AccountId asker, String said) {
    if (!request.isFragment()) {
      return forms.saying(forms.back(request), said, asker.toString(), request);
    }
    Account account = words.accounts().find(asker).orElseThrow(Refusal::notFound);
    Forms.Sheet sheet = forms.sheet(request);
    return templates.page(
        "asked_alone",
        new PeopleViews.Answered(
            sheet.frame(""),
            sheet.t().say("toast." + said),
            profiles.tie(Viewer.of(Reading.me(request)), account)));
  }
}
