package verbatim.imports;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Statuses;

/// What one row of each kind of file means, and what goes that a file does not have. Every row is
/// done as if its owner had done it by hand.
public final class Taking {
  private static final int REMOVED_AT_ONCE = 200;
  private static final int PAGE_ROWS = 500;
  private static final Duration MUTE_MAX = Duration.ofDays(3_650);

  private final Accounts accounts;
  private final Relations relations;
  private final Lists lists;
  private final Statuses statuses;
  private final MaySee maySee;
  private final Addresses addresses;
  private final InstantSource clock;

  public Taking(
      Accounts accounts,
      Relations relations,
      Lists lists,
      Statuses statuses,
      MaySee maySee,
      Addresses addresses,
      InstantSource clock) {
    this.accounts = accounts;
    this.relations = relations;
    this.lists = lists;
    this.statuses = statuses;
    this.maySee = maySee;
    this.addresses = addresses;
    this.clock = clock;
  }

  // ---- what stands in a file

  /// The rows with their cells in our order, whichever columns the file names; without the line of
  /// names.
  List<List<String>> rows(Import.What what, List<List<String>> read) {
    List<String> wanted = columns(what);
    if (read.isEmpty()) {
      return List.of();
    }
    List<String> first =
        read.getFirst().stream().map(c -> c.toLowerCase(Locale.ROOT).replace("#", "")).toList();
    boolean hasNames = first.contains(wanted.getFirst());
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : hasNames ? read.subList(1, read.size()) : read) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        int column = hasNames ? first.indexOf(wanted.get(i)) : i;
        cells.add(column < 0 || column >= row.size() ? "" : row.get(column));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static List<String> columns(Import.What what) {
    return switch (what) {
      case FOLLOWING ->
          List.of("account address", "show boosts", "notify on new posts", "languages");
      case BLOCKS -> List.of("account address");
      case MUTES -> List.of("account address", "hide notifications", "ends");
      case LISTS -> List.of("list name", "account address");
      case BOOKMARKS -> List.of("uri");
      case SERVERS -> List.of("domain");
    };
  }

  // ---- taking a row

  /// @return whether what the row names was found
  boolean take(AccountId owner, Import.What what, List<String> row) {
    return switch (what) {
      case FOLLOWING -> with(seen(owner, row.get(0)), other -> follow(owner, other, row));
      case BLOCKS -> with(known(row.get(0)), other -> relations.block(owner, other));
      case MUTES -> with(known(row.get(0)), other -> mute(owner, other, row));
      case LISTS -> with(seen(owner, row.get(1)), other -> list(owner, row.get(0), other));
      case BOOKMARKS -> with(status(row.get(0)), post -> statuses.bookmark(owner, post));
      case SERVERS -> {
        relations.blockDomain(owner, row.get(0));
        yield true;
      }
    };
  }

  private static <T> boolean with(Optional<T> found, Consumer<T> deed) {
    found.ifPresent(deed);
    return found.isPresent();
  }

  private Optional<AccountId> known(String address) {
    return accounts
        .find(addresses.handle(address))
        .filter(a -> a.standing().isShownToStrangers())
        .map(Account::id);
  }

  private Optional<AccountId> seen(AccountId owner, String address) {
    return known(address).filter(id -> maySee.maySeeProfile(Viewer.of(owner), id));
  }

  private Optional<StatusId> status(String address) {
    return addresses.status(address);
  }

  private void follow(AccountId owner, AccountId other, List<String> row) {
    List<String> languages =
        Arrays.stream(row.get(3).split(",")).map(String::strip).filter(l -> !l.isEmpty()).toList();
    relations.follow(
        owner,
        other,
        new FollowOptions(
            !row.get(1).equalsIgnoreCase("false"), row.get(2).equalsIgnoreCase("true"), languages));
  }

  private void mute(AccountId owner, AccountId other, List<String> row) {
    Duration left = left(row.get(2));
    if (!left.isNegative()) {
      relations.mute(owner, other, !row.get(1).equalsIgnoreCase("false"), left);
    }
  }

  /// How long a mute lasts: zero for ever, less for one that is over.
  private Duration left(String end) {
    try {
      if (end.isEmpty()) {
        return Duration.ZERO;
      }
      Duration left = Duration.between(clock.instant(), Instant.parse(end));
      return left.isZero() ? left.minusMillis(1) : left.compareTo(MUTE_MAX) > 0 ? MUTE_MAX : left;
    } catch (DateTimeException | ArithmeticException _) {
      return Duration.ZERO;
    }
  }

