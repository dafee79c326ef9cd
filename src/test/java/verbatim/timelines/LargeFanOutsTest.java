package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.Waiting;
import verbatim.kernel.StatusId;
import verbatim.store.Op;

/// An author with more followers than one slice holds posts a lot.
/// On one engine: hundreds of people and posts would take a minute on the store that misbehaves.
final class LargeFanOutsTest {
  private static final int FANS = FanOut.SLICE_ROWS + 100;

  @TempDir Path folder;
  private Town town;
  private Town.Person star;
  private final List<Town.Person> fans = new ArrayList<>();

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    star = town.person("star");
    for (int i = 0; i < FANS; i++) {
      Town.Person fan = town.person("fan" + i);
      fan.follows(star);
      fans.add(fan);
    }
    town.settle();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void what_a_small_author_says_arrives_while_none_of_two_hundred_large_ones_can_move() {
    Town.Person bob = town.person("bob");
    List<Town.Person> friends = fans.subList(0, 3);
    friends.forEach(friend -> friend.follows(bob));
    town.settle();
    CountDownLatch released = new CountDownLatch(1);
    town.store().beforeDerived(ops -> holdUp(ops, released));
    try {
      for (int i = 0; i < 200; i++) {
        star.posts("to very many " + i);
      }
      StatusId small = bob.posts("to a few").id();
      Waiting.until(
          "the small one is waiting",
          () -> friends.stream().allMatch(friend -> newest(friend) == small.value()));
      assertThat(table().newest(Feed.home(fans.getLast().id()), 5).size()).isZero();
    } finally {
      released.countDown();
    }
    town.settle();
    assertThat(fans).allMatch(fan -> table().newest(Feed.home(fan.id()), 800).size() >= 200);
  }

  @Test
  void after_a_kill_in_the_middle_every_home_is_what_it_would_be_made_anew() {
    AtomicInteger slices = new AtomicInteger();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    town.store()
        .beforeDerived(
            ops -> {
              if (isSlice(ops) && slices.incrementAndGet() > 3) {
                stuck.countDown();
                await(never);
              }
            });
    for (int i = 0; i < 8; i++) {
      star.posts("to very many " + i);
    }
    await(stuck);
    town.restart();
    town.settle();
    // The rows themselves: to read a home that was never read makes it anew.
    assertThat(fans).allMatch(fan -> table().newest(Feed.home(fan.id()), 20).size() == 8);
    for (Town.Person fan : fans) {
      List<StatusId> home = fan.wholeHome();
      town.timelines().rebuild(fan.id());
      assertThat(fan.wholeHome()).as("home of %s", fan).isEqualTo(home);
    }
  }

  private static void holdUp(List<Op> ops, CountDownLatch until) {
    if (isSlice(ops)) {
      await(until);
    }
  }

  private static boolean isSlice(List<Op> ops) {
    return ops.size() >= FanOut.SLICE_ROWS && ops.getFirst().table().name().equals("home");
  }

  /// Ends also when the town is closed meanwhile.
  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private FeedTable table() {
    return new FeedTable(town.store());
  }

  private long newest(Town.Person person) {
    Entries entries = table().newest(Feed.home(person.id()), 1);
    return entries.size() == 0 ? 0 : entries.id(0);
  }
}
