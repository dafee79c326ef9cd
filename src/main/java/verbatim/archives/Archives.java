package verbatim.archives;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArchiveId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Archives of whole accounts: a job writes one as a ZIP beside the store, piece by piece, so that
/// it needs no more memory for many posts than for few. A process that dies begins it anew. It is
/// its owner's alone, can be fetched for some days, and goes with the account; it goes at once when
/// a post or a private message is deleted that is in it. Published excerpts of others stay in it.
public final class Archives {
  /// Under the account: its one archive.
  private static final Table ARCHIVE = Table.plain("archive");

  private static final Logger LOG = LoggerFactory.getLogger(Archives.class);
  private static final String BUILD = "archive.build";
  private static final String END = "archive.end";
  private static final int AT_ONCE_MAX = 1;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int RETRIES_MAX = 3;
  private static final String BROKEN = "Something went wrong while it was made";
  private static final String DELETED =
      "It was removed, for something in it was deleted since: ask for a new one";
  private static final String DISK_FULL = "There was no room for it on the server's disk";

  private final Store store;
  private final Jobs jobs;
  private final Path folder;
  private final Accounts accounts;
  private final Contents contents;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits.House limits;
  private final long reserveBytes;

  /// By owner, while it is decided what becomes of his archive: being ready must not undo being
  /// removed or thrown away, and what removes the one before must not remove a new one.
  private final Turns turns = new Turns();

  /// @param folder for the files; not part of a backup, for they can be made anew
  /// @param reserveBytes what must stay free on its disk
  public Archives(
      Store store,
      Jobs jobs,
      Path folder,
      Contents contents,
      Accounts accounts,
      Ids ids,
      InstantSource clock,
      Limits limits,
      long reserveBytes) {
    this.store = store;
    this.jobs = jobs;
    this.folder = folder;
    this.contents = contents;
    this.accounts = accounts;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits.house();
    this.reserveBytes = reserveBytes;
    jobs.handle(BUILD, AT_ONCE_MAX, this::build);
    jobs.handle(END, AT_ONCE_MAX, (job, _) -> end(job));
  }

  /// Begins one, in the place of the one before.
  ///
  /// @throws Refused Conflict (one is being made), TooMany (the last is too young), Unavailable
  public Archive ask(AccountId owner) {
    return turns.take(owner.value(), () -> asked(owner));
  }

  private Archive asked(AccountId owner) {
    Instant now = clock.instant();
    Optional<Archive> before = find(owner);
    if (before.filter(a -> a.state() == Archive.State.BUILDING).isPresent()) {
      throw new Refused(new Refusal.Conflict("An archive is being made already"));
    }
    Optional<Duration> wait =
        before
            .filter(a -> a.state() == Archive.State.READY)
            .map(a -> Duration.between(now, a.askedAt().plus(limits.archiveEvery())))
            .filter(Duration::isPositive);
    if (wait.isPresent()) {
      throw new Refused(new Refusal.TooMany("You have an archive that is quite new", wait.get()));
    }
    if (isFull()) {
      throw Refusal.unavailable(DISK_FULL);
    }
    before.ifPresent(this::deleteFile);
    Archive archive =
        new Archive(
            new ArchiveId(ids.next()), Archive.State.BUILDING, 0, now, Instant.EPOCH, 0, "");
    Jobs.Planned job = jobs.plan(now, new Jobs.Job(BUILD, body(owner, archive.id())));
    List<Op> ops = new ArrayList<>(job.ops());
    ops.add(put(owner, archive));
    store.journalledBatch(ops);
    jobs.announce(job);
    return archive;
  }

  /// One's own, if there is one.
  public Optional<Archive> find(AccountId owner) {
    return store
        .get(ARCHIVE, Key.of(owner.value()), Key.NONE)
        .map(Archives::read)
        .filter(
            archive ->
                archive.state() != Archive.State.READY
                    || archive.endsAt().isAfter(clock.instant()) && Files.exists(file(archive)));
  }

  /// @throws Refused NotFound, also when it is another's
  public Archive get(AccountId owner, ArchiveId id) {
    return find(owner).filter(a -> a.id().equals(id)).orElseThrow(Refusal::notFound);
  }

  /// The ZIP.
  ///
  /// @throws Refused NotFound, also when it is another's or not ready
  public Path file(AccountId owner, ArchiveId id) {
    Archive archive = get(owner, id);
    if (archive.state() != Archive.State.READY) {
      throw Refusal.notFound();
    }
    return file(archive);
  }

