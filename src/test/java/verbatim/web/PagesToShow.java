package verbatim.web;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import verbatim.access.SoftKey;
import verbatim.kernel.AccountId;

/// Every page there is, once, with a town that has something to show. Who adds a page adds a line
/// here: it is then looked at by axe, photographed, and tried for hostile words.
final class PagesToShow {
  private static final String CAREFUL_NAME = "showncareful";

  /// @param path what is in braces is filled in by [#path(String)]
  record Shown(String name, String path, boolean isSignedIn) {}

  static final List<Shown> ALL =
      List.of(
          new Shown("front", "/", false),
          new Shown("about", "/about", false),
          new Shown("rules", "/rules", false),
          new Shown("privacy", "/privacy", false),
          new Shown("offline", "/offline", false),
          new Shown("verify", "/verify", false),
          new Shown("excerpt-stranger", "/excerpts/{opened}", false),
          new Shown("excerpt-thread", "/@shownmaren/{opening}", false),
          new Shown("sign-in", "/auth/sign_in", false),
          new Shown("sign-up", "/auth/sign_up", false),
          new Shown("invited", "/invite/{invite}", false),
          new Shown("forgot", "/auth/password/forgot", false),
          new Shown("reset", "/auth/reset?token=any", false),
          new Shown("confirm", "/auth/confirm?token=any", false),
          new Shown("resend", "/auth/resend", false),
          new Shown("account-deleted", "/auth/deleted", false),
          new Shown("undo", "/auth/undo?token=any", false),
          new Shown("tag-stranger", "/tags/LastBoat", false),
          new Shown("followers-stranger", "/@shownmaren/followers", false),
          new Shown("town-stranger", "/town", false),
          new Shown("thread-stranger", "/@shownmaren/{series}", false),
          new Shown("profile-stranger", "/@shownmaren", false),
          new Shown("search-stranger", "/search?q=shown", false),
          new Shown("story-stranger", "/stories/{story}", false),
          new Shown("stories-stranger", "/stories", false),
          new Shown("nothing-here", "/@nobodyatall", false),
          new Shown("home", "/home", true),
          new Shown("town", "/town", true),
          new Shown("tag", "/tags/LastBoat", true),
          new Shown("thread", "/@shownmaren/{thread}", true),
          new Shown("series", "/@shownmaren/{series}", true),
          new Shown("profile", "/@shownmaren", true),
          new Shown("profile-own", "/@shownjonas", true),
          new Shown("profile-replies", "/@shownmaren/replies", true),
          new Shown("profile-series", "/@shownmaren/series", true),
          new Shown("profile-media", "/@shownmaren/media", true),
          new Shown("who-favourited", "/@shownmaren/{thread}/favourites", true),
          new Shown("who-boosted", "/@shownjonas/{rolls}/boosts", true),
          new Shown("between", "/people/{maren}", true),
          new Shown("report", "/report?account={maren}&status={thread}", true),
          new Shown("followers", "/@shownmaren/followers", true),
          new Shown("following", "/@shownmaren/following", true),
          new Shown("notifications", "/notifications", true),
          new Shown("requests", "/notifications/requests", true),
          new Shown("follow-requests", "/follow_requests", true),
          new Shown("announcements", "/announcements", true),
          new Shown("keys", "/keys", true),
          new Shown("settings", "/settings", true),
          new Shown("settings-profile", "/settings/profile", true),
          new Shown("settings-appearance", "/settings/appearance", true),
          new Shown("settings-writing", "/settings/writing", true),
          new Shown("settings-privacy", "/settings/privacy", true),
          new Shown("settings-notifications", "/settings/notifications", true),
          new Shown("filters", "/filters", true),
          new Shown("filter", "/filters/{filter}", true),
          new Shown("filter-new", "/filters/new", true),
          new Shown("mutes", "/mutes", true),
          new Shown("blocks", "/blocks", true),
          new Shown("blocked-servers", "/settings/servers", true),
          new Shown("followed-tags", "/settings/tags", true),
          new Shown("apps", "/settings/apps", true),
          new Shown("import", "/settings/import", true),
          new Shown("welcome", "/welcome", true),
          new Shown("search", "/search?q=shown", true),
          new Shown("search-words", "/search?q=boat+has:link", true),
          new Shown("search-articles", "/search?q=boat&kind=articles", true),
          new Shown("search-quotations", "/search?q=price&kind=quotations", true),
          new Shown("search-empty", "/search", true),
          new Shown("search-wrong", "/search?q=has:nothing", true),
          new Shown("bookmarks", "/bookmarks", true),
          new Shown("favourites", "/favourites", true),
          new Shown("conversations", "/conversations", true),
          new Shown("conversations-left", "/conversations/left", true),
          new Shown("conversation", "/conversations/{talk}", true),
          new Shown("conversation-about", "/conversations/{talk}?about={thread}", true),
          new Shown("answer-in-private", "/posts/{loud}/private", true),
          new Shown("stories", "/stories", true),
          new Shown("stories-none", "/stories?of=followed", true),
          new Shown("story", "/stories/{story}", true),
          new Shown("story-edit", "/stories/{storyid}/edit", true),
          new Shown("story-begin", "/stories/new?id={thread}", true),
          new Shown("topic", "/topics/last-boat", true),
          new Shown("article-quotes-stranger", "/articles/{article}/quotecheck", false),
          new Shown("article-quotes", "/articles/{article}/quotecheck", true),
          new Shown("article-quotes-working", "/articles/{article}/quotecheck/working", true),
          new Shown("quotecheck", "/quotecheck", true),
          new Shown("word-questions", "/word_questions", true),
          new Shown("word-question", "/word_questions/{question}", true),
          new Shown("word-answered", "/word_questions/{answered}", false),
          new Shown("word-question-new", "/word_questions/new?account={maren}", true),
          new Shown("vouch", "/statements/new", true),
          new Shown("excerpt-choose", "/conversations/{talk}/excerpt?from=4&to=7", true),
          new Shown("excerpt-look", "/excerpts/{kept}/look", true),
          new Shown("excerpt-sealed", "/excerpts/{sealed}", true),
          new Shown("excerpt-answer", "/excerpts/{asked}/answer", true),
          new Shown("excerpts", "/excerpts", true),
          new Shown("lists", "/lists", true),
          new Shown("list", "/lists/{list}", true),
          new Shown("list-edit", "/lists/{list}/edit?q=shown", true),
          new Shown("compose", "/compose", true),
          new Shown("compose-reply", "/compose?in_reply_to={thread}", true),
          new Shown("compose-draft", "/compose?draft={draft}", true),
          new Shown("compose-edit", "/@shownjonas/{own}/edit", true),
          new Shown("history", "/@shownjonas/{own}/history", true),
          new Shown("drafts", "/drafts", true),
          new Shown("scheduled", "/scheduled", true),
          new Shown("delete", "/posts/{own}/delete", true),
          new Shown("archive", "/settings/archive", true),
          new Shown("security", "/settings/security", true),
          new Shown("app-for-codes", "/settings/security/authenticator", true),
          new Shown("passkey-new", "/settings/security/passkeys", true),
          new Shown("article-stranger", "/articles/{article}", false),
          new Shown("article", "/articles/{article}", true),
          new Shown("article-versions", "/articles/{article}/versions", true),
          new Shown("article-edit", "/articles/{article}/edit", true),
          new Shown("articles", "/articles", true),
          new Shown("profile-articles", "/@shownjonas/articles", true),
          new Shown("article-card", "/@shownjonas/{carrier}", true),
          new Shown("settings-embeds", "/settings/embeds", true),
          new Shown("settings-newsroom", "/settings/newsroom", true),
          new Shown("authorize", "{authorize}", true));

