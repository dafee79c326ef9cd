package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Addresses and words that are longer than a phone is wide, in all places of an article.
class LongWordsInABrowserTest {
  private static final int PHONE = 360;
  private static final String WORD = "Donaudampfschifffahrt".repeat(9);
  private static final String ADDRESS = "https://tide.example/" + "a-long-way-".repeat(20);

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

  @Test
  void no_page_of_an_article_or_a_story_is_wider_than_a_phone() {
    String author = doorstep.person("longwords");
    Map<String, String> words = new LinkedHashMap<>();
    words.put("title", WORD);
    words.put("standfirst", WORD);
    words.put(
        "body",
        "## %1$s\n\n%2$s\n\n- %1$s\n\n> %1$s\n\n@longwords said “it is a %1$s of a boat”."
                .formatted(WORD, ADDRESS)
            + "\n\nembed:1");
    words.put("language", "de");
    words.put("canonical", ADDRESS);
    words.put("corrections[0][at]", "2026-11-09T10:20:00Z");
    words.put("corrections[0][text]", WORD);
    String id = doorstep.post("/api/v1/articles", author, words).get("id").asString();
    doorstep.post(
        "/api/v1/articles/" + id + "/embeds",
        author,
        Map.of("text", WORD, "author", WORD.substring(0, 60), "said_where", "here"));
    String carrier =
        doorstep
            .json("PUT", "/api/v1/articles/" + id, author, Map.of("state", "published"))
            .get("status_id")
            .asString();
    Page page = window.fresh(PHONE, false, "de-DE");
    window.signIn("longwords");
    for (String path :
        List.of(
            "/articles/" + id,
            "/articles/" + id + "/quotecheck",
            "/articles/" + id + "/versions",
            "/articles",
            "/@longwords/articles",
            "/@longwords/" + carrier,
            "/articles/" + id + "/edit")) {
      window.open(path);
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as(path)
          .isLessThanOrEqualTo(PHONE);
    }
  }
}