  /// Throws it away, also while it is being made.
  public void delete(AccountId owner, ArchiveId id) {
    turns.run(
        owner.value(),
        () -> {
          var _ = get(owner, id);
          dropped(owner, _ -> true);
        });
  }

  /// With the account.
  public void forget(AccountId owner) {
    forget(owner, _ -> true);
  }

  private void forget(AccountId owner, Predicate<Archive> which) {
    turns.run(owner.value(), () -> dropped(owner, which));
  }

  /// In the owner's turn.
  private void dropped(AccountId owner, Predicate<Archive> which) {
    store
        .get(ARCHIVE, Key.of(owner.value()), Key.NONE)
        .map(Archives::read)
        .filter(which)
        .ifPresent(
            archive -> {
              store.delete(ARCHIVE, Key.of(owner.value()), Key.NONE);
              deleteFile(archive);
            });
  }

  /// A post of his was deleted: an archive that holds it goes, also while it is being made, and
  /// says so where he would fetch it.
  public void deleted(AccountId owner, StatusId status) {
    Instant saidAt = Ids.timeOf(status.value());
    remove(
        owner,
        archive ->
            archive.state() == Archive.State.BUILDING
                || !saidAt.isAfter(archive.endsAt().minus(limits.archiveKept())));
  }

  /// The same, of a private message that he could read.
  public void deletedMessage(AccountId owner) {
    remove(owner, _ -> true);
  }

  private void remove(AccountId owner, Predicate<Archive> holdsIt) {
    turns.run(
        owner.value(),
        () ->
            store
                .get(ARCHIVE, Key.of(owner.value()), Key.NONE)
                .map(Archives::read)
                .filter(
                    archive ->
                        switch (archive.state()) {
                          case BUILDING, READY -> holdsIt.test(archive);
                          case FAILED, REMOVED -> false;
                        })
                .ifPresent(
                    archive -> {
                      deleteFile(archive);
                      store.journalledBatch(List.of(put(owner, archive.removed(DELETED))));
                    }));
  }

