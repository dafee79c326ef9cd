package verbatim.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import verbatim.access.Caller;
import verbatim.access.ReturnPath;
import verbatim.access.Sessions;
import verbatim.accounts.Accounts;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Method;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.rendering.Pictures;

/// Makes the frame of a page, and sees that a form comes from a page of ours: every POST carries a
/// token derived from the browser's cookie, that of its session or, for a visitor, a random one.
final class Forms {
  static final Duration SESSION_AGE = Duration.ofDays(365);
  private static final String VISITOR_COOKIE = "visitor";
  private static final Duration VISITOR_AGE = Duration.ofDays(1);
  private static final int COOKIE_BYTES = 32;

  // As all pages, and by language: a page that is kept is chosen by it.
  private static final Duration SHARED_AGE = Duration.ofSeconds(60);
  private static final String SHARED_VARY =
      "HX-Request, Accept, Accept-Language, Cookie, Authorization, Accept-Encoding";

  private static final String SAID_COOKIE = "said";
  private static final Duration SAID_AGE = Duration.ofMinutes(2);

  private final Site site;
  private final Accounts accounts;
  private final Pictures pictures;
  private final Assets.Addresses assets;
  private final Looks looks;
  private final Tongues tongues;
  private final ToIntFunction<AccountId> unread;
  private final ToIntFunction<AccountId> talks;
  private final ToIntFunction<AccountId> asking;
  private final Predicate<AccountId> told;
  private final Function<AccountId, Frame.Waiting> waiting;
  private final SecureRandom random;

  /// @param unread how many notifications are new to somebody
  /// @param talks in how many conversations there is something new to him
  /// @param asking how many ask to follow him
  /// @param told whether the moderators have told him something that he has not read
  /// @param waiting what waits at the desk for a moderator
  Forms(
      Site site,
      Accounts accounts,
      Pictures pictures,
      Assets.Addresses assets,
      Looks looks,
      Tongues tongues,
      ToIntFunction<AccountId> unread,
      ToIntFunction<AccountId> talks,
      ToIntFunction<AccountId> asking,
      Predicate<AccountId> told,
      Function<AccountId, Frame.Waiting> waiting,
      SecureRandom random) {
    this.site = site;
    this.accounts = accounts;
    this.pictures = pictures;
    this.assets = assets;
    this.looks = looks;
    this.tongues = tongues;
    this.unread = unread;
    this.talks = talks;
    this.asking = asking;
    this.told = told;
    this.waiting = waiting;
    this.random = random;
  }

  /// A page that is being made: its frame, and the visitor's cookie where a new one is needed.
  final class Sheet {
    private final Request request;
    private final Secret cookie;
    private final boolean isNewVisitor;
    private final boolean isShared;
    private final Tongue t;

    private Sheet(Request request, boolean isShared) {
      this.request = request;
      this.isShared = isShared;
      t = tongues.of(request);
      Secret session = sessionCookie(request);
      String visitor = request.cookie(VISITOR_COOKIE);
      if (isShared) {
        isNewVisitor = false;
        cookie = new Secret("");
      } else if (request.caller() instanceof Caller.Anonymous) {
        isNewVisitor = visitor.isEmpty();
        cookie = isNewVisitor ? randomCookie() : new Secret(visitor);
      } else {
        isNewVisitor = false;
        cookie = session;
      }
    }

    /// How the server speaks to whoever asked.
    Tongue t() {
      return t;
    }

    /// @param title in the reader's words
    Frame frame(String title) {
      return frame(Frame.Place.NONE, title);
    }

    Frame frame(Frame.Place place, String title) {
      Frame.Me me = me(request);
      Frame.Waiting waits =
          me.isStaff() && !request.isFragment()
              ? request.viewer().map(waiting).orElse(Frame.Waiting.NOTHING)
              : Frame.Waiting.NOTHING;
      return frame(place, title, me, waits);
    }

    /// @param waits what was counted already
    Frame frame(Frame.Place place, String title, Frame.Waiting waits) {
      return frame(place, title, me(request), waits);
    }

