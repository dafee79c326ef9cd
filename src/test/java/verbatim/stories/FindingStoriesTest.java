package verbatim.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.kernel.Page;
import verbatim.kernel.StoryId;
import verbatim.relations.Viewer;

/// Stories in lists, page after page, and by their words.
class FindingStoriesTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private StoryId story(Town.Person by, String title, String... topics) {
    StoryId id =
        town.stories()
            .start(
                by.id(),
                new Story.Draft(title, "", List.of(topics), false),
                List.of(Stories.Wanted.of(new Item.Post(by.posts(title).id()))))
            .id();
    town.stories().turn(by.id(), id, Story.State.PUBLISHED);
    return id;
  }

  private static List<String> paged(Function<Page, List<Stories.Listed>> list) {
    List<String> titles = new ArrayList<>();
    Page page = Page.newest(3);
    List<Stories.Listed> rows;
    do {
      rows = list.apply(page);
      rows.forEach(row -> titles.add(row.story().title()));
      page = rows.isEmpty() ? page : Page.below(rows.getLast().position(), 3);
    } while (rows.size() == 3);
    return titles;
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void pages_are_full_though_some_of_them_are_not_for_this_reader(Town.Engine engine) {
    open(engine);
    for (int i = 0; i < 4; i++) {
      story(alice, "Hers " + i, "Boats");
      story(bob, "His " + i, "Boats");
      story(bob, "His too " + i, "Boats");
    }
    bob.blocks(town.person("carol"));
    Viewer carol = town.person("carol").viewer();
    assertThat(town.stories().published(carol, Page.newest(3))).hasSize(3);
    assertThat(paged(page -> town.stories().published(carol, page)))
        .containsExactly("Hers 3", "Hers 2", "Hers 1", "Hers 0");
    assertThat(paged(page -> town.stories().ofTopic(carol, "boats", page)))
        .containsExactly("Hers 3", "Hers 2", "Hers 1", "Hers 0");
    assertThat(paged(page -> town.stories().published(Viewer.ANYBODY, page))).hasSize(12);
    assertThat(paged(page -> town.stories().named(carol, "hers", page)))
        .containsExactly("Hers 3", "Hers 2", "Hers 1", "Hers 0");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void it_is_found_by_its_words_as_long_as_it_has_them_and_is_public(Town.Engine engine) {
    open(engine);
    StoryId id = story(alice, "The Lamp-lighter’s strike", "Gas light");
    assertThat(found("LIGHTER lamp")).containsExactly(id);
    assertThat(found("gas strike")).containsExactly(id);
    assertThat(found("light")).containsExactly(id);
    assertThat(found("strik")).as("a part of a word").containsExactly(id);
    assertThat(found("strike oil")).isEmpty();
    assertThat(found("  …  ")).isEmpty();
    town.stories()
        .rewrite(
            alice.id(),
            id,
            OptionalLong.empty(),
            new Story.Draft("Dark streets", "", List.of(), false));
    assertThat(found("lamp")).isEmpty();
    assertThat(found("dark")).containsExactly(id);
    town.restart();
    assertThat(found("streets")).containsExactly(id);
    town.stories().withhold(id, true);
    assertThat(found("dark")).isEmpty();
    town.stories().withhold(id, false);
    assertThat(found("dark")).containsExactly(id);
    town.stories().turn(alice.id(), id, Story.State.PRIVATE);
    assertThat(found("dark")).isEmpty();
    town.stories().turn(alice.id(), id, Story.State.CLOSED);
    assertThat(found("dark")).containsExactly(id);
    town.stories().delete(alice.id(), id);
    assertThat(found("dark")).isEmpty();
  }

  private List<StoryId> found(String words) {
    return town.stories().named(Viewer.ANYBODY, words, Page.newest(9)).stream()
        .map(row -> row.story().id())
        .toList();
  }
}
