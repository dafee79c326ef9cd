package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.accounts.Profile;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// What an article quotes and shows, what becomes of that, and who is told.
final class WhatArticlesHangOnTest {
  private static final String SAID = "The ferry cant wait for the last baker of the night";
  private static final String OTHER = "The harbour keeps a lamp for whoever comes home late";
  private static final Duration DAY = Duration.ofDays(1);

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
    alice.letsHimselfBeFound(true);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Article begun(String body) {
    return begun(Markup.MARKDOWN, body);
  }

  private Article begun(Markup markup, String body) {
    return town.articles()
        .begin(
            paper.id(),
            paper.id(),
            Manuscript.empty().withTitle("The ferry").withBody(markup, body));
  }

  private Article published(String body) {
    return published(begun(body));
  }

  private Article published(Article draft) {
    town.settle();
    Article article = town.articles().publish(paper.id(), draft.id());
    town.settle();
    return article;
  }

  private static String quoting(String words) {
    return "@alice wrote: “" + words + "” and left.";
  }

  private static String address(Status status) {
    return "https://town.example/@alice/" + status.id();
  }

  private Reports.Report read(Article article) {
    town.settle();
    return town.reports().published(Viewer.ANYBODY, article.id());
  }

  private Span first(Article article) {
    return read(article).check().spans().getFirst();
  }

  private Span working(Article article) {
    town.settle();
    return town.reports().working(paper.id(), article.id()).check().spans().getFirst();
  }

  private List<String> told() {
    return paper.notifications().stream()
        .filter(n -> n.startsWith("source_changed") || n.startsWith("embed_changed"))
        .map(n -> n.substring(0, n.indexOf(' ')))
        .toList();
  }

  private List<Status> series(String... texts) {
    return town.statuses()
        .postSeries(Stream.of(texts).map(text -> Draft.of(alice.id(), text)).toList(), "");
  }

  // ---- what was edited after it was quoted

  @Test
  void an_article_is_compared_with_the_wording_that_stood_when_it_was_published() {
    Status status = alice.posts("The last ferry leaves the harbour at half past nine on Fridays.");
    Article article =
        published(quoting("The last ferry leaves the harbour at half past eight on Fridays."));
    town.later(DAY);
    alice.edits(status, "The last ferry leaves the harbour at half past ten on Fridays.");
    Span found = first(article);
    assertThat(found.source().orElseThrow().words()).contains("nine");
    assertThat(found.flags()).contains(Flag.EARLIER_WORDING);
    town.later(DAY);
    alice.edits(status, "The last ferry leaves the harbour at half past eight on Fridays.");
    assertThat(first(article).verdict()).isEqualTo(Verdict.ALTERED);
    assertThat(first(article).source().orElseThrow().words()).contains("nine");
  }

  @Test
  void so_is_one_that_quotes_a_series() {
    List<Status> parts = series("The ferry is old and slow and the pier", "leans to the left side");
    Article article = published(quoting("slow and the pier leans to the right side"));
    town.later(DAY);
    alice.edits(parts.getLast(), "leans to the wrong side");
    Span found = first(article);
    assertThat(found.source().orElseThrow().words()).contains("left");
    assertThat(found.flags()).contains(Flag.EARLIER_WORDING);
  }

  @Test
  void what_was_posted_only_after_it_was_published_is_a_source_all_the_same() {
    Article article = published(quoting(SAID));
    town.later(DAY);
    alice.posts(SAID);
    town.settle();
    town.later(DAY);
    read(article);
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
  }