  private void list(AccountId owner, String title, AccountId other) {
    Lists.AccountList list =
        titled(owner, title).orElseGet(() -> lists.create(owner, title, Lists.Replies.LIST, false));
    lists.add(owner, list.id(), List.of(other));
  }

  private Optional<Lists.AccountList> titled(AccountId owner, String title) {
    return lists.of(owner).stream().filter(l -> l.title().equals(title)).findFirst();
  }

  // ---- what the file does not have

  /// @param rows all of the file
  /// @return how many went; 0 for none left
  int removeSome(AccountId owner, Import.What what, Set<List<String>> rows) {
    return switch (what) {
      case FOLLOWING ->
          removePeople(
              page -> relations.following(owner, page),
              people(rows, 0),
              other -> relations.unfollow(owner, other));
      case BLOCKS ->
          removePeople(
              page -> relations.blocked(owner, page),
              people(rows, 0),
              other -> relations.unblock(owner, other));
      case MUTES ->
          removePeople(
              page -> relations.muted(owner, page),
              people(rows, 0),
              other -> relations.unmute(owner, other));
      case LISTS -> removeFromLists(owner, rows);
      case BOOKMARKS -> removeBookmarks(owner, rows);
      case SERVERS -> removeServers(owner, rows);
    };
  }

  private Set<AccountId> people(Collection<List<String>> rows, int column) {
    Set<AccountId> people = new HashSet<>();
    rows.forEach(row -> known(row.get(column)).ifPresent(people::add));
    return people;
  }

  private static int removePeople(
      Function<Page, List<Relations.Entry>> pages, Set<AccountId> kept, Consumer<AccountId> end) {
    List<AccountId> gone = new ArrayList<>();
    List<Relations.Entry> some = pages.apply(Page.newest(PAGE_ROWS));
    while (!some.isEmpty() && gone.size() < REMOVED_AT_ONCE) {
      some.stream()
          .map(Relations.Entry::account)
          .filter(id -> !kept.contains(id))
          .limit(REMOVED_AT_ONCE - gone.size())
          .forEach(gone::add);
      some = pages.apply(Page.below(some.getLast().position(), PAGE_ROWS));
    }
    return ended(gone, end);
  }

  /// How many of them went: what cannot be ended must not be tried for ever.
  private static <T> int ended(List<T> gone, Consumer<T> end) {
    int ended = 0;
    for (T one : gone) {
      try {
        end.accept(one);
        ended++;
      } catch (Refused e) {
        if (!(e.refusal() instanceof Refusal.NotFound)) {
          throw e;
        }
      }
    }
    return ended;
  }

  /// A list that is not in the file goes whole.
  private int removeFromLists(AccountId owner, Set<List<String>> rows) {
    int removed = 0;
    for (Lists.AccountList list : lists.of(owner)) {
      List<List<String>> of = rows.stream().filter(r -> r.get(0).equals(list.title())).toList();
      if (of.isEmpty()) {
        lists.delete(owner, list.id());
        removed++;
      } else {
        removed +=
            removePeople(
                page -> lists.members(owner, list.id(), page),
                people(of, 1),
                other -> lists.remove(owner, list.id(), List.of(other)));
      }
    }
    return removed;
  }

  private int removeBookmarks(AccountId owner, Set<List<String>> rows) {
    Set<StatusId> kept = new HashSet<>();
    rows.forEach(row -> status(row.get(0)).ifPresent(kept::add));
    List<StatusId> gone = new ArrayList<>();
    List<Statuses.Shelved> some = statuses.bookmarks(owner, Page.newest(PAGE_ROWS));
    while (!some.isEmpty() && gone.size() < REMOVED_AT_ONCE) {
      some.stream()
          .map(Statuses.Shelved::status)
          .filter(id -> !kept.contains(id))
          .limit(REMOVED_AT_ONCE - gone.size())
          .forEach(gone::add);
      some = statuses.bookmarks(owner, Page.below(some.getLast().position(), PAGE_ROWS));
    }
    return ended(gone, id -> statuses.unbookmark(owner, id));
  }

  private int removeServers(AccountId owner, Set<List<String>> rows) {
    Set<String> kept = new HashSet<>();
    rows.forEach(row -> kept.add(row.get(0).toLowerCase(Locale.ROOT)));
    List<String> gone =
        relations.blockedDomains(owner).stream()
            .filter(domain -> !kept.contains(domain))
            .limit(REMOVED_AT_ONCE)
            .toList();
    gone.forEach(domain -> relations.unblockDomain(owner, domain));
    return gone.size();
  }
}
