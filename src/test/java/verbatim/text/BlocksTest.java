package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// A long text is taken apart, and each letter knows where it came from.
class BlocksTest {
  private static List<Block> markdown(String raw) {
    return Blocks.read(Markup.MARKDOWN, raw).all();
  }

  private static List<Block> html(String raw) {
    return Blocks.read(Markup.HTML, raw).all();
  }

  private static List<String> shown(List<Block> blocks) {
    return blocks.stream()
        .map(
            b ->
                b.kind()
                    + (b.level() > 0 ? "" + b.level() : "")
                    + (b.number() != 0 ? "#" + b.number() : "")
                    + (b.address().isEmpty() ? "" : "<" + b.address() + ">")
                    + ": "
                    + b.text())
        .toList();
  }

  @Test
  void markdown_has_headings_paragraphs_quotations_lists_and_lines() {
    assertThat(
            shown(
                markdown(
                    """
                    # The last boat

                    It leaves at ten
                    past eleven.

                    > I never said
                    > we should not.
                    >
                    > Twice.

                    > Another.

                    - one
                    - two
                      - deeper

                    3. three

                    ---

                    Underlined
                    ----------

                    ```
                    a *b*
                    ```
                    """)))
        .containsExactly(
            "HEADING1: The last boat",
            "PARAGRAPH: It leaves at ten past eleven.",
            "QUOTE1: I never said we should not.",
            "QUOTE1: Twice.",
            "QUOTE1: Another.",
            "ITEM1: one",
            "ITEM1: two",
            "ITEM2: deeper",
            "ITEM1#3: three",
            "RULE: ",
            "HEADING2: Underlined",
            "CODE: a *b*");
  }

  @Test
  void paragraphs_of_one_quotation_belong_together_and_those_of_another_do_not() {
    List<Block> all = markdown("> a\n>\n> b\n\n> c\n");
    assertThat(all.get(0).group()).isEqualTo(all.get(1).group()).isNotZero();
    assertThat(all.get(2).group()).isNotEqualTo(all.get(0).group());
  }

  @Test
  void an_address_alone_is_an_embed_and_a_picture_alone_a_figure_with_its_caption() {
    assertThat(
            shown(
                markdown(
                    """
                    https://here.example/@pell/7

                    embed:2

                    ![A white ferry](media:12 "The 23:10, on Friday")

                    See https://here.example/@pell/7 there.
                    """)))
        .containsExactly(
            "EMBED<https://here.example/@pell/7>: ",
            "EMBED<embed:2>: ",
            "FIGURE<media:12>: A white ferry",
            "CAPTION: The 23:10, on Friday",
            "PARAGRAPH: See https://here.example/@pell/7 there.");
  }

  @Test
  void marks_of_markdown_become_looks() {
    Block block =
        markdown(
                "so *very* **bold** `c*d` [there](https://a.example \"t\") ~~no~~ 2\\*3 a_b_c &amp;")
            .getFirst();
    assertThat(block.text()).isEqualTo("so very bold c*d there no 2*3 a_b_c &");
    assertThat(block.runs())
        .anyMatch(r -> r.text().equals("very") && r.marks().equals(Set.of(Run.Mark.EMPHASIS)))
        .anyMatch(r -> r.text().equals("bold") && r.marks().equals(Set.of(Run.Mark.STRONG)))
        .anyMatch(r -> r.text().equals("c*d") && r.marks().equals(Set.of(Run.Mark.CODE)))
        .anyMatch(r -> r.text().equals("no") && r.marks().equals(Set.of(Run.Mark.STRUCK)))
        .anyMatch(r -> r.text().equals("there") && r.link().equals("https://a.example"));
  }

  @Test
  void markdown_leads_nowhere_but_to_the_web_and_its_tags_are_letters() {
    Block block = markdown("[a](javascript:alert(1)) <script>x</script>").getFirst();
    assertThat(block.runs()).allMatch(run -> run.link().isEmpty());
    assertThat(block.text()).isEqualTo("a <script>x</script>");
  }

