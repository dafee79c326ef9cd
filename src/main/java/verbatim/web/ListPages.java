package verbatim.web;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;

/// One's lists: making them, naming them, who is in them. What is said in one is a timeline.
final class ListPages {
  private static final String LISTS = "/lists";
  private static final int MEMBERS_MAX = 500;
  private static final int FOUND_MAX = 10;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Lists lists;
  private final Persons persons;

  ListPages(Templates templates, Forms forms, Web.Words words) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.lists = words.lists();
    this.persons = new Persons(words.pictures(), words.html());
  }

  List<Route> routes() {
    return List.of(
        Route.get(LISTS, Access.session(), this::all, "my lists"),
        Route.post(LISTS, Access.session(), this::create, "making a list"),
        Route.get(LISTS + "/:id/edit", Access.session(), this::edit, "a list and who is in it"),
        Route.post(LISTS + "/:id/edit", Access.session(), this::change, "changing a list"),
        Route.post(LISTS + "/:id/delete", Access.session(), this::delete, "deleting a list"),
        Route.post(LISTS + "/:id/add", Access.session(), this::add, "putting somebody in a list"),
        Route.post(
            LISTS + "/:id/remove",
            Access.session(),
            this::remove,
            "taking somebody out of a list"));
  }

  private Answer all(Request request) {
    return all(request, "", "");
  }

  private Answer all(Request request, String title, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "lists",
            new ListViews.All(
                sheet.frame(Frame.Place.LISTS, sheet.t().say("frame.lists")),
                lists.of(Reading.me(request)).stream().map(ListPages::view).toList(),
                title,
                problem)));
  }

  private static ListViews.OfList view(Lists.AccountList list) {
    return new ListViews.OfList(list.id().toString(), list.title());
  }

  private Answer create(Request request) {
    forms.check(request);
    String title = request.params().text("title", "");
    try {
      Lists.AccountList made = lists.create(Reading.me(request), title, Lists.Replies.LIST, false);
      return Answer.seeOther(URI.create(LISTS + "/" + made.id() + "/edit"));
    } catch (Refused e) {
      return all(request, title, problem(e, request)).status(422);
    }
  }

  private String problem(Refused refused, Request request) {
    return Forms.faults(refused, forms.sheet(request).t()).getFirst().words();
  }

  private Answer edit(Request request) {
    return edit(request, "");
  }

  private Answer edit(Request request, String problem) {
    AccountId me = Reading.me(request);
    Lists.AccountList list = list(request);
    List<AccountId> ids =
        lists.members(me, list.id(), Page.newest(MEMBERS_MAX)).stream()
            .map(Relations.Entry::account)
            .toList();
    Forms.Sheet sheet = forms.sheet(request);
    String sought = request.query("q");
    return sheet.finish(
        templates.page(
            "list_edit",
            new ListViews.Edit(
                sheet.frame(Frame.Place.LISTS, list.title()),
                view(list),
                list.replies().name().toLowerCase(Locale.ROOT),
                list.exclusive(),
                words.accounts().load(ids).stream().map(persons::of).toList(),
                sought,
                found(me, sought, new HashSet<>(ids)),
                problem)));
  }

  /// Only those whom one follows can be in a list, so only they are found.
  private List<Views.Person> found(AccountId me, String sought, Set<AccountId> members) {
    if (sought.isBlank()) {
      return List.of();
    }
    String name = sought.strip().startsWith("@") ? sought.strip().substring(1) : sought.strip();
    return words
        .accounts()
        .named(
            name,
            FOUND_MAX,
            id ->
                !members.contains(id)
                    && words.relations().follows(me, id)
                    && words.maySee().maySeeProfile(Viewer.of(me), id))
        .stream()
        .map(persons::of)
        .toList();
  }

  private Lists.AccountList list(Request request) {
    return lists.get(Reading.me(request), request.id("id", ListId::parse));
  }

  private Answer change(Request request) {
    forms.check(request);
    Lists.AccountList old = list(request);
    try {
      lists.change(
          Reading.me(request),
          new Lists.AccountList(
              old.id(),
              request.params().text("title", old.title()),
              replies(request.params().text("replies", ""), old.replies()),
              request.params().flag("exclusive", false)));
      return forms.saying(
          Answer.seeOther(URI.create(LISTS + "/" + old.id())), "saved", "", request);
    } catch (Refused e) {
      return edit(request, problem(e, request)).status(422);
    }
  }

  private static Lists.Replies replies(String word, Lists.Replies otherwise) {
    return switch (word) {
      case "followed" -> Lists.Replies.FOLLOWED;
      case "list" -> Lists.Replies.LIST;
      case "none" -> Lists.Replies.NONE;
      default -> otherwise;
    };
  }

  private Answer delete(Request request) {
    forms.check(request);
    lists.delete(Reading.me(request), list(request).id());
    return Answer.seeOther(URI.create(LISTS));
  }

  private Answer add(Request request) {
    forms.check(request);
    lists.add(Reading.me(request), list(request).id(), named(request));
    return forms.back(request);
  }

  private Answer remove(Request request) {
    forms.check(request);
    lists.remove(Reading.me(request), list(request).id(), named(request));
    return forms.back(request);
  }

  private List<AccountId> named(Request request) {
    return request.params().id("person", AccountId::parse).stream()
        .flatMap(id -> words.accounts().find(id).map(Account::id).stream())
        .toList();
  }
}
