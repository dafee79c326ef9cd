package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What pages for everybody say to machines, to feed readers and to caches.
class PublicPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LINKED =
      Pattern.compile("<script type=\"application/ld\\+json\">([^<]*)</script>");
  private static final String BREAKS_OUT =
      "</script><script>alert(1)</script><!-- <script> ]]> & \u2028 \"quoted\" 'so' \\ \uFFFE";

  private static Window window;
  private final Doorstep doorstep = Doorstep.shared();

  @AfterAll
  static void closed() {
    if (window != null) {
      window.close();
    }
  }

  // ---- cards

  @Test
  void a_profile_says_whose_it_is() {
    String token = doorstep.person("cardowner");
    Map<String, String> profile = new LinkedHashMap<>();
    profile.put("display_name", "Card \"Owner\" </title>");
    profile.put("note", BREAKS_OUT);
    profile.put("fields_attributes[0][name]", "Home");
    profile.put("fields_attributes[0][value]", "https://home.example/me");
    doorstep.json("PATCH", "/api/v1/accounts/update_credentials", token, profile);
    String page = strange("/@cardowner").body();
    assertThat(page)
        .contains("<link rel=\"canonical\" href=\"" + doorstep.url + "/@cardowner\">")
        .contains("<link rel=\"me\" href=\"https://home.example/me\">")
        .contains("type=\"application/rss+xml\"", "href=\"" + doorstep.url + "/@cardowner.rss\"")
        .contains("href=\"" + doorstep.url + "/@cardowner.atom\"")
        .contains("<meta property=\"og:type\" content=\"profile\">");
    JsonNode linked = linked(page);
    assertThat(linked.path("@type").asString()).isEqualTo("ProfilePage");
    JsonNode person = linked.path("mainEntity");
    assertThat(person.path("name").asString()).isEqualTo("Card \"Owner\" </title>");
    assertThat(person.path("description").asString()).startsWith("</script><script>alert(1)");
    assertThat(person.path("sameAs").get(0).asString()).isEqualTo("https://home.example/me");
  }

  @Test
  void a_post_says_what_it_says_and_no_browser_runs_it() {
    String token = doorstep.person("cardwriter");
    String post = say(token, Map.of("status", BREAKS_OUT, "language", "en"));
    String path = "/@cardwriter/" + post;
    String html = strange(path).body();
    JsonNode linked = linked(html);
    assertThat(linked.path("@type").asString()).isEqualTo("SocialMediaPosting");
    assertThat(linked.path("articleBody").asString()).isEqualTo(BREAKS_OUT);
    assertThat(linked.path("url").asString()).isEqualTo(doorstep.url + path);
    assertThat(html).contains("<meta property=\"og:type\" content=\"article\">");
    window = window == null ? new Window(doorstep) : window;
    Page page = window.fresh(true);
    window.open(path);
    Object read =
        page.evaluate(
            "[...document.querySelectorAll('script[type=\"application/ld+json\"]')]"
                + ".map(s => JSON.parse(s.textContent).articleBody)");
    assertThat(read).isEqualTo(List.of(BREAKS_OUT));
    // The policy of the pages has nothing against it, and nothing ran.
    window.hasNothingToComplainOf();
  }

  @Test
  void what_stands_behind_a_warning_stays_there() {
    String token = doorstep.person("cardwarner");
    String picture = doorstep.upload(token, Drawings.png(64, 64), "A secret ending");
    String post =
        say(
            token,
            Map.of(
                "status", "The butler did it", "spoiler_text", "Ending", "media_ids[]", picture));
    String head = head(strange("/@cardwarner/" + post).body());
    assertThat(head).contains("Ending").doesNotContain("butler", "secret ending", "/media/");
    for (String feed : List.of("/@cardwarner.rss", "/@cardwarner.atom")) {
      assertThat(strange(feed).body())
          .contains("Ending")
          .doesNotContain("butler", "secret ending", "enclosure");
    }
  }

  private static String head(String page) {
    return page.substring(0, page.indexOf("</head>"));
  }

  @Test
  void what_is_not_for_everybody_has_no_card() {
    String token = doorstep.person("cardquiet");
    String post = say(token, Map.of("status", "For few", "visibility", "private"));
    Visitor owner = new Visitor(doorstep);
    owner.signIn("cardquiet", Doorstep.PASSWORD);
    String page = owner.get("/@cardquiet/" + post).body();
    assertThat(page).contains("For few");
    assertThat(head(page)).doesNotContain("og:", "ld+json", "oembed", "For few");
    assertThat(strange("/@cardquiet/" + post).statusCode()).isEqualTo(404);
    assertThat(embed("/@cardquiet/" + post).statusCode()).isEqualTo(404);
    assertThat(embed("/@cardquiet/1").statusCode()).isEqualTo(404);
  }

  // ---- shown elsewhere

  @Test
  void a_post_can_be_shown_elsewhere_without_a_script() {
    String token = doorstep.person("cardembed");
    String path = "/@cardembed/" + say(token, Map.of("status", "Take <b>me</b> along"));
    Matcher link =
        Pattern.compile("type=\"application/json\\+oembed\" href=\"([^\"]+)\"")
            .matcher(strange(path).body());
    assertThat(link.find()).isTrue();
    HttpResponse<String> answer = ask(link.group(1).replace("&amp;", "&"), "");
    String html = JSON.readTree(answer.body()).path("html").asString();
    assertThat(html)
        .startsWith("<blockquote")
        .contains("Take &lt;b&gt;me&lt;/b&gt; along")
        .doesNotContain("<script", "<iframe");
  }

  private HttpResponse<String> embed(String path) {
    return ask(doorstep.url + "/api/oembed?url=" + Doorstep.encoded(doorstep.url + path), "");
  }

  // ---- feeds

  @Test
  void a_feed_has_what_is_public_and_listed() throws Exception {
    String token = doorstep.person("feeder");
    String friend = doorstep.person("feedfriend");
    String other = say(friend, Map.of("status", "Of somebody else"));
    say(token, Map.of("status", "Out loud #feedtag"));
    say(token, Map.of("status", "Quietly #feedtag", "visibility", "unlisted"));
    say(token, Map.of("status", "To followers #feedtag", "visibility", "private"));
    say(token, Map.of("status", "@feedfriend in private #feedtag", "visibility", "direct"));
    say(token, Map.of("status", "An answer", "in_reply_to_id", other));
    doorstep.post("/api/v1/statuses/" + other + "/reblog", token, Map.of());
    Doorstep.until(
        "the tag's timeline has it",
        () -> strange("/tags/feedtag.rss").body().contains("Out loud"));
    for (String feed :
        List.of("/@feeder.rss", "/@feeder.atom", "/tags/feedtag.rss", "/tags/feedtag.atom")) {
      HttpResponse<String> answer = strange(feed);
      assertThat(answer.statusCode()).as(feed).isEqualTo(200);
      Document document = parsed(answer.body());
      String items = feed.endsWith("rss") ? "item" : "entry";
      assertThat(document.getElementsByTagName(items).getLength()).as(feed).isEqualTo(1);
      assertThat(text(document, feed.endsWith("rss") ? "description" : "content", -1))
          .as(feed)
          .contains("Out loud")
          .startsWith("<p>");
    }
    assertThat(strange("/@nobodyfeeds.rss").statusCode()).isEqualTo(404);
  }

  @Test
  void a_feed_bears_whatever_people_write() throws Exception {
    String token = doorstep.person("feedhostile");
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("display_name", "]]></title><x>&", "note", BREAKS_OUT));
    say(token, Map.of("status", BREAKS_OUT + " #" + "feedevil"));
    say(token, Map.of("status", "hidden", "spoiler_text", "]]> <b>\"&amp;"));
    Doorstep.until(
        "the tag's timeline has it", () -> strange("/tags/feedevil.rss").body().contains("<item>"));
    for (String feed : List.of("/@feedhostile.rss", "/@feedhostile.atom", "/tags/feedevil.rss")) {
      Document document = parsed(strange(feed).body());
      assertThat(document.getElementsByTagName("x").getLength()).isZero();
      assertThat(document.getElementsByTagName("script").getLength()).isZero();
      assertThat(document.getElementsByTagName("title").item(0).getTextContent())
          .isIn(
              "]]></title><x>& (@feedhostile@" + URI.create(doorstep.url).getAuthority() + ")",
              "#feedevil");
    }
  }

  @Test
  void a_feed_says_when_nothing_is_new_and_is_never_long() throws Exception {
    String token = doorstep.person("feedlong");
    for (int i = 0; i < 25; i++) {
      say(token, Map.of("status", "Number " + i));
    }
    HttpResponse<String> first = strange("/@feedlong.rss");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(first.headers().firstValue("Cache-Control").orElseThrow()).startsWith("public");
    assertThat(first.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/rss+xml");
    assertThat(parsed(first.body()).getElementsByTagName("item").getLength()).isEqualTo(20);
    HttpResponse<String> again =
        doorstep.send(
            HttpRequest.newBuilder(URI.create(doorstep.url + "/@feedlong.rss"))
                .header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    say(token, Map.of("status", "Something new"));
    assertThat(strange("/@feedlong.rss").headers().firstValue("ETag").orElseThrow())
        .isNotEqualTo(tag);
  }

  // ---- caches

  @Test
  void a_public_page_may_be_kept_for_who_brings_no_cookie() {
    String token = doorstep.person("cached");
    String post = say(token, Map.of("status", "Keep me #cachedtag"));
    for (String path :
        List.of(
            "/",
            "/about",
            "/rules",
            "/privacy",
            "/town",
            "/tags/cachedtag",
            "/@cached",
            "/@cached/media",
            "/@cached/" + post)) {
      HttpResponse<String> answer = strange(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(control(answer)).as(path).isEqualTo("public, max-age=60");
      assertThat(answer.headers().firstValue("Vary").orElse(""))
          .as(path)
          .contains("Cookie", "Accept-Language", "HX-Request");
      assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
      assertThat(answer.body()).as(path).contains("name=\"form_token\" value=\"\"");
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again =
          doorstep.send(
              HttpRequest.newBuilder(URI.create(doorstep.url + path))
                  .header("Accept", "text/html")
                  .header("If-None-Match", tag));
      // Between the two something else may have been said in public.
      assertThat(again.statusCode()).as(path).isIn(200, 304);
      if (List.of("/about", "/rules", "/privacy").contains(path)) {
        assertThat(again.statusCode()).as(path).isEqualTo(304);
      }
      for (String cookie : List.of("session=x", "visitor=x", "look=dark....", "other=1")) {
        assertThat(control(ask(doorstep.url + path, cookie)))
            .as(path + " " + cookie)
            .isEqualTo("private, no-store");
      }
    }
    for (String path : List.of("/auth/sign_in", "/@nobodyatall", "/home")) {
      assertThat(control(strange(path))).as(path).doesNotContain("public");
    }
  }

  /// Else a cache that reads no `Vary` would show it as the page (attack web-02).
  @Test
  void a_piece_that_a_script_asks_for_is_kept_by_no_cache() {
    String token = doorstep.person("cachedpiece");
    String post =
        doorstep
            .post("/api/v1/statuses", token, Map.of("status", "Kept for all #piecetag"))
            .get("id")
            .asString();
    for (String path :
        List.of(
            "/",
            "/about",
            "/rules",
            "/privacy",
            "/town",
            "/stories",
            "/tags/piecetag",
            "/topics/piecetag",
            "/@cachedpiece",
            "/@cachedpiece/articles",
            "/@cachedpiece/media",
            "/@cachedpiece/" + post)) {
      HttpResponse<String> piece =
          doorstep.send(
              HttpRequest.newBuilder(URI.create(doorstep.url + path))
                  .header("Accept", "text/html")
                  .header("HX-Request", "true")
                  .header("HX-Target", "feed"));
      assertThat(piece.statusCode()).as(path).isEqualTo(200);
      // Without a doctype it is the rows that come next: kept by nobody.
      boolean isWhole = piece.body().stripLeading().startsWith("<!doctype html>");
      assertThat(isWhole || control(piece).equals("private, no-store")).as(path).isTrue();
      assertThat(piece.headers().firstValue("Vary").orElse("")).as(path).contains("HX-Request");
      assertThat(strange(path).body().stripLeading()).as(path).startsWith("<!doctype html>");
    }
  }

  @Test
  void light_or_dark_can_be_chosen_from_a_kept_page_and_from_ours_only() {
    assertThat(look("Sec-Fetch-Site", "same-origin")).isEqualTo(303);
    assertThat(look("Origin", doorstep.url)).isEqualTo(303);
    assertThat(look("Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(look("Origin", "https://evil.test")).isEqualTo(403);
  }

  private int look(String header, String value) {
    return doorstep
        .send(
            HttpRequest.newBuilder(URI.create(doorstep.url + "/look"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString("theme=dark&form_token=&back=/")))
        .statusCode();
  }

  // ---- inside

  private String say(String token, Map<String, String> status) {
    return doorstep.post("/api/v1/statuses", token, status).get("id").asString();
  }

  @Test
  void no_header_of_a_stranger_gets_into_a_page_or_chooses_another() throws Exception {
    String token = doorstep.person("unpoisoned");
    String post = say(token, Map.of("status", "As it was asked for"));
    for (String header :
        List.of(
            "Host: evil.test",
            "Host: localhost@evil.test",
            "Host: localhost\r\nX-Forwarded-Host: evil.test",
            "Host: localhost\r\nX-Forwarded-Proto: evil.test",
            "Host: localhost\r\nForwarded: host=evil.test;proto=https",
            "Host: localhost\r\nX-Original-URL: /about?evil.test",
            "Host: localhost\r\nX-Rewrite-URL: /about?evil.test",
            "Host: localhost\r\nX-HTTP-Method-Override: DELETE")) {
      for (String path : List.of("/@unpoisoned", "/@unpoisoned/" + post, "/@unpoisoned.rss")) {
        String answer = raw(path, header);
        assertThat(answer).as("%s with %s", path, header).doesNotContain("evil.test");
        if (answer.startsWith("HTTP/1.1 200")) {
          assertThat(answer).as("%s with %s", path, header).contains("As it was asked for");
        } else {
          assertThat(answer).as("%s with %s", path, header).startsWith("HTTP/1.1 4");
        }
      }
    }
  }

  /// As no client of Java would ask.
  private String raw(String path, String header) throws java.io.IOException {
    URI at = URI.create(doorstep.url);
    try (java.net.Socket socket = new java.net.Socket(at.getHost(), at.getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return new String(
          socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> strange(String path) {
    return ask(doorstep.url + path, "");
  }

  private HttpResponse<String> ask(String url, String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html");
    return doorstep.send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
  }

  private static String control(HttpResponse<String> answer) {
    return answer.headers().firstValue("Cache-Control").orElse("");
  }

  private static JsonNode linked(String page) {
    Matcher matcher = LINKED.matcher(page);
    assertThat(matcher.find()).isTrue();
    return JSON.readTree(matcher.group(1));
  }

  /// Strictly: a reader of feeds does the same.
  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  /// @param index from the end when negative
  private static String text(Document document, String name, int index) {
    var all = document.getElementsByTagName(name);
    return all.item(index < 0 ? all.getLength() + index : index) instanceof Element element
        ? element.getTextContent()
        : "";
  }
}
