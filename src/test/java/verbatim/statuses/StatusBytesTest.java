package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.ReplyPolicy;
import verbatim.store.Store;

class StatusBytesTest {
  private final long seed = Long.getLong("verbatim.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void any_status_comes_back_as_it_was() {
    for (int i = 0; i < 500; i++) {
      Status status = any();
      var kept = new Kept.Live(status);
      assertThat(StatusBytes.read(status.id(), StatusBytes.write(kept)))
          .as("seed " + seed)
          .isEqualTo(kept);
    }
  }

  @Test
  void every_event_comes_back_as_it_was() {
    var id = new StatusId(random.nextLong() >>> 1);
    var who = new AccountId(random.nextLong() >>> 1);
    var other = new StatusId(7);
    List<StatusEvent> all =
        List.of(
            new StatusEvent.Posted(id, who),
            new StatusEvent.Edited(id, who, List.of(who, new AccountId(3))),
            new StatusEvent.Deleted(id, who, 5, 6, new Audience.Only(Set.of(who))),
            new StatusEvent.Favourited(id, who),
            new StatusEvent.Unfavourited(id, who),
            new StatusEvent.Boosted(id, who, other),
            new StatusEvent.Unboosted(id, who, other),
            new StatusEvent.Replied(id, other),
            new StatusEvent.Unreplied(id, other),
            new StatusEvent.Voted(id, who),
            new StatusEvent.PollEnded(id),
            new StatusEvent.Pinned(id, who, true));
    for (StatusEvent event : all) {
      assertThat(StatusEvent.read(StatusEvent.write(event))).isEqualTo(event);
    }
    assertThat(all).hasSize(StatusEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void the_fullest_status_fits_into_a_value() {
    var limits = Limits.usual().text();
    List<Status.Mention> mentions = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < limits.mentionsMax(); i++) {
      mentions.add(new Status.Mention(new AccountId(Long.MAX_VALUE), "@" + "x".repeat(353)));
    }
    // All tags stand in the text, whose bytes are bounded.
    tags.add("y".repeat(limits.statusBytesMax()));
    Set<AccountId> people = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      people.add(new AccountId(Long.MAX_VALUE - i));
    }
    var words =
        new Status.Words(
            "z".repeat(limits.statusBytesMax()),
            "",
            true,
            true,
            "x".repeat(16),
            mentions,
            tags,
            List.of(),
            Optional.of(poll()),
            new Status.Place(new StatusId(1), Optional.empty()),
            Optional.empty(),
            Instant.EPOCH,
            new Status.Application("x".repeat(240), "x".repeat(2_000)),
            ReplyPolicy.NOBODY);
    var status =
        new Status(
            new StatusId(1),
            new AccountId(1),
            Origin.HERE,
            new Audience.Only(people),
            words,
            Instant.EPOCH);
    assertThat(StatusBytes.write(new Kept.Live(status))).hasSizeLessThan(Store.VALUE_BYTES_MAX);
  }

  private Status any() {
    var author = new AccountId(random.nextLong() >>> 1);
    Set<AccountId> people = Set.of(new AccountId(random.nextInt(9) + 1), new AccountId(77));
    Audience audience =
        List.<Audience>of(
                new Audience.Everyone(true),
                new Audience.Everyone(false),
                new Audience.Followers(people),
                new Audience.Only(people))
            .get(random.nextInt(4));
    Origin origin =
        random.nextBoolean() ? Origin.HERE : new Origin.Remote("https://a/" + text(), "https://b");
    Status.Content content =
        random.nextInt(5) == 0
            ? new Status.Boost(new StatusId(random.nextLong() >>> 1), author)
            : words();
    Carried carried =
        List.of(
                Carried.NOTHING,
                new Carried.Excerpt(new ExcerptId(random.nextLong() >>> 1)),
                new Carried.Article(new ArticleId(random.nextLong() >>> 1)))
            .get(random.nextInt(3));
    return new Status(
        new StatusId(random.nextLong() >>> 1), author, origin, audience, content, time(), carried);
  }

  @Test
  void a_row_of_before_there_was_anything_to_carry_carries_nothing() {
    Status status =
        new Status(
            new StatusId(7),
            new AccountId(1),
            Origin.HERE,
            new Audience.Everyone(true),
            words(),
            time());
    byte[] now = StatusBytes.write(new Kept.Live(status));
    // The version in front, and without the last number, which says that there is nothing.
    byte[] before = java.util.Arrays.copyOf(now, now.length - 1);
    before[0] = 2 << 1;
    assertThat(StatusBytes.read(status.id(), before)).isEqualTo(new Kept.Live(status));
  }

  private Status.Words words() {
    return new Status.Words(
        text(),
        text(),
        random.nextBoolean(),
        random.nextBoolean(),
        "en",
        List.of(new Status.Mention(new AccountId(3), "@" + text())),
        List.of(text(), text()),
        List.of(new MediaId(random.nextLong() >>> 1)),
        random.nextBoolean() ? Optional.of(poll()) : Optional.empty(),
        new Status.Place(
            new StatusId(random.nextLong() >>> 1),
            random.nextBoolean()
                ? Optional.of(new Status.Parent(new StatusId(4), new AccountId(5)))
                : Optional.empty()),
        random.nextBoolean()
            ? Optional.of(new Status.SeriesPlace(new SeriesId(8), 3, 25))
            : Optional.empty(),
        time(),
        new Status.Application(text(), text()),
        ReplyPolicy.values()[random.nextInt(4)]);
  }

  private Status.Poll poll() {
    return new Status.Poll(
        List.of(text(), text()),
        random.nextBoolean(),
        random.nextBoolean(),
        time(),
        random.nextInt(100));
  }

  private Instant time() {
    return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int c = random.nextInt(1, 0x10FFFF);
      text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
    }
    return text.toString();
  }
}
