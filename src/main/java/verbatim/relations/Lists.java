package verbatim.relations;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.log.EventLog;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Tags;

/// Lists of accounts that somebody keeps, and the tags he follows or features. Only their owner
/// sees lists.
///
/// An account is in a list for as long as the follow lasts by which it was put there.
public final class Lists {
  private static final int CACHED_MAX = 10_000;
  private static final int LISTED_CACHED_MAX = 100_000;

  /// Even, so that the two rows of a member go together.
  private static final int DELETE_OPS_MAX = 4_000;
  private static final int SLICE = 1_000;

  private final Store store;
  private final EventLog log;
  private final Relations relations;
  private final Accounts accounts;
  private final Ids ids;
  private final Limits limits;
  private final ShelfTable table;

  // Loaded inside the cache's own lock for the owner: see Ties.
  private final Cache<AccountId, Shelf> shelves = Caches.bounded().maximumSize(CACHED_MAX).build();

  // Who stands on somebody's list: most do not, and each post would look. Loaded inside the cache's
  // own lock, like the shelves.
  private final Cache<AccountId, Boolean> listed =
      Caches.bounded().maximumSize(LISTED_CACHED_MAX).build();

  public enum Replies {
    FOLLOWED,
    LIST,
    NONE
  }

  public record AccountList(ListId id, String title, Replies replies, boolean exclusive) {}

  public record FeaturedTag(long id, String name) {}

  /// A followed tag, with the id that pages the list.
  public record FollowedTag(long position, String name) {}

  public record Membership(AccountId owner, ListId list, Replies replies, boolean exclusive) {}

  /// All that one owner keeps.
  private record Shelf(
      List<AccountList> lists,
      Map<AccountId, List<ShelfTable.Member>> members,
      Map<String, ShelfTable.Followed> tags) {
    Optional<AccountList> list(ListId id) {
      return lists.stream().filter(list -> list.id().equals(id)).findFirst();
    }

    Stream<ShelfTable.Member> in(ListId list) {
      return members.values().stream()
          .flatMap(List::stream)
          .filter(member -> member.list().equals(list));
    }
  }

  public Lists(
      Store store, EventLog log, Relations relations, Accounts accounts, Ids ids, Limits limits) {
    this.store = store;
    this.log = log;
    this.relations = relations;
    this.accounts = accounts;
    this.ids = ids;
    this.limits = limits;
    this.table = new ShelfTable(store);
  }

  private Shelf shelf(AccountId owner) {
    return shelves.get(owner, this::load);
  }

  private Shelf load(AccountId owner) {
    Map<AccountId, List<ShelfTable.Member>> members = new HashMap<>();
    for (ShelfTable.Member member : table.members(owner)) {
      members.computeIfAbsent(member.account(), _ -> new ArrayList<>(1)).add(member);
    }
    Map<String, ShelfTable.Followed> tags = new HashMap<>();
    table.tags(owner).forEach(tag -> tags.put(tag.key(), tag));
    return new Shelf(table.lists(owner), members, tags);
  }

  /// Writes, forgets what was cached, and only then tells.
  private void write(AccountId owner, AccountId about, List<Op> ops) {
    write(owner, about, ops, List.of());
  }

  // Whoever hears of it already finds the new.
  private void write(AccountId owner, AccountId about, List<Op> ops, Collection<AccountId> added) {
    var pending = log.prepare(RelationEvent.write(new RelationEvent.ShelvesChanged(owner, about)));
    List<Op> all = new ArrayList<>(ops);
    all.add(pending.op());
    try {
      store.journalledBatch(all);
    } finally {
      shelves.asMap().compute(owner, (_, _) -> null);
      added.forEach(account -> listed.asMap().compute(account, (_, _) -> null));
    }
    log.publish(pending);
  }

  public List<AccountList> of(AccountId owner) {
    return shelf(owner).lists();
  }

  /// @throws verbatim.kernel.Refused NotFound, also for somebody else's
  public AccountList get(AccountId owner, ListId id) {
    return shelf(owner).list(id).orElseThrow(Refusal::notFound);
  }

  /// @throws verbatim.kernel.Refused Invalid with field `title`, or when there are too many
  public AccountList create(AccountId owner, String title, Replies replies, boolean exclusive) {
    check(title);
    if (of(owner).size() >= limits.rows().listsMax()) {
      throw Refusal.invalid("base", "ERR_TOO_LONG", "You have reached the maximum number of lists");
    }
    var list = new AccountList(new ListId(ids.next()), title, replies, exclusive);
    write(owner, owner, List.of(ShelfTable.put(owner, list)));
    return list;
  }

