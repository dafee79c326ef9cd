package verbatim.relations;

import java.util.List;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;

/// For whom words are. Set once by their author, never widened by others.
public sealed interface Audience {
  /// @param listed whether public timelines, tags, search and trends show it (`public`, else
  ///     `unlisted`)
  record Everyone(boolean listed) implements Audience {}

  /// The author's followers, and the people mentioned (`private`).
  record Followers(Set<AccountId> mentioned) implements Audience {}

  /// These people only (`direct`).
  record Only(Set<AccountId> people) implements Audience {}

  /// The members of a private conversation, each for what was written while he was one.
  ///
  /// @param n which message
  /// @param withheld members whom it never reached, for they had shut its author out
  record Members(ConversationId conversation, long n, List<Seat> seats, Set<AccountId> withheld)
      implements Audience {}

  /// From when to when somebody is a member: he reads what comes after `joinedN`. Whoever has left
  /// reads nothing any more.
  ///
  /// @param leftN 0 while he is a member
  record Seat(AccountId account, long joinedN, long leftN) {
    public boolean isTaken() {
      return leftN == 0;
    }
  }

  /// The client API's word: public, unlisted, private, direct.
  default String visibility() {
    return switch (this) {
      case Everyone(boolean listed) -> listed ? "public" : "unlisted";
      case Followers _ -> "private";
      case Only _, Members _ -> "direct";
    };
  }
}
