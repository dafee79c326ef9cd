package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every action is a form that a browser without scripts sends, and leads back to where it was.
class ActingWithoutScriptsTest {
  private final Doorstep doorstep = Doorstep.shared();

  @Test
  void what_one_does_with_a_post() {
    String author = doorstep.person("plainauthor");
    doorstep.person("plainreader");
    String post = say(author, "Something to act upon");
    Visitor reader = signedIn("plainreader");
    String thread = "/@plainauthor/" + post;
    for (String act : List.of("favourite", "boost", "bookmark")) {
      HttpResponse<String> done = act(reader, thread, "/posts/" + post + "/" + act);
      assertThat(done.statusCode()).as(act).isEqualTo(303);
      assertThat(Visitor.location(done)).as(act).startsWith(thread);
      assertThat(reader.get(thread).body()).contains("/posts/" + post + "/un" + act);
    }
    assertThat(reader.get("/favourites").body()).contains("Something to act upon");
    assertThat(reader.get("/bookmarks").body()).contains("Something to act upon");
    for (String act : List.of("unfavourite", "unboost", "unbookmark")) {
      act(reader, thread, "/posts/" + post + "/" + act);
    }
    assertThat(reader.get("/bookmarks").body()).doesNotContain("Something to act upon");
    act(reader, thread, "/posts/" + post + "/mute");
    assertThat(reader.get(thread).body()).contains("You will hear no more of this thread.");
    act(reader, thread, "/posts/" + post + "/unmute");
  }

  @Test
  void one_s_own_posts() {
    doorstep.person("plainowner");
    Visitor owner = signedIn("plainowner");
    HttpResponse<String> posted =
        owner.submit("/home", "/compose", Map.of("text", "To be pinned", "visibility", "public"));
    assertThat(posted.statusCode()).isEqualTo(303);
    String post = Visitor.location(posted).replaceAll(".*#p", "");
    HttpResponse<String> home = owner.get("/home");
    assertThat(home.body()).contains("To be pinned", "Posted.", "/undo");
    assertThat(owner.get("/home").body()).doesNotContain("Posted.");
    act(owner, "/@plainowner", "/posts/" + post + "/pin");
    assertThat(owner.get("/@plainowner").body()).contains("Pinned");
    act(owner, "/@plainowner", "/posts/" + post + "/unpin");
    HttpResponse<String> undone = owner.submit("/home", home, "/posts/" + post + "/undo", Map.of());
    assertThat(Visitor.location(undone)).startsWith("/compose?draft=");
    assertThat(owner.get(Visitor.location(undone)).body()).contains(">To be pinned</textarea>");
    assertThat(owner.get("/@plainowner/" + post).statusCode()).isEqualTo(404);
    String second = say(doorstep, owner);
    assertThat(owner.get("/posts/" + second + "/delete").body()).contains("Delete this post?");
    act(owner, "/posts/" + second + "/delete", "/posts/" + second + "/delete");
    assertThat(owner.get("/@plainowner/" + second).statusCode()).isEqualTo(404);
  }

  private static String say(Doorstep doorstep, Visitor owner) {
    return Visitor.location(owner.submit("/home", "/compose", Map.of("text", "To be deleted")))
        .replaceAll(".*#p", "");
  }

