package verbatim.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.http.Answer;
import verbatim.http.Handler;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Draft;
import verbatim.statuses.Statuses;
import verbatim.text.Entities;
import verbatim.text.Entity;

/// What old apps do with statuses that are private messages. They can read, answer, edit, erase and
/// favourite them; whatever would show one to anybody else is refused. For who is no member there
/// is no such status.
final class MessageStatuses {
  private static final String PRIVATE = "This is a private conversation.";

  private final Conversations conversations;
  private final Statuses statuses;
  private final Accounts accounts;
  private final MessageJson messageJson;
  private final Looking looking;
  private final Addresses addresses;
  private final Limits limits;

  MessageStatuses(
      Conversations conversations,
      Statuses statuses,
      Accounts accounts,
      MessageJson messageJson,
      Looking looking,
      Addresses addresses,
      Limits limits) {
    this.conversations = conversations;
    this.statuses = statuses;
    this.accounts = accounts;
    this.messageJson = messageJson;
    this.looking = looking;
    this.addresses = addresses;
    this.limits = limits;
  }

  interface OfMessage {
    Answer answer(Request request, Seen message);
  }

  /// What a route does when its `:id` is a message that this viewer may see; else what it does with
  /// a status.
  Handler either(OfMessage ofMessage, Handler ofStatus) {
    return request -> {
      Optional<Seen> message =
          StatusId.parse(request.variable("id")).flatMap(id -> find(request, id));
      return message.isPresent()
          ? ofMessage.answer(request, message.get())
          : ofStatus.answer(request);
    };
  }

  /// For what would show it to others.
  Handler refusing(Handler ofStatus) {
    return either(
        (_, _) -> {
          throw Refusal.invalid(PRIVATE);
        },
        ofStatus);
  }

  /// The usual id is that of a status, which lies in memory: asked first.
  private Optional<Seen> find(Request request, StatusId id) {
    Viewer viewer = Looking.viewer(request);
    return viewer instanceof Viewer.Member && statuses.find(id).isEmpty()
        ? conversations.ofStatus(viewer, id)
        : Optional.empty();
  }

  // ---- reading

  Answer show(Request request, Seen message) {
    return Answer.json(messageJson.status(new JsonWriter(2_048), Looking.me(request), message));
  }

  Answer source(Request request, Seen message) {
    return Answer.json(
        new JsonWriter()
            .object()
            .fieldId("id", message.message().status().value())
            .field("text", message.message().text())
            .field("spoiler_text", "")
            .end());
  }

  Answer history(Request request, Seen message) {
    Message of = message.message();
    return Answer.json(
        messageJson.history(
            new JsonWriter(),
            conversations.versions(Looking.me(request), of.conversation(), of.n())));
  }

  /// So many messages around it: a long talk is no thread to be loaded whole.
  Answer context(Request request, Seen message) {
    AccountId me = Looking.me(request);
    Message of = message.message();
    int half = limits.conversations().contextMax() / 2;
    List<Seen> before = words(me, of, Page.below(of.n(), half));
    List<Seen> after = words(me, of, new Page(Long.MAX_VALUE, of.n(), true, half));
    JsonWriter json = new JsonWriter(32_768).object().name("ancestors");
    messageJson.statuses(json, me, before.reversed()).name("descendants");
    return Answer.json(messageJson.statuses(json, me, after.reversed()).end());
  }

  private List<Seen> words(AccountId me, Message of, Page page) {
    return conversations.messages(me, of.conversation(), page).stream()
        .filter(seen -> seen.message().content() instanceof Message.Words)
        .filter(seen -> seen.message().replacesN() == 0)
        .map(
            seen ->
                seen.replacedBy() == 0
                    ? seen
                    : conversations.current(me, of.conversation(), seen.message().n()))
        .toList();
  }

  Answer favouritedBy(Request request, Seen message) {
    Message of = message.message();
    List<AccountId> by =
        conversations.whoReacted(
            Looking.me(request), of.conversation(), of.n(), MessageJson.FAVOURITE);
    return looking.accountList(request, accounts.load(by));
  }

  Answer nobody(Request request, Seen message) {
    return looking.accountList(request, List.of());
  }

  // ---- doing

  Answer favourite(Request request, Seen message) {
    Message of = message.message();
    conversations.react(Looking.me(request), of.conversation(), of.n(), MessageJson.FAVOURITE);
    return again(request, of);
  }

