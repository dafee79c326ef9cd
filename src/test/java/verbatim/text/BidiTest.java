package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Bidi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A name in the middle of a sentence turns nothing but itself.
class BidiTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202eevil",
        "\u202e\u202e\u202devil",
        "\u2069\u202eevil",
        "\u2067\u2069\u2069\u202eevil",
        "\u2066\u2066evil",
        "\u2067evil",
        "\u2066\u2067\u2068evil",
        "\u05d3\u05df",
        "\u0645\u0646\u0649 7",
        "\ud83a\udd00\ud83a\udd01"
      })
  void what_stands_after_it_goes_on_as_before(String name) {
    String before = "A post by ";
    String after = ", seen here";
    String whole = before + verbatim.text.Bidi.isolated(name) + after;
    var levels = new Bidi(whole, Bidi.DIRECTION_LEFT_TO_RIGHT);
    for (int i = 0; i < after.length(); i++) {
      assertThat(levels.getLevelAt(whole.length() - after.length() + i)).isEqualTo(0);
    }
    assertThat(levels.getLevelAt(before.length() - 2)).isEqualTo(0);
    // Without that, most of these would have turned the rest.
    assertThat(whole).contains(name.substring(name.length() - 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ferry", "Jörg-Åsa 7", "東京", "Ольга", "fox \ud83e\udd8a"})
  void what_turns_nothing_stays_as_it_is(String name) {
    assertThat(verbatim.text.Bidi.isolated(name)).isEqualTo(name);
  }

  @Test
  void an_override_alone_would_have_turned_the_rest() {
    var levels = new Bidi("by \u202eevil, seen", Bidi.DIRECTION_LEFT_TO_RIGHT);
    assertThat(levels.getLevelAt(12)).isEqualTo(1);
  }
}
