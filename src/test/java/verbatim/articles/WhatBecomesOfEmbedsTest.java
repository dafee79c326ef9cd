package verbatim.articles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.accounts.Wishes;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refused;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.store.Key;
import verbatim.store.Table;
import verbatim.text.Markup;

/// Bob says something, Alice shows it in an article, and then Bob wants something else: what
/// readers see, and what lies in the store.
class WhatBecomesOfEmbedsTest {
  private static final String WORDS = "We cant keep it at this price";

  @TempDir Path folder;
  Town town;
  Town.Person alice;
  Town.Person bob;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Embeds embeds() {
    return town.articles().embeds();
  }

  private static String url(Status status) {
    return "https://town.example/@bob/" + status.id();
  }

  /// A published article that shows this post.
  private Article showing(Status post) {
    Article begun =
        town.articles()
            .begin(
                alice.id(),
                alice.id(),
                Manuscript.empty()
                    .withTitle("Boat")
                    .withBody(Markup.MARKDOWN, "He wrote:\n\n" + url(post)));
    return town.articles().publish(alice.id(), begun.id());
  }

  private Embed shown(Article article) {
    List<Embed> all = embeds().shownIn(town.articles().current(article));
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /// The embed as it lies on the disk, whatever is shown of it.
  private Embed kept(Article article) {
    town.settle();
    return new EmbedTable(town.store()).of(article.id()).getFirst();
  }

  private static String all(Embed embed) {
    Embed.Snapshot copy = embed.snapshot();
    return String.join("|", copy.text(), copy.name(), copy.url(), copy.id(), copy.signed());
  }

  private void wishes(Wishes.Deletion deletion) {
    town.accounts()
        .change(
            bob.id(),
            a ->
                a.with(
                    new Wishes(
                        deletion, a.wishes().gathers(), a.wishes().embeds(), a.wishes().asks())));
  }

  private void mayBeEmbedded(Wishes.Embeds by) {
    town.accounts()
        .change(
            bob.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(), a.wishes().gathers(), by, a.wishes().asks())));
  }

  private void isSuspended(boolean so) {
    bob.isNow(
        new Standing(
            so ? Standing.State.SUSPENDED : Standing.State.ACTIVE, Standing.Role.USER, false));
  }

  // ---- deleted

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void deleted_it_is_gone_unless_its_author_wishes_otherwise(Town.Engine engine) {
    open(engine);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.UNCHANGED);
    assertThat(shown(article).snapshot().signed()).contains(WORDS).contains("proof");
    bob.deletes(post);
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.DELETED);
    assertThat(all(shown(article))).doesNotContain(WORDS).doesNotContain("bob|");
    assertThat(all(kept(article))).doesNotContain(WORDS);
    assertThat(kept(article).snapshot().name()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void its_words_stay_without_a_name_where_he_wishes_so(Town.Engine engine) {
    open(engine);
    wishes(Wishes.Deletion.KEEP_WORDS);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    bob.deletes(post);
    for (Embed embed : List.of(shown(article), kept(article))) {
      assertThat(embed.snapshot().text()).isEqualTo(WORDS);
      assertThat(embed.snapshot().isNamed()).isFalse();
      assertThat(embed.snapshot().url() + embed.snapshot().id() + embed.snapshot().signed())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void words_and_name_stay_with_a_note_where_he_wishes_so(Town.Engine engine) {
    open(engine);
    wishes(Wishes.Deletion.KEEP_NOTE);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    bob.deletes(post);
    for (Embed embed : List.of(shown(article), kept(article))) {
      assertThat(embed.condition()).isEqualTo(Embed.Condition.DELETED);
      assertThat(embed.snapshot().text()).isEqualTo(WORDS);
      assertThat(embed.snapshot().name()).isEqualTo("bob");
      assertThat(embed.snapshot().signed()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whoever_let_his_words_be_kept_may_change_his_mind(Town.Engine engine) {
    open(engine);
    wishes(Wishes.Deletion.KEEP_NOTE);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    bob.deletes(post);
    town.settle();
    wishes(Wishes.Deletion.KEEP_WORDS);
    assertThat(shown(article).snapshot().isNamed()).isFalse();
    assertThat(kept(article).snapshot().name()).isEmpty();
    wishes(Wishes.Deletion.REMOVE);
    assertThat(all(shown(article))).doesNotContain(WORDS);
    assertThat(all(kept(article))).doesNotContain(WORDS);
    wishes(Wishes.Deletion.KEEP_NOTE);
    assertThat(all(kept(article))).doesNotContain(WORDS);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void kept_words_without_a_name_are_still_his_to_take_out(Town.Engine engine) {
    open(engine);
    wishes(Wishes.Deletion.KEEP_WORDS);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    bob.deletes(post);
    town.settle();
    Embed his = embeds().ofAuthor(bob.id(), Embeds.Spot.LAST, 10).embeds().getFirst();
    assertThatThrownBy(() -> embeds().detach(alice.id(), article.id(), his.number()))
        .isInstanceOf(Refused.class);
    embeds().detach(bob.id(), article.id(), his.number());
    assertThat(kept(article).condition()).isEqualTo(Embed.Condition.WITHDRAWN);
    assertThat(all(kept(article))).doesNotContain(WORDS);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void of_a_suspended_author_nothing_is_shown_deleted_or_not_and_it_comes_back_with_him(
      Town.Engine engine) {
    open(engine);
    wishes(Wishes.Deletion.KEEP_NOTE);
    Status stays = bob.posts(WORDS);
    Status goes = bob.posts("And I mean it");
    Article one = showing(stays);
    Article two = showing(goes);
    bob.deletes(goes);
    town.settle();
    isSuspended(true);
    for (Article article : List.of(one, two)) {
      assertThat(shown(article).condition()).isEqualTo(Embed.Condition.UNREACHABLE);
      assertThat(shown(article).snapshot().text()).isEmpty();
      assertThat(shown(article).snapshot().isNamed()).isFalse();
      assertThat(kept(article).condition()).isEqualTo(Embed.Condition.UNREACHABLE);
    }
    isSuspended(false);
    town.settle();
    assertThat(shown(one).condition()).isEqualTo(Embed.Condition.UNCHANGED);
    assertThat(shown(one).snapshot().text()).isEqualTo(WORDS);
    assertThat(shown(two).condition()).isEqualTo(Embed.Condition.DELETED);
    assertThat(shown(two).snapshot().text()).isEqualTo("And I mean it");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void with_his_account_his_words_go_whatever_he_wished(Town.Engine engine) {
    open(engine);
    wishes(Wishes.Deletion.KEEP_NOTE);
    Status stays = bob.posts(WORDS);
    Status goes = bob.posts("And I mean it");
    Article one = showing(stays);
    Article two = showing(goes);
    bob.deletes(goes);
    town.settle();
    bob.leaves();
    for (Article article : List.of(one, two)) {
      assertThat(shown(article).snapshot().hasWords()).isFalse();
      assertThat(kept(article).condition()).isEqualTo(Embed.Condition.DELETED);
      assertThat(kept(article).snapshot().hasWords()).isFalse();
      assertThat(kept(article).snapshot().name()).isEmpty();
    }
  }

  // ---- edited

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void edited_it_says_so_with_the_difference(Town.Engine engine) {
    open(engine);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    bob.edits(post, "We can’t keep it at this price");
    Embed edited = shown(article);
    assertThat(edited.condition()).isEqualTo(Embed.Condition.EDITED);
    assertThat(edited.snapshot().text()).isEqualTo(WORDS);
    assertThat(embeds().textNow(edited)).contains("We can’t keep it at this price");
    assertThat(kept(article).condition()).isEqualTo(Embed.Condition.EDITED);
    bob.edits(post, WORDS);
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.UNCHANGED);
  }

  // ---- series

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_series_is_one_embed_and_goes_with_any_of_its_parts(Town.Engine engine) {
    open(engine);
    List<Status> parts =
        town.statuses()
            .postSeries(
                List.of(Draft.of(bob.id(), "One thing."), Draft.of(bob.id(), "And another.")), "");
    ArticleId id = town.articles().begin(alice.id(), alice.id(), titled("x")).id();
    Embed embed = embeds().takeSeries(alice.id(), id, url(parts.getLast()));
    assertThat(embed.snapshot().text()).isEqualTo("One thing.\n\nAnd another.");
    assertThat(embed.snapshot().url()).endsWith(parts.getFirst().id().toString());
    assertThat(embeds().takeSeries(alice.id(), id, url(parts.getFirst()))).isEqualTo(embed);
    town.articles().change(alice.id(), id, titled("embed:" + embed.number()));
    Article article = town.articles().publish(alice.id(), id);
    bob.edits(parts.getLast(), "And nothing else.");
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.EDITED);
    assertThat(embeds().textNow(shown(article))).contains("One thing.\n\nAnd nothing else.");
    bob.deletes(town.statuses().find(parts.getLast().id()).orElseThrow());
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.DELETED);
    assertThat(all(kept(article))).doesNotContain("thing");
  }

  private static Manuscript titled(String body) {
    return Manuscript.empty().withTitle("Boat").withBody(Markup.MARKDOWN, body);
  }

  // ---- who may

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whom_its_author_does_not_want_cannot_embed_it(Town.Engine engine) {
    open(engine);
    Status post = bob.posts(WORDS);
    ArticleId id = town.articles().begin(alice.id(), alice.id(), titled("x")).id();
    mayBeEmbedded(Wishes.Embeds.NOBODY);
    assertThatThrownBy(() -> embeds().take(alice.id(), id, url(post))).isInstanceOf(Refused.class);
    mayBeEmbedded(Wishes.Embeds.FOLLOWERS);
    assertThatThrownBy(() -> embeds().take(alice.id(), id, url(post))).isInstanceOf(Refused.class);
    alice.follows(bob);
    assertThat(embeds().take(alice.id(), id, url(post)).snapshot().text()).isEqualTo(WORDS);
    Status quiet = bob.posts("for few", Draft.Visibility.FOLLOWERS);
    assertThatThrownBy(() -> embeds().take(alice.id(), id, url(quiet))).isInstanceOf(Refused.class);
    mayBeEmbedded(Wishes.Embeds.PUBLIC);
    bob.blocks(alice);
    Status after = bob.posts("after the block");
    assertThatThrownBy(() -> embeds().take(alice.id(), id, url(after))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void taken_out_by_its_author_it_does_not_come_back(Town.Engine engine) {
    open(engine);
    Status post = bob.posts(WORDS);
    Article article = showing(post);
    embeds().detach(bob.id(), article.id(), shown(article).number());
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.WITHDRAWN);
    assertThat(all(kept(article))).doesNotContain(WORDS);
    assertThatThrownBy(() -> embeds().take(alice.id(), article.id(), url(post)))
        .isInstanceOf(Refused.class);
    bob.edits(post, "Something else");
    town.settle();
    assertThat(shown(article).condition()).isEqualTo(Embed.Condition.WITHDRAWN);
    bob.deletes(post);
    assertThat(kept(article).condition()).isEqualTo(Embed.Condition.WITHDRAWN);
  }

  // ---- many

  /// More than are looked at in one go.
  private static final int MANY = 205;

  @Test
  void however_many_show_it_all_of_them_lose_it() {
    open(Town.Engine.ROCKS);
    Status post = bob.posts(WORDS);
    List<Article> drafts = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Town.Person writer =
          i % 100 == 0 ? town.person("writer" + i) : town.person("writer" + i / 100 * 100);
      Article draft = town.articles().begin(writer.id(), writer.id(), titled("x"));
      embeds().take(writer.id(), draft.id(), url(post));
      drafts.add(draft);
    }
    bob.deletes(post);
    town.settle();
    var table = new EmbedTable(town.store());
    assertThat(drafts)
        .allSatisfy(
            draft ->
                assertThat(all(table.of(draft.id()).getFirst()))
                    .as("draft " + draft.id())
                    .doesNotContain(WORDS));
  }

  @Test
  void looking_again_comes_to_every_article_that_shows_something_drafts_too() {
    open(Town.Engine.ROCKS);
    Status post = bob.posts(WORDS);
    Article published = showing(post);
    Article draft = town.articles().begin(alice.id(), alice.id(), titled("x"));
    embeds().take(alice.id(), draft.id(), url(post));
    var table = new EmbedTable(town.store());
    town.later(Duration.ofHours(2));
    embeds().lookAgain();
    town.settle();
    assertThat(table.of(published.id()).getFirst().lookedAt()).isEqualTo(town.clock().instant());
    assertThat(table.of(draft.id()).getFirst().lookedAt()).isBefore(town.clock().instant());
    town.later(Duration.ofDays(1));
    embeds().lookAgain();
    town.settle();
    assertThat(table.of(draft.id()).getFirst().lookedAt()).isEqualTo(town.clock().instant());
    town.articles().delete(alice.id(), draft.id());
    assertThat(table.of(draft.id())).isEmpty();
  }

  @Test
  void a_round_that_breaks_off_does_not_end_all_looking() {
    open(Town.Engine.ROCKS);
    Article published = showing(bob.posts("said by heronmouse"));
    Embed embed = new EmbedTable(town.store()).of(published.id()).getFirst();
    Table embeds = Table.plain("article_embed");
    Key article = Key.of(published.id().value());
    Key number = Key.of(embed.number());
    byte[] whole = town.store().get(embeds, article, number).orElseThrow().value();
    town.store().put(embeds, article, number, new byte[] {99});
    town.later(Duration.ofHours(2));
    embeds().lookAgain();
    for (int i = 0; i < 40; i++) {
      town.settle();
      town.later(Duration.ofHours(12));
    }
    town.store().put(embeds, article, number, whole);
    embeds().lookAgain();
    town.settle();
    assertThat(new EmbedTable(town.store()).of(published.id()).getFirst().lookedAt())
        .isEqualTo(town.clock().instant());
  }

  @Test
  void where_ones_words_stand_is_paged() {
    open(Town.Engine.ROCKS);
    List<Article> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(showing(bob.posts("post " + i)));
    }
    Embeds.Mine first = embeds().ofAuthor(bob.id(), Embeds.Spot.LAST, 3);
    Embeds.Mine second = embeds().ofAuthor(bob.id(), first.next(), 3);
    assertThat(first.embeds()).hasSize(3);
    assertThat(second.hasMore()).isFalse();
    List<ArticleId> found = new ArrayList<>();
    first.embeds().forEach(e -> found.add(e.article()));
    second.embeds().forEach(e -> found.add(e.article()));
    assertThat(found).containsExactlyElementsOf(all.reversed().stream().map(Article::id).toList());
  }
}
