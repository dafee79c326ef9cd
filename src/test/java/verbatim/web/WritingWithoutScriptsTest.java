package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The composer as a plain form: series, drafts, posts for later, changes. Whatever happens, the
/// words come back.
class WritingWithoutScriptsTest {
  private final Doorstep doorstep = Doorstep.shared();

  // ---- series

  @Test
  void a_series_grows_part_by_part_and_goes_out_at_once() {
    String token = doorstep.person("writerseries");
    Visitor writer = signedIn("writerseries");
    HttpResponse<String> one =
        sheet(writer, writer.get("/compose"), "part", Map.of("text", "First things"));
    assertThat(one.body()).contains(">First things</textarea>", "name=\"more[1][text]\"", "Part 2");
    Map<String, String> two = Map.of("text", "First things", "more[1][text]", "Then others");
    HttpResponse<String> three = sheet(writer, one, "part", two);
    assertThat(three.body()).contains("name=\"more[2][text]\"", "Post 3 parts");
    String moved = sheet(writer, one, "up.1", two).body();
    assertThat(moved.indexOf(">Then others</textarea>"))
        .isPositive()
        .isLessThan(moved.indexOf(">First things</textarea>"));
    String alone = sheet(writer, one, "remove.0", two).body();
    assertThat(alone).contains(">Then others</textarea>").doesNotContain("First things");

    Map<String, String> filled = new LinkedHashMap<>(two);
    filled.put("more[2][text]", "  ");
    filled.put("visibility", "unlisted");
    HttpResponse<String> posted = writer.submit("/compose", three, "/compose", filled);
    assertThat(posted.statusCode()).isEqualTo(303);
    String last = id(posted);
    JsonNode status = doorstep.json("GET", "/api/v1/statuses/" + last, token, Map.of());
    assertThat(status.get("series").get("position").asInt()).isEqualTo(2);
    assertThat(status.get("series").get("count").asInt()).isEqualTo(2);
    assertThat(status.get("visibility").asString()).isEqualTo("unlisted");
  }

  @Test
  void the_part_that_is_too_long_is_named() {
    doorstep.person("writerlong");
    Visitor writer = signedIn("writerlong");
    HttpResponse<String> refused =
        writer.submit(
            "/compose",
            parts(writer, 2),
            "/compose",
            Map.of("text", "Fine", "more[1][text]", "x".repeat(507)));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("Part 2 is too long by 7 characters", ">Fine</textarea>", "x".repeat(507));
    assertThat(writer.get("/@writerlong").body()).doesNotContain("Fine");
  }

  @Test
  void a_post_that_was_sent_twice_stands_once() {
    doorstep.person("writertwice");
    Visitor writer = signedIn("writertwice");
    HttpResponse<String> shown = parts(writer, 2);
    Map<String, String> form = Map.of("text", "Only once", "more[1][text]", "And this");
    String first = id(writer.submit("/compose", shown, "/compose", form));
    assertThat(id(writer.submit("/compose", shown, "/compose", form))).isEqualTo(first);
  }

  // ---- drafts

  @Test
  void a_draft_is_kept_found_opened_and_gone_when_it_is_posted() {
    doorstep.person("writerdraft");
    Visitor writer = signedIn("writerdraft");
    assertThat(writer.get("/drafts").body()).contains("No drafts.");
    HttpResponse<String> pictured = pictured(writer, writer.get("/compose"), Map.of());
    String file = file(pictured);
    HttpResponse<String> kept =
        sheet(
            writer,
            pictured,
            "draft",
            Map.of(
                "text",
                "\nBegun & not <b>done</b>",
                "media[]",
                file,
                "said[" + file + "][description]",
                "A small square",
                "warning",
                "Unripe",
                "visibility",
                "private",
                "poll[options][]",
                "Only one choice yet"));
    assertThat(Visitor.location(kept)).isEqualTo("/drafts");
    String list = writer.get("/drafts").body();
    assertThat(list)
        .contains("Begun &amp; not &lt;b&gt;done&lt;/b&gt;", "Unripe", "1 picture", "Kept");
    String open = found(list, "/compose\\?draft=\\d+");
    String page = writer.get(open).body();
    assertThat(page)
        .contains(
            ">\n\nBegun &amp; not &lt;b&gt;done&lt;/b&gt;</textarea>",
            "A small square",
            "value=\"Only one choice yet\"")
        .containsPattern("value=\"private\" selected");
    assertThat(
            writer
                .submit(open, "/compose", Map.of("text", "Done", "visibility", "public"))
                .statusCode())
        .isEqualTo(303);
    assertThat(writer.get("/drafts").body()).contains("No drafts.");
    assertThat(writer.get(open).statusCode()).isEqualTo(404);
  }

