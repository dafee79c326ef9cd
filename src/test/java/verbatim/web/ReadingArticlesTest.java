package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import verbatim.Waiting;

/// Articles in a browser without scripts: written, looked at, published, read, corrected.
class ReadingArticlesTest {
  private static final Set<String> TAGS =
      Set.of(
          "p",
          "h2",
          "h3",
          "a",
          "em",
          "strong",
          "s",
          "code",
          "pre",
          "ul",
          "ol",
          "li",
          "blockquote",
          "br",
          "hr",
          "figure",
          "footer",
          "span",
          "time",
          "div",
          "img",
          "figcaption",
          "del",
          "ins",
          // The report on the quotations.
          "section",
          "header",
          "dl",
          "dt",
          "dd",
          "h4",
          "i",
          "b",
          "mark",
          "details",
          "summary",
          "svg",
          "use");
  private static final Pattern TAG = Pattern.compile("<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>");
  private static final Pattern EDITOR = Pattern.compile("/articles/(\\d+)/edit");

  private final Doorstep doorstep = Doorstep.shared();

  private static String where(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("location").orElseThrow();
  }

  private static String id(HttpResponse<String> begun) {
    Matcher editor = EDITOR.matcher(where(begun));
    assertThat(editor.find()).isTrue();
    return editor.group(1);
  }

