package verbatim.statements;

import java.util.List;
import java.util.Optional;
import verbatim.index.Entry;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.quotecheck.Statement;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;

/// Brings the index up to the facts, one statement at a time. The fact is read and the index
/// written in the owner's turn, so that of two who do it at once the later one has the later fact:
/// nothing that was deleted comes back, whoever was slow.
final class KnownPutting {
  private final Sources sources;
  private final Keeping keeping;
  private final Turns turns = new Turns();

  KnownPutting(Sources sources, Keeping keeping) {
    this.sources = sources;
    this.keeping = keeping;
  }

  /// A status, and the series that it is a part of.
  void status(StatusId id, AccountId author) {
    turns.run(
        author.value(),
        () -> {
          put(new Ref(Ref.Kind.STATUS, id.value()), author, List.of());
          Optional<Status> published = sources.published(id);
          Optional<SeriesId> series =
              published.flatMap(status -> status.words().series()).map(Status.SeriesPlace::id);
          if (series.isPresent()) {
            series(series.get(), author);
          } else if (published.filter(KnownPutting::isPlain).isEmpty()) {
            // One that is gone takes the sentence over all parts with it.
            keeping.change(index -> index.erase(new Match.Word(KnownEntries.PART, id.toString())));
          }
          // After that: an excerpt is gone with its post too.
          if (published.map(Status::carried).orElse(Carried.NOTHING)
              instanceof Carried.Excerpt(var excerpt)) {
            put(new Ref(Ref.Kind.EXCERPT, excerpt.value()), author, List.of(id));
          }
          sources
              .carriedArticle(id)
              .ifPresent(a -> put(new Ref(Ref.Kind.EMBED, a.value()), author, List.of(id)));
        });
  }

  /// It carries nothing and never did, so it is no part of anything: there is nothing to erase, and
  /// each word to erase is looked up in all of the index.
  private static boolean isPlain(Status status) {
    return status.carried() instanceof Carried.Nothing;
  }

  private void series(SeriesId id, AccountId author) {
    List<StatusId> parts = sources.parts(id).stream().map(Status::id).toList();
    put(new Ref(Ref.Kind.SERIES, id.value()), author, parts);
  }

  private void put(Ref ref, AccountId owner, List<StatusId> parts) {
    List<Statement> wordings = sources.of(ref);
    boolean isHearsay = wordings.stream().anyMatch(Hearsay::isHearsay);
    String round = Long.toString(keeping.round());
    keeping.change(
        index -> {
          if (wordings.isEmpty()) {
            index.erase(ref.key());
          } else {
            Entry entry =
                KnownEntries.of(ref, owner, isOpen(ref, owner), wordings)
                    .mark(KnownEntries.HEARSAY, isHearsay)
                    .word(KnownEntries.ROUND, round);
            if (ref.kind() == Ref.Kind.STATUS || ref.kind() == Ref.Kind.SERIES) {
              entry.word(KnownEntries.POSTER, owner.toString());
            }
            parts.forEach(part -> KnownEntries.part(entry, part));
            index.put(entry);
          }
        });
  }

  /// What somebody registered or answered was said to everybody.
  private boolean isOpen(Ref ref, AccountId owner) {
    return switch (ref.kind()) {
      case STATUS, SERIES -> sources.isOpen(owner);
      // Of an excerpt each speaker's wish is asked for when it is found.
      case REGISTERED, ANSWER, EXCERPT, EMBED -> true;
    };
  }

  void on(StatementEvent event) {
    switch (event) {
      case StatementEvent.Turned(var id, _, _) -> {
        Ref ref = new Ref(Ref.Kind.REGISTERED, id.value());
        turns.run(id.value(), () -> putOwned(ref));
      }
      case StatementEvent.Answered(var id, _, _) -> answer(id.value());
      case StatementEvent.Dropped(var id) -> answer(id.value());
      // A question says nothing of what anybody said.
      case StatementEvent.Misquoted _,
          StatementEvent.Asked _,
          StatementEvent.SourceTurned _,
          // It stands beside a quotation; it is no source of others.
          StatementEvent.Rejoined _ -> {}
    }
  }

  private void answer(long id) {
    turns.run(id, () -> putOwned(new Ref(Ref.Kind.ANSWER, id)));
  }

  /// Of whoever vouches for it.
  private void putOwned(Ref ref) {
    put(ref, sources.owner(ref), List.of());
  }

  /// Whether its words are open to everybody.
  void account(AccountId id) {
    turns.run(
        id.value(),
        () -> {
          boolean isOpen = sources.isOpen(id);
          keeping.change(
              index -> index.mark(KnownEntries.POSTER, id.toString(), KnownEntries.OPEN, isOpen));
        });
  }

  /// All of an account that is no more.
  void forget(AccountId id) {
    turns.run(
        id.value(),
        () ->
            keeping.change(
                index -> index.erase(new Match.Word(KnownEntries.OWNER, id.toString()))));
  }
}
