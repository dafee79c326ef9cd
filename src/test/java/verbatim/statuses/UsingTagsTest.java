package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.store.Key;
import verbatim.store.Table;

/// How often somebody uses a tag in what everybody may read.
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class UsingTagsTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private int uses(String tag) {
    return town.statuses().tagUse(alice.id(), tag).statuses();
  }

  @Test
  void it_is_counted_up_to_a_bound() {
    for (int n = 0; n <= Statuses.TAG_USES_MAX; n++) {
      alice.posts("#tag " + n);
      if (n == Statuses.TAG_USES_MAX - 2) {
        assertThat(uses("tag")).isEqualTo(Statuses.TAG_USES_MAX - 1);
      }
    }
    assertThat(uses("TAG")).isEqualTo(Statuses.TAG_USES_MAX);
    assertThat(uses("other")).isZero();
  }

  @Test
  void nothing_is_left_of_a_deleted_account() {
    alice.posts("#tag");
    Key rows = Key.of(alice.id().value()).and("tag");
    assertThat(town.store().scan(Table.plain("author-tag"), rows, 10)).hasSize(1);
    alice.leaves();
    town.settle();
    assertThat(town.store().scan(Table.plain("author-tag"), rows, 10)).isEmpty();
  }
}
