package verbatim.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.accounts.Standing.Role;
import verbatim.accounts.Standing.State;
import verbatim.kernel.DeedId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.statuses.Status;
import verbatim.store.Op;

/// What moderators do, to whom they may, and what is left of it.
class AtTheDeskTest {
  private static final Page FIRST = Page.newest(40);

  @TempDir Path folder;
  private Town town;
  private Town.Person olga;
  private Town.Person adam;
  private Town.Person mia;
  private Town.Person max;
  private Town.Person alice;
  private Town.Person bob;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    olga = town.person("olga", new Standing(State.ACTIVE, Role.OWNER, false));
    adam = town.person("adam", new Standing(State.ACTIVE, Role.ADMIN, false));
    mia = town.person("mia", new Standing(State.ACTIVE, Role.MODERATOR, false));
    max = town.person("max", new Standing(State.ACTIVE, Role.MODERATOR, false));
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Report reports(Town.Person who, Town.Person about, String comment, StatusId... posts) {
    return town.moderation()
        .report(
            who.id(),
            new Moderation.Told(
                about.id(), List.of(posts), comment, Report.Category.OTHER, List.of(), false));
  }

  private Deed acts(Town.Person who, Deed.Kind kind, Town.Person about, String words) {
    return town.moderation().acts().act(who.id(), Acts.Order.of(kind, about.id(), words));
  }

  private static Refusal refusal(Runnable act) {
    Refused refused = catchThrowableOfType(Refused.class, act::run);
    assertThat(refused).isNotNull();
    return refused.refusal();
  }

  private List<String> log(Town.Person reader) {
    return town.moderation().deeds().list(reader.id(), Deeds.Wanted.ALL, FIRST).stream()
        .map(deed -> deed.kind().word() + " " + deed.words())
        .toList();
  }

  private Cases cases() {
    return town.moderation().cases();
  }

  private Appeals appeals() {
    return town.moderation().appeals();
  }

  private List<Deed.Kind> told(Town.Person person) {
    return appeals().told(person.id(), FIRST).stream().map(told -> told.deed().kind()).toList();
  }

  // ---- roles

  @ParameterizedTest
  @EnumSource
  void nobody_touches_an_equal_or_a_higher_role(Town.Engine engine) {
    open(engine);
    List<Town.Person> ranks = List.of(alice, mia, adam, olga);
    for (int who = 0; who < ranks.size(); who++) {
      for (int about = 0; about < ranks.size(); about++) {
        Town.Person by = ranks.get(who);
        Town.Person on = ranks.get(about);
        String what = by.name() + " on " + on.name();
        Runnable warns = () -> acts(by, Deed.Kind.WARNED, on, "mind your words");
        if (who > about) {
          warns.run();
          assertThat(told(on)).as(what).contains(Deed.Kind.WARNED);
        } else {
          assertThat(refusal(warns))
              .as(what)
              .isInstanceOf(by == alice ? Refusal.NotFound.class : Refusal.Forbidden.class);
        }
      }
    }
    assertThat(refusal(() -> acts(mia, Deed.Kind.WARNED, max, "peer")))
        .isInstanceOf(Refusal.Forbidden.class);
  }

  @ParameterizedTest
  @EnumSource
  void roles_are_given_downwards_and_the_last_owner_stays(Town.Engine engine) {
    open(engine);
    Acts acts = town.moderation().acts();
    assertThat(refusal(() -> acts.role(mia.id(), alice.id(), Role.MODERATOR)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> acts.role(adam.id(), alice.id(), Role.ADMIN)))
        .isInstanceOf(Refusal.Forbidden.class);
    acts.role(adam.id(), alice.id(), Role.MODERATOR);
    assertThat(alice.account().standing().role()).isEqualTo(Role.MODERATOR);
    for (Runnable gone :
        List.<Runnable>of(
            () -> acts.role(Deed.CONSOLE, olga.id(), Role.ADMIN),
            () -> acts.delete(Deed.CONSOLE, olga.id()),
            () -> acts.act(Deed.CONSOLE, Acts.Order.of(Deed.Kind.SUSPENDED, olga.id(), "")))) {
      assertThat(refusal(gone)).isInstanceOf(Refusal.Forbidden.class);
    }
    acts.role(olga.id(), adam.id(), Role.OWNER);
    acts.role(Deed.CONSOLE, olga.id(), Role.USER);
    assertThat(olga.account().standing().role()).isEqualTo(Role.USER);
    assertThat(refusal(() -> acts.role(Deed.CONSOLE, adam.id(), Role.USER)))
        .isInstanceOf(Refusal.Forbidden.class);
  }

