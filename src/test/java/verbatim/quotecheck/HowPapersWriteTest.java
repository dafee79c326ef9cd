package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Newspapers have styles of their own for marks, numbers, units and names. None of them makes
/// other words of what was said, and none of them hides that somebody said something else.
class HowPapersWriteTest {
  private static final String FERRY =
      "The ferry will not wait for anybody after midnight. If you are late, you walk home along the"
          + " dyke.";
  private static final String BOATS =
      "We have lost three boats this winter and nobody from the council came to look.";
  private static final String BRIDGE =
      "I am proud of the bridge. The bridge was built by people who never asked for thanks, and it"
          + " will stand for a hundred years.";
  private static final String MAYOR =
      "I don’t think the mayor lied. I think he forgot, which is worse.";
  private static final String TOLD = "I was told that nobody would lose a job at the library.";
  private static final String PRICES =
      "From 3 May to 4 June a ticket costs £5. The boat leaves at 7am with 12% of the crew, fish &"
          + " chips, 110 pounds of ice and 4.5m of rope. Back at 23:10. Mr. Haak paid 4 million"
          + " pounds.";

  private static Statement post(String author, String text) {
    return Checked.post(Person.named(author), Optional.empty(), text);
  }

  private static Checked town() {
    return Checked.with()
        .known(post("Thea Marlow", FERRY))
        .known(post("Jonas Tidewell", BOATS))
        .known(post("Pell Amundry", BRIDGE))
        .known(post("Ilse Harrow", MAYOR))
        .known(post("Gus Applewhite", TOLD))
        .known(post("Wim Haak", PRICES))
        .known(post("Mara Lind", "THE COUNCIL NEVER LISTENS to us."));
  }

  private static Span first(String article) {
    return town().text(article).spans().getFirst();
  }

  private static void isUnchanged(String article) {
    assertThat(first(article))
        .as(article)
        .returns(Verdict.PARTIAL, Span::verdict)
        .matches(span -> span.severity().compareTo(Severity.STYLE) <= 0, "is style at most");
  }

  private static void differs(String article, Severity how) {
    assertThat(first(article))
        .as(article)
        .returns(Verdict.ALTERED, Span::verdict)
        .returns(how, Span::severity);
  }

  private static String haak(String words) {
    return "Wim Haak wrote: “" + words + "”";
  }

  // ---- marks

  @Test
  void a_headline_in_single_marks_is_a_quotation_before_a_colon_and_before_who_says_it() {
    for (String article :
        List.of(
            "‘The ferry will not wait for anybody’: Thea Marlow warns the late",
            "'The ferry will not wait for anybody': Thea Marlow warns the late",
            "Sailors in fear: ‘The ferry will not wait for anybody’",
            "Strangers ‘will not wait for anybody after midnight’, says Thea Marlow")) {
      assertThat(town().text(article).spans())
          .as(article)
          .extracting(Span::verdict)
          .containsExactly(Verdict.PARTIAL);
    }
    assertThat(town().text("The bakers’ bread and the ‘good’, old bakers’ boat: a story").spans())
        .isEmpty();
    assertThat(town().text("She liked the ‘very old boats’, and that was all.").spans()).isEmpty();
  }

  @Test
  void marks_that_were_read_in_another_encoding_are_marks() {
    for (String article :
        List.of(
            "Ilse Harrow wrote: â€œI donâ€™t think the mayor lied.â€\u009d",
            "Ilse Harrow wrote: â€œI donâ€™t think the mayor lied.â€ Then she left â€“ at last.",
            "Ilse Harrow wrote: \u0093I don\u0092t think the mayor lied.\u0094")) {
      isUnchanged(article);
      assertThat(town().text(article).spans()).as(article).hasSize(1);
    }
    differs("Ilse Harrow wrote: â€œI think the mayor lied.â€\u009d", Severity.MEANING);
    assertThat(town().text("The library â€“ an old house â€“ is closed â€” for ever.").spans())
        .isEmpty();
  }

