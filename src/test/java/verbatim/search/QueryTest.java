package verbatim.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Refused;

final class QueryTest {
  private static final String[] PIECES = {
    "from:",
    "has:",
    "is:",
    "in:",
    "language:",
    "before:",
    "after:",
    "during:",
    "-",
    "+",
    "\"",
    "“",
    "#",
    "@",
    "me",
    "media",
    "library",
    "2026-11-01",
    "9999",
    "0000-00",
    "heron",
    " ",
    "  ",
    "*",
    "?",
    "~2",
    "(",
    ")",
    "[* TO *]",
    "\\",
    "/(a+)+$/",
    "AND",
    "visibility:private",
    "author_id:1",
    "\0",
    "\uD800",
    "\uDC00",
    "鳥",
    "é",
    "\u202E",
    "😀",
    ":",
    "-:",
    "\t",
    "\u00a0"
  };

  @Test
  void words_phrases_tags_and_operators_are_told_apart() {
    assertThat(Query.parse("heron \"grey heron\" #wading -egret from:@alice has:poll").parts())
        .containsExactly(
            new Query.Part(true, new Query.Words("heron")),
            new Query.Part(true, new Query.Words("grey heron")),
            new Query.Part(true, new Query.Tag("wading")),
            new Query.Part(false, new Query.Words("egret")),
            new Query.Part(true, new Query.From("@alice")),
            new Query.Part(true, new Query.Has(Query.Property.POLL)));
  }

  @Test
  void operators_may_be_negated_and_quoted() {
    assertThat(Query.parse("-is:reply in:library -\"grey heron\" language:\"pt-BR\"").parts())
        .containsExactly(
            new Query.Part(false, new Query.Has(Query.Property.REPLY)),
            new Query.Part(true, new Query.In(Query.Place.LIBRARY)),
            new Query.Part(false, new Query.Words("grey heron")),
            new Query.Part(true, new Query.Language("pt-br")));
  }

  @Test
  void days_months_and_years_begin_and_end() {
    assertThat(Query.parse("during:2026-02").parts().getFirst().clause())
        .isEqualTo(
            new Query.Said(
                Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z")));
    assertThat(((Query.Said) Query.parse("before:2026").parts().getFirst().clause()).below())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(((Query.Said) Query.parse("after:2026-11-30").parts().getFirst().clause()).from())
        .as("not on that day")
        .isEqualTo("2026-12-01T00:00:00Z");
  }

  @Test
  void an_operator_that_does_not_know_its_value_says_what_it_knows() {
    for (String wrong :
        new String[] {"has:wings", "in:secret", "before:soon", "during:2026-13", "language:%%"}) {
      assertThatThrownBy(() -> Query.parse(wrong)).as(wrong).isInstanceOf(Refused.class);
    }
  }

  @Test
  void no_other_field_can_be_named_and_no_pattern_written() {
    assertThat(Query.parse("visibility:private author:1 a* /(a+)+$/ [* TO *]").parts())
        .allMatch(part -> part.clause() instanceof Query.Words);
  }

  @Test
  void it_is_256_characters_and_32_parts_long_at_most() {
    assertThat(Query.parse("a".repeat(256)).parts()).hasSize(1);
    assertThatThrownBy(() -> Query.parse("a".repeat(257))).isInstanceOf(Refused.class);
    assertThat(Query.parse("a ".repeat(32)).parts()).hasSize(32);
    assertThatThrownBy(() -> Query.parse("a ".repeat(33))).isInstanceOf(Refused.class);
  }

  @Test
  void whatever_is_typed_is_read_or_refused() {
    long seed = Long.getLong("verbatim.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder typed = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        typed.append(PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        assertThat(Query.parse(typed.toString()).parts()).hasSizeLessThanOrEqualTo(32);
      } catch (Refused e) {
        // Said so.
      }
    }
  }
}
