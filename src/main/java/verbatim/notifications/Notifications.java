package verbatim.notifications;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.AccountEvent;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.NotificationId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.relations.MaySee;
import verbatim.relations.RelationEvent;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.StatusEvent;
import verbatim.statuses.Statuses;
import verbatim.store.Store;

/// Tells people what concerns them. The policy (whom to hold aside) and markers stand here too.
///
/// Whether something is told is decided when it happens; whether it is still shown is asked at each
/// reading: a deleted status, a block or a mute hides it at once.
public final class Notifications {
  /// The timelines that have a marker.
  public static final Set<String> MARKED = Set.of("home", "notifications");

  private static final int ROUNDS_MAX = 20;
  private static final int ROUND_ROWS_MIN = 40;
  private static final int GROUPED_ROWS_MAX = 1_000;
  private static final int REQUEST_COUNT_MAX = 100;
  private static final int MARKER_CHARACTERS_MAX = 20;

  private final NoticeTable table;
  private final PolicyTable policies;
  private final MarkerTable markers;
  private final Consequences consequences;
  private final Statuses statuses;
  private final Conversations conversations;
  private final MaySee maySee;
  private final Accounts accounts;
  private final InstantSource clock;

  public Notifications(
      Store store,
      Statuses statuses,
      Conversations conversations,
      Relations relations,
      MaySee maySee,
      Accounts accounts,
      InstantSource clock,
      Limits limits) {
    this.table = new NoticeTable(store);
    this.policies = new PolicyTable(store);
    this.markers = new MarkerTable(store);
    this.statuses = statuses;
    this.conversations = conversations;
    this.maySee = maySee;
    this.accounts = accounts;
    this.clock = clock;
    Telling telling =
        new Telling(table, policies, statuses, relations, maySee, accounts, clock, limits.people());
    this.consequences = new Consequences(table, telling, statuses, relations, accounts);
  }

  /// @param types only these; empty for all
  /// @param without not these
  /// @param from only from this account
  /// @param withHeldAside also what the policy sets aside
  /// @param withTalk also that somebody said something in private
  public record Query(
      Set<Notification.Type> types,
      Set<Notification.Type> without,
      Optional<AccountId> from,
      boolean withHeldAside,
      boolean withTalk) {
    public static final Query ALL = new Query(Set.of(), Set.of(), Optional.empty(), false);

    public static final Query WITHOUT_TALK =
        new Query(Set.of(), Set.of(), Optional.empty(), false, false);

    public Query(
        Set<Notification.Type> types,
        Set<Notification.Type> without,
        Optional<AccountId> from,
        boolean withHeldAside) {
      this(types, without, from, withHeldAside, true);
    }
  }

  /// Newest first.
  public List<Notification> list(AccountId reader, Query query, Page page) {
    return notices(reader, query, page).stream().map(Notifications::shown).toList();
  }

  private List<Notice> notices(AccountId reader, Query query, Page page) {
    List<Notice> shown = new ArrayList<>();
    long below = page.below();
    long above = page.above();
    int roundRows = Math.max(ROUND_ROWS_MIN, page.rowsMax());
    for (int round = 0; round < ROUNDS_MAX && shown.size() < page.rowsMax(); round++) {
      List<Notice> read = table.read(reader, below, above, page.upwards(), roundRows);
      for (Notice notice : read) {
        if (shown.size() < page.rowsMax() && shows(reader, query, notice)) {
          shown.add(notice);
        }
      }
      if (read.size() < roundRows) {
        break;
      }
      if (page.upwards()) {
        above = read.getLast().id();
      } else {
        below = read.getLast().id();
      }
    }
    shown.sort(Comparator.comparingLong(Notice::id).reversed());
    return shown;
  }

  private boolean shows(AccountId reader, Query query, Notice notice) {
    return (query.types().isEmpty() || query.types().contains(notice.type()))
        && !query.without().contains(notice.type())
        && query.from().filter(from -> !from.equals(notice.from())).isEmpty()
        && (query.withTalk() || !isOfTalk(notice))
        && (!notice.held() || query.withHeldAside() || policies.isPermitted(reader, notice.from()))
        && maySeeNow(reader, notice);
  }

