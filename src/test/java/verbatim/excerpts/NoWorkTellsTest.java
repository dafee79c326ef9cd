package verbatim.excerpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.Statement;
import verbatim.relations.ReplyPolicy;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// How long an answer takes must not tell what its words do not (attacks private-04, excerpts-08).
/// No clock is asked, which says little on a busy machine: the same work is done, read for read,
/// whether there is something or not, and whether the words are the true ones or others.
class NoWorkTellsTest {
  private static final String TRUE_WORDS = "the bakery closes on Friday for good";
  private static final String OTHER_WORDS = "the brewery opens on Sunday for once";
  private static final ConversationId NO_TALK = new ConversationId(117000000000000001L);
  private static final ExcerptId NO_EXCERPT = new ExcerptId(117000000000000002L);
  private static final StatusId NO_STATUS = new StatusId(117000000000000003L);

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;
  private ConversationId talk;
  private Message said;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    town.known();
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
    bob.follows(alice);
    alice.follows(bob);
    talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    said = says(bob, TRUE_WORDS);
    says(alice, "Of course!");
    town.settle();
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Message says(Town.Person who, String text) {
    return town.conversations().say(who.id(), talk, Conversations.Draft.of(text)).message();
  }

  private interface Deed<T> {
    void to(T what);
  }

  /// The second time, when what is kept in memory is there; with what was answered.
  private <T> List<String> work(Deed<T> deed, T what) {
    List<String> answers = new ArrayList<>();
    List<String> reads = List.of();
    for (int i = 0; i < 2; i++) {
      reads =
          town.store()
              .readsOf(
                  () -> {
                    try {
                      deed.to(what);
                      answers.add("done");
                    } catch (Refused e) {
                      answers.add(e.refusal().toString());
                    }
                  });
    }
    List<String> all = new ArrayList<>(reads);
    all.add(answers.getLast());
    return all;
  }

