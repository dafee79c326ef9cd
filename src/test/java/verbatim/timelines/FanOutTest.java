package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.kernel.AccountId;
import verbatim.kernel.Fork;
import verbatim.kernel.Origin;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.statuses.Status;

final class FanOutTest {
  @TempDir Path folder;

  @Test
  void followers_beyond_the_first_slice_get_it_too_and_lose_it_too() {
    try (Town town = Town.in(folder, Town.Engine.ROCKS)) {
      Town.Person alice = town.person("alice");
      List<Town.Person> fans = new ArrayList<>();
      for (int i = 0; i <= FanOut.SLICE_ROWS; i++) {
        Town.Person fan = town.person("fan" + i);
        fan.follows(alice);
        fans.add(fan);
      }
      town.settle();
      Status status = alice.posts("to all");
      town.settle();
      FeedTable table = new FeedTable(town.store());
      assertThat(fans).allMatch(fan -> table.newest(Feed.home(fan.id()), 5).size() == 1);
      alice.deletes(status);
      town.settle();
      assertThat(fans).allMatch(fan -> table.newest(Feed.home(fan.id()), 5).size() == 0);
    }
  }

  @Test
  void what_is_in_memory_never_misses_a_row_that_came_while_it_was_read() {
    try (Town town = Town.in(folder, Town.Engine.FAULTY)) {
      Feeds feeds = new Feeds(new FeedTable(town.store()), 5_000);
      Feed feed = Feed.home(new AccountId(7));
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        long first = 1 + writer * 300L;
        tasks.add(
            () -> {
              for (long id = first; id < first + 300; id++) {
                feeds.add(List.of(feed), status(id));
                if (id % 3 == 0) {
                  feeds.remove(List.of(feed), new StatusId(id));
                }
              }
              return 0;
            });
      }
      tasks.add(
          () -> {
            for (int i = 0; i < 300; i++) {
              feeds.forget(feed);
              feeds.of(feed);
            }
            return 0;
          });
      Fork.all(Duration.ofSeconds(60), tasks);
      assertThat(feeds.of(feed).size()).isEqualTo(800);
    }
  }

  private static Status status(long id) {
    return new Status(
        new StatusId(id),
        new AccountId(1),
        Origin.HERE,
        new Audience.Everyone(true),
        new Status.Boost(new StatusId(1), new AccountId(2)),
        Instant.EPOCH);
  }
}
