package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.assertNotFound;
import static verbatim.Refusing.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.SmallLimits;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;

@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class KeepingListsTest {
  private static final FollowOptions USUAL = FollowOptions.usual();
  private static final Limits.Rows LIMITS = Limits.usual().rows();
  private final Hamlet.Engine engine;
  @TempDir Path folder;
  private Hamlet hamlet;
  private AccountId alice;
  private AccountId bob;
  private AccountId carol;

  KeepingListsTest(Hamlet.Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() {
    hamlet = new Hamlet(folder, engine);
    alice = hamlet.person("alice");
    bob = hamlet.person("bob");
    carol = hamlet.person("carol");
    hamlet.relations.follow(alice, bob, USUAL);
    hamlet.relations.follow(alice, carol, USUAL);
  }

  @AfterEach
  void close() {
    hamlet.close();
  }

  private Lists.AccountList list(String title) {
    return hamlet.lists.create(alice, title, Lists.Replies.LIST, false);
  }

  private List<AccountId> members(ListId list) {
    return hamlet.lists.members(alice, list, Page.newest(80)).stream()
        .map(Relations.Entry::account)
        .toList();
  }

  @Test
  void a_list_is_made_changed_and_taken_away() {
    Lists.AccountList made = list("Neighbours");
    assertThat(hamlet.lists.of(alice)).containsExactly(made);
    var changed = new Lists.AccountList(made.id(), "Friends", Lists.Replies.NONE, true);
    hamlet.lists.change(alice, changed);
    assertThat(hamlet.lists.get(alice, made.id())).isEqualTo(changed);
    hamlet.restart();
    assertThat(hamlet.lists.get(alice, made.id())).isEqualTo(changed);
    hamlet.lists.delete(alice, made.id());
    assertThat(hamlet.lists.of(alice)).isEmpty();
    assertNotFound(() -> hamlet.lists.get(alice, made.id()));
  }

  @Test
  void nobody_else_sees_or_changes_it() {
    ListId id = list("Neighbours").id();
    assertNotFound(() -> hamlet.lists.get(bob, id));
    assertNotFound(() -> hamlet.lists.delete(bob, id));
    assertNotFound(() -> hamlet.lists.members(bob, id, Page.newest(5)));
    assertNotFound(() -> hamlet.lists.add(bob, id, List.of(bob)));
    assertNotFound(() -> hamlet.lists.remove(bob, id, List.of(bob)));
    assertThat(hamlet.lists.of(bob)).isEmpty();
  }

  @Test
  void titles_and_lists_have_bounds() {
    String title = "ü".repeat(LIMITS.listTitleCharactersMax());
    list(title);
    assertThat(fault(() -> list(title + "ü"))).isEqualTo("title ERR_TOO_LONG");
    assertThat(fault(() -> list("x".repeat(1 << 20)))).isEqualTo("title ERR_TOO_LONG");
    assertThat(fault(() -> list(" "))).isEqualTo("title ERR_BLANK");
    for (int n = 1; n < LIMITS.listsMax(); n++) {
      list("list " + n);
    }
    assertThat(fault(() -> list("one more"))).isEqualTo("base ERR_TOO_LONG");
    assertThat(hamlet.lists.of(alice)).hasSize(LIMITS.listsMax());
  }

  @Test
  void whom_one_follows_and_oneself_one_may_put_there() {
    ListId id = list("Neighbours").id();
    assertThat(hamlet.lists.listsWith(bob)).isEmpty();
    hamlet.lists.add(alice, id, List.of(bob, alice));
    hamlet.lists.add(alice, id, List.of(bob));
    assertThat(members(id)).containsExactlyInAnyOrder(bob, alice);
    assertThat(hamlet.lists.holding(alice, bob))
        .extracting(Lists.AccountList::id)
        .containsExactly(id);
    assertThat(hamlet.lists.listsWith(bob))
        .containsExactly(new Lists.Membership(alice, id, Lists.Replies.LIST, false));
    AccountId dave = hamlet.person("dave");
    assertNotFound(() -> hamlet.lists.add(alice, id, List.of(carol, dave)));
    assertThat(members(id)).containsExactlyInAnyOrder(bob, alice);
    hamlet.lists.remove(alice, id, List.of(bob));
    assertThat(members(id)).containsExactly(alice);
    assertThat(hamlet.lists.listsWith(bob)).isEmpty();
  }

  @Test
  void who_is_unfollowed_is_out_of_the_list_also_if_followed_again() {
    ListId id = list("Neighbours").id();
    hamlet.lists.add(alice, id, List.of(bob, carol));
    hamlet.relations.unfollow(alice, bob);
    assertThat(members(id)).containsExactly(carol);
    assertThat(hamlet.lists.listsWith(bob)).isEmpty();
    assertThat(hamlet.lists.holding(alice, bob)).isEmpty();
    hamlet.relations.follow(alice, bob, USUAL);
    assertThat(members(id)).containsExactly(carol);
    hamlet.lists.add(alice, id, List.of(bob));
    assertThat(members(id)).containsExactlyInAnyOrder(bob, carol);
  }

  @Test
  void who_is_blocked_is_out_of_the_list() {
    ListId id = list("Neighbours").id();
    hamlet.lists.add(alice, id, List.of(bob, carol));
    hamlet.relations.block(bob, alice);
    assertThat(members(id)).containsExactly(carol);
  }

  @Test
  void a_list_holds_so_many_and_no_more() {
    hamlet.close();
    hamlet = new Hamlet(folder.resolve("small"), engine, small(2));
    alice = hamlet.person("alice");
    List<AccountId> friends = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      friends.add(hamlet.person("friend" + n));
      hamlet.relations.follow(alice, friends.get(n), USUAL);
    }
    ListId id = list("Neighbours").id();
    assertThat(fault(() -> hamlet.lists.add(alice, id, friends)))
        .isEqualTo("account_ids ERR_TOO_LONG");
    hamlet.lists.add(alice, id, friends.subList(0, 2));
    assertThat(fault(() -> hamlet.lists.add(alice, id, friends.subList(2, 3))))
        .isEqualTo("account_ids ERR_TOO_LONG");
    assertThat(members(id)).hasSize(2);
  }

  private static Limits small(int max) {
    return SmallLimits.with(
        Map.of(
            "listMembersMax", max,
            "followedTagsMax", max,
            "domainBlocksMax", max,
            "endorsementsMax", max));
  }

  @Test
  void tags_domains_and_recommendations_are_bounded() {
    hamlet.close();
    hamlet = new Hamlet(folder.resolve("small"), engine, small(2));
    alice = hamlet.person("alice");
    for (int n = 0; n < 2; n++) {
      AccountId friend = hamlet.person("friend" + n);
      hamlet.relations.follow(alice, friend, USUAL);
      hamlet.relations.endorse(alice, friend, true);
      hamlet.lists.followTag(alice, "tag" + n);
      hamlet.relations.blockDomain(alice, "away" + n + ".example");
    }
    AccountId more = hamlet.person("more");
    hamlet.relations.follow(alice, more, USUAL);
    assertThat(fault(() -> hamlet.relations.endorse(alice, more, true)))
        .isEqualTo("base ERR_TOO_LONG");
    assertThat(fault(() -> hamlet.lists.followTag(alice, "more"))).isEqualTo("name ERR_TOO_LONG");
    assertThat(fault(() -> hamlet.relations.blockDomain(alice, "more.example")))
        .isEqualTo("domain ERR_TOO_LONG");
    hamlet.lists.followTag(alice, "TAG1");
    hamlet.relations.blockDomain(alice, "away1.example");
  }

  @Test
  void one_follows_so_many_and_no_more() {
    hamlet.close();
    hamlet = new Hamlet(folder.resolve("small"), engine, SmallLimits.with(Map.of("followsMax", 2)));
    alice = hamlet.person("alice");
    for (int n = 0; n < 2; n++) {
      hamlet.relations.follow(alice, hamlet.person("friend" + n), USUAL);
    }
    AccountId more = hamlet.person("more");
    assertThat(fault(() -> hamlet.relations.follow(alice, more, USUAL)))
        .isEqualTo("base ERR_TOO_LONG");
    AccountId friend = hamlet.relations.following(alice, Page.newest(1)).getFirst().account();
    hamlet.relations.follow(alice, friend, new FollowOptions(false, false, List.of()));
    hamlet.relations.unfollow(alice, friend);
    assertThat(hamlet.relations.follow(alice, more, USUAL).following()).isTrue();
  }

  @Test
  void a_followed_tag_is_the_same_in_any_case_and_form() {
    hamlet.lists.followTag(alice, "CaféNoir");
    hamlet.lists.followTag(alice, "cafénoir");
    assertThat(hamlet.lists.followsTag(alice, "CAFÉNOIR")).isTrue();
    assertThat(hamlet.lists.followsTag(alice, "cafe\u0301noir")).isTrue();
    assertThat(hamlet.lists.followsTag(bob, "cafénoir")).isFalse();
    assertThat(hamlet.lists.followedTags(alice, Page.newest(10))).containsExactly("CaféNoir");
    assertThat(hamlet.lists.tagFollowers("cafénoir", 0, 10))
        .extracting(Relations.Entry::account)
        .containsExactly(alice);
    hamlet.restart();
    assertThat(hamlet.lists.followsTag(alice, "cafénoir")).isTrue();
    hamlet.lists.unfollowTag(alice, "CAFÉNOIR");
    assertThat(hamlet.lists.followsTag(alice, "cafénoir")).isFalse();
    assertThat(hamlet.lists.tagFollowers("cafénoir", 0, 10)).isEmpty();
  }

  @Test
  void followed_tags_are_paged_the_newest_first() {
    for (int n = 0; n < 5; n++) {
      hamlet.lists.followTag(alice, "tag" + n);
    }
    var first = hamlet.lists.followed(alice, Page.newest(2));
    assertThat(first).extracting(Lists.FollowedTag::name).containsExactly("tag4", "tag3");
    var second = hamlet.lists.followed(alice, Page.below(first.getLast().position(), 2));
    assertThat(second).extracting(Lists.FollowedTag::name).containsExactly("tag2", "tag1");
  }

  @Test
  void the_followers_of_a_tag_come_in_slices() {
    for (AccountId one : List.of(alice, bob, carol)) {
      hamlet.lists.followTag(one, "weather");
    }
    var first = hamlet.lists.tagFollowers("weather", 0, 2);
    var second = hamlet.lists.tagFollowers("weather", first.getLast().position(), 2);
    assertThat(first).extracting(Relations.Entry::account).containsExactly(alice, bob);
    assertThat(second).extracting(Relations.Entry::account).containsExactly(carol);
  }

  @Test
  void names_of_tags_have_a_bound_and_a_form() {
    String name = "x".repeat(Limits.usual().text().tagCharactersMax());
    hamlet.lists.followTag(alice, name);
    assertThat(fault(() -> hamlet.lists.followTag(alice, name + "x")))
        .isEqualTo("name ERR_TOO_LONG");
    assertThat(fault(() -> hamlet.lists.feature(alice, "x".repeat(1 << 20))))
        .isEqualTo("name ERR_TOO_LONG");
    assertThat(fault(() -> hamlet.lists.followTag(alice, ""))).isEqualTo("name ERR_BLANK");
    assertThat(fault(() -> hamlet.lists.followTag(alice, "a b"))).isEqualTo("name ERR_INVALID");
    assertThat(fault(() -> hamlet.lists.followTag(alice, "a\0b"))).isEqualTo("name ERR_INVALID");
  }

  @Test
  void tags_are_featured_up_to_a_bound_and_each_once() {
    Lists.FeaturedTag first = hamlet.lists.feature(alice, "Weather");
    assertThat(hamlet.lists.feature(alice, "weather")).isEqualTo(first);
    for (int n = 1; n < LIMITS.featuredTagsMax(); n++) {
      hamlet.lists.feature(alice, "tag" + n);
    }
    assertThat(fault(() -> hamlet.lists.feature(alice, "more"))).isEqualTo("base ERR_TOO_LONG");
    hamlet.lists.unfeature(alice, first.id());
    assertNotFound(() -> hamlet.lists.unfeature(alice, first.id()));
    assertThat(hamlet.lists.featured(alice)).hasSize(LIMITS.featuredTagsMax() - 1);
  }

  @Test
  void of_a_deleted_owner_nothing_is_left() {
    ListId id = list("Neighbours").id();
    hamlet.lists.add(alice, id, List.of(bob));
    hamlet.lists.followTag(alice, "weather");
    hamlet.lists.feature(alice, "weather");
    hamlet.lists.forget(alice);
    hamlet.lists.forget(alice);
    assertThat(hamlet.lists.of(alice)).isEmpty();
    assertThat(hamlet.lists.listsWith(bob)).isEmpty();
    assertThat(hamlet.lists.tagFollowers("weather", 0, 10)).isEmpty();
    assertThat(hamlet.lists.featured(alice)).isEmpty();
  }

  @Test
  void changes_of_lists_are_said() {
    ListId id = list("Neighbours").id();
    hamlet.lists.add(alice, id, List.of(bob));
    assertThat(hamlet.said())
        .contains(
            new RelationEvent.ShelvesChanged(alice, alice),
            new RelationEvent.ShelvesChanged(alice, bob));
  }
}
