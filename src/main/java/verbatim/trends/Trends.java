package verbatim.trends;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.statuses.Counts;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Tags;

/// What is talked about. Every few minutes the newest public statuses are looked through:
///
/// - A tag weighs the sum over the **accounts** that used it, each counted once at its last use,
///   halved for every twelve hours since. So a flood by one author weighs what one post does.
/// - A status weighs the accounts that favourited or boosted it, each once and not its author's,
///   halved by its age.
///
/// Only accounts count that are some days old, not limited and not suspended, and it takes several:
/// thirty puppets made today weigh nothing. At each reading the reasons are looked at again: a tag
/// stays while enough of the statuses that carried it are public still, a status while everybody
/// may read it. So what is deleted, and who is limited or suspended, is gone at once and not with
/// the next working out.
public final class Trends {
  static final int ACCOUNTS_MIN = 3;
  static final Duration ACCOUNT_AGE_MIN = Duration.ofDays(3);
  static final Duration KEPT = Duration.ofMinutes(5);

  private static final Duration WINDOW = Duration.ofDays(3);
  private static final double HALF_LIFE_HOURS = 12;
  private static final int LOOKED_THROUGH_MAX = 2_000;
  static final int READ_MAX = 10_000;

  /// More of one author's fill no window: else whoever posts most would push all others out of it.
  static final int COUNTED_OF_ONE_MAX = 20;

  private static final int SLICE_ROWS = 40;
  static final int OF_ONE_AUTHOR_MAX = 3;
  private static final int CANDIDATES_MAX = 100;
  private static final int PEOPLE_READ_MAX = 100;
  private static final int REASONS_MAX = 8;

  /// @param reasons statuses of different authors that carried it, the newest first
  private record Tag(String name, double weight, List<StatusId> reasons) {}

  private record Scored(Status status, double weight) {}

  private record Worked(Instant at, List<Tag> tags, List<StatusId> statuses) {}

  private final Function<Page, List<Status>> publicStatuses;
  private final Statuses statuses;
  private final Accounts accounts;
  private final MaySee maySee;
  private final InstantSource clock;
  private final int max;
  private final AtomicBoolean isWorking = new AtomicBoolean();
  private volatile Worked last = new Worked(Instant.MIN, List.of(), List.of());

  /// @param publicStatuses what everybody may read, newest first, by page
  public Trends(
      Function<Page, List<Status>> publicStatuses,
      Statuses statuses,
      Accounts accounts,
      MaySee maySee,
      InstantSource clock,
      Limits limits) {
    this.publicStatuses = publicStatuses;
    this.statuses = statuses;
    this.accounts = accounts;
    this.maySee = maySee;
    this.clock = clock;
    this.max = limits.later().trendsMax();
  }

  /// Names of tags, the most talked about first.
  public List<String> tags(int skip, int rowsMax) {
    return worked().tags().stream()
        .filter(this::stands)
        .map(Tag::name)
        .skip(skip)
        .limit(rowsMax)
        .toList();
  }

  private boolean stands(Tag tag) {
    return statuses.load(tag.reasons()).stream()
            .filter(status -> counts(status) && keys(status).contains(Tags.key(tag.name())))
            .map(Status::author)
            .distinct()
            .count()
        >= ACCOUNTS_MIN;
  }

  /// What the viewer may and wants to see of them.
  public List<Status> statuses(Viewer viewer, int skip, int rowsMax) {
    return statuses.load(worked().statuses()).stream()
        .filter(this::maybeShown)
        .filter(s -> statuses.maySee(viewer, s) && maySee.wants(viewer, s.author()))
        .skip(skip)
        .limit(rowsMax)
        .toList();
  }

  /// One at a time works it out; who comes meanwhile gets what there was.
  private Worked worked() {
    Worked was = last;
    if (was.at().isAfter(clock.instant().minus(KEPT)) || !isWorking.compareAndSet(false, true)) {
      return was;
    }
    try {
      Worked now = workOut(clock.instant());
      last = now;
      return now;
    } finally {
      isWorking.set(false);
    }
  }

  private Worked workOut(Instant now) {
    List<Status> newest = newest(now);
    return new Worked(now, tags(newest, now), popular(newest, now));
  }

  private List<Status> newest(Instant now) {
    List<Status> newest = new ArrayList<>();
    Map<AccountId, Integer> of = new HashMap<>();
    long below = Long.MAX_VALUE;
    int counted = 0;
    for (int read = 0; read < READ_MAX && counted < LOOKED_THROUGH_MAX; read += SLICE_ROWS) {
      List<Status> slice = publicStatuses.apply(Page.below(below, SLICE_ROWS));
      if (slice.isEmpty() || slice.getFirst().createdAt().isBefore(now.minus(WINDOW))) {
        break;
      }
      for (Status status : slice) {
        if (of.merge(status.author(), 1, Integer::sum) <= COUNTED_OF_ONE_MAX) {
          counted++;
          if (counts(status)) {
            newest.add(status);
          }
        }
      }
      below = slice.getLast().id().value();
    }
    return newest;
  }

