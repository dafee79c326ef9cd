package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verbatim.Waiting;

/// Publishing part of a private conversation, without scripts: choosing, asking, answering, taking
/// it back. What is sealed stands on no page, in no feed and in no answer of the API.
class ShowingAnExcerptTest {
  static final List<String> SAID =
      List.of(
          "Have you ever ridden it? Not counted it.",
          "Once. With my father, the winter the bridge was out.",
          "The gulls ride free. What would change your mind?",
          "Bring me a number I can say out loud at the vote.");
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([0-9a-f]{64})\"");
  private static final Pattern STANDS = Pattern.compile("name=\"stands\" value=\"([^\"]+)\"");
  private final Doorstep doorstep = Doorstep.shared();

  /// The two by turns, the first begins; the address of their talk.
  static String talk(Doorstep doorstep, String one, String other, String nameOfOther) {
    String all = "/api/v1/private/conversations";
    String id =
        doorstep
            .json("GET", "/api/v1/accounts/lookup?acct=" + nameOfOther, one, Map.of())
            .get("id")
            .asString();
    String talk = doorstep.post(all, one, Map.of("members[]", id)).get("id").asString();
    for (int i = 0; i < SAID.size(); i++) {
      String who = i % 2 == 0 ? one : other;
      doorstep.post(all + "/" + talk + "/messages", who, Map.of("text", SAID.get(i)));
    }
    return "/conversations/" + talk;
  }

  @Test
  void letters_that_cannot_be_seen_become_marks() {
    assertThat(ExcerptShowing.bits("ab\u202Ec\u200F"))
        .containsExactly(
            new ExcerptViews.Bit(ExcerptViews.Bit.Kind.WORDS, "ab"),
            new ExcerptViews.Bit(ExcerptViews.Bit.Kind.MARK, "U+202E"),
            new ExcerptViews.Bit(ExcerptViews.Bit.Kind.WORDS, "c"),
            new ExcerptViews.Bit(ExcerptViews.Bit.Kind.MARK, "U+200F"));
    assertThat(ExcerptShowing.bits("a\tb\n\u00A0\uD83C\uDF0A")).hasSize(1);
  }

  @Test
  void strangers_sign_in_first() {
    Visitor stranger = new Visitor(doorstep);
    assertThat(Visitor.location(stranger.get("/excerpts"))).startsWith("/auth/sign_in");
    assertThat(Visitor.location(stranger.get("/conversations/1/excerpt")))
        .startsWith("/auth/sign_in");
    assertThat(stranger.get("/excerpts/1").statusCode()).isEqualTo(404);
  }

  @Test
  void seals_open_with_a_yes_and_close_when_it_is_taken_back() {
    String annToken = doorstep.person("exann");
    String benToken = doorstep.person("exben");
    doorstep.person("excarl");
    String talk = talk(doorstep, annToken, benToken, "exben");
    Visitor ann = Visitor.signedIn(doorstep, "exann");
    Visitor ben = Visitor.signedIn(doorstep, "exben");
    Visitor carl = Visitor.signedIn(doorstep, "excarl");

    // Choosing: another range keeps what was ticked.
    String choose = talk + "/excerpt";
    assertThat(ann.get(talk).body()).contains("href=\"" + choose + "\"");
    assertThat(carl.get(choose).statusCode()).isEqualTo(404);
    assertThat(ann.get(choose + "?from=2&to=4").body())
        .contains("sealed until its author agrees", "yours to show", "value=\"2.0\"", "Begin here")
        .contains("Content warning, shown before it", "can read this.");
    Map<String, String> typed = new HashMap<>(Map.of("from", "1", "to", "3", "do", "range"));
    typed.put("black[]", "1.0");
    typed.put("black[] 2", "1.1");
    typed.put("text", "We talked about the boat.");
    HttpResponse<String> chosen = ann.submit(choose + "?from=1&to=2", choose, typed);
    assertThat(chosen.body()).contains("value=\"1.1\" checked", "We talked about the boat.");
    typed.remove("do");
    typed.put("to", "4");
    typed.put("out[]", "3");
    String look = Visitor.location(ann.submit(choose, chosen, choose, typed));
    assertThat(look).matches("/excerpts/\\d+/look");
    String one = look.replace("/look", "");

    // Looking: readers would see seals; nobody else finds it.
    assertThat(ann.get(look).body())
        .contains("1 message left out here", "Sealed.", "Ask <bdi>exben</bdi>", "Some words");
    for (String path : List.of(one, look, one + "/answer", one + "/excerpt.json")) {
      assertThat(ben.get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(carl.get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(Visitor.location(ann.submit(look, one + "/ask", Map.of()))).isEqualTo(look);

    // Being asked; a no changes nothing for anybody else.
    assertThat(ann.get(look).body()).contains("Asked. You will see it here");
    String waiting = Visitor.withoutToken(ann.get(look).body());
    assertThat(ben.get("/excerpts").body()).contains("You are asked", one + "/answer");
    String answer = one + "/answer";
    assertThat(Visitor.location(ben.get(one))).isEqualTo(answer);
    assertThat(ben.get(answer).body())
        .contains("Nothing is chosen for you", "We talked about the boat.", "opens if its author")
        .doesNotContain("checked");
    ben.submit(answer, answer, Map.of("answer", "decline"));
    assertThat(ben.get(answer).body()).contains("You declined.");
    assertThat(Visitor.withoutToken(ann.get(look).body())).isEqualTo(waiting);

    // Published with seals: his words and his name stand nowhere.
    String post = Visitor.location(ann.submit(look, one + "/publish", Map.of()));
    assertThat(post).startsWith("/@exann/");
    List<String> pages = pages(post, one);
    for (String page : pages) {
      assertThat(read(page)).as(page).doesNotContain("Bring me", "father", "exben");
    }
    assertThat(read(post)).contains("We talked about the boat.", "Sealed.", "asked", "ridden it?");
    assertThat(read(post)).contains("by <bdi>exann</bdi></span>");
    assertThat(read(one)).contains("href=\"" + one + "/excerpt.json\" download");
    assertThat(read("/@exann.rss")).contains("ridden it?", one);

    // A yes to some words, given after the no.
    Map<String, String> some = new HashMap<>(Map.of("answer", "some", "shut[]", "2.1"));
    some.put("shut[] 2", "2.2");
    some.put("shut[] 3", "2.3");
    // For words that he has not seen, he is shown what stands there now.
    some.put("seen", "other");
    var late = ben.forge(answer, answer, some);
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("The words around it were changed", "Everybody could read it");
    some.put("seen", Visitor.hidden(SEEN, ben.get(answer).body()));
    assertThat(ben.submit(answer, answer, some).statusCode()).isEqualTo(303);
    assertThat(ben.get(answer).body()).contains("You agreed to some words.");
    for (String page : pages) {
      assertThat(read(page)).as(page).doesNotContain("father");
    }
    assertThat(read(post))
        .contains("Bring me a number I can say", "exben", "agreed to some words")
        .doesNotContain("Sealed.");
    assertThat(read(one)).contains("Bring me a number", "Check it yourself", "/verify?excerpt=");
    // Whose hiding it is: hers is black, his is shut.
    assertThat(read(post))
        .contains("class=\"seal shut\"", "class=\"seal\"", "Black: hidden by exann");
    assertThat(ben.get(answer).body())
        .contains("What readers see now", "reads there as it does here", "class=\"seal shut\"")
        .doesNotContain("not published yet", "does not say whose they are", "Everybody could");
    assertThat(read(one + "/keys.json")).contains("/actor#", "exben");

    // His own words beside it, and all of it taken back.
    Map<String, String> added =
        Map.of(
            "answer",
            "add",
            "open",
            "same",
            "context",
            "I stand by the promise.",
            "seen",
            Visitor.hidden(SEEN, ben.get(answer).body()));
    ben.submit(answer, answer, added);
    assertThat(read(post)).contains("I stand by the promise.").doesNotContain("father");
    ben.submit(answer, one + "/withdraw", Map.of());
    for (String page : pages) {
      assertThat(read(page)).as(page).doesNotContain("Bring me", "promise", "exben");
    }
    assertThat(read(post)).contains("withdrawn on", "Sealed.");
    assertThat(ben.get(answer).body())
        .contains("You took it back.", "What readers see now", "would see with your yes");
    assertThat(folded(ben.get(answer).body())).contains("Sealed.").doesNotContain("Bring me");
    assertThat(ann.get("/excerpts").body()).contains("taken back").doesNotContain("withdrawn on");
    ben.submit(answer, answer, Map.of("answer", "decline"));
    assertThat(ben.get(answer).body())
        .contains("You declined.", "you had agreed once")
        .doesNotContain("as if you had not answered");

    // With the post all of it goes; whoever comes by the old address is told, and no more.
    String status = "/api/v1/statuses/" + post.substring(post.lastIndexOf('/') + 1);
    doorstep.json("DELETE", status, annToken, Map.of());
    Visitor again = new Visitor(doorstep);
    Doorstep.until("it is withdrawn", () -> again.get(one).statusCode() == 410);
    assertThat(again.get(one).body())
        .contains("This excerpt of a private conversation was withdrawn on")
        .doesNotContain("ridden it?", "exben", "exann", "We talked about the boat.");
    assertThat(again.get(one + "/excerpt.json").statusCode()).isEqualTo(410);
    assertThat(again.get("/excerpts/1").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"first, ''", "agreed, ''", "withdrawn, ''", "first, I never wrote that."})
  void who_says_that_these_are_not_his_words_is_read_wherever_the_excerpt_is(
      String before, String words) {
    String names = before.substring(0, 3) + (words.isEmpty() ? "" : "w");
    String annToken = doorstep.person("dnann" + names);
    String benToken = doorstep.person("dnben" + names);
    String ben = "dnben" + names;
    String talk = talk(doorstep, annToken, benToken, ben);
    Visitor publisher = Visitor.signedIn(doorstep, "dnann" + names);
    Visitor author = Visitor.signedIn(doorstep, ben);
    String choose = talk + "/excerpt";
    Map<String, String> typed = Map.of("from", "2", "to", "3", "text", "We talked about it.");
    String look = Visitor.location(publisher.submit(choose, choose, typed));
    String one = look.replace("/look", "");
    publisher.submit(look, one + "/ask", Map.of());
    String post = Visitor.location(publisher.submit(look, one + "/publish", Map.of()));
    String answer = one + "/answer";
    String says = "<bdi>" + ben + "</bdi> says: these are not my words";
    assertThat(read(post)).contains("asked").doesNotContain(ben, "not my words");
    if (!before.equals("first")) {
      say(author, answer, Map.of("answer", "agree"));
      assertThat(read(post)).contains("father").doesNotContain("not my words");
    }
    if (before.equals("withdrawn")) {
      author.submit(answer, one + "/withdraw", Map.of());
    }

    say(author, answer, Map.of("answer", "deny", "context", words));
    assertThat(author.get(answer).body()).contains("You said in public", says);
    for (String page : List.of(post, one, "/@dnann" + names)) {
      assertThat(read(page))
          .as(page)
          .contains(says, "says: not my words", words)
          .contains(before.equals("first") ? "asked" : "withdrawn on")
          .doesNotContain("father");
    }
    String id = post.substring(post.lastIndexOf('/') + 1);
    for (String page :
        List.of(
            "/@dnann" + names + ".rss",
            "/@dnann" + names + ".atom",
            "/api/v1/statuses/" + id,
            "/api/oembed?url=" + Doorstep.encoded(doorstep.url + post),
            "/api/oembed?url=" + Doorstep.encoded(doorstep.url + one))) {
      assertThat(read(page))
          .as(page)
          .contains(ben + " (says: these are not my words)")
          .doesNotContain("father");
    }
    var excerpt = doorstep.json("GET", "/api/v1" + one, annToken, Map.of());
    var denial = excerpt.get("denials").get(0);
    assertThat(denial.get("entries").toString()).isEqualTo("[2]");
    assertThat(excerpt.get("entries").get(0).get("denied_by")).isEqualTo(denial.get("account_id"));
    assertThat(read(one + "/keys.json")).contains("/" + ben + "#");
    assertThat(publisher.get("/excerpts").body()).contains(says);

    author.submit(answer, one + "/withdraw", Map.of());
    assertThat(read(post)).doesNotContain("not my words", ben);
  }

  @Test
  void whoever_shows_it_reads_a_denial_before_he_publishes() {
    String annToken = doorstep.person("pdann");
    String benToken = doorstep.person("pdben");
    String choose = talk(doorstep, annToken, benToken, "pdben") + "/excerpt";
    Visitor ann = Visitor.signedIn(doorstep, "pdann");
    Visitor ben = Visitor.signedIn(doorstep, "pdben");
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "2", "to", "3")));
    String one = look.replace("/look", "");
    ann.submit(look, one + "/ask", Map.of());
    say(ben, one + "/answer", Map.of("answer", "deny"));
    String says = "<bdi>pdben</bdi> says: these are not my words";
    assertThat(ann.get(look).body()).contains(says);
    assertThat(ann.get("/excerpts").body()).contains(says);
    String post = Visitor.location(ann.submit(look, one + "/publish", Map.of()));
    assertThat(read(post)).contains(says);
  }

  @Test
  void what_was_changed_or_erased_later_is_said_where_it_is_chosen_looked_at_and_read() {
    String token = doorstep.person("chann");
    String other = doorstep.person("chben");
    String talk = talk(doorstep, token, other, "chben");
    String messages = "/api/v1/private" + talk + "/messages/";
    String changed = "Have you ever ridden it? Not on Tuesday.";
    doorstep.json("PUT", messages + "1", token, Map.of("text", changed));
    doorstep.json("DELETE", messages + "3?for=all", token, Map.of());
    Visitor ann = Visitor.signedIn(doorstep, "chann");
    String choose = talk + "/excerpt";
    assertThat(ann.get(choose + "?from=1&to=4").body())
        .contains(
            "Changed later by its author, in message 5.",
            "href=\"" + choose + "?from=1&amp;to=5\" data-to=\"5\"");
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "4")));
    String outside = "The later wording is not in this excerpt.";
    assertThat(ann.get(look).body())
        .contains(
            "with a mark that they were changed later",
            "href=\"" + choose + "?from=1&amp;to=5&amp;excerpt=",
            outside,
            "1 message here was erased by its author")
        .doesNotContain("as you choose", "left out here");
    String one = look.replace("/look", "");
    String post = Visitor.location(ann.submit(look, one + "/publish", Map.of()));
    for (String page : List.of(post, one)) {
      assertThat(read(page)).contains(outside, "1 message here was erased by its author");
    }
    assertThat(read("/@chann.rss"))
        .contains("chann (changed this later)", "[1 message erased by its author]");
    var rows = doorstep.json("GET", "/api/v1" + one, token, Map.of()).get("entries");
    assertThat(rows.get(0).get("replaced_by_n").asLong()).isEqualTo(5);
    assertThat(rows.get(2).get("erased").asBoolean()).isTrue();

    look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "5")));
    assertThat(ann.get(look).body())
        .contains("Readers see both", "Changed later by its author, in message 5.", "Tuesday")
        .doesNotContain(outside);
  }

  @Test
  void the_notification_says_what_was_answered_and_nobody_publishes_what_he_has_not_seen() {
    String token = doorstep.person("heann");
    String other = doorstep.person("heben");
    String choose = talk(doorstep, token, other, "heben") + "/excerpt";
    Visitor ann = Visitor.signedIn(doorstep, "heann");
    Visitor ben = Visitor.signedIn(doorstep, "heben");
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "4")));
    String one = look.replace("/look", "");
    String answer = one + "/answer";
    ann.submit(look, one + "/ask", Map.of());
    HttpResponse<String> stood = ann.get(look);
    say(ben, answer, Map.of("answer", "some", "out[]", "2"));
    assertThat(ben.get(answer).body())
        .contains("Agreed. It opens when it is published.", "What you said stays until you choose")
        .contains("As it stands, readers would see this")
        .doesNotContain("open now", "Nothing is chosen for you");
    eventually(ann, "agrees to some words of the excerpt");
    var late = ann.submit(look, stood, one + "/publish", Map.of());
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("There was an answer since you looked", "Bring me a number");
    ben.submit(answer, one + "/withdraw", Map.of());
    assertThat(folded(ben.get(answer).body()))
        .contains("You took it back.", "Sealed.", "withdrawn on")
        .doesNotContain("Bring me a number");
    eventually(ann, "had agreed to the excerpt, and took it back");
    say(ben, answer, Map.of("answer", "deny"));
    assertThat(ben.get(answer).body())
        .contains("It will stand beside them when it is published.")
        .doesNotContain("It stands beside them.");
    eventually(ann, "says about the excerpt: these are not my words");
    say(ben, answer, Map.of("answer", "agree"));
    eventually(ann, "agrees to the excerpt");
    assertThat(Visitor.location(ann.submit(look, one + "/publish", Map.of())))
        .startsWith("/@heann/");
  }

  /// What is to be read without opening anything.
  private static String folded(String page) {
    return page.replaceAll("(?s)<details.*?</details>", "");
  }

  @Test
  void words_on_the_record_are_not_called_agreed_nor_sealed() {
    String token = doorstep.person("rcann");
    String other = doorstep.person("rcben");
    String all = "/api/v1/private/conversations";
    String id =
        doorstep
            .json("GET", "/api/v1/accounts/lookup?acct=rcben", token, Map.of())
            .get("id")
            .asString();
    String talk =
        doorstep.post(all, token, Map.of("members[]", id, "mode", "record")).get("id").asString();
    doorstep.post(all + "/" + talk + "/messages", token, Map.of("text", "Is it closed?"));
    doorstep.post(all + "/" + talk + "/messages", other, Map.of("text", "From May on."));
    Visitor ann = Visitor.signedIn(doorstep, "rcann");
    Visitor ben = Visitor.signedIn(doorstep, "rcben");
    String choose = "/conversations/" + talk + "/excerpt";
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "2")));
    String one = look.replace("/look", "");
    String post = Visitor.location(ann.submit(look, one + "/publish", Map.of()));
    assertThat(read(post)).contains("From May on.", "on the record").doesNotContain("agreed");
    // Nobody asked him: he finds it among the excerpts all the same, she only as her own.
    assertThat(ben.get("/excerpts").body()).contains("With words of yours", one + "/answer");
    assertThat(ann.get("/excerpts").body()).doesNotContain("With words of yours");
    assertThat(ben.get(one + "/answer").body())
        .contains("shows words of yours that were on the record · ", "Your words in it are open")
        .doesNotContain("value=\"agree\"", "value=\"decline\"", "with your words sealed");
    say(ben, one + "/answer", Map.of("answer", "add", "open", "none", "context", "At night."));
    assertThat(read(post)).contains("At night.");
    // There is no yes that he could give: nothing is shown as it would be with one.
    ben.submit(one + "/answer", one + "/withdraw", Map.of());
    assertThat(ben.get(one + "/answer").body())
        .contains("You took it back.")
        .doesNotContain("with your yes");
  }

  @Test
  void a_note_that_was_changed_since_is_seen_before_it_is_published() {
    String token = doorstep.person("ntann");
    String other = doorstep.person("ntben");
    String choose = talk(doorstep, token, other, "ntben") + "/excerpt";
    Visitor ann = Visitor.signedIn(doorstep, "ntann");
    Visitor ben = Visitor.signedIn(doorstep, "ntben");
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "4")));
    String one = look.replace("/look", "");
    String answer = one + "/answer";
    ann.submit(look, one + "/ask", Map.of());
    say(ben, answer, Map.of("answer", "add", "open", "all", "context", "At night."));
    Waiting.until("his note", () -> ann.get(look).body().contains("At night."));
    HttpResponse<String> stood = ann.get(look);
    say(ben, answer, Map.of("answer", "add", "open", "same", "context", "Never."));
    Waiting.until("his other note", () -> ann.get(look).body().contains("Never."));
    var late = ann.submit(look, stood, one + "/publish", Map.of());
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("Never.").doesNotContain("At night.");
  }

  @Test
  void where_the_talk_is_gone_nobodys_words_are_called_on_the_record() {
    String token = doorstep.person("goann");
    String other = doorstep.person("goben");
    String talk = talk(doorstep, token, other, "goben");
    String choose = talk + "/excerpt";
    Visitor ann = Visitor.signedIn(doorstep, "goann");
    Visitor ben = Visitor.signedIn(doorstep, "goben");
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "4")));
    String one = look.replace("/look", "");
    ann.submit(look, one + "/publish", Map.of("ask", "true"));
    ann.submit(talk, talk + "/leave", Map.of());
    ben.submit(talk, talk + "/leave", Map.of());
    var page = ben.get(one + "/answer");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("value=\"agree\"")
        .doesNotContain("were on the record", "they were said on the record");
  }

  private static void eventually(Visitor who, String words) {
    Waiting.until(words, () -> who.get("/notifications").body().contains(words));
  }

  private static void say(Visitor who, String answer, Map<String, String> what) {
    Map<String, String> form = new HashMap<>(what);
    form.put("seen", Visitor.hidden(SEEN, who.get(answer).body()));
    assertThat(who.submit(answer, answer, form).statusCode()).isEqualTo(303);
  }

  /// Where a stranger could read of it.
  private List<String> pages(String post, String one) {
    String id = post.substring(post.lastIndexOf('/') + 1);
    return List.of(
        post,
        one,
        one + "/excerpt.json",
        one + "/keys.json",
        "/@exann",
        "/@exann.rss",
        "/@exann.atom",
        "/api/v1/statuses/" + id,
        "/api/oembed?url=" + Doorstep.encoded(doorstep.url + post));
  }

  private String read(String path) {
    var answer = new Visitor(doorstep).get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    if (path.endsWith(".json")) {
      // A seal that closes must not stay open in a cache on the way.
      assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
          .as(path)
          .contains("private");
    }
    return answer.body();
  }

  @Test
  void what_cannot_be_is_said_beside_the_form_and_nothing_typed_is_lost() {
    String token = doorstep.person("exdora");
    String other = doorstep.person("exemil");
    String choose = talk(doorstep, token, other, "exemil") + "/excerpt";
    Visitor dora = Visitor.signedIn(doorstep, "exdora");
    Map<String, String> typed = new HashMap<>(Map.of("from", "1", "to", "1", "out[]", "1"));
    typed.put("text", "Nothing at all");
    var refused = dora.submit(choose, choose, typed);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Of this nothing would be shown", "Nothing at all");
    // The other's words in one's own text are pointed out before anybody reads them.
    typed.put("to", "4");
    typed.put("text", "He said: bring me a number I can say out loud, and so I will.");
    String look = Visitor.location(dora.submit(choose, choose, typed));
    assertThat(dora.get(look).body()).contains("Your text repeats", "bring me a number");
    String second = Visitor.location(dora.submit(choose, choose, typed));
    assertThat(dora.get(second).body()).contains("There is another excerpt of this conversation");
    String one = look.replace("/look", "");
    assertThat(Visitor.location(dora.submit(look, one + "/discard", Map.of())))
        .isEqualTo("/excerpts");
    assertThat(dora.get(look).statusCode()).isEqualTo(404);
  }
}
