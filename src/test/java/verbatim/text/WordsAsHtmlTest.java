package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;

class WordsAsHtmlTest {
  private static final Limits.Text LIMITS = Limits.usual().text();
  private static final Linker LINKER =
      new Linker() {
        @Override
        public Optional<String> mention(Entity.Mention mention) {
          return mention.username().equals("nobody_here")
              ? Optional.empty()
              : Optional.of("https://town.example/@" + mention.username());
        }

        @Override
        public String hashtag(Entity.Hashtag hashtag) {
          return "https://town.example/tags/" + Tags.key(hashtag.name());
        }
      };

  private static String html(String text) {
    return Html.of(text, Entities.find(text, LIMITS), LINKER).value();
  }

  private static void comesBack(String text) {
    assertThat(PlainText.of(Html.of(text, Entities.find(text, LIMITS), LINKER))).isEqualTo(text);
  }

  @Test
  void words_are_a_paragraph_and_their_signs_are_escaped() {
    assertThat(html("1 < 2 & \"3\" > '2'"))
        .isEqualTo("<p>1 &lt; 2 &amp; &quot;3&quot; &gt; &#39;2&#39;</p>");
    assertThat(html("")).isEmpty();
  }

  @Test
  void lines_and_paragraphs() {
    assertThat(html("a\nb\n\nc")).isEqualTo("<p>a<br />b</p><p>c</p>");
    assertThat(html("a\n\n\n\nb\n")).isEqualTo("<p>a</p><p><br /><br />b<br /></p>");
  }

  @Test
  void a_mention_links_to_its_profile_and_one_of_nobody_stays_plain() {
    assertThat(html("@Mira"))
        .isEqualTo(
            "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://town.example/@Mira\""
                + " class=\"u-url mention\">@<span>Mira</span></a></span></p>");
    assertThat(html("@ole@sea.example"))
        .contains("@<span>ole</span><span class=\"invisible\">@sea.example</span></a>");
    assertThat(html("@nobody_here")).isEqualTo("<p>@nobody_here</p>");
  }

  @Test
  void a_tag() {
    assertThat(html("#LowTide"))
        .isEqualTo(
            "<p><a href=\"https://town.example/tags/lowtide\" class=\"mention hashtag\" rel=\"tag\">"
                + "#<span>LowTide</span></a></p>");
  }

  @Test
  void a_link_shows_its_first_letters_and_hides_the_rest() {
    assertThat(html("https://www.sea.example/a"))
        .isEqualTo(
            "<p><a href=\"https://www.sea.example/a\" target=\"_blank\" rel=\"nofollow noopener\""
                + " translate=\"no\"><span class=\"invisible\">https://www.</span><span"
                + " class=\"\">sea.example/a</span></a></p>");
    assertThat(html("https://sea.example/0123456789012345678901234567890"))
        .contains(
            "<span class=\"invisible\">https://</span><span"
                + " class=\"ellipsis\">sea.example/012345678901234567</span><span"
                + " class=\"invisible\">8901234567890</span>");
  }

  @Test
  void the_host_of_a_link_in_disguise_is_shown_in_ascii() {
    String url = "https://sea.ex\u0430mple/";
    assertThat(html(url))
        .contains("href=\"" + url + "\"")
        .contains("sea.xn--")
        .doesNotContain(">sea.ex\u0430");
    assertThat(html("https://\u0430\u0440\u0440\u04CF\u0435.example/")).contains(">xn--");
    assertThat(html("https://h\u00E4fen.example/")).contains(">h\u00E4fen.example/");
    assertThat(html("https://\u043C\u043E\u0441\u043A\u0432\u0430\u0431.example/"))
        .contains(">\u043C\u043E\u0441");
  }

  @Test
  void every_letter_comes_back() {
    comesBack("two  spaces,   three, a tab\tand\u00A0a hard one ");
    comesBack(" leading\n\n\n\nfour lines on\n\n");
    comesBack("\n");
    comesBack("\n\n\nx");
    comesBack("&amp; &lt;b&gt; &#39; </p><p>");
    comesBack("#fog\n\n@Mira\n\nhttps://sea.example/0123456789012345678901234567890\n");
    comesBack(
        "Yes but maybe later \uD83E\uDD23\uD83D\uDCF5\uD83D\uDCF5\uD83D\uDCF5\uD83D\uDCF5\uD83D\uDE02");
    comesBack("e\u0301 is not \u00E9, \u2019 is not '");
  }

  @Test
  void a_field_is_one_line_whose_links_are_the_same_person() {
    String text = "https://sea.example/";
    assertThat(Html.field(text, Entities.find(text, LIMITS), LINKER).value())
        .startsWith(
            "<a href=\"https://sea.example/\" target=\"_blank\" rel=\"nofollow noopener me\"");
    assertThat(Html.field("a\n\nb", Entities.NONE, LINKER).value()).isEqualTo("a<br /><br />b");
  }

  @Test
  void safe_html_does_not_tell_what_it_holds() {
    assertThat(ForeignHtml.clean("<p>between us</p>").toString()).doesNotContain("between");
  }
}
