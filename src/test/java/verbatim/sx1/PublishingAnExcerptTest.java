package verbatim.sx1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import verbatim.sx1.Attestations.Agreed;
import verbatim.sx1.Attestations.Answer;
import verbatim.sx1.Attestations.Decision;
import verbatim.sx1.Attestations.ReceivedBy;
import verbatim.sx1.Excerpt.Entry;
import verbatim.sx1.Talks.Placed;
import verbatim.sx1.Talks.Talk;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Grade;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Result;
import verbatim.sx1.Verifier.Row;
import verbatim.sx1.Verifier.State;

/// From a talk to a document that anybody can check.
class PublishingAnExcerptTest {
  private static final int TALKS = 50;
  private static final int CHANGES = 20;
  private static final int TALKS_LONG = 30_000;
  private static final int CHANGES_LONG = 70;
  private static final long SEED = 20_261_122;

  private final Talk talk = new Talks(new Random(SEED), true).talk(5);

  private static Result verified(Excerpt excerpt) {
    return Verifier.verify(excerpt.bytes(), Talks.keys());
  }

  /// 2 to 4: hers left out, his sealed, hers open.
  private Excerpt sealed() {
    Excerpt excerpt =
        Excerpt.of(
            Talks.ID,
            talk.conversation().conv(),
            2,
            talk.chain().get(1),
            List.of(
                sealed(talk.at(2)),
                new Entry.Open(talk.at(3).ms(), talk.at(3).message()),
                Entry.leftOut(4, talk.at(4).ms(), talk.at(4).message().commitment())));
    return excerpt.with(
        Attestations.range(excerpt.range(), ReceivedBy.HTTPS, Talks.HUB_KEY, Talks.NOW));
  }

  private static Entry sealed(Placed placed) {
    return new Entry.Sealed(placed.ms(), placed.message().commitment());
  }

  private Entry opened(long n) {
    return new Entry.Open(talk.at(n).ms(), talk.at(n).message());
  }

  private static List<Grade> grades(Result result) {
    return result.open().stream().map(Row.Open::grade).toList();
  }

  @Test
  void ones_own_words_are_vouched_for_by_ones_own_server() {
    assertThat(verified(sealed()).state()).isEqualTo(State.FITS);
    assertThat(grades(verified(sealed()))).containsExactly(Grade.OWN_SERVER);
    assertThat(verified(sealed()).rows())
        .hasExactlyElementsOfTypes(Row.Sealed.class, Row.Open.class, Row.LeftOut.class);
  }

  @Test
  void a_seal_opens_in_place_under_the_signature_that_stands() {
    Excerpt asked = sealed();
    Answer yes =
        new Answer(
            Talks.ID,
            Decision.CONSENT,
            "",
            List.of(new Agreed.All(2, talk.at(2).message().commitment())));
    Excerpt agreed =
        asked
            .with(2, opened(2))
            .with(Attestations.author(asked.range(), yes, Talks.ODO_KEY, Talks.NOW));

    assertThat(agreed.attestations()).containsAll(asked.attestations());
    assertThat(grades(verified(agreed))).containsExactly(Grade.AUTHOR, Grade.OWN_SERVER);
    assertThat(verified(agreed).state()).isEqualTo(State.FITS);
  }

  @Test
  void opened_without_his_yes_it_is_a_strangers_word() {
    Result result = verified(sealed().with(2, opened(2)));
    assertThat(result.state()).isEqualTo(State.WEAK);
    assertThat(grades(result)).containsExactly(Grade.OTHER_SERVER, Grade.OWN_SERVER);
  }

  @Test
  void a_yes_to_one_range_is_none_to_a_wider_or_narrower_one_of_the_same_name() {
    Excerpt asked = sealed();
    Answer yes =
        new Answer(
            Talks.ID,
            Decision.CONSENT,
            "",
            List.of(new Agreed.All(2, talk.at(2).message().commitment())));
    Excerpt agreed =
        asked
            .with(2, opened(2))
            .with(Attestations.author(asked.range(), yes, Talks.ODO_KEY, Talks.NOW));
    assertThat(verified(agreed).state()).isEqualTo(State.FITS);
    for (int last : new int[] {agreed.entries().size() - 1, agreed.entries().size() + 1}) {
      List<Entry> entries = new java.util.ArrayList<>(agreed.entries());
      if (last < entries.size()) {
        entries.removeLast();
      } else {
        entries.add(new Entry.LeftOut(asked.entries().getFirst().hash(9)));
      }
      Excerpt moved = Excerpt.of(Talks.ID, agreed.conv(), agreed.from(), agreed.prev(), entries);
      // The publisher's server vouches for whatever he likes.
      moved =
          moved
              .with(Attestations.range(moved.range(), ReceivedBy.LOCAL, Talks.HUB_KEY, Talks.NOW))
              .with(agreed.attestations().getLast());
      assertThat(verified(moved).state()).isEqualTo(State.WRONG);
    }
  }

  @Test
  void what_is_withdrawn_is_sealed_and_unsigned_again() {
    Excerpt asked = sealed();
    Answer yes =
        new Answer(
            Talks.ID,
            Decision.CONSENT,
            "",
            List.of(new Agreed.All(2, talk.at(2).message().commitment())));
    Excerpt withdrawn =
        asked
            .with(2, opened(2))
            .with(Attestations.author(asked.range(), yes, Talks.ODO_KEY, Talks.NOW))
            .withContext(List.of(Attestations.note("I said more.", Talks.ODO_KEY, Talks.NOW)))
            .without(Talks.ODO);

    assertThat(verified(withdrawn).state()).isEqualTo(State.FITS);
    assertThat(new String(withdrawn.bytes(), StandardCharsets.UTF_8))
        .doesNotContain(Talks.ODO)
        .doesNotContain("I said more");
    assertThat(withdrawn.head()).isEqualTo(asked.head());
  }

