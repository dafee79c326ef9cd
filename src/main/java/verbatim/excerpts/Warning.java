package verbatim.excerpts;

import java.util.Optional;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;

/// What a publisher should know before others read it. Nothing of it stops him.
public sealed interface Warning {
  /// The words of the post repeat what is sealed below them.
  ///
  /// @param words that stand in both
  record Repeats(long n, String words) implements Warning {
    @Override
    public String toString() {
      return "Repeats " + n;
    }
  }

  /// It names somebody who was not there.
  record Names(long n, String handle) implements Warning {
    @Override
    public String toString() {
      return "Names " + n;
    }
  }

  /// It names a member whose words are sealed: the seal hides the words, and no longer whose they
  /// are.
  ///
  /// @param n 0 for the words of the post
  /// @param name as it stands there
  record Member(long n, String name) implements Warning {
    @Override
    public String toString() {
      return "Member " + n;
    }
  }

  /// There is another one of the same talk: readers can put the two together.
  record Again(ExcerptId id, Optional<StatusId> status) implements Warning {}

  /// Its author has changed it since.
  record Edited(long n, long by) implements Warning {}
}
