package verbatim.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class WhoFindsWordsTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person mallory;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    town.search();
    alice = town.person("alice");
    bob = town.person("bob");
    mallory = town.person("mallory");
    alice.letsHimselfBeFound(true);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void strangers_find_what_its_author_lets_them() {
    alice.posts("a heron at dawn");
    bob.posts("a heron at noon");
    assertThat(mallory.finds("heron")).containsExactly("a heron at dawn");
    assertThat(bob.finds("heron")).containsExactly("a heron at noon", "a heron at dawn");
  }

  @Test
  void what_is_unlisted_private_or_direct_strangers_do_not_find() {
    alice.posts("heron unlisted", Visibility.UNLISTED);
    alice.posts("heron for followers", Visibility.FOLLOWERS);
    alice.posts("@bob heron directly", Visibility.DIRECT);
    bob.follows(alice);
    assertThat(mallory.finds("heron")).isEmpty();
    assertThat(mallory.finds("from:alice")).isEmpty();
    assertThat(mallory.finds("from:alice in:library")).isEmpty();
    assertThat(bob.finds("heron")).as("a follower neither: he reads them at home").isEmpty();
    assertThat(alice.finds("heron")).containsExactly("heron for followers", "heron unlisted");
  }

  /// Whatever operator leads there: the hit itself is what must not be shown.
  @Test
  void no_operator_reaches_what_is_not_for_the_seeker() {
    Status open = alice.posts("heron open");
    alice.posts(poll("heron poll for followers", Visibility.FOLLOWERS));
    alice.replies(open, "heron reply for followers", Visibility.FOLLOWERS);
    Status direct = alice.posts("@bob heron directly", Visibility.DIRECT);
    bob.favourites(direct);
    bob.posts("heron of somebody who is not found");
    String[] wide = {
      "from:alice",
      "from:@alice",
      "from:ALICE",
      "from:alice in:all",
      "from:alice in:public",
      "heron",
      "in:all",
      "in:public",
      "-is:sensitive",
      "-from:mallory",
      "before:2100",
      "after:2000",
      "during:" + day(),
      "before:2100 after:2000 from:alice",
      "language:en heron",
      "-#none heron"
    };
    for (String query : wide) {
      assertThat(mallory.finds(query)).as(query).isSubsetOf("heron open");
    }
    assertThat(mallory.finds("from:alice")).containsExactly("heron open");
    assertThat(mallory.finds("during:" + day())).containsExactly("heron open");
    for (String query :
        new String[] {
          "has:poll",
          "is:reply",
          "from:alice in:library",
          "in:library",
          "from:bob",
          "-heron",
          "from:me",
          "has:poll in:all from:alice",
          "is:reply in:all from:alice"
        }) {
      assertThat(mallory.finds(query)).as(query).isEmpty();
    }
    assertThat(alice.finds("has:poll")).hasSize(1);
    assertThat(alice.finds("is:reply")).hasSize(1);
    town.settle();
    for (String query : wide) {
      assertThat(town.search().statuses(Viewer.ANYBODY, query, Search.Range.first(40)))
          .as(query)
          .isEmpty();
    }
  }

  private Draft poll(String text, Visibility visibility) {
    var poll = new Draft.NewPoll(List.of("yes", "no"), false, false, Duration.ofDays(1));
    return alice.draft(text, "", visibility, Optional.empty(), Optional.of(poll));
  }

  private String day() {
    return town.clock().instant().toString().substring(0, 10);
  }

  @Test
  void direct_words_are_in_no_index_not_even_for_those_who_wrote_or_read_them() {
    alice.posts("@bob heron directly", Visibility.DIRECT);
    assertThat(alice.finds("heron")).isEmpty();
    assertThat(bob.finds("heron")).isEmpty();
  }

  @Test
  void in_ones_library_one_always_finds() {
    bob.posts("@mallory heron said to you");
    Status favourite = bob.posts("heron favourite");
    Status bookmark = bob.posts("heron bookmark");
    Status boost = bob.posts("heron boost");
    Status poll = bob.asks("heron poll", Duration.ofDays(1), "yes", "no");
    bob.posts("heron unmarked");
    mallory.favourites(favourite);
    town.statuses().bookmark(mallory.id(), bookmark.id());
    mallory.boosts(boost);
    mallory.votes(poll, 1);
    String[] library = {
      "heron poll", "heron boost", "heron bookmark", "heron favourite", "@mallory heron said to you"
    };
    assertThat(mallory.finds("heron")).containsExactly(library);
    assertThat(mallory.finds("heron in:library")).containsExactly(library);
    assertThat(mallory.finds("heron in:public")).isEmpty();
    mallory.unfavourites(favourite);
    town.statuses().unbookmark(mallory.id(), bookmark.id());
    assertThat(mallory.finds("heron"))
        .containsExactly("heron poll", "heron boost", "@mallory heron said to you");
  }

  @Test
  void who_opens_or_closes_his_words_does_so_for_all_of_them_at_once() {
    bob.posts("heron one");
    bob.posts("heron two");
    assertThat(mallory.finds("heron")).isEmpty();
    bob.letsHimselfBeFound(true);
    assertThat(mallory.finds("heron")).containsExactly("heron two", "heron one");
    bob.letsHimselfBeFound(false);
    assertThat(mallory.finds("heron")).isEmpty();
    assertThat(mallory.finds("from:bob")).isEmpty();
  }

  @Test
  void before_the_index_knows_of_it_the_facts_are_asked() {
    alice.posts("heron one");
    assertThat(mallory.finds("heron")).hasSize(1);
    alice.letsHimselfBeFound(false);
    assertThat(foundNow(mallory, "heron")).isEmpty();
    alice.letsHimselfBeFound(true);
    alice.blocks(mallory);
    assertThat(foundNow(mallory, "heron")).isEmpty();
  }

  private List<String> foundNow(Town.Person seeker, String query) {
    return town.words(town.search().statuses(seeker.viewer(), query, Search.Range.first(40)));
  }

  @Test
  void blocks_mutes_and_limits_hold() {
    Status heron = alice.posts("heron @mallory");
    mallory.favourites(heron);
    mallory.mutes(alice);
    assertThat(mallory.finds("heron")).as("muted").isEmpty();
    mallory.unmutes(alice);
    assertThat(mallory.finds("heron")).hasSize(1);
    alice.blocks(mallory);
    assertThat(mallory.finds("heron")).as("blocked, though it mentions him").isEmpty();
    assertThat(mallory.finds("in:library")).isEmpty();
    assertThat(bob.finds("heron")).hasSize(1);
    alice.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    assertThat(bob.finds("heron")).as("limited").isEmpty();
    bob.follows(alice);
    assertThat(bob.finds("heron")).as("limited, but followed").hasSize(1);
    alice.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(bob.finds("heron")).as("suspended").isEmpty();
    alice.isNow(Standing.active());
    assertThat(bob.finds("heron")).hasSize(1);
  }

  @Test
  void what_somebody_limited_posts_is_found_by_all_when_the_limit_has_ended() {
    alice.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    alice.posts("bittern");
    assertThat(bob.finds("bittern")).isEmpty();
    assertThat(alice.finds("bittern")).hasSize(1);
    alice.isNow(Standing.active());
    assertThat(bob.finds("bittern")).hasSize(1);
  }

  @Test
  void edits_and_deletions_are_followed() {
    Status heron = alice.posts("heron");
    assertThat(mallory.finds("heron")).hasSize(1);
    alice.edits(heron, "egret");
    assertThat(mallory.finds("heron")).isEmpty();
    assertThat(mallory.finds("egret")).containsExactly("egret");
    alice.deletes(heron);
    assertThat(mallory.finds("egret")).isEmpty();
  }

  @Test
  void a_deleted_account_takes_its_words_along() {
    alice.posts("heron");
    assertThat(mallory.finds("heron")).hasSize(1);
    alice.leaves();
    assertThat(mallory.finds("heron")).isEmpty();
    assertThat(town.search().accounts(mallory.viewer(), "alice", false, 0, 10)).isEmpty();
  }

  @Test
  void signed_out_nobody_searches_words_unless_the_server_says_so() {
    alice.posts("heron #wading");
    town.settle();
    assertThat(town.search().statuses(Viewer.ANYBODY, "heron", Search.Range.first(10))).isEmpty();
    Search.Found found = town.search().find(Viewer.ANYBODY, "wading", 10);
    assertThat(found.tags()).containsExactly("wading");
    assertThat(found.statuses()).isEmpty();
    assertThat(town.search().find(Viewer.ANYBODY, "ali", 10).accounts()).hasSize(1);
  }

  @Test
  void tags_are_told_only_of_words_that_are_public_still() {
    alice.posts("secret #herons", Visibility.FOLLOWERS);
    alice.posts("half #heronry", Visibility.UNLISTED);
    Status listed = bob.posts("open #HeronWatch");
    town.settle();
    assertThat(tags(mallory, "#heron")).containsExactly("HeronWatch");
    assertThat(tags(mallory, "herons")).isEmpty();
    bob.deletes(listed);
    town.settle();
    assertThat(tags(mallory, "heron")).isEmpty();
  }

  private List<String> tags(Town.Person seeker, String text) {
    return town.search().tags(seeker.viewer(), text, 0, 10);
  }
}
