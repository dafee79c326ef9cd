package verbatim.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.DeedId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Event;
import verbatim.log.Facts;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Written;

/// What people say against what was done to them, and what they were told: one appeal for each
/// deed, answered once. Whoever did it does not decide, as long as somebody else can.
public final class Appeals {
  static final Table APPEAL = Table.claimed("appeal");
  private static final Table OPEN = Table.plain("appeal_open");
  private static final Table OF = Table.plain("appeal_of");
  private static final Key ONLY = Key.of(0);
  private static final byte[] MARK = {1};
  private static final int AUTHORS_MAX = 1_000;
  private static final int LOOKED_THROUGH_MAX = 500;

  private final Store store;
  private final Facts facts;
  private final DeedTable table;
  private final Deeds deeds;
  private final Acts acts;
  private final Authority authority;
  private final Accounts accounts;
  private final Evidence evidence;
  private final Turns turns;
  private final InstantSource clock;
  private final Cache<DeedId, AccountId> authors =
      Caches.bounded().maximumSize(AUTHORS_MAX).build();

  /// What somebody was told, and what he said to it.
  ///
  /// @param heldUntil of removed posts: how long he may read them, and say something to it;
  ///     [Instant#MAX] for all else, to which he may for ever
  /// @param now when he is told
  public record Told(Deed deed, Optional<Appeal> appeal, Instant heldUntil, Instant now) {
    public boolean mayAppeal() {
      return isAgainstHim() && appeal.isEmpty() && now.isBefore(heldUntil);
    }

    public boolean isAgainstHim() {
      return deed.kind().isAppealable();
    }
  }

  Appeals(
      Store store,
      Facts facts,
      DeedTable table,
      Deeds deeds,
      Acts acts,
      Authority authority,
      Accounts accounts,
      Evidence evidence,
      Turns turns,
      InstantSource clock) {
    this.store = store;
    this.facts = facts;
    this.table = table;
    this.deeds = deeds;
    this.acts = acts;
    this.authority = authority;
    this.accounts = accounts;
    this.evidence = evidence;
    this.turns = turns;
    this.clock = clock;
  }

  // ---- for the one that it is about

  /// What was done to him, the newest first. By whom is not said.
  public List<Told> told(AccountId about, Page page) {
    return table.told(about, page).stream().map(this::told).toList();
  }

  private Told told(Deed deed) {
    return new Told(deed, find(deed.id()), until(deed), clock.instant());
  }

  /// The words go then, and nobody could judge any more.
  private Instant until(Deed deed) {
    return deed.kind() == Deed.Kind.REMOVED
        ? evidence.heldUntil(deed, accepted(deed))
        : Instant.MAX;
  }

  /// When an appeal against it was accepted.
  Optional<Instant> accepted(Deed deed) {
    if (find(deed.id()).filter(one -> one.state() == Appeal.State.ACCEPTED).isEmpty()) {
      return Optional.empty();
    }
    String id = deed.id().toString();
    return table.about(deed.about(), Page.newest(LOOKED_THROUGH_MAX)).stream()
        .filter(answer -> answer.id().value() > deed.id().value() && answer.detail().equals(id))
        .map(Deed::at)
        .findFirst();
  }

  /// What was removed of his, for its author alone, as long as he may say something to it or waits
  /// for an answer.
  public List<Evidence.Held> removed(AccountId author, Deed deed) {
    return deed.isAbout(author) && deed.kind() == Deed.Kind.REMOVED
        ? evidence.of(deed).stream()
            .filter(held -> deed.statuses().contains(held.post().id()))
            .toList()
        : List.of();
  }

  /// One thing that was done to him; empty for what is not told.
  public Optional<Told> told(AccountId about, DeedId id) {
    return table
        .find(id)
        .filter(deed -> deed.isAbout(about) && deed.kind().isTold())
        .map(this::told);
  }

  /// Whether there is something that he has not read.
  public boolean hasUnread(AccountId about) {
    return table.hasUnread(about);
  }

  /// He has read all that was told to him up to this.
  public void read(AccountId about, DeedId upTo) {
    if (upTo.value() > table.read(about)) {
      table.read(about, Math.min(upTo.value(), table.newestTold(about)));
    }
  }

