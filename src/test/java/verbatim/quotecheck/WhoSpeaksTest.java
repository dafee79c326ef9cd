package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verbatim.kernel.AccountId;
import verbatim.text.Markup;

/// Whose words they are, by the words around them.
class WhoSpeaksTest {
  private static final String CAST =
      "On the quay stood Pell Amundry, the mayor, and the netmaker Ilse Brandvane.\n\n";

  private static Span last(String text) {
    return Checked.with().text(CAST + text).spans().getLast();
  }

  private static String speaker(String text) {
    return last(text).speaker().name();
  }

  @Test
  void a_frame_stands_before_after_or_around() {
    assertThat(speaker("\"The tide is in,\" Amundry said.")).isEqualTo("Pell Amundry");
    assertThat(speaker("\"The tide is in,\" said Amundry.")).isEqualTo("Pell Amundry");
    assertThat(speaker("Amundry wrote: \"The tide is in.\"")).isEqualTo("Pell Amundry");
    assertThat(speaker("According to Ilse, \"the tide is in\".")).isEqualTo("Ilse Brandvane");
    assertThat(speaker("Amundry: \"The tide is in.\"")).isEqualTo("Pell Amundry");
    assertThat(speaker("\"Is it in?\" Amundry asked.")).isEqualTo("Pell Amundry");
    assertThat(speaker("\"It is in\", Amundry replied, without looking up."))
        .isEqualTo("Pell Amundry");
  }

  private static List<String> told(String text) {
    return Checked.with()
        .known("Pell Amundry", "The night ferry will not wait for bakers")
        .known("Ilse Brandvane", "The night ferry will not wait for bakers")
        .text(CAST + text)
        .paraphrases()
        .stream()
        .map(told -> told.speaker().name() + ": " + told.sources().size())
        .toList();
  }

  @Test
  void what_is_told_without_marks_has_a_frame_too() {
    assertThat(told("Amundry said that the night ferry waits for nobody."))
        .containsExactly("Pell Amundry: 1");
    assertThat(told("Amundry told the people on the quay that the night ferry waits for nobody."))
        .containsExactly("Pell Amundry: 1");
    assertThat(told("Brandvane wrote she knew the night ferry would not wait."))
        .containsExactly("Ilse Brandvane: 1");
    assertThat(told("According to Brandvane, the night ferry waits for nobody."))
        .containsExactly("Ilse Brandvane: 1");
    assertThat(told("The night ferry waits for nobody, according to Amundry."))
        .containsExactly("Pell Amundry: 1");
    assertThat(told("Brandvane called the boat that had the night ferry's number.")).isEmpty();
    assertThat(told("Amundry wrote it down before the night ferry came.")).isEmpty();
    assertThat(told("According to the timetable the night ferry waits for bakers.")).isEmpty();
  }

  @Test
  void who_is_only_talked_of_does_not_speak() {
    assertThat(speaker("Brandvane said of Amundry's boat, \"It will sink.\""))
        .isEqualTo("Ilse Brandvane");
    assertThat(speaker("After Amundry had left, Brandvane told the crowd: \"He is gone.\""))
        .isEqualTo("Ilse Brandvane");
    assertThat(speaker("\"It will sink,\" Brandvane wrote after Amundry had texted her."))
        .isEqualTo("Ilse Brandvane");
  }

  @Test
  void pronouns_mean_who_acted_last_and_whom_they_fit() {
    assertThat(speaker("Brandvane shrugged. \"Let it sink,\" she said."))
        .isEqualTo("Ilse Brandvane");
    assertThat(speaker("Amundry left the hall. Outside, he said, \"Let it sink.\""))
        .isEqualTo("Pell Amundry");
    assertThat(speaker("Mr Amundry left the hall as Brandvane came. \"Let it sink,\" she said."))
        .isEqualTo("Ilse Brandvane");
  }

  @Test
  void a_role_means_who_was_called_so() {
    assertThat(speaker("\"Let it sink,\" the mayor said.")).isEqualTo("Pell Amundry");
    assertThat(speaker("\"Let it sink,\" the netmaker said.")).isEqualTo("Ilse Brandvane");
  }

  @Test
  void whom_nobody_knows_stays_open() {
    Span resident = last("\"Let it sink,\" one resident said.");
    assertThat(resident.speaker().isResolved()).isFalse();
    assertThat(resident.speaker().named()).isEqualTo("one resident");
    Span nobody = last("And then: \"let it sink\" on every wall.");
    assertThat(nobody.speaker().isResolved()).isFalse();
  }

  @Test
  void a_surname_that_two_have_stays_open_and_says_whom_it_may_mean() {
    Span span =
        Checked.with()
            .text(
                "We met Marta Voss and then Karl Voss at the pier.\n\n"
                    + "\"The oven is warm,\" Voss said.")
            .spans()
            .getLast();
    assertThat(span.speaker().isResolved()).isFalse();
    assertThat(span.speaker().candidates()).containsExactly("Marta Voss", "Karl Voss");
  }

  @Test
  void a_surname_belongs_to_whoever_has_just_that() {
    Span span =
        Checked.with()
            .text(
                "We met Marta Voss and then Ilse Harrow Voss at the pier.\n\n"
                    + "\"The oven is warm,\" Voss said. \"It is not,\" Harrow Voss answered.")
            .spans()
            .getFirst();
    assertThat(span.speaker().name()).isEqualTo("Marta Voss");
  }

  @Test
  void two_in_one_sentence_are_not_mixed_up() {
    List<Span> spans =
        Checked.with()
            .text(
                CAST
                    + "Amundry called it \"a harbour of fools\", while Brandvane said \"our"
                    + " home\".")
            .spans();
    assertThat(spans)
        .extracting(s -> s.speaker().name())
        .containsExactly("Pell Amundry", "Ilse Brandvane");
    assertThat(spans.get(0).group()).isNotEqualTo(spans.get(1).group());
  }

