package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Quotations are checked, and people asked whether words are theirs, by forms that a browser
/// without scripts sends.
class QuotingInTheBrowserTest {
  private static final Pattern USE = Pattern.compile("formaction=\"([^\"]*/use[^\"]*)\"");
  private static final Pattern ITSELF = Pattern.compile("href=\"(/articles/[0-9]+/said/[0-9]+)\"");
  private static final Pattern SAY = Pattern.compile("action=\"([^\"]*/said\\?[^\"]*)\"");
  private static final Pattern BACK =
      Pattern.compile("formaction=\"([^\"]*/said/[0-9]+/(?:withdraw|remove))\"");
  private static final String SAID = "The tide cant wait for the last lamp of the night";

  private final Doorstep doorstep = Doorstep.shared();

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private String id(String name) {
    return doorstep
        .json("GET", "/api/v1/accounts/lookup?acct=" + name, "", Map.of())
        .get("id")
        .asString();
  }

  private static Map<String, String> text(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("text", text);
    fields.put("markup", "text");
    return fields;
  }

  @Test
  void a_pasted_text_gets_its_report_with_the_words_side_by_side() {
    doorstep.person("quotereader");
    Visitor reader = signedIn("quotereader");
    Map<String, String> fields =
        text(
            "“The boat leave's at nine and nobody waits for it,” he wrote."
                + " <script>alert(1)</script>");
    fields.put("embed_author[]", "@<b>ferryman</b>");
    fields.put("embed_text[]", "The boat leaves at nine and nobody waits for it");
    HttpResponse<String> answer = reader.submit("/quotecheck", "/quotecheck", fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("Differs: spelling", "class=\"here\"", "leave's", "class=\"src\"")
        .contains("a copy, not checked at the source")
        .contains("What a quote check can’t do")
        .doesNotContain("<script>alert", "<b>ferryman");
    HttpResponse<String> none = reader.submit("/quotecheck", "/quotecheck", text("No words here."));
    assertThat(none.body()).contains("There is no quotation in this text.");
    HttpResponse<String> empty = reader.submit("/quotecheck", "/quotecheck", text(" "));
    assertThat(empty.statusCode()).isEqualTo(422);
    HttpResponse<String> unknown =
        reader.submit(
            "/quotecheck",
            "/quotecheck",
            text("“Nobody ever heard these few words before,” somebody said."));
    assertThat(unknown.body())
        .contains("Not in our archive", "We never search words that nobody has published")
        .contains("action=\"/statements/new\"")
        .doesNotContain("/statements/new?");
  }

  @Test
  void a_marked_cut_and_capitals_are_called_what_they_are() {
    doorstep.person("quotecutter");
    Visitor reader = signedIn("quotecutter");
    Map<String, String> fields =
        text(
            "Jonas Tidewell wrote: “The boat leaves at nine […] nobody waits for it.”\n\n"
                + "Jonas Tidewell wrote: “THE BOAT LEAVES AT NINE on every evening of May.”");
    fields.put("embed_author[]", "Jonas Tidewell");
    fields.put(
        "embed_text[]",
        "The boat leaves at nine on every evening of May, and nobody waits for it.");
    assertThat(reader.submit("/quotecheck", "/quotecheck", fields).body())
        .contains("Words are left out, and it says so", "A marked cut")
        .contains("Only capital letters differ", "Differs: capitals")
        .doesNotContain("The spelling differs");
  }

  @Test
  void sources_that_were_joined_stand_each_by_itself_with_its_author() {
    String nurse = doorstep.person("quotenurse");
    String baker = doorstep.person("quotebaker");
    for (String token : List.of(nurse, baker)) {
      doorstep.json(
          "PATCH", "/api/v1/accounts/update_credentials", token, Map.of("indexable", "true"));
    }
    doorstep.post(
        "/api/v1/statuses", nurse, Map.of("status", "The night nurse is me and I count lamps."));
    doorstep.post(
        "/api/v1/statuses", baker, Map.of("status", "Without that lamp no bread stands at six."));
    Visitor reader = signedIn("quotenurse");
    Map<String, String> fields =
        text(
            "@quotenurse wrote: “The night nurse is me and I count lamps. Without that lamp no"
                + " bread stands at six.”");
    Doorstep.until(
        "both are known",
        () ->
            reader
                .submit("/quotecheck", "/quotecheck", fields)
                .body()
                .contains("The words of several people became one quotation"));
    assertThat(reader.submit("/quotecheck", "/quotecheck", fields).body())
        .contains("Differs: speaker", "Words of @quotebaker:")
        .containsPattern("The source: @quotenurse[^<]*</h4><p[^>]*><mark>The night nurse is me")
        .containsPattern("The source: @quotebaker[^<]*</h4><p[^>]*>Without that lamp")
        .doesNotContain("nothing changed");
  }

  @Test
  void an_order_that_was_changed_is_shown_beside_the_source_in_its_own() {
    doorstep.person("quoteturner");
    Map<String, String> fields =
        text("Jonas Tidewell wrote: “Watch who notices that. Cut only the second last boat.”");
    fields.put("embed_author[]", "Jonas Tidewell");
    fields.put("embed_text[]", "Cut only the second last boat. Watch who notices that.");
    Visitor reader = signedIn("quoteturner");
    assertThat(reader.submit("/quotecheck", "/quotecheck", fields).body())
        .contains("The order of the source was changed")
        .containsPattern("(?s)as words of Jonas Tidewell: a copy.*Cut only.*Watch who");
    fields.put(
        "text",
        "Jonas Tidewell wrote: “Cut only the second last boat. Watch who notices that. And then he"
            + " sold it all.”");
    assertThat(reader.submit("/quotecheck", "/quotecheck", fields).body())
        .contains("It goes on where the source ends", "Differs: goes on")
        .doesNotContain("Differs: spelling");
    fields.put(
        "text", "Sanna Ekwall wrote: “Cut only the second last boat. Watch who notices that.”");
    assertThat(reader.submit("/quotecheck", "/quotecheck", fields).body())
        .contains("Under another name than its source", "Differs: speaker")
        .doesNotContain("nothing changed");
  }

  @Test
  void the_source_of_a_page_is_read_as_one_and_the_check_is_linked() {
    doorstep.person("quotepaster");
    Visitor reader = signedIn("quotepaster");
    String page =
        reader
            .submit(
                "/quotecheck",
                "/quotecheck",
                text("<p class=\"lead of it\">She said &ldquo;the tide is in today&rdquo;.</p>"))
            .body();
    assertThat(page)
        .contains("It looks like the source of a page", "the tide is in today")
        .doesNotContain("2. ");
    assertThat(reader.get("/articles").body()).contains("href=\"/quotecheck\"");
    assertThat(reader.get("/compose").body()).contains("href=\"/quotecheck\"");
  }

  @Test
  void somebody_is_asked_answers_and_everybody_reads_the_answer() {
    doorstep.person("quoteasker");
    doorstep.person("quoteasked");
    Visitor asker = signedIn("quoteasker");
    String asking = "/word_questions/new?account=" + id("quoteasked");
    assertThat(asker.get("/@quoteasked").body()).contains("href=\"" + asking + "\"");
    // Words that are perhaps private come by a form, and stand in no address.
    HttpResponse<String> unknown =
        asker.submit(
            "/quotecheck",
            "/quotecheck",
            text("@quoteasked wrote: “I lit it with nobody anywhere near me” and left."));
    assertThat(asker.submit("/quotecheck", unknown, "/word_questions/new", Map.of()).body())
        .contains("I lit it with nobody anywhere near me</textarea>", id("quoteasked"));
    HttpResponse<String> asked =
        asker.submit(
            asking,
            "/word_questions",
            Map.of("account", id("quoteasked"), "text", "I lit it <b>", "where", "The Lamp"));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(303);
    String page = asked.headers().firstValue("Location").orElseThrow();
    assertThat(asker.get(page).body()).contains("No answer yet", "I lit it &lt;b&gt;");
    assertThat(new Visitor(doorstep).get(page).statusCode()).isEqualTo(404);
    Visitor she = signedIn("quoteasked");
    assertThat(she.get("/word_questions").body()).contains("Look and answer", "The Lamp");
    assertThat(she.submit(page, page + "/answer", Map.of()).statusCode()).isEqualTo(422);
    HttpResponse<String> answered =
        she.submit(page, page + "/answer", Map.of("answer", "not_mine", "note", "Never."));
    assertThat(answered.statusCode()).as(answered.body()).isEqualTo(303);
    Visitor anybody = new Visitor(doorstep);
    assertThat(anybody.get(page).body())
        .contains("“Not my words.”", "Never.", "shown to the two alone", "Check it yourself")
        .doesNotContain("I lit it", "The Lamp");
    assertThat(asker.get(page).body()).contains("I lit it &lt;b&gt;");
    Map<String, String> shown = Map.of("answer", "not_mine", "show_words", "true");
    she.submit(page, page + "/answer", shown);
    assertThat(anybody.get(page).body())
        .contains("I lit it &lt;b&gt;", "Changed. Before: “Not my words.”");
    HttpResponse<String> second =
        asker.submit(
            asking, "/word_questions", Map.of("account", id("quoteasked"), "text", "and this"));
    String other = second.headers().firstValue("Location").orElseThrow();
    assertThat(she.submit(other, other + "/dismiss", Map.of()).statusCode()).isEqualTo(303);
    assertThat(she.get("/word_questions").body()).doesNotContain("and this");
    assertThat(asker.get(other).body()).contains("No answer yet");
  }

  @Test
  void words_are_vouched_for_and_taken_out() {
    doorstep.person("quotevoucher");
    doorstep.person("quotespeaker");
    Visitor voucher = signedIn("quotevoucher");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("speaker", "@quotespeaker");
    fields.put("text", "Lamps are lit by those who stay");
    fields.put("source", "a speech");
    // What is perhaps private is taken from no address.
    assertThat(voucher.get("/statements/new?text=In+a+log").body()).doesNotContain("In a log");
    HttpResponse<String> unknown =
        voucher.submit(
            "/quotecheck",
            "/quotecheck",
            text("@quotespeaker wrote: “Lamps are lit by those who stay” and left."));
    assertThat(voucher.submit("/quotecheck", unknown, "/statements/new", Map.of()).body())
        .contains("@quotespeaker", "Lamps are lit by those who stay</textarea>");
    HttpResponse<String> done = voucher.submit("/statements/new", "/statements", fields);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
    fields.put("text", " ");
    assertThat(voucher.submit("/statements/new", "/statements", fields).statusCode())
        .isEqualTo(422);
    Visitor speaker = signedIn("quotespeaker");
    String page = speaker.get("/word_questions").body();
    assertThat(page).contains("Lamps are lit by those who stay", "a speech", "Take it out");
    String action = page.replaceAll("(?s).*formaction=\"(/statements/\\d+/delete)\".*", "$1");
    assertThat(speaker.submit("/word_questions", action, Map.of()).statusCode()).isEqualTo(303);
    assertThat(voucher.get("/word_questions").body()).doesNotContain("Lamps are lit");
  }

  @Test
  void whoever_is_called_by_name_alone_is_told_as_if_by_his_handle() {
    doorstep.person("namevoucher");
    String named = doorstep.person("namespeaker");
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        named,
        Map.of("display_name", "Orla Quenneville"));
    Visitor voucher = signedIn("namevoucher");
    Visitor speaker = signedIn("namespeaker");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("speaker", "Orla Quenneville");
    fields.put("source", "I heard it");
    fields.put("text", "The quay was empty at the turn of the tide");
    Doorstep.until(
        "the search has heard of her name",
        () -> voucher.get("/search?q=Orla+Quenneville").body().contains("/@namespeaker"));
    assertThat(voucher.submit("/statements/new", "/statements", fields).statusCode())
        .isEqualTo(303);
    assertThat(speaker.get("/word_questions").body())
        .contains("The quay was empty at the turn of the tide", "Take it out");
  }

