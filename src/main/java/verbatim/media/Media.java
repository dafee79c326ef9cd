package verbatim.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// Uploads, from the bytes that somebody sends to files that may be shown, until they are deleted.
/// What comes in is never kept: pictures are decoded and written anew; of a GIF that moves a video
/// is made, where that can be. A medium belongs to its owner, lies loose until a status uses it,
/// and goes when no status does.
public final class Media implements AutoCloseable {
  private static final String SOURCE = "source";
  private static final String UNFINISHED = ".unfinished";
  private static final int WAITING_MAX = 100;
  private static final int TRIES_MAX = 5;
  private static final StatusId NO_STATUS = new StatusId(0);
  private static final String NOT_FINISHED =
      "Cannot attach files that have not finished processing. Try again in a moment!";

  private final Store store;
  private final MediaTable table;
  private final Folder folder;
  private final Pictures pictures;
  private final PictureMemory memory;
  private final Seal seal;
  /// No path begins so.
  private static final String HELD = "held ";

  private final Tickets tickets;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.Media limits;
  private final SoundAndVideo soundAndVideo;
  private final Semaphore looking;
  private final Semaphore converting;
  private final ExecutorService conversions = Executors.newVirtualThreadPerTaskExecutor();
  private final Emojis emojis;
  private final HousePicture housePicture;
  private final AtomicInteger holds = new AtomicInteger();
  private final LongAdder converted = new LongAdder();
  private final LongAdder unconverted = new LongAdder();
  private final LongAdder postponed = new LongAdder();
  private final Map<AccountId, Integer> arriving = new ConcurrentHashMap<>();
  private final Map<MediaId, Integer> tries = new ConcurrentHashMap<>();
  private final Map<MediaId, CountDownLatch> underWay = new ConcurrentHashMap<>();

  /// What an owner says of his upload.
  ///
  /// @param description "" for none
  /// @param credit "" for none
  public record Said(String description, Medium.Focus focus, String credit) {
    public static final Said NOTHING = new Said("", Medium.Focus.CENTRE, "");

    public static Said of(Medium medium) {
      return new Said(medium.description(), medium.focus(), medium.credit());
    }
  }

  /// @param heapBytes what the server may have of Java's heap; pictures take a share of it
  /// @param seal of files that few may see, see [#seal]
  /// @param ticketKey at least 16 secret bytes; addresses given out die when it changes
  public Media(
      Store store,
      Path folder,
      long heapBytes,
      Ffmpeg ffmpeg,
      Seal seal,
      byte[] ticketKey,
      Ids ids,
      InstantSource clock,
      SecureRandom random,
      Limits limits) {
    this.store = store;
    this.table = new MediaTable(store);
    this.folder = new Folder(folder, random);
    this.seal = seal;
    this.memory = new PictureMemory(heapBytes, limits.media().conversionMax());
    this.pictures = new Pictures(limits.media(), memory);
    this.soundAndVideo = new SoundAndVideo(ffmpeg, limits.media());
    this.looking = new Semaphore(limits.media().conversionsMax() + 1, true);
    this.converting = new Semaphore(limits.media().conversionsMax(), true);
    this.tickets = new Tickets(ticketKey);
    this.ids = ids;
    this.clock = clock;
    this.limits = limits.media();
    this.emojis = new Emojis(store, table, this.folder, pictures, clock, limits);
    this.housePicture = new HousePicture(store, table, this.folder, pictures, memory, limits);
  }

  /// Takes a file, whatever it is called. Pictures are ready when this returns; what sounds or
  /// moves may still be processing.
  ///
  /// @throws Refused Invalid (not something that we can show, or its words too long), TooLarge,
  ///     TooMany
  public Medium upload(AccountId owner, InputStream bytes, Said said) throws IOException {
    return upload(owner, bytes, limits.imageBytesMax(), said);
  }

