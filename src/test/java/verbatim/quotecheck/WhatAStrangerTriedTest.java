package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verbatim.kernel.AccountId;
import verbatim.text.Markup;

/// What somebody tried who wanted to get a wrong quotation past the check, and a right one accused.
class WhatAStrangerTriedTest {
  private static final String NIGHT =
      "The night nurse is me. I have taken that boat for eleven years.";
  private static final String BREAD = "Without the 23:10 there is no bread at six.";
  private static final String SECOND =
      "You do not cut the last boat. You cut the second last and see who notices.";
  private static final String COUNT =
      "I count them every night, and it is nine only on average. On Fridays it is 34.";
  private static final String KITCHEN =
      "If it goes, my kitchen closes at half past nine. That is eleven people I would have to"
          + " tell.";
  private static final String NEVER =
      "I never said we should not keep the last boat. I said we can't keep it at this price, and"
          + " I'm asking you for better ideas than mine.";
  private static final String SUM =
      "If you drop the 22:10 you lose none of the 61, they come earlier.";

  private static Statement post(String author, long account, String text) {
    return post(author, account, text, Optional.empty());
  }

  private static Statement post(String author, long account, String text, Optional<Instant> at) {
    return Checked.post(
        new Person(author, "", List.of(), Optional.of(new AccountId(account))), at, text);
  }

  private static Checked town() {
    return Checked.with()
        .known(post("Sanna Ekwall", 1, NIGHT))
        .known(post("Jonas Tidewell", 2, BREAD))
        .known(post("Gus Applewhite", 3, SECOND))
        .known(post("Maren Oduya-Lind", 4, COUNT))
        .known(post("Thea Brandt", 5, KITCHEN))
        .known(post("Pell Amundry", 6, NEVER))
        .known(post("Quentin Marsh", 7, SUM))
        .known(post("Wim Haak", 8, "We can't close the harbour in winter."))
        .known(post("Jonas Tidewell", 2, "two bakers, correct."));
  }

  private static Span only(String article) {
    return town().only(article);
  }

  private static Severity of(String article) {
    Span span = only(article);
    assertThat(span.verdict()).as(article).isEqualTo(Verdict.ALTERED);
    return span.severity();
  }

