package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.assertNotFound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.Waiting;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.ArticleId;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// An article quotes a post, and then something happens to the post.
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class CorrectionsChaseTheCopyTest {
  private static final String SAID = "The ferry cant wait for the last baker of the night";
  private static final String QUOTED =
      "@alice wrote: “The ferry can't wait for the last baker of the night” and left.";

  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person paper;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    town.known();
    alice = town.person("alice");
    paper = town.person("paper");
    alice.letsHimselfBeFound(true);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Article begun(String body) {
    return town.articles()
        .begin(
            paper.id(),
            paper.id(),
            Manuscript.empty().withTitle("The ferry").withBody(Markup.MARKDOWN, body));
  }

  private Article published(String body) {
    town.settle();
    Article article = town.articles().publish(paper.id(), begun(body).id());
    town.settle();
    return article;
  }

  private Reports.Report read(Article article) {
    town.settle();
    return town.reports().published(Viewer.ANYBODY, article.id());
  }

  private Span first(Article article) {
    return read(article).check().spans().getFirst();
  }

  private List<String> told() {
    return paper.notifications().stream().filter(n -> n.startsWith("source_changed")).toList();
  }

  @Test
  void whoever_writes_it_sees_the_report_before_and_takes_the_words_of_the_source() {
    alice.posts(SAID);
    town.settle();
    Article draft = begun(QUOTED);
    QuoteCheck seen = town.reports().working(paper.id(), draft.id()).check();
    Span span = seen.spans().getFirst();
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertNotFound(() -> town.reports().working(alice.id(), draft.id()));
    assertNotFound(() -> town.reports().published(Viewer.ANYBODY, draft.id()));
    town.reports().useSource(paper.id(), draft.id(), span.id(), seen.sha256());
    assertThat(town.articles().working(paper.id(), draft.id()).words().body())
        .isEqualTo(QUOTED.replace("can't", "cant"));
    Span after = town.reports().working(paper.id(), draft.id()).check().spans().getFirst();
    assertThat(after.verdict()).isEqualTo(Verdict.VERBATIM);
    assertNotFound(
        () -> town.reports().useSource(alice.id(), draft.id(), span.id(), seen.sha256()));
  }

  @Test
  void an_edit_shows_at_once_and_its_writers_are_told_once_a_day() {
    Status status = alice.posts(SAID);
    Article article = published("@alice wrote: “" + SAID + "” and left.");
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(told()).isEmpty();
    alice.edits(status, "The ferry will wait for the last baker of the night");
    Span span = first(article);
    assertThat(span.verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(span.flags()).contains(Flag.EARLIER_WORDING);
    assertThat(told()).hasSize(1);
    alice.deletes(status);
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(told()).hasSize(1);
  }

  @Test
  void an_edit_that_changes_no_word_tells_nobody() {
    Status status = alice.posts(SAID);
    Article article = published("@alice wrote: “" + SAID + "” and left.");
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    alice.edits(status, SAID + "!");
    read(article);
    assertThat(told()).isEmpty();
  }

  @Test
  void what_was_deleted_reads_like_what_was_never_found_and_the_verdict_stays_with_its_date() {
    Status status = alice.posts(SAID);
    Article article = published(QUOTED);
    assertThat(first(article).verdict()).isEqualTo(Verdict.ALTERED);
    town.later(Duration.ofHours(3));
    alice.deletes(status);
    Reports.Report report = read(article);
    Span span = report.check().spans().getFirst();
    assertThat(span.verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(span.sources()).isEmpty();
    assertThat(span.diff()).isEmpty();
    Judged.Before before = report.kept().get(span.id()).before().orElseThrow();
    assertThat(before.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(before.at()).isBefore(report.kept().get(span.id()).since());
    assertThat(told()).hasSize(1);
    town.restart();
    town.known();
    assertThat(read(article).kept().get(span.id()).before()).contains(before);
  }

  @Test
  void whoever_is_found_no_more_is_in_no_report_that_was_made_before() {
    alice.posts(SAID);
    Article article = published("Somebody wrote: “" + SAID + "” and left.");
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    alice.letsHimselfBeFound(false);
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
    alice.letsHimselfBeFound(true);
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    alice.leaves();
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void that_its_source_is_found_later_is_no_change_of_it() {
    Article article = published("Somebody wrote: “" + SAID + "” and left.");
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
    Status status = alice.posts(SAID);
    town.settle();
    town.reports().published(article.id());
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(town.reports().standing(article).orElseThrow().turned()).isZero();
    alice.deletes(status);
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(town.reports().standing(article).orElseThrow().turned()).isEqualTo(1);
  }

  @Test
  void many_edits_plan_one_look_at_an_article() {
    Status status = alice.posts(SAID);
    published(QUOTED);
    // While the index is not open, looks wait.
    town.known().abandon();
    long before = town.jobs().counts().done();
    for (int i = 0; i < 5; i++) {
      town.reports().turned(status.id());
      assertThat(town.jobs().settle(Waiting.PATIENCE)).isTrue();
    }
    assertThat(town.jobs().counts().done() - before).isEqualTo(1);
  }

  @Test
  void an_article_that_is_gone_or_quotes_it_no_more_is_not_listed_as_quoting_it() {
    Status status = alice.posts(SAID);
    Article article = published("@alice wrote: “" + SAID + "” and left.");
    String source = Statement.Kind.POST.key(status.id().toString());
    assertThat(quoting(source)).containsExactly(article.id());
    Article changed =
        town.articles()
            .change(
                paper.id(),
                article.id(),
                _ ->
                    Manuscript.empty().withTitle("The ferry").withBody(Markup.MARKDOWN, "Nothing."),
                article.changedAt());
    town.articles().publish(paper.id(), changed.id());
    assertThat(quoting(source)).isEmpty();
    Article second = published("@alice wrote: “" + SAID + "” and left.");
    assertThat(quoting(source)).containsExactly(second.id());
    alice.edits(status, "The ferry will wait for the last baker of the night");
    town.settle();
    town.articles().withdraw(paper.id(), second.id());
    assertThat(quoting(source)).isEmpty();
    assertThat(new ReportTable(town.store()).quoted(second.id())).isEmpty();
  }

  private List<ArticleId> quoting(String source) {
    town.settle();
    return new ReportTable(town.store())
        .quoting(source, new ArticleId(0), 10).stream().map(ReportTable.Quoting::article).toList();
  }

  @Test
  void a_confirmation_shows_and_is_told() {
    Article article = published(QUOTED);
    Span span = first(article);
    assertThat(span.verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(span.speaker().account()).contains(alice.id());
    Questions questions = town.statements().questions();
    Question asked = questions.ask(paper.id(), alice.id(), span.text(), "The ferry");
    questions.answer(alice.id(), asked.id(), Question.Said.MINE, "", true);
    Span after = first(article);
    assertThat(after.verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(after.source().orElseThrow().statement().confidence())
        .isEqualTo(Confidence.CONFIRMED);
    assertThat(told()).hasSize(1);
  }
}
