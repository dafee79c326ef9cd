package verbatim.house;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.kernel.Limits;

@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class WhatTheHouseSaysTest {
  private static final Limits.House LIMITS = Limits.usual().house();
  private static final About FILE =
      About.named("Town")
          .withDescription("as the file says")
          .withRules(List.of(About.Rule.of("Be kind."), About.Rule.of("Say who said it.")));

  private final Hamlet.Engine engine;
  @TempDir Path folder;
  private Hamlet hamlet;

  WhatTheHouseSaysTest(Hamlet.Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() {
    hamlet = new Hamlet(folder, engine);
  }

  @AfterEach
  void close() {
    hamlet.close();
  }

  private House house(About file) {
    return new House(hamlet.store, file, new Random(3), Limits.usual());
  }

  private static List<Long> numbers(About about) {
    return about.rules().stream().map(About.Rule::id).toList();
  }

  @Test
  void it_begins_as_the_settings_file_says_and_what_is_changed_stands_after_a_restart() {
    House house = house(FILE);
    assertThat(house.about().name()).isEqualTo("Town");
    assertThat(house.changedHere()).isEmpty();
    house.change(a -> a.withName("Harbour").withJoining(About.Joining.APPROVAL));
    assertThat(house.about().name()).isEqualTo("Harbour");
    hamlet.restart();
    House again = house(FILE.withDescription("as the file says later").withName("Village"));
    assertThat(again.about().name()).isEqualTo("Harbour");
    assertThat(again.about().joining()).isEqualTo(About.Joining.APPROVAL);
    assertThat(again.about().description()).isEqualTo("as the file says later");
    assertThat(again.changedHere()).containsExactly("name", "registrations");
  }

  @Test
  void what_becomes_as_the_file_says_follows_the_file_again() {
    House house = house(FILE);
    house.change(a -> a.withName("Harbour"));
    house.change(a -> a.withName(house.given().name()));
    assertThat(house.changedHere()).isEmpty();
    assertThat(house(FILE.withName("Village")).about().name()).isEqualTo("Village");
  }

  @Test
  void what_somebody_chose_stands_though_the_file_said_the_same_that_day() {
    House house = house(FILE.withJoining(About.Joining.APPROVAL));
    house.chooseWhoJoins();
    assertThat(house.changedHere()).containsExactly("registrations", "invitations");
    hamlet.restart();
    House again = house(FILE.withJoining(About.Joining.OPEN).withName("Village"));
    assertThat(again.about().joining()).isEqualTo(About.Joining.APPROVAL);
    assertThat(again.about().name()).isEqualTo("Village");
  }

  @Test
  void a_rule_keeps_its_number_and_a_number_never_comes_again() {
    House house = house(FILE);
    assertThat(numbers(house.about())).containsExactly(1L, 2L);
    house.change(
        a ->
            a.withRules(
                List.of(
                    new About.Rule(2, "Say who said it, always.", "why"), About.Rule.of("New"))));
    // A store that cannot tell what came of it costs a number.
    List<Long> numbers = numbers(house.about());
    assertThat(numbers).hasSize(2).startsWith(2L);
    long given = numbers.get(1);
    assertThat(given).isGreaterThanOrEqualTo(3);
    assertThat(house.about().rules().getFirst().hint()).isEqualTo("why");
    house.change(a -> a.withRules(a.rules().subList(0, 1)));
    house.change(
        a -> {
          List<About.Rule> more = new ArrayList<>(a.rules());
          more.add(About.Rule.of("Newer"));
          return a.withRules(more);
        });
    assertThat(numbers(house.about())).hasSize(2).startsWith(2L);
    assertThat(numbers(house.about()).get(1)).isGreaterThan(given);
    assertThat(
            fault(() -> house.change(a -> a.withRules(List.of(new About.Rule(given, "back", ""))))))
        .isEqualTo("rules ERR_INVALID");
  }

  @Test
  void everything_it_says_has_a_bound_and_may_be_as_long_as_that() {
    House house = house(FILE);
    String name = "n".repeat(LIMITS.nameCharactersMax());
    String description = "d".repeat(LIMITS.descriptionCharactersMax());
    String text = "\u4e2d".repeat(LIMITS.textCharactersMax());
    String rule = "\u4e2d".repeat(LIMITS.ruleCharactersMax());
    String hint = "\u4e2d".repeat(LIMITS.ruleHintCharactersMax());
    List<About.Rule> rules =
        IntStream.range(0, LIMITS.rulesMax()).mapToObj(_ -> new About.Rule(0, rule, hint)).toList();
    List<String> languages = IntStream.range(0, LIMITS.languagesMax()).mapToObj(_ -> "de").toList();
    house.change(
        a ->
            a.withName(name)
                .withDescription(description)
                .withMore(text)
                .withPrivacy(text)
                .withLanguages(languages)
                .withRules(rules));
    assertThat(house.about().more()).isEqualTo(text);
    assertThat(house.about().rules()).hasSize(LIMITS.rulesMax());

    assertThat(fault(() -> house.change(a -> a.withName(name + "n"))))
        .isEqualTo("name ERR_TOO_LONG");
    assertThat(fault(() -> house.change(a -> a.withDescription(description + "d"))))
        .isEqualTo("description ERR_TOO_LONG");
    assertThat(fault(() -> house.change(a -> a.withMore(text + "."))))
        .isEqualTo("more ERR_TOO_LONG");
    assertThat(fault(() -> house.change(a -> a.withPrivacy(text + "."))))
        .isEqualTo("privacy ERR_TOO_LONG");
    List<String> oneLanguageMore = new ArrayList<>(languages);
    oneLanguageMore.add("en");
    assertThat(fault(() -> house.change(a -> a.withLanguages(oneLanguageMore))))
        .isEqualTo("languages ERR_INVALID");
    List<About.Rule> oneMore = new ArrayList<>(house.about().rules());
    oneMore.add(About.Rule.of("one more"));
    assertThat(fault(() -> house.change(a -> a.withRules(oneMore))))
        .isEqualTo("rules ERR_TOO_LONG");
    assertThat(fault(() -> house.change(a -> a.withRules(List.of(About.Rule.of(rule + "."))))))
        .isEqualTo("rules ERR_TOO_LONG");
    assertThat(
            fault(
                () -> house.change(a -> a.withRules(List.of(new About.Rule(0, "r", hint + "."))))))
        .isEqualTo("rules ERR_TOO_LONG");
    assertThat(house.about().name()).isEqualTo(name);
  }

  @Test
  void what_is_no_name_no_address_and_no_language_is_refused() {
    House house = house(FILE);
    assertThat(fault(() -> house.change(a -> a.withName(" ")))).isEqualTo("name ERR_BLANK");
    assertThat(fault(() -> house.change(a -> a.withName("a\nb")))).isEqualTo("name ERR_INVALID");
    assertThat(fault(() -> house.change(a -> a.withContact("nobody", ""))))
        .isEqualTo("contact_email ERR_INVALID");
    assertThat(fault(() -> house.change(a -> a.withContact("", "@x y"))))
        .isEqualTo("contact_account ERR_INVALID");
    assertThat(fault(() -> house.change(a -> a.withLanguages(List.of("not one")))))
        .isEqualTo("languages ERR_INVALID");
    assertThat(fault(() -> house.change(a -> a.withRules(List.of(About.Rule.of(" "))))))
        .isEqualTo("rules ERR_BLANK");
    assertThat(house.changedHere()).isEmpty();
  }
}