  @Test
  void whoever_writes_an_article_takes_the_source_s_words_and_readers_see_the_report() {
    String writer = doorstep.person("quotewriter");
    String speaker = doorstep.person("quotepoet");
    doorstep.post("/api/v1/statuses", speaker, Map.of("status", SAID));
    JsonNode article =
        doorstep.post(
            "/api/v1/articles",
            writer,
            Map.of(
                "title",
                "Lamps",
                "format",
                "text",
                "body",
                "@quotepoet wrote: “" + SAID.replace("cant", "can't") + "” and left."));
    String page = "/articles/" + article.get("id").asString() + "/quotecheck";
    String own = page + "/working";
    Visitor he = signedIn("quotewriter");
    assertThat(he.get(page).headers().firstValue("Location")).contains(own);
    Doorstep.until(
        "the post is known", () -> he.get(own).body().contains("Use the source’s words"));
    assertThat(new Visitor(doorstep).get(page).statusCode()).as("a draft").isEqualTo(404);
    assertThat(new Visitor(doorstep).get(own).body()).as("a draft").doesNotContain("Lamps");
    assertThat(he.forge(own, page + "/1/use", Map.of()).statusCode())
        .as("which text he saw is not said")
        .isEqualTo(422);
    Matcher use = USE.matcher(he.get(own).body());
    assertThat(use.find()).isTrue();
    HttpResponse<String> used = he.submit(own, use.group(1), Map.of());
    assertThat(used.statusCode()).as(used.body()).isEqualTo(303);
    assertThat(he.get(own).body()).contains("1 of 1 quotations checked", "Word for word");
    doorstep.json(
        "PUT",
        "/api/v1/articles/" + article.get("id").asString(),
        writer,
        Map.of("state", "published"));
    assertThat(new Visitor(doorstep).get(page).body())
        .contains("1 of 1 quotations checked", "Word for word")
        .doesNotContain("Use the source’s words");
    String read = new Visitor(doorstep).get("/articles/" + article.get("id").asString()).body();
    assertThat(read)
        .contains("<a href=\"#quotations\">1 of 1 quotations checked</a>")
        .contains("night”<a class=\"qm verbatim\" href=\"#quotation-1\"")
        .contains("id=\"quotation-1\"", "Open the source")
        .doesNotContain("Use the source’s words");
    String editor = "/articles/" + article.get("id").asString() + "/edit";
    assertThat(he.get(editor).body()).contains("Check quotations");
  }