  @Test
  void what_is_called_so_and_a_nickname_in_a_name_are_nobody_s_words() {
    List<Span> spans =
        town()
            .text(
                "Jonas Tidewell and the so-called “rescue plan” are known. Thea “Skipper” Marlow"
                    + " said: “The ferry will not wait for anybody after midnight.”")
            .spans();
    assertThat(spans)
        .extracting(Span::verdict)
        .containsExactly(Verdict.LABEL, Verdict.LABEL, Verdict.PARTIAL);
    assertThat(spans.getLast().speaker().name()).isEqualTo("Thea Marlow");
  }

  // ---- who

  @Test
  void an_initial_may_be_the_first_letter_of_whoever_said_it() {
    Span span = first("T. Marlow said: “The ferry will not wait for anybody after midnight.”");
    assertThat(span.flags()).doesNotContain(Flag.OTHER_SPEAKER);
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(
            first("J. Marlow said: “The ferry will not wait for anybody after midnight.”").flags())
        .contains(Flag.OTHER_SPEAKER);
  }

  @Test
  void the_verb_right_before_a_quotation_is_nearer_than_the_one_behind_it() {
    List<Span> spans =
        town()
            .text(
                "Replying to Pell Amundry, who had written “I am proud of the bridge”, Jonas"
                    + " Tidewell said “We have lost three boats this winter”.")
            .spans();
    assertThat(spans)
        .extracting(span -> span.speaker().name())
        .containsExactly("Pell Amundry", "Jonas Tidewell");
    assertThat(spans).allMatch(span -> span.hints().isEmpty());
  }

  @Test
  void whoever_speaks_of_words_or_shows_them_is_not_said_to_have_said_them() {
    String said = "The ferry will not wait for anybody after midnight";
    for (String frame :
        List.of(
            "Pell Amundry tweeted: “RT @thea: %s.”",
            "Pell Amundry posted a photo of a poster: “%s.”",
            "To “%s”, Pell Amundry replied that he would swim.",
            "“%s,” reads a notice; Pell Amundry said it was rude.",
            "Pell Amundry said “%s” was the worst sentence of the year.",
            "Pell Amundry began his talk with a proverb: “%s.”",
            "Pell Amundry said the ferry's motto was “%s”.",
            "Pell Amundry said that on the wall stood “%s”.",
            "Pell Amundry pointed to a sign: “%s.”",
            "Pell Amundry added a link to the post: “%s.”",
            "Pell Amundry said the slogan “%s” had cost votes.",
            "Pell Amundry said this about the rule “%s”.",
            "Pell Amundry explained the sentence: “%s.”",
            "Pell Amundry announced the new rule of the ferry: “%s.”",
            "Pell Amundry argued that “%s” was no answer.",
            "“%s” – Pell Amundry says he never heard it.",
            "Pell Amundry says: See “%s”, page 3.",
            "Pell Amundry answered the phone: “%s.”",
            "“%s,” says the board that Pell Amundry put up.",
            "“%s,” said the captain Pell Amundry hired.",
            "Has Pell Amundry said “%s”?",
            "Imagine Pell Amundry saying “%s”.",
            "Pell Amundry said “%s”-style rules are bad.")) {
      String article = "Thea Marlow is known, and Pell Amundry too. " + frame.formatted(said);
      Span span =
          Checked.with()
              .known(
                  Checked.post(
                      new Person("Thea Marlow", "thea", List.of(), Optional.empty()),
                      Optional.empty(),
                      FERRY))
              .only(article);
      assertThat(span.sources()).as(article).hasSize(1);
      assertThat(span.flags()).as(article).doesNotContain(Flag.OTHER_SPEAKER);
      assertThat(span.hints())
          .as(article)
          .noneMatch(hint -> hint.evidence().contains("The article names"));
    }
  }

