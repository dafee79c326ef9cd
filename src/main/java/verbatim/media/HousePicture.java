package verbatim.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// The one picture that stands for the house: in apps that list servers, and where a link to its
/// front page is shown. It is made by whoever runs the server, decoded and written anew as all
/// pictures are, and cut to the shape that those places want.
public final class HousePicture {
  private final Store store;
  private final MediaTable table;
  private final Folder folder;
  private final Pictures pictures;
  private final PictureMemory memory;
  private final Limits.House limits;
  private final Limits.Media media;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Optional<Shown> held = Optional.empty();
  private volatile boolean isRead;
  private volatile String making = "";

  HousePicture(
      Store store,
      MediaTable table,
      Folder folder,
      Pictures pictures,
      PictureMemory memory,
      Limits limits) {
    this.store = store;
    this.table = table;
    this.folder = folder;
    this.pictures = pictures;
    this.memory = memory;
    this.limits = limits.house();
    this.media = limits.media();
  }

  /// @param path below `/media/`
  /// @param description for whoever does not see it, "" for none
  public record Shown(String path, int width, int height, String blurhash, String description) {}

  public Optional<Shown> find() {
    if (!isRead) {
      changing.lock();
      try {
        held = isRead ? held : table.housePicture();
        isRead = true;
      } finally {
        changing.unlock();
      }
    }
    return held;
  }

  /// Takes the place of the one before.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `picture` or `description`
  public Shown put(InputStream file, String description) throws IOException {
    String words = Written.check("description", description).strip();
    if (Characters.count(words) > media.descriptionCharactersMax()) {
      throw Refusal.invalid(
          "description",
          "ERR_TOO_LONG",
          "Description is too long (maximum is %d characters)"
              .formatted(media.descriptionCharactersMax()));
    }
    try (var _ = memory.forFile(media.imageBytesMax())) {
      byte[] bytes = file.readNBytes(media.imageBytesMax() + 1);
      if (bytes.length > media.imageBytesMax()) {
        throw Refusal.invalid(
            "picture",
            "ERR_TOO_LONG",
            "The picture is too large (maximum is " + media.imageBytesMax() + " bytes)");
      }
      return put(
          pictures.cut(bytes, limits.pictureWidthPixels(), limits.pictureHeightPixels()), words);
    } catch (Unreadable e) {
      throw Refusal.invalid("picture", "ERR_INVALID", String.valueOf(e.getMessage()));
    }
  }

  private Shown put(Pictures.Both made, String description) {
    changing.lock();
    try {
      Pictures.Made whole = made.original();
      String key = folder.newKey();
      making = key;
      // The file is doomed until its row stands: else a crash in between would leave it.
      store.journalledBatch(List.of(table.doomFile(key)));
      String path = folder.write(key, "picture." + whole.extension(), whole.bytes());
      Shown shown = new Shown(path, whole.width(), whole.height(), made.blurhash(), description);
      List<Op> ops = new ArrayList<>(table.put(shown, key, find()));
      ops.add(table.spared(key));
      store.journalledBatch(ops);
      held = Optional.of(shown);
      return shown;
    } finally {
      making = "";
      changing.unlock();
    }
  }

  /// @return whether there was one
  public boolean remove() {
    changing.lock();
    try {
      Optional<Shown> before = find();
      before.ifPresent(shown -> store.journalledBatch(table.remove(shown)));
      held = Optional.empty();
      return before.isPresent();
    } finally {
      changing.unlock();
    }
  }

  /// Whether this file is just being written: it stands among the doomed until its row does.
  boolean isMaking(String key) {
    return making.equals(key);
  }
}