  @Test
  void html_keeps_words_and_their_order_and_nothing_that_runs() {
    Blocks blocks =
        Blocks.read(
            Markup.HTML,
            """
            <html><head><title>The last &amp; boat</title><style>p{}</style></head>
            <body onload=x><h1>Boat</h1><p>It <b>leaves</b> <a href="javascript:x">at</a>
            <a href="https://a.example/?b=1&amp;c">ten</a>.<script>alert(1)</script><br>Then</p>
            <blockquote cite="https://here.example/@pell/7"><p>One</p><p>Two</p></blockquote>
            <ol><li>first<ul><li>inner</li></ul></li><li>second</li></ol>
            <figure><img src="https://a.example/x.jpg" alt="A ferry"><figcaption>At night</figcaption>
            </figure><iframe src="https://b.example/e"></iframe>
            <svg><text>drawn</text></svg><q>said</q><hr></body></html>
            """);
    assertThat(blocks.title()).isEqualTo("The last & boat");
    assertThat(shown(blocks.all()))
        .containsExactly(
            "HEADING1: Boat",
            "PARAGRAPH: It leaves at ten.\nThen",
            "QUOTE1<https://here.example/@pell/7>: One",
            "QUOTE1<https://here.example/@pell/7>: Two",
            "ITEM1#1: first",
            "ITEM2: inner",
            "ITEM1#2: second",
            "FIGURE<https://a.example/x.jpg>: A ferry",
            "CAPTION: At night",
            "EMBED<https://b.example/e>: ",
            "PARAGRAPH: “said”",
            "RULE: ");
    assertThat(blocks.all().get(1).runs())
        .anyMatch(run -> run.link().equals("https://a.example/?b=1&c"))
        .noneMatch(run -> run.link().contains("script"));
  }

  @Test
  void plain_text_is_paragraphs_to_the_letter() {
    assertThat(shown(Blocks.read(Markup.TEXT, "One\ntwo\n\n \n  Three *x*\n").all()))
        .containsExactly("PARAGRAPH: One\ntwo", "PARAGRAPH: Three *x*");
  }

  @Test
  void places_in_the_raw_text_are_found_back() {
    String raw = "<p>“I &amp; you,” she  wrote.</p>";
    Block block = html(raw).getFirst();
    assertThat(block.text()).isEqualTo("“I & you,” she wrote.");
    int from = block.text().indexOf("& you");
    assertThat(raw.substring(block.rawStart(from), block.rawEnd(from + 5))).isEqualTo("&amp; you");
    assertThat(raw.substring(block.rawStart(from + 2), block.rawEnd(from + 5))).isEqualTo("you");
  }

  @Test
  void offsets_are_told_in_code_points_too() {
    String raw = "a😀b😀c";
    CodePoints points = CodePoints.of(raw);
    for (int i = 0; i <= raw.length(); i++) {
      if (i == raw.length() || !Character.isLowSurrogate(raw.charAt(i))) {
        assertThat(points.at(i)).isEqualTo(raw.codePointCount(0, i));
      }
    }
  }