  @Test
  void a_draft_that_was_changed_elsewhere_is_not_overwritten() {
    doorstep.person("writerdevices");
    Visitor here = signedIn("writerdevices");
    JsonNode first = json(here.forge("/compose", "/compose/draft", Map.of("text", "Here")));
    String id = first.get("draft").asString();
    Visitor there = signedIn("writerdevices");
    Map<String, String> sheet = new LinkedHashMap<>();
    sheet.put("draft", id);
    sheet.put("seen", first.get("seen").asString());
    sheet.put("text", "Here and there");
    assertThat(json(there.forge("/compose", "/compose/draft", sheet)).get("draft").asString())
        .isEqualTo(id);
    sheet.put("text", "Here and here");
    assertThat(json(here.forge("/compose", "/compose/draft", sheet)).get("draft").asString())
        .isNotEqualTo(id);
    assertThat(here.get("/drafts").body()).contains("Here and there", "Here and here");
    JsonNode emptied =
        json(here.forge("/compose", "/compose/draft", Map.of("text", " ", "draft", id)));
    assertThat(emptied.get("draft").asString()).isEmpty();
    assertThat(here.get("/drafts").body()).doesNotContain("Here and there");
  }

  @Test
  void a_draft_is_its_owner_s_alone() {
    doorstep.person("writerowner");
    doorstep.person("writerstranger");
    Visitor owner = signedIn("writerowner");
    String id =
        json(owner.forge("/compose", "/compose/draft", Map.of("text", "Mine alone")))
            .get("draft")
            .asString();
    Visitor stranger = signedIn("writerstranger");
    assertThat(stranger.get("/compose?draft=" + id).statusCode()).isEqualTo(404);
    assertThat(stranger.forge("/drafts", "/drafts/" + id + "/delete", Map.of()).statusCode())
        .isEqualTo(404);
    stranger.forge("/compose", "/compose/draft", Map.of("text", "Not mine", "draft", id));
    stranger.forge("/compose", "/compose", Map.of("text", "Not mine either", "draft", id));
    assertThat(owner.get("/compose?draft=" + id).body()).contains(">Mine alone</textarea>");
    assertThat(owner.submit("/drafts", "/drafts/" + id + "/delete", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(owner.get("/drafts").body()).contains("Thrown away.", "No drafts.");
  }

  // ---- later

  @Test
  void a_post_for_later_waits_moves_and_goes_out() {
    doorstep.person("writerlater");
    Visitor writer = signedIn("writerlater");
    writer.cookies().put("zone", "Asia/Tokyo");
    assertThat(writer.get("/scheduled").body()).contains("Nothing waits.");
    LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(20);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("text", "Tide table");
    form.put("day", day.toString());
    HttpResponse<String> half = writer.submit("/compose", "/compose", form);
    assertThat(half.statusCode()).isEqualTo(422);
    assertThat(half.body()).contains("It needs a day and a time", ">Tide table</textarea>");
    form.put("time", "07:30");
    HttpResponse<String> put = writer.submit("/compose", "/compose", form);
    assertThat(Visitor.location(put)).isEqualTo("/scheduled");
    String list = writer.get("/scheduled").body();
    assertThat(list)
        .contains("Tide table", "value=\"" + day + "\"", "value=\"07:30\"", "Asia/Tokyo")
        .contains(day.minusDays(1) + "T22:30:00Z");
    String one = found(list, "/scheduled/\\d+");

    writer.cookies().put("zone", "UTC");
    Map<String, String> time = Map.of("day", day.toString(), "time", "08:15");
    assertThat(writer.submit("/scheduled", one + "/time", time).statusCode()).isEqualTo(303);
    assertThat(writer.get("/scheduled").body()).contains(day + "T08:15:00Z");
    Map<String, String> past = Map.of("day", "2020-01-01", "time", "08:15");
    HttpResponse<String> refused = writer.submit("/scheduled", one + "/time", past);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("at least 5 minutes", "Tide table");

    HttpResponse<String> cancelled = writer.submit("/scheduled", one + "/cancel", Map.of());
    assertThat(writer.get(Visitor.location(cancelled)).body()).contains(">Tide table</textarea>");
    assertThat(writer.get("/scheduled").body()).contains("Nothing waits.");

    writer.submit("/compose", "/compose", form);
    String again = found(writer.get("/scheduled").body(), "/scheduled/\\d+");
    doorstep.person("writerlaterthief");
    Visitor thief = signedIn("writerlaterthief");
    for (String act : new String[] {"/publish", "/cancel", "/time"}) {
      assertThat(thief.forge("/scheduled", again + act, time).statusCode()).isEqualTo(404);
    }
    assertThat(writer.submit("/scheduled", again + "/publish", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(writer.get("/@writerlater").body()).contains("Tide table");
    assertThat(writer.get("/scheduled").body()).contains("Nothing waits.");
    assertThat(writer.forge("/scheduled", again + "/publish", Map.of()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_series_waits_as_one_and_goes_out_whole() {
    doorstep.person("writerpatient");
    Visitor writer = signedIn("writerpatient");
    String day = LocalDate.now(ZoneOffset.UTC).plusDays(20).toString();
    Map<String, String> form =
        Map.of("text", "One", "more[1][text]", "Two", "day", day, "time", "10:00");
    HttpResponse<String> put = writer.submit("/compose", parts(writer, 2), "/compose", form);
    assertThat(Visitor.location(put)).isEqualTo("/scheduled");
    String list = writer.get("/scheduled").body();
    assertThat(list).contains(">One</p>", "2 parts").containsOnlyOnce("/publish\"");
    HttpResponse<String> back =
        writer.submit("/scheduled", found(list, "/scheduled/\\d+") + "/cancel", Map.of());
    assertThat(writer.get(Visitor.location(back)).body())
        .contains(">One</textarea>", ">Two</textarea>", "value=\"" + day + "\"", "10:00");
    writer.submit("/compose", parts(writer, 2), "/compose", form);
    String again = found(writer.get("/scheduled").body(), "/scheduled/\\d+");
    assertThat(writer.submit("/scheduled", again + "/publish", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(writer.get("/@writerpatient/series").body()).contains("One", "Two");
    assertThat(writer.get("/scheduled").body()).contains("Nothing waits.");
  }

  // ---- nothing is lost

  @Test
  void undo_gives_back_all_that_was_written() {
    doorstep.person("writerundo");
    Visitor writer = signedIn("writerundo");
    HttpResponse<String> pictured =
        pictured(writer, parts(writer, 2), Map.of("text", "x", "more[1][text]", "y"));
    String file = file(pictured);
    String long_ = "ß".repeat(480);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("text", long_);
    form.put("media[]", file);
    form.put("said[" + file + "][description]", "Two loaves");
    form.put("said[" + file + "][credit]", "Jonas");
    form.put("more[1][text]", "Which?");
    form.put("more[1][poll][options][]", "This");
    form.put("more[1][poll][options][] 2", "That");
    form.put("more[1][poll][hours]", "72");
    form.put("more[1][poll][multiple]", "true");
    form.put("warning", "Bread");
    form.put("visibility", "private");
    form.put("language", "de");
    String post = id(writer.submit("/compose", pictured, "/compose", form));
    HttpResponse<String> home = writer.get("/home");
    String undo = found(home.body(), "/posts/\\d+/undo");
    HttpResponse<String> undone = writer.submit("/home", home, undo, Map.of());
    assertThat(Visitor.location(undone)).matches("/compose\\?draft=\\d+");
    assertThat(writer.get("/@writerundo/" + post).statusCode()).isEqualTo(404);
    String page = writer.get(Visitor.location(undone)).body();
    assertThat(page)
        .contains(long_, "Two loaves", "value=\"Jonas\"", "value=\"This\"", "value=\"Bread\"")
        .contains(">Which?</textarea>")
        .containsPattern("value=\"private\" selected")
        .containsPattern("value=\"de\" selected")
        .containsPattern("value=\"72\" selected");
    assertThat(writer.submit(Visitor.location(undone), "/compose", form).statusCode())
        .isEqualTo(303);
  }

  @Test
  void an_expired_sign_in_keeps_a_whole_series() {
    doorstep.person("writerleaver");
    Visitor writer = signedIn("writerleaver");
    Map<String, String> form = series(25);
    String empty = writer.get("/compose").body();
    form.put("form_token", Visitor.formToken(empty));
    form.put("writer", Visitor.hidden(Pattern.compile("name=\"writer\" value=\"(\\d+)\""), empty));
    form.put("warning", "Long");
    form.put("visibility", "private");
    writer.cookies().remove("session");
    HttpResponse<String> refused = writer.post("/compose", form);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("Your words are kept.", "/compose?kept=yes");
    doorstep.person("writernext");
    writer.signIn("writernext", Doorstep.PASSWORD);
    assertThat(writer.get("/compose?kept=yes").body()).doesNotContain("ääää");
    writer.cookies().remove("session");
    writer.signIn("writerleaver", Doorstep.PASSWORD);
    String page = writer.get("/compose?kept=yes").body();
    assertThat(page).contains("1 " + "ä".repeat(490), "24 " + "ä".repeat(490), "value=\"Long\"");
    assertThat(page).containsPattern("value=\"private\" selected");
    doorstep.person("writerother");
    assertThat(signedIn("writerother").get("/compose?kept=yes").body()).doesNotContain("ääää");
    form.remove("form_token");
    writer.submit("/compose?kept=yes", "/compose", form);
    assertThat(writer.get("/compose?kept=yes").body()).doesNotContain("ääää");
  }

  @Test
  void a_long_text_that_was_shared_waits_for_the_sign_in() {
    doorstep.person("writershared");
    Visitor writer = new Visitor(doorstep);
    HttpResponse<String> sent = writer.get("/compose?text=" + "s".repeat(6_000));
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(sent)).isEqualTo("/auth/sign_in?next=%2Fcompose%3Fkept%3Dyes");
    writer.signIn("writershared", Doorstep.PASSWORD);
    assertThat(writer.get("/compose?kept=yes").body()).contains("s".repeat(6_000));
  }

  @Test
  void no_more_is_kept_than_so_much() {
    doorstep.person("writerhuge");
    Visitor writer = signedIn("writerhuge");
    writer.cookies().remove("session");
    HttpResponse<String> refused =
        writer.post("/compose", Map.of("text", "z".repeat(KeptWords.CHARACTERS_MAX + 1)));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(writer.cookies()).doesNotContainKey("kept");
    writer.post("/compose", Map.of("text", "z".repeat(KeptWords.CHARACTERS_MAX - 100)));
    assertThat(writer.cookies()).containsKey("kept");
  }

  @Test
  void a_page_of_an_earlier_sign_in_loses_nothing() {
    doorstep.person("writerstale");
    Visitor writer = signedIn("writerstale");
    HttpResponse<String> refused =
        writer.post("/compose", Map.of("text", "From an old page", "form_token", "old"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains(">From an old page</textarea>", "press once more");
    assertThat(writer.get("/@writerstale").body()).doesNotContain("From an old page");
  }

  @Test
  void what_is_answered_may_go_while_one_writes() {
    String friend = doorstep.person("writerfriend");
    doorstep.person("writeranswer");
    String parent =
        doorstep
            .post("/api/v1/statuses", friend, Map.of("status", "Soon gone"))
            .get("id")
            .asString();
    Visitor writer = signedIn("writeranswer");
    String answering = "/compose?in_reply_to=" + parent;
    HttpResponse<String> shown = writer.get(answering);
    assertThat(shown.body()).contains("Answering", "Soon gone", ">@writerfriend </textarea>");
    doorstep.json("DELETE", "/api/v1/statuses/" + parent, friend, Map.of());
    HttpResponse<String> refused =
        writer.submit(answering, shown, "/compose", Map.of("text", "My answer"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains(">My answer</textarea>", "no longer there")
        .doesNotContain("name=\"in_reply_to\"");
  }

  @Test
  void an_answer_names_everybody_in_the_post() {
    doorstep.person("writerthird");
    String friend = doorstep.person("writersecond");
    doorstep.person("writerfirst");
    String parent =
        doorstep
            .post(
                "/api/v1/statuses",
                friend,
                Map.of("status", "@writerfirst and @writerthird, come!", "visibility", "direct"))
            .get("id")
            .asString();
    String page = signedIn("writerfirst").get("/compose?in_reply_to=" + parent).body();
    assertThat(page).contains(">@writersecond @writerthird </textarea>");
    assertThat(page).containsPattern("value=\"direct\" selected");
  }

  // ---- changes

  @Test
  void a_post_is_changed_and_what_it_said_before_can_be_read() {
    String token = doorstep.person("writereditor");
    Visitor writer = signedIn("writereditor");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("text", "The nine are <tired>");
    form.put("poll[options][]", "Yes");
    form.put("poll[options][] 2", "No");
    form.put("visibility", "unlisted");
    String post = id(writer.submit("/compose", "/compose", form));
    String path = "/@writereditor/" + post;
    String before = writer.get(path + "/edit").body();
    assertThat(before)
        .contains(">The nine are &lt;tired&gt;</textarea>", "value=\"Yes\"", "Keep the change")
        .doesNotContain("name=\"visibility\"");
    form.remove("visibility");
    form.put("text", "The ten are <tired>");
    form.put("warning", "Boats");
    HttpResponse<String> changed = writer.submit(path + "/edit", "/compose", form);
    assertThat(Visitor.location(changed)).isEqualTo(path);
    assertThat(writer.get(path).body()).contains("Changed.", path + "/history");
    String history = new Visitor(doorstep).get(path + "/history").body();
    assertThat(history)
        .contains("removed: </span>nine</del>", "now: </span>ten</ins>", "As it was posted")
        .contains("The nine are &lt;tired&gt;", "now: </span>Boats</ins>");
    JsonNode status = doorstep.json("GET", "/api/v1/statuses/" + post, token, Map.of());
    assertThat(status.get("poll").get("options")).hasSize(2);
    assertThat(status.get("visibility").asString()).isEqualTo("unlisted");

    form.put("text", "x".repeat(501));
    HttpResponse<String> refused = writer.submit(path + "/edit", "/compose", form);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Not changed yet.", "x".repeat(501));
  }

  @Test
  void what_others_wrote_is_not_theirs_to_change() {
    String token = doorstep.person("writervictim");
    doorstep.person("writerthief");
    String post =
        doorstep.post("/api/v1/statuses", token, Map.of("status", "Mine")).get("id").asString();
    Visitor thief = signedIn("writerthief");
    assertThat(thief.get("/@writervictim/" + post + "/edit").statusCode()).isEqualTo(404);
    assertThat(thief.get("/@writerthief/" + post + "/edit").statusCode()).isEqualTo(404);
    assertThat(
            thief.forge("/compose", "/compose", Map.of("text", "Ours", "edit", post)).statusCode())
        .isEqualTo(404);
    assertThat(thief.get("/@writervictim/" + post).body()).contains("Mine");
  }

  // ---- completion

  @Test
  void people_and_tags_are_completed_for_members() {
    String token = doorstep.person("writercomplete");
    doorstep.post("/api/v1/statuses", token, Map.of("status", "#Completable things"));
    Visitor writer = signedIn("writercomplete");
    awaitFound(
        writer, "/compose/complete?kind=person&q=writercompl", "data-insert=\"@writercomplete\"");
    awaitFound(writer, "/compose/complete?kind=tag&q=completab", "data-insert=\"#Completable\"");
    String emoji = writer.get("/compose/complete?kind=all_emoji").body();
    assertThat(emoji)
        .contains("data-insert=\"😀\"", "data-insert=\"👍\"")
        .doesNotContain("data-insert=\"\"");
    for (String nothing :
        new String[] {
          "kind=person&q=", "kind=emoji&q=zz", "kind=else&q=a", "kind=tag&q=" + "a".repeat(61)
        }) {
      HttpResponse<String> none = writer.get("/compose/complete?" + nothing);
      assertThat(none.statusCode()).as(nothing).isEqualTo(200);
      assertThat(none.body()).as(nothing).doesNotContain("<li");
    }
    assertThat(new Visitor(doorstep).get("/compose/complete?kind=person&q=w").statusCode())
        .isEqualTo(303);
  }

  // ---- inside

  private static Map<String, String> series(int parts) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("text", "0 " + "ä".repeat(490));
    for (int i = 1; i < parts; i++) {
      form.put("more[" + i + "][text]", i + " " + "ä".repeat(490));
    }
    return form;
  }

  private static HttpResponse<String> sheet(
      Visitor visitor, HttpResponse<String> shown, String what, Map<String, String> form) {
    Map<String, String> fields = new LinkedHashMap<>(form);
    fields.put("do", what);
    return visitor.submit("/compose", shown, "/compose/sheet", fields);
  }

  /// The form with room for so many parts.
  private static HttpResponse<String> parts(Visitor visitor, int parts) {
    HttpResponse<String> shown = visitor.get("/compose");
    for (int i = 1; i < parts; i++) {
      shown = sheet(visitor, shown, "part", Map.of("text", "x"));
    }
    return shown;
  }

  /// The form with a picture.
  private static HttpResponse<String> pictured(
      Visitor visitor, HttpResponse<String> shown, Map<String, String> form) {
    Map<String, String> fields = new LinkedHashMap<>(form);
    fields.put("do", "pictures");
    return visitor.upload(
        "/compose", shown, "/compose/sheet", fields, "file", Drawings.png(40, 40));
  }

  private static String file(HttpResponse<String> pictured) {
    return found(pictured.body(), "(?<=name=\"media\\[\\]\" value=\")\\d+");
  }

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new tools.jackson.databind.ObjectMapper().readTree(response.body());
  }

  private static String id(HttpResponse<String> posted) {
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(303);
    return Visitor.location(posted).replaceAll(".*#p", "");
  }

  private static String found(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group();
  }

  private static void awaitFound(Visitor visitor, String path, String words) {
    Doorstep.until("found: " + words, () -> visitor.get(path).body().contains(words));
  }
}
