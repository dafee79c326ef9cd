package verbatim.relations;

import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How lists and tags lie on disk.
final class ShelfTable {
  /// Owner | list → title, rules.
  private static final Table LISTS = Table.plain("list");

  /// Owner | list, member → the follow that makes it count.
  private static final Table MEMBERS = Table.plain("list-member");

  /// Member | owner, list → nothing: where its posts go.
  private static final Table HOLDING = Table.plain("list-holding");

  /// Owner | tag → when, name as written.
  private static final Table TAGS = Table.plain("tag-followed");

  /// Tag | owner → nothing.
  private static final Table TAG_FOLLOWERS = Table.plain("tag-follower");

  /// Owner | id → name as written.
  private static final Table FEATURED = Table.plain("tag-featured");

  private static final Key ALL_IDS = Key.of(Long.MAX_VALUE);

  private final Store store;

  ShelfTable(Store store) {
    this.store = store;
  }

  /// @param follow position of the follow by which the owner may have him in the list; 0 for
  ///     himself. When he unfollows, the membership is over, also if he follows again.
  record Member(ListId list, AccountId account, long follow) {}

  record Followed(long position, String key, String name) {}

  record Featured(long id, String name) {}

  List<Lists.AccountList> lists(AccountId owner) {
    return store.scan(LISTS, Key.of(owner.value()), Store.SCAN_ROWS_MAX).stream()
        .map(ShelfTable::list)
        .toList();
  }

  private static Lists.AccountList list(Row row) {
    var bytes = Bytes.read(row.value());
    ListId id = new ListId(row.sk().longAt(0));
    return new Lists.AccountList(id, bytes.text(), replies((int) bytes.number()), bytes.flag());
  }

  static Op put(AccountId owner, Lists.AccountList list) {
    byte[] value =
        Bytes.write(1)
            .text(list.title())
            .number(number(list.replies()))
            .flag(list.exclusive())
            .done();
    return Op.put(LISTS, Key.of(owner.value()), Key.of(list.id().value()), value);
  }

  /// The list itself last, so that it can be asked for again while members are left.
  List<Op> deleteList(AccountId owner, ListId list) {
    List<Op> ops = new ArrayList<>();
    for (Member member : members(owner)) {
      if (member.list().equals(list)) {
        ops.addAll(delete(owner, list, member.account()));
      }
    }
    ops.add(Op.delete(LISTS, Key.of(owner.value()), Key.of(list.value())));
    return ops;
  }

  List<Member> members(AccountId owner) {
    List<Member> all = new ArrayList<>();
    Key from = Key.of(0);
    List<Row> rows;
    do {
      rows =
          store.scan(
              MEMBERS,
              Key.of(owner.value()),
              from,
              ALL_IDS,
              Store.SCAN_ROWS_MAX,
              Store.Order.ASCENDING);
      for (Row row : rows) {
        all.add(
            new Member(
                new ListId(row.sk().longAt(0)),
                new AccountId(row.sk().longAt(8)),
                Bytes.read(row.value()).number()));
        from = row.sk().andByte(0);
      }
    } while (rows.size() == Store.SCAN_ROWS_MAX);
    return all;
  }

  static List<Op> put(AccountId owner, Member member) {
    return List.of(
        Op.put(
            MEMBERS,
            Key.of(owner.value()),
            Key.of(member.list().value()).and(member.account().value()),
            Bytes.write(1).number(member.follow()).done()),
        Op.put(
            HOLDING,
            Key.of(member.account().value()),
            Key.of(owner.value()).and(member.list().value()),
            Bytes.write(1).number(member.follow()).done()));
  }

  static List<Op> delete(AccountId owner, ListId list, AccountId account) {
    return List.of(
        Op.delete(MEMBERS, Key.of(owner.value()), Key.of(list.value()).and(account.value())),
        Op.delete(HOLDING, Key.of(account.value()), Key.of(owner.value()).and(list.value())));
  }

  record Holding(AccountId owner, ListId list, long follow) {}

  /// Where a member is, from `after` (exclusive) on.
  List<Holding> holding(AccountId member, AccountId afterOwner, ListId afterList, int rowsMax) {
    return store
        .scan(
            HOLDING,
            Key.of(member.value()),
            Key.of(afterOwner.value()).and(afterList.value()).andByte(0),
            ALL_IDS,
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(
            row ->
                new Holding(
                    new AccountId(row.sk().longAt(0)),
                    new ListId(row.sk().longAt(8)),
                    Bytes.read(row.value()).number()))
        .toList();
  }

  List<Followed> tags(AccountId owner) {
    return store.scan(TAGS, Key.of(owner.value()), Store.SCAN_ROWS_MAX).stream()
        .map(
            row -> {
              var bytes = Bytes.read(row.value());
              return new Followed(bytes.number(), row.sk().textAt(0), bytes.text());
            })
        .toList();
  }

  static List<Op> put(AccountId owner, Followed tag) {
    return List.of(
        Op.put(
            TAGS,
            Key.of(owner.value()),
            Key.of(tag.key()),
            Bytes.write(1).number(tag.position()).text(tag.name()).done()),
        Op.put(TAG_FOLLOWERS, Key.of(tag.key()), Key.of(owner.value()), Bytes.write(1).done()));
  }

  static List<Op> deleteTag(AccountId owner, String key) {
    return List.of(
        Op.delete(TAGS, Key.of(owner.value()), Key.of(key)),
        Op.delete(TAG_FOLLOWERS, Key.of(key), Key.of(owner.value())));
  }

  List<AccountId> tagFollowers(String key, long after, int rowsMax) {
    return store
        .scan(
            TAG_FOLLOWERS,
            Key.of(key),
            Key.of(after).andByte(0),
            ALL_IDS,
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  List<Featured> featured(AccountId owner) {
    return store.scan(FEATURED, Key.of(owner.value()), Store.SCAN_ROWS_MAX).stream()
        .map(
            row -> {
              var bytes = Bytes.read(row.value());
              return new Featured(row.sk().longAt(0), bytes.text());
            })
        .toList();
  }

  static Op put(AccountId owner, Featured tag) {
    byte[] value = Bytes.write(1).text(tag.name()).done();
    return Op.put(FEATURED, Key.of(owner.value()), Key.of(tag.id()), value);
  }

  void deleteFeatured(AccountId owner, long id) {
    store.delete(FEATURED, Key.of(owner.value()), Key.of(id));
  }

  private static int number(Lists.Replies replies) {
    return switch (replies) {
      case FOLLOWED -> 1;
      case LIST -> 2;
      case NONE -> 3;
    };
  }

  private static Lists.Replies replies(int number) {
    return switch (number) {
      case 1 -> Lists.Replies.FOLLOWED;
      case 2 -> Lists.Replies.LIST;
      case 3 -> Lists.Replies.NONE;
      default -> throw new IllegalStateException("replies " + number);
    };
  }
}