    private Frame frame(Frame.Place place, String title, Frame.Me me, Frame.Waiting waits) {
      return new Frame(
          title,
          place,
          t,
          looks.of(request),
          new Frame.Server(
              site.name(), site.description(), site.testMode(), site.isOpen(), site.isInviting()),
          me,
          isShared ? "" : Sessions.formToken(cookie, random),
          assets,
          here(request),
          request.isFragment() ? 0 : request.viewer().map(unread::applyAsInt).orElse(0),
          request.isFragment() ? 0 : request.viewer().map(talks::applyAsInt).orElse(0),
          request.isFragment() ? 0 : request.viewer().map(asking::applyAsInt).orElse(0),
          waits,
          request.isFragment() ? Frame.Toast.NONE : toast(request, t),
          Card.NONE);
    }

    /// As [Forms#browser] will be when the page comes back.
    Secret browser() {
      return cookie;
    }

    Answer finish(Answer page) {
      if (isShared) {
        return page.cached(SHARED_AGE).taggedByContent().header("Vary", SHARED_VARY);
      }
      Answer marked =
          isNewVisitor ? page.cookie(VISITOR_COOKIE, cookie.reveal(), VISITOR_AGE, request) : page;
      return request.isFragment() || request.cookie(SAID_COOKIE).isEmpty()
          ? marked
          : marked.cookie(SAID_COOKIE, "", Duration.ZERO, request);
    }
  }

  Sheet sheet(Request request) {
    return new Sheet(request, false);
  }

  /// For a page that everybody may read. Whoever brings no cookie at all gets one without a form
  /// token and without a cookie: the same for all, so caches may keep it for a moment. With any
  /// cookie, ours or not, it is a private page as all others.
  Sheet publicSheet(Request request) {
    return new Sheet(
        request,
        request.method() == Method.GET
            && !request.isFragment()
            && request.caller() instanceof Caller.Anonymous
            && request.header("Cookie").isEmpty()
            && request.header("Authorization").isEmpty());
  }

  /// Where a form comes back to: the page itself, so that nobody posts it anew by loading it.
  private static String here(Request request) {
    if (request.method() != Method.GET) {
      try {
        return ReturnPath.of(request.params().text("back", "")).toString();
      } catch (Refused _) {
        // The page that refuses a form that cannot be read must not ask it again.
        return ReturnPath.of("").toString();
      }
    }
    return request.rawQuery().isEmpty()
        ? request.path()
        : request.path() + "?" + request.rawQuery();
  }

  /// To where the form came from, at what it was about.
  Answer back(Request request) {
    String back = ReturnPath.of(request.params().text("back", "")).toString();
    return Answer.seeOther(URI.create(at(request).map(at -> back + "#" + at).orElse(back)));
  }

  /// The place on the page that a form was about.
  static Optional<String> at(Request request) {
    return Optional.of(request.params().text("at", "")).filter(at -> at.matches("[a-z]+-?\\d+"));
  }

  /// For a piece that is exchanged in place: the page that is there says it, at once.
  ///
  /// @param undo what a button beside it posts to, "" for none
  Answer telling(Answer piece, String word, String undo, Request request) {
    Tongue t = tongues.of(request);
    JsonWriter json = new JsonWriter().object().name("said").object();
    json.field("words", t.say("toast." + word)).field("undo", undo);
    json.field("button", t.say("toast.undo")).end().end();
    return piece.header("HX-Trigger", ascii(json));
  }

