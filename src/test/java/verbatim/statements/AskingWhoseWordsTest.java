package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.refusal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.accounts.Wishes;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.quotecheck.Channel;
import verbatim.relations.Viewer;
import verbatim.sx1.Signer;

/// "Are these your words?"
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class AskingWhoseWordsTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Questions questions;

  @BeforeEach
  void open() {
    town =
        Town.in(
            folder,
            engine,
            SmallLimits.with(
                Map.of("questionsPerDayMax", 4, "questionsOpenMax", 2, "perDayMax", 2)));
    alice = town.person("alice");
    bob = town.person("bob");
    questions = town.statements().questions();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void who_is_asked_is_told_and_whoever_asked_hears_the_signed_answer() {
    Question asked = questions.ask(bob.id(), alice.id(), "I said so", "in a paper");
    assertThat(alice.notifications()).containsExactly("word_question bob");
    assertThat(questions.of(alice.id(), Page.newest(20))).containsExactly(asked);
    Question answered =
        questions.answer(
            alice.id(), asked.id(), Question.Said.MINE_BUT_CUT, "there was more", true);
    assertThat(bob.notifications()).containsExactly("word_answer alice");
    assertThat(questions.get(bob.id(), asked.id())).isEqualTo(answered);
    Question.Answer answer = answered.answer().orElseThrow();
    assertThat(answer.note()).isEqualTo("there was more");
    Question.Proof proof = answer.proof().orElseThrow();
    Signer hers = town.actorKeys().of(alice.id());
    assertThat(proof.key()).isEqualTo(hers.method());
    String words = Question.signed(asked, answer.said(), answer.note(), answer.at());
    String turned = Question.signed(asked, Question.Said.MINE, answer.note(), answer.at());
    assertThat(Signer.fits(words, proof.signature(), hers.multikey())).isTrue();
    assertThat(Signer.fits(turned, proof.signature(), hers.multikey())).isFalse();
    assertThat(Signer.fits(words, proof.signature(), town.actorKeys().of(bob.id()).multikey()))
        .isFalse();
    town.restart();
    assertThat(town.statements().questions().get(bob.id(), asked.id())).isEqualTo(answered);
  }

  @Test
  void the_same_words_are_asked_for_once() {
    Question asked = questions.ask(bob.id(), alice.id(), "I said so", "in a paper");
    assertThat(questions.ask(bob.id(), alice.id(), "I said so", "elsewhere")).isEqualTo(asked);
    assertThat(questions.of(alice.id(), Page.newest(20))).hasSize(1);
  }

  @Test
  void silence_a_question_put_away_and_a_block_look_the_same() {
    Question asked = questions.ask(bob.id(), alice.id(), "I said so", "");
    questions.leave(alice.id(), asked.id());
    assertThat(questions.of(alice.id(), Page.newest(20))).isEmpty();
    assertThat(questions.get(bob.id(), asked.id())).isEqualTo(asked);
    alice.blocks(bob);
    Question other = questions.ask(bob.id(), alice.id(), "and this too", "");
    assertThat(questions.get(bob.id(), other.id()).answer()).isEmpty();
    assertThat(questions.of(alice.id(), Page.newest(20))).isEmpty();
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void one_person_may_have_so_many_open_questions_to_another_and_no_more() {
    questions.ask(bob.id(), alice.id(), "one", "");
    Question two = questions.ask(bob.id(), alice.id(), "two", "");
    assertRefused(Refusal.TooMany.class, () -> questions.ask(bob.id(), alice.id(), "three", ""));
    questions.answer(alice.id(), two.id(), Question.Said.NOT_MINE, "", true);
    questions.ask(bob.id(), alice.id(), "three", "");
  }

  @Test
  void one_person_may_ask_so_much_in_a_day_and_no_more() {
    for (String name : new String[] {"carla", "dora", "emil", "fritz"}) {
      questions.ask(bob.id(), town.person(name).id(), "I said so", "");
    }
    assertRefused(
        Refusal.TooMany.class, () -> questions.ask(bob.id(), alice.id(), "I said so", ""));
    town.later(Duration.ofDays(2));
    questions.ask(bob.id(), alice.id(), "I said so", "");
  }

  @Test
  void many_at_once_are_counted_like_many_one_after_the_other() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String words = "words number " + i;
        all.add(() -> tried(words));
      }
      List<String> outcomes = new ArrayList<>();
      for (var one : threads.invokeAll(all)) {
        outcomes.add(one.get());
      }
      assertThat(outcomes).filteredOn("asked"::equals).hasSize(2);
    }
  }

  private String tried(String words) {
    try {
      questions.ask(bob.id(), alice.id(), words, "");
      return "asked";
    } catch (Refused e) {
      return "refused";
    }
  }

  @Test
  void what_others_say_that_he_said_hides_nothing_of_what_he_registered_today() {
    registers(bob, "one", alice);
    registers(bob, "two", alice);
    Town.Person carla = town.person("carla");
    registers(carla, "three", bob);
    registers(carla, "four", bob);
    assertRefused(Refusal.TooMany.class, () -> registers(bob, "five", alice));
    town.later(Duration.ofDays(2));
    registers(bob, "five", alice);
  }

  private void registers(Town.Person by, String words, Town.Person speaker) {
    town.statements()
        .register(
            by.id(),
            new Registered.Draft(
                new Speaker("", Optional.of(speaker.id())),
                words,
                Optional.empty(),
                Channel.UNKNOWN,
                ""));
  }

  private static void assertRefused(Class<? extends Refusal> how, ThrowingCallable deed) {
    assertThat(refusal(deed)).isInstanceOf(how);
  }

  private void letsAsk(Town.Person who, Wishes.Asks asks) {
    town.accounts()
        .change(
            who.id(),
            a ->
                a.with(
                    new Wishes(
                        a.wishes().deletion(), a.wishes().gathers(), a.wishes().embeds(), asks)));
  }

  @Test
  void who_may_ask_is_the_choice_of_whoever_is_asked() {
    letsAsk(alice, Wishes.Asks.NOBODY);
    assertThat(questions.mayAsk(bob.id(), alice.id())).isFalse();
    assertRefused(
        Refusal.Forbidden.class, () -> questions.ask(bob.id(), alice.id(), "I said so", ""));
    letsAsk(alice, Wishes.Asks.FOLLOWED);
    assertRefused(
        Refusal.Forbidden.class, () -> questions.ask(bob.id(), alice.id(), "I said so", ""));
    assertThat(questions.mayAsk(bob.id(), alice.id())).isFalse();
    assertThat(questions.mayAsk(bob.id(), bob.id())).isFalse();
    alice.follows(bob);
    assertThat(questions.mayAsk(bob.id(), alice.id())).isTrue();
    questions.ask(bob.id(), alice.id(), "I said so", "");
    alice.unfollows(bob);
    letsAsk(alice, Wishes.Asks.EVERYBODY);
    questions.ask(bob.id(), alice.id(), "and this", "");
  }

  @Test
  void an_answer_that_is_changed_leaves_a_trace() {
    Question asked = questions.ask(bob.id(), alice.id(), "I said so", "");
    Question first = questions.answer(alice.id(), asked.id(), Question.Said.MINE, "", false);
    town.later(Duration.ofHours(1));
    questions.answer(alice.id(), asked.id(), Question.Said.MINE_BUT_CUT, "more", false);
    Question.Answer now = questions.answered(asked.id()).orElseThrow().answer().orElseThrow();
    assertThat(now.said()).isEqualTo(Question.Said.MINE_BUT_CUT);
    assertThat(now.earlier())
        .containsExactly(
            new Question.Earlier(Question.Said.MINE, first.answer().orElseThrow().at()));
    for (int i = 0; i < 20; i++) {
      town.later(Duration.ofHours(1));
      questions.answer(alice.id(), asked.id(), Question.Said.NOT_MINE, "", false);
    }
    Question.Answer last = questions.answered(asked.id()).orElseThrow().answer().orElseThrow();
    assertThat(last.earlier()).hasSize(10).startsWith(now.earlier().getFirst());
  }

  @Test
  void words_that_are_not_his_are_for_the_two_alone_unless_he_shows_them() {
    Question asked = questions.ask(bob.id(), alice.id(), "I said so", "in a paper");
    questions.answer(alice.id(), asked.id(), Question.Said.NOT_MINE, "Never.", false);
    Question read = questions.get(Viewer.ANYBODY, asked.id());
    assertThat(read.text()).isEmpty();
    assertThat(read.where()).isEmpty();
    assertThat(read.answer().orElseThrow().note()).isEqualTo("Never.");
    // What was signed names the words by their hash: whoever has them can tell.
    assertThat(read.answer().orElseThrow().signed())
        .contains(verbatim.kernel.Sha256.hex("I said so"));
    for (Town.Person one : List.of(alice, bob)) {
      assertThat(questions.get(Viewer.of(one.id()), asked.id()).text()).isEqualTo("I said so");
    }
    questions.answer(alice.id(), asked.id(), Question.Said.NOT_MINE, "Never.", true);
    assertThat(questions.get(Viewer.ANYBODY, asked.id()).text()).isEqualTo("I said so");
    questions.answer(alice.id(), asked.id(), Question.Said.MINE, "", false);
    assertThat(questions.get(Viewer.ANYBODY, asked.id()).text()).isEqualTo("I said so");
  }

  @Test
  void an_answer_stays_when_whoever_asked_goes_and_a_question_does_not() {
    Question answered = questions.ask(bob.id(), alice.id(), "I said so", "");
    questions.answer(alice.id(), answered.id(), Question.Said.MINE, "", false);
    Question open = questions.ask(bob.id(), alice.id(), "and this", "");
    town.settle();
    bob.leaves();
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    Question kept = questions.get(Viewer.ANYBODY, answered.id());
    assertThat(kept.by()).isEqualTo(Question.NOBODY);
    assertThat(kept.text()).isEqualTo("I said so");
    assertThat(questions.of(alice.id(), Page.newest(20)))
        .extracting(Question::id)
        .containsExactly(answered.id());
    assertRefused(Refusal.NotFound.class, () -> questions.get(alice.id(), open.id()));
    alice.leaves();
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertRefused(Refusal.NotFound.class, () -> questions.get(Viewer.ANYBODY, answered.id()));
  }

  @Test
  void nobody_else_reads_or_answers_it() {
    Question asked = questions.ask(bob.id(), alice.id(), "I said so", "");
    Town.Person carla = town.person("carla");
    assertRefused(Refusal.NotFound.class, () -> questions.get(carla.id(), asked.id()));
    assertRefused(
        Refusal.NotFound.class,
        () -> questions.answer(carla.id(), asked.id(), Question.Said.MINE, "", true));
    assertRefused(
        Refusal.NotFound.class,
        () -> questions.answer(bob.id(), asked.id(), Question.Said.MINE, "", true));
    assertRefused(Refusal.NotFound.class, () -> questions.leave(bob.id(), asked.id()));
    assertRefused(Refusal.Invalid.class, () -> questions.ask(bob.id(), bob.id(), "I said so", ""));
  }
}