  /// The same, of a file whose length is known: less room is set aside for it.
  ///
  /// @param length of what comes
  public Medium upload(AccountId owner, InputStream bytes, long length, Said said)
      throws IOException {
    MediaTable.Words words = words(said);
    int others = arriving.merge(owner, 1, Integer::sum) - 1;
    try {
      refuseTooMany(owner, others);
      return take(owner, bytes, length, words);
    } finally {
      arriving.computeIfPresent(owner, (_, all) -> all == 1 ? null : all - 1);
    }
  }

  private Medium take(AccountId owner, InputStream bytes, long length, MediaTable.Words words)
      throws IOException {
    byte[] head = bytes.readNBytes(Sniff.BYTES);
    if (head.length == 0) {
      throw Refusal.invalid("file", "ERR_BLANK", "The file is empty: send its bytes as 'file'");
    }
    Sniff kind =
        Sniff.of(head).orElseThrow(() -> Refusal.invalid("file", "ERR_INVALID", notSupported()));
    var whole = new SequenceInputStream(new ByteArrayInputStream(head), bytes);
    if (!kind.isPicture()) {
      return soundOrVideo(owner, whole, kind, words);
    }
    // Before it is read: fifty files at once would fill the heap.
    try (var _ = memory.forFile(Math.min(length, limits.imageBytesMax()))) {
      return picture(owner, pictures.attachment(pictureBytes(whole, length)), words);
    } catch (Unreadable e) {
      throw refused(e);
    }
  }

  private Medium picture(AccountId owner, Pictures.Both made, MediaTable.Words words) {
    var id = new MediaId(ids.next());
    String key = folder.newKey();
    Instant now = clock.instant();
    Instant looseUntil = now.plus(limits.unattachedMax());
    if (made.isMoving() && soundAndVideo.isPossible() && table.works().size() < WAITING_MAX) {
      var moving = new MediaTable.File(owner, Medium.Kind.GIFV, key, new Medium.Processing(), now);
      store.journalledBatch(table.create(id, moving, words, looseUntil));
      // Lean already: what ffmpeg reads has frames, their timing and nothing else.
      var _ = folder.write(key, SOURCE, made.original().bytes());
      store.journalledBatch(List.of(table.work(id)));
      begin(id);
      return new MediaTable.Stand(id, moving, words, looseUntil, List.of()).medium();
    }
    // The row comes first: files without a row would lie there for ever after a crash.
    var processing =
        new MediaTable.File(owner, Medium.Kind.IMAGE, key, new Medium.Processing(), now);
    store.journalledBatch(table.create(id, processing, words, looseUntil));
    var ready =
        new Medium.Ready(
            stored(key, "original", made.original()),
            stored(key, "small", made.small()),
            made.blurhash(),
            0,
            0);
    var file = new MediaTable.File(owner, Medium.Kind.IMAGE, key, ready, now);
    store.batch(List.of(table.put(id, file)));
    return new MediaTable.Stand(id, file, words, looseUntil, List.of()).medium();
  }

  private Medium soundOrVideo(
      AccountId owner, InputStream bytes, Sniff kind, MediaTable.Words words) throws IOException {
    if (!soundAndVideo.isPossible()) {
      throw Refusal.invalid(
          "file", "ERR_INVALID", "Sound and video are not supported by this server");
    }
    if (table.works().size() >= WAITING_MAX) {
      throw new Refused(new Refusal.TooMany("Too much is being converted", limits.conversionMax()));
    }
    String key = folder.newKey();
    var id = new MediaId(ids.next());
    Instant now = clock.instant();
    Instant looseUntil = now.plus(limits.unattachedMax());
    // The row comes first, as with pictures. After a crash it has no work, and expires with its
    // file.
    var unknown = new MediaTable.File(owner, Medium.Kind.VIDEO, key, new Medium.Processing(), now);
    store.journalledBatch(table.create(id, unknown, words, looseUntil));
    try {
      Path source = folder.take(key, SOURCE, bytes, limits.videoBytesMax());
      boolean video = look(source, kind).isVideo();
      var file =
          new MediaTable.File(
              owner,
              video ? Medium.Kind.VIDEO : Medium.Kind.AUDIO,
              key,
              new Medium.Processing(),
              now);
      var ops = new ArrayList<>(table.create(id, file, words, looseUntil));
      ops.add(table.work(id));
      store.journalledBatch(ops);
      begin(id);
      return mine(owner, id);
    } catch (Unreadable e) {
      takeBack(id);
      throw refused(e);
    } catch (Refused | IOException e) {
      takeBack(id);
      throw e;
    }
  }

