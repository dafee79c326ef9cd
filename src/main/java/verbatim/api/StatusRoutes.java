package verbatim.api;

import static verbatim.access.Scope.READ_BOOKMARKS;
import static verbatim.access.Scope.READ_FAVOURITES;
import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_ACCOUNTS;
import static verbatim.access.Scope.WRITE_BOOKMARKS;
import static verbatim.access.Scope.WRITE_FAVOURITES;
import static verbatim.access.Scope.WRITE_MUTES;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.PollId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.rendering.ContentHtml;
import verbatim.statuses.Draft;
import verbatim.statuses.Edit;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.statuses.Tally;

/// Posting, reading, editing and deleting statuses, and what people do with them.
final class StatusRoutes {
  private final Statuses statuses;
  private final Accounts accounts;
  private final MaySee maySee;
  private final Drafting drafting;
  private final MediaChanges mediaChanges;
  private final MessageStatuses messages;
  private final Looking looking;
  private final StatusJson statusJson;
  private final AccountJson accountJson;
  private final PollJson pollJson;
  private final EmojiJson emojiJson;
  private final MediaJson mediaJson;
  private final ScheduledJson scheduledJson;
  private final ContentHtml html;
  private final Limits limits;

  StatusRoutes(
      Statuses statuses,
      Accounts accounts,
      MaySee maySee,
      Drafting drafting,
      MediaChanges mediaChanges,
      MessageStatuses messages,
      Looking looking,
      StatusJson statusJson,
      StatusJson.Shapes shapes,
      ContentHtml html,
      Limits limits) {
    this.statuses = statuses;
    this.accounts = accounts;
    this.maySee = maySee;
    this.drafting = drafting;
    this.mediaChanges = mediaChanges;
    this.messages = messages;
    this.looking = looking;
    this.statusJson = statusJson;
    this.accountJson = shapes.account();
    this.pollJson = shapes.poll();
    this.emojiJson = shapes.emoji();
    this.mediaJson = shapes.media();
    this.scheduledJson = new ScheduledJson(shapes.media());
    this.html = html;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.optional(READ_STATUSES);
    Access write = Access.user(WRITE_STATUSES);
    Access favourite = Access.user(WRITE_FAVOURITES);
    Access bookmark = Access.user(WRITE_BOOKMARKS);
    Access mute = Access.user(WRITE_MUTES);
    Access pin = Access.user(WRITE_ACCOUNTS);
    String one = "/api/v1/statuses/:id";
    return List.of(
        Route.post("/api/v1/statuses", write, this::post, "post a status")
            .limited(RateLimits.Bucket.POSTS),
        Route.get("/api/v1/statuses", read, this::several, "several statuses"),
        Route.get(one, read, messages.either(messages::show, this::show), "a status"),
        Route.put(one, write, messages.either(messages::edit, this::edit), "edit a status")
            .limited(RateLimits.Bucket.POSTS),
        Route.delete(
            one, write, messages.either(messages::delete, this::delete), "delete a status"),
        Route.get(
            one + "/context",
            read,
            messages.either(messages::context, this::context),
            "the thread of a status"),
        Route.get(
            one + "/history",
            read,
            messages.either(messages::history, this::history),
            "the edits of a status"),
        Route.get(
            one + "/source",
            Access.app(READ_STATUSES),
            messages.either(messages::source, this::source),
            "a status as written"),
        Route.get(
            one + "/favourited_by",
            read,
            messages.either(messages::favouritedBy, this::favouritedBy),
            "who favourited"),
        Route.get(
            one + "/reblogged_by",
            read,
            messages.either(messages::nobody, this::boostedBy),
            "who boosted"),
        Route.post(
            one + "/favourite",
            favourite,
            messages.either(messages::favourite, r -> counted(r, statuses::favourite)),
            "favourite"),
        Route.post(
            one + "/unfavourite",
            favourite,
            messages.either(messages::unfavourite, r -> counted(r, statuses::unfavourite)),
            "unfavourite"),
        Route.post(one + "/reblog", write, messages.refusing(this::boost), "boost")
            .limited(RateLimits.Bucket.POSTS),
        Route.post(
            one + "/unreblog", write, r -> counted(r, statuses::unboost), "take back a boost"),
        Route.post(
            one + "/bookmark",
            bookmark,
            messages.refusing(r -> done(r, statuses::bookmark)),
            "bookmark"),
        Route.post(one + "/unbookmark", bookmark, r -> done(r, statuses::unbookmark), "unbookmark"),
        Route.post(
            one + "/mute",
            mute,
            messages.either(messages::mute, r -> done(r, statuses::muteThread)),
            "mute a thread"),
        Route.post(
            one + "/unmute",
            mute,
            messages.either(messages::unmute, r -> done(r, statuses::unmuteThread)),
            "unmute a thread"),
        Route.post(
            one + "/pin",
            pin,
            messages.refusing(r -> done(r, statuses::pin)),
            "pin to the profile"),
        Route.post(one + "/unpin", pin, r -> done(r, statuses::unpin), "unpin"),
        Route.post(
            one + "/hide_reply/:reply_id",
            write,
            r -> hide(r, statuses::hideReply),
            "fold away a reply to one's post"),
        Route.post(
            one + "/unhide_reply/:reply_id",
            write,
            r -> hide(r, statuses::unhideReply),
            "show a folded reply again"),
        Route.get(
            "/api/v1/favourites", Access.user(READ_FAVOURITES), this::favourites, "my favourites"),
        Route.get(
            "/api/v1/bookmarks", Access.user(READ_BOOKMARKS), this::bookmarks, "my bookmarks"),
        Route.get("/api/v1/polls/:id", read, this::poll, "a poll"),
        Route.post("/api/v1/polls/:id/votes", write, this::vote, "vote"));
  }