  /// Where nothing is yet: somebody who has just come.
  static final List<Shown> NEWCOMER =
      List.of(
          new Shown("home-none", "/home", true),
          new Shown("notifications-none", "/notifications", true),
          new Shown("requests-none", "/notifications/requests", true),
          new Shown("follow-requests-none", "/follow_requests", true),
          new Shown("bookmarks-none", "/bookmarks", true),
          new Shown("favourites-none", "/favourites", true),
          new Shown("conversations-none", "/conversations", true),
          new Shown("conversations-left-none", "/conversations/left", true),
          new Shown("excerpts-none", "/excerpts", true),
          new Shown("search-none", "/search?q=nobodywroteofthis", true),
          new Shown("stories-own-none", "/stories?of=me", true),
          new Shown("articles-none", "/articles", true),
          new Shown("topic-none", "/topics/nothing-of-the-kind", true),
          new Shown("tag-none", "/tags/NothingOfTheKind", true),
          new Shown("profile-own-none", "/@shownnew", true),
          new Shown("profile-articles-none", "/@shownnew/articles", true),
          new Shown("lists-none", "/lists", true),
          new Shown("drafts-none", "/drafts", true),
          new Shown("scheduled-none", "/scheduled", true),
          new Shown("filters-none", "/filters", true),
          new Shown("mutes-none", "/mutes", true),
          new Shown("blocks-none", "/blocks", true),
          new Shown("blocked-servers-none", "/settings/servers", true),
          new Shown("followed-tags-none", "/settings/tags", true),
          new Shown("settings-embeds-none", "/settings/embeds", true),
          new Shown("word-questions-none", "/word_questions", true),
          new Shown("standing-none", "/standing", true),
          new Shown("conversation-new", "/people/{maren}/message", true));

  /// Whoever gave a password and owes the second step.
  static final List<Shown> HALFWAY = List.of(new Shown("second-step", "/auth/code", true));

  /// And comes in with more than a password.
  static final List<Shown> CAREFUL =
      List.of(
          new Shown("security-careful", "/settings/security", true),
          new Shown("recovery-codes", "/settings/security/codes", true),
          new Shown("app-for-codes-gone", "/settings/security/authenticator/remove", true),
          new Shown("passkey", "/settings/security/passkeys/{passkey}", true));

