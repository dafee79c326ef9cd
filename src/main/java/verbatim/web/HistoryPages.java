package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.statuses.Edit;
import verbatim.statuses.Status;

/// What a post said before it was changed, and what became of it.
final class HistoryPages {
  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Persons persons;

  HistoryPages(Templates templates, Forms forms, Web.Words words, Persons persons) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.persons = persons;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/@:acct/:id/history", Access.browser(), this::show, "how a post was changed"));
  }

  private Answer show(Request request) {
    Account author = Reading.account(request, words);
    Status status =
        words.statuses().get(Reading.viewer(request), request.id("id", StatusId::parse));
    if (!status.author().equals(author.id()) || status.isBoost()) {
      throw Refusal.notFound();
    }
    List<Edit> history = words.statuses().history(Reading.viewer(request), status.id());
    List<ComposeViews.Version> versions = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      versions.add(
          new ComposeViews.Version(
              i + 1,
              history.get(i).at(),
              i == 0,
              i == 0 ? first(history.get(i)) : changes(history.get(i - 1), history.get(i))));
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "history",
            new ComposeViews.History(
                sheet.frame(sheet.t().say("history.title", Persons.name(author))),
                persons.of(author),
                PostViews.path(author, status.id()),
                versions.reversed())));
  }

  /// All of it, as it was posted.
  private static List<ComposeViews.Change> first(Edit edit) {
    Status.Words first = edit.words();
    return Stream.of(
            whole("history.warning", first.language(), first.warning()),
            whole("history.words", first.language(), first.text()),
            whole("history.pictures", first.language(), pictures(edit)),
            whole("history.poll", first.language(), poll(first)))
        .filter(change -> !change.runs().isEmpty())
        .toList();
  }

  private static ComposeViews.Change whole(String what, String language, String text) {
    return new ComposeViews.Change(
        what,
        language,
        text.isEmpty() ? List.of() : List.of(new Differences.Run(Differences.Kind.SAME, text)));
  }

  private static List<ComposeViews.Change> changes(Edit before, Edit after) {
    List<ComposeViews.Change> changes = new ArrayList<>();
    Status.Words old = before.words();
    Status.Words now = after.words();
    add(changes, "history.warning", now, old.warning(), now.warning());
    add(changes, "history.words", now, old.text(), now.text());
    add(changes, "history.pictures", now, pictures(before), pictures(after));
    add(changes, "history.poll", now, poll(old), poll(now));
    add(changes, "history.language", now, old.language(), now.language());
    return changes;
  }

  private static void add(
      List<ComposeViews.Change> changes, String what, Status.Words now, String old, String text) {
    if (!old.equals(text)) {
      changes.add(new ComposeViews.Change(what, now.language(), Differences.between(old, text)));
    }
  }

  /// One line for each, numbered: so one that came or went is seen without a description, too.
  private static String pictures(Edit edit) {
    List<MediaId> files = edit.words().media();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Media.Said said = edit.said().getOrDefault(files.get(i), Media.Said.NOTHING);
      lines.add((i + 1) + ". " + said.description());
    }
    return String.join("\n", lines);
  }

  private static String poll(Status.Words words) {
    return words.poll().map(poll -> String.join("\n", poll.options())).orElse("");
  }
}