  // ---- acts

  @ParameterizedTest
  @EnumSource
  void who_is_warned_is_told_once_until_he_has_read_it(Town.Engine engine) {
    open(engine);
    assertThat(appeals().hasUnread(bob.id())).isFalse();
    Deed deed = acts(mia, Deed.Kind.WARNED, bob, "Be kind");
    assertThat(appeals().hasUnread(bob.id())).isTrue();
    assertThat(appeals().told(bob.id(), FIRST))
        .singleElement()
        .satisfies(told -> assertThat(told.deed().words()).isEqualTo("Be kind"));
    appeals().read(bob.id(), deed.id());
    town.settle();
    assertThat(appeals().hasUnread(bob.id())).isFalse();
    assertThat(refusal(() -> acts(mia, Deed.Kind.WARNED, bob, " ")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> acts(mia, Deed.Kind.WARNED, bob, "x".repeat(1_001))))
        .isInstanceOf(Refusal.Invalid.class);
    acts(mia, Deed.Kind.WARNED, bob, "x".repeat(1_000));
  }

  @ParameterizedTest
  @EnumSource
  void a_limit_hides_from_strangers_and_ends(Town.Engine engine) {
    open(engine);
    alice.follows(bob);
    acts(mia, Deed.Kind.LIMITED, bob, "");
    bob.posts("hello @max");
    assertThat(alice.home()).contains("hello @max");
    assertThat(max.notifications()).doesNotContain("mention bob");
    assertThat(town.notifications().requests(max.id(), FIRST)).hasSize(1);
    assertThat(town.maySee().wants(max.viewer(), bob.id())).isFalse();
    assertThat(refusal(() -> acts(max, Deed.Kind.LIMITED, bob, "")))
        .isInstanceOf(Refusal.Conflict.class);
    acts(max, Deed.Kind.UNLIMITED, bob, "");
    assertThat(town.maySee().wants(max.viewer(), bob.id())).isTrue();
    assertThat(told(bob)).containsExactly(Deed.Kind.UNLIMITED, Deed.Kind.LIMITED);
  }

