package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Private conversations in the pages, without scripts.
class TalkingInTheBrowserTest {
  private final Doorstep doorstep = Doorstep.shared();

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private static HttpResponse<String> does(
      Visitor who, String page, String action, Map<String, String> form) {
    HttpResponse<String> done = who.submit(page, action, form);
    assertThat(done.statusCode()).as(action + " " + done.body()).isEqualTo(303);
    return done;
  }

  @Test
  void two_people_talk() {
    doorstep.person("talkann");
    doorstep.person("talkben");
    Visitor ann = signedIn("talkann");
    Visitor ben = signedIn("talkben");
    assertThat(ann.get("/conversations").body()).contains("Nothing has been said in private yet");
    HttpResponse<String> nobody =
        ann.submit("/conversations", "/conversations", Map.of("to", "@talknobody"));
    assertThat(nobody.statusCode()).isEqualTo(422);
    assertThat(nobody.body())
        .contains("Nobody here is called @talknobody", "value=\"@talknobody\"");
    String talk =
        Visitor.location(
            does(
                ann,
                "/conversations",
                "/conversations",
                Map.of("to", "@talkben", "mode", "consent")));
    does(ann, talk, talk, Map.of("text", "Hello <b>Ben</b>"));
    assertThat(ben.get("/conversations").body())
        .contains("1 request", "Hello &lt;b&gt;Ben&lt;/b&gt;");
    does(ben, "/conversations", talk + "/accept", Map.of());
    String shown = ben.get(talk).body();
    assertThat(shown)
        .contains("Hello &lt;b&gt;Ben&lt;/b&gt;", "with consent", "Not encrypted between you")
        .doesNotContain("nd-to-end");
    does(ben, talk + "?reply=1", talk, Map.of("text", "Hello Ann"));
    assertThat(ann.get("/home").body()).contains("href=\"/conversations\"");
    assertThat(ann.get(talk).body()).contains("Hello Ann", "class=\"answers-to\"");
    assertThat(ann.get(talk + "?edit=1").body())
        .contains(">Hello &lt;b&gt;Ben&lt;/b&gt;</textarea>");
    does(ann, talk + "?edit=1", talk, Map.of("text", "Hello dear Ben"));
    assertThat(ben.get(talk).body()).contains("Hello dear Ben", "edited");
    does(ben, talk, talk + "/react?n=1", Map.of("name", "🎉"));
    assertThat(ann.get(talk).body()).contains("🎉 <span class=\"num\">1</span>");
    does(ann, talk, talk + "/name", Map.of("name", "Big Ben"));
    assertThat(ann.get("/conversations").body()).contains("Big Ben");
    assertThat(ben.get(talk).body()).doesNotContain("Big Ben");
    does(ann, talk, talk + "/mode", Map.of("mode", "record"));
    assertThat(ben.get(talk).body()).contains("suggests to talk on the record");
    does(ben, talk, talk + "/mode", Map.of("mode", "record"));
    assertThat(ann.get(talk).body()).contains("from here on on the record");
    does(ann, talk, talk + "/mute", Map.of());
    does(ann, talk, talk + "/unmute", Map.of());
    does(ann, talk, talk + "/show", Map.of("reading", "true", "typing", "true"));
    assertThat(ben.forge(talk, talk + "/typing", Map.of()).statusCode()).isEqualTo(200);
    String report = Visitor.location(ben.submit(talk, talk + "/report", Map.of("n", "1")));
    assertThat(report).startsWith("/report?account=");
    assertThat(ben.get(report).body()).contains("From your conversation", "checked");
    Map<String, String> told = new HashMap<>(Map.of("category", "spam", "comment", "Look"));
    for (String pair : report.substring(report.indexOf('?') + 1).split("&")) {
      String name = pair.substring(0, pair.indexOf('='));
      told.put(name.equals("status") ? "status[]" : name, pair.substring(pair.indexOf('=') + 1));
    }
    assertThat(ben.submit(report, "/report", told).statusCode()).isEqualTo(200);
    assertThat(ben.forge(talk, talk + "/add", Map.of("who", "@talkann")).statusCode())
        .isIn(303, 422);
    does(ann, talk, talk + "/erase?for=all", Map.of("n", "1"));
    assertThat(ben.get(talk).body()).contains("erased message 1").doesNotContain("Hello dear Ben");
    assertThat(ann.submit(talk, talk, Map.of("text", " ")).statusCode()).isEqualTo(422);
    doorstep.person("talkeve");
    Visitor eve = signedIn("talkeve");
    assertThat(eve.get(talk).statusCode()).isEqualTo(404);
    assertThat(eve.forge("/conversations", talk, Map.of("text", "x")).statusCode()).isEqualTo(404);
    does(ben, talk, talk + "/leave", Map.of());
    assertThat(ben.get(talk).statusCode()).isEqualTo(404);
    assertThat(ann.get(talk).body()).contains("has left", "Nobody else is in this conversation");
    // What he said there he can erase still.
    assertThat(ann.get(talk).body()).contains("Hello Ann");
    assertThat(ben.get("/conversations/left").body()).contains("talkann");
    String erase = talk.replace("/conversations/", "/conversations/left/");
    does(ben, "/conversations/left", erase, Map.of());
    assertThat(ann.get(talk).body()).doesNotContain("Hello Ann");
    assertThat(eve.forge("/conversations", erase, Map.of()).statusCode()).isEqualTo(404);
    // Words that are looked for stand in no address.
    assertThat(ann.submit("/conversations", "/conversations/search", Map.of("q", "talkeve")).body())
        .contains("@talkeve", "value=\"talkeve\"");
  }

