package verbatim.api;

import static verbatim.access.Scope.READ_CONVERSATIONS;
import static verbatim.access.Scope.WRITE_ACCOUNTS;
import static verbatim.access.Scope.WRITE_CONVERSATIONS;

import java.time.InstantSource;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.conversations.Settings;
import verbatim.conversations.Shown;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Decimal;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.relations.Relations;
import verbatim.streaming.Streams;

/// Private conversations, our own way: the whole of them, which old apps see as direct posts.
final class ConversationRoutes {
  private final Conversations conversations;
  private final Moderation moderation;
  private final Streams streams;
  private final Relations relations;
  private final Looking looking;
  private final ConversationJson conversationJson;
  private final ReportJson reportJson;
  private final RelationshipJson relationshipJson = new RelationshipJson();
  private final InstantSource clock;
  private final Limits limits;

  ConversationRoutes(
      Conversations conversations,
      Moderation moderation,
      Streams streams,
      Relations relations,
      Looking looking,
      ConversationJson conversationJson,
      ReportJson reportJson,
      InstantSource clock,
      Limits limits) {
    this.conversations = conversations;
    this.moderation = moderation;
    this.streams = streams;
    this.relations = relations;
    this.looking = looking;
    this.conversationJson = conversationJson;
    this.reportJson = reportJson;
    this.clock = clock;
    this.limits = limits;
  }

  List<Route> routes() {
    String all = "/api/v1/private/conversations";
    String one = all + "/:id";
    String message = one + "/messages/:n";
    String sign = message + "/reactions/:name";
    String settings = "/api/v1/private/settings";
    Access read = Access.user(READ_CONVERSATIONS);
    Access write = Access.user(WRITE_CONVERSATIONS);
    return List.of(
        Route.post(all, write, this::begin, "begin a private conversation"),
        Route.get(all, read, this::list, "private conversations"),
        Route.get(one, read, this::show, "a private conversation"),
        Route.get(one + "/messages", read, this::messages, "what was said in it"),
        Route.post(one + "/messages", write, this::say, "say something in it")
            .limited(RateLimits.Bucket.POSTS),
        Route.get(message, read, this::message, "a message"),
        Route.put(message, write, this::edit, "edit a message").limited(RateLimits.Bucket.POSTS),
        Route.delete(message, write, this::erase, "erase a message, for oneself or for all"),
        Route.put(sign, write, this::react, "a sign under a message"),
        Route.delete(sign, write, this::unreact, "take it back"),
        Route.put(one + "/mode", write, this::mode, "say yes to another mode"),
        Route.post(one + "/members", write, this::add, "take somebody into a group"),
        Route.post(one + "/read", write, this::read, "has read"),
        Route.post(one + "/typing", write, this::typing, "is writing"),
        Route.post(one + "/mute", write, r -> mute(r, true), "mute a conversation"),
        Route.post(one + "/unmute", write, r -> mute(r, false), "hear of it again"),
        Route.post(one + "/leave", write, this::leave, "leave, or turn down"),
        Route.post(one + "/accept", write, this::accept, "accept a request"),
        Route.post(one + "/report", write, this::report, "show messages to the moderators"),
        Route.post("/api/v1/private/search", read, this::search, "search in one's own talks")
            .limited(RateLimits.Bucket.PRIVATE_SEARCHES),
        Route.get("/api/v1/private/departed", read, this::departed, "talks that one has left"),
        Route.delete(one + "/messages", write, this::eraseMine, "erase all that one said in it"),
        Route.get(settings, read, this::settings, "what others may see of one's reading"),
        Route.put(settings, write, this::change, "change that"),
        Route.put(
            "/api/v1/accounts/:id/contact_name",
            Access.user(WRITE_ACCOUNTS),
            this::call,
            "what one calls somebody"));
  }

  // ---- conversations

  private Answer begin(Request request) {
    List<AccountId> members = request.params().ids("members", AccountId::parse);
    if (members.size() < request.params().list("members").size()) {
      throw Refusal.notFound();
    }
    Conversation.Mode mode =
        request
            .params()
            .text("mode")
            .filter(word -> !word.isBlank())
            .map(ConversationRoutes::mode)
            .orElse(Conversation.Mode.CONSENT);
    return answer(request, conversations.begin(Looking.me(request), members, mode));
  }

