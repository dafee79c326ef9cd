package verbatim.statements;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Around;
import verbatim.excerpts.Choice;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Refused;
import verbatim.quotecheck.Channel;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.text.Markup;

/// What somebody registers of another proves nothing; what the other denies is told as denied.
final class HearsayTest {
  private static final String MADE_UP = "The ferry will never wait for anybody at night";
  private static final String BODY = "@alice said: “" + MADE_UP + ".”";

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

  private Registered registers(Town.Person by, Town.Person speaker, String words) {
    Registered one =
        town.statements()
            .register(
                by.id(),
                new Registered.Draft(
                    new Speaker("", Optional.of(speaker.id())),
                    words,
                    Optional.empty(),
                    Channel.UNKNOWN,
                    "at the bar"));
    town.settle();
    return one;
  }

  private Span checked(String body) {
    town.settle();
    Article draft =
        town.articles()
            .begin(paper.id(), paper.id(), Manuscript.empty().withBody(Markup.MARKDOWN, body));
    return town.reports().working(paper.id(), draft.id()).check().spans().getFirst();
  }

  private Article published(Manuscript words) {
    // What is known is what had been put into the index when the article came.
    town.settle();
    Article draft = town.articles().begin(paper.id(), paper.id(), words);
    Article article = town.articles().publish(paper.id(), draft.id());
    town.settle();
    return article;
  }

  private QuoteCheck read(Article article) {
    return town.reports().published(Viewer.ANYBODY, article.id()).check();
  }

  private void answers(Question.Said said) {
    Question asked = town.statements().questions().ask(paper.id(), alice.id(), MADE_UP, "");
    town.statements().questions().answer(alice.id(), asked.id(), said, "", false);
  }

  @Test
  void words_that_whoever_quotes_them_registered_himself_are_not_checked() {
    registers(paper, alice, MADE_UP);
    Span span = checked(BODY);
    assertThat(span.verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(span.flags()).contains(Flag.UNCONFIRMED);
    assertThat(span.source().orElseThrow().statement().where()).isEqualTo("@paper");
    assertThat(read(published(Manuscript.empty().withTitle("T").withBody(Markup.MARKDOWN, BODY))))
        .returns(1, QuoteCheck::quotations)
        .returns(0, QuoteCheck::checked);
  }

  @Test
  void what_somebody_registers_of_another_is_no_change_of_a_source() {
    Article article = published(Manuscript.empty().withTitle("T").withBody(Markup.MARKDOWN, BODY));
    registers(town.person("bob"), alice, MADE_UP);
    // Whom it names changes, so it is looked at again.
    alice.letsHimselfBeFound(true);
    town.settle();
    assertThat(read(article).spans().getFirst().flags()).contains(Flag.UNCONFIRMED);
    assertThat(paper.notifications()).noneMatch(n -> n.startsWith("source_changed"));
    assertThat(town.reports().standing(article).orElseThrow().turned()).isZero();
  }

  @Test
  void what_was_registered_stands_beside_its_quotation_though_a_copy_with_quotations_is_shown() {
    registers(paper, alice, MADE_UP);
    String copied = "Nobody “was ever late for the very first boat” in this town.";
    Article draft =
        town.articles()
            .begin(
                paper.id(),
                paper.id(),
                Manuscript.empty().withBody(Markup.MARKDOWN, copied + "\n\n" + BODY));
    town.articles().embeds().paste(paper.id(), draft.id(), copied, "@baker", "a wall");
    List<Span> spans = town.reports().working(paper.id(), draft.id()).check().spans();
    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().flags()).contains(Flag.UNCONFIRMED);
    assertThat(spans.getFirst().source().orElseThrow().statement().text()).isEqualTo(MADE_UP);
  }