  @Test
  void nobody_hears_of_a_talk_in_which_nothing_was_said() {
    doorstep.person("openann");
    doorstep.person("openben");
    Visitor ann = signedIn("openann");
    Visitor ben = signedIn("openben");
    String talk = talk(ann, "openben");
    assertThat(ann.get("/conversations").body()).contains(talk);
    assertThat(ben.get("/conversations").body()).doesNotContain(talk, "openann");
    does(ann, talk, talk, Map.of("text", "Hello"));
    assertThat(ben.get("/conversations").body()).contains("1 request", talk);
  }

  @Test
  void who_has_blocked_the_other_is_told_why_nothing_is_said() {
    doorstep.person("wallann");
    doorstep.person("wallben");
    Visitor ann = signedIn("wallann");
    String talk = talk(ann, "wallben");
    does(ann, talk, talk, Map.of("text", "Hello"));
    String profile = ann.get("/@wallben").body();
    String block = profile.replaceAll("(?s).*(/people/\\d+/block)\".*", "$1");
    String open = ann.get(talk).body();
    does(ann, "/@wallben", block, Map.of());
    assertThat(ann.get(talk).body())
        .contains("You have blocked wallben", block.replace("/block", "/unblock"))
        .doesNotContain("id=\"text\"");
    // The page that was open before says so too.
    HttpResponse<String> late =
        ann.post(talk, Map.of("form_token", Visitor.formToken(open), "text", "Too late"));
    assertThat(late.statusCode()).isEqualTo(422);
    assertThat(late.body()).contains("role=\"alert\"");
    does(ann, "/@wallben", block.replace("/block", "/unblock"), Map.of());
    assertThat(ann.get(talk).body()).contains("id=\"text\"");
  }

  @Test
  void a_talk_begins_with_its_first_message() {
    doorstep.person("beginann");
    doorstep.person("beginben");
    Visitor ann = signedIn("beginann");
    Map<String, String> first = Map.of("to", "@beginben", "text", "Is the boat yours?");
    String talk = Visitor.location(does(ann, "/conversations", "/conversations", first));
    assertThat(signedIn("beginben").get(talk).body()).contains("Is the boat yours?");
    // What cannot be said is not lost.
    HttpResponse<String> nobody =
        ann.submit(
            "/conversations", "/conversations", Map.of("to", "@beginx", "text", "Kept words"));
    assertThat(nobody.statusCode()).isEqualTo(422);
    assertThat(nobody.body()).contains(">Kept words</textarea>");
  }

  @Test
  void one_form_sent_twice_says_its_words_once() {
    doorstep.person("twiceann");
    doorstep.person("twiceben");
    Visitor ann = signedIn("twiceann");
    String talk =
        Visitor.location(
            does(
                ann,
                "/conversations",
                "/conversations",
                Map.of("to", "@twiceben", "mode", "record")));
    String page = ann.get(talk).body();
    Map<String, String> form = new HashMap<>();
    form.put("form_token", Visitor.formToken(page));
    form.put("key", Visitor.hidden(Pattern.compile("name=\"key\" value=\"([^\"]+)\""), page));
    form.put("text", "Pressed twice");
    String first = Visitor.location(ann.post(talk, form));
    assertThat(first).endsWith("#m1");
    assertThat(Visitor.location(ann.post(talk, form))).isEqualTo(first);
    form.put("text", "In other words");
    assertThat(Visitor.location(ann.post(talk, form))).endsWith("#m2");
    // Another page is another form.
    does(ann, talk, talk, Map.of("text", "Pressed twice"));
    assertThat(signedIn("twiceben").get(talk).body().split("Pressed twice", -1)).hasSize(3);
  }