  @Test
  void what_others_wrote_is_not_theirs_to_delete() {
    String post = say(doorstep.person("plainvictim"), "Mine");
    doorstep.person("plainthief");
    Visitor thief = signedIn("plainthief");
    for (String act : List.of("delete", "undo", "pin")) {
      assertThat(forged(thief, "/home", "/posts/" + post + "/" + act).statusCode())
          .as(act)
          .isIn(404, 422);
    }
    assertThat(thief.get("/posts/" + post + "/delete").statusCode()).isEqualTo(404);
    assertThat(thief.get("/@plainvictim/" + post).statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_not_for_one_cannot_be_acted_upon_and_is_not_told_of() {
    String token = doorstep.person("plainquiet");
    String hidden =
        doorstep
            .post(
                "/api/v1/statuses", token, Map.of("status", "Not for you", "visibility", "direct"))
            .get("id")
            .asString();
    doorstep.person("plainnosy");
    Visitor nosy = signedIn("plainnosy");
    for (String act : List.of("favourite", "boost", "bookmark", "mute", "vote")) {
      HttpResponse<String> hers = forged(nosy, "/home", "/posts/" + hidden + "/" + act);
      HttpResponse<String> nothing = forged(nosy, "/home", "/posts/1/" + act);
      assertThat(hers.statusCode()).as(act).isEqualTo(404).isEqualTo(nothing.statusCode());
      assertThat(hers.body()).doesNotContain("Not for you");
    }
    assertThat(nosy.get("/@plainquiet/" + hidden).statusCode()).isEqualTo(404);
    assertThat(nosy.get("/compose?in_reply_to=" + hidden).body()).doesNotContain("Not for you");
  }

  @Test
  void who_may_reply_and_which_replies_are_folded_away() {
    String author = doorstep.person("plainhost");
    String guest = doorstep.person("plainguest");
    String post = say(author, "My table");
    String rude =
        doorstep
            .post("/api/v1/statuses", guest, Map.of("status", "Rude words", "in_reply_to_id", post))
            .get("id")
            .asString();
    String thread = "/@plainhost/" + post;
    Visitor host = signedIn("plainhost");
    act(host, thread, "/posts/" + post + "/hide/" + rude);
    String folded = new Visitor(doorstep).get(thread).body();
    assertThat(folded.substring(folded.indexOf("1 reply hidden by the author")))
        .contains("Rude words");
    act(host, thread, "/posts/" + post + "/unhide/" + rude);
    assertThat(host.get(thread).body()).doesNotContain("hidden by the author");
    host.submit(thread, "/posts/" + post + "/replies", Map.of("policy", "nobody", "back", thread));
    Visitor reader = signedIn("plainguest");
    assertThat(reader.get(thread).body())
        .contains("No reply: Nobody else may reply")
        .doesNotContain("in_reply_to=" + post + "\"");
    Map<String, String> answer = Map.of("text", "More", "in_reply_to", post);
    assertThat(reader.forge("/home", "/compose", answer).statusCode()).isEqualTo(403);
    assertThat(forged(reader, thread, "/posts/" + post + "/hide/" + rude).statusCode())
        .isEqualTo(403);
  }

  @Test
  void telling_the_moderators() {
    String rude = doorstep.person("plainrude");
    String post = say(rude, "Rude words, to be reported");
    doorstep.person("plainteller");
    Visitor teller = signedIn("plainteller");
    String id = id("plainrude");
    String path = "/report?account=" + id + "&status=" + post;
    assertThat(teller.get("/@plainrude/" + post).body()).contains(path.replace("&", "&amp;"));
    assertThat(teller.get(path).body())
        .contains("Rude words, to be reported", "Tell the moderators");
    Map<String, String> told = new LinkedHashMap<>();
    told.put("account", id);
    told.put("status[]", post);
    told.put("comment", "See for yourself");
    assertThat(teller.submit(path, "/report", told).statusCode()).isEqualTo(422);
    told.put("category", "spam");
    HttpResponse<String> done = teller.submit(path, "/report", told);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body()).contains("The moderators have it", "/people/" + id + "/block");
    told.put("account", id("plainteller"));
    assertThat(teller.forge(path, "/report", told).statusCode()).isEqualTo(404);
  }

  @Test
  void what_is_arranged_with_somebody() {
    doorstep.person("plainaunt");
    String id = id("plainaunt");
    String token = doorstep.person("plainniece");
    Visitor niece = signedIn("plainniece");
    String between = "/people/" + id;
    act(niece, between, between + "/follow");
    Map<String, String> options =
        Map.of("notify", "true", "boosts", "false", "languages", "en, xx!");
    niece.submit(between, between + "/follow", options);
    JsonNode tie =
        doorstep.json("GET", "/api/v1/accounts/relationships?id[]=" + id, token, Map.of()).get(0);
    assertThat(tie.path("notifying").asBoolean()).isTrue();
    assertThat(tie.path("showing_reblogs").asBoolean()).isFalse();
    assertThat(tie.path("languages").toString()).isEqualTo("[\"en\"]");
    // The index follows by itself.
    awaitFound(niece, "/search/suggest?q=plainaun", "@plainaunt");
    String list =
        doorstep.post("/api/v1/lists", token, Map.of("title", "Family")).get("id").asString();
    niece.submit(between, between + "/lists", Map.of("list[]", list, "back", between));
    assertThat(niece.get("/lists/" + list + "/edit").body()).contains("@plainaunt");
    niece.submit(between, between + "/lists", Map.of("back", between));
    assertThat(niece.get("/lists/" + list + "/edit").body()).doesNotContain("@plainaunt");
    niece.submit(between, between + "/mute", Map.of("hours", "8", "back", between));
    assertThat(niece.get(between).body()).contains("Muted until");
    assertThat(niece.get(between + "0").statusCode()).isEqualTo(404);
  }

  @Test
  void voting() {
    Map<String, String> poll = new LinkedHashMap<>();
    poll.put("status", "Which one?");
    poll.put("poll[options][0]", "This");
    poll.put("poll[options][1]", "That");
    poll.put("poll[expires_in]", "3600");
    String post =
        doorstep.post("/api/v1/statuses", doorstep.person("plainasker"), poll).get("id").asString();
    doorstep.person("plainvoter");
    Visitor voter = signedIn("plainvoter");
    String thread = "/@plainasker/" + post;
    assertThat(voter.get(thread).body()).contains("class=\"poll vote\"");
    voter.submit(thread, "/posts/" + post + "/vote", Map.of("choices[]", "1", "back", thread));
    assertThat(voter.get(thread).body()).contains("your vote", "100 %");
  }

  @Test
  void what_one_does_with_people() {
    doorstep.person("plainfriend");
    String id = id("plainfriend");
    doorstep.person("plainfan");
    Visitor fan = signedIn("plainfan");
    String profile = "/@plainfriend";
    act(fan, profile, "/people/" + id + "/follow");
    assertThat(fan.get(profile).body()).contains("/people/" + id + "/unfollow");
    fan.submit(profile, "/people/" + id + "/follow", Map.of("notify", "true", "back", profile));
    assertThat(fan.get(profile).body()).contains("Tell me no more of each post");
    fan.submit(
        profile, "/people/" + id + "/note", Map.of("note", "Owes me a bun", "back", profile));
    assertThat(fan.get(profile).body()).contains("Owes me a bun");
    assertThat(fan.get("/@plainfan/following").body()).contains("@plainfriend");
    assertThat(fan.get("/@plainfriend/followers").body()).contains("@plainfan");
    act(fan, profile, "/people/" + id + "/mute");
    assertThat(fan.get(profile).body()).contains("/people/" + id + "/unmute");
    act(fan, profile, "/people/" + id + "/unmute");
    act(fan, profile, "/people/" + id + "/unfollow");
    assertThat(fan.get(profile).body()).doesNotContain("/people/" + id + "/unfollow");
    HttpResponse<String> blocked = act(fan, profile, "/people/" + id + "/block");
    assertThat(Visitor.location(blocked)).isEqualTo("/home");
    act(fan, "/blocks", "/people/" + id + "/unblock");
    assertThat(fan.get(profile).statusCode()).isEqualTo(200);
  }

  @Test
  void following_a_tag() {
    doorstep.person("plaintagger");
    Visitor tagger = signedIn("plaintagger");
    tagger.submit("/tags/bread", "/tags/bread/follow", Map.of());
    assertThat(tagger.get("/tags/bread").body()).contains("/tags/bread/unfollow");
    tagger.submit("/tags/bread", "/tags/bread/unfollow", Map.of());
    assertThat(tagger.get("/tags/bread").body()).doesNotContain("/tags/bread/unfollow");
  }

  @Test
  void looking_for_somebody_and_for_words() {
    String author = doorstep.person("plainsought");
    say(author, "A quernstone nobody else speaks of #quernstone");
    Visitor sought = signedIn("plainsought");
    assertThat(sought.get("/search").body())
        .contains("Worth knowing")
        .doesNotContain("Nothing found");
    awaitFound(sought, "/search?q=quernstone", "nobody else speaks of");
    awaitFound(sought, "/search?q=quernstone", "href=\"/tags/quernstone\"");
    awaitFound(sought, "/search?q=plainsought", "@plainsought</bdi>");
    assertThat(sought.get("/search?q=quernstone").body())
        .contains("nobody else speaks of", "href=\"/tags/quernstone\"", "has%3Aimage");
    assertThat(sought.get("/search?q=quernstone+has:image").body())
        .contains("Nothing found", "aria-current=\"true\"", "href=\"/search?q=quernstone\"");
    assertThat(new Visitor(doorstep).get("/search?q=quernstone").body())
        .contains("href=\"/tags/quernstone\"")
        .doesNotContain("nobody else speaks of");
  }

  @Test
  void a_search_that_cannot_be_comes_back_as_it_was_typed() {
    doorstep.person("plainmistyped");
    Visitor mistyped = signedIn("plainmistyped");
    for (String wrong : List.of("has:nothing", "x".repeat(257), "a+".repeat(33))) {
      HttpResponse<String> refused = mistyped.get("/search?q=" + wrong);
      assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
      assertThat(refused.body())
          .contains("role=\"alert\"", "value=\"" + wrong.replace('+', ' ').strip() + "\"");
    }
    assertThat(mistyped.get("/search?q=" + "x".repeat(256)).statusCode()).isEqualTo(200);
    assertThat(mistyped.get("/search?q=%22%3E%3Cb%3E").body()).doesNotContain("\"><b>");
  }

  @Test
  void what_one_says_of_oneself() {
    doorstep.person("plainself");
    Visitor self = signedIn("plainself");
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("display_name", "Plain Self");
    typed.put("note", "Says little.");
    typed.put("fields_attributes[0][name]", "Boat");
    typed.put("fields_attributes[0][value]", "The second one");
    typed.put("bot", "true");
    assertThat(self.submit("/settings/profile", "/settings/profile", typed).statusCode())
        .isEqualTo(303);
    assertThat(self.get("/@plainself").body())
        .contains("Plain Self", "Says little.", "Boat", "The second one");
    assertThat(self.get("/settings/profile").body())
        .containsPattern("name=\"bot\" value=\"true\" checked");
    typed.remove("bot");
    typed.put("display_name", "x".repeat(1_000));
    HttpResponse<String> refused = self.submit("/settings/profile", "/settings/profile", typed);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("too long", "x".repeat(1_000), "Says little.");
    assertThat(self.get("/@plainself").body()).contains("Plain Self");
  }

  @Test
  void letting_somebody_through_who_was_held_aside() {
    String owner = doorstep.person("plainguarded");
    doorstep.json(
        "PATCH", "/api/v2/notifications/policy", owner, Map.of("for_not_following", "filter"));
    Visitor guarded = signedIn("plainguarded");
    for (String name : List.of("plainknocker", "plainpusher")) {
      say(doorstep.person(name), "@plainguarded A word from " + name);
      awaitFound(guarded, "/notifications/requests", "A word from " + name);
    }
    String requests = "/notifications/requests";
    act(guarded, requests, requests + "/" + id("plainpusher") + "/dismiss");
    act(guarded, requests, requests + "/" + id("plainknocker") + "/accept");
    assertThat(guarded.get(requests).body()).contains("Nobody is held aside.");
    assertThat(guarded.get("/notifications").body())
        .contains("A word from plainknocker")
        .doesNotContain("A word from plainpusher");
  }

  @Test
  void somebody_with_a_lock_answers_who_asks_to_follow() {
    String owner = doorstep.person("plainlocked");
    doorstep.json("PATCH", "/api/v1/accounts/update_credentials", owner, Map.of("locked", "true"));
    String id = id("plainlocked");
    Visitor locked = signedIn("plainlocked");
    assertThat(locked.get("/follow_requests").body()).contains("Nobody asks to follow you now");
    for (String who : List.of("plainasking", "plaincurious", "plainunsure")) {
      doorstep.post("/api/v1/accounts/" + id + "/follow", doorstep.person(who), Map.of());
    }
    String asking = id("plainasking");
    String curious = id("plaincurious");
    Doorstep.until(
        "told of all three",
        () -> {
          String told = locked.get("/notifications").body();
          return told.contains("/follow_requests/" + asking)
              && told.contains("3 people ask to follow you");
        });
    assertThat(locked.get("/home").body()).contains("href=\"/follow_requests\"");
    assertThat(locked.get("/notifications").body()).contains("3 people ask to follow you");
    assertThat(locked.get("/follow_requests").body())
        .contains("@plainasking", "@plaincurious", "@plainunsure");
    String profile = "/@plainasking";
    assertThat(locked.get(profile).body()).contains("/follow_requests/" + asking + "/accept");
    act(locked, "/notifications", "/follow_requests/" + asking + "/accept");
    assertThat(locked.get("/follow_requests").body())
        .contains("They follow you now.", "/people/" + asking + "/remove_follower")
        .doesNotContain("@plainasking");
    act(locked, "/follow_requests", "/follow_requests/" + curious + "/decline");
    assertThat(locked.get("/@plainlocked/followers").body())
        .contains("@plainasking")
        .doesNotContain("@plaincurious");
    forged(locked, "/follow_requests", "/follow_requests/" + curious + "/accept");
    assertThat(locked.get("/notifications").body()).contains("They ask no more.");
    assertThat(forged(locked, "/follow_requests", "/follow_requests/1/accept").statusCode())
        .isEqualTo(404);
    act(locked, "/people/" + asking, "/people/" + asking + "/remove_follower");
    assertThat(locked.get("/@plainlocked/followers").body()).doesNotContain("@plainasking");
    act(locked, "/follow_requests", "/follow_requests/" + id("plainunsure") + "/decline");
    assertThat(locked.get("/home").body()).doesNotContain("href=\"/follow_requests\"");
  }

  @Test
  void writing_to_somebody_from_their_profile() {
    doorstep.person("plainreached");
    doorstep.person("plainwriting");
    Visitor writer = signedIn("plainwriting");
    String id = id("plainreached");
    assertThat(writer.get("/@plainreached").body())
        .contains("href=\"/people/" + id + "/message\"", "/compose?text=%40plainreached+");
    assertThat(writer.get("/compose?text=%40plainreached+").body())
        .contains(">@plainreached </textarea>");
    String message = "/people/" + id + "/message";
    String begin = Visitor.location(writer.get(message));
    assertThat(begin).isEqualTo("/conversations?to=plainreached#nw");
    assertThat(writer.get("/conversations?to=plainreached").body())
        .contains("value=\"plainreached\"");
    String talk =
        Visitor.location(
            writer.submit(
                "/conversations",
                "/conversations",
                Map.of("to", "plainreached", "mode", "consent")));
    assertThat(Visitor.location(writer.get(message))).isEqualTo(talk);
    assertThat(writer.get("/people/1/message").statusCode()).isEqualTo(404);
  }

  @Test
  void a_talk_whose_first_words_are_refused_has_not_begun_and_keeps_what_was_chosen() {
    doorstep.person("plainfirst");
    doorstep.person("plainsecond");
    String token = doorstep.person("plainlong");
    Visitor writer = signedIn("plainlong");
    var refused =
        writer.submit(
            "/conversations",
            "/conversations",
            Map.of("to", "plainfirst plainsecond", "mode", "record", "text", "a ".repeat(50_000)));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("value=\"plainfirst plainsecond\"", "value=\"record\" checked")
        .doesNotContain("value=\"consent\" checked");
    assertThat(doorstep.json("GET", "/api/v1/private/conversations", token, Map.of()).size())
        .isZero();
    assertThat(writer.get("/conversations").body()).contains("value=\"consent\" checked");
  }

  @Test
  void who_keeps_lists_to_oneself_says_so_and_leads_nowhere() {
    String token = doorstep.person("plainshy");
    doorstep.json(
        "PATCH", "/api/v1/accounts/update_credentials", token, Map.of("hide_collections", "true"));
    assertThat(new Visitor(doorstep).get("/@plainshy").body())
        .contains("keeps to themselves who that is")
        .doesNotContain("/@plainshy/followers");
    assertThat(signedIn("plainshy").get("/@plainshy").body()).contains("/@plainshy/followers");
  }

  @Test
  void whoever_is_not_signed_in_is_led_there_and_back() {
    String token = doorstep.person("plainpublic");
    String post = say(token, "For everybody to answer");
    Visitor stranger = new Visitor(doorstep);
    String thread = "/@plainpublic/" + post;
    assertThat(stranger.get(thread).body()).contains("href=\"/auth/sign_in?next=" + thread + "\"");
    assertThat(stranger.get("/@plainpublic").body())
        .contains("href=\"/auth/sign_in?next=/@plainpublic\"");
    doorstep.person("plaincomer");
    stranger.get("/auth/sign_in?next=" + thread);
    HttpResponse<String> in =
        stranger.submit(
            "/auth/sign_in?next=" + thread,
            "/auth/sign_in",
            Map.of("login", "plaincomer", "password", Doorstep.PASSWORD, "next", thread));
    assertThat(Visitor.location(in)).isEqualTo(thread);
  }

  @Test
  void taking_notifications_away() {
    String author = doorstep.person("plaincleared");
    String fan = doorstep.person("plaincheering");
    String one = say(author, "First to be cheered");
    String two = say(author, "Second to be cheered");
    for (String post : List.of(one, two)) {
      doorstep.post("/api/v1/statuses/" + post + "/favourite", fan, Map.of());
    }
    Visitor cleared = signedIn("plaincleared");
    Doorstep.until(
        "told of both",
        () -> {
          String body = cleared.get("/notifications").body();
          return body.contains("First to be cheered") && body.contains("Second to be cheered");
        });
    String page = cleared.get("/notifications").body();
    var group = java.util.regex.Pattern.compile("name=\"group\" value=\"([^\"]+)\"").matcher(page);
    assertThat(group.find()).isTrue();
    cleared.submit(
        "/notifications",
        "/notifications/dismiss",
        Map.of("group", group.group(1), "back", "/notifications"));
    assertThat(cleared.get("/notifications").body())
        .doesNotContain("Second to be cheered")
        .contains("First to be cheered", "Take all away");
    cleared.submit("/notifications", "/notifications/clear", Map.of());
    assertThat(cleared.get("/notifications").body())
        .contains("All notifications are gone.")
        .doesNotContain("First to be cheered");
  }

  @Test
  void no_notification_is_skipped_where_a_group_reaches_far_back() {
    String author = doorstep.person("plainpopular");
    String post = say(author, "Liked early and late");
    String early = doorstep.person("plainearly");
    doorstep.post("/api/v1/statuses/" + post + "/favourite", early, Map.of());
    Visitor popular = signedIn("plainpopular");
    Doorstep.until(
        "told of the early one", () -> popular.get("/notifications").body().contains("plainearly"));
    String talker = doorstep.person("plaintalker");
    for (int i = 1; i <= 25; i++) {
      doorstep.post(
          "/api/v1/statuses", talker, Map.of("status", "@plainpopular Word no. " + i + "."));
    }
    Doorstep.until("all told", () -> popular.get("/notifications").body().contains("Word no. 25."));
    doorstep.post(
        "/api/v1/statuses/" + post + "/favourite", doorstep.person("plainlate"), Map.of());
    Doorstep.until(
        "told of the late one", () -> popular.get("/notifications").body().contains("plainlate"));
    String first = popular.get("/notifications").body();
    var older =
        java.util.regex.Pattern.compile("href=\"(/notifications\\?max_id=\\d+)\"").matcher(first);
    assertThat(older.find()).isTrue();
    String both = first + popular.get(older.group(1)).body();
    for (int i = 1; i <= 25; i++) {
      assertThat(both).contains("Word no. " + i + ".");
    }
    // And back to the same place: all of both pages, as one.
    var rows = java.util.regex.Pattern.compile("data-row=\"(\\d+)\"").matcher(both);
    List<String> ids = rows.results().map(r -> r.group(1)).toList();
    String whole =
        popular.get("/notifications?from=" + ids.getFirst() + "&to=" + ids.getLast()).body();
    assertThat(whole)
        .contains("Word no. 1.", "Word no. 25.", "and 1 other", "Newest notifications");
  }

  @Test
  void bookmarks_come_back_as_long_as_they_were() {
    String author = doorstep.person("plainwordy");
    String token = doorstep.person("plainkeeper");
    // Bookmarked in another order than they were written: the place on a shelf is its own.
    List<String> posts = new java.util.ArrayList<>();
    for (int i = 1; i <= 24; i++) {
      posts.add(say(author, "Kept no. " + i + "."));
    }
    for (String post : posts.reversed()) {
      doorstep.post("/api/v1/statuses/" + post + "/bookmark", token, Map.of());
    }
    Visitor keeper = signedIn("plainkeeper");
    String first = keeper.get("/bookmarks").body();
    var older =
        java.util.regex.Pattern.compile("href=\"(/bookmarks\\?max_id=\\d+)\"").matcher(first);
    assertThat(older.find()).isTrue();
    String both = first + keeper.get(older.group(1)).body();
    var rows = java.util.regex.Pattern.compile("data-row=\"(\\d+)\"").matcher(both);
    List<String> ids = rows.results().map(r -> r.group(1)).toList();
    assertThat(ids).hasSize(24);
    String whole = keeper.get("/bookmarks?from=" + ids.getFirst() + "&to=" + ids.getLast()).body();
    for (int i = 1; i <= 24; i++) {
      assertThat(whole).contains("Kept no. " + i + ".");
    }
  }

  @Test
  void keeping_a_list() {
    doorstep.person("plainlisted");
    String id = id("plainlisted");
    doorstep.person("plainlister");
    Visitor lister = signedIn("plainlister");
    act(lister, "/@plainlisted", "/people/" + id + "/follow");
    HttpResponse<String> made = lister.submit("/lists", "/lists", Map.of("title", "Ferry crew"));
    String edit = Visitor.location(made);
    assertThat(edit).matches("/lists/\\d+/edit");
    String list = edit.replace("/edit", "");
    assertThat(lister.get(edit + "?q=plainlisted").body()).contains("Put in");
    lister.submit(edit + "?q=plainlisted", list + "/add", Map.of("person", id));
    assertThat(lister.get(edit).body()).contains("@plainlisted", "Take out");
    lister.submit(edit, list + "/remove", Map.of("person", id));
    assertThat(lister.get(edit).body()).doesNotContain("Take out");
    lister.submit(edit, edit, Map.of("title", "Harbour", "replies", "none"));
    assertThat(lister.get(list).body()).contains("Harbour");
    assertThat(lister.submit("/lists", "/lists", Map.of("title", "")).statusCode()).isEqualTo(422);
    lister.submit(edit, list + "/delete", Map.of());
    assertThat(lister.get(list).statusCode()).isEqualTo(404);
  }

  @Test
  void a_post_that_cannot_be_posted_comes_back_as_it_was_typed() {
    doorstep.person("plaintypist");
    Visitor typist = signedIn("plaintypist");
    String tooLong = "x".repeat(501);
    HttpResponse<String> refused =
        typist.submit(
            "/compose",
            "/compose",
            Map.of("text", tooLong, "warning", "Long", "visibility", "private"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains(">" + tooLong + "</textarea>", "value=\"Long\"", "Not posted yet.")
        .containsPattern("value=\"private\" selected");
  }

  @Test
  void an_expired_sign_in_keeps_what_was_typed() {
    doorstep.person("plainleaver");
    Visitor leaver = signedIn("plainleaver");
    String token = Visitor.formToken(leaver.get("/compose").body());
    leaver.cookies().remove("session");
    HttpResponse<String> refused =
        leaver.post(
            "/compose",
            Map.of("form_token", token, "text", "Half a thought", "visibility", "private"));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("Your words are kept.");
    String next =
        Visitor.hidden(
                java.util.regex.Pattern.compile("name=\"next\" value=\"([^\"]+)\""), refused.body())
            .replace("&amp;", "&");
    assertThat(leaver.signIn("plainleaver", Doorstep.PASSWORD).statusCode()).isEqualTo(303);
    assertThat(leaver.get(next).body())
        .contains(">Half a thought</textarea>")
        .containsPattern("value=\"private\" selected");
  }

  @Test
  void the_other_buttons() {
    doorstep.person("plainlooker");
    Visitor looker = signedIn("plainlooker");
    looker.submit("/home", "/look", Map.of("theme", "dark"));
    assertThat(looker.get("/home").body()).contains("data-theme=\"dark\"");
    looker.forge("/home", "/look", Map.of("theme", "<script>", "back", "//evil.test"));
    assertThat(looker.get("/home").body()).contains("data-theme=\"\"");
    assertThat(Visitor.location(looker.forge("/notifications", "/notifications/clear", Map.of())))
        .isEqualTo("/notifications");
    assertThat(
            looker
                .forge("/compose", "/compose/pictures", Map.of("text", "No picture"))
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_form_without_the_token_of_this_browser_does_nothing() {
    String post = say(doorstep.person("plainsafe"), "Leave me alone");
    doorstep.person("plainforged");
    Visitor forged = signedIn("plainforged");
    for (String act : List.of("/posts/" + post + "/favourite", "/compose", "/look", "/lists")) {
      assertThat(forged.post(act, Map.of("text", "Forged", "title", "Forged")).statusCode())
          .as(act)
          .isEqualTo(403);
    }
    assertThat(forged.get("/favourites").body()).doesNotContain("Leave me alone");
  }

  /// The index follows what happens; it asks until it has.
  private static void awaitFound(Visitor visitor, String path, String words) {
    Doorstep.until("found: " + words, () -> visitor.get(path).body().contains(words));
  }

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private static HttpResponse<String> act(Visitor visitor, String page, String action) {
    return visitor.submit(page, action, Map.of());
  }

  /// Where no page has a button for it.
  private static HttpResponse<String> forged(Visitor visitor, String page, String action) {
    return visitor.forge(page, action, Map.of("back", page, "at", "p1"));
  }

  private String say(String token, String words) {
    JsonNode status = doorstep.post("/api/v1/statuses", token, Map.of("status", words));
    return status.get("id").asString();
  }

  private String id(String name) {
    return doorstep
        .json("GET", "/api/v1/accounts/lookup?acct=" + name, "", Map.of())
        .get("id")
        .asString();
  }
}
