package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void values_stand_behind_their_name_or_an_equals_sign() {
    Options options = read("--port", "8080", "--data=a=b", "--test-mode");
    assertThat(options.value("--port", "")).isEqualTo("8080");
    assertThat(options.value("--data", "")).isEqualTo("a=b");
    assertThat(options.has("--test-mode")).isTrue();
  }

  @Test
  void what_was_not_given_is_as_it_always_is() {
    assertThat(read().value("--port", "1")).isEqualTo("1");
    assertThat(read().has("--test-mode")).isFalse();
  }

  @Test
  void other_words_are_named() {
    refuses("--prot", "--prot", "1");
    refuses("serve", "serve");
    refuses("--test-mode=yes", "--test-mode=yes");
    refuses("-p", "-p");
  }

  @Test
  void an_option_without_its_value_is_named() {
    refuses("--port", "--port");
    refuses("--port", "--port", "--test-mode");
  }

  @Test
  void an_option_counts_once() {
    refuses("--port", "--port", "1", "--port=2");
    refuses("--test-mode", "--test-mode", "--test-mode");
  }

  private static Options read(String... words) {
    return Options.read(List.of(words), Set.of("--port", "--data"), Set.of("--test-mode"));
  }

  private static void refuses(String named, String... words) {
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(Options.Misunderstood.class)
        .hasMessageContaining("'" + named + "'");
  }
}
