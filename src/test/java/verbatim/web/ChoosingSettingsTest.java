package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;

/// Every setting is a form that a browser without scripts sends; what was chosen holds, here and in
/// apps.
class ChoosingSettingsTest {
  private final Doorstep doorstep = Doorstep.shared();

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private static void saved(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
  }

  private static HttpResponse<String> act(Visitor who, String page, String action) {
    return who.submit(page, action, Map.of());
  }

  private String id(String name) {
    return doorstep
        .json("GET", "/api/v1/accounts/lookup?acct=" + name, "", Map.of())
        .get("id")
        .asString();
  }

  @Test
  void the_look_is_kept_with_the_account_and_every_browser_shows_it() {
    doorstep.person("lookout");
    Visitor first = signedIn("lookout");
    String page = "/settings/appearance";
    Map<String, String> chosen = new HashMap<>();
    chosen.put("theme", "dark");
    chosen.put("size", "larger");
    chosen.put("contrast", "true");
    chosen.put("motion", "true");
    chosen.put("language", "de");
    chosen.put("media", "hide_all");
    chosen.put("warnings", "true");
    saved(first.submit(page, page, chosen));
    assertThat(first.cookies()).doesNotContainKey("look");
    Visitor second = signedIn("lookout");
    assertThat(second.get("/home").body())
        .contains("<html lang=\"de\"")
        .contains("data-theme=\"dark\" data-contrast=\"more\" data-text=\"larger\"")
        .contains("data-motion=\"less\"");
    act(second, "/home", "/look");
    assertThat(first.get("/home").body()).contains("data-theme=\"\" data-contrast=\"more\"");
    JsonNode told = doorstep.json("GET", "/api/v1/preferences", second(chosen), Map.of());
    assertThat(told.get("reading:expand:media").asString()).isEqualTo("hide_all");
    assertThat(told.get("reading:expand:spoilers").asBoolean()).isTrue();
    saved(first.submit(page, page, Map.of("media", "default")));
    assertThat(second.get("/home").body()).contains("<html lang=\"en\"", "data-text=\"\"");
    assertThat(first.forge(page, page, Map.of("media", "sideways")).statusCode()).isEqualTo(422);
  }

  /// The token of somebody else who chose the same.
  private String second(Map<String, String> chosen) {
    String token = doorstep.person("lookoutapp");
    Visitor she = signedIn("lookoutapp");
    saved(she.submit("/settings/appearance", "/settings/appearance", chosen));
    return token;
  }

  @Test
  void somebody_signed_out_keeps_it_in_his_browser() {
    Visitor stranger = new Visitor(doorstep);
    stranger.submit("/auth/sign_in", "/look", Map.of("theme", "dark"));
    assertThat(stranger.cookies()).containsEntry("look", "dark....");
    assertThat(stranger.get("/about").body()).contains("data-theme=\"dark\"");
  }

  @Test
  void warnings_open_and_pictures_are_covered_as_one_wishes() {
    String friend = doorstep.person("warner");
    String picture = doorstep.upload(friend, Drawings.png(60, 40), "A quay");
    String post =
        doorstep
            .post("/api/v1/statuses", friend, Map.of("status", "A quay", "media_ids[]", picture))
            .get("id")
            .asString();
    doorstep.post(
        "/api/v1/statuses",
        friend,
        Map.of("status", "Behind it", "spoiler_text", "Rain", "in_reply_to_id", post));
    doorstep.person("warned");
    Visitor warned = signedIn("warned");
    String thread = "/@warner/" + post;
    assertThat(warned.get(thread).body())
        .contains("<details class=\"cw\"><summary><bdi>Rain")
        .doesNotContain("Sensitive");
    Map<String, String> wishes = Map.of("media", "hide_all", "warnings", "true");
    saved(warned.submit("/settings/appearance", "/settings/appearance", wishes));
    assertThat(warned.get(thread).body())
        .contains("<details class=\"cw\" open><summary><bdi>Rain", "data-keys=\"no\"")
        .contains("<details class=\"cw\"><summary><span>");
  }

