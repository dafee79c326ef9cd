package verbatim.conversations;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Ids;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.media.Media;
import verbatim.store.Claim;
import verbatim.store.Op;
import verbatim.store.Store;

/// Puts entries at the end of a conversation, so that concurrent ones get an order and one chain,
/// and none that was acknowledged is lost.
///
/// First a pending row with a token; then the entry is claimed at the next number, with that token:
/// whoever loses takes the number after; whoever cannot know asks again with the same token. Then
/// one batch makes all that follows from the entry and takes the pending row away. A process that
/// dies in between leaves the pending row: [#sweep] looks whether its entry stands, and does the
/// rest, or drops it.
///
/// There is no row that counts: the end of a conversation is its last entry. To be called in the
/// conversation's turn.
final class Appending {
  private static final int TRIES_MAX = 1_000;
  private static final int LOOK_ROWS = 500;
  private static final int PENDING_MAX = 1_000;
  private static final int FINISHED_MAX = 10_000;

  private final Store store;
  private final EventLog log;
  private final ConversationTable table;
  private final OwnTable own;
  private final Strangers strangers;
  private final Media media;
  private final Commitments commitments;
  private final Ids ids;
  private final InstantSource clock;
  private final Cache<ConversationId, Long> finished =
      Caches.bounded().maximumSize(FINISHED_MAX).build();

  Appending(
      Store store,
      EventLog log,
      ConversationTable table,
      OwnTable own,
      Strangers strangers,
      Media media,
      Commitments commitments,
      Ids ids,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.table = table;
    this.own = own;
    this.strangers = strangers;
    this.media = media;
    this.commitments = commitments;
    this.ids = ids;
    this.clock = clock;
  }

  /// What is to be said.
  ///
  /// @param status 0 for a new one
  /// @param afterN the last that the author's screen showed; negative for the last there is
  record Wanted(
      AccountId author,
      Message.Content content,
      long status,
      long replacesN,
      long replyToN,
      long afterN,
      List<Entry.Attached> attached,
      Set<AccountId> withheld) {}

  /// @param hash empty for none
  record Key(byte[] token, byte[] hash, byte[] print) {}

  Key freshKey() {
    return new Key(table.token(), new byte[0], new byte[0]);
  }

  Entry append(ConversationTable.Kept kept, Wanted wanted, Key key) {
    ConversationId id = kept.shown().id();
    Optional<Entry> stands = find(key.token());
    if (stands.isPresent()) {
      complete(kept, stands.get(), key);
      return stands.get();
    }
    Optional<Entry> head = table.head(id);
    if (head.isPresent() && isUnfinished(id, head.get())) {
      // What a dead process left half done holds before what comes after it: another mode, say.
      finish(head.get().token());
      return append(table.find(id).orElseThrow(), wanted, key);
    }
    List<Op> ops = new ArrayList<>(table.sealed(id));
    ops.add(
        table.pending(
            new ConversationTable.Pending(
                key.token(), id, place(head) + 1, key.hash(), key.print())));
    store.journalledBatch(ops);
    Entry entry = write(kept, wanted, head, key.token());
    complete(kept, entry, key);
    return entry;
  }

  /// Whoever appends in this process finishes first; so it is looked at once for each conversation.
  private boolean isUnfinished(ConversationId id, Entry head) {
    Long finishedN = finished.getIfPresent(id);
    return (finishedN == null || finishedN < head.n()) && table.pending(head.token()).isPresent();
  }

  private static long place(Optional<Entry> head) {
    return head.map(Entry::n).orElse(0L);
  }

