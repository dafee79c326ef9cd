package verbatim.access;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import verbatim.kernel.AccountId;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// Accounts that are not members yet, in order of making. A row may be left over from a crash: who
/// reads it looks at the member.
final class Waitings {
  private static final Table JOINING = Table.plain("joining");

  /// What is missing.
  enum What {
    /// The account itself, and all that follows its making: a sign-up that was killed stays here.
    MAKING,
    CONFIRMATION,
    APPROVAL
  }

  private final Store store;
  private final AtomicLong changes = new AtomicLong();

  Waitings(Store store) {
    this.store = store;
  }

  /// Rises with each change that is made here.
  long changes() {
    return changes.get();
  }

  void add(What what, AccountId account) {
    store.put(JOINING, pk(what), Key.of(account.value()), new byte[] {1});
    changes.incrementAndGet();
  }

  /// On disk no later than the next durable write.
  void addBefore(What what, AccountId account) {
    store.putDerived(List.of(Op.put(JOINING, pk(what), Key.of(account.value()), new byte[] {1})));
  }

  void remove(What what, AccountId account) {
    store.delete(JOINING, pk(what), Key.of(account.value()));
    changes.incrementAndGet();
  }

  List<AccountId> oldest(What what, int rowsMax) {
    return store.scan(JOINING, pk(what), rowsMax).stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  private static Key pk(What what) {
    return switch (what) {
      case MAKING -> Key.of("making");
      case CONFIRMATION -> Key.of("confirmation");
      case APPROVAL -> Key.of("approval");
    };
  }
}