  Answer unfavourite(Request request, Seen message) {
    Message of = message.message();
    if (message.reactions().stream()
        .anyMatch(r -> r.isMine() && r.name().equals(MessageJson.FAVOURITE))) {
      conversations.unreact(Looking.me(request), of.conversation(), of.n(), MessageJson.FAVOURITE);
    }
    return again(request, of);
  }

  Answer mute(Request request, Seen message) {
    return mute(request, message, true);
  }

  Answer unmute(Request request, Seen message) {
    return mute(request, message, false);
  }

  private Answer mute(Request request, Seen message, boolean isMuted) {
    conversations.mute(Looking.me(request), message.message().conversation(), isMuted);
    return again(request, message.message());
  }

  private Answer again(Request request, Message of) {
    return show(request, conversations.current(Looking.me(request), of.conversation(), of.n()));
  }

  // ---- writing

  /// What a new post makes of itself that answers a message; empty when it answers none.
  Optional<Answer> post(Request request, Draft draft, String idempotencyKey, boolean isForLater) {
    return draft
        .inReplyTo()
        .flatMap(parent -> find(request, parent))
        .map(
            parent -> {
              if (isForLater) {
                throw Refusal.invalid(
                    "scheduled_at", "ERR_INVALID", "Messages are said now, not later");
              }
              return answer(request, draft, parent.message(), idempotencyKey);
            });
  }

  /// Before anything else is said of a post: none may quote a message.
  void refuseQuote(Request request) {
    for (String name : List.of("quoted_status_id", "quote_id")) {
      if (request.params().id(name, StatusId::parse).flatMap(id -> find(request, id)).isPresent()) {
        throw Refusal.invalid(PRIVATE);
      }
    }
  }

  private Answer answer(Request request, Draft draft, Message parent, String idempotencyKey) {
    AccountId me = Looking.me(request);
    if (draft.visibility() != Draft.Visibility.DIRECT) {
      throw Refusal.invalid(PRIVATE);
    }
    if (draft.poll().isPresent()) {
      throw Refusal.invalid("poll", "ERR_INVALID", "There are no polls in private conversations");
    }
    String text = text(draft.warning(), draft.text());
    refuseOthers(parent, text);
    boolean isLast = conversations.get(me, parent.conversation()).lastN() == parent.n();
    Seen said =
        conversations.say(
            me,
            parent.conversation(),
            new Conversations.Draft(text, draft.media(), isLast ? 0 : parent.n(), -1),
            idempotencyKey);
    return show(request, said);
  }

  private static String text(String warning, String text) {
    return warning.isBlank() ? text : warning + "\n\n" + text;
  }

  /// An app that answers "to all" must not widen a private talk: whoever is named has to be in it
  /// already.
  private void refuseOthers(Message in, String text) {
    Entities entities = Entities.find(text, limits.text());
    List<String> others = new ArrayList<>();
    for (Entity.Mention mention : entities.mentions()) {
      String name =
          mention.domain().isEmpty()
              ? mention.username()
              : mention.username() + "@" + mention.domain();
      Optional<Account> named = accounts.find(addresses.handle(name));
      boolean isForeign = !addresses.handle(name).isHere();
      boolean isMember =
          named
              .filter(
                  account ->
                      in.seats().stream()
                          .anyMatch(s -> s.isTaken() && s.account().equals(account.id())))
              .isPresent();
      if ((named.isPresent() || isForeign) && !isMember) {
        others.add("@" + name);
      }
    }
    if (!others.isEmpty()) {
      throw Refusal.invalid(
          "This would add " + others.getFirst() + " to a private conversation. Start a new one.");
    }
  }

  Answer edit(Request request, Seen message) {
    Message of = own(request, message);
    Params params = request.params();
    String text = text(params.text("spoiler_text", ""), params.text("status", ""));
    refuseOthers(of, text);
    conversations.edit(Looking.me(request), of.conversation(), of.n(), text);
    return again(request, of);
  }

  Answer delete(Request request, Seen message) {
    Message of = own(request, message);
    JsonWriter json = messageJson.withText(new JsonWriter(2_048), Looking.me(request), message);
    conversations.eraseForAll(Looking.me(request), of.conversation(), of.n());
    return Answer.json(json);
  }

  private static Message own(Request request, Seen message) {
    if (!message.message().author().equals(Looking.me(request))) {
      throw Refusal.notFound();
    }
    return message.message();
  }
}
