package verbatim.notifications;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.notifications.Notifications.Held;
import verbatim.notifications.Notifications.Policy;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Whose notifications somebody wants set aside, whom he let through, and who waits.
final class PolicyTable {
  private static final Table POLICY = Table.plain("notice_policy");
  private static final Table PERMITTED = Table.plain("notice_permitted");
  private static final Table WAITING = Table.plain("notice_waiting");

  private final Store store;

  PolicyTable(Store store) {
    this.store = store;
  }

  Policy policy(AccountId owner) {
    Optional<Row> row = store.get(POLICY, key(owner), Key.NONE);
    if (row.isEmpty()) {
      return Policy.OPEN;
    }
    Bytes.Reader bytes = Bytes.read(row.get().value());
    return new Policy(held(bytes), held(bytes), held(bytes), held(bytes), held(bytes));
  }

  void put(AccountId owner, Policy policy) {
    Bytes.Writer bytes = Bytes.write(1);
    List.of(
            policy.notFollowing(),
            policy.notFollowers(),
            policy.newAccounts(),
            policy.privateMentions(),
            policy.limitedAccounts())
        .forEach(held -> bytes.text(held.name()));
    store.put(POLICY, key(owner), Key.NONE, bytes.done());
  }

  boolean isPermitted(AccountId owner, AccountId from) {
    return store.get(PERMITTED, key(owner), key(from)).isPresent();
  }

  void permit(AccountId owner, AccountId from) {
    store.batch(
        List.of(
            Op.put(PERMITTED, key(owner), key(from), Bytes.write(1).done()),
            Op.delete(WAITING, key(owner), Key.down(from.value()))));
  }

  /// @param last his newest notification that waits
  void waits(AccountId owner, AccountId from, long last) {
    Key sk = Key.down(from.value());
    boolean isKnown =
        store
            .get(WAITING, key(owner), sk)
            .filter(row -> Bytes.read(row.value()).number() >= last)
            .isPresent();
    if (!isKnown) {
      store.putDerived(
          List.of(Op.put(WAITING, key(owner), sk, Bytes.write(1).number(last).flag(true).done())));
    }
  }

  /// Takes a request from the list; it comes back when he is heard of again.
  void dismiss(AccountId owner, AccountId from) {
    long last =
        store
            .get(WAITING, key(owner), Key.down(from.value()))
            .map(row -> Bytes.read(row.value()).number())
            .orElse(0L);
    store.put(
        WAITING,
        key(owner),
        Key.down(from.value()),
        Bytes.write(1).number(last).flag(false).done());
  }

  /// @param last id of his newest notification
  record Waiting(AccountId from, long last) {}

  List<Waiting> waiting(AccountId owner, Page page, int rowsMax) {
    Store.Order order = page.upwards() ? Store.Order.DESCENDING : Store.Order.ASCENDING;
    List<Waiting> found = new ArrayList<>();
    for (Row row :
        store.scan(
            WAITING,
            key(owner),
            Key.down(page.below() - 1),
            Key.down(page.above()),
            rowsMax,
            order)) {
      Bytes.Reader bytes = Bytes.read(row.value());
      long last = bytes.number();
      if (bytes.flag()) {
        found.add(new Waiting(new AccountId(row.sk().downAt(0)), last));
      }
    }
    return found;
  }

  void erase(AccountId owner) {
    store.delete(POLICY, key(owner), Key.NONE);
    store.deleteRange(PERMITTED, key(owner), Key.of(Long.MIN_VALUE), Key.of(Long.MAX_VALUE));
    store.deleteRange(WAITING, key(owner), Key.down(Long.MAX_VALUE), Key.down(Long.MIN_VALUE));
  }

  private static Held held(Bytes.Reader bytes) {
    return Held.valueOf(bytes.text());
  }

  private static Key key(AccountId account) {
    return Key.of(account.value());
  }
}
