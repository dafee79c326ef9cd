package verbatim.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The pages of the desk, as a browser without scripts sees them: for whom they are there, and what
/// each of their forms does.
class TheDeskTest {
  private static Doorstep doorstep;
  private static Visitor admin;
  private static Visitor mia;
  private static Visitor max;
  private static final String WORDS = "words";

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    doorstep = Doorstep.open(true, Map.of("VERBATIM_NAME", "Ternhaven"));
    for (String name : List.of("odesk", "adesk", "mdesk", "xdesk")) {
      doorstep.person(name);
    }
    assertThat(doorstep.command("account", "role", "odesk", "owner")).contains("is now owner");
    Visitor owner = signedIn("odesk");
    role(owner, "adesk", "admin");
    role(owner, "mdesk", "moderator");
    role(owner, "xdesk", "moderator");
    admin = signedIn("adesk");
    mia = signedIn("mdesk");
    max = signedIn("xdesk");
  }

  @AfterAll
  static void close() {
    doorstep.close();
  }

  private static void role(Visitor owner, String name, String role) {
    String page = found("(/desk/people/\\d+)", owner.get("/desk/people?q=" + name).body());
    does(owner, page, page + "/role", Map.of("role", role));
  }

  private static Visitor signedIn(String name) {
    Visitor visitor = new Visitor(doorstep);
    visitor.signIn(name, Doorstep.PASSWORD);
    return visitor;
  }

  private static String id(String token) {
    return doorstep
        .json("GET", "/api/v1/accounts/verify_credentials", token, Map.of())
        .get("id")
        .asString();
  }

  private static String say(String token, String words) {
    return doorstep.post("/api/v1/statuses", token, Map.of("status", words)).get("id").asString();
  }

  private static String report(String by, String about, String post, String comment) {
    return doorstep
        .post(
            "/api/v1/reports",
            by,
            Map.of("account_id", about, "status_ids[]", post, "comment", comment))
        .get("id")
        .asString();
  }

  private static HttpResponse<String> sends(
      Visitor who, String page, String action, Map<String, String> fields) {
    return who.submit(page, action, fields);
  }

  private static void does(Visitor who, String page, String action, Map<String, String> fields) {
    HttpResponse<String> done = sends(who, page, action, fields);
    assertThat(done.statusCode()).as(action).isEqualTo(303);
  }

  @Test
  void for_others_there_is_no_desk() {
    doorstep.person("nodesk");
    Visitor member = signedIn("nodesk");
    Visitor stranger = new Visitor(doorstep);
    String token = Visitor.formToken(member.get("/home").body());
    for (String path :
        List.of(
            "/desk",
            "/desk/signups",
            "/desk/reports",
            "/desk/reports/1",
            "/desk/appeals",
            "/desk/people",
            "/desk/people/1",
            "/desk/posts/1",
            "/desk/audit",
            "/desk/server",
            "/desk/emoji",
            "/desk/announcements")) {
      HttpResponse<String> seen = member.get(path);
      assertThat(seen.statusCode()).as(path).isEqualTo(404);
      String nothing = member.get("/nosuchpage").body();
      assertThat(nothing).contains("data-signed-in", "href=\"/home\"", "@nodesk");
      // A page knows its own address, for its forms to come back to.
      String same = seen.body().replace("\"" + path + "\"", "\"/nosuchpage\"");
      assertThat(Visitor.withoutToken(same)).isEqualTo(Visitor.withoutToken(nothing));
      assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(404);
    }
    for (String path : List.of("/desk/people/1/role", "/desk/reports/1/act", "/desk/server")) {
      assertThat(member.post(path, Map.of("form_token", token)).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    for (String path : List.of("/desk/server", "/desk/emoji", "/desk/announcements")) {
      assertThat(mia.get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(admin.get(path).statusCode()).as(path).isEqualTo(200);
    }
    // Whoever the route knows reads a page that says no in his own frame.
    assertThat(member.get("/@nobodyatall").body())
        .contains("/auth/sign_out", "href=\"/home\"", "To my home page");
    assertThat(stranger.get("/@nobodyatall").body())
        .contains("To the front page")
        .doesNotContain("/auth/sign_out");
    assertThat(mia.get("/home").body()).contains("href=\"/desk\"");
    assertThat(member.get("/home").body()).doesNotContain("href=\"/desk\"");
  }

  @Test
  void private_words_are_shown_to_moderators_in_all_versions_when_they_are_reported() {
    String teller = doorstep.person("pteller");
    String rude = doorstep.person("prude");
    String all = "/api/v1/private/conversations";
    String talk =
        all + "/" + doorstep.post(all, rude, Map.of("members[]", id(teller))).get("id").asString();
    String picture = doorstep.upload(rude, Drawings.png(40, 40), "A rude gesture");
    var _ =
        doorstep.post(
            talk + "/messages", rude, Map.of("text", "Rude in private", "media_ids[]", picture));
    var _ = doorstep.json("PUT", talk + "/messages/1", rude, Map.of("text", "All is well"));
    var _ = doorstep.post(talk + "/messages", rude, Map.of("text", "Not reported"));
    String id =
        doorstep
            .post(talk + "/report", teller, Map.of("entries[]", "1", "comment", "In private"))
            .get("id")
            .asString();
    String page = "/desk/reports/" + id;
    // To look at the report opens nothing, and says nothing of it in the log.
    HttpResponse<String> closed = mia.get(page);
    assertThat(closed.body())
        .contains("Open the private words")
        .doesNotContain("Rude in private", "All is well", "A rude gesture")
        .doesNotContain("was shown private words");
    does(mia, page, page + "/private", Map.of());
    String open = mia.get(page).body();
    assertThat(open)
        .contains("Rude in private", "All is well", "was shown private words")
        .contains("Fits the commitment made when it was said")
        .doesNotContain("Does not fit")
        .doesNotContain("Not reported", "Open the private words");
    String file = found("src=\"([^\"]*/media/[^\"]+ticket=[^\"]+)\"", open).replace("&amp;", "&");
    assertThat(new Visitor(doorstep).get(file).statusCode()).isEqualTo(200);
    // Pressed twice.
    assertThat(mia.submit(page, closed, page + "/private", Map.of()).statusCode()).isEqualTo(303);
    assertThat(mia.get(page).body().split("was shown private words", -1)).hasSize(2);
    // Another moderator opens them for himself.
    assertThat(admin.get(page).body()).doesNotContain("Rude in private");
    var member = signedIn("pteller");
    assertThat(member.forge("/home", page + "/private", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void an_excerpt_that_is_not_published_is_reported_with_what_it_would_show() {
    String asker = doorstep.person("easker");
    String asked = doorstep.person("easked");
    String talk = ShowingAnExcerptTest.talk(doorstep, asker, asked, "easked").substring(15);
    String excerpt =
        doorstep
            .post(
                "/api/v1/excerpts",
                asker,
                Map.of("conversation", talk, "from", "1", "to", "2", "status", "See his lies"))
            .get("id")
            .asString();
    Visitor teller = signedIn("easked");
    String answer = "/excerpts/" + excerpt + "/answer";
    does(teller, answer, answer, Map.of("answer", "report", "comment", "He presses me for it"));
    String listed = mia.get("/desk/reports").body();
    String page = found("(/desk/reports/\\d+)(?:(?!/desk/reports/)[\\s\\S])*presses me", listed);
    assertThat(mia.get(page).body())
        .contains("Open the private words")
        .doesNotContain("See his lies", "With my father");
    does(mia, page, page + "/private", Map.of());
    assertThat(mia.get(page).body())
        .contains("See his lies", "Have you ever ridden it?", "With my father", "messages 1 to 2")
        .contains("was shown private words");

    // Published, anybody who reads it can report it.
    doorstep.post("/api/v1/excerpts/" + excerpt + "/publish", asker, Map.of("status", "Lies"));
    doorstep.person("ereader");
    Visitor reader = signedIn("ereader");
    String one = "/excerpts/" + excerpt;
    String report = found("href=\"(/report\\?[^\"]+)\"", reader.get(one).body());
    report = report.replace("&amp;", "&");
    assertThat(reader.get(report).body()).contains("The excerpt goes to the moderators");
    HttpResponse<String> done =
        reader.submit(
            report,
            "/report",
            Map.of("account", id(asker), "excerpt", excerpt, "category", "other"));
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(teller.get(one).body()).contains("Your answer");
  }

  @Test
  void an_excerpt_that_is_taken_back_after_a_report_is_there_for_the_desk_until_that_has_ended() {
    String asker = doorstep.person("backasker");
    String asked = doorstep.person("backasked");
    String talk = ShowingAnExcerptTest.talk(doorstep, asker, asked, "backasked").substring(15);
    String excerpt =
        doorstep
            .post(
                "/api/v1/excerpts",
                asker,
                Map.of("conversation", talk, "from", "1", "to", "2", "status", "Pay or I show it"))
            .get("id")
            .asString();
    Visitor teller = signedIn("backasked");
    String answer = "/excerpts/" + excerpt + "/answer";
    does(teller, answer, answer, Map.of("answer", "report", "comment", "He wants money"));
    // Told to the desk, which is told after it is held.
    String found = "(/desk/reports/\\d+)(?:(?!/desk/reports/)[\\s\\S])*wants money";
    String page = found(found, mia.get("/desk/reports").body());
    Doorstep.until(
        "the desk is told", () -> mia.get("/notifications").body().contains("backasked"));
    doorstep.json("DELETE", "/api/v1/excerpts/" + excerpt, asker, Map.of());
    assertThat(teller.get(answer).statusCode()).isEqualTo(404);
    does(mia, page, page + "/private", Map.of());
    assertThat(mia.get(page).body())
        .contains("Pay or I show it", "Have you ever ridden it?", "With my father");
    does(mia, page, page + "/resolve", Map.of(WORDS, "Told to stop"));
    Doorstep.until("it is let go", () -> !mia.get(page).body().contains("Pay or I show it"));
    assertThat(mia.get(page).body()).contains("Told to stop").doesNotContain("With my father");
  }

  @Test
  void what_was_reported_is_there_for_the_desk_when_its_author_has_deleted_it()
      throws IOException, InterruptedException {
    String teller = doorstep.person("gteller");
    String rude = doorstep.person("grude");
    String post = say(rude, "Gone before you look");
    String other = say(rude, "First said so");
    String report =
        doorstep
            .post(
                "/api/v1/reports",
                teller,
                Map.of("account_id", id(rude), "status_ids[]", post, "comment", "look"))
            .get("id")
            .asString();
    String second = report(teller, id(rude), other, "and this");
    doorstep.json("PUT", "/api/v1/statuses/" + other, rude, Map.of("status", "Then said thus"));
    doorstep.json("DELETE", "/api/v1/statuses/" + post, rude, Map.of());
    String page = "/desk/reports/" + report;
    assertThat(mia.get(page).body())
        .contains("Gone before you look", "Deleted since")
        .doesNotContain("cannot be shown here");
    assertThat(mia.get("/desk/reports/" + second).body())
        .contains("First said so", "Then said thus", "it was changed since", "/desk/posts/" + other)
        .doesNotContain("/auth/sign_in");
    assertThat(doorstep.command("reports", "show", report))
        .contains("(deleted since): Gone before you look");
    assertThat(doorstep.command("reports", "show", second))
        .contains("(when it was reported): First said so");
    for (Visitor who : List.of(signedIn("gteller"), signedIn("grude"), new Visitor(doorstep))) {
      for (String path : List.of(page, "/@grude/" + post, "/posts/" + post, "/standing")) {
        assertThat(who.get(path).body()).as(path).doesNotContain("Gone before you look");
      }
    }
    does(mia, page, page + "/resolve", Map.of(WORDS, "Deleted by himself"));
    Doorstep.until("it is let go", () -> !mia.get(page).body().contains("Gone before you look"));
    assertThat(mia.get(page).body()).contains("Deleted by himself", "cannot be shown here");
  }

  @Test
  void the_pictures_of_what_is_held_open_for_moderators_also_when_the_author_is_suspended()
      throws IOException, InterruptedException {
    String teller = doorstep.person("hteller");
    String rude = doorstep.person("hrude");
    String picture = doorstep.upload(rude, Drawings.png(40, 40), "A rude gesture");
    String post =
        doorstep
            .post("/api/v1/statuses", rude, Map.of("status", "Look", "media_ids[]", picture))
            .get("id")
            .asString();
    String page = "/desk/reports/" + report(teller, id(rude), post, "a gesture");
    doorstep.json("DELETE", "/api/v1/statuses/" + post, rude, Map.of());
    doorstep.command("account", "suspend", "hrude");
    Doorstep.until("it is held", () -> mia.get(page).body().contains("Deleted since"));
    String file =
        found("src=\"([^\"]*/media/[^\"]+ticket=[^\"]+)\"", mia.get(page).body())
            .replace("&amp;", "&");
    assertThat(new Visitor(doorstep).get(file).statusCode()).isEqualTo(200);
    String other = file.substring(0, file.length() - 2) + "xx";
    assertThat(new Visitor(doorstep).get(other).statusCode()).isEqualTo(404);
  }

  @Test
  void admins_find_people_by_their_address_and_moderators_do_not() {
    doorstep.person("findme");
    String address = found("([a-z0-9]+@[a-z.]+)</bdi>", admin.get(pageOf("findme")).body());
    for (String sought : List.of(address, address.substring(1, address.length() - 1))) {
      assertThat(admin.get("/desk/people?q=" + sought).body()).as(sought).contains("@findme");
      assertThat(mia.get("/desk/people?q=" + sought).body())
          .as(sought)
          .contains("Nobody.")
          .doesNotContain("@findme");
    }
    assertThat(admin.get("/desk/people?show=unconfirmed").body()).doesNotContain("@findme");
  }

  private static String pageOf(String name) {
    return found("(/desk/people/\\d+)", admin.get("/desk/people?q=" + name).body());
  }

  @Test
  void what_was_removed_is_there_for_its_author_and_for_whoever_decides() {
    String teller = doorstep.person("kteller");
    String rude = doorstep.person("krude");
    String post = say(rude, "Taken down by you");
    String page = "/desk/reports/" + report(teller, id(rude), post, "look");
    does(mia, page, page + "/act", Map.of("act", "removed", WORDS, "Against rule 1"));
    assertThat(mia.get(page).body()).contains("Taken down by you", "Not there any more");
    Visitor author = signedIn("krude");
    String standing = author.get("/standing").body();
    assertThat(standing).contains("Taken down by you", "Only you and the moderators");
    assertThat(standing).contains("do not come back by themselves");
    String appeal = found("(/standing/\\d+/appeal)", standing);
    does(author, "/standing", appeal, Map.of(WORDS, "It was a joke"));
    assertThat(author.get("/standing").body())
        .contains("at least until you are answered")
        .doesNotContain("So long you can say something");
    String answer = found("/standing(/\\d+)/appeal", appeal);
    assertThat(max.get("/desk/appeals").body())
        .contains("Taken down by you", "It was a joke", "It does not bring the posts back");
    does(max, "/desk/appeals", "/desk/appeals" + answer, Map.of("answer", "accept", WORDS, "So"));
    assertThat(author.get("/standing").body())
        .contains("The moderators agree. The posts do not come back", "Taken down by you");
    for (Visitor who : List.of(signedIn("kteller"), new Visitor(doorstep))) {
      for (String path : List.of(page, "/@krude/" + post, "/standing", "/@krude")) {
        assertThat(who.get(path).body()).as(path).doesNotContain("Taken down by you");
      }
    }
  }

  @Test
  void a_report_from_telling_to_the_end() {
    String teller = doorstep.person("rteller");
    String rude = doorstep.person("rrude");
    String post = say(rude, "Rude words indeed");
    String id = report(teller, id(rude), post, "He is rude to me");
    String page = "/desk/reports/" + id;
    assertThat(mia.get("/desk/reports").body()).contains("He is rude to me", "@rrude", "@rteller");
    assertThat(mia.get("/desk").body()).contains("/desk/reports");
    assertThat(mia.get(page).body()).contains("Rude words indeed", "He is rude to me");
    does(mia, page, page + "/assign", Map.of());
    assertThat(max.get(page).body()).contains("@mdesk takes care of it");
    assertThat(mia.get("/desk/reports?show=mine").body()).contains("He is rude to me");
    does(max, page, page + "/note", Map.of(WORDS, "Seen before"));
    does(mia, page, page + "/unassign", Map.of());
    does(max, page, page + "/resolve", Map.of(WORDS, "A joke"));
    assertThat(mia.get(page).body()).contains("@xdesk has resolved", "A joke", "Seen before");
    does(mia, page, page + "/reopen", Map.of());
    assertThat(sends(mia, page, page + "/act", Map.of("act", "warned", WORDS, "")).statusCode())
        .isEqualTo(422);
    does(mia, page, page + "/act", Map.of("act", "removed", WORDS, "Against rule one"));
    HttpResponse<String> late =
        max.forge(page, page + "/act", Map.of("act", "suspended", WORDS, "gone"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("Nothing was done twice", "@mdesk has resolved");
    assertThat(new Visitor(doorstep).get("/@rrude/" + post).statusCode()).isEqualTo(404);
    String told = signedIn("rrude").get("/standing").body();
    assertThat(told).contains("Posts of yours were removed", "Against rule one");
    assertThat(told).doesNotContain("rteller", "mdesk", "xdesk", "Seen before", "rude to me");
  }

  @Test
  void of_several_posts_those_that_are_chosen_are_removed() {
    String author = doorstep.person("wavemaker");
    String first = say(author, "wave one");
    String second = say(author, "wave two");
    String third = say(author, "wave three");
    String report =
        doorstep
            .post(
                "/api/v1/reports?status_ids[]=" + first + "&status_ids[]=" + second,
                doorstep.person("wavewatcher"),
                Map.of("account_id", id(author)))
            .get("id")
            .asString();
    String page = "/desk/reports/" + report;
    assertThat(mia.get(page).body().split("name=\"post\\[]\"", -1)).hasSize(3);
    String offered = page + "/act?offered[]=" + first + "&offered[]=" + second;
    HttpResponse<String> none = mia.forge(page, offered, Map.of("act", "removed"));
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("Choose at least one post");
    isDone(mia.forge(page, offered + "&post[]=" + second, Map.of("act", "removed")));
    assertThat(isThere(first)).isTrue();
    assertThat(isThere(second)).isFalse();

    String person = pageOf("wavemaker");
    assertThat(mia.get(person).body()).contains("name=\"post[]\"").doesNotContain("checked");
    assertThat(mia.get(person + "?all=1").body().split("checked", -1)).hasSize(3);
    assertThat(mia.forge(person, person + "/posts", Map.of("act", "removed")).statusCode())
        .isEqualTo(422);
    String both = person + "/posts?post[]=" + first + "&post[]=" + third;
    isDone(mia.forge(person, both, Map.of("act", "removed", WORDS, "A wave")));
    assertThat(isThere(first)).isFalse();
    assertThat(isThere(third)).isFalse();
    assertThat(mia.forge(person, both, Map.of("act", "removed")).statusCode()).isEqualTo(409);
    assertThat(signedIn("wavemaker").get("/standing").body())
        .as("told once of the two")
        .containsOnlyOnce("A wave");
  }

  private static void isDone(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
  }

  private static boolean isThere(String status) {
    return mia.get("/@wavemaker/" + status).statusCode() == 200;
  }

  @Test
  void who_is_suspended_signs_in_to_that_page_only_and_may_answer_once() {
    String token = doorstep.person("psusp");
    String page = "/desk/people/" + id(token);
    assertThat(mia.get("/desk/people?q=psus").body()).contains("@psusp");
    assertThat(mia.get(page).body()).doesNotContain("psusp@mail.example");
    assertThat(admin.get(page).body()).contains("psusp@mail.example");
    does(mia, page, page + "/act", Map.of("act", "noted", WORDS, "Look after this one"));
    does(mia, page, page + "/act", Map.of("act", "suspended", WORDS, "Spam all day"));
    assertThat(max.get(page).body()).contains("Suspended", "Spam all day", "Look after this one");
    assertThat(doorstep.statusOf("/api/v1/timelines/home", token)).isIn(401, 403);
    assertThat(new Visitor(doorstep).get("/@psusp").statusCode()).isEqualTo(404);

    Visitor suspended = new Visitor(doorstep);
    HttpResponse<String> in = suspended.signIn("psusp", Doorstep.PASSWORD);
    assertThat(Visitor.location(in)).isEqualTo("/standing");
    String told = suspended.get("/standing").body();
    assertThat(told).contains("Your account is suspended", "Spam all day");
    assertThat(told).doesNotContain("Look after this one", "mdesk");
    assertThat(suspended.get("/home").statusCode()).isEqualTo(403);
    assertThat(suspended.get("/notifications").statusCode()).isEqualTo(403);
    String deed = found("/standing/(\\d+)/appeal", told);
    assertThat(
            sends(suspended, "/standing", "/standing/" + deed + "/appeal", Map.of(WORDS, " "))
                .statusCode())
        .isEqualTo(422);
    does(
        suspended, "/standing", "/standing/" + deed + "/appeal", Map.of(WORDS, "It was my sister"));
    assertThat(
            suspended
                .forge("/standing", "/standing/" + deed + "/appeal", Map.of(WORDS, "And"))
                .statusCode())
        .isEqualTo(409);
    assertThat(mia.get("/desk/appeals").body())
        .contains("It was my sister", "another moderator answers it")
        .doesNotContain("/desk/appeals/" + deed + "\"");
    HttpResponse<String> own =
        mia.forge("/desk/appeals", "/desk/appeals/" + deed, Map.of("answer", "decline"));
    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(own.body()).contains("another moderator does.");
    assertThat(max.get("/desk/appeals").body()).contains("It was my sister", "Spam all day");
    does(
        max,
        "/desk/appeals",
        "/desk/appeals/" + deed,
        Map.of("answer", "accept", WORDS, "We believe you"));
    assertThat(
            mia.forge("/desk/appeals", "/desk/appeals/" + deed, Map.of("answer", "decline"))
                .statusCode())
        .isEqualTo(409);
    assertThat(suspended.get("/home").statusCode()).isEqualTo(200);
    assertThat(suspended.get("/standing").body()).contains("We believe you", "has ended");
    assertThat(doorstep.statusOf("/api/v1/timelines/home", token)).isIn(401, 403);
  }

  private static String found(String pattern, String page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }

  @Test
  void what_one_was_told_stands_on_every_page_until_one_has_read_it() {
    String token = doorstep.person("pwarn");
    String page = "/desk/people/" + id(token);
    Visitor warned = signedIn("pwarn");
    assertThat(warned.get("/home").body()).doesNotContain("/standing");
    does(mia, page, page + "/act", Map.of("act", "warned", WORDS, "Be kinder"));
    assertThat(warned.get("/home").body()).contains("/standing");
    Doorstep.until(
        "he is told", () -> warned.get("/notifications").body().contains("You were warned"));
    assertThat(warned.get("/notifications").body())
        .contains("You were warned", "<a href=\"/standing\" dir=\"auto\">Be kinder</a>");
    String newest = found("name=\"up_to\" value=\"(\\d+)\"", warned.get("/standing").body());
    does(warned, "/standing", "/standing/read", Map.of("up_to", newest));
    assertThat(warned.get("/home").body()).doesNotContain("/standing");
    assertThat(warned.get("/standing").body()).contains("Be kinder");
    assertThat(Visitor.location(new Visitor(doorstep).get("/standing")))
        .startsWith("/auth/sign_in");
  }

  @Test
  void covered_pictures_are_uncovered_from_the_page_of_the_post() throws Exception {
    String post = say(doorstep.person("pcover"), "A painting");
    doorstep.command("status", "cover", post);
    String page = "/desk/posts/" + post;
    assertThat(mia.get(page).body()).contains("Uncover the pictures");
    does(mia, page, page + "/act", Map.of("act", "uncovered", WORDS, "We looked again"));
    assertThat(mia.get(page).body()).doesNotContain("Uncover the pictures");
    assertThat(mia.get("/desk/audit?about=@pcover").body())
        .contains("@mdesk uncovered pictures of @pcover", "We looked again");
    assertThat(signedIn("pcover").get("/standing").body())
        .contains("Pictures of yours are not covered any more");
  }

  @Test
  void a_post_is_removed_from_its_own_page_and_roles_are_given() {
    String token = doorstep.person("ppost");
    String post = say(token, "To be taken down");
    assertThat(mia.get("/@ppost/" + post).body()).contains("/desk/posts/" + post);
    assertThat(mia.get("/desk/posts/" + post).body()).contains("To be taken down");
    does(
        mia,
        "/desk/posts/" + post,
        "/desk/posts/" + post + "/act",
        Map.of("act", "removed", WORDS, "Off topic"));
    assertThat(mia.get("/desk/posts/" + post).statusCode()).isEqualTo(404);
    String page = "/desk/people/" + id(token);
    assertThat(mia.get(page).body()).doesNotContain(page + "/role");
    // To press the button without choosing changes nothing, and it asks first.
    assertThat(admin.get(page).body())
        .containsPattern("value=\"user\" checked")
        .containsPattern("(?s)value=\"moderator\"[^>]*>.*<details class=\"ask\">")
        .doesNotContainPattern("value=\"moderator\" checked");
    does(admin, page, page + "/role", Map.of("role", "moderator"));
    assertThat(admin.forge(page, page + "/role", Map.of("role", "admin")).statusCode())
        .isEqualTo(403);
    assertThat(mia.forge(page, page + "/act", Map.of("act", "warned", WORDS, "no")).statusCode())
        .isEqualTo(403);
    assertThat(mia.get("/desk/audit?about=@ppost").body())
        .contains("@mdesk removed posts of @ppost", "Off topic", "gave @ppost the role");
    // Who has an office now reads what everybody was told of him, his office too.
    assertThat(signedIn("ppost").get("/desk/audit?about=@ppost").body())
        .contains("Off topic", "gave @ppost the role");
    assertThat(mia.get("/desk/audit?by=xdesk&about=ppost").body()).contains("Nothing here.");
    assertThat(mia.get("/desk/audit?by=nobodyatall").body()).contains("nobody of that name");
    assertThat(mia.get("/desk/audit?kind=removed").body()).contains("Off topic");
    assertThat(mia.get("/desk/audit?kind=limited&about=ppost").body()).doesNotContain("Off topic");
  }

  @Test
  void what_the_house_says_is_changed_and_logged() {
    assertThat(admin.get("/desk/server").body()).contains("Ternhaven");
    does(
        admin,
        "/desk/server",
        "/desk/server",
        Map.of("name", "Ternhaven", "description", "A town by the sea"));
    assertThat(new Visitor(doorstep).get("/about").body()).contains("A town by the sea");
    assertThat(sends(admin, "/desk/server", "/desk/server", Map.of("name", " ")).statusCode())
        .isEqualTo(422);
    String page = "/desk/server";
    for (String rule : List.of("Be kind", "No spam")) {
      does(admin, page, page, Map.of("act", "add", "rule_new", rule));
    }
    String rules = admin.get(page).body();
    assertThat(rules.indexOf("No spam")).isGreaterThan(rules.indexOf("Be kind"));
    String first = found("name=\"rule_(\\d+)\"[^>]*value=\"Be kind\"", rules);
    String second = found("name=\"rule_(\\d+)\"[^>]*value=\"No spam\"", rules);
    // Whichever button is pressed, nothing that was typed is lost.
    does(
        admin,
        page,
        page,
        Map.of(
            "act",
            "up_" + second,
            "description",
            "Typed beside it",
            "rule_" + first,
            "Be kinder",
            "rule_" + second,
            "No advertising",
            "hint_" + second,
            "None"));
    rules = admin.get(page).body();
    assertThat(rules).contains("Typed beside it", "Be kinder", "value=\"None\"");
    assertThat(rules.indexOf("No advertising")).isLessThan(rules.indexOf("Be kinder"));
    String refused =
        sends(
                admin,
                page,
                page,
                Map.of("name", " ", "rule_" + first, "Be kindest", "rule_new", "And calm"))
            .body();
    assertThat(refused).contains("value=\"Be kindest\"", "value=\"And calm\"");
    assertThat(admin.get(page).body()).doesNotContain("Be kindest", "And calm");
    assertThat(admin.forge(page, page, Map.of("act", "up_999")).statusCode()).isEqualTo(404);
    does(admin, page, page, Map.of("act", "remove_" + second));
    assertThat(admin.get(page).body()).doesNotContain("No advertising").contains("Be kinder");
    // A slip must not delete: the button stands behind a question.
    assertThat(rules)
        .containsPattern("(?s)<details class=\"ask\">.{0,400}value=\"remove_" + second);
    assertThat(mia.get("/desk/audit").body()).contains("changed a setting: description", "rules");
  }

  @Test
  void of_two_admins_who_save_the_same_page_neither_takes_back_what_the_other_said() {
    String page = "/desk/server";
    Visitor owner = signedIn("odesk");
    does(admin, page, page, Map.of("act", "add", "rule_new", "Speak plainly"));
    does(admin, page, page, Map.of("act", "add", "rule_new", "Shut the door"));
    Map<String, String> old = typed(admin.get(page).body());
    String plain =
        found("name=\"(rule_\\d+)\"[^>]*value=\"Speak plainly\"", admin.get(page).body());
    String door = found("name=\"(rule_\\d+)\"[^>]*value=\"Shut the door\"", admin.get(page).body());
    Map<String, String> others = typed(owner.get(page).body());
    others.put("description", "Said by the owner");
    others.put("more", "Told by the owner");
    others.put(plain, "Speak very plainly");
    others.put("rule_new", "Feed no gulls");
    assertThat(owner.post(page, others).statusCode()).isEqualTo(303);

    // What only the other has touched stands, and is told.
    Map<String, String> mine = new HashMap<>(old);
    mine.put("privacy", "Told by the admin");
    HttpResponse<String> saved = admin.post(page, mine);
    assertThat(saved.statusCode()).isEqualTo(303);
    String now = admin.get(Visitor.location(saved)).body();
    assertThat(now)
        .contains("Said by the owner", "Told by the owner", "Told by the admin")
        .contains("Speak very plainly", "Feed no gulls", "Shut the door")
        .containsPattern("Another admin has changed meanwhile, and it stands: [^<]*Rules");

    // What both have touched is saved by neither, until the later one has seen it.
    mine.put("description", "Said by the admin");
    mine.put(plain, "Speak up");
    mine.put("name", "Ternhaven");
    HttpResponse<String> held = admin.post(page, mine);
    assertThat(held.statusCode()).isEqualTo(409);
    assertThat(held.body())
        .contains("It says now: “Said by the owner”", "It says now: “Speak very plainly”")
        .contains("Said by the admin", "value=\"Speak up\"", "Told by the owner");
    assertThat(new Visitor(doorstep).get("/about").body()).contains("Said by the owner");
    Map<String, String> again = typed(held.body());
    assertThat(again).containsEntry("description", "Said by the admin");
    assertThat(admin.post(page, again).statusCode()).isEqualTo(303);
    assertThat(admin.get(page).body())
        .contains("Said by the admin", "Speak up", "Told by the owner", "Feed no gulls");

    // A rule that another has removed comes back as a new one, if there are new words for it.
    Map<String, String> late = typed(admin.get(page).body());
    does(owner, page, page, Map.of("act", "remove_" + door.substring("rule_".length())));
    late.put(door, "Shut both doors");
    HttpResponse<String> gone = admin.post(page, late);
    assertThat(gone.statusCode()).isEqualTo(409);
    assertThat(typed(gone.body())).containsEntry("rule_new", "Shut both doors");
    // Nobody removes what he has not read.
    Map<String, String> removing = typed(admin.get(page).body());
    does(owner, page, page, Map.of(plain, "Speak up, please"));
    removing.put("act", "remove_" + plain.substring("rule_".length()));
    assertThat(admin.post(page, removing).body()).contains("It says now: “Speak up, please”");
    for (String rule : typed(admin.get(page).body()).keySet()) {
      if (rule.matches("rule_\\d+")) {
        does(admin, page, page, Map.of("act", "remove_" + rule.substring("rule_".length())));
      }
    }
    does(admin, page, page, Map.of("description", "", "more", "", "privacy", ""));
  }

  /// The form as a browser would send it.
  private static Map<String, String> typed(String page) {
    String form = page.substring(page.indexOf("action=\"/desk/server\""));
    Map<String, String> fields = new HashMap<>();
    fields.put("form_token", Visitor.formToken(form));
    Matcher input = Pattern.compile("<input([^>]*)>").matcher(form);
    while (input.find()) {
      String tag = input.group(1);
      boolean isSent = !tag.contains("type=\"radio\"") || tag.contains(" checked");
      if (isSent && tag.contains("name=\"")) {
        fields.put(attribute(tag, "name"), attribute(tag, "value"));
      }
    }
    Matcher area = Pattern.compile("<textarea[^>]*name=\"([^\"]+)\"[^>]*>([^<]*)<").matcher(form);
    while (area.find()) {
      fields.put(area.group(1), area.group(2));
    }
    return fields;
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tag);
    return found.find() ? found.group(1) : "";
  }

  @Test
  void an_invitation_lets_in_while_nobody_else_may_join() {
    doorstep.person("imember");
    Visitor member = signedIn("imember");
    assertThat(member.get("/invitations").statusCode()).isEqualTo(404);
    assertThat(member.get("/settings").body()).doesNotContain("href=\"/invitations\"");
    does(admin, "/desk/server", "/desk/server", Map.of("joining", "closed"));
    try {
      assertThat(new Visitor(doorstep).get("/auth/sign_up").body())
          .doesNotContain("name=\"username\"");
      String made =
          sends(
                  admin,
                  "/invitations",
                  "/invitations",
                  Map.of("whom", "the choir", "uses", "1", "days", "7"))
              .body();
      String link = found(">[^<]*(/invite/[^<]+)</textarea>", made);
      assertThat(admin.get("/invitations").body())
          .contains("the choir", "0 of 1 joined")
          .doesNotContain(link);
      Visitor guest = new Visitor(doorstep);
      String sheet = guest.get(link).body();
      assertThat(sheet).contains("invites you", "adesk");
      String code = found("name=\"invitation\" value=\"([^\"]+)\"", sheet);
      Map<String, String> form =
          Map.of(
              "username",
              "iguest",
              "email",
              "iguest@mail.example",
              "password",
              Doorstep.PASSWORD,
              "agreement",
              "true",
              "invitation",
              code);
      HttpResponse<String> refused =
          guest.submit(link, "/auth/sign_up", with(form, "username", "no spaces"));
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("value=\"" + code + "\"");
      assertThat(Visitor.location(guest.submit(link, "/auth/sign_up", form))).isEqualTo("/welcome");
      assertThat(admin.get("/invitations").body()).contains("@iguest", "1 of 1 joined", "Ended");
      String guests = found("(/desk/people/\\d+)", mia.get("/desk/people?q=iguest").body());
      assertThat(mia.get(guests).body())
          .containsPattern("Came by an invitation of <a href=\"/desk/people/\\d+\"><bdi>@adesk<");
      Visitor late = new Visitor(doorstep);
      HttpResponse<String> over = late.get(link);
      assertThat(over.statusCode()).isEqualTo(410);
      assertThat(over.body()).contains("This invitation has ended").doesNotContain("\"username\"");
      assertThat(late.get("/invite/rubbish").statusCode()).isEqualTo(410);
      assertThat(mia.get("/desk/audit?kind=invitation").body())
          .contains("@adesk changed invitations");

      does(admin, "/desk/server", "/desk/server", Map.of("inviting", "members"));
      assertThat(member.get("/settings").body()).contains("href=\"/invitations\"");
      String theirs =
          sends(member, "/invitations", "/invitations", Map.of("uses", "5", "days", "1")).body();
      String second = found(">[^<]*(/invite/[^<]+)</textarea>", theirs);
      assertThat(new Visitor(doorstep).get(second).statusCode()).isEqualTo(200);
      String end = found("(/invitations/\\d+/end)", member.get("/invitations").body());
      assertThat(admin.get("/invitations").body()).contains(end);
      assertThat(signedIn("iguest").forge("/invitations", end, Map.of()).statusCode())
          .as("somebody else's")
          .isEqualTo(404);
      does(admin, "/invitations", end, Map.of());
      assertThat(new Visitor(doorstep).get(second).statusCode()).isEqualTo(410);
      assertThat(member.forge("/invitations", "/invitations", Map.of("uses", "1000")).statusCode())
          .isEqualTo(422);
    } finally {
      does(admin, "/desk/server", "/desk/server", Map.of("joining", "open", "inviting", "admins"));
    }
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> other = new HashMap<>(form);
    other.put(name, value);
    return other;
  }

  @Test
  void an_admin_hands_over_a_link_for_a_new_password() {
    String token = doorstep.person("forgetful");
    String page = "/desk/people/" + id(token);
    assertThat(mia.get(page).body()).doesNotContain(page + "/reset");
    assertThat(admin.get(page).body()).contains(page + "/reset");
    assertThat(mia.post(page + "/reset", Map.of()).statusCode()).isEqualTo(404);
    HttpResponse<String> made = sends(admin, page, page + "/reset", Map.of());
    assertThat(made.statusCode()).isEqualTo(200);
    String link = found(">[^<]*(/auth/reset\\?token=[^<]+)</textarea>", made.body());
    Visitor forgetful = new Visitor(doorstep);
    String code = link.substring(link.indexOf('=') + 1);
    Map<String, String> wanted = Map.of("token", code, "password", "another good password");
    assertThat(forgetful.submit(link, "/auth/reset", wanted).statusCode()).isEqualTo(200);
    assertThat(forgetful.signIn("forgetful", "another good password").statusCode()).isEqualTo(303);
    assertThat(doorstep.statusOf("/api/v1/accounts/verify_credentials", token)).isEqualTo(401);
    assertThat(new Visitor(doorstep).submit(link, "/auth/reset", wanted).statusCode())
        .as("once")
        .isEqualTo(422);
    assertThat(mia.get("/desk/audit?kind=credentials").body())
        .contains("@adesk changed how @forgetful signs in: reset link");
    String owner =
        found("(/desk/people/\\d+)", signedIn("odesk").get("/desk/people?q=odesk").body());
    assertThat(admin.forge(owner, owner + "/reset", Map.of()).statusCode())
        .as("nobody takes over somebody above him")
        .isEqualTo(403);
  }

  @Test
  void the_server_has_a_picture_that_links_to_it_and_apps_show()
      throws IOException, InterruptedException {
    String page = "/desk/server";
    String put = page + "/picture";
    assertThat(thumbnail().get("url").asString()).endsWith("/pictures/header.png");
    byte[] file = Drawings.png(1500, 1500);
    assertThat(mia.forge("/home", put, Map.of()).statusCode()).isEqualTo(404);
    HttpResponse<String> wrong =
        admin.upload(page, put, Map.of(), "picture", "<svg xmlns='x'/>".getBytes(UTF_8));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("This is no picture that the server can open");
    String longer = "x".repeat(1_501);
    assertThat(admin.upload(page, put, Map.of("description", longer), "picture", file).statusCode())
        .isEqualTo(422);
    assertThat(
            admin
                .upload(page, put, Map.of("description", "A quay in fog"), "picture", file)
                .statusCode())
        .isEqualTo(303);

    String first = thumbnail().get("url").asString();
    assertThat(thumbnail().get("description").asString()).isEqualTo("A quay in fog");
    assertThat(thumbnail().get("blurhash").asString()).isNotBlank();
    assertThat(thumbnail().get("versions").get("@1x").asString()).isEqualTo(first);
    assertThat(doorstep.json("GET", "/api/v1/instance", "", Map.of()).get("thumbnail").asString())
        .isEqualTo(first);
    var drawn = ImageIO.read(URI.create(first).toURL());
    assertThat(drawn.getWidth()).isEqualTo(1_200);
    assertThat(drawn.getHeight()).isEqualTo(630);
    for (String path : List.of("/", "/about")) {
      assertThat(new Visitor(doorstep).get(path).body())
          .contains("<meta property=\"og:image\" content=\"" + first + "\">")
          .contains("<meta property=\"og:image:alt\" content=\"A quay in fog\">")
          .contains("summary_large_image");
    }
    assertThat(mia.get("/desk/audit?kind=setting").body()).contains("picture");

    // Another takes its place, and nothing is left of the first.
    does(admin, page, put + "/remove", Map.of());
    assertThat(thumbnail().get("url").asString()).endsWith("/pictures/header.png");
    assertThat(new Visitor(doorstep).get(first).statusCode()).isEqualTo(404);
    assertThat(new Visitor(doorstep).get("/").body()).doesNotContain("og:image");
    java.nio.file.Path disk = java.nio.file.Files.createTempFile("quay", ".png");
    java.nio.file.Files.write(disk, Drawings.png(300, 200));
    assertThat(doorstep.command("server", "picture", disk.toString())).contains("has this picture");
    java.nio.file.Files.delete(disk);
    assertThat(thumbnail().get("url").asString()).contains("/media/").isNotEqualTo(first);
    assertThat(doorstep.command("server", "picture", "none")).contains("has no picture");
    assertThat(thumbnail().get("url").asString()).endsWith("/pictures/header.png");
  }

  private static JsonNode thumbnail() {
    return doorstep.json("GET", "/api/v2/instance", "", Map.of()).get("thumbnail");
  }

  @Test
  void who_wants_to_join_is_let_in_or_not() {
    does(admin, "/desk/server", "/desk/server", Map.of("name", "Ternhaven", "joining", "approval"));
    try {
      letsSomeIn();
    } finally {
      isOpenAgain();
    }
  }

  private static void letsSomeIn() {
    signUp("slater");
    signUp("snever");
    assertThat(admin.get("/desk/signups").body()).contains("@slater", "slater@mail.example");
    HttpResponse<String> seen = max.get("/desk/signups");
    String waiting = mia.get("/desk/signups").body();
    // Two wait, and every page says so beside the desk; to others none does.
    assertThat(mia.get("/home").body()).containsPattern("Desk</span><span class=\"count\">2<");
    assertThat(waiting).containsPattern("Sign-ups <span class=\"count\">2<");
    assertThat(waiting)
        .as("whose mail it is, but not the address")
        .contains("@slater", "<bdi class=\"any\">mail.example</bdi>")
        .doesNotContain("@mail.example");
    String slater = found("\"s(\\d+)\"><bdi>@slater<", waiting);
    String snever = found("\"s(\\d+)\"><bdi>@snever<", waiting);
    does(mia, "/desk/signups", "/desk/signups/" + slater + "/approve", Map.of());
    assertThat(
            max.submit("/desk/signups", seen, "/desk/signups/" + slater + "/approve", Map.of())
                .statusCode())
        .isEqualTo(409);
    does(
        max,
        "/desk/signups",
        "/desk/signups/" + snever + "/refuse",
        Map.of(WORDS, "Not this time"));
    assertThat(mia.get("/desk/signups").body()).doesNotContain("@slater", "@snever");
    assertThat(signedIn("slater").get("/home").statusCode()).isEqualTo(200);
  }

  @Test
  void several_who_wait_are_chosen_and_let_in_or_not_after_one_question() {
    does(admin, "/desk/server", "/desk/server", Map.of("name", "Ternhaven", "joining", "approval"));
    try {
      choosesAmong("cone", "ctwo", "cthree", "cfour");
    } finally {
      isOpenAgain();
    }
  }

  private static void choosesAmong(String one, String two, String three, String four) {
    Stream.of(one, two, three, four).forEach(TheDeskTest::signUp);
    String waiting = mia.get("/desk/signups").body();
    assertThat(waiting).doesNotContain("checked");
    assertThat(mia.get("/desk/signups?all=1").body().split("checked", -1)).hasSize(5);
    Map<String, String> ids = new HashMap<>();
    for (String name : List.of(one, two, three, four)) {
      ids.put(name, found("\"s(\\d+)\"><bdi>@" + name + "<", waiting));
    }
    String both = "/desk/signups/chosen?id[]=" + ids.get(one) + "&id[]=" + ids.get(two);
    String asked = mia.get(both + "&act=approve").body();
    assertThat(asked)
        .contains("2 people are let in", "@" + one, "@" + two)
        .doesNotContain("@" + three);
    assertThat(mia.get("/desk/signups").body()).as("only asked").contains("@" + one);
    String rest = "/desk/signups/chosen?id[]=" + ids.get(two) + "&id[]=" + ids.get(three);
    HttpResponse<String> before = max.get(rest + "&act=refuse");
    String chosen = "/desk/signups/chosen";
    does(mia, both + "&act=approve", chosen, Map.of("act", "approve"));
    assertThat(signedIn(one).get("/home").statusCode()).isEqualTo(200);

    assertThat(max.get(rest + "&act=refuse").body())
        .as("who was let in meanwhile is not asked about")
        .contains("1 account is erased", "@" + three)
        .doesNotContain("@" + two);
    HttpResponse<String> refused =
        max.submit(rest, before, chosen, Map.of("act", "refuse", WORDS, "Not this time"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains("Not done to @" + two, "All others are done", "@" + four)
        .doesNotContain("@" + three);
    assertThat(mia.get("/desk/audit").body()).contains("did not let @" + three + " in");
    assertThat(mia.get("/desk/signups/chosen?act=approve").body()).contains("Nobody is chosen");

    // The same address once more: this time somebody sees it, also on the page of the person.
    String again = three + "b";
    signUp(again, three + "@mail.example");
    String mark = "This mail address was refused before";
    String now = mia.get("/desk/signups").body();
    assertThat(now.split(mark, -1)).hasSize(2);
    String page = "/desk/people/" + found("\"s(\\d+)\"><bdi>@" + again + "<", now);
    assertThat(mia.get(page).body()).contains(mark, "Waits to be let in", "I live here");
    does(mia, page, "/desk/signups/" + page.replaceAll(".*/", "") + "/approve", Map.of());
    assertThat(mia.get(page).body()).doesNotContain(mark, "Waits to be let in");
    does(
        mia,
        "/desk/signups",
        "/desk/signups/" + ids.get(four) + "/refuse",
        Map.of(WORDS, "Not this time"));
  }

  private static void signUp(String name) {
    signUp(name, name + "@mail.example");
  }

  private static void signUp(String name, String address) {
    HttpResponse<String> said =
        sends(
            new Visitor(doorstep),
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
                "I live here"));
    assertThat(said.statusCode()).isEqualTo(200);
    // No mail is sent here, so none is promised.
    assertThat(said.body()).contains("This server sends no mail").doesNotContain("You get mail");
  }

  /// Others here join without being let in.
  private static void isOpenAgain() {
    does(
        admin,
        "/desk/server",
        "/desk/server",
        Map.of("name", "Ternhaven", "description", "", "joining", "open"));
  }

  @Test
  void announcements_and_emoji_come_and_go() throws IOException, InterruptedException {
    String page = "/desk/announcements";
    does(admin, page, page, Map.of("text", "The quay is closed"));
    does(admin, page, page, Map.of("text", "Later", "publish", "2099-01-01T10:00"));
    String all = admin.get(page).body();
    assertThat(all).contains("The quay is closed", "waits for its time");
    assertThat(sends(admin, page, page, Map.of("text", " ")).statusCode()).isEqualTo(422);
    assertThat(sends(admin, page, page, Map.of("text", "x", "ends", "soon")).statusCode())
        .isEqualTo(422);
    String id = found("/desk/announcements/(\\d+)/delete", all);
    assertThat(admin.get(page + "?id=" + id).body()).contains("value=\"" + id + "\"");
    does(admin, page, page + "/" + id + "/delete", Map.of());

    java.nio.file.Path file = java.nio.file.Files.createTempFile("tern", ".png");
    java.nio.file.Files.write(file, Drawings.png(64, 64));
    assertThat(doorstep.command("emoji", "add", "tern", file.toString())).contains("is there");
    java.nio.file.Files.delete(file);
    assertThat(admin.get("/desk/emoji").body()).contains(":tern:");
    assertThat(sends(admin, "/desk/emoji", "/desk/emoji", Map.of("shortcode", "x")).statusCode())
        .isEqualTo(422);
    does(admin, "/desk/emoji", "/desk/emoji/tern", Map.of("act", "sort", "category", "Birds"));
    does(admin, "/desk/emoji", "/desk/emoji/tern", Map.of("act", "off"));
    assertThat(new Visitor(doorstep).get("/api/v1/custom_emojis").body()).doesNotContain("tern");
    does(admin, "/desk/emoji", "/desk/emoji/tern", Map.of("act", "on"));
    assertThat(new Visitor(doorstep).get("/api/v1/custom_emojis").body()).contains("Birds");
    does(admin, "/desk/emoji", "/desk/emoji/tern", Map.of("act", "remove"));
    assertThat(admin.get("/desk/emoji").body()).doesNotContain(":tern:");
    assertThat(mia.get("/desk/audit?kind=emoji").body()).contains(":tern:");
  }
}
