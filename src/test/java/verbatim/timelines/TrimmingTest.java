package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.store.Store;

/// Homes keep the newest rows, not all there ever were.
class TrimmingTest {
  private static final int ROWS_MAX = 20;
  private static final int ADDED = 40_000;

  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private FeedTable table;
  private Feeds feeds;
  private Feed home;

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    alice = town.person("alice");
    table = new FeedTable(town.store());
    feeds = new Feeds(table, ROWS_MAX);
    home = Feed.home(alice.id());
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void one_that_is_in_memory_is_cut_off_where_it_ends() {
    assertThat(feeds.of(home).size()).isZero();
    int most = add(5_000);
    assertThat(most).isGreaterThan(ROWS_MAX).isLessThan(5_000);
    assertThat(feeds.of(home).size()).isEqualTo(ROWS_MAX);
    assertThat(table.newest(home, ROWS_MAX).size()).isEqualTo(ROWS_MAX);
  }

  @Test
  void one_that_nobody_reads_is_cut_off_more_rarely() {
    assertThat(add(ADDED)).isGreaterThan(ROWS_MAX).isLessThan(Store.SCAN_ROWS_MAX);
    assertThat(table.newest(home, ROWS_MAX).size()).isEqualTo(ROWS_MAX);
  }

  /// @return how many rows there are in the end
  private int add(int count) {
    Status first = alice.posts("the first");
    for (int i = 0; i < count; i++) {
      feeds.add(List.of(home), withId(first, first.id().value() + i));
    }
    return table.newest(home, Store.SCAN_ROWS_MAX).size();
  }

  private static Status withId(Status status, long id) {
    return new Status(
        new StatusId(id),
        status.author(),
        status.origin(),
        status.audience(),
        status.content(),
        status.createdAt());
  }
}
