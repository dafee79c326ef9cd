package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Two states of a text, side by side.
class DifferencesTest {
  @Test
  void words_that_went_and_came_are_told_from_those_that_stayed() {
    assertThat(shown("The nine are tired.", "The ten are tired."))
        .isEqualTo("The -nine-+ten+ are tired.");
    assertThat(shown("One boat", "One boat, at 23:10")).isEqualTo("One boat+, at 23:10+");
    assertThat(shown("", "New")).isEqualTo("+New+");
    assertThat(shown("Gone", "")).isEqualTo("-Gone-");
    assertThat(shown("Same", "Same")).isEqualTo("Same");
    assertThat(shown("", "")).isEmpty();
  }

  @Test
  void words_that_change_in_a_row_are_one_change() {
    assertThat(shown("a b c d", "a x y d")).isEqualTo("a -b c-+x y+ d");
  }

  @Test
  void either_text_can_be_read_out_of_the_differences() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String before = text(random);
      String after = text(random);
      List<Differences.Run> runs = Differences.between(before, after);
      assertThat(without(runs, Differences.Kind.IN)).as("seed " + seed).isEqualTo(before);
      assertThat(without(runs, Differences.Kind.OUT)).as("seed " + seed).isEqualTo(after);
    }
  }

  @Test
  void texts_too_long_to_compare_differ_as_a_whole() {
    String before = "a ".repeat(8_000) + "b";
    String after = "c ".repeat(8_000) + "d";
    List<Differences.Run> runs = Differences.between(before, after);
    assertThat(without(runs, Differences.Kind.IN)).isEqualTo(before);
    assertThat(without(runs, Differences.Kind.OUT)).isEqualTo(after);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    String[] parts = {"a", "b", "boat", " ", "  ", "\n", ",", ".", "é", "👩‍🚀", "#t"};
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  private static String without(List<Differences.Run> runs, Differences.Kind kind) {
    return runs.stream()
        .filter(run -> run.kind() != kind)
        .map(Differences.Run::text)
        .collect(Collectors.joining());
  }

  private static String shown(String before, String after) {
    return Differences.between(before, after).stream()
        .map(
            run ->
                switch (run.kind()) {
                  case SAME -> run.text();
                  case OUT -> "-" + run.text() + "-";
                  case IN -> "+" + run.text() + "+";
                })
        .collect(Collectors.joining());
  }
}
