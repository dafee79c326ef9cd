package verbatim.relations;

import verbatim.kernel.AccountId;

/// Who is looking.
public sealed interface Viewer {
  Viewer ANYBODY = new Anybody();

  /// Signed out.
  record Anybody() implements Viewer {}

  record Member(AccountId account) implements Viewer {}

  static Viewer of(AccountId account) {
    return new Member(account);
  }

  default boolean is(AccountId other) {
    return this instanceof Member(AccountId account) && account.equals(other);
  }
}