  // ---- tags

  private List<Tag> tags(List<Status> newest, Instant now) {
    Map<String, Map<AccountId, Status>> uses = new LinkedHashMap<>();
    Map<String, String> names = new HashMap<>();
    for (Status status : newest) {
      for (String name : status.words().tags()) {
        names.putIfAbsent(Tags.key(name), name);
        uses.computeIfAbsent(Tags.key(name), _ -> new LinkedHashMap<>())
            .putIfAbsent(status.author(), status);
      }
    }
    return uses.entrySet().stream()
        .filter(use -> use.getValue().size() >= ACCOUNTS_MIN)
        .map(
            use ->
                tag(names.getOrDefault(use.getKey(), use.getKey()), use.getValue().values(), now))
        .sorted(Comparator.comparingDouble(Tag::weight).reversed())
        .limit(max)
        .toList();
  }

  private static Tag tag(String name, Collection<Status> lastUses, Instant now) {
    double weight = lastUses.stream().mapToDouble(status -> freshness(status, now)).sum();
    return new Tag(name, weight, lastUses.stream().limit(REASONS_MAX).map(Status::id).toList());
  }

  private static double freshness(Status status, Instant now) {
    double hours = Duration.between(status.createdAt(), now).toMinutes() / 60.0;
    return Math.pow(0.5, Math.max(0, hours) / HALF_LIFE_HOURS);
  }

  // ---- statuses

  /// First by what is counted anyway, then the few at the top by who it was.
  private List<StatusId> popular(List<Status> newest, Instant now) {
    Map<AccountId, List<Scored>> byAuthor =
        newest.stream()
            .filter(this::maybeShown)
            .map(s -> new Scored(s, counted(s.id()) * freshness(s, now)))
            .filter(scored -> scored.weight() > 0)
            .collect(Collectors.groupingBy(scored -> scored.status().author()));
    return byAuthor.values().stream()
        .flatMap(some -> top(some.stream(), OF_ONE_AUTHOR_MAX))
        .sorted(Comparator.comparingDouble(Scored::weight).reversed())
        .limit(CANDIDATES_MAX)
        .map(candidate -> new Scored(candidate.status(), weight(candidate.status(), now)))
        .filter(scored -> scored.weight() > 0)
        .sorted(Comparator.comparingDouble(Scored::weight).reversed())
        .limit(max)
        .map(scored -> scored.status().id())
        .toList();
  }

  private static Stream<Scored> top(Stream<Scored> some, int count) {
    return some.sorted(Comparator.comparingDouble(Scored::weight).reversed()).limit(count);
  }

  private long counted(StatusId id) {
    Counts counts = statuses.counts(id);
    return counts.favourites() + counts.boosts();
  }

  private double weight(Status status, Instant now) {
    Set<AccountId> people = people(status.id());
    people.remove(status.author());
    long many = people.stream().filter(this::counts).count();
    return many < ACCOUNTS_MIN ? 0 : many * freshness(status, now);
  }

  private Set<AccountId> people(StatusId id) {
    Page page = Page.newest(PEOPLE_READ_MAX);
    Set<AccountId> people = new LinkedHashSet<>();
    try {
      statuses.favouritedBy(Viewer.ANYBODY, id, page).forEach(by -> people.add(by.account()));
      statuses.boostedBy(Viewer.ANYBODY, id, page).forEach(by -> people.add(by.account()));
    } catch (Refused _) {
      // Deleted since it was listed: nobody counts any more.
      people.clear();
    }
    return people;
  }

  // ---- who and what counts

  private boolean counts(Status status) {
    return !status.isBoost()
        && status.audience() instanceof Audience.Everyone(boolean listed)
        && listed
        && counts(status.author());
  }

  private boolean counts(AccountId id) {
    Instant since = clock.instant().minus(ACCOUNT_AGE_MIN);
    Optional<Account> account = accounts.find(id);
    return account
        .filter(a -> a.standing().mayAct() && a.standing().isOfferedToStrangers())
        .filter(a -> a.createdAt().isBefore(since))
        .isPresent();
  }

  /// Shown to strangers are only words whose author wants to be found, and nothing behind a
  /// warning.
  private boolean maybeShown(Status status) {
    return counts(status)
        && !status.words().sensitive()
        && accounts.find(status.author()).filter(a -> a.profile().discoverable()).isPresent();
  }

  private static Set<String> keys(Status status) {
    return status.words().tags().stream().map(Tags::key).collect(Collectors.toSet());
  }
}
