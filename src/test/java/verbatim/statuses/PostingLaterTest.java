package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

class PostingLaterTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person mallory;

  private void open(Town.Engine engine) {
    town =
        Town.in(
            folder, engine, SmallLimits.with(Map.of("scheduledMax", 4, "scheduledPerDayMax", 3)));
    alice = town.person("alice");
    mallory = town.person("mallory");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Scheduled scheduled() {
    return town.statuses().scheduled();
  }

  private Instant in(Duration time) {
    return town.clock().instant().plus(time);
  }

  private Scheduled.Post schedules(String text, Duration ahead) {
    return scheduled().schedule(Draft.of(alice.id(), text), in(ahead), "");
  }

  private Scheduled.Post schedules(List<String> texts, Duration ahead) {
    List<Draft> drafts = texts.stream().map(text -> Draft.of(alice.id(), text)).toList();
    return scheduled().schedule(drafts, in(ahead), "");
  }

  private List<String> posted() {
    town.settle();
    return town.words(town.statuses().outbox(alice.id(), Page.newest(40)));
  }

  private void later(Duration time) {
    town.later(time);
    town.settle();
  }

  private static Refusal refusal(Runnable act) {
    return catchThrowableOfType(Refused.class, act::run).refusal();
  }

  @ParameterizedTest
  @EnumSource
  void it_is_posted_when_its_time_comes_and_not_before(Town.Engine engine) {
    open(engine);
    var post = schedules("good evening", Duration.ofHours(1));
    assertThat(scheduled().get(alice.id(), post.id())).isEqualTo(post);
    later(Duration.ofMinutes(59));
    assertThat(posted()).isEmpty();
    later(Duration.ofMinutes(2));
    assertThat(posted()).containsExactly("good evening");
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void it_comes_after_a_restart_in_all_its_parts(Town.Engine engine) {
    open(engine);
    Status asked = mallory.posts("what do you want to drink?");
    var poll = new Draft.NewPoll(List.of("tea", "coffee"), true, true, Duration.ofHours(2));
    var draft =
        new Draft(
            alice.id(),
            "which @mallory?",
            "drinks",
            true,
            "en",
            Draft.Visibility.UNLISTED,
            List.of(),
            Optional.of(poll),
            Optional.of(asked.id()),
            new Status.Application("app", "https://app.example"),
            verbatim.kernel.Origin.HERE);
    var post = scheduled().schedule(draft, in(Duration.ofHours(1)), "");
    town.restart();
    assertThat(scheduled().get(alice.id(), post.id()).first()).isEqualTo(draft);
    later(Duration.ofHours(2));
    town.restart();
    Status.Words words = town.statuses().outbox(alice.id(), Page.newest(1)).getFirst().words();
    assertThat(words.warning()).isEqualTo("drinks");
    assertThat(words.poll().orElseThrow().options()).containsExactly("tea", "coffee");
    assertThat(words.place().parent().orElseThrow().status()).isEqualTo(asked.id());
    assertThat(words.application().name()).isEqualTo("app");
    assertThat(mallory.notifications()).contains("mention alice");
  }

  @ParameterizedTest
  @EnumSource
  void a_series_waits_as_one_and_comes_whole_and_in_order(Town.Engine engine) {
    open(engine);
    var post = schedules(List.of("one", "two", "three"), Duration.ofHours(1));
    assertThat(scheduled().list(alice.id(), Page.newest(40))).containsExactly(post);
    town.restart();
    assertThat(scheduled().get(alice.id(), post.id())).isEqualTo(post);
    later(Duration.ofMinutes(59));
    assertThat(posted()).isEmpty();
    later(Duration.ofMinutes(2));
    assertThat(posted()).containsExactly("three", "two", "one");
    List<Status> parts = town.statuses().outbox(alice.id(), Page.newest(3)).reversed();
    for (int i = 0; i < parts.size(); i++) {
      var place = parts.get(i).words().series().orElseThrow();
      assertThat(place.position()).isEqualTo(i + 1);
      assertThat(place.count()).isEqualTo(3);
    }
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_series_that_is_refused_when_it_comes_due_comes_in_no_part(Town.Engine engine) {
    open(engine);
    Status asked = mallory.posts("a question");
    var answer =
        alice.draft(
            "an answer", "", Draft.Visibility.PUBLIC, Optional.of(asked.id()), Optional.empty());
    var post =
        scheduled()
            .schedule(
                List.of(answer, Draft.of(alice.id(), "and more")), in(Duration.ofHours(1)), "");
    mallory.deletes(asked);
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
    assertThat(scheduled().list(alice.id(), Page.newest(40))).containsExactly(post);
    assertThat(scheduled().isLate(post)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void what_could_not_be_published_as_a_series_cannot_wait_as_one(Town.Engine engine) {
    open(engine);
    List<String> tooMany = java.util.Collections.nCopies(26, "more");
    assertThat(refusal(() -> schedules(tooMany, Duration.ofHours(1))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> schedules(List.of("one", "x".repeat(501)), Duration.ofHours(1))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void other_words_take_the_place_of_those_that_wait(Town.Engine engine) {
    open(engine);
    var post = schedules(List.of("one", "two", "three"), Duration.ofHours(1));
    var shorter = List.of(Draft.of(alice.id(), "first"), Draft.of(alice.id(), "second"));
    assertThat(scheduled().change(alice.id(), post.id(), shorter).drafts()).isEqualTo(shorter);
    assertThat(scheduled().get(alice.id(), post.id()).drafts()).isEqualTo(shorter);
    var wrong = List.of(Draft.of(alice.id(), " "));
    assertThat(refusal(() -> scheduled().change(alice.id(), post.id(), wrong)))
        .isInstanceOf(Refusal.Invalid.class);
    Instant soon = in(Duration.ofMinutes(1));
    var one = List.of(Draft.of(alice.id(), "only"));
    assertThat(refusal(() -> scheduled().change(alice.id(), post.id(), one, soon)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(scheduled().get(alice.id(), post.id()).drafts()).isEqualTo(shorter);
    scheduled().change(alice.id(), post.id(), one, in(Duration.ofHours(3)));
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
    later(Duration.ofHours(2));
    assertThat(posted()).containsExactly("only");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_being_posted_takes_no_other_words(Town.Engine engine) {
    open(engine);
    var post = schedules(List.of("one", "two"), Duration.ofHours(1));
    // As the job does; then the process died.
    town.statuses().postSeries(post.drafts(), "scheduled\0" + post.id());
    var other = List.of(Draft.of(alice.id(), "other"));
    assertThat(refusal(() -> scheduled().change(alice.id(), post.id(), other)))
        .isInstanceOf(Refusal.Conflict.class);
    later(Duration.ofHours(2));
    assertThat(posted()).containsExactly("two", "one");
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_job_that_was_broken_off_after_posting_posts_no_second_time(Town.Engine engine) {
    open(engine);
    var post = schedules("once", Duration.ofHours(1));
    // As the job does; then the process died.
    town.statuses().post(post.first(), "scheduled\0" + post.id());
    assertThat(posted()).containsExactly("once");
    later(Duration.ofHours(2));
    assertThat(posted()).containsExactly("once");
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_was_posted_and_deleted_before_the_job_was_done_leaves_no_words(Town.Engine engine) {
    open(engine);
    var post = schedules("regretted", Duration.ofHours(1));
    // As the job does; then the process died.
    alice.deletes(town.statuses().post(post.first(), "scheduled\0" + post.id()));
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void asking_again_with_the_same_key_schedules_once(Town.Engine engine) {
    open(engine);
    Instant at = in(Duration.ofHours(1));
    var first = scheduled().schedule(Draft.of(alice.id(), "once"), at, "key");
    assertThat(scheduled().schedule(Draft.of(alice.id(), "once"), at, "key")).isEqualTo(first);
    assertThat(refusal(() -> scheduled().schedule(Draft.of(alice.id(), "other"), at, "key")))
        .isInstanceOf(Refusal.Invalid.class);
    later(Duration.ofHours(2));
    assertThat(posted()).containsExactly("once");
  }

  @ParameterizedTest
  @EnumSource
  void moved_it_comes_at_the_new_time_only(Town.Engine engine) {
    open(engine);
    var post = schedules("later", Duration.ofHours(1));
    scheduled().move(alice.id(), post.id(), in(Duration.ofHours(3)));
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
    later(Duration.ofHours(2));
    assertThat(posted()).containsExactly("later");
  }

  @ParameterizedTest
  @EnumSource
  void taken_back_it_never_comes(Town.Engine engine) {
    open(engine);
    var post = schedules("never", Duration.ofHours(1));
    scheduled().cancel(alice.id(), post.id());
    assertThat(refusal(() -> scheduled().get(alice.id(), post.id())))
        .isInstanceOf(Refusal.NotFound.class);
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void nobody_else_sees_moves_or_takes_it_back(Town.Engine engine) {
    open(engine);
    var post = schedules("hers", Duration.ofHours(1));
    var other = mallory.id();
    assertThat(scheduled().list(other, Page.newest(40))).isEmpty();
    assertThat(refusal(() -> scheduled().get(other, post.id())))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> scheduled().move(other, post.id(), in(Duration.ofHours(9)))))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> scheduled().cancel(other, post.id())))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(scheduled().get(alice.id(), post.id())).isEqualTo(post);
  }

  @ParameterizedTest
  @EnumSource
  void what_could_not_be_posted_now_cannot_be_scheduled(Town.Engine engine) {
    open(engine);
    assertThat(refusal(() -> schedules(" ", Duration.ofHours(1))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> schedules("soon", Duration.ofMinutes(5).minusMillis(1))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> schedules("past", Duration.ofHours(-1))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> schedules("never", Duration.ofDays(3_661))))
        .isInstanceOf(Refusal.Invalid.class);
    schedules("just", Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @EnumSource
  void one_more_than_a_day_or_the_list_holds_is_refused(Town.Engine engine) {
    open(engine);
    for (int i = 0; i < 3; i++) {
      schedules("today", Duration.ofHours(1 + i));
    }
    assertThat(refusal(() -> schedules("a fourth", Duration.ofHours(5))))
        .isInstanceOf(Refusal.Invalid.class);
    var fourth = schedules("tomorrow", Duration.ofDays(1));
    assertThat(refusal(() -> scheduled().move(alice.id(), fourth.id(), in(Duration.ofHours(5)))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> schedules("a fifth", Duration.ofDays(2))))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_refused_when_it_comes_due_stays_in_the_list(Town.Engine engine) {
    open(engine);
    Status asked = mallory.posts("a question");
    var answer =
        alice.draft(
            "an answer", "", Draft.Visibility.PUBLIC, Optional.of(asked.id()), Optional.empty());
    var post = scheduled().schedule(answer, in(Duration.ofHours(1)), "");
    mallory.deletes(asked);
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
    assertThat(scheduled().list(alice.id(), Page.newest(40))).containsExactly(post);
  }

  @ParameterizedTest
  @EnumSource
  void with_the_account_go_its_scheduled_posts_and_drafts(Town.Engine engine) {
    open(engine);
    schedules("never", Duration.ofHours(1));
    town.statuses().drafts().begin(alice.id(), List.of(Draft.of(alice.id(), "begun")));
    alice.leaves();
    town.settle();
    assertThat(scheduled().list(alice.id(), Page.newest(40))).isEmpty();
    assertThat(town.statuses().drafts().list(alice.id(), Page.newest(40))).isEmpty();
    later(Duration.ofHours(2));
    assertThat(posted()).isEmpty();
  }
}