  @Test
  void what_a_post_starts_with() {
    String token = doorstep.person("scribe");
    Visitor scribe = signedIn("scribe");
    String page = "/settings/writing";
    Map<String, String> chosen =
        Map.of("visibility", "private", "language", "de", "sensitive", "true", "undo", "30");
    saved(scribe.submit(page, page, chosen));
    JsonNode told = doorstep.json("GET", "/api/v1/preferences", token, Map.of());
    assertThat(told.get("posting:default:visibility").asString()).isEqualTo("private");
    assertThat(told.get("posting:default:language").asString()).isEqualTo("de");
    assertThat(told.get("posting:default:sensitive").asBoolean()).isTrue();
    assertThat(scribe.get(page).body())
        .containsPattern("value=\"30\" selected")
        .containsPattern("value=\"private\" checked");
    for (var wrong : Map.of("visibility", "all", "language", "no code", "undo", "61").entrySet()) {
      Map<String, String> fields = new HashMap<>(chosen);
      fields.put(wrong.getKey(), wrong.getValue());
      assertThat(scribe.forge(page, page, fields).statusCode()).as("%s", wrong).isEqualTo(422);
    }
  }

  @Test
  void who_finds_me_and_what_reaches_me() {
    String token = doorstep.person("shy");
    Visitor shy = signedIn("shy");
    saved(
        shy.submit(
            "/settings/privacy",
            "/settings/privacy",
            Map.of("locked", "true", "hide_collections", "true", "indexable", "true")));
    JsonNode me = doorstep.json("GET", "/api/v1/accounts/verify_credentials", token, Map.of());
    assertThat(me.get("locked").asBoolean()).isTrue();
    assertThat(me.get("discoverable").asBoolean()).isFalse();
    assertThat(me.get("indexable").asBoolean()).isTrue();
    saved(shy.submit("/settings/profile", "/settings/profile", Map.of("display_name", "Shy One")));
    assertThat(shy.get("/settings/privacy").body())
        .as("the profile leaves it alone")
        .containsPattern("name=\"locked\" value=\"true\" checked");
    Map<String, String> held = new HashMap<>();
    held.put("not_following", "filter");
    held.put("new_accounts", "drop");
    saved(shy.submit("/settings/notifications", "/settings/notifications", held));
    JsonNode policy = doorstep.json("GET", "/api/v2/notifications/policy", token, Map.of());
    assertThat(policy.get("for_not_following").asString()).isEqualTo("filter");
    assertThat(policy.get("for_new_accounts").asString()).isEqualTo("drop");
    assertThat(policy.get("for_private_mentions").asString()).isEqualTo("accept");
  }

  @Test
  void a_filter_is_made_changed_and_deleted() {
    String token = doorstep.person("sieve");
    Visitor sieve = signedIn("sieve");
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("title", "Football");
    typed.put("keywords[0][keyword]", "offside");
    typed.put("keywords[0][whole_word]", "true");
    typed.put("keywords[1][keyword]", "penalty kick");
    typed.put("keywords[2][keyword]", "");
    typed.put("context[]", "home");
    typed.put("action", "hide");
    typed.put("end", "day");
    saved(sieve.submit("/filters/new", "/filters", typed));
    JsonNode made = doorstep.json("GET", "/api/v2/filters", token, Map.of()).get(0);
    assertThat(made.get("filter_action").asString()).isEqualTo("hide");
    assertThat(made.get("expires_at").isNull()).isFalse();
    assertThat(made.get("keywords")).hasSize(2);
    String page = "/filters/" + made.get("id").asString();
    typed.put("keywords[0][id]", made.get("keywords").get(0).get("id").asString());
    typed.put("keywords[0][keyword]", "offside trap");
    typed.put("keywords[1][keyword]", "");
    typed.put("action", "warn");
    typed.put("end", "keep");
    saved(sieve.submit(page, page, typed));
    JsonNode changed = doorstep.json("GET", "/api/v2/filters", token, Map.of()).get(0);
    assertThat(changed.get("expires_at")).isEqualTo(made.get("expires_at"));
    assertThat(changed.get("keywords")).hasSize(1);
    assertThat(changed.get("keywords").get(0).get("id"))
        .isEqualTo(made.get("keywords").get(0).get("id"));
    assertThat(changed.get("keywords").get(0).get("keyword").asString()).isEqualTo("offside trap");
    typed.put("title", "");
    assertThat(sieve.submit(page, page, typed).statusCode()).isEqualTo(422);
    doorstep.person("sievethief");
    Visitor thief = signedIn("sievethief");
    assertThat(thief.get(page).statusCode()).isEqualTo(404);
    assertThat(thief.forge("/filters", page + "/delete", Map.of()).statusCode()).isEqualTo(404);
    assertThat(sieve.get("/filters").body()).contains("Football", "offside trap");
    act(sieve, page, page + "/delete");
    assertThat(sieve.get("/filters").body()).contains("You have no filters.");
  }

