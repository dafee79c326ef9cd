package verbatim.excerpts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import verbatim.kernel.AccountId;

/// A message to choose from, as a member of the conversation reads it.
///
/// @param isMine his own
/// @param isRecord each member may show it
/// @param kind what it is
/// @param parts the words, each with the space behind it; empty where there are none
/// @param hidden numbers of the parts that the publisher blacks out
/// @param isLeftOut the publisher leaves it out
/// @param replacedBy its newest edit, 0 for none
/// @param replacesN the message that it is an edit of, 0 for none
/// @param answersN 0 for none
public record Piece(
    long n,
    Instant at,
    AccountId author,
    boolean isMine,
    boolean isRecord,
    Kind kind,
    List<String> parts,
    Set<Integer> hidden,
    boolean isLeftOut,
    int pictures,
    long replacedBy,
    long replacesN,
    long answersN) {
  public enum Kind {
    WORDS,
    /// Somebody came or left, or the mode changed.
    EVENT,
    ERASED,
    /// It is there for others only.
    UNSEEN
  }

  /// Whether it needs its author's yes.
  public boolean isToAsk() {
    return kind == Kind.WORDS && !isMine && !isRecord && !isLeftOut && hidden.size() < parts.size();
  }

  /// Private text is in no log.
  @Override
  public String toString() {
    return "Piece " + n;
  }
}
