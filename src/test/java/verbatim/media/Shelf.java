package verbatim.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import verbatim.LiveFiles;
import verbatim.Waiting;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// Media on a real store in a temporary folder, with a clock that is set by hand.
final class Shelf implements AutoCloseable {
  static final AccountId MIRA = new AccountId(101);
  static final AccountId OLE = new AccountId(102);

  final Path folder;
  final RocksStore store;
  final Media media;
  private Instant now = Instant.parse("2026-05-04T10:00:00Z");

  Shelf(Path temporary) {
    this(temporary, Ffmpeg.absent(), Limits.usual());
  }

  Shelf(Path temporary, Ffmpeg ffmpeg, Limits limits) {
    folder = temporary.resolve("media");
    InstantSource clock = () -> now;
    store = RocksStore.open(temporary.resolve("store"), RocksOptions.small(), clock);
    media =
        new Media(
            store,
            folder,
            256L << 20,
            ffmpeg,
            Seal.NONE,
            new byte[32],
            new Ids(clock, 1),
            clock,
            new SecureRandom(),
            limits);
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  Medium uploads(AccountId owner, byte[] file) {
    try {
      return media.upload(owner, new ByteArrayInputStream(file), Media.Said.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void posts(StatusId status, AccountId author, Medium... some) {
    store.journalledBatch(
        media.attach(author, List.of(some).stream().map(Medium::id).toList(), status));
  }

  static Medium.Ready ready(Medium medium) {
    return (Medium.Ready) medium.state();
  }

  Medium update(AccountId owner, MediaId id, Media.Said said) {
    store.batch(media.changes(owner, Map.of(id, said)));
    return media.mine(owner, id);
  }

  byte[] bytes(Medium.Stored stored) {
    try {
      return media.open(stored.path()).orElseThrow().stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long files() {
    return names().size();
  }

  /// So many files lie there in the end: what came in goes a moment after what was made of it is
  /// ready. One that stays for good fails.
  void holdsInTheEnd(int files) {
    Waiting.until(files + " files", this::names, names -> names.size() == files);
  }

  private List<String> names() {
    return LiveFiles.in(folder).stream().map(file -> folder.relativize(file).toString()).toList();
  }

  @Override
  public void close() {
    media.close();
    store.close();
  }
}
