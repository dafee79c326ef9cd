package verbatim.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.relations.Suggestions;
import verbatim.relations.Viewer;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// How somebody who is new finds people: some who let themselves be found, what is talked about,
/// and where to look further.
final class WelcomePages {
  static final String WELCOME = "/welcome";
  private static final int PEOPLE_MAX = 12;
  private static final int TAGS_MAX = 12;
  private static final int POSTS_READ = 80;
  private static final int ABOUT_CHARACTERS_MAX = 140;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final ProfilePages profiles;
  private final Persons persons;

  WelcomePages(Templates templates, Forms forms, Web.Words words, ProfilePages profiles) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.profiles = profiles;
    this.persons = new Persons(words.pictures(), words.html());
  }

  List<Route> routes() {
    return List.of(
        Route.get(WELCOME, Access.session(), this::welcome, "finding people"),
        Route.post(WELCOME, Access.session(), this::letMeBeFound, "letting others find me"));
  }

  private Answer letMeBeFound(Request request) {
    forms.check(request);
    boolean isWithWords = request.params().text("found", "").equals("words");
    var _ =
        words
            .accounts()
            .change(
                Reading.me(request),
                account ->
                    account.with(
                        isWithWords ? account.profile().found() : account.profile().proposed()));
    return forms.saying(forms.back(request), "saved", "", request);
  }

  private Answer welcome(Request request) {
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    Frame frame = sheet.frame(Frame.Place.HOME, sheet.t().say("welcome.title"));
    boolean isAlone = frame.me().isAdmin() && words.accounts().localCount() <= 1;
    return sheet.finish(
        templates.page(
            "welcome",
            new SetupViews.Welcome(
                frame,
                words.relations().following(me, Page.newest(1)).isEmpty(),
                isAlone ? words.addresses().at("/") : "",
                words.accounts().find(me).filter(a -> a.profile().discoverable()).isPresent(),
                people(me),
                tags(me))));
  }

  private List<SetupViews.Suggested> people(AccountId me) {
    Viewer viewer = Viewer.of(me);
    Set<AccountId> ids = new LinkedHashSet<>();
    // Whom he follows already stays where he saw him, so that the list does not jump.
    words.relations().following(me, Page.newest(PEOPLE_MAX)).forEach(e -> ids.add(e.account()));
    List<Suggestions.Suggestion> suggested = words.suggestions().to(me, PEOPLE_MAX);
    suggested.forEach(s -> ids.add(s.account()));
    List<SetupViews.Suggested> shown = new ArrayList<>();
    for (Account account : words.accounts().load(ids)) {
      if (words.maySee().maySeeProfile(viewer, account.id()) && shown.size() < PEOPLE_MAX) {
        shown.add(
            new SetupViews.Suggested(
                persons.of(account),
                shortened(account.profile().bio()),
                why(suggested, account.id()),
                profiles.tie(viewer, account)));
      }
    }
    return shown;
  }

  private static String why(List<Suggestions.Suggestion> suggested, AccountId id) {
    return suggested.stream()
        .filter(s -> s.account().equals(id))
        .findFirst()
        .map(
            s ->
                switch (s.source()) {
                  case FRIENDS_OF_FRIENDS -> "welcome.friends";
                  case DIRECTORY -> "";
                })
        .orElse("");
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= ABOUT_CHARACTERS_MAX) {
      return line;
    }
    int end = ABOUT_CHARACTERS_MAX;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
            .strip()
        + "…";
  }

  /// Those of the newest public posts that he may see, the most used first.
  private List<SetupViews.Tag> tags(AccountId me) {
    Map<String, Integer> counted = new LinkedHashMap<>();
    Map<String, String> spelled = new HashMap<>();
    words
        .timelines()
        .everybody(Viewer.of(me), Timelines.Scope.ALL, false, Page.newest(POSTS_READ))
        .forEach(
            status ->
                status
                    .words()
                    .tags()
                    .forEach(
                        tag -> {
                          counted.merge(Tags.key(tag), 1, Integer::sum);
                          spelled.putIfAbsent(Tags.key(tag), tag);
                        }));
    return counted.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(TAGS_MAX)
        .map(
            e -> {
              String tag = spelled.getOrDefault(e.getKey(), e.getKey());
              return new SetupViews.Tag(
                  tag, TimelinePages.path(tag), words.lists().followsTag(me, tag));
            })
        .toList();
  }
}
