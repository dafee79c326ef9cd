package verbatim.articles;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.MortalStore;
import verbatim.Town;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Fork;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.media.Media;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.text.Markup;

/// The process dies before the first write of an article, before the second …, or many write at
/// once: an article is published whole, with one status that carries it, or it is a draft; and what
/// was withdrawn or erased is so entirely.
class KilledWhilePublishingTest {
  private static final int AUTHORS = 12;
  private static final int TURNS_MAX = 40;

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;

  @AfterEach
  void close() {
    town.close();
  }

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    town.person("bob").follows(alice);
  }

  private MediaId picture() throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
    return town.media()
        .upload(alice.id(), new ByteArrayInputStream(png.toByteArray()), Media.Said.NOTHING)
        .id();
  }

  private static Manuscript words(String title, MediaId picture) {
    return Manuscript.empty()
        .withTitle(title)
        .withBody(Markup.MARKDOWN, "It leaves.\n\n![a boat](media:" + picture + ")");
  }

  /// @return whether the process died of it
  private boolean isKilledIn(Callable<?> deed, int writes) throws Exception {
    town.articlesEndAfter(writes);
    boolean isDead = false;
    try {
      deed.call();
    } catch (MortalStore.Dead _) {
      isDead = true;
    }
    town.isKilled();
    // What was planned in the same second is due now.
    town.later(Duration.ofSeconds(1));
    town.settle();
    return isDead;
  }

  private List<String> carried() {
    return town.people().getLast().home();
  }

  @Test
  void begun_it_is_there_with_its_words_or_not_at_all() throws Exception {
    open(Town.Engine.ROCKS);
    for (int writes = 0; writes < TURNS_MAX; writes++) {
      MediaId picture = picture();
      String title = "begun " + writes;
      boolean isDead =
          isKilledIn(
              () -> town.articles().begin(alice.id(), alice.id(), words(title, picture)), writes);
      List<Article> drafts = town.articles().drafts(alice.id(), 100);
      for (Article draft : drafts) {
        Version working = town.articles().working(alice.id(), draft.id());
        assertThat(working.words().body()).startsWith("It leaves.");
        assertThat(
                Articles.holds(
                    town.media(),
                    draft,
                    Articles.picture(town.articles().blocks(working).all().getLast())
                        .orElseThrow()))
            .isTrue();
      }
      if (!isDead) {
        assertThat(drafts).isNotEmpty();
        return;
      }
    }
    throw new AssertionError("never done");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void published_it_is_whole_with_one_status_or_a_draft(Town.Engine engine) throws Exception {
    open(engine);
    for (int writes = 0; writes < TURNS_MAX; writes++) {
      MediaId picture = picture();
      ArticleId id =
          town.articles().begin(alice.id(), alice.id(), words("Boat " + writes, picture)).id();
      boolean isDead = isKilledIn(() -> town.articles().publish(alice.id(), id), writes);
      Article article = town.articles().find(id).orElseThrow();
      if (article.isPublished()) {
        isWhole(article, picture);
      } else {
        assertThat(isDead).isTrue();
        assertThat(town.articles().newest(Viewer.ANYBODY, Page.newest(50)))
            .extracting(Article::id)
            .doesNotContain(id);
        isWhole(town.articles().publish(alice.id(), id), picture);
      }
      int times = writes;
      assertThat(carried()).filteredOn(text -> text.startsWith("Boat " + times + "\n")).hasSize(1);
      if (!isDead) {
        return;
      }
    }
    throw new AssertionError("never done");
  }

  private void isWhole(Article article, MediaId picture) {
    assertThat(article.versions()).isEqualTo(1);
    assertThat(town.articles().current(article).words().body()).startsWith("It leaves.");
    Status status = town.statuses().find(article.status().orElseThrow()).orElseThrow();
    assertThat(town.articles().carriedBy(status)).contains(article);
    assertThat(town.articles().of(Viewer.ANYBODY, alice.id(), Page.newest(50))).contains(article);
    assertThat(Articles.holds(town.media(), article, picture)).isTrue();
  }

  @Test
  void withdrawn_it_is_a_draft_without_a_trace_or_as_it_was() throws Exception {
    open(Town.Engine.ROCKS);
    for (int writes = 0; writes < TURNS_MAX; writes++) {
      MediaId first = picture();
      MediaId second = picture();
      ArticleId id = town.articles().begin(alice.id(), alice.id(), words("Boat", first)).id();
      town.articles().publish(alice.id(), id);
      town.articles().change(alice.id(), id, words("Boat", second));
      Article published = town.articles().publish(alice.id(), id);
      boolean isDead = isKilledIn(() -> town.articles().withdraw(alice.id(), id), writes);
      Article after = town.articles().find(id).orElseThrow();
      if (after.isPublished()) {
        assertThat(isDead).isTrue();
        assertThat(town.articles().version(Viewer.ANYBODY, id, 1).words().title())
            .isEqualTo("Boat");
        town.articles().withdraw(alice.id(), id);
        town.settle();
      }
      assertThat(town.statuses().find(published.status().orElseThrow())).isEmpty();
      assertThat(carried()).isEmpty();
      assertThat(town.articles().newest(Viewer.ANYBODY, Page.newest(50))).isEmpty();
      assertThat(town.media().isUsedBy(first, published.status().orElseThrow())).isFalse();
      assertThat(Articles.holds(town.media(), published, first)).isFalse();
      assertThat(Articles.holds(town.media(), after, second)).isTrue();
      town.articles().delete(alice.id(), id);
      if (!isDead) {
        return;
      }
    }
    throw new AssertionError("never done");
  }

  @Test
  void erased_it_is_gone_with_its_status_and_its_pictures_or_as_it_was() throws Exception {
    open(Town.Engine.ROCKS);
    for (int writes = 0; writes < TURNS_MAX; writes++) {
      MediaId picture = picture();
      ArticleId id = town.articles().begin(alice.id(), alice.id(), words("Boat", picture)).id();
      town.articles().embeds().paste(alice.id(), id, "pasted", "n", "there");
      Article published = town.articles().publish(alice.id(), id);
      boolean isDead =
          isKilledIn(
              () -> {
                town.articles().delete(alice.id(), id);
                return id;
              },
              writes);
      if (town.articles().find(id).isPresent()) {
        assertThat(isDead).isTrue();
        assertThat(town.articles().embeds().of(id)).hasSize(1);
        town.articles().delete(alice.id(), id);
        town.settle();
      }
      assertThat(town.statuses().find(published.status().orElseThrow())).isEmpty();
      assertThat(town.media().find(picture)).isEmpty();
      assertThat(town.articles().embeds().of(id)).isEmpty();
      assertThat(carried()).isEmpty();
      if (!isDead) {
        return;
      }
    }
    throw new AssertionError("never done");
  }

  @Test
  void many_who_write_one_newsroom_s_article_at_once_lose_nothing_unseen() {
    open(Town.Engine.ROCKS);
    Town.Person post = town.person("post");
    town.articles().newsrooms().found(post.id());
    List<Town.Person> authors = new ArrayList<>();
    for (int i = 0; i < AUTHORS; i++) {
      Town.Person author = town.person("author" + i);
      town.articles().newsrooms().ask(post.id(), post.id(), author.id(), Newsrooms.Role.EDITOR);
      town.articles().newsrooms().accept(author.id(), post.id());
      authors.add(author);
    }
    ArticleId id =
        town.articles()
            .begin(
                post.id(),
                post.id(),
                Manuscript.empty().withTitle("Boat").withBody(Markup.TEXT, ""))
            .id();
    Set<String> kept = ConcurrentHashMap.newKeySet();
    List<Callable<Boolean>> all = new ArrayList<>();
    for (Town.Person author : authors) {
      all.add(() -> writes(author, id, kept));
    }
    Fork.all(Duration.ofSeconds(60), all);
    town.settle();
    Article article = town.articles().find(id).orElseThrow();
    String body = town.articles().working(post.id(), id).words().body();
    assertThat(kept).hasSize(AUTHORS).allSatisfy(line -> assertThat(body).containsOnlyOnce(line));
    assertThat(town.articles().publish(post.id(), id).versions())
        .isBetween(article.versions(), article.versions() + 1);
    town.settle();
    List<Status> carrying =
        town.statuses().outbox(post.id(), Page.newest(50)).stream()
            .filter(status -> town.articles().carriedBy(status).isPresent())
            .toList();
    assertThat(carrying).hasSize(1);
    Article whole = town.articles().find(id).orElseThrow();
    assertThat(town.articles().headsOfVersions(whole))
        .extracting(Version::number)
        .doesNotHaveDuplicates()
        .hasSize(whole.versions());
  }

  /// Adds a line to what he has seen, again where another was faster, and publishes.
  private boolean writes(Town.Person author, ArticleId id, Set<String> kept) {
    String line = "by " + author.name() + ".";
    for (int turn = 0; turn < 1_000; turn++) {
      Article seen = town.articles().find(id).orElseThrow();
      Manuscript words = town.articles().working(author.id(), id).words();
      Manuscript more = words.withBody(Markup.TEXT, words.body() + line + "\n\n");
      try {
        town.articles().change(author.id(), id, _ -> more, seen.changedAt());
      } catch (Refused _) {
        continue;
      }
      kept.add(line);
      town.articles().publish(author.id(), id);
      return true;
    }
    throw new AssertionError("never his turn");
  }
}
