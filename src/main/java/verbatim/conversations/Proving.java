package verbatim.conversations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.StatusId;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.store.Store;

/// What proofs are made of: runs of messages with what binds them, as one member may open it, and
/// what was reported, held against what was committed to.
final class Proving {
  private final ConversationTable table;
  private final OwnTable own;
  private final Reading reading;
  private final Commitments commitments;
  private final MaySee maySee;
  private final Limits limits;

  Proving(
      ConversationTable table,
      OwnTable own,
      Reading reading,
      Commitments commitments,
      MaySee maySee,
      Limits limits) {
    this.table = table;
    this.own = own;
    this.reading = reading;
    this.commitments = commitments;
    this.maySee = maySee;
    this.limits = limits;
  }

  List<Conversations.Reported> reported(StatusId status) {
    Optional<ConversationTable.Place> place = table.ofStatus(status);
    Optional<ConversationTable.Kept> kept = place.flatMap(at -> table.find(at.conversation()));
    if (place.isEmpty() || kept.isEmpty()) {
      return List.of();
    }
    ConversationId id = place.get().conversation();
    List<Long> versions = new ArrayList<>();
    versions.add(place.get().n());
    versions.addAll(table.edits(id, place.get().n(), limits.text().editsMax()));
    return versions.stream()
        .flatMap(n -> table.entry(id, n).stream())
        .map(read -> reported(kept.get(), read.entry()))
        .toList();
  }

  private Conversations.Reported reported(ConversationTable.Kept kept, Entry entry) {
    Optional<byte[]> before =
        entry.n() == 1
            ? Optional.of(kept.start())
            : table
                .entry(kept.shown().id(), entry.n() - 1)
                .map(read -> read.entry().commitment().chain());
    boolean fits = before.filter(chain -> commitments.fits(entry, chain)).isPresent();
    return new Conversations.Reported(entry.shown(kept.shown()), fits);
  }

  Optional<Conversations.Run> run(AccountId me, ConversationId id, long from, long to) {
    Optional<ConversationTable.Kept> kept =
        table
            .find(id)
            .filter(k -> k.shown().members().stream().anyMatch(m -> m.account().equals(me)));
    if (kept.isEmpty() || from < 1 || to < from || to - from >= Store.SCAN_ROWS_MAX) {
      return Optional.empty();
    }
    List<Entry> entries = table.above(id, from - 1, Math.toIntExact(to - from + 1));
    boolean isWhole =
        entries.size() == to - from + 1
            && entries.getFirst().n() == from
            && entries.getLast().n() == to;
    Optional<byte[]> prev =
        from == 1
            ? Optional.of(kept.get().start())
            : table.entry(id, from - 1).map(read -> read.entry().commitment().chain());
    if (!isWhole || prev.isEmpty()) {
      return Optional.empty();
    }
    Conversation conversation = kept.get().shown();
    long floor = own.find(me, id).map(OwnTable.Own::hiddenBeforeN).orElse(0L);
    Set<Long> hidden = reading.hidden(me, id, entries);
    MaySee.Sight sight = maySee.sight(Viewer.of(me));
    Map<AccountId, String> uris = new LinkedHashMap<>();
    conversation.members().forEach(member -> uris.put(member.account(), member.uri()));
    List<Conversations.Link> links =
        entries.stream()
            .map(
                entry -> {
                  boolean isSeen =
                      entry.author().equals(me)
                          || (entry.n() >= floor
                              && !hidden.contains(entry.n())
                              && !hidden.contains(entry.replacesN())
                              && sight.maySee(
                                  entry.author(), entry.shown(conversation).audience()));
                  return link(me, sight, conversation, entry, isSeen);
                })
            .toList();
    return Optional.of(
        new Conversations.Run(
            me, conversation.urn(), kept.get().start(), prev.get(), links, Map.copyOf(uris)));
  }

  private Conversations.Link link(
      AccountId me, MaySee.Sight sight, Conversation conversation, Entry entry, boolean isSeen) {
    Optional<Opening> opening = isSeen ? Reading.opening(me, entry) : Optional.empty();
    return new Conversations.Link(
        entry.n(),
        // What is none of his business is a place in a row: not whose, nor when.
        isSeen ? entry.at() : Instant.EPOCH,
        isSeen ? entry.author() : new AccountId(0),
        entry.commitment(),
        isSeen ? Optional.of(entry.shown(conversation)) : Optional.empty(),
        opening,
        opening.isPresent()
            ? entry.attached().stream().map(Entry.Attached::sha256).toList()
            : List.of(),
        isSeen ? reading.newestEdit(sight, conversation, entry).map(Entry::n).orElse(0L) : 0);
  }

  Optional<Conversations.Founding> founding(ConversationId id) {
    return table
        .find(id)
        .map(
            kept ->
                new Conversations.Founding(
                    Commitments.object(kept.shown(), kept.salt()),
                    kept.shown().members().subList(0, kept.shown().founders()).stream()
                        .map(Conversation.Member::account)
                        .toList()));
  }
}
