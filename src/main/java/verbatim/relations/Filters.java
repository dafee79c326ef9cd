package verbatim.relations;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.FilterId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.store.Claim;
import verbatim.store.Row;
import verbatim.store.Store;

/// What somebody does not want to read: words and single statuses, by place.
public final class Filters {
  private static final int CACHED_MAX = 10_000;
  private static final int TOKEN_BYTES = 16;
  private static final int TRIES_MAX = 50;

  // A filter lies in one row; what four-byte letters make of a hundred keywords would not fit.
  private static final int FILTER_BYTES_MAX = Store.VALUE_BYTES_MAX - 1024;

  private final Store store;
  private final EventLog log;
  private final Ids ids;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Limits.Rows limits;

  // Loaded inside the cache's own lock for the owner: see Ties.
  private final Cache<AccountId, Kept> cache = Caches.bounded().maximumSize(CACHED_MAX).build();

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

  /// @param id `new FilterId(0)` for one that is to be added
  public record Keyword(FilterId id, String keyword, boolean wholeWord) {}

  /// @param id `new FilterId(0)` for one that is to be added
  public record FilteredStatus(FilterId id, StatusId status) {}

  public record Filter(
      FilterId id,
      String title,
      Set<Context> contexts,
      Action action,
      Optional<Instant> expiresAt,
      List<Keyword> keywords,
      List<FilteredStatus> statuses) {
    public Filter withKeywords(List<Keyword> changed) {
      return new Filter(id, title, contexts, action, expiresAt, changed, statuses);
    }

    public Filter withStatuses(List<FilteredStatus> changed) {
      return new Filter(id, title, contexts, action, expiresAt, keywords, changed);
    }
  }

  /// A filter that fits, and by what.
  public record Match(Filter filter, List<String> keywords, List<StatusId> statuses) {}

  private record Kept(List<Filter> filters, List<RunningFilter> running) {}

  public Filters(
      Store store,
      EventLog log,
      Ids ids,
      InstantSource clock,
      RandomGenerator random,
      Limits limits) {
    this.store = store;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
    this.limits = limits.rows();
  }

  public List<Filter> of(AccountId owner) {
    return kept(owner).filters();
  }

  private Kept kept(AccountId owner) {
    return cache.get(
        owner,
        key -> {
          List<Filter> filters = FilterTable.all(store, key);
          return new Kept(filters, filters.stream().map(RunningFilter::new).toList());
        });
  }

