package verbatim.excerpts;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import verbatim.kernel.ConversationId;

/// What a publisher wants to show of a conversation.
///
/// @param from the first message, by its number
/// @param to the last one, shown too
/// @param hidden words that he blacks out: numbers of parts (see `sx1.Words`), by message. Of
///     another's message: what he does not even ask for
/// @param leftOut messages of which nothing is shown, nor asked for; readers see that one stands
///     there
public record Choice(
    ConversationId conversation,
    long from,
    long to,
    Map<Long, Set<Integer>> hidden,
    Set<Long> leftOut) {

  public Choice {
    Map<Long, Set<Integer>> sorted = new TreeMap<>();
    hidden.forEach(
        (n, parts) -> {
          if (!parts.isEmpty()) {
            sorted.put(n, java.util.Collections.unmodifiableSet(new TreeSet<>(parts)));
          }
        });
    hidden = java.util.Collections.unmodifiableMap(sorted);
    leftOut = java.util.Collections.unmodifiableSet(new TreeSet<>(leftOut));
  }

  /// The whole of these.
  public static Choice of(ConversationId conversation, long from, long to) {
    return new Choice(conversation, from, to, Map.of(), Set.of());
  }

  Set<Integer> hiddenIn(long n) {
    return hidden.getOrDefault(n, Set.of());
  }

  int entries() {
    return Math.toIntExact(to - from + 1);
  }
}
