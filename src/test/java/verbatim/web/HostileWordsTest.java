package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Words that try to become a page: in Chromium no script runs, nothing foreign is asked for, and
/// what was written is read as it was written (attacks web-01, web-05 to web-09, oauth-01).
class HostileWordsTest {
  static final List<String> PAYLOADS =
      List.of(
          "<script>alert(1)</script>",
          "</title></textarea></script><script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "<img src=https://evil.test/pixel.png>",
          "\"><svg onload=alert(1)>",
          "'\" autofocus onfocus=alert(1) x='",
          "<a href=/settings hx-get=/settings hx-trigger=load>x</a>",
          "<div hx-on:click=alert(1) data-hx-post=/auth/sign_out id=main class=sheet"
              + " style=position:fixed>x</div>",
          "<noscript><style></noscript><img src=x onerror=alert(1)>",
          "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
          "<svg><style><img src=x onerror=alert(1)></style></svg>",
          "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
          "<form action=https://evil.test><button>x</button></form>",
          "<base href=https://evil.test/><meta http-equiv=refresh"
              + " content='0;url=https://evil.test'>",
          "javascript:alert(1) JaVaScRiPt:alert(1) data:text/html,<script>alert(1)</script>",
          "https://evil.test/\"onmouseover=\"alert(1) https://bank.test@evil.test/",
          "${7*7} #{7*7} {{7*7}} $unsafe{1} @template.x()",
          "--><!-- ]]> \u2028 \u2029 &lt;b&gt; &amp;amp; &#60;script&#62;",
          "\u202Egnp.exe \u2066\u2067 a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308");

  private static final String STRANGE =
      "main script:not([src^='/assets/'][src$='.js']), main iframe, main base, main style, main"
          + " math, main object, main embed, main [onerror], main [onload], main [onfocus], main"
          + " [onmouseover], .words [hx-get], .facts [hx-get], main [data-hx-post], main"
          + " a[href^='javascript'], main a[href^='data'], main img[src*='evil'], main"
          + " form[action*='evil']";

  private static Window window;
  private final Doorstep doorstep = Doorstep.shared();