  /// @throws verbatim.kernel.Refused NotFound, also for somebody else's
  public Filter get(AccountId owner, FilterId id) {
    return of(owner).stream()
        .filter(filter -> filter.id().equals(id))
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  /// The owner's filter that has this keyword.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Filter withKeyword(AccountId owner, FilterId keyword) {
    return of(owner).stream()
        .filter(filter -> filter.keywords().stream().anyMatch(k -> k.id().equals(keyword)))
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  /// The owner's filter that has this entry for a status.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Filter withStatus(AccountId owner, FilterId entry) {
    return of(owner).stream()
        .filter(filter -> filter.statuses().stream().anyMatch(s -> s.id().equals(entry)))
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  /// The id of the argument is ignored; keywords and statuses get ids.
  ///
  /// @throws verbatim.kernel.Refused Invalid with the field that is wrong, or when there are too
  ///     many
  public Filter create(AccountId owner, Filter filter) {
    if (of(owner).size() >= limits.filtersMax()) {
      throw Refusal.invalid("base", "ERR_TOO_LONG", "You have too many filters");
    }
    Filter made = named(filter, new FilterId(ids.next()));
    byte[] value = checked(made);
    byte[] token = token();
    try {
      claim(
          () ->
              store.putIfAbsent(
                  FilterTable.FILTERS,
                  FilterTable.pk(owner),
                  FilterTable.sk(made.id()),
                  value,
                  token));
    } finally {
      uncache(owner);
    }
    tell(owner);
    return made;
  }

  /// Replaces a filter by another with its id.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Invalid
  public Filter change(AccountId owner, Filter changed) {
    return change(owner, changed.id(), _ -> changed);
  }

  /// Changes a filter by compare-and-set; the change may be called again.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Invalid
  public Filter change(AccountId owner, FilterId id, UnaryOperator<Filter> change) {
    try {
      for (int tried = 0; tried < TRIES_MAX; tried++) {
        Row row = FilterTable.row(store, owner, id).orElseThrow(Refusal::notFound);
        Filter after = named(change.apply(FilterTable.read(row)), id);
        byte[] value = checked(after);
        byte[] token = token();
        boolean applied =
            claim(
                () ->
                    store.compareAndSet(
                        FilterTable.FILTERS,
                        FilterTable.pk(owner),
                        FilterTable.sk(id),
                        row.version(),
                        value,
                        token));
        if (applied) {
          tell(owner);
          return after;
        }
      }
    } finally {
      uncache(owner);
    }
    throw Refusal.unavailable("Somebody else changes this filter; try again");
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void delete(AccountId owner, FilterId id) {
    get(owner, id);
    try {
      for (int tried = 0; tried < TRIES_MAX; tried++) {
        Optional<Row> row = FilterTable.row(store, owner, id);
        if (row.isEmpty()) {
          tell(owner);
          return;
        }
        byte[] token = token();
        long version = row.get().version();
        claim(
            () ->
                store.compareAndDelete(
                    FilterTable.FILTERS,
                    FilterTable.pk(owner),
                    FilterTable.sk(id),
                    version,
                    token));
      }
    } finally {
      uncache(owner);
    }
    throw Refusal.unavailable("Somebody else changes this filter; try again");
  }

  /// Erases all filters of a deleted account. Bears being run again.
  public void forget(AccountId owner) {
    of(owner).forEach(filter -> delete(owner, filter.id()));
  }

  private interface Asking {
    Claim ask();
  }

  private static boolean claim(Asking asking) {
    for (int tried = 0; tried < TRIES_MAX; tried++) {
      switch (asking.ask()) {
        case Claim.Applied _ -> {
          return true;
        }
        case Claim.Lost _ -> {
          return false;
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw Refusal.unavailable("The server cannot tell what came of this; look, and try again");
  }

  private void uncache(AccountId owner) {
    cache.asMap().compute(owner, (_, _) -> null);
  }

  /// Filters are claimed rows, which stand in no batch with others: a crash between a filter and
  /// its event loses the event, and with it only a hint to open streams.
  private void tell(AccountId owner) {
    uncache(owner);
    var pending = log.prepare(RelationEvent.write(new RelationEvent.FiltersChanged(owner, owner)));
    store.journalledBatch(List.of(pending.op()));
    log.publish(pending);
  }

  private byte[] token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return token;
  }

  private Filter named(Filter filter, FilterId id) {
    List<Keyword> keywords = new ArrayList<>();
    for (Keyword keyword : filter.keywords()) {
      keywords.add(new Keyword(named(keyword.id()), keyword.keyword(), keyword.wholeWord()));
    }
    List<FilteredStatus> statuses = new ArrayList<>();
    for (FilteredStatus status : filter.statuses()) {
      statuses.add(new FilteredStatus(named(status.id()), status.status()));
    }
    return new Filter(
        id,
        filter.title(),
        filter.contexts(),
        filter.action(),
        filter.expiresAt().map(end -> Instant.ofEpochMilli(end.toEpochMilli())),
        List.copyOf(keywords),
        List.copyOf(statuses));
  }

  private FilterId named(FilterId id) {
    return id.value() == 0 ? new FilterId(ids.next()) : id;
  }

  private byte[] checked(Filter filter) {
    within("title", "Title", filter.title(), limits.filterTitleCharactersMax());
    if (filter.contexts().isEmpty()) {
      throw Refusal.invalid("context", "ERR_BLANK", "Context None or invalid context supplied");
    }
    if (filter.keywords().size() > limits.filterKeywordsMax()) {
      throw Refusal.invalid("keywords_attributes", "ERR_TOO_LONG", "Keywords are too many");
    }
    for (Keyword keyword : filter.keywords()) {
      within("keyword", "Keyword", keyword.keyword(), limits.filterKeywordCharactersMax());
    }
    if (filter.statuses().size() > limits.filterStatusesMax()) {
      throw Refusal.invalid("statuses", "ERR_TOO_LONG", "Statuses are too many");
    }
    byte[] value = FilterTable.write(filter);
    if (value.length > FILTER_BYTES_MAX) {
      throw Refusal.invalid("keywords_attributes", "ERR_TOO_LONG", "Keywords are too long");
    }
    return value;
  }

  private static void within(String field, String name, String text, int max) {
    if (text.isBlank()) {
      throw Refusal.invalid(field, "ERR_BLANK", name + " can't be blank");
    }
    if (text.length() > 2 * max || text.codePointCount(0, text.length()) > max) {
      throw Refusal.invalid(
          field, "ERR_TOO_LONG", name + " is too long (maximum is " + max + " characters)");
    }
  }

  /// Which of the owner's running filters fit this text (words, warning, poll options,
  /// descriptions).
  public List<Match> matches(AccountId owner, StatusId status, String text) {
    List<RunningFilter> running = kept(owner).running();
    if (running.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    return running.stream().flatMap(filter -> filter.match(now, status, text).stream()).toList();
  }
}
