package verbatim.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.ArticleId;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// Articles, and what they quote, are found by whoever may find them.
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class FindingArticlesTest {
  private static final String BODY =
      "The harbour was quiet. “We cannot keep the ferry at this price,” said Marta Chen.\n\n"
          + "“Nobody asked the passengers,” said Ola Berg. He left at noon.";

  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    town.search();
    alice = town.person("alice");
    bob = town.person("bob");
    alice.letsHimselfBeFound(true);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Article published(String title, String body) {
    ArticleId id =
        town.articles()
            .begin(
                alice.id(),
                alice.id(),
                Manuscript.empty()
                    .withTitle(title)
                    .withTopics(List.of("Last boat"))
                    .withBody(Markup.MARKDOWN, body))
            .id();
    return town.articles().publish(alice.id(), id);
  }

  private List<ArticleId> articles(Town.Person who, String text) {
    town.settle();
    return town.search().articles(who.viewer(), text, Search.Range.first(10));
  }

  private List<String> quotations(Town.Person who, String text) {
    town.settle();
    return town.search().quotations(who.viewer(), text, Search.Range.first(10)).stream()
        .flatMap(found -> found.quotations().stream())
        .map(quotation -> quotation.speaker() + ": " + quotation.words())
        .toList();
  }

  @Test
  void
      an_article_is_found_by_title_words_and_topics_and_the_post_that_carries_it_is_not_for_them() {
    Article article = published("The sum", BODY);
    for (String text :
        List.of("sum", "harbour", "\"left at noon\"", "\"last boat\"", "#lastboat")) {
      assertThat(articles(bob, text)).as(text).containsExactly(article.id());
    }
    assertThat(articles(bob, "harbour from:alice -quiet")).isEmpty();
    assertThat(articles(bob, "harbor")).isEmpty();
    assertThat(bob.finds("harbour")).isEmpty();
    assertThat(bob.finds("sum")).hasSize(1);
  }

  @Test
  void a_quotation_is_found_by_its_words_and_by_who_is_quoted() {
    published("The sum", BODY);
    String ferry = "Marta Chen: We cannot keep the ferry at this price,";
    assertThat(quotations(bob, "ferry")).containsExactly(ferry);
    assertThat(quotations(bob, "\"keep the ferry\"")).containsExactly(ferry);
    assertThat(quotations(bob, "chen")).containsExactly(ferry);
    assertThat(quotations(bob, "chen ferry")).containsExactly(ferry);
    assertThat(quotations(bob, "chen passengers")).isEmpty();
    assertThat(quotations(bob, "harbour")).isEmpty();
    assertThat(quotations(bob, "asked -passengers")).isEmpty();
    assertThat(quotations(bob, "from:alice")).isEmpty();
  }

  @Test
  void what_is_published_again_is_found_by_its_new_words_alone() {
    Article article = published("The sum", BODY);
    town.articles()
        .change(
            alice.id(),
            article.id(),
            town.articles()
                .working(alice.id(), article.id())
                .words()
                .withBody(Markup.MARKDOWN, "A heron. “I saw it,” said Ola Berg."));
    assertThat(articles(bob, "heron")).as("a draft is found by nobody").isEmpty();
    town.articles().publish(alice.id(), article.id());
    assertThat(articles(bob, "heron")).containsExactly(article.id());
    assertThat(articles(bob, "harbour")).isEmpty();
    assertThat(quotations(bob, "ferry")).isEmpty();
    assertThat(quotations(bob, "berg")).containsExactly("Ola Berg: I saw it,");
  }

  @Test
  void withdrawn_or_deleted_it_is_not_found_at_once() {
    Article one = published("The sum", BODY);
    Article two = published("The sum again", BODY);
    town.settle();
    town.articles().withdraw(alice.id(), one.id());
    town.articles().delete(alice.id(), two.id());
    assertThat(town.search().articles(bob.viewer(), "harbour", Search.Range.first(10))).isEmpty();
    assertThat(town.search().quotations(bob.viewer(), "ferry", Search.Range.first(10))).isEmpty();
    assertThat(articles(alice, "harbour")).isEmpty();
  }

  @Test
  void who_does_not_let_himself_be_found_is_blocked_or_suspended_finds_nobody_there() {
    Article article = published("The sum", BODY);
    alice.letsHimselfBeFound(false);
    assertThat(articles(bob, "harbour")).isEmpty();
    assertThat(articles(alice, "harbour")).containsExactly(article.id());
    alice.letsHimselfBeFound(true);
    assertThat(articles(bob, "harbour")).containsExactly(article.id());
    alice.blocks(bob);
    assertThat(articles(bob, "harbour")).isEmpty();
    assertThat(quotations(bob, "ferry")).isEmpty();
    alice.unblocks(bob);
    alice.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(articles(bob, "harbour")).isEmpty();
    assertThat(quotations(bob, "ferry")).isEmpty();
  }

  @Test
  void words_that_it_only_shows_are_not_its_own() {
    Town.Person carol = town.person("carol");
    carol.letsHimselfBeFound(true);
    town.accounts()
        .change(
            carol.id(),
            a ->
                a.with(
                    new Wishes(
                        Wishes.Deletion.KEEP_WORDS,
                        a.wishes().gathers(),
                        a.wishes().embeds(),
                        a.wishes().asks())));
    Status post = carol.posts("a kingfisher");
    Article article =
        published("The sum", "Look:\n\nhttps://town.example/@carol/" + post.id() + "\n");
    assertThat(articles(bob, "kingfisher")).isEmpty();
    carol.deletes(post);
    assertThat(articles(bob, "kingfisher")).isEmpty();
    assertThat(articles(bob, "look")).containsExactly(article.id());
  }

  @Test
  void made_anew_the_index_finds_the_same() {
    Article article = published("The sum", BODY);
    town.settle();
    town.search().rebuild();
    assertThat(articles(bob, "harbour")).containsExactly(article.id());
    assertThat(quotations(bob, "chen")).hasSize(1);
    alice.leaves();
    assertThat(articles(bob, "harbour")).isEmpty();
  }

  @Test
  void pages_go_on_below_the_status_that_carries_the_last() {
    Article one = published("one heron", "x");
    Article two = published("two heron", "x");
    town.settle();
    Search.Range first = Search.Range.first(1);
    assertThat(town.search().articles(bob.viewer(), "heron", first)).containsExactly(two.id());
    Search.Range next =
        new Search.Range(java.util.Optional.empty(), 0, two.status().orElseThrow().value(), 0, 1);
    assertThat(town.search().articles(bob.viewer(), "heron", next)).containsExactly(one.id());
  }
}
