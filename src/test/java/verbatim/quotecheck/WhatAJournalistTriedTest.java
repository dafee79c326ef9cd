package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verbatim.kernel.AccountId;

/// Articles that quote rightly and look wrong, and the other way round.
class WhatAJournalistTriedTest {
  private static final String NIGHT =
      "I know the other eight by their coughs. The night nurse is me. I have taken that boat for"
          + " eleven years.";
  private static final String BREAD = "Without the 23:10 there is no bread at six.";
  private static final String KITCHEN = "If it goes, my kitchen closes at half past nine.";
  private static final String NEVER =
      "I never said we should not keep the last boat. I said we can't keep it at this price, and"
          + " I'm asking you for better ideas than mine.";

  private static Statement post(String author, long account, String text) {
    return Checked.post(
        new Person(author, "", List.of(), Optional.of(new AccountId(account))),
        Optional.empty(),
        text);
  }

  private static Checked town() {
    return Checked.with()
        .known(post("Sanna Ekwall", 1, NIGHT))
        .known(post("Jonas Tidewell", 2, BREAD))
        .known(post("Thea Brandt", 3, KITCHEN))
        .known(post("Pell Amundry", 4, NEVER))
        .known(post("Quentin Marsh", 5, "I checked all of the lists."))
        .known(post("Maren Lind", 6, "With my name, and with the Fridays."));
  }

  private static Span first(String article) {
    return town().text(article).spans().getFirst();
  }

  /// Nobody is said to be named who did not say it; whoever did say it may be told.
  private static void isNoAccusation(String article, String by) {
    Span span = first(article);
    assertThat(span.flags()).as(article).doesNotContain(Flag.OTHER_SPEAKER);
    assertThat(span.speaker().name()).as(article).isIn("", by);
    assertThat(span.hints())
        .as(article)
        .extracting(Hint::evidence)
        .noneMatch(evidence -> evidence.contains("The article names"));
    assertThat(span.verdict()).as(article).isIn(Verdict.VERBATIM, Verdict.PARTIAL);
  }

  // ---- whose words

  @Test
  void whoever_quotes_another_is_not_said_to_have_said_it() {
    String bread = "“" + BREAD + "”";
    for (String frame :
        List.of(
            "Pell Amundry quoted Jonas Tidewell as saying %s",
            "Pell Amundry, quoting Jonas Tidewell: %s",
            "Pell Amundry said, quoting Jonas Tidewell, %s",
            "Jonas Tidewell, Pell Amundry said, had written %s",
            "Pell Amundry said that Jonas Tidewell had written %s",
            "Pell Amundry said Jonas Tidewell wrote %s",
            "Pell Amundry answered that Jonas Tidewell's sentence %s was true.",
            "Pell Amundry and Jonas Tidewell said: %s",
            "It was Jonas Tidewell, not Pell Amundry, who said %s",
            "Pell Amundry's remark was in reply to Jonas Tidewell's %s",
            "%s was a line that Pell Amundry read from the post of Jonas Tidewell.")) {
      isNoAccusation(String.format(frame, bread), "Jonas Tidewell");
    }
    String comma = "“" + BREAD.replace("six.", "six,") + "”";
    for (String frame :
        List.of(
            "%s Pell Amundry read from the post of Jonas Tidewell.",
            "%s Pell Amundry quoted Jonas Tidewell.",
            "%s Pell Amundry said, quoting Jonas Tidewell.",
            "%s quoted Pell Amundry.",
            "%s wrote a man to Pell Amundry.",
            "%s said Pell Amundry's neighbour, Jonas Tidewell.",
            "%s said Pell Amundry's neighbour Jonas Tidewell.",
            "%s said Pell Amundry's neighbour.",
            "%s Pell Amundry's cat-sitter said.")) {
      isNoAccusation(String.format(frame, comma), "Jonas Tidewell");
    }
  }