  private void takeBack(MediaId id) {
    table.find(id).ifPresent(stand -> store.journalledBatch(table.erase(stand)));
    sweep();
  }

  /// Looking is short and answers whoever waits, so it does not queue behind conversions.
  private SoundAndVideo.Content look(Path source, Sniff kind) throws Unreadable {
    looking.acquireUninterruptibly();
    try {
      return soundAndVideo.look(source, kind);
    } finally {
      looking.release();
    }
  }

  /// Takes up what was being converted when the server last stopped, and what could not be
  /// converted for a reason that passes, like a full disk. To be called at start, and then again
  /// and again.
  public void resume() {
    table.works().forEach(this::begin);
  }

  private void begin(MediaId id) {
    var done = new CountDownLatch(1);
    if (underWay.putIfAbsent(id, done) != null) {
      return;
    }
    conversions.execute(
        () -> {
          try {
            convert(id);
          } finally {
            underWay.remove(id);
            done.countDown();
          }
        });
  }

  /// One's own, as it is when it has been processed or so much time has passed.
  public Medium await(AccountId owner, MediaId id, Duration max) throws InterruptedException {
    mine(owner, id);
    CountDownLatch done = underWay.get(id);
    if (done != null) {
      var _ = done.await(max.toMillis(), TimeUnit.MILLISECONDS);
    }
    return mine(owner, id);
  }

  private void convert(MediaId id) {
    try {
      converting.acquire();
    } catch (InterruptedException _) {
      // The server stops; resume() takes it up again.
      Thread.currentThread().interrupt();
      return;
    }
    try {
      table
          .find(id)
          .filter(s -> s.file().state() instanceof Medium.Processing)
          .ifPresent(this::convert);
      store.journalledBatch(List.of(table.unwork(id)));
      tries.remove(id);
    } catch (Refused | UncheckedIOException _) {
      // The disk is full, or much else is under way: its row stays, and resume() comes again.
      postponed.increment();
    } catch (IllegalStateException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
      // The server stops; resume() takes it up again.
    } finally {
      converting.release();
    }
  }

  /// @param waiting begun or to be begun
  /// @param failed since the start
  /// @param postponed how often one was put off, for a reason that passes
  public record Conversions(int waiting, long done, long failed, long postponed) {}

  public Conversions conversions() {
    return new Conversions(underWay.size(), converted.sum(), unconverted.sum(), postponed.sum());
  }

  private void convert(MediaTable.Stand stand) {
    MediaTable.File file = stand.file();
    Medium.Kind kind = file.kind();
    Medium.State state;
    try {
      state = converted(file.key());
      converted.increment();
    } catch (Unreadable e) {
      state = new Medium.Failed(String.valueOf(e.getMessage()));
      unconverted.increment();
    } catch (UncheckedIOException e) {
      state = failed(stand.id(), e);
      unconverted.increment();
    }
    if (kind == Medium.Kind.GIFV && state instanceof Medium.Failed) {
      kind = Medium.Kind.IMAGE;
      state = asItCame(stand.id(), file.key());
    }
    if (find(stand.id()).isEmpty()) {
      // Erased meanwhile; what was written since goes too.
      folder.delete(file.key());
      return;
    }
    // What came in goes like a deleted file, so that a backup does not hold the row without it.
    store.journalledBatch(
        List.of(
            table.put(
                stand.id(),
                new MediaTable.File(file.owner(), kind, file.key(), state, file.uploadedAt())),
            table.doomFile(file.key() + "/" + SOURCE)));
    if (state instanceof Medium.Failed) {
      folder.clear(file.key(), SOURCE);
    }
    sweep();
  }