  @Test
  void what_was_registered_hides_nothing_of_what_she_wrote() {
    alice.letsHimselfBeFound(true);
    alice.posts("The ferry will not wait for anybody at night");
    registers(paper, alice, "The ferry will wait for anybody at night");
    Span span = checked("@alice said: “The ferry will wait for anybody at night.”");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).isEqualTo(Severity.MEANING);
  }

  @Test
  void nor_do_more_of_them_than_are_compared() {
    alice.letsHimselfBeFound(true);
    alice.posts("The ferry will not wait for anybody at night");
    int compared = town.limits().statements().candidatesMax();
    for (int i = 0; i <= compared; i++) {
      registers(paper, alice, "The ferry will wait for anybody at night, number " + i);
    }
    Span span = checked("@alice said: “The ferry will wait for anybody at night, number 3.”");
    assertThat(span.verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(span.severity()).isEqualTo(Severity.MEANING);
  }

  @Test
  void what_somebody_registers_of_himself_or_confirms_is_found() {
    registers(alice, alice, MADE_UP);
    assertThat(checked(BODY).verdict()).isEqualTo(Verdict.PARTIAL);
    String other = "Nobody waits for the ferry that has left the quay";
    registers(paper, alice, other);
    Question asked = town.statements().questions().ask(paper.id(), alice.id(), other, "");
    town.statements().questions().answer(alice.id(), asked.id(), Question.Said.MINE, "", true);
    assertThat(checked("@alice said: “" + other + ".”").verdict()).isEqualTo(Verdict.PARTIAL);
  }

  @Test
  void what_she_says_are_not_her_words_is_denied_at_once_and_registered_no_more() {
    registers(paper, alice, MADE_UP);
    Article article = published(Manuscript.empty().withTitle("T").withBody(Markup.MARKDOWN, BODY));
    assertThat(read(article).spans().getFirst().flags()).doesNotContain(Flag.DENIED);
    answers(Question.Said.NOT_MINE);
    assertThat(read(article).spans().getFirst())
        .returns(Verdict.NOT_FOUND, Span::verdict)
        .satisfies(span -> assertThat(span.flags()).contains(Flag.DENIED));
    assertThat(checked(BODY).flags()).contains(Flag.DENIED);
    assertThatThrownBy(() -> registers(paper, alice, MADE_UP)).isInstanceOf(Refused.class);
  }

  @Test
  void who_says_beside_a_copy_that_he_said_something_else_denies_it() {
    Article article = copying(BODY);
    QuoteCheck seen = read(article);
    assertThat(seen.spans().getFirst().verdict()).isEqualTo(Verdict.PARTIAL);
    town.reports()
        .rejoinders()
        .attach(alice.id(), article.id(), 1, seen.sha256(), "I never said this.");
    assertThat(read(article).spans().getFirst().flags()).contains(Flag.DENIED);
  }

  @Test
  void nor_do_as_many_of_them_hide_it_where_an_article_is_looked_at_again() {
    alice.letsHimselfBeFound(true);
    String said = "The ferry will not wait for anybody at night";
    alice.posts(said);
    StringBuilder body = new StringBuilder("@alice said: “" + said + ".”\n\n");
    for (int i = 0; i <= town.limits().statements().candidatesMax(); i++) {
      int number = i;
      String more =
          IntStream.range(0, 12).mapToObj(w -> " w" + number + "x" + w).collect(joining());
      registers(paper, alice, said + more);
      body.append("@alice said: “" + said + more + "”\n\n");
    }
    Article article =
        published(Manuscript.empty().withTitle("T").withBody(Markup.MARKDOWN, body.toString()));
    List<Span> spans = read(article).spans();
    assertThat(spans.getLast().flags()).contains(Flag.UNCONFIRMED);
    assertThat(spans.getFirst().verdict()).isEqualTo(Verdict.PARTIAL);
  }

  /// Pasted into an article as her words.
  private Article copying(String body) {
    town.settle();
    Article draft =
        town.articles()
            .begin(
                paper.id(),
                paper.id(),
                Manuscript.empty().withTitle("T").withBody(Markup.MARKDOWN, body + "\n\nembed:1"));
    town.articles().embeds().paste(paper.id(), draft.id(), MADE_UP, "@alice", "a wall");
    Article article = town.articles().publish(paper.id(), draft.id());
    town.settle();
    return article;
  }

  @Test
  void whose_words_a_copy_is_said_to_be_may_deny_it_though_the_text_names_nobody() {
    Article article = copying("Somebody wrote: “" + MADE_UP + "” and left.");
    assertThat(read(article).spans().getFirst().verdict()).isEqualTo(Verdict.VERBATIM);
    answers(Question.Said.NOT_MINE);
    assertThat(read(article).spans().getFirst())
        .returns(Verdict.NOT_FOUND, Span::verdict)
        .satisfies(span -> assertThat(span.flags()).contains(Flag.DENIED));
  }

  @Test
  void a_denial_of_the_source_s_words_is_followed_where_other_words_are_quoted() {
    Article article = copying("@alice wrote: “" + MADE_UP.replace("never", "not") + "” and left.");
    assertThat(town.reports().standing(article).orElseThrow().judged())
        .extracting(Judged::verdict)
        .containsExactly(Verdict.ALTERED);
    answers(Question.Said.NOT_MINE);
    town.settle();
    assertThat(town.reports().standing(article).orElseThrow().judged())
        .extracting(Judged::verdict)
        .containsExactly(Verdict.NOT_FOUND);
    assertThat(paper.notifications()).noneMatch(n -> n.startsWith("source_changed"));
  }

  @Test
  void what_she_denies_stands_beside_nothing_that_is_only_told_of_her() {
    Article article = copying("@alice said that the ferry will never wait for anybody at night.");
    assertThat(read(article).paraphrases().getFirst().sources()).hasSize(1);
    answers(Question.Said.NOT_MINE);
    assertThat(read(article).paraphrases().getFirst().sources()).isEmpty();
  }

  @Test
  void what_she_confirmed_once_she_may_deny_since() {
    Town.Person bob = town.person("bob");
    answers(Question.Said.MINE);
    assertThat(checked(BODY).verdict()).isEqualTo(Verdict.PARTIAL);
    town.later(Duration.ofMinutes(1));
    Question again = town.statements().questions().ask(bob.id(), alice.id(), MADE_UP, "");
    town.statements().questions().answer(alice.id(), again.id(), Question.Said.NOT_MINE, "", false);
    assertThat(checked(BODY).flags()).contains(Flag.DENIED);
  }

  @Test
  void quotations_in_the_headline_and_below_it_are_checked_like_those_of_the_text() {
    alice.letsHimselfBeFound(true);
    alice.posts("The ferry will not wait for anybody at night");
    Manuscript words =
        new Manuscript(
            "@alice: “The ferry will wait for anybody at night”",
            "@alice wrote: “The ferry will not wait for anybody at night”",
            Markup.MARKDOWN,
            "No quotation stands here.",
            List.of(),
            List.of(),
            "en",
            "",
            Optional.empty(),
            List.of());
    QuoteCheck check = read(published(words));
    assertThat(check.spans()).extracting(Span::block).containsExactly(-1, -2);
    assertThat(check.spans()).extracting(Span::id).containsExactly(1, 2);
    assertThat(check.spans().getFirst().severity()).isEqualTo(Severity.MEANING);
    assertThat(check.spans().getLast().verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(check.spans()).allMatch(span -> span.utf16End() < 0);
  }

  @Test
  void what_is_quoted_beside_a_covered_word_of_an_excerpt_is_said_to_be_covered() {
    paper.follows(alice);
    alice.follows(paper);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(paper.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    town.conversations()
        .say(
            alice.id(),
            talk,
            Conversations.Draft.of("Twenty is what I pay on Monday. Do not tell Bruno about it."));
    // 0 Twenty, 7 Do, 8 not
    var choice = new Choice(talk, 1, 1, Map.of(1L, Set.of(8)), Set.of());
    ExcerptId draft = town.excerpts().draft(alice.id(), choice, Around.NOTHING).shown().id();
    town.excerpts().publish(alice.id(), draft, Draft.of(alice.id(), "Read for yourselves"));
    town.settle();
    for (String quoted :
        List.of(
            "Twenty is what I pay on Monday. Do not tell Bruno about it.",
            "Twenty is what I pay on Monday. Do tell Bruno about it.")) {
      Span span = checked("@alice wrote: “" + quoted + "”");
      assertThat(span.flags()).as(quoted).contains(Flag.HIDDEN_WORDS);
      assertThat(span.sources().getFirst().statement().text()).contains("Do ▇▇▇ tell");
    }
    assertThat(checked("@alice wrote: “Twenty is what I pay on Monday.”"))
        .returns(Verdict.PARTIAL, Span::verdict);
  }
}
