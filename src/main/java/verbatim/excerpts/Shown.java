package verbatim.excerpts;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;

/// An excerpt as its readers see it, all of them alike; or as they would, in a preview.
///
/// @param address where it stands by itself, and by which proofs name it
/// @param status the post that carries it; empty before it is published
/// @param state how it stands with the other side's yes, for all of it together
/// @param since since when, [Instant#EPOCH] where that is nobody's business
/// @param rows one for each message from the first to the last
/// @param notes what others say to it
/// @param denials who says that these are not his words
/// @param members who talked: empty until all of them have agreed to be named
/// @param isChanged the words of the post were changed after somebody had agreed
public record Shown(
    ExcerptId id,
    String address,
    AccountId publisher,
    Optional<StatusId> status,
    State state,
    Instant since,
    long from,
    long to,
    List<Row> rows,
    List<Note> notes,
    List<Denial> denials,
    List<AccountId> members,
    boolean isChanged) {
  public Shown {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
    denials = List.copyOf(denials);
    members = List.copyOf(members);
  }

  /// What somebody whose words were asked for says beside them.
  public record Note(AccountId by, String text, Instant at) {
    @Override
    public String toString() {
      return "Note";
    }
  }

  /// Somebody says, signed and in public, that these messages are not his words; whether they can
  /// be read here or are sealed.
  ///
  /// @param entries their numbers
  public record Denial(AccountId by, List<Long> entries, Instant at) {
    public Denial {
      entries = List.copyOf(entries);
    }
  }

  /// Who says that this message is not his words.
  public Optional<AccountId> deniedBy(long n) {
    return denials.stream().filter(one -> one.entries().contains(n)).map(Denial::by).findFirst();
  }

  /// Whose words stand in it, each with his name: also who only added a note, or says that they are
  /// not his.
  public Set<AccountId> speakers() {
    Set<AccountId> speakers = new LinkedHashSet<>();
    for (Row row : rows) {
      if (row instanceof Row.Said said) {
        speakers.add(said.author());
      }
    }
    notes.forEach(note -> speakers.add(note.by()));
    denials.forEach(denial -> speakers.add(denial.by()));
    return Collections.unmodifiableSet(speakers);
  }

  /// Whether somebody's words are sealed.
  public boolean hasSeals() {
    return rows.stream().anyMatch(Row.Sealed.class::isInstance);
  }
}
