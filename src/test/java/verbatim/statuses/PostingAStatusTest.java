package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verbatim.accounts.Handle;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;

class PostingAStatusTest {
  @TempDir Path folder;
  private Scene scene;
  private AccountId alice;
  private AccountId bob;

  @BeforeEach
  void open() {
    scene = new Scene(folder, Scene.Engine.ROCKS);
    alice = scene.person("alice");
    bob = scene.person("bob");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        " leading and trailing ",
        "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02\uD83E\uDD23\uD83D\uDE03\uD83D\uDE04",
        "no\u00A0break\u202Fspaces",
        "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66 zwj",
        "\u202B\u05E9\u05DC\u05D5\u05DD\u202C right to left \u200F",
        "e\u0301 and \u00E9 stay different",
        "a\n\n\nb\n",
        "\uFEFFbom",
        "<b>&amp;</b>"
      })
  void every_letter_stays_as_it_was_typed(String text) {
    var posted = scene.posts(alice, text);
    assertThat(posted.words().text()).isEqualTo(text);
    scene.restart();
    assertThat(scene.statuses.find(posted.id())).contains(posted);
  }

  @Test
  void line_ends_of_browsers_become_newlines() {
    assertThat(scene.posts(alice, "a\r\nb\rc\n").words().text()).isEqualTo("a\nb\nc\n");
  }

  @Test
  void half_a_surrogate_pair_is_refused() {
    assertThat(Scene.refusal(() -> scene.posts(alice, "half \uD83D")))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void names_that_somebody_has_are_mentions_and_others_stay_text() {
    scene.accounts.adopt(
        new Handle("carol", "there.example"),
        new Origin.Remote("https://there.example/carol", "https://there.example/@carol"),
        Profile.blank());
    var words =
        scene
            .posts(alice, ".@bob is @nobody @carol@there.example @dave@there.example @bob")
            .words();
    assertThat(words.mentions())
        .extracting(Status.Mention::written)
        .containsExactly("@bob", "@carol@there.example");
    assertThat(words.mentioned()).first().isEqualTo(bob);
  }

  @Test
  void a_name_with_our_own_domain_is_one_of_ours() {
    assertThat(scene.posts(alice, "hi @bob@" + Scene.DOMAIN).words().mentioned())
        .containsExactly(bob);
  }

  @Test
  void tags_are_found_once_whatever_their_case() {
    assertThat(scene.posts(alice, "#Tea and #tea and #cake").words().tags())
        .containsExactly("Tea", "cake");
  }

  @Test
  void the_audience_is_what_the_author_chose() {
    assertThat(scene.posts(alice, "a").audience()).isEqualTo(new Audience.Everyone(true));
    assertThat(scene.posts(alice, "a", Draft.Visibility.UNLISTED).audience())
        .isEqualTo(new Audience.Everyone(false));
    assertThat(scene.posts(alice, "@bob", Draft.Visibility.FOLLOWERS).audience())
        .isEqualTo(new Audience.Followers(Set.of(bob)));
    assertThat(scene.posts(alice, "@bob", Draft.Visibility.DIRECT).audience())
        .isEqualTo(new Audience.Only(Set.of(bob)));
  }

  @Test
  void that_the_moderators_have_limited_somebody_does_not_change_what_he_chose() {
    var quiet =
        scene
            .accounts
            .create(
                "quiet",
                new Standing(Standing.State.ACTIVE, Standing.Role.USER, true),
                verbatim.accounts.Posting.usual())
            .id();
    assertThat(scene.posts(quiet, "a").audience()).isEqualTo(new Audience.Everyone(true));
    assertThat(scene.posts(quiet, "a", Draft.Visibility.UNLISTED).audience())
        .isEqualTo(new Audience.Everyone(false));
  }

  @Test
  void five_hundred_characters_may_be_and_one_more_may_not() {
    int max = Limits.usual().text().statusCharactersMax();
    assertThat(scene.posts(alice, "x".repeat(max)).words().text()).hasSize(max);
    assertInvalid("text", "x".repeat(max + 1));
  }

  @Test
  void a_link_counts_twenty_three_and_an_emoji_one() {
    String link = "https://example.org/" + "a".repeat(300) + " ";
    scene.posts(alice, link + "x".repeat(500 - 24));
    assertInvalid("text", link + "x".repeat(500 - 23));
    scene.posts(alice, "\uD83D\uDE00".repeat(500));
    assertInvalid("text", "\uD83D\uDE00".repeat(501));
  }

  @Test
  void the_warning_counts_too() {
    scene.statuses.post(warned("x".repeat(250), "y".repeat(250)));
    assertThat(Scene.refusal(() -> scene.statuses.post(warned("x".repeat(250), "y".repeat(251)))))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void letters_with_thousands_of_marks_are_too_long() {
    assertInvalid("text", "e" + "\u0301".repeat(Limits.usual().text().statusBytesMax() / 2));
  }

  @Test
  void the_largest_status_fits_into_a_row() {
    String name = "\uD835\uDD38".repeat(90);
    var text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append('#').append(name).append(i).append(' ');
    }
    String zalgo = ("o" + "\u0302".repeat(60)).repeat(30);
    var posted = scene.posts(alice, text + zalgo);
    assertThat(scene.statuses.find(posted.id())).contains(posted);
  }

  @Test
  void nothing_is_not_a_status() {
    assertInvalid("text", "");
    assertInvalid("text", " \n\t");
  }

  @Test
  void a_warning_before_nothing_is_the_text() {
    var words = scene.statuses.post(warned("", "only this")).words();
    assertThat(words.text()).isEqualTo("only this");
    assertThat(words.warning()).isEmpty();
    assertThat(words.sensitive()).isTrue();
  }

  @Test
  void what_carries_a_warning_is_sensitive() {
    assertThat(scene.statuses.post(warned("text", "careful")).words().sensitive()).isTrue();
  }

  private Draft warned(String text, String warning) {
    return new Draft(
        alice,
        text,
        warning,
        false,
        "en",
        Draft.Visibility.PUBLIC,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Status.Application.NONE,
        Origin.HERE);
  }

  @Test
  void a_language_is_a_code() {
    assertThat(scene.statuses.post(inLanguage("zh-TW")).words().language()).isEqualTo("zh-TW");
    assertThat(Scene.refusal(() -> scene.statuses.post(inLanguage("a".repeat(17)))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(Scene.refusal(() -> scene.statuses.post(inLanguage("<x>"))))
        .isInstanceOf(Refusal.Invalid.class);
  }

  private Draft inLanguage(String language) {
    return new Draft(
        alice,
        "text",
        "",
        false,
        language,
        Draft.Visibility.PUBLIC,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Status.Application.NONE,
        Origin.HERE);
  }

  @Test
  void files_that_are_not_there_are_refused() {
    var draft =
        new Draft(
            alice,
            "text",
            "",
            false,
            "",
            Draft.Visibility.PUBLIC,
            List.of(new MediaId(7)),
            Optional.empty(),
            Optional.empty(),
            Status.Application.NONE,
            Origin.HERE);
    assertThat(Scene.refusal(() -> scene.statuses.post(draft))).isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void a_poll_keeps_its_limits() {
    assertPoll(true, List.of("a", "b"), Duration.ofMinutes(5));
    assertPoll(true, List.of("a", "b", "c", "x".repeat(50)), Duration.ofDays(31));
    assertPoll(false, List.of("a"), Duration.ofHours(1));
    assertPoll(false, List.of("a", "b", "c", "d", "e"), Duration.ofHours(1));
    assertPoll(false, List.of("a", "x".repeat(51)), Duration.ofHours(1));
    assertPoll(false, List.of("a", " "), Duration.ofHours(1));
    assertPoll(false, List.of("a", "a"), Duration.ofHours(1));
    assertPoll(false, List.of("a", "b"), Duration.ofMinutes(5).minusSeconds(1));
    assertPoll(false, List.of("a", "b"), Duration.ofDays(31).plusSeconds(1));
  }

  private void assertPoll(boolean good, List<String> options, Duration runs) {
    var draft = Scene.poll(alice, "?", new Draft.NewPoll(options, false, false, runs));
    if (good) {
      assertThat(scene.statuses.post(draft).words().poll().orElseThrow().options())
          .isEqualTo(options);
    } else {
      assertThat(Scene.refusal(() -> scene.statuses.post(draft)))
          .isInstanceOf(Refusal.Invalid.class);
    }
  }

  @Test
  void bombs_of_names_tags_and_links_are_capped_and_their_letters_stay() {
    IntStream.range(0, 100).forEach(i -> scene.person("p" + i));
    String names = String.join(" ", IntStream.range(0, 100).mapToObj(i -> "@p" + i).toList());
    var words = scene.posts(alice, names).words();
    assertThat(words.mentioned()).hasSize(Limits.usual().text().mentionsMax());
    assertThat(words.text()).isEqualTo(names);
    for (String bomb :
        List.of("@".repeat(500), "#".repeat(500), "http://".repeat(60), "(".repeat(400))) {
      assertThat(scene.posts(alice, bomb).words().text()).isEqualTo(bomb);
    }
  }

  @Test
  void an_answer_to_what_he_may_not_see_is_an_answer_to_nothing() {
    var secret = scene.posts(alice, "for followers", Draft.Visibility.FOLLOWERS);
    assertThat(Scene.refusal(() -> scene.answers(bob, secret, "hi")))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(
            Scene.refusal(
                () ->
                    scene.statuses.post(
                        Scene.answer(bob, new StatusId(12345), "hi", Draft.Visibility.PUBLIC))))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void an_answer_to_a_boost_answers_what_was_boosted() {
    var said = scene.posts(alice, "said");
    var boost = scene.statuses.boost(bob, said.id(), Draft.Visibility.PUBLIC);
    assertThat(scene.answers(bob, boost, "yes").words().place().parent().orElseThrow().status())
        .isEqualTo(said.id());
  }

  @Test
  void it_costs_one_synced_write_and_two_with_a_key() {
    scene.posts(alice, "warm up");
    scene.settle();
    long before = scene.store.syncedWrites.get();
    scene.posts(alice, "one");
    long one = scene.store.syncedWrites.get();
    assertThat(one - before).isEqualTo(1);
    scene.statuses.post(Draft.of(alice, "two"), "key");
    assertThat(scene.store.syncedWrites.get() - one).isEqualTo(2);
  }

  @Test
  void what_was_posted_is_not_read_again_and_is_the_same_after_a_start() {
    var said = scene.posts(alice, "Tea, @bob? #tea https://tea.example");
    var asked =
        scene.statuses.post(
            Scene.poll(
                alice,
                "Which?",
                new Draft.NewPoll(List.of("black", "green"), true, true, Duration.ofHours(2))));
    var answered = scene.answers(bob, said, "Yes");
    scene.settle();
    List<Status> all = List.of(said, asked, answered);
    long before = scene.store.reads.get();
    all.forEach(status -> assertThat(scene.statuses.find(status.id())).contains(status));
    assertThat(scene.statuses.counts(asked.id())).isEqualTo(Counts.NONE);
    assertThat(scene.store.reads.get()).isEqualTo(before);
    scene.restart();
    all.forEach(status -> assertThat(scene.statuses.find(status.id())).contains(status));
  }

  @Test
  void what_changed_while_it_was_posted_is_read_anew() {
    var table = new StatusTable(scene.store, new Months(scene.store));
    var said = scene.posts(alice, "said");
    long stamp = table.stamp(said.id());
    var edited = scene.statuses.edit(alice, said.id(), Draft.of(alice, "edited"));
    table.changed(said.id());
    table.written(said, stamp);
    assertThat(table.find(said.id())).contains(edited);
  }

  @Test
  void the_outbox_has_the_newest_first_over_months() {
    scene.now.set(Instant.parse("2025-10-30T10:00:00Z"));
    List<Status> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.addFirst(scene.posts(alice, "n" + i));
      scene.now.updateAndGet(time -> time.plus(Duration.ofDays(3)));
    }
    assertThat(scene.statuses.outbox(alice, Page.newest(100))).isEqualTo(all);
    assertThat(scene.statuses.outbox(alice, Page.newest(7))).isEqualTo(all.subList(0, 7));
    assertThat(scene.statuses.outbox(alice, Page.below(all.get(6).id().value(), 40)))
        .isEqualTo(all.subList(7, 47));
    var upwards = new Page(Long.MAX_VALUE, all.get(50).id().value(), true, 20);
    assertThat(scene.statuses.outbox(alice, upwards)).isEqualTo(all.subList(30, 50));
    var between = new Page(all.get(10).id().value(), all.get(20).id().value(), false, 40);
    assertThat(scene.statuses.outbox(alice, between)).isEqualTo(all.subList(11, 20));
  }

  @Test
  void who_may_not_see_it_finds_nothing() {
    var secret = scene.posts(alice, "for followers", Draft.Visibility.FOLLOWERS);
    var direct = scene.posts(alice, "for @bob", Draft.Visibility.DIRECT);
    for (var viewer : List.of(Viewer.ANYBODY, Viewer.of(scene.person("mallory")))) {
      assertThat(Scene.refusal(() -> scene.statuses.get(viewer, secret.id())))
          .isEqualTo(Scene.refusal(() -> scene.statuses.get(viewer, new StatusId(99))));
      assertThat(Scene.refusal(() -> scene.statuses.get(viewer, direct.id())))
          .isInstanceOf(Refusal.NotFound.class);
      assertThat(Scene.refusal(() -> scene.statuses.history(viewer, secret.id())))
          .isInstanceOf(Refusal.NotFound.class);
      assertThat(Scene.refusal(() -> scene.statuses.thread(viewer, secret.id())))
          .isInstanceOf(Refusal.NotFound.class);
      assertThat(
              Scene.refusal(() -> scene.statuses.favouritedBy(viewer, secret.id(), Page.newest(9))))
          .isInstanceOf(Refusal.NotFound.class);
    }
    assertThat(scene.statuses.get(Viewer.of(bob), direct.id())).isEqualTo(direct);
  }

  @Test
  void a_status_of_another_server_is_taken_in_once() throws Exception {
    var carol =
        scene
            .accounts
            .adopt(
                new Handle("carol", "there.example"),
                new Origin.Remote("https://there.example/carol", "https://there.example/@carol"),
                Profile.blank())
            .id();
    var origin = new Origin.Remote("https://there.example/1", "https://there.example/@carol/1");
    var draft =
        new Draft(
            carol,
            "<p>hello</p>",
            "",
            false,
            "",
            Draft.Visibility.PUBLIC,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Status.Application.NONE,
            origin);
    var all = new HashSet<>(Scene.atOnce(20, () -> scene.statuses.post(draft)));
    assertThat(all).hasSize(1);
    assertThat(scene.statuses.findByUri(origin.uri()).orElseThrow().words().text())
        .isEqualTo("<p>hello</p>");
    assertThat(scene.statuses.findByUri("https://there.example/2")).isEmpty();
  }

  private void assertInvalid(String field, String text) {
    assertThat(Scene.refusal(() -> scene.posts(alice, text)))
        .isInstanceOfSatisfying(
            Refusal.Invalid.class,
            no -> assertThat(no.faults()).extracting(Refusal.Fault::field).containsExactly(field));
  }
}