  @Test
  void whatever_is_read_each_letter_for_letter_run_stands_so_in_the_raw_text() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    String[] pieces = {
      "<p>",
      "</p>",
      "<b>",
      "</b>",
      "<a href=\"https://a.example\">",
      "</a>",
      "*",
      "**",
      "_",
      "`",
      "```",
      "\n",
      "\n\n",
      "> ",
      "- ",
      "1. ",
      "# ",
      "[",
      "](",
      "https://a.example",
      ")",
      "![",
      "&amp;",
      "&lt",
      "&#0;",
      "&#x1F600;",
      "\\",
      "~~",
      "word",
      " ",
      "  \n",
      "😀",
      "<blockquote>",
      "<li>",
      "<ul>",
      "<!--",
      "-->",
      "<script>",
      "</script>",
      "\t",
      "---",
      "===",
      "\"",
      "<q>",
      "<pre>",
      "\r"
    };
    for (int round = 0; round < 3_000; round++) {
      var raw = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        raw.append(pieces[random.nextInt(pieces.length)]);
      }
      for (Markup markup : Markup.values()) {
        for (Block block : Blocks.read(markup, raw.toString()).all()) {
          for (Run run : block.runs()) {
            assertThat(run.start()).as("seed %d: %s", seed, raw).isBetween(0, run.end());
            assertThat(run.end()).isLessThanOrEqualTo(raw.length());
            if (run.isLetterForLetter() && run.text().length() > 1) {
              assertThat(raw.substring(run.start(), run.end()))
                  .as("seed %d: %s", seed, raw)
                  .isEqualTo(run.text());
            }
          }
        }
      }
    }
  }

  /// Each would take minutes if anything in it were looked for again and again.
  @Test
  void any_text_is_read_in_one_go() {
    for (String piece :
        List.of(
            "*",
            "**a",
            "_a ",
            "[",
            "[a](",
            "[a](b \"",
            "`",
            "``a` ",
            "> ",
            "<",
            "<a b=\"",
            "&",
            "&amp",
            "<!--",
            "<script></x",
            "![a](b ",
            "\\",
            "~~",
            "a*b_",
            "<b>",
            "</b>",
            "<li",
            "<title></")) {
      String raw = piece.repeat(60_000 / piece.length());
      for (Markup markup : Markup.values()) {
        assertThat(Blocks.read(markup, raw).raw()).hasSize(raw.length());
      }
    }
  }

  @Test
  void marks_within_marks_without_end_are_refused_or_read_and_break_nothing() {
    for (String open : List.of("*a ", "**a ", "[", "> ", "- ")) {
      int many = 20_000;
      String raw = open.repeat(many) + open.strip().replace("[", "](b)").repeat(many);
      try {
        assertThat(Blocks.read(Markup.MARKDOWN, raw).all()).isNotEmpty();
      } catch (Refused refused) {
        assertThat(refused.refusal()).isInstanceOf(Refusal.TooLarge.class);
      }
    }
  }

  @Test
  void markdown_knows_where_escaped_letters_and_letters_of_several_lines_stand() {
    String raw = "> She \\*said\\* “no\n> &amp; never”.\n";
    Block block = markdown(raw).getFirst();
    assertThat(block.text()).isEqualTo("She *said* “no & never”.");
    int from = block.text().indexOf("*said");
    assertThat(raw.substring(block.rawStart(from), block.rawEnd(from + 6))).isEqualTo("*said\\*");
    int no = block.text().indexOf("no");
    assertThat(raw.substring(block.rawStart(no), block.rawEnd(no + 10)))
        .isEqualTo("no\n> &amp; never");
  }

  @Test
  void however_the_lines_of_a_file_end_it_reads_the_same_and_each_letter_knows_its_place() {
    String body =
        "# Boat\n\nIt leaves\nat *nine*.  \nSoon.\n\n> One\n> two\n\n- a\n- b\n\n```\nx\n  y\n```\n\n"
            + "<p>He said<br>so.</p>\n<pre>l\nm</pre>\n";
    for (Markup markup : Markup.values()) {
      List<String> plain = texts(Blocks.read(markup, body));
      for (String end : List.of("\r\n", "\r", "\n")) {
        for (String mark : List.of("", "\uFEFF")) {
          String raw = mark + body.replace("\n", end);
          Blocks blocks = Blocks.read(markup, raw);
          assertThat(texts(blocks)).isEqualTo(plain);
          assertThat(blocks.raw()).isEqualTo(raw);
          for (Block block : blocks.all()) {
            String text = block.text();
            for (int at = 0; at < text.length(); at++) {
              if (Character.isLetter(text.charAt(at))) {
                assertThat(raw.charAt(block.rawStart(at))).isEqualTo(text.charAt(at));
                assertThat(raw.charAt(block.rawEnd(at + 1) - 1)).isEqualTo(text.charAt(at));
              }
            }
          }
        }
      }
    }
  }

  private static List<String> texts(Blocks blocks) {
    return blocks.all().stream().map(Block::text).toList();
  }
}
