package verbatim.statements;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import verbatim.index.Entry;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.Statement;

/// What stands in the index of a statement: its words in twos and threes, so that a quotation is
/// found by any few words in a row that were not changed.
final class KnownEntries {
  static final String RUNS = "runs";
  static final String SPEAKER = "speaker";

  /// Whose row it is: what is erased with an account.
  static final String OWNER = "owner";

  /// Who posted it: only posts are open or not as their author wishes.
  static final String POSTER = "poster";

  static final String PART = "part";
  static final String ROUND = "round";

  /// Whether it is compared with whatever anybody checks.
  static final String OPEN = "open";

  /// Whether somebody says that another said it.
  static final String HEARSAY = "hearsay";

  private KnownEntries() {}

  /// @param wordings every state of it; not empty
  static Entry of(Ref ref, AccountId owner, boolean isOpen, List<Statement> wordings) {
    Entry entry =
        new Entry(ref.key(), ref.number()).word(OWNER, owner.toString()).mark(OPEN, isOpen);
    Set<String> runs = new LinkedHashSet<>();
    wordings.forEach(wording -> runs.addAll(wording.shingles()));
    runs.forEach(run -> entry.word(RUNS, run));
    wordings.stream()
        .flatMap(wording -> wording.speaker().account().stream())
        .distinct()
        .forEach(speaker -> entry.word(SPEAKER, speaker.toString()));
    return entry;
  }

  static Entry part(Entry entry, StatusId part) {
    return entry.word(PART, part.toString());
  }
}
