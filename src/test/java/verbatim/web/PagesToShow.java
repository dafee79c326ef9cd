package verbatim.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Every page there is, once, with a town that has something to show. Who adds a page adds a line
/// here: it is then looked at by axe, photographed, and tried for hostile words.
final class PagesToShow {
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
          new Shown("forgot", "/auth/password/forgot", false),
          new Shown("town-stranger", "/town", false),
          new Shown("thread-stranger", "/@shownmaren/{series}", false),
          new Shown("profile-stranger", "/@shownmaren", false),
          new Shown("search-stranger", "/search?q=shown", false),
          new Shown("story-stranger", "/stories/{story}", false),
          new Shown("stories-stranger", "/stories", false),
          new Shown("nothing-here", "/@nobodyatall", false),
          new Shown("home", "/home", true),
          new Shown("town", "/town", true),
          new Shown("everywhere", "/everywhere", true),
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
          new Shown("settings-newsroom", "/settings/newsroom", true));

  /// For those who look after the server; one of them was told something himself.
  static final List<Shown> DESK =
      List.of(
          new Shown("desk", "/desk", true),
          new Shown("desk-signups", "/desk/signups", true),
          new Shown("desk-reports", "/desk/reports", true),
          new Shown("desk-report", "/desk/reports/{report}", true),
          new Shown("desk-appeals", "/desk/appeals", true),
          new Shown("desk-people", "/desk/people", true),
          new Shown("desk-person", "/desk/people/{rude}", true),
          new Shown("desk-post", "/desk/posts/{loud}", true),
          new Shown("desk-audit", "/desk/audit", true),
          new Shown("desk-server", "/desk/server", true),
          new Shown("desk-emoji", "/desk/emoji", true),
          new Shown("desk-announcements", "/desk/announcements", true),
          new Shown("standing", "/standing", true));

  private final Doorstep doorstep;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();

  private static final class Shared {
    static final PagesToShow PAGES = new PagesToShow(Doorstep.shared());
  }

  /// Those of the shared server, which is filled at the first call.
  static PagesToShow shared() {
    return Shared.PAGES;
  }

  /// Fills the town. The names are its own, so that a shared server can be filled but once.
  PagesToShow(Doorstep doorstep) {
    this.doorstep = doorstep;
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
            """
            {"statuses":[
            {"status":"The council papers are out, and the last boat is in them. I put it there, so let me say why, in five parts."},
            {"status":"The 23:10 costs us 412 crowns a night. The 22:10 costs us 409. The difference is who is aboard."},
            {"status":"I never said we should not keep the last boat. I said we cannot keep it at this price."},
            {"status":"What I know about the nine: two bakers, a night nurse, a cellist, and whoever missed the 22:10."},
            {"status":"The vote is on the 12th. Until then I answer everything, here or at the quay. #LastBoat"}]}
            """);
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
    String loaf = doorstep.upload(maren, Drawings.png(480, 900), "A tall loaf");
    say(maren, Map.of("status", "The tall one is called Gudrun.", "media_ids[]", loaf));
    Map<String, String> tray = new LinkedHashMap<>();
    tray.put("status", "And three more.");
    for (int i = 0; i < 3; i++) {
      String one = doorstep.upload(maren, Drawings.png(640 - 150 * i, 420), "A tray of rolls");
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
        doorstep.post("/api/v1/lists", jonas, Map.of("title", "Ferry crew")).get("id").asString();
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
    article(jonas, maren, thread, rolls);
    lock(jonas);
  }

  /// Somebody asks to follow whoever looks at the pages.
  private void lock(String jonas) {
    doorstep.json("PATCH", "/api/v1/accounts/update_credentials", jonas, Map.of("locked", "true"));
    String id = idOf(jonas, "shownjonas");
    doorstep.post("/api/v1/accounts/" + id + "/follow", doorstep.person("shownasking"), Map.of());
  }

  /// Long words, with words of others in them.
  private void article(String jonas, String maren, String thread, String rolls) {
    String loaf = doorstep.upload(jonas, Drawings.png(1200, 675), "A tray of rolls on a quay");
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
    words.put("title", "The boat that waits for the bread");
    words.put("standfirst", "Nine passengers, one sum and a bowl of soup.");
    words.put("body", "Forty aboard.");
    words.put("language", "en");
    words.put("topics[]", "Last boat");
    words.put("picture", loaf);
    String id = doorstep.post("/api/v1/articles", jonas, words).get("id").asString();
    ids.put("article", id);
    Map<String, String> pasted = new LinkedHashMap<>();
    pasted.put("text", "The sea does not read council papers.");
    pasted.put("author", "A fisher");
    pasted.put("said_where", "at the quay");
    doorstep.post("/api/v1/articles/" + id + "/embeds", jonas, pasted);
    doorstep.json("PUT", "/api/v1/articles/" + id, jonas, Map.of("state", "published"));
    Map<String, String> changed = new LinkedHashMap<>();
    changed.put("body", body);
    changed.put("corrections[0][at]", "2026-11-09T10:20:00Z");
    changed.put("corrections[0][text]", "It was fourteen aboard, not forty.");
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
                    "What the baker said",
                    "body",
                    doorstep.url + "/@shownjonas/" + rolls,
                    "state",
                    "published"))
            .get("id")
            .asString();
    ids.put("others", other);
    doorstep.post("/api/v1/articles", jonas, Map.of("title", "Begun", "body", "Only this."));
    ids.put("question", asked(maren, "shownjonas", "Bread does not wait for a council."));
    String answered = asked(jonas, "shownmaren", "Who waits for the cello waits for the rolls.");
    doorstep.post(
        "/api/v1/word_questions/" + answered + "/answer",
        maren,
        Map.of("answer", "mine_but_cut", "note", "There was a but."));
    ids.put("answered", answered);
    doorstep.post(
        "/api/v1/statements",
        maren,
        Map.of("speaker", "@shownjonas", "text", "Rolls are a promise.", "source", "at the quay"));
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
            Map.of("account_id", id, "text", words, "where", "The Morning Tide"))
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
            {"title":"The last boat","topics":["Last boat","Ness ferry"],"state":"published",
            "summary":"The 23:10 to the Ness was to be cut. Then a councillor explained himself and a baker objected.",
            "items":[
            {"kind":"gap","note":"“Who takes the night nurse home?” in chalk on the third bollard, as many say.","time_known":"unknown","when":"before Tuesday"},
            {"kind":"series","id":"%s"},
            {"kind":"status","id":"%s","time_known":"day","when":"Wednesday"},
            {"kind":"reply","id":"%s"},
            {"kind":"status","id":"%s","time_known":"order","when":"after the soup"}]}
            """
                .formatted(
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
    String noise = doorstep.upload(loud, Drawings.png(320, 240), "A megaphone");
    String post = say(loud, Map.of("status", "Sell your boat NOW.", "media_ids[]", noise));
    ids.put("loud", say(loud, Map.of("status", "And your bakery.")));
    String id = idOf(jonas, "shownnoisy");
    ids.put("rude", id);
    ids.put("report", report(jonas, id, post, "The same in every thread."));
    report(jonas, id, post, "And again.");
    say("account", "role", "showndesk", "admin");
    say("account", "warn", "showndesk", "--why", "Write down why, when you warn somebody.");
    say("rules", "add", "Speak as you would on the ferry", "--hint", "Nobody can get off.");
    Visitor desk = new Visitor(doorstep);
    desk.signIn("showndesk", Doorstep.PASSWORD);
    desk.submit(
        "/desk/people/" + id,
        "/desk/people/" + id + "/act",
        Map.of("act", "warned", "words", "Not in every thread, please."));
    desk.submit(
        "/desk/announcements",
        "/desk/announcements",
        Map.of("text", "The quay is closed on Friday.", "publish", "2099-01-01T10:00"));
    desk.submit(
        "/desk/announcements",
        "/desk/announcements",
        Map.of("text", "Soup at the lighthouse tonight: https://soup.example/ Bring a spoon."));
    Visitor noisy = new Visitor(doorstep);
    noisy.signIn("shownnoisy", Doorstep.PASSWORD);
    String told = noisy.get("/standing").body();
    var deed = java.util.regex.Pattern.compile("/standing/(\\d+)/appeal").matcher(told);
    if (!deed.find()) {
      throw new AssertionError("nothing to be said against in\n" + told);
    }
    noisy.submit(
        "/standing", "/standing/" + deed.group(1) + "/appeal", Map.of("words", "It was two."));
  }

  private String report(String by, String about, String post, String comment) {
    return doorstep
        .post(
            "/api/v1/reports",
            by,
            Map.of("account_id", about, "status_ids[]", post, "comment", comment))
        .get("id")
        .asString();
  }

  private void say(String... command) {
    try {
      doorstep.command(command);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
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
    doorstep.post(messages, jonas, Map.of("text", "Have you ever ridden it? Not counted it."));
    doorstep.post(messages, maren, Map.of("text", "Once. With my father.", "reply_to_n", "1"));
    doorstep.post(messages, maren, Map.of("text", "Said in haste"));
    doorstep.json("PUT", messages + "/1/reactions/%F0%9F%8C%8A", maren, Map.of());
    doorstep.json("DELETE", messages + "/3?for=all", maren, Map.of());
    doorstep.json("PUT", all + "/" + talk + "/mode", maren, Map.of("mode", "record"));
    String jonasId =
        doorstep
            .json("GET", "/api/v1/accounts/verify_credentials", jonas, Map.of())
            .get("id")
            .asString();
    String asked = doorstep.post(all, salma, Map.of("members[]", jonasId)).get("id").asString();
    doorstep.post(
        all + "/" + asked + "/messages", salma, Map.of("text", "Are the poppy ones gone?"));
    return talk;
  }

  /// One that is agreed to in part, one with seals, one that nobody has seen yet, and one that the
  /// reader is asked about.
  private void excerpts(String jonas, String maren) {
    String messages = "/api/v1/private/conversations/" + path("{talk}") + "/messages";
    doorstep.post(messages, jonas, Map.of("text", "Nobody uses it but gulls, you said?"));
    doorstep.post(messages, maren, Map.of("text", "I said it to the clerk. I wish I had not."));
    doorstep.post(messages, jonas, Map.of("text", "The gulls ride free. What would help?"));
    doorstep.post(
        messages,
        maren,
        Map.of("text", "Bring me a number I can say out loud at the vote and I will say it."));
    String opened = excerpt(maren, "opened", "\"sealed\":{\"7\":[0,1,2,3]},", "5");
    ids.put("opening", publish(maren, opened));
    doorstep.postJson(
        "/api/v1/excerpts/" + opened + "/answer",
        jonas,
        """
        {"decision":"consent","seen":"%s","open":{"4":[0,1,2,3],"6":"all"},"context":"I asked at midnight."}
        """
            .formatted(
                doorstep
                    .json("GET", "/api/v1/excerpts/" + opened, jonas, Map.of())
                    .get("seen")
                    .asString()));
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
                "status":"We talked about the boat on Wednesday night."}
                """
                    .formatted(path("{talk}"), sealed, leftOut, !name.equals("kept")))
            .get("id")
            .asString();
    ids.put(name, id);
    return id;
  }

  private String publish(String token, String excerpt) {
    return doorstep
        .post(
            "/api/v1/excerpts/" + excerpt + "/publish",
            token,
            Map.of("status", "We talked about the boat on Wednesday night."))
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

  /// What somebody keeps from himself, and what he follows besides people.
  private void keepAway(String jonas) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("title", "The election");
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
        Map.of("status", "@shownmaren The warm rolls were mine.", "spoiler_text", "Bakery"));
    String oven = doorstep.upload(jonas, Drawings.png(500, 700), "An oven");
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
            {"status":"What goes into a roll, and who eats it at ten past eleven.","media_ids":["%s"]},
            {"status":"Flour, water, salt. And the hands of two people who do not talk much."}]}
            """
                .formatted(picture))
        .get("id")
        .asString();
  }

  private void profile(String token, String name, String note) {
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("display_name", name, "note", note));
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
    return doorstep.post("/api/v1/statuses", token, status).get("id").asString();
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

  List<Shown> strangers() {
    return ALL.stream().filter(page -> !page.isSignedIn()).toList();
  }

  List<Shown> members() {
    List<Shown> members = new ArrayList<>(ALL);
    members.removeAll(strangers());
    return members;
  }
}
