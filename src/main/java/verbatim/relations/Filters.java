package verbatim.relations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.FilterId;
import verbatim.kernel.StatusId;

/// What somebody does not want to read: words and single statuses, by place.
public final class Filters {
  public enum Context {
    HOME,
    NOTIFICATIONS,
    PUBLIC,
    THREAD,
    ACCOUNT
  }

  public enum Action {
    WARN,
    HIDE,
    BLUR
  }

  public record Keyword(FilterId id, String keyword, boolean wholeWord) {}

  public record FilteredStatus(FilterId id, StatusId status) {}

  public record Filter(
      FilterId id,
      String title,
      Set<Context> contexts,
      Action action,
      Optional<Instant> expiresAt,
      List<Keyword> keywords,
      List<FilteredStatus> statuses) {}

  /// A filter that fits, and by what.
  public record Match(Filter filter, List<String> keywords, List<StatusId> statuses) {}

  public List<Filter> of(AccountId owner) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Filter get(AccountId owner, FilterId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The id of the argument is ignored.
  public Filter create(AccountId owner, Filter filter) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Filter change(AccountId owner, Filter changed) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void delete(AccountId owner, FilterId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Which of the owner's running filters fit this text (words, warning, poll options, descriptions).
  public List<Match> matches(AccountId owner, StatusId status, String text) {
    throw new UnsupportedOperationException("skeleton");
  }
}
