package verbatim.media;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How media lie in the store.
///
///     media         medium   0 file, 1 words, 2 loose until, 3 status: one row for each part,
///     since each has another writer
///     media_key     key      what a key opens
///     media_of      owner    medium
///     media_loose   day      time, medium: look then whether anybody uses it
///     media_doomed  -        key, or key and name: files to be deleted
///     media_profile owner    key: portraits and headers
///     media_emoji   -        shortcode: custom emoji
///     media_house   -        - : the picture that stands for the house
///     media_work    -        medium: to be converted
final class MediaTable {
  static final Table MEDIA = Table.plain("media");
  static final Table KEYS = Table.plain("media_key");
  static final Table OF = Table.plain("media_of");
  static final Table LOOSE = Table.plain("media_loose");
  static final Table DOOMED = Table.plain("media_doomed");
  static final Table EMOJI = Table.plain("media_emoji");
  static final Table HOUSE = Table.plain("media_house");
  static final Table WORK = Table.plain("media_work");
  static final Table PROFILE = Table.plain("media_profile");

  private static final int FILE = 0;
  private static final int WORDS = 1;
  private static final int LOOSE_UNTIL = 2;
  private static final int USE = 3;
  private static final int USES_MAX = 1_000;
  private static final int SWEEP_ROWS_MAX = 1_000;
  private static final int SWEEP_DAYS = 32;
  private static final Key ONLY = Key.of(0);

  /// What a key opens.
  sealed interface Lock {
    record OfMedium(MediaId id) implements Lock {}

    record OfProfile(AccountId owner) implements Lock {}

    record OfEmoji() implements Lock {}
  }

  /// @param key where its files lie
  record File(
      AccountId owner, Medium.Kind kind, String key, Medium.State state, Instant uploadedAt) {}

  record Words(String description, Medium.Focus focus, String credit) {
    static final Words NONE = new Words("", Medium.Focus.CENTRE, "");
  }

  /// A medium whole.
  record Stand(MediaId id, File file, Words words, Instant looseUntil, List<StatusId> uses) {
    Medium medium() {
      return new Medium(
          id,
          file.owner,
          file.kind,
          file.state,
          words.description,
          words.focus,
          words.credit,
          file.uploadedAt);
    }
  }

  private final Store store;

  MediaTable(Store store) {
    this.store = store;
  }

  Optional<Stand> find(MediaId id) {
    Optional<File> file = Optional.empty();
    var words = Words.NONE;
    var looseUntil = Instant.MAX;
    var uses = new ArrayList<StatusId>();
    for (Row row : store.scan(MEDIA, pk(id), USES_MAX)) {
      switch (row.sk().byteAt(0)) {
        case FILE -> file = Optional.of(file(Bytes.read(row.value())));
        case WORDS -> words = words(Bytes.read(row.value()));
        case LOOSE_UNTIL -> looseUntil = Bytes.read(row.value()).time();
        case USE -> uses.add(new StatusId(row.sk().longAt(1)));
        default -> throw new IllegalStateException("part of a medium");
      }
    }
    var until = looseUntil;
    var inWords = words;
    return file.map(f -> new Stand(id, f, inWords, until, List.copyOf(uses)));
  }

  List<Op> create(MediaId id, File file, Words words, Instant looseUntil) {
    var ops = new ArrayList<Op>();
    ops.add(put(id, file));
    ops.add(put(id, words));
    ops.addAll(loosen(id, looseUntil));
    ops.add(lock(file.key, new Lock.OfMedium(id)));
    ops.add(Op.put(OF, Key.of(file.owner.value()), pk(id), Bytes.write(1).done()));
    return ops;
  }

  Op put(MediaId id, File file) {
    var out =
        Bytes.write(1)
            .number(file.owner.value())
            .number(number(file.kind))
            .text(file.key)
            .time(file.uploadedAt);
    switch (file.state) {
      case Medium.Processing() -> out.number(0);
      case Medium.Failed(String why) -> out.number(1).text(why);
      case Medium.Ready ready -> {
        out.number(2);
        stored(out, ready.original());
        stored(out, ready.small());
        out.text(ready.blurhash())
            .number(Math.round(ready.seconds() * 1000))
            .number(Math.round(ready.framesPerSecond() * 1000));
      }
    }
    return Op.put(MEDIA, pk(id), Key.NONE.andByte(FILE), out.done());
  }

  private static File file(Bytes.Reader in) {
    var owner = new AccountId(in.number());
    var kind = kind((int) in.number());
    String key = in.text();
    var uploadedAt = in.time();
    int state = (int) in.number();
    return new File(
        owner,
        kind,
        key,
        switch (state) {
          case 0 -> new Medium.Processing();
          case 1 -> new Medium.Failed(in.text());
          case 2 ->
              new Medium.Ready(
                  stored(in), stored(in), in.text(), in.number() / 1000.0, in.number() / 1000.0);
          default -> throw new IllegalStateException("state of a medium");
        },
        uploadedAt);
  }