  @Test
  void words_of_long_ago_are_reported_too() {
    String rude = doorstep.person("oldrude");
    doorstep.person("oldteller");
    Visitor teller = signedIn("oldteller");
    String talk = talk(teller, "oldrude");
    does(teller, talk, talk, Map.of("text", "Hello"));
    does(signedIn("oldrude"), "/conversations", talk + "/accept", Map.of());
    String messages = "/api/v1/private" + talk + "/messages";
    var _ = doorstep.post(messages, rude, Map.of("text", "Rude long ago"));
    for (int i = 0; i < 21; i++) {
      var _ = doorstep.post(messages, rude, Map.of("text", "Polite " + i));
    }
    String report = Visitor.location(teller.submit(talk, talk + "/report", Map.of("n", "2")));
    String status = report.replaceAll(".*[?&]status=(\\d+).*", "$1");
    assertThat(teller.get(report).body())
        .containsOnlyOnce("Rude long ago")
        .contains("value=\"" + status + "\" checked", "Polite 20")
        .doesNotContain("Polite 0<");
  }

  // ---- say it to them first

  /// Two people who talk; where they do.
  private String talk(Visitor one, String other) {
    return Visitor.location(
        does(one, "/conversations", "/conversations", Map.of("to", "@" + other)));
  }

  @Test
  void a_post_about_somebody_one_talks_with_may_be_said_there_first() {
    doorstep.person("firstann");
    doorstep.person("firstben");
    doorstep.person("firstcar");
    Visitor ann = signedIn("firstann");
    String talk = talk(ann, "firstben");
    // Nobody whom she talks with: it is posted at once.
    does(ann, "/compose", "/compose", Map.of("text", "Ask @firstcar and @nobodyatall"));
    HttpResponse<String> offered =
        ann.submit("/compose", "/compose", Map.of("text", "So much for @firstben"));
    assertThat(offered.statusCode()).isEqualTo(200);
    assertThat(offered.body())
        .contains("Say it to <bdi>firstben</bdi> first?", "name=\"offered\" value=\"yes\"")
        .contains("So much for @firstben</textarea>", "Hold the post for an hour");
    assertThat(ann.get("/@firstann").body()).doesNotContain("So much for");
    String there = offered.body().replaceAll("(?s).*value=\"(there[.]\\d+)\".*", "$1");
    HttpResponse<String> gone =
        ann.submit(
            "/compose",
            offered,
            "/compose/sheet",
            Map.of("text", "So much for @firstben", "do", there));
    assertThat(gone.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(gone)).startsWith(talk + "?draft=");
    String said = ann.get(Visitor.location(gone)).body();
    assertThat(said)
        .contains(">So much for @firstben</textarea>", "This is your post, kept as a draft.");
    String back =
        Visitor.hidden(Pattern.compile("href=\"(/compose\\?draft=[^\"]+)\""), said)
            .replace("&amp;", "&");
    assertThat(signedIn("firstben").get(Visitor.location(gone)).statusCode()).isEqualTo(404);
    does(ann, Visitor.location(gone), talk, Map.of("text", "So much for you"));
    assertThat(ann.get(talk).body()).contains("So much for you");
    // And posted all the same: it is not offered a second time.
    does(ann, back, "/compose", Map.of("text", "So much for @firstben"));
    assertThat(ann.get("/@firstann").body()).contains("So much for");
    assertThat(ann.get("/drafts").body()).contains("No drafts.");
  }

  @Test
  void a_post_that_is_held_waits_an_hour_and_can_be_released_or_taken_back() {
    doorstep.person("holdann");
    doorstep.person("holdben");
    Visitor ann = signedIn("holdann");
    var _ = talk(ann, "holdben");
    for (String words : java.util.List.of("Held by @holdben once", "Held by @holdben twice")) {
      HttpResponse<String> offered = ann.submit("/compose", "/compose", Map.of("text", words));
      Map<String, String> form = Map.of("text", words, "do", "hold");
      HttpResponse<String> held = ann.submit("/compose", offered, "/compose", form);
      assertThat(Visitor.location(held)).isEqualTo("/scheduled");
    }
    String waiting = ann.get("/scheduled").body();
    assertThat(waiting)
        .contains("Held by @holdben once", "Held by @holdben twice")
        .contains("It waits for an hour");
    assertThat(ann.get("/@holdann").body()).doesNotContain("Held by");
    var at = java.util.regex.Pattern.compile("<time datetime=\"([^\"]+)\"").matcher(waiting);
    assertThat(at.find()).isTrue();
    assertThat(java.time.Instant.parse(at.group(1)))
        .isBetween(
            java.time.Instant.now().plusSeconds(30 * 60),
            java.time.Instant.now().plusSeconds(60 * 60));
    var held = java.util.regex.Pattern.compile("/scheduled/(\\d+)/publish").matcher(waiting);
    assertThat(held.find()).isTrue();
    does(ann, "/scheduled", "/scheduled/" + held.group(1) + "/publish", Map.of());
    assertThat(held.find()).isTrue();
    does(ann, "/scheduled", "/scheduled/" + held.group(1) + "/cancel", Map.of());
    assertThat(ann.get("/scheduled").body()).contains("Nothing waits");
    assertThat(ann.get("/@holdann").body()).containsOnlyOnce("class=\"who");
  }

