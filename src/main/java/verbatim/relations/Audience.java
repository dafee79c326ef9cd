package verbatim.relations;

import java.util.Set;
import verbatim.kernel.AccountId;

/// For whom words are. Set once by their author, never widened by others.
public sealed interface Audience {
  /// @param listed whether public timelines, tags, search and trends show it (`public`, else
  ///     `unlisted`)
  record Everyone(boolean listed) implements Audience {}

  /// The author's followers, and the people mentioned (`private`).
  record Followers(Set<AccountId> mentioned) implements Audience {}

  /// These people only (`direct`).
  record Only(Set<AccountId> people) implements Audience {}

  /// The client API's word: public, unlisted, private, direct.
  default String visibility() {
    return switch (this) {
      case Everyone(boolean listed) -> listed ? "public" : "unlisted";
      case Followers _ -> "private";
      case Only _ -> "direct";
    };
  }
}