  /// A header is read as Latin-1: whatever is not ASCII is written as JSON can write it.
  private static String ascii(JsonWriter json) {
    StringBuilder ascii = new StringBuilder();
    for (char c : new String(json.bytes(), StandardCharsets.UTF_8).toCharArray()) {
      ascii.append(c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return ascii.toString();
  }

  /// The next page says it: `toast.` and the word is a key of the catalogue.
  ///
  /// @param id what it is about, "" for nothing
  Answer saying(Answer answer, String word, String id, Request request) {
    return answer.cookie(SAID_COOKIE, id.isEmpty() ? word : word + "." + id, SAID_AGE, request);
  }

  private Frame.Toast toast(Request request, Tongue t) {
    String[] said = request.cookie(SAID_COOKIE).split("\\.", 2);
    String words = t.find("toast." + said[0]).orElse("");
    if (words.isEmpty()) {
      return Frame.Toast.NONE;
    }
    if (said.length < 2 || !said[1].matches("\\d{1,20}")) {
      return Frame.Toast.of(words);
    }
    int seconds = said[0].equals("posted") ? undoSeconds(request) : 0;
    String undo =
        said[0].equals("posted")
            ? seconds == 0 ? "" : "/posts/" + said[1] + "/undo"
            : undo(said[0], said[1]);
    return undo.isEmpty()
        ? Frame.Toast.of(words)
        : new Frame.Toast(words, undo, t.say("toast.undo"), "", "", seconds);
  }

  /// What takes back what was done to somebody, "" for nothing.
  static String undo(String said, String id) {
    return switch (said) {
      case "muted" -> "/people/" + id + "/unmute";
      case "unmuted" -> "/people/" + id + "/mute";
      case "blocked" -> "/people/" + id + "/unblock";
      case "unblocked" -> "/people/" + id + "/block";
      case "turned_down" -> "/conversations/" + id + "/reconsider";
      case "let_follow" -> "/people/" + id + "/remove_follower";
      default -> "";
    };
  }

  /// For what may be sent from pages that caches keep, which have no token: that the form is ours
  /// is also believed to a browser that says so.
  void checkOrigin(Request request) {
    boolean isOurs =
        request.header("Sec-Fetch-Site").equals("same-origin")
            || request.header("Origin").equals(site.url());
    if (!isOurs) {
      check(request);
    }
  }

  private int undoSeconds(Request request) {
    return request.viewer().map(me -> accounts.preferences(me).undoSeconds()).orElse(0);
  }

  /// @throws verbatim.kernel.Refused Forbidden when the form is not from a page that this browser
  ///     was given
  void check(Request request) {
    if (!isOurs(request)) {
      throw Refusal.forbidden(tongues.of(request).say("error.form_too_old"));
    }
  }

  /// Whether the form is from a page that this browser was given, since it last signed in.
  boolean isOurs(Request request) {
    Secret cookie = browser(request);
    String sent = request.params().text("form_token", "");
    return !cookie.reveal().isEmpty() && Sessions.isFormToken(cookie, sent);
  }

  /// The cookie that knows this browser again: of its session, or the visitor's.
  static Secret browser(Request request) {
    return request.caller() instanceof Caller.Anonymous
        ? new Secret(request.cookie(VISITOR_COOKIE))
        : sessionCookie(request);
  }

  /// After signing in: the session's cookie; the visitor's is of no more use.
  Answer signedIn(Answer answer, Secret cookie, Request request) {
    return answer
        .cookie(Request.SESSION_COOKIE, cookie.reveal(), SESSION_AGE, request)
        .cookie(VISITOR_COOKIE, "", Duration.ZERO, request);
  }

  Answer signedOut(Answer answer, Request request) {
    return answer
        .cookie(Request.SESSION_COOKIE, "", Duration.ZERO, request)
        .header("Clear-Site-Data", "\"cache\", \"storage\"");
  }

  /// The faults of one field each, to be shown beside it; any other refusal goes on to the error
  /// page. The words are the catalogue's: of the very sentence, else for field and code; in other
  /// languages, which cannot show the English, else for the code.
  static List<Views.Fault> faults(Refused refused, Tongue t) {
    if (refused.refusal() instanceof Refusal.Invalid(_, var faults) && !faults.isEmpty()) {
      return faults.stream().map(f -> new Views.Fault(f.field(), words(f, t))).toList();
    }
    throw refused;
  }

  private static String words(Refusal.Fault fault, Tongue t) {
    Optional<String> found =
        Refusals.exactly(fault.words(), t)
            .or(() -> t.find("fault." + fault.field() + "." + fault.code()));
    if (!t.language().equals("en")) {
      found =
          found.or(() -> Refusals.find(fault.words(), t)).or(() -> t.find("fault." + fault.code()));
    }
    return found.orElse(fault.words());
  }

  static Secret sessionCookie(Request request) {
    return new Secret(request.cookie(Request.SESSION_COOKIE));
  }

  private Frame.Me me(Request request) {
    return switch (request.caller()) {
      case Caller.SignedIn who -> me(who.account());
      case Caller.Pending who -> me(who.account());
      case Caller.Anonymous() -> Frame.Me.NOBODY;
      case Caller.Application _ -> Frame.Me.NOBODY;
    };
  }

  private Frame.Me me(AccountId id) {
    return accounts
        .find(id)
        .map(
            a ->
                new Frame.Me(
                    id.toString(),
                    a.handle().username(),
                    Persons.name(a),
                    pictures.avatar(a.profile().avatar()),
                    a.standing().role(),
                    told.test(id)))
        .orElse(Frame.Me.NOBODY);
  }

  private Secret randomCookie() {
    byte[] bytes = new byte[COOKIE_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
