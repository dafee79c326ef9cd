package verbatim.timelines;

import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;

/// One kept timeline: somebody's home, one of his lists, the outbox of an author with too many
/// followers to be pushed, or the newest public statuses from here or elsewhere.
///
/// @param id of the account or the list, or a scope's code
record Feed(Kind kind, long id) {
  enum Kind {
    HOME(1),
    LIST(2),
    OUTBOX(3),
    PUBLIC(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /// As it stands in keys.
    int code() {
      return code;
    }
  }

  static Feed home(AccountId owner) {
    return new Feed(Kind.HOME, owner.value());
  }

  static Feed of(ListId list) {
    return new Feed(Kind.LIST, list.value());
  }

  static Feed outbox(AccountId author) {
    return new Feed(Kind.OUTBOX, author.value());
  }
}
