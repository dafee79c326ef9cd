package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.Page;
import verbatim.kernel.StoryId;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.statuses.Status;
import verbatim.stories.Item;
import verbatim.stories.Stories;
import verbatim.stories.Story;
import verbatim.text.Markup;

/// Alice makes stories and articles of what Bob said: who has a part in it is told.
@ParameterizedClass
@EnumSource(Town.Engine.class)
class WhosePartIsToldTest {
  @Parameter Town.Engine engine;
  private static final Notifications.Query OURS =
      new Notifications.Query(
          EnumSet.copyOf(Notification.Type.OURS), Set.of(), Optional.empty(), false);

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
    for (Town.Person who : List.of(bob, carol)) {
      town.accounts()
          .change(
              who.id(),
              a ->
                  a.with(
                      new Wishes(
                          a.wishes().deletion(),
                          Wishes.Gathers.YES,
                          Wishes.Embeds.PUBLIC,
                          Wishes.Asks.EVERYBODY)));
    }
  }

  @AfterEach
  void close() {
    town.close();
  }

  private List<String> told(Town.Person who) {
    return who.notifications(OURS);
  }

  private Notification first(Town.Person who) {
    town.settle();
    return town.notifications().list(who.id(), OURS, Page.newest(1)).getFirst();
  }

  // ---- stories

  private static Stories.Wanted wanted(Status status) {
    return Stories.Wanted.of(new Item.Post(status.id()));
  }

  private StoryId begins(Status... posts) {
    return town.stories()
        .start(
            alice.id(),
            new Story.Draft("The last boat", "", List.of(), false),
            List.of(posts).stream().map(WhosePartIsToldTest::wanted).toList())
        .id();
  }

  private void publishes(StoryId id) {
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
  }

  @Test
  void whose_words_are_gathered_is_told_when_they_are_there_for_all() {
    StoryId id = begins(alice.posts("I was there"), bob.posts("keep the boat"));
    assertThat(told(bob)).isEmpty();
    publishes(id);
    assertThat(told(bob)).containsExactly("story_gathered alice");
    assertThat(first(bob).subject()).isEqualTo(id.value());
    assertThat(first(bob).status()).isEmpty();
    assertThat(told(alice)).isEmpty();
    town.stories().add(alice.id(), id, wanted(carol.posts("it has left")));
    assertThat(told(carol)).containsExactly("story_gathered alice");
    assertThat(told(bob)).hasSize(1);
  }

  @Test
  void more_of_the_same_persons_words_is_told_anew_in_the_place_of_the_first() {
    StoryId id = begins(bob.posts("keep the boat"));
    publishes(id);
    Notification before = first(bob);
    town.notifications().dismiss(bob.id(), before.id());
    town.restart();
    assertThat(told(bob)).isEmpty();
    town.stories().add(alice.id(), id, wanted(bob.posts("it has left")));
    assertThat(told(bob)).containsExactly("story_gathered alice");
    town.stories().add(alice.id(), id, wanted(bob.posts("it is back")));
    assertThat(told(bob)).containsExactly("story_gathered alice");
  }

  @Test
  void whoever_has_blocked_the_editor_is_not_told() {
    StoryId id = begins(bob.posts("keep the boat"));
    bob.blocks(alice);
    publishes(id);
    assertThat(told(bob)).isEmpty();
    town.stories().add(alice.id(), id, wanted(carol.posts("it has left")));
    assertThat(told(carol)).containsExactly("story_gathered alice");
    carol.mutes(alice);
    assertThat(told(carol)).isEmpty();
  }

  @Test
  void who_follows_a_story_hears_of_news_once_a_day_and_who_is_asked_to_keep_it_too() {
    StoryId id = begins(bob.posts("keep the boat"));
    publishes(id);
    town.stories().follow(carol.id(), id);
    town.stories().add(alice.id(), id, wanted(alice.posts("it has left")));
    town.stories().add(alice.id(), id, wanted(alice.posts("it is back")));
    assertThat(told(carol)).isEmpty();
    town.later(town.limits().stories().tellAfter());
    assertThat(told(carol)).containsExactly("story_update alice");
    long heard = first(carol).id().value();
    town.stories().add(alice.id(), id, wanted(alice.posts("it is gone")));
    town.later(town.limits().stories().tellAfter());
    assertThat(first(carol).id().value()).isEqualTo(heard);
    town.later(town.limits().stories().tellEvery());
    assertThat(told(carol)).containsExactly("story_update alice");
    assertThat(first(carol).id().value()).isGreaterThan(heard);
    town.stories().ask(alice.id(), id, carol.id());
    assertThat(told(carol)).contains("story_asked alice");
  }

  @Test
  void who_keeps_a_story_hears_that_an_article_in_it_was_corrected() {
    Manuscript words =
        Manuscript.empty().withTitle("The boat").withBody(Markup.TEXT, "Forty were aboard.");
    Article article = town.articles().begin(bob.id(), bob.id(), words);
    article = town.articles().publish(bob.id(), article.id());
    StoryId id = begins(town.statuses().find(article.status().orElseThrow()).orElseThrow());
    town.articles()
        .change(bob.id(), article.id(), words.withBody(Markup.TEXT, "Some forty were aboard."));
    town.articles().publish(bob.id(), article.id());
    assertThat(told(alice)).isEmpty();
    town.articles()
        .change(
            bob.id(),
            article.id(),
            words
                .withBody(Markup.TEXT, "Fourteen were aboard.")
                .withCorrections(
                    List.of(
                        new Manuscript.Correction(town.clock().instant(), "It was fourteen."))));
    town.articles().publish(bob.id(), article.id());
    assertThat(told(alice)).containsExactly("story_corrected bob");
    assertThat(first(alice).subject()).isEqualTo(id.value());
    assertThat(told(bob)).doesNotContain("story_corrected bob");
  }

  // ---- articles

  private Article begun(String body) {
    return town.articles()
        .begin(
            alice.id(),
            alice.id(),
            Manuscript.empty().withTitle("The last boat").withBody(Markup.MARKDOWN, body));
  }

  private static String address(Town.Person who, Status status) {
    return "https://town.example/@" + who.name() + "/" + status.id();
  }

  @Test
  void whose_words_an_article_shows_is_told_once_it_is_published_and_not_again_with_the_next() {
    String one = address(bob, bob.posts("keep the boat"));
    String two = address(bob, bob.posts("it has left"));
    Article article = begun("He said:\n\n" + one + "\n\nand\n\n" + two + "\n");
    town.articles().embeds().take(alice.id(), article.id(), one);
    assertThat(told(bob)).isEmpty();
    town.articles().publish(alice.id(), article.id());
    assertThat(town.articles().embeds().of(article.id())).hasSize(2);
    assertThat(told(bob)).containsExactly("article_embedded alice");
    assertThat(first(bob).subject()).isEqualTo(article.id().value());
    long heard = first(bob).id().value();
    town.articles()
        .change(
            alice.id(),
            article.id(),
            Manuscript.empty()
                .withTitle("The boat")
                .withBody(Markup.MARKDOWN, "So he said:\n\n" + one + "\n\nand\n\n" + two + "\n"));
    town.articles().publish(alice.id(), article.id());
    assertThat(first(bob).id().value()).isEqualTo(heard);
    assertThat(told(bob)).hasSize(1);
    assertThat(told(alice)).isEmpty();
  }

  @Test
  void who_blocks_her_reads_it_no_longer() {
    String his = address(bob, bob.posts("keep the boat"));
    Article article = begun("He said:\n\n" + his + "\n");
    town.articles().publish(alice.id(), article.id());
    assertThat(told(bob)).containsExactly("article_embedded alice");
    bob.blocks(alice);
    assertThat(told(bob)).isEmpty();
  }

  @Test
  void who_is_to_sign_is_asked() {
    Article article =
        town.articles()
            .begin(
                alice.id(),
                alice.id(),
                Manuscript.empty()
                    .withTitle("The last boat")
                    .withBody(Markup.MARKDOWN, "It leaves.")
                    .withByline(List.of(bob.id())));
    assertThat(told(bob)).containsExactly("article_byline alice");
    assertThat(first(bob).subject()).isEqualTo(article.id().value());
    assertThat(town.articles().mayWrite(bob.id(), article)).isFalse();
    assertThat(told(alice)).isEmpty();
  }

  @Test
  void who_signs_it_is_told_of_what_is_published_under_his_name_until_he_takes_it_away() {
    Manuscript words =
        Manuscript.empty()
            .withTitle("The last boat")
            .withBody(Markup.MARKDOWN, "It leaves.")
            .withByline(List.of(bob.id(), carol.id()));
    Article article = town.articles().begin(alice.id(), alice.id(), words);
    assertThat(told(bob)).containsExactly("article_byline alice");
    town.articles().agree(bob.id(), article.id());
    town.articles().publish(alice.id(), article.id());
    assertThat(told(bob)).containsExactly("article_published alice", "article_byline alice");
    assertThat(told(carol)).as("did not say yes").containsExactly("article_byline alice");
    assertThat(told(alice)).isEmpty();
    long heard = first(bob).id().value();
    town.articles().change(alice.id(), article.id(), words.withTopics(List.of("Boats")));
    town.articles().publish(alice.id(), article.id());
    assertThat(told(bob)).hasSize(2);
    assertThat(first(bob).id().value()).as("it reads the same").isEqualTo(heard);
    Manuscript others = words.withBody(Markup.MARKDOWN, "It never leaves.");
    town.articles().change(alice.id(), article.id(), others);
    assertThat(first(bob).id().value()).as("nobody reads that yet").isEqualTo(heard);
    town.articles().publish(alice.id(), article.id());
    assertThat(told(bob)).containsExactly("article_published alice", "article_byline alice");
    long again = first(bob).id().value();
    assertThat(again).as("other words").isGreaterThan(heard);
    town.articles().disown(bob.id(), article.id());
    town.articles().change(alice.id(), article.id(), words);
    town.articles().publish(alice.id(), article.id());
    assertThat(first(bob).id().value()).as("no longer his").isEqualTo(again);
  }
}
