package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verbatim.kernel.AccountId;

/// What a journalist tried who writes for a small paper: with the spelling, the hours and the
/// footnotes of his house, and with cuts and brackets that turn what was said.
class WhatANewsroomTriedTest {
  private static final String KITCHEN =
      "If it goes, my kitchen closes at half past nine. That is eleven people I would have to"
          + " tell.";
  private static final String NEVER = "I never said we should not keep the last boat.";
  private static final String FEE =
      "We will raise the fee by 3.5 percent in May, unless the harbour pays its share.";
  private static final String LIBRARY =
      "Ich bin gegen die Schließung der Bücherei, weil sie der letzte warme Ort im Winter ist.";
  private static final String MAYOR =
      "Ich glaube nicht, dass der Bürgermeister das gewusst hat. Er war an dem Tag in Köln.";
  private static final String FERRY =
      "The ferry leaves at 10:30 pm on weekdays and at 9.15 pm on Sundays, whatever the weather.";
  private static final String CHAIR =
      "I am resigning as chair of the swimming club at the end of June, and I will not stand"
          + " again.";

  private static Statement post(String author, long account, String text) {
    Person person = new Person(author, "", List.of(), Optional.of(new AccountId(account)));
    return Checked.post(person, Optional.empty(), text);
  }

  private static Span only(String article) {
    List<Span> spans = all(article);
    assertThat(spans).as(article).hasSize(1);
    return spans.getFirst();
  }

  private static List<Span> all(String article) {
    return Checked.with()
        .known(post("Thea Montclair", 1, KITCHEN))
        .known(post("Pell Amundry", 2, NEVER))
        .known(post("Silas Webb", 3, FEE))
        .known(post("Otto Brandt", 4, LIBRARY))
        .known(post("Otto Brandt", 4, MAYOR))
        .known(post("Bruno Ashgrove", 5, FERRY))
        .known(post("Wim Osterhuis", 6, CHAIR))
        .known(
            post(
                "Maren Oduya-Lind",
                7,
                "I can't come on Friday, but I will send my colour charts and the organised list"
                    + " to the centre."))
        .known(
            post(
                "Quentin Marsh",
                8,
                "Dr. Müller and Ms. O'Neill have promised us a café, a naïve idea maybe, but a"
                    + " good one."))
        .known(post("Kofi Mensah", 9, "We tested every plank on 3 May and replaced 14 of them."))
        .known(
            post(
                "Gus Applewhite",
                10,
                "My grandmother's recipe uses two eggs, not three, and never any sugar at all."))
        .known(
            post("Vera Stein", 11, "We should abolish the fee for children and keep it for cars."))
        .known(post("Sanna Ekwall", 12, "Er hätte die Brücke am Montag wieder geöffnet."))
        .known(post("Jonas Tidewell", 13, "I don't know if the boat will run on Sunday."))
        .known(
            post(
                "Gus Applewhite",
                10,
                "We ate all of the cold food provided by the harbour office."))
        .known(
            post("Gus Applewhite", 10, "On the beach we saw hundreds, if not thousands, of fish."))
        .known(post("Gus Applewhite", 10, "We invited the bakers and the fishermen to the feast."))
        .known(post("Gus Applewhite", 10, "The harbour office opens at 10:30 on Mondays."))
        .known(post("Otto Brandt", 4, "Gestern waren es 22 am Strand bei Regen."))
        .text(article)
        .spans();
  }