  @Test
  void whoever_is_quoted_says_what_he_said_and_moderators_take_it_out() throws Exception {
    String writer = doorstep.person("saidwriter");
    doorstep.person("saidpoet");
    String article =
        doorstep
            .post(
                "/api/v1/articles",
                writer,
                Map.of(
                    "title",
                    "Moths",
                    "format",
                    "text",
                    "body",
                    "@saidpoet wrote: “Moths never read what stands in the papers” and left."))
            .get("id")
            .asString();
    doorstep.json("PUT", "/api/v1/articles/" + article, writer, Map.of("state", "published"));
    String page = "/articles/" + article + "/quotecheck?published=1";
    Visitor poet = signedIn("saidpoet");
    Visitor desk = moderator("saiddesk");
    assertThat(new Visitor(doorstep).get(page).body()).doesNotContain("I said: …");
    Matcher form = SAY.matcher(poet.get(page).body());
    assertThat(form.find()).isTrue();
    for (var wrong :
        Map.of(" ", "There are no words in it", "They do. ".repeat(500), "This is too long")
            .entrySet()) {
      HttpResponse<String> again = poet.submit(page, form.group(1), Map.of("text", wrong.getKey()));
      assertThat(again.statusCode()).isEqualTo(422);
      assertThat(again.body())
          .contains(wrong.getValue(), wrong.getKey() + "</textarea>", "maxlength=", "required")
          .contains("<details open>");
    }
    for (String way : List.of("withdraw", "remove")) {
      Matcher say = SAY.matcher(poet.get(page).body());
      assertThat(say.find()).isTrue();
      HttpResponse<String> said =
          poet.submit(page, say.group(1), Map.of("text", "They do, I said. <b>At night</b>"));
      assertThat(said.statusCode()).as(said.body()).isEqualTo(303);
      String read = new Visitor(doorstep).get("/articles/" + article).body();
      assertThat(read)
          .contains(
              "saidpoet says: I said", "They do, I said. &lt;b&gt;At night&lt;/b&gt;", "signed")
          .doesNotContain("/withdraw\"", "/remove\"");
      Matcher itself = ITSELF.matcher(read);
      assertThat(itself.find()).isTrue();
      HttpResponse<String> there = new Visitor(doorstep).get(itself.group(1));
      assertThat(there.headers().firstValue("location").orElseThrow())
          .isEqualTo(page + "#quotation-1");
      Visitor who = way.equals("remove") ? desk : poet;
      Matcher back = BACK.matcher(who.get(page).body());
      assertThat(back.find()).isTrue();
      assertThat(back.group(1)).endsWith(way);
      if (way.equals("remove")) {
        assertThat(poet.forge(page, back.group(1), Map.of()).statusCode())
            .as("who is no moderator")
            .isIn(403, 404);
      }
      assertThat(who.submit(page, back.group(1), Map.of()).statusCode()).isEqualTo(303);
      assertThat(new Visitor(doorstep).get(page).body()).doesNotContain("They do, I said.");
      assertThat(new Visitor(doorstep).get(itself.group(1)).statusCode()).isEqualTo(404);
    }
    assertThat(desk.get("/desk/audit").body())
        .contains("said beside a quotation", "href=\"" + page + "\"><bdi>Moths</bdi>");
    Visitor author = signedIn("saidwriter");
    Doorstep.until(
        "who wrote it is told",
        () ->
            author
                .get("/notifications")
                .body()
                .contains("says what was said, beside a quotation in your article"));
  }