  // ---- writing

  private Answer post(Request request) {
    messages.refuseQuote(request);
    Draft draft = drafting.read(request.params(), author(request), drafting.application(request));
    String key = request.header("Idempotency-Key");
    Optional<Instant> at = Drafting.scheduledAt(request.params());
    Optional<Answer> said = messages.post(request, draft, key, at.isPresent());
    if (said.isPresent()) {
      return said.get();
    }
    if (at.isPresent()) {
      return Answer.json(
          scheduledJson.write(
              new JsonWriter(), statuses.scheduled().schedule(draft, at.get(), key)));
    }
    Status status = key.isBlank() ? statuses.post(draft) : statuses.post(draft, key);
    return looking.status(request, status);
  }

  private Answer edit(Request request) {
    Status status = own(request);
    AccountId me = Looking.me(request);
    Status edited =
        statuses.edit(
            me,
            status.id(),
            drafting.edit(request.params(), status),
            mediaChanges.read(me, request.params().objects("media_attributes")));
    return looking.status(request, edited);
  }

  /// A boost has an id of its own, by which apps take it out of their lists.
  private Answer delete(Request request) {
    Status status = mine(request);
    // Written before it is gone: afterwards there is nothing to write it from.
    JsonWriter json = new JsonWriter(2_048);
    var _ =
        status.isBoost()
            ? statusJson.one(json, Looking.viewer(request), status)
            : statusJson.withText(json, Looking.viewer(request), status);
    statuses.delete(Looking.me(request), status.id());
    return Answer.json(json);
  }

  private Status own(Request request) {
    Status status = mine(request);
    if (status.isBoost()) {
      throw Refusal.notFound();
    }
    return status;
  }

  private Status mine(Request request) {
    Status status = get(request);
    if (!status.author().equals(Looking.me(request))) {
      throw Refusal.notFound();
    }
    return status;
  }

  private Account author(Request request) {
    return accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
  }

  // ---- reading

  private Answer show(Request request) {
    return looking.status(request, get(request));
  }