  /// For good only after some tries: what a disk does not take now it may take later.
  private Medium.Failed failed(MediaId id, UncheckedIOException e) {
    if (tries.merge(id, 1, Integer::sum) < TRIES_MAX) {
      throw e;
    }
    return new Medium.Failed("The server could not convert the file");
  }

  /// A GIF that no video could be made of stays what it is: before there was ffmpeg it was shown,
  /// too.
  private Medium.State asItCame(MediaId id, String key) {
    try (var _ = memory.forFile(limits.imageBytesMax())) {
      folder.clear(key, SOURCE);
      Pictures.Both made = pictures.attachment(folder.read(key, SOURCE));
      return new Medium.Ready(
          stored(key, "original", made.original()),
          stored(key, "small", made.small()),
          made.blurhash(),
          0,
          0);
    } catch (UncheckedIOException e) {
      return failed(id, e);
    } catch (Unreadable _) {
      return new Medium.Failed("The server could not convert the file");
    }
  }

  private Medium.Ready converted(String key) throws Unreadable {
    Path source = folder.folder(key).resolve(SOURCE);
    Sniff kind = folder.sniff(source).orElseThrow(Unreadable::broken);
    SoundAndVideo.Content content = soundAndVideo.look(source, kind);
    String name = content.isVideo() ? "original.mp4" : "original.mp3";
    // A process that was killed leaves its ffmpeg behind, which goes on writing: it writes into a
    // file that has no name any more, or that is called like none of ours.
    folder.clear(key, SOURCE);
    Path making = folder.folder(key).resolve(folder.newKey() + UNFINISHED);
    soundAndVideo.make(source, kind, content, making);
    Path target = folder.rename(making, name);
    if (kind == Sniff.GIF) {
      // A GIF does not say how long it takes; its sides become even.
      content = soundAndVideo.look(target, Sniff.MP4);
    }
    var original =
        new Medium.Stored(
            folder.keep(key, name),
            content.isVideo() ? "video/mp4" : "audio/mpeg",
            content.width(),
            content.height(),
            Folder.bytes(target));
    if (!content.isVideo()) {
      return new Medium.Ready(original, Medium.Stored.NONE, "", content.seconds(), 0);
    }
    try (var _ = memory.forFile(SoundAndVideo.STILL_BYTES_MAX)) {
      Pictures.Both still = pictures.attachment(soundAndVideo.still(target, content.seconds()));
      return new Medium.Ready(
          original,
          stored(key, "small", still.small()),
          still.blurhash(),
          content.seconds(),
          content.framesPerSecond());
    }
  }

  private Medium.Stored stored(String key, String name, Pictures.Made made) {
    String path = folder.write(key, name + "." + made.extension(), made.bytes());
    return new Medium.Stored(path, made.type(), made.width(), made.height(), made.bytes().length);
  }

  private byte[] pictureBytes(InputStream in, long length) throws IOException {
    int bytesMax = (int) Math.min(length, limits.imageBytesMax());
    byte[] bytes = in.readNBytes(bytesMax + 1);
    if (bytes.length > bytesMax) {
      throw new Refused(
          new Refusal.TooLarge(
              "The picture is too large (maximum is " + limits.imageBytesMax() + " bytes)"));
    }
    return bytes;
  }

  /// @param arriving of the same owner at this moment, which have no rows yet
  private void refuseTooMany(AccountId owner, int arriving) {
    int max = limits.unattachedFilesMax() - arriving;
    Instant since = clock.instant().minus(limits.unattachedMax());
    List<MediaId> newest =
        max > 0 ? table.of(owner, new MediaId(Long.MAX_VALUE), since, max) : List.of();
    if (newest.size() >= max
        && newest.stream()
            .allMatch(id -> table.find(id).filter(s -> s.uses().isEmpty()).isPresent())) {
      throw new Refused(
          new Refusal.TooMany("Too many files that no post uses", limits.unattachedMax()));
    }
  }