  @ParameterizedTest
  @EnumSource
  void a_suspension_hides_everything_and_keeps_it(Town.Engine engine) {
    open(engine);
    alice.follows(bob);
    Status post = bob.posts("still mine");
    assertThat(alice.home()).containsExactly("still mine");
    acts(mia, Deed.Kind.SUSPENDED, bob, "enough");
    assertThat(bob.account().standing().state()).isEqualTo(State.SUSPENDED);
    assertThat(alice.home()).isEmpty();
    acts(mia, Deed.Kind.UNSUSPENDED, bob, "");
    assertThat(bob.account().standing().mayAct()).isTrue();
    assertThat(alice.home()).containsExactly("still mine");
    assertThat(town.statuses().find(post.id())).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void removed_posts_are_gone_and_the_author_is_told_which_and_why(Town.Engine engine) {
    open(engine);
    alice.follows(bob);
    Status rude = bob.posts("rude");
    bob.posts("fine");
    Status hers = alice.posts("hers");
    Report report = reports(alice, bob, "look", rude.id());
    town.moderation()
        .acts()
        .act(
            mia.id(),
            new Acts.Order(
                Deed.Kind.REMOVED,
                bob.id(),
                List.of(rude.id(), hers.id()),
                report.id(),
                "Against rule 1"));
    assertThat(alice.home()).containsExactly("hers", "fine");
    assertThat(town.statuses().find(rude.id())).isEmpty();
    assertThat(appeals().told(bob.id(), FIRST))
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.deed().statuses()).containsExactly(rude.id());
              assertThat(told.deed().words()).isEqualTo("Against rule 1");
            });
    assertThat(cases().get(mia.id(), report.id()).isOpen()).isFalse();
    assertThat(
            refusal(
                () ->
                    town.moderation()
                        .acts()
                        .act(mia.id(), Acts.Order.onStatus(Deed.Kind.REMOVED, rude, ""))))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @ParameterizedTest
  @EnumSource
  void covered_pictures_stay_covered_and_the_words_stay(Town.Engine engine) {
    open(engine);
    Status post = bob.posts("look at this");
    town.moderation()
        .acts()
        .act(mia.id(), Acts.Order.onStatus(Deed.Kind.MARKED_SENSITIVE, post, ""));
    town.settle();
    Status now = town.statuses().find(post.id()).orElseThrow();
    assertThat(now.words().sensitive()).isTrue();
    assertThat(now.words().text()).isEqualTo("look at this");
    assertThat(town.statuses().history(alice.viewer(), post.id())).hasSize(1);
  }

  private Deed covers(Town.Person by, Status post) {
    return town.moderation()
        .acts()
        .act(by.id(), Acts.Order.onStatus(Deed.Kind.MARKED_SENSITIVE, post, ""));
  }

  private boolean isCovered(Status post) {
    return town.statuses().find(post.id()).orElseThrow().words().sensitive();
  }

  @ParameterizedTest
  @EnumSource
  void an_edit_of_the_author_does_not_uncover_and_a_moderator_does(Town.Engine engine) {
    open(engine);
    Status post = bob.posts("look at this");
    bob.edits(post, "look at that");
    covers(mia, post);
    assertThat(bob.edits(post, "look at them").words().sensitive()).isTrue();
    assertThat(isCovered(post)).isTrue();
    assertThat(town.statuses().history(alice.viewer(), post.id()))
        .as("what was said before it was covered, too")
        .hasSize(3)
        .allMatch(edit -> edit.words().sensitive());
    assertThat(refusal(() -> covers(max, post))).isInstanceOf(Refusal.Conflict.class);
    town.moderation()
        .acts()
        .act(max.id(), Acts.Order.onStatus(Deed.Kind.UNCOVERED, post, "We looked again"));
    town.settle();
    assertThat(isCovered(post)).isFalse();
    assertThat(told(bob)).containsExactly(Deed.Kind.UNCOVERED, Deed.Kind.MARKED_SENSITIVE);
    assertThat(
            refusal(
                () ->
                    town.moderation()
                        .acts()
                        .act(max.id(), Acts.Order.onStatus(Deed.Kind.UNCOVERED, post, ""))))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @ParameterizedTest
  @EnumSource
  void an_accepted_appeal_uncovers_what_no_later_deed_covers(Town.Engine engine) {
    open(engine);
    Status post = bob.posts("look at this");
    Deed first = covers(mia, post);
    appeals().appeal(bob.id(), first.id(), "It is a painting");
    appeals().answer(max.id(), first.id(), true, "So it is");
    town.settle();
    assertThat(isCovered(post)).isFalse();
    assertThat(told(bob)).containsExactly(Deed.Kind.UNCOVERED, Deed.Kind.MARKED_SENSITIVE);
    Deed second = covers(mia, post);
    town.moderation().acts().carryOut(first.id());
    appeals().appeal(bob.id(), second.id(), "Still a painting");
    appeals().answer(max.id(), second.id(), false, "");
    town.settle();
    assertThat(isCovered(post)).isTrue();
    Status other = bob.posts("and at this");
    Deed third = covers(mia, other);
    town.moderation().acts().act(max.id(), Acts.Order.onStatus(Deed.Kind.UNCOVERED, other, ""));
    covers(max, other);
    appeals().appeal(bob.id(), third.id(), "A painting again");
    appeals().answer(max.id(), third.id(), true, "");
    town.settle();
    assertThat(isCovered(other)).isTrue();
    assertThat(told(bob)).startsWith(Deed.Kind.APPEAL_ACCEPTED);
  }

  @ParameterizedTest
  @EnumSource
  void what_the_author_covers_himself_is_his_to_uncover(Town.Engine engine) {
    open(engine);
    Status post = bob.posts("look at this");
    covers(mia, post);
    town.moderation().acts().act(mia.id(), Acts.Order.onStatus(Deed.Kind.UNCOVERED, post, ""));
    town.settle();
    assertThat(town.statuses().edit(bob.id(), post.id(), marked("mine")).words().sensitive())
        .isTrue();
    assertThat(bob.edits(post, "not any more").words().sensitive()).isFalse();
  }

  private verbatim.statuses.Draft marked(String text) {
    var draft = verbatim.statuses.Draft.of(bob.id(), text);
    return new verbatim.statuses.Draft(
        draft.author(),
        text,
        "",
        true,
        draft.language(),
        draft.visibility(),
        List.of(),
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        draft.application(),
        draft.origin());
  }

  @ParameterizedTest
  @EnumSource
  void whoever_it_is_done_to_is_told_once_and_of_nothing_else(Town.Engine engine) {
    open(engine);
    Status first = bob.posts("look at this");
    Status second = bob.posts("and at this");
    Acts acts = town.moderation().acts();
    acts.act(mia.id(), Acts.Order.onStatus(Deed.Kind.MARKED_SENSITIVE, first, ""));
    acts.act(mia.id(), Acts.Order.onStatus(Deed.Kind.REMOVED, second, ""));
    for (Deed.Kind kind : List.of(Deed.Kind.WARNED, Deed.Kind.LIMITED, Deed.Kind.NOTED)) {
      acts(mia, kind, bob, "mind your words");
    }
    acts(mia, Deed.Kind.UNLIMITED, bob, "");
    acts(mia, Deed.Kind.SUSPENDED, bob, "");
    acts(mia, Deed.Kind.UNSUSPENDED, bob, "");
    List<EventLog.Entry> heard = Collections.synchronizedList(new ArrayList<>());
    town.log().consume("listener", heard::add);
    acts(mia, Deed.Kind.WARNED, bob, "once more");
    assertThat(bob.notifications()).filteredOn("moderation_warning bob"::equals).hasSize(6);
    assertThat(alice.notifications()).noneMatch(n -> n.startsWith("moderation_warning"));
    assertThat(mia.notifications()).noneMatch(n -> n.startsWith("moderation_warning"));
    town.settle();
    for (EventLog.Entry entry : heard) {
      if (entry.event().family().equals(ModerationEvent.FAMILY)
          && ModerationEvent.read(entry.event()) instanceof ModerationEvent.Done(var deed, var who)
          && appeals().told(who, deed).filter(Appeals.Told::isAgainstHim).isPresent()) {
        town.notifications().warned(entry.id(), deed, who);
      }
    }
    assertThat(heard).isNotEmpty();
    assertThat(bob.notifications()).filteredOn("moderation_warning bob"::equals).hasSize(6);
    town.notifications().clear(bob.id());
    assertThat(bob.notifications()).isEmpty();
    assertThat(told(bob)).hasSize(8);
  }

  // ---- reports

  @ParameterizedTest
  @EnumSource
  void a_report_goes_from_hand_to_hand_and_ends(Town.Engine engine) {
    open(engine);
    Report report = reports(alice, bob, "rude");
    town.settle();
    assertThat(cases().open(mia.id(), FIRST)).hasSize(1);
    cases().assign(mia.id(), report.id(), mia.id());
    assertThat(cases().get(max.id(), report.id()).assignee()).isEqualTo(mia.id());
    cases().note(max.id(), report.id(), "I know him");
    cases().unassign(mia.id(), report.id());
    cases().resolve(max.id(), report.id(), "They made up");
    town.settle();
    assertThat(cases().open(mia.id(), FIRST)).isEmpty();
    assertThat(refusal(() -> cases().assign(mia.id(), report.id(), mia.id())))
        .isInstanceOfSatisfying(
            Refusal.Conflict.class, late -> assertThat(late.why()).contains("@max"));
    cases().reopen(mia.id(), report.id());
    town.settle();
    assertThat(cases().open(mia.id(), FIRST)).hasSize(1);
    cases().resolve(mia.id(), report.id(), "");
    town.settle();
    assertThat(cases().open(mia.id(), FIRST)).isEmpty();
    assertThat(cases().history(mia.id(), report.id()).stream().map(d -> d.kind().word()))
        .containsExactly("assigned", "noted", "unassigned", "resolved", "reopened", "resolved");
    assertThat(told(bob)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void of_two_moderators_at_once_one_is_told_that_he_comes_late(Town.Engine engine)
      throws Exception {
    open(engine);
    Report report = reports(alice, bob, "rude");
    town.settle();
    List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ready = new CountDownLatch(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Town.Person who : List.of(mia, max)) {
        threads.submit(
            () -> {
              ready.countDown();
              ready.await();
              try {
                town.moderation()
                    .acts()
                    .act(
                        who.id(),
                        Acts.Order.of(Deed.Kind.WARNED, bob.id(), "mind").answering(report.id()));
                outcomes.add("done");
              } catch (Refused late) {
                outcomes.add(late.refusal() instanceof Refusal.Conflict ? "late" : "?");
              }
              return true;
            });
      }
    }
    assertThat(outcomes).containsExactlyInAnyOrder("done", "late");
    town.settle();
    assertThat(told(bob)).containsExactly(Deed.Kind.WARNED);
  }

  @ParameterizedTest
  @EnumSource
  void a_moderator_learns_of_no_report_on_himself(Town.Engine engine) {
    open(engine);
    Report report = reports(alice, mia, "she too");
    cases().note(adam.id(), report.id(), "careful");
    cases().resolve(adam.id(), report.id(), "");
    town.settle();
    assertThat(refusal(() -> cases().get(mia.id(), report.id())))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(cases().all(mia.id(), FIRST)).isEmpty();
    assertThat(cases().about(mia.id(), mia.id(), FIRST)).isEmpty();
    assertThat(log(mia)).isEmpty();
    assertThat(log(adam)).containsExactly("resolved ", "noted careful");
    assertThat(refusal(() -> cases().open(alice.id(), FIRST))).isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> log(alice))).isInstanceOf(Refusal.NotFound.class);
  }

  // ---- appeals

  @ParameterizedTest
  @EnumSource
  void one_appeal_for_each_deed_answered_once(Town.Engine engine) {
    open(engine);
    Deed deed = acts(mia, Deed.Kind.SUSPENDED, bob, "spam");
    assertThat(refusal(() -> appeals().appeal(alice.id(), deed.id(), "not mine")))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> appeals().appeal(bob.id(), new DeedId(7), "nothing")))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> appeals().appeal(bob.id(), deed.id(), "")))
        .isInstanceOf(Refusal.Invalid.class);
    appeals().appeal(bob.id(), deed.id(), "It was my sister");
    assertThat(refusal(() -> appeals().appeal(bob.id(), deed.id(), "again")))
        .isInstanceOf(Refusal.Conflict.class);
    town.settle();
    assertThat(appeals().open(max.id(), FIRST))
        .singleElement()
        .satisfies(w -> assertThat(w.appeal().words()).isEqualTo("It was my sister"));
    appeals().answer(max.id(), deed.id(), true, "We believe you");
    town.settle();
    assertThat(bob.account().standing().mayAct()).isTrue();
    assertThat(appeals().open(max.id(), FIRST)).isEmpty();
    assertThat(refusal(() -> appeals().answer(mia.id(), deed.id(), false, "")))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(appeals().find(deed.id()).orElseThrow().answer()).isEqualTo("We believe you");
    assertThat(told(bob)).containsExactly(Deed.Kind.UNSUSPENDED, Deed.Kind.SUSPENDED);
  }

  @ParameterizedTest
  @EnumSource
  void a_moderator_does_not_answer_his_own_appeal(Town.Engine engine) {
    open(engine);
    Deed deed = acts(adam, Deed.Kind.WARNED, mia, "tone");
    appeals().appeal(mia.id(), deed.id(), "But");
    assertThat(appeals().open(mia.id(), FIRST)).isEmpty();
    assertThat(refusal(() -> appeals().answer(mia.id(), deed.id(), true, "")))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> appeals().answer(max.id(), deed.id(), true, "")))
        .isInstanceOf(Refusal.Forbidden.class);
    appeals().answer(olga.id(), deed.id(), false, "Still");
    assertThat(told(mia)).containsExactly(Deed.Kind.APPEAL_DECLINED, Deed.Kind.WARNED);
  }

  @ParameterizedTest
  @EnumSource
  void whoever_did_it_does_not_answer_as_long_as_another_can(Town.Engine engine) {
    open(engine);
    Deed deed = acts(mia, Deed.Kind.LIMITED, bob, "spam");
    appeals().appeal(bob.id(), deed.id(), "It was my sister");
    assertThat(refusal(() -> appeals().answer(mia.id(), deed.id(), false, "No")))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(appeals().open(mia.id(), FIRST)).allMatch(Appeals.Waiting::isForOther);
    assertThat(appeals().open(max.id(), FIRST)).noneMatch(Appeals.Waiting::isForOther);
    for (Town.Person other : List.of(max, adam)) {
      acts(olga, Deed.Kind.SUSPENDED, other, "for the test");
    }
    assertThat(refusal(() -> appeals().answer(mia.id(), deed.id(), false, "No")))
        .isInstanceOf(Refusal.Forbidden.class);
    appeals().answer(Deed.CONSOLE, deed.id(), true, "Yes");
    town.settle();
    assertThat(bob.account().standing().limited()).isFalse();
    Deed onAdam = acts(olga, Deed.Kind.WARNED, adam, "tone");
    appeals().appeal(adam.id(), onAdam.id(), "But");
    appeals().answer(olga.id(), onAdam.id(), false, "There is nobody else");
    assertThat(told(adam)).contains(Deed.Kind.APPEAL_DECLINED);
  }

  // ---- what lasts

  @ParameterizedTest
  @EnumSource
  void the_log_says_who_when_what_on_whom_and_why(Town.Engine engine) {
    open(engine);
    acts(mia, Deed.Kind.WARNED, bob, "one");
    acts(max, Deed.Kind.LIMITED, bob, "two");
    acts(mia, Deed.Kind.WARNED, alice, "three");
    Deeds deeds = town.moderation().deeds();
    assertThat(log(adam)).containsExactly("warned three", "limited two", "warned one");
    assertThat(deeds.list(adam.id(), Deeds.Wanted.about(bob.id()), FIRST)).hasSize(2);
    assertThat(
            deeds.list(
                adam.id(),
                new Deeds.Wanted(mia.id(), bob.id(), java.util.Optional.of(Deed.Kind.WARNED)),
                FIRST))
        .singleElement()
        .satisfies(deed -> assertThat(deed.words()).isEqualTo("one"));
    Deed newest = deeds.list(adam.id(), Deeds.Wanted.ALL, Page.newest(1)).getFirst();
    assertThat(deeds.list(adam.id(), Deeds.Wanted.ALL, Page.below(newest.id().value(), 40)))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void a_deed_that_is_heard_late_does_not_undo_the_next(Town.Engine engine) {
    open(engine);
    List<EventLog.Entry> heard = Collections.synchronizedList(new ArrayList<>());
    town.log().consume("listener", heard::add);
    acts(mia, Deed.Kind.SUSPENDED, bob, "");
    acts(mia, Deed.Kind.UNSUSPENDED, bob, "");
    acts(mia, Deed.Kind.LIMITED, bob, "");
    town.settle();
    Collections.shuffle(heard, town.random());
    for (EventLog.Entry entry : heard) {
      if (entry.event().family().equals(ModerationEvent.FAMILY)
          && ModerationEvent.read(entry.event()) instanceof ModerationEvent.Done(var deed, _)) {
        town.moderation().acts().carryOut(deed);
      }
    }
    assertThat(bob.account().standing()).isEqualTo(new Standing(State.ACTIVE, Role.USER, true));
  }

  /// The deed and its event are on disk, and then the process ends.
  private void isDecidedAndKilled(Deed deed) {
    var event =
        town.log()
            .prepare(ModerationEvent.write(new ModerationEvent.Done(deed.id(), deed.about())));
    List<Op> ops = new ArrayList<>(DeedTable.put(deed));
    ops.add(event.op());
    town.store().journalledBatch(ops);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_decided_before_a_kill_is_carried_out_after_it(Town.Engine engine) {
    open(engine);
    alice.follows(bob);
    Status rude = bob.posts("rude");
    Status loud = alice.posts("loud");
    town.settle();
    Deeds deeds = town.moderation().deeds();
    isDecidedAndKilled(
        deeds
            .make(mia.id(), Deed.Kind.REMOVED, bob.id(), Deed.NO_REPORT, "Rule one")
            .withStatuses(List.of(rude.id())));
    isDecidedAndKilled(
        deeds
            .make(mia.id(), Deed.Kind.MARKED_SENSITIVE, alice.id(), Deed.NO_REPORT, "")
            .withStatuses(List.of(loud.id())));
    isDecidedAndKilled(
        deeds.make(mia.id(), Deed.Kind.SUSPENDED, bob.id(), Deed.NO_REPORT, "Enough"));
    isDecidedAndKilled(
        deeds.make(adam.id(), Deed.Kind.ROLE, max.id(), Deed.NO_REPORT, "").detailed("user"));
    assertThat(bob.account().standing().mayAct()).isTrue();
    assertThat(town.statuses().find(rude.id())).isPresent();
    town.restart();
    town.settle();
    assertThat(bob.account().standing().state()).isEqualTo(State.SUSPENDED);
    assertThat(town.statuses().find(rude.id())).isEmpty();
    assertThat(town.statuses().find(loud.id()).orElseThrow().words().sensitive()).isTrue();
    assertThat(max.account().standing().role()).isEqualTo(Role.USER);
    assertThat(told(bob)).containsExactly(Deed.Kind.SUSPENDED, Deed.Kind.REMOVED);
  }

  @ParameterizedTest
  @EnumSource
  void of_an_erased_account_a_number_is_left_and_no_words(Town.Engine engine) {
    open(engine);
    Status post = bob.posts("rude");
    Report told = reports(alice, bob, "her words of him", post.id());
    Deed deed = acts(mia, Deed.Kind.WARNED, bob, "words to him");
    appeals().appeal(bob.id(), deed.id(), "his words");
    cases().note(max.id(), told.id(), "note on him");
    bob.leaves();
    max.leaves();
    town.settle();
    town.later(java.time.Duration.ofHours(2));
    town.settle();
    List<Deed> left = town.moderation().deeds().list(adam.id(), Deeds.Wanted.ALL, FIRST);
    assertThat(left).hasSize(2).allSatisfy(d -> assertThat(d.words()).isEmpty());
    assertThat(left).allSatisfy(d -> assertThat(d.about()).isEqualTo(bob.id()));
    assertThat(appeals().find(deed.id()).orElseThrow().words()).isEmpty();
    assertThat(appeals().open(adam.id(), FIRST)).isEmpty();
    assertThat(cases().open(adam.id(), FIRST)).isEmpty();
    assertThat(cases().get(adam.id(), told.id()).report().comment()).isEmpty();
  }
}
