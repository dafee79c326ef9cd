package verbatim.relations;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
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

  /// How this viewer stands to the authors of one page.
  public Sight sight(Viewer viewer) {
    return new Sight(viewer);
  }

  /// Whether the words of `author` for this audience may be shown to the viewer at all. A blocked
  /// viewer may not, were they for him or not; neither may anybody when the author is suspended or
  /// deleted. Whom the viewer himself blocks he may read when he asks for it, but see [#wants].
  public boolean maySee(Viewer viewer, AccountId author, Audience audience) {
    return mayRead(viewer, regard(viewer, author), audience);
  }

  private static boolean mayRead(Viewer viewer, Regard regard, Audience audience) {
    if (!regard.isVisible) {
      return false;
    }
    if (audience instanceof Audience.Members members) {
      return mayMember(viewer, members);
    }
    return switch (viewer) {
      case Viewer.Anybody _ -> mayAnybody(audience);
      case Viewer.Member(AccountId reader) ->
          regard.isHimself || mayMember(reader, regard, audience);
    };
  }

  /// A block does not take away what was said in private before it: what is written after it does
  /// not reach whoever blocks, and the one who is blocked learns nothing.
  private static boolean mayMember(Viewer viewer, Audience.Members members) {
    return members.seats().stream()
        .anyMatch(
            seat ->
                viewer.is(seat.account())
                    && seat.isTaken()
                    && members.n() > seat.joinedN()
                    && !members.withheld().contains(seat.account()));
  }

  private static boolean mayAnybody(Audience audience) {
    return switch (audience) {
      case Audience.Everyone _ -> true;
      case Audience.Followers _, Audience.Only _, Audience.Members _ -> false;
    };
  }

  private static boolean mayMember(AccountId reader, Regard regard, Audience audience) {
    if (regard.isShutOut) {
      return false;
    }
    return switch (audience) {
      case Audience.Everyone _ -> true;
      case Audience.Followers(var mentioned) ->
          regard.follow.isPresent() || mentioned.contains(reader);
      case Audience.Only(var people) -> people.contains(reader);
      case Audience.Members members -> mayMember(Viewer.of(reader), members);
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

  /// Whether the viewer is told how many posts and followers the account has: not whom it shuts
  /// out, who would find none of them.
  public boolean maySeeCounts(Viewer viewer, AccountId account) {
    return switch (viewer) {
      case Viewer.Anybody _ -> true;
      case Viewer.Member(AccountId reader) ->
          reader.equals(account)
              || !relations.blocks(account, reader) && !relations.domainBlocked(account, reader);
    };
  }

  /// Whether the viewer wants this author in timelines: not blocked either way, muted or of a
  /// domain he blocked; nor limited by the moderators, unless he follows him.
  public boolean wants(Viewer viewer, AccountId author) {
    return regard(viewer, author).isWanted;
  }

  /// [#wants] both, and whether he wants the boosts of `booster`, whom he follows.
  public boolean wantsBoost(Viewer viewer, AccountId booster, AccountId author) {
    return wantsBoost(regard(viewer, booster), regard(viewer, author));
  }

  private static boolean wantsBoost(Regard booster, Regard author) {
    return booster.isWanted
        && author.isWanted
        && booster.follow.map(FollowOptions::boosts).orElse(true);
  }

  /// Whether a notification from `from` is to be shown to `to` among the others: not that of
  /// somebody limited whom he does not follow, which [#mayTell] lets him find aside.
  public boolean mayNotify(AccountId to, AccountId from) {
    return mayTell(to, from)
        && (visible(from).filter(by -> !by.standing().limited()).isPresent()
            || relations.follows(to, from));
  }

  /// Whether `from` may tell `to` something at all, be it aside.
  public boolean mayTell(AccountId to, AccountId from) {
    if (visible(from).isEmpty() || to.equals(from)) {
      return false;
    }
    Tie tie = relations.tie(to, from);
    return !tie.blocksEitherWay()
        && !tie.of(to).mutesNotifications(clock.instant())
        && !relations.domainBlocked(to, from);
  }

  /// Whether `to` hears that words of his are shown. Whoever shows them must not take that from him
  /// with a block; his own block, or that he hides a server, does.
  public boolean mayTellOfHisWords(AccountId to, AccountId from) {
    return visible(from).isPresent()
        && !relations.blocks(to, from)
        && !relations.domainBlocked(to, from);
  }

  private Optional<Account> visible(AccountId account) {
    return accounts.find(account).filter(found -> found.standing().isShownToStrangers());
  }

  /// All that is to be known of a viewer and an author before it is decided.
  ///
  /// @param isHimself whether the viewer is the author
  /// @param isShutOut whether the author blocks the viewer, or his whole domain
  /// @param isWanted what [#wants] says
  /// @param follow how the viewer follows the author
  private record Regard(
      boolean isVisible,
      boolean isHimself,
      boolean isShutOut,
      boolean isWanted,
      Optional<FollowOptions> follow) {
    static final Regard GONE = new Regard(false, false, false, false, Optional.empty());
    static final Regard HIMSELF = new Regard(true, true, false, true, Optional.empty());
    static final Regard STRANGER = new Regard(true, false, false, true, Optional.empty());
    static final Regard LIMITED = new Regard(true, false, false, false, Optional.empty());
  }

  private Regard regard(Viewer viewer, AccountId author) {
    Account by = accounts.find(author).orElse(null);
    if (by == null || !by.standing().isShownToStrangers()) {
      return Regard.GONE;
    }
    return switch (viewer) {
      case Viewer.Anybody _ -> by.standing().limited() ? Regard.LIMITED : Regard.STRANGER;
      case Viewer.Member(AccountId reader) when reader.equals(author) -> Regard.HIMSELF;
      case Viewer.Member(AccountId reader) -> regard(reader, by);
    };
  }

  private Regard regard(AccountId reader, Account by) {
    Tie tie = relations.tie(reader, by.id());
    Tie.Side mine = tie.of(reader);
    boolean isWanted =
        !tie.blocksEitherWay()
            && !(mine.mute().isPresent() && mine.mutes(clock.instant()))
            && !relations.domainBlocked(reader, by)
            && (!by.standing().limited() || tie.follows(reader));
    return new Regard(
        true,
        false,
        tie.of(by.id()).blocks() || relations.domainBlocked(by.id(), reader),
        isWanted,
        mine.follow().map(Tie.Follow::options));
  }

  /// How one viewer stands to the authors of one page: each author is looked up once for it, for
  /// twenty posts are asked the same five questions. Made for one answer and thrown away with it,
  /// so that a block counts from the next answer on. Of one thread.
  public final class Sight {
    private final Viewer viewer;
    private final Map<AccountId, Regard> regards = new HashMap<>();

    private Sight(Viewer viewer) {
      this.viewer = viewer;
    }

    public Viewer viewer() {
      return viewer;
    }

    public boolean maySee(AccountId author, Audience audience) {
      return mayRead(viewer, regard(author), audience);
    }

    public boolean wants(AccountId author) {
      return regard(author).isWanted;
    }

    public boolean wantsBoost(AccountId booster, AccountId author) {
      return MaySee.wantsBoost(regard(booster), regard(author));
    }

    /// How the viewer follows a visible author; empty when he does not.
    public Optional<FollowOptions> following(AccountId author) {
      return regard(author).follow;
    }

    private Regard regard(AccountId author) {
      Regard known = regards.get(author);
      if (known == null) {
        known = MaySee.this.regard(viewer, author);
        regards.put(author, known);
      }
      return known;
    }
  }
}
