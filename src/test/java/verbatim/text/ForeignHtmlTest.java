package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Refused;

class ForeignHtmlTest {
  private static String clean(String html) {
    return ForeignHtml.clean(html).value();
  }

  @Test
  void the_structure_of_words_stays() {
    String html =
        "<p>a <em>b</em> <strong>c</strong><br />d</p><ul><li>e</li></ul><blockquote><p>f</p></blockquote>"
            + "<pre><code>g\n  h</code></pre><p><ruby>i<rt>j</rt></ruby> <del>k</del></p>";
    assertThat(clean(html)).isEqualTo(html);
  }

  @Test
  void headings_become_paragraphs_and_unknown_elements_leave_their_words() {
    assertThat(clean("<h1>a</h1><p>b</p>")).isEqualTo("<p>a</p><p>b</p>");
    assertThat(clean("<article><p>a</p></article><marquee>b</marquee>")).isEqualTo("<p>a</p>b");
  }

  @Test
  void a_mention_and_a_tag_from_elsewhere_keep_their_shape() {
    assertThat(
            clean(
                "<span class=\"h-card\"><a href=\"https://sea.example/@ole\" class=\"u-url"
                    + " mention\">@<span>ole</span></a></span>"))
        .isEqualTo(
            "<span class=\"h-card\"><a href=\"https://sea.example/@ole\" class=\"u-url mention\""
                + " target=\"_blank\" rel=\"nofollow noopener\">@ole</a></span>");
  }

  @Test
  void nothing_that_runs_loads_names_or_styles_gets_through() {
    for (String attack :
        List.of(
            "<script>alert(1)</script>x",
            "<img src=x onerror=alert(1)>x",
            "<a hx-get=/settings hx-trigger=load href=https://a.example>x</a>",
            "<p data-hx-post=/x hx-on:click=alert(1) hx-ext=x hx-vals='js:1' hx-swap-oob=true>x</p>",
            "<p id=main name=main style='position:fixed' class='app head'>x</p>",
            "<form action=/x><input name=a><button>x</button></form>",
            "<noscript><style></noscript><img src=x onerror=alert(1)></style>x",
            "<svg><style><img src=x onerror=alert(1)></style></svg>x",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>x",
            "<template><script>alert(1)</script></template>x",
            "<embed src=x><object data=x></object><base href=//e.example><meta http-equiv=refresh>x",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>x",
            "<p title=\"</p><script>alert(1)</script>\">x",
            "<p class=\"mention\" onclick=alert(1)//x")) {
      assertThat(clean(attack))
          .as(attack)
          .doesNotContainPattern(
              "(?i)<(script|style|img|svg|math|form|input|iframe|noscript|template)")
          .doesNotContainPattern("(?i)<[^>]*(hx-|data-|\\son|id=|name=|style=|src=)");
    }
  }

  @Test
  void only_web_addresses_become_links() {
    for (String href :
        List.of(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://a.example/1",
            "//evil.example",
            "/settings",
            "#main",
            "",
            "https://bank.example@evil.example/",
            "https:evil.example",
            "https:\\\\evil.example",
            "https://sea.example/\u202Egpj")) {
      assertThat(clean("<a href=\"" + href + "\">x</a>")).as(href).isEqualTo("x");
    }
  }

  @Test
  void a_link_cannot_hide_letters_to_show_another_target() {
    assertThat(
            clean(
                "<a href=\"https://evil.example/\"><span class=\"invisible\">https://evil.example/</span>"
                    + "<span class=\"ellipsis\">bank.example</span></a>"))
        .doesNotContain("invisible")
        .doesNotContain("ellipsis");
    assertThat(clean("<p><span class=\"invisible\">hidden</span></p>")).isEqualTo("<p>hidden</p>");
    String honest =
        "<a href=\"https://sea.example/\" target=\"_blank\" rel=\"nofollow noopener\"><span"
            + " class=\"invisible\">https://</span><span class=\"ellipsis\">sea.example/</span></a>";
    assertThat(clean(honest)).isEqualTo(honest);
  }

  @Test
  void broken_and_huge_things_are_bounded() {
    assertThat(clean("<blockquote>".repeat(5_000) + "x").split("<blockquote>", -1))
        .hasSizeLessThanOrEqualTo(33);
    assertThat(clean("<b>".repeat(10_000) + "<p>".repeat(10_000) + "x").length())
        .isLessThan(200_000);
    assertThat(clean("a\u0000b\uD800c<a href='https://x.example")).isEqualTo("abc");
    assertThat(clean("<math><annotation>a</annotation></math><ruby><rt>b</ruby><a href=>c</a>"))
        .contains("b")
        .contains("c");
    assertThat(clean("\u0301".repeat(ForeignHtml.CHARACTERS_MAX)))
        .hasSize(ForeignHtml.CHARACTERS_MAX);
    assertThatThrownBy(() -> clean("x".repeat(ForeignHtml.CHARACTERS_MAX + 1)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void its_plain_text() {
    assertThat(
            PlainText.of(
                ForeignHtml.clean(
                    "<p>a<br>b</p><p>c &amp; {{d}}</p><ul><li>e</li><li>f</li></ul><blockquote>g</blockquote>h")))
        .isEqualTo("a\nb\n\nc & {{d}}\n\ne\nf\n\ng\n\nh");
  }
}