  private boolean isOfTalk(Notice notice) {
    return notice.type() == Notification.Type.MENTION
        && statuses.find(new StatusId(notice.status())).isEmpty();
  }

  private boolean maySeeNow(AccountId reader, Notice notice) {
    if (notice.type() == Notification.Type.MODERATION_WARNING) {
      return true;
    }
    if (notice.type() == Notification.Type.ADMIN_SIGN_UP
        || notice.type() == Notification.Type.ADMIN_REPORT) {
      // What was told is for moderators, whom they have blocked or not, and no longer for one who
      // was.
      return accounts.find(reader).filter(Telling::isStaff).isPresent()
          && accounts.find(notice.from()).filter(Notifications::isThere).isPresent();
    }
    if (notice.type() == Notification.Type.EXCERPT_SHOWN) {
      return maySee.mayTellOfHisWords(reader, notice.from());
    }
    boolean isFromOther = !notice.from().equals(reader);
    if (isFromOther && !mayTellNow(reader, notice)) {
      return false;
    }
    if (!maySee.maySeeProfile(Viewer.of(reader), notice.from())) {
      return false;
    }
    Notification.About about = notice.type().about();
    return notice.status() == 0
        || about == Notification.About.EXCERPT
        || about == Notification.About.SUBJECT
        || maySeeStatus(reader, new StatusId(notice.status()));
  }

  private boolean maySeeStatus(AccountId reader, StatusId id) {
    Optional<Status> status = statuses.find(id);
    return status.isPresent()
        ? maySee.maySee(Viewer.of(reader), status.get().author(), status.get().audience())
        : conversations.ofStatus(Viewer.of(reader), id).isPresent();
  }

  /// What was held aside is asked for, or let through by the reader; the rest of somebody who was
  /// limited since is not shown any more.
  private boolean mayTellNow(AccountId reader, Notice notice) {
    return notice.held() || policies.isPermitted(reader, notice.from())
        ? maySee.mayTell(reader, notice.from())
        : maySee.mayNotify(reader, notice.from());
  }

  private static boolean isThere(Account account) {
    return account.standing().state() != Standing.State.DELETED;
  }

  private static Notification shown(Notice notice) {
    long number = notice.status();
    Notification.About about = notice.type().about();
    return new Notification(
        new NotificationId(notice.id()),
        notice.type(),
        notice.from(),
        about == Notification.About.STATUS && number != 0
            ? Optional.of(new StatusId(number))
            : Optional.empty(),
        about == Notification.About.REPORT ? Optional.of(new ReportId(number)) : Optional.empty(),
        about == Notification.About.WARNING ? Optional.of(new DeedId(number)) : Optional.empty(),
        about == Notification.About.EXCERPT ? Optional.of(new ExcerptId(number)) : Optional.empty(),
        about == Notification.About.SUBJECT ? number : 0,
        notice.groupKey(),
        Ids.timeOf(notice.id()));
  }

  /// Alike notifications together, newest group first.
  ///
  /// @param count how many there are (counted as far as a bounded reading goes)
  /// @param from who, newest first
  public record Group(
      String key, Notification newest, NotificationId oldest, int count, List<AccountId> from) {
    /// @param before older ones of the group; the oldest stays that of the page
    private Group and(List<Notice> before) {
      List<AccountId> all =
          Stream.concat(from.stream(), before.stream().map(Notice::from)).distinct().toList();
      return new Group(key, newest, oldest, count + before.size(), all);
    }
  }

  /// @param grouped the types to be put together; others stand alone
  public List<Group> groups(
      AccountId reader, Query query, Set<Notification.Type> grouped, Page page) {
    List<Group> some = onPage(reader, query, grouped, page);
    return page.above() == 0 || some.isEmpty() ? some : whole(reader, query, grouped, page, some);
  }