  @Test
  void mutes_and_blocks_are_listed_and_taken_back_and_that_can_be_undone() {
    doorstep.person("hider");
    Visitor hider = signedIn("hider");
    for (String act : new String[] {"mute", "block"}) {
      String name = "hidden" + act;
      doorstep.person(name);
      String id = id(name);
      String list = "/" + act + "s";
      assertThat(hider.get(list).body()).doesNotContain("@" + name);
      act(hider, "/@" + name, "/people/" + id + "/" + act);
      assertThat(hider.get(list).body()).contains("@" + name);
      HttpResponse<String> undone = act(hider, list, "/people/" + id + "/un" + act);
      assertThat(Visitor.location(undone)).isEqualTo(list);
      HttpResponse<String> shown = hider.get(list);
      assertThat(shown.body()).doesNotContain("@" + name);
      HttpResponse<String> again = hider.submit(list, shown, "/people/" + id + "/" + act, Map.of());
      assertThat(Visitor.location(again)).isEqualTo(list);
      assertThat(hider.get(list).body()).contains("@" + name);
    }
  }

  @Test
  void servers_and_tags() {
    doorstep.person("tagger");
    Visitor tagger = signedIn("tagger");
    String servers = "/settings/servers";
    saved(tagger.submit(servers, servers, Map.of("domain", "Loud.Example")));
    assertThat(tagger.get(servers).body()).contains("loud.example");
    assertThat(tagger.submit(servers, servers, Map.of("domain", "no domain")).statusCode())
        .isEqualTo(422);
    saved(tagger.submit(servers, servers + "/unblock", Map.of("domain", "loud.example")));
    assertThat(tagger.get(servers).body()).contains("You block no server.");
    String tags = "/settings/tags";
    saved(tagger.submit(tags, tags, Map.of("tag", "#Harbour")));
    assertThat(tagger.get(tags).body()).contains("#Harbour");
    assertThat(tagger.submit(tags, tags, Map.of("tag", "two words")).statusCode()).isEqualTo(422);
    HttpResponse<String> unfollowed = act(tagger, tags, "/tags/Harbour/unfollow");
    assertThat(Visitor.location(unfollowed)).isEqualTo(tags);
    assertThat(tagger.get(tags).body()).contains("You follow no tags yet.");
  }

  @Test
  void an_app_is_shut_out_with_all_its_tokens() {
    String token = doorstep.person("keykeeper");
    Visitor keeper = signedIn("keykeeper");
    String page = keeper.get("/settings/apps").body();
    assertThat(page).contains("Pennant");
    String revoke =
        Visitor.hidden(Pattern.compile("formaction=\"(/settings/apps/\\d+/revoke)\""), page);
    doorstep.person("keythief");
    signedIn("keythief").forge("/settings/apps", revoke, Map.of());
    assertThat(doorstep.statusOf("/api/v1/preferences", token)).isEqualTo(200);
    act(keeper, "/settings/apps", revoke);
    assertThat(doorstep.statusOf("/api/v1/preferences", token)).isEqualTo(401);
    assertThat(keeper.get("/settings/apps").body()).contains("No app has access");
    assertThat(keeper.get("/home").statusCode()).as("the browser stays").isEqualTo(200);
  }

