package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./verbatim quotecheck`: an article and the posts it quotes, without a server.
class CheckingQuotationsOnTheCommandLineTest {
  private static final String EMBEDS =
      "[{\"text\":\"The last boat leaves at ten, and Im on it.\",\"author\":\"@pell\","
          + "\"where\":\"the other paper\"}]";

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void a_quotation_that_differs_ends_with_one_and_says_from_what() throws IOException {
    String article = file("a.txt", "\"The last boat leaves at ten, and I'm on it,\" he said.");
    CommandLine.Said said = type("quotecheck", article, "--embeds", file("embeds.json", EMBEDS));
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .contains("altered", "slight", "differs from the text embedded in the other paper")
        .contains("source “Im”, quoted “I'm”", "1 of 1 quotations checked, 1 differ")
        .doesNotContain("false", "wrote");
  }

  @Test
  void one_that_does_not_ends_with_zero() throws IOException {
    String article = file("a.md", "> The last boat leaves at ten, and Im on it.\n");
    assertThat(type("quotecheck", article, "--embeds", file("e.json", EMBEDS)).exit()).isZero();
    // Nor does what is not known.
    String others = file("o.json", "[{\"text\":\"Bread is baked at six.\",\"author\":\"Gus\"}]");
    CommandLine.Said unknown = type("quotecheck", article, "--embeds", others);
    assertThat(unknown.exit()).isZero();
    assertThat(unknown.out()).contains("may still have been said");
  }

  @Test
  void one_that_was_compared_with_nothing_was_not_checked() throws IOException {
    String article = file("a.md", "> The last boat leaves at ten, and Im on it.\n");
    CommandLine.Said said = type("quotecheck", article);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out()).contains("0 of 1 quotations checked");
    assertThat(said.err()).contains("nothing was compared", "--embeds FILE");
    assertThat(type("quotecheck", article, "--embeds", file("e.json", "[]")).exit()).isEqualTo(2);
  }

  @Test
  void one_without_a_wrong_letter_whose_meaning_was_turned_ends_with_one() throws IOException {
    String embeds =
        file(
            "e.json",
            "[{\"text\":\"We will not sell the last boat to the island.\","
                + "\"author\":\"Pell Amundry\"}]");
    String article = file("a.txt", "Pell Amundry said they \"sell the last boat to the island.\"");
    CommandLine.Said turned = type("quotecheck", article, "--embeds", embeds);
    assertThat(turned.out()).contains("partial", "meaning-critical", "0 differ");
    assertThat(turned.exit()).isEqualTo(1);
    assertThat(type("quotecheck", article, "--embeds", embeds, "--json").exit()).isEqualTo(1);
  }

  @Test
  void as_json_it_has_the_shape_of_the_api() throws IOException {
    String article = file("a.html", "<p>He said &ldquo;the last boat leaves at ten&rdquo;.</p>");
    CommandLine.Said said =
        type("quotecheck", article, "--embeds", file("e.json", EMBEDS), "--json");
    JsonNode check = JsonMapper.shared().readTree(said.out());
    assertThat(check.propertyNames()).contains("version", "sha256", "spans", "counts");
    JsonNode span = check.path("spans").path(0);
    assertThat(span.propertyNames())
        .contains(
            "id",
            "kind",
            "text",
            "char_start",
            "char_end",
            "utf16_start",
            "utf16_end",
            "speaker",
            "channel",
            "verdict",
            "severity",
            "flags",
            "source",
            "diff");
    assertThat(span.path("source").propertyNames())
        .contains("id", "kind", "confidence", "url", "text");
    assertThat(span.path("source").path("confidence").asString()).isEqualTo("copy_in_article");
  }

  @Test
  void what_cannot_be_checked_ends_with_two_and_says_why() throws IOException {
    String article = file("a.txt", "x");
    String binary = Files.write(folder.resolve("b.txt"), new byte[] {(byte) 0xff, 0}).toString();
    String long_ = file("long.txt", "x ".repeat(600_000));
    for (String[] words :
        new String[][] {
          {"quotecheck"},
          {"quotecheck", "--json"},
          {"quotecheck", article, "--nonsense"},
          {"quotecheck", article, "--server", "http://localhost:1"},
          {"quotecheck", folder.resolve("none.txt").toString()},
          {"quotecheck", binary},
          {"quotecheck", long_},
          {"quotecheck", article, "--embeds", file("c.json", "{")},
          {"quotecheck", article, "--embeds", file("d.json", "[{\"author\":\"x\"}]")},
          {"quotecheck", article, "--server", "http://localhost:1", "--token-file", article},
          {"quotecheck", article, "--server", "no address", "--token-file", article},
        }) {
      CommandLine.Said said = type(words);
      assertThat(said.exit()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(said.err()).as(String.join(" ", words)).startsWith("verbatim: ");
    }
  }
}
