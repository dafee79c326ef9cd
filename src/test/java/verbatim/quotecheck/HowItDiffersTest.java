package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// One post, quoted in many ways.
class HowItDiffersTest {
  private static final String POST =
      "I never said we should keep the last boat for 40 crowns. But Jonas Tidewell can't pay more,"
          + " and I'm asking you for better ideas than mine.";

  private static Span quoted(String words) {
    return Checked.with()
        .known("Pell Amundry", POST)
        .text("Pell Amundry wrote: “" + words + "”")
        .spans()
        .getFirst();
  }

  private static void differs(String words, Severity severity, String... steps) {
    Span span = quoted(words);
    assertThat(span.verdict()).as(words).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).as(words).isEqualTo(severity);
    assertThat(span.changes())
        .extracting(s -> s.source() + "|" + s.quoted())
        .containsExactly(steps);
  }

  @Test
  void the_whole_is_verbatim_also_in_other_marks() {
    assertThat(quoted(POST).verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(quoted(POST).severity()).isEqualTo(Severity.NONE);
    assertThat(quoted(POST).diff()).hasSize(1);
    Span curly = quoted(POST.replace('\'', '’'));
    assertThat(curly.verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(curly.severity()).isEqualTo(Severity.STYLE);
    for (String mark : new String[] {"`", "´", "ʼ"}) {
      Span typed = quoted(POST.replace("'", mark));
      assertThat(typed.verdict()).as(mark).isEqualTo(Verdict.VERBATIM);
      assertThat(typed.severity()).as(mark).isEqualTo(Severity.STYLE);
    }
    assertThat(quoted(POST.replace("crowns. ", "crowns.\u00a0 ")).verdict())
        .isEqualTo(Verdict.VERBATIM);
  }

  @Test
  void a_part_is_partial_and_a_closing_comma_is_style() {
    Span part = quoted("asking you for better ideas");
    assertThat(part.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(part.severity()).isEqualTo(Severity.NONE);
    assertThat(part.flags()).containsExactly(Flag.PARTIAL_OF_SOURCE);
    Span comma = quoted("asking you for better ideas,");
    assertThat(comma.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(comma.severity()).isEqualTo(Severity.STYLE);
    assertThat(comma.flags()).containsExactly(Flag.PARTIAL_OF_SOURCE, Flag.CLOSING_PUNCTUATION);
    assertThat(comma.changes()).isEmpty();
  }

  @Test
  void case_apostrophes_and_spelling_are_slight() {
    differs("i never said we should keep the last boat", Severity.SLIGHT, "I|i");
    differs("and Im asking you for better ideas than mine.", Severity.SLIGHT, "I'm|Im");
    differs("asking you for beter ideas than mine.", Severity.SLIGHT, "better|beter");
  }

  @Test
  void an_apostrophe_can_be_seen_letter_by_letter() {
    Difference step = quoted("and Im asking you for better ideas than mine.").changes().getFirst();
    assertThat(step.letters())
        .extracting(l -> l.op() + ":" + l.source() + "|" + l.quoted())
        .containsExactly("EQUAL:I|I", "DELETE:'|", "EQUAL:m|m");
  }

  @Test
  void other_words_are_words() {
    differs("asking you for wilder ideas than mine.", Severity.WORDS, "better|wilder");
    differs("and I'm asking you kindly for better ideas than mine.", Severity.WORDS, "|kindly ");
    differs("and I'm asking for better ideas than mine.", Severity.WORDS, "you |");
  }

  @Test
  void negations_numbers_and_names_are_critical() {
    differs("I said we should keep the last boat", Severity.MEANING, "never |");
    differs("we should not keep the last boat for 40 crowns", Severity.MEANING, "|not ");
    differs("But Jonas Tidewell can pay more, and I'm asking you", Severity.MEANING, "can't|can");
    differs("keep the last boat for 400 crowns.", Severity.MEANING, "40|400");
    differs("But Jonas Lindqvist can't pay more, and", Severity.MEANING, "Tidewell|Lindqvist");
  }

  @Test
  void a_negation_at_the_very_beginning_is_seen() {
    Span span =
        Checked.with()
            .known("Pell Amundry", "We will sell the last boat to the island.")
            .only("Pell Amundry wrote: “Never we will sell the last boat to the island.”");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).isEqualTo(Severity.MEANING);
  }

  @Test
  void punctuation_inside_is_slight() {
    differs("can't pay more and I'm asking you for better ideas", Severity.SLIGHT, ",|");
  }

  @Test
  void what_goes_on_behind_the_source_is_said() {
    Span span = quoted(POST + " We will meet at nine in the old hall, all of us.");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.flags()).containsExactly(Flag.EXTENDS_SOURCE);
    assertThat(span.source().orElseThrow().words()).isEqualTo(POST.replaceAll("\\.$", ""));
  }

  @Test
  void what_stood_before_the_first_of_two_joined_posts_is_shown() {
    Span span =
        Checked.with()
            .known("Pell Amundry", "We will not keep the last boat for the island.")
            .known("Pell Amundry", "The old hall stays open for all of us tonight.")
            .only(
                "Pell Amundry wrote: “keep the last boat for the island. The old hall stays open"
                    + " for all of us tonight.”");
    assertThat(span.flags()).contains(Flag.JOINED_POSTS, Flag.TURNED_BY_CUT);
    assertThat(span.hints())
        .filteredOn(hint -> hint.kind() == Hint.Kind.CUT)
        .extracting(Hint::evidence)
        .containsExactly("The source has before it: “We will not”");
  }

  @Test
  void words_are_counted_as_they_are_compared() {
    assertThat(Checking.words("We keep the last boat")).isEqualTo(5);
    assertThat(Checking.words("我们会保留最后一条船")).isEqualTo(5);
  }

  @Test
  void a_marked_cut_is_slighter_than_a_silent_one() {
    Span silent = quoted("I never said we should keep the last boat. But Jonas Tidewell can't pay");
    assertThat(silent.severity()).isGreaterThan(Severity.SLIGHT);
    Span marked =
        quoted("But Jonas Tidewell can't pay more, … asking you for better ideas than mine.");
    assertThat(marked.flags()).contains(Flag.ELLIPSIS);
    assertThat(marked.severity()).isEqualTo(Severity.SLIGHT);
  }

  @Test
  void what_stands_in_brackets_is_the_writers() {
    Span span = quoted("But [the fisherman] Jonas Tidewell can't pay more, and I'm asking you");
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.severity()).isEqualTo(Severity.STYLE);
    assertThat(span.flags()).contains(Flag.MARKED_ALTERATION);
    Span capital = quoted("[W]e should keep the last boat for 40 crowns");
    assertThat(capital.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(capital.flags()).contains(Flag.MARKED_ALTERATION);
    Span instead =
        quoted("I never said we should keep [it] for 40 crowns. But Jonas Tidewell can't");
    assertThat(instead.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(instead.severity()).isEqualTo(Severity.SLIGHT);
  }

  @Test
  void two_posts_made_one_are_joined() {
    Span span =
        Checked.with()
            .known("Pell Amundry", "You forgot the rolls again. Four hundred breakfasts.")
            .known("Pell Amundry", "I will put a number in your hand tonight.")
            .only(
                "Pell Amundry wrote: “You forgot the rolls again. I will put a number in your hand"
                    + " tonight.”");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.flags()).contains(Flag.JOINED_POSTS);
    assertThat(span.severity()).isEqualTo(Severity.WORDS);
    assertThat(span.sources()).hasSize(2);
  }

  @Test
  void a_series_as_a_whole_is_one_source() {
    Span span =
        Checked.with()
            .known("Pell Amundry", "You forgot the rolls again.")
            .known("Pell Amundry", "I will put a number in your hand tonight.")
            .known(
                "Pell Amundry",
                "You forgot the rolls again. I will put a number in your hand tonight.")
            .only(
                "Pell Amundry wrote: “You forgot the rolls again. I will put a number in your hand"
                    + " tonight.”");
    assertThat(span.verdict()).isEqualTo(Verdict.VERBATIM);
  }

  @Test
  void few_words_count_only_unchanged_and_as_the_speakers() {
    assertThat(quoted("better ideas than").flags()).contains(Flag.FRAGMENT);
    assertThat(quoted("better ideas than").verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(quoted("bettered ideas than").verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(quoted("better").verdict()).isEqualTo(Verdict.NOT_FOUND);
    Span other =
        Checked.with()
            .known("Pell Amundry", POST)
            .only("Ilse Brandvane asked for “better ideas than” his.");
    assertThat(other.verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void a_short_part_of_an_interrupted_one_counts_where_the_rest_was_found() {
    List<Span> spans =
        Checked.with()
            .known("Somebody Else", POST)
            .text("“I never said,” wrote one man, “we should keep the last boat for 40 crowns.”")
            .spans();
    assertThat(spans).extracting(Span::verdict).containsOnly(Verdict.PARTIAL);
  }

  @Test
  void like_words_are_not_the_same_words() {
    Span span =
        Checked.with()
            .known("Pell Amundry", "Let me add that I really value this talk with all of you.")
            .only("Pell Amundry wrote: “Let me add that my timetable is out at last today.”");
    assertThat(span.verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void the_wording_that_was_quoted_is_compared_also_when_it_was_edited_since() {
    Statement now = edit(0, "The last boat leaves at eleven in the evening.");
    Statement before = edit(1, "The last boat leaves at ten in the evening.");
    Checked checked = Checked.with().known(now).known(before);
    Span old = checked.only("Pell Amundry wrote: “The last boat leaves at ten in the evening.”");
    assertThat(old.verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(old.flags()).containsExactly(Flag.EARLIER_WORDING);
    Span newer =
        checked.only("Pell Amundry wrote: “The last boat leaves at eleven in the evening.”");
    assertThat(newer.flags()).isEmpty();
  }

  private static Statement edit(int edit, String text) {
    return new Statement(
        "7",
        Statement.Kind.POST,
        Person.named("Pell Amundry"),
        Optional.of(Instant.parse("2026-11-03T18:12:00Z")),
        Channel.PUBLIC_POST,
        text,
        Confidence.SIGNED_POST,
        "",
        "https://ternhaven.example/7",
        edit);
  }

  @Test
  void a_signed_post_is_named_before_a_copy_of_it() {
    Statement signed = edit(0, "The last boat leaves at eleven in the evening.");
    Span span =
        Checked.with()
            .known("Pell Amundry", signed.text())
            .known(signed)
            .only("Pell Amundry wrote: “The last boat leaves at eleven in the evening.”");
    assertThat(span.source().orElseThrow().statement()).isEqualTo(signed);
  }

  private static List<String> daysOff(String around, Instant written) {
    Statement said = edit(0, "The last boat leaves at eleven in the evening.");
    var material =
        new Checking.Material(
            Blocks.read(
                Markup.TEXT,
                around.replace("“”", "“The last boat leaves at eleven in the evening.”")),
            List.of(),
            List.of(),
            written);
    return new Checking(Limits.usual().checks())
        .check(material, KnownStatements.of(List.of(said))).spans().getFirst().hints().stream()
            .filter(hint -> hint.kind() == Hint.Kind.DATE)
            .map(Hint::evidence)
            .toList();
  }

  private static List<String> daysOff(String around) {
    return daysOff(around, Instant.EPOCH);
  }

  @Test
  void a_day_beside_it_more_than_a_week_from_the_source_is_a_hint() {
    // Said on 3 November 2026, a Tuesday.
    assertThat(daysOff("On 3 November 2026 Pell Amundry wrote: “”")).isEmpty();
    assertThat(daysOff("Pell Amundry wrote “” on Nov. 10th.")).isEmpty();
    assertThat(daysOff("Pell Amundry wrote “” on November 11."))
        .containsExactly("The sentence names 11 November; the source is of 3 November 2026.");
    assertThat(daysOff("On 3 November 2025 Pell Amundry wrote: “”")).hasSize(1);
    assertThat(daysOff("On the 27th of October Pell Amundry wrote: “”")).isEmpty();
    assertThat(daysOff("On the 26th of October Pell Amundry wrote: “”")).hasSize(1);
    assertThat(daysOff("Pell Amundry may 20 times have written: “”")).isEmpty();
    assertThat(daysOff("On February 31 Pell Amundry wrote: “”")).isEmpty();
    assertThat(daysOff("Of the fire of 1 March Pell Amundry wrote: “”")).isEmpty();
  }

  @Test
  void tuesday_is_the_last_one_before_the_article_was_written() {
    Instant soon = Instant.parse("2026-11-06T08:00:00Z");
    Instant later = Instant.parse("2026-11-20T08:00:00Z");
    String tuesday = "On Tuesday Pell Amundry wrote: “”";
    assertThat(daysOff(tuesday)).as("nobody knows when it was written").isEmpty();
    assertThat(daysOff(tuesday, soon)).isEmpty();
    assertThat(daysOff(tuesday, later))
        .containsExactly("The sentence names Tuesday; the source is of 3 November 2026.");
    assertThat(daysOff("Yesterday Pell Amundry wrote: “”", soon)).isEmpty();
    assertThat(daysOff("Yesterday Pell Amundry wrote: “”", later)).hasSize(1);
  }

  @Test
  void hints_say_what_was_seen() {
    Span cut = quoted("I never said we should keep the last boat for 40 crowns.");
    assertThat(cut.hints()).extracting(Hint::kind).containsExactly(Hint.Kind.CONTRARY);
    assertThat(cut.hints().getFirst().evidence()).contains("But Jonas Tidewell");
    Span texted =
        Checked.with()
            .known("Pell Amundry", POST)
            .only("Pell Amundry texted her: “asking you for better ideas than mine.”");
    assertThat(texted.hints()).extracting(Hint::kind).containsExactly(Hint.Kind.CHANNEL);
    Span other =
        Checked.with()
            .known("Pell Amundry", POST)
            .only("Ilse Brandvane wrote: “and I'm asking you for better ideas than mine.”");
    assertThat(other.hints()).extracting(Hint::kind).containsExactly(Hint.Kind.SPEAKER);
  }

  @Test
  void signs_without_blanks_between_are_compared_one_by_one() {
    Checked checked = Checked.with().known("海野 青", "今夜の最後の船は港を出ません。パンは明日です。");
    assertThat(checked.only("彼は「今夜の最後の船は港を出ません」と言った。").verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(checked.only("彼は「今夜の最後の船は港を出ました」と言った。").verdict()).isEqualTo(Verdict.ALTERED);
  }
}