  @Test
  void somebody_new_is_shown_how_to_find_people_and_an_empty_home_leads_there() {
    String friendly = doorstep.person("friendlyface");
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        friendly,
        Map.of("discoverable", "true", "note", "Bakes at night."));
    doorstep.post("/api/v1/statuses", friendly, Map.of("status", "Rolls! #nightbakery"));
    Doorstep.until(
        "the town has heard it",
        () ->
            doorstep
                .json("GET", "/api/v1/timelines/public", friendly, Map.of())
                .toString()
                .contains("nightbakery"));
    Visitor newcomer = new Visitor(doorstep);
    HttpResponse<String> joined =
        newcomer.submit(
            "/auth/sign_up",
            "/auth/sign_up",
            Map.of(
                "username",
                "greenhorn",
                "email",
                "greenhorn@mail.example",
                "password",
                Doorstep.PASSWORD,
                "agreement",
                "true"));
    assertThat(Visitor.location(joined)).isEqualTo("/welcome");
    assertThat(newcomer.get("/home").body()).contains("href=\"/welcome\"");
    assertThat(newcomer.get("/welcome").body())
        .contains("Welcome to", "@friendlyface", "Bakes at night.", "#nightbakery");
    // Being found and having one's words found are two things, and both are said.
    assertThat(newcomer.get("/welcome").body())
        .contains("search engines", "Only me, not my posts", "Yes, me and my public posts");
    var _ = newcomer.submit("/welcome", "/welcome", Map.of("found", "me"));
    assertThat(newcomer.get("/settings/privacy").body())
        .containsPattern("name=\"discoverable\"[^>]* checked")
        .doesNotContainPattern("name=\"indexable\"[^>]* checked");
    assertThat(newcomer.get("/welcome").body()).doesNotContain("Only me, not my posts");
    act(newcomer, "/welcome", "/people/" + id("friendlyface") + "/follow");
    HttpResponse<String> tagged = act(newcomer, "/welcome", "/tags/nightbakery/follow");
    assertThat(Visitor.location(tagged)).isEqualTo("/welcome");
    assertThat(newcomer.get("/welcome").body())
        .contains("Find people", "/people/" + id("friendlyface") + "/unfollow")
        .contains("/tags/nightbakery/unfollow");
    Doorstep.until(
        "home follows the follow", () -> newcomer.get("/home").body().contains("Rolls!"));
  }

  @Test
  void lists_are_brought_from_elsewhere_and_taken_along() {
    doorstep.person("mover");
    doorstep.person("movedfriend");
    Visitor mover = signedIn("mover");
    String page = "/settings/import";
    HttpResponse<String> begun =
        upload(mover, page, "Account address\nmovedfriend\ngone@far.example\n");
    assertThat(begun.statusCode()).isEqualTo(303);
    String shown =
        Waiting.until(
            "brought in", () -> mover.get(page).body(), body -> body.contains("Brought in"));
    assertThat(shown).contains("Brought in: whom I follow", "1 row was taken.", "gone@far.example");
    HttpResponse<String> table = mover.get("/settings/export/following_accounts.csv");
    assertThat(table.body()).startsWith("Account address,Show boosts").contains("movedfriend@");
    assertThat(table.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo("attachment; filename=\"following_accounts.csv\"");
    assertThat(mover.get("/settings/export/followers.txt").statusCode()).isEqualTo(404);
    assertThat(upload(mover, page, "\"never closed").statusCode()).isEqualTo(422);
    assertThat(mover.get("/settings/export/lists.csv").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> upload(Visitor who, String page, String csv) {
    String token = Visitor.formToken(who.get(page).body());
    String line = "--aTornEdge\r\nContent-Disposition: form-data; name=";
    String body =
        line
            + "\"form_token\"\r\n\r\n"
            + token
            + "\r\n"
            + line
            + "\"what\"\r\n\r\nfollowing\r\n"
            + line
            + "\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
            + csv
            + "\r\n--aTornEdge--\r\n";
    return doorstep.send(
        java.net.http.HttpRequest.newBuilder(java.net.URI.create(doorstep.url + page))
            .header("Content-Type", "multipart/form-data; boundary=aTornEdge")
            .header("Cookie", "session=" + who.cookies().get("session"))
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
  }
}
