package verbatim.quotecheck;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;

/// Who an article says said it.
///
/// @param named the words of the article ("she", "the baker"); "" where it names nobody
/// @param name whom that means; "" while that is open
/// @param account of whom it means
/// @param candidates names it may mean, where it is open
public record Speaker(
    String named, String name, Optional<AccountId> account, List<String> candidates) {
  static final Speaker UNNAMED = new Speaker("", "", Optional.empty(), List.of());

  public Speaker {
    candidates = List.copyOf(candidates);
  }

  public boolean isResolved() {
    return !name.isEmpty();
  }
}
