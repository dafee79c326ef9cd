package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.conversations.Conversation;
import verbatim.excerpts.Answer.Agree;
import verbatim.excerpts.Answer.Decline;
import verbatim.excerpts.Answer.Deny;
import verbatim.excerpts.Around;
import verbatim.excerpts.Asked;
import verbatim.excerpts.Choice;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Mine;
import verbatim.excerpts.Piece;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.excerpts.State;
import verbatim.excerpts.Warning;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Decimal;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// Excerpts: choosing what to show of a conversation, looking at it, asking, publishing; being
/// asked; the excerpt by itself. Whether somebody declined stands on his own page and on no other.
final class ExcerptPages {
  private static final String ALL = "/excerpts";
  private static final int ROWS = 50;
  private static final int FIRST_MESSAGES = 4;
  private static final int PLACES = 100;
  private static final int NEAR_MESSAGES = 2;
  private static final int KILOBYTE = 1_000;

  // A word, or a run of them: 13.4 or 13.4-9.
  private static final Pattern PART = Pattern.compile("(\\d{1,15})\\.(\\d{1,4})(?:-(\\d{1,4}))?");

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final ExcerptShowing showing;
  private final Cards cards;
  private final Excerpts excerpts;
  private final ExcerptProofs proofs;
  private final Messages messages;
  private final InstantSource clock;

  ExcerptPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      ExcerptShowing showing,
      Cards cards,
      ExcerptProofs proofs,
      InstantSource clock) {
    this.proofs = proofs;
    this.clock = clock;
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.showing = showing;
    this.cards = cards;
    excerpts = words.excerpts();
    messages = new Messages(templates, forms);
  }

  List<Route> routes() {
    Access in = Access.session();
    String choose = "/conversations/:id/excerpt";
    String one = ALL + "/:id";
    return List.of(
        Route.get(choose, in, this::choose, "choosing an excerpt of a conversation"),
        Route.post(choose, in, this::keep, "keeping the choice"),
        Route.get(ALL, in, this::all, "my excerpts, and what I am asked"),
        Route.get(one, Access.browser(), this::show, "an excerpt by itself"),
        Route.get(one + "/excerpt.json", Access.browser(), this::file, "the same as a file"),
        Route.get(one + "/keys.json", Access.browser(), this::keys, "the keys to check it with"),
        Route.get(one + "/look", in, this::look, "an excerpt before anybody reads it"),
        Route.post(one + "/ask", in, this::ask, "asking those whose words it has"),
        Route.post(one + "/publish", in, this::publish, "publishing it")
            .limited(RateLimits.Bucket.POSTS),
        Route.post(one + "/discard", in, this::discard, "throwing it away"),
        Route.get(one + "/answer", in, this::asked, "being asked for one's words"),
        Route.post(one + "/answer", in, this::answer, "saying what one thinks of it"),
        Route.post(one + "/withdraw", in, this::withdraw, "taking one's yes back"));
  }

  private static AccountId me(Request request) {
    return Reading.me(request);
  }

  private static ExcerptId id(Request request) {
    return request.id("id", ExcerptId::parse);
  }

  private static String path(ExcerptId id) {
    return ALL + "/" + id;
  }

  private static Answer to(String path) {
    return Answer.seeOther(URI.create(path));
  }

  // ---- choosing

  /// What was chosen and typed so far.
  private record Typed(
      long from,
      long to,
      Map<Long, Set<Integer>> black,
      Set<Long> out,
      String text,
      String warning,
      String audience) {
    static Typed of(Params params) {
      long from = Decimal.parse(params.text("from", "")).orElse(0L);
      long to = Decimal.parse(params.text("to", "")).orElse(from);
      return new Typed(
          Math.min(from, to),
          Math.max(from, to),
          parts(params.list("black")),
          numbers(params.list("out")),
          params.text("text", "").replace("\r\n", "\n"),
          params.text("warning", ""),
          params.text("visibility", ""));
    }

    /// @param from 0 for the first that he chose, so with `to`
    static Typed of(Mine mine, long from, long to) {
      return new Typed(
          from == 0 ? mine.choice().from() : from,
          to == 0 ? mine.choice().to() : to,
          mine.choice().hidden(),
          mine.choice().leftOut(),
          mine.around().text(),
          mine.around().warning(),
          mine.around().visibility().word());
    }

    Choice choice(ConversationId conversation) {
      Map<Long, Set<Integer>> within = new HashMap<>(black);
      within.keySet().removeIf(n -> n < from || n > to);
      Set<Long> left = new TreeSet<>(out);
      left.removeIf(n -> n < from || n > to);
      return new Choice(conversation, from, to, within, left);
    }

    Around around() {
      return new Around(text, warning, visibility());
    }

    private Draft.Visibility visibility() {
      return switch (audience) {
        case "unlisted" -> Draft.Visibility.UNLISTED;
        case "private" -> Draft.Visibility.FOLLOWERS;
        default -> Draft.Visibility.PUBLIC;
      };
    }
  }

  private static Map<Long, Set<Integer>> parts(List<String> said) {
    Map<Long, Set<Integer>> parts = new TreeMap<>();
    for (String one : said) {
      Matcher matcher = PART.matcher(one);
      if (matcher.matches()) {
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        Set<Integer> of =
            parts.computeIfAbsent(Long.parseLong(matcher.group(1)), _ -> new TreeSet<>());
        for (int i = first; i <= Math.min(last, ExcerptShowing.PARTS_MAX); i++) {
          of.add(i);
        }
      }
    }
    return parts;
  }

  private static Set<Long> numbers(List<String> said) {
    return said.stream()
        .flatMap(n -> Decimal.parse(n).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Answer choose(Request request) {
    return choose(request, chosen(request).orElseGet(() -> Typed.of(request.params())), "");
  }

  /// As he chose before for this excerpt: what is black stays so, whatever else he changes.
  private Optional<Typed> chosen(Request request) {
    Typed asked = Typed.of(request.params());
    return ExcerptId.parse(request.query("excerpt"))
        .flatMap(id -> excerpts.ifMine(me(request), id))
        .filter(
            mine -> mine.choice().conversation().equals(request.id("id", ConversationId::parse)))
        .map(mine -> Typed.of(mine, asked.from(), asked.to()));
  }

  private Answer choose(Request request, Typed typed, String problem) {
    AccountId me = me(request);
    ConversationId talk = request.id("id", ConversationId::parse);
    var shown = words.conversations().get(me, talk);
    long last = shown.lastN();
    long to = Math.clamp(typed.to() == 0 ? last : typed.to(), Math.min(1, last), last);
    long from =
        Math.clamp(
            typed.from() == 0 ? to - FIRST_MESSAGES + 1 : typed.from(), Math.min(1, last), to);
    long pad = Math.max(NEAR_MESSAGES, (PLACES - (to - from + 1)) / 2);
    Forms.Sheet sheet = forms.sheet(request);
    String you = sheet.t().say("excerpt.you");
    List<ExcerptViews.Piece> around =
        last == 0
            ? List.of()
            : showing.pieces(
                excerpts.pieces(me, talk, Math.max(1, from - pad), Math.min(last, to + pad)), you);
    List<ExcerptViews.Piece> pieces =
        around.stream()
            .filter(piece -> piece.n() >= from && piece.n() <= to)
            .map(piece -> ticked(piece, typed))
            .toList();
    ExcerptViews.Choose page =
        new ExcerptViews.Choose(
            sheet.frame(Frame.Place.CONVERSATIONS, sheet.t().say("excerpt.choose_title")),
            talk.toString(),
            ExcerptId.parse(request.query("excerpt")).map(ExcerptId::toString).orElse(""),
            names(me, shown.others()),
            shown.conversation().mode() == Conversation.Mode.RECORD,
            from,
            to,
            around.stream()
                .filter(piece -> !isUnseen(piece))
                .map(piece -> new ExcerptViews.Place(piece.n(), piece.name(), piece.at()))
                .toList(),
            near(around, from - NEAR_MESSAGES, from - 1),
            pieces,
            near(around, to + 1, to + NEAR_MESSAGES),
            typed.text(),
            typed.warning(),
            typed.audience().isEmpty() ? "public" : typed.audience(),
            pieces.stream().anyMatch(piece -> !piece.isMine() && !piece.isFree() && piece.isWords())
                ? names(me, shown.others())
                : "",
            problem);
    return sheet.finish(
        templates.page(request.isFragment() ? "excerpt_pieces" : "excerpt_choose", page));
  }

  private static List<ExcerptViews.Piece> near(
      List<ExcerptViews.Piece> pieces, long from, long to) {
    return pieces.stream()
        .filter(piece -> piece.n() >= from && piece.n() <= to && !isUnseen(piece))
        .toList();
  }

  /// Nothing can begin or end with what is none of his business.
  private static boolean isUnseen(ExcerptViews.Piece piece) {
    return piece.kind().equals("unseen");
  }

  private static ExcerptViews.Piece ticked(ExcerptViews.Piece piece, Typed typed) {
    Set<Integer> black = typed.black().getOrDefault(piece.n(), Set.of());
    return new ExcerptViews.Piece(
        piece.n(),
        piece.name(),
        piece.kind(),
        piece.isMine(),
        piece.isFree(),
        piece.at(),
        typed.out().contains(piece.n()),
        piece.replacedBy(),
        piece.replacesN(),
        piece.parts().stream()
            .map(part -> new ExcerptViews.Part(part.at(), part.bits(), black.contains(part.at())))
            .toList());
  }

  /// As the reader calls them: his own page.
  private String names(AccountId me, List<AccountId> people) {
    return String.join(
        ", ",
        people.stream()
            .map(
                who -> {
                  String own = words.conversations().name(me, who);
                  return own.isEmpty()
                      ? words.accounts().find(who).map(Persons::name).orElse("")
                      : own;
                })
            .toList());
  }

  private Answer keep(Request request) {
    forms.check(request);
    Typed typed = Typed.of(request.params());
    if (request.params().text("do", "").equals("range")) {
      return choose(request, typed, "");
    }
    try {
      Choice choice = typed.choice(request.id("id", ConversationId::parse));
      Mine kept = excerpts.draft(me(request), choice, typed.around());
      return to(path(kept.shown().id()) + "/look");
    } catch (Refused e) {
      return choose(request, typed, problem(e, request)).status(422);
    }
  }

  /// The words of a refusal that belongs beside the form; any other goes on.
  private String problem(Refused refused, Request request) {
    Tongue t = forms.sheet(request).t();
    return switch (refused.refusal()) {
      case Refusal.Invalid(var why, var faults) when faults.isEmpty() -> Refusals.words(why, t);
      case Refusal.Invalid _ -> Forms.faults(refused, t).getFirst().words();
      case Refusal.TooMany(var why, _) -> Refusals.words(why, t);
      default -> throw refused;
    };
  }

  // ---- before anybody reads it

  private Answer look(Request request) {
    return look(request, "");
  }

  private Answer look(Request request, String problem) {
    AccountId me = me(request);
    Mine mine = excerpts.mine(me, id(request));
    if (mine.isPublished()) {
      return to(path(mine.shown().id()));
    }
    Forms.Sheet sheet = forms.sheet(request);
    Set<AccountId> silent =
        mine.parties().stream()
            .filter(party -> !isYes(party.state()))
            .map(Mine.Party::account)
            .collect(Collectors.toSet());
    List<AccountId> unasked =
        mine.parties().stream()
            .filter(party -> party.state() == State.NOT_ASKED)
            .filter(party -> mine.pieces().stream().anyMatch(p -> isToAsk(p, party.account())))
            .map(Mine.Party::account)
            .toList();
    boolean isAsked =
        mine.parties().stream()
            .anyMatch(party -> party.state() != State.NOT_ASKED && !isFree(mine, party.account()));
    ExcerptViews.Shown now = showing.preview(mine.shown(), Set.of());
    return sheet.finish(
        templates.page(
            "excerpt_look",
            new ExcerptViews.Look(
                sheet.frame(Frame.Place.CONVERSATIONS, sheet.t().say("excerpt.look_title")),
                now,
                mine.shown().hasSeals()
                    ? showing.preview(mine.agreed(), silent)
                    : ExcerptViews.Shown.NONE,
                words.html().message(mine.around().text()),
                mine.around().warning(),
                mine.around().visibility().word(),
                mine.choice().conversation().toString(),
                names(me, unasked),
                isAsked,
                !unasked.isEmpty(),
                !unasked.isEmpty(),
                stands(mine),
                warnings(mine),
                problem)));
  }

  private static boolean isYes(State state) {
    return state == State.AGREED || state == State.AGREED_IN_PART;
  }

  private static boolean isToAsk(Piece piece, AccountId who) {
    return piece.author().equals(who) && piece.isToAsk();
  }

  /// Whether all of his words in it are on the record.
  private static boolean isFree(Mine mine, AccountId who) {
    return mine.pieces().stream()
        .filter(piece -> piece.author().equals(who))
        .allMatch(Piece::isRecord);
  }

  private static List<ExcerptViews.Warning> warnings(Mine mine) {
    return mine.warnings().stream()
        .map(
            warning ->
                switch (warning) {
                  case Warning.Repeats(long n, String words) ->
                      new ExcerptViews.Warning("repeats", words, n);
                  case Warning.Names(long n, String handle) ->
                      new ExcerptViews.Warning("names", handle, n);
                  case Warning.Member(long n, String name) ->
                      new ExcerptViews.Warning("member", name, n);
                  case Warning.Again(var other, _) ->
                      new ExcerptViews.Warning("again", path(other), 0);
                  case Warning.Edited(long n, long by) ->
                      new ExcerptViews.Warning("edited", including(mine, by), n);
                })
        .toList();
  }

  /// Where to choose so that this message is shown too; "" where it is.
  private static String including(Mine mine, long n) {
    return ExcerptShowing.shows(mine.agreed(), n)
        ? ""
        : "/conversations/"
            + mine.choice().conversation()
            + "/excerpt?from="
            + mine.choice().from()
            + "&to="
            + Math.max(n, mine.choice().to())
            + "&excerpt="
            + mine.shown().id();
  }

  private Answer ask(Request request) {
    forms.check(request);
    try {
      Mine asked = excerpts.ask(me(request), id(request));
      return forms.saying(to(path(asked.shown().id()) + "/look"), "excerpt_asked", "", request);
    } catch (Refused e) {
      return look(request, problem(e, request)).status(422);
    }
  }

  private Answer publish(Request request) {
    forms.check(request);
    AccountId me = me(request);
    try {
      if (request.params().flag("ask", false)) {
        var _ = excerpts.ask(me, id(request));
      }
      Mine mine = excerpts.mine(me, id(request));
      String stands = stands(mine);
      // Nobody publishes what he has not seen.
      if (!request.params().text("stands", stands).equals(stands)) {
        return look(request, forms.sheet(request).t().say("excerpt.heard_before")).status(409);
      }
      Status posted = excerpts.publish(me, id(request), post(me, mine.around()));
      Account author = words.accounts().find(me).orElseThrow(Refusal::notFound);
      return forms.saying(
          to(PostViews.path(author, posted.id())), "posted", posted.id().toString(), request);
    } catch (Refused e) {
      return look(request, problem(e, request)).status(422);
    }
  }

  private static String stands(Mine mine) {
    return mine.shown().rows().stream()
            .map(row -> row instanceof Row.Said said ? said.text().hashCode() : 0)
            .map(Integer::toHexString)
            .collect(Collectors.joining())
        + "-"
        + hash(mine.shown().notes().stream().map(note -> note.by() + " " + note.text()))
        + "-"
        + hash(mine.shown().denials().stream().map(one -> one.by() + " " + one.entries()));
  }

  private static String hash(Stream<String> words) {
    return Integer.toHexString(words.toList().hashCode());
  }

  private Draft post(AccountId me, Around around) {
    Draft plain = Draft.of(me, around.text());
    return new Draft(
        me,
        around.text(),
        around.warning(),
        false,
        language(me),
        around.visibility(),
        plain.media(),
        plain.poll(),
        plain.inReplyTo(),
        plain.application(),
        plain.origin());
  }

  private String language(AccountId me) {
    return words.accounts().find(me).map(account -> account.posting().language()).orElse("");
  }

  private Answer discard(Request request) {
    forms.check(request);
    excerpts.discard(me(request), id(request));
    return forms.saying(to(ALL), "excerpt_gone", "", request);
  }

  // ---- all of one's own

  private Answer all(Request request) {
    AccountId me = me(request);
    List<ExcerptViews.Line> asked = new ArrayList<>();
    List<ExcerptViews.Line> answered = new ArrayList<>();
    List<ExcerptViews.Line> waiting = new ArrayList<>();
    List<ExcerptViews.Line> published = new ArrayList<>();
    for (Asked one : excerpts.requests(me, Page.newest(ROWS))) {
      boolean isOpen = one.answer() == Asked.Answered.NOTHING;
      (isOpen ? asked : answered)
          .add(
              new ExcerptViews.Line(
                  path(one.shown().id()) + "/answer",
                  names(me, List.of(one.publisher())),
                  ConversationPages.cut(one.around().text()),
                  isOpen ? "" : "consent.state_" + one.answer().word(),
                  "",
                  one.askedAt()));
    }
    for (Mine one : excerpts.mine(me, Page.newest(ROWS))) {
      (one.isPublished() ? published : waiting)
          .add(
              new ExcerptViews.Line(
                  path(one.shown().id()) + (one.isPublished() ? "" : "/look"),
                  names(
                      me,
                      words
                          .conversations()
                          .find(me, one.choice().conversation())
                          .map(c -> c.others())
                          .orElse(List.of())),
                  ConversationPages.cut(one.around().text()),
                  one.shown().state() == State.WITHDRAWN
                      ? "consent.state_withdrawn"
                      : "excerpt.state_" + ExcerptShowing.state(one.shown()),
                  names(me, one.shown().denials().stream().map(Shown.Denial::by).toList()),
                  one.createdAt()));
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "excerpts",
            new ExcerptViews.All(
                sheet.frame(Frame.Place.CONVERSATIONS, sheet.t().say("excerpt.all")),
                asked,
                waiting,
                published,
                excerpts.unasked(me, Page.newest(ROWS)).stream()
                    .map(
                        one ->
                            new ExcerptViews.Line(
                                path(one.shown().id()) + "/answer",
                                names(me, List.of(one.publisher())),
                                ConversationPages.cut(one.around().text()),
                                "talk.record",
                                "",
                                one.shown()
                                    .status()
                                    .flatMap(words.statuses()::find)
                                    .map(Status::createdAt)
                                    .orElse(Instant.EPOCH)))
                    .toList(),
                answered)));
  }

  // ---- being asked

  private Answer asked(Request request) {
    return asked(request, "");
  }

  private Answer asked(Request request, String problem) {
    AccountId me = me(request);
    Asked asked = excerpts.asked(me, id(request));
    Forms.Sheet sheet = forms.sheet(request);
    String you = sheet.t().say("excerpt.you");
    // Where the talk is gone nothing is known of how it was said.
    boolean isRecord = !asked.mine().isEmpty() && asked.mine().stream().allMatch(Piece::isRecord);
    // Who took his yes back sees it gone; what a yes would open stands folded below.
    boolean isNow = asked.hasSaid() || wasYes(asked) || asked.answer() == Asked.Answered.WITHDRAWN;
    ExcerptViews.Shown agreed = showing.preview(asked.agreed(), Set.of(me));
    ExcerptViews.Shown shown =
        !isNow
            ? agreed
            : asked.shown().status().isPresent()
                ? showing.of(asked.shown())
                : showing.preview(asked.shown(), Set.of());
    List<ExcerptViews.Piece> mine =
        showing.pieces(asked.mine().stream().filter(ExcerptPages::mayOpen).toList(), you);
    return sheet.finish(
        templates.page(
            "excerpt_answer",
            new ExcerptViews.Answer(
                sheet.frame(
                    Frame.Place.NOTIFICATIONS,
                    sheet
                        .t()
                        .say(
                            isRecord ? "consent.title_record" : "consent.title",
                            shown.publisher().name())),
                shown,
                isNow && !asked.hasSaid() && !isRecord ? agreed : ExcerptViews.Shown.NONE,
                isNow,
                isRecord,
                words.html().message(asked.around().text()),
                asked.around().warning(),
                asked.around().visibility().word(),
                asked.seen(),
                post(asked.shown()),
                asked.choice().conversation().toString(),
                mine,
                asked.answer().word(),
                asked.hasSaid(),
                wasYes(asked),
                asked.context(),
                proofs.ask(request, sheet, List.of()).stream().toList(),
                problem)));
  }

  private static boolean wasYes(Asked asked) {
    Set<Long> mine = asked.mine().stream().map(Piece::n).collect(Collectors.toSet());
    return asked.shown().rows().stream()
        .anyMatch(
            row ->
                row instanceof Row.Sealed sealed
                    && sealed.state() == State.WITHDRAWN
                    && mine.contains(sealed.n()));
  }

  private static boolean mayOpen(Piece piece) {
    return piece.kind() == Piece.Kind.WORDS && !piece.isLeftOut();
  }

  private String post(Shown shown) {
    return shown
        .status()
        .flatMap(
            status ->
                words.accounts().find(shown.publisher()).map(by -> PostViews.path(by, status)))
        .orElse("");
  }

  private Answer answer(Request request) {
    forms.check(request);
    AccountId me = me(request);
    Asked asked = excerpts.asked(me, id(request));
    Params params = request.params();
    try {
      return switch (params.text("answer", "")) {
        case "agree" ->
            agree(request, Agree.all().saying(asked.context()), said(asked, "excerpt_agreed"));
        case "some" ->
            agree(
                request,
                Agree.to(some(asked, params)).saying(asked.context()),
                said(asked, "excerpt_agreed"));
        case "add" -> add(request, asked);
        case "deny" -> deny(request, asked);
        case "decline" -> say(request, new Decline(), "excerpt_declined");
        case "report" -> report(request, asked);
        default -> throw Refusal.notFound();
      };
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.Conflict(var why)) {
        return asked(request, Refusals.words(why, forms.sheet(request).t())).status(409);
      }
      return asked(request, problem(e, request)).status(422);
    }
  }

  private Answer say(Request request, verbatim.excerpts.Answer answer, String toast) {
    String seen = request.params().text("seen", "");
    var _ = excerpts.answer(me(request), id(request), answer, seen);
    return forms.saying(to(path(id(request)) + "/answer"), toast, "", request);
  }

  /// What is not published yet stands nowhere.
  private static String said(Asked asked, String toast) {
    return asked.shown().status().isPresent() ? toast : toast + "_later";
  }

  private Answer agree(Request request, Agree agree, String toast) {
    proofs.check(request);
    return say(request, agree, toast);
  }

  /// With his own words to it, where he has some.
  private Answer deny(Request request, Asked asked) {
    proofs.check(request);
    String context = request.params().text("context", "").replace("\r\n", "\n").strip();
    return say(request, new Deny(context), said(asked, "excerpt_denied"));
  }

  /// All that he is asked for, but for what he ticked.
  private static Map<Long, Set<Integer>> some(Asked asked, Params params) {
    Map<Long, Set<Integer>> shut = parts(params.list("shut"));
    Set<Long> out = numbers(params.list("out"));
    Map<Long, Set<Integer>> open = new TreeMap<>();
    for (Piece piece : asked.mine()) {
      if (mayOpen(piece) && !out.contains(piece.n())) {
        Set<Integer> parts = new TreeSet<>();
        for (int i = 0; i < piece.parts().size(); i++) {
          parts.add(i);
        }
        parts.removeAll(piece.hidden());
        parts.removeAll(shut.getOrDefault(piece.n(), Set.of()));
        if (!parts.isEmpty()) {
          open.put(piece.n(), parts);
        }
      }
    }
    return open;
  }

  /// His own words to it, with the answer that he has given or gives with them.
  private Answer add(Request request, Asked asked) {
    String context = request.params().text("context", "").replace("\r\n", "\n").strip();
    Agree with =
        switch (request.params().text("open", "")) {
          case "all" -> Agree.all();
          case "none" -> Agree.to(Map.of());
          case "same" -> Agree.to(open(asked));
          default -> throw Refusal.notFound();
        };
    return agree(request, with.saying(context), said(asked, "excerpt_kept"));
  }

  /// What of his is open now.
  private static Map<Long, Set<Integer>> open(Asked asked) {
    Set<Long> mine = asked.mine().stream().map(Piece::n).collect(Collectors.toSet());
    Map<Long, Set<Integer>> open = new TreeMap<>();
    for (Row row : asked.shown().rows()) {
      if (row instanceof Row.Said said && mine.contains(said.n())) {
        Set<Integer> parts = new TreeSet<>();
        for (int i = 0; i < said.parts().size(); i++) {
          if (said.parts().get(i) instanceof Row.Part.Words) {
            parts.add(i);
          }
        }
        open.put(said.n(), parts);
      }
    }
    return open;
  }

  private Answer report(Request request, Asked asked) {
    var _ =
        words
            .moderation()
            .report(
                me(request),
                new Moderation.Told(
                    asked.publisher(),
                    asked.shown().status().stream().toList(),
                    List.of(asked.shown().id()),
                    List.of(),
                    request.params().text("comment", ""),
                    Report.Category.OTHER,
                    List.of(),
                    false));
    return forms.saying(to(path(id(request)) + "/answer"), "excerpt_reported", "", request);
  }

  private Answer withdraw(Request request) {
    forms.check(request);
    var _ = excerpts.withdraw(me(request), id(request));
    return forms.saying(to(path(id(request)) + "/answer"), "excerpt_withdrawn", "", request);
  }

  // ---- by itself

  private Answer show(Request request) {
    Viewer viewer = Reading.viewer(request);
    Optional<Shown> found = excerpts.find(viewer, id(request));
    if (found.isEmpty()) {
      Optional<Instant> withdrawn = excerpts.withdrawnAt(id(request));
      return withdrawn.isPresent() ? withdrawn(request, withdrawn.get()) : unpublished(request);
    }
    Forms.Sheet sheet = forms.publicSheet(request);
    ExcerptViews.Shown shown = showing.of(found.get());
    if (request.isFragment()) {
      return sheet.finish(
          templates.page("excerpt_alone", new ExcerptViews.Alone(sheet.frame(""), shown)));
    }
    int bytes = excerpts.telling(viewer, id(request)).bytes();
    // The title, and what machines are told of it, hold no word of the talk: they would stay
    // elsewhere when it is sealed again.
    String title = sheet.t().say("excerpt.title", shown.publisher().name());
    return sheet.finish(
        templates.page(
            "excerpt_page",
            new ExcerptViews.Page(
                sheet
                    .frame(Frame.Place.NONE, title)
                    .with(cards.page(shown.href(), title, sheet.t().say("excerpt.card"))),
                shown,
                post(found.get()),
                Math.max(1, bytes / KILOBYTE) + " KB",
                hasWordsOf(request, id(request)),
                viewer.is(found.get().publisher()),
                false)));
  }

  /// Whoever comes by an old address learns that it is no mistake of his.
  private Answer withdrawn(Request request, Instant at) {
    Tongue t = forms.sheet(request).t();
    String words = t.say("excerpt.gone.words", t.day(at));
    return (request.isFragment()
            ? Answer.text(words)
            : messages.show(
                request, t.say("excerpt.gone.heading"), words, "/", t.say("link.front")))
        .status(410);
  }

  private boolean hasWordsOf(Request request, ExcerptId id) {
    try {
      return request.viewer().map(me -> excerpts.asked(me, id)).isPresent();
    } catch (Refused _) {
      return false;
    }
  }

  /// Its publisher looks at it, whoever was asked answers, and for everybody else it is not there.
  private Answer unpublished(Request request) {
    AccountId me = request.viewer().orElseThrow(Refusal::notFound);
    try {
      return to(path(excerpts.mine(me, id(request)).shown().id()) + "/look");
    } catch (Refused _) {
      return to(path(excerpts.asked(me, id(request)).shown().id()) + "/answer");
    }
  }

  private Answer file(Request request) {
    byte[] document = excerpts.document(Reading.viewer(request), id(request));
    return Answer.bytes(Answer.JSON, document)
        .header("Content-Disposition", "attachment; filename=\"excerpt.json\"")
        .privately();
  }

  private Answer keys(Request request) {
    Shown shown =
        excerpts
            .find(Reading.viewer(request), id(request))
            .orElseThrow(() -> excerpts.missing(id(request)));
    JsonWriter json = new JsonWriter().object();
    json.field("fetched", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    json.name("keys").object();
    excerpts.keys(shown).forEach(json::field);
    return Answer.bytes(Answer.JSON, json.end().end().bytes())
        .header("Content-Disposition", "attachment; filename=\"keys.json\"")
        .privately();
  }
}
