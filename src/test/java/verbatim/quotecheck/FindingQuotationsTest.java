package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verbatim.text.Markup;

/// What stands in quotation marks, whatever the marks look like.
class FindingQuotationsTest {
  private static List<String> in(String text) {
    return Checked.with().text(text).spans().stream().map(Span::text).toList();
  }

  @Test
  void marks_of_six_languages_are_found() {
    assertThat(in("He said “the tide is in” and left.")).containsExactly("the tide is in");
    assertThat(in("Er sagte: „Die Flut ist da“ und ging.")).containsExactly("Die Flut ist da");
    assertThat(in("Er sagte: »Die Flut ist da« und ging.")).containsExactly("Die Flut ist da");
    assertThat(in("Il a dit : « La marée est là » et partit.")).containsExactly("La marée est là");
    assertThat(in("Dijo: «La marea está aquí» y se fue.")).containsExactly("La marea está aquí");
    assertThat(in("Powiedział: „Przypływ już jest” i wyszedł."))
        .containsExactly("Przypływ już jest");
    assertThat(in("彼は「潮が来た」と言った。")).containsExactly("潮が来た");
    assertThat(in("He said \"the tide is in\" and left.")).containsExactly("the tide is in");
  }

  @Test
  void apostrophes_open_nothing() {
    assertThat(in("Don't ask 'Ta, rock 'n' roll isn't the bakers' thing.")).isEmpty();
    assertThat(in("It’s ’Ta’s boat, ‘so to speak’.")).isEmpty();
  }

  @Test
  void inches_open_nothing_and_close_nothing() {
    assertThat(in("A 12\" pipe. \"It leaks,\" she said.")).containsExactly("It leaks,");
    assertThat(in("\"The lamp is 5'4\" high,\" she said."))
        .containsExactly("The lamp is 5'4\" high,");
  }

  @Test
  void what_stands_inside_belongs_to_the_outer_one() {
    assertThat(in("“He told me ‘never again’ and “not once” more,” she said."))
        .containsExactly("He told me ‘never again’ and “not once” more,");
    assertThat(in("« Elle a dit “non” à tous », dit-il."))
        .containsExactly("Elle a dit “non” à tous");
  }

  @Test
  void one_that_goes_on_in_the_next_paragraph_is_one() {
    List<Span> spans =
        Checked.with()
            .text("Jonas Tidewell wrote: \"The first day was long.\n\n\"The second was longer.\"")
            .spans();
    assertThat(spans)
        .extracting(Span::text)
        .containsExactly("The first day was long.", "The second was longer.");
    assertThat(spans).extracting(Span::group).containsExactly(1, 1);
    assertThat(spans).extracting(s -> s.speaker().name()).containsOnly("Jonas Tidewell");
    assertThat(spans).noneMatch(s -> s.flags().contains(Flag.UNCLOSED));
  }

  @Test
  void one_that_nobody_closes_ends_with_its_paragraph() {
    Span span = Checked.with().only("She said: “The tide is in.\n\nNobody moved.");
    assertThat(span.text()).isEqualTo("The tide is in.");
    assertThat(span.flags()).containsExactly(Flag.UNCLOSED);
  }

  @Test
  void a_slip_of_a_mark_swallows_nothing() {
    assertThat(in("The “boat is late. “We wait,” she said. “Still.”"))
        .containsExactly("We wait,", "Still.");
  }

  @Test
  void what_the_page_sets_apart_is_quoted_whole() {
    List<Span> spans =
        Checked.with()
            .read(
                Markup.HTML,
                "<p>Ilse Brandvane wrote:</p><blockquote><p>“The bell is &amp; stays ours.”</p>"
                    + "</blockquote><p>Code: <code>\"x\"</code></p>")
            .spans();
    assertThat(spans.getFirst().kind()).isEqualTo(Span.Kind.BLOCK);
    assertThat(spans.getFirst().text()).isEqualTo("The bell is & stays ours.");
    assertThat(spans.getFirst().speaker().name()).isEqualTo("Ilse Brandvane");
  }

  @Test
  void offsets_in_html_lead_into_the_raw_text() {
    String raw = "<p>🎶 She said &ldquo;R&amp;D is <b>late</b>&rdquo;.</p>";
    Span span = Checked.with().read(Markup.HTML, raw).spans().getFirst();
    assertThat(span.text()).isEqualTo("R&D is late");
    assertThat(raw.substring(span.utf16Start(), span.utf16End())).isEqualTo("R&amp;D is <b>late");
    assertThat(span.charStart()).isEqualTo(span.utf16Start() - 1);
  }

  @Test
  void empty_ones_are_none() {
    assertThat(in("She said “” and “ ” and \"\".")).isEmpty();
  }

  @Test
  void marks_that_are_written_otherwise_are_found() {
    for (String told :
        List.of(
            "''the ferry is for everybody'' said Pell.",
            "Pell said: ``the ferry is for everybody''.",
            "Pell said &ldquo;the ferry is for everybody&rdquo; twice.",
            "Pell said &#8220;the ferry is for everybody&#x201D; twice.",
            "Pell said &quot;the ferry is for everybody&quot;, twice.")) {
      assertThat(in(told)).as(told).containsExactly("the ferry is for everybody");
    }
    assertThat(in("The mast is 8'' wide and the boat is 12'' long.")).isEmpty();
    assertThat(in("An empty string is '' in the log, and so was that of the bakers''.")).isEmpty();
  }
}
