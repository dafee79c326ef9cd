package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;

/// Texts that nobody would write, and those that somebody would write to do harm.
class AnyTextTest {
  private static final Limits.Text LIMITS = Limits.usual().text();
  private static final Linker LINKER =
      new Linker() {
        @Override
        public Optional<String> mention(Entity.Mention mention) {
          return mention.username().length() % 2 == 0
              ? Optional.of("https://town.example/@" + mention.username())
              : Optional.empty();
        }

        @Override
        public String hashtag(Entity.Hashtag hashtag) {
          return "https://town.example/tags/" + hashtag.name();
        }
      };
  private static final List<String> PIECES =
      List.of(
          "@",
          "#",
          ":",
          "://",
          "http://",
          "https://",
          "a",
          "Bob",
          "mira_lund",
          ".",
          "-",
          "_",
          "@sea.example",
          "/",
          "(",
          ")",
          "[",
          "]",
          "<",
          ">",
          "&",
          "&#39;",
          "\"",
          "'",
          "\n",
          "\n\n",
          " ",
          "  ",
          "\t",
          "\u00A0",
          "\u200B",
          "\u202E",
          "\u0301",
          "\uD83D\uDE02",
          "\uD83D\uDC68\u200D\uD83D\uDC69",
          "\uFE0F",
          "\u20E3",
          "\u6D77",
          "\u043C\u043E\u0440\u0435",
          "x.example",
          "www.",
          "?q=1&r=2",
          "9",
          "localhost:80",
          "<script>",
          "<p>",
          "</p>",
          "<br />",
          "%0a",
          "javascript:",
          ",",
          "!",
          "\u3002",
          "\uFF03");

  private static String random(RandomGenerator random, int pieces) {
    var text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  @Test
  void comes_back_from_its_html_to_the_letter() {
    for (long seed = 0; seed < 20_000; seed++) {
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      String text = random(random, 1 + random.nextInt(30));
      var entities = Entities.find(text, LIMITS);
      assertInOrder(entities, text, seed);
      var html = Html.of(text, entities, LINKER);
      assertThat(PlainText.of(html)).as("seed %d", seed).isEqualTo(undisguised(text, entities));
      assertThat(Characters.count(text, entities, LIMITS)).as("seed %d", seed).isNotNegative();
    }
  }

  /// A link whose host is a disguise is shown in its ASCII form: the one place where letters
  /// differ.
  private static String undisguised(String text, Entities entities) {
    String shown = text;
    for (Entity.Link link : entities.links()) {
      shown = shown.replace(link.url(), WebAddress.parse(link.url()).orElseThrow().shown());
    }
    return shown;
  }

  private static void assertInOrder(Entities entities, String text, long seed) {
    int at = 0;
    for (Entity entity : entities.all()) {
      assertThat(entity.start()).as("seed %d", seed).isGreaterThanOrEqualTo(at);
      assertThat(entity.end()).as("seed %d", seed).isGreaterThan(entity.start());
      at = entity.end();
    }
    assertThat(at).as("seed %d", seed).isLessThanOrEqualTo(text.length());
  }

  @Test
  void our_html_passes_the_gate_for_foreign_html_with_its_letters() {
    for (long seed = 0; seed < 3_000; seed++) {
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      String text = random(random, 1 + random.nextInt(30)).replaceAll("\\p{Cc}", " ");
      var html = Html.of(text, Entities.find(text, LIMITS), LINKER);
      assertThat(PlainText.of(ForeignHtml.clean(html.value())))
          .as("seed %d", seed)
          .isEqualTo(PlainText.of(html));
    }
  }

  @Test
  void foreign_html_of_any_shape_is_made_safe_and_stays_as_it_is_when_cleaned_again() {
    for (long seed = 0; seed < 5_000; seed++) {
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      String html = randomHtml(random);
      var once = ForeignHtml.clean(html);
      assertThat(once.value())
          .as("seed %d: %s", seed, html)
          .doesNotContainPattern(
              "(?i)<(?!/?(p|br|a|span|del|s|pre|code|em|strong|b|i|u|ul|ol|li|"
                  + "blockquote|ruby|rt|rp|sub|sup)[ />])");
      assertThat(ForeignHtml.clean(once.value()).value())
          .as("seed %d: %s", seed, html)
          .isEqualTo(once.value());
      PlainText.of(once);
    }
  }

  private static String randomHtml(RandomGenerator random) {
    var tags =
        List.of(
            "p",
            "br",
            "a",
            "a href=\"https://x.example/\"",
            "span class=invisible",
            "b",
            "ul",
            "li",
            "ol",
            "blockquote",
            "pre",
            "h1",
            "h3",
            "svg",
            "math",
            "style",
            "script",
            "noscript",
            "table",
            "td",
            "ruby",
            "rt",
            "div",
            "form",
            "template",
            "em",
            "p class='quote-inline x'",
            "code",
            "title");
    var html = new StringBuilder();
    int pieces = random.nextInt(25);
    for (int i = 0; i < pieces; i++) {
      String tag = tags.get(random.nextInt(tags.size()));
      switch (random.nextInt(4)) {
        case 0, 1 -> html.append('<').append(tag).append('>');
        case 2 -> html.append("</").append(tag.split(" ", 2)[0]).append('>');
        default -> html.append(random(random, 3));
      }
    }
    return html.toString();
  }

  @Test
  void bombs_cost_no_more_than_their_length() {
    var bombs =
        List.of(
            "@",
            "@a",
            "@a@",
            "@a.",
            "@a@b.",
            ".@a-",
            "#",
            "#a",
            "#1",
            "#\u0301",
            "http://",
            "http://a",
            "https://a.b/(",
            "://",
            "a://",
            ":",
            ":a",
            ":a:",
            ":aa:",
            "a@",
            "(",
            "@a@b.c",
            "#a\u30FB",
            "https://@",
            "\uD83D\uDE02@",
            "http:",
            "a-b.c+d://",
            "https://a.b/\u3002");
    for (String bomb : bombs) {
      long small = looks(bomb.repeat(2_000 / bomb.length()));
      long large = looks(bomb.repeat(16_000 / bomb.length()));
      assertThat(large).as("looks at %s", bomb).isLessThan(small * 8 * 5 / 4 + 1_000);
      assertThat(large).as("looks at %s", bomb).isLessThan(16_000 * 40);
    }
  }

  private static long looks(String text) {
    var counting = new CountingText(text);
    Entities.find(counting, LIMITS);
    return counting.looks;
  }

  private static final class CountingText implements CharSequence {
    private final String text;
    private long looks;

    private CountingText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      looks += end - start;
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      looks += text.length();
      return text;
    }
  }
}
