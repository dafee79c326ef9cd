package verbatim.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.assertForbidden;
import static verbatim.Refusing.assertNotFound;
import static verbatim.Refusing.fault;
import static verbatim.Refusing.refusal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.accounts.Wishes;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StoryId;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// Stories on the engine and on the one that misbehaves.
class GatheringAStoryTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  private void open(Town.Engine engine) {
    open(engine, Limits.usual());
  }

  private void open(Town.Engine engine, Limits limits) {
    town = Town.in(folder, engine, limits);
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
    wishes(bob, Wishes.Gathers.YES);
    wishes(carol, Wishes.Gathers.YES);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private void wishes(Town.Person who, Wishes.Gathers gathers) {
    town.accounts()
        .change(
            who.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(), gathers, a.wishes().embeds(), a.wishes().asks())));
  }

  private Stories stories() {
    return town.stories();
  }

  private static Story.Draft titled(String title) {
    return new Story.Draft(title, "", List.of(), false);
  }

  private StoryId begins(Town.Person who, Status... posts) {
    return stories()
        .start(
            who.id(),
            titled("The last boat"),
            List.of(posts).stream().map(GatheringAStoryTest::wanted).toList())
        .id();
  }

  private static Stories.Wanted wanted(Status status) {
    return Stories.Wanted.of(new Item.Post(status.id()));
  }

  private static Stories.Wanted wanted(Status status, Place.Known known, String when) {
    return new Stories.Wanted(new Item.Post(status.id()), known, when, Place.NOBODY, "");
  }

  private List<String> reads(Viewer viewer, StoryId id) {
    return stories().shown(viewer, stories().get(viewer, id)).things().stream()
        .map(GatheringAStoryTest::words)
        .toList();
  }

  private static String words(Seen seen) {
    return switch (seen) {
      case Seen.Post(_, var status) -> status.words().text();
      case Seen.Series(_, var parts) -> parts.size() + " parts";
      case Seen.Gap(var place) -> "(" + place.note() + ")";
      case Seen.Withdrawn _ -> "(withdrawn)";
    };
  }

  private void publishes(Town.Person who, StoryId id) {
    stories().turn(who.id(), id, Story.State.PUBLISHED);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void it_is_private_until_it_is_published_and_stays_so_over_a_restart(Town.Engine engine) {
    open(engine);
    StoryId id = begins(alice, bob.posts("keep the boat"));
    assertNotFound(() -> stories().get(Viewer.ANYBODY, id));
    assertNotFound(() -> stories().get(bob.viewer(), id));
    assertNotFound(() -> stories().get(Viewer.ANYBODY, id.toString()));
    assertThat(reads(alice.viewer(), id)).containsExactly("keep the boat");
    town.restart();
    assertNotFound(() -> stories().get(Viewer.ANYBODY, id));
    publishes(alice, id);
    town.restart();
    assertThat(stories().get(Viewer.ANYBODY, "the-last-boat").id()).isEqualTo(id);
    assertThat(reads(Viewer.ANYBODY, id)).containsExactly("keep the boat");
    assertThat(stories().published(Viewer.ANYBODY, Page.newest(10)))
        .extracting(listed -> listed.story().id())
        .containsExactly(id);
    stories().turn(alice.id(), id, Story.State.PRIVATE);
    assertNotFound(() -> stories().get(Viewer.ANYBODY, "the-last-boat"));
    assertThat(stories().published(Viewer.ANYBODY, Page.newest(10))).isEmpty();
    assertThat(stories().keptBy(alice.id(), Page.newest(10))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void only_public_words_of_those_who_let_themselves_be_gathered_come_in(Town.Engine engine) {
    open(engine);
    StoryId id = begins(alice);
    Status quiet = bob.posts("quietly", Draft.Visibility.UNLISTED);
    Status open = bob.posts("for all");
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(quiet))))
        .isEqualTo("items ERR_INVALID");
    Status forFew = bob.posts("for few", Draft.Visibility.FOLLOWERS);
    assertNotFound(() -> stories().add(alice.id(), id, wanted(forFew)));
    wishes(bob, Wishes.Gathers.NO);
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(open))))
        .isEqualTo("items ERR_INVALID");
    wishes(bob, Wishes.Gathers.AS_DISCOVERABLE);
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(open))))
        .isEqualTo("items ERR_INVALID");
    bob.letsHimselfBeFound(true);
    wishes(bob, Wishes.Gathers.YES);
    stories().add(alice.id(), id, wanted(open));
    assertThat(reads(alice.viewer(), id)).containsExactly("for all");
    // The wish is asked again at each reading.
    wishes(bob, Wishes.Gathers.NO);
    assertThat(reads(alice.viewer(), id)).isEmpty();
    wishes(bob, Wishes.Gathers.YES);
    assertThat(reads(alice.viewer(), id)).containsExactly("for all");
    // So is a block, on either side, and it sounds no different.
    bob.blocks(alice);
    assertThat(reads(alice.viewer(), id)).isEmpty();
    bob.unblocks(alice);
    alice.blocks(bob);
    assertThat(reads(alice.viewer(), id)).isEmpty();
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(bob.posts("more")))))
        .isEqualTo("items ERR_INVALID");
    alice.unblocks(bob);
    // One's own words need no wish.
    wishes(alice, Wishes.Gathers.NO);
    stories().add(alice.id(), id, wanted(alice.posts("mine")));
    assertThat(reads(alice.viewer(), id)).containsExactly("for all", "mine");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_changed_shows_so_and_what_is_deleted_or_suspended_is_gone(Town.Engine engine) {
    open(engine);
    Status first = bob.posts("one");
    Status second = carol.posts("two");
    StoryId id = begins(alice, first, second);
    publishes(alice, id);
    bob.edits(first, "one, changed");
    assertThat(reads(Viewer.ANYBODY, id)).containsExactly("one, changed", "two");
    carol.deletes(second);
    assertThat(reads(Viewer.ANYBODY, id)).containsExactly("one, changed");
    bob.isNow(
        new verbatim.accounts.Standing(
            verbatim.accounts.Standing.State.SUSPENDED,
            verbatim.accounts.Standing.Role.USER,
            false));
    assertThat(reads(Viewer.ANYBODY, id)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whoever_takes_his_words_out_stays_out(Town.Engine engine) {
    open(engine);
    Status one = bob.posts("one");
    Status two = bob.posts("two");
    Status hers = carol.posts("hers");
    StoryId id = begins(alice, one, hers, two);
    publishes(alice, id);
    long n = stories().get(bob.viewer(), id).places().getFirst().n();
    assertNotFound(() -> stories().takeOut(carol.id(), id, n));
    stories().takeOut(bob.id(), id, n);
    assertThat(reads(alice.viewer(), id)).containsExactly("two", "hers");
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(one))))
        .isEqualTo("items ERR_INVALID");
    assertNotFound(() -> stories().takeOut(bob.id(), id, n));
    stories().takeAllOut(bob.id(), id);
    assertThat(reads(alice.viewer(), id)).containsExactly("hers");
    town.restart();
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(bob.posts("three")))))
        .isEqualTo("items ERR_INVALID");
    assertThat(
            fault(
                () ->
                    stories()
                        .add(
                            alice.id(),
                            id,
                            new Stories.Wanted(
                                new Item.Gap(), Place.Known.UNKNOWN, "", bob.id(), "he spoke"))))
        .isEqualTo("items ERR_INVALID");
    assertThat(stories().staysOut(bob.id(), id)).isTrue();
    assertThat(stories().speaking(carol.id(), 10)).hasSize(1);
    assertThat(stories().speaking(bob.id(), 10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_has_a_date_is_in_its_order_and_the_unknown_stays_where_it_was_put(Town.Engine engine) {
    open(engine);
    Status one = bob.posts("one");
    Status two = carol.posts("two");
    town.later(Duration.ofDays(1));
    Status three = bob.posts("three");
    StoryId id = begins(alice, three);
    stories().add(alice.id(), id, wanted(one));
    stories().add(alice.id(), id, wanted(two, Place.Known.UNKNOWN, "in chalk"));
    assertThat(reads(alice.viewer(), id)).containsExactly("one", "three", "two");
    stories()
        .arrange(
            alice.id(),
            id,
            OptionalLong.empty(),
            List.of(
                wanted(two, Place.Known.ORDER, "before all of it"),
                wanted(three),
                new Stories.Wanted(
                    new Item.Gap(), Place.Known.TIME, "", carol.id(), "Words nobody has"),
                wanted(one)));
    assertThat(reads(alice.viewer(), id))
        .containsExactly("two", "one", "(Words nobody has)", "three");
    Story story = stories().get(alice.viewer(), id);
    assertThat(story.places())
        .extracting(Place::known)
        .containsExactly(
            Place.Known.ORDER, Place.Known.TIME, Place.Known.UNKNOWN, Place.Known.TIME);
    // A date does not yield to a wish.
    long n = story.places().getLast().n();
    stories().move(alice.id(), id, n, true);
    stories().move(alice.id(), id, n, true);
    assertThat(reads(alice.viewer(), id))
        .containsExactly("two", "one", "three", "(Words nobody has)");
    stories().mark(alice.id(), id, n, Place.Known.DAY, "");
    assertThat(stories().get(alice.viewer(), id).place(n).orElseThrow().known())
        .isEqualTo(Place.Known.DAY);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void two_editors_at_once_lose_nothing(Town.Engine engine) throws Exception {
    open(engine);
    StoryId id = begins(alice);
    stories().ask(alice.id(), id, carol.id());
    assertThat(stories().get(carol.viewer(), id).id()).isEqualTo(id);
    assertForbiddenOrNotFound(() -> stories().add(carol.id(), id, wanted(bob.posts("no"))));
    stories().join(carol.id(), id);
    List<Status> posts = IntStream.range(0, 12).mapToObj(i -> bob.posts("post " + i)).toList();
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Callable<Story>> deeds = new ArrayList<>();
      for (int i = 0; i < posts.size(); i++) {
        Status post = posts.get(i);
        Town.Person by = i % 2 == 0 ? alice : carol;
        deeds.add(() -> stories().add(by.id(), id, wanted(post)));
      }
      for (Future<Story> done : threads.invokeAll(deeds)) {
        done.get();
      }
    }
    assertThat(reads(alice.viewer(), id))
        .containsExactlyElementsOf(posts.stream().map(p -> p.words().text()).toList());
    long read = stories().get(alice.viewer(), id).revision();
    stories().rewrite(alice.id(), id, OptionalLong.of(read), titled("Another title"));
    assertThat(
            refusal(
                () -> stories().rewrite(carol.id(), id, OptionalLong.of(read), titled("A third"))))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(stories().get(alice.viewer(), id).title()).isEqualTo("Another title");
  }

  private static void assertForbiddenOrNotFound(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable deed) {
    assertThat(refusal(deed)).isInstanceOfAny(Refusal.Forbidden.class, Refusal.NotFound.class);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_closed_story_takes_nothing_in_and_stays_to_be_read(Town.Engine engine) {
    open(engine);
    StoryId id = begins(alice, bob.posts("one"));
    publishes(alice, id);
    stories().turn(alice.id(), id, Story.State.CLOSED);
    assertThat(refusal(() -> stories().add(alice.id(), id, wanted(bob.posts("two")))))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(reads(Viewer.ANYBODY, id)).containsExactly("one");
    publishes(alice, id);
    stories().add(alice.id(), id, wanted(bob.posts("three")));
    assertThat(reads(Viewer.ANYBODY, id)).containsExactly("one", "three");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void the_moderators_can_take_it_from_the_public(Town.Engine engine) {
    open(engine);
    StoryId id = begins(alice, bob.posts("one"));
    publishes(alice, id);
    stories().withhold(id, true);
    assertNotFound(() -> stories().get(Viewer.ANYBODY, id));
    assertThat(stories().published(Viewer.ANYBODY, Page.newest(10))).isEmpty();
    assertThat(reads(alice.viewer(), id)).containsExactly("one");
    stories().turn(alice.id(), id, Story.State.PRIVATE);
    assertForbidden(() -> publishes(alice, id));
    stories().withhold(id, false);
    publishes(alice, id);
    assertThat(stories().published(Viewer.ANYBODY, Page.newest(10))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void topics_lead_to_it_however_they_are_written(Town.Engine engine) {
    open(engine);
    StoryId id =
        stories()
            .start(
                alice.id(),
                new Story.Draft(
                    "Boats", "", List.of("Ness Ferry", "#LastBoat", "ness-ferry", " "), false),
                List.of(wanted(bob.posts("one"))))
            .id();
    assertThat(stories().get(alice.viewer(), id).topics())
        .containsExactly("Ness Ferry", "LastBoat");
    assertThat(stories().ofTopic(Viewer.ANYBODY, "ness ferry", Page.newest(9))).isEmpty();
    publishes(alice, id);
    assertThat(stories().ofTopic(Viewer.ANYBODY, "NESS_FERRY", Page.newest(9))).hasSize(1);
    stories()
        .rewrite(
            alice.id(),
            id,
            OptionalLong.empty(),
            new Story.Draft("Boats", "", List.of("lastboat"), false));
    assertThat(stories().ofTopic(Viewer.ANYBODY, "ness-ferry", Page.newest(9))).isEmpty();
    assertThat(stories().ofTopic(Viewer.ANYBODY, "LastBoat", Page.newest(9))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_somebody_kept_alone_goes_with_him_and_his_words_go_from_others(Town.Engine engine) {
    open(engine);
    StoryId alone = begins(bob, bob.posts("his"));
    StoryId others = begins(alice, bob.posts("his too"), carol.posts("hers too"));
    publishes(alice, others);
    stories()
        .add(
            alice.id(),
            others,
            new Stories.Wanted(
                new Item.Gap(), Place.Known.UNKNOWN, "", bob.id(), "What bob said aloud"));
    stories().follow(bob.id(), others);
    bob.leaves();
    town.settle();
    assertThat(stories().find(alone)).isEmpty();
    assertThat(reads(Viewer.ANYBODY, others)).containsExactly("hers too");
    assertThat(stories().find(others).orElseThrow().places()).hasSize(1);
    assertThat(stories().isFollowedBy(bob.id(), others)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void hostile_words_are_kept_as_letters_or_refused(Town.Engine engine) {
    open(engine);
    String hostile = "<script>alert(1)</script> \u202e\u0085 ../../etc ' \" \\";
    StoryId id = stories().start(alice.id(), titled(hostile), List.of()).id();
    assertThat(stories().get(alice.viewer(), id).title()).isEqualTo(hostile.strip());
    assertThat(fault(() -> stories().start(alice.id(), titled(" \n "), List.of())))
        .isEqualTo("title ERR_BLANK");
    assertThat(fault(() -> stories().start(alice.id(), titled("a\0b"), List.of())))
        .isEqualTo("title ERR_INVALID");
    for (String title : List.of("2026", "…", "../..", "CON", "日本語の題", "ÄÖÜ ß", "’'")) {
      StoryId other =
          stories().start(alice.id(), titled(title), List.of(wanted(alice.posts("x")))).id();
      publishes(alice, other);
      String slug = stories().get(Viewer.ANYBODY, other).slug();
      assertThat(slug).matches("[\\p{L}\\p{N}\\p{M}-]+");
      assertThat(stories().get(Viewer.ANYBODY, slug).id()).isEqualTo(other);
    }
    assertNotFound(() -> stories().get(Viewer.ANYBODY, ""));
    assertNotFound(() -> stories().get(Viewer.ANYBODY, "x".repeat(5_000)));
    assertNotFound(() -> stories().get(Viewer.ANYBODY, "a\0b"));
  }

  @ParameterizedTest
  @EnumSource(value = Town.Engine.class, names = "ROCKS")
  void everything_has_a_bound(Town.Engine engine) {
    open(
        engine,
        SmallLimits.with(Map.of("itemsMax", 3, "keptMax", 4, "followedMax", 1, "editorsMax", 2)));
    Limits.Stories limits = town.limits().stories();
    List<Stories.Wanted> three =
        IntStream.range(0, 3).mapToObj(i -> wanted(bob.posts("post " + i))).toList();
    StoryId id = stories().start(alice.id(), titled("t"), three).id();
    assertThat(fault(() -> stories().add(alice.id(), id, wanted(bob.posts("fourth")))))
        .isEqualTo("items ERR_TOO_LONG");
    String t = "t".repeat(limits.titleCharactersMax());
    String s = "s".repeat(limits.summaryCharactersMax());
    List<String> topics =
        IntStream.range(0, limits.topicsMax())
            .mapToObj(i -> i + "x".repeat(limits.topicCharactersMax() - 1))
            .toList();
    stories().rewrite(alice.id(), id, OptionalLong.empty(), new Story.Draft(t, s, topics, false));
    assertThat(rewritten(id, t + "t", s, topics)).isEqualTo("title ERR_TOO_LONG");
    assertThat(rewritten(id, t, s + "s", topics)).isEqualTo("summary ERR_TOO_LONG");
    List<String> more = new ArrayList<>(topics);
    more.add("one more");
    assertThat(rewritten(id, t, s, more)).isEqualTo("topics ERR_TOO_LONG");
    assertThat(rewritten(id, t, s, List.of(topics.getFirst() + "x")))
        .isEqualTo("topics ERR_TOO_LONG");
    long n = stories().get(alice.viewer(), id).places().getFirst().n();
    String when = "w".repeat(limits.whenCharactersMax());
    stories().mark(alice.id(), id, n, Place.Known.ORDER, when);
    assertThat(fault(() -> stories().mark(alice.id(), id, n, Place.Known.ORDER, when + "w")))
        .isEqualTo("when ERR_TOO_LONG");
    stories().remove(alice.id(), id, n);
    String note = "n".repeat(limits.noteCharactersMax());
    assertThat(fault(() -> stories().add(alice.id(), id, gap(note + "n"))))
        .isEqualTo("note ERR_TOO_LONG");
    stories().add(alice.id(), id, gap(note));
    stories().ask(alice.id(), id, carol.id());
    assertThat(fault(() -> stories().ask(alice.id(), id, bob.id())))
        .isEqualTo("editors ERR_TOO_LONG");
    StoryId second = begins(alice, bob.posts("x"));
    begins(alice);
    begins(alice);
    assertThat(refusal(() -> begins(alice))).isInstanceOf(Refusal.Invalid.class);
    publishes(alice, id);
    publishes(alice, second);
    stories().follow(bob.id(), id);
    assertThat(refusal(() -> stories().follow(bob.id(), second)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_gap_that_quotes_under_a_name_is_no_mistake_and_is_known_as_one(Town.Engine engine) {
    open(engine);
    StoryId id = begins(alice);
    for (String note : List.of("He said “Never again”", "He said that he'd never", "“Never”")) {
      stories()
          .add(
              alice.id(),
              id,
              new Stories.Wanted(
                  new Item.Gap(),
                  Place.Known.UNKNOWN,
                  "",
                  note.startsWith("“") ? Place.NOBODY : bob.id(),
                  note));
    }
    assertThat(stories().get(alice.viewer(), id).places())
        .extracting(Place::hasQuotationOfNobody)
        .containsExactly(true, false, false);
  }

  private static Stories.Wanted gap(String note) {
    return new Stories.Wanted(new Item.Gap(), Place.Known.UNKNOWN, "", Place.NOBODY, note);
  }

  private String rewritten(StoryId id, String title, String summary, List<String> topics) {
    return fault(
        () ->
            stories()
                .rewrite(
                    alice.id(),
                    id,
                    OptionalLong.empty(),
                    new Story.Draft(title, summary, topics, false)));
  }
}
