package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

class KeepingDraftsTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person mallory;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine, SmallLimits.with(Map.of("draftsMax", 3)));
    alice = town.person("alice");
    mallory = town.person("mallory");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Drafts drafts() {
    return town.statuses().drafts();
  }

  private List<Draft> words(String... texts) {
    return List.of(texts).stream().map(text -> Draft.of(alice.id(), text)).toList();
  }

  private static Refusal refusal(Runnable act) {
    return catchThrowableOfType(Refused.class, act::run).refusal();
  }

  @ParameterizedTest
  @EnumSource
  void it_is_there_on_another_day_also_empty_or_too_long(Town.Engine engine) {
    open(engine);
    var begun = drafts().begin(alice.id(), words("first", "", "x".repeat(5_000)));
    town.restart();
    assertThat(drafts().get(alice.id(), begun.id())).isEqualTo(begun);
    assertThat(drafts().list(alice.id(), Page.newest(40))).containsExactly(begun);
  }

  @ParameterizedTest
  @EnumSource
  void going_on_replaces_all_of_it(Town.Engine engine) {
    open(engine);
    var begun = drafts().begin(alice.id(), words("one", "two", "three"));
    town.later(Duration.ofMinutes(1));
    var shorter = drafts().change(alice.id(), begun.id(), words("only"));
    assertThat(drafts().get(alice.id(), begun.id())).isEqualTo(shorter);
    assertThat(shorter.statuses()).hasSize(1);
    assertThat(shorter.updatedAt()).isAfter(begun.updatedAt());
    drafts().discard(alice.id(), begun.id());
    assertThat(refusal(() -> drafts().get(alice.id(), begun.id())))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @ParameterizedTest
  @EnumSource
  void what_another_device_wrote_since_is_not_lost(Town.Engine engine) {
    open(engine);
    var begun = drafts().begin(alice.id(), words("one"));
    var phone = drafts().change(alice.id(), begun.id(), words("on the phone"), begun.updatedAt());
    assertThat(
            refusal(
                () ->
                    drafts()
                        .change(alice.id(), begun.id(), words("on the desk"), begun.updatedAt())))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(drafts().get(alice.id(), begun.id())).isEqualTo(phone);
  }

  @ParameterizedTest
  @EnumSource
  void nobody_else_reads_changes_or_discards_it(Town.Engine engine) {
    open(engine);
    var begun = drafts().begin(alice.id(), words("private"));
    assertThat(drafts().list(mallory.id(), Page.newest(40))).isEmpty();
    assertThat(refusal(() -> drafts().get(mallory.id(), begun.id())))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> drafts().change(mallory.id(), begun.id(), words("mine"))))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> drafts().discard(mallory.id(), begun.id())))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(drafts().get(alice.id(), begun.id())).isEqualTo(begun);
  }

  @ParameterizedTest
  @EnumSource
  void one_past_each_bound_is_refused(Town.Engine engine) {
    open(engine);
    int bytesMax = town.limits().text().statusBytesMax();
    drafts().begin(alice.id(), words("x".repeat(bytesMax)));
    assertThat(refusal(() -> drafts().begin(alice.id(), words("x".repeat(bytesMax + 1)))))
        .isInstanceOf(Refusal.Invalid.class);
    // The largest that there may be: 25 parts, each full.
    var whole = words(Collections.nCopies(25, "y".repeat(bytesMax)).toArray(String[]::new));
    var begun = drafts().begin(alice.id(), whole);
    assertThat(drafts().get(alice.id(), begun.id()).statuses()).isEqualTo(whole);
    assertThat(
            refusal(
                () ->
                    drafts()
                        .begin(
                            alice.id(),
                            words(Collections.nCopies(26, "z").toArray(String[]::new)))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> drafts().begin(alice.id(), words())))
        .isInstanceOf(Refusal.Invalid.class);
    drafts().begin(alice.id(), words("third"));
    assertThat(refusal(() -> drafts().begin(alice.id(), words("fourth"))))
        .isInstanceOf(Refusal.Invalid.class);
  }
}