  /// A portrait, cut to a square.
  ///
  /// @return its path, for the profile; to be given to [#eraseProfilePicture] when it is replaced
  public String avatar(AccountId owner, InputStream bytes) throws IOException {
    return profilePicture(owner, bytes, limits.avatarPixels(), limits.avatarPixels());
  }

  /// A header, cut to three to one.
  public String header(AccountId owner, InputStream bytes) throws IOException {
    return profilePicture(owner, bytes, limits.headerWidthPixels(), limits.headerHeightPixels());
  }

  private String profilePicture(AccountId owner, InputStream in, int width, int height)
      throws IOException {
    try (var _ = memory.forFile(limits.imageBytesMax())) {
      Pictures.Made made =
          pictures.filling(pictureBytes(in, limits.imageBytesMax()), width, height);
      String key = folder.newKey();
      store.journalledBatch(
          List.of(table.lock(key, new MediaTable.Lock.OfProfile(owner)), table.show(owner, key)));
      return stored(key, "picture", made).path();
    } catch (Unreadable e) {
      throw refused(e);
    }
  }

  /// Deletes a portrait or header that its profile no longer names. Anything else is left alone.
  public void eraseProfilePicture(String path) {
    Folder.keyOf(path).ifPresent(this::eraseProfilePictureOf);
    sweep();
  }

  private void eraseProfilePictureOf(String key) {
    table
        .lock(key)
        .ifPresent(
            lock -> {
              switch (lock) {
                case MediaTable.Lock.OfProfile(var owner) ->
                    store.journalledBatch(table.hide(owner, key));
                case MediaTable.Lock.OfMedium _, MediaTable.Lock.OfEmoji _ -> {}
              }
            });
  }

  /// The server's own emoji.
  public Emojis emojis() {
    return emojis;
  }

  /// The picture that stands for the server.
  public HousePicture housePicture() {
    return housePicture;
  }

  /// What is stored, whoever asks.
  public Optional<Medium> find(MediaId id) {
    return table.find(id).map(MediaTable.Stand::medium);
  }

  /// Whether a status uses it.
  public boolean isUsedBy(MediaId id, StatusId status) {
    return table.isUsedBy(id, status);
  }

  /// Which statuses use it.
  public List<StatusId> uses(MediaId id) {
    return table.find(id).map(MediaTable.Stand::uses).orElse(List.of());
  }

