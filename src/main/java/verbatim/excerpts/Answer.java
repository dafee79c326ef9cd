package verbatim.excerpts;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What somebody says whose words are asked for.
public sealed interface Answer {
  /// @param open the parts that readers may see, by message; empty for all that is asked for
  /// @param context his own words to it, "" for none
  record Agree(Optional<Map<Long, Set<Integer>>> open, String context) implements Answer {
    /// To all that is asked for.
    public static Agree all() {
      return new Agree(Optional.empty(), "");
    }

    public static Agree to(Map<Long, Set<Integer>> open) {
      return new Agree(Optional.of(Map.copyOf(open)), "");
    }

    public Agree saying(String words) {
      return new Agree(open, words);
    }

    @Override
    public String toString() {
      return "Agree";
    }
  }

  /// Nobody else hears of it, ever.
  record Decline() implements Answer {}

  /// Says in public that these are not his words.
  record Deny(String context) implements Answer {
    @Override
    public String toString() {
      return "Deny";
    }
  }
}
