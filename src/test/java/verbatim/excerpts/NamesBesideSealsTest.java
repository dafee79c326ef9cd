package verbatim.excerpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;

/// Open words that call somebody by his name whose own are sealed.
class NamesBesideSealsTest {
  @Test
  void a_name_of_two_letters_or_of_a_script_without_blanks_is_seen_too() {
    var li = new Naming.Member("li@example.org", "Li", "", false);
    var ming = new Naming.Member("ming7@example.org", "李明", "", false);
    var naming = new Naming(List.of(li, ming), _ -> false, Limits.usual().text());
    assertThat(naming.inWords("I told Li of it")).containsExactly("Li");
    assertThat(naming.inWords("昨天李明说过")).containsExactly("李明");
    assertThat(naming.inWords("this line says nothing of them, 明天")).isEmpty();
  }
}
