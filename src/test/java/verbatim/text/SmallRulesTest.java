package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

class SmallRulesTest {
  private static final Limits LIMITS = Limits.usual();

  private static int count(String text) {
    return Characters.count(text, Entities.find(text, LIMITS.text()), LIMITS.text());
  }

  @Test
  void a_link_counts_the_same_however_long() {
    assertThat(count("https://a.example/")).isEqualTo(23);
    assertThat(count("x https://a.example/" + "y".repeat(300) + " z")).isEqualTo(2 + 23 + 2);
  }

  @Test
  void a_mention_counts_without_its_domain() {
    assertThat(count("@ole@a.very.long.sea.example hi")).isEqualTo("@ole hi".length());
  }

  @Test
  void an_emoji_counts_one_and_so_does_a_letter_with_its_accent() {
    assertThat(count("\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67")).isEqualTo(1);
    assertThat(count("\uD83C\uDDEB\uD83C\uDDF7")).isEqualTo(1);
    assertThat(count("e\u0301")).isEqualTo(1);
    assertThat(count("a\nb #fog")).isEqualTo(8);
    assertThat(Characters.count("a\r\nb\u00E9")).isEqualTo(4);
    assertThat(Characters.count("\u00AD\u00A0\n\n\t"))
        .isEqualTo(
            java.util.regex.Pattern.compile("\\X").matcher("\u00AD\u00A0\n\n\t").results().count());
  }

  @Test
  void a_tag_is_found_by_every_way_of_writing_it() {
    assertThat(Tags.key("LowTide")).isEqualTo("lowtide");
    assertThat(Tags.key("\uFF26\uFF4F\uFF47")).isEqualTo("fog");
    assertThat(Tags.key("CAFE\u0301")).isEqualTo(Tags.key("caf\u00E9"));
    assertThat(Tags.key("TITLE")).isEqualTo("title");
  }

  @Test
  void names_are_ascii_and_not_those_of_the_server() {
    assertThat(Usernames.check("Mira_Lund_2", LIMITS.people())).isEmpty();
    assertThat(Usernames.check("_mira_", LIMITS.people())).isEmpty();
    assertThat(Usernames.check("a".repeat(30), LIMITS.people())).isEmpty();
    assertThat(code("a".repeat(31))).isEqualTo("ERR_TOO_LONG");
    assertThat(code("")).isEqualTo("ERR_BLANK");
    for (String name :
        new String[] {
          "\u0430lice",
          "ali\u0441e",
          "alice.",
          "alice\u200B",
          "%61lice",
          "\uFF41lice",
          "a b",
          "a-b",
          "alice\n"
        }) {
      assertThat(code(name)).as(name).isEqualTo("ERR_INVALID");
    }
    for (String name : new String[] {"admin", "API", "Inbox", "system", "Verbatim", "null"}) {
      assertThat(code(name)).as(name).isEqualTo("ERR_RESERVED");
    }
    assertThat(Usernames.key("MIRA")).isEqualTo(Usernames.key("mira"));
  }

  private static String code(String name) {
    return Usernames.check(name, LIMITS.people()).map(Refusal.Fault::code).orElse("");
  }

  @Test
  void line_ends_are_one_newline_and_all_else_is_kept() {
    assertThat(Written.check("status", "a\r\nb\rc\nd")).isEqualTo("a\nb\nc\nd");
    String odd = " \u00A0e\u0301\u202E\u200B\t\uD83D\uDE02 ";
    assertThat(Written.check("status", odd)).isEqualTo(odd);
  }

  @Test
  void half_a_letter_is_refused() {
    for (String bad : new String[] {"a\uD83D", "\uDE02b", "\uD83Dx", "\uDE02\uD83D", "a\0b"}) {
      assertThatThrownBy(() -> Written.check("status", bad)).isInstanceOf(Refused.class);
    }
  }
}
