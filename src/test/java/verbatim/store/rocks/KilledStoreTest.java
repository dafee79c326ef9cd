package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.kernel.Ids;
import verbatim.log.Event;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Table;

/// A process that is killed in the middle of writing: what it had acknowledged is there, and each
/// fact has its event, and no event lacks its fact.
class KilledStoreTest {
  private static final Table FACTS = Table.plain("facts");
  private static final int WRITERS = 8;

  @TempDir Path folder;

  @Test
  void nothing_acknowledged_is_lost_and_facts_and_events_stay_together() throws Exception {
    long seed = Long.getLong("verbatim.seed", System.nanoTime());
    var random = new Random(seed);
    Set<String> acknowledged = new HashSet<>();
    for (int life = 0; life < 3; life++) {
      var process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  folder.toString(),
                  "" + life)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var lines = process.inputReader(StandardCharsets.UTF_8);
      int enough = 200 + random.nextInt(1_000);
      for (int n = 0; n < enough; n++) {
        var line = lines.readLine();
        assertThat(line).as("the writer died by itself").isNotNull();
        acknowledged.add(line);
      }
      process.destroyForcibly().waitFor();
    }
    var facts = facts();
    assertThat(facts).as("seed " + seed).containsAll(acknowledged);
    assertThat(events(facts.size())).as("seed " + seed).isEqualTo(facts);
  }

  private Set<String> facts() {
    Set<String> facts = new HashSet<>();
    try (var store = RocksStore.open(folder, RocksOptions.small(), InstantSource.system())) {
      for (int writer = 0; writer < WRITERS; writer++) {
        for (int life = 0; life < 3; life++) {
          for (var row : store.scan(FACTS, Key.of(life).and(writer), 10_000)) {
            facts.add(life + "/" + writer + "/" + row.sk().longAt(0));
          }
        }
      }
    }
    return facts;
  }

  /// All events, as a group sees them that was never there before.
  private Set<String> events(int wanted) {
    Set<String> events = new java.util.concurrent.ConcurrentSkipListSet<>();
    try (var store = RocksStore.open(folder, RocksOptions.small(), InstantSource.system());
        var log = new StoreLog(store, new Ids(InstantSource.system(), 9), LogOptions.usual())) {
      log.consume(
          "late", entry -> events.add(new String(entry.event().body(), StandardCharsets.UTF_8)));
      long deadline = System.nanoTime() + Waiting.PATIENCE.toNanos();
      while (events.size() < wanted && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      return new HashSet<>(events);
    }
  }

  /// The process that is killed.
  static final class Writer {
    public static void main(String[] args) throws Exception {
      var store = RocksStore.open(Path.of(args[0]), RocksOptions.small(), InstantSource.system());
      int life = Integer.parseInt(args[1]);
      var log = new StoreLog(store, new Ids(InstantSource.system(), life), LogOptions.usual());
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        writers.add(Thread.ofVirtual().start(() -> write(store, log, life, writer)));
      }
      for (var writer : writers) {
        writer.join();
      }
    }

    private static void write(RocksStore store, StoreLog log, int life, int writer) {
      for (int n = 0; ; n++) {
        var name = life + "/" + writer + "/" + n;
        var event = new Event("fact", writer, name.getBytes(StandardCharsets.UTF_8));
        var pending = log.prepare(event);
        store.journalledBatch(
            List.of(
                Op.put(FACTS, Key.of(life).and(writer), Key.of(n), new byte[200]), pending.op()));
        System.out.println(name);
        log.publish(pending);
      }
    }
  }
}