  @Test
  void whoever_is_named_plainly_is() {
    String said = "The ferry will not wait for anybody after midnight";
    for (String frame :
        List.of(
            "“%s,” Pell Amundry said.",
            "“%s,” Pell Amundry wrote on Friday.",
            "“%s,” Pell Amundry told the council.",
            "“%s,” Pell Amundry said, adding that he was tired.",
            "“%s,” said the old mayor Pell Amundry.",
            "“%s,” wrote Pell Amundry in a post.",
            "Pell Amundry told a meeting of the council on Friday that “%s”.",
            "Pell Amundry posted a message: “%s.”",
            "Pell Amundry wrote in a post on Monday: “%s.”",
            "Pell Amundry tweeted “%s” on Monday.",
            "According to Pell Amundry, “%s.”",
            "Pell Amundry: “%s.”")) {
      assertThat(first(frame.formatted(said)).flags()).as(frame).contains(Flag.OTHER_SPEAKER);
    }
  }

  @Test
  void who_is_only_read_as_the_speaker_hides_no_words_of_another() {
    Span span =
        first("Pell Amundry said he disagreed with “will not wait for anybody after midnight”.");
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.hints())
        .extracting(Hint::evidence)
        .contains("We read it as words of Pell Amundry; the source is by Thea Marlow.");
    assertThat(first("“not wait for anybody after midnight,” Pell Amundry wrote.").verdict())
        .as("who is named plainly")
        .isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void of_several_paragraphs_the_last_may_say_who_speaks() {
    List<Span> spans =
        town()
            .text(
                "“We have lost three boats this winter.\n\n“And nobody from the council came to"
                    + " look,” Jonas Tidewell wrote.")
            .spans();
    assertThat(spans)
        .extracting(span -> span.speaker().name())
        .containsExactly("Jonas Tidewell", "Jonas Tidewell");
    assertThat(spans).extracting(Span::group).containsExactly(1, 1);
  }

  @Test
  void a_short_question_of_a_reporter_is_no_wording_of_an_answer() {
    Checked harbour = Checked.with().known(post("Wim Haak", "The harbour is full of ice."));
    assertThat(
            harbour.text("“Is the harbour full?” this paper asked.").spans().getFirst().verdict())
        .isEqualTo(Verdict.NOT_FOUND);
  }

  // ---- cuts

  @Test
  void a_cut_before_a_comma_takes_no_negation_from_what_follows_it() {
    differs(
        "Pell Amundry said: “I am proud of the bridge ... it will stand for a hundred years.”",
        Severity.SLIGHT);
    differs("Ilse Harrow said: “I … think the mayor lied.”", Severity.MEANING);
  }

  @Test
  void nor_where_the_quotation_shows_that_another_clause_begins() {
    Span span =
        Checked.with()
            .known(post("Ilse Harrow", "We do not wait for the baker, and he waits for us."))
            .only("Ilse Harrow wrote: “We do not wait …, and he waits for us.”");
    assertThat(span.severity()).isEqualTo(Severity.SLIGHT);
  }

  @Test
  void brackets_in_the_place_of_words_are_no_cut() {
    differs(
        "Ilse Harrow said: “I don’t think [he] lied. I think [the mayor] forgot, which is worse.”",
        Severity.SLIGHT);
    differs("Ilse Harrow said: “I [surely] think the mayor lied.”", Severity.MEANING);
  }

  @Test
  void somebody_in_brackets_for_an_i_that_was_left_out_is_told() {
    Checked rope =
        Checked.with().known(post("Thea Marlow", "I will fight for the ferry until it sinks."));
    assertThat(
            rope.only("Thea Marlow wrote: “[The council] will fight for the ferry until it sinks.”")
                .verdict())
        .isEqualTo(Verdict.ALTERED);
    assertThat(
            town()
                .only("Jonas Tidewell wrote: “[boats] this winter and nobody from the council”")
                .severity())
        .as("words of the source in brackets")
        .isEqualTo(Severity.STYLE);
  }

  @Test
  void who_says_that_she_had_been_told_it_leaves_nothing_out() {
    assertThat(
            first("Gus Applewhite said he had been told that “nobody would lose a job”.").flags())
        .doesNotContain(Flag.TURNED_BY_CUT);
    assertThat(first("Gus Applewhite said that “nobody would lose a job”.").flags())
        .contains(Flag.TURNED_BY_CUT);
  }

  // ---- numbers, units and signs