  @Test
  void whose_a_possessive_says_it_is_it_is() {
    Span span =
        first(
            "In reply to Pell Amundry's “I never said we should not keep the last boat”, Quentin"
                + " Marsh wrote: “I checked.”");
    assertThat(span.speaker().name()).isEqualTo("Pell Amundry");
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.flags()).doesNotContain(Flag.OTHER_SPEAKER);
  }

  @Test
  void a_denial_puts_words_in_nobodys_mouth() {
    for (String frame :
        List.of(
            "Pell Amundry never said “%s”",
            "Pell Amundry did not say “%s”",
            "Pell Amundry has never actually written “%s”",
            "Pell Amundry denied having said “%s”",
            "Pell Amundry refused to say “%s”",
            "It is not true that Pell Amundry said “%s”",
            "Neither Quentin Marsh nor Pell Amundry wrote “%s”")) {
      String article = String.format(frame, BREAD);
      isNoAccusation(article, "");
      assertThat(first(article).hints())
          .as(article)
          .extracting(Hint::kind)
          .containsExactly(Hint.Kind.DENIED);
    }
    assertThat(first("Pell Amundry never said “" + BREAD + "”").hints().getFirst().evidence())
        .isEqualTo(
            "The article says that Pell Amundry did not say it; the source is by Jonas Tidewell.");
    Span said = first("Jonas Tidewell not only said “" + BREAD + "”, he sang it.");
    assertThat(said.speaker().name()).isEqualTo("Jonas Tidewell");
    Span denied = first("Pell Amundry denied it: “" + NEVER + "”");
    assertThat(denied.speaker().name()).isEqualTo("Pell Amundry");
    assertThat(denied.hints()).isEmpty();
  }

  @Test
  void a_name_that_is_not_next_to_the_verb_is_not_accused() {
    for (String frame :
        List.of(
            "Pell Amundry's motto: “%s”",
            "A photo of Pell Amundry: “%s”",
            "The answer to Pell Amundry: “%s”",
            "A letter to Pell Amundry said: “%s”",
            "Nobody but Pell Amundry said “%s”",
            "Pell Amundry wants it in writing: “%s”",
            "Pell Amundry got a message that said “%s”",
            "Pell Amundry saw a sign saying “%s”",
            "Critics of Pell Amundry say: “%s”",
            "Against Pell Amundry, the bakers say: “%s”",
            "Pell Amundry hat nie gesagt: “%s”")) {
      Span span = first(String.format(frame, BREAD));
      assertThat(span.flags()).as(frame).doesNotContain(Flag.OTHER_SPEAKER);
      assertThat(span.verdict()).as(frame).isEqualTo(Verdict.VERBATIM);
    }
    Span german =
        first("Jonas Tidewell schrieb: „" + BREAD + "“ Pell Amundrys Nachbar Jonas Tidewell.");
    assertThat(german.speaker().name()).isEqualTo("Jonas Tidewell");
  }

  @Test
  void whoever_speaks_of_words_or_may_have_said_them_is_not_accused() {
    for (String frame :
        List.of(
            "Pell Amundry laughed at “%s”.",
            "Pell Amundry commented on “%s”.",
            "Pell Amundry read: “%s”",
            "Pell Amundry praised the sentence “%s”.",
            "Pell Amundry called “%s” a lie.",
            "Pell Amundry answered the sentence “%s” with a shrug.",
            "Pell Amundry remembered Jonas Tidewell's warning: “%s”",
            "“%s” is what Pell Amundry calls nonsense.",
            "“%s”, Pell Amundry was told by Jonas Tidewell.",
            "“%s”, Pell Amundry said Jonas Tidewell had written.",
            "Pell Amundry asked who had said “%s”.",
            "Did Pell Amundry say “%s”?")) {
      isNoAccusation(String.format(frame, BREAD.replace("six.", "six")), "Jonas Tidewell");
    }
    for (String frame :
        List.of(
            "Pell Amundry might have said “%s”.",
            "Pell Amundry supposedly said “%s”.",
            "If Pell Amundry had said “%s”, nobody would have laughed.",
            "Pell Amundry mocked her: “%s”",
            "Pell Amundry told Jonas Tidewell: “%s”")) {
      Span span = first(String.format(frame, BREAD.replace("six.", "six")));
      assertThat(span.flags()).as(frame).doesNotContain(Flag.OTHER_SPEAKER);
      assertThat(span.hints())
          .as(frame)
          .extracting(Hint::evidence)
          .containsExactly("We read it as words of Pell Amundry; the source is by Jonas Tidewell.");
    }
  }

  @Test
  void one_name_in_a_simple_frame_is_named() {
    for (String frame :
        List.of(
            "Quentin Marsh wrote: “%s”",
            "“%s” said Quentin Marsh.",
            "“%s” wrote the baker Quentin Marsh in Ternhaven.",
            "On Friday morning and again at night in Ternhaven, Quentin Marsh said: “%s”")) {
      Span span = first(String.format(frame, BREAD.replace("six.", "six!")));
      assertThat(span.flags()).as(frame).contains(Flag.OTHER_SPEAKER);
      assertThat(span.speaker().name()).isEqualTo("Quentin Marsh");
    }
  }

  // ---- a wrong name hides no source

  @Test
  void a_whole_sentence_of_another_is_found_under_any_name() {
    for (String words :
        List.of(
            "With my name, and with the Fridays,",
            "I checked all of the lists,",
            "The night nurse is me,",
            "I know the other eight by their coughs,")) {
      Span span = first("“" + words + "” said Gus Applewhite on Monday.");
      assertThat(span.verdict()).as(words).isEqualTo(Verdict.ALTERED);
      assertThat(span.flags()).as(words).contains(Flag.OTHER_SPEAKER);
    }
    assertThat(first("“the other eight by their coughs,” said Gus Applewhite.").verdict())
        .as("a part of a sentence may be anybody's")
        .isEqualTo(Verdict.NOT_FOUND);
    assertThat(
            Checked.with()
                .known(post("Maren Lind", 6, "There it is, and here we are. That is it."))
                .only("“There it is, and here we are,” said Gus Applewhite.")
                .verdict())
        .as("words that everybody says")
        .isEqualTo(Verdict.NOT_FOUND);
    Span own =
        Checked.with()
            .known(post("Gus Applewhite", 9, "The last ferry goes at ten from the old quay."))
            .known(post("Maren Lind", 6, "The last ferry goes at nine from the north side."))
            .only("Gus Applewhite wrote: “The last ferry goes at nine from the old quay.”");
    assertThat(own.source().orElseThrow().statement().speaker().name()).isEqualTo("Gus Applewhite");
  }

  @Test
  void what_a_quotation_quotes_itself_is_put_under_nobodys_name() {
    for (String inner : List.of("‘%s’", "'%s'", "\"%s\"")) {
      String words = String.format(inner, "I never said we should not keep the last boat");
      Span span = first("“He said " + words + " and left,” said Ilse Brandvane.");
      assertThat(span.flags()).as(inner).doesNotContain(Flag.OTHER_SPEAKER, Flag.EXTENDS_SOURCE);
      assertThat(span.verdict()).as(inner).isEqualTo(Verdict.NOT_FOUND);
    }
  }

  // ---- names

  @Test
  void a_word_before_a_name_is_no_name() {
    for (String more :
        List.of(
            "Unlike Pell Amundry, the others like bread.",
            "Yesterday morning Ferry Councillor Pell Amundry came too.",
            "Harbourmaster Pell Amundry came too.")) {
      Span span = first("Pell Amundry wrote: “" + NEVER + "”\n\n" + more);
      assertThat(span.speaker().name()).as(more).isEqualTo("Pell Amundry");
    }
    Span known =
        town()
            .person(Person.named("Pell Amundry"))
            .text("Hardened Pell Amundry wrote: “" + NEVER + "”")
            .spans()
            .getFirst();
    assertThat(known.speaker().name()).isEqualTo("Pell Amundry");
  }

  @Test
  void a_title_has_no_speaker() {
    Span span = first("The essay “It is about half past nine” appeared on Sunday.");
    assertThat(span.verdict()).isEqualTo(Verdict.LABEL);
    assertThat(span.speaker()).isEqualTo(Speaker.UNNAMED);
  }

  // ---- what was cut off

  private static Span said(String by, String source, String article) {
    return Checked.with().known(post(by, 1, source)).only(article);
  }

  @Test
  void what_stands_before_it_in_the_sentence_turns_it_whatever_commas_there_are() {
    String[][] cases = {
      {"You said last week that the boat stays.", "the boat stays"},
      {"You said last week that the boat stays.", "The boat stays,"},
      {
        "If you move the 22:10 to 22:40 and drop the 23:10, you lose four of nine.",
        "you lose four of nine"
      },
      {
        "If you move the 22:10 to 22:40 and drop the 23:10, you lose four of nine.",
        "You lose four of nine,"
      },
      {BREAD, "There is no bread at six,"},
      {BREAD, "no bread at six"},
      {"With 43 we would lie deeper than the Tooth.", "We would lie deeper than the Tooth,"},
      {"And even if it rains, we sail at nine sharp.", "we sail at nine sharp"},
    };
    for (String[] one : cases) {
      Span span = said("Thea Brandt", one[0], "Thea Brandt insisted: “" + one[1] + "”");
      assertThat(span.flags()).as(one[1]).contains(Flag.TURNED_BY_CUT);
      assertThat(span.severity()).as(one[1]).isEqualTo(Severity.MEANING);
      assertThat(span.hints()).as(one[1]).extracting(Hint::kind).contains(Hint.Kind.CUT);
    }
    for (String[] one :
        new String[][] {
          {
            "With the ferry came forty people. We counted them all at the quay.",
            "We counted them all at the quay."
          },
          {"With 43 we lie deeper than the Tooth.", "we lie deeper than the Tooth."},
          {"If it rains, we stay. We sail at nine sharp.", "We sail at nine sharp."},
          {"It was late, and we sail at nine sharp.", "we sail at nine sharp."},
        }) {
      Span span = said("Thea Brandt", one[0], "Thea Brandt insisted: “" + one[1] + "”");
      assertThat(span.flags()).as(one[1]).doesNotContain(Flag.TURNED_BY_CUT);
    }
  }

  @Test
  void a_cut_over_into_another_case_is_critical() {
    String source =
        "If you move the 22:10 to 22:40 and drop the 23:10, you lose four of nine. If you drop the"
            + " 22:10 you lose none of the 61, they come earlier.";
    for (String comma : List.of(",", "")) {
      Span span =
          said(
              "Quentin Marsh",
              source,
              "Quentin Marsh wrote: “If you move the 22:10 to 22:40 and drop the 23:10"
                  + comma
                  + " you lose none of the 61, they come earlier.”");
      assertThat(span.severity()).as(comma).isEqualTo(Severity.MEANING);
    }
  }

  // ---- numbers

  private static final String SUM =
      "The sum over the year is 3,302. I have it in pencil, whoever wants to see it.";

  @Test
  void a_sign_or_a_percent_makes_another_number() {
    for (String[] one :
        new String[][] {
          {SUM, "The sum over the year is -3,302,"},
          {SUM, "The sum over the year is −3,302. I have it in pencil"},
          {SUM, "The sum over the year is 3,302%. I have it in pencil"},
          {SUM, "The sum over the year is four thousand three hundred and two."},
          {SUM, "The sum over the year is 3.302. I have it in pencil"},
          {"On Fridays it is 34.", "On Fridays it is 34%,"},
          {"3,302 is the sum of the year.", "-3,302 is the sum of the year."},
          {"On Fridays it is 34% of them all.", "On Fridays it is 34 of them all."},
          {NIGHT, "I have taken that boat for elf years"},
          {"We need 3,5 litres of paint for the quay.", "We need 35 litres of paint for the quay."},
        }) {
      Span span = said("Quentin Marsh", one[0], "Quentin Marsh wrote: “" + one[1] + "”");
      assertThat(span.verdict()).as(one[1]).isEqualTo(Verdict.ALTERED);
      assertThat(span.severity()).as(one[1]).isEqualTo(Severity.MEANING);
    }
  }

  @Test
  void a_number_in_words_or_in_another_languages_digits_is_worth_the_same() {
    for (String article :
        List.of(
            "Quentin Marsh wrote: “The sum over the year is three thousand three hundred and two.”",
            "Quentin Marsh wrote: “The sum over the year is three thousand three hundred and two. I"
                + " have it in pencil”",
            "Quentin Marsh schreibt: „The sum over the year is 3.302. I have it in pencil“")) {
      Span span = said("Quentin Marsh", SUM, article);
      assertThat(span.severity()).as(article).isEqualTo(Severity.STYLE);
      assertThat(span.flags()).as(article).contains(Flag.NUMERALS);
    }
    Span german =
        said(
            "Quentin Marsh",
            "Ich habe das Boot elf Jahre lang genommen und es ist nicht leer.",
            "Quentin Marsh schrieb: „Ich habe das Boot 11 Jahre lang genommen und es ist nicht"
                + " leer.“");
    assertThat(german.severity()).isEqualTo(Severity.STYLE);
    Span range =
        said(
            "Quentin Marsh",
            "It takes 10–12 days to mend.",
            "Quentin Marsh wrote: “It takes 10-12 days to mend.”");
    assertThat(range.severity()).isEqualTo(Severity.STYLE);
  }

  // ---- marks at the end

  @Test
  void a_question_is_no_statement() {
    String[][] critical = {
      {"Is 3,302 the sum of all nights?", "Is 3,302 the sum of all nights."},
      {"Can I put both in, with your names? Thank you.", "Can I put both in, with your names."},
      {
        "You do not cut the last boat. You cut the second last.",
        "You do not cut the last boat? You cut the second last."
      },
      {"You do not cut the last boat.", "You do not cut the last boat?"},
      {"The boat goes at nine and it is late.", "The boat goes at nine?"},
    };
    for (String[] one : critical) {
      Span span = said("Gus Applewhite", one[0], "Gus Applewhite wrote: “" + one[1] + "”");
      assertThat(span.verdict()).as(one[1]).isEqualTo(Verdict.ALTERED);
      assertThat(span.severity()).as(one[1]).isEqualTo(Severity.MEANING);
      assertThat(span.flags()).as(one[1]).contains(Flag.END_MARK);
    }
    for (String words :
        List.of(
            "“Can I put both in?” asked Pell Amundry.", "Pell Amundry wants “to put both in?”")) {
      Span same = said("Pell Amundry", "Can I put both in, with your names?", words);
      assertThat(same.flags()).as(words).doesNotContain(Flag.END_MARK);
    }
    assertThat(
            said(
                    "Pell Amundry",
                    "Can I put both in, with your own full names?",
                    "Pell Amundry wrote of “both in, with your own full names.”")
                .flags())
        .doesNotContain(Flag.END_MARK);
    Span cry =
        said(
            "Gus Applewhite",
            "You do not cut the last boat.",
            "Gus Applewhite wrote: “You do not cut the last boat!”");
    assertThat(cry.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(cry.severity()).isEqualTo(Severity.SLIGHT);
    assertThat(cry.flags()).contains(Flag.END_MARK);
    Span comma =
        said(
            "Gus Applewhite",
            "Is 3,302 the sum of all nights?",
            "“Is 3,302 the sum of all nights,” wrote Gus Applewhite.");
    assertThat(comma.flags()).doesNotContain(Flag.END_MARK);
  }

  // ---- names in brackets

  @Test
  void somebody_else_in_brackets_is_critical() {
    String paper = "It goes into the paper, as @gus and @quentin said it.";
    String[][] critical = {
      {paper, "It goes into the paper, as [Bruno] and [Noor] said it,"},
      {paper, "It goes into the paper, as [Jonas] and @quentin said it,"},
      {paper, "It goes into the paper, as @gus and @noor said it,"},
      {
        "The night nurse is me. I have taken that boat.",
        "The night nurse is [Bruno]. I have taken that boat."
      },
      {"The night nurse that you want is me.", "The night nurse that you want is [Bruno],"},
      {
        "I have taken that boat for eleven years.", "[Bruno] have taken that boat for eleven years,"
      },
    };
    for (String[] one : critical) {
      Span span = said("Sanna Ekwall", one[0], "Sanna Ekwall wrote: “" + one[1] + "”");
      assertThat(span.verdict()).as(one[1]).isEqualTo(Verdict.ALTERED);
      assertThat(span.severity()).as(one[1]).isEqualTo(Severity.MEANING);
    }
    String[][] mild = {
      {paper, "It goes into the paper, as [Gus] and @quentin said it,"},
      {"I told him that the boat is full.", "I told [Bruno] that the boat is full."},
      {
        "The night nurse is me. I have taken that boat.",
        "The night nurse is [Sanna]. I have taken that boat."
      },
    };
    for (String[] one : mild) {
      Span span = said("Sanna Ekwall", one[0], "Sanna Ekwall wrote: “" + one[1] + "”");
      assertThat(span.severity()).as(one[1]).isLessThanOrEqualTo(Severity.SLIGHT);
    }
    Span plain =
        said(
            "Sanna Ekwall",
            "The night nurse sold the boat to the town.",
            "Sanna Ekwall wrote: “The night nurse sold the boat to the [Bruno].”");
    assertThat(plain.severity()).isGreaterThan(Severity.SLIGHT);
  }

  // ---- what cannot be told, and whose the rest is

  @Test
  void what_stands_for_a_blacked_out_word_cannot_be_told() {
    String source = "Forty is too many. Twenty, and I pay on Monday. Do ▇▇▇ tell Bruno.";
    for (String words :
        List.of(
            "Forty is too many. Twenty, and I pay on Monday. Do not tell Bruno.",
            "Twenty, and I pay on Monday. Do not",
            "Twenty, and I pay on Monday. Do … tell Bruno.",
            "Twenty, and I pay on Monday. Do [not] tell Bruno.")) {
      Span span = said("Thea Brandt", source, "Thea Brandt wrote: “" + words + "”");
      assertThat(span.verdict()).as(words).isEqualTo(Verdict.PARTIAL);
      assertThat(span.flags()).as(words).contains(Flag.HIDDEN_WORDS);
    }
    Span dropped =
        said(
            "Thea Brandt",
            source,
            "Thea Brandt wrote: “Twenty, and I pay on Monday. Do tell Bruno.”");
    assertThat(dropped.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(dropped.severity()).isEqualTo(Severity.WORDS);
    assertThat(dropped.flags()).contains(Flag.HIDDEN_WORDS);
    Span more =
        said(
            "Thea Brandt",
            source,
            "Thea Brandt wrote: “Twenty, and I pay on Monday. Do please go and tell Bruno.”");
    assertThat(more.severity()).isEqualTo(Severity.WORDS);
  }

  @Test
  void the_few_words_between_two_sources_are_of_the_one_they_stand_in() {
    Span span =
        Checked.with()
            .known(post("Quentin Marsh", 5, "I count them. It is 34 on Fridays, four on Mondays."))
            .known(
                post(
                    "Quentin Marsh",
                    5,
                    "I checked. If you drop the 22:10 you lose none of the 61."))
            .only(
                "Quentin Marsh wrote: “34 on Fridays, four on Mondays. I checked. If you drop the"
                    + " 22:10 you lose none of the 61.”");
    assertThat(span.flags()).contains(Flag.JOINED_POSTS);
    assertThat(span.changes()).isEmpty();
  }

  @Test
  void an_invented_end_is_laid_beside_nothing() {
    Span span =
        said(
            "Pell Amundry",
            NEVER + " What I do not know about is the price of the paint.",
            "Pell Amundry wrote: “" + NEVER + " I was wrong.”");
    assertThat(span.source().orElseThrow().words()).doesNotContain("What I");
    assertThat(span.changes()).extracting(Difference::source).containsExactly("");
  }

  @Test
  void single_marks_of_german_and_swiss_papers_are_found() {
    String words = "If it goes, my kitchen closes at half past nine.";
    for (String marks : List.of("‚%s‘", "›%s‹", "‹%s›", "‚%s’")) {
      Span span = first("Thea Brandt sagte: " + String.format(marks, words));
      assertThat(span.text()).as(marks).isEqualTo(words);
      assertThat(span.verdict()).as(marks).isEqualTo(Verdict.VERBATIM);
    }
    assertThat(first("Thea Brandt erklärte, sie werde ›nicht verkaufen, Bruno‹.").text())
        .isEqualTo("nicht verkaufen, Bruno");
    assertThat(town().text("Der ›Butt‹ und die ‚Blechtrommel‘, 5‹6 und 7›6.").spans()).isEmpty();
    assertThat(town().text("„Er sagte ‚wir gehen heim‘ und ging.“").spans())
        .extracting(Span::text)
        .containsExactly("Er sagte ‚wir gehen heim‘ und ging.");
  }
}
