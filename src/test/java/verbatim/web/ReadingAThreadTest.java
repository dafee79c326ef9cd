package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Somebody reads a whole conversation: who answers whom stays plain however deep it goes, what is
/// missing leaves a mark, and where it ends for strangers is said.
class ReadingAThreadTest {
  private static final Pattern ROW =
      Pattern.compile("class=\"answer d(\\d)\" id=\"a(\\d+)\">(?=(.{0,60}))", Pattern.DOTALL);

  private final Doorstep doorstep = Doorstep.shared();

  @Test
  void where_the_column_goes_no_further_in_each_answer_says_whom_it_answers() {
    String host = doorstep.person("deephost");
    String guest = doorstep.person("deepguest");
    List<String> chain = chain(6, host, guest);
    String page = new Visitor(doorstep).get("/@deephost/" + chain.getFirst()).body();
    assertThat(depths(page)).containsExactly("0", "1", "2", "3", "4", "4");
    assertThat(page)
        .contains("href=\"#p" + chain.get(4) + "\"><bdi>deephost</bdi>")
        .contains("href=\"#p" + chain.get(5) + "\"><bdi>deepguest</bdi>")
        .doesNotContain("href=\"#p" + chain.get(3) + "\"><bdi>");
  }

  @Test
  void an_answer_to_what_is_gone_or_not_for_the_reader_stands_under_a_mark() {
    String host = doorstep.person("tombhost");
    String guest = doorstep.person("tombguest");
    String reader = doorstep.person("tombreader");
    List<String> chain = chain(3, host, guest);
    Visitor signedIn = Visitor.signedIn(doorstep, "tombreader");
    String path = "/@tombhost/" + chain.getFirst();
    assertThat(signedIn.get(path).body()).doesNotContain("Something stood here");
    doorstep.json("DELETE", "/api/v1/statuses/" + chain.get(2), host, Map.of());
    for (Visitor visitor : List.of(new Visitor(doorstep), signedIn)) {
      String page = visitor.get(path).body();
      assertThat(depths(page)).containsExactly("0", "1", "2");
      assertThat(page).contains("id=\"a" + chain.get(2) + "\"><p class=\"tomb");
      assertThat(page).contains("2 replies");
    }
    // From below, the way up has the same mark.
    assertThat(signedIn.get("/@tombguest/" + chain.get(3)).body())
        .contains("id=\"a" + chain.get(2) + "\"><p class=\"tomb");
    // Somebody who is muted leaves the same.
    String id =
        doorstep
            .json("GET", "/api/v1/accounts/verify_credentials", guest, Map.of())
            .get("id")
            .asString();
    String again = say(host, chain.get(1), "Once more");
    doorstep.post("/api/v1/accounts/" + id + "/mute", reader, Map.of());
    String page = signedIn.get(path).body();
    assertThat(page).contains("id=\"a" + chain.get(1) + "\"><p class=\"tomb");
    assertThat(page).contains("id=\"a" + again + "\"").contains("1 reply");
  }

  @Test
  void what_is_folded_away_does_not_mark_as_missing_what_stands_above() {
    String host = doorstep.person("foldhost");
    String guest = doorstep.person("foldguest");
    List<String> chain = chain(3, host, guest);
    String path = "/@foldhost/" + chain.getFirst();
    Visitor.signedIn(doorstep, "foldhost")
        .submit(path, "/posts/" + chain.getFirst() + "/hide/" + chain.get(3), Map.of());
    String page = new Visitor(doorstep).get(path).body();
    assertThat(page).contains("1 reply hidden by the author").doesNotContain("class=\"tomb");
    assertThat(page).containsOnlyOnce("id=\"a" + chain.get(2) + "\"");
    assertThat(depths(page)).containsExactly("0", "1", "2");
  }

