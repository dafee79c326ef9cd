package verbatim.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.Waiting;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Answer;
import verbatim.excerpts.Around;
import verbatim.excerpts.Choice;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StoryId;
import verbatim.relations.Viewer;
import verbatim.statements.Question;
import verbatim.statements.Questions;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// How articles, posts and excerpts of a story tell each other's words.
class RetellingAStoryTest {
  private static final Duration DEADLINE = Waiting.PATIENCE;

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    people();
  }

  private void people() {
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
    for (Town.Person one : List.of(alice, bob, carol)) {
      town.accounts()
          .change(
              one.id(),
              a ->
                  a.with(
                      new Wishes(
                          a.wishes().deletion(),
                          Wishes.Gathers.YES,
                          a.wishes().embeds(),
                          a.wishes().asks())));
    }
  }

  @AfterEach
  void close() {
    town.close();
  }

  private StoryId story(Item... items) {
    StoryId id =
        town.stories()
            .start(
                alice.id(),
                new Story.Draft("The kiln", "", List.of(), false),
                List.of(items).stream().map(Stories.Wanted::of).toList())
            .id();
    town.stories().turn(alice.id(), id, Story.State.PUBLISHED);
    return id;
  }

  private static Item post(Status status) {
    return new Item.Post(status.id());
  }

  private Article article(Town.Person owner, String title, String body) {
    Article begun =
        town.articles()
            .begin(
                owner.id(),
                owner.id(),
                Manuscript.empty().withTitle(title).withBody(Markup.MARKDOWN, body));
    return town.articles().publish(owner.id(), begun.id());
  }

  private Item carrying(Article article) {
    return new Item.Post(article.status().orElseThrow());
  }

  private Retold retold(Viewer viewer, StoryId id) {
    long until = System.nanoTime() + DEADLINE.toNanos();
    Retold retold;
    do {
      town.settle();
      retold = town.stories().retold(town.stories().shown(viewer, story(id)));
    } while (!retold.isWhole() && System.nanoTime() - until < 0);
    assertThat(retold.isWhole()).isTrue();
    return retold;
  }

  private Story story(StoryId id) {
    return town.stories().find(id).orElseThrow();
  }

  /// Each version as "KIND source ← KIND told: severity".
  private List<String> versions(StoryId id) {
    List<String> all = new ArrayList<>();
    for (Retold.Sentence sentence : retold(Viewer.ANYBODY, id).sentences()) {
      for (Retold.Version version : sentence.versions()) {
        all.add(
            sentence.from().kind()
                + (sentence.isEarlier() ? " before" : "")
                + " ← "
                + version.in().kind()
                + ": "
                + version.severity());
      }
    }
    return all;
  }

  @Test
  void an_article_says_otherwise_what_a_post_says() {
    Status said = bob.posts("I will not fire the kiln on a windy night, whatever it costs us");
    Article told =
        article(
            carol,
            "Kiln",
            "Bob said: “I will fire the kiln on a windy night, whatever it costs us”.");
    StoryId id = story(post(said), carrying(told));
    Retold retold = retold(Viewer.ANYBODY, id);
    assertThat(retold.sentences()).hasSize(1);
    Retold.Sentence sentence = retold.sentences().getFirst();
    assertThat(sentence.from().by()).contains(bob.id());
    assertThat(sentence.words()).contains("will not fire");
    assertThat(sentence.versions().getFirst().diff().stream().map(d -> d.source()))
        .anySatisfy(words -> assertThat(words).contains("not"));
    assertThat(versions(id)).containsExactly("POST ← ARTICLE: MEANING");
  }

  @Test
  void who_quotes_the_earlier_wording_to_the_letter_does_not_differ() {
    Status said = bob.posts("The kiln holds forty bowls and one stubborn jug");
    town.later(Duration.ofMinutes(1));
    Article told =
        article(carol, "Kiln", "He said “The kiln holds forty bowls and one stubborn jug”.");
    bob.edits(said, "The kiln holds fourteen bowls and one stubborn jug");
    StoryId id = story(post(said), carrying(told));
    assertThat(versions(id)).containsExactly("POST before ← ARTICLE: NONE");
    assertThat(retold(Viewer.ANYBODY, id).sentences().getFirst().words()).contains("forty");
  }

  @Test
  void an_article_is_not_told_to_differ_from_what_was_said_only_after_it() {
    Status said = bob.posts("The kiln holds forty bowls and one stubborn jug");
    Article told =
        article(carol, "Kiln", "He said “The kiln holds fifty bowls and one stubborn jug”.");
    town.later(Duration.ofMinutes(1));
    bob.edits(said, "The kiln holds sixty bowls and one stubborn jug");
    StoryId id = story(post(said), carrying(told));
    assertThat(versions(id)).containsExactly("POST before ← ARTICLE: MEANING");
    assertThat(retold(Viewer.ANYBODY, id).sentences().getFirst().words()).contains("forty");
  }

  @Test
  void posts_series_excerpts_and_copies_are_told_by_posts_articles_and_excerpts() {
    List<Status> parts =
        town.statuses()
            .postSeries(
                List.of(
                    Draft.of(bob.id(), "Nine times the kiln went cold before dawn"),
                    Draft.of(bob.id(), "and nobody in the yard had touched the door")),
                "");
    Status said = bob.posts("Clay remembers the thumb that pressed it long after the potter left");
    Status quoting =
        carol.posts(
            "“Clay remembers the thumb that pressed it long after the potter goes”, he said");
    ExcerptId excerpt =
        excerpt(
            "The glaze was mixed by my sister and never by me",
            "You wrote “Clay remembers the thumb that pressed it soon after the potter left”, or"
                + " not?");
    Article begun =
        town.articles()
            .begin(
                carol.id(),
                carol.id(),
                Manuscript.empty().withTitle("Copies").withBody(Markup.MARKDOWN, "embed:1"));
    town.articles()
        .embeds()
        .paste(
            carol.id(),
            begun.id(),
            "The chimney leans because the hill does, and the hill is older",
            "Old Tam",
            "a letter");
    Article copies = town.articles().publish(carol.id(), begun.id());
    Article told =
        article(
            alice,
            "Kiln",
            """
            “Nine times the kiln went cold before dawn and nobody in the street had touched the door”.

            “The glaze was mixed by my brother and never by me”.

            “The chimney leans because the hill does, and the hill is younger”.

            “Clay remembers the thumb that pressed it long after the potter left”.
            """);
    StoryId id =
        story(
            new Item.Series(parts.getFirst().words().series().orElseThrow().id()),
            post(said),
            post(quoting),
            new Item.Post(town.excerpts().post(excerpt).orElseThrow()),
            carrying(copies),
            carrying(told));
    assertThat(versions(id).stream().map(one -> one.replaceAll(":.*", "")))
        .containsExactlyInAnyOrder(
            "SERIES ← ARTICLE",
            "EXCERPT ← ARTICLE",
            "ARTICLE ← ARTICLE",
            "POST ← ARTICLE",
            "POST ← POST",
            "POST ← EXCERPT");
    assertThat(retold(Viewer.ANYBODY, id).sentences().stream())
        .filteredOn(sentence -> sentence.from().kind() == Retold.Kind.ARTICLE)
        .extracting(sentence -> sentence.from().name())
        .containsExactly("Old Tam");
    // Whoever speaks in an excerpt is named, not whoever published it.
    assertThat(retold(Viewer.ANYBODY, id).sentences().stream())
        .filteredOn(sentence -> sentence.from().kind() == Retold.Kind.EXCERPT)
        .extracting(sentence -> sentence.from().by().orElseThrow())
        .containsExactly(bob.id());
  }

  @Test
  void what_its_speaker_says_are_not_his_words_is_no_sentence_that_others_tell() {
    String copied = "The chimney leans because the hill does, and the hill is older";
    Article begun =
        town.articles()
            .begin(
                carol.id(),
                carol.id(),
                Manuscript.empty().withTitle("Copies").withBody(Markup.MARKDOWN, "embed:1"));
    town.articles().embeds().paste(carol.id(), begun.id(), copied, "@bob", "a letter");
    Article copies = town.articles().publish(carol.id(), begun.id());
    Article told = article(alice, "Kiln", "“" + copied.replace("older", "younger") + "”.");
    StoryId id = story(carrying(copies), carrying(told));
    assertThat(versions(id)).containsExactly("ARTICLE ← ARTICLE: WORDS");
    Questions questions = town.statements().questions();
    Question asked = questions.ask(carol.id(), bob.id(), copied, "");
    questions.answer(bob.id(), asked.id(), Question.Said.NOT_MINE, "", false);
    assertThat(versions(id)).isEmpty();
  }

  /// Words of bob and an answer of carol, who publishes both.
  private ExcerptId excerpt(String his, String hers) {
    bob.follows(carol);
    carol.follows(bob);
    ConversationId talk =
        town.conversations()
            .begin(carol.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    town.conversations().say(bob.id(), talk, Conversations.Draft.of(his));
    town.conversations().say(carol.id(), talk, Conversations.Draft.of(hers));
    ExcerptId id =
        town.excerpts().draft(carol.id(), Choice.of(talk, 1, 2), Around.NOTHING).shown().id();
    town.excerpts().ask(carol.id(), id);
    town.excerpts().publish(carol.id(), id, Draft.of(carol.id(), "Read"));
    town.excerpts()
        .answer(bob.id(), id, Answer.Agree.all(), town.excerpts().asked(bob.id(), id).seen());
    town.settle();
    return id;
  }

  @Test
  void what_is_edited_deleted_or_not_for_this_reader_is_not_told_meanwhile() {
    Status said = bob.posts("Never open the kiln while the bricks still sing to you");
    Status other = bob.posts("Ash is only wood that has forgotten how to stand up straight");
    Article told =
        article(
            carol,
            "Kiln",
            "“Never open the kiln while the bricks still hum to you”.\n\n“Ash is only wood that"
                + " has forgotten how to lie down straight”.");
    StoryId id = story(post(said), post(other), carrying(told));
    assertThat(retold(Viewer.ANYBODY, id).sentences()).hasSize(2);
    bob.blocks(town.person("dave"));
    assertThat(retold(town.person("dave").viewer(), id).sentences()).isEmpty();
    bob.edits(said, "I said nothing of the kind to anybody at all");
    Retold now = town.stories().retold(town.stories().shown(Viewer.ANYBODY, story(id)));
    // Once it is worked out anew, the article quotes what he said before.
    assertThat(now.sentences()).allMatch(one -> one.isEarlier() || one.words().contains("Ash"));
    bob.deletes(other);
    Retold after = town.stories().retold(town.stories().shown(Viewer.ANYBODY, story(id)));
    assertThat(after.sentences()).noneMatch(one -> one.words().contains("Ash"));
  }

  @Test
  void it_is_worked_out_once_however_many_read() {
    Status said = bob.posts("A jug that pours well is worth a shelf of jugs that do not");
    Article told = article(carol, "Kiln", "“A jug that pours badly is worth a shelf of jugs”.");
    StoryId id = story(post(said), carrying(told));
    retold(Viewer.ANYBODY, id);
    long before = town.jobs().counts().done();
    for (int i = 0; i < 20; i++) {
      var _ = retold(Viewer.ANYBODY, id);
    }
    assertThat(town.jobs().counts().done()).isEqualTo(before);
  }

  @Test
  void the_texts_of_a_story_share_one_budget_of_comparing() {
    // Enough for one of them, and for all.
    assertThat(retoldWithin(5_000)).hasSize(1);
    assertThat(retoldWithin(50_000)).hasSize(4);
  }

  /// Of four articles that tell sixty words otherwise, each.
  private List<String> retoldWithin(int cells) {
    town.close();
    town =
        Town.in(
            folder.resolve(Integer.toString(cells)),
            Town.Engine.ROCKS,
            SmallLimits.with(Map.of("cellsMax", cells)));
    people();
    Status said = bob.posts(numbered(60));
    List<Item> items = new ArrayList<>();
    items.add(post(said));
    for (int i = 0; i < 4; i++) {
      String altered = numbered(60).replaceAll("word(2[05]|3[0-5])\\b", "other$1x" + i);
      items.add(carrying(article(carol, "Kiln " + i, "“" + altered + "”")));
    }
    return versions(story(items.toArray(Item[]::new)));
  }

  private static String numbered(int words) {
    return IntStream.range(0, words).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
  }

  @Test
  void many_long_texts_cost_no_more_than_one_budget() {
    Status said = bob.posts("word ".repeat(80).strip());
    List<Item> items = new ArrayList<>();
    items.add(post(said));
    String quotation = "“" + "word ".repeat(1_500).strip() + "”\n\n";
    for (int i = 0; i < 4; i++) {
      items.add(carrying(article(carol, "Long " + i, quotation.repeat(40))));
    }
    StoryId id = story(items.toArray(Item[]::new));
    assertThat(retold(Viewer.ANYBODY, id).sentences()).hasSizeLessThan(13);
  }

  @Test
  void the_card_says_what_the_page_of_the_article_says() {
    town.known();
    bob.letsHimselfBeFound(true);
    Status here = bob.posts("The wheel turns left in this house and always has done");
    Status elsewhere = bob.posts("Salt on the fire makes the green that nobody can name");
    town.settle();
    Article told =
        article(
            carol,
            "Kiln",
            "“The wheel turns right in this house and always has done”.\n\n"
                + "“Salt on the fire makes the green that nobody can name”.\n\n"
                + "“Nobody ever said these words to anybody”.");
    StoryId id = story(post(here), carrying(told));
    town.settle();
    var report = town.reports().published(Viewer.ANYBODY, told.id());
    town.settle();
    Quoting.Standing standing = town.stories().standing(told).orElseThrow();
    assertThat(standing.judged()).hasSize(report.check().quotations());
    assertThat(standing.checked()).isEqualTo(report.check().checked()).isEqualTo(2);
    assertThat(standing.differing()).isEqualTo(1);
    assertThat(versions(id)).hasSize(1);
  }

  @Test
  void what_the_article_found_word_for_word_elsewhere_does_not_differ_here() {
    town.known();
    bob.letsHimselfBeFound(true);
    Status here = bob.posts("We open at nine on every day that has a letter r in it");
    Status elsewhere = bob.posts("We open at ten on every day that has a letter r in it");
    town.settle();
    Article told =
        article(carol, "Kiln", "“We open at ten on every day that has a letter r in it”.");
    StoryId id = story(post(here), carrying(told));
    town.settle();
    assertThat(town.reports().published(Viewer.ANYBODY, told.id()).check().checked()).isEqualTo(1);
    assertThat(versions(id)).isEmpty();
    assertThat(elsewhere.author()).isEqualTo(bob.id());
  }
}