  private static Map<String, String> form(String page, String what, String title, String body) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("do", what);
    form.put("seen", Visitor.hidden(Pattern.compile("name=\"seen\" value=\"([^\"]*)\""), page));
    form.put("format", Visitor.hidden(Pattern.compile("name=\"format\" value=\"([^\"]*)\""), page));
    form.put("title", title);
    form.put("standfirst", "Nine passengers, one sum.");
    form.put("body", body);
    form.put("topics", "Last boat, Ferry");
    form.put("language", "en");
    return form;
  }

  private static HttpResponse<String> send(
      Visitor visitor, String id, String what, String title, String body) {
    String editor = "/articles/" + id + "/edit";
    return visitor.submit(editor, editor, form(visitor.get(editor).body(), what, title, body));
  }

  @Test
  void an_excerpt_in_it_says_whose_talk_it_is_and_what_was_taken_back() {
    String annToken = doorstep.person("embedann");
    String benToken = doorstep.person("embedben");
    String choose =
        ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "embedben") + "/excerpt";
    Visitor ann = Visitor.signedIn(doorstep, "embedann");
    Visitor ben = Visitor.signedIn(doorstep, "embedben");
    String look = Visitor.location(ann.submit(choose, choose, Map.of("from", "1", "to", "4")));
    String one = look.replace("/look", "");
    ann.submit(look, one + "/ask", Map.of());
    String answer = one + "/answer";
    assertThat(ben.submit(answer, answer, Map.of("answer", "agree")).statusCode()).isEqualTo(303);
    String post = Visitor.location(ann.submit(look, one + "/publish", Map.of()));
    String id = id(ann.submit("/articles", "/articles", Map.of()));
    // Its post stands for it, wherever its address came from.
    String body = "They talked.\n\n" + doorstep.url + post + "\n";
    where(send(ann, id, "publish", "Talk", body));
    Visitor anybody = new Visitor(doorstep);
    assertThat(anybody.get("/articles/" + id).body())
        .contains("From a conversation between", "embedann", "embedben")
        .contains("Check it yourself", "agreed</span>", "Bring me a number")
        .doesNotContain("unchanged when last looked at");
    assertThat(ann.get("/articles/" + id).body())
        .contains("Take this excerpt out")
        .doesNotContain("Take my words out");
    ben.submit(answer, one + "/withdraw", Map.of());
    Doorstep.until(
        "his words are gone",
        () -> !anybody.get("/articles/" + id).body().contains("Bring me a number"));
    assertThat(anybody.get("/articles/" + id).body())
        .contains("withdrawn on", "Sealed", "Check it yourself")
        .doesNotContain("unchanged when last looked at");
  }

  @Test
  void it_is_written_looked_at_published_read_signed_out_corrected_and_its_versions_are_there() {
    doorstep.person("writer");
    Visitor writer = Visitor.signedIn(doorstep, "writer");
    String id = id(writer.submit("/articles", "/articles", Map.of()));
    HttpResponse<String> seen = send(writer, id, "preview", "Boat", "It *leaves*, forty aboard.");
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(seen.body()).contains("<em>leaves</em>").contains("It *leaves*, forty aboard.");
    Visitor stranger = new Visitor(doorstep);
    assertThat(stranger.get("/articles/" + id).statusCode()).isEqualTo(404);
    HttpResponse<String> refused = send(writer, id, "publish", "", "Words");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("An article needs a title");
    assertThat(where(send(writer, id, "publish", "Boat", "It *leaves*, forty aboard.")))
        .isEqualTo("/articles/" + id);
    HttpResponse<String> read = new Visitor(doorstep).get("/articles/" + id);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body())
        .contains("<em>leaves</em>")
        .contains("og:type\" content=\"article\"")
        .contains("\"NewsArticle\"")
        .contains("json+oembed")
        .contains("Nine passengers, one sum.")
        .contains("href=\"/topics/last-boat\"");
    assertThat(read.headers().firstValue("cache-control").orElse("")).contains("max-age");
    String editor = "/articles/" + id + "/edit";
    Map<String, String> corrected =
        form(writer.get(editor).body(), "publish", "Boat", "It *leaves*, fourteen aboard.");
    corrected.put("correction", "It was fourteen.");
    where(writer.submit(editor, editor, corrected));
    assertThat(writer.get("/articles/" + id).body())
        .contains("fourteen aboard")
        .contains("It was fourteen.");
    assertThat(writer.get("/articles/" + id + "/versions").body())
        .contains("<del>")
        .contains("fourteen");
    assertThat(writer.get("/@writer/articles").body()).contains("Boat");
    assertThat(stranger.get("/@writer/articles.rss").body())
        .contains("<title>Boat</title>")
        .contains("fourteen aboard");
    assertThat(stranger.get("/@writer/articles.atom").body()).contains("fourteen aboard");
    Doorstep.until(
        "it stands at home", () -> writer.get("/home").body().contains("class=\"card\""));
    where(send(writer, id, "withdraw", "Boat", "It *leaves*, fourteen aboard."));
    HttpResponse<String> gone = stranger.get("/articles/" + id);
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(gone.body())
        .contains("This article was withdrawn", "writer withdrew it on")
        .doesNotContain("Boat", "fourteen");
    where(writer.submit(editor, "/articles/" + id + "/delete", Map.of()));
    assertThat(writer.get(editor).statusCode()).isEqualTo(404);
  }

  @Test
  void a_quotation_that_may_mean_something_else_is_told_of_once_before_it_is_published() {
    String poet = doorstep.person("turnedpoet");
    doorstep.post(
        "/api/v1/statuses",
        poet,
        Map.of("status", "We do not cut the last boat before the winter comes."));
    doorstep.person("turnedwriter");
    Visitor writer = Visitor.signedIn(doorstep, "turnedwriter");
    String id = id(writer.submit("/articles", "/articles", Map.of()));
    String body = "@turnedpoet wrote: “We do cut the last boat before the winter comes.”";
    send(writer, id, "save", "Turned", body);
    Doorstep.until(
        "the quotation is known to differ",
        () ->
            writer
                .get("/articles/" + id + "/quotecheck/working")
                .body()
                .contains("Differs: meaning"));
    HttpResponse<String> told = send(writer, id, "publish", "Turned", body);
    assertThat(told.statusCode()).isEqualTo(422);
    assertThat(told.body()).contains("it may mean something else", "Publish all the same");
    assertThat(new Visitor(doorstep).get("/articles/" + id).statusCode()).isEqualTo(404);
    String editor = "/articles/" + id + "/edit";
    where(
        writer.submit(
            editor, told, editor + "?sure=true", form(told.body(), "publish", "Turned", body)));
    String read = new Visitor(doorstep).get("/articles/" + id).body();
    // Who reads only the head learns it there.
    assertThat(read.substring(0, read.indexOf("class=\"prose\""))).contains("one differs");

    // What was refused has not been corrected: the correction stands once, however often it is
    // sent.
    Map<String, String> corrected =
        form(writer.get(editor).body(), "publish", "Turned", body + " Twice.");
    corrected.put("correction", "It was said once.");
    HttpResponse<String> again = writer.submit(editor, editor, corrected);
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body())
        .contains("It was said once.")
        .doesNotContain("<bdi>It was said once.</bdi>");
    Map<String, String> sure = form(again.body(), "publish", "Turned", body + " Twice.");
    sure.put("correction", "It was said once.");
    where(writer.submit(editor, again, editor + "?sure=true", sure));
    assertThat(new Visitor(doorstep).get("/articles/" + id).body())
        .containsOnlyOnce("class=\"words\">It was said once.<");
    Map<String, String> twice =
        form(writer.get(editor).body(), "publish", "Turned", body + " Twice.");
    twice.put("correction", "It was said once.");
    where(writer.forge(editor, editor + "?sure=true", twice));
    assertThat(new Visitor(doorstep).get("/articles/" + id).body())
        .containsOnlyOnce("class=\"words\">It was said once.<")
        .containsPattern("Correction, <time [^>]*>\\d{1,2} \\p{L}+ \\d{4}</time>");
  }

  @Test
  void who_writes_with_another_is_named_first() {
    doorstep.person("firstpen");
    doorstep.person("secondpen");
    Visitor first = Visitor.signedIn(doorstep, "firstpen");
    Visitor second = Visitor.signedIn(doorstep, "secondpen");
    String id = id(first.submit("/articles", "/articles", Map.of()));
    String editor = "/articles/" + id + "/edit";
    Map<String, String> both = form(first.get(editor).body(), "publish", "Both", "We wrote it.");
    both.put("byline", "@firstpen @secondpen");
    where(first.submit(editor, editor, both));
    assertThat(second.get("/articles/" + id).body()).contains("Yes, I sign it");
    where(second.submit("/articles/" + id, "/articles/" + id + "/byline", Map.of("do", "agree")));
    assertThat(second.get("/articles/" + id).body())
        .contains("Your name stands above this article", "Take my name away");
    assertThat(first.get("/articles/" + id).body()).doesNotContain("Take my name away");
    String read = new Visitor(doorstep).get("/articles/" + id).body();
    assertThat(read.substring(read.indexOf("row byline"), read.indexOf("class=\"prose\"")))
        .containsSubsequence("/@firstpen", " · ", "/@secondpen");
    where(second.submit("/articles/" + id, "/articles/" + id + "/byline", Map.of("do", "disown")));
    assertThat(new Visitor(doorstep).get("/articles/" + id).body()).doesNotContain("secondpen");
  }

  @Test
  void a_preview_shows_the_posts_that_readers_will_see() {
    String token = doorstep.person("lookpen");
    Visitor pen = Visitor.signedIn(doorstep, "lookpen");
    String id = id(pen.submit("/articles", "/articles", Map.of()));
    String said =
        doorstep
            .post("/api/v1/statuses", token, Map.of("status", "The heron <b>waits</b> for soup."))
            .get("url")
            .asString();
    String shown = "<blockquote cite=\"" + said + "\">";
    assertThat(send(pen, id, "preview", "Heron", said + "\n").body())
        .contains(shown, "The heron &lt;b&gt;waits&lt;/b&gt; for soup.");
    String whole =
        doorstep
            .json("GET", "/api/v1/articles/" + id + "?draft=true", token, Map.of())
            .get("content")
            .asString();
    assertThat(whole).contains("The heron");
    where(send(pen, id, "publish", "Heron", said + "\n"));
    assertThat(new Visitor(doorstep).get("/articles/" + id).body()).contains(shown);
    assertThat(send(pen, id, "preview", "Heron", "embed:7\n").body())
        .contains("There is no such embed: 7");
  }

  @Test
  void who_wrote_elsewhere_meanwhile_loses_nothing() {
    doorstep.person("twohands");
    Visitor one = Visitor.signedIn(doorstep, "twohands");
    String id = id(one.submit("/articles", "/articles", Map.of()));
    String editor = "/articles/" + id + "/edit";
    HttpResponse<String> before = one.get(editor);
    where(send(one, id, "save", "First", "the first words"));
    HttpResponse<String> late =
        one.submit(
            editor, before, editor, form(before.body(), "save", "Second", "the second words"));
    assertThat(late.statusCode()).isEqualTo(422);
    assertThat(late.body())
        .contains("the second words", "You saved this article in another window")
        .containsSubsequence("What saving again would change", "<del>", "First", "<ins>", "Second");
    where(
        one.submit(editor, late, editor, form(late.body(), "save", "Second", "the second words")));
    assertThat(one.get(editor).body()).contains("the second words");
  }

  private String me(String token) {
    return doorstep
        .json("GET", "/api/v1/accounts/verify_credentials", token, Map.of())
        .get("id")
        .asString();
  }

  @Test
  void who_else_saved_meanwhile_is_named_and_a_pause_overwrites_nothing() {
    String room = doorstep.person("deskroom");
    String other = doorstep.person("deskother");
    String newsroom = "/api/v1/newsrooms/" + me(room);
    doorstep.post("/api/v1/newsrooms", room, Map.of());
    doorstep.post(newsroom + "/members", room, Map.of("account_id", me(other), "role", "editor"));
    doorstep.post(newsroom + "/join", other, Map.of());
    Visitor one = Visitor.signedIn(doorstep, "deskroom");
    Visitor two = Visitor.signedIn(doorstep, "deskother");
    String id = id(one.submit("/articles", "/articles", Map.of()));
    String editor = "/articles/" + id + "/edit";
    where(send(one, id, "publish", "Boats", "the first words"));
    HttpResponse<String> before = two.get(editor);
    Map<String, String> corrected =
        form(one.get(editor).body(), "publish", "Boats", "mended words");
    corrected.put("correction", "The first words were wrong.");
    where(one.submit(editor, editor, corrected));
    Map<String, String> quiet = form(before.body(), "save", "Boats", "the words of another");
    quiet.put("quietly", "true");
    HttpResponse<String> kept = two.forge(editor, editor, quiet);
    assertThat(kept.statusCode()).isEqualTo(409);
    assertThat(kept.body()).contains("deskroom saved this article").doesNotContain("<");
    HttpResponse<String> late =
        two.submit(
            editor, before, editor, form(before.body(), "save", "Boats", "the words of another"));
    assertThat(late.body())
        .contains("deskroom saved this article", "Go on with those words instead");
    where(
        two.submit(
            editor, late, editor, form(late.body(), "publish", "Boats", "the words of another")));
    assertThat(new Visitor(doorstep).get("/articles/" + id).body())
        .contains("the words of another", "The first words were wrong.");
  }

  @Test
  void hostile_words_in_any_markup_stay_words() {
    doorstep.person("hostilepen");
    Visitor pen = Visitor.signedIn(doorstep, "hostilepen");
    String all = String.join("\n\n", HostileWordsTest.PAYLOADS);
    String links =
        "[x](javascript:alert(1)) <javascript:alert(1)> ![a](https://evil.test/p.png)\n\n"
            + "![a](https://evil.test/p.png \"t\")\n\nhttps://evil.test/embed\n\n"
            + "<iframe src=\"https://evil.test/e\"></iframe>"
            + "<a href=\"data:text/html,x\" onclick=alert(1)>y</a>"
            + "<p style=\"position:fixed\" id=\"main\" class=\"sheet\" hx-get=\"/settings\">z</p>";
    for (String markup : List.of("markdown", "html", "text")) {
      Map<String, String> brought = new LinkedHashMap<>();
      brought.put("format", markup);
      brought.put("body", all + "\n\n" + links);
      String id = id(pen.submit("/articles", "/articles", brought));
      where(send(pen, id, "publish", "<script>alert(1)</script>", all + "\n\n" + links));
      String page = new Visitor(doorstep).get("/articles/" + id).body();
      assertThat(page).doesNotContain("<script>alert").doesNotContain("javascript:alert(1)\"");
      String prose =
          page.substring(
              page.indexOf("<div class=\"prose\""), page.indexOf("class=\"stack-l below"));
      Matcher tags = TAG.matcher(prose);
      int count = 0;
      while (tags.find()) {
        count++;
        assertThat(TAGS).as(tags.group()).contains(tags.group(1));
        assertThat(tags.group(2).toLowerCase(java.util.Locale.ROOT))
            .as(tags.group())
            .doesNotContainPattern("\\son[a-z]+=")
            .doesNotContain("javascript:")
            .doesNotContain("data:text")
            .doesNotContain("style=")
            .doesNotContain("hx-get")
            .doesNotContain("src=\"https://evil");
      }
      assertThat(count).isPositive();
    }
  }

  @Test
  void words_of_others_are_shown_with_what_became_of_them_and_their_author_takes_them_out() {
    String maren = doorstep.person("quotedone");
    doorstep.person("quoter");
    String post =
        doorstep
            .post("/api/v1/statuses", maren, Map.of("status", "We cant keep it at this price."))
            .get("id")
            .asString();
    Visitor quoter = Visitor.signedIn(doorstep, "quoter");
    String id = id(quoter.submit("/articles", "/articles", Map.of()));
    String editor = "/articles/" + id + "/edit";
    Map<String, String> embed = form(quoter.get(editor).body(), "embed", "Boat", "He wrote:");
    embed.put("url", doorstep.url + "/@quotedone/" + post);
    where(quoter.submit(editor, editor, embed));
    assertThat(quoter.get(editor).body()).contains("embed:1").contains("We cant keep it");
    Map<String, String> paste =
        form(quoter.get(editor).body(), "paste", "Boat", "He wrote:\n\nembed:1");
    paste.put("pasted", "Words from elsewhere");
    paste.put("author", "Somebody");
    paste.put("where", "in a room");
    where(quoter.submit(editor, editor, paste));
    where(send(quoter, id, "publish", "Boat", "He wrote:\n\nembed:1\n\nembed:2"));
    Visitor stranger = new Visitor(doorstep);
    assertThat(stranger.get("/articles/" + id).body())
        .contains("<blockquote cite=\"" + doorstep.url + "/@quotedone/" + post + "\"")
        .contains("unchanged when last looked at")
        .contains("not checked at the source");
    doorstep.json(
        "PUT",
        "/api/v1/statuses/" + post,
        maren,
        Map.of("status", "We can’t keep it at this price."));
    Doorstep.until(
        "the edit is seen",
        () -> quoter.get("/articles/" + id).body().contains("has edited the post since"));
    assertThat(quoter.get("/articles/" + id).body()).contains("What the post says now");
    Visitor author = Visitor.signedIn(doorstep, "quotedone");
    Doorstep.until(
        "whose words it shows is told",
        () ->
            author
                .get("/notifications")
                .body()
                .contains("<a href=\"/settings/embeds\">shows words of yours in an article</a>"));
    assertThat(author.get("/settings/embeds").body()).contains("Boat");
    where(author.submit("/settings/embeds", "/articles/" + id + "/embeds/1/detach", Map.of()));
    assertThat(quoter.get("/articles/" + id).body())
        .contains("The author withdrew this embed on")
        .doesNotContain("We cant keep it");
  }

  @Test
  void pasted_words_whose_speaker_says_that_they_are_not_his_are_shown_with_that() {
    String said = doorstep.person("saidtobe");
    String paper = doorstep.person("paster");
    Visitor paster = Visitor.signedIn(doorstep, "paster");
    String id = id(paster.submit("/articles", "/articles", Map.of()));
    String editor = "/articles/" + id + "/edit";
    Map<String, String> paste =
        form(paster.get(editor).body(), "paste", "Boat", "He wrote:\n\nembed:1");
    paste.put("pasted", "The boat leaves without anybody");
    paste.put("author", "@saidtobe");
    paste.put("where", "on a wall");
    where(paster.submit(editor, editor, paste));
    where(send(paster, id, "publish", "Boat", "He wrote:\n\nembed:1"));
    Visitor stranger = new Visitor(doorstep);
    assertThat(stranger.get("/articles/" + id).body()).contains("not checked at the source");
    String account =
        doorstep
            .json("GET", "/api/v1/accounts/verify_credentials", said, Map.of())
            .get("id")
            .asString();
    String question =
        doorstep
            .post(
                "/api/v1/word_questions",
                paper,
                Map.of("account_id", account, "text", "The boat leaves without anybody"))
            .get("id")
            .asString();
    doorstep.post(
        "/api/v1/word_questions/" + question + "/answer", said, Map.of("answer", "not_mine"));
    assertThat(stranger.get("/articles/" + id).body())
        .contains("Whose words these are said to be says that they are not")
        .doesNotContain("not checked at the source");
  }

  @Test
  void a_newsroom_asks_members_in_and_a_name_is_asked_for() {
    doorstep.person("thepost");
    doorstep.person("reporter");
    Visitor post = Visitor.signedIn(doorstep, "thepost");
    Visitor reporter = Visitor.signedIn(doorstep, "reporter");
    String rooms = "/settings/newsroom";
    where(post.submit(rooms, rooms, Map.of("do", "found")));
    where(post.submit(rooms, rooms, Map.of("do", "ask", "name", "@reporter", "role", "author")));
    String account =
        Visitor.hidden(
            Pattern.compile("name=\"account\" value=\"(\\d+)\""), reporter.get(rooms).body());
    where(reporter.submit(rooms, rooms, Map.of("do", "accept", "account", account)));
    String id = id(reporter.submit("/articles", "/articles", Map.of("owner", account)));
    where(send(reporter, id, "save", "Boat", "It leaves."));
    where(send(post, id, "publish", "Boat", "It leaves."));
    assertThat(post.get("/articles/" + id).body()).contains("thepost");
    doorstep.person("guestpen");
    Map<String, String> asks =
        form(post.get("/articles/" + id + "/edit").body(), "publish", "Boat", "It leaves.");
    asks.put("byline", "@guestpen");
    where(post.submit("/articles/" + id + "/edit", "/articles/" + id + "/edit", asks));
    Visitor guest = Visitor.signedIn(doorstep, "guestpen");
    assertThat(guest.get("/compose").body()).contains("href=\"/articles\"");
    Doorstep.until(
        "who is to sign is asked",
        () ->
            guest
                .get("/notifications")
                .body()
                .contains(
                    "<a href=\"/articles/" + id + "\">would like your name above an article</a>"));
    assertThat(guest.get("/articles/" + id).body()).contains("Your name is to stand above");
    where(guest.submit("/articles/" + id, "/articles/" + id + "/byline", Map.of("do", "agree")));
    assertThat(new Visitor(doorstep).get("/@guestpen/articles").body()).contains("Boat");
  }

  @Test
  void a_very_long_one_goes_on_on_the_next_page() {
    doorstep.person("longpen");
    Visitor pen = Visitor.signedIn(doorstep, "longpen");
    String body = "word\n\n".repeat(1_001);
    String id = id(pen.submit("/articles", "/articles", Map.of("body", body)));
    where(send(pen, id, "publish", "Long", body));
    assertThat(pen.get("/articles/" + id).body()).contains("/articles/" + id + "?from=1000");
    assertThat(pen.get("/articles/" + id + "?from=1000").body())
        .contains("<p hx-disable>word</p>")
        .doesNotContain("?from=2000");
  }

  @Test
  void one_version_is_compared_with_the_one_before_and_very_long_ones_are_not() {
    doorstep.person("versionpen");
    Visitor pen = Visitor.signedIn(doorstep, "versionpen");
    String id = id(pen.submit("/articles", "/articles", Map.of()));
    for (String body : List.of("Firstly", "Secondly", "Thirdly")) {
      where(send(pen, id, "publish", "Boat", body));
    }
    Visitor stranger = new Visitor(doorstep);
    String versions = "/articles/" + id + "/versions";
    assertThat(stranger.get(versions).body())
        .contains("Thirdly</ins>", "Secondly</del>", versions + "?version=2")
        .doesNotContain("Firstly");
    assertThat(stranger.get(versions + "?version=2").body())
        .contains("Secondly</ins>", "Firstly</del>", versions + "?version=3")
        .doesNotContain("Thirdly");
    assertThat(stranger.get(versions + "?version=99").body()).doesNotContain("<del>");
    where(send(pen, id, "publish", "Boat", "x".repeat(ArticlePages.COMPARED_CHARACTERS_MAX - 7)));
    assertThat(stranger.get(versions).body()).contains("<ins>").doesNotContain("too long to show");
    where(send(pen, id, "publish", "Boat", "Eighthly"));
    assertThat(stranger.get(versions).body()).contains("too long to show").doesNotContain("<ins>");
  }

  @Test
  void articles_and_what_they_quote_are_looked_for_beside_people_and_posts() {
    doorstep.person("soughtpen");
    Visitor pen = Visitor.signedIn(doorstep, "soughtpen");
    String body = "The gannetry was quiet. “We cannot keep the zeppelin,” said Marta Chen.";
    String id = id(pen.submit("/articles", "/articles", Map.of("body", body)));
    where(send(pen, id, "publish", "Of gannetries", body));
    Doorstep.until(
        "it is found",
        () -> pen.get("/search?q=gannetry").body().contains("href=\"/articles/" + id + "\""));
    String all =
        Waiting.until(
            "its quotations too",
            () -> pen.get("/search?q=zeppelin").body(),
            found -> found.contains("We cannot keep the zeppelin,"));
    assertThat(all)
        .contains("We cannot keep the zeppelin,")
        .contains("Marta Chen")
        .contains("/articles/" + id + "#quotations");
    assertThat(pen.get("/search?q=zeppelin&kind=articles").body())
        .contains("Of gannetries")
        .doesNotContain("cannot keep");
    assertThat(pen.get("/search?q=zeppelin&kind=quotations").body())
        .contains("cannot keep")
        .contains("aria-current=\"page\"");
    assertThat(pen.get("/search?q=gannetry&kind=quotations").body())
        .contains("Nothing found")
        .doesNotContain("Of gannetries");
    assertThat(pen.get("/search?q=gannetry&kind=posts").body()).contains("Nothing found");
    where(send(pen, id, "withdraw", "Of gannetries", body));
    assertThat(pen.get("/search?q=gannetry").body()).doesNotContain("/articles/" + id + "\"");
  }

  /// A browser ends lines in its own way; what somebody brought as a file stays as it was.
  @Test
  void who_only_looks_at_a_file_in_the_editor_does_not_change_a_byte_of_it() {
    String token = doorstep.person("filepen");
    String body = "One\r\nline.\r\n\r\nTwo";
    String id =
        doorstep
            .post("/api/v1/articles", token, Map.of("title", "File", "body", body))
            .get("id")
            .asString();
    Visitor pen = Visitor.signedIn(doorstep, "filepen");
    where(send(pen, id, "save", "File, renamed", body));
    assertThat(
            doorstep.json("GET", "/api/v1/articles/" + id, token, Map.of()).get("body").asString())
        .isEqualTo(body);
    where(send(pen, id, "save", "File, renamed", body + "\r\nMore"));
    assertThat(
            doorstep.json("GET", "/api/v1/articles/" + id, token, Map.of()).get("body").asString())
        .isEqualTo("One\nline.\n\nTwo\nMore");
  }
}
