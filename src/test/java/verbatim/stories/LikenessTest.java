package verbatim.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The score of a suggestion: half words, three tenths names, two tenths what both show.
class LikenessTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HALF_LIFE = Duration.ofHours(72);

  private static Likeness.Thing thing(
      String text, Instant at, Set<String> people, String... shown) {
    return Likeness.thing(text, at, people, Set.of(shown), Set.of());
  }

  private static Likeness.Score score(Likeness.Thing one, Likeness.Thing... story) {
    List<Likeness.Thing> all = new java.util.ArrayList<>(List.of(story));
    all.add(one);
    all.add(thing("unlike anything here", NOON, Set.of("@9")));
    return new Likeness(all, HALF_LIFE).of(one, List.of(story));
  }

  @Test
  void the_same_words_of_the_same_people_at_the_same_time_are_eight_tenths() {
    Likeness.Thing one = thing("bells crack in frost", NOON, Set.of("@1"));
    Likeness.Score score = score(one, thing("bells crack in frost", NOON, Set.of("@1")));
    assertThat(score.value()).isCloseTo(0.8, within(1e-9));
    assertThat(score.isShared()).isFalse();
  }

  @Test
  void with_something_shown_by_both_it_is_the_whole() {
    Likeness.Score score =
        score(
            thing("bells crack in frost", NOON, Set.of("@1"), "s:7"),
            thing("bells crack in frost", NOON, Set.of("@1"), "s:7"));
    assertThat(score.value()).isCloseTo(1, within(1e-9));
    assertThat(score.isShared()).isTrue();
  }

  @Test
  void after_seventy_two_hours_it_is_half_and_after_twice_that_a_quarter() {
    Likeness.Thing story = thing("bells crack", NOON, Set.of("@1"));
    double now = score(thing("bells crack", NOON, Set.of("@1")), story).value();
    Instant later = NOON.plus(HALF_LIFE);
    Instant latest = later.plus(HALF_LIFE);
    assertThat(score(thing("bells crack", later, Set.of("@1")), story).value())
        .isCloseTo(now / 2, within(1e-9));
    assertThat(score(thing("bells crack", latest, Set.of("@1")), story).value())
        .isCloseTo(now / 4, within(1e-9));
  }

  @Test
  void nothing_in_common_is_nothing() {
    Likeness.Score score =
        score(thing("bells crack", NOON, Set.of("@1")), thing("onions keep", NOON, Set.of("@2")));
    assertThat(score.value()).isZero();
  }

  @Test
  void a_quotation_of_four_words_in_the_words_of_the_other_is_shared_and_three_are_not() {
    Likeness.Thing said = thing("When the bell cracked we sang without it", NOON, Set.of("@1"));
    assertThat(score(thing("x “the bell cracked we” y", NOON, Set.of("@2")), said).isShared())
        .isTrue();
    assertThat(score(thing("x “the bell cracked” y", NOON, Set.of("@2")), said).isShared())
        .isFalse();
    assertThat(score(thing("x „The Bell CRACKED we“ y", NOON, Set.of("@2")), said).isShared())
        .isTrue();
  }

  @Test
  void names_are_rows_of_capitals_that_begin_no_sentence() {
    assertThat(Likeness.names("Then came Odo Halm, and Ilse. Frost was first."))
        .containsExactly("Odo Halm", "Ilse");
  }
}
