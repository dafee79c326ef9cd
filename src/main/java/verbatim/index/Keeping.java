package verbatim.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Refusal;

/// An index on disk that follows the log: opens it, makes it durable now and then together with the
/// offsets of the log that it has seen, and begins a new one where it is damaged. After a kill the
/// log goes on at the offsets of the last commit, so nothing is lost.
public final class Keeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration COMMIT_AFTER = Duration.ofSeconds(5);
  private static final long COMMIT_CHANGES = 20_000;
  private static final long COMMIT_OFFSETS = 5_000;
  private static final String LOG_NOTE = "log.";

  private final Path folder;
  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Index index;
  private volatile boolean isDamaged;
  private final AtomicLong round = new AtomicLong();
  private volatile boolean isClosed;

  // Below under the lock.
  private final Map<Integer, Long> seen = new HashMap<>();
  private final Map<Integer, Long> kept = new HashMap<>();
  private boolean isWhole;
  private long committedAt = System.nanoTime();
  private @Nullable Thread looker;

  /// @param name what the log of the program calls it
  /// @param format rises when the fields or the letters of the index change: an older one is made
  ///     anew
  /// @param notNow what whoever asks is told while it cannot answer
  public record Settings(String name, String format, String notNow) {}

  public Keeping(Path folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /// What the log of the program calls it.
  public String name() {
    return settings.name();
  }

  /// Opens what there is.
  ///
  /// @param begunAnew is told when what there was had to be erased later on
  public void open(Runnable begunAnew) throws IOException {
    lock.lock();
    try {
      if (index == null && !isClosed) {
        openFolder();
        looker =
            Thread.ofPlatform()
                .daemon()
                .name(settings.name() + "-keeping")
                .start(() -> look(begunAnew));
      }
    } finally {
      lock.unlock();
    }
  }

  private void openFolder() throws IOException {
    Files.createDirectories(folder);
    Index opened = openOrErase();
    if (!opened.notes().isEmpty() && !settings.format().equals(opened.notes().get("format"))) {
      opened.close();
      erase();
      opened = Index.open(folder, Options.usual());
    }
    Map<String, String> notes = opened.notes();
    seen.clear();
    notes.forEach(
        (name, value) -> {
          if (name.startsWith(LOG_NOTE)) {
            seen.put(Integer.valueOf(name.substring(LOG_NOTE.length())), Long.valueOf(value));
          }
        });
    kept.clear();
    kept.putAll(seen);
    isWhole = "yes".equals(notes.get("whole"));
    round.set(Long.parseLong(notes.getOrDefault("round", "0")));
    isDamaged = false;
    index = opened;
  }

  private Index openOrErase() throws IOException {
    try {
      return Index.open(folder, Options.usual());
    } catch (Index.InUse e) {
      throw e;
    } catch (IOException e) {
      LOG.warn(
          "the index of {} cannot be read ({}) and is made anew",
          settings.name(),
          e.getClass().getName());
      erase();
      return Index.open(folder, Options.usual());
    }
  }

  private void erase() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  public boolean isOpen() {
    return index != null;
  }

  public boolean isClosed() {
    return isClosed;
  }

  public boolean isWhole() {
    lock.lock();
    try {
      return isWhole;
    } finally {
      lock.unlock();
    }
  }

  /// In which making of the index what is put in now takes part.
  public long round() {
    return round.get();
  }

  /// A new making of the index begins.
  public long nextRound() {
    lock.lock();
    try {
      isWhole = false;
      round.incrementAndGet();
    } finally {
      lock.unlock();
    }
    commit();
    return round();
  }

  public void isWholeNow() {
    lock.lock();
    try {
      isWhole = true;
    } finally {
      lock.unlock();
    }
    commit();
  }

  public void change(Consumer<Index> change) {
    use(
        index -> {
          change.accept(index);
          return changes.incrementAndGet();
        });
  }

  public <T> T use(Function<Index, T> use) {
    Index now = index;
    if (now == null) {
      throw notNow();
    }
    try {
      return use.apply(now);
    } catch (UncheckedIOException e) {
      if (!isClosed) {
        LOG.error("the index of {} failed", settings.name(), e);
        isDamaged |= e.getCause() instanceof Index.Damaged;
      }
      throw notNow();
    }
  }

  private RuntimeException notNow() {
    return Refusal.unavailable(settings.notNow());
  }

  // ---- offsets of the log

  /// What counted as seen before was perhaps of another log.
  public void begins(int partition, long offset) {
    lock.lock();
    try {
      seen.put(partition, offset);
    } finally {
      lock.unlock();
    }
  }

  public void seen(int partition, long offset) {
    lock.lock();
    try {
      seen.merge(partition, offset + 1, Math::max);
    } finally {
      lock.unlock();
    }
  }

  public long kept(int partition) {
    lock.lock();
    try {
      return kept.getOrDefault(partition, -1L);
    } finally {
      lock.unlock();
    }
  }

  /// What was seen before the commit began is in it: each change is in the index before its offset
  /// counts as seen.
  public void commit() {
    lock.lock();
    try {
      Index now = index;
      if (now == null || isClosed) {
        return;
      }
      changes.set(0);
      Map<Integer, Long> upTo = Map.copyOf(seen);
      Map<String, String> notes = new HashMap<>();
      upTo.forEach((partition, offset) -> notes.put(LOG_NOTE + partition, offset.toString()));
      notes.put("format", settings.format());
      notes.put("whole", isWhole ? "yes" : "no");
      notes.put("round", Long.toString(round.get()));
      now.commit(notes);
      kept.putAll(upTo);
      committedAt = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  // ---- now and then

  private void look(Runnable begunAnew) {
    while (!isClosed) {
      try {
        Thread.sleep(LOOK_EVERY);
        lookOnce(begunAnew);
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // The disk may be full; it is tried again.
        LOG.warn("the index of {} is not kept now", settings.name(), e);
      }
    }
  }

  private void lookOnce(Runnable begunAnew) throws IOException {
    Index now = index;
    if (now != null && (isDamaged || !now.isOpen())) {
      lock.lock();
      try {
        if (isClosed) {
          return;
        }
        index = null;
        now.close();
        if (isDamaged) {
          erase();
        }
        openFolder();
      } finally {
        lock.unlock();
      }
      begunAnew.run();
    } else if (isDue()) {
      commit();
    }
  }

  private boolean isDue() {
    lock.lock();
    try {
      long some = changes.get();
      boolean isLongAgo = System.nanoTime() - committedAt > COMMIT_AFTER.toNanos();
      boolean hasMoved =
          seen.entrySet().stream()
              .anyMatch(at -> at.getValue() - kept.getOrDefault(at.getKey(), 0L) >= COMMIT_OFFSETS);
      return some > 0 && isLongAgo || some >= COMMIT_CHANGES || hasMoved;
    } finally {
      lock.unlock();
    }
  }

  /// Keeps all that was seen.
  @Override
  public void close() {
    try {
      commit();
    } catch (UncheckedIOException e) {
      LOG.warn("the index of {} was not kept at the end", settings.name(), e);
    }
    abandon();
  }

  /// As a kill would.
  public void abandon() {
    lock.lock();
    try {
      isClosed = true;
      Index now = index;
      index = null;
      if (looker != null) {
        looker.interrupt();
      }
      if (now != null) {
        now.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