  private Answer several(Request request) {
    List<StatusId> ids = request.params().ids("id", StatusId::parse);
    if (ids.size() > limits.rows().idsInOneRequestMax()) {
      throw Refusal.invalid(
          "id", "ERR_TOO_LONG", "At most " + limits.rows().idsInOneRequestMax() + " ids at once");
    }
    Viewer viewer = Looking.viewer(request);
    return looking.statusList(
        request,
        statuses.load(ids).stream()
            .filter(s -> maySee.maySee(viewer, s.author(), s.audience()))
            .toList());
  }

  private Answer context(Request request) {
    Viewer viewer = Looking.viewer(request);
    Statuses.Context thread = statuses.thread(viewer, request.id("id", StatusId::parse));
    List<Status> ancestors = thread.ancestors();
    List<Status> descendants = thread.descendants();
    if (viewer instanceof Viewer.Anybody) {
      int above = limits.rows().threadAncestorsSignedOutMax();
      ancestors = ancestors.subList(Math.max(0, ancestors.size() - above), ancestors.size());
      descendants = shallow(request.id("id", StatusId::parse), descendants);
    }
    JsonWriter json = new JsonWriter(32_768).object().name("ancestors");
    statusJson.list(json, viewer, ancestors).name("descendants");
    statusJson.list(json, viewer, descendants);
    // Our own: clients that do not know it show the thread as its author wants it.
    json.name("hidden");
    return Answer.json(statusJson.list(json, viewer, thread.hidden()).end());
  }

  /// The first descendants that are not deeper than strangers may look.
  private List<Status> shallow(StatusId top, List<Status> descendants) {
    Map<StatusId, Integer> depths = new HashMap<>();
    depths.put(top, 0);
    List<Status> shown = new ArrayList<>();
    for (Status status : descendants) {
      int depth =
          1
              + status
                  .words()
                  .place()
                  .parent()
                  .map(p -> depths.getOrDefault(p.status(), 0))
                  .orElse(0);
      depths.put(status.id(), depth);
      if (depth <= limits.rows().threadDepthSignedOutMax()) {
        shown.add(status);
      }
      if (shown.size() == limits.rows().threadDescendantsSignedOutMax()) {
        break;
      }
    }
    return shown;
  }

  private Answer history(Request request) {
    Status status = get(request);
    Account author = accounts.find(status.author()).orElseThrow(Refusal::notFound);
    JsonWriter json = new JsonWriter().array();
    for (Edit edit : statuses.history(Looking.viewer(request), status.id())) {
      edit(json, status, author, edit);
    }
    return Answer.json(json.end());
  }

  private void edit(JsonWriter json, Status status, Account author, Edit edit) {
    Status.Words words = edit.words();
    json.object().field("content", html.of(words, status.origin()).value());
    json.field("spoiler_text", words.warning()).field("sensitive", words.sensitive());
    json.field("created_at", edit.at()).name("account");
    accountJson.write(json, author).name("poll");
    if (words.poll().isPresent()) {
      json.object().name("options").array();
      words.poll().get().options().forEach(o -> json.object().field("title", o).end());
      json.end().end();
    } else {
      json.nothing();
    }
    json.name("media_attachments");
    mediaJson.former(json, status, edit);
    json.name("emojis");
    emojiJson.of(json, words, status.origin()).fieldNull("quote").end();
  }

  private Answer source(Request request) {
    Status status = get(request);
    if (status.isBoost()) {
      throw Refusal.notFound();
    }
    return Answer.json(
        new JsonWriter()
            .object()
            .fieldId("id", status.id().value())
            .field("text", status.words().text())
            .field("spoiler_text", status.words().warning())
            .end());
  }

  private Answer favouritedBy(Request request) {
    Page page = peoplePage(request);
    return people(
        request,
        statuses.favouritedBy(Looking.viewer(request), request.id("id", StatusId::parse), page));
  }

  private Answer boostedBy(Request request) {
    Page page = peoplePage(request);
    return people(
        request,
        statuses.boostedBy(Looking.viewer(request), request.id("id", StatusId::parse), page));
  }

