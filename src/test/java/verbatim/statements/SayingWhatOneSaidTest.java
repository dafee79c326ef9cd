package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.Refusing.assertNotFound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Sha256;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Table;
import verbatim.text.Markup;

/// "I said: …" beside a quotation.
final class SayingWhatOneSaidTest {
  private static final String QUOTED = "The ferry will never wait for anybody at night";
  private static final String SAID = "The ferry will wait for somebody, I said.";

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person paper;

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    town.known();
    alice = town.person("alice");
    paper = town.person("paper");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Article published(String body) {
    Article draft =
        town.articles()
            .begin(
                paper.id(),
                paper.id(),
                Manuscript.empty().withTitle("The ferry").withBody(Markup.MARKDOWN, body));
    return published(draft);
  }

  private Article published(Article draft) {
    Article article = town.articles().publish(paper.id(), draft.id());
    town.settle();
    return article;
  }

  private Article quoting() {
    return published("@alice wrote: “" + QUOTED + "” and left.");
  }

  private Reports.Report read(Article article) {
    town.settle();
    return town.reports().published(Viewer.ANYBODY, article.id());
  }

  private Rejoinder says(Town.Person who, Article article, String text) {
    QuoteCheck seen = read(article).check();
    return town.reports().rejoinders().attach(who.id(), article.id(), 1, seen.sha256(), text);
  }

  private List<String> told() {
    return paper.notifications().stream().filter(n -> n.startsWith("rejoinder")).toList();
  }

  @Test
  void whoever_is_quoted_says_beside_it_what_he_said_and_its_writer_is_told() {
    Article article = quoting();
    Rejoinder said = says(alice, article, SAID);
    assertThat(read(article).said().get(1)).isEqualTo(said);
    assertThat(said.text()).isEqualTo(SAID);
    assertThat(told()).hasSize(1);
    Question.Proof proof = said.proof().orElseThrow();
    assertThat(town.actorKeys().of(alice.id()).method()).isEqualTo(proof.key());
    assertThat(town.actorKeys().of(alice.id()).sign(said.signed()))
        .as("Ed25519 signs the same words in the same way")
        .isEqualTo(proof.signature());
    Rejoinder again = says(alice, article, SAID + " Twice.");
    assertThat(read(article).said()).containsOnlyKeys(1).containsValue(again);
    assertThat(town.reports().rejoinders().find(article.id(), said.id())).isEmpty();
  }