  private static int number(Medium.Kind kind) {
    return switch (kind) {
      case IMAGE -> 0;
      case VIDEO -> 1;
      case AUDIO -> 2;
      case GIFV -> 3;
    };
  }

  private static Medium.Kind kind(int number) {
    return switch (number) {
      case 0 -> Medium.Kind.IMAGE;
      case 1 -> Medium.Kind.VIDEO;
      case 2 -> Medium.Kind.AUDIO;
      case 3 -> Medium.Kind.GIFV;
      default -> throw new IllegalStateException("kind of a medium");
    };
  }

  private static void stored(Bytes.Writer out, Medium.Stored stored) {
    out.text(stored.path())
        .text(stored.type())
        .number(stored.width())
        .number(stored.height())
        .number(stored.bytes());
  }

  private static Medium.Stored stored(Bytes.Reader in) {
    return new Medium.Stored(
        in.text(), in.text(), (int) in.number(), (int) in.number(), in.number());
  }

  Op put(MediaId id, Words words) {
    return Op.put(
        MEDIA,
        pk(id),
        Key.NONE.andByte(WORDS),
        Bytes.write(1)
            .text(words.description)
            .number(Math.round(words.focus.x() * 10_000))
            .number(Math.round(words.focus.y() * 10_000))
            .text(words.credit)
            .done());
  }

  private static Words words(Bytes.Reader in) {
    return new Words(
        in.text(), new Medium.Focus(in.number() / 10_000.0, in.number() / 10_000.0), in.text());
  }

  List<Op> loosen(MediaId id, Instant until) {
    return List.of(
        Op.put(MEDIA, pk(id), Key.NONE.andByte(LOOSE_UNTIL), Bytes.write(1).time(until).done()),
        Op.put(
            LOOSE,
            Key.of(day(until)),
            Key.of(until.toEpochMilli()).and(id.value()),
            Bytes.write(1).done()));
  }

  boolean isUsedBy(MediaId id, StatusId status) {
    return store.get(MEDIA, pk(id), useKey(status)).isPresent();
  }

  Op use(MediaId id, StatusId status) {
    return Op.put(MEDIA, pk(id), useKey(status), Bytes.write(1).done());
  }

  Op unuse(MediaId id, StatusId status) {
    return Op.delete(MEDIA, pk(id), useKey(status));
  }

  List<Op> erase(Stand stand) {
    var ops = new ArrayList<Op>();
    for (int part : new int[] {FILE, WORDS, LOOSE_UNTIL}) {
      ops.add(Op.delete(MEDIA, pk(stand.id), Key.NONE.andByte(part)));
    }
    stand.uses.forEach(status -> ops.add(unuse(stand.id, status)));
    ops.add(Op.delete(OF, Key.of(stand.file.owner.value()), pk(stand.id)));
    ops.add(unwork(stand.id));
    ops.addAll(doom(stand.file.key));
    return ops;
  }

  // What a key opens.

  Op lock(String key, Lock lock) {
    var out = Bytes.write(1);
    switch (lock) {
      case Lock.OfMedium(MediaId id) -> out.number(0).number(id.value());
      case Lock.OfProfile(AccountId owner) -> out.number(1).number(owner.value());
      case Lock.OfEmoji() -> out.number(2);
    }
    return Op.put(KEYS, Key.of(key), Key.NONE, out.done());
  }

  Optional<Lock> lock(String key) {
    return store
        .get(KEYS, Key.of(key), Key.NONE)
        .map(
            row -> {
              var in = Bytes.read(row.value());
              int kind = (int) in.number();
              return switch (kind) {
                case 0 -> new Lock.OfMedium(new MediaId(in.number()));
                case 1 -> new Lock.OfProfile(new AccountId(in.number()));
                case 2 -> new Lock.OfEmoji();
                default -> throw new IllegalStateException("kind of a lock");
              };
            });
  }

  // What is to be deleted.

  List<Op> doom(String key) {
    return List.of(Op.delete(KEYS, Key.of(key), Key.NONE), doomFile(key));
  }

  Op doomFile(String path) {
    return Op.put(DOOMED, ONLY, Key.of(path), Bytes.write(1).done());
  }

  /// Takes back [#doomFile].
  Op spared(String path) {
    return Op.delete(DOOMED, ONLY, Key.of(path));
  }

  // Portraits and headers.

  Op show(AccountId owner, String key) {
    return Op.put(PROFILE, Key.of(owner.value()), Key.of(key), Bytes.write(1).done());
  }

  List<Op> hide(AccountId owner, String key) {
    var ops = new ArrayList<>(doom(key));
    ops.add(Op.delete(PROFILE, Key.of(owner.value()), Key.of(key)));
    return ops;
  }

  List<String> shown(AccountId owner) {
    return store.scan(PROFILE, Key.of(owner.value()), SWEEP_ROWS_MAX).stream()
        .map(row -> row.sk().textAt(0))
        .toList();
  }

  List<String> doomed() {
    return store.scan(DOOMED, ONLY, SWEEP_ROWS_MAX).stream()
        .map(row -> row.sk().textAt(0))
        .toList();
  }