  @Test
  void strangers_are_told_that_there_is_more() {
    String host = doorstep.person("longhost");
    List<String> chain = chain(21, host, host);
    String path = "/@longhost/" + chain.getFirst();
    Visitor stranger = new Visitor(doorstep);
    assertThat(stranger.get(path).body())
        .contains("20 replies")
        .contains("href=\"/@longhost/" + chain.get(20) + "\">Continue this thread")
        .doesNotContain("More replies");
    for (int i = 0; i < 41; i++) {
      say(host, chain.getFirst(), "Reply " + i);
    }
    assertThat(stranger.get(path).body())
        .contains("At least 60 replies")
        .contains("href=\"/auth/sign_in?next=" + path + "\">More replies: sign in");
    assertThat(Visitor.signedIn(doorstep, "longhost").get(path).body())
        .contains("62 replies")
        .doesNotContain("Continue this thread", "At least");
  }

  @Test
  void a_name_turns_no_sentence_round_that_it_stands_in() {
    String turned = "\u202eolleh\u2069";
    String token = doorstep.person("turner");
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("display_name", turned, "discoverable", "true"));
    String isolated = "\u2068\u202eolleh\u2069";
    String post = say(token, "", "Round and round");
    Visitor visitor = new Visitor(doorstep);
    assertThat(visitor.get("/@turner/" + post).body())
        .contains("<title>\u2068A post by " + isolated + "\u2069 · ")
        .contains("aria-label=\"Post by " + isolated);
    assertThat(visitor.get("/@turner/followers").body()).contains(isolated);
    assertThat(
            visitor.get("/search?q=" + Doorstep.encoded(Map.of("q", turned)).substring(2)).body())
        .contains(isolated);

    // Nor any other, those of the desk among them.
    for (String language : Catalogue.LANGUAGES) {
      Catalogue catalogue = Catalogue.read(language);
      Tongue t = new Tongue(catalogue, ZoneOffset.UTC, Instant.EPOCH);
      for (var words : catalogue.all().entrySet()) {
        if (words.getValue().contains("{0}") && !words.getKey().startsWith("time.")) {
          assertThat(t.say(words.getKey(), "\u202ex", "\u202ey", "\u202ez"))
              .as(words.getKey())
              .contains("\u2068\u202ex\u2069")
              .doesNotContain("\u202ex\u202e");
        }
      }
    }
  }

  @Test
  void lists_of_people_and_searches_of_strangers_may_be_kept_for_a_moment_and_no_others() {
    doorstep.person("listedperson");
    for (String path : List.of("/@listedperson/followers", "/search?q=listed", "/search")) {
      Visitor stranger = new Visitor(doorstep);
      var shared = stranger.get(path);
      assertThat(shared.headers().firstValue("Cache-Control").orElse(""))
          .as(path)
          .contains("max-age")
          .doesNotContain("no-store");
      assertThat(shared.headers().allValues("Set-Cookie")).isEmpty();
      var own = Visitor.signedIn(doorstep, "listedperson").get(path);
      assertThat(own.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    }
  }

  /// A post and as many answers, each to the one before, by the two in turns; the host begins.
  private List<String> chain(int answers, String host, String guest) {
    List<String> chain = new ArrayList<>();
    chain.add(say(host, "", "It begins"));
    for (int i = 1; i <= answers; i++) {
      chain.add(say(i % 2 == 1 ? guest : host, chain.getLast(), "Answer " + i));
    }
    return chain;
  }

  private String say(String token, String parent, String words) {
    Map<String, String> form =
        parent.isEmpty()
            ? Map.of("status", words)
            : Map.of("status", words, "in_reply_to_id", parent);
    return doorstep.post("/api/v1/statuses", token, form).get("id").asString();
  }

  /// Of what stands below the post.
  private static List<String> depths(String page) {
    return ROW.matcher(page.substring(page.indexOf("id=\"tree\"")))
        .results()
        .map((MatchResult row) -> row.group(1))
        .toList();
  }
}
