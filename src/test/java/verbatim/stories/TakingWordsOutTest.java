package verbatim.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.Refusing.assertForbidden;
import static verbatim.Refusing.assertNotFound;
import static verbatim.Refusing.fault;
import static verbatim.Refusing.refusal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.MortalStore;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StoryId;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// Whose words may stand in a story, whichever way they come in.
class TakingWordsOutTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
    wishes(bob, Wishes.Gathers.YES);
    wishes(carol, Wishes.Gathers.YES);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private void wishes(Town.Person who, Wishes.Gathers gathers) {
    town.accounts()
        .change(
            who.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(), gathers, a.wishes().embeds(), a.wishes().asks())));
  }

  private static Item post(Status status) {
    return new Item.Post(status.id());
  }

  private StoryId story(Item... items) {
    return town.stories()
        .start(
            alice.id(),
            new Story.Draft("The soup", "", List.of(), false),
            List.of(items).stream().map(Stories.Wanted::of).toList())
        .id();
  }

  private String added(StoryId id, Item item) {
    return fault(() -> town.stories().add(alice.id(), id, Stories.Wanted.of(item)));
  }

  private List<String> reads(StoryId id) {
    return town
        .stories()
        .shown(alice.viewer(), town.stories().get(alice.viewer(), id))
        .things()
        .stream()
        .flatMap(
            seen ->
                switch (seen) {
                  case Seen.Post(_, var status) -> List.of(status.words().text()).stream();
                  case Seen.Series(_, var parts) -> parts.stream().map(part -> part.words().text());
                  case Seen.Gap(var place) -> List.of(place.note()).stream();
                  case Seen.Withdrawn _ -> Stream.<String>empty();
                })
        .toList();
  }

  private long place(StoryId id, Item item) {
    return town.stories().find(id).orElseThrow().places().stream()
        .filter(there -> there.item().equals(item))
        .findFirst()
        .orElseThrow()
        .n();
  }

  private List<Status> series() {
    return town.statuses()
        .postSeries(
            List.of(
                Draft.of(bob.id(), "one spoon"),
                Draft.of(bob.id(), "two spoons"),
                Draft.of(bob.id(), "no spoon")),
            "");
  }

  private static Item whole(List<Status> parts) {
    SeriesId id = parts.getFirst().words().series().orElseThrow().id();
    return new Item.Series(id);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whoever_takes_out_a_post_is_not_gathered_by_the_series_that_holds_it(Town.Engine engine) {
    open(engine);
    List<Status> parts = series();
    StoryId id = story(post(parts.get(1)), post(carol.posts("hers")));
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
    town.stories().takeOut(bob.id(), id, place(id, post(parts.get(1))));
    assertThat(added(id, whole(parts))).isEqualTo("items ERR_INVALID");
    assertThat(reads(id)).containsExactly("hers");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whoever_takes_out_a_series_is_not_gathered_by_its_parts(Town.Engine engine) {
    open(engine);
    List<Status> parts = series();
    StoryId id = story(whole(parts), post(parts.get(2)));
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
    town.stories().takeOut(bob.id(), id, place(id, whole(parts)));
    assertThat(reads(id)).isEmpty();
    town.restart();
    for (Status part : parts) {
      assertThat(added(id, post(part))).isEqualTo("items ERR_INVALID");
    }
    assertThat(added(id, whole(parts))).isEqualTo("items ERR_INVALID");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_post_that_is_taken_out_goes_from_a_series_that_stands_there_too(Town.Engine engine) {
    open(engine);
    List<Status> parts = series();
    StoryId id = story(whole(parts), post(parts.get(0)));
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
    town.stories().takeOut(bob.id(), id, place(id, post(parts.get(0))));
    assertThat(reads(id)).containsExactly("two spoons", "no spoon");
  }

  @ParameterizedTest
  @EnumSource(value = Town.Engine.class, names = "ROCKS")
  void killed_while_taking_out_it_is_out_or_it_is_there_to_be_taken_out_again(Town.Engine engine) {
    open(engine);
    List<Status> parts = series();
    for (int writes = 0; writes < 4; writes++) {
      StoryId id = story(whole(parts));
      town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
      long n = place(id, whole(parts));
      town.storiesEndAfter(writes);
      boolean isSaid = false;
      try {
        town.stories().takeOut(bob.id(), id, n);
        isSaid = true;
      } catch (MortalStore.Dead _) {
        // Nobody was told that it is out.
      }
      town.isKilled();
      boolean isOut = reads(id).isEmpty();
      assertThat(isOut || !isSaid).isTrue();
      if (isOut) {
        assertThat(added(id, post(parts.get(1)))).isEqualTo("items ERR_INVALID");
      } else {
        town.stories().takeOut(bob.id(), id, n);
      }
      assertThat(reads(id)).isEmpty();
    }
  }

  private Status article(Town.Person owner, Town.Person signs) {
    Article begun =
        town.articles()
            .begin(
                owner.id(),
                owner.id(),
                Manuscript.empty()
                    .withTitle("The spoon")
                    .withBody(Markup.TEXT, "There is no spoon.")
                    .withByline(List.of(owner.id(), signs.id())));
    town.articles().agree(signs.id(), begun.id());
    Article published = town.articles().publish(owner.id(), begun.id());
    return town.statuses().find(published.status().orElseThrow()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void those_who_sign_an_article_are_asked_like_whoever_posted_it(Town.Engine engine) {
    open(engine);
    Status article = article(bob, carol);
    wishes(carol, Wishes.Gathers.NO);
    StoryId id = story(post(bob.posts("something")));
    assertThat(added(id, post(article))).isEqualTo("items ERR_INVALID");
    wishes(carol, Wishes.Gathers.YES);
    town.stories().add(alice.id(), id, Stories.Wanted.of(post(article)));
    assertThat(reads(id)).hasSize(2);
    carol.blocks(alice);
    assertThat(reads(id)).containsExactly("something");
    carol.unblocks(alice);
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
    town.settle();
    assertThat(carol.notifications().toString()).contains("story_gathered");
    town.stories().takeOut(carol.id(), id, place(id, post(article)));
    assertThat(reads(id)).containsExactly("something");
    assertThat(added(id, post(article))).isEqualTo("items ERR_INVALID");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_story_that_cannot_be_published_takes_no_name(Town.Engine engine) {
    open(engine);
    StoryId empty = story();
    assertThat(fault(() -> publishes(empty))).isEqualTo("items ERR_BLANK");
    StoryId withheld = story(post(bob.posts("x")));
    town.stories().withhold(withheld, true);
    assertForbidden(() -> publishes(withheld));
    StoryId third = story(post(bob.posts("y")));
    publishes(third);
    assertThat(town.stories().find(third).orElseThrow().slug()).isEqualTo("the-soup");
  }

  private void publishes(StoryId id) {
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
  }

  @Test
  void what_an_editor_may_not_see_he_cannot_put_in_and_his_suspension_hides_the_story() {
    open(Town.Engine.ROCKS);
    Status forFew = bob.posts("for few", Draft.Visibility.FOLLOWERS);
    StoryId id = story(post(carol.posts("hers")));
    assertNotFound(() -> town.stories().add(alice.id(), id, Stories.Wanted.of(post(forFew))));
    publishes(id);
    assertThat(town.stories().get(Viewer.ANYBODY, id).id()).isEqualTo(id);
    alice.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertNotFound(() -> town.stories().get(Viewer.ANYBODY, id));
    assertNotFound(() -> town.stories().get(bob.viewer(), id));
    assertThat(refusal(() -> town.stories().add(alice.id(), id, Stories.Wanted.of(post(forFew)))))
        .isInstanceOfAny(Refusal.Forbidden.class, Refusal.NotFound.class);
    assertThatThrownBy(() -> town.stories().turn(alice.id(), id, Story.State.CLOSED))
        .isInstanceOf(verbatim.kernel.Refused.class);
  }

  @Test
  void one_who_is_limited_is_not_gathered_and_goes_from_what_is_there() {
    open(Town.Engine.ROCKS);
    Status his = bob.posts("his");
    StoryId id = story(post(his), post(carol.posts("hers")));
    assertThat(reads(id)).containsExactly("his", "hers");
    bob.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    assertThat(reads(id)).containsExactly("hers");
    assertThat(added(id, post(bob.posts("more")))).isEqualTo("items ERR_INVALID");
  }
}