  private Entry write(
      ConversationTable.Kept kept, Wanted wanted, Optional<Entry> seen, byte[] token) {
    ConversationId id = kept.shown().id();
    Instant created = Instant.ofEpochMilli(clock.millis());
    StatusId status = new StatusId(wanted.status() == 0 ? ids.next() : wanted.status());
    Commitments.Made made = commitments.make(kept, wanted, created, after(kept, wanted, seen));
    Optional<Entry> head = seen;
    for (int i = 0; i < TRIES_MAX; i++) {
      byte[] prev = head.map(last -> last.commitment().chain()).orElse(kept.start());
      // Times never run back within a conversation, whatever the clock does.
      Instant at = head.map(Entry::at).filter(last -> last.isAfter(created)).orElse(created);
      Entry entry =
          new Entry(
              place(head) + 1,
              token,
              kept.shown().mode(),
              wanted.author(),
              at,
              wanted.content(),
              status,
              wanted.replacesN(),
              wanted.replyToN(),
              "",
              wanted.attached(),
              wanted.withheld(),
              Commitments.link(prev, place(head) + 1, at, made.m()),
              made.proof());
      switch (table.append(id, entry)) {
        case Claim.Applied _ -> {
          return entry;
        }
        case Claim.Lost _ -> {
          Optional<Entry> ours = find(token);
          if (ours.isPresent()) {
            return ours.get();
          }
          head = table.head(id);
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw ConversationTable.unsure();
  }

  /// What the author's screen showed, for his head: whoever answers under another question than the
  /// one he saw is found out by it.
  private Commitments.After after(
      ConversationTable.Kept kept, Wanted wanted, Optional<Entry> head) {
    long last = place(head);
    long n = wanted.afterN() < 0 ? last : Math.min(wanted.afterN(), last);
    if (n == last && head.isPresent()) {
      return new Commitments.After(n, head.get().commitment().chain());
    }
    return n == 0
        ? new Commitments.After(0, kept.start())
        : new Commitments.After(
            n, table.entry(kept.shown().id(), n).orElseThrow().entry().commitment().chain());
  }

  /// The entry that this token wrote, if it stands.
  private Optional<Entry> find(byte[] token) {
    return table.pending(token).flatMap(pending -> find(pending));
  }

  private Optional<Entry> find(ConversationTable.Pending pending) {
    long above = pending.fromN() - 1;
    List<Entry> slice = table.above(pending.conversation(), above, LOOK_ROWS);
    while (!slice.isEmpty()) {
      for (Entry entry : slice) {
        if (Arrays.equals(entry.token(), pending.token())) {
          return Optional.of(entry);
        }
      }
      slice = table.above(pending.conversation(), slice.getLast().n(), LOOK_ROWS);
    }
    return Optional.empty();
  }

  /// All that follows from an entry that stands; harmless twice.
  private void complete(ConversationTable.Kept kept, Entry entry, Key key) {
    ConversationId id = kept.shown().id();
    Conversation now = meta(id, entry);
    List<Op> ops = new ArrayList<>();
    if (entry.replacesN() == 0) {
      ops.add(ConversationTable.ofStatus(entry.status(), id, entry.n()));
    } else {
      ops.add(ConversationTable.edit(id, entry.replacesN(), entry.n()));
    }
    for (AccountId member : now.present()) {
      if (!entry.withheld().contains(member)) {
        reach(ops, now, member, entry);
      }
    }
    // Done late, by a sweep, he may have come back meanwhile.
    if (entry.content() instanceof Message.Left && !now.has(entry.author())) {
      ops.add(
          OwnTable.put(
              entry.author(), id, OwnTable.Own.in(OwnTable.State.LEFT, entry.author(), entry.n())));
      ops.addAll(own.down(entry.author(), id));
    }
    if (key.hash().length > 0) {
      var once = new OwnTable.Once(id, entry.n(), key.print());
      ops.add(OwnTable.once(entry.author(), key.hash(), once, clock.instant()));
    }
    if (entry.replacesN() == 0) {
      ops.addAll(attach(entry));
    }
    ops.add(ConversationTable.done(key.token()));
    // Before the pending row goes: a process that dies in between finds it, and seals the rest.
    media.seal(entry.media());
    var event = log.prepare(ConversationEvent.write(new ConversationEvent.Said(id, entry.n())));
    ops.add(event.op());
    store.journalledBatch(ops);
    finished.put(id, entry.n());
    log.publish(event);
  }

  private List<Op> attach(Entry entry) {
    List<MediaId> files = entry.media();
    try {
      return files.isEmpty() ? List.of() : media.attach(entry.author(), files, entry.status());
    } catch (Refused _) {
      // It was there when the entry was written; a sweep after a long death may find it gone.
      return List.of();
    }
  }

  private void reach(List<Op> ops, Conversation now, AccountId member, Entry entry) {
    Optional<OwnTable.Own> stands = own.find(member, now.id());
    OwnTable.Own was = stands.orElseGet(() -> landing(member, entry));
    OwnTable.Own is =
        member.equals(entry.author())
            ? was.with(OwnTable.State.OPEN).readTo(entry.n())
            : switch (was.state()) {
              // Whoever had shut the author out and does so no more is asked like anybody else.
              case SHUT -> was.with(OwnTable.State.REQUEST);
              case LEFT -> landing(member, entry);
              case OPEN, REQUEST, DECLINED -> was;
            };
    if (stands.isEmpty() || !is.equals(was)) {
      ops.add(OwnTable.put(member, now.id(), is));
    }
    if (entry.replacesN() == 0 && strangers.hears(now, member, is.state()) >= entry.n()) {
      ops.addAll(own.bump(member, now.id(), entry.status()));
    }
  }

  /// How a member stands to it of whom nothing is known: as if it had just been begun.
  private OwnTable.Own landing(AccountId member, Entry entry) {
    return OwnTable.Own.in(
        member.equals(entry.author())
            ? OwnTable.State.OPEN
            : strangers.landing(member, entry.author()),
        entry.author(),
        // What he has read of a former stay counts no more.
        entry.content() instanceof Message.Joined(var who) && who.equals(member)
            ? entry.n() - 1
            : 0);
  }

  /// Who is a member, and the mode, follow from the entries that say so.
  private Conversation meta(ConversationId id, Entry entry) {
    while (true) {
      ConversationTable.Kept kept = table.find(id).orElseThrow();
      Conversation changed = changed(kept.shown(), entry);
      if (changed.equals(kept.shown()) || table.replace(kept, changed)) {
        return changed;
      }
    }
  }

  private Conversation changed(Conversation now, Entry entry) {
    return switch (entry.content()) {
      case Message.Words _, Message.Erased _ -> now;
      case Message.ModeChanged(var mode) -> now.with(mode, Optional.empty());
      case Message.Left _ -> {
        boolean isOfThisStay =
            now.member(entry.author()).filter(m -> m.joinedN() < entry.n()).isPresent();
        List<Conversation.Member> members =
            isOfThisStay ? now.without(entry.author(), entry.n()) : now.members();
        // Who is gone has no say in what was wished.
        yield now.with(members, Optional.empty());
      }
      case Message.Joined(var who) -> {
        if (now.has(who)) {
          yield now;
        }
        List<Conversation.Member> members = new ArrayList<>(now.members());
        members.add(new Conversation.Member(who, commitments.uri(who), entry.n() - 1, 0));
        yield now.with(List.copyOf(members), Optional.empty());
      }
    };
  }

  /// What a dead process left half done.
  ///
  /// @param turn takes the conversation's turn
  void sweep(Turn turn) {
    for (ConversationTable.Pending pending : table.allPending(PENDING_MAX)) {
      turn.take(pending.conversation(), () -> finish(pending.token()));
    }
  }

  interface Turn {
    void take(ConversationId id, Runnable work);
  }

  private void finish(byte[] token) {
    Optional<ConversationTable.Pending> pending = table.pending(token);
    if (pending.isEmpty()) {
      return;
    }
    ConversationTable.Pending of = pending.get();
    Optional<ConversationTable.Kept> kept = table.find(of.conversation());
    Optional<Entry> entry = find(of);
    if (kept.isPresent() && entry.isPresent()) {
      complete(kept.get(), entry.get(), new Key(token, of.once(), of.print()));
    } else {
      store.batch(List.of(ConversationTable.done(token)));
    }
  }

  /// What changes without an entry: written, and told to whom it concerns.
  void tell(List<Op> ops, ConversationEvent event) {
    var pending = log.prepare(ConversationEvent.write(event));
    ops.add(pending.op());
    store.journalledBatch(ops);
    log.publish(pending);
  }
}