  /// For those who look after the server; one of them was told something himself.
  static final List<Shown> DESK =
      List.of(
          new Shown("desk", "/desk", true),
          new Shown("desk-signups", "/desk/signups?all=1", true),
          new Shown(
              "desk-signups-chosen",
              "/desk/signups/chosen?act=refuse&id[]={waiting}&id[]={waiting2}",
              true),
          new Shown("desk-reports", "/desk/reports", true),
          new Shown("desk-report", "/desk/reports/{report}", true),
          new Shown("desk-appeals", "/desk/appeals", true),
          new Shown("desk-people", "/desk/people", true),
          new Shown("desk-person", "/desk/people/{rude}", true),
          new Shown("desk-post", "/desk/posts/{loud}", true),
          new Shown("desk-story", "/desk/stories/{storyid}", true),
          new Shown("desk-audit", "/desk/audit", true),
          new Shown("desk-server", "/desk/server", true),
          new Shown("invitations", "/invitations", true),
          new Shown("desk-emoji", "/desk/emoji", true),
          new Shown("desk-announcements", "/desk/announcements", true),
          new Shown("standing", "/standing", true));

  /// How people here say things; the hostile say more than their words.
  interface Voice {
    String says(String words, int charactersMax);
  }

  private static final int SHORT = 60;
  private static final int POLL_OPTION_MAX = 50;
  private static final int NAME_MAX = 30;
  private static final int TITLE_MAX = 180;
  private static final int LONG = 240;
  private static final String TALKED = "We talked about the boat on Wednesday night.";

  private final Doorstep doorstep;
  private final Voice voice;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Visitor careful;

  private static final class Shared {
    static final PagesToShow PAGES = new PagesToShow(Doorstep.shared());
  }

  /// Those of the shared server, which is filled at the first call.
  static PagesToShow shared() {
    return Shared.PAGES;
  }

  /// Fills the town. The names are its own, so that a shared server can be filled but once.
  PagesToShow(Doorstep doorstep) {
    this(doorstep, (words, _) -> words);
  }

  PagesToShow(Doorstep doorstep, Voice voice) {
    this.doorstep = doorstep;
    this.voice = voice;
    String maren = person("shownmaren");
    String jonas = person("shownjonas");
    String salma = person("shownsalma");
    profile(maren, "Maren Oduya-Lind", "Ferry deckhand. Ropes, weather, and who was aboard.");
    profile(jonas, "Jonas Tidewell", "Baker. If you smell it before you see it, we are open.");
    profile(salma, "سلمى المرساوي", "ممرضة ليلية");
    String marenId = follow(jonas, "shownmaren");
    follow(jonas, "shownsalma");
    follow(maren, "shownjonas");
    follow(salma, "shownmaren");
    JsonNode series =
        doorstep.postJson(
            "/api/v1/statuses/series",
            maren,
            series(
                "The council papers are out, and the last boat is in them. I put it there, so let"
                    + " me say why, in five parts.",
                "The 23:10 costs us 412 crowns a night. The 22:10 costs us 409. The difference is"
                    + " who is aboard.",
                "I never said we should not keep the last boat. I said we cannot keep it at this"
                    + " price.",
                "What I know about the nine: two bakers, a night nurse, a cellist, and whoever"
                    + " missed the 22:10.",
                "The vote is on the 12th. Until then I answer everything, here or at the quay."
                    + " #LastBoat"));
    ids.put("series", series.get(1).get("id").asString());
    String thread =
        say(
            maren,
            Map.of(
                "status",
                "From the log: fourteen people, one cello, and a tray of warm rolls. #LastBoat"));
    ids.put("thread", thread);
    String answer =
        say(jonas, Map.of("status", "@shownmaren The rolls were mine.", "in_reply_to_id", thread));
    ids.put("own", answer);
    String deeper =
        say(maren, Map.of("status", "@shownjonas They were.", "in_reply_to_id", answer));
    say(
        salma,
        Map.of(
            "status", "أنا الممرضة الليلية. أهلًا!", "in_reply_to_id", deeper, "language", "ar"));
    say(
        maren,
        Map.of(
            "status",
            "Count a Friday, not a Tuesday in the rain.",
            "spoiler_text",
            "Harbour politics, in detail"));
    Map<String, String> poll = new LinkedHashMap<>();
    poll.put("status", "Which boat do you take home?");
    poll.put("poll[options][0]", "The 22:10");
    poll.put("poll[options][1]", "The 23:10");
    poll.put("poll[expires_in]", "86400");
    say(maren, poll);
    String loaf = picture(maren, Drawings.png(480, 900), "A tall loaf");
    say(maren, Map.of("status", "The tall one is called Gudrun.", "media_ids[]", loaf));
    Map<String, String> tray = new LinkedHashMap<>();
    tray.put("status", "And three more.");
    for (int i = 0; i < 3; i++) {
      String one = picture(maren, Drawings.png(640 - 150 * i, 420), "A tray of rolls");
      tray.put("media_ids[" + i + "]", one);
    }
    say(maren, tray);
    say(salma, Map.of("status", "@shownjonas Are the poppy ones gone?"));
    String rolls = say(jonas, Map.of("status", "Four hundred rolls went over this morning."));
    for (String who : List.of(maren, salma)) {
      doorstep.post("/api/v1/statuses/" + rolls + "/favourite", who, Map.of());
    }
    doorstep.post("/api/v1/statuses/" + rolls + "/reblog", maren, Map.of());
    for (String act : List.of("favourite", "bookmark")) {
      doorstep.post("/api/v1/statuses/" + thread + "/" + act, jonas, Map.of());
    }
    String list =
        doorstep
            .post("/api/v1/lists", jonas, Map.of("title", voice.says("Ferry crew", SHORT)))
            .get("id")
            .asString();
    doorstep.post("/api/v1/lists/" + list + "/accounts", jonas, Map.of("account_ids[]", marenId));
    ids.put("talk", talk(jonas, maren, salma, marenId));
    excerpts(jonas, maren);
    ids.put("list", list);
    ids.put("maren", marenId);
    unfinished(jonas, answer);
    ids.put("rolls", rolls);
    doorstep.post("/api/v1/statuses/" + hide(maren, thread, salma) + "/favourite", maren, Map.of());
    gather(jonas, List.of(maren, salma), series, List.of(thread, answer, rolls));
    keepAway(jonas);
    lookAfter(jonas);
    invite();
    article(jonas, maren, thread, rolls);
    lock(jonas);
    ids.put("authorize", authorize());
    person("shownnew");
    person(CAREFUL_NAME);
    careful = Visitor.signedIn(doorstep, CAREFUL_NAME);
    secure();
  }