  private <T> void alike(T one, T other, Deed<T> deed) {
    assertThat(work(deed, one)).isEqualTo(work(deed, other));
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_talk_of_others_is_as_much_work_as_none(Town.Engine engine) {
    open(engine);
    Conversations talks = town.conversations();
    List<Deed<ConversationId>> deeds =
        List.of(
            id -> talks.get(carol.id(), id),
            id -> assertThat(talks.find(carol.id(), id)).isEmpty(),
            id -> talks.messages(carol.id(), id, Page.newest(20)),
            id -> talks.message(carol.id(), id, 1),
            id -> talks.current(carol.id(), id, 1),
            id -> talks.versions(carol.id(), id, 1),
            id -> talks.say(carol.id(), id, Conversations.Draft.of("Me too")),
            id -> talks.edit(carol.id(), id, 1, "Me too"),
            id -> talks.eraseForMe(carol.id(), id, 1),
            id -> talks.eraseForAll(carol.id(), id, 1),
            id -> talks.eraseMine(carol.id(), id),
            id -> talks.react(carol.id(), id, 1, "\uD83C\uDF89"),
            id -> talks.unreact(carol.id(), id, 1, "\uD83C\uDF89"),
            id -> talks.whoReacted(carol.id(), id, 1, "\uD83C\uDF89"),
            id -> talks.wish(carol.id(), id, Conversation.Mode.RECORD),
            id -> talks.add(carol.id(), id, carol.id()),
            id -> talks.leave(carol.id(), id),
            id -> talks.accept(carol.id(), id),
            id -> talks.read(carol.id(), id, 1),
            id -> talks.mute(carol.id(), id, true),
            id -> talks.seeTyping(carol.id(), id),
            id -> town.excerpts().pieces(carol.id(), id, 1, 2),
            id -> town.excerpts().draft(carol.id(), Choice.of(id, 1, 2), Around.NOTHING));
    for (int i = 0; i < deeds.size(); i++) {
      assertThat(work(deeds.get(i), talk)).as("%d", i).isEqualTo(work(deeds.get(i), NO_TALK));
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_message_of_others_is_as_much_work_to_old_apps_as_no_status(Town.Engine engine) {
    open(engine);
    for (Viewer viewer : List.of(Viewer.of(carol.id()), Viewer.ANYBODY)) {
      List<String> there = tables(viewer, said.status());
      assertThat(there).isEqualTo(tables(viewer, NO_STATUS));
    }
  }

  /// Which tables it reads; that one of them knows the number of the status makes no other read.
  private List<String> tables(Viewer viewer, StatusId status) {
    return work(id -> assertThat(town.conversations().ofStatus(viewer, id)).isEmpty(), status)
        .stream()
        .map(read -> read.split(" ")[0])
        .toList();
  }

  /// But for the one look whether it is there, which memory saves for posts that are read often:
  /// who may see it is no more work than that.
  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_post_for_others_is_one_look_as_none_is(Town.Engine engine) {
    open(engine);
    StatusId hidden = alice.posts("For followers", Draft.Visibility.FOLLOWERS).id();
    town.settle();
    for (Viewer viewer : List.of(Viewer.of(carol.id()), Viewer.ANYBODY)) {
      for (StatusId status : List.of(hidden, NO_STATUS)) {
        assertThat(
                work(
                    id ->
                        assertThat(
                                town.statuses()
                                    .find(id)
                                    .filter(found -> town.statuses().maySee(viewer, found)))
                            .isEmpty(),
                    status))
            .isSubsetOf("status 0", "status 1", "done")
            .hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  /// Whatever one asks of it or does to it (attack api-01): but for the look whether it is there,
  /// no more is read than for a post that was never there, and the answer is the same.
  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_hidden_a_deleted_and_an_unknown_post_are_as_much_work_whatever_one_asks(
      Town.Engine engine) {
    open(engine);
    Status open = alice.posts("For everybody");
    Status hidden = alice.posts(pollForFollowers());
    bob.replies(hidden, "An answer", Draft.Visibility.FOLLOWERS);
    bob.favourites(hidden);
    bob.votes(hidden, 0);
    alice.edits(hidden, "Which one is it?");
    Status deleted = alice.posts("Soon gone");
    alice.deletes(deleted);
    town.settle();
    Statuses statuses = town.statuses();
    Draft change =
        carol.draft("Mine now", "", Draft.Visibility.PUBLIC, Optional.empty(), Optional.empty());
    List<Deed<StatusId>> deeds = new ArrayList<>();
    for (Viewer viewer : List.of(Viewer.of(carol.id()), Viewer.ANYBODY)) {
      deeds.addAll(
          List.of(
              id -> statuses.get(viewer, id),
              id -> statuses.history(viewer, id),
              id -> statuses.thread(viewer, id),
              id -> statuses.tally(viewer, id),
              id -> statuses.favouritedBy(viewer, id, Page.newest(20)),
              id -> statuses.boostedBy(viewer, id, Page.newest(20))));
    }
    deeds.addAll(
        List.of(
            id -> statuses.edit(carol.id(), id, change),
            id -> statuses.delete(carol.id(), id),
            id -> statuses.letReply(carol.id(), id, ReplyPolicy.PUBLIC),
            id -> statuses.hideReply(carol.id(), id, open.id()),
            id -> statuses.favourite(carol.id(), id),
            id -> statuses.unfavourite(carol.id(), id),
            id -> statuses.boost(carol.id(), id, Draft.Visibility.PUBLIC),
            id -> statuses.unboost(carol.id(), id),
            id -> statuses.bookmark(carol.id(), id),
            id -> statuses.unbookmark(carol.id(), id),
            id -> statuses.pin(carol.id(), id),
            id -> statuses.unpin(carol.id(), id),
            id -> statuses.muteThread(carol.id(), id),
            id -> statuses.unmuteThread(carol.id(), id),
            id -> statuses.vote(carol.id(), id, List.of(0))));
    for (int i = 0; i < deeds.size(); i++) {
      List<String> unknown = behindTheLook(deeds.get(i), NO_STATUS);
      assertThat(behindTheLook(deeds.get(i), hidden.id())).as("%d hidden", i).isEqualTo(unknown);
      assertThat(behindTheLook(deeds.get(i), deleted.id())).as("%d deleted", i).isEqualTo(unknown);
      assertThat(unknown).last().asString().as("%d", i).isNotEqualTo("done");
    }
  }

  private Draft pollForFollowers() {
    var poll = new Draft.NewPoll(List.of("yes", "no"), false, false, Duration.ofDays(1));
    return alice.draft(
        "Which?", "", Draft.Visibility.FOLLOWERS, Optional.empty(), Optional.of(poll));
  }

  private List<String> behindTheLook(Deed<StatusId> deed, StatusId id) {
    List<String> work = new ArrayList<>(work(deed, id));
    work.removeAll(List.of("status 0", "status 1"));
    return work;
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_draft_of_others_is_as_much_work_as_none(Town.Engine engine) {
    open(engine);
    Excerpts excerpts = town.excerpts();
    ExcerptId id = excerpts.draft(alice.id(), Choice.of(talk, 1, 2), Around.NOTHING).shown().id();
    excerpts.ask(alice.id(), id);
    List<Deed<ExcerptId>> deeds =
        List.of(
            one -> excerpts.asked(carol.id(), one),
            one -> excerpts.mine(carol.id(), one),
            one -> excerpts.ask(carol.id(), one),
            one -> excerpts.discard(carol.id(), one),
            one -> excerpts.withdraw(carol.id(), one),
            one -> excerpts.answer(carol.id(), one, new Answer.Decline(), ""),
            one -> excerpts.document(Viewer.of(carol.id()), one),
            one -> assertThat(excerpts.find(Viewer.of(carol.id()), one)).isEmpty(),
            one -> assertThat(excerpts.find(Viewer.ANYBODY, one)).isEmpty());
    for (int i = 0; i < deeds.size(); i++) {
      assertThat(work(deeds.get(i), id)).as("%d", i).isEqualTo(work(deeds.get(i), NO_EXCERPT));
    }
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void true_words_are_as_much_work_as_others(Town.Engine engine) {
    open(engine);
    alike(
        TRUE_WORDS,
        OTHER_WORDS,
        words -> town.statements().questions().ask(carol.id(), bob.id(), words, ""));
    alike(TRUE_WORDS, OTHER_WORDS, words -> known(words, bob));
    alike(TRUE_WORDS, OTHER_WORDS, words -> town.conversations().search(carol.id(), words));
  }

  private void known(String words, Town.Person speaker) {
    Person nobody = Person.named("");
    Person by = new Person("", speaker.name(), List.of(), Optional.empty());
    Statement asked = Statement.copy("", nobody, words, "");
    var question = new KnownStatements.Question(asked.words(), asked.shingles(), by, false, 20);
    assertThat(town.known().beside().candidates(question)).isEmpty();
  }
}
