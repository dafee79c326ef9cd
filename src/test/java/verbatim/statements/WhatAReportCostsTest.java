package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.Limits;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.text.Markup;

/// However an article is made, a look at its report costs no more than what one can bear.
final class WhatAReportCostsTest {
  private static final int QUOTATIONS = 40;
  private static final int WORDS = 40;

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person paper;

  @BeforeEach
  void open() {
    open(Limits.usual());
  }

  private void open(Limits limits) {
    town = Town.in(folder.resolve(Integer.toString(limits.hashCode())), Town.Engine.ROCKS, limits);
    town.known();
    alice = town.person("alice");
    paper = town.person("paper");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Article published(String standfirst, String body) {
    town.settle();
    Article draft =
        town.articles()
            .begin(
                paper.id(),
                paper.id(),
                new Manuscript(
                    "Boats",
                    standfirst,
                    Markup.MARKDOWN,
                    body,
                    List.of(),
                    List.of(),
                    "",
                    "",
                    Optional.empty(),
                    List.of()));
    Article article = town.articles().publish(paper.id(), draft.id());
    town.settle();
    return article;
  }

  private QuoteCheck read(Article article) {
    return town.reports().published(Viewer.ANYBODY, article.id()).check();
  }

  private static String quoted(int i) {
    return "The ferry number " + i + " never waited for the baker of the town";
  }

  @Test
  void whoever_is_quoted_often_is_asked_once_what_he_denies_and_not_for_each_quotation() {
    Article article =
        published(
            "",
            IntStream.range(0, QUOTATIONS)
                .mapToObj(i -> "@alice said: “" + quoted(i) + ".”")
                .collect(Collectors.joining("\n\n")));
    assertThat(read(article).spans()).hasSize(QUOTATIONS);
    assertThat(answersRead(article)).containsExactly("word_answer 0");
    Questions questions = town.statements().questions();
    Question asked = questions.ask(paper.id(), alice.id(), quoted(7), "");
    questions.answer(alice.id(), asked.id(), Question.Said.NOT_MINE, "", false);
    town.settle();
    List<Span> denied =
        read(article).spans().stream().filter(one -> one.flags().contains(Flag.DENIED)).toList();
    assertThat(denied).extracting(Span::text).containsExactly(quoted(7) + ".");
    assertThat(answersRead(article)).as("all of his, and that one").hasSize(2);
  }

  /// As what a reader comes for who is not the first.
  private List<String> answersRead(Article article) {
    return town.store().readsOf(() -> read(article)).stream()
        .filter(read -> read.startsWith("word_answer"))
        .toList();
  }

  @Test
  void headline_and_text_share_one_budget_of_comparing() {
    assertThat(comparedWithin(3_000, true, false)).isEqualTo(1);
    assertThat(comparedWithin(3_001, false, true)).isEqualTo(1);
    assertThat(comparedWithin(3_002, true, true)).isEqualTo(1);
    assertThat(comparedWithin(30_000, true, true)).isEqualTo(2);
  }

  /// How many of two quotations, which tell forty words otherwise, are compared.
  private long comparedWithin(int cells, boolean isInHead, boolean isInText) {
    town.close();
    open(SmallLimits.with(Map.of("cellsMax", cells)));
    alice.posts(numbered());
    String told = "@alice said: “" + numbered().replaceAll("w(2[05])\\b", "other$1") + ".”";
    return read(published(isInHead ? told : "", isInText ? told : "@alice.")).spans().stream()
        .filter(span -> span.verdict() == Verdict.ALTERED)
        .count();
  }

  private static String numbered() {
    return IntStream.range(0, WORDS).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }
}