  /// @throws verbatim.kernel.Refused NotFound, Invalid
  public AccountList change(AccountId owner, AccountList changed) {
    check(changed.title());
    get(owner, changed.id());
    write(owner, owner, List.of(ShelfTable.put(owner, changed)));
    return changed;
  }

  private void check(String title) {
    int max = limits.rows().listTitleCharactersMax();
    if (title.isBlank()) {
      throw Refusal.invalid("title", "ERR_BLANK", "Title can't be blank");
    }
    if (title.length() > 2 * max || title.codePointCount(0, title.length()) > max) {
      throw Refusal.invalid(
          "title", "ERR_TOO_LONG", "Title is too long (maximum is " + max + " characters)");
    }
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void delete(AccountId owner, ListId id) {
    get(owner, id);
    List<Op> ops = table.deleteList(owner, id);
    for (int from = 0; from < ops.size(); from += DELETE_OPS_MAX) {
      write(owner, owner, ops.subList(from, Math.min(from + DELETE_OPS_MAX, ops.size())));
    }
  }

  /// @throws verbatim.kernel.Refused NotFound
  public List<Relations.Entry> members(AccountId owner, ListId id, Page page) {
    get(owner, id);
    Comparator<Relations.Entry> rising = Comparator.comparingLong(Relations.Entry::position);
    List<Relations.Entry> entries =
        shelf(owner)
            .in(id)
            .filter(member -> counts(owner, member.account(), member.follow()))
            .map(member -> new Relations.Entry(member.account().value(), member.account()))
            .toList();
    return page(entries, page, rising, Relations.Entry::position);
  }

  private static <T> List<T> page(
      List<T> all, Page page, Comparator<T> rising, ToLongFunction<T> id) {
    List<T> found =
        all.stream()
            .filter(one -> page.admits(id.applyAsLong(one)))
            .sorted(page.upwards() ? rising : rising.reversed())
            .limit(page.rowsMax())
            .toList();
    return page.upwards() ? found.reversed() : found;
  }

  private boolean counts(AccountId owner, AccountId account, long follow) {
    return follow == followOf(owner, account);
  }

  /// 0 for himself, -1 for nobody followed.
  private long followOf(AccountId owner, AccountId account) {
    if (owner.equals(account)) {
      return 0;
    }
    return relations.tie(owner, account).of(owner).follow().map(Tie.Follow::position).orElse(-1L);
  }

  /// Only accounts that the owner follows (or himself) may be added: all of them, or none.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Invalid when the list would be too long
  public void add(AccountId owner, ListId id, Collection<AccountId> added) {
    get(owner, id);
    Set<AccountId> all = new HashSet<>(added);
    shelf(owner)
        .in(id)
        .filter(member -> counts(owner, member.account(), member.follow()))
        .forEach(member -> all.add(member.account()));
    if (all.size() > limits.rows().listMembersMax()) {
      throw Refusal.invalid("account_ids", "ERR_TOO_LONG", "Too many accounts in this list");
    }
    List<Op> ops = new ArrayList<>();
    for (AccountId account : Set.copyOf(added)) {
      long follow = followOf(owner, account);
      if (follow < 0 || accounts.find(account).isEmpty()) {
        throw Refusal.notFound(
            "A list holds people whom you follow: follow them first, then add them");
      }
      ops.addAll(ShelfTable.put(owner, new ShelfTable.Member(id, account, follow)));
    }
    if (!ops.isEmpty()) {
      write(owner, aboutOne(owner, added), ops, added);
    }
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void remove(AccountId owner, ListId id, Collection<AccountId> removed) {
    get(owner, id);
    List<Op> ops = new ArrayList<>();
    for (AccountId account : removed) {
      ops.addAll(ShelfTable.delete(owner, id, account));
    }
    if (!ops.isEmpty()) {
      write(owner, aboutOne(owner, removed), ops);
    }
  }

  private static AccountId aboutOne(AccountId owner, Collection<AccountId> accounts) {
    return accounts.size() == 1 ? accounts.iterator().next() : owner;
  }

  /// The owner's lists that hold this account.
  public List<AccountList> holding(AccountId owner, AccountId account) {
    Shelf shelf = shelf(owner);
    return shelf.members().getOrDefault(account, List.of()).stream()
        .filter(member -> counts(owner, account, member.follow()))
        .flatMap(member -> shelf.list(member.list()).stream())
        .toList();
  }

  /// Every list that holds this account: where its posts go.
  public List<Membership> listsWith(AccountId account) {
    if (!listed.get(account, this::isListed)) {
      return List.of();
    }
    List<Membership> found = new ArrayList<>();
    AccountId owner = new AccountId(0);
    ListId list = new ListId(0);
    List<ShelfTable.Holding> rows;
    do {
      rows = table.holding(account, owner, list, SLICE);
      for (ShelfTable.Holding row : rows) {
        owner = row.owner();
        list = row.list();
        if (counts(owner, account, row.follow())) {
          shelf(owner)
              .list(list)
              .map(l -> new Membership(row.owner(), l.id(), l.replies(), l.exclusive()))
              .ifPresent(found::add);
        }
      }
    } while (rows.size() == SLICE);
    return List.copyOf(found);
  }

  private boolean isListed(AccountId account) {
    return !table.holding(account, new AccountId(0), new ListId(0), 1).isEmpty();
  }

  /// @throws verbatim.kernel.Refused Invalid with field `name`
  public void followTag(AccountId owner, String tag) {
    String key = key(tag);
    Shelf shelf = shelf(owner);
    if (shelf.tags().containsKey(key)) {
      return;
    }
    if (shelf.tags().size() >= limits.rows().followedTagsMax()) {
      throw Refusal.invalid("name", "ERR_TOO_LONG", "You follow too many tags");
    }
    write(owner, owner, ShelfTable.put(owner, new ShelfTable.Followed(ids.next(), key, tag)));
  }

  private String key(String tag) {
    int max = limits.text().tagCharactersMax();
    if (tag.isBlank()) {
      throw Refusal.invalid("name", "ERR_BLANK", "Name can't be blank");
    }
    if (tag.length() > 2 * max || tag.codePointCount(0, tag.length()) > max) {
      throw Refusal.invalid(
          "name", "ERR_TOO_LONG", "Name is too long (maximum is " + max + " characters)");
    }
    if (tag.codePoints()
        .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == '#')) {
      throw Refusal.invalid("name", "ERR_INVALID", "Name is not a valid tag");
    }
    return Tags.key(tag);
  }

  public void unfollowTag(AccountId owner, String tag) {
    String key = key(tag);
    if (shelf(owner).tags().containsKey(key)) {
      write(owner, owner, ShelfTable.deleteTag(owner, key));
    }
  }

  public boolean followsTag(AccountId owner, String tag) {
    Shelf shelf = shelf(owner);
    return !shelf.tags().isEmpty() && shelf.tags().containsKey(Tags.key(tag));
  }

  /// The newest first, as they were written.
  public List<String> followedTags(AccountId owner, Page page) {
    return followed(owner, page).stream().map(FollowedTag::name).toList();
  }

  /// The newest first, with the ids that page them.
  public List<FollowedTag> followed(AccountId owner, Page page) {
    List<FollowedTag> all =
        shelf(owner).tags().values().stream()
            .map(tag -> new FollowedTag(tag.position(), tag.name()))
            .toList();
    return page(all, page, Comparator.comparingLong(FollowedTag::position), FollowedTag::position);
  }

  /// Who follows a tag, in slices: `after` is the last position of the slice before (0 to begin).
  /// Derived: ask [#followsTag] again at reading.
  public List<Relations.Entry> tagFollowers(String tag, long after, int rowsMax) {
    return table.tagFollowers(Tags.key(tag), after, rowsMax).stream()
        .map(owner -> new Relations.Entry(owner.value(), owner))
        .toList();
  }

  /// @throws verbatim.kernel.Refused Invalid: too many, or not a tag
  public FeaturedTag feature(AccountId owner, String tag) {
    String key = key(tag);
    List<ShelfTable.Featured> all = table.featured(owner);
    for (ShelfTable.Featured one : all) {
      if (Tags.key(one.name()).equals(key)) {
        return shown(one);
      }
    }
    if (all.size() >= limits.rows().featuredTagsMax()) {
      throw Refusal.invalid(
          "base", "ERR_TOO_LONG", "You have already featured the maximum of tags");
    }
    var made = new ShelfTable.Featured(ids.next(), tag);
    write(owner, owner, List.of(ShelfTable.put(owner, made)));
    return shown(made);
  }

  private static FeaturedTag shown(ShelfTable.Featured tag) {
    return new FeaturedTag(tag.id(), tag.name());
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void unfeature(AccountId owner, long id) {
    if (table.featured(owner).stream().noneMatch(tag -> tag.id() == id)) {
      throw Refusal.notFound();
    }
    table.deleteFeatured(owner, id);
  }

  public List<FeaturedTag> featured(AccountId owner) {
    return table.featured(owner).stream().map(Lists::shown).toList();
  }

  /// Erases all that a deleted account kept here. Bears being run again.
  public void forget(AccountId owner) {
    for (AccountList list : of(owner)) {
      delete(owner, list.id());
    }
    for (ShelfTable.Followed tag : table.tags(owner)) {
      write(owner, owner, ShelfTable.deleteTag(owner, tag.key()));
    }
    for (ShelfTable.Featured tag : table.featured(owner)) {
      table.deleteFeatured(owner, tag.id());
    }
  }
}
