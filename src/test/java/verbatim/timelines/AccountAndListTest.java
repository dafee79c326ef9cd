package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.relations.Lists.Replies;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;
import verbatim.timelines.Timelines.AccountQuery;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class AccountAndListTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private List<String> of(Viewer viewer, AccountQuery query) {
    return town.words(town.timelines().account(viewer, query, Page.newest(20)));
  }

  @Test
  void an_account_shows_each_viewer_what_he_may_see() {
    bob.follows(alice);
    alice.posts("public");
    alice.posts("followers", Visibility.FOLLOWERS);
    alice.posts("@carol direct", Visibility.DIRECT);
    AccountQuery all = AccountQuery.all(alice.id());
    assertThat(of(Viewer.ANYBODY, all)).containsExactly("public");
    assertThat(of(bob.viewer(), all)).containsExactly("followers", "public");
    assertThat(of(carol.viewer(), all)).containsExactly("@carol direct", "public");
    assertThat(of(alice.viewer(), all)).hasSize(3);
    alice.blocks(bob);
    assertThat(of(bob.viewer(), all)).isEmpty();
  }

  @Test
  void replies_and_boosts_can_be_left_out_but_not_what_continues_oneself() {
    Status first = alice.posts("one #tea");
    alice.replies(first, "two");
    Status other = bob.posts("question");
    alice.replies(other, "@bob answer");
    alice.boosts(other);
    var id = alice.id();
    assertThat(of(bob.viewer(), AccountQuery.all(id)))
        .containsExactly("boost: question", "@bob answer", "two", "one #tea");
    assertThat(of(bob.viewer(), new AccountQuery(id, false, false, true, false, "")))
        .containsExactly("boost: question", "two", "one #tea");
    assertThat(of(bob.viewer(), new AccountQuery(id, false, false, false, true, "")))
        .containsExactly("@bob answer", "two", "one #tea");
    assertThat(of(bob.viewer(), new AccountQuery(id, false, false, false, false, "Tea")))
        .containsExactly("one #tea");
    assertThat(of(bob.viewer(), new AccountQuery(id, false, true, false, false, ""))).isEmpty();
  }

  @Test
  void pinned_ones_alone() {
    Status first = alice.posts("one");
    alice.posts("two");
    Status third = alice.posts("three");
    alice.pins(first);
    alice.pins(third);
    AccountQuery pinned = new AccountQuery(alice.id(), true, false, false, false, "");
    assertThat(of(Viewer.ANYBODY, pinned)).containsExactlyInAnyOrder("one", "three");
    alice.deletes(third);
    assertThat(of(alice.viewer(), pinned)).containsExactly("one");
  }

  @Test
  void a_list_shows_its_members_by_its_rule_for_replies() {
    Town.Person dave = town.person("dave");
    bob.follows(alice);
    bob.follows(carol);
    bob.follows(dave);
    Status ofCarol = carol.posts("carol speaks");
    Status ofDave = dave.posts("dave speaks");
    alice.replies(ofCarol, "to carol");
    alice.replies(ofDave, "to dave");
    Status mine = alice.posts("alice speaks");
    alice.replies(mine, "and goes on");
    var byFollow = bob.lists("followed", Replies.FOLLOWED, false, alice, carol);
    var byList = bob.lists("list", Replies.LIST, false, alice, carol);
    var none = bob.lists("none", Replies.NONE, false, alice, carol);
    assertThat(bob.reads(byFollow))
        .containsExactly("and goes on", "alice speaks", "to dave", "to carol", "carol speaks");
    assertThat(bob.reads(byList))
        .containsExactly("and goes on", "alice speaks", "to carol", "carol speaks");
    assertThat(bob.reads(none)).containsExactly("and goes on", "alice speaks", "carol speaks");
  }

  @Test
  void a_list_follows_its_members_and_is_its_owners_alone() {
    bob.follows(alice);
    bob.follows(carol);
    var list = bob.lists("people", Replies.LIST, false, alice);
    assertThat(bob.reads(list)).isEmpty();
    alice.posts("one");
    carol.posts("before she joined");
    assertThat(bob.reads(list)).containsExactly("one");
    town.lists().add(bob.id(), list, List.of(carol.id()));
    assertThat(bob.reads(list)).containsExactly("before she joined", "one");
    town.lists().remove(bob.id(), list, List.of(alice.id()));
    assertThat(town.words(town.timelines().list(bob.id(), list, Page.newest(9))))
        .containsExactly("before she joined");
    bob.unfollows(carol);
    assertThat(town.timelines().list(bob.id(), list, Page.newest(9))).isEmpty();
    assertThatThrownBy(() -> town.timelines().list(carol.id(), list, Page.newest(9)))
        .isInstanceOf(Refused.class);
  }
}
