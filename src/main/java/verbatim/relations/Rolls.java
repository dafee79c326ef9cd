package verbatim.relations;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.store.Store;

/// Reads the lists derived from ties, leaving out what the ties no longer say.
final class Rolls {
  private static final int SLICE_MIN = 20;

  private final RollTable table;
  private final Ties ties;
  private final InstantSource clock;

  Rolls(Store store, Ties ties, InstantSource clock) {
    this.table = new RollTable(store);
    this.ties = ties;
    this.clock = clock;
  }

  List<Relations.Entry> page(Roll roll, AccountId owner, Page page) {
    List<Relations.Entry> found = new ArrayList<>();
    long above = page.above();
    long below = page.below();
    int slice = Math.min(Store.SCAN_ROWS_MAX, Math.max(SLICE_MIN, page.rowsMax()));
    while (found.size() < page.rowsMax()) {
      List<RollTable.Line> lines = table.read(roll, owner, above, below, page.upwards(), slice);
      for (RollTable.Line line : lines) {
        if (found.size() < page.rowsMax() && stands(roll, owner, line)) {
          found.add(new Relations.Entry(line.position(), line.other()));
        }
      }
      if (lines.size() < slice) {
        break;
      }
      if (page.upwards()) {
        above = lines.getLast().position();
      } else {
        below = lines.getLast().position();
      }
    }
    return page.upwards() ? List.copyOf(found.reversed()) : List.copyOf(found);
  }

  private boolean stands(Roll roll, AccountId owner, RollTable.Line line) {
    Tie tie = ties.between(owner, line.other());
    return roll.position(tie, owner, line.other()) == line.position()
        && (roll != Roll.MUTED || tie.of(owner).mutes(clock.instant()));
  }

  /// Followers of this server. They are not checked against the ties: it is for derived rows, which
  /// are checked at reading.
  Relations.FollowerSlice localFollowers(AccountId of, Relations.FollowersFrom from, int rowsMax) {
    RollTable.Part part = table.followers(of, from, rowsMax);
    List<AccountId> here =
        part.lines().stream().filter(RollTable.Line::here).map(RollTable.Line::other).toList();
    return new Relations.FollowerSlice(here, part.next(), part.isLast());
  }

  /// Whether there are at least so many.
  boolean holds(Roll roll, AccountId owner, int count) {
    return page(roll, owner, Page.newest(count)).size() >= count;
  }
}
