package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// Texts that were made to cost much get a bounded answer, or a no that says why.
class BoundsOfCheckingTest {
  private static final Limits.Checks USUAL = Limits.usual().checks();

  private static void refused(Checked checked, String text, String why) {
    assertThatThrownBy(() -> checked.text(text))
        .isInstanceOfSatisfying(
            Refused.class,
            e ->
                assertThat(e.refusal())
                    .isInstanceOfSatisfying(
                        Refusal.TooLarge.class, large -> assertThat(large.why()).contains(why)));
  }

  @Test
  void a_text_has_a_length() {
    Limits.Checks small = new Limits.Checks(20, 10, 10, 10, 1_000);
    assertThat(Checked.with().limits(small).text("x".repeat(20)).spans()).isEmpty();
    refused(Checked.with().limits(small), "x".repeat(21), "20 characters");
  }

  @Test
  void so_many_quotations_are_checked_and_one_more_is_refused() {
    Limits.Checks small = new Limits.Checks(1_000, 3, 10, 10, 1_000);
    assertThat(Checked.with().limits(small).text("“a” “b” “c”").spans()).hasSize(3);
    refused(Checked.with().limits(small), "“a” “b” “c” “d”", "more than 3 quotations");
  }

  @Test
  void ten_thousand_marks_are_refused_and_as_many_that_close_nothing_are_bounded() {
    refused(Checked.with(), "“tide” ".repeat(5_000), "quotations");
    assertThat(Checked.with().text("“ ".repeat(10_000)).spans()).hasSizeLessThan(5);
    for (String single : List.of("‚", "›", "‹", "‚a ", "›a ", "‹a ›")) {
      assertThat(Checked.with().text(single.repeat(10_000)).spans()).hasSizeLessThan(5);
    }
    assertThat(Checked.with().text("\"".repeat(10_000)).spans()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(Checked.with().text("“".repeat(5_000) + "tide" + "”".repeat(5_000)).spans())
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void a_megabyte_is_refused() {
    refused(Checked.with(), "tide ".repeat(210_000), "too long");
  }

  @Test
  void texts_that_were_made_to_cost_much_are_answered() {
    answered(USUAL.charactersMax() / 20);
  }

  @Test
  @Tag("long")
  void so_are_the_longest_ones() {
    answered(USUAL.charactersMax());
  }

  private static void answered(int letters) {
    for (String noise :
        List.of(
            "[he (said „ « 'x' 5\" Mr. A.B. ... — wrote @a #b\n",
            "He said [( ",
            "the mayor Pell Amundry, the mayor, ",
            "he said she wrote who ",
            "Pell Amundry ",
            "a friend saved as \"Bo\" ")) {
      int times = Math.min(letters / noise.length(), noise.contains("Bo") ? 900 : letters);
      assertThat(Checked.with().text(noise.repeat(times)).spans()).hasSizeLessThanOrEqualTo(1_000);
    }
    assertThat(Checked.with().text("“" + "[x ".repeat(letters / 3 - 2) + "”").spans()).hasSize(1);
    String he = "he and Pell Amundry, the mayor, wrote ";
    String filled = he.repeat(200) + "\"the tide is in\", ";
    assertThat(Checked.with().text(filled.repeat(letters / filled.length())).spans()).isNotEmpty();
  }

  @Test
  void a_long_quotation_is_compared_up_to_a_bound() {
    Limits.Checks small = new Limits.Checks(10_000, 10, 8, 10, 100_000);
    Statement post =
        Statement.copy("1", Person.NOBODY, "one boat two nets three lamps four bells and more", "");
    Span span =
        Checked.with()
            .limits(small)
            .known(post)
            .only("She wrote: “one boat two nets three lamps four bells and no more”");
    // The words after the eighth are not looked at.
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
  }

  @Test
  void so_many_candidates_are_asked_for_and_no_more() {
    List<Integer> asked = new ArrayList<>();
    KnownStatements known =
        question -> {
          asked.add(question.statementsMax());
          List<Statement> many = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            many.add(Statement.copy("" + i, Person.NOBODY, "the last boat leaves at ten " + i, ""));
          }
          return many;
        };
    var material =
        new Checking.Material(
            Blocks.read(Markup.TEXT, "She wrote: “the last boat leaves at ten 49”"),
            List.of(),
            List.of());
    Limits.Checks three = new Limits.Checks(10_000, 10, 2_000, 3, 100_000);
    Span span = new Checking(three).check(material, known).spans().getFirst();
    assertThat(asked).containsExactly(3);
    // The right one stands behind the last that counts.
    assertThat(span.verdict()).isNotEqualTo(Verdict.VERBATIM);
    Limits.Checks fifty = new Limits.Checks(10_000, 10, 2_000, 50, 100_000);
    assertThat(new Checking(fifty).check(material, known).spans().getFirst().verdict())
        .isEqualTo(Verdict.VERBATIM);
  }

  @Test
  void when_too_many_words_were_compared_the_rest_says_that_it_was_not() {
    String post = "one boat two nets three lamps four bells";
    String article = "She wrote: “one boat two oars three lamps four bells”\n\n".repeat(3);
    Limits.Checks enough = new Limits.Checks(10_000, 10, 2_000, 10, 3 * 64);
    assertThat(Checked.with().limits(enough).known("Ilse", post).text(article).spans())
        .extracting(Span::verdict)
        .containsOnly(Verdict.ALTERED);
    Limits.Checks less = new Limits.Checks(10_000, 10, 2_000, 10, 3 * 64 - 1);
    List<Span> spans = Checked.with().limits(less).known("Ilse", post).text(article).spans();
    assertThat(spans)
        .extracting(Span::verdict)
        .containsExactly(Verdict.ALTERED, Verdict.ALTERED, Verdict.NOT_FOUND);
    assertThat(spans.getLast().flags()).containsExactly(Flag.NOT_COMPARED);
  }
}