  private List<Group> onPage(
      AccountId reader, Query query, Set<Notification.Type> grouped, Page page) {
    Page wide = new Page(page.below(), page.above(), page.upwards(), GROUPED_ROWS_MAX);
    Set<String> shownBefore = keysAbove(reader, query, grouped, page);
    Map<String, List<Notice>> groups = new LinkedHashMap<>();
    for (Notice notice : notices(reader, query, wide)) {
      String key = key(notice, grouped);
      if (!shownBefore.contains(key)) {
        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(notice);
      }
    }
    List<Group> all = groups.entrySet().stream().map(e -> group(e.getKey(), e.getValue())).toList();
    if (all.size() <= page.rowsMax()) {
      return all;
    }
    return page.upwards()
        ? all.subList(all.size() - page.rowsMax(), all.size())
        : all.subList(0, page.rowsMax());
  }

  /// Whoever asks for what is new gets each group with those who were in it before.
  private List<Group> whole(
      AccountId reader, Query query, Set<Notification.Type> grouped, Page page, List<Group> some) {
    Map<String, List<Notice>> before = new HashMap<>();
    long day = Notice.day(page.above());
    Page older = new Page(page.above() + 1, Notice.endOfDay(day - 1) - 1, false, GROUPED_ROWS_MAX);
    for (Notice notice : notices(reader, query, older)) {
      before.computeIfAbsent(key(notice, grouped), _ -> new ArrayList<>()).add(notice);
    }
    return some.stream()
        .map(group -> group.and(before.getOrDefault(group.key(), List.of())))
        .toList();
  }

  /// Groups of whose day a newer part stood on the page before.
  private Set<String> keysAbove(
      AccountId reader, Query query, Set<Notification.Type> grouped, Page page) {
    if (page.below() == Long.MAX_VALUE) {
      return Set.of();
    }
    long end = Notice.endOfDay(Notice.day(page.below()));
    Set<String> keys = new HashSet<>();
    notices(reader, query, new Page(end, page.below() - 1, true, GROUPED_ROWS_MAX))
        .forEach(notice -> keys.add(key(notice, grouped)));
    return keys;
  }

  private static String key(Notice notice, Set<Notification.Type> grouped) {
    return grouped.contains(notice.type()) ? notice.groupKey() : notice.ungroupedKey();
  }

  private static Group group(String key, List<Notice> alike) {
    return new Group(
        key,
        shown(alike.getFirst()),
        new NotificationId(alike.getLast().id()),
        alike.size(),
        alike.stream().map(Notice::from).distinct().toList());
  }

  /// @throws verbatim.kernel.Refused NotFound
  public Notification get(AccountId reader, NotificationId id) {
    return shown(find(reader, id));
  }

  /// One that is shown to him now; empty also for what the policy sets aside.
  public Optional<Notification> shown(AccountId reader, NotificationId id) {
    return table
        .get(reader, id.value())
        .filter(notice -> shows(reader, Query.ALL, notice))
        .map(Notifications::shown);
  }