  void deleted(String key) {
    store.delete(DOOMED, ONLY, Key.of(key));
  }

  // Custom emoji.

  List<Op> put(CustomEmoji emoji, String key, Optional<CustomEmoji> before) {
    var ops = new ArrayList<Op>();
    before.flatMap(old -> Folder.keyOf(old.path())).ifPresent(old -> ops.addAll(doom(old)));
    ops.add(lock(key, new Lock.OfEmoji()));
    ops.add(put(emoji));
    return ops;
  }

  Op put(CustomEmoji emoji) {
    return Op.put(
        EMOJI,
        ONLY,
        Key.of(emoji.shortcode()),
        Bytes.write(2)
            .text(emoji.category())
            .text(emoji.path())
            .text(emoji.stillPath())
            .time(emoji.addedAt())
            .flag(emoji.isOff())
            .done());
  }

  List<Op> remove(CustomEmoji emoji) {
    var ops = new ArrayList<Op>();
    Folder.keyOf(emoji.path()).ifPresent(key -> ops.addAll(doom(key)));
    ops.add(Op.delete(EMOJI, ONLY, Key.of(emoji.shortcode())));
    return ops;
  }

  // The picture of the house: whoever may see its emoji may see it.

  List<Op> put(HousePicture.Shown shown, String key, Optional<HousePicture.Shown> before) {
    var ops = new ArrayList<Op>();
    before.flatMap(old -> Folder.keyOf(old.path())).ifPresent(old -> ops.addAll(doom(old)));
    ops.add(lock(key, new Lock.OfEmoji()));
    ops.add(
        Op.put(
            HOUSE,
            ONLY,
            Key.NONE,
            Bytes.write(1)
                .text(shown.path())
                .number(shown.width())
                .number(shown.height())
                .text(shown.blurhash())
                .text(shown.description())
                .done()));
    return ops;
  }

  List<Op> remove(HousePicture.Shown shown) {
    var ops = new ArrayList<Op>();
    Folder.keyOf(shown.path()).ifPresent(key -> ops.addAll(doom(key)));
    ops.add(Op.delete(HOUSE, ONLY, Key.NONE));
    return ops;
  }

  Optional<HousePicture.Shown> housePicture() {
    return store
        .get(HOUSE, ONLY, Key.NONE)
        .map(
            row -> {
              var in = Bytes.read(row.value());
              return new HousePicture.Shown(
                  in.text(), (int) in.number(), (int) in.number(), in.text(), in.text());
            });
  }

  List<CustomEmoji> emoji(int rowsMax) {
    return store.scan(EMOJI, ONLY, rowsMax).stream()
        .map(
            row -> {
              var in = Bytes.read(row.value());
              return new CustomEmoji(
                  row.sk().textAt(0),
                  in.text(),
                  in.text(),
                  in.text(),
                  in.time(),
                  in.version() >= 2 && in.flag());
            })
        .toList();
  }

  // What is to be converted.

  Op work(MediaId id) {
    return Op.put(WORK, ONLY, pk(id), Bytes.write(1).done());
  }

  Op unwork(MediaId id) {
    return Op.delete(WORK, ONLY, pk(id));
  }

  List<MediaId> works() {
    return store.scan(WORK, ONLY, SWEEP_ROWS_MAX).stream()
        .map(row -> new MediaId(row.sk().longAt(0)))
        .toList();
  }

  // What nobody may be using.

  record Loose(MediaId id, Instant until) {}

  List<Loose> looseBefore(Instant time) {
    var loose = new ArrayList<Loose>();
    for (long day = day(time) - SWEEP_DAYS; day <= day(time); day++) {
      var rows =
          store.scan(
              LOOSE,
              Key.of(day),
              Key.of(0),
              Key.of(time.toEpochMilli()),
              SWEEP_ROWS_MAX,
              Store.Order.ASCENDING);
      for (Row row : rows) {
        loose.add(
            new Loose(new MediaId(row.sk().longAt(8)), Instant.ofEpochMilli(row.sk().longAt(0))));
      }
    }
    return loose;
  }

  void looked(Loose loose) {
    store.delete(
        LOOSE, Key.of(day(loose.until)), Key.of(loose.until.toEpochMilli()).and(loose.id.value()));
  }

  /// The newest first.
  List<MediaId> of(AccountId owner, MediaId below, Instant since, int rowsMax) {
    return store
        .scan(
            OF,
            Key.of(owner.value()),
            Key.of(Ids.floor(since)),
            Key.of(below.value()),
            rowsMax,
            Store.Order.DESCENDING)
        .stream()
        .map(row -> new MediaId(row.sk().longAt(0)))
        .toList();
  }

  private static long day(Instant time) {
    return time.toEpochMilli() / Duration.ofDays(1).toMillis();
  }

  private static Key pk(MediaId id) {
    return Key.of(id.value());
  }

  private static Key useKey(StatusId status) {
    return Key.NONE.andByte(USE).and(status.value());
  }
}
