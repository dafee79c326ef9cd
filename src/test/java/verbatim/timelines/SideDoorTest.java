package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import verbatim.kernel.Refused;
import verbatim.relations.Lists;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;

/// Attacks api-03 and api-15, at the doors of this package: followers-only words, and a blocked
/// reader.
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class SideDoorTest {
  private static final String SECRET = "xylotomous #rare";

  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person mallory;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    mallory = town.person("mallory");
  }

  @AfterEach
  void close() {
    town.close();
  }

  /// Everything that the viewer finds on public timelines, under the tag and on the pages of all.
  private List<String> findsEverywhere(Viewer viewer) {
    town.settle();
    List<Status> found = new ArrayList<>();
    for (Timelines.Scope scope : Timelines.Scope.values()) {
      found.addAll(town.timelines().everybody(viewer, scope, false, Page.newest(40)));
      found.addAll(
          town.timelines()
              .tag(
                  viewer,
                  new Timelines.TagQuery("rare", List.of(), List.of(), List.of(), scope, false),
                  Page.newest(40)));
    }
    for (Town.Person person : town.people()) {
      found.addAll(
          town.timelines()
              .account(viewer, Timelines.AccountQuery.all(person.id()), Page.newest(40)));
    }
    return town.words(found);
  }

  @Test
  void followers_only_words_are_found_by_followers_alone() {
    bob.follows(alice);
    mallory.followsTag("rare");
    mallory.follows(bob);
    Status secret = alice.posts(SECRET, Visibility.FOLLOWERS);
    Status asked = bob.posts("a public question");
    alice.replies(asked, SECRET, Visibility.FOLLOWERS);
    assertThatThrownBy(() -> bob.boosts(secret)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> mallory.boosts(secret)).isInstanceOf(Refused.class);
    alice.boosts(secret);
    assertThat(findsEverywhere(Viewer.ANYBODY)).noneMatch(words -> words.contains("xylotomous"));
    assertThat(findsEverywhere(mallory.viewer())).noneMatch(words -> words.contains("xylotomous"));
    assertThat(mallory.home()).noneMatch(words -> words.contains("xylotomous"));
    assertThat(town.timelines().history("rare").getFirst().uses()).isZero();
    assertThat(findsEverywhere(bob.viewer())).contains(SECRET);
    assertThat(bob.home()).contains(SECRET);
  }

  @Test
  void a_blocked_reader_finds_nothing_of_hers_and_she_hears_nothing_of_him() {
    mallory.follows(alice);
    mallory.followsTag("rare");
    var list = mallory.lists("people", Lists.Replies.LIST, false, alice);
    Status words = alice.posts(SECRET);
    bob.boosts(words);
    mallory.follows(bob);
    alice.posts("hello @mallory");
    town.settle();
    assertThat(mallory.home()).isNotEmpty();
    alice.blocks(mallory);
    assertThat(mallory.homeNow()).noneMatch(said -> said.contains("xylotomous"));
    assertThat(mallory.home()).noneMatch(said -> said.contains("xylotomous"));
    assertThat(mallory.reads(list)).isEmpty();
    assertThat(findsEverywhere(mallory.viewer())).noneMatch(said -> said.contains("xylotomous"));
    assertThat(mallory.notifications()).noneMatch(said -> said.contains("alice"));
    mallory.posts("@alice do you hear me");
    assertThat(alice.notifications()).noneMatch(said -> said.contains("mallory"));
  }
}