  /// @throws Refused NotFound (not done to him, nothing to be said against, or too late), Conflict
  ///     (he has said it), Invalid with field `words`
  public Appeal appeal(AccountId by, DeedId deed, String words) {
    if (table
        .find(deed)
        .filter(d -> d.isAbout(by) && d.kind().isAppealable())
        .filter(d -> clock.instant().isBefore(until(d)))
        .isEmpty()) {
      throw Refusal.notFound();
    }
    String text = Written.check("words", words).strip();
    if (text.isEmpty()) {
      throw Refusal.invalid("words", "ERR_BLANK", "Words can't be blank");
    }
    Appeal appeal =
        new Appeal(
            deed,
            by,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            deeds.bounded("words", text),
            Appeal.State.OPEN,
            "");
    Key down = Key.down(deed.value());
    List<Op> ops =
        List.of(Op.put(OPEN, ONLY, down, MARK), Op.put(OF, Key.of(by.value()), down, MARK));
    var _ =
        facts.change(
            key(deed),
            Key.NONE,
            current -> {
              if (current.isPresent()) {
                throw new Refused(new Refusal.Conflict("You have said something to this already"));
              }
              return Optional.of(new Facts.Step(write(appeal), ops, List.of()));
            },
            () -> {});
    return appeal;
  }

  // ---- for moderators

  /// An appeal and what it is against.
  ///
  /// @param isForOther whoever reads it did what it is against, and another can answer
  public record Waiting(Appeal appeal, Deed deed, boolean isForOther) {}

  /// Those without an answer, the newest first; without one's own.
  public List<Waiting> open(AccountId reader, Page page) {
    authority.has(reader, Standing.Role.MODERATOR);
    List<Waiting> waiting = new ArrayList<>();
    Key from = Key.down(page.below() - 1);
    Key to = Key.down(page.above());
    store.scan(OPEN, ONLY, from, to, page.rowsMax(), Store.Order.ASCENDING).stream()
        .map(row -> new DeedId(row.sk().downAt(0)))
        .forEach(
            id -> waiting(reader, id).filter(w -> w.appeal().isOpen()).ifPresent(waiting::add));
    return List.copyOf(waiting);
  }

  /// How many wait, at most so many: for every page of a moderator, so one read, and whose they are
  /// from memory.
  public int countOpen(AccountId reader, int rowsMax) {
    authority.has(reader, Standing.Role.MODERATOR);
    return (int)
        store.scan(OPEN, ONLY, rowsMax).stream()
            .map(row -> new DeedId(row.sk().downAt(0)))
            .flatMap(id -> author(id).stream())
            .filter(by -> Authority.isConsole(reader) || !by.equals(reader))
            .count();
  }

  /// Never changes, so it is read once.
  private Optional<AccountId> author(DeedId id) {
    Optional<AccountId> known = Optional.ofNullable(authors.getIfPresent(id));
    if (known.isPresent()) {
      return known;
    }
    Optional<AccountId> read = find(id).map(Appeal::by);
    read.ifPresent(by -> authors.put(id, by));
    return read;
  }

  private Optional<Waiting> waiting(AccountId reader, DeedId id) {
    return find(id)
        .filter(appeal -> Authority.isConsole(reader) || !appeal.by().equals(reader))
        .flatMap(
            appeal ->
                table
                    .find(id)
                    .map(deed -> new Waiting(appeal, deed, isForOther(reader, appeal, deed))));
  }

  private boolean isForOther(AccountId reader, Appeal appeal, Deed deed) {
    return appeal.isOpen()
        && deed.by().equals(reader)
        && accounts
            .find(deed.about())
            .filter(about -> authority.hasOther(reader, about))
            .isPresent();
  }

  public Optional<Appeal> find(DeedId deed) {
    return facts.read(key(deed), Key.NONE).map(f -> read(deed, f.body()));
  }

  /// Whether it is against the removal of posts, which accepting does not bring back.
  public boolean isOfRemoved(DeedId id) {
    return table.find(id).filter(deed -> deed.kind() == Deed.Kind.REMOVED).isPresent();
  }

