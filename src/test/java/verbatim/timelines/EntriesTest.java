package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What lies in memory of a timeline, beside a plain list that is copied at each change.
final class EntriesTest {
  private static final int ROWS_MAX = 150;

  private record Version(Entries entries, List<Entries.Entry> model) {}

  @Test
  void it_is_what_a_list_would_be_whatever_is_put_in_and_taken_out() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Version> versions = new ArrayList<>();
    versions.add(new Version(Entries.NONE, List.of()));
    for (int step = 0; step < 3_000; step++) {
      // Also from one that is long past: two that grow out of the same must not meet.
      int from = random.nextInt(4) == 0 ? random.nextInt(versions.size()) : versions.size() - 1;
      versions.add(next(versions.get(from), step, random));
    }
    for (Version version : versions) {
      assertThat(all(version.entries())).as("seed %d", seed).isEqualTo(version.model());
    }
  }

  private static Version next(Version from, int step, Random random) {
    List<Entries.Entry> model = new ArrayList<>(from.model());
    if (random.nextInt(8) == 0 && !model.isEmpty()) {
      long gone = model.remove(random.nextInt(model.size())).id();
      return new Version(from.entries().without(gone), model);
    }
    long id = random.nextInt(6) == 0 ? random.nextInt(step + 1) : step + 1;
    Entries.Entry entry = new Entries.Entry(id, id % 3 == 0 ? id / 3 : 0);
    if (model.stream().noneMatch(other -> other.id() == id)) {
      model.add(entry);
      model.sort(Comparator.comparingLong(Entries.Entry::id).reversed());
    }
    List<Entries.Entry> kept = List.copyOf(model.subList(0, Math.min(ROWS_MAX, model.size())));
    return new Version(from.entries().with(entry, ROWS_MAX), kept);
  }

  @Test
  void two_together_are_the_newest_of_both_once() {
    Entries even = of(8, 6, 4, 2);
    Entries some = of(7, 6, 3);
    assertThat(all(even.merged(some, 5)).stream().map(Entries.Entry::id))
        .containsExactly(8L, 7L, 6L, 4L, 3L);
    assertThat(all(Entries.NONE.merged(some, 2)).stream().map(Entries.Entry::id))
        .containsExactly(7L, 6L);
  }

  private static Entries of(long... ids) {
    return Entries.of(
        IntStream.range(0, ids.length).mapToObj(i -> new Entries.Entry(ids[i], 0)).toList());
  }

  private static List<Entries.Entry> all(Entries entries) {
    return IntStream.range(0, entries.size()).mapToObj(entries::entry).toList();
  }
}
