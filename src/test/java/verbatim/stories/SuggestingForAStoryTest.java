package verbatim.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// What is offered to the editors of a story.
class SuggestingForAStoryTest {
  /// More than are looked at because they are the newest.
  private static final int NEWEST = 45;

  private static final Duration STEP = Duration.ofHours(6);

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;
  private Town.Person dave;

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    alice = gathered("alice");
    bob = gathered("bob");
    carol = gathered("carol");
    dave = gathered("dave");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Town.Person gathered(String name) {
    Town.Person person = town.person(name);
    town.accounts()
        .change(
            person.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(),
                        Wishes.Gathers.YES,
                        a.wishes().embeds(),
                        a.wishes().asks())));
    return person;
  }

  private StoryId story(Status... posts) {
    return town.stories()
        .start(
            alice.id(),
            new Story.Draft("Bells", "", List.of(), false),
            List.of(posts).stream()
                .map(post -> Stories.Wanted.of(new Item.Post(post.id())))
                .toList())
        .id();
  }

  private Article article(Town.Person owner, String body, List<String> topics, AccountId... by) {
    Article begun =
        town.articles()
            .begin(
                owner.id(),
                owner.id(),
                Manuscript.empty()
                    .withTitle("A title that says nothing of it")
                    .withTopics(topics)
                    .withByline(List.of(by))
                    .withBody(Markup.MARKDOWN, body));
    for (AccountId one : by) {
      if (!one.equals(owner.id())) {
        town.articles().agree(one, begun.id());
      }
    }
    return town.articles().publish(owner.id(), begun.id());
  }

  private List<StatusId> suggested(StoryId id) {
    town.settle();
    return town.stories().suggestions(alice.id(), id).stream()
        .map(suggestion -> suggestion.status().id())
        .toList();
  }

  @Test
  void an_article_whose_body_quotes_what_stands_in_the_story() {
    Status said = bob.posts("The bell of Saint Odo cracked when the frost came in April");
    town.later(Duration.ofDays(60));
    Article quoting =
        article(
            carol,
            "Much else. He said: “The bell of Saint Odo cracked when the frost came in April”.",
            List.of());
    Article other = article(dave, "Onions, and how to keep them over the winter.", List.of());
    assertThat(suggested(story(said)))
        .contains(quoting.status().orElseThrow())
        .doesNotContain(other.status().orElseThrow());
  }

  @Test
  void an_article_that_embeds_what_stands_in_the_story_and_nothing_else_in_common() {
    Status said = bob.posts("Frost");
    town.later(Duration.ofDays(60));
    Article embedding =
        article(carol, "https://town.example/@bob/" + said.id() + "\n\nOf onions.", List.of());
    assertThat(town.articles().embeds().showing(said.id())).containsExactly(embedding.id());
    // It is found by what it shows, and not because it is new.
    for (int i = 0; i < NEWEST; i++) {
      article(dave, "Onions, and how to keep them over winter no. " + i, List.of());
    }
    assertThat(suggested(story(said))).contains(embedding.status().orElseThrow());
  }

  @Test
  void not_one_that_somebody_signs_who_does_not_let_himself_be_gathered() {
    Status said = bob.posts("The bell of Saint Odo cracked when the frost came in April");
    Article quoting =
        article(
            carol,
            "“The bell of Saint Odo cracked when the frost came in April”.",
            List.of(),
            carol.id(),
            dave.id());
    StoryId id = story(said);
    assertThat(suggested(id)).contains(quoting.status().orElseThrow());
    town.accounts()
        .change(
            dave.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(),
                        Wishes.Gathers.NO,
                        a.wishes().embeds(),
                        a.wishes().asks())));
    assertThat(suggested(id)).doesNotContain(quoting.status().orElseThrow());
  }

  @Test
  void what_is_like_enough_and_not_what_is_a_little_less_so() {
    String words = "The bell of the old tower rang twice at night over the harbour";
    StoryId id = story(bob.posts(words));
    int posts = 12;
    for (int i = 0; i < posts; i++) {
      // The same words each time: only that they are of a later time makes them less alike.
      carol.posts(words);
      town.later(STEP);
    }
    town.settle();
    List<Double> scores =
        town.stories().suggestions(alice.id(), id).stream().map(Stories.Suggestion::score).toList();
    assertThat(scores).hasSizeBetween(1, posts - 1);
    assertThat(scores.getLast()).isGreaterThanOrEqualTo(0.35);
    double next = scores.getLast() * Math.pow(0.5, (double) STEP.toHours() / 72);
    assertThat(next).as("of the first that is not suggested").isLessThan(0.35);
  }

  @Test
  void tags_are_proposed_as_topics_and_names_that_stand_in_two_things() {
    Status one = bob.posts("They met at the Net Loft and heard Quill Anders #Bellringing");
    Status two = carol.posts("Nobody at the Net Loft knew why");
    town.settle();
    assertThat(town.stories().topicsFor(alice.id(), story(one, two)))
        .anyMatch(topic -> topic.equalsIgnoreCase("Bellringing"))
        .contains("Net Loft")
        .doesNotContain("Quill Anders");
  }

  @Test
  void topics_of_its_articles_are_proposed() {
    Article one = article(carol, "It rang.", List.of("Saint Odo"));
    StoryId id = story(town.statuses().find(one.status().orElseThrow()).orElseThrow());
    assertThat(town.stories().topicsFor(alice.id(), id)).contains("Saint Odo");
  }
}