  @BeforeAll
  static void opened() {
    window = new Window(Doorstep.shared());
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @Tag("long") // HostileTownTest shows them all at once
  @Test
  void in_a_profile() {
    String token = doorstep.person("hostile");
    Page page = window.fresh(true);
    for (String payload : PAYLOADS) {
      Map<String, String> profile = new LinkedHashMap<>();
      profile.put("display_name", cut(payload, 30));
      profile.put("note", payload);
      profile.put("fields_attributes[0][name]", cut(payload, 60));
      profile.put("fields_attributes[0][value]", payload);
      doorstep.json("PATCH", "/api/v1/accounts/update_credentials", token, profile);
      window.open("/@hostile");
      assertThat(shown(page.locator("h1").innerText())).isEqualTo(shown(cut(payload, 30)));
      assertThat(shown(page.locator("header.head .words").innerText())).isEqualTo(shown(payload));
      isHarmless(page);
    }
  }

  @Test
  void in_posts_warnings_and_polls() {
    String token = doorstep.person("poster");
    for (String payload : PAYLOADS) {
      doorstep.post(
          "/api/v1/statuses",
          token,
          Map.of(
              "status",
              payload,
              "spoiler_text",
              payload,
              "poll[options][0]",
              cut(payload, 50),
              "poll[options][1]",
              "plain",
              "poll[expires_in]",
              "86400"));
    }
    Page page = window.fresh(true);
    window.open("/@poster");
    page.locator("details.cw").evaluateAll("all => all.forEach(one => one.open = true)");
    List<String> newestFirst = PAYLOADS.reversed();
    assertThat(shown(page.locator("details.cw > summary bdi").allInnerTexts()))
        .isEqualTo(shown(newestFirst));
    assertThat(shown(page.locator("details.cw .words").allInnerTexts()))
        .isEqualTo(shown(newestFirst));
    assertThat(shown(page.locator(".poll .opt:first-child > span:first-child").allInnerTexts()))
        .isEqualTo(shown(newestFirst.stream().map(payload -> cut(payload, 50)).toList()));
    isHarmless(page);
    window.open(page.locator(".when a").first().getAttribute("href"));
    isHarmless(page);
    window.open("/");
    isHarmless(page);
  }

  @Test
  void in_drafts_and_in_what_a_post_said_before() {
    String token = doorstep.person("hostiledrafter");
    Map<String, String> draft = new LinkedHashMap<>();
    String first = PAYLOADS.getFirst();
    String post =
        doorstep.post("/api/v1/statuses", token, Map.of("status", "Plain")).get("id").asString();
    for (String payload : PAYLOADS) {
      draft.put("statuses[" + draft.size() + "][status]", payload);
      doorstep.json(
          "PUT",
          "/api/v1/statuses/" + post,
          token,
          Map.of("status", payload, "spoiler_text", payload));
    }
    draft.put("statuses[0][spoiler_text]", first);
    String id = doorstep.post("/api/v1/drafts", token, draft).get("id").asString();
    Page page = window.fresh(true);
    window.signIn("hostiledrafter");
    for (String path :
        List.of(
            "/drafts",
            "/compose?draft=" + id,
            "/@hostiledrafter/" + post + "/edit",
            "/@hostiledrafter/" + post + "/history",
            "/compose?text=" + Doorstep.encoded(String.join(" ", PAYLOADS)))) {
      window.open(path);
      isHarmless(page);
    }
    window.open("/compose?draft=" + id);
    assertThat(page.locator("textarea.paper").nth(2).inputValue()).isEqualTo(PAYLOADS.get(2));
    assertThat(page.locator("#warning").inputValue()).isEqualTo(first);
  }

  @Tag("long") // HostileTownTest shows them all at once
  @Test
  void in_the_address_of_a_page() {
    Page page = window.fresh(true);
    for (String payload : PAYLOADS) {
      for (String path :
          List.of("/tags/", "/@", "/auth/sign_in?login=", "/auth/reset?token=", "/?max_id=")) {
        Response answer =
            page.navigate(doorstep.url + path + Doorstep.encoded(payload).replace("+", "%20"));
        if (answer.headerValue("content-type").startsWith("text/html")) {
          isHarmless(page);
        } else {
          // A slash within a segment is refused before there is a page.
          assertThat(answer.status()).isEqualTo(400);
          assertThat(answer.headerValue("content-type")).startsWith("application/json");
          assertThat(answer.headerValue("x-content-type-options")).isEqualTo("nosniff");
        }
      }
    }
  }

  @Test
  void in_the_name_of_an_app_and_what_it_asks() {
    doorstep.person("askedbyapps");
    Page page = window.fresh(true);
    window.signIn("askedbyapps");
    for (String payload : PAYLOADS) {
      JsonNode app = doorstep.app(cut(payload, 60), "", "urn:ietf:wg:oauth:2.0:oob");
      window.open(
          HostileFormsTest.authorize(app.get("client_id").asString(), "urn:ietf:wg:oauth:2.0:oob")
              + "&state="
              + Doorstep.encoded(payload));
      assertThat(shown(page.locator("h1 bdi").innerText())).isEqualTo(shown(cut(payload, 60)));
      isHarmless(page);
      window.press("Let it in");
      window.isHeaded("Copy this code");
      isHarmless(page);
    }
    window.open("/settings/security");
    isHarmless(page);
  }

  private static void isHarmless(Page page) {
    isHarmless(page, window);
  }

  /// Nothing of what people wrote has become part of the page.
  static void isHarmless(Page page, Window window) {
    // What the modules measure they write into styles: those of ours say nothing else.
    assertThat(page.locator(STRANGE).evaluateAll("all => all.map(e => e.outerHTML.slice(0, 200))"))
        .as(page.url())
        .isEqualTo(List.of());
    assertThat(
            page.locator("main [style]")
                .evaluateAll("all => all.map(e => e.getAttribute('style')).join(' ')"))
        .asString()
        .doesNotContain("fixed", "url(", "expression");
    assertThat(page.locator("#main").count()).isEqualTo(1);
    window.hasNothingToComplainOf();
    assertThat(window.requests())
        .noneMatch(url -> url.contains("evil.test/") && !url.contains("localhost"));
  }

  static String cut(String text, int charactersMax) {
    return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
  }

  private static List<String> shown(List<String> texts) {
    return texts.stream().map(HostileWordsTest::shown).toList();
  }

  /// Blanks are drawn as the page likes.
  private static String shown(String text) {
    return text.replaceAll("[\\s\\u2028\\u2029]+", " ").strip();
  }
}
