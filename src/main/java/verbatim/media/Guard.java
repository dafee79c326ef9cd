package verbatim.media;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;

/// Whose audience protects a file. Without leave, or with a key that is none, the answer is the
/// same 404.
public sealed interface Guard {
  /// A portrait or a header: who may see the profile of its owner.
  record OfProfile(AccountId owner) implements Guard {}

  /// A custom emoji: everybody.
  record OfEmoji() implements Guard {}

  /// Who may see one of these statuses.
  record Attached(AccountId owner, List<StatusId> statuses) implements Guard {}

  /// Not attached, or no longer: its owner alone, or who holds a ticket.
  record OwnerOnly(AccountId owner) implements Guard {}
}