  /// Writes one at once, for whoever runs the server.
  public void write(Account account, OutputStream to) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to);
    contents.write(account, zip, _ -> {});
    zip.finish();
  }

  /// The lists that can be fetched one by one, and brought in elsewhere.
  public static final List<String> TABLES =
      List.of(
          "following_accounts.csv",
          "blocked_accounts.csv",
          "muted_accounts.csv",
          "lists.csv",
          "bookmarks.csv",
          "blocked_domains.csv");

  /// One of [#TABLES], written as it is read.
  ///
  /// @throws Refused NotFound when it is none of them
  public void table(AccountId owner, String name, OutputStream to) throws IOException {
    Account account = accounts.find(owner).orElseThrow(Refusal::notFound);
    if (!TABLES.contains(name)) {
      throw Refusal.notFound();
    }
    contents.table(account, name, to);
  }

  // ---- the job

  private Jobs.Outcome build(Jobs.Job job, int failures) {
    try {
      return build(job);
    } catch (RuntimeException e) {
      if (failures < RETRIES_MAX) {
        throw e;
      }
      // Else it would be under way for ever, and no other could be asked for.
      failed(owner(job), id(job), BROKEN);
      return new Jobs.Outcome.GiveUp(e.getClass().getName());
    }
  }

  private Jobs.Outcome build(Jobs.Job job) {
    AccountId owner = owner(job);
    Optional<Account> account =
        accounts.find(owner).filter(a -> a.standing().state() != Standing.State.DELETED);
    Optional<Archive> archive = standing(owner, id(job));
    if (account.isEmpty() || archive.isEmpty()) {
      return new Jobs.Outcome.Done();
    }
    Path unfinished = unfinished(archive.get());
    try {
      Files.createDirectories(folder);
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
        ZipOutputStream zip = new ZipOutputStream(out);
        contents.write(account.get(), zip, percent -> look(owner, archive.get(), percent));
        zip.finish();
      }
      finish(owner, archive.get(), unfinished);
    } catch (Gone _) {
      remove(unfinished);
    } catch (InterruptedIOException | ClosedByInterruptException _) {
      // The server stops; it is begun anew.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("An archive was not written: {}", e.getClass().getSimpleName());
      remove(unfinished);
      failed(owner, archive.get().id(), DISK_FULL);
    }
    return new Jobs.Outcome.Done();
  }

  private void failed(AccountId owner, ArchiveId id, String why) {
    turns.run(
        owner.value(),
        () ->
            standing(owner, id)
                .ifPresent(
                    archive -> store.journalledBatch(List.of(put(owner, archive.failed(why))))));
  }

  private void finish(AccountId owner, Archive archive, Path unfinished) throws IOException {
    try {
      turns.run(
          owner.value(),
          () -> {
            try {
              ready(owner, archive, unfinished);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void ready(AccountId owner, Archive archive, Path unfinished) throws IOException {
    if (standing(owner, archive.id()).isEmpty()) {
      remove(unfinished);
      return;
    }
    Files.move(unfinished, file(archive), StandardCopyOption.ATOMIC_MOVE);
    Instant until = clock.instant().plus(limits.archiveKept());
    Jobs.Planned end = jobs.plan(until, new Jobs.Job(END, body(owner, archive.id())));
    List<Op> ops = new ArrayList<>(end.ops());
    ops.add(put(owner, archive.ready(Files.size(file(archive)), until)));
    store.journalledBatch(ops);
    jobs.announce(end);
  }

  /// Between two pieces: is it still wanted, is there room, and how far has it come.
  private void look(AccountId owner, Archive archive, int percent) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException();
    }
    Archive now = standing(owner, archive.id()).orElseThrow(Gone::new);
    if (isFull()) {
      throw new IOException("disk full");
    }
    if (percent > now.percent()) {
      boolean stands = turns.take(owner.value(), () -> hasCome(owner, archive.id(), percent));
      if (!stands) {
        throw new Gone();
      }
    }
  }

  private boolean hasCome(AccountId owner, ArchiveId id, int percent) {
    Optional<Archive> still = standing(owner, id);
    still.ifPresent(one -> store.putDerived(List.of(put(owner, one.at(percent)))));
    return still.isPresent();
  }

  /// Taken back, or its account deleted, while it was being made.
  private static final class Gone extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private Jobs.Outcome end(Jobs.Job job) {
    forget(owner(job), archive -> archive.id().equals(id(job)));
    return new Jobs.Outcome.Done();
  }

  /// As it stands while it is being made.
  private Optional<Archive> standing(AccountId owner, ArchiveId id) {
    return store
        .get(ARCHIVE, Key.of(owner.value()), Key.NONE)
        .map(Archives::read)
        .filter(a -> a.id().equals(id) && a.state() == Archive.State.BUILDING);
  }

  private boolean isFull() {
    File there = folder.toFile();
    for (File up = there.getAbsoluteFile();
        !there.exists() && up != null;
        up = up.getParentFile()) {
      there = up;
    }
    return there.getUsableSpace() < reserveBytes;
  }

  private Path file(Archive archive) {
    return folder.resolve(archive.id() + ".zip");
  }

  private void deleteFile(Archive archive) {
    remove(file(archive));
    remove(unfinished(archive));
  }

  private Path unfinished(Archive archive) {
    return folder.resolve(archive.id() + ".unfinished");
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- bytes

  private static byte[] body(AccountId owner, ArchiveId id) {
    return Bytes.write(1).number(owner.value()).number(id.value()).done();
  }

  private static AccountId owner(Jobs.Job job) {
    return new AccountId(Bytes.read(job.body()).number());
  }

  private static ArchiveId id(Jobs.Job job) {
    Bytes.Reader from = Bytes.read(job.body());
    var _ = from.number();
    return new ArchiveId(from.number());
  }

  private static Op put(AccountId owner, Archive archive) {
    return Op.put(
        ARCHIVE,
        Key.of(owner.value()),
        Key.NONE,
        Bytes.write(1)
            .number(archive.id().value())
            .number(number(archive.state()))
            .number(archive.percent())
            .time(archive.askedAt())
            .time(archive.endsAt())
            .number(archive.bytes())
            .text(archive.why())
            .done());
  }

  private static Archive read(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    return new Archive(
        new ArchiveId(from.number()),
        state((int) from.number()),
        (int) from.number(),
        from.time(),
        from.time(),
        from.number(),
        from.text());
  }

  private static int number(Archive.State state) {
    return switch (state) {
      case BUILDING -> 0;
      case READY -> 1;
      case FAILED -> 2;
      case REMOVED -> 3;
    };
  }

  private static Archive.State state(int number) {
    return switch (number) {
      case 0 -> Archive.State.BUILDING;
      case 1 -> Archive.State.READY;
      case 2 -> Archive.State.FAILED;
      case 3 -> Archive.State.REMOVED;
      default -> throw new IllegalStateException("state of an archive");
    };
  }
}
