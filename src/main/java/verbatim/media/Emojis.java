package verbatim.media;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// The server's own emoji, put up by whoever runs it. There are few and everybody's words ask for
/// them, so all are held in memory; [#version] tells whoever keeps what he made from them that they
/// have changed.
public final class Emojis {
  private static final int SIGN_CHARACTERS_MAX = 64;
  private static final int ASCII_MAX = 0x7F;
  private static final int KEYCAP = 0x20E3;
  private static final Pattern ONE_SIGN = Pattern.compile("\\X");
  private static final Pattern SHORTCODE = Pattern.compile("[A-Za-z0-9_]{2,64}");
  private static final int CATEGORY_CHARACTERS_MAX = 50;

  private final Store store;
  private final MediaTable table;
  private final Folder folder;
  private final Pictures pictures;
  private final InstantSource clock;
  private final Limits.House limits;
  private final AtomicLong version = new AtomicLong();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Map<String, CustomEmoji> held;
  private volatile String making = "";

  Emojis(
      Store store,
      MediaTable table,
      Folder folder,
      Pictures pictures,
      InstantSource clock,
      Limits limits) {
    this.store = store;
    this.table = table;
    this.folder = folder;
    this.pictures = pictures;
    this.clock = clock;
    this.limits = limits.house();
  }

  /// Takes the place of one with the same shortcode.
  ///
  /// @param category "" for none
  /// @throws verbatim.kernel.Refused Invalid, TooLarge
  public CustomEmoji add(String shortcode, String category, byte[] file) {
    if (!SHORTCODE.matcher(shortcode).matches()) {
      throw Refusal.invalid(
          "shortcode", "ERR_INVALID", "A shortcode has 2 to 64 letters, digits and underscores");
    }
    String group = category(category);
    if (file.length > limits.emojiBytesMax()) {
      throw Refusal.invalid(
          "image",
          "ERR_TOO_LONG",
          "The picture is too large (maximum is " + limits.emojiBytesMax() + " bytes)");
    }
    Pictures.Both made = picture(file);
    changing.lock();
    try {
      Map<String, CustomEmoji> all = new TreeMap<>(all());
      if (!all.containsKey(shortcode) && all.size() >= limits.emojiMax()) {
        throw Refusal.invalid("There are " + limits.emojiMax() + " emoji, which is the most");
      }
      String key = folder.newKey();
      making = key;
      // The files are doomed until their row stands: else a crash in between would leave them.
      store.journalledBatch(List.of(table.doomFile(key)));
      CustomEmoji emoji =
          new CustomEmoji(
              shortcode,
              group,
              folder.write(key, "original." + made.original().extension(), made.original().bytes()),
              folder.write(key, "small." + made.small().extension(), made.small().bytes()),
              clock.instant(),
              false);
      List<Op> ops =
          new ArrayList<>(table.put(emoji, key, Optional.ofNullable(all.get(shortcode))));
      ops.add(table.spared(key));
      store.journalledBatch(ops);
      all.put(shortcode, emoji);
      hold(all);
      return emoji;
    } finally {
      making = "";
      changing.unlock();
    }
  }

  private static String category(String raw) {
    String group = Written.check("category", raw.strip());
    if (Characters.count(group) > CATEGORY_CHARACTERS_MAX) {
      throw Refusal.invalid(
          "category", "ERR_TOO_LONG", "The category is too long (maximum is 50 characters)");
    }
    return group;
  }

  /// Whether these files are just being written: they stand among the doomed until their row does.
  boolean isMaking(String key) {
    return making.equals(key);
  }

  private Pictures.Both picture(byte[] file) {
    try {
      return pictures.emoji(file, limits.emojiPixels());
    } catch (Unreadable e) {
      throw Refusal.invalid("image", "ERR_INVALID", String.valueOf(e.getMessage()));
    }
  }

  /// @return whether there was one
  public boolean remove(String shortcode) {
    changing.lock();
    try {
      Map<String, CustomEmoji> all = new TreeMap<>(all());
      CustomEmoji gone = all.remove(shortcode);
      if (gone == null) {
        return false;
      }
      store.journalledBatch(table.remove(gone));
      hold(all);
      return true;
    } finally {
      changing.unlock();
    }
  }

  /// Whether this is one sign that somebody may answer with: an emoji that everybody has, or one of
  /// the house.
  public boolean isSign(String name) {
    return name.length() <= SIGN_CHARACTERS_MAX
        && (find(name).isPresent()
            || ONE_SIGN.matcher(name).matches() && name.codePoints().anyMatch(Emojis::isOfAnEmoji));
  }

  private static boolean isOfAnEmoji(int c) {
    return c > ASCII_MAX && Character.isEmoji(c) || c == KEYCAP;
  }

  /// Keeps it, but shows it nowhere; or shows it again.
  ///
  /// @return whether there is one
  public boolean turn(String shortcode, boolean isOff) {
    return change(
        shortcode,
        old ->
            new CustomEmoji(
                old.shortcode(),
                old.category(),
                old.path(),
                old.stillPath(),
                old.addedAt(),
                isOff));
  }

  /// @return whether there is one
  /// @throws verbatim.kernel.Refused Invalid with field `category`
  public boolean sort(String shortcode, String category) {
    String group = category(category);
    return change(
        shortcode,
        old ->
            new CustomEmoji(
                old.shortcode(), group, old.path(), old.stillPath(), old.addedAt(), old.isOff()));
  }

  private boolean change(String shortcode, UnaryOperator<CustomEmoji> change) {
    changing.lock();
    try {
      Map<String, CustomEmoji> all = new TreeMap<>(all());
      CustomEmoji old = all.get(shortcode);
      if (old == null) {
        return false;
      }
      CustomEmoji changed = change.apply(old);
      store.journalledBatch(List.of(table.put(changed)));
      all.put(shortcode, changed);
      hold(all);
      return true;
    } finally {
      changing.unlock();
    }
  }

  public Optional<CustomEmoji> find(String shortcode) {
    return Optional.ofNullable(all().get(shortcode)).filter(emoji -> !emoji.isOff());
  }

  /// By shortcode; those that are shown.
  public Collection<CustomEmoji> list() {
    return all().values().stream().filter(emoji -> !emoji.isOff()).toList();
  }

  /// Also those that are not shown.
  public Collection<CustomEmoji> everyOne() {
    return all().values();
  }

  public boolean isEmpty() {
    return all().isEmpty();
  }

  /// Another number after every change.
  public long version() {
    return version.get();
  }

  private void hold(Map<String, CustomEmoji> all) {
    held = Collections.unmodifiableMap(all);
    version.incrementAndGet();
  }

  private Map<String, CustomEmoji> all() {
    Map<String, CustomEmoji> now = held;
    return now == null ? load() : now;
  }

  private Map<String, CustomEmoji> load() {
    changing.lock();
    try {
      Map<String, CustomEmoji> now = held;
      if (now != null) {
        return now;
      }
      Map<String, CustomEmoji> read = new TreeMap<>();
      table.emoji(limits.emojiMax()).forEach(emoji -> read.put(emoji.shortcode(), emoji));
      Map<String, CustomEmoji> all = Collections.unmodifiableMap(read);
      held = all;
      return all;
    } finally {
      changing.unlock();
    }
  }
}
