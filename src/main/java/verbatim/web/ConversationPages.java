package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import verbatim.accounts.Account;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.conversations.Settings;
import verbatim.conversations.Shown;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Decimal;
import verbatim.kernel.DraftId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Sha256;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;

/// Private conversations: the list, with requests of strangers apart, and one of them, live.
final class ConversationPages {
  private static final String ALL = "/conversations";
  private static final int ROWS = 20;
  private static final int REQUESTS = 20;
  private static final int MESSAGES = 40;
  private static final int CUT_CHARACTERS = 80;
  private static final int AROUND_FILE_BYTES = 64 << 10;
  private static final int KEY_BYTES = 12;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Conversations conversations;
  private final PostViews posts;
  private final InstantSource clock;
  private final Persons persons;
  private final Anchors anchors;
  private final SecureRandom random;

  ConversationPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      InstantSource clock,
      SecureRandom random) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.posts = posts;
    this.clock = clock;
    this.random = random;
    conversations = words.conversations();
    persons = new Persons(words.pictures(), words.html());
    anchors = new Anchors(words);
  }

  List<Route> routes() {
    String one = ALL + "/:id";
    Access in = Access.session();
    long bytesMax = (long) words.limits().media().imageBytesMax() + AROUND_FILE_BYTES;
    return List.of(
        Route.get(ALL, in, this::all, "my conversations"),
        Route.post(ALL, in, this::begin, "beginning a conversation"),
        Route.post(ALL + "/search", in, this::search, "finding people and words")
            .limited(RateLimits.Bucket.PRIVATE_SEARCHES),
        Route.get(ALL + "/left", in, this::departed, "conversations that I have left"),
        Route.post(ALL + "/left/:id", in, this::eraseMine, "erasing what I said there"),
        Route.get(one, in, this::talk, "a conversation"),
        Route.post(one, in, this::say, "saying something in it")
            .limited(RateLimits.Bucket.POSTS)
            .uploads(bytesMax),
        Route.post(one + "/erase", in, this::erase, "erasing a message"),
        Route.post(one + "/react", in, this::react, "a sign under a message"),
        Route.post(one + "/mode", in, this::mode, "saying yes to another mode"),
        Route.post(one + "/name", in, this::name, "what one calls the other"),
        Route.post(one + "/add", in, this::add, "taking somebody into a group"),
        Route.post(one + "/report", in, this::report, "showing a message to the moderators"),
        Route.post(one + "/typing", in, this::typing, "that one is writing"),
        Route.post(one + "/show", in, this::show, "what others may see of one's reading"),
        Route.post(
            one + "/mute", in, r -> done(r, id -> conversations.mute(me(r), id, true)), "mute"),
        Route.post(
            one + "/unmute",
            in,
            r -> done(r, id -> conversations.mute(me(r), id, false)),
            "hear of it again"),
        Route.post(
            one + "/accept", in, r -> done(r, id -> conversations.accept(me(r), id)), "accept"),
        Route.post(one + "/leave", in, this::leave, "leaving, or turning down"),
        Route.post(
            one + "/reconsider",
            in,
            r -> done(r, id -> conversations.reconsider(me(r), id)),
            "looking at it once more"));
  }

  private static AccountId me(Request request) {
    return Reading.me(request);
  }

  private static ConversationId id(Request request) {
    return request.id("id", ConversationId::parse);
  }

  // ---- the list

  private Answer all(Request request) {
    return all(request, "", new Typed(request.query("to"), "", Conversation.Mode.CONSENT), "");
  }

  /// Private words stand in no address and no log: what is looked for is sent like a form.
  private Answer search(Request request) {
    forms.check(request);
    Typed nothing = new Typed("", "", Conversation.Mode.CONSENT);
    return all(request, request.params().text("q", "").strip(), nothing, "");
  }

  private Answer departed(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    AccountId me = me(request);
    return sheet.finish(
        templates.page(
            "departed",
            new ConversationViews.Departed(
                sheet.frame(Frame.Place.CONVERSATIONS, sheet.t().say("left.title")),
                conversations.departed(me).stream()
                    .map(
                        one ->
                            new ConversationViews.Left(
                                one.id().toString(),
                                String.join(
                                    ", ",
                                    one.others().stream().map(other -> name(me, other)).toList())))
                    .toList(),
                conversations.declined(me).stream().map(one -> row(me, one)).toList())));
  }

  private Answer eraseMine(Request request) {
    forms.check(request);
    var _ = conversations.eraseMine(me(request), id(request));
    return forms.saying(Answer.seeOther(URI.create(ALL + "/left")), "words_erased", "", request);
  }

  /// A talk that is to begin.
  private record Typed(String to, String text, Conversation.Mode mode) {
    @Override
    public String toString() {
      return "Typed";
    }
  }

  private Answer all(Request request, String sought, Typed typed, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    AccountId me = me(request);
    Page page = Reading.older(request, ROWS);
    List<Shown> shown = conversations.list(me, Conversations.Which.ACCEPTED, page);
    return sheet.finish(
        templates.page(
            "conversations",
            new ConversationViews.All(
                sheet.frame(Frame.Place.CONVERSATIONS, sheet.t().say("talks.title")),
                shown.stream().map(one -> row(me, one)).toList(),
                conversations.list(me, Conversations.Which.REQUESTS, Page.newest(REQUESTS)).stream()
                    .map(one -> row(me, one))
                    .toList(),
                conversations.list(me, Conversations.Which.BLOCKED, Page.newest(REQUESTS)).stream()
                    .map(one -> row(me, one))
                    .toList(),
                sought,
                found(request, sought),
                hits(me, sought),
                typed.to(),
                typed.text(),
                typed.mode() == Conversation.Mode.RECORD,
                key(),
                problem,
                new Views.Pages(
                    request.query("max_id").isEmpty() ? "" : ALL,
                    shown.size() < ROWS ? "" : ALL + "?max_id=" + shown.getLast().position()))));
  }

  private List<Views.Person> found(Request request, String sought) {
    if (sought.isEmpty() || sought.length() > words.limits().search().queryCharactersMax()) {
      return List.of();
    }
    return words.search().accounts(Reading.viewer(request), sought, false, 0, ROWS / 2).stream()
        .filter(account -> !account.id().equals(me(request)))
        .map(persons::of)
        .toList();
  }

  private List<ConversationViews.Hit> hits(AccountId me, String sought) {
    if (sought.isEmpty() || sought.length() > words.limits().search().queryCharactersMax()) {
      return List.of();
    }
    return conversations.search(me, sought).stream()
        .map(
            seen ->
                new ConversationViews.Hit(
                    ALL
                        + "/"
                        + seen.message().conversation()
                        + "?before="
                        + (seen.message().n() + 1)
                        + "#m"
                        + seen.message().n(),
                    name(me, seen.message().author()),
                    cut(seen.message().text()),
                    seen.message().at()))
        .toList();
  }

  private ConversationViews.Row row(AccountId me, Shown shown) {
    Optional<Message> last = shown.last().map(Seen::message);
    return new ConversationViews.Row(
        shown.conversation().id().toString(),
        title(me, shown),
        shown.others().stream()
            .findFirst()
            .flatMap(words.accounts()::find)
            .map(persons::of)
            .map(Views.Person::picture)
            .orElse(""),
        last.map(message -> cut(message.text())).orElse(""),
        last.filter(message -> message.author().equals(me)).isPresent(),
        last.map(Message::at).orElse(shown.conversation().createdAt()),
        shown.isUnread(),
        shown.isMuted(),
        shown.conversation().mode() == Conversation.Mode.RECORD);
  }

  private String title(AccountId me, Shown shown) {
    return String.join(", ", shown.others().stream().map(other -> name(me, other)).toList());
  }

  /// As the reader calls him, else as he calls himself.
  private String name(AccountId me, AccountId who) {
    String own = conversations.name(me, who);
    return own.isEmpty() ? words.accounts().find(who).map(Persons::name).orElse("") : own;
  }

  static String cut(String text) {
    int end =
        text.offsetByCodePoints(0, Math.min(CUT_CHARACTERS, text.codePointCount(0, text.length())));
    return end == text.length() ? text : text.substring(0, end) + " …";
  }

  private Answer begin(Request request) {
    forms.check(request);
    String to = request.params().text("to", "");
    String text = request.params().text("text", "");
    Conversation.Mode mode =
        Conversation.Mode.parse(request.params().text("mode", ""))
            .orElse(Conversation.Mode.CONSENT);
    var first = new Conversations.Draft(text, List.of(), 0, -1);
    try {
      if (!text.isBlank()) {
        conversations.check(first);
      }
      List<AccountId> members = new ArrayList<>();
      for (String name : to.strip().split("[\\s,]+")) {
        if (!name.isEmpty()) {
          members.add(
              words
                  .accounts()
                  .find(words.addresses().handle(name))
                  .filter(a -> words.maySee().maySeeProfile(Reading.viewer(request), a.id()))
                  .map(Account::id)
                  .orElseThrow(
                      () -> Refusal.invalid("to", "ERR_INVALID", "Nobody here is called " + name)));
        }
      }
      ConversationId id = conversations.begin(me(request), members, mode).conversation().id();
      if (!text.isBlank()) {
        var _ = conversations.say(me(request), id, first, once(request, text));
      }
      return Answer.seeOther(URI.create(ALL + "/" + id));
    } catch (Refused e) {
      return all(request, "", new Typed(to, text, mode), problem(e, request)).status(422);
    }
  }

  private String problem(Refused refused, Request request) {
    Tongue t = forms.sheet(request).t();
    return switch (refused.refusal()) {
      case Refusal.Invalid(var why, var faults) when faults.isEmpty() -> Refusals.words(why, t);
      case Refusal.TooMany(var why, _) -> Refusals.words(why, t);
      default -> Forms.faults(refused, t).getFirst().words();
    };
  }

  // ---- one of them

  private Answer talk(Request request) {
    return talk(request, writing(request));
  }

  /// What is answered or edited stands in the address, so that it works without scripts.
  private ConversationViews.Writing writing(Request request) {
    long edits = Decimal.parse(request.query("edit")).orElse(0L);
    long answers = Decimal.parse(request.query("reply")).orElse(0L);
    long about = edits == 0 ? answers : edits;
    if (about == 0) {
      return fromPost(request);
    }
    String text = conversations.current(me(request), id(request), about).message().text();
    return new ConversationViews.Writing(
        edits == 0 ? "" : text, edits, edits == 0 ? answers : 0, cut(text), List.of(), "", "");
  }

  /// What is said about a post, or first here: the words of a post come from its draft, so that
  /// none stands in an address.
  private ConversationViews.Writing fromPost(Request request) {
    Optional<Drafts.Begun> begun =
        DraftId.parse(request.query("draft"))
            .map(id -> words.statuses().drafts().get(me(request), id));
    List<Draft> parts = begun.map(Drafts.Begun::statuses).orElse(List.of());
    return new ConversationViews.Writing(
        SayingFirst.words(parts.stream().map(Draft::text).toList()),
        0,
        0,
        "",
        parts.stream()
            .flatMap(part -> part.inReplyTo().stream())
            .findFirst()
            .or(() -> StatusId.parse(request.query("about")))
            .flatMap(id -> anchors.of(Reading.viewer(request), id))
            .stream()
            .toList(),
        begun.map(one -> one.id().toString()).orElse(""),
        "");
  }

  private Answer talk(Request request, ConversationViews.Writing writing) {
    AccountId me = me(request);
    Shown shown = conversations.get(me, id(request));
    long before = Decimal.parse(request.query("before")).orElse(Long.MAX_VALUE);
    List<Seen> seen = conversations.messages(me, id(request), Page.below(before, MESSAGES));
    if (!shown.isRequest() && before == Long.MAX_VALUE && shown.lastN() > shown.lastReadN()) {
      conversations.read(me, id(request), shown.lastN());
    }
    Forms.Sheet sheet = forms.sheet(request);
    Frame frame = sheet.frame(Frame.Place.CONVERSATIONS, title(me, shown));
    var lines = lines(me, frame, shown, seen);
    if (request.isFragment()) {
      return sheet.finish(templates.page("conversation_lines", lines));
    }
    Conversation conversation = shown.conversation();
    Settings settings = conversations.settings(me);
    long oldest = seen.isEmpty() ? 0 : seen.getLast().message().n();
    return sheet.finish(
        templates.page(
            "conversation",
            new ConversationViews.Talk(
                frame,
                conversation.id().toString(),
                title(me, shown),
                conversation.isGroup(),
                words.accounts().load(shown.others()).stream().map(persons::of).toList(),
                shown.others().size() == 1 ? conversations.name(me, shown.others().getFirst()) : "",
                conversation.mode().word(),
                conversation.wish().map(wish -> wish.mode().word()).orElse(""),
                conversation.wish().filter(wish -> wish.by().contains(me)).isPresent(),
                shown.isMuted(),
                shown.isRequest(),
                blocked(me, shown),
                conversation.othersThan(me).isEmpty(),
                settings.readReceipts(),
                settings.typing(),
                lines,
                writing,
                key(),
                seen.size() < MESSAGES
                    ? ""
                    : ALL + "/" + conversation.id() + "?before=" + oldest)));
  }

  /// In a group one goes on: there the others hear what is said.
  private List<Views.Person> blocked(AccountId me, Shown shown) {
    return shown.conversation().isGroup()
        ? List.of()
        : words
            .accounts()
            .load(shown.others().stream().filter(o -> words.relations().blocks(me, o)).toList())
            .stream()
            .map(persons::of)
            .toList();
  }

  private String key() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Oldest first; an edit stands in the place of what it edits.
  private ConversationViews.Lines lines(AccountId me, Frame frame, Shown shown, List<Seen> seen) {
    List<ConversationViews.Line> lines = new ArrayList<>();
    Map<AccountId, String> names = new LinkedHashMap<>();
    String day = "";
    for (Seen one : seen.reversed()) {
      if (one.message().replacesN() != 0) {
        continue;
      }
      Seen current =
          one.replacedBy() == 0
              ? one
              : conversations.current(me, one.message().conversation(), one.message().n());
      String thisDay = frame.t().day(one.message().at());
      lines.add(line(me, frame, current, names, thisDay.equals(day) ? "" : thisDay));
      day = thisDay;
    }
    String readers =
        String.join(
            ", ",
            shown.readTo().entrySet().stream()
                .filter(entry -> entry.getValue() >= shown.lastN() && shown.lastN() > 0)
                .map(entry -> name(me, entry.getKey()))
                .toList());
    return new ConversationViews.Lines(frame, shown.conversation().id().toString(), lines, readers);
  }

  private ConversationViews.Line line(
      AccountId me, Frame frame, Seen seen, Map<AccountId, String> names, String day) {
    Message message = seen.message();
    String name = names.computeIfAbsent(message.author(), who -> name(me, who));
    return new ConversationViews.Line(
        message.n(),
        message.author().equals(me),
        name,
        words.html().message(message.text()),
        event(me, frame.t(), message, name),
        message.isErased(),
        seen.editedAt().isPresent(),
        message.mode() == Conversation.Mode.RECORD,
        day,
        message.at(),
        message.replyToN(),
        answered(me, message),
        anchors.in(Viewer.of(me), message.text()).stream().toList(),
        seen.reactions().stream()
            .map(r -> new ConversationViews.Sign(r.name(), r.count(), r.isMine()))
            .toList(),
        posts.pictures(message.media(), message.status()));
  }

  private String event(AccountId me, Tongue t, Message message, String name) {
    return switch (message.content()) {
      case Message.Words _ -> "";
      case Message.Erased _ -> t.say("talk.erased", name, Long.toString(message.n()));
      case Message.Joined(var who) -> t.say("talk.joined", name, name(me, who));
      case Message.Left _ -> t.say("talk.left", name);
      case Message.ModeChanged(var to) -> t.say("talk.changed_" + to.word());
    };
  }

  private String answered(AccountId me, Message message) {
    if (message.replyToN() == 0) {
      return "";
    }
    try {
      Message to = conversations.current(me, message.conversation(), message.replyToN()).message();
      return name(me, to.author()) + ": " + cut(to.text());
    } catch (Refused _) {
      // Erased for oneself, or from before one came.
      return "";
    }
  }

  // ---- doing

  private interface Deed {
    void with(ConversationId id);
  }

  private Answer done(Request request, Deed deed) {
    forms.check(request);
    deed.with(id(request));
    return Answer.seeOther(URI.create(ALL + "/" + id(request)));
  }

  private Answer say(Request request) throws IOException {
    forms.check(request);
    AccountId me = me(request);
    ConversationId id = id(request);
    String typed = request.params().text("text", "");
    String about = request.params().text("about", "");
    String text = anchors.tied(Reading.viewer(request), typed, about);
    long edits = number(request, "edit");
    long answers = number(request, "reply");
    try {
      if (edits != 0) {
        conversations.edit(me, id, edits, text);
        return Answer.seeOther(URI.create(ALL + "/" + id + "#m" + edits));
      }
      return Answer.seeOther(URI.create(ALL + "/" + id + "#m" + said(request, me, id, text)));
    } catch (Refused e) {
      if (!(e.refusal() instanceof Refusal.Invalid)) {
        throw e;
      }
      return talk(
              request,
              new ConversationViews.Writing(
                  typed,
                  edits,
                  answers,
                  "",
                  StatusId.parse(about)
                      .flatMap(post -> anchors.of(Reading.viewer(request), post))
                      .stream()
                      .toList(),
                  "",
                  problem(e, request)))
          .status(422);
    }
  }

  /// Its number. Sent twice by one form, since the first answer was lost, it is said once: what was
  /// said is looked for before the picture is taken in, which would be another one each time.
  private long said(Request request, AccountId me, ConversationId id, String text)
      throws IOException {
    String once = once(request, text);
    OptionalLong before = once.isEmpty() ? OptionalLong.empty() : conversations.said(me, id, once);
    if (before.isPresent()) {
      return before.getAsLong();
    }
    var draft =
        new Conversations.Draft(
            text, picture(request, me), number(request, "reply"), afterN(request));
    return conversations.say(me, id, draft, once).message().n();
  }

  /// Other words in the same form are another message: whoever changed them wants them said.
  private static String once(Request request, String text) {
    String key = request.params().text("key", "");
    if (key.isBlank()) {
      return "";
    }
    Optional<Upload> file = request.params().file("file");
    String all =
        String.join(
            "\0",
            text,
            request.params().text("description", ""),
            file.map(Upload::name).orElse(""),
            Long.toString(file.map(Upload::size).orElse(0L)));
    return key + " " + Sha256.hex(all);
  }

  private static long afterN(Request request) {
    String shown = request.params().text("after", "");
    return shown.equals("0") ? 0 : Decimal.parse(shown).orElse(-1L);
  }

  private static long number(Request request, String name) {
    // A button beside many messages names its own in the address.
    return Decimal.parse(request.params().text(name, request.query(name))).orElse(0L);
  }

  private List<MediaId> picture(Request request, AccountId me) throws IOException {
    Optional<Upload> file = request.params().file("file").filter(f -> f.size() > 0);
    if (file.isEmpty()) {
      return List.of();
    }
    var said =
        new Media.Said(request.params().text("description", ""), Media.Said.NOTHING.focus(), "");
    try (InputStream in = file.get().open()) {
      return List.of(words.media().upload(me, in, file.get().size(), said).id());
    }
  }

  private Answer erase(Request request) {
    forms.check(request);
    long n = number(request, "n");
    if (request.query("for").equals("all")) {
      conversations.eraseForAll(me(request), id(request), n);
    } else {
      conversations.eraseForMe(me(request), id(request), n);
    }
    return Answer.seeOther(URI.create(ALL + "/" + id(request)));
  }

  private Answer react(Request request) {
    forms.check(request);
    long n = number(request, "n");
    String name = request.params().text("name", "").strip();
    Seen seen = conversations.message(me(request), id(request), n);
    boolean isThere = seen.reactions().stream().anyMatch(r -> r.isMine() && r.name().equals(name));
    if (isThere) {
      conversations.unreact(me(request), id(request), n, name);
    } else {
      conversations.react(me(request), id(request), n, name);
    }
    return Answer.seeOther(URI.create(ALL + "/" + id(request) + "#m" + n));
  }

  private Answer mode(Request request) {
    return done(
        request,
        id ->
            conversations.wish(
                me(request),
                id,
                Conversation.Mode.parse(request.params().text("mode", ""))
                    .orElseThrow(Refusal::notFound)));
  }

  private Answer name(Request request) {
    forms.check(request);
    Shown shown = conversations.get(me(request), id(request));
    AccountId other = shown.others().stream().findFirst().orElseThrow(Refusal::notFound);
    conversations.call(me(request), other, request.params().text("name", ""));
    return Answer.seeOther(URI.create(ALL + "/" + id(request)));
  }

  private Answer add(Request request) {
    return done(
        request,
        id ->
            conversations.add(
                me(request),
                id,
                words
                    .accounts()
                    .find(words.addresses().handle(request.params().text("who", "").strip()))
                    .map(Account::id)
                    .orElseThrow(Refusal::notFound)));
  }

  private Answer report(Request request) {
    forms.check(request);
    Message said = conversations.message(me(request), id(request), number(request, "n")).message();
    // An edit is reported with what it edits: the moderators read all versions of that.
    Message message =
        said.replacesN() == 0
            ? said
            : conversations.message(me(request), id(request), said.replacesN()).message();
    // There he chooses what else, says what is wrong, and sends it.
    return Answer.seeOther(
        URI.create(
            "/report?account="
                + message.author()
                + "&talk="
                + id(request)
                + "&status="
                + message.status()));
  }

  private Answer typing(Request request) {
    forms.check(request);
    List<AccountId> to = conversations.seeTyping(me(request), id(request));
    words.streams().types(me(request), id(request), to, clock.millis());
    return Answer.empty();
  }

  private Answer show(Request request) {
    return done(
        request,
        _ ->
            conversations.change(
                me(request),
                new Settings(
                    request.params().flag("reading", false),
                    request.params().flag("typing", false))));
  }

  private Answer leave(Request request) {
    forms.check(request);
    boolean isRequest = conversations.get(me(request), id(request)).isRequest();
    conversations.leave(me(request), id(request));
    Answer back = Answer.seeOther(URI.create(ALL));
    return isRequest
        ? forms.saying(back, "turned_down", id(request).toString(), request)
        : forms.saying(back, "talk_left", "", request);
  }
}