  @Test
  void the_parts_of_an_interrupted_one_are_one_group() {
    List<Span> spans =
        Checked.with()
            .text(CAST + "\"The tide,\" Amundry said, \"is in.\" \"I know,\" Brandvane answered.")
            .spans();
    assertThat(spans)
        .extracting(s -> s.speaker().name())
        .containsExactly("Pell Amundry", "Pell Amundry", "Ilse Brandvane");
    assertThat(spans).extracting(Span::group).containsExactly(1, 1, 3);
  }

  @Test
  void the_channel_is_what_the_article_says() {
    assertThat(last("Amundry tweeted: \"The tide is in.\"").channel())
        .isEqualTo(Channel.PUBLIC_POST);
    assertThat(last("In a post on Friday, Amundry said: \"The tide is in.\"").channel())
        .isEqualTo(Channel.PUBLIC_POST);
    assertThat(last("Amundry texted her: \"The tide is in.\"").channel())
        .isEqualTo(Channel.TEXT_MESSAGE);
    assertThat(last("Amundry told reporters: \"The tide is in.\"").channel())
        .isEqualTo(Channel.PRESS);
    assertThat(last("\"The tide is in,\" Amundry said at the meeting.").channel())
        .isEqualTo(Channel.SPOKEN);
    assertThat(last("Amundry said: \"The tide is in.\"").channel()).isEqualTo(Channel.UNKNOWN);
  }

  @Test
  void names_signatures_and_titles_are_labels() {
    assertThat(last("He was known as \"Tide\" to them all.").verdict()).isEqualTo(Verdict.LABEL);
    assertThat(last("She sang her song \"The Lamp on the Quay\" twice.").verdict())
        .isEqualTo(Verdict.LABEL);
    assertThat(last("A person saved as \"Pell\" in her phone wrote to Amundry.").channel())
        .isEqualTo(Channel.CONTACT_LABEL);
    assertThat(last("She called it \"a bad joke\".").verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void a_label_means_nobody_unless_the_article_says_so() {
    Span span =
        Checked.with()
            .text("The texts came from a friend listed as \"Bo\" in her phone.")
            .spans()
            .getFirst();
    assertThat(span.verdict()).isEqualTo(Verdict.LABEL);
    assertThat(span.speaker().isResolved()).isFalse();
  }

  @Test
  void a_handle_is_joined_to_the_name_it_is_made_of() {
    Span span =
        Checked.with()
            .person(new Person("", "pellamundry", List.of(), Optional.of(new AccountId(7))))
            .text(CAST + "\"The tide is in,\" Amundry said.")
            .spans()
            .getLast();
    assertThat(span.speaker().account()).contains(new AccountId(7));
    assertThat(span.speaker().name()).isEqualTo("Pell Amundry");
  }

  @Test
  void a_quotation_set_apart_may_be_signed_below() {
    List<Span> spans =
        Checked.with()
            .read(
                Markup.MARKDOWN,
                "Beside Pell Amundry sat Ilse Brandvane.\n\n"
                    + "> The bell stays ours.\n"
                    + ">\n"
                    + "> — Ilse Brandvane\n")
            .spans();
    assertThat(spans).extracting(Span::text).containsExactly("The bell stays ours.");
    assertThat(spans.getFirst().speaker().name()).isEqualTo("Ilse Brandvane");
  }

  @Test
  void behind_it_the_common_forms_of_other_languages_say_who_speaks() {
    for (String told :
        List.of(
            "„Die Fähre bleibt im Hafen“, sagte Pell Amundry am Montag.",
            "„Die Fähre bleibt im Hafen“, so Pell Amundry.",
            "„Die Fähre bleibt im Hafen“, so Pell Amundry am Montag.",
            "„Die Fähre bleibt im Hafen“, wie Pell Amundry schrieb.",
            "« Le bateau reste au port », a déclaré Pell Amundry.",
            "« Le bateau reste au port », selon Pell Amundry.",
            "«El barco se queda aquí», dijo Pell Amundry.",
            "«Il battello resta qui», ha detto Pell Amundry.",
            "”Båten blir kvar hos oss”, sa Pell Amundry.")) {
      assertThat(Checked.with().only(told).speaker().name()).as(told).isEqualTo("Pell Amundry");
    }
    assertThat(Checked.with().text("„Die Fähre“, sagt Pell Amundry, „bleibt im Hafen.“").spans())
        .extracting(Span::group)
        .containsExactly(1, 1);
  }

  @Test
  void in_another_language_only_a_name_right_behind_the_verb_is_whose_words_they_are() {
    for (String told :
        List.of(
            "„Die Fähre bleibt im Hafen“, sagte sie zu Pell Amundry.",
            "« Le bateau reste au port », dit la voisine de Pell Amundry.",
            "“The boat stays with us,” so Pell Amundry left the quay.")) {
      assertThat(Checked.with().only(told).speaker().name()).as(told).isEmpty();
    }
  }

  @Test
  void whom_another_language_names_among_other_words_is_accused_of_nothing() {
    Span span =
        Checked.with()
            .known("Ilse Brandvane", "Die Fähre bleibt auch im Winter bei uns im Hafen.")
            .only("„Die Fähre bleibt auch im Winter bei uns im Hafen“, sagte gestern Pell Amundry.");
    assertThat(span.hints()).isNotEmpty();
    assertThat(span.flags()).doesNotContain(Flag.OTHER_SPEAKER);
  }
}
