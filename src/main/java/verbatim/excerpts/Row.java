package verbatim.excerpts;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.AccountId;

/// One place of an excerpt, as its readers see it.
public sealed interface Row {
  long n();

  /// @param grade whose word it is that these are his words
  /// @param pictures how many there were; none is shown
  /// @param answersN the message that it answers, 0 for none
  /// @param replacesN the message that it is an edit of, 0 for none
  /// @param replacedBy its newest edit, also where that is not in the excerpt; 0 for none
  /// @param isRecord said where all had agreed beforehand that each may show it
  record Said(
      long n,
      Instant at,
      AccountId author,
      List<Part> parts,
      Grade grade,
      int pictures,
      long answersN,
      long replacesN,
      long replacedBy,
      boolean isRecord)
      implements Row {
    public Said {
      parts = List.copyOf(parts);
    }

    /// What can be read of it, with a mark for each run that is hidden.
    public String text() {
      StringBuilder text = new StringBuilder();
      boolean wasBlack = false;
      for (Part part : parts) {
        switch (part) {
          case Part.Words(String words) -> {
            text.append(words);
            wasBlack = false;
          }
          case Part.Black _, Part.Kept _ -> {
            if (!wasBlack) {
              text.append("\u2587\u2587\u2587 ");
            }
            wasBlack = true;
          }
        }
      }
      return text.toString();
    }

    /// Says nothing of the words: in a preview they are private still.
    @Override
    public String toString() {
      return "Said " + n;
    }
  }

  /// Words of somebody else, which he has not opened. Who he is is not told.
  ///
  /// @param state how it stands with his yes
  record Sealed(long n, State state) implements Row {}

  /// Something stands there, and is not shown: left out, erased, or no words.
  ///
  /// @param isErased its author has erased it, and nobody left it out
  record LeftOut(long n, boolean isErased) implements Row {}

  /// A word with the space behind it.
  sealed interface Part {
    record Words(String text) implements Part {
      @Override
      public String toString() {
        return "Words";
      }
    }

    /// Whoever publishes it has blacked it out.
    record Black() implements Part {}

    /// Its author keeps it closed.
    record Kept() implements Part {}
  }

  enum Grade {
    /// He said so, through his server, which holds his key.
    AUTHOR,
    /// His server says so.
    OWN_SERVER,
    /// He says that they are not his.
    DENIED
  }
}
