package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.excerpts.Answer;
import verbatim.excerpts.Around;
import verbatim.excerpts.Choice;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.Channel;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.Statement;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// Which statements a quotation is compared with.
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class WhatIsKnownTest {
  private static final String SAID = "The heron stands where the water is still.";

  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    town.known();
    alice = town.person("alice");
    bob = town.person("bob");
    alice.letsHimselfBeFound(true);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void words_of_somebody_who_lets_himself_be_found_are_compared_with_in_every_wording() {
    Status status = alice.posts(SAID);
    assertThat(like("the heron stands where water")).containsExactly(SAID);
    alice.edits(status, "The heron stands where the water is calm.");
    assertThat(like("the heron stands where"))
        .containsExactly("The heron stands where the water is calm.", SAID);
    assertThat(found("the heron stands where", nobody(), false, Set.of()))
        .extracting(Statement::edit)
        .containsExactly(0, 1);
  }

  @Test
  void words_of_somebody_else_only_where_the_text_names_him_or_links_them() {
    Status status = bob.posts(SAID);
    assertThat(like("the heron stands where")).isEmpty();
    assertThat(texts(found("the heron stands where", of(bob), false, Set.of())))
        .containsExactly(SAID);
    assertThat(texts(found("the heron stands where", nobody(), false, Set.of(status.id()))))
        .containsExactly(SAID);
    Person byHandle = new Person("", "bob", List.of(), Optional.empty());
    assertThat(texts(found("the heron stands where", byHandle, false, Set.of())))
        .containsExactly(SAID);
  }

  @Test
  void a_few_words_only_among_what_the_speaker_said() {
    alice.posts(SAID);
    bob.posts("Where the water is deep, nobody stands.");
    assertThat(texts(found("the water", of(alice), true, Set.of()))).containsExactly(SAID);
    assertThat(found("the water", nobody(), true, Set.of())).isEmpty();
  }

  @Test
  void what_was_not_for_everybody_never() {
    Status status = alice.posts(SAID, Draft.Visibility.FOLLOWERS);
    alice.posts("@bob " + SAID, Draft.Visibility.DIRECT);
    assertThat(found("the heron stands where", of(alice), false, Set.of(status.id()))).isEmpty();
  }

  @Test
  void what_is_deleted_or_whose_author_wishes_otherwise_reads_like_what_never_was() {
    Status status = alice.posts(SAID);
    assertThat(like("the heron stands where")).hasSize(1);
    alice.letsHimselfBeFound(false);
    assertThat(like("the heron stands where")).isEmpty();
    alice.letsHimselfBeFound(true);
    assertThat(like("the heron stands where")).hasSize(1);
    alice.deletes(status);
    assertThat(like("the heron stands where")).isEmpty();
    assertThat(found("the heron stands where", of(alice), false, Set.of(status.id()))).isEmpty();
  }

  @Test
  void a_wish_counts_before_the_index_has_heard_of_it() {
    Status status = alice.posts(SAID);
    assertThat(like("the heron stands where")).hasSize(1);
    alice.letsHimselfBeFound(false);
    assertThat(unsettled("the heron stands where", nobody(), false, Set.of())).isEmpty();
    assertThat(found("the heron stands where", nobody(), false, Set.of(status.id()))).hasSize(1);
  }

  @Test
  void a_series_is_a_statement_as_a_whole_while_all_its_parts_stand() {
    List<Status> parts =
        town.statuses()
            .postSeries(
                List.of(draft("First the heron came"), draft("and then it stood still.")), "");
    assertThat(like("heron came and then"))
        .contains("First the heron came and then it stood still.");
    alice.deletes(parts.getLast());
    assertThat(like("heron came and then"))
        .doesNotContain("First the heron came and then it stood still.");
  }

  @Test
  void what_is_registered_is_known_with_who_vouches_until_the_speaker_takes_it_out() {
    Registered one =
        town.statements()
            .register(
                bob.id(),
                new Registered.Draft(
                    new Speaker("", Optional.of(alice.id())),
                    SAID,
                    Optional.empty(),
                    Channel.SPOKEN,
                    "in the town hall"));
    List<Statement> found = found("the heron stands where", nobody(), false, Set.of());
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().confidence()).isEqualTo(Confidence.HEARSAY);
    assertThat(found.getFirst().where()).isEqualTo("@bob");
    assertThat(found.getFirst().speaker().account()).contains(alice.id());
    town.statements().delete(alice.id(), one.id());
    assertThat(like("the heron stands where")).isEmpty();
  }

  @Test
  void what_somebody_said_are_his_words_is_confirmed_and_what_are_not_is_not_known() {
    Questions questions = town.statements().questions();
    Question asked = questions.ask(bob.id(), alice.id(), SAID, "The Morning Tide");
    assertThat(like("the heron stands where")).as("a question says nothing").isEmpty();
    questions.answer(alice.id(), asked.id(), Question.Said.MINE, "", true);
    assertThat(found("the heron stands where", nobody(), false, Set.of()))
        .extracting(Statement::confidence)
        .containsExactly(Confidence.CONFIRMED);
    questions.answer(alice.id(), asked.id(), Question.Said.NOT_MINE, "never said so", true);
    assertThat(like("the heron stands where")).isEmpty();
    assertThat(questions.answers(alice.id(), "the HERON stands, where the water is still"))
        .hasSize(1);
  }

  @Test
  void a_restart_a_kill_and_making_it_anew_change_nothing() {
    Status kept = alice.posts(SAID);
    Status gone = alice.posts("The heron stands where it stood.");
    town.settle();
    town.known().commit();
    alice.deletes(gone);
    Status later = alice.posts("The heron stands where nobody looks.");
    town.settle();
    town.isKilled();
    assertThat(like("the heron stands where")).containsExactlyInAnyOrder(SAID, text(later));
    town.restart();
    assertThat(like("the heron stands where")).containsExactlyInAnyOrder(SAID, text(later));
    town.known().rebuild();
    assertThat(like("the heron stands where")).containsExactlyInAnyOrder(SAID, text(later));
    alice.deletes(kept);
    town.settle();
    town.known().rebuild();
    assertThat(like("the heron stands where")).containsExactly(text(later));
  }

  @Test
  void who_leaves_takes_along_what_he_said_registered_asked_and_answered() {
    alice.posts(SAID);
    Questions questions = town.statements().questions();
    Question asked = questions.ask(alice.id(), bob.id(), "a quiet word or two", "");
    questions.answer(bob.id(), asked.id(), Question.Said.MINE, "", true);
    town.statements()
        .register(
            bob.id(),
            new Registered.Draft(
                new Speaker("", Optional.of(alice.id())),
                "a third word, said by her",
                Optional.empty(),
                Channel.UNKNOWN,
                ""));
    town.settle();
    alice.leaves();
    town.settle();
    assertThat(like("the heron stands where")).isEmpty();
    assertThat(like("a third word said")).isEmpty();
    assertThat(like("a quiet word or")).as("who asked is not who said").isNotEmpty();
    bob.leaves();
    town.settle();
    assertThat(like("a quiet word or")).isEmpty();
  }

  @Test
  void of_a_published_excerpt_only_what_is_open_and_only_while_it_is() {
    bob.follows(alice);
    alice.follows(bob);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    says(alice, talk, SAID);
    says(bob, talk, "A heron told me what nobody else was told.");
    ExcerptId draft =
        town.excerpts().draft(alice.id(), Choice.of(talk, 1, 2), Around.NOTHING).shown().id();
    town.excerpts().ask(alice.id(), draft);
    town.settle();
    assertThat(like("the heron stands where")).as("not published").isEmpty();
    Status post =
        town.excerpts().publish(alice.id(), draft, Draft.of(alice.id(), "Read for yourselves"));
    assertThat(like("the heron stands where")).containsExactly(SAID);
    assertThat(found("a heron told me what", of(bob), false, Set.of())).as("sealed").isEmpty();
    String seen = town.excerpts().asked(bob.id(), draft).seen();
    town.excerpts().answer(bob.id(), draft, Answer.Agree.all(), seen);
    assertThat(like("a heron told me what"))
        .as("he wishes not to be found")
        .doesNotContain("A heron told me what nobody else was told.");
    List<Statement> opened = found("a heron told me what", of(bob), false, Set.of());
    assertThat(opened)
        .extracting(Statement::text)
        .contains("A heron told me what nobody else was told.");
    assertThat(opened).extracting(Statement::kind).contains(Statement.Kind.EXCERPT);
    town.known().rebuild();
    assertThat(found("a heron told me what", of(bob), true, Set.of())).hasSize(1);
    town.excerpts().withdraw(bob.id(), draft);
    assertThat(found("a heron told me what", of(bob), true, Set.of())).isEmpty();
    assertThat(like("the heron stands where")).containsExactly(SAID);
    long known = town.known().count();
    alice.deletes(post);
    assertThat(found("the heron stands where", of(alice), false, Set.of())).isEmpty();
    assertThat(town.known().count()).as("the post and its excerpt").isEqualTo(known - 2);
  }

  @Test
  void of_a_long_excerpt_the_message_that_is_asked_for_comes_first() {
    bob.follows(alice);
    alice.follows(bob);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    int more = 2 * town.limits().checks().candidatesMax() + 1;
    for (int i = 0; i < more; i++) {
      says(alice, talk, "The " + i + ". heron told me nothing of it");
    }
    says(alice, talk, SAID);
    ExcerptId draft =
        town.excerpts()
            .draft(alice.id(), Choice.of(talk, 1, more + 1), Around.NOTHING)
            .shown()
            .id();
    town.excerpts().publish(alice.id(), draft, Draft.of(alice.id(), "Read for yourselves"));
    assertThat(like("the heron stands where").getFirst()).isEqualTo(SAID);
    assertThat(found("the heron stands", of(alice), true, Set.of()).getFirst().text())
        .isEqualTo(SAID);
  }

  private void says(Town.Person who, ConversationId talk, String text) {
    town.conversations().say(who.id(), talk, Conversations.Draft.of(text));
  }

  private Draft draft(String text) {
    return alice.draft(text, "en", Draft.Visibility.PUBLIC, Optional.empty(), Optional.empty());
  }

  private static String text(Status status) {
    return status.words().text();
  }

  private static Person nobody() {
    return Person.named("");
  }

  private static Person of(Town.Person person) {
    return new Person("", "", List.of(), Optional.of(person.id()));
  }

  private List<String> like(String words) {
    return texts(found(words, nobody(), false, Set.of()));
  }

  private static List<String> texts(List<Statement> found) {
    return found.stream().map(Statement::text).toList();
  }

  private List<Statement> found(
      String words, Person speaker, boolean ofSpeakerOnly, Set<StatusId> linked) {
    town.settle();
    return unsettled(words, speaker, ofSpeakerOnly, linked);
  }

  private List<Statement> unsettled(
      String words, Person speaker, boolean ofSpeakerOnly, Set<StatusId> linked) {
    Statement asked = Statement.copy("", nobody(), words, "");
    var question =
        new KnownStatements.Question(asked.words(), asked.shingles(), speaker, ofSpeakerOnly, 20);
    List<Statement> shown =
        linked.stream().flatMap(id -> town.known().sources().shown(id).stream()).toList();
    return Stream.concat(
            KnownStatements.of(shown).candidates(question).stream(),
            town.known().beside().candidates(question).stream())
        .distinct()
        .toList();
  }
}