  private String authorize() {
    String redirect = "https://pennant.example/back";
    JsonNode app = doorstep.app("Pennant", "https://pennant.example", redirect);
    return "/oauth/authorize?response_type=code&scope=read+write&client_id="
        + app.get("client_id").asString()
        + "&redirect_uri="
        + Doorstep.encoded(redirect);
  }

  /// An app that shows codes, and a passkey.
  private void secure() {
    String at = "/settings/security/authenticator", page = careful.get(at).body();
    Phone phone = new Phone(Visitor.hidden(Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<"), page));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("form_token", Visitor.formToken(page));
    form.put("ticket", Visitor.hidden(Pattern.compile("name=\"ticket\" value=\"([^\"]+)\""), page));
    form.put("first", phone.code());
    form.put("current_password", Doorstep.PASSWORD);
    var codes = careful.post(at, form).body();
    String added = "/settings/security/passkeys", offered = careful.get(added).body();
    String challenge =
        Visitor.hidden(
            Pattern.compile("challenge(?:&quot;|\"|&#34;)+:(?:&quot;|\"|&#34;)+([\\w-]+)"),
            offered);
    careful.post(
        added,
        Map.of(
            "form_token",
            Visitor.formToken(offered),
            "name",
            "The laptop",
            "credential",
            new SoftKey(new AccountId(1), 1).at(doorstep.url, "localhost").made(challenge),
            "current_password",
            Doorstep.PASSWORD,
            "code",
            Visitor.hidden(Pattern.compile("<li><code>([a-z0-9-]+)</code>"), codes)));
    ids.put(
        "passkey",
        Visitor.hidden(
            Pattern.compile("/settings/security/passkeys/([\\w-]+)\""),
            careful.get("/settings/security").body()));
  }

  /// Whether a list in a property of the build has this, or there is none.
  static boolean isWanted(String property, String name) {
    String wanted = System.getProperty(property, "");
    return wanted.isEmpty() || List.of(wanted.split(",")).contains(name);
  }

  /// All of them, by who looks at them, each in a browser of his own; only some with
  /// `-Dpages=home,thread`.
  void each(Window window, Supplier<Page> fresh, BiConsumer<Page, Shown> looked) {
    BiConsumer<Page, Shown> look =
        (at, shown) -> {
          if (isWanted("pages", shown.name())) {
            looked.accept(at, shown);
          }
        };
    Page page = fresh.get();
    strangers().forEach(shown -> look.accept(page, shown));
    window.signIn(reader());
    members().forEach(shown -> look.accept(page, shown));
    Page empty = fresh.get();
    window.signIn("shownnew");
    NEWCOMER.forEach(shown -> look.accept(empty, shown));
    Page proven = fresh.get();
    window.signIn(CAREFUL_NAME);
    HALFWAY.forEach(shown -> look.accept(proven, shown));
    window.takes(careful.cookies());
    CAREFUL.forEach(shown -> look.accept(proven, shown));
    Page desk = fresh.get();
    window.signIn(moderator());
    DESK.forEach(shown -> look.accept(desk, shown));
  }

  private String series(String... texts) {
    return "{\"statuses\":["
        + Stream.of(texts)
            .map(text -> "{\"status\":" + quoted(said(text)) + "}")
            .collect(Collectors.joining(","))
        + "]}";
  }

  private String said(String words) {
    return voice.says(words, LONG);
  }

  private static String quoted(String text) {
    return new ObjectMapper().writeValueAsString(text);
  }

  /// A picture of these words, with these words.
  private String picture(String token, byte[] png, String words) {
    return doorstep.upload(token, png, said(words));
  }

  /// Somebody asks to follow whoever looks at the pages.
  private void lock(String jonas) {
    doorstep.json("PATCH", "/api/v1/accounts/update_credentials", jonas, Map.of("locked", "true"));
    String id = idOf(jonas, "shownjonas");
    doorstep.post("/api/v1/accounts/" + id + "/follow", doorstep.person("shownasking"), Map.of());
  }

  /// Long words, with words of others in them.
  private void article(String jonas, String maren, String thread, String rolls) {
    String loaf = picture(jonas, Drawings.png(1200, 675), "A tray of rolls on a quay");
    String body =
        """
        At ten past eleven the *Old Agnes* leaves Ternhaven quay whether or not anybody is aboard. On \
        most nights somebody is.

        ## A number to say out loud

        Maren Oduya-Lind has steered the last boat for eleven winters. “Fourteen people, one cello,” \
        she wrote:

        %s/@shownmaren/%s

        > Counting is a kind of listening.

        - two bakers
        - a night nurse

        ![A tray of rolls on a quay](media:%s "The 23:10 off Ness pier, on Friday")

        @shownmaren wrote: “I never said we should keep the last boat. I said we cannot keep it at
        this price.” And “What I know about the nine: two bakers, a night nurse,” @shownmaren wrote.
        “Nobody reads chalk on a bollard in the rain,” said somebody at the “Lamp”.

        And elsewhere:

        embed:1
        """
            .formatted(doorstep.url, thread, loaf);
    Map<String, String> words = new LinkedHashMap<>();
    words.put("title", voice.says("The boat that waits for the bread", TITLE_MAX));
    words.put("standfirst", said("Nine passengers, one sum and a bowl of soup."));
    words.put("body", said("Forty aboard."));
    doorstep.json("PUT", "/api/v1/media/" + loaf, jonas, Map.of("credit", said("Photo: Salma")));
    words.put("language", "en");
    words.put("topics[0]", "Last boat");
    words.put("topics[1]", voice.says("Bread", POLL_OPTION_MAX));
    words.put("canonical", "https://tide.example/" + Doorstep.encoded(said("boat")));
    words.put("picture", loaf);
    String id = doorstep.post("/api/v1/articles", jonas, words).get("id").asString();
    ids.put("article", id);
    Map<String, String> pasted = new LinkedHashMap<>();
    pasted.put("text", said("The sea does not read council papers."));
    pasted.put("author", voice.says("A fisher", SHORT));
    pasted.put("said_where", voice.says("at the quay", SHORT));
    doorstep.post("/api/v1/articles/" + id + "/embeds", jonas, pasted);
    doorstep.json("PUT", "/api/v1/articles/" + id, jonas, Map.of("state", "published"));
    Map<String, String> changed = new LinkedHashMap<>();
    changed.put("body", said(body));
    changed.put("corrections[0][at]", "2026-11-09T10:20:00Z");
    changed.put("corrections[0][text]", said("It was fourteen aboard, not forty."));
    changed.put("state", "published");
    ids.put(
        "carrier",
        doorstep.json("PUT", "/api/v1/articles/" + id, jonas, changed).get("status_id").asString());
    doorstep.postJson(
        "/api/v1/stories/" + ids.get("storyid") + "/items",
        jonas,
        "{\"kind\":\"article\",\"id\":\"%s\"}".formatted(ids.get("article")));
    String other =
        doorstep
            .post(
                "/api/v1/articles",
                maren,
                Map.of(
                    "title",
                    voice.says("What the baker said", TITLE_MAX),
                    "body",
                    doorstep.url + "/@shownjonas/" + rolls,
                    "state",
                    "published"))
            .get("id")
            .asString();
    ids.put("others", other);
    doorstep.post(
        "/api/v1/articles", jonas, Map.of("title", said("Begun"), "body", said("Only this.")));
    ids.put("question", asked(maren, "shownjonas", "Bread does not wait for a council."));
    String answered = asked(jonas, "shownmaren", "Who waits for the cello waits for the rolls.");
    doorstep.post(
        "/api/v1/word_questions/" + answered + "/answer",
        maren,
        Map.of("answer", "mine_but_cut", "note", said("There was a but.")));
    ids.put("answered", answered);
    rejoinder(id);
    doorstep.post(
        "/api/v1/statements",
        maren,
        Map.of(
            "speaker",
            "@shownjonas",
            "text",
            said("Rolls are a promise."),
            "source",
            voice.says("at the quay", SHORT)));
  }

  /// What she says who is quoted in it, as soon as that is known.
  private void rejoinder(String article) {
    String page = "/articles/" + article + "/quotecheck";
    Visitor maren = Visitor.signedIn(doorstep, "shownmaren");
    Pattern form = Pattern.compile("action=\"([^\"]*/said\\?[^\"]*)\"");
    Doorstep.until(
        "maren may say what she said", () -> form.matcher(maren.get(page).body()).find());
    String action = Visitor.hidden(form, maren.get(page).body()).replace("&amp;", "&");
    maren.submit(page, action, Map.of("text", said("I said: at this price. Read the sum.")));
  }

  private String asked(String by, String of, String words) {
    String id =
        doorstep
            .json("GET", "/api/v1/accounts/lookup?acct=" + of, "", Map.of())
            .get("id")
            .asString();
    return doorstep
        .post(
            "/api/v1/word_questions",
            by,
            Map.of(
                "account_id",
                id,
                "text",
                said(words),
                "where",
                voice.says("The Morning Tide", SHORT)))
        .get("id")
        .asString();
  }

  /// A story with every mark there is.
  private void gather(String jonas, List<String> others, JsonNode series, List<String> posts) {
    for (String other : others) {
      doorstep.json(
          "PATCH", "/api/v1/accounts/update_credentials", other, Map.of("source[gather]", "true"));
    }
    JsonNode story =
        doorstep.postJson(
            "/api/v1/stories",
            jonas,
            """
            {"title":%s,"topics":["Last boat",%s],"state":"published",
            "summary":%s,
            "items":[
            {"kind":"gap","note":%s,"time_known":"unknown","when":%s},
            {"kind":"series","id":"%s"},
            {"kind":"status","id":"%s","time_known":"day","when":"Wednesday"},
            {"kind":"reply","id":"%s"},
            {"kind":"status","id":"%s","time_known":"order","when":"after the soup"}]}
            """
                .formatted(
                    quoted(voice.says("The last boat", 2 * SHORT)),
                    quoted(voice.says("Ness ferry", SHORT)),
                    quoted(
                        said(
                            "The 23:10 to the Ness was to be cut. Then a councillor explained"
                                + " himself and a baker objected.")),
                    quoted(
                        said(
                            "“Who takes the night nurse home?” in chalk on the third bollard, as"
                                + " many say.")),
                    quoted(voice.says("before Tuesday", SHORT)),
                    series.get(0).get("series").get("id").asString(),
                    posts.get(0),
                    posts.get(1),
                    posts.get(2)));
    ids.put("story", story.get("slug").asString());
    ids.put("storyid", story.get("id").asString());
  }

  /// What came to the desk, and what was done there.
  private void lookAfter(String jonas) {
    String loud = doorstep.person("shownnoisy");
    doorstep.person("showndesk");
    String noise = picture(loud, Drawings.png(320, 240), "A megaphone");
    String post = say(loud, Map.of("status", "Sell your boat NOW.", "media_ids[]", noise));
    ids.put("loud", say(loud, Map.of("status", "And your bakery.")));
    String id = idOf(jonas, "shownnoisy");
    ids.put("rude", id);
    ids.put("report", report(jonas, id, post, "The same in every thread."));
    report(jonas, id, post, "And again.");
    say("account", "role", "showndesk", "admin");
    say("account", "warn", "showndesk", "--why", said("Write down why, when you warn somebody."));
    say(
        "rules",
        "add",
        said("Speak as you would on the ferry"),
        "--hint",
        said("Nobody can get off."));
    Visitor desk = new Visitor(doorstep);
    desk.signIn("showndesk", Doorstep.PASSWORD);
    desk.submit(
        "/desk/people/" + id,
        "/desk/people/" + id + "/act",
        Map.of("act", "warned", "words", said("Not in every thread, please.")));
    wait(desk);
    desk.submit(
        "/desk/people/" + id,
        "/desk/people/" + id + "/act",
        Map.of("act", "noted", "words", said("Was kinder in spring.")));
    String one = path("/desk/reports/{report}");
    desk.submit(one, one + "/note", Map.of("words", said("I asked him.")));
    emoji();
    desk.submit(
        "/desk/announcements",
        "/desk/announcements",
        Map.of("text", said("The quay is closed on Friday."), "publish", "2099-01-01T10:00"));
    desk.submit(
        "/desk/announcements",
        "/desk/announcements",
        Map.of(
            "text", said("Soup at the lighthouse tonight: https://soup.example/ Bring a spoon.")));
    Visitor noisy = new Visitor(doorstep);
    noisy.signIn("shownnoisy", Doorstep.PASSWORD);
    String told = noisy.get("/standing").body();
    var deed = Pattern.compile("/standing/(\\d+)/appeal").matcher(told);
    if (!deed.find()) {
      throw new AssertionError("nothing to be said against in\n" + told);
    }
    noisy.submit(
        "/standing",
        "/standing/" + deed.group(1) + "/appeal",
        Map.of("words", said("It was two.")));
  }

  /// Two of three who want to join wait; one of them was refused before.
  private void wait(Visitor desk) {
    say("server", "set", "registrations", "approval");
    wantsToJoin("shownrefused", "shownwaits@mail.example");
    say("account", "refuse", "shownrefused");
    wantsToJoin("shownwaits", "shownwaits@mail.example");
    wantsToJoin("shownwaits2", "shownwaits2@mail.example");
    say("server", "set", "registrations", "open");
    ids.put("waiting", waiting(desk, "shownwaits"));
    ids.put("waiting2", waiting(desk, "shownwaits2"));
  }

  private static String waiting(Visitor desk, String name) {
    String page = desk.get("/desk/signups").body();
    return Visitor.hidden(Pattern.compile("\"s(\\d+)\"><bdi>@" + name + "<"), page);
  }

  private void wantsToJoin(String name, String address) {
    var _ =
        new Visitor(doorstep)
            .submit(
                "/auth/sign_up",
                "/auth/sign_up",
                Map.of(
                    "username",
                    name,
                    "email",
                    address,
                    "password",
                    Doorstep.PASSWORD,
                    "agreement",
                    "true",
                    "reason",
                    said("I row here on Sundays.")));
  }

  private void emoji() {
    try {
      Path file = Files.createTempFile("loaf", ".png");
      Files.write(file, Drawings.png(32, 32));
      say("emoji", "add", "loaf", file.toString(), "--category", voice.says("Bakery", NAME_MAX));
      Files.write(file, Drawings.png(1_200, 630));
      say("server", "picture", file.toString());
      say("invite", "--uses", "5", "--for", voice.says("The rowing club", NAME_MAX));
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String report(String by, String about, String post, String comment) {
    return doorstep
        .post(
            "/api/v1/reports",
            by,
            Map.of("account_id", about, "status_ids[]", post, "comment", said(comment)))
        .get("id")
        .asString();
  }

  private void say(String... command) {
    try {
      doorstep.command(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String talk(String jonas, String maren, String salma, String marenId) {
    String all = "/api/v1/private/conversations";
    String talk =
        doorstep
            .post(all, jonas, Map.of("members[]", marenId, "mode", "consent"))
            .get("id")
            .asString();
    String messages = all + "/" + talk + "/messages";
    doorstep.post(
        messages, jonas, Map.of("text", said("Have you ever ridden it? Not counted it.")));
    doorstep.post(
        messages, maren, Map.of("text", said("Once. With my father."), "reply_to_n", "1"));
    doorstep.post(messages, maren, Map.of("text", said("Said in haste")));
    doorstep.json("PUT", messages + "/1/reactions/%F0%9F%8C%8A", maren, Map.of());
    doorstep.json("DELETE", messages + "/3?for=all", maren, Map.of());
    doorstep.json("PUT", all + "/" + talk + "/mode", maren, Map.of("mode", "record"));
    doorstep.json(
        "PUT",
        "/api/v1/accounts/" + marenId + "/contact_name",
        jonas,
        Map.of("name", voice.says("Maren, deckhand", NAME_MAX)));
    String jonasId =
        doorstep
            .json("GET", "/api/v1/accounts/verify_credentials", jonas, Map.of())
            .get("id")
            .asString();
    String asked = doorstep.post(all, salma, Map.of("members[]", jonasId)).get("id").asString();
    doorstep.post(
        all + "/" + asked + "/messages", salma, Map.of("text", said("Are the poppy ones gone?")));
    return talk;
  }

  /// One that is agreed to in part, one with seals, one that nobody has seen yet, and one that the
  /// reader is asked about.
  private void excerpts(String jonas, String maren) {
    String messages = "/api/v1/private/conversations/" + path("{talk}") + "/messages";
    doorstep.post(messages, jonas, Map.of("text", said("Nobody uses it but gulls, you said?")));
    doorstep.post(
        messages, maren, Map.of("text", said("I said it to the clerk. I wish I had not.")));
    doorstep.post(messages, jonas, Map.of("text", said("The gulls ride free. What would help?")));
    doorstep.post(
        messages,
        maren,
        Map.of(
            "text", said("Bring me a number I can say out loud at the vote and I will say it.")));
    String opened = excerpt(maren, "opened", "\"sealed\":{\"7\":[0,1,2,3]},", "5");
    ids.put("opening", publish(maren, opened));
    doorstep.postJson(
        "/api/v1/excerpts/" + opened + "/answer",
        jonas,
        """
        {"decision":"consent","seen":"%s","open":{"4":[0,1,2,3],"6":"all"},"context":%s}
        """
            .formatted(
                doorstep
                    .json("GET", "/api/v1/excerpts/" + opened, jonas, Map.of())
                    .get("seen")
                    .asString(),
                quoted(said("I asked at midnight."))));
    excerpt(maren, "asked", "", "5");
    var _ = publish(jonas, excerpt(jonas, "sealed", "\"sealed\":{\"4\":[2,3]},", "5"));
    excerpt(jonas, "kept", "", "6");
  }

  private String excerpt(String token, String name, String sealed, String leftOut) {
    String id =
        doorstep
            .postJson(
                "/api/v1/excerpts",
                token,
                """
                {"conversation":"%s","from":4,"to":7,%s"left_out":[%s],"ask":%s,
                "status":%s}
                """
                    .formatted(
                        path("{talk}"),
                        sealed,
                        leftOut,
                        !name.equals("kept"),
                        quoted(said(TALKED))))
            .get("id")
            .asString();
    ids.put(name, id);
    return id;
  }

  private String publish(String token, String excerpt) {
    return doorstep
        .post("/api/v1/excerpts/" + excerpt + "/publish", token, Map.of("status", said(TALKED)))
        .get("id")
        .asString();
  }

  private String person(String name) {
    String token = doorstep.person(name);
    tokens.put(name, token);
    return token;
  }

  /// Of the app that one of the town's people uses.
  String token(String name) {
    String token = tokens.get(name);
    if (token == null) {
      throw new IllegalStateException(name);
    }
    return token;
  }

  /// A reply that is folded away, to a post that few may answer.
  private String hide(String author, String thread, String guest) {
    String rude =
        say(guest, Map.of("status", "Sell the boat, buy a drone.", "in_reply_to_id", thread));
    doorstep.post("/api/v1/statuses/" + thread + "/hide_reply/" + rude, author, Map.of());
    return say(author, Map.of("status", "No more questions tonight.", "reply_policy", "mentioned"));
  }

  /// A link that lets others in.
  private void invite() {
    Map<String, String> to =
        Map.of("whom", voice.says("The choir", SHORT), "uses", "50", "days", "7");
    String made =
        Visitor.signedIn(doorstep, moderator()).submit("/invitations", "/invitations", to).body();
    Matcher link = Pattern.compile("/invite/([^<]+)</textarea>").matcher(made);
    if (!link.find()) {
      throw new AssertionError("no invitation: " + made);
    }
    ids.put("invite", link.group(1));
  }

  /// What somebody keeps from himself, and what he follows besides people.
  private void keepAway(String jonas) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("title", voice.says("The election", SHORT));
    filter.put("context[]", "home");
    filter.put("keywords_attributes[0][keyword]", "ballot");
    filter.put("keywords_attributes[1][keyword]", "runoff");
    ids.put("filter", doorstep.post("/api/v2/filters", jonas, filter).get("id").asString());
    doorstep.post("/api/v1/tags/LastBoat/follow", jonas, Map.of());
    doorstep.post("/api/v1/domain_blocks", jonas, Map.of("domain", "loud.example"));
    doorstep.person("shownloud");
    doorstep.person("shownrude");
    doorstep.post("/api/v1/accounts/" + idOf(jonas, "shownloud") + "/mute", jonas, Map.of());
    doorstep.post("/api/v1/accounts/" + idOf(jonas, "shownrude") + "/block", jonas, Map.of());
  }

  /// What is not out yet, and a post that was changed.
  private void unfinished(String jonas, String answer) {
    doorstep.json(
        "PUT",
        "/api/v1/statuses/" + answer,
        jonas,
        Map.of(
            "status",
            said("@shownmaren The warm rolls were mine."),
            "spoiler_text",
            voice.says("Bakery", SHORT)));
    String oven = picture(jonas, Drawings.png(500, 700), "An oven");
    ids.put("draft", draft(jonas, oven));
    say(
        jonas,
        Map.of(
            "status",
            "The poppy ones are back.",
            "scheduled_at",
            Instant.now().plus(Duration.ofDays(3)).toString()));
  }

  private String draft(String token, String picture) {
    return doorstep
        .postJson(
            "/api/v1/drafts",
            token,
            """
            {"statuses":[
            {"status":%s,"media_ids":["%s"]},
            {"status":%s}]}
            """
                .formatted(
                    quoted(said("What goes into a roll, and who eats it at ten past eleven.")),
                    picture,
                    quoted(said("Flour, water, salt. And the hands of two who do not talk much."))))
        .get("id")
        .asString();
  }

  private void profile(String token, String name, String note) {
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("display_name", voice.says(name, NAME_MAX), "note", said(note)));
  }

  private String follow(String token, String name) {
    String id = idOf(token, name);
    doorstep.post("/api/v1/accounts/" + id + "/follow", token, Map.of());
    return id;
  }

  private String idOf(String token, String name) {
    return doorstep
        .json("GET", "/api/v1/accounts/lookup?acct=" + name, token, Map.of())
        .get("id")
        .asString();
  }

  private String say(String token, Map<String, String> status) {
    Map<String, String> said = new LinkedHashMap<>(status);
    said.computeIfPresent("status", (_, words) -> said(words));
    said.computeIfPresent("spoiler_text", (_, words) -> voice.says(words, SHORT));
    said.replaceAll(
        (name, words) ->
            name.startsWith("poll[options]") ? voice.says(words, POLL_OPTION_MAX) : words);
    return doorstep.post("/api/v1/statuses", token, said).get("id").asString();
  }

  /// The name of who looks at the pages of those signed in.
  String reader() {
    return "shownjonas";
  }

  /// And of who looks at those of the desk.
  String moderator() {
    return "showndesk";
  }

  String path(String template) {
    String path = template;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", id.getValue());
    }
    return path;
  }

  static List<Shown> everyPage() {
    return Stream.of(ALL, NEWCOMER, HALFWAY, CAREFUL, DESK).flatMap(List::stream).toList();
  }

  List<Shown> strangers() {
    return ALL.stream().filter(page -> !page.isSignedIn()).toList();
  }

  List<Shown> members() {
    List<Shown> members = new ArrayList<>(ALL);
    members.removeAll(strangers());
    return members;
  }
}
