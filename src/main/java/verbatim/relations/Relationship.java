package verbatim.relations;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;

/// What one account has to do with another, seen from the first: the client API's Relationship.
///
/// @param options how the first follows the second; meaningful while following or requested
/// @param mutedUntil end of the mute; empty: no mute, or one without end
public record Relationship(
    AccountId other,
    boolean following,
    FollowOptions options,
    boolean followedBy,
    boolean requested,
    boolean requestedBy,
    boolean blocking,
    boolean blockedBy,
    boolean muting,
    boolean mutingNotifications,
    Optional<Instant> mutedUntil,
    boolean domainBlocking,
    boolean endorsed,
    String note) {}