  /// In the order asked, what is not there left out.
  public List<Medium> load(List<MediaId> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  /// One's own.
  ///
  /// @throws Refused NotFound when there is none, or it is another's
  public Medium mine(AccountId owner, MediaId id) {
    return own(owner, id).medium();
  }

  private MediaTable.Stand own(AccountId owner, MediaId id) {
    return table
        .find(id)
        .filter(stand -> stand.file().owner().equals(owner))
        .orElseThrow(Refusal::notFound);
  }

  /// Changes what their owner says of them, for a batch of the caller; only of those that would be
  /// another.
  ///
  /// @param changes of media of this owner
  public List<Op> changes(AccountId owner, Map<MediaId, Said> changes) {
    var ops = new ArrayList<Op>();
    changes.forEach(
        (id, said) -> {
          MediaTable.Stand stand = own(owner, id);
          MediaTable.Words words = words(said);
          if (!words.equals(stand.words())) {
            ops.add(table.put(id, words));
          }
        });
    return ops;
  }

  private MediaTable.Words words(Said said) {
    String description = Written.check("description", said.description);
    String credit = Written.check("credit", said.credit);
    refuseTooLong("description", description, limits.descriptionCharactersMax());
    refuseTooLong("credit", credit, limits.creditCharactersMax());
    if (!(Math.abs(said.focus.x()) <= 1 && Math.abs(said.focus.y()) <= 1)) {
      throw Refusal.invalid("focus", "ERR_INVALID", "The focus lies between -1 and 1");
    }
    return new MediaTable.Words(description, said.focus, credit);
  }

  private static boolean standsAlone(Medium.Kind kind) {
    return switch (kind) {
      case VIDEO, AUDIO -> true;
      case IMAGE, GIFV -> false;
    };
  }

  private static void refuseTooLong(String field, String text, int charactersMax) {
    if (Characters.count(text) > charactersMax) {
      throw Refusal.invalid(
          field,
          "ERR_TOO_LONG",
          "The " + field + " is too long (maximum is " + charactersMax + ")");
    }
  }

  /// Lets a status use media, from the batch that writes the status. Asking again for the same
  /// status is harmless; one that another status uses already may be used by its owner again.
  ///
  /// @return to be written with the status
  /// @throws Refused Invalid when one is not there, another's, not ready, too many, or a video is
  ///     not alone
  public List<Op> attach(AccountId author, List<MediaId> media, StatusId status) {
    check(author, media);
    return media.stream().distinct().map(id -> table.use(id, status)).toList();
  }

  /// Keeps files that posts use for somebody else, who is called by a number like theirs. He lets
  /// them go by [#releasing].
  public List<Op> holding(List<MediaId> media, StatusId holder) {
    return media.stream()
        .distinct()
        .filter(id -> table.find(id).isPresent())
        .map(id -> table.use(id, holder))
        .toList();
  }

  /// Refuses what [#attach] would refuse.
  public void check(AccountId author, List<MediaId> media) {
    if (media.size() > limits.attachmentsMax()) {
      throw Refusal.invalid("Cannot attach more than " + limits.attachmentsMax() + " files");
    }
    for (MediaId id : new LinkedHashSet<>(media)) {
      MediaTable.Stand stand =
          table
              .find(id)
              .filter(s -> s.file().owner().equals(author) && !isExpired(s))
              .orElseThrow(() -> noSuchFile(id));
      switch (stand.file().state()) {
        case Medium.Ready _ -> {}
        case Medium.Processing _ -> throw Refusal.invalid(NOT_FINISHED);
        case Medium.Failed _ -> throw Refusal.invalid("A file could not be processed: " + id);
      }
      if (media.size() > 1 && standsAlone(stand.file().kind())) {
        throw Refusal.invalid("Cannot attach a video to a post that already contains images");
      }
    }
  }

  private static Refused noSuchFile(MediaId id) {
    return Refusal.invalid(
        "media_ids",
        "ERR_INVALID",
        "There is no file "
            + id
            + " of yours to attach: upload it first (POST /api/v2/media); unused files are kept for"
            + " a day");
  }

  private boolean isExpired(MediaTable.Stand stand) {
    return stand.uses().isEmpty() && !clock.instant().isBefore(stand.looseUntil());
  }

  /// A status was deleted, but its author may write it anew with the same media: they lie loose for
  /// a short while, and no public address opens them.
  public void release(List<MediaId> media, StatusId status) {
    for (MediaId id : media) {
      List<Op> ops = releasing(List.of(id), List.of(status));
      if (!ops.isEmpty()) {
        store.journalledBatch(ops);
      }
    }
  }

  /// What [#release] would do, from several who used them, for a batch of the caller.
  public List<Op> releasing(List<MediaId> media, List<StatusId> from) {
    Instant until = clock.instant().plus(limits.releasedMax());
    var ops = new ArrayList<Op>();
    for (MediaId id : media) {
      if (table.find(id).isPresent()) {
        from.forEach(status -> ops.add(table.unuse(id, status)));
        ops.addAll(table.loosen(id, until));
      }
    }
    return ops;
  }

  /// A status no longer uses media (deleted for good, or edited): what no other status uses is
  /// gone.
  public void erase(List<MediaId> media, StatusId status) {
    for (MediaId id : media) {
      List<Op> ops = erasing(List.of(id), List.of(status));
      if (!ops.isEmpty()) {
        store.journalledBatch(ops);
      }
    }
    sweep();
  }

  /// What [#erase] would do to the rows, from several who used them, for a batch of the caller.
  /// The files go with the next [#sweep].
  public List<Op> erasing(List<MediaId> media, List<StatusId> from) {
    var ops = new ArrayList<Op>();
    for (MediaId id : media) {
      table
          .find(id)
          .ifPresent(
              stand -> {
                if (from.containsAll(stand.uses())) {
                  ops.addAll(table.erase(stand));
                } else {
                  from.forEach(status -> ops.add(table.unuse(id, status)));
                }
              });
    }
    return ops;
  }

  /// Its owner takes back an upload that no status uses.
  public void discard(AccountId owner, MediaId id) {
    MediaTable.Stand stand = own(owner, id);
    if (!stand.uses().isEmpty()) {
      throw Refusal.invalid("A post uses this file");
    }
    store.journalledBatch(table.erase(stand));
    sweep();
  }

  /// Some of an account's media, its portrait and header too, when the account is deleted.
  ///
  /// @return whether there may be more
  public boolean eraseSome(AccountId owner, int filesMax) {
    List<String> pictures = table.shown(owner);
    pictures.forEach(key -> eraseShown(owner, key));
    List<MediaId> some = table.of(owner, new MediaId(Long.MAX_VALUE), Instant.EPOCH, filesMax);
    for (MediaId id : some) {
      table
          .find(id)
          .ifPresentOrElse(
              stand -> store.journalledBatch(table.erase(stand)),
              () -> store.delete(MediaTable.OF, Key.of(owner.value()), Key.of(id.value())));
    }
    sweep();
    return !some.isEmpty() || !pictures.isEmpty();
  }

  /// Whatever the lock says: its row may be missing while a batch is half seen.
  private void eraseShown(AccountId owner, String key) {
    store.journalledBatch(table.hide(owner, key));
  }

  /// Everything somebody has uploaded, the newest first.
  public List<Medium> of(AccountId owner, MediaId below, int rowsMax) {
    return load(table.of(owner, below, Instant.EPOCH, rowsMax));
  }

  /// Deletes what nobody used in time, and files whose deletion was put off or broken off.
  ///
  /// @return how many media went
  public int expireUnattached(Instant now) {
    int gone = 0;
    // Attaching refuses what has expired, so a status cannot take one between the look and the
    // deletion unless its writing takes longer than this grace.
    for (MediaTable.Loose loose : table.looseBefore(now.minus(limits.expiryGrace()))) {
      var stand = table.find(loose.id());
      if (stand
          .filter(s -> s.uses().isEmpty() && !s.looseUntil().isAfter(loose.until()))
          .isPresent()) {
        store.journalledBatch(table.erase(stand.get()));
        gone++;
      }
      table.looked(loose);
    }
    sweep();
    return gone;
  }

  /// Until it is closed no file is deleted: a backup copies the rows and then the files.
  public Hold hold() {
    holds.incrementAndGet();
    return new Hold();
  }

  public final class Hold implements AutoCloseable {
    private boolean closed;

    private Hold() {}

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        holds.decrementAndGet();
        sweep();
      }
    }
  }

  /// Deletes the files of what was erased. Where a process ends before, they go within the hour.
  public void sweep() {
    if (holds.get() > 0) {
      return;
    }
    for (String doomed : table.doomed()) {
      // In this order: who is not being made any more has its lock, or was broken off.
      if (emojis.isMaking(doomed) || housePicture.isMaking(doomed)) {
        continue;
      }
      if (table.lock(doomed).isPresent()) {
        continue;
      }
      int slash = doomed.indexOf('/');
      if (slash < 0) {
        folder.delete(doomed);
      } else {
        folder.delete(doomed.substring(0, slash), doomed.substring(slash + 1));
      }
      table.deleted(doomed);
    }
  }

  /// A file by its path, and whose audience protects it. The caller asks before he sends.
  public Optional<Opened> open(String path) {
    return Folder.keyOf(path).flatMap(table::lock).flatMap(lock -> open(path, lock));
  }

  private Optional<Opened> open(String path, MediaTable.Lock lock) {
    return switch (lock) {
      case MediaTable.Lock.OfProfile(AccountId owner) -> open(path, new Guard.OfProfile(owner));
      case MediaTable.Lock.OfEmoji() -> open(path, new Guard.OfEmoji());
      case MediaTable.Lock.OfMedium(MediaId id) ->
          table
              .find(id)
              .flatMap(
                  stand ->
                      open(
                          path,
                          stand.uses().isEmpty()
                              ? new Guard.OwnerOnly(stand.file().owner())
                              : new Guard.Attached(stand.file().owner(), stand.uses())));
    };
  }

  private Optional<Opened> open(String path, Guard guard) {
    OptionalLong bytes = folder.bytes(path);
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Opened(() -> folder.read(seal, path), typeOf(path), bytes.getAsLong(), guard));
  }

  /// Seals files where they lie, with the key that seals now: those of private words. Without a key
  /// nothing happens. Harmless twice; when it returns they lie sealed, and what lies open is on its
  /// way out.
  public void seal(List<MediaId> media) {
    if (!seal.seals()) {
      return;
    }
    for (MediaId id : media) {
      table.find(id).map(stand -> stand.file().state()).ifPresent(this::seal);
    }
    sweep();
  }

  private void seal(Medium.State state) {
    if (state instanceof Medium.Ready ready) {
      for (String path : List.of(ready.original().path(), ready.small().path())) {
        if (!path.isEmpty() && folder.seal(seal, path)) {
          // Like a deleted file, so that a backup finds one or the other.
          store.journalledBatch(List.of(table.doomFile(path)));
        }
      }
    }
  }

  /// Whether sound and video are taken, for what the server says of itself.
  public boolean takesSoundAndVideo() {
    return soundAndVideo.isPossible();
  }

  /// By the name that we gave it.
  private static String typeOf(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "jpg" -> "image/jpeg";
      case "png" -> "image/png";
      case "gif" -> "image/gif";
      case "mp4" -> "video/mp4";
      case "mp3" -> "audio/mpeg";
      default -> throw new IllegalStateException("a file that is none of ours");
    };
  }

  /// Opens a protected file without a session, for a while: to whoever may see this status, and no
  /// longer than it is there. The same for some time, so that caches of the reader's own can hold
  /// the file.
  public String ticket(String path, StatusId status) {
    long seconds = limits.ticketMax().toSeconds();
    long end = (clock.instant().getEpochSecond() / seconds + 2) * seconds;
    return tickets.issue(path, status, Instant.ofEpochSecond(end));
  }

  /// For its owner, who has not posted it yet.
  public String ticket(String path) {
    return ticket(path, NO_STATUS);
  }

  /// For moderators, of what is held of a post: also when its author is shown to nobody any more.
  ///
  /// @param holder see [#holding]
  public String heldTicket(String path, StatusId holder) {
    return ticket(HELD + path, holder);
  }

  /// Whether it opens the file as one that is held.
  public boolean admitsHeld(String path, Guard guard, String ticket) {
    return guard instanceof Guard.Attached(_, var holders)
        && holders.stream()
            .anyMatch(id -> tickets.admits(HELD + path, id, ticket, clock.instant()));
  }

  /// @param guard as [#open] says
  public boolean admits(String path, Guard guard, String ticket) {
    Instant now = clock.instant();
    return switch (guard) {
      case Guard.OfProfile _, Guard.OfEmoji _ -> false;
      case Guard.OwnerOnly _ -> tickets.admits(path, NO_STATUS, ticket, now);
      case Guard.Attached(_, var statuses) ->
          tickets.admits(path, NO_STATUS, ticket, now)
              || statuses.stream().anyMatch(id -> tickets.admits(path, id, ticket, now));
    };
  }

  private static String notSupported() {
    return "This file is none that can be shown: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, OGG, WAV and"
        + " FLAC can";
  }

  private static Refused refused(Unreadable e) {
    return Refusal.invalid("file", "ERR_INVALID", String.valueOf(e.getMessage()));
  }

  @Override
  public void close() {
    conversions.shutdownNow();
    conversions.close();
  }
}
