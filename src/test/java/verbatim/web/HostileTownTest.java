package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/// A town whose people have put hostile words wherever they can put any: names, profiles, posts,
/// warnings, polls, descriptions of pictures, credits, names of files, lists, filters, notes,
/// drafts, reports and what the desk notes, private messages, excerpts, articles and where they
/// were published first, corrections, embeds, stories, topics, questions and answers about words,
/// announcements, kinds of emoji, names of browsers and of apps, addresses. Every page there is, is
/// opened in Chromium: no script runs, and nothing is asked of another server.
class HostileTownTest {
  private static final List<String> MORE =
      List.of(
          "<a href=\"java&#9;script:alert(1)\">x</a> <button formaction=javascript:alert(1)>x</button>",
          "<svg><script href=data:,alert(1) /></svg><details open ontoggle=alert(1)>",
          "<link rel=stylesheet href=//evil.test/a.css><object data=//evil.test/x></object>",
          "</style><style>*{background:url(//evil.test/x)} @import '//evil.test/a.css';",
          "<x onfocus=alert(1) autofocus tabindex=1 contenteditable> \"},{\"x\":\"</script>",
          "{{constructor.constructor('alert(1)')()}} `${alert(1)}` %3Cscript%3Ealert(1)%3C/script%3E",
          "\uFFFD\uFFFDscript\uFFFD \uFEFF \uFB01le \u0130 \u017F<\u017Fcript>alert(1)</\u017Fcript>");
  private static final List<String> PAYLOADS =
      Stream.concat(HostileWordsTest.PAYLOADS.stream(), MORE.stream()).toList();
  private static final int MENTIONS = 8;
  private static final int NAME_MAX = 30;
  private static final int TITLE_MAX = 60;

  private static Doorstep doorstep;
  private static PagesToShow pages;
  private static Window window;
  private static int next;

  @BeforeAll
  static void built() {
    doorstep = Doorstep.open(true, Map.of("VERBATIM_NAME", "Ternhaven"));
    pages = new PagesToShow(doorstep, HostileTownTest::says);
    for (String name : List.of("shownmaren", "shownjonas", "shownsalma")) {
      profile(pages.token(name));
    }
    speak(pages.token("shownmaren"), "", PAYLOADS);
    speak(pages.token("shownsalma"), "@shownjonas ", PAYLOADS.subList(0, MENTIONS));
    arrange(pages.token("shownjonas"));
    window = new Window(doorstep);
  }

  @AfterAll
  static void closed() {
    window.close();
    doorstep.close();
  }

  /// Behind what is said, or in its stead where there is no room.
  private static String says(String words, int charactersMax) {
    String between = words.contains("\n") ? "\n\n" : " ";
    int room = charactersMax - words.length() - between.length();
    return room < 0 && charactersMax > words.length() / 2
        ? payload(charactersMax)
        : words + between + payload(room < 0 ? charactersMax : room);
  }

  /// Another one each time, all of them by turns.
  private static String payload(int charactersMax) {
    return HostileWordsTest.cut(PAYLOADS.get(next++ % PAYLOADS.size()), charactersMax);
  }

  private static void profile(String token) {
    Map<String, String> profile = new LinkedHashMap<>();
    profile.put("display_name", payload(NAME_MAX));
    profile.put("note", HostileWordsTest.cut(String.join(" ", PAYLOADS), 500));
    for (int i = 0; i < 4; i++) {
      profile.put("fields_attributes[" + i + "][name]", payload(200));
      profile.put("fields_attributes[" + i + "][value]", payload(200));
    }
    doorstep.json("PATCH", "/api/v1/accounts/update_credentials", token, profile);
  }