  private static void holds(Span span, Severity severity) {
    assertThat(span.verdict()).as(span.text()).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).as(span.text()).isEqualTo(severity);
  }

  // ---- whose words

  @Test
  void the_words_of_two_people_in_one_mouth_are_told_with_both() {
    Span span = only("Sanna Ekwall wrote: “" + NIGHT + " " + BREAD + "”");
    holds(span, Severity.MEANING);
    assertThat(span.flags()).contains(Flag.JOINED_POSTS, Flag.OTHER_SPEAKER);
    assertThat(span.sources())
        .extracting(s -> s.statement().speaker().name())
        .containsExactly("Sanna Ekwall", "Jonas Tidewell");
    // What each wrote is in its own text, and where it begins in the quotation is known.
    for (Source source : span.sources()) {
      Source.Part part = source.parts().getFirst();
      assertThat(span.text().substring(part.quotedFrom()))
          .startsWith(source.statement().text().substring(part.from(), part.to()));
    }
  }

  @Test
  void sentences_in_another_order_are_told_so() {
    Span span =
        only(
            "Gus Applewhite wrote: “You cut the second last and see who notices. You do not cut the"
                + " last boat.”");
    holds(span, Severity.WORDS);
    assertThat(span.flags()).contains(Flag.REORDERED).doesNotContain(Flag.JOINED_POSTS);
    assertThat(span.sources()).hasSize(1);
    Source source = span.sources().getFirst();
    assertThat(source.parts()).hasSize(2);
    assertThat(source.parts().getFirst().from()).isGreaterThan(source.parts().getLast().from());
  }

  @Test
  void somebody_elses_words_in_a_named_mouth_are_the_gravest() {
    Span span =
        only("Gus Applewhite wrote: “I count them every night, and it is nine only on average.”");
    holds(span, Severity.MEANING);
    assertThat(span.flags()).contains(Flag.OTHER_SPEAKER);
    assertThat(span.hints().getFirst().evidence())
        .isEqualTo("The article names Gus Applewhite; the source is by Maren Oduya-Lind.");
  }

  @Test
  void what_the_source_quotes_itself_may_be_whose_the_article_says() {
    Span span =
        Checked.with()
            .known(
                post(
                    "Thea Brandt",
                    5,
                    "The mayor said: “We will not pay for the boat in winter any more.” Shame."))
            .only("Pell Amundry said: “We will not pay for the boat in winter any more.”");
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.hints()).extracting(Hint::kind).contains(Hint.Kind.SPEAKER);
  }

  @Test
  void what_stands_behind_a_quotation_in_the_source_is_the_sources_own() {
    String said = "We will not pay for the boat in winter any more.";
    for (String before :
        List.of(
            "„Nein“ hat er gesagt. ",
            "»Nej« sagde han. ",
            "The 12\" pipe burst. ",
            "“No”, he said. ")) {
      Span span =
          Checked.with()
              .known(post("Thea Brandt", 5, before + said))
              .only("Pell Amundry said: “" + said + "”");
      assertThat(span.verdict()).as(before).isEqualTo(Verdict.ALTERED);
    }
    for (String before : List.of("Er sagt: „", "Han siger: »", "Il dit : « ", "He says: \"")) {
      Span span =
          Checked.with()
              .known(post("Thea Brandt", 5, before + said))
              .only("Pell Amundry said: “" + said + "”");
      assertThat(span.verdict()).as(before).isEqualTo(Verdict.PARTIAL);
    }
  }

  @Test
  void an_inherited_speaker_is_never_said_to_be_named() {
    Span span = only("Gus Applewhite had steered larger things. He wrote: “" + SUM + "”");
    assertThat(span.verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(span.hints()).hasSize(1);
    assertThat(span.hints().getFirst().evidence()).doesNotContain("The article names");
  }

  @Test
  void somebody_unknown_who_acts_bars_whoever_acted_before() {
    Span span =
        town()
            .text(
                "Gus Applewhite wrote: “"
                    + SECOND
                    + "”\n\n"
                    + "And Quentin did the sum. “If you drop the 22:10 you lose none of the 61,"
                    + " they come earlier,” he wrote.")
            .spans()
            .getLast();
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.speaker().name()).isEqualTo("Quentin Marsh");
    assertThat(span.speaker().account()).contains(new AccountId(7));
    assertThat(span.hints()).isEmpty();
    Span open =
        town()
            .text(
                "Gus Applewhite wrote: “"
                    + SECOND
                    + "”\n\nAnd Quentin did the sum. “"
                    + "Nobody here has ever seen a purse like that,” he wrote.")
            .spans()
            .getLast();
    assertThat(open.speaker().isResolved()).isFalse();
    assertThat(open.speaker().candidates()).containsExactly("Quentin");
  }

  @Test
  void a_first_name_alone_is_whoever_said_just_these_words() {
    Span span = only("“" + KITCHEN.substring(0, 47) + ",” wrote Thea on Tuesday.");
    assertThat(span.speaker().name()).isEqualTo("Thea Brandt");
    assertThat(span.hints()).isEmpty();
  }

  @Test
  void nobody_becomes_the_quoted_one_by_saying_it_after_the_article_or_by_a_longer_name() {
    Instant written = Instant.parse("2026-11-20T08:00:00Z");
    String words = "The ferry goes at nine or it does not go at all";
    for (String named : List.of("Jonas", "Jonas Tidewell")) {
      for (long hours : List.of(-1L, 1L)) {
        Span span =
            Checked.with()
                .written(written)
                .known(
                    post(
                        "Jonas Tidewell Official",
                        6,
                        words + ".",
                        Optional.of(written.plusSeconds(hours * 3_600))))
                .only("“" + words + ",” said " + named + " on Tuesday.");
        boolean isHe = named.equals("Jonas") && hours < 0;
        assertThat(span.speaker().account().isPresent()).as(named + " " + hours).isEqualTo(isHe);
      }
    }
  }

  @Test
  void what_is_set_apart_belongs_to_nobody_unless_the_text_leads_to_it() {
    String before =
        "Ilse Brandvane stood up last. “Counting is a kind of listening,” she said, and sat down.";
    List<Span> spans = town().read(Markup.MARKDOWN, before + "\n\n> " + KITCHEN + "\n").spans();
    assertThat(spans.getLast().speaker().isResolved()).isFalse();
    assertThat(spans.getLast().hints()).isEmpty();
    Span led =
        town().read(Markup.MARKDOWN, "Thea Brandt wrote:\n\n> " + KITCHEN + "\n").spans().getLast();
    assertThat(led.speaker().name()).isEqualTo("Thea Brandt");
  }

  @Test
  void the_man_who_wrote_it_is_he() {
    Span span =
        only(
            "The line says that she costs 412 crowns. The man who wrote it is Pell Amundry,"
                + " councillor for harbours, and he did something unusual with it: he explained it,"
                + " in seven posts. “I never said we should not keep the last boat,” he wrote.");
    assertThat(span.speaker().name()).isEqualTo("Pell Amundry");
  }

  // ---- what was added

  @Test
  void an_invented_end_is_other_words() {
    Span span =
        only(
            "Gus Applewhite wrote: “" + SECOND + " And then you sell the harbour to the council.”");
    holds(span, Severity.WORDS);
    assertThat(span.flags()).contains(Flag.EXTENDS_SOURCE);
    Span copy =
        Checked.with()
            .known("Gus Applewhite", SECOND)
            .only("Gus Applewhite wrote: “" + SECOND + " And then you sell the harbour to them.”");
    assertThat(copy.severity()).isEqualTo(Severity.SLIGHT);
  }

  @Test
  void a_short_post_of_another_at_the_end_is_named() {
    Span span =
        only("Gus Applewhite wrote: “" + SECOND + " We can't close the harbour in winter.”");
    holds(span, Severity.MEANING);
    assertThat(span.sources())
        .extracting(s -> s.statement().speaker().name())
        .containsExactly("Gus Applewhite", "Wim Haak");
  }

  // ---- brackets

  @Test
  void brackets_excuse_no_negation_and_no_number() {
    assertThat(of("Thea Brandt wrote: “" + KITCHEN.replace("is eleven", "is [not] eleven") + "”"))
        .isEqualTo(Severity.MEANING);
    assertThat(
            of(
                "Thea Brandt wrote: “my kitchen closes at [half past eight]. That is eleven"
                    + " people”"))
        .isEqualTo(Severity.MEANING);
    assertThat(of("Thea Brandt wrote: “That is [nine] people I would have to tell.”"))
        .isEqualTo(Severity.MEANING);
    assertThat(of("Thea Brandt wrote: “That is eleven people I would[n't] have to tell.”"))
        .isEqualTo(Severity.MEANING);
    assertThat(of("Thea Brandt wrote: “[Never] That is eleven people I would have to tell.”"))
        .isEqualTo(Severity.MEANING);
    assertThat(of("Thea Brandt wrote: “That is eleven people I would [not] have to tell.”"))
        .isEqualTo(Severity.MEANING);
  }

  @Test
  void an_explanation_in_brackets_stays_mild() {
    Span span =
        only("Thea Brandt wrote: “That is eleven people [of the harbour] I would have to tell.”");
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.severity()).isEqualTo(Severity.STYLE);
    assertThat(span.flags()).contains(Flag.MARKED_ALTERATION);
    assertThat(span.changes()).hasSize(1);
    Span instead =
        only("Thea Brandt wrote: “If [the boat] goes, my kitchen closes at half past nine.”");
    holds(instead, Severity.SLIGHT);
  }

  // ---- what was cut

  @Test
  void a_part_without_what_turned_it_is_told() {
    Span span = only("Pell Amundry admitted: “we should not keep the last boat.”");
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.flags()).contains(Flag.TURNED_BY_CUT);
    assertThat(span.severity()).isEqualTo(Severity.MEANING);
    assertThat(span.hints())
        .extracting(Hint::evidence)
        .contains("The source has before it: “I never said”");
    Span capital = only("Pell Amundry admitted: “We should not keep the last boat.”");
    assertThat(capital.flags()).contains(Flag.TURNED_BY_CUT);
    assertThat(capital.severity()).isEqualTo(Severity.MEANING);
    Span condition = only("Thea Brandt wrote: “my kitchen closes at half past nine.”");
    assertThat(condition.flags()).contains(Flag.TURNED_BY_CUT);
  }

  @Test
  void a_part_that_the_article_itself_turns_is_not() {
    Span denied = only("Pell Amundry denied that “we should not keep the last boat”.");
    assertThat(denied.flags()).doesNotContain(Flag.TURNED_BY_CUT);
    Span sentence = only("Pell Amundry wrote: “I said we can't keep it at this price”");
    assertThat(sentence.flags()).doesNotContain(Flag.TURNED_BY_CUT);
    Span own = only("Pell Amundry wrote: “we can't keep it at this price”");
    assertThat(own.flags()).doesNotContain(Flag.TURNED_BY_CUT);
  }

  @Test
  void an_ellipsis_over_what_was_denied_is_critical() {
    assertThat(
            of("Pell Amundry wrote: “I never said … I'm asking you for better ideas than mine.”"))
        .isEqualTo(Severity.MEANING);
    assertThat(of("Pell Amundry wrote: “I said we … asking you for better ideas than mine.”"))
        .isEqualTo(Severity.MEANING);
    assertThat(
            of(
                "Thea Brandt wrote: “If it goes, my kitchen closes. … eleven people I would have to"
                    + " tell.”"))
        .isEqualTo(Severity.SLIGHT);
  }

  @Test
  void what_was_left_out_after_the_first_word_is_all_told() {
    Span span = only("Gus Applewhite wrote: “You cut the last boat.”");
    holds(span, Severity.MEANING);
    assertThat(span.changes()).extracting(Difference::source).containsExactly("do not ");
    assertThat(span.source().orElseThrow().words()).isEqualTo("You do not cut the last boat.");
    Span dots = only("Gus Applewhite wrote: “You do not cut the last boat... see who notices.”");
    assertThat(dots.changes()).extracting(Difference::quoted).containsExactly("...");
  }

  // ---- few words

  @Test
  void a_short_sentence_with_one_number_changed_is_found_at_the_named_speaker() {
    assertThat(of("Maren Oduya-Lind wrote: “On Fridays it is 43.”")).isEqualTo(Severity.MEANING);
    assertThat(of("Jonas Tidewell wrote: “A few bakers, correct.”")).isGreaterThan(Severity.SLIGHT);
    Span other = only("Wim Haak wrote: “On Fridays it is 43.”");
    assertThat(other.verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  // ---- numbers

  @Test
  void a_house_writes_numbers_in_its_own_way() {
    Span nine =
        only("Maren Oduya-Lind wrote: “I count them every night, and it is 9 only on average.”");
    assertThat(nine.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(nine.severity()).isEqualTo(Severity.STYLE);
    assertThat(nine.flags()).contains(Flag.NUMERALS);
    for (String written :
        List.of("1.25 million", "1250000", "one million two hundred and fifty thousand")) {
      Span span = grants(written);
      assertThat(span.severity()).as(written).isEqualTo(Severity.STYLE);
    }
    for (String other : List.of("1.2 million", "125,000", "two million")) {
      assertThat(grants(other).severity()).as(other).isEqualTo(Severity.MEANING);
    }
    Span digits =
        Checked.with()
            .known("Pell Amundry", "We sold 3,302 tickets in a single winter here.")
            .only("Pell Amundry wrote: “We sold 3302 tickets in a single winter here.”");
    assertThat(digits.severity()).isEqualTo(Severity.STYLE);
  }

  private static Span grants(String number) {
    return Checked.with()
        .known("Pell Amundry", "The province gave us 1,250,000 crowns for the quay this year.")
        .only(
            "Pell Amundry wrote: “The province gave us "
                + number
                + " crowns for the quay this year.”");
  }

  // ---- single marks

  @Test
  void single_marks_of_british_papers_are_found_where_somebody_speaks() {
    assertThat(
            texts("Sanna Ekwall said: ‘The night nurse is me. I took that boat for nine years.’"))
        .containsExactly("The night nurse is me. I took that boat for nine years.");
    assertThat(texts("‘I don’t know,’ she said. ‘It’s the bakers’ bread.’"))
        .containsExactly("I don’t know,", "It’s the bakers’ bread.");
    assertThat(texts("Jonas wrote: 'There isn't any bread at six.' Nobody moved."))
        .containsExactly("There isn't any bread at six.");
    assertThat(texts("He said ‘we read “The Last Boat” twice’ and left."))
        .containsExactly("we read “The Last Boat” twice");
    assertThat(
            of(
                "Sanna Ekwall said: ‘The night nurse is me. I have taken that boat for nine"
                    + " years.’"))
        .isEqualTo(Severity.MEANING);
  }

  @Test
  void apostrophes_are_none() {
    assertThat(texts("The bakers’ bread and the boats’ owners’ dogs said nothing.")).isEmpty();
    assertThat(texts("He said 'twas late, and rock 'n' roll wasn't the fishermen's thing."))
        .isEmpty();
    assertThat(texts("In the summer of ’68 she said the ’20s were over.")).isEmpty();
    assertThat(texts("The so-called ‘experts’ of the ‘better’ kind met.")).isEmpty();
    assertThat(texts("She asked the skippers' wives about the owners' dogs.")).isEmpty();
  }

  private static List<String> texts(String article) {
    return Checked.with().text(article).spans().stream().map(Span::text).toList();
  }

  @Test
  void figures_and_days_that_changed_places_are_no_style() {
    String rates = "We had 12% in May and 10% in June.";
    String days = "The kitchen opens on May 3 and closes on May 5 this year.";
    for (String quoted :
        List.of(
            "We had 10 per cent in May and 12 per cent in June",
            "The kitchen opens on 5 May and closes on 3 May this year")) {
      Span span = told("Wim Haak", rates, days).only("Wim Haak said: “" + quoted + ".”");
      assertThat(span.verdict()).as(quoted).isEqualTo(Verdict.ALTERED);
      assertThat(span.severity()).as(quoted).isEqualTo(Severity.MEANING);
    }
    Span right =
        told("Wim Haak", rates, days)
            .only("Wim Haak said: “We had 12 per cent in May and 10 per cent in June.”");
    assertThat(right.verdict()).isNotEqualTo(Verdict.ALTERED);
  }

  @Test
  void a_date_is_the_same_however_the_house_writes_it() {
    List<List<String>> same =
        List.of(
            List.of("on May 3 and closes on May 5", "on 3 May and closes on 5 May"),
            List.of("on 3 May and closes on 5 May", "on May 3 and closes on May 5"),
            List.of("on May 3, May 5 and June 7", "on 3 May, 5 May and 7 June"),
            List.of("on May 3 and May 5", "on 3 May and 5 May"),
            List.of("on May 3rd and until May 5th", "on 3 May and until the 5th of May"),
            List.of("on May 3, 2018", "on 3 May 2018"));
    for (List<String> both : same) {
      Span span =
          told("Wim Haak", "The kitchen opens " + both.getFirst() + " for all of the crew.")
              .only(
                  "Wim Haak said: “The kitchen opens " + both.getLast() + " for all of the crew.”");
      assertThat(span.severity()).as(both.toString()).isEqualTo(Severity.STYLE);
    }
  }

  @Test
  void another_date_is_not_however_it_is_written() {
    for (String quoted :
        List.of(
            "on 5 May and closes on 3 May",
            "on 3 June and closes on 5 May",
            "on 3 May and closes on 6 May",
            "on 3 May and opens on 5 May")) {
      Span span =
          told("Wim Haak", "The kitchen opens on May 3 and closes on May 5 for all of the crew.")
              .only("Wim Haak said: “The kitchen opens " + quoted + " for all of the crew.”");
      assertThat(span.verdict()).as(quoted).isEqualTo(Verdict.ALTERED);
    }
  }

  @Test
  void a_word_left_out_inside_brackets_is_no_style() {
    Checked told = told("Wim Haak", "On Sunday I might leave now for the island.");
    assertThat(told.only("Wim Haak said: “On Sunday I [leave] now for the island.”").verdict())
        .isEqualTo(Verdict.ALTERED);
    Checked counted = told("Wim Haak", "On Sunday we still have nine ferries to the island.");
    assertThat(
            counted
                .only("Wim Haak said: “On Sunday we still have [ferries] to the island.”")
                .verdict())
        .isEqualTo(Verdict.ALTERED);
    // The same words in brackets leave nothing out.
    assertThat(
            told("Wim Haak", "On Sunday I might leave now for the island.")
                .only("Wim Haak said: “On Sunday I [might leave] now for the island.”")
                .verdict())
        .isNotEqualTo(Verdict.ALTERED);
  }

  @Test
  void a_longer_handle_in_the_quotation_does_not_name_its_author() {
    Person al = new Person("", "al", List.of(), Optional.of(new AccountId(1)));
    for (String to : List.of("@alice", "@al_x", "@al-x", "@al2")) {
      assertThat(Who.isNamedIn("thanks to " + to + ": nine boats", al)).as(to).isFalse();
    }
    for (String to : List.of("@al: nine", "@Al", "@al. Nine", "@alice and @al, nine")) {
      assertThat(Who.isNamedIn("RT " + to, al)).as(to).isTrue();
    }
  }

  private static Checked told(String author, String... texts) {
    Checked told = Checked.with();
    for (String text : texts) {
      told = told.known(post(author, 1, text));
    }
    return told;
  }
}
