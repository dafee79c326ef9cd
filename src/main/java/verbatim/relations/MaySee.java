package verbatim.relations;

import java.time.InstantSource;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;

/// Who may read: the only code that decides. Every list and answer asks it at reading, whatever the
/// derived rows say. It reads memory: a page of twenty costs twenty looks at a cached pair.
public final class MaySee {
  private final Relations relations;
  private final Accounts accounts;
  private final InstantSource clock;

  public MaySee(Relations relations, Accounts accounts, InstantSource clock) {
    this.relations = relations;
    this.accounts = accounts;
    this.clock = clock;
  }

  /// Whether the words of `author` for this audience may be shown to the viewer at all. A blocked
  /// viewer may not, were they for him or not; neither may anybody when the author is suspended or
  /// deleted. Whom the viewer himself blocks he may read when he asks for it, but see [#wants].
  public boolean maySee(Viewer viewer, AccountId author, Audience audience) {
    Optional<Account> by = visible(author);
    if (by.isEmpty()) {
      return false;
    }
    return switch (viewer) {
      case Viewer.Anybody _ -> mayAnybody(audience);
      case Viewer.Member(AccountId reader) when reader.equals(author) -> true;
      case Viewer.Member(AccountId reader) -> mayMember(reader, author, audience);
    };
  }

  private static boolean mayAnybody(Audience audience) {
    return switch (audience) {
      case Audience.Everyone _ -> true;
      case Audience.Followers _ -> false;
      case Audience.Only _ -> false;
    };
  }

  private boolean mayMember(AccountId reader, AccountId author, Audience audience) {
    Tie tie = relations.tie(reader, author);
    if (tie.of(author).blocks() || relations.domainBlocked(author, reader)) {
      return false;
    }
    return switch (audience) {
      case Audience.Everyone _ -> true;
      case Audience.Followers(var mentioned) -> tie.follows(reader) || mentioned.contains(reader);
      case Audience.Only(var people) -> people.contains(reader);
    };
  }

  /// Whether the viewer may see that this account exists, with its profile. A block hides words,
  /// not the profile: the blocked would learn nothing that he does not learn signed out.
  public boolean maySeeProfile(Viewer viewer, AccountId account) {
    return switch (viewer) {
      case Viewer.Anybody _ -> visible(account).isPresent();
      case Viewer.Member(AccountId reader) ->
          reader.equals(account) || visible(account).isPresent();
    };
  }

  /// Whether the viewer may see whom the account follows and who follows it.
  public boolean maySeeCollections(Viewer viewer, AccountId account) {
    if (viewer.is(account)) {
      return true;
    }
    Optional<Account> owner = visible(account);
    if (owner.isEmpty() || owner.get().profile().hidesCollections()) {
      return false;
    }
    return switch (viewer) {
      case Viewer.Anybody _ -> true;
      case Viewer.Member(AccountId reader) -> !relations.blocks(account, reader);
    };
  }

  /// Whether the viewer wants this author in timelines: not blocked either way, muted or of a
  /// domain he blocked; nor limited by the moderators, unless he follows him.
  public boolean wants(Viewer viewer, AccountId author) {
    Optional<Account> by = visible(author);
    if (by.isEmpty()) {
      return false;
    }
    boolean limited = by.get().standing().limited();
    return switch (viewer) {
      case Viewer.Anybody _ -> !limited;
      case Viewer.Member(AccountId reader) when reader.equals(author) -> true;
      case Viewer.Member(AccountId reader) -> {
        Tie tie = relations.tie(reader, author);
        yield !tie.blocksEitherWay()
            && !tie.of(reader).mutes(clock.instant())
            && !relations.domainBlocked(reader, author)
            && (!limited || tie.follows(reader));
      }
    };
  }

  /// [#wants] both, and whether he wants the boosts of `booster`, whom he follows.
  public boolean wantsBoost(Viewer viewer, AccountId booster, AccountId author) {
    if (!wants(viewer, booster) || !wants(viewer, author)) {
      return false;
    }
    return switch (viewer) {
      case Viewer.Anybody _ -> true;
      case Viewer.Member(AccountId reader) ->
          relations.following(reader, booster).map(FollowOptions::boosts).orElse(true);
    };
  }

  /// Whether a notification from `from` is to be shown to `to`.
  public boolean mayNotify(AccountId to, AccountId from) {
    Optional<Account> by = visible(from);
    if (by.isEmpty() || to.equals(from)) {
      return false;
    }
    Tie tie = relations.tie(to, from);
    return !tie.blocksEitherWay()
        && !tie.of(to).mutesNotifications(clock.instant())
        && !relations.domainBlocked(to, from)
        && (!by.get().standing().limited() || tie.follows(to));
  }

  private Optional<Account> visible(AccountId account) {
    return accounts.find(account).filter(found -> found.standing().isVisible());
  }
}