  @Test
  void what_its_author_deleted_and_lets_stand_in_the_article_is_compared_with_that() {
    town.accounts()
        .change(
            alice.id(),
            a ->
                a.with(
                    new Wishes(
                        Wishes.Deletion.KEEP_NOTE,
                        a.wishes().gathers(),
                        a.wishes().embeds(),
                        a.wishes().asks())));
    Status status = alice.posts(SAID);
    Article draft = begun(quoting(SAID) + "\n\n" + address(status) + "\n");
    town.articles().embeds().take(paper.id(), draft.id(), address(status));
    Article article = published(draft);
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    alice.deletes(status);
    Span found = first(article);
    assertThat(found.verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(found.source().orElseThrow().statement().confidence())
        .isEqualTo(Confidence.COPY_IN_ARTICLE);
  }

  // ---- who is told

  private static List<String> quoted(Town.Person who) {
    return who.notifications().stream().filter(n -> n.startsWith("article_quoted")).toList();
  }

  @Test
  void whoever_is_quoted_otherwise_than_he_said_it_is_told_once_of_an_article() {
    alice.posts(SAID);
    Article article = published(quoting(SAID.replace("ferry", "boat")));
    assertThat(quoted(alice)).hasSize(1);
    town.articles()
        .change(
            paper.id(),
            article.id(),
            now -> now.withBody(Markup.MARKDOWN, quoting(SAID.replace("ferry", "barge"))));
    town.articles().publish(paper.id(), article.id());
    town.settle();
    town.later(DAY);
    read(article);
    assertThat(quoted(alice)).hasSize(1);
    published(quoting(SAID.replace("baker", "butcher")));
    assertThat(quoted(alice)).as("of another article").hasSize(2);
    assertThat(quoted(paper)).isEmpty();
  }

  @Test
  void whoever_is_quoted_word_for_word_or_with_other_letters_is_not() {
    alice.posts(SAID);
    published(quoting(SAID));
    published(quoting(SAID.replace("cant", "can't")));
    begun(quoting(SAID.replace("ferry", "boat")));
    town.settle();
    assertThat(quoted(alice)).isEmpty();
  }

  @Test
  void whoever_gets_the_words_of_another_into_his_mouth_is_told_and_the_other_too() {
    Town.Person bob = town.person("bob");
    bob.letsHimselfBeFound(true);
    alice.posts(SAID);
    published("@bob wrote: “" + SAID + "” and left.");
    assertThat(quoted(alice)).hasSize(1);
    assertThat(quoted(bob)).hasSize(1);
  }

  @Test
  void whoever_blocks_the_paper_hears_nothing_of_it_and_nobody_of_himself() {
    Town.Person bob = town.person("bob");
    bob.letsHimselfBeFound(true);
    bob.blocks(paper);
    bob.posts(OTHER);
    paper.posts(SAID);
    published("@bob wrote: “" + OTHER.replace("harbour", "village") + "” and left.");
    published("@paper wrote: “" + SAID.replace("ferry", "boat") + "” and left.");
    assertThat(quoted(bob)).isEmpty();
    assertThat(quoted(paper)).isEmpty();
  }

  @Test
  void a_reader_who_is_faster_than_the_job_takes_nothing_from_its_writers() {
    Status status = alice.posts(SAID);
    Article article = published(quoting(SAID));
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    // While the index is not there the job waits; what was found is read without it.
    town.known().abandon();
    town.restart();
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    alice.deletes(status);
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
    town.known();
    town.later(Duration.ofMinutes(1));
    assertThat(told()).containsExactly("source_changed");
  }

  @Test
  void whoever_is_killed_while_he_looks_tells_them_all_the_same() {
    for (int writes = 0; writes < 3; writes++) {
      String said = SAID + " number " + writes;
      Status status = alice.posts(said);
      Article article = published(quoting(said));
      assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
      int before = told().size();
      town.reportsEndAfter(writes);
      alice.deletes(status);
      town.settle();
      town.reportsEndAfter(Long.MAX_VALUE);
      town.later(Duration.ofMinutes(10));
      assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
      assertThat(told()).as("after %s writes", writes).hasSize(before + 1);
    }
  }

  @Test
  void a_writer_of_two_articles_is_told_once_of_a_source_and_a_day() {
    Status one = alice.posts(SAID);
    Status two = alice.posts(OTHER);
    Article first = published(quoting(SAID) + "\n\n" + quoting(OTHER));
    Article second = published(quoting(SAID));
    alice.edits(one, "It will leave without anybody");
    town.settle();
    assertThat(told()).hasSize(1);
    alice.deletes(one);
    assertThat(first(first).verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(first(second).verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(told()).as("the same source on the same day").hasSize(1);
    long last = paper.notifications().size();
    alice.deletes(two);
    town.settle();
    assertThat(paper.notifications()).as("told anew of the other one").hasSize((int) last);
    assertThat(wasTold(two)).isTrue();
    assertThat(wasTold(one)).isTrue();
    town.later(DAY);
    alice.posts(OTHER + " again");
    Article third = published(quoting(OTHER + " again"));
    assertThat(first(third).verdict()).isEqualTo(Verdict.VERBATIM);
    assertThat(wasTold(two)).as("of another day nothing is kept, once there is news").isFalse();
  }

  private boolean wasTold(Status status) {
    town.settle();
    long day = town.clock().instant().toEpochMilli() / DAY.toMillis();
    return new ReportTable(town.store())
        .wasTold(paper.id().value(), Statement.Kind.POST.key(status.id().toString()), day);
  }

  @Test
  void a_part_of_a_series_that_is_deleted_takes_the_whole_from_those_who_quote_it() {
    List<Status> parts = series("The ferry waits", "for the last baker", "of a long night");
    Article article = published(quoting("The ferry waits for the last baker of a long night"));
    Span span = first(article);
    assertThat(span.source().orElseThrow().statement().kind()).isEqualTo(Statement.Kind.SERIES);
    alice.deletes(parts.get(1));
    assertThat(first(article).source().map(found -> found.statement().kind()))
        .isNotEqualTo(Optional.of(Statement.Kind.SERIES));
    assertThat(told()).containsExactly("source_changed");
  }

  @Test
  void who_only_shows_a_post_is_told_of_other_words_and_not_of_other_marks() {
    Status status = alice.posts(SAID);
    Article article = published("She wrote:\n\n" + address(status) + "\n");
    assertThat(town.articles().embeds().of(article.id())).hasSize(1);
    alice.edits(status, SAID + "!");
    town.settle();
    assertThat(told()).isEmpty();
    alice.edits(status, OTHER);
    town.settle();
    assertThat(told()).containsExactly("embed_changed");
    alice.deletes(status);
    town.settle();
    assertThat(told()).as("the same day").hasSize(1);
  }

  @Test
  void who_only_shows_a_post_is_told_when_it_is_deleted_or_taken_out() {
    Status one = alice.posts(SAID);
    published("She wrote:\n\n" + address(one) + "\n");
    alice.deletes(one);
    town.settle();
    assertThat(told()).containsExactly("embed_changed");
    Status two = alice.posts(OTHER);
    Article second = published("She wrote:\n\n" + address(two) + "\n");
    town.articles().embeds().detach(alice.id(), second.id(), 1);
    town.settle();
    assertThat(told()).containsExactly("embed_changed", "embed_changed");
  }

  @Test
  void every_article_that_quotes_it_is_looked_at_however_many_there_are() {
    Status status = alice.posts(SAID);
    Article article = published(quoting(SAID));
    String source = Statement.Kind.POST.key(status.id().toString());
    var table = new ReportTable(town.store());
    var kept = new ReportTable.Kept(1, Instant.EPOCH, false, List.of(), Map.of(), List.of());
    for (long id = 1; id <= 1_001; id++) {
      town.store()
          .journalledBatch(table.put(new ArticleId(id), kept, Map.of(source, "x"), Map.of()));
    }
    alice.deletes(status);
    town.settle();
    town.settle();
    assertThat(told()).hasSize(1);
    assertThat(table.quoting(source, new ArticleId(0), 10)).isEmpty();
    assertThat(first(article).verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void what_somebody_says_of_himself_plans_nothing_unless_it_changes_what_is_found() {
    alice.posts(SAID);
    Article article = published(quoting(SAID));
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
    long done = looks();
    alice.isNow(
        p ->
            new Profile(
                p.displayName(),
                "I bake.",
                p.fields(),
                p.avatar(),
                p.header(),
                p.bot(),
                p.locked(),
                p.discoverable(),
                p.indexable(),
                p.hidesCollections()));
    assertThat(looks()).isEqualTo(done);
    alice.letsHimselfBeFound(false);
    assertThat(looks()).isGreaterThan(done);
  }

  private long looks() {
    town.settle();
    return town.jobs().counts().done();
  }

  // ---- what it shows is a source

  @Test
  void what_is_kept_out_of_searches_is_a_source_for_whoever_shows_or_links_it() {
    Status status = alice.posts(SAID, Draft.Visibility.UNLISTED);
    alice.letsHimselfBeFound(false);
    assertThat(first(published(quoting(SAID))).verdict()).isEqualTo(Verdict.NOT_FOUND);
    Article showing = published(quoting(SAID) + "\n\n" + address(status) + "\n");
    assertThat(first(showing).verdict()).isEqualTo(Verdict.VERBATIM);
    Article linking = published("She [wrote](" + address(status) + "): “" + SAID + "” and left.");
    assertThat(first(linking).verdict()).isEqualTo(Verdict.VERBATIM);
    alice.deletes(status);
    assertThat(first(showing).verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(first(linking).verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void a_few_words_are_found_in_what_it_shows() {
    Status status = alice.posts(SAID);
    String body = "The “last baker” came late.";
    assertThat(first(published(body)).verdict()).isEqualTo(Verdict.NOT_FOUND);
    Article showing = published(body + "\n\n" + address(status) + "\n");
    assertThat(first(showing).verdict()).isEqualTo(Verdict.PARTIAL);
    town.articles().embeds().detach(alice.id(), showing.id(), 1);
    assertThat(first(showing).verdict()).as("taken out").isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void a_whole_series_that_it_shows_is_a_source_across_its_parts() {
    alice.letsHimselfBeFound(false);
    List<Status> parts = series("The ferry waits for the", "last baker of a long night");
    Article draft = begun("Somebody wrote: “ferry waits for the last baker of” it.\n\nembed:1\n");
    town.articles().embeds().takeSeries(paper.id(), draft.id(), address(parts.getFirst()));
    Span span = first(published(draft));
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.source().orElseThrow().statement().kind()).isEqualTo(Statement.Kind.SERIES);
  }

  @Test
  void what_is_quoted_as_a_block_beside_the_post_itself_is_a_quotation() {
    Status status = alice.posts(SAID);
    Article article = published("She wrote:\n\n> " + SAID + "\n\n" + address(status) + "\n");
    assertThat(first(article).kind()).isEqualTo(Span.Kind.BLOCK);
    assertThat(first(article).verdict()).isEqualTo(Verdict.VERBATIM);
  }

  // ---- what other articles show

  @Test
  void what_another_article_shows_as_copied_is_known_as_a_copy_while_it_is_there_to_read() {
    Article other = begun("They say:\n\nembed:1\n");
    town.articles().embeds().paste(paper.id(), other.id(), SAID, "@baker", "a wall");
    Article article = published("Somebody wrote: “" + SAID + "” and left.");
    assertThat(first(article).verdict()).as("a draft").isEqualTo(Verdict.NOT_FOUND);
    published(other);
    Span span = working(article);
    assertThat(span.verdict()).isEqualTo(Verdict.VERBATIM);
    Statement found = span.source().orElseThrow().statement();
    assertThat(found.confidence()).isEqualTo(Confidence.COPY_IN_ARTICLE);
    assertThat(found.where()).isEqualTo("The ferry");
    assertThat(found.url()).endsWith("/articles/" + other.id());
    town.known().rebuild();
    assertThat(working(article).verdict()).isEqualTo(Verdict.VERBATIM);
    town.articles().withdraw(paper.id(), other.id());
    assertThat(working(article).verdict()).as("withdrawn").isEqualTo(Verdict.NOT_FOUND);
    town.known().refresh();
    assertThat(town.known().count()).isZero();
  }

  // ---- what is told without quotation marks

  @Test
  void what_somebody_is_told_to_have_said_stands_beside_what_he_said_without_a_verdict() {
    Status status = alice.posts("The ferry will not wait for bakers this winter");
    alice.posts("Nothing is as quiet as a lamp");
    Article article =
        published(
            "On Monday @alice said that the ferry will not wait for anybody this winter."
                + " Somebody said that the ferry will not wait for bakers."
                + " @alice said that soup is hot.");
    QuoteCheck check = read(article).check();
    assertThat(check.spans()).isEmpty();
    assertThat(check.paraphrases())
        .extracting(told -> told.speaker().account())
        .containsOnly(Optional.of(alice.id()));
    var told = check.paraphrases().getFirst();
    assertThat(told.text())
        .isEqualTo("On Monday @alice said that the ferry will not wait for anybody this winter.");
    assertThat(told.sources())
        .extracting(found -> found.statement().id())
        .containsExactly(status.id().toString());
    assertThat(check.paraphrases().getLast().sources()).isEmpty();
    alice.deletes(status);
    assertThat(read(article).check().paraphrases().getFirst().sources()).isEmpty();
  }

  // ---- what is too long

  @Test
  void what_is_too_long_to_check_says_so_and_is_not_tried_again() {
    long failed = town.jobs().counts().failed();
    Article article = published("“a word or two of it” and ".repeat(1_001));
    assertThat(read(article).isTooLong()).isTrue();
    assertThat(read(article).check().spans()).isEmpty();
    assertThat(town.reports().working(paper.id(), article.id()).isTooLong()).isTrue();
    assertThat(town.jobs().counts().failed()).isEqualTo(failed);
    Article within = published("“a word or two of it” and ".repeat(1_000));
    assertThat(read(within).isTooLong()).isFalse();
    assertThat(read(within).check().spans()).hasSize(1_000);
  }

  // ---- confirmed, but cut

  @Test
  void what_its_speaker_says_is_his_but_cut_is_not_word_for_word() {
    Article article = published(quoting(SAID));
    Questions questions = town.statements().questions();
    Question asked = questions.ask(paper.id(), alice.id(), SAID, "The ferry");
    questions.answer(alice.id(), asked.id(), Question.Said.MINE_BUT_CUT, "There was more.", true);
    Span span = first(article);
    assertThat(span.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(span.flags()).contains(Flag.SAID_TO_BE_CUT);
    assertThat(span.source().orElseThrow().statement().confidence())
        .isEqualTo(Confidence.CONFIRMED_BUT_CUT);
  }

  // ---- "use the source's words"

  @Test
  void a_quotation_is_replaced_in_the_text_that_was_looked_at_and_in_no_other() {
    alice.posts(SAID);
    Article draft = begun(quoting(SAID.replace("cant", "can't")));
    town.settle();
    QuoteCheck seen = town.reports().working(paper.id(), draft.id()).check();
    Manuscript changed =
        Manuscript.empty()
            .withTitle("The ferry")
            .withBody(
                Markup.MARKDOWN,
                "“Nobody said these other words” first. " + quoting(SAID.replace("cant", "can't")));
    town.articles().change(paper.id(), draft.id(), changed);
    assertThatThrownBy(() -> town.reports().useSource(paper.id(), draft.id(), 1, seen.sha256()))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class));
    assertThat(town.articles().working(paper.id(), draft.id()).words().body())
        .isEqualTo(changed.body());
  }

  @Test
  void nor_where_what_it_shows_is_another_and_so_are_the_numbers() {
    alice.posts(SAID);
    String copied = "Nobody “was ever late for the very first boat” in this town.";
    Article draft = begun(copied + "\n\n" + quoting(SAID.replace("cant", "can't")));
    town.settle();
    QuoteCheck seen = town.reports().working(paper.id(), draft.id()).check();
    assertThat(seen.spans()).hasSize(2);
    town.articles().embeds().paste(paper.id(), draft.id(), copied, "@baker", "a wall");
    assertThat(town.reports().working(paper.id(), draft.id()).check().spans()).hasSize(1);
    assertThatThrownBy(() -> town.reports().useSource(paper.id(), draft.id(), 1, seen.sha256()))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class));
  }

  @Test
  void how_a_quotation_is_closed_stays_as_the_article_writes_it() {
    String source = "The ferry can't wait for the last baker of the night";
    // What was posted; what the article has of it, and then.
    for (String[] way :
        new String[][] {
          {"%s.", "“%s,” she said.", "“%s,” she said."},
          {"%s.", "She said: “%s.”", "She said: “%s.”"},
          {"%s.", "“%s”, she said.", "“%s”, she said."},
          {"%s", "“%s,” she said.", "“%s,” she said."},
          {"%s!", "“%s,” she said.", "“%s!” she said."},
          {"%s?", "“%s”, she said.", "“%s?”, she said."},
          {"%s...", "“%s,” she said.", "“%s...” she said."},
          {"%s of the U.S.", "“%s of the U.S.,” she said.", "“%s of the U.S.,” she said."}
        }) {
      Status said = alice.posts(way[0].formatted(source));
      String before = "@alice wrote to us. ";
      Article draft = begun(Markup.TEXT, before + way[1].formatted(source.replace("'", "")));
      town.settle();
      QuoteCheck seen = town.reports().working(paper.id(), draft.id()).check();
      assertThat(seen.spans().getFirst().source()).as(way[1]).isPresent();
      town.reports().useSource(paper.id(), draft.id(), 1, seen.sha256());
      assertThat(town.articles().working(paper.id(), draft.id()).words().body())
          .isEqualTo(before + way[2].formatted(source));
      alice.deletes(said);
      town.settle();
    }
  }

  @Test
  void the_source_s_letters_become_no_marks_in_any_markup() {
    String said =
        "1. *The* _ferry_ <b>waits</b> & `so` [do](https://a.example) ~~we~~ &amp; # all | !\n"
            + "- and \\ the bakers";
    alice.posts(said);
    for (Markup markup : Markup.values()) {
      String quoted = "The ferry b waits b so do we all and the baker";
      String letters =
          markup == Markup.HTML
              ? "<p>@alice wrote: “%s” and left.</p>"
              : "@alice wrote: “%s” and left.";
      Article draft = begun(markup, letters.formatted(quoted));
      town.settle();
      QuoteCheck seen = town.reports().working(paper.id(), draft.id()).check();
      Span span = seen.spans().getFirst();
      assertThat(span.source()).as(markup + " " + span).isPresent();
      String wanted = span.source().orElseThrow().words().replaceAll("\\s+", " ").strip();
      town.reports().useSource(paper.id(), draft.id(), 1, seen.sha256());
      Span after = working(draft);
      assertThat(after.text()).as(markup.word()).isEqualTo(wanted);
    }
  }
}