  @Test
  void what_is_signed_covers_the_headline_that_is_answered() {
    Manuscript words =
        Manuscript.empty()
            .withTitle("@alice wrote: “The ferry never waits for anybody”")
            .withBody(Markup.MARKDOWN, "Nobody is named here.");
    Article article = published(town.articles().begin(paper.id(), paper.id(), words));
    Reports.Report seen = read(article);
    Rejoinder said = says(alice, article, SAID);
    assertThat(said.signed().lines())
        .containsExactly(
            "verbatim rejoinder 2",
            article.id().toString(),
            said.at().toString(),
            Sha256.hex(
                String.join(
                    "\n",
                    Sha256.hex(words.title()),
                    Sha256.hex(words.standfirst()),
                    Sha256.hex(words.body()))),
            Sha256.hex("The ferry never waits for anybody"),
            Sha256.hex(SAID));
    assertThat(new RejoinderTable(town.store()).find(article.id(), said.id())).contains(said);
    town.articles()
        .change(
            paper.id(),
            article.id(),
            words.withTitle("@alice wrote: “Nobody waits” and “The ferry waits for anybody”"));
    published(article);
    assertThatThrownBy(
            () ->
                town.reports()
                    .rejoinders()
                    .attach(alice.id(), article.id(), 1, seen.check().sha256(), SAID))
        .as("beside another quotation than he saw")
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class));
  }

  @Test
  void what_was_kept_before_its_quotation_was_kept_too_is_read() {
    Article article = quoting();
    Rejoinder said = says(alice, article, SAID);
    town.store()
        .put(
            Table.plain("rejoinder"),
            Key.of(article.id().value()),
            Key.of(said.id().value()),
            Bytes.write(1)
                .number(said.by().value())
                .text(said.quotation())
                .text(said.text())
                .time(said.at())
                .optional(said.proof(), (to, by) -> to.text(by.key()).text(by.signature()))
                .done());
    Rejoinder old = read(article).said().get(1);
    assertThat(old.text()).isEqualTo(SAID);
    assertThat(old.proof()).isEqualTo(said.proof());
    assertThat(old.signed()).as("nobody knows any more").isEmpty();
  }

  @Test
  void nobody_else_does() {
    Article article = quoting();
    Town.Person bob = town.person("bob");
    assertThatThrownBy(() -> says(bob, article, SAID))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Forbidden.class));
    assertThatThrownBy(
            () -> town.reports().rejoinders().attach(alice.id(), article.id(), 1, "0", SAID))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class));
    Rejoinder said = says(alice, article, SAID);
    assertNotFound(() -> town.reports().rejoinders().withdraw(bob.id(), article.id(), said.id()));
    assertNotFound(() -> town.reports().rejoinders().withdraw(paper.id(), article.id(), said.id()));
  }

  @Test
  void beside_another_quotation_it_does_not_come_where_the_numbers_changed_meanwhile() {
    String other = "Nobody on the quay was ever told of it";
    Article article =
        published(
            "@alice wrote: “" + other + "” and left.\n\n@alice wrote: “" + QUOTED + "” and left.");
    String seen = read(article).check().sha256();
    Article draft =
        town.articles()
            .begin(
                paper.id(),
                paper.id(),
                Manuscript.empty()
                    .withTitle("@alice wrote: “" + QUOTED + "” and “" + other + "”")
                    .withBody(Markup.MARKDOWN, "No quotation stands here."));
    Article headed = published(draft);
    String before = read(headed).check().sha256();
    Article changed =
        town.articles()
            .change(
                paper.id(),
                headed.id(),
                Manuscript.empty()
                    .withTitle("@alice wrote: “" + other + "” and “" + QUOTED + "”")
                    .withBody(Markup.MARKDOWN, "No quotation stands here."));
    published(changed);
    assertThatThrownBy(
            () -> town.reports().rejoinders().attach(alice.id(), headed.id(), 1, before, SAID))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class));
    // What is not changed is the same report.
    assertThat(read(article).check().sha256()).isEqualTo(seen);
  }

  @Test
  void a_story_counts_it_as_the_article_itself_does() {
    Article draft =
        town.articles()
            .begin(
                paper.id(),
                paper.id(),
                Manuscript.empty()
                    .withTitle("The ferry")
                    .withBody(
                        Markup.MARKDOWN, "@alice wrote: “" + QUOTED + "” and left.\n\nembed:1"));
    town.articles().embeds().paste(paper.id(), draft.id(), QUOTED, "@alice", "a wall");
    Article article = published(draft);
    assertThat(found(article)).isEqualTo(read(article).check().checked()).isEqualTo(1);
    Rejoinder said = says(alice, article, SAID);
    town.settle();
    assertThat(found(article)).isEqualTo(read(article).check().checked()).isZero();
    town.reports().rejoinders().withdraw(alice.id(), article.id(), said.id());
    assertThat(found(article)).isEqualTo(1);
  }

  private long found(Article article) {
    return town.reports().standing(article).orElseThrow().judged().stream()
        .filter(one -> one.verdict() != Verdict.NOT_FOUND)
        .count();
  }

  @Test
  void it_has_as_many_letters_as_may_be_and_no_more() {
    Article article = quoting();
    int max = town.limits().statements().noteCharactersMax();
    assertThat(says(alice, article, "w".repeat(max)).text()).hasSize(max);
    assertThatThrownBy(() -> says(alice, article, "w".repeat(max + 1))).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> says(alice, article, " …")).isInstanceOf(Refused.class);
  }

  @Test
  void it_goes_when_he_takes_it_back_or_is_suspended_or_leaves_and_with_the_quotation() {
    Article article = quoting();
    Rejoinder said = says(alice, article, SAID);
    town.reports().rejoinders().withdraw(alice.id(), article.id(), said.id());
    assertThat(read(article).said()).isEmpty();
    says(alice, article, SAID);
    Article other =
        town.articles()
            .change(
                paper.id(),
                article.id(),
                Manuscript.empty()
                    .withTitle("The ferry")
                    .withBody(Markup.MARKDOWN, "@alice wrote: “Something quite other than that.”"));
    assertThat(read(published(other)).said()).as("of other words").isEmpty();
    Article back =
        town.articles()
            .change(
                paper.id(),
                article.id(),
                Manuscript.empty()
                    .withTitle("The ferry")
                    .withBody(
                        Markup.MARKDOWN,
                        "A word. “Nobody said this one here” and @alice wrote: “" + QUOTED + "”"));
    assertThat(read(published(back)).said()).as("the same words elsewhere").containsOnlyKeys(2);
    alice.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(read(article).said()).as("suspended").isEmpty();
    Rejoinder waiting = new RejoinderTable(town.store()).of(article.id(), 10).getFirst();
    assertThat(town.reports().rejoinders().find(article.id(), waiting.id())).isEmpty();
    alice.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, false));
    assertThat(read(article).said()).as("and back").containsOnlyKeys(2);
    assertThat(town.reports().rejoinders().find(article.id(), waiting.id())).contains(waiting);
    alice.leaves();
    town.settle();
    assertThat(read(article).said()).isEmpty();
    assertThat(new RejoinderTable(town.store()).of(article.id(), 10)).isEmpty();
  }

  @Test
  void it_goes_with_the_article_and_when_a_moderator_takes_it_out() {
    Article article = quoting();
    Rejoinder said = says(alice, article, SAID);
    town.reports().rejoinders().remove(said.place());
    assertThat(read(article).said()).isEmpty();
    says(alice, article, SAID);
    town.articles().delete(paper.id(), article.id());
    town.settle();
    assertThat(new RejoinderTable(town.store()).of(article.id(), 10)).isEmpty();
  }

  @Test
  void it_waits_for_an_article_that_is_a_draft_again() {
    Article article = quoting();
    Rejoinder said = says(alice, article, SAID);
    town.articles().withdraw(paper.id(), article.id());
    town.settle();
    assertThat(town.articles().withdrawal(article.id()).orElseThrow().by()).isEqualTo(paper.id());
    town.later(Duration.ofMinutes(1));
    assertThat(read(published(article)).said()).containsOnlyKeys(1).containsValue(said);
    assertThat(town.articles().withdrawal(article.id())).isEmpty();
  }
}
