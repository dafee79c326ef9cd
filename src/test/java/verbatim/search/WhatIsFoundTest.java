package verbatim.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.Refused;
import verbatim.media.Media;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class WhatIsFoundTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    town.search();
    alice = town.person("alice");
    bob = town.person("bob");
    alice.letsHimselfBeFound(true);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private void isFound(String said, String... asked) {
    Status status = alice.posts(said);
    for (String query : asked) {
      assertThat(bob.finds(query)).as(query).containsExactly(said);
    }
    alice.deletes(status);
  }

  @Test
  void case_accents_width_and_umlauts_do_not_count() {
    isFound("Ein Bär aus MÜNCHEN", "bar", "baer", "bär", "munchen", "muenchen", "Ｍünchen");
    isFound("Straße", "strasse", "STRASSE");
    isFound("café crème", "cafe creme", "CAFÉ");
    isFound("ＶＥＲＢＡＴＩＭ", "verbatim");
  }

  @Test
  void words_of_other_scripts_are_found() {
    isFound("東京都の朝", "東京", "京都", "朝", "東京都");
    isFound("안녕하세요 여러분", "안녕");
    isFound("كِتَابٌ جديد", "كتاب");
    isFound("שָׁלוֹם לכולם", "שלום");
    isFound("สวัสดีชาวโลก", "สวัสดี");
    isFound("Доброе утро", "УТРО");
    isFound("a party 🎉", "🎉");
  }

  @Test
  void a_tag_is_found_as_a_tag_and_as_a_word() {
    isFound("look #GreyHeron", "#greyheron", "greyheron");
    alice.posts("no tag: greyheron");
    assertThat(bob.finds("#greyheron")).isEmpty();
  }

  @Test
  void a_phrase_is_its_words_in_a_row() {
    alice.posts("the grey heron stands");
    alice.posts("the heron is grey");
    assertThat(bob.finds("\"grey heron\"")).containsExactly("the grey heron stands");
    assertThat(bob.finds("grey heron")).hasSize(2);
    assertThat(bob.finds("heron -\"grey heron\"")).containsExactly("the heron is grey");
  }

  @Test
  void operators_narrow() {
    Status first = alice.postsIn("de", "heron eins");
    alice.asks("heron poll", Duration.ofDays(1), "yes", "no");
    alice.replies(first, "heron reply");
    alice.posts("heron https://example.org/x");
    assertThat(bob.finds("heron language:de")).containsExactly("heron eins");
    assertThat(bob.finds("heron has:poll")).containsExactly("heron poll");
    assertThat(bob.finds("yes")).as("an option").containsExactly("heron poll");
    assertThat(bob.finds("heron is:reply")).containsExactly("heron reply");
    assertThat(bob.finds("heron has:link")).containsExactly("heron https://example.org/x");
    assertThat(bob.finds("heron has:media")).isEmpty();
    assertThat(bob.finds("heron -is:reply -has:poll -has:link")).containsExactly("heron eins");
    assertThat(bob.finds("from:alice")).hasSize(4);
    assertThat(bob.finds("from:@alice@town.example")).hasSize(4);
    assertThat(bob.finds("from:me")).isEmpty();
    assertThat(alice.finds("from:me")).hasSize(4);
    assertThat(bob.finds("from:nobody")).isEmpty();
    assertThat(bob.finds("heron during:2026-11-01")).hasSize(4);
    assertThat(bob.finds("heron before:2026-11-01")).isEmpty();
    assertThat(bob.finds("heron after:2026-11-01")).isEmpty();
    assertThat(bob.finds("heron after:2026-10")).hasSize(4);
  }

  /// One post of each kind: the operator finds it and nothing else, and with a `-` all but it.
  @Test
  void each_operator_finds_its_own_and_its_opposite_all_others() {
    Map<String, String> own = new LinkedHashMap<>();
    Status plain = alice.posts("heron plain");
    own.put("language:de", alice.postsIn("de", "heron deutsch").words().text());
    own.put("is:poll", alice.asks("heron poll", Duration.ofDays(1), "yes", "no").words().text());
    own.put("is:reply", alice.replies(plain, "heron reply").words().text());
    own.put("has:link", alice.posts("heron https://example.org/x").words().text());
    own.put("#marsh", alice.posts("heron #marsh").words().text());
    own.put("\"in the reeds\"", alice.posts("heron in the reeds").words().text());
    own.put("is:sensitive", alice.posts(sensitive("heron sensitive")).words().text());
    own.put("has:image", alice.posts(pictured("heron pictured")).words().text());
    own.put("from:bob", bobs("heron of bob"));
    town.later(Duration.ofDays(3));
    own.put("after:" + day(-1), alice.posts("heron three days later").words().text());
    own.putAll(
        Map.of(
            "has:poll",
            "heron poll",
            "has:reply",
            "heron reply",
            "has:sensitive",
            "heron sensitive",
            "is:image",
            "heron pictured",
            "has:media",
            "heron pictured",
            "in:library",
            "heron of bob",
            "from:me",
            "heron of bob",
            "during:" + day(0),
            "heron three days later"));
    Set<String> all = new TreeSet<>(own.values());
    all.add("heron plain");
    assertThat(bob.finds("heron")).containsExactlyInAnyOrderElementsOf(all);
    own.forEach(
        (operator, text) -> {
          assertThat(bob.finds("heron " + operator)).as(operator).containsExactly(text);
          assertThat(bob.finds("heron -" + operator))
              .as("-" + operator)
              .containsExactlyInAnyOrderElementsOf(
                  all.stream().filter(t -> !t.equals(text)).toList());
        });
    String late = "heron three days later";
    assertThat(bob.finds("heron -before:" + day(0))).containsExactly(late);
    assertThat(bob.finds("heron before:" + day(0)))
        .containsExactlyInAnyOrderElementsOf(all.stream().filter(t -> !t.equals(late)).toList());
    for (String none :
        List.of("has:video", "has:audio", "has:embed", "language:fr", "from:nobody")) {
      assertThat(bob.finds("heron " + none)).as(none).isEmpty();
      assertThat(bob.finds("heron -" + none)).as("-" + none).hasSameSizeAs(all);
    }
  }

  private String bobs(String text) {
    bob.letsHimselfBeFound(true);
    return bob.posts(text).words().text();
  }

  private String day(int later) {
    return town.clock().instant().plus(Duration.ofDays(later)).toString().substring(0, 10);
  }

  private Draft sensitive(String text) {
    return draft(text, true, List.of());
  }

  private Draft pictured(String text) {
    try {
      var png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
      var bytes = new ByteArrayInputStream(png.toByteArray());
      return draft(
          text, false, List.of(town.media().upload(alice.id(), bytes, Media.Said.NOTHING).id()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Draft draft(String text, boolean isSensitive, List<MediaId> media) {
    return new Draft(
        alice.id(),
        text,
        "",
        isSensitive,
        "",
        Draft.Visibility.PUBLIC,
        media,
        Optional.empty(),
        Optional.empty(),
        Status.Application.NONE,
        Origin.HERE);
  }

  @Test
  void pages_have_no_gaps_and_no_repetitions() {
    for (int i = 0; i < 130; i++) {
      alice.posts("heron " + i);
    }
    town.settle();
    List<Status> all = page(0, Long.MAX_VALUE, 0, 200);
    assertThat(all).hasSize(130);
    assertThat(page(0, Long.MAX_VALUE, 100, 20)).isEqualTo(all.subList(100, 120));
    assertThat(page(0, all.get(79).id().value(), 0, 20)).isEqualTo(all.subList(80, 100));
    assertThat(page(all.get(10).id().value(), Long.MAX_VALUE, 0, 20)).isEqualTo(all.subList(0, 10));
    assertThat(page(0, Long.MAX_VALUE, town.limits().search().skipMax() + 1, 20)).isEmpty();
  }

  private List<Status> page(long above, long below, int skip, int rows) {
    return town.search()
        .statuses(
            bob.viewer(),
            "heron",
            new Search.Range(java.util.Optional.empty(), above, below, skip, rows));
  }

  @Test
  void people_are_found_by_the_beginnings_of_their_names() {
    Town.Person alina = town.person("alina");
    Town.Person zed = town.person("zed");
    zed.isNow(
        p ->
            new verbatim.accounts.Profile(
                "Ålice Müller", "", List.of(), "", "", false, false, false, false, false));
    bob.follows(alina);
    town.settle();
    assertThat(people("ali")).containsExactly("alina", "alice", "zed");
    assertThat(people("@alice")).containsExactly("alice", "zed");
    assertThat(people("mull")).containsExactly("zed");
    assertThat(people("alice mull")).containsExactly("zed");
    assertThat(people("alice@town")).containsExactly("alice");
    assertThat(people("li")).isEmpty();
    bob.mutes(alina);
    assertThat(people("ali")).containsExactly("alice", "zed");
    assertThat(people("alina")).as("to unmute her").containsExactly("alina");
  }

  private List<String> people(String text) {
    return town.search().accounts(bob.viewer(), text, false, 0, 10).stream()
        .map(account -> account.handle().username())
        .toList();
  }

  /// A language of queries that were passed on would find it by each of these.
  @Test
  void the_signs_of_other_languages_of_queries_are_letters() {
    Status heron = alice.posts("heron");
    town.settle();
    for (String sign :
        new String[] {
          "her*",
          "*",
          "*:*",
          "h?ron",
          "/her.n/",
          "/(h+)+eron$/",
          "hero~2",
          "heran~",
          "[a TO z]",
          "[* TO *]",
          "{* TO *}",
          "author:" + alice.id(),
          "author_id:" + alice.id(),
          "visibility:public",
          "id:" + heron.id(),
          "text:heron",
          "_exists_:text",
          "no OR heron",
          "(no) OR (heron)",
          "no || heron",
          "+no heron",
          "heron^9 no",
          "((((",
          "\\\\",
          "he\0ron"
        }) {
      assertThat(bob.finds(sign)).as(sign).isEmpty();
    }
    assertThat(bob.finds("heron")).containsExactly("heron");
    for (String endless :
        new String[] {"heron ".repeat(10_000), "heron~2 ".repeat(500), "h".repeat(1 << 20)}) {
      assertThatThrownBy(() -> bob.finds(endless)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void hostile_questions_are_answered_or_refused() {
    alice.posts("heron");
    town.settle();
    Random random = new Random(town.seed());
    String[] bits = {
      "\"", "a*", "((", "\0", "\uD800", "~2", "[* TO *]", "#", "from:", "-", "鳥", "é "
    };
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(bits[random.nextInt(bits.length)]);
      }
      try {
        town.search().find(bob.viewer(), text.toString(), 10);
      } catch (Refused e) {
        // Said so.
      }
    }
    assertThat(bob.finds("!!! ...")).isEmpty();
    assertThat(bob.finds("-egret")).containsExactly("heron");
  }
}
