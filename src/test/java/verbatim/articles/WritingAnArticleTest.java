package verbatim.articles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
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
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Answer;
import verbatim.excerpts.Around;
import verbatim.excerpts.Choice;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Sha256;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ArticleHtml;
import verbatim.rendering.Files;
import verbatim.statuses.Carried;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.text.Block;
import verbatim.text.Markup;

/// Alice writes an article, and it is read.
@ParameterizedClass
@EnumSource(Town.Engine.class)
class WritingAnArticleTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  Town town;
  Town.Person alice;
  Town.Person bob;
  Articles articles;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    articles = town.articles();
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static Manuscript words(String title, String body) {
    return Manuscript.empty().withTitle(title).withBody(Markup.MARKDOWN, body);
  }

  private Article published(String title, String body) {
    Article begun = articles.begin(alice.id(), alice.id(), words(title, body));
    return articles.publish(alice.id(), begun.id());
  }

  @Test
  void whoever_has_an_older_page_open_takes_no_correction_away() {
    Article article = published("Boat", "Forty aboard.");
    Manuscript older = articles.working(alice.id(), article.id()).words();
    articles.change(alice.id(), article.id(), words("Boat", "Fourteen aboard."));
    articles.publish(alice.id(), article.id(), "It was fourteen, not forty.");
    articles.change(alice.id(), article.id(), older.withBody(Markup.MARKDOWN, "Fifteen aboard."));
    Article after = articles.publish(alice.id(), article.id(), "It was fifteen.");
    assertThat(articles.current(after).words().corrections())
        .extracting(Manuscript.Correction::text)
        .containsExactly("It was fourteen, not forty.", "It was fifteen.");
  }

  @Test
  void what_an_edit_does_not_touch_is_as_another_left_it() {
    Article begun = articles.begin(alice.id(), alice.id(), words("Boat", "It leaves."));
    articles.change(
        alice.id(),
        begun.id(),
        before -> {
          assertThat(before.body()).isEqualTo("It leaves.");
          return before.withTitle("The boat");
        });
    Instant seen = articles.find(begun.id()).orElseThrow().changedAt();
    articles.change(
        alice.id(), begun.id(), before -> before.withBody(Markup.MARKDOWN, "It stays."));
    assertThatThrownBy(
            () ->
                articles.change(
                    alice.id(), begun.id(), before -> before.withTitle("Another boat"), seen))
        .as("who has not seen that it stays")
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class));
    Article same =
        articles.change(
            alice.id(), begun.id(), before -> before.withBody(Markup.MARKDOWN, "It stays."), seen);
    assertThat(articles.working(alice.id(), same.id()).words())
        .as("the same words are no conflict")
        .isEqualTo(words("The boat", "It stays."));
  }

  @Test
  void a_draft_shows_what_it_will_show_when_it_is_published_and_keeps_nothing_of_it() {
    Status open = bob.posts("The boat waits.");
    String address = "https://town.example/@bob/" + open.id();
    Status hidden = bob.posts("for few", Draft.Visibility.FOLLOWERS);
    Article begun = articles.begin(alice.id(), alice.id(), words("Boat", address + "\n"));
    var blocks = articles.blocks(articles.working(alice.id(), begun.id()));
    Embeds.ToBe toBe = articles.embeds().toBe(alice.id(), begun, blocks);
    assertThat(toBe.refused()).isEmpty();
    assertThat(toBe.embeds()).hasSize(1);
    assertThat(articles.embeds().of(begun.id())).as("nothing is kept").isEmpty();
    articles.publish(alice.id(), begun.id());
    Embed kept = articles.embeds().of(begun.id()).getFirst();
    assertThat(toBe.embeds().getFirst().snapshot().text()).isEqualTo(kept.snapshot().text());
    assertThat(toBe.embeds().getFirst().number()).isEqualTo(kept.number());
    articles.change(
        alice.id(),
        begun.id(),
        words("Boat", address + "\n\nhttps://town.example/@bob/" + hidden.id() + "\n\nembed:7\n"));
    Embeds.ToBe not =
        articles
            .embeds()
            .toBe(alice.id(), begun, articles.blocks(articles.working(alice.id(), begun.id())));
    assertThat(not.embeds()).containsExactly(kept);
    assertThat(not.refused()).extracting(e -> e.refusal().toString()).hasSize(2);
    assertThatThrownBy(() -> articles.publish(alice.id(), begun.id()))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.Invalid.class));
  }

  @Test
  void nobody_reads_it_before_it_is_published() {
    Article begun = articles.begin(alice.id(), alice.id(), words("Boat", "It leaves."));
    assertThat(articles.maySee(Viewer.ANYBODY, begun)).isFalse();
    assertThat(articles.maySee(Viewer.of(bob.id()), begun)).isFalse();
    assertThat(articles.maySee(Viewer.of(alice.id()), begun)).isTrue();
    assertThatThrownBy(() -> articles.working(bob.id(), begun.id())).isInstanceOf(Refused.class);
    assertThatThrownBy(
            () -> articles.change(bob.id(), begun.id(), words("Mine", "It does not leave.")))
        .isInstanceOf(Refused.class);
    assertThat(articles.drafts(alice.id(), 10)).containsExactly(begun);
  }

  @Test
  void published_it_is_carried_by_a_status_that_her_followers_see() {
    bob.follows(alice);
    Article article = published("The last boat", "It leaves.");
    Status status = town.statuses().find(article.status().orElseThrow()).orElseThrow();
    assertThat(status.carried()).isEqualTo(new Carried.Article(article.id()));
    assertThat(status.words().text())
        .isEqualTo("The last boat\n\nhttps://town.example/articles/" + article.id());
    assertThat(bob.home()).containsExactly(status.words().text());
    assertThat(articles.carriedBy(status)).contains(article);
    assertThat(articles.of(Viewer.ANYBODY, alice.id(), Page.newest(10))).containsExactly(article);
    assertThat(articles.newest(Viewer.ANYBODY, Page.newest(10))).containsExactly(article);
    assertThat(articles.current(article).words().body()).isEqualTo("It leaves.");
  }

  @Test
  void what_is_changed_afterwards_is_read_once_it_is_published_again_and_the_first_words_stay() {
    Article article = published("Boat", "Forty aboard.");
    articles.change(
        alice.id(),
        article.id(),
        words("The boat", "Fourteen aboard.")
            .withCorrections(
                List.of(
                    new Manuscript.Correction(
                        town.clock().instant(), "It was fourteen, not forty."))));
    assertThat(articles.current(articles.find(article.id()).orElseThrow()).words().body())
        .isEqualTo("Forty aboard.");
    Article again = articles.publish(alice.id(), article.id());
    assertThat(again.status()).isEqualTo(article.status());
    assertThat(again.versions()).isEqualTo(2);
    assertThat(articles.current(again).words().body()).isEqualTo("Fourteen aboard.");
    assertThat(articles.version(Viewer.ANYBODY, article.id(), 1).words().body())
        .isEqualTo("Forty aboard.");
    assertThat(town.statuses().find(again.status().orElseThrow()).orElseThrow().words().text())
        .startsWith("The boat\n");
    assertThat(articles.publish(alice.id(), article.id()).versions()).isEqualTo(2);
  }

  @Test
  void raw_words_are_kept_to_the_byte_with_their_print() {
    String body = "<p>“Im” &amp; you 😀</p>\n".repeat(5_000);
    Article begun =
        articles.begin(
            alice.id(), alice.id(), Manuscript.empty().withTitle("x").withBody(Markup.HTML, body));
    town.restart();
    Version version = town.articles().working(alice.id(), begun.id());
    assertThat(version.words().body()).isEqualTo(body);
    assertThat(version.sha256()).isEqualTo(Sha256.hex(body));
  }

  /// A file as another system ends its lines: its letters stand where they stood in it.
  @Test
  void raw_words_are_kept_to_the_byte_however_their_lines_end() throws GeneralSecurityException {
    for (String end : List.of("\r\n", "\r", "\n")) {
      for (Markup markup : Markup.values()) {
        String body = String.join(end, "\uFEFF“One,”", "she said.", "", "Two", "");
        ArticleId id =
            articles
                .begin(
                    alice.id(),
                    alice.id(),
                    Manuscript.empty().withTitle("x").withBody(markup, body))
                .id();
        Version version = articles.working(alice.id(), id);
        assertThat(version.words().body()).isEqualTo(body);
        assertThat(version.sha256())
            .isEqualTo(
                HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8))));
        Block last = articles.blocks(version).all().getLast();
        assertThat(body.substring(last.start(), last.end())).endsWith("Two");
        articles.change(alice.id(), id, version.words().withTitle("y"));
        assertThat(articles.working(alice.id(), id).words().body()).isEqualTo(body);
        articles.delete(alice.id(), id);
      }
    }
  }

  @Test
  void who_changes_what_another_device_changed_is_told() {
    Article begun = articles.begin(alice.id(), alice.id(), words("a", "b"));
    Article second =
        articles.change(alice.id(), begun.id(), _ -> words("a", "c"), begun.changedAt());
    assertThat(second.changedAt()).isAfter(begun.changedAt());
    assertThatThrownBy(
            () -> articles.change(alice.id(), begun.id(), _ -> words("a", "d"), begun.changedAt()))
        .isInstanceOf(Refused.class);
    assertThat(articles.working(alice.id(), begun.id()).words().body()).isEqualTo("c");
  }

  @Test
  void without_title_or_words_it_is_not_published() {
    Article begun = articles.begin(alice.id(), alice.id(), words("", "words"));
    assertThatThrownBy(() -> articles.publish(alice.id(), begun.id())).isInstanceOf(Refused.class);
    articles.change(alice.id(), begun.id(), words("title", " "));
    assertThatThrownBy(() -> articles.publish(alice.id(), begun.id())).isInstanceOf(Refused.class);
  }

  @Test
  void with_its_status_it_goes_and_is_a_draft_again() {
    Article article = published("Boat", "It leaves.");
    alice.deletes(town.statuses().find(article.status().orElseThrow()).orElseThrow());
    town.settle();
    Article after = articles.find(article.id()).orElseThrow();
    assertThat(after.isPublished()).isFalse();
    assertThat(articles.of(Viewer.ANYBODY, alice.id(), Page.newest(10))).isEmpty();
    assertThat(articles.working(alice.id(), article.id()).words().body()).isEqualTo("It leaves.");
    Article again = articles.publish(alice.id(), article.id());
    assertThat(again.versions()).isEqualTo(1);
    assertThat(again.status()).isPresent().isNotEqualTo(article.status());
  }

  @Test
  void withdrawn_or_deleted_its_status_goes_too() {
    bob.follows(alice);
    Article one = published("One", "words");
    Article two = published("Two", "words");
    articles.withdraw(alice.id(), one.id());
    articles.delete(alice.id(), two.id());
    assertThat(bob.home()).isEmpty();
    assertThat(articles.find(two.id())).isEmpty();
    assertThat(articles.drafts(alice.id(), 10)).extracting(Article::id).containsExactly(one.id());
  }

  @Test
  void suspended_authors_are_not_read() {
    Article article = published("Boat", "It leaves.");
    alice.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(articles.maySee(Viewer.ANYBODY, article)).isFalse();
    assertThat(articles.newest(Viewer.ANYBODY, Page.newest(10))).isEmpty();
  }

  @Test
  void with_her_account_all_goes() {
    Article article = published("Boat", "It leaves.");
    articles.begin(alice.id(), alice.id(), words("begun", ""));
    alice.leaves();
    town.settle();
    assertThat(articles.find(article.id())).isEmpty();
    assertThat(articles.drafts(alice.id(), 10)).isEmpty();
  }

  @Test
  void a_name_stands_above_it_when_its_bearer_agrees_and_no_longer_when_he_does_not() {
    Article begun =
        articles.begin(alice.id(), alice.id(), words("Boat", "x").withByline(List.of(bob.id())));
    Article article = articles.publish(alice.id(), begun.id());
    assertThat(articles.signed(article, articles.current(article))).containsExactly(alice.id());
    assertThat(articles.of(Viewer.ANYBODY, bob.id(), Page.newest(10))).isEmpty();
    Article agreed = articles.agree(bob.id(), article.id());
    assertThat(articles.signed(agreed, articles.current(agreed)))
        .containsExactly(alice.id(), bob.id());
    assertThat(articles.of(Viewer.ANYBODY, bob.id(), Page.newest(10))).containsExactly(agreed);
    Article disowned = articles.disown(bob.id(), article.id());
    assertThat(articles.signed(disowned, articles.current(disowned))).containsExactly(alice.id());
    assertThat(articles.of(Viewer.ANYBODY, bob.id(), Page.newest(10))).isEmpty();
  }

  @Test
  void who_took_his_name_away_is_not_named_again_until_he_says_so() {
    Town.Person post = town.person("post");
    articles.newsrooms().found(post.id());
    articles.newsrooms().ask(post.id(), post.id(), alice.id(), Newsrooms.Role.AUTHOR);
    articles.newsrooms().ask(post.id(), post.id(), bob.id(), Newsrooms.Role.AUTHOR);
    articles.newsrooms().accept(alice.id(), post.id());
    articles.newsrooms().accept(bob.id(), post.id());
    Manuscript named = words("a", "b").withByline(List.of(alice.id(), bob.id()));
    ArticleId id = articles.begin(alice.id(), post.id(), named).id();
    articles.agree(bob.id(), id);
    Article first = articles.publish(post.id(), id);
    assertThat(articles.signed(first, articles.current(first)))
        .containsExactly(alice.id(), bob.id());
    articles.disown(alice.id(), id);
    articles.disown(bob.id(), id);
    articles.change(post.id(), id, named.withTitle("c"));
    Article second = articles.publish(post.id(), id);
    assertThat(articles.signed(second, articles.current(second))).isEmpty();
    assertThat(articles.of(Viewer.ANYBODY, bob.id(), Page.newest(10))).isEmpty();
    assertThatThrownBy(() -> articles.agree(town.person("carol").id(), id))
        .isInstanceOf(Refused.class);
    articles.agree(bob.id(), id);
    articles.change(post.id(), id, named.withTitle("d"));
    Article third = articles.publish(post.id(), id);
    assertThat(articles.signed(third, articles.current(third))).containsExactly(bob.id());
  }

  @Test
  void members_of_a_newsroom_write_and_its_editors_publish() {
    Town.Person post = town.person("post");
    articles.newsrooms().found(post.id());
    articles.newsrooms().ask(post.id(), post.id(), alice.id(), Newsrooms.Role.AUTHOR);
    articles.newsrooms().ask(post.id(), post.id(), bob.id(), Newsrooms.Role.EDITOR);
    assertThatThrownBy(() -> articles.begin(alice.id(), post.id(), words("a", "b")))
        .isInstanceOf(Refused.class);
    articles.newsrooms().accept(alice.id(), post.id());
    articles.newsrooms().accept(bob.id(), post.id());
    Article begun =
        articles.begin(alice.id(), post.id(), words("a", "b").withByline(List.of(alice.id())));
    assertThatThrownBy(() -> articles.publish(alice.id(), begun.id())).isInstanceOf(Refused.class);
    Article article = articles.publish(bob.id(), begun.id());
    assertThat(town.statuses().find(article.status().orElseThrow()).orElseThrow().author())
        .isEqualTo(post.id());
    assertThat(articles.signed(article, articles.current(article))).containsExactly(alice.id());
    articles.newsrooms().remove(alice.id(), post.id(), alice.id());
    assertThatThrownBy(() -> articles.change(alice.id(), article.id(), words("c", "d")))
        .isInstanceOf(Refused.class);
  }

  private Medium uploads(Town.Person who) throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
    return town.media()
        .upload(who.id(), new ByteArrayInputStream(png.toByteArray()), Media.Said.NOTHING);
  }

  @Test
  void pictures_of_others_cannot_be_put_into_it_however_their_address_is_spelled()
      throws IOException {
    MediaId hers = uploads(alice).id();
    MediaId his = uploads(bob).id();
    var unknown = new MediaId(his.value() + 1);
    for (MediaId id : List.of(his, unknown)) {
      refused(words("t", "![x](media:" + id + ")"));
      refused(words("t", "![x](media\\:" + id + ")"));
      refused(words("t", "![x](&#109;edia:" + id + ")"));
      refused(words("t", "b").withBody(Markup.HTML, "<img src=\"&#109;edia:" + id + "\">"));
    }
    ArticleId id =
        articles.begin(alice.id(), alice.id(), words("t", "![x](media\\:" + hers + ")")).id();
    Article draft = articles.change(alice.id(), id, words("u", "![x](media:" + hers + ")"));
    assertThat(Articles.holds(town.media(), draft, hers)).isTrue();
    var addresses = new Addresses(URI.create("https://town.example"));
    var html = new ArticleHtml(articles.embeds(), town.media(), new Files(town.media(), addresses));
    assertThat(html.picture(Optional.of(hers), draft)).isPresent();
    assertThat(html.picture(Optional.of(his), draft)).isEmpty();
  }

  private boolean isHeld(MediaId picture, Article article) {
    return Articles.holds(town.media(), article, picture);
  }

  /// What nobody holds goes in time.
  private boolean staysOnDisk(MediaId picture) {
    town.later(Duration.ofDays(3));
    town.media().expireUnattached(town.clock().instant());
    return town.media().find(picture).isPresent();
  }

  @Test
  void pictures_of_earlier_versions_go_when_it_is_withdrawn_and_those_of_the_draft_stay()
      throws IOException {
    MediaId first = uploads(alice).id();
    MediaId second = uploads(alice).id();
    Article article = published("Boat", "![a](media:" + first + ")");
    articles.change(alice.id(), article.id(), words("Boat", "![b](media:" + second + ")"));
    Article both = articles.publish(alice.id(), article.id());
    assertThat(isHeld(first, both)).isTrue();
    articles.withdraw(alice.id(), article.id());
    town.settle();
    assertThat(staysOnDisk(first)).isFalse();
    assertThat(staysOnDisk(second)).isTrue();
    articles.delete(alice.id(), article.id());
    town.settle();
    assertThat(town.media().find(second)).isEmpty();
  }

  @Test
  void a_picture_that_was_only_tried_in_a_published_article_is_not_kept() throws IOException {
    MediaId shown = uploads(alice).id();
    MediaId tried = uploads(alice).id();
    Article article = published("Boat", "![a](media:" + shown + ")");
    articles.change(alice.id(), article.id(), words("Boat", "![b](media:" + tried + ")"));
    articles.change(alice.id(), article.id(), words("Boat", "without"));
    assertThat(staysOnDisk(tried)).isFalse();
    assertThat(staysOnDisk(shown)).isTrue();
  }

  @Test
  void the_list_of_versions_reads_no_body() {
    String long1 = "word ".repeat(50_000);
    Article article = published("Boat", long1);
    articles.change(alice.id(), article.id(), words("The boat", long1 + "more"));
    Article twice = articles.publish(alice.id(), article.id());
    // The least of some tries: after a start others read beside it.
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      town.restart();
      town.settle();
      long before = town.store().rows();
      List<Version> heads = town.articles().headsOfVersions(twice);
      least = Math.min(least, town.store().rows() - before);
      assertThat(heads).extracting(v -> v.words().title()).containsExactly("Boat", "The boat");
    }
    assertThat(least).isLessThanOrEqualTo(2);
  }

  private static final String EXCERPT = "https://town.example/excerpts/";

  /// Words of bob, who has agreed, in an excerpt that alice publishes.
  private ExcerptId excerpt(String words) {
    bob.follows(alice);
    alice.follows(bob);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    town.conversations().say(bob.id(), talk, Conversations.Draft.of(words));
    ExcerptId id =
        town.excerpts().draft(alice.id(), Choice.of(talk, 1, 1), Around.NOTHING).shown().id();
    town.excerpts().ask(alice.id(), id);
    town.excerpts().publish(alice.id(), id, Draft.of(alice.id(), "Read"));
    String seen = town.excerpts().asked(bob.id(), id).seen();
    town.excerpts().answer(bob.id(), id, Answer.Agree.all(), seen);
    town.settle();
    return id;
  }

  @Test
  void words_that_their_author_takes_back_from_an_excerpt_go_from_drafts_too() {
    Town.Person carol = town.person("carol");
    ExcerptId excerpt = excerpt("It closes on Friday");
    ArticleId id = articles.begin(carol.id(), carol.id(), words("t", "b")).id();
    Embed embed = articles.embeds().take(carol.id(), id, EXCERPT + excerpt);
    assertThat(embed.snapshot().text()).isEqualTo("It closes on Friday");
    town.excerpts().withdraw(bob.id(), excerpt);
    assertThat(articles.embeds().take(carol.id(), id, EXCERPT + excerpt).snapshot())
        .extracting(Embed.Snapshot::text, Embed.Snapshot::signed)
        .allSatisfy(text -> assertThat((String) text).doesNotContain("Friday"));
    town.settle();
    Embed kept = new EmbedTable(town.store()).of(id).getFirst();
    assertThat(kept.snapshot().text() + kept.snapshot().signed()).doesNotContain("Friday");
  }

  @Test
  void with_the_post_of_an_excerpt_its_words_go_from_drafts_too() {
    Town.Person carol = town.person("carol");
    ExcerptId excerpt = excerpt("It closes on Friday");
    ArticleId id = articles.begin(carol.id(), carol.id(), words("t", "b")).id();
    articles.embeds().take(carol.id(), id, EXCERPT + excerpt);
    town.statuses().delete(alice.id(), town.excerpts().post(excerpt).orElseThrow());
    town.settle();
    Embed kept = new EmbedTable(town.store()).of(id).getFirst();
    assertThat(kept.condition()).isEqualTo(Embed.Condition.WITHDRAWN);
    assertThat(kept.snapshot().text() + kept.snapshot().signed()).doesNotContain("Friday");
  }

  @Test
  void an_excerpt_is_not_embedded_by_whom_its_publisher_or_its_speakers_do_not_want() {
    Town.Person carol = town.person("carol");
    ExcerptId excerpt = excerpt("It closes on Friday");
    ArticleId id = articles.begin(carol.id(), carol.id(), words("t", "b")).id();
    for (Town.Person one : List.of(alice, bob)) {
      wishes(one, Wishes.Embeds.NOBODY);
      assertThatThrownBy(() -> articles.embeds().take(carol.id(), id, EXCERPT + excerpt))
          .isInstanceOf(Refused.class);
      wishes(one, Wishes.Embeds.PUBLIC);
    }
    bob.blocks(carol);
    assertThatThrownBy(() -> articles.embeds().take(carol.id(), id, EXCERPT + excerpt))
        .isInstanceOf(Refused.class);
    bob.unblocks(carol);
    assertThat(articles.embeds().take(carol.id(), id, EXCERPT + excerpt).snapshot().text())
        .isEqualTo("It closes on Friday");
  }

  private void wishes(Town.Person who, Wishes.Embeds embeds) {
    town.accounts()
        .change(
            who.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(), a.wishes().gathers(), embeds, a.wishes().asks())));
  }

  @Test
  void however_often_it_names_an_embed_all_of_them_are_read_once() {
    Article begun = articles.begin(alice.id(), alice.id(), words("t", "b"));
    for (int i = 0; i < 5; i++) {
      articles.embeds().paste(alice.id(), begun.id(), "words " + i, "n", "there");
    }
    long few = rowsToPublish(begun.id(), 2);
    assertThat(rowsToPublish(begun.id(), 1_000) - few).isLessThan(1_000);
  }

  private long rowsToPublish(ArticleId id, int times) {
    articles.change(alice.id(), id, words("t", "embed:1\n\nembed:2\n\n".repeat(times / 2) + times));
    long before = town.store().rows();
    articles.publish(alice.id(), id);
    return town.store().rows() - before;
  }

  @Test
  void everything_has_a_bound() {
    Limits.Articles limits = Limits.usual().articles();
    Manuscript usual = words("t", "b");
    fits(usual.withTitle("t".repeat(limits.titleCharactersMax())));
    refused(usual.withTitle("t".repeat(limits.titleCharactersMax() + 1)));
    fits(usual.withBody(Markup.TEXT, "b".repeat(limits.bodyBytesMax())));
    refused(usual.withBody(Markup.TEXT, "b".repeat(limits.bodyBytesMax() + 1)));
    fits(standfirst("s".repeat(limits.standfirstCharactersMax()), ""));
    refused(standfirst("s".repeat(limits.standfirstCharactersMax() + 1), ""));
    String address = "https://a.example/";
    fits(standfirst("", address + "a".repeat(limits.addressCharactersMax() - address.length())));
    refused(
        standfirst("", address + "a".repeat(limits.addressCharactersMax() - address.length() + 1)));
    fits(usual.withTopics(numbered(limits.topicsMax())));
    refused(usual.withTopics(numbered(limits.topicsMax() + 1)));
    fits(usual.withTopics(List.of("t".repeat(limits.topicCharactersMax()))));
    refused(usual.withTopics(List.of("t".repeat(limits.topicCharactersMax() + 1))));
    fits(usual.withByline(Collections.nCopies(limits.bylineMax(), bob.id())));
    refused(usual.withByline(Collections.nCopies(limits.bylineMax() + 1, bob.id())));
    var correction = new Manuscript.Correction(Instant.EPOCH, "c");
    fits(usual.withCorrections(Collections.nCopies(limits.correctionsMax(), correction)));
    refused(usual.withCorrections(Collections.nCopies(limits.correctionsMax() + 1, correction)));
    String longest = "c".repeat(limits.correctionCharactersMax());
    fits(usual.withCorrections(List.of(new Manuscript.Correction(Instant.EPOCH, longest))));
    refused(
        usual.withCorrections(List.of(new Manuscript.Correction(Instant.EPOCH, longest + "c"))));
    int drafts = articles.drafts(alice.id(), limits.draftsMax() + 1).size();
    for (int i = drafts; i < limits.draftsMax(); i++) {
      fits(usual);
    }
    refused(usual);
    articles.drafts(alice.id(), 1).forEach(article -> articles.delete(alice.id(), article.id()));
    embedsHaveABound(limits);
    versionsHaveABound(limits);
    newsroomsHaveABound(limits);
  }

  private void embedsHaveABound(Limits.Articles limits) {
    ArticleId id = articles.begin(alice.id(), alice.id(), words("t", "b")).id();
    Embeds embeds = articles.embeds();
    String name = "n".repeat(limits.nameCharactersMax());
    String text = "w".repeat(limits.pastedCharactersMax());
    embeds.paste(alice.id(), id, text, name, name);
    assertThatThrownBy(() -> embeds.paste(alice.id(), id, text + "w", name, name))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> embeds.paste(alice.id(), id, text, name + "n", name))
        .isInstanceOf(Refused.class);
    for (int i = 1; i < limits.embedsMax(); i++) {
      embeds.paste(alice.id(), id, "words " + i, "n", "there");
    }
    assertThatThrownBy(() -> embeds.paste(alice.id(), id, "more", "n", "there"))
        .isInstanceOf(Refused.class);
    articles.delete(alice.id(), id);
  }

  private void versionsHaveABound(Limits.Articles limits) {
    Article article = published("t", "0");
    for (int i = 1; i < limits.versionsMax(); i++) {
      articles.change(alice.id(), article.id(), words("t", "" + i));
      articles.publish(alice.id(), article.id());
    }
    articles.change(alice.id(), article.id(), words("t", "more"));
    assertThatThrownBy(() -> articles.publish(alice.id(), article.id()))
        .isInstanceOf(Refused.class);
  }

  private void newsroomsHaveABound(Limits.Articles limits) {
    Newsrooms newsrooms = articles.newsrooms();
    newsrooms.found(bob.id());
    for (int i = 0; i < limits.membersMax(); i++) {
      newsrooms.ask(bob.id(), bob.id(), new AccountId(1_000 + i), Newsrooms.Role.AUTHOR);
    }
    assertThatThrownBy(() -> newsrooms.ask(bob.id(), bob.id(), alice.id(), Newsrooms.Role.AUTHOR))
        .isInstanceOf(Refused.class);
  }

  private static Manuscript standfirst(String standfirst, String canonical) {
    Manuscript usual = words("t", "b");
    return new Manuscript(
        usual.title(),
        standfirst,
        usual.markup(),
        usual.body(),
        usual.byline(),
        usual.topics(),
        "en",
        canonical,
        usual.picture(),
        usual.corrections());
  }

  private static List<String> numbered(int count) {
    List<String> topics = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      topics.add("topic " + i);
    }
    return topics;
  }

  private void fits(Manuscript words) {
    articles.begin(alice.id(), alice.id(), words);
  }

  private void refused(Manuscript words) {
    assertThatThrownBy(() -> articles.begin(alice.id(), alice.id(), words))
        .isInstanceOf(Refused.class);
  }
}
