package verbatim.excerpts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.MortalStore;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.sx1.Verifier;
import verbatim.timelines.Timelines;

/// Excerpts of private talk, on the engine and on the one that misbehaves.
class ShowingPrivateTalkTest {
  @TempDir Path base;
  private Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  private void open(Town.Engine engine) {
    open(engine, Limits.usual());
  }

  private void open(Town.Engine engine, Limits limits) {
    town = Town.in(folder == null ? base : folder, engine, limits);
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Excerpts excerpts() {
    return town.excerpts();
  }

  private ConversationId talk() {
    return talk(Conversation.Mode.CONSENT);
  }

  private ConversationId talk(Conversation.Mode mode) {
    bob.follows(alice);
    alice.follows(bob);
    return town.conversations().begin(alice.id(), List.of(bob.id()), mode).conversation().id();
  }

  private long says(Town.Person who, ConversationId in, String text) {
    town.later(Duration.ofSeconds(10));
    return town.conversations().say(who.id(), in, Conversations.Draft.of(text)).message().n();
  }

  /// Four messages, alice's and bob's in turn.
  private ConversationId usual() {
    ConversationId talk = talk();
    says(alice, talk, "The bakery closes on Friday for good");
    says(bob, talk, "Please keep that between us until I told everybody who works there");
    says(alice, talk, "Of course \uD83C\uDF1E\u00A0!");
    says(bob, talk, "Thank you");
    return talk;
  }

  private Mine drafts(ConversationId talk, long from, long to) {
    return excerpts().draft(alice.id(), Choice.of(talk, from, to), Around.NOTHING);
  }

  private Mine asks(ConversationId talk, long from, long to) {
    return excerpts().ask(alice.id(), drafts(talk, from, to).shown().id());
  }

  private Status publishes(Mine draft, String text) {
    return excerpts().publish(alice.id(), draft.shown().id(), Draft.of(alice.id(), text));
  }

  /// Having looked at it.
  private Asked answers(Town.Person who, ExcerptId id, Answer answer) {
    return excerpts().answer(who.id(), id, answer, excerpts().asked(who.id(), id).seen());
  }

  private Shown shown(Status status) {
    return excerpts().of(current(status)).orElseThrow();
  }

  private Status current(Status status) {
    return town.statuses().find(status.id()).orElseThrow();
  }

  private String document(Status status) {
    return new String(excerpts().document(current(status)).orElseThrow(), StandardCharsets.UTF_8);
  }

  private Verifier.Keys keys(Town.Person... people) {
    Map<String, String> keys = new TreeMap<>();
    keys.put(town.actorKeys().server().method(), town.actorKeys().server().multikey());
    for (Town.Person one : people) {
      keys.put(town.actorKeys().of(one.id()).method(), town.actorKeys().of(one.id()).multikey());
    }
    return new Verifier.Keys(keys, "");
  }

  private Verifier.Result verified(Status status) {
    return Verifier.verify(
        document(status).getBytes(StandardCharsets.UTF_8), keys(alice, bob, carol));
  }

  private static List<String> words(Shown shown) {
    return shown.rows().stream()
        .map(
            row ->
                switch (row) {
                  case Row.Said said -> said.text();
                  case Row.Sealed sealed -> "sealed, " + sealed.state().word();
                  case Row.LeftOut _ -> "left out";
                })
        .toList();
  }

  private static void isNotThere(ThrowingCallable what) {
    isRefused(what, Refusal.NotFound.class);
  }

  private static void isRefused(ThrowingCallable what, Class<? extends Refusal> how) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.refusal()).isInstanceOf(how));
  }

  private List<Notification.Type> told(Town.Person who) {
    town.settle();
    return town.notifications().list(who.id(), Notifications.Query.ALL, Page.newest(20)).stream()
        .map(Notification::type)
        .toList();
  }

  // ---- the whole way

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void seals_open_in_place_when_somebody_agrees_and_the_old_proof_still_fits(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    town.settle();
    assertThat(words(shown(status)))
        .containsExactly(
            "The bakery closes on Friday for good",
            "sealed, asked",
            "Of course \uD83C\uDF1E\u00A0!",
            "sealed, asked");
    assertThat(shown(status).state()).isEqualTo(State.ASKED);
    String before = document(status);
    assertThat(before).doesNotContain("/bob").doesNotContain("between").contains("/alice");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);

    Asked answered = answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(answered.answer()).isEqualTo(Asked.Answered.AGREED);
    assertThat(words(shown(status)).get(1)).startsWith("Please keep that between us");
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
    assertThat(shown(status).members()).containsExactlyInAnyOrder(alice.id(), bob.id());
    Verifier.Result after = verified(status);
    assertThat(after.state()).as(after.fault()).isEqualTo(Verifier.State.FITS);
    assertThat(after.rows())
        .allSatisfy(
            row -> assertThat(((Verifier.Row.Open) row).grade()).isEqualTo(Verifier.Grade.AUTHOR));
    // What the server signed at publishing was not signed anew.
    String range = before.substring(before.indexOf("{\"type\":\"RangeAttestation\""));
    assertThat(document(status)).contains(range.substring(0, range.indexOf("}}") + 2));
    assertThat(told(alice)).contains(Notification.Type.EXCERPT_AGREED);
    assertThat(told(bob)).contains(Notification.Type.EXCERPT_ASKED);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void somebody_may_agree_to_some_words_and_add_his_own(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    answers(
        bob,
        draft.shown().id(),
        Answer.Agree.to(Map.of(2L, Set.of(0, 1))).saying("There was more to it."));
    assertThat(words(shown(status)).get(1)).isEqualTo("Please keep \u2587\u2587\u2587 ");
    assertThat(words(shown(status)).get(3)).isEqualTo("sealed, asked");
    assertThat(shown(status).state()).isEqualTo(State.AGREED_IN_PART);
    assertThat(shown(status).notes().getFirst().text()).isEqualTo("There was more to it.");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    assertThat(document(status)).doesNotContain("everybody").doesNotContain("Thank");
    town.later(Duration.ofDays(8));
    assertThat(words(shown(status)).get(3)).isEqualTo("sealed, not_agreed");
  }

  @Test
  void agreed_before_it_is_published_it_is_published_open() {
    open(Town.Engine.ROCKS);
    Mine draft = asksFor("Read for yourselves", Draft.Visibility.PUBLIC);
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(excerpts().mine(alice.id(), draft.shown().id()).shown().state())
        .isEqualTo(State.AGREED);
    Status status = publishes(draft, "Read for yourselves");
    assertThat(words(shown(status)).get(1)).startsWith("Please keep that");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  private Mine asksFor(String text, Draft.Visibility visibility) {
    Around around = new Around(text, "", visibility);
    Mine draft = excerpts().draft(alice.id(), Choice.of(usual(), 1, 2), around);
    return excerpts().ask(alice.id(), draft.shown().id());
  }

  private Draft words(String text, Draft.Visibility visibility, Optional<StatusId> answers) {
    return alice.draft(text, "", visibility, answers, Optional.empty());
  }

  /// Where it would stand otherwise than what was agreed to.
  private enum Otherwise {
    OTHER_WORDS,
    WORDS_WHERE_THERE_WERE_NONE,
    MORE_READERS,
    AN_ANSWER_TO_SOMEBODY
  }

  @ParameterizedTest
  @EnumSource(Otherwise.class)
  void who_agreed_to_stand_beside_other_words_or_elsewhere_is_asked_anew(Otherwise how) {
    open(Town.Engine.ROCKS);
    Draft.Visibility wanted =
        how == Otherwise.MORE_READERS ? Draft.Visibility.FOLLOWERS : Draft.Visibility.PUBLIC;
    Mine draft = asksFor(how == Otherwise.WORDS_WHERE_THERE_WERE_NONE ? "" : "A kind word", wanted);
    ExcerptId id = draft.shown().id();
    assertThat(excerpts().asked(bob.id(), id).around().visibility()).isEqualTo(wanted);
    answers(bob, id, Answer.Agree.all());
    Optional<StatusId> answered =
        how == Otherwise.AN_ANSWER_TO_SOMEBODY
            ? Optional.of(carol.posts("Who lies here?").id())
            : Optional.empty();
    String text =
        switch (how) {
          case OTHER_WORDS, WORDS_WHERE_THERE_WERE_NONE -> "An unkind word";
          case MORE_READERS, AN_ANSWER_TO_SOMEBODY -> "A kind word";
        };
    Status status =
        excerpts().publish(alice.id(), id, words(text, Draft.Visibility.PUBLIC, answered));
    assertThat(words(shown(status)).get(1)).isEqualTo("sealed, asked");
    assertThat(document(status)).doesNotContain("between");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    assertThat(excerpts().asked(bob.id(), id).around().visibility())
        .isEqualTo(Draft.Visibility.PUBLIC);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void nobody_signs_for_words_that_were_changed_while_he_made_up_his_mind(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    ExcerptId id = draft.shown().id();
    String unwritten = excerpts().asked(bob.id(), id).seen();
    Status status = publishes(draft, "A kind word");
    town.settle();
    String kind = excerpts().asked(bob.id(), id).seen();
    alice.edits(status, "An unkind word");
    for (String seen : List.of(unwritten, kind, "")) {
      isRefused(
          () -> excerpts().answer(bob.id(), id, Answer.Agree.all(), seen), Refusal.Conflict.class);
      isRefused(
          () -> excerpts().answer(bob.id(), id, new Answer.Deny(""), seen), Refusal.Conflict.class);
    }
    town.settle();
    assertThat(excerpts().asked(bob.id(), id).answer()).isEqualTo(Asked.Answered.NOTHING);
    assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
    // For a no nothing has to be read.
    excerpts().answer(bob.id(), id, new Answer.Decline(), kind);
    answers(bob, id, Answer.Agree.all());
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
  }

  @Test
  void what_was_looked_at_as_a_draft_is_the_same_once_it_is_published() {
    open(Town.Engine.ROCKS);
    Mine draft = asksFor("A kind word", Draft.Visibility.UNLISTED);
    ExcerptId id = draft.shown().id();
    String seen = excerpts().asked(bob.id(), id).seen();
    Status status =
        excerpts()
            .publish(
                alice.id(), id, words("A kind word", Draft.Visibility.UNLISTED, Optional.empty()));
    excerpts().answer(bob.id(), id, Answer.Agree.all(), seen);
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
  }

  @Test
  void the_words_that_a_publisher_blacks_out_are_not_even_asked_for() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    Choice choice = new Choice(talk, 1, 4, Map.of(1L, Set.of(1), 2L, Set.of(3)), Set.of(4L));
    Mine draft = excerpts().draft(alice.id(), choice, Around.NOTHING);
    excerpts().ask(alice.id(), draft.shown().id());
    Status status = publishes(draft, "Some of it");
    isRefused(
        () -> answers(bob, draft.shown().id(), Answer.Agree.to(Map.of(2L, Set.of(3)))),
        Refusal.Invalid.class);
    isRefused(
        () -> answers(bob, draft.shown().id(), Answer.Agree.to(Map.of(4L, Set.of(0)))),
        Refusal.Invalid.class);
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(words(shown(status)))
        .containsExactly(
            "The \u2587\u2587\u2587 closes on Friday for good",
            "Please keep that \u2587\u2587\u2587 us until I told everybody who works there",
            "Of course \uD83C\uDF1E\u00A0!",
            "left out");
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  // ---- declining

  /// Everything that anybody but the one who was asked can read.
  private List<String> everything(Mine draft, Status status) {
    town.settle();
    List<String> all = new ArrayList<>();
    all.add(document(status));
    all.add(shown(status).toString());
    all.add(words(shown(status)).toString());
    Mine mine = excerpts().mine(alice.id(), draft.shown().id());
    all.add(mine.parties().toString() + mine.shown() + words(mine.shown()));
    all.add(told(alice).toString());
    all.add(excerpts().of(alice.id(), draft.choice().conversation()).toString());
    return all;
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void declining_reads_like_silence_to_everybody_at_any_time(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    List<String> silent = everything(draft, status);
    answers(bob, draft.shown().id(), new Answer.Decline());
    assertThat(everything(draft, status)).isEqualTo(silent);
    assertThat(excerpts().asked(bob.id(), draft.shown().id()).answer())
        .isEqualTo(Asked.Answered.DECLINED);
    Instant asked = excerpts().mine(alice.id(), draft.shown().id()).parties().getFirst().since();
    Duration left = Duration.between(town.clock().instant(), asked.plus(Duration.ofDays(7)));
    town.clock().advance(left.minusMillis(1));
    assertThat(shown(status).state()).isEqualTo(State.ASKED);
    town.clock().advance(Duration.ofMillis(1));
    assertThat(shown(status).state()).isEqualTo(State.NOT_AGREED);
    // He can still change his mind.
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_block_ends_the_request_and_nobody_can_tell(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    bob.blocks(alice);
    town.settle();
    isNotThere(() -> answers(bob, draft.shown().id(), Answer.Agree.all()));
    assertThat(excerpts().requests(bob.id(), Page.newest(10))).isEmpty();
    bob.unblocks(alice);
    town.settle();
    isNotThere(() -> excerpts().asked(bob.id(), draft.shown().id()));
    // Asked by somebody whom he has shut out, he hears nothing of it either.
    bob.blocks(alice);
    Mine other = asks(draft.choice().conversation(), 1, 2);
    assertThat(other.shown().state()).isEqualTo(State.ASKED);
    isNotThere(() -> excerpts().asked(bob.id(), other.shown().id()));
    assertThat(told(bob)).doesNotContain(Notification.Type.EXCERPT_ASKED);
  }

  /// His words stand in it, sealed or not: nobody takes from him what he may say to that.
  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_published_stays_open_to_whose_words_it_holds_also_after_a_block(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    List<String> silent = everything(draft, status);
    // A follow ends with a block, and with it what told of it: that is another matter.
    silent.remove(4);
    bob.blocks(alice);
    town.settle();
    assertThat(excerpts().open(bob.id(), 9)).isZero();
    List<String> blocked = everything(draft, status);
    blocked.remove(4);
    assertThat(blocked).isEqualTo(silent);
    bob.unblocks(alice);
    town.settle();
    assertThat(excerpts().requests(bob.id(), Page.newest(10))).hasSize(1);
    answers(bob, draft.shown().id(), new Answer.Deny(""));
    excerpts().withdraw(bob.id(), draft.shown().id());
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
  }

  @Test
  void requests_that_have_ended_leave_no_gap_in_a_page() {
    open(Town.Engine.ROCKS);
    Mine lasting = asks(usual(), 1, 4);
    ConversationId other =
        town.conversations()
            .begin(carol.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    town.conversations().accept(bob.id(), other);
    says(carol, other, "Is it true?");
    says(bob, other, "Who wants to know?");
    for (int i = 0; i < 2; i++) {
      Mine draft = excerpts().draft(carol.id(), Choice.of(other, 1, 2), Around.NOTHING);
      excerpts().ask(carol.id(), draft.shown().id());
    }
    assertThat(excerpts().requests(bob.id(), Page.newest(2))).hasSize(2);
    bob.blocks(carol);
    town.settle();
    List<Asked> page = excerpts().requests(bob.id(), Page.newest(2));
    assertThat(page).extracting(asked -> asked.shown().id()).containsExactly(lasting.shown().id());
  }

  @Test
  void not_more_than_three_requests_are_open_between_two_whatever_came_of_them() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    Mine first = asks(talk, 1, 2);
    answers(bob, first.shown().id(), new Answer.Decline());
    excerpts().discard(alice.id(), first.shown().id());
    asks(talk, 1, 3);
    Mine third = asks(talk, 1, 4);
    ExcerptId fourth = drafts(talk, 2, 3).shown().id();
    isRefused(() -> excerpts().ask(alice.id(), fourth), Refusal.Invalid.class);
    // An agreement frees one.
    answers(bob, third.shown().id(), Answer.Agree.all());
    excerpts().ask(alice.id(), fourth);
    ExcerptId fifth = drafts(talk, 2, 4).shown().id();
    isRefused(() -> excerpts().ask(alice.id(), fifth), Refusal.Invalid.class);
    town.later(Duration.ofDays(8));
    excerpts().ask(alice.id(), fifth);
  }

  // ---- taking it back

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void withdrawn_words_are_sealed_at_once(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    answers(bob, draft.shown().id(), Answer.Agree.all().saying("My own words"));
    excerpts().withdraw(bob.id(), draft.shown().id());
    assertThat(shown(status).state()).isEqualTo(State.WITHDRAWN);
    assertThat(shown(status).since()).isNotEqualTo(Instant.EPOCH);
    assertThat(document(status))
        .doesNotContain("between")
        .doesNotContain("/bob")
        .doesNotContain("My own words");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    isNotThere(() -> excerpts().withdraw(bob.id(), draft.shown().id()));
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void an_edit_of_the_post_seals_the_words_of_the_other_until_he_agrees_anew(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "A kind word");
    answers(bob, draft.shown().id(), Answer.Agree.all());
    town.settle();
    alice.edits(status, "An unkind word");
    // At once, before anything follows from it.
    assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
    assertThat(shown(status).isChanged()).isTrue();
    town.settle();
    assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
    assertThat(shown(status).state()).isEqualTo(State.ASKED);
    assertThat(shown(status).isChanged()).isTrue();
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(shown(status).isChanged()).isFalse();
    assertThat(shown(status).state()).isEqualTo(State.AGREED);
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  /// What stands beside an excerpt besides its words.
  private enum Beside {
    TEXT,
    WARNING,
    POLL,
    ANOTHER_PICTURE,
    WHAT_IS_SAID_OF_A_PICTURE,
    WHOSE_PICTURE_IT_IS
  }

  private MediaId picture(int size) {
    try {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      var drawn = new java.awt.image.BufferedImage(size, size, 1);
      javax.imageio.ImageIO.write(drawn, "png", bytes);
      return town.media()
          .upload(
              alice.id(),
              new java.io.ByteArrayInputStream(bytes.toByteArray()),
              new Media.Said("A quay", Media.Said.NOTHING.focus(), ""))
          .id();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Draft beside(String text, String warning, List<MediaId> media, List<String> options) {
    Draft plain = Draft.of(alice.id(), text);
    return new Draft(
        alice.id(),
        text,
        warning,
        false,
        "en",
        Draft.Visibility.PUBLIC,
        media,
        options.isEmpty()
            ? Optional.empty()
            : Optional.of(new Draft.NewPoll(options, false, false, Duration.ofDays(2))),
        Optional.empty(),
        plain.application(),
        plain.origin());
  }

  @ParameterizedTest
  @EnumSource(Beside.class)
  void whatever_is_changed_beside_it_seals_it_until_he_agrees_anew(Beside what) {
    for (Town.Engine engine : Town.Engine.values()) {
      folder = base.resolve(engine.name());
      open(engine);
      boolean isPoll = what == Beside.POLL;
      List<MediaId> files = isPoll || what == Beside.TEXT ? List.of() : List.of(picture(20));
      List<String> options = isPoll ? List.of("Yes", "No") : List.of();
      Mine draft = asks(usual(), 1, 4);
      ExcerptId id = draft.shown().id();
      Status status = excerpts().publish(alice.id(), id, beside("A word", "", files, options));
      town.settle();
      answers(bob, id, Answer.Agree.all());
      town.settle();
      assertThat(shown(status).state()).isEqualTo(State.AGREED);
      town.later(Duration.ofMinutes(1));
      String seen = excerpts().asked(bob.id(), id).seen();
      changes(what, status, files);
      // At once, before anything follows from it.
      assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
      assertThat(shown(status).isChanged()).isTrue();
      isRefused(
          () -> excerpts().answer(bob.id(), id, Answer.Agree.all(), seen), Refusal.Conflict.class);
      town.settle();
      assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
      assertThat(shown(status).state()).isEqualTo(State.ASKED);
      assertThat(shown(status).isChanged()).isTrue();
      assertThat(excerpts().asked(bob.id(), id).answer()).isEqualTo(Asked.Answered.NOTHING);
      answers(bob, id, Answer.Agree.all());
      assertThat(shown(status).isChanged()).isFalse();
      assertThat(shown(status).state()).isEqualTo(State.AGREED);
      assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
      if (engine != Town.Engine.values()[Town.Engine.values().length - 1]) {
        town.close();
      }
    }
  }

  private void changes(Beside what, Status status, List<MediaId> files) {
    List<String> options = what == Beside.POLL ? List.of("Yes", "Never") : List.of();
    switch (what) {
      case TEXT -> edits(status, beside("Another word", "", files, options));
      case WARNING -> edits(status, beside("A word", "Lies!", files, options));
      case POLL -> edits(status, beside("A word", "", files, options));
      case ANOTHER_PICTURE -> edits(status, beside("A word", "", List.of(picture(30)), options));
      case WHAT_IS_SAID_OF_A_PICTURE -> describes(files, "A liar", "");
      case WHOSE_PICTURE_IT_IS -> describes(files, "A quay", "Photograph: the liar");
    }
  }

  private void edits(Status status, Draft draft) {
    town.statuses().edit(alice.id(), status.id(), draft);
  }

  private void describes(List<MediaId> files, String description, String credit) {
    excerpts()
        .describe(
            alice.id(),
            files.getFirst(),
            new Media.Said(description, Media.Said.NOTHING.focus(), credit));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_note_alone_can_be_taken_back_also_after_a_block(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    ExcerptId id = draft.shown().id();
    Status status = publishes(draft, "Read for yourselves");
    answers(bob, id, Answer.Agree.to(Map.of()).saying("My own words"));
    assertThat(excerpts().asked(bob.id(), id).answer()).isEqualTo(Asked.Answered.NOTED);
    assertThat(shown(status).notes()).hasSize(1);
    isRefused(() -> answers(bob, id, new Answer.Decline()), Refusal.Invalid.class);
    alice.blocks(bob);
    bob.blocks(alice);
    town.settle();
    assertThat(excerpts().asked(bob.id(), id).hasSaid()).isTrue();
    assertThat(excerpts().withdraw(bob.id(), id).answer()).isEqualTo(Asked.Answered.WITHDRAWN);
    assertThat(document(status)).doesNotContain("My own words").doesNotContain("/bob");
    // It was never a yes: for the others nothing was withdrawn.
    assertThat(shown(status).state()).isEqualTo(State.ASKED);
    assertThat(excerpts().asked(bob.id(), id).hasSaid()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void who_agreed_and_then_only_says_something_has_taken_his_yes_back(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    ExcerptId id = draft.shown().id();
    Status status = publishes(draft, "Read for yourselves");
    answers(bob, id, Answer.Agree.all());
    answers(bob, id, Answer.Agree.to(Map.of()).saying("My own words"));
    assertThat(excerpts().asked(bob.id(), id).answer()).isEqualTo(Asked.Answered.NOTED);
    assertThat(shown(status).state()).isEqualTo(State.WITHDRAWN);
    assertThat(document(status)).contains("My own words").doesNotContain("between");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void on_the_record_the_publishers_block_takes_neither_notice_nor_answer(Town.Engine engine) {
    open(engine);
    ConversationId talk = talk(Conversation.Mode.RECORD);
    says(alice, talk, "Will the bridge be closed?");
    says(bob, talk, "From May on");
    Mine draft = drafts(talk, 1, 2);
    ExcerptId id = draft.shown().id();
    alice.blocks(bob);
    Status status = publishes(draft, "The office says");
    assertThat(told(bob)).contains(Notification.Type.EXCERPT_SHOWN);
    answers(bob, id, Answer.Agree.to(Map.of()).saying("Only at night, I should have said"));
    assertThat(shown(status).notes()).hasSize(1);
    excerpts().withdraw(bob.id(), id);
    // His own block ends nothing of what is published either.
    bob.blocks(alice);
    town.settle();
    answers(bob, id, new Answer.Deny(""));
    assertThat(((Row.Said) shown(status).rows().get(1)).grade()).isEqualTo(Row.Grade.DENIED);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void in_a_group_no_seal_of_a_partial_yes_tells_whose_it_is(Town.Engine engine) {
    open(engine);
    ConversationId talk = group();
    says(bob, talk, "Not I, said the cook");
    says(carol, talk, "Nor I, said the fish");
    says(bob, talk, "I have no pot");
    says(carol, talk, "I have no hands");
    Mine draft = asks(talk, 1, 5);
    Status status = publishes(draft, "Nobody does");
    answers(bob, draft.shown().id(), Answer.Agree.to(Map.of(2L, Set.of(0))));
    assertThat(words(shown(status)).subList(2, 5))
        .containsExactly("sealed, asked", "sealed, asked", "sealed, asked");
    assertThat(document(status)).contains("{\"entries\":[3,4,5],\"state\":\"asked\"}");
    town.later(Duration.ofDays(8));
    assertThat(words(shown(status)).subList(2, 5))
        .containsExactly("sealed, not_agreed", "sealed, not_agreed", "sealed, not_agreed");
    assertThat(document(status)).contains("{\"entries\":[3,4,5],\"state\":\"not_agreed\"}");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  private ConversationId group() {
    bob.follows(alice);
    carol.follows(alice);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id(), carol.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    town.conversations().accept(bob.id(), talk);
    town.conversations().accept(carol.id(), talk);
    says(alice, talk, "Who brings the soup?");
    return talk;
  }

  @Test
  void what_is_read_again_and_again_is_made_once_until_something_of_it_is_another() {
    open(Town.Engine.ROCKS, SmallLimits.with(Map.of("documentBytesMax", 3_000)));
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    town.settle();
    Telling first = excerpts().telling(current(status)).orElseThrow();
    assertThat(first.document()).isPresent();
    assertThat(excerpts().telling(current(status)).orElseThrow()).isSameAs(first);
    town.later(Duration.ofDays(8));
    Telling later = excerpts().telling(current(status)).orElseThrow();
    assertThat(later.shown().state()).isEqualTo(State.NOT_AGREED);
    answers(bob, draft.shown().id(), Answer.Agree.all());
    Telling open = excerpts().telling(current(status)).orElseThrow();
    assertThat(open.document()).as("too long to go with a post").isEmpty();
    byte[] document = excerpts().document(current(status)).orElseThrow();
    assertThat(document).hasSize(open.bytes());
    String canonical = Verifier.Json.read(document).canonical();
    assertThat(open.digest())
        .isEqualTo(Verifier.Digest.sha256(canonical.getBytes(StandardCharsets.UTF_8)).toString());
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_erased_in_the_talk_leaves_the_excerpt(Town.Engine engine) {
    open(engine);
    ConversationId talk = usual();
    Mine draft = asks(talk, 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    answers(bob, draft.shown().id(), Answer.Agree.all());
    town.conversations().eraseForAll(bob.id(), talk, 2);
    town.settle();
    assertThat(words(shown(status)).get(1)).startsWith("sealed");
    assertThat(words(shown(status)).get(3)).isEqualTo("Thank you");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    town.conversations().eraseForAll(bob.id(), talk, 4);
    town.settle();
    assertThat(shown(status).state()).isEqualTo(State.WITHDRAWN);
    assertThat(document(status)).doesNotContain("/bob");
    town.conversations().eraseForAll(alice.id(), talk, 1);
    town.settle();
    assertThat(words(shown(status)).getFirst()).isEqualTo("left out");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_is_erased_leaves_it_also_when_the_talk_is_gone_before_anybody_hears(
      Town.Engine engine) {
    open(engine);
    ConversationId talk = usual();
    Mine draft = asks(talk, 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    answers(bob, draft.shown().id(), Answer.Agree.all());
    town.conversations().leave(bob.id(), talk);
    town.conversations().leave(alice.id(), talk);
    town.settle();
    assertThat(town.conversations().entry(talk, 2)).isEmpty();
    assertThat(document(status)).contains("between");
    // What tells of an erasure before that may come late.
    excerpts().erased(talk, Set.of(9L));
    assertThat(document(status)).contains("between");
    excerpts().erased(talk, Set.of(2L));
    assertThat(document(status)).doesNotContain("between").contains("Thank");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @Test
  void what_is_erased_before_is_a_gap() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    town.conversations().eraseForAll(bob.id(), talk, 2);
    Status status = publishes(asks(talk, 1, 4), "Read for yourselves");
    assertThat(words(shown(status)).get(1)).isEqualTo("left out");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void with_the_post_all_of_it_goes(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    alice.deletes(status);
    assertThat(excerpts().find(Viewer.ANYBODY, draft.shown().id())).isEmpty();
    town.settle();
    isNotThere(() -> excerpts().mine(alice.id(), draft.shown().id()));
    isNotThere(() -> excerpts().asked(bob.id(), draft.shown().id()));
    assertThat(excerpts().requests(bob.id(), Page.newest(10))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void that_it_was_withdrawn_is_told_of_what_everybody_could_read_and_of_nothing_else(
      Town.Engine engine) {
    open(engine);
    ConversationId talk = usual();
    Mine draft = drafts(talk, 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    town.settle();
    ExcerptId id = draft.shown().id();
    assertThat(excerpts().withdrawnAt(id)).as("it stands").isEmpty();
    Instant before = town.clock().instant();
    town.later(Duration.ofHours(1));
    alice.deletes(status);
    town.settle();
    assertThat(excerpts().withdrawnAt(id).orElseThrow()).isAfter(before);
    assertThatThrownBy(() -> excerpts().document(Viewer.ANYBODY, id))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.Gone()));
    Mine few = drafts(talk, 1, 2);
    Status forFew =
        excerpts()
            .publish(
                alice.id(),
                few.shown().id(),
                words("For friends", Draft.Visibility.FOLLOWERS, Optional.empty()));
    town.settle();
    alice.deletes(forFew);
    town.settle();
    assertThat(excerpts().withdrawnAt(few.shown().id())).as("for few").isEmpty();
    Mine never = drafts(talk, 1, 2);
    excerpts().discard(alice.id(), never.shown().id());
    assertThat(excerpts().withdrawnAt(never.shown().id())).as("nobody read it").isEmpty();
    isNotThere(() -> excerpts().document(Viewer.ANYBODY, never.shown().id()));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whose_account_is_deleted_has_nothing_open_any_more(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    answers(bob, draft.shown().id(), Answer.Agree.all());
    town.settle();
    bob.leaves();
    assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  // ---- who may

  @Test
  void only_members_choose_and_only_whose_words_are_in_it_are_asked() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    isNotThere(() -> excerpts().draft(carol.id(), Choice.of(talk, 1, 2), Around.NOTHING));
    isNotThere(() -> excerpts().pieces(carol.id(), talk, 1, 2));
    isNotThere(() -> drafts(talk, 1, 5));
    Mine draft = drafts(talk, 1, 4);
    ExcerptId id = draft.shown().id();
    isNotThere(() -> excerpts().mine(bob.id(), id));
    isNotThere(() -> excerpts().asked(bob.id(), id));
    isNotThere(() -> answers(bob, id, Answer.Agree.all()));
    assertThat(excerpts().find(Viewer.of(bob.id()), id)).isEmpty();
    excerpts().ask(alice.id(), id);
    isNotThere(() -> excerpts().asked(carol.id(), id));
    isNotThere(() -> answers(carol, id, Answer.Agree.all()));
    isNotThere(() -> excerpts().withdraw(carol.id(), id));
    isNotThere(() -> excerpts().publish(bob.id(), id, Draft.of(bob.id(), "mine?")));
    Status status =
        excerpts()
            .publish(
                alice.id(),
                id,
                alice.draft(
                    "For friends",
                    "",
                    Draft.Visibility.FOLLOWERS,
                    Optional.empty(),
                    Optional.empty()));
    assertThat(excerpts().find(Viewer.of(carol.id()), id)).isEmpty();
    isNotThere(() -> excerpts().document(Viewer.ANYBODY, id));
    assertThat(excerpts().find(Viewer.of(bob.id()), id)).isPresent();
    assertThat(status.audience().visibility()).isEqualTo("private");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void readers_are_told_what_was_changed_later_before_it_was_published_or_after(
      Town.Engine engine) {
    open(engine);
    ConversationId talk = usual();
    edits(alice, talk, 1, "The bakery closes on Saturday for good");
    Mine draft = asks(talk, 1, 4);
    assertThat(changes(draft.shown())).containsExactly(5L, 0L);
    Status status = publishes(draft, "Read for yourselves");
    assertThat(changes(shown(status))).containsExactly(5L, 0L);
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(changes(shown(status))).containsExactly(5L, 0L, 0L, 0L);

    edits(bob, talk, 2, "Please tell everybody");
    edits(alice, talk, 1, "The bakery closes on Sunday for good");
    town.settle();
    assertThat(changes(shown(status))).containsExactly(7L, 6L, 0L, 0L);
    assertThat(words(shown(status)).get(1)).startsWith("Please keep that");
    assertThat(town.statuses().find(status.id())).isPresent();
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  private void edits(Town.Person who, ConversationId in, long n, String text) {
    town.later(Duration.ofSeconds(10));
    town.conversations().edit(who.id(), in, n, text);
  }

  /// By which message each open one was changed.
  private static List<Long> changes(Shown shown) {
    return shown.rows().stream()
        .filter(Row.Said.class::isInstance)
        .map(row -> ((Row.Said) row).replacedBy())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void its_publisher_hears_of_each_answer_that_all_can_read_as_it_stands(Town.Engine engine) {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    ExcerptId id = draft.shown().id();
    answers(bob, id, new Answer.Decline());
    assertThat(told(alice)).doesNotContain(Notification.Type.EXCERPT_AGREED);
    Set<NotificationId> rings = new HashSet<>();
    answers(bob, id, Answer.Agree.to(Map.of(2L, Set.of(0))));
    assertThat(heard(id, rings)).isEqualTo(Heard.AGREED_IN_PART);
    answers(bob, id, Answer.Agree.all());
    assertThat(heard(id, rings)).isEqualTo(Heard.AGREED);
    excerpts().withdraw(bob.id(), id);
    assertThat(heard(id, rings)).isEqualTo(Heard.WITHDRAWN);
    answers(bob, id, new Answer.Deny(""));
    assertThat(heard(id, rings)).isEqualTo(Heard.DENIED);
    answers(bob, id, Answer.Agree.to(Map.of()).saying("My own words"));
    assertThat(heard(id, rings)).isEqualTo(Heard.NOTED);
    assertThat(rings).hasSize(5);
    assertThat(excerpts().heard(carol.id(), id, bob.id())).isEmpty();
  }

  /// What the one notification of it says; each time it is another one.
  private Heard heard(ExcerptId id, Set<NotificationId> rings) {
    town.settle();
    town.later(Duration.ofSeconds(10));
    List<Notification> all =
        town.notifications().list(alice.id(), Notifications.Query.ALL, Page.newest(20)).stream()
            .filter(one -> one.type() == Notification.Type.EXCERPT_AGREED)
            .toList();
    assertThat(all).hasSize(1);
    assertThat(rings.add(all.getFirst().id())).isTrue();
    return excerpts().heard(alice.id(), id, bob.id()).orElseThrow();
  }

  @Test
  void what_its_author_erased_is_told_from_what_was_left_out() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    says(alice, talk, "One more thing");
    town.conversations().eraseForAll(bob.id(), talk, 2);
    Mine draft =
        excerpts().draft(alice.id(), new Choice(talk, 1, 5, Map.of(), Set.of(3L)), Around.NOTHING);
    List<Row> gaps = List.of(new Row.LeftOut(2, true), new Row.LeftOut(3, false));
    assertThat(draft.shown().rows().subList(1, 3)).isEqualTo(gaps);
    Status status = publishes(draft, "Read for yourselves");
    assertThat(shown(status).rows().subList(1, 3)).isEqualTo(gaps);
    town.conversations().eraseForAll(alice.id(), talk, 5);
    town.conversations().eraseForAll(alice.id(), talk, 3);
    town.settle();
    assertThat(shown(status).rows().subList(1, 3)).isEqualTo(gaps);
    assertThat(shown(status).rows().get(4)).isEqualTo(new Row.LeftOut(5, true));
  }

  @Test
  void on_the_record_each_may_show_it_and_the_other_hears_of_it_and_may_answer() {
    open(Town.Engine.ROCKS);
    ConversationId talk = talk(Conversation.Mode.RECORD);
    says(alice, talk, "Will the bridge be closed?");
    says(bob, talk, "From May on");
    Mine draft = drafts(talk, 1, 2);
    assertThat(draft.parties().getFirst().state()).isEqualTo(State.AGREED);
    Status status = publishes(draft, "The office says");
    assertThat(words(shown(status))).containsExactly("Will the bridge be closed?", "From May on");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    assertThat(told(bob)).contains(Notification.Type.EXCERPT_SHOWN);
    answers(
        bob,
        draft.shown().id(),
        Answer.Agree.to(Map.of()).saying("Only at night, I should have said"));
    assertThat(shown(status).notes()).hasSize(1);
    answers(bob, draft.shown().id(), new Answer.Deny(""));
    assertThat(verified(status).state()).isEqualTo(Verifier.State.WEAK);
    assertThat(((Row.Said) shown(status).rows().get(1)).grade()).isEqualTo(Row.Grade.DENIED);
  }

  // ---- what the publisher is told before

  @Test
  void whoever_repeats_sealed_words_beside_them_or_names_others_is_warned() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    says(alice, talk, "Even @carol@elsewhere.example does not know, @bob, nor @dora");
    Choice choice = Choice.of(talk, 1, 5);
    String text = "He said \u201CKEEP that between us, until I told EVERYBODY\u201D - and so on";
    assertThat(excerpts().warnings(alice.id(), choice, text))
        .containsExactly(
            new Warning.Repeats(2, "keep that between us until i told everybody"),
            new Warning.Names(5, "@carol@elsewhere.example"),
            new Warning.Names(5, "@dora"),
            new Warning.Member(5, "bob"));
  }

  @Test
  void whoever_names_the_other_beside_his_sealed_words_is_warned_until_he_agrees() {
    open(Town.Engine.ROCKS);
    ConversationId talk = talk();
    says(alice, talk, "Hi Bob, is Carol there, and who will? The rest of it waits");
    says(bob, talk, "She is");
    Choice all = Choice.of(talk, 1, 2);
    assertThat(excerpts().warnings(alice.id(), all, "What BOB told me"))
        .containsExactly(
            new Warning.Member(0, "bob"),
            new Warning.Names(1, "Carol"),
            new Warning.Member(1, "bob"));
    // What is blacked out is read by nobody.
    Choice black =
        new Choice(talk, 1, 2, java.util.Map.of(1L, java.util.Set.of(1, 3)), java.util.Set.of());
    assertThat(excerpts().warnings(alice.id(), black, "What was told me")).isEmpty();
    Mine draft =
        excerpts().draft(alice.id(), all, new Around("As Bob says", "", Draft.Visibility.PUBLIC));
    assertThat(draft.warnings()).contains(new Warning.Member(0, "bob"));
    excerpts().ask(alice.id(), draft.shown().id());
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(excerpts().mine(alice.id(), draft.shown().id()).warnings())
        .containsExactly(new Warning.Names(1, "Carol"));
  }

  @Test
  void the_second_excerpt_of_a_talk_is_warned_of() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    Mine first = drafts(talk, 1, 2);
    assertThat(first.warnings()).isEmpty();
    Status status = publishes(first, "One");
    assertThat(drafts(talk, 3, 4).warnings())
        .containsExactly(new Warning.Again(first.shown().id(), Optional.of(status.id())));
  }

  @Test
  void of_one_that_he_may_not_read_nobody_is_warned() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    bob.unfollows(alice);
    Mine first = drafts(talk, 1, 2);
    excerpts()
        .publish(
            alice.id(),
            first.shown().id(),
            words("For friends", Draft.Visibility.FOLLOWERS, Optional.empty()));
    town.settle();
    assertThat(excerpts().warnings(bob.id(), Choice.of(talk, 3, 4), "")).isEmpty();
    assertThat(excerpts().warnings(alice.id(), Choice.of(talk, 3, 4), ""))
        .contains(new Warning.Again(first.shown().id(), first(talk)));
  }

  /// The post of the only one there is.
  private Optional<StatusId> first(ConversationId talk) {
    return excerpts().of(alice.id(), talk).getFirst().status();
  }

  @Test
  void whose_words_they_are_and_when_is_not_told_to_whom_they_are_hidden() {
    open(Town.Engine.ROCKS);
    Town.Person dora = town.person("dora");
    List.of(bob, carol, dora).forEach(one -> one.follows(alice));
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id(), dora.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    says(alice, talk, "The bakery closes on Friday for good");
    town.conversations().add(alice.id(), talk, carol.id());
    long last = says(alice, talk, "Hello carol");
    Piece unseen = excerpts().pieces(carol.id(), talk, 1, last).getFirst();
    assertThat(unseen.kind()).isEqualTo(Piece.Kind.UNSEEN);
    assertThat(unseen.author().value()).isZero();
    assertThat(unseen.at()).isEqualTo(Instant.EPOCH);
    assertThat(unseen.isMine()).isFalse();
  }

  @Test
  void an_edit_of_a_message_is_shown_as_another_one_and_warned_of() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    town.conversations().edit(alice.id(), talk, 1, "The bakery closes on Saturday");
    Mine draft = drafts(talk, 1, 5);
    assertThat(draft.warnings()).contains(new Warning.Edited(1, 5));
    Status status = publishes(draft, "See");
    assertThat(words(shown(status)).getLast()).isEqualTo("The bakery closes on Saturday");
    assertThat(((Row.Said) shown(status).rows().getLast()).replacesN()).isEqualTo(1);
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  // ---- bounds

  @Test
  void each_limit_holds() {
    open(
        Town.Engine.ROCKS,
        SmallLimits.with(Map.of("messagesMax", 3, "draftsMax", 2, "contextCharactersMax", 10)));
    ConversationId talk = usual();
    isRefused(() -> drafts(talk, 1, 4), Refusal.Invalid.class);
    isRefused(() -> drafts(talk, 2, 1), Refusal.Invalid.class);
    isRefused(() -> drafts(talk, 0, 1), Refusal.Invalid.class);
    Mine draft = asks(talk, 1, 3);
    isRefused(
        () -> answers(bob, draft.shown().id(), Answer.Agree.all().saying("eleven char")),
        Refusal.Invalid.class);
    drafts(talk, 1, 2);
    isRefused(() -> drafts(talk, 1, 2), Refusal.Invalid.class);
    publishes(draft, "one is published");
    drafts(talk, 1, 2);
  }

  @Test
  void the_longest_message_stays_to_the_letter() {
    open(Town.Engine.ROCKS);
    ConversationId talk = talk();
    says(bob, talk, "w ".repeat(2_047) + "w");
    says(alice, talk, "and so?");
    Mine draft = asks(talk, 1, 2);
    Status status = publishes(draft, "long");
    Set<Integer> some = new java.util.TreeSet<>();
    for (int i = 0; i < 2_048; i += 2) {
      some.add(i);
    }
    answers(bob, draft.shown().id(), Answer.Agree.to(Map.of(1L, some)));
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    town.restart();
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @Test
  void the_seed_of_what_is_shown_in_part_or_not_at_all_stays() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    Mine draft = asks(talk, 1, 4);
    Status status = publishes(draft, "Read for yourselves");
    String seed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                town.conversations().message(bob.id(), talk, 2).opening().orElseThrow().seed());
    assertThat(document(status)).doesNotContain(seed);
    answers(bob, draft.shown().id(), Answer.Agree.to(Map.of(2L, Set.of(0, 1, 2))));
    assertThat(document(status)).contains("Please").doesNotContain(seed);
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(document(status)).as("shown whole").contains(seed);
    excerpts().withdraw(bob.id(), draft.shown().id());
    assertThat(document(status)).doesNotContain(seed);
  }

  @Test
  void a_clock_that_runs_back_changes_no_order() {
    open(Town.Engine.ROCKS);
    ConversationId talk = usual();
    town.clock().advance(Duration.ofHours(-2));
    says(alice, talk, "Said later, as the clock has it earlier");
    Mine draft = asks(talk, 1, 5);
    Status status = publishes(draft, "see");
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_held_for_the_desk_goes_with_whoever_told_of_it_or_was_told_of(Town.Engine engine) {
    open(engine);
    ConversationId talk = usual();
    for (Town.Person goes : List.of(bob, alice)) {
      ExcerptId id = asks(talk, 1, 2).shown().id();
      ReportId report = new ReportId(id.value());
      excerpts().hold(id, bob.id(), report);
      excerpts().discard(alice.id(), id);
      assertThat(excerpts().reported(id, alice.id(), bob.id(), report)).isPresent();
      assertThat(excerpts().forgetSome(goes.id())).isFalse();
      assertThat(excerpts().reported(id, alice.id(), bob.id(), report)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void whatever_comes_at_once_it_fits_and_the_last_word_holds(Town.Engine engine) throws Exception {
    open(engine);
    Mine draft = asks(usual(), 1, 4);
    ExcerptId id = draft.shown().id();
    List<Callable<Object>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(() -> excerpts().publish(alice.id(), id, Draft.of(alice.id(), "once")));
      all.add(() -> answers(bob, id, Answer.Agree.all()));
      all.add(() -> answers(bob, id, Answer.Agree.to(Map.of(2L, Set.of(0)))));
      all.add(() -> excerpts().withdraw(bob.id(), id));
      all.add(() -> excerpts().mine(alice.id(), id));
    }
    Set<StatusId> posts = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Object> one : threads.invokeAll(all)) {
        if (ended(one) instanceof Status status) {
          posts.add(status.id());
        }
      }
    }
    assertThat(posts).hasSize(1);
    Status status = town.statuses().find(posts.iterator().next()).orElseThrow();
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    answers(bob, id, Answer.Agree.all());
    excerpts().withdraw(bob.id(), id);
    town.settle();
    assertThat(document(status)).doesNotContain("between").doesNotContain("/bob");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  /// What came of it; that there was nothing to withdraw is no fault.
  private static Object ended(Future<Object> one) throws InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(Refused.class);
      return e;
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void of_several_each_opens_his_own_and_no_seal_tells_whose_it_is(Town.Engine engine) {
    open(engine);
    ConversationId talk = group();
    says(bob, talk, "Not I, said the cook");
    says(carol, talk, "Nor I, said the fish");
    Mine draft = asks(talk, 1, 3);
    Status status = publishes(draft, "Nobody does");
    assertThat(document(status)).contains("{\"entries\":[2,3],\"state\":\"asked\"}");
    answers(carol, draft.shown().id(), Answer.Agree.all());
    assertThat(words(shown(status)))
        .containsExactly("Who brings the soup?", "sealed, asked", "Nor I, said the fish");
    assertThat(shown(status).state()).isEqualTo(State.AGREED_IN_PART);
    assertThat(shown(status).members()).isEmpty();
    assertThat(document(status)).doesNotContain("/bob").doesNotContain("\"conversation\"");
    answers(bob, draft.shown().id(), Answer.Agree.all());
    assertThat(shown(status).members()).hasSize(3);
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
    excerpts().withdraw(carol.id(), draft.shown().id());
    assertThat(shown(status).members()).isEmpty();
    assertThat(document(status)).doesNotContain("/carol").doesNotContain("fish");
    assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
  }

  // ---- killed

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void killed_at_any_write_it_is_published_once_or_not_at_all(Town.Engine engine) {
    open(engine);
    ConversationId talk = usual();
    for (int writes = 0; ; writes++) {
      ExcerptId id = drafts(talk, 1, 4).shown().id();
      town.excerptsEndAfter(writes);
      boolean isDead = false;
      try {
        excerpts().ask(alice.id(), id);
        excerpts().publish(alice.id(), id, Draft.of(alice.id(), "once"));
      } catch (MortalStore.Dead _) {
        isDead = true;
      } catch (Refused e) {
        // Too many asked: the next days will do.
        town.later(Duration.ofDays(8));
      }
      town.isKilled();
      town.settle();
      if (!isDead) {
        town.later(Duration.ofDays(8));
      }
      Status status = excerpts().publish(alice.id(), id, Draft.of(alice.id(), "once"));
      assertThat(verified(status).state()).isEqualTo(Verifier.State.FITS);
      // Of the facts: what is derived from an event may have been put aside while all was dead.
      var query = new Timelines.AccountQuery(alice.id(), false, false, false, true, "");
      long carried =
          town.timelines().account(alice.viewer(), query, Page.newest(40)).stream()
              .filter(one -> one.words().text().equals("once"))
              .count();
      assertThat(carried).isEqualTo(writes + 1);
      if (!isDead) {
        return;
      }
      town.later(Duration.ofDays(8));
    }
  }
}