  private static Conversation.Mode mode(String word) {
    return Conversation.Mode.parse(word)
        .orElseThrow(() -> Refusal.invalid("mode", "ERR_INCLUSION", "Mode is consent or record"));
  }

  private Answer answer(Request request, Shown shown) {
    return Answer.json(conversationJson.write(new JsonWriter(), Looking.me(request), shown))
        .privately();
  }

  private Answer list(Request request) {
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    Conversations.Which which =
        request
            .params()
            .flag("requests")
            .map(
                isRequest ->
                    isRequest ? Conversations.Which.REQUESTS : Conversations.Which.ACCEPTED)
            .orElse(Conversations.Which.ALL);
    AccountId me = Looking.me(request);
    List<Shown> shown = conversations.list(me, which, page);
    return Looking.linked(
        Answer.json(conversationJson.list(new JsonWriter(), me, shown)).privately(),
        request,
        shown.stream().mapToLong(one -> one.position().value()).toArray());
  }

  private Answer show(Request request) {
    return answer(request, conversations.get(Looking.me(request), id(request)));
  }

  private Answer mode(Request request) {
    Conversation.Mode mode = mode(request.params().required("mode"));
    return answer(request, conversations.wish(Looking.me(request), id(request), mode));
  }

  private Answer add(Request request) {
    AccountId who =
        request.params().id("account_id", AccountId::parse).orElseThrow(Refusal::notFound);
    return answer(request, conversations.add(Looking.me(request), id(request), who));
  }

  private Answer read(Request request) {
    long n = number(request.params(), "n", 0);
    return answer(request, conversations.read(Looking.me(request), id(request), n));
  }

  private Answer typing(Request request) {
    AccountId me = Looking.me(request);
    ConversationId id = id(request);
    streams.types(me, id, conversations.seeTyping(me, id), clock.millis());
    return Answer.empty();
  }

  private Answer mute(Request request, boolean isMuted) {
    return answer(request, conversations.mute(Looking.me(request), id(request), isMuted));
  }

