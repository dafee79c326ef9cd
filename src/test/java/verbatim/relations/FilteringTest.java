package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.assertNotFound;
import static verbatim.Refusing.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.kernel.AccountId;
import verbatim.kernel.FilterId;
import verbatim.kernel.Limits;
import verbatim.kernel.StatusId;

@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class FilteringTest {
  private static final Limits.Rows LIMITS = Limits.usual().rows();
  private static final FilterId NEW = new FilterId(0);
  private static final StatusId STATUS = new StatusId(5);
  private final Hamlet.Engine engine;
  @TempDir Path folder;
  private Hamlet hamlet;
  private AccountId alice;
  private AccountId bob;

  FilteringTest(Hamlet.Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() {
    hamlet = new Hamlet(folder, engine);
    alice = hamlet.person("alice");
    bob = hamlet.person("bob");
  }

  @AfterEach
  void close() {
    hamlet.close();
  }

  private static Filters.Filter filter(String title, Filters.Keyword... keywords) {
    return filter(title, Optional.empty(), List.of(keywords), List.of());
  }

  private static Filters.Filter filter(
      String title,
      Optional<Instant> end,
      List<Filters.Keyword> keywords,
      List<Filters.FilteredStatus> statuses) {
    return new Filters.Filter(
        NEW, title, Set.of(Filters.Context.HOME), Filters.Action.WARN, end, keywords, statuses);
  }

  private static Filters.Keyword word(String word) {
    return new Filters.Keyword(NEW, word, true);
  }

  private static Filters.Keyword part(String part) {
    return new Filters.Keyword(NEW, part, false);
  }

  private boolean fits(Filters.Keyword keyword, String text) {
    Filters.Filter made = hamlet.filters.create(alice, filter("t", keyword));
    boolean fits = !hamlet.filters.matches(alice, STATUS, text).isEmpty();
    hamlet.filters.delete(alice, made.id());
    return fits;
  }

  @Test
  void a_whole_word_ends_where_no_letter_of_any_script_follows() {
    assertThat(fits(word("rain"), "Rain, again")).isTrue();
    assertThat(fits(word("rain"), "the RAIN")).isTrue();
    assertThat(fits(word("rain"), "#rain")).isTrue();
    assertThat(fits(word("rain"), "train")).isFalse();
    assertThat(fits(word("rain"), "rainy")).isFalse();
    assertThat(fits(word("rain"), "rain_coat")).isFalse();
    assertThat(fits(word("rain"), "rain2")).isFalse();
    assertThat(fits(word("caf"), "café")).isFalse();
    assertThat(fits(word("дождь"), "Дождь!")).isTrue();
    assertThat(fits(word("дож"), "дождь")).isFalse();
    assertThat(fits(word("café"), "CAFÉ.")).isTrue();
  }

  @Test
  void a_part_fits_anywhere() {
    assertThat(fits(part("rain"), "trains")).isTrue();
    assertThat(fits(part("雨"), "大雨です")).isTrue();
    assertThat(fits(part("rain"), "sun")).isFalse();
  }

  @Test
  void signs_are_only_signs() {
    assertThat(fits(part("a.c"), "abc")).isFalse();
    assertThat(fits(part("a.c"), "a.c")).isTrue();
    assertThat(fits(word(":)"), "well:)yes")).isTrue();
    assertThat(fits(word("#rain"), "so#rain")).isTrue();
    assertThat(fits(word("#rain"), "#rains")).isFalse();
    assertThat(fits(part("\\E(a+)+$"), "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!")).isFalse();
    assertThat(fits(part("\\E"), "back\\End")).isTrue();
  }

  @Test
  void a_match_names_the_keywords_and_statuses_that_fit() {
    Filters.Filter made =
        hamlet.filters.create(
            alice,
            filter(
                "weather",
                Optional.empty(),
                List.of(word("rain"), word("snow"), word("hail")),
                List.of(new Filters.FilteredStatus(NEW, STATUS))));
    var matches = hamlet.filters.matches(alice, STATUS, "hail and rain");
    assertThat(matches)
        .containsExactly(new Filters.Match(made, List.of("rain", "hail"), List.of(STATUS)));
    assertThat(hamlet.filters.matches(alice, new StatusId(6), "sun")).isEmpty();
    assertThat(hamlet.filters.matches(alice, STATUS, "sun")).hasSize(1);
    assertThat(hamlet.filters.matches(bob, STATUS, "hail and rain")).isEmpty();
  }

  @Test
  void a_filter_ends_when_it_was_to_end() {
    Instant end = hamlet.now().plus(Duration.ofHours(1));
    hamlet.filters.create(
        alice, filter("weather", Optional.of(end), List.of(word("rain")), List.of()));
    hamlet.pass(Duration.ofHours(1).minusMillis(1));
    assertThat(hamlet.filters.matches(alice, STATUS, "rain")).hasSize(1);
    hamlet.pass(Duration.ofMillis(1));
    assertThat(hamlet.filters.matches(alice, STATUS, "rain")).isEmpty();
    assertThat(hamlet.filters.of(alice)).hasSize(1);
  }

  @Test
  void a_filter_is_made_changed_and_taken_away() {
    Filters.Filter made = hamlet.filters.create(alice, filter("weather", word("rain")));
    FilterId keyword = made.keywords().getFirst().id();
    assertThat(keyword.value()).isPositive();
    assertThat(hamlet.filters.withKeyword(alice, keyword)).isEqualTo(made);
    Filters.Filter changed =
        hamlet.filters.change(
            alice, made.id(), f -> f.withKeywords(List.of(f.keywords().getFirst(), part("snow"))));
    assertThat(changed.keywords().getFirst().id()).isEqualTo(keyword);
    hamlet.restart();
    assertThat(hamlet.filters.get(alice, made.id())).isEqualTo(changed);
    hamlet.filters.delete(alice, made.id());
    assertNotFound(() -> hamlet.filters.get(alice, made.id()));
    assertNotFound(() -> hamlet.filters.delete(alice, made.id()));
    assertNotFound(() -> hamlet.filters.change(alice, made.id(), f -> f));
    assertThat(hamlet.filters.matches(alice, STATUS, "rain")).isEmpty();
  }

  @Test
  void nobody_else_sees_or_changes_it() {
    FilterId id = hamlet.filters.create(alice, filter("weather", word("rain"))).id();
    assertNotFound(() -> hamlet.filters.get(bob, id));
    assertNotFound(() -> hamlet.filters.change(bob, id, f -> f));
    assertNotFound(() -> hamlet.filters.delete(bob, id));
    assertThat(hamlet.filters.of(alice)).hasSize(1);
  }

  @Test
  void keywords_that_are_added_at_once_are_all_there() throws Exception {
    FilterId id = hamlet.filters.create(alice, filter("weather")).id();
    List<Callable<Filters.Filter>> deeds = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      Filters.Keyword added = word("word" + n);
      deeds.add(
          () ->
              hamlet.filters.change(
                  alice,
                  id,
                  f -> {
                    List<Filters.Keyword> all = new ArrayList<>(f.keywords());
                    if (all.stream().noneMatch(k -> k.keyword().equals(added.keyword()))) {
                      all.add(added);
                    }
                    return f.withKeywords(all);
                  }));
    }
    Hamlet.atOnce(deeds);
    assertThat(hamlet.filters.get(alice, id).keywords()).hasSize(6);
  }

  @Test
  void everything_has_a_bound_and_nothing_is_stored_past_it() {
    String title = "x".repeat(LIMITS.filterTitleCharactersMax());
    String keyword = "y".repeat(LIMITS.filterKeywordCharactersMax());
    hamlet.filters.create(alice, filter(title, word(keyword)));
    assertThat(refused(filter(title + "x"))).isEqualTo("title ERR_TOO_LONG");
    assertThat(refused(filter("x".repeat(1 << 20)))).isEqualTo("title ERR_TOO_LONG");
    assertThat(refused(filter(" "))).isEqualTo("title ERR_BLANK");
    assertThat(refused(filter("t", word(keyword + "y")))).isEqualTo("keyword ERR_TOO_LONG");
    assertThat(refused(filter("t", word("y".repeat(1 << 20))))).isEqualTo("keyword ERR_TOO_LONG");
    assertThat(refused(filter("t", word("")))).isEqualTo("keyword ERR_BLANK");
    assertThat(
            refused(
                filter(
                    "t", Optional.empty(), words("w", LIMITS.filterKeywordsMax() + 1), List.of())))
        .isEqualTo("keywords_attributes ERR_TOO_LONG");
    assertThat(
            refused(
                filter(
                    "t",
                    Optional.empty(),
                    words("😀".repeat(LIMITS.filterKeywordCharactersMax()), 100),
                    List.of())))
        .isEqualTo("keywords_attributes ERR_TOO_LONG");
    assertThat(
            refused(
                filter("t", Optional.empty(), List.of(), statuses(LIMITS.filterStatusesMax() + 1))))
        .isEqualTo("statuses ERR_TOO_LONG");
    assertThat(
            fault(
                () ->
                    hamlet.filters.create(
                        alice,
                        new Filters.Filter(
                            NEW,
                            "t",
                            Set.of(),
                            Filters.Action.HIDE,
                            Optional.empty(),
                            List.of(),
                            List.of()))))
        .isEqualTo("context ERR_BLANK");
    assertThat(hamlet.filters.of(alice)).hasSize(1);
    hamlet.filters.create(
        alice,
        filter(
            "full",
            Optional.empty(),
            words("w", LIMITS.filterKeywordsMax()),
            statuses(LIMITS.filterStatusesMax())));
    for (int n = 2; n < LIMITS.filtersMax(); n++) {
      hamlet.filters.create(alice, filter("filter " + n));
    }
    assertThat(refused(filter("more"))).isEqualTo("base ERR_TOO_LONG");
  }

  private String refused(Filters.Filter filter) {
    return fault(() -> hamlet.filters.create(alice, filter));
  }

  private static List<Filters.Keyword> words(String word, int count) {
    return IntStream.range(0, count).mapToObj(_ -> word(word)).toList();
  }

  private static List<Filters.FilteredStatus> statuses(int count) {
    return IntStream.range(1, count + 1)
        .mapToObj(n -> new Filters.FilteredStatus(NEW, new StatusId(n)))
        .toList();
  }

  @Test
  void of_a_deleted_owner_nothing_is_left() {
    hamlet.filters.create(alice, filter("weather", word("rain")));
    hamlet.filters.create(alice, filter("sports", word("ball")));
    hamlet.filters.forget(alice);
    assertThat(hamlet.filters.of(alice)).isEmpty();
    hamlet.restart();
    assertThat(hamlet.filters.of(alice)).isEmpty();
  }
}