  private Notice find(AccountId reader, NotificationId id) {
    return table
        .get(reader, id.value())
        .filter(notice -> maySeeNow(reader, notice))
        .orElseThrow(Refusal::notFound);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public Group group(AccountId reader, String key) {
    List<Notice> alike = ofGroup(reader, key);
    if (alike.isEmpty()) {
      throw Refusal.notFound();
    }
    return group(key, alike);
  }

  private List<Notice> ofGroup(AccountId reader, String key) {
    int last = key.lastIndexOf('-');
    Optional<NotificationId> number = NotificationId.parse(key.substring(last + 1));
    if (last < 0 || number.isEmpty()) {
      return List.of();
    }
    if (key.startsWith("ungrouped-")) {
      return table
          .get(reader, number.get().value())
          .filter(notice -> maySeeNow(reader, notice))
          .map(List::of)
          .orElse(List.of());
    }
    long day = number.get().value();
    if (day > Notice.day(Long.MAX_VALUE)) {
      return List.of();
    }
    Page page =
        new Page(Notice.endOfDay(day), Notice.endOfDay(day - 1) - 1, false, GROUPED_ROWS_MAX);
    Query all = new Query(Set.of(), Set.of(), Optional.empty(), true);
    return notices(reader, all, page).stream()
        .filter(notice -> notice.groupKey().equals(key))
        .toList();
  }

  public void dismiss(AccountId reader, NotificationId id) {
    table.dismiss(reader, find(reader, id));
  }

  public void dismissGroup(AccountId reader, String key) {
    ofGroup(reader, key).forEach(notice -> table.dismiss(reader, notice));
  }

  public void clear(AccountId reader) {
    long newest =
        table.read(reader, Long.MAX_VALUE, 0, false, 1).stream().mapToLong(Notice::id).sum();
    if (newest != 0) {
      table.clear(reader, newest);
    }
  }

  /// Newer than the notifications marker, at most `max`.
  public int unread(AccountId reader, Query query, int max) {
    return notices(reader, query, new Page(Long.MAX_VALUE, readUpTo(reader), false, max)).size();
  }

  /// Groups newer than the notifications marker, at most `max`.
  public int unreadGroups(AccountId reader, Query query, Set<Notification.Type> grouped, int max) {
    return onPage(reader, query, grouped, new Page(Long.MAX_VALUE, readUpTo(reader), false, max))
        .size();
  }

  private long readUpTo(AccountId reader) {
    return markers
        .get(reader, "notifications")
        .flatMap(marker -> NotificationId.parse(marker.lastReadId()))
        .map(NotificationId::value)
        .map(Notifications::asScriptsKnowIt)
        .orElse(0L);
  }

  /// The grouped API names the newest as a number, as Mastodon does; in JavaScript it is rounded.
  /// A marker at such a number stands for every id that becomes it, or the badge would stay.
  private static long asScriptsKnowIt(long read) {
    double rounded = (double) read;
    return (long) rounded == read && read < Long.MAX_VALUE
        ? read + (long) (Math.ulp(rounded) / 2)
        : read;
  }

  /// What is done with notifications of some people: shown, set aside, or dropped. From mild to
  /// strict.
  public enum Held {
    ACCEPT,
    FILTER,
    DROP
  }

  public record Policy(
      Held notFollowing,
      Held notFollowers,
      Held newAccounts,
      Held privateMentions,
      Held limitedAccounts) {
    public static final Policy OPEN =
        new Policy(Held.ACCEPT, Held.ACCEPT, Held.ACCEPT, Held.FILTER, Held.FILTER);
  }

  public Policy policy(AccountId owner) {
    return policies.policy(owner);
  }

  public Policy change(AccountId owner, Policy policy) {
    policies.put(owner, policy);
    return policy;
  }

  /// Notifications of one account that are held aside by the policy.
  ///
  /// @param id the account's, so that asking twice names the same
  public record Request(long id, AccountId from, int count, Optional<Notification> last) {}

  public List<Request> requests(AccountId owner, Page page) {
    List<Request> requests = new ArrayList<>();
    for (PolicyTable.Waiting waiting : policies.waiting(owner, page, GROUPED_ROWS_MAX)) {
      if (requests.size() < page.rowsMax() && maySee.mayTell(owner, waiting.from())) {
        requests.add(request(owner, waiting));
      }
    }
    requests.sort(Comparator.comparingLong(Request::id).reversed());
    return List.copyOf(requests);
  }

  private Request request(AccountId owner, PolicyTable.Waiting waiting) {
    long count =
        table.causes(owner, waiting.from(), REQUEST_COUNT_MAX).stream()
            .filter(cause -> !cause.dismissed())
            .count();
    Optional<Notification> last =
        table
            .get(owner, waiting.last())
            .filter(notice -> maySeeNow(owner, notice))
            .map(Notifications::shown);
    return new Request(waiting.from().value(), waiting.from(), (int) count, last);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public Request request(AccountId owner, long id) {
    return policies.waiting(owner, new Page(id + 1, id - 1, false, 1), 1).stream()
        .findFirst()
        .map(waiting -> request(owner, waiting))
        .orElseThrow(Refusal::notFound);
  }

  /// From now on shown, and what was held aside as well.
  public void acceptRequest(AccountId owner, long id) {
    request(owner, id);
    policies.permit(owner, new AccountId(id));
  }

  public void dismissRequest(AccountId owner, long id) {
    request(owner, id);
    policies.dismiss(owner, new AccountId(id));
  }

  // ---- markers

  /// How far somebody has read: `home` or `notifications`.
  ///
  /// @param version rises by one with each change
  public record Marker(String timeline, String lastReadId, long version, Instant updatedAt) {}

  public List<Marker> markers(AccountId owner, Set<String> timelines) {
    return timelines.stream()
        .filter(MARKED::contains)
        .sorted()
        .flatMap(timeline -> markers.get(owner, timeline).stream())
        .toList();
  }

  public Marker mark(AccountId owner, String timeline, String lastReadId) {
    if (!MARKED.contains(timeline)) {
      throw Refusal.invalid("timeline", "ERR_INCLUSION", "There is no such timeline");
    }
    if (lastReadId.length() > MARKER_CHARACTERS_MAX) {
      throw Refusal.invalid("last_read_id", "ERR_TOO_LONG", "This is not an id");
    }
    return markers.put(owner, timeline, lastReadId, clock.instant());
  }

  // ---- what follows from events; each bears being called twice

  /// @param eventId of the log entry: fixes the notification's key, so that a replay writes the
  ///     same row
  /// @return who was told, by a notification with this id (what is set aside is not told)
  public List<AccountId> reported(long eventId, ReportId report, AccountId by, AccountId about) {
    return consequences.reported(eventId, report, by, about);
  }

  /// Words of this one are asked for.
  public List<AccountId> askedForWords(
      long eventId, AccountId by, AccountId of, ExcerptId excerpt) {
    return consequences.excerpt(eventId, Notification.Type.EXCERPT_ASKED, by, of, excerpt);
  }

  /// Somebody has agreed whom this one asked.
  public List<AccountId> agreedToWords(
      long eventId, AccountId who, AccountId to, ExcerptId excerpt) {
    return consequences.excerpt(eventId, Notification.Type.EXCERPT_AGREED, who, to, excerpt);
  }

  /// Words of this one are shown, as was agreed beforehand.
  public List<AccountId> shownWords(long eventId, AccountId by, AccountId of, ExcerptId excerpt) {
    return consequences.excerpt(eventId, Notification.Type.EXCERPT_SHOWN, by, of, excerpt);
  }

  /// The moderators did something against somebody.
  public List<AccountId> warned(long eventId, DeedId deed, AccountId about) {
    return consequences.warned(eventId, deed, about);
  }

  /// Something that is neither a status nor a report concerns him.
  ///
  /// @param type one of [Notification.Type#OURS]
  /// @param from whoever did it; himself where nobody else did
  public List<AccountId> about(
      long eventId, Notification.Type type, AccountId to, AccountId from, long subject) {
    return consequences.about(eventId, type, to, from, subject);
  }

  /// The same, told anew: what was told of it before is taken away.
  public List<AccountId> aboutAgain(
      long eventId, Notification.Type type, AccountId to, AccountId from, long subject) {
    // A replay finds its own row, or that it was put away.
    if (table.cause(to, type, from, subject).filter(c -> c.id() < eventId).isPresent()) {
      table.remove(to, type, from, subject);
    }
    return consequences.about(eventId, type, to, from, subject);
  }

  /// Somebody said something in private. It is told as a mention, without its words.
  public List<AccountId> said(long eventId, Message message, List<Conversations.Reached> reached) {
    return consequences.said(eventId, message, reached);
  }

  public List<AccountId> on(long eventId, StatusEvent event) {
    return consequences.on(eventId, event);
  }

  public List<AccountId> on(long eventId, RelationEvent event) {
    return consequences.on(eventId, event);
  }

  public List<AccountId> on(long eventId, AccountEvent event) {
    return consequences.on(eventId, event);
  }

  /// Erases what a deleted account was told. What others were told of it is hidden at reading.
  public void forget(AccountId account) {
    table.erase(account);
    policies.erase(account);
    markers.erase(account);
  }
}