  private Answer leave(Request request) {
    conversations.leave(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer accept(Request request) {
    return answer(request, conversations.accept(Looking.me(request), id(request)));
  }

  // ---- messages

  private Answer messages(Request request) {
    Params params = request.params();
    long below = number(params, "before_n", Long.MAX_VALUE);
    boolean isUpwards = params.has("after_n");
    long above = number(params, "after_n", 0);
    int rows =
        Math.clamp(
            params.number("limit", limits.conversations().pageDefault()),
            1,
            limits.conversations().pageMax());
    AccountId me = Looking.me(request);
    Page page = new Page(below, above, isUpwards, rows);
    return Answer.json(
            conversationJson.messages(
                new JsonWriter(), me, conversations.messages(me, id(request), page)))
        .privately();
  }

  private Answer say(Request request) {
    Params params = request.params();
    var draft =
        new Conversations.Draft(
            params.text("text", ""),
            media(params),
            number(params, "reply_to_n", 0),
            number(params, "after_n", -1));
    // Some apps can set no header.
    String key = request.header("Idempotency-Key");
    String once = key.isBlank() ? params.text("idempotency", "") : key;
    return message(request, conversations.say(Looking.me(request), id(request), draft, once));
  }

  static List<MediaId> media(Params params) {
    List<MediaId> media = params.ids("media_ids", MediaId::parse);
    if (media.size() < params.list("media_ids").size()) {
      throw Refusal.invalid("media_ids", "ERR_INVALID", "There is no such file of yours");
    }
    return media;
  }

  private Answer message(Request request, Seen seen) {
    return Answer.json(conversationJson.message(new JsonWriter(), Looking.me(request), seen))
        .privately();
  }

  private Answer message(Request request) {
    return message(request, conversations.message(Looking.me(request), id(request), n(request)));
  }

  private Answer edit(Request request) {
    String text = request.params().text("text", "");
    return message(request, conversations.edit(Looking.me(request), id(request), n(request), text));
  }

  private Answer erase(Request request) {
    String whom = request.params().text("for", "me");
    switch (whom) {
      case "me" -> conversations.eraseForMe(Looking.me(request), id(request), n(request));
      case "all" -> conversations.eraseForAll(Looking.me(request), id(request), n(request));
      default -> throw Refusal.invalid("for", "ERR_INCLUSION", "Erase for me or for all");
    }
    return Answer.empty();
  }

  /// Also where he has left.
  private Answer eraseMine(Request request) {
    int erased = conversations.eraseMine(Looking.me(request), id(request));
    return Answer.json(new JsonWriter().object().field("erased", erased).end()).privately();
  }

  private Answer departed(Request request) {
    JsonWriter json = new JsonWriter().array();
    for (Conversations.Departed one : conversations.departed(Looking.me(request))) {
      json.object().fieldId("id", one.id().value());
      conversationJson.accounts(json.name("accounts"), one.others());
      json.end();
    }
    return Answer.json(json.end()).privately();
  }

  private Answer react(Request request) {
    conversations.react(Looking.me(request), id(request), n(request), request.variable("name"));
    return Answer.empty();
  }

  private Answer unreact(Request request) {
    conversations.unreact(Looking.me(request), id(request), n(request), request.variable("name"));
    return Answer.empty();
  }

  private Answer search(Request request) {
    AccountId me = Looking.me(request);
    String wanted = request.params().text("q", "");
    if (wanted.length() > limits.search().queryCharactersMax()) {
      throw Refusal.invalid("q", "ERR_TOO_LONG", "This is too long to look for");
    }
    return Answer.json(
            conversationJson.messages(new JsonWriter(), me, conversations.search(me, wanted)))
        .privately();
  }

  // ---- one's own

  private Answer settings(Request request) {
    return answer(conversations.settings(Looking.me(request)));
  }

  private Answer change(Request request) {
    AccountId me = Looking.me(request);
    Settings was = conversations.settings(me);
    return answer(
        conversations.change(
            me,
            new Settings(
                request.params().flag("read_receipts", was.readReceipts()),
                request.params().flag("typing", was.typing()))));
  }

  private static Answer answer(Settings settings) {
    return Answer.json(
            new JsonWriter()
                .object()
                .field("read_receipts", settings.readReceipts())
                .field("typing", settings.typing())
                .end())
        .privately();
  }

  private Answer call(Request request) {
    AccountId me = Looking.me(request);
    Account other = looking.account(request);
    conversations.call(me, other.id(), request.params().text("name", ""));
    return Answer.json(
            relationshipJson.named(
                new JsonWriter(),
                relations.relationship(me, other.id()),
                conversations.name(me, other.id())))
        .privately();
  }

  // ---- telling the moderators

  private Answer report(Request request) {
    AccountId me = Looking.me(request);
    ConversationId id = id(request);
    List<Seen> entries =
        request.params().list("entries").stream()
            .limit(limits.later().reportStatusesMax() + 1L)
            .map(text -> Decimal.parse(text).orElseThrow(Refusal::notFound))
            .map(n -> conversations.message(me, id, n))
            .toList();
    List<StatusId> named = entries.stream().map(one -> one.message().status()).distinct().toList();
    AccountId about =
        entries.stream()
            .map(Seen::message)
            .map(Message::author)
            .filter(author -> !author.equals(me))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "entries", "ERR_BLANK", "Choose at least one message of somebody else"));
    Report report =
        moderation.report(
            me,
            new Moderation.Told(
                about,
                named,
                request.params().text("comment", ""),
                Report.Category.OTHER,
                List.of(),
                request.params().flag("forward", false)));
    return Answer.json(
            reportJson.write(
                new JsonWriter(),
                report,
                conversationJson.account(about).orElseThrow(Refusal::notFound)))
        .privately();
  }

  private static ConversationId id(Request request) {
    return request.id("id", ConversationId::parse);
  }

  private static long n(Request request) {
    return Decimal.parse(request.variable("n")).orElseThrow(Refusal::notFound);
  }

  private static long number(Params params, String name, long otherwise) {
    return params
        .text(name)
        .filter(text -> !text.isBlank())
        .map(
            text ->
                text.equals("0")
                    ? 0L
                    : Decimal.parse(text)
                        .orElseThrow(
                            () ->
                                Refusal.invalid(
                                    name, "ERR_INVALID", "This is no number of a message")))
        .orElse(otherwise);
  }
}
