package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.relations.Lists;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class HomeTest {
  private static final int HOME_MAX = 60;
  private static final int PUSHED_MAX = 3;

  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine, Town.smallLimits(HOME_MAX, PUSHED_MAX));
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void what_she_posts_comes_to_her_followers_and_to_herself_and_to_nobody_else() {
    bob.follows(alice);
    alice.posts("good morning");
    assertThat(bob.home()).containsExactly("good morning");
    assertThat(alice.home()).containsExactly("good morning");
    assertThat(carol.home()).isEmpty();
  }

  @Test
  void newest_first() {
    bob.follows(alice);
    bob.follows(carol);
    alice.posts("one");
    carol.posts("two");
    alice.posts("three");
    assertThat(bob.home()).containsExactly("three", "two", "one");
  }

  @Test
  void whoever_follows_later_reads_what_was_said_before() {
    alice.posts("one");
    carol.posts("two");
    bob.follows(alice);
    assertThat(bob.home()).containsExactly("one");
    bob.follows(carol);
    assertThat(bob.home()).containsExactly("two", "one");
  }

  @Test
  void an_unfollowing_counts_at_once() {
    bob.follows(alice);
    alice.posts("good morning");
    assertThat(bob.home()).hasSize(1);
    bob.unfollows(alice);
    assertThat(bob.homeNow()).isEmpty();
  }

  @Test
  void a_block_counts_at_once_both_ways() {
    bob.follows(alice);
    alice.follows(bob);
    alice.posts("from alice");
    bob.posts("from bob");
    assertThat(bob.home()).hasSize(2);
    alice.blocks(bob);
    assertThat(bob.homeNow()).containsExactly("from bob");
    assertThat(alice.homeNow()).containsExactly("from alice");
  }

  @Test
  void a_mute_counts_at_once_and_ends_with_its_time() {
    bob.follows(alice);
    alice.posts("good morning");
    assertThat(bob.home()).hasSize(1);
    bob.mutes(alice, Duration.ofHours(1));
    assertThat(bob.homeNow()).isEmpty();
    town.later(Duration.ofHours(2));
    assertThat(bob.homeNow()).containsExactly("good morning");
  }

  @Test
  void what_names_somebody_muted_is_not_shown() {
    bob.follows(alice);
    bob.mutes(carol);
    alice.posts("hello @carol");
    alice.posts("hello all");
    assertThat(bob.home()).containsExactly("hello all");
  }

  @Test
  void a_deleted_or_edited_status_changes_at_once() {
    bob.follows(alice);
    Status first = alice.posts("one");
    Status second = alice.posts("two");
    assertThat(bob.home()).hasSize(2);
    alice.deletes(first);
    alice.edits(second, "two, better");
    assertThat(bob.homeNow()).containsExactly("two, better");
    assertThat(bob.home()).containsExactly("two, better");
  }

  @Test
  void a_reply_comes_only_to_those_who_follow_both_or_are_answered() {
    Town.Person dave = town.person("dave");
    bob.follows(alice);
    dave.follows(alice);
    dave.follows(carol);
    carol.follows(alice);
    Status asked = carol.posts("what time is it?");
    alice.replies(asked, "@carol noon");
    assertThat(bob.home()).isEmpty();
    assertThat(dave.home()).containsExactly("@carol noon", "what time is it?");
    assertThat(carol.home()).containsExactly("@carol noon", "what time is it?");
  }

  @Test
  void continuing_oneself_comes_to_all_followers() {
    bob.follows(alice);
    Status first = alice.posts("one");
    alice.replies(first, "two");
    assertThat(bob.home()).containsExactly("two", "one");
  }

  @Test
  void replies_appear_when_the_other_is_followed_as_well() {
    bob.follows(alice);
    Status asked = carol.posts("what time is it?");
    alice.replies(asked, "noon");
    assertThat(bob.home()).isEmpty();
    bob.follows(carol);
    assertThat(bob.home()).containsExactly("noon", "what time is it?");
  }

  @Test
  void followers_only_words_come_to_followers_and_direct_ones_to_the_named() {
    bob.follows(alice);
    carol.follows(alice);
    alice.posts("for followers", Visibility.FOLLOWERS);
    alice.posts("@bob for you", Visibility.DIRECT);
    assertThat(bob.home()).containsExactly("@bob for you", "for followers");
    assertThat(carol.home()).containsExactly("for followers");
    assertThat(alice.home()).containsExactly("@bob for you", "for followers");
  }

  @Test
  void a_boost_comes_to_the_boosters_followers() {
    bob.follows(alice);
    Status words = carol.posts("look here");
    Status boost = alice.boosts(words);
    assertThat(bob.home()).containsExactly("boost: look here");
    alice.unboosts(words);
    assertThat(bob.homeNow()).isEmpty();
    assertThat(boost.isBoost()).isTrue();
  }

  @Test
  void boosts_are_left_out_where_they_are_off_or_their_author_is_muted() {
    bob.follows(alice, new FollowOptions(false, false, List.of()));
    town.person("dave").follows(alice);
    town.person("dave").mutes(carol);
    alice.boosts(carol.posts("look here"));
    alice.posts("mine");
    assertThat(bob.home()).containsExactly("mine");
    assertThat(town.person("dave").home()).containsExactly("mine");
  }

  @Test
  void a_boost_of_words_that_stand_shortly_below_is_not_shown() {
    bob.follows(alice);
    bob.follows(carol);
    Status words = carol.posts("look here");
    alice.boosts(words);
    assertThat(bob.home()).containsExactly("look here");
  }

  @Test
  void a_boost_is_shown_again_after_forty_others() {
    bob.follows(alice);
    bob.follows(carol);
    Status words = carol.posts("look here");
    for (int i = 0; i < 39; i++) {
      alice.posts("filling " + i);
    }
    Status early = town.person("dave").boosts(words);
    bob.follows(town.person("dave"));
    assertThat(bob.home()).doesNotContain("boost: look here");
    town.person("dave").unboosts(words);
    alice.posts("one more");
    alice.boosts(words);
    assertThat(bob.home()).contains("boost: look here");
    assertThat(early.isBoost()).isTrue();
  }

  @Test
  void only_the_languages_asked_for() {
    bob.follows(alice, new FollowOptions(true, false, List.of("en")));
    alice.postsIn("en", "good morning");
    alice.postsIn("de", "guten Morgen");
    alice.posts("no language");
    assertThat(bob.home()).containsExactly("no language", "good morning");
  }

  @Test
  void who_is_on_an_exclusive_list_is_read_there_alone() {
    bob.follows(alice);
    bob.follows(carol);
    var list = bob.lists("people", Lists.Replies.LIST, true, alice);
    alice.posts("in the list");
    carol.posts("at home");
    assertThat(bob.home()).containsExactly("at home");
    assertThat(bob.reads(list)).containsExactly("in the list");
  }

  @Test
  void followed_tags_bring_public_statuses_of_anybody() {
    bob.followsTag("gardening");
    alice.posts("my roses #Gardening");
    alice.posts("not for all #gardening", Visibility.UNLISTED);
    alice.posts("something else #cooking");
    assertThat(bob.home()).containsExactly("my roses #Gardening");
    bob.mutes(alice);
    assertThat(bob.homeNow()).isEmpty();
  }

  @Test
  void authors_with_too_many_followers_are_read_from_their_outbox() {
    alice.posts("before the crowd");
    bob.follows(alice);
    assertThat(bob.home()).hasSize(1);
    for (int i = 0; i < PUSHED_MAX; i++) {
      town.person("fan" + i).follows(alice);
    }
    town.settle();
    alice.posts("to the crowd");
    Status gone = alice.posts("not long");
    bob.follows(carol);
    carol.posts("between");
    alice.posts("again");
    assertThat(bob.home())
        .containsExactly("again", "between", "not long", "to the crowd", "before the crowd");
    alice.deletes(gone);
    assertThat(bob.homeNow())
        .containsExactly("again", "between", "to the crowd", "before the crowd");
    bob.unfollows(alice);
    assertThat(bob.homeNow()).containsExactly("between");
    assertThat(alice.home()).containsExactly("again", "to the crowd", "before the crowd");
    town.restart();
    assertThat(town.person("fan0").home())
        .containsExactly("again", "to the crowd", "before the crowd");
  }

  @Test
  void who_was_away_for_long_finds_all_on_return() {
    bob.follows(alice);
    alice.posts("one");
    assertThat(bob.home()).containsExactly("one");
    town.later(Duration.ofDays(20));
    alice.posts("while away");
    town.settle();
    assertThat(new FeedTable(town.store()).newest(Feed.home(bob.id()), 100).size())
        .as("rows while nobody reads")
        .isEqualTo(1);
    assertThat(bob.home()).containsExactly("while away", "one");
    alice.posts("back");
    assertThat(bob.home()).containsExactly("back", "while away", "one");
  }

  @Test
  void a_home_is_so_long_and_not_one_row_longer() {
    bob.follows(alice);
    assertThat(bob.home()).isEmpty();
    for (int i = 0; i <= HOME_MAX; i++) {
      alice.posts("number " + i);
    }
    town.settle();
    assertThat(bob.wholeHome()).hasSize(HOME_MAX);
    town.restart();
    assertThat(bob.wholeHome()).hasSize(HOME_MAX);
    town.timelines().rebuild(bob.id());
    assertThat(bob.wholeHome()).hasSize(HOME_MAX);
  }

  @Test
  void pages_are_full_although_rows_are_dropped_and_join_without_gap() {
    bob.follows(alice);
    bob.follows(carol);
    List<StatusId> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      expected.addFirst(alice.posts("a " + i).id());
      carol.posts("c " + i);
    }
    town.settle();
    bob.mutes(carol);
    var first = town.timelines().home(bob.id(), Page.newest(10));
    assertThat(first).hasSize(10);
    assertThat(bob.wholeHome()).isEqualTo(expected);
    long last = first.getLast().id().value();
    var next = town.timelines().home(bob.id(), new Page(Long.MAX_VALUE, last, true, 5));
    assertThat(next).extracting(Status::id).isEqualTo(expected.subList(4, 9));
    var since = town.timelines().home(bob.id(), new Page(Long.MAX_VALUE, last, false, 5));
    assertThat(since).extracting(Status::id).isEqualTo(expected.subList(0, 5));
  }

  @Test
  void a_warm_home_reads_nothing_from_the_store() {
    bob.follows(alice);
    bob.follows(carol);
    for (int i = 0; i < 15; i++) {
      Status words = alice.posts("a " + i + " @bob #tag");
      carol.replies(words, "c " + i);
    }
    assertThat(bob.home()).hasSize(30);
    long before = town.store().reads();
    assertThat(town.timelines().home(bob.id(), Page.newest(20))).hasSize(20);
    assertThat(town.store().reads() - before).isZero();
  }

  @Test
  void a_home_is_the_same_after_a_restart() {
    bob.follows(alice);
    alice.posts("one");
    alice.posts("two");
    assertThat(bob.home()).containsExactly("two", "one");
    town.restart();
    assertThat(bob.home()).containsExactly("two", "one");
    alice.posts("three");
    assertThat(bob.home()).containsExactly("three", "two", "one");
  }
}
