package verbatim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void both_ends_are_exclusive() {
    var page = new Page(10, 5, false, 20);
    assertThat(page.admits(9)).isTrue();
    assertThat(page.admits(6)).isTrue();
    assertThat(page.admits(10)).isFalse();
    assertThat(page.admits(5)).isFalse();
  }

  @Test
  void the_newest_page_admits_every_id() {
    var page = Page.newest(1);
    assertThat(page.admits(1)).isTrue();
    assertThat(page.admits(Long.MAX_VALUE - 1)).isTrue();
    assertThat(page.upwards()).isFalse();
  }

  @Test
  void a_page_below_an_id_leaves_it_out() {
    assertThat(Page.below(7, 20).admits(7)).isFalse();
    assertThat(Page.below(7, 20).admits(6)).isTrue();
  }

  @Test
  void a_page_has_at_least_one_row() {
    assertThatThrownBy(() -> Page.newest(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_id_is_read_only_in_its_decimal_form() {
    assertThat(StatusId.parse("1")).contains(new StatusId(1));
    assertThat(StatusId.parse("9223372036854775807")).contains(new StatusId(Long.MAX_VALUE));
    for (var bad :
        new String[] {
          "",
          "0",
          "-1",
          "+1",
          " 1",
          "1 ",
          "9223372036854775808",
          "99999999999999999999",
          "1e3",
          "0x1",
          "١",
          "1\n"
        }) {
      assertThat(StatusId.parse(bad)).as("'" + bad + "'").isEmpty();
    }
  }
}
