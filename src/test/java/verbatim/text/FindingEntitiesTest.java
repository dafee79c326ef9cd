package verbatim.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verbatim.kernel.Limits;

/// A text is `text`; what is found is written down as `@name`, `@name@domain`, `#tag`, the address,
/// or `:emoji:`.
class FindingEntitiesTest {
  private static final Limits.Text LIMITS = Limits.usual().text();

  private static List<String> in(String text) {
    return Entities.find(text, LIMITS).all().stream()
        .map(
            entity ->
                switch (entity) {
                  case Entity.Mention m ->
                      "@" + m.username() + (m.domain().isEmpty() ? "" : "@" + m.domain());
                  case Entity.Hashtag h -> "#" + h.name();
                  case Entity.Link l -> l.url();
                  case Entity.Emoji e -> ":" + e.shortcode() + ":";
                })
        .toList();
  }

  @Test
  void a_mention_behind_a_dot_at_the_start() {
    assertThat(in(".@mira_lund is right")).containsExactly("@mira_lund");
    assertThat(Entities.find(".@mira_lund is right", LIMITS).all())
        .containsExactly(new Entity.Mention(1, 11, "mira_lund", ""));
  }

  @Test
  void a_mention_keeps_its_case_and_leaves_what_follows() {
    assertThat(in("@TheHarbour's boats, (@Ole), \"@tom!\" @kim: and @jo."))
        .containsExactly("@TheHarbour", "@Ole", "@tom", "@kim", "@jo");
    assertThat(in("ask @tom.Then go")).containsExactly("@tom");
    assertThat(in("ask @tom...then go")).containsExactly("@tom");
    assertThat(in("@tom@ @kim")).containsExactly("@kim");
  }

  @Test
  void a_mention_of_somebody_elsewhere() {
    assertThat(in("@ole@harbour.example. And @jo.b-c@Sea.Example's"))
        .containsExactly("@ole@harbour.example", "@jo.b-c@sea.example");
    assertThat(in("@ole@h\u00E4fen.example")).containsExactly("@ole@xn--hfen-loa.example");
    assertThat(in("@ole@localhost:8081: hi")).containsExactly("@ole@localhost:8081");
    assertThat(in("@ole@harbour.example:10 reasons")).containsExactly("@ole@harbour.example");
  }

  @Test
  void what_is_no_mention() {
    assertThat(in("mail ole@harbour.example or x.y+z@harbour.example")).isEmpty();
    assertThat(in("look at harbour.example/@ole and ?u=@ole")).isEmpty();
    assertThat(in("5@6 \u00E4@b @ @. @@ @-x @\u043Ele @tom\u00E4 @a.b @ole@work")).isEmpty();
    assertThat(in("https://harbour.example/@ole/12"))
        .containsExactly("https://harbour.example/@ole/12");
    assertThat(in("ftp://harbour.example/@ole#tag")).isEmpty();
  }

  @Test
  void tags_side_by_side() {
    assertThat(in("It is so. #IStandWithMira #fog #low_tide"))
        .containsExactly("#IStandWithMira", "#fog", "#low_tide");
  }

  @Test
  void tags_in_every_script() {
    assertThat(
            in("#M\u00E4rz #\u6771\u4EAC #\u043C\u043E\u0440\u0435 #\u0E17\u0E30\u0E40\u0E25 #2nd"))
        .containsExactly(
            "#M\u00E4rz",
            "#\u6771\u4EAC",
            "#\u043C\u043E\u0440\u0435",
            "#\u0E17\u0E30\u0E40\u0E25",
            "#2nd");
    assertThat(in("#ma\u0301rz \uFF03\u6D77 #caf\u00E9\u30FBbar\u30FB"))
        .containsExactly("#ma\u0301rz", "#\u6D77", "#caf\u00E9\u30FBbar");
  }

  @Test
  void tags_end_at_the_first_other_sign() {
    assertThat(in("#fog, #sea-level (#tide) #wind's \u2764\uFE0F#heart"))
        .containsExactly("#fog", "#sea", "#tide", "#wind", "#heart");
    assertThat(in("##fog")).containsExactly("#fog");
  }

  @Test
  void what_is_no_tag() {
    assertThat(in("#1 #2026 c#minor a#b &#39; /#x (y)#z # ## #\uFE0F\u20E3 #___ q=#w")).isEmpty();
    assertThat(in("#" + "a".repeat(LIMITS.tagCharactersMax()))).hasSize(1);
    assertThat(in("#" + "a".repeat(LIMITS.tagCharactersMax() + 1))).isEmpty();
  }

  @Test
  void links_without_the_punctuation_around_them() {
    assertThat(
            in("see https://sea.example/a?b=c#d. (http://fog.example/x_(y)), <https://t.example>"))
        .containsExactly(
            "https://sea.example/a?b=c#d", "http://fog.example/x_(y)", "https://t.example");
    assertThat(in("\u300Chttps://sea.example/a\u300D\u3001\u201Chttps://sea.example/b\u201D"))
        .containsExactly("https://sea.example/a", "https://sea.example/b");
    assertThat(in("HTTPS://Sea.Example/A")).containsExactly("HTTPS://Sea.Example/A");
    assertThat(in("http://localhost:8080/@ole/1")).containsExactly("http://localhost:8080/@ole/1");
    assertThat(in("https://h\u00E4fen.example/\u6D77"))
        .containsExactly("https://h\u00E4fen.example/\u6D77");
  }

  @Test
  void what_is_no_link() {
    assertThat(
            in("sea.example www.sea.example javascript://x.example/%0aalert(1) data:text/html,x"))
        .isEmpty();
    assertThat(in("https:// http:///x https://-a.example https://a..example xhttp://sea.example"))
        .isEmpty();
    assertThat(in("https://bank.example@evil.example/ https://bank.example:pw@evil.example"))
        .isEmpty();
    assertThat(in("https://sea.example/\u202Egpj.exe")).isEmpty();
    assertThat(in("https://sea.example:99999/ https://sea.example:x/")).isEmpty();
  }

  @Test
  void shortcodes_of_emoji() {
    assertThat(in(":boat: (:sail_2:)\n:fog:!")).containsExactly(":boat:", ":sail_2:", ":fog:");
    assertThat(in("12:30:45 a:boat: :boat:b :a: ::boat:: :no way: https://x.example/:boat:"))
        .containsExactly("https://x.example/:boat");
  }

  @Test
  void emoji_are_left_alone() {
    assertThat(
            in(
                "Yes but maybe later \uD83E\uDD23\uD83D\uDCF5\uD83D\uDCF5\uD83D\uDCF5\uD83D\uDCF5\uD83D\uDE02"))
        .isEmpty();
    assertThat(in("\uD83D\uDE02@ole\uD83D\uDE02#fog\uD83D\uDE02")).containsExactly("@ole", "#fog");
  }

  @Test
  void no_more_than_the_limit_of_each() {
    assertThat(Entities.find("@a ".repeat(LIMITS.mentionsMax() + 1), LIMITS).mentions())
        .hasSize(LIMITS.mentionsMax());
    assertThat(Entities.find("#a ".repeat(LIMITS.tagsMax() + 1), LIMITS).hashtags())
        .hasSize(LIMITS.tagsMax());
    assertThat(Entities.find("https://a.example ".repeat(LIMITS.linksMax() + 1), LIMITS).links())
        .hasSize(LIMITS.linksMax());
    assertThat(Entities.find(":ab: ".repeat(LIMITS.customEmojiMax() + 1), LIMITS).emoji())
        .hasSize(LIMITS.customEmojiMax());
  }
}