  /// Accepting it takes back what can be taken back.
  ///
  /// @throws Refused NotFound, Forbidden (not over him, or it was his own act), Conflict (another
  ///     was faster), Invalid
  public Deed answer(AccountId by, DeedId id, boolean accepts, String words) {
    Waiting waiting = waiting(by, id).orElseThrow(Refusal::notFound);
    AccountId about = waiting.deed().about();
    return turns.take(
        about.value(),
        () -> {
          Account account = authority.over(by, about);
          // To take back what one did oneself needs nobody else.
          if (waiting.isForOther() && !accepts) {
            throw Refusal.forbidden(
                "Whoever did this does not decide about the appeal: another moderator does");
          }
          List<StatusId> covered = accepts ? acts.coveredBy(waiting.deed()) : List.of();
          Deed.Kind kind =
              covered.isEmpty() ? kind(waiting.deed(), account, accepts) : Deed.Kind.UNCOVERED;
          Deed deed =
              deeds
                  .make(by, kind, about, Deed.NO_REPORT, words)
                  .withStatuses(covered)
                  .detailed(id.toString());
          close(id, deed, accepts ? Appeal.State.ACCEPTED : Appeal.State.DECLINED);
          acts.carryOut(deed);
          return deed;
        });
  }

  private static Deed.Kind kind(Deed against, Account about, boolean accepts) {
    if (!accepts) {
      return Deed.Kind.APPEAL_DECLINED;
    }
    Standing now = about.standing();
    if (against.kind() == Deed.Kind.LIMITED && now.limited()) {
      return Deed.Kind.UNLIMITED;
    }
    return against.kind() == Deed.Kind.SUSPENDED && now.state() == Standing.State.SUSPENDED
        ? Deed.Kind.UNSUSPENDED
        : Deed.Kind.APPEAL_ACCEPTED;
  }

  private void close(DeedId id, Deed deed, Appeal.State state) {
    List<Op> ops = new ArrayList<>(DeedTable.put(deed));
    ops.add(Op.delete(OPEN, ONLY, Key.down(id.value())));
    List<Event> events =
        List.of(ModerationEvent.write(new ModerationEvent.Done(deed.id(), deed.about())));
    var _ =
        facts.change(
            key(id),
            Key.NONE,
            current -> {
              Appeal appeal = read(id, current.orElseThrow(Refusal::notFound).body());
              if (!appeal.isOpen()) {
                throw new Refused(
                    new Refusal.Conflict(
                        "Another has answered this appeal meanwhile. Nothing was done twice"));
              }
              byte[] after = write(appeal.answered(state, deed.words()));
              return Optional.of(new Facts.Step(after, ops, events));
            },
            () -> {});
  }

  /// Words of a deleted account.
  ///
  /// @return whether there may be more
  boolean forgetSome(AccountId account, int rowsMax) {
    Key pk = Key.of(account.value());
    List<DeedId> some =
        store.scan(OF, pk, rowsMax).stream().map(row -> new DeedId(row.sk().downAt(0))).toList();
    for (DeedId id : some) {
      Key down = Key.down(id.value());
      List<Op> ops = List.of(Op.delete(OPEN, ONLY, down), Op.delete(OF, pk, down));
      var _ =
          facts.change(
              key(id),
              Key.NONE,
              current ->
                  current.map(
                      f ->
                          new Facts.Step(write(read(id, f.body()).withoutWords()), ops, List.of())),
              () -> {});
    }
    return some.size() == rowsMax;
  }

  private static Key key(DeedId deed) {
    return Key.of(deed.value());
  }

  private static byte[] write(Appeal appeal) {
    return Bytes.write(1)
        .number(appeal.by().value())
        .time(appeal.at())
        .text(appeal.words())
        .number(
            switch (appeal.state()) {
              case OPEN -> 0;
              case ACCEPTED -> 1;
              case DECLINED -> 2;
            })
        .text(appeal.answer())
        .done();
  }

  private static Appeal read(DeedId deed, byte[] body) {
    var from = Bytes.read(body);
    return new Appeal(
        deed,
        new AccountId(from.number()),
        from.time(),
        from.text(),
        state((int) from.number()),
        from.text());
  }

  private static Appeal.State state(int number) {
    return switch (number) {
      case 0 -> Appeal.State.OPEN;
      case 1 -> Appeal.State.ACCEPTED;
      case 2 -> Appeal.State.DECLINED;
      default -> throw new IllegalStateException("state " + number);
    };
  }
}