  @Test
  void agreed_to_some_words_shows_these_and_no_more() {
    Placed his = talk.at(2);
    Set<Integer> hidden = Set.of(0);
    Set<Integer> open =
        IntStream.range(1, his.message().parts().size()).boxed().collect(Collectors.toSet());
    Excerpt asked = sealed();
    Answer yes =
        new Answer(
            Talks.ID,
            Decision.CONSENT,
            "",
            List.of(new Agreed.Some(2, his.message().commitment(), open, Set.of())));
    Excerpt agreed = asked.with(Attestations.author(asked.range(), yes, Talks.ODO_KEY, Talks.NOW));

    Entry some = Entry.inParts(his.ms(), his.message(), hidden, Set.of());
    assertThat(verified(agreed.with(2, some)).state()).isEqualTo(State.FITS);
    Entry more = Entry.inParts(his.ms(), his.message(), Set.of(), Set.of());
    assertThat(verified(agreed.with(2, more)).fault())
        .isEqualTo(Talks.ODO + ": words are open that the author did not agree to");
    assertThat(verified(agreed.with(2, opened(2))).state()).isEqualTo(State.WRONG);
  }

  @Test
  void a_note_of_the_other_side_is_signed_too() {
    Json.Fields note = Attestations.note("I said more.", Talks.ODO_KEY, Talks.NOW);
    Excerpt noted = sealed().withContext(List.of(note));
    assertThat(verified(noted).state()).isEqualTo(State.FITS);
    assertThat(verified(noted.withContext(List.of(note.with("text", "I said less.")))).state())
        .isEqualTo(State.WRONG);
    assertThat(verified(noted.withContext(List.of(note.with("by", Talks.MIRA)))).state())
        .isEqualTo(State.WRONG);
  }

  @Test
  void the_post_around_it_is_part_of_the_agreement() {
    Digest picture = Digest.sha256(new byte[] {1});
    String then = Attestations.around("He said it", "", List.of(picture));
    String now = Attestations.around("He lied", "", List.of(picture));
    Excerpt asked = sealed();
    Answer yes =
        new Answer(
            Talks.ID,
            Decision.CONSENT,
            then,
            List.of(new Agreed.All(2, talk.at(2).message().commitment())));
    byte[] agreed =
        asked
            .with(2, opened(2))
            .with(Attestations.author(asked.range(), yes, Talks.ODO_KEY, Talks.NOW))
            .bytes();
    String changed = "the text around it was changed after the agreement";
    assertThat(Verifier.verify(agreed, Talks.keys(), then).notes()).doesNotContain(changed);
    assertThat(Verifier.verify(agreed, Talks.keys(), now).notes()).contains(changed);
    assertThat(Verifier.verify(agreed, Talks.keys(), now).state()).isEqualTo(State.FITS);
  }

  @Test
  void another_message_does_not_pass_for_what_stands_there() {
    assertThatIllegalArgumentException().isThrownBy(() -> sealed().with(2, opened(4)));
  }

  @Test
  void neither_words_nor_seeds_are_told_by_accident() {
    Message message = talk.at(2).message();
    assertThat(opened(2).toString()).doesNotContain(message.text().strip());
    assertThat(message.seed().toString()).isEqualTo("Seed");
    assertThat(talk.conversation().toString()).doesNotContain(Talks.ODO);
  }

  @Test
  void what_is_written_is_read_again() {
    Talks talks = new Talks(new Random(SEED));
    for (int i = 0; i < 50; i++) {
      Excerpt excerpt = talks.excerpt(talks.talk(2 + i % 9));
      assertThat(Excerpt.read(excerpt.bytes()).bytes()).isEqualTo(excerpt.bytes());
    }
  }

  @Test
  void whatever_is_shown_fits_and_any_single_change_does_not() {
    changes(new Random(SEED), TALKS, CHANGES);
  }

  @Test
  @Tag("long")
  void of_millions_of_single_changes_none_fits() {
    long seed = new Random().nextLong();
    System.out.println("seed of the changes: " + seed);
    changes(new Random(seed), TALKS_LONG, CHANGES_LONG);
  }

  private static void changes(Random random, int count, int changes) {
    Talks talks = new Talks(random);
    for (int i = 0; i < count; i++) {
      Excerpt excerpt = talks.excerpt(talks.talk(2 + random.nextInt(9)));
      byte[] document = excerpt.bytes();
      assertThat(Verifier.verify(document, Talks.keys()).state())
          .as(() -> new String(document, StandardCharsets.UTF_8))
          .isEqualTo(State.FITS);
      Json json = Json.read(document);
      for (int k = 0; k < changes; k++) {
        byte[] changed = talks.changed(json).written().getBytes(StandardCharsets.UTF_8);
        requireNoFit(changed, document);
        byte[] flipped = talks.changed(document);
        if (!Arrays.equals(flipped, document) && !isSame(flipped, json)) {
          requireNoFit(flipped, document);
        }
      }
    }
  }

  private static boolean isSame(byte[] changed, Json json) {
    try {
      return Json.read(changed).equals(json);
    } catch (Verifier.Malformed _) {
      return false;
    }
  }

  private static void requireNoFit(byte[] changed, byte[] document) {
    assertThat(Verifier.verify(changed, Talks.keys()).state())
        .as(
            () ->
                new String(document, StandardCharsets.UTF_8)
                    + "\n"
                    + new String(changed, StandardCharsets.UTF_8))
        .isNotEqualTo(State.FITS);
  }
}
