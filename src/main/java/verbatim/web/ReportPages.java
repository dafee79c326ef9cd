package verbatim.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.excerpts.Shown;
import verbatim.house.About;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.stories.Story;
import verbatim.timelines.Timelines;

/// Telling the moderators of a post or of a person. Whoever is reported does not learn of it.
final class ReportPages {
  /// Posts of the person that are offered beside the one it began with.
  private static final int OFFERED_MAX = 8;
  private static final int SAID_LOOKED_AT = 100;
  private static final int SAID_MAX = 20;

  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Web.Words words;
  private final Persons persons;
  private final ProfilePages profiles;

  ReportPages(
      Templates templates,
      Forms forms,
      Site site,
      Web.Words words,
      Persons persons,
      ProfilePages profiles) {
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.words = words;
    this.persons = persons;
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/report", Access.session(), this::ask, "what is to be reported"),
        Route.post("/report", Access.session(), this::report, "telling the moderators"));
  }

  private Answer ask(Request request) {
    return page(request, List.of());
  }

  private Account about(Request request) {
    return request
        .params()
        .id("account", AccountId::parse)
        .flatMap(words.accounts()::find)
        // A block takes nobody the way to the moderators.
        .filter(
            a ->
                words.maySee().maySeeProfile(Reading.viewer(request), a.id())
                    || excerpt(request, a).isPresent()
                    || story(request, a).isPresent()
                    || talk(request, a).isPresent())
        .filter(a -> !a.id().equals(Reading.me(request)))
        .orElseThrow(Refusal::notFound);
  }

  /// One that this person shows, or wants to show of words of the reader.
  private Optional<ExcerptId> excerpt(Request request, Account about) {
    return request.params().id("excerpt", ExcerptId::parse).filter(id -> shows(request, about, id));
  }

  private boolean shows(Request request, Account about, ExcerptId id) {
    Optional<Shown> published = words.excerpts().find(Reading.viewer(request), id);
    if (published.isPresent()) {
      return published.get().publisher().equals(about.id());
    }
    try {
      return words.excerpts().asked(Reading.me(request), id).publisher().equals(about.id());
    } catch (Refused _) {
      return false;
    }
  }

  /// One that everybody reads and that this person keeps.
  private Optional<Story> story(Request request, Account about) {
    return request
        .params()
        .id("story", StoryId::parse)
        .flatMap(words.stories()::find)
        .filter(story -> story.isPublic() && story.isEditedBy(about.id()))
        .filter(story -> words.stories().maySee(Reading.viewer(request), story));
  }

  /// A conversation in which the reader is, and this person was.
  private Optional<ConversationId> talk(Request request, Account about) {
    return request
        .params()
        .id("talk", ConversationId::parse)
        .filter(
            id ->
                words.conversations().find(Reading.me(request), id).stream()
                    .flatMap(one -> one.conversation().members().stream())
                    .anyMatch(member -> member.account().equals(about.id())));
  }

  private Answer page(Request request, List<Views.Fault> faults) {
    Account about = about(request);
    Params params = request.params();
    Set<StatusId> chosen = new LinkedHashSet<>(params.ids("status", StatusId::parse));
    Set<String> rules = new HashSet<>(params.list("rules"));
    Optional<ConversationId> talk = talk(request, about);
    Optional<ExcerptId> excerpt = excerpt(request, about);
    Optional<Story> story = story(request, about);
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    return sheet.finish(
        templates.page(
            "report",
            new ReportViews.Ask(
                sheet.frame(t.say("report.title", Persons.name(about))),
                persons.of(about),
                talk.map(ConversationId::toString).orElse(""),
                excerpt.map(ExcerptId::toString).orElse(""),
                story.map(one -> one.id().toString()).orElse(""),
                story.map(Story::title).orElse(""),
                talk.isPresent()
                    ? said(request, talk.get(), about, chosen)
                    : excerpt.isPresent() || story.isPresent()
                        ? List.of()
                        : offered(request, about, chosen),
                params.text("category", chosen.isEmpty() ? "" : "violation"),
                rules(rules),
                params.text("comment", ""),
                faults)));
  }

  /// Those it began with, and what the person said last; only what the reader may see.
  private List<ReportViews.Offered> offered(Request request, Account about, Set<StatusId> chosen) {
    Viewer viewer = Reading.viewer(request);
    List<Status> rows = new ArrayList<>();
    words.statuses().load(chosen).stream()
        .filter(s -> s.author().equals(about.id()) && !s.isBoost())
        .filter(s -> words.statuses().maySee(viewer, s))
        .limit(words.limits().later().reportStatusesMax())
        .forEach(rows::add);
    Timelines.AccountQuery query =
        new Timelines.AccountQuery(about.id(), false, false, false, true, "");
    words.timelines().account(viewer, query, Page.newest(OFFERED_MAX)).stream()
        .filter(s -> !chosen.contains(s.id()))
        .forEach(rows::add);
    return rows.stream()
        .map(
            s ->
                new ReportViews.Offered(
                    s.id().toString(),
                    NotificationPages.excerpt(s),
                    s.createdAt(),
                    s.words().media().size(),
                    chosen.contains(s.id())))
        .toList();
  }

  /// What it began with, however long ago, and what he said there last.
  private List<ReportViews.Offered> said(
      Request request, ConversationId talk, Account about, Set<StatusId> chosen) {
    Viewer viewer = Reading.viewer(request);
    Stream<Message> begun =
        chosen.stream()
            .flatMap(id -> words.conversations().ofStatus(viewer, id).stream())
            .map(Seen::message)
            .filter(message -> message.conversation().equals(talk))
            .filter(message -> message.author().equals(about.id()))
            .filter(message -> message.content() instanceof Message.Words)
            .limit(words.limits().later().reportStatusesMax());
    Stream<Message> last =
        words
            .conversations()
            .messages(Reading.me(request), talk, Page.newest(SAID_LOOKED_AT))
            .stream()
            .map(Seen::message)
            .filter(message -> message.author().equals(about.id()) && message.replacesN() == 0)
            .filter(message -> message.content() instanceof Message.Words)
            .filter(message -> !chosen.contains(message.status()))
            .limit(SAID_MAX);
    return Stream.concat(begun, last)
        .map(
            message ->
                new ReportViews.Offered(
                    message.status().toString(),
                    ConversationPages.cut(message.text()),
                    message.at(),
                    message.media().size(),
                    chosen.contains(message.status())))
        .toList();
  }

  private List<ReportViews.Rule> rules(Set<String> chosen) {
    List<ReportViews.Rule> rules = new ArrayList<>();
    for (About.Rule rule : site.house().about().rules()) {
      String id = Long.toString(rule.id());
      rules.add(new ReportViews.Rule(id, rule.words(), chosen.contains(id)));
    }
    return rules;
  }

  private Answer report(Request request) {
    forms.check(request);
    Account about = about(request);
    Params params = request.params();
    List<String> rules =
        params.list("rules").stream().filter(id -> id.matches("\\d{1,18}")).toList();
    try {
      words
          .moderation()
          .report(
              Reading.me(request),
              new Moderation.Told(
                  about.id(),
                  params.ids("status", StatusId::parse),
                  excerpt(request, about).stream().toList(),
                  story(request, about).map(Story::id).stream().toList(),
                  params.text("comment", ""),
                  category(params.text("category", "")),
                  rules,
                  false));
    } catch (Refused e) {
      return page(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "reported",
            new ReportViews.Done(
                sheet.frame(sheet.t().say("report.done")).leadingTo(Persons.path(about)),
                persons.of(about),
                profiles.tie(Reading.viewer(request), about))));
  }

  private static Report.Category category(String word) {
    return Report.Category.named(word)
        .orElseThrow(() -> Refusal.invalid("category", "ERR_BLANK", "Choose what it is about"));
  }
}
