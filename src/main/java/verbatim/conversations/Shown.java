package verbatim.conversations;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;

/// A conversation as one member sees it.
///
/// @param isRequest a stranger began it, and he has not accepted yet
/// @param lastN the newest that he may see, 0 for none
/// @param last the newest message, edits put in place; empty when nothing was said yet
/// @param position by which his list is paged
/// @param names what he calls the others, where he calls them something
/// @param readTo how far others have read, where they and he let it be seen
public record Shown(
    Conversation conversation,
    boolean isRequest,
    boolean isMuted,
    boolean isUnread,
    long lastN,
    long lastReadN,
    Optional<Seen> last,
    StatusId position,
    List<AccountId> others,
    Map<AccountId, String> names,
    Map<AccountId, Long> readTo) {}