  private static void differs(String article, Severity severity) {
    Span span = only(article);
    assertThat(span.verdict()).as(article).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).as(article).isEqualTo(severity);
  }

  private static void isStyle(String article) {
    Span span = only(article);
    assertThat(span.verdict()).as(article).isIn(Verdict.VERBATIM, Verdict.PARTIAL);
    assertThat(span.severity()).as(article).isLessThanOrEqualTo(Severity.STYLE);
  }

  private static void isTurned(String article) {
    Span span = only(article);
    assertThat(span.flags()).as(article).contains(Flag.TURNED_BY_CUT);
    assertThat(span.severity()).as(article).isEqualTo(Severity.MEANING);
  }

  // ---- the letters of the house

  @Test
  void the_spelling_of_another_country_is_spelling() {
    differs("»Ich bin gegen die Schliessung der Bücherei«, so Otto Brandt.", Severity.SLIGHT);
    differs(
        "Otto Brandt schrieb: „Ich glaube nicht, daß der Buergermeister das gewußt hat. Er war an"
            + " dem Tag in Koeln.“",
        Severity.SLIGHT);
    differs(
        "“I can't come on Friday, but I will send my color charts and the organized list to the"
            + " center,” Maren Oduya-Lind said.",
        Severity.SLIGHT);
    differs(
        "“Dr Muller and Ms O'Neill have promised us a cafe, a naive idea maybe, but a good one,”"
            + " Quentin Marsh said.",
        Severity.SLIGHT);
  }

  @Test
  void two_dots_that_make_another_form_of_the_verb_are_no_spelling() {
    differs(
        "Sanna Ekwall schrieb: „Er hatte die Brücke am Montag wieder geöffnet.“", Severity.WORDS);
  }

  @ParameterizedTest
  @CsvSource({
    "b\u043eat, boat, true",
    "colour, color, true",
    "organisation, organization, true",
    "analysed, analyzed, true",
    "neighbours, neighbors, true",
    "theatres, theaters, true",
    "defence, defense, true",
    "travelling, traveling, true",
    "dialogue, dialog, true",
    "greyer, grayer, true",
    "judgement, judgment, true",
    "straße, strasse, true",
    "für, fuer, true",
    "filled, filed, false",
    "four, for, false",
    "rise, size, false",
    "hätte, hatte, false",
    "wäre, ware, false",
    "bär, bar, false",
  })
  void one_word_in_two_spellings_is_told_from_two_words(
      String one, String other, boolean isSpelling) {
    assertThat(Spelling.isSame(one, other)).isEqualTo(isSpelling);
    assertThat(Spelling.isSame(other, one)).isEqualTo(isSpelling);
  }

  @Test
  void an_hour_and_a_day_written_otherwise_are_style() {
    isStyle(
        "“The ferry leaves at 22:30 on weekdays and at 21:15 on Sundays, whatever the weather,”"
            + " Bruno Ashgrove said.");
    isStyle("“We tested every plank on 3rd May and replaced 14 of them,” Kofi Mensah said.");
  }

  @Test
  void another_hour_is_another_number() {
    differs(
        "“The ferry leaves at 22:30 on weekdays and at 20:15 on Sundays, whatever the weather,”"
            + " Bruno Ashgrove said.",
        Severity.MEANING);
    differs(
        "“The ferry leaves at 10:30 am on weekdays and at 9.15 pm on Sundays, whatever the"
            + " weather,” Bruno Ashgrove said.",
        Severity.MEANING);
  }

  @Test
  void the_note_of_a_page_that_it_was_copied_from_is_nobodys_word() {
    isStyle(
        "“My grandmother's recipe uses two eggs, not three, and never any sugar at all.[1]” Gus"
            + " Applewhite said.");
    // In brackets of its own it is the writer's.
    differs("Kofi Mensah said: “We tested every plank on [4] May.”", Severity.MEANING);
  }

  @Test
  void a_contraction_at_the_beginning_is_spelling() {
    differs("“I'm resigning as chair of the swimming club,” Wim Osterhuis said.", Severity.SLIGHT);
  }

  @Test
  void the_comma_of_the_house_is_no_part_of_the_change() {
    Span span = only("“We tested every plank on 3 May and replaced 41,” Kofi Mensah said.");
    assertThat(span.diff())
        .filteredOn(step -> step.op() != Difference.Op.EQUAL)
        .extracting(Difference::source, Difference::quoted)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("14", "41"));
  }

  // ---- what is turned

  @Test
  void the_opposite_word_turns_the_meaning() {
    differs(
        "Otto Brandt schrieb: „Ich bin für die Schließung der Bücherei, weil sie der letzte warme"
            + " Ort im Winter ist.“",
        Severity.MEANING);
  }

  @Test
  void two_words_in_each_others_place_turn_the_meaning() {
    differs(
        "Vera Stein said: “We should abolish the fee for cars and keep it for children.”",
        Severity.MEANING);
  }

  @Test
  void a_condition_that_was_cut_turns_at_either_end() {
    isTurned("Thea Montclair said that “my kitchen closes at half past nine”.");
    isTurned("“We will raise the fee by 3.5 percent in May,” Silas Webb wrote.");
  }

  @Test
  void a_condition_that_the_article_tells_itself_is_not_cut() {
    isStyle("Thea Montclair said that “my kitchen closes at half past nine” if the boat goes.");
    isStyle(
        "“We will raise the fee by 3.5 percent in May” if the harbour does not pay its share,"
            + " Silas Webb wrote.");
  }

  @Test
  void a_condition_that_stands_in_the_next_part_or_behind_who_speaks_is_not_cut() {
    for (String article :
        List.of(
            "“We will raise the fee by 3.5 percent in May,” said Silas Webb, “unless the harbour"
                + " pays its share.”",
            "“We will raise the fee by 3.5 percent in May,” said Silas Webb. “Unless the harbour"
                + " pays its share.”",
            "“We will raise the fee by 3.5 percent in May,” Silas Webb said, unless the harbour"
                + " pays its share.",
            "“We will raise the fee by 3.5 percent in May” – unless the harbour pays its share,"
                + " Silas Webb said.")) {
      Span first = all(article).getFirst();
      assertThat(first.flags()).as(article).doesNotContain(Flag.TURNED_BY_CUT);
      assertThat(first.severity()).as(article).isLessThanOrEqualTo(Severity.STYLE);
    }
  }

  @Test
  void what_only_looks_like_a_condition_is_none() {
    isStyle("Gus Applewhite wrote: “We ate all of the cold food”.");
    isStyle("Gus Applewhite wrote: “On the beach we saw hundreds”.");
  }

  @Test
  void bakers_and_fishermen_are_fishermen_and_bakers() {
    differs(
        "Gus Applewhite wrote: “We invited the fishermen and the bakers to the feast.”",
        Severity.WORDS);
  }

  @Test
  void a_number_before_the_german_am_is_no_hour() {
    differs("Otto Brandt schrieb: „Gestern waren es 10 am Strand bei Regen.“", Severity.MEANING);
    differs(
        "“The harbour office opens at 10:30 am on Mondays,” Gus Applewhite wrote.", Severity.WORDS);
  }

  @Test
  void a_question_with_if_is_no_condition() {
    isStyle("Jonas Tidewell says: “I don't know”.");
  }

  @Test
  void a_german_denial_before_its_comma_is_cut() {
    isTurned("„… der Bürgermeister [hat] das gewusst“, schrieb Otto Brandt.");
    isStyle("Otto Brandt glaubt nicht, „dass der Bürgermeister das gewusst hat“.");
  }

  @Test
  void whoever_speaks_is_shown_where_brackets_stand_for_him() {
    Span span = only("“[The council] never said we should not keep the last boat,” Pell wrote.");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).isEqualTo(Severity.WORDS);
    assertThat(span.diff().getFirst())
        .extracting(Difference::source, Difference::quoted)
        .containsExactly("I", "[The council]");
  }

  @Test
  void what_differs_in_letters_only_is_counted_apart() {
    QuoteCheck check =
        Checked.with()
            .known(post("Pell Amundry", 2, NEVER))
            .known(post("Vera Stein", 11, CHAIR))
            .text(
                "Pell Amundry said: “i never said we should not keep the last boat.”\n\n"
                    + "Vera Stein wrote: “I am resigning as head of the swimming club at the end of"
                    + " June.”\n\n"
                    + "Vera Stein wrote: “I will not stand again.”");
    assertThat(check.checked()).isEqualTo(3);
    assertThat(check.lettered()).isEqualTo(1);
    assertThat(check.differing()).isEqualTo(1);
  }

  @Test
  void a_first_letter_that_fits_the_sentence_around_it_is_style() {
    isStyle("Kofi Mensah said “we tested every plank on 3 May and replaced 14 of them.”");
    isStyle("“On 3 May and replaced 14 of them,” Kofi Mensah said.");
    // Within the quotation a capital is another letter.
    differs(
        "Kofi Mensah said: “We tested every Plank on 3 May and replaced 14 of them.”",
        Severity.SLIGHT);
  }

  @Test
  void what_nobody_can_see_is_no_difference_in_words() {
    isStyle("Kofi Mensah said: “We tes\u200bted every plank on 3 May and replaced 14 of them.”");
    // The о is Cyrillic.
    differs(
        "Jonas Tidewell said: “I don't know if the b\u043eat will run on Sunday.”",
        Severity.SLIGHT);
  }

  @Test
  void the_words_of_another_are_told_in_german_too() {
    for (String frame : List.of("Vera Stein sagte: „%s“", "„%s“, schrieb Vera Stein.")) {
      Span span = only(frame.formatted(LIBRARY));
      assertThat(span.flags()).as(frame).contains(Flag.OTHER_SPEAKER);
      assertThat(span.severity()).as(frame).isEqualTo(Severity.MEANING);
    }
    // Whose words these are the sentence leaves open.
    Span read = only("Vera Stein las vor, was Otto Brandt schrieb: „" + LIBRARY + "“");
    assertThat(read.flags()).doesNotContain(Flag.OTHER_SPEAKER);
  }

  @Test
  void a_name_for_a_thing_that_nobody_is_said_to_have_said_turns_nothing() {
    Span span = only("The “last boat” was on everybody's lips.");
    assertThat(span.flags()).doesNotContain(Flag.TURNED_BY_CUT);
    assertThat(span.severity()).isLessThan(Severity.WORDS);
  }

  // ---- pages of the web

  @Test
  void whoever_is_named_below_a_quotation_of_a_page_is_its_speaker() {
    for (String credit :
        List.of(
            "<p>%s</p><cite>Kofi Mensah</cite>",
            "<p>%s</p><footer>Kofi Mensah</footer>",
            "%s<footer>— <cite>Kofi Mensah</cite></footer>")) {
      Span span =
          html(
              "<p>He wrote a post.</p><blockquote>"
                  + credit.formatted("We tested every plank on 3 May and replaced 14 of them.")
                  + "</blockquote><p>Later it rained.</p>");
      assertThat(span.verdict()).as(credit).isEqualTo(Verdict.VERBATIM);
      assertThat(span.speaker().name()).as(credit).isEqualTo("Kofi Mensah");
    }
    Span other =
        html(
            "<blockquote><p>We tested every plank on 3 May and replaced 14 of them.</p>"
                + "<cite>Vera Stein</cite></blockquote>");
    assertThat(other.flags()).contains(Flag.OTHER_SPEAKER);
  }

  @Test
  void a_drawing_that_nobody_closed_hides_no_quotation() {
    assertThat(
            html("<svg onload=x><p>Kofi Mensah said: “We tested every plank on 3 May and"
                    + " replaced 41 of them.”</p>")
                .severity())
        .isEqualTo(Severity.MEANING);
  }

  @Test
  void words_that_the_page_does_not_show_are_not_in_the_quotation() {
    assertThat(
            html("<p>Kofi Mensah said: “We tested every plank on <span style='color:red;"
                    + " Display : none'>4 </span><b hidden>no </b>3 May and replaced 14 of"
                    + " them.”</p>")
                .verdict())
        .isEqualTo(Verdict.VERBATIM);
  }

  private static Span html(String page) {
    return Checked.with()
        .known(post("Kofi Mensah", 9, "We tested every plank on 3 May and replaced 14 of them."))
        .known(post("Vera Stein", 11, CHAIR))
        .read(verbatim.text.Markup.HTML, page)
        .spans()
        .getFirst();
  }
}
