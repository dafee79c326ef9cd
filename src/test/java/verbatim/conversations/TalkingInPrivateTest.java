package verbatim.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.MortalStore;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.keys.Keyring;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.media.Opened;
import verbatim.notifications.Notification;
import verbatim.relations.Viewer;
import verbatim.sx1.Chain;
import verbatim.sx1.Verifier.Digest;

/// Private conversations, on the engine and on the one that misbehaves.
class TalkingInPrivateTest {
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
    bob.follows(alice);
    carol.follows(alice);
    alice.follows(bob);
    carol.follows(bob);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Conversations talks() {
    return town.conversations();
  }

  private ConversationId begin(Town.Person by, Town.Person... with) {
    return begin(Conversation.Mode.CONSENT, by, with);
  }

  private ConversationId begin(Conversation.Mode mode, Town.Person by, Town.Person... with) {
    List<AccountId> others = java.util.Arrays.stream(with).map(Town.Person::id).toList();
    return talks().begin(by.id(), others, mode).conversation().id();
  }

  private Message says(Town.Person who, ConversationId id, String text) {
    return talks().say(who.id(), id, Conversations.Draft.of(text)).message();
  }

  private List<String> reads(Town.Person who, ConversationId id) {
    return seen(who, id).reversed().stream()
        .map(one -> one.message().text())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private List<Seen> seen(Town.Person who, ConversationId id) {
    return talks().messages(who.id(), id, Page.newest(80));
  }

  private static void isNotThere(ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.refusal()).isInstanceOf(Refusal.NotFound.class));
  }

  private static void isRefused(ThrowingCallable what, Class<? extends Refusal> how) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.refusal()).isInstanceOf(how));
  }

  /// Each link follows from the one before, whatever became of the words.
  private void chainHolds(Town.Person who, ConversationId id) {
    List<Seen> all = seen(who, id).reversed();
    assertThat(all.stream().map(one -> one.message().n()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
    for (int i = 0; i < all.size(); i++) {
      Message.Commitment link = all.get(i).message().commitment();
      Digest entry =
          Chain.entry(i + 1, all.get(i).message().at().toEpochMilli(), Digest.of(link.m()));
      assertThat(entry.bytes()).isEqualTo(link.e());
      if (i > 0) {
        Digest before = Digest.of(all.get(i - 1).message().commitment().chain());
        assertThat(Chain.next(before, entry).bytes()).isEqualTo(link.chain());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void two_talk_and_nobody_else_learns_of_it(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    Message hello = says(alice, id, "hello  bob\n");
    says(bob, id, "hello alice");
    assertThat(reads(alice, id)).containsExactly("hello  bob\n", "hello alice");
    assertThat(reads(bob, id)).isEqualTo(reads(alice, id));
    chainHolds(bob, id);
    isNotThere(() -> talks().get(carol.id(), id));
    isNotThere(() -> talks().messages(carol.id(), id, Page.newest(1)));
    isNotThere(() -> says(carol, id, "me too"));
    isNotThere(() -> talks().read(carol.id(), id, 0));
    isNotThere(() -> talks().get(carol.id(), new ConversationId(1)));
    assertThat(talks().ofStatus(Viewer.of(carol.id()), hello.status())).isEmpty();
    assertThat(talks().ofStatus(Viewer.ANYBODY, hello.status())).isEmpty();
    assertThat(talks().ofStatus(Viewer.of(bob.id()), hello.status())).isPresent();
    assertThat(talks().list(carol.id(), Conversations.Which.ALL, Page.newest(5))).isEmpty();
    assertThat(begin(bob, alice)).as("the talk of these two").isEqualTo(id);
    assertThat(begin(Conversation.Mode.RECORD, bob, alice)).isNotEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_said_at_once_gets_an_order_and_one_chain(Town.Engine engine) throws Exception {
    open(engine);
    ConversationId id = begin(alice, bob);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Message>> all = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Town.Person who = i % 2 == 0 ? alice : bob;
        String text = "message " + i;
        Callable<Message> say = () -> says(who, id, text);
        all.add(threads.submit(say));
      }
      for (Future<Message> one : all) {
        one.get();
      }
    }
    assertThat(reads(bob, id))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 24).mapToObj(i -> "message " + i).toList());
    chainHolds(alice, id);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_said_twice_with_one_key_is_said_once(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    Message first = talks().say(alice.id(), id, Conversations.Draft.of("once"), "key").message();
    says(bob, id, "between");
    Message again = talks().say(alice.id(), id, Conversations.Draft.of("once"), "key").message();
    assertThat(again.n()).isEqualTo(first.n());
    // An old app that answered the last message answers one further up when it tries again.
    var answering = new Conversations.Draft("once", List.of(), first.n(), -1);
    assertThat(talks().say(alice.id(), id, answering, "key").message().n()).isEqualTo(first.n());
    assertThat(reads(alice, id)).containsExactly("once", "between");
    isRefused(
        () -> talks().say(alice.id(), id, Conversations.Draft.of("other"), "key"),
        Refusal.Invalid.class);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void erased_words_are_gone_and_the_chain_stands(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    says(alice, id, "one");
    Message two = says(alice, id, "two");
    Message edit = talks().edit(alice.id(), id, two.n(), "two, better").message();
    assertThat(edit.replacesN()).isEqualTo(two.n());
    assertThat(talks().current(bob.id(), id, two.n()).message().text()).isEqualTo("two, better");
    assertThat(talks().versions(bob.id(), id, two.n())).hasSize(2);
    says(bob, id, "three");
    isRefused(() -> talks().eraseForAll(bob.id(), id, two.n()), Refusal.Forbidden.class);
    isRefused(() -> talks().edit(bob.id(), id, two.n(), "other"), Refusal.Forbidden.class);
    talks().react(bob.id(), id, two.n(), "🎉");
    talks().eraseForAll(alice.id(), id, two.n());
    assertThat(reads(bob, id)).containsExactly("one", "three");
    assertThat(talks().message(bob.id(), id, two.n()).message().isErased()).isTrue();
    assertThat(talks().message(alice.id(), id, edit.n()).opening()).isEmpty();
    assertThat(talks().message(alice.id(), id, two.n()).reactions()).isEmpty();
    assertThat(talks().ofStatus(Viewer.of(bob.id()), two.status())).isEmpty();
    chainHolds(bob, id);
    talks().eraseForMe(bob.id(), id, 1);
    assertThat(reads(bob, id)).containsExactly("three");
    assertThat(reads(alice, id)).containsExactly("one", "three");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_talk_stays_in_the_list_of_who_erased_all_of_it_for_himself(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    assertThat(lists(bob)).as("nothing is said yet").isEmpty();
    Message one = says(alice, id, "one");
    talks().eraseForMe(bob.id(), id, one.n());
    assertThat(reads(bob, id)).isEmpty();
    assertThat(lists(bob)).containsExactly(id);
    talks().putAway(bob.id(), id);
    assertThat(lists(bob)).as("put away").isEmpty();
  }

  private List<ConversationId> lists(Town.Person who) {
    return talks().list(who.id(), Conversations.Which.ALL, Page.newest(5)).stream()
        .map(shown -> shown.conversation().id())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void an_erasure_that_was_cut_off_is_finished_by_asking_again(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    for (int writes = 0; writes < 4; writes++) {
      Message one = says(alice, id, "one");
      long edit = talks().edit(alice.id(), id, one.n(), "better").message().n();
      long last = talks().edit(alice.id(), id, one.n(), "best").message().n();
      town.conversationsEndAfter(writes);
      assertThatThrownBy(() -> talks().eraseForAll(alice.id(), id, one.n()))
          .isInstanceOf(MortalStore.Dead.class);
      town.isKilled();
      if (talks().message(bob.id(), id, one.n()).message().isErased()) {
        assertThat(reads(bob, id)).as("after %d writes", writes).isEmpty();
      }
      talks().eraseForAll(alice.id(), id, one.n());
      for (long n : List.of(one.n(), edit, last)) {
        assertThat(talks().message(bob.id(), id, n).message().isErased()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_comes_later_does_not_read_what_was_said_before(Town.Engine engine) {
    open(engine);
    Town.Person dave = town.person("dave");
    ConversationId id = begin(alice, bob, dave);
    Message before = says(alice, id, "before carol");
    talks().add(alice.id(), id, carol.id());
    says(alice, id, "after carol");
    assertThat(reads(carol, id)).containsExactly("after carol");
    isNotThere(() -> talks().message(carol.id(), id, before.n()));
    assertThat(talks().ofStatus(Viewer.of(carol.id()), before.status())).isEmpty();
    talks().leave(carol.id(), id);
    says(bob, id, "without carol");
    isNotThere(() -> talks().messages(carol.id(), id, Page.newest(10)));
    assertThat(talks().list(carol.id(), Conversations.Which.ALL, Page.newest(5))).isEmpty();
    chainHolds(bob, id);
    assertThat(seen(bob, id).stream().map(one -> one.message().content()))
        .contains(new Message.Joined(carol.id()), new Message.Left());
    ConversationId two = begin(alice, bob);
    isRefused(() -> talks().add(alice.id(), two, carol.id()), Refusal.Invalid.class);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void the_mode_changes_when_all_have_said_yes(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    says(alice, id, "in confidence");
    Shown wished = talks().wish(alice.id(), id, Conversation.Mode.RECORD);
    assertThat(wished.conversation().mode()).isEqualTo(Conversation.Mode.CONSENT);
    assertThat(wished.conversation().wish().orElseThrow().by()).containsExactly(alice.id());
    assertThat(says(bob, id, "still in confidence").mode()).isEqualTo(Conversation.Mode.CONSENT);
    Shown agreed = talks().wish(bob.id(), id, Conversation.Mode.RECORD);
    assertThat(agreed.conversation().mode()).isEqualTo(Conversation.Mode.RECORD);
    assertThat(agreed.conversation().wish()).isEmpty();
    Message record = says(alice, id, "for the record");
    assertThat(record.mode()).isEqualTo(Conversation.Mode.RECORD);
    // Whoever has the seed can prove the words.
    assertThat(talks().message(bob.id(), id, 1).opening()).isEmpty();
    assertThat(talks().message(alice.id(), id, 1).opening()).isPresent();
    assertThat(talks().message(bob.id(), id, record.n()).opening()).isPresent();
    chainHolds(alice, id);
    Shown anew = talks().begin(bob.id(), List.of(alice.id()), Conversation.Mode.CONSENT);
    assertThat(anew.conversation().id()).isNotEqualTo(id);
    assertThat(anew.conversation().mode()).isEqualTo(Conversation.Mode.CONSENT);
    assertThat(begin(alice, bob)).isEqualTo(anew.conversation().id());
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void another_mode_that_stands_holds_for_the_next_message_also_after_a_kill(Town.Engine engine) {
    open(engine);
    for (int writes = 0; writes < 7; writes++) {
      ConversationId id = begin(alice, town.person("other" + writes));
      AccountId other = talks().get(alice.id(), id).others().getFirst();
      talks().accept(other, id);
      talks().wish(alice.id(), id, Conversation.Mode.RECORD);
      town.conversationsEndAfter(writes);
      try {
        talks().wish(other, id, Conversation.Mode.RECORD);
      } catch (MortalStore.Dead _) {
        // As it was wanted.
      }
      town.isKilled();
      long said = talks().say(other, id, Conversations.Draft.of("on or off?")).message().n();
      boolean isRecord =
          seen(alice, id).stream()
              .map(Seen::message)
              .anyMatch(m -> m.content() instanceof Message.ModeChanged && m.n() < said);
      assertThat(talks().message(alice.id(), id, said).message().mode())
          .as("killed after %d writes", writes)
          .isEqualTo(isRecord ? Conversation.Mode.RECORD : Conversation.Mode.CONSENT);
      town.later(Duration.ofDays(2));
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_is_taken_in_again_finds_his_words_whenever_that_is_cut_off(Town.Engine engine) {
    open(engine);
    for (int writes = 0; writes < 7; writes++) {
      ConversationId id = begin(alice, bob, carol);
      long his = says(bob, id, "words of mine").n();
      talks().leave(bob.id(), id);
      town.conversationsEndAfter(writes);
      try {
        talks().add(alice.id(), id, bob.id());
      } catch (MortalStore.Dead _) {
        // As it was wanted.
      }
      town.isKilled();
      // In it or not, he can take them away.
      if (talks().find(bob.id(), id).isPresent()) {
        assertThat(talks().get(bob.id(), id).lastReadN()).isGreaterThan(his);
        talks().leave(bob.id(), id);
      }
      talks().eraseForAll(bob.id(), id, his);
      assertThat(reads(carol, id)).doesNotContain("words of mine");
      town.later(Duration.ofDays(2));
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_group_turned_down_is_held_against_who_took_him_into_it(Town.Engine engine) {
    open(engine);
    Town.Person dave = town.person("dave");
    ConversationId id = begin(alice, bob, carol);
    says(bob, id, "let us ask dave");
    talks().add(bob.id(), id, dave.id());
    assertThat(talks().get(dave.id(), id).isRequest()).isTrue();
    talks().leave(dave.id(), id);
    town.later(Duration.ofDays(2));
    // Alice, who began it, has asked him nothing.
    ConversationId hers = begin(alice, dave);
    says(alice, hers, "hello dave");
    assertThat(reads(dave, hers)).containsExactly("hello dave");
    ConversationId his = begin(bob, dave);
    says(bob, his, "hello again");
    isNotThere(() -> talks().get(dave.id(), his));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_is_blocked_changes_nothing_for_whoever_blocks_him(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    Message his = says(bob, id, "as it was");
    Message hers = says(alice, id, "my own words");
    town.settle();
    alice.blocks(bob);
    talks().edit(bob.id(), id, his.n(), "as he would have it");
    talks().react(bob.id(), id, hers.n(), "\uD83D\uDC4D");
    says(bob, id, "and this");
    town.settle();
    assertThat(reads(alice, id)).containsExactly("as it was", "my own words");
    assertThat(talks().current(alice.id(), id, his.n()).message().text()).isEqualTo("as it was");
    assertThat(talks().message(alice.id(), id, hers.n()).reactions()).isEmpty();
    assertThat(alice.notifications()).noneMatch(one -> one.contains("bob"));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whoever_blocks_the_one_who_adds_him_knows_nothing_of_it(Town.Engine engine) {
    open(engine);
    Town.Person dave = town.person("dave");
    dave.blocks(alice);
    ConversationId id = begin(bob, alice, carol);
    talks().add(alice.id(), id, dave.id());
    isNotThere(() -> talks().get(dave.id(), id));
    assertThat(talks().list(dave.id(), Conversations.Which.ALL, Page.newest(10))).isEmpty();
    says(alice, id, "does he hear me?");
    isNotThere(() -> talks().get(dave.id(), id));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_reported_is_worked_out_anew_from_what_was_committed_to(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    Message first = says(alice, id, "as it was said");
    Message second = says(bob, id, "an answer");
    talks().edit(alice.id(), id, first.n(), "as it is now");
    assertThat(talks().reported(first.status()))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.fits()).isTrue());
    talks().eraseForAll(bob.id(), id, second.n());
    assertThat(talks().reported(second.status()))
        .allSatisfy(one -> assertThat(one.fits()).as("its place").isTrue());
  }

  @Test
  void words_a_time_or_a_place_that_were_not_committed_to_do_not_fit() {
    open(Town.Engine.ROCKS);
    var commitments = new Commitments(who -> "https://a.example/" + who, new Random(7));
    Conversation talk = talks().get(alice.id(), begin(alice, bob)).conversation();
    byte[] start = new byte[32];
    var kept = new ConversationTable.Kept(talk, new byte[16], start, 0, 0);
    var wanted =
        new Appending.Wanted(
            alice.id(), new Message.Words("said"), 0, 0, 0, -1, List.of(), Set.of());
    Instant at = town.clock().instant();
    var made = commitments.make(kept, wanted, at, new Commitments.After(0, start));
    Entry said = entry(made, "said", at, start);
    assertThat(commitments.fits(said, start)).isTrue();
    assertThat(commitments.fits(said.erased(at), start)).isTrue();
    byte[] other = start.clone();
    other[0] = 1;
    assertThat(commitments.fits(said, other)).isFalse();
    Entry changed = entry(made, "sad", at, start);
    assertThat(commitments.fits(changed, start)).isFalse();
    Entry by =
        new Entry(
            1,
            new byte[16],
            said.mode(),
            bob.id(),
            at,
            said.content(),
            said.status(),
            0,
            0,
            "",
            List.of(),
            Set.of(),
            said.commitment(),
            said.proof());
    assertThat(commitments.fits(by, start)).isFalse();
  }

  private Entry entry(Commitments.Made made, String text, Instant at, byte[] start) {
    return new Entry(
        1,
        new byte[16],
        Conversation.Mode.CONSENT,
        alice.id(),
        at,
        new Message.Words(text),
        new StatusId(5),
        0,
        0,
        "",
        List.of(),
        Set.of(),
        Commitments.link(start, 1, at, made.m()),
        made.proof());
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_beginning_that_was_cut_off_swallows_nothing(Town.Engine engine) {
    open(engine);
    List<Town.Person> others = List.of(bob, carol, town.person("dave"), town.person("erin"));
    for (int writes = 0; writes < others.size(); writes++) {
      Town.Person other = others.get(writes);
      town.later(Duration.ofMinutes(2));
      town.conversationsEndAfter(writes);
      assertThatThrownBy(() -> begin(alice, other)).isInstanceOf(MortalStore.Dead.class);
      town.isKilled();
      town.later(Duration.ofMinutes(2));
      ConversationId id = begin(alice, other);
      says(alice, id, "do you hear me?");
      assertThat(reads(other, id)).as("after %d writes", writes).containsExactly("do you hear me?");
      assertThat(talks().list(other.id(), Conversations.Which.ALL, Page.newest(5))).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_stranger_waits_aside_and_a_block_is_not_felt(Town.Engine engine) {
    open(engine, SmallLimits.with(Map.of("unansweredMax", 2)));
    Town.Person mallory = town.person("mallory");
    ConversationId id = begin(mallory, alice);
    says(mallory, id, "hello stranger");
    town.settle();
    Shown shown = talks().get(alice.id(), id);
    assertThat(shown.isRequest()).isTrue();
    assertThat(talks().unread(alice.id(), 5)).isZero();
    assertThat(talks().requests(alice.id(), 5)).isEqualTo(1);
    assertThat(alice.notifications()).doesNotContain("mention mallory");
    assertThat(town.notifications().requests(alice.id(), Page.newest(5))).hasSize(1);
    says(mallory, id, "hello?");
    isRefused(() -> says(mallory, id, "hello!"), Refusal.Invalid.class);
    talks().leave(alice.id(), id);
    isNotThere(() -> talks().get(alice.id(), id));
    assertThat(reads(mallory, id))
        .as("nothing tells him")
        .containsExactly("hello stranger", "hello?");
    town.later(Duration.ofMinutes(2));
    ConversationId other = begin(Conversation.Mode.RECORD, mallory, alice);
    isNotThere(() -> talks().get(alice.id(), other));
    ConversationId begun = begin(alice, bob);
    says(bob, begun, "hello");
    alice.blocks(bob);
    Message blocked = says(bob, begun, "you do not hear me");
    talks().edit(bob.id(), begun, 1, "nor my edits");
    talks().react(bob.id(), begun, 1, "🎉");
    town.settle();
    assertThat(reads(bob, begun)).contains("you do not hear me", "nor my edits");
    assertThat(reads(alice, begun)).containsExactly("hello");
    assertThat(talks().message(alice.id(), begun, 1).reactions()).isEmpty();
    assertThat(talks().ofStatus(Viewer.of(alice.id()), blocked.status())).isEmpty();
    isRefused(() -> says(alice, begun, "nor I you"), Refusal.Invalid.class);
    alice.unblocks(bob);
    assertThat(reads(alice, begun)).containsExactly("hello");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void strangers_are_counted_as_people(Town.Engine engine) {
    open(engine, SmallLimits.with(Map.of("strangersPerDayMax", 3)));
    Town.Person mallory = town.person("mallory");
    begin(mallory, alice, bob);
    isRefused(() -> begin(mallory, carol), Refusal.TooMany.class);
    town.later(Duration.ofMinutes(2));
    isRefused(() -> begin(mallory, carol, town.person("dave")), Refusal.TooMany.class);
    begin(mallory, carol);
    town.later(Duration.ofDays(1));
    begin(mallory, town.person("dave"));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void strangers_are_counted_over_all_his_talks(Town.Engine engine) throws Exception {
    open(engine, SmallLimits.with(Map.of("unansweredMax", 2)));
    Town.Person mallory = town.person("mallory");
    List.of(town.person("dave"), town.person("erin")).forEach(one -> one.follows(mallory));
    List<ConversationId> groups =
        IntStream.range(0, 8)
            .mapToObj(_ -> begin(mallory, town.person("dave"), town.person("erin")))
            .toList();
    List<Future<Boolean>> added = new ArrayList<>();
    try (var at = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ConversationId id : groups) {
        added.add(at.submit(() -> isAdded(mallory, id)));
      }
    }
    List<ConversationId> with = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      if (added.get(i).get()) {
        with.add(groups.get(i));
      }
    }
    assertThat(with).as("one in a minute, wherever").hasSize(1);
    ConversationId id = with.getFirst();
    says(mallory, id, "hello");
    says(mallory, id, "hello?");
    isRefused(() -> says(mallory, id, "hello!"), Refusal.Invalid.class);
    talks().accept(alice.id(), id);
    says(mallory, id, "there you are");
  }

  private boolean isAdded(Town.Person by, ConversationId id) {
    try {
      return talks().add(by.id(), id, alice.id()).conversation().has(alice.id());
    } catch (Refused _) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void reading_and_typing_show_only_where_both_let_them(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    says(alice, id, "one");
    talks().read(bob.id(), id, 0);
    assertThat(talks().get(alice.id(), id).readTo()).isEmpty();
    talks().change(bob.id(), new Settings(true, true));
    assertThat(talks().get(alice.id(), id).readTo()).isEmpty();
    assertThat(talks().seeTyping(bob.id(), id)).isEmpty();
    talks().change(alice.id(), new Settings(true, true));
    assertThat(talks().get(alice.id(), id).readTo()).containsEntry(bob.id(), 1L);
    assertThat(talks().seeTyping(bob.id(), id)).containsExactly(alice.id());
    says(bob, id, "two");
    assertThat(talks().get(alice.id(), id).isUnread()).isTrue();
    assertThat(talks().unread(alice.id(), 5)).isEqualTo(1);
    talks().mute(alice.id(), id, true);
    assertThat(talks().unread(alice.id(), 5)).isZero();
    talks().call(alice.id(), bob.id(), "Robert the Loud");
    assertThat(talks().get(alice.id(), id).names()).containsEntry(bob.id(), "Robert the Loud");
    assertThat(talks().get(bob.id(), id).names()).isEmpty();
    assertThat(talks().search(bob.id(), "ONE")).hasSize(1);
    assertThat(talks().search(carol.id(), "one")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_mention_adds_nobody_and_a_message_rings_once(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    says(alice, id, "what does @carol say?");
    town.settle();
    assertThat(carol.notifications()).doesNotContain("mention alice");
    assertThat(
            town
                .notifications()
                .list(bob.id(), verbatim.notifications.Notifications.Query.ALL, Page.newest(10))
                .stream()
                .filter(one -> one.type() == Notification.Type.MENTION))
        .hasSize(1);
    assertThat(talks().get(bob.id(), id).conversation().present())
        .containsExactly(alice.id(), bob.id());
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_goes_leaves_no_word_behind(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    says(alice, id, "my word");
    says(bob, id, "his word");
    talks().call(alice.id(), bob.id(), "Bob");
    alice.leaves();
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(reads(bob, id)).containsExactly("his word");
    isRefused(() -> says(bob, id, "hello?"), Refusal.Invalid.class);
    bob.leaves();
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(talks().entry(id, 2)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_left_before_leaves_no_word_behind_either(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob, carol);
    says(alice, id, "my word");
    says(bob, id, "his word");
    talks().leave(alice.id(), id);
    isNotThere(() -> talks().get(alice.id(), id));
    assertThat(reads(bob, id)).containsExactly("my word", "his word");
    alice.leaves();
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(reads(bob, id)).containsExactly("his word");
    talks().leave(bob.id(), id);
    assertThat(reads(carol, id)).containsExactly("his word");
    talks().leave(carol.id(), id);
    assertThat(talks().entry(id, 2)).as("nobody is in it any more").isEmpty();
    ConversationId two = begin(bob, carol);
    says(bob, two, "between us");
    talks().leave(bob.id(), two);
    talks().leave(carol.id(), two);
    assertThat(talks().entry(two, 1)).isEmpty();
    ConversationId anew = begin(bob, carol);
    assertThat(anew).isNotEqualTo(two);
    says(carol, anew, "again");
    assertThat(reads(bob, anew)).containsExactly("again");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_a_dead_process_left_half_done_is_done(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    says(alice, id, "before");
    town.isKilled();
    talks().sweep();
    says(bob, id, "after");
    assertThat(reads(alice, id)).containsExactly("before", "after");
    chainHolds(alice, id);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_long_talk_is_read_page_by_page(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob);
    for (int i = 1; i <= 45; i++) {
      says(i % 2 == 0 ? alice : bob, id, "message " + i);
    }
    List<Long> read = new ArrayList<>();
    long below = Long.MAX_VALUE;
    List<Seen> page = talks().messages(bob.id(), id, Page.below(below, 20));
    while (!page.isEmpty()) {
      page.forEach(one -> read.add(one.message().n()));
      below = page.getLast().message().n();
      page = talks().messages(bob.id(), id, Page.below(below, 20));
    }
    assertThat(read.reversed())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 45).boxed().toList());
    assertThat(
            talks().messages(bob.id(), id, new Page(Long.MAX_VALUE, 10, true, 3)).stream()
                .map(one -> one.message().n()))
        .containsExactly(13L, 12L, 11L);
    chainHolds(alice, id);
  }

  private static Keyring keys(String... hex) {
    return Keyring.read(List.of(hex), new SecureRandom()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void sealed_words_open_with_their_key_only(Town.Engine engine) {
    open(engine);
    String first = "01".repeat(32);
    String second = "02".repeat(32);
    ConversationId id = begin(alice, bob);
    says(alice, id, "lies open");
    talks().call(alice.id(), bob.id(), "Bob");
    town.sealWith(keys(first));
    says(bob, id, "sealed");
    town.sealWith(keys(first, second));
    while (talks().reseal()) {
      // Each round seals one conversation anew.
    }
    town.sealWith(keys(second));
    assertThat(reads(alice, id)).containsExactly("lies open", "sealed");
    assertThat(talks().name(alice.id(), bob.id())).isEqualTo("Bob");
    chainHolds(alice, id);
    assertThat(Keyring.read(List.of("no key"), new SecureRandom())).isEqualTo(Optional.empty());
  }

  private record Cost(long reads, long rows) {}

  /// The least of some: jobs of the town read beside it.
  private Cost cost(Runnable work) {
    Cost least = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);
    for (int i = 0; i < 8; i++) {
      long reads = town.store().reads();
      long rows = town.store().rows();
      work.run();
      Cost is = new Cost(town.store().reads() - reads, town.store().rows() - rows);
      least = new Cost(Math.min(least.reads(), is.reads()), Math.min(least.rows(), is.rows()));
    }
    return least;
  }

  /// Long ago; it lies in rows of its own.
  private void signedEditedAndHidden(ConversationId id) {
    for (Seen old : talks().messages(alice.id(), id, Page.newest(40))) {
      long n = old.message().n();
      talks().react(carol.id(), id, n, "\uD83D\uDC4D");
      if (old.message().author().equals(alice.id())) {
        talks().edit(alice.id(), id, n, "better " + n);
      } else {
        talks().eraseForMe(alice.id(), id, n);
      }
    }
  }

  @Test
  void a_page_of_a_long_talk_costs_no_more_than_one_of_a_short_one() {
    open(Town.Engine.ROCKS);
    ConversationId brief = begin(alice, bob);
    ConversationId lengthy = begin(alice, carol);
    for (int i = 1; i <= 60; i++) {
      says(i % 2 == 0 ? alice : bob, brief, "message " + i);
    }
    for (int i = 1; i <= 600; i++) {
      says(i % 2 == 0 ? alice : carol, lengthy, "message " + i);
      if (i == 50) {
        signedEditedAndHidden(lengthy);
      }
    }
    town.settle();
    Cost few = cost(() -> talks().messages(alice.id(), brief, Page.newest(40)));
    Cost many = cost(() -> talks().messages(alice.id(), lengthy, Page.newest(40)));
    assertThat(many).isEqualTo(few);
    assertThat(cost(() -> talks().messages(alice.id(), lengthy, Page.below(300, 40))))
        .as("from its middle")
        .isEqualTo(few);
    assertThat(many.reads()).as("looks into the store").isLessThanOrEqualTo(20);
    assertThat(many.rows()).as("rows").isLessThanOrEqualTo(2 * 40);
    assertThat(cost(() -> talks().get(alice.id(), lengthy)).rows())
        .as("what the list shows of it")
        .isEqualTo(cost(() -> talks().get(alice.id(), brief)).rows());
  }

  // ---- strangers by turns, and who has left

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void strangers_who_write_by_turns_are_heard_no_more_than_one(Town.Engine engine) {
    open(engine);
    Town.Person dora = town.person("dora");
    ConversationId id = begin(alice, bob, dora);
    int max = Limits.usual().conversations().unansweredMax();
    for (int i = 1; i <= 2 * max; i++) {
      says(i % 2 == 0 ? alice : bob, id, "message " + i);
    }
    assertThat(reads(alice, id)).hasSize(2 * max);
    assertThat(reads(dora, id)).hasSize(max).last().isEqualTo("message " + max);
    Shown request =
        talks().list(dora.id(), Conversations.Which.REQUESTS, Page.newest(5)).getFirst();
    assertThat(request.lastN()).isEqualTo(max);
    assertThat(talks().reached(id, max).stream().map(Conversations.Reached::account))
        .contains(dora.id());
    assertThat(talks().reached(id, max + 1).stream().map(Conversations.Reached::account))
        .doesNotContain(dora.id());
    isNotThere(() -> talks().message(dora.id(), id, max + 1));
    talks().accept(dora.id(), id);
    assertThat(reads(dora, id)).hasSize(2 * max);
    says(alice, id, "and on");
    assertThat(reads(dora, id)).last().isEqualTo("and on");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_has_left_erases_his_own_words_and_sees_none(Town.Engine engine) {
    open(engine);
    ConversationId id = begin(alice, bob, carol);
    says(alice, id, "alice one");
    Message two = says(alice, id, "alice two");
    talks().edit(alice.id(), id, two.n(), "alice two, better");
    says(bob, id, "bob");
    Message last = says(alice, id, "alice three");
    assertThat(talks().departed(alice.id())).isEmpty();
    talks().leave(alice.id(), id);
    assertThat(talks().departed(alice.id()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.id()).isEqualTo(id);
              assertThat(one.others()).containsExactlyInAnyOrder(bob.id(), carol.id());
            });
    isNotThere(() -> talks().message(alice.id(), id, last.n()));
    isNotThere(() -> talks().eraseForAll(alice.id(), id, 4));
    isNotThere(() -> talks().eraseForAll(alice.id(), id, 99));
    talks().eraseForAll(alice.id(), id, last.n());
    assertThat(reads(bob, id))
        .containsExactly("alice one", "alice two", "alice two, better", "bob");
    assertThat(talks().eraseMine(alice.id(), id)).isEqualTo(2);
    assertThat(reads(bob, id)).containsExactly("bob");
    chainHolds(bob, id);
    Town.Person dora = town.person("dora");
    isNotThere(() -> talks().eraseMine(dora.id(), id));
    assertThat(talks().eraseMine(bob.id(), id)).as("who is in it may too").isEqualTo(1);
    assertThat(reads(carol, id)).isEmpty();
  }

  // ---- files and signs, sealed too

  private static byte[] png() throws IOException {
    var picture = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Random noise = new Random(5);
    for (int i = 0; i < 300 * 200; i++) {
      picture.setRGB(i % 300, i / 300, noise.nextInt());
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  private Medium uploads(Town.Person who) throws IOException {
    return town.media().upload(who.id(), new ByteArrayInputStream(png()), Media.Said.NOTHING);
  }

  private byte[] bytes(Medium medium) throws IOException {
    String path =
        ((Medium.Ready) town.media().find(medium.id()).orElseThrow().state()).original().path();
    Opened opened = town.media().open(path).orElseThrow();
    try (var in = opened.stream()) {
      byte[] all = in.readAllBytes();
      assertThat(opened.bytes()).isEqualTo(all.length);
      return all;
    }
  }

  private void showsPicture(Town.Person who, ConversationId id, Medium medium) {
    talks().say(who.id(), id, new Conversations.Draft("look", List.of(medium.id()), 0, -1));
  }

  /// What lies in the folder of files, by name.
  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new java.util.TreeMap<>();
    try (var all = Files.walk(folder.resolve("media"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void files_and_signs_of_sealed_words_are_sealed_and_older_ones_open_still(Town.Engine engine)
      throws IOException {
    open(engine);
    String first = "01".repeat(32);
    String second = "02".repeat(32);
    ConversationId id = begin(alice, bob);
    Medium open = uploads(alice);
    byte[] bytes = bytes(open);
    showsPicture(alice, id, open);
    talks().react(bob.id(), id, 1, "🎉");
    assertThat(files().keySet()).noneMatch(name -> name.endsWith(".sealed"));

    town.sealWith(keys(first));
    assertThat(bytes(open)).as("what lies open opens still").isEqualTo(bytes);
    assertThat(seen(bob, id).getFirst().reactions()).hasSize(1);
    Medium sealed = uploads(alice);
    showsPicture(alice, id, sealed);
    talks().react(bob.id(), id, 2, "🌊");
    assertThat(bytes(sealed)).isEqualTo(bytes);
    while (talks().reseal()) {
      // Each round seals one conversation anew.
    }
    assertThat(files().keySet()).allMatch(name -> name.endsWith(".sealed")).hasSize(4);
    files()
        .values()
        .forEach(
            file ->
                assertThat(new String(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                    // So long that sealed bytes do not hold them by chance.
                    .doesNotContain("PNG\r\n", "JFIF\0\1", "\0\0IHDR\0", "\0IDAT\u0078"));
    assertThat(bytes(open)).isEqualTo(bytes);
    assertThat(bytes(sealed)).isEqualTo(bytes);

    town.sealWith(keys(first, second));
    talks().react(bob.id(), id, 1, "👍");
    while (talks().reseal()) {
      // And with the next key.
    }
    town.sealWith(keys(second));
    assertThat(bytes(open)).isEqualTo(bytes);
    assertThat(bytes(sealed)).isEqualTo(bytes);
    assertThat(seen(alice, id).reversed().stream().map(one -> one.reactions().size()))
        .containsExactly(2, 1);
    // The same sign twice is one; taken back it is gone, under whatever key it was put there.
    talks().react(bob.id(), id, 1, "🎉");
    talks().unreact(bob.id(), id, 1, "🎉");
    talks().unreact(bob.id(), id, 2, "🌊");
    assertThat(seen(alice, id).reversed().stream().map(one -> one.reactions().size()))
        .containsExactly(1, 0);
    // A piece that is changed does not open, nor does one that is cut off.
    String path = files().keySet().iterator().next();
    byte[] file = files().get(path);
    file[file.length - 20] ^= 1;
    Files.write(folder.resolve(path), file);
    assertThatThrownBy(
            () -> {
              var _ = bytes(open);
              var _ = bytes(sealed);
              smallOpen(open);
              smallOpen(sealed);
            })
        .isInstanceOf(IllegalStateException.class);
    talks().eraseForAll(alice.id(), id, 1);
    talks().eraseForAll(alice.id(), id, 2);
    assertThat(files()).isEmpty();
  }

  private void smallOpen(Medium medium) throws IOException {
    String path = ((Medium.Ready) medium.state()).small().path();
    try (var in = town.media().open(path).orElseThrow().stream()) {
      assertThat(in.readAllBytes()).isNotEmpty();
    }
  }
}