  /// Of words that nobody published neither the verdict nor any count tells (attack articles-03).
  @Test
  void words_that_are_not_published_read_like_words_that_nobody_said() {
    String speaker = doorstep.person("quotehidden");
    String friend = doorstep.person("quotefriend");
    String hidden = "Seven %s nets hang behind the chapel door tonight.";
    String invented = "Eight %s jars wait before the stable wall already.";
    doorstep.json(
        "PATCH", "/api/v1/accounts/update_credentials", speaker, Map.of("indexable", "true"));
    String deleted = says(speaker, hidden.formatted("mullets"), "public");
    awaitKnown(speaker, hidden.formatted("mullets"));
    doorstep.json("DELETE", "/api/v1/statuses/" + deleted, speaker, Map.of());
    says(speaker, hidden.formatted("herring"), "private");
    says(speaker, "@quotefriend " + hidden.formatted("anchovy"), "direct");
    String talks = "/api/v1/private/conversations";
    String talk =
        doorstep.post(talks, speaker, Map.of("members[]", id("quotefriend"))).get("id").asString();
    doorstep.post(
        talks + "/" + talk + "/messages", speaker, Map.of("text", hidden.formatted("sardine")));
    String draft =
        doorstep
            .post(
                "/api/v1/articles",
                speaker,
                Map.of("title", "Nets", "body", hidden.formatted("pollock")))
            .get("id")
            .asString();
    doorstep.post(
        "/api/v1/articles/" + draft + "/embeds",
        speaker,
        Map.of("text", hidden.formatted("catfish"), "author", "@quotehidden"));
    // What was said before it has been read, too.
    says(speaker, "All nets are mended and dry since Monday.", "public");
    awaitKnown(speaker, "All nets are mended and dry since Monday.");
    doorstep.person("quoteprying");
    Visitor prying = signedIn("quoteprying");
    for (String fish : List.of("mullets", "herring", "anchovy", "sardine", "pollock", "catfish")) {
      for (String by : List.of("@quotehidden wrote: ", "Somebody said: ", "")) {
        List<String> of = read(prying, friend, by, hidden.formatted(fish));
        List<String> nothing = read(prying, friend, by, invented.formatted(fish));
        assertThat(of.getFirst()).as(by + fish).contains("not_found");
        assertThat(of).as(by + fish).isEqualTo(nothing);
      }
    }
  }

