package verbatim.excerpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;
import verbatim.store.Store;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Verifier.Digest;

/// What of excerpts stays in memory: so many bytes, not so many excerpts.
class KeepingExcerptsTest {
  @TempDir Path folder;

  private static Kept kept(long id, int entries) {
    List<Excerpt.Entry> all = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      all.add(new Excerpt.Entry.LeftOut(Digest.sha256(new byte[] {(byte) i, (byte) (i >> 8)})));
    }
    Digest prev = Digest.sha256(new byte[0]);
    String conv = "AAAAAAAAAAAAAAAAAAAAAA";
    Excerpt shown = Excerpt.of("https://a.example/excerpts/" + id, conv, 1, prev, all);
    return new Kept(
        new ExcerptId(id),
        new AccountId(1),
        "https://a.example/users/a",
        conv,
        Choice.of(new ConversationId(1), 1, entries),
        prev,
        Instant.EPOCH,
        Around.NOTHING,
        List.of(),
        Optional.of(
            new Kept.Published(
                new StatusId(id),
                Instant.EPOCH,
                shown,
                prev,
                Instant.EPOCH,
                Instant.EPOCH,
                Kept.Since.NOTHING)));
  }

  @Test
  void long_ones_push_each_other_out_and_short_ones_do_not() {
    Instant now = Instant.parse("2026-05-04T10:00:00Z");
    try (Store store = RocksStore.open(folder, RocksOptions.small(), () -> now)) {
      ExcerptTable table = new ExcerptTable(store, 200_000);
      for (int id = 1; id <= 20; id++) {
        store.batch(ExcerptTable.put(kept(id, 1)));
        assertThat(table.find(new ExcerptId(id))).isPresent();
      }
      assertThat(table.cached()).isEqualTo(20);
      for (int id = 21; id <= 30; id++) {
        store.batch(ExcerptTable.put(kept(id, 250)));
        assertThat(table.find(new ExcerptId(id)).orElseThrow().choice().to()).isEqualTo(250);
      }
      // Each is about 13 kilobytes, and takes three times as much.
      assertThat(table.cached()).isLessThan(26);
    }
  }
}