  @Test
  void a_unit_is_the_same_as_a_sign_and_as_a_word() {
    for (String words :
        List.of(
            "From May 3 to June 4 a ticket costs 5 pounds.",
            "The boat leaves at 7 a.m. with 12 per cent of the crew",
            "with twelve percent of the crew, fish and chips",
            "£110 of ice and 4.5 metres of rope. Back at 23.10.",
            "Mr Haak paid £4 million.",
            "Mr. Haak paid 4m pounds.")) {
      isUnchanged(haak(words));
    }
  }

  @Test
  void signs_that_nobody_sees_and_thin_blanks_in_numbers_change_nothing() {
    Checked heart =
        Checked.with()
            .known(
                post("Wim Haak", "I ❤\ufe0f the ferry, I waited 3,302 hours for it in the rain."));
    for (String words :
        List.of(
            "I ❤ the ferry, I waited 3,302 hours for it",
            "I ❤\ufe0f the fer\u00adry, I waited 3,302 hours for it",
            "I waited 3\u2009302 hours for it in the rain")) {
      assertThat(heart.only(haak(words)).severity()).as(words).isEqualTo(Severity.STYLE);
    }
    assertThat(heart.only(haak("I waited 3 303 hours for it in the rain")).severity())
        .isEqualTo(Severity.MEANING);
  }

  @Test
  void another_unit_or_another_number_is_not() {
    for (String words :
        List.of(
            "From May 4 to June 3 a ticket costs £5.",
            "From 3 May to 4 June a ticket costs $5.",
            "The boat leaves at 7pm with 12% of the crew",
            "The boat leaves at 7am with 21 per cent of the crew",
            "The boat leaves at 7am with 12 of the crew",
            "Back at 22.10. Mr. Haak paid 4 million pounds.",
            "Mr. Haak paid 5m pounds.")) {
      differs(haak(words), Severity.MEANING);
    }
    Span money =
        Checked.with()
            .known(post("Wim Haak", "A ticket costs £5 and 6 dollars for the crew."))
            .only("Wim Haak wrote: “A ticket costs $5 and 6 pounds for the crew.”");
    assertThat(money.severity()).isEqualTo(Severity.MEANING);
  }

  @Test
  void a_word_with_a_few_other_letters_may_say_the_contrary() {
    String said =
        "It is impossible to increase the fares, and the employer could leave these here.";
    for (String[] one :
        List.of(
            new String[] {"impossible", "possible", "MEANING"},
            new String[] {"increase", "decrease", "MEANING"},
            new String[] {"employer", "employee", "WORDS"},
            new String[] {"could", "would", "WORDS"},
            new String[] {"these", "those", "WORDS"},
            new String[] {"impossible", "imposible", "SLIGHT"})) {
      Span span =
          Checked.with()
              .known(post("Jonas Tidewell", said))
              .only("Jonas Tidewell wrote: “" + said.replace(one[0], one[1]) + "”");
      assertThat(span.severity()).as(one[1]).isEqualTo(Severity.valueOf(one[2]));
    }
  }

  @Test
  void what_is_contracted_or_written_out_is_slight() {
    Checked harbour =
        Checked.with().known(post("Jonas Tidewell", "We do not need a harbour that isn’t ours."));
    for (String words :
        List.of(
            "We don't need a harbour that isn’t ours.",
            "We do not need a harbour that is not ours.")) {
      assertThat(harbour.only("Jonas Tidewell wrote: “" + words + "”").severity())
          .as(words)
          .isEqualTo(Severity.SLIGHT);
    }
    assertThat(
            harbour
                .only("Jonas Tidewell wrote: “We do need a harbour that isn’t ours.”")
                .severity())
        .isEqualTo(Severity.MEANING);
  }

  @Test
  void words_of_the_sentence_before_stand_for_nothing() {
    Span span =
        Checked.with()
            .known(post("Pell Amundry", "We began in 1999. It cost 4 million."))
            .only("Pell Amundry wrote: “The bridge cost 4 million.”");
    assertThat(span.severity()).isEqualTo(Severity.WORDS);
  }

  @Test
  void a_few_words_that_were_shouted_are_the_same_words() {
    Span span = first("The council “never listens”, Mara Lind wrote.");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).isEqualTo(Severity.SLIGHT);
  }
}