  private Page peoplePage(Request request) {
    return Paging.page(
        request, limits.rows().accountsPageDefault(), limits.rows().accountsPageMax());
  }

  private Answer people(Request request, List<Statuses.By> rows) {
    return looking.accounts(
        request, rows.stream().map(b -> new Relations.Entry(b.position(), b.account())).toList());
  }

  private Answer favourites(Request request) {
    return shelf(request, statuses::favourites);
  }

  private Answer bookmarks(Request request) {
    return shelf(request, statuses::bookmarks);
  }

  private Answer shelf(Request request, BiFunction<AccountId, Page, List<Statuses.Shelved>> shelf) {
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    List<Statuses.Shelved> rows = shelf.apply(Looking.me(request), page);
    Viewer viewer = Looking.viewer(request);
    List<Status> shown =
        statuses.load(rows.stream().map(Statuses.Shelved::status).toList()).stream()
            .filter(s -> maySee.maySee(viewer, s.author(), s.audience()))
            .toList();
    return Looking.linked(
        looking.statusList(request, shown),
        request,
        rows.stream().mapToLong(Statuses.Shelved::position).toArray());
  }

  // ---- what people do with them

  private Answer done(Request request, BiFunction<AccountId, StatusId, Status> act) {
    return looking.status(
        request, act.apply(Looking.me(request), request.id("id", StatusId::parse)));
  }

  private interface Hide {
    Status of(AccountId who, StatusId post, StatusId reply);
  }

  private Answer hide(Request request, Hide hide) {
    return looking.status(
        request,
        hide.of(
            Looking.me(request),
            request.id("id", StatusId::parse),
            request.id("reply_id", StatusId::parse)));
  }

  private Answer counted(Request request, BiFunction<AccountId, StatusId, Status> act) {
    StatusId id = request.id("id", StatusId::parse);
    return counted(request, id, act.apply(Looking.me(request), id));
  }

  private Answer boost(Request request) {
    StatusId id = request.id("id", StatusId::parse);
    Draft.Visibility visibility =
        request
            .params()
            .text("visibility")
            .filter(v -> !v.isBlank())
            .map(Drafting::visibility)
            .orElse(Draft.Visibility.PUBLIC);
    return counted(request, id, statuses.boost(Looking.me(request), id, visibility));
  }

  private Answer counted(Request request, StatusId id, Status status) {
    // Counts are folded from the log a moment after the fact. Clients show what the answer says, so
    // it waits for its own effect, but never long.
    statuses.awaitCounts(id, limits.waits().countsMax());
    return looking.status(request, status);
  }

  // ---- polls

  private Answer poll(Request request) {
    Status status = withPoll(request);
    return poll(request, status, statuses.tally(Looking.viewer(request), status.id()));
  }

  private Answer vote(Request request) {
    Status status = withPoll(request);
    List<Integer> choices =
        request.params().list("choices").stream().map(StatusRoutes::choice).toList();
    return poll(request, status, statuses.vote(Looking.me(request), status.id(), choices));
  }

  private static int choice(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw Refusal.invalid("choices", "ERR_INVALID", "Choices are numbers of options, from 0");
    }
  }

  private Answer poll(Request request, Status status, Tally tally) {
    Status.Poll poll = status.words().poll().orElseThrow(Refusal::notFound);
    return Answer.json(
        pollJson.write(new JsonWriter(), status, poll, tally, Looking.viewer(request)));
  }

  private Status withPoll(Request request) {
    StatusId id = new StatusId(request.id("id", PollId::parse).value());
    Status status = statuses.get(Looking.viewer(request), id);
    if (status.isBoost() || status.words().poll().isEmpty()) {
      throw Refusal.notFound();
    }
    return status;
  }

  private Status get(Request request) {
    return statuses.get(Looking.viewer(request), request.id("id", StatusId::parse));
  }
}