  private static void speak(String token, String to, List<String> payloads) {
    for (String payload : payloads) {
      Map<String, String> status = new LinkedHashMap<>();
      status.put("status", to + payload + " #" + "LastBoat");
      status.put("spoiler_text", to.isEmpty() ? "" : payload);
      if (next++ % 2 == 0) {
        status.put("poll[options][0]", payload(50));
        status.put("poll[options][1]", "plain " + payload(40));
        status.put("poll[expires_in]", "86400");
      }
      doorstep.post("/api/v1/statuses", token, status);
    }
    Map<String, String> pictures = new LinkedHashMap<>();
    pictures.put("status", "Look " + payload(100));
    for (int i = 0; i < 4; i++) {
      pictures.put("media_ids[" + i + "]", upload(token, payload(200)));
    }
    doorstep.post("/api/v1/statuses", token, pictures);
    // What is no UTF-8 at all.
    for (String raw : List.of("%C0%BCscript%C0%BEalert(1)", "%ED%A0%80<script>", "%FF%FE<b>")) {
      HttpResponse<String> answer =
          doorstep.send(
              HttpRequest.newBuilder(URI.create(doorstep.url + "/api/v1/statuses"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("Authorization", "Bearer " + token)
                  .POST(HttpRequest.BodyPublishers.ofString("status=" + raw + "&language=en")));
      assertThat(answer.statusCode()).isIn(200, 400, 422);
    }
  }

  /// With a hostile name of the file, description and credit.
  private static String upload(String token, String words) {
    String boundary = "aTornEdge";
    String name = words.replace("\"", "%22").replace("\r", "").replace("\n", "");
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n"
            + words
            + "\r\n--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"credit\"\r\n\r\n"
            + words
            + "\r\n--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + ".png\"\r\nContent-Type: image/png\r\n\r\n";
    HttpResponse<String> response =
        doorstep.send(
            HttpRequest.newBuilder(URI.create(doorstep.url + "/api/v1/media"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Authorization", "Bearer " + token)
                .POST(
                    HttpRequest.BodyPublishers.ofByteArrays(
                        List.of(
                            head.getBytes(StandardCharsets.UTF_8),
                            Drawings.png(64, 64),
                            ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8)))));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body()).get("id").asString();
  }

  /// What the reader himself has, and was given to have: nobody else may write it, but other apps
  /// of his do.
  private static void arrange(String reader) {
    String maren = pages.path("{maren}");
    for (int i = 0; i < 4; i++) {
      doorstep.post("/api/v1/lists", reader, Map.of("title", payload(TITLE_MAX)));
      Map<String, String> filter = new LinkedHashMap<>();
      filter.put("title", payload(TITLE_MAX));
      filter.put("context[]", "home");
      filter.put("filter_action", i == 0 ? "hide" : "warn");
      filter.put("keywords_attributes[0][keyword]", i == 0 ? payload(TITLE_MAX) : "hello" + i);
      doorstep.post("/api/v2/filters", reader, filter);
      doorstep.postJson(
          "/api/v1/drafts",
          reader,
          "{\"statuses\":[{\"status\":"
              + quoted(payload(400))
              + ",\"spoiler_text\":"
              + quoted(payload(80))
              + "}]}");
    }
    doorstep.json(
        "PUT",
        "/api/v1/lists/" + pages.path("{list}"),
        reader,
        Map.of("title", payload(TITLE_MAX)));
    doorstep.post("/api/v1/accounts/" + maren + "/note", reader, Map.of("comment", payload(200)));
    Map<String, String> later = new LinkedHashMap<>();
    later.put("status", payload(300));
    later.put("spoiler_text", payload(80));
    later.put("scheduled_at", "2030-01-01T00:00:00Z");
    doorstep.post("/api/v1/statuses", reader, later);
    doorstep.post("/api/v1/reports", reader, Map.of("account_id", maren, "comment", payload(200)));
    for (int i = 0; i < 4; i++) {
      doorstep.app(payload(TITLE_MAX), "https://evil.test/" + i, "urn:ietf:wg:oauth:2.0:oob");
      Visitor browser = new Visitor(doorstep);
      browser.callsItself(payload(200).replaceAll("[^ -~]", "?"));
      browser.signIn(pages.reader(), Doorstep.PASSWORD);
    }
  }

  private static String quoted(String text) {
    return new ObjectMapper().writeValueAsString(text);
  }

  @Test
  void runs_no_script_of_theirs_on_any_page() {
    List<String> seen = new ArrayList<>();
    pages.each(window, () -> window.fresh(true), (page, shown) -> look(page, shown, seen));
    assertThat(seen).hasSizeGreaterThan(150);
    Page page = window.fresh(true);
    window.signIn(pages.reader());
    addresses(page);
  }

  private static void look(Page page, PagesToShow.Shown shown, List<String> seen) {
    window.open(pages.path(shown.path()));
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
    HostileWordsTest.isHarmless(page, window);
    onlyOurs(shown.name());
    seen.add(shown.name());
  }

  private static void onlyOurs(String where) {
    assertThat(window.requests())
        .as(where)
        .allMatch(
            url ->
                url.startsWith(doorstep.url + "/")
                    || url.startsWith("data:")
                    || url.startsWith("blob:"));
  }

  /// What a link from elsewhere can say.
  private static void addresses(Page page) {
    List<String> paths =
        List.of(
            "/search?q=",
            "/search/suggest?q=",
            "/compose?text=",
            "/compose?in_reply_to=",
            "/report?account=",
            "/notifications?only=",
            "/lists/",
            "/people/",
            "/tags/",
            "/@");
    for (int i = 0; i < PAYLOADS.size(); i++) {
      String path = paths.get(i % paths.size());
      String word = Doorstep.encoded(PAYLOADS.get(i)).replace("+", "%20");
      Response answer = page.navigate(doorstep.url + path + word);
      assertThat(answer.headerValue("x-content-type-options")).isEqualTo("nosniff");
      if (answer.headerValue("content-type").startsWith("text/html")) {
        window.hasNothingToComplainOf();
      } else {
        assertThat(answer.headerValue("content-type")).startsWith("application/json");
      }
      onlyOurs(path);
    }
  }
}