  /// The report as programs and as people read it, but for the words that were asked for.
  private List<String> read(Visitor prying, String token, String by, String words) {
    String text = by + "“" + words + "” and left.";
    return Stream.of(
            doorstep.post("/api/v1/quotecheck", token, Map.of("text", text)).toString(),
            Visitor.withoutToken(prying.submit("/quotecheck", "/quotecheck", text(text)).body()))
        .map(read -> read.replace(words, "…").replace(words.replace(".", ""), "…"))
        .map(read -> read.replaceAll("\"sha256\":\"[0-9a-f]+\"|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", ""))
        .toList();
  }

  private String says(String token, String words, String visibility) {
    return doorstep
        .post("/api/v1/statuses", token, Map.of("status", words, "visibility", visibility))
        .get("id")
        .asString();
  }

  private void awaitKnown(String token, String words) {
    Map<String, String> asked = Map.of("text", "@quotehidden wrote: “" + words + "” and left.");
    Doorstep.until(
        "it is known",
        () ->
            doorstep
                .post("/api/v1/quotecheck", token, asked)
                .toString()
                .contains("\"verdict\":\"verbatim\""));
  }

  private Visitor moderator(String name) throws Exception {
    doorstep.person(name);
    doorstep.command("account", "role", name, "moderator");
    return signedIn(name);
  }
}
