package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.relations.ReplyPolicy;
import verbatim.relations.Viewer;

/// An author says who may answer, and folds away answers that she does not want to lead with.
class WhoMayReplyTest {
  @TempDir Path folder;
  private Scene scene;
  private AccountId alice;
  private AccountId follower;
  private AccountId mentioned;
  private AccountId stranger;

  void open(Scene.Engine engine) {
    scene = new Scene(folder, engine);
    alice = scene.person("alice");
    follower = scene.person("follower");
    mentioned = scene.person("mentioned");
    stranger = scene.person("stranger");
    scene.follows(follower, alice);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, true, true, true",
    "FOLLOWERS, true, true, false",
    "MENTIONED, false, true, false",
    "NOBODY, false, false, false"
  })
  void is_as_its_author_said(
      ReplyPolicy policy, boolean followers, boolean theMentioned, boolean strangers) {
    open(Scene.Engine.ROCKS);
    Status post = scene.statuses.post(Draft.of(alice, "@mentioned so").with(policy));
    assertThat(post.words().replies()).isEqualTo(policy);
    assertThat(mayAnswer(follower, post)).isEqualTo(followers);
    assertThat(mayAnswer(mentioned, post)).isEqualTo(theMentioned);
    assertThat(mayAnswer(stranger, post)).isEqualTo(strangers);
    assertThat(mayAnswer(alice, post)).isTrue();
    scene.restart();
    assertThat(scene.statuses.find(post.id()).orElseThrow().words().replies()).isEqualTo(policy);
  }

  private boolean mayAnswer(AccountId who, Status post) {
    boolean says = scene.statuses.mayReply(who, post);
    boolean does;
    try {
      scene.answers(who, post, "well");
      does = true;
    } catch (verbatim.kernel.Refused refused) {
      assertThat(refused.refusal()).isInstanceOf(Refusal.Forbidden.class);
      does = false;
    }
    assertThat(does).isEqualTo(says);
    return does;
  }

  @Test
  void whoever_may_not_see_a_post_does_not_learn_that_it_takes_no_answers() {
    open(Scene.Engine.ROCKS);
    Status post =
        scene.statuses.post(
            Scene.draft(alice, "for few", Draft.Visibility.FOLLOWERS).with(ReplyPolicy.NOBODY));
    assertThat(Scene.refusal(() -> scene.answers(stranger, post, "well")))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void changes_without_an_edit_of_the_words() {
    open(Scene.Engine.ROCKS);
    Status post = scene.posts(alice, "so");
    Status closed =
        scene.statuses.edit(alice, post.id(), Draft.of(alice, "so").with(ReplyPolicy.NOBODY));
    assertThat(closed.words().replies()).isEqualTo(ReplyPolicy.NOBODY);
    assertThat(closed.words().editedAt()).isEqualTo(java.time.Instant.EPOCH);
    assertThat(scene.statuses.history(Viewer.ANYBODY, post.id())).hasSize(1);
    assertThat(Scene.refusal(() -> scene.answers(stranger, post, "well")))
        .isInstanceOf(Refusal.Forbidden.class);
    Status edited =
        scene.statuses.edit(alice, post.id(), Draft.of(alice, "thus").with(ReplyPolicy.FOLLOWERS));
    assertThat(edited.words().replies()).isEqualTo(ReplyPolicy.FOLLOWERS);
    assertThat(scene.statuses.history(Viewer.ANYBODY, post.id())).hasSize(2);
  }

  @Test
  void is_kept_with_what_is_posted_later() {
    open(Scene.Engine.ROCKS);
    Draft draft = Draft.of(alice, "soon").with(ReplyPolicy.MENTIONED);
    var begun = scene.statuses.drafts().begin(alice, List.of(draft));
    assertThat(scene.statuses.drafts().get(alice, begun.id()).statuses().getFirst().replies())
        .isEqualTo(ReplyPolicy.MENTIONED);
    assertThat(scene.statuses.post(draft, "key").words().replies())
        .isEqualTo(ReplyPolicy.MENTIONED);
    assertThat(Scene.refusal(() -> scene.statuses.post(Draft.of(alice, "soon"), "key")))
        .isInstanceOf(Refusal.Invalid.class);
  }

  // ---- hiding

  @ParameterizedTest
  @EnumSource
  void a_hidden_reply_stands_apart_with_all_below_it(Scene.Engine engine) {
    open(engine);
    Status post = scene.posts(alice, "so");
    Status kind = scene.answers(follower, post, "kind");
    Status rude = scene.answers(stranger, post, "rude");
    Status echo = scene.answers(mentioned, rude, "echo");
    scene.statuses.hideReply(alice, post.id(), rude.id());
    scene.restart();
    for (Viewer viewer : List.of(Viewer.ANYBODY, Viewer.of(stranger), Viewer.of(alice))) {
      Statuses.Context thread = scene.statuses.thread(viewer, post.id());
      assertThat(thread.descendants()).containsExactly(kind);
      assertThat(thread.hidden()).containsExactly(rude, echo);
    }
    // It is still what it was: on its own page its answers are answers.
    assertThat(scene.statuses.thread(Viewer.ANYBODY, rude.id()).descendants())
        .containsExactly(echo);
    assertThat(scene.statuses.thread(Viewer.ANYBODY, echo.id()).ancestors())
        .containsExactly(post, rude);
    scene.statuses.unhideReply(alice, post.id(), rude.id());
    assertThat(scene.statuses.thread(Viewer.ANYBODY, post.id()).descendants())
        .containsExactly(kind, rude, echo);
  }

  @Test
  void only_the_author_of_a_post_above_it_hides_a_reply() {
    open(Scene.Engine.ROCKS);
    Status post = scene.posts(alice, "so");
    Status other = scene.posts(alice, "elsewhere");
    Status answer = scene.answers(follower, post, "well");
    Status deeper = scene.answers(stranger, answer, "deeper");
    assertThat(refusal(stranger, post, answer)).isInstanceOf(Refusal.Forbidden.class);
    assertThat(refusal(alice, other, answer)).isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(alice, post, post)).isInstanceOf(Refusal.NotFound.class);
    scene.statuses.hideReply(alice, post.id(), deeper.id());
    assertThat(scene.statuses.thread(Viewer.ANYBODY, post.id()).hidden()).containsExactly(deeper);
    Status secret = scene.answers(follower, answer, "secret", Draft.Visibility.DIRECT);
    assertThat(refusal(alice, post, secret)).isInstanceOf(Refusal.NotFound.class);
  }

  private Refusal refusal(AccountId who, Status post, Status reply) {
    return Scene.refusal(() -> scene.statuses.hideReply(who, post.id(), reply.id()));
  }

  @Test
  void what_was_hidden_under_a_post_that_is_gone_is_hidden_no_more() {
    open(Scene.Engine.ROCKS);
    Status post = scene.posts(alice, "so");
    Status answer = scene.answers(follower, post, "well");
    Status rude = scene.answers(stranger, answer, "rude");
    scene.statuses.hideReply(follower, answer.id(), rude.id());
    assertThat(scene.statuses.thread(Viewer.ANYBODY, post.id()).hidden()).containsExactly(rude);
    scene.statuses.delete(follower, answer.id());
    assertThat(scene.statuses.thread(Viewer.ANYBODY, post.id()).descendants())
        .containsExactly(rude);
    assertThat(Optional.of(rude)).contains(scene.statuses.find(rude.id()).orElseThrow());
  }
}