  @Test
  void answers_and_links_are_offered_too_and_none_of_it_when_it_is_switched_off() {
    String benToken = doorstep.person("offben");
    String carToken = doorstep.person("offcar");
    doorstep.person("offann");
    Visitor ann = signedIn("offann");
    String post = post(benToken, "A question of ropes");
    String other = post(carToken, "Another matter");
    Map<String, String> answer = Map.of("text", "No");
    String answering = "/compose?in_reply_to=" + post;
    Map<String, String> link =
        Map.of("text", "Look at " + doorstep.url + "/@offben/" + post + " and wonder");
    does(ann, answering, "/compose", answer);
    var _ = talk(ann, "offben");
    assertThat(ann.submit(answering, "/compose", answer).body()).contains("Say it there");
    assertThat(ann.submit("/compose", "/compose", link).body()).contains("Say it there");
    // What few see, and what is about others, is not held up.
    does(ann, "/compose", "/compose", Map.of("text", "@offben psst", "visibility", "direct"));
    does(ann, "/compose?in_reply_to=" + other, "/compose", Map.of("text", "Well"));
    // Off for good, with the post.
    HttpResponse<String> offered = ann.submit("/compose", "/compose", Map.of("text", "@offben no"));
    Map<String, String> never = Map.of("text", "@offben no", "never", "true");
    assertThat(ann.submit("/compose", offered, "/compose", never).statusCode()).isEqualTo(303);
    does(ann, "/compose", "/compose", link);
    assertThat(ann.get("/settings/writing").body())
        .containsPattern("name=\"first\" value=\"true\"\\s*>");
    does(
        ann,
        "/settings/writing",
        "/settings/writing",
        Map.of("visibility", "public", "undo", "10", "first", "true"));
    assertThat(ann.get("/settings/writing").body())
        .containsPattern("name=\"first\" value=\"true\" checked");
    assertThat(ann.submit(answering, "/compose", answer).body()).contains("Say it there");
  }

  private String post(String token, String words) {
    return doorstep.post("/api/v1/statuses", token, Map.of("status", words)).get("id").asString();
  }

  // ---- answered in private

  @Test
  void a_public_post_is_answered_in_private_with_the_post_above_the_words() {
    String benToken = doorstep.person("answben");
    doorstep.person("answann");
    Visitor ann = signedIn("answann");
    Visitor ben = signedIn("answben");
    String post = post(benToken, "Who took the ladder?");
    String path = "/posts/" + post + "/private";
    assertThat(ann.get("/@answben/" + post).body()).contains("href=\"" + path + "\"");
    assertThat(ann.get(path).body()).contains("Who took the ladder?", "Nothing is begun before");
    // Looking begins nothing; nor does a blank, nor what is too long.
    for (String text : List.of(" ", "w ".repeat(9_000))) {
      assertThat(ann.submit(path, path, Map.of("text", text)).statusCode()).isEqualTo(422);
    }
    assertThat(ann.get("/conversations").body()).contains("Nothing has been said in private yet");
    String talk = Visitor.location(does(ann, path, path, Map.of("text", "I did.\r\nSorry")));
    assertThat(talk).matches("/conversations/\\d+#m1");
    talk = talk.replace("#m1", "");
    assertThat(ben.get(talk).body())
        .contains("I did.", "Sorry", "class=\"answers-to\" href=\"/@answben/" + post + "\"");
    // From then on it is answered where they talk.
    String again = Visitor.location(ann.get(path));
    assertThat(again).isEqualTo(talk + "?about=" + post + "#w");
    assertThat(ann.get(again).body()).contains("About this post:", "value=\"" + post + "\"");
    does(ann, talk + "?about=" + post, talk, Map.of("text", "It is back"));
    assertThat(ben.get(talk).body()).contains("It is back", doorstep.url + "/@answben/" + post);
    // One's own, one that is not there, and one that is not hers to read.
    assertThat(ben.get(path).statusCode()).isEqualTo(404);
    assertThat(ann.get("/posts/1/private").statusCode()).isEqualTo(404);
    String hidden =
        doorstep
            .post(
                "/api/v1/statuses",
                benToken,
                Map.of("status", "Few see it", "visibility", "private"))
            .get("id")
            .asString();
    assertThat(ann.get("/posts/" + hidden + "/private").statusCode()).isEqualTo(404);
    assertThat(ann.get(talk + "?about=" + hidden).body()).doesNotContain("Few see it");
  }
}
