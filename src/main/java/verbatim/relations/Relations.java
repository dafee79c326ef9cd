package verbatim.relations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.log.EventLog;
import verbatim.store.Store;
import verbatim.text.Languages;

/// Follows, requests, blocks, mutes, private notes and blocked domains.
///
/// All that two accounts have to do with each other is one fact (see `Tie`), changed by
/// compare-and-set: whatever races is decided there, once. When a method here has returned, every
/// reader sees what it did.
public final class Relations {
  private final Store store;
  // Counts are folded late; below the limit by this much they are good enough.
  private static final int COUNT_LAG_MAX = 500;

  private final Accounts accounts;
  private final Ids ids;
  private final InstantSource clock;
  private final Limits limits;
  private final Ties ties;
  private final Rolls rolls;
  private final DomainBlocks domains;

  public Relations(
      Store store,
      EventLog log,
      Accounts accounts,
      Ids ids,
      InstantSource clock,
      RandomGenerator random,
      Limits limits) {
    this.store = store;
    this.accounts = accounts;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    this.ties = new Ties(store, log, random, accounts);
    this.rolls = new Rolls(store, ties, clock);
    this.domains = new DomainBlocks(store, clock, limits);
  }

  /// Follows, or asks to if the other is locked, lives elsewhere, or `from` is limited; following
  /// or asking again changes the options.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden (blocked either way, or oneself), Invalid
  ///     (limit)
  public Relationship follow(AccountId from, AccountId to, FollowOptions options) {
    Account asker = present(from);
    Account asked = other(from, to);
    check(options);
    if (!asked.standing().canBeReached()) {
      throw Refusal.notFound();
    }
    if (domainBlocked(from, asked)) {
      throw notAllowed();
    }
    if (!follows(from, to)) {
      leaveRoom(from);
    }
    boolean asks =
        asked.profile().locked() || !asked.handle().isHere() || asker.standing().limited();
    return change(from, to, tie -> followed(tie, from, to, options, asks));
  }

  private Tie followed(Tie tie, AccountId from, AccountId to, FollowOptions options, boolean asks) {
    if (tie.blocksEitherWay()) {
      throw notAllowed();
    }
    Tie.Side side = tie.of(from);
    if (side.follow().isPresent()) {
      return tie.with(from, side.with(side.follow().get().with(options)));
    }
    if (!asks) {
      return tie.with(from, side.with(newFollow(to, options)));
    }
    long position = side.request().map(Tie.Request::position).orElseGet(ids::next);
    return tie.with(from, side.with(new Tie.Request(position, options)));
  }

  private Tie.Follow newFollow(AccountId to, FollowOptions options) {
    int level = RollTable.level(accounts.stats(to).followers());
    return new Tie.Follow(ids.next(), options, level);
  }

  private void leaveRoom(AccountId from) {
    int max = limits.people().followsMax();
    if (accounts.stats(from).following() + COUNT_LAG_MAX >= max
        && rolls.holds(Roll.FOLLOWING, from, max)) {
      throw Refusal.invalid(
          "base", "ERR_TOO_LONG", "You cannot follow more than " + max + " people");
    }
  }

  private void check(FollowOptions options) {
    int max = limits.text().languageCharactersMax();
    boolean fits =
        options.languages().size() <= limits.rows().idsInOneRequestMax()
            && options.languages().stream().allMatch(l -> Languages.isCode(l, max));
    if (!fits) {
      throw Refusal.invalid(
          "languages", "ERR_INVALID", "Languages must be language codes (as en or pt-BR)");
    }
  }

  /// Ends a follow, or takes a request back.
  public Relationship unfollow(AccountId from, AccountId to) {
    other(from, to);
    return change(from, to, tie -> tie.with(from, tie.of(from).apart()));
  }

  /// `me` lets `follower` go.
  public Relationship removeFollower(AccountId me, AccountId follower) {
    other(me, follower);
    return change(
        me,
        follower,
        tie -> tie.follows(follower) ? tie.with(follower, tie.of(follower).apart()) : tie);
  }

  /// @throws verbatim.kernel.Refused NotFound when he does not ask
  public Relationship accept(AccountId me, AccountId asker) {
    other(me, asker);
    return change(
        me,
        asker,
        tie -> {
          Tie.Side side = tie.of(asker);
          if (side.request().isPresent()) {
            return tie.with(asker, side.with(newFollow(me, side.request().get().options())));
          }
          if (side.follow().isPresent()) {
            return tie;
          }
          throw Refusal.notFound();
        });
  }

  /// Accepts everybody who asks: for somebody who unlocks his account.
  public void acceptAll(AccountId me) {
    Page page = Page.newest(limits.rows().accountsPageMax());
    List<Entry> asking = requests(me, page);
    while (!asking.isEmpty()) {
      for (Entry entry : asking) {
        change(
            me,
            entry.account(),
            tie -> {
              Tie.Side side = tie.of(entry.account());
              return side.request().isEmpty()
                  ? tie
                  : tie.with(
                      entry.account(), side.with(newFollow(me, side.request().get().options())));
            });
      }
      asking = requests(me, Page.below(asking.getLast().position(), page.rowsMax()));
    }
  }

  /// @throws verbatim.kernel.Refused NotFound when he does not ask
  public Relationship reject(AccountId me, AccountId asker) {
    other(me, asker);
    return change(
        me,
        asker,
        tie -> {
          if (tie.of(asker).request().isEmpty()) {
            throw Refusal.notFound();
          }
          return tie.with(asker, tie.of(asker).apart());
        });
  }

  /// Ends follows, requests and recommendations both ways.
  public Relationship block(AccountId from, AccountId to) {
    other(from, to);
    return change(
        from,
        to,
        tie -> {
          Tie.Side mine = tie.of(from).apart();
          long position = mine.blocks() ? mine.blockedAt() : ids.next();
          return tie.with(to, tie.of(to).apart()).with(from, mine.blocked(position));
        });
  }

  public Relationship unblock(AccountId from, AccountId to) {
    other(from, to);
    return change(from, to, tie -> tie.with(from, tie.of(from).blocked(0)));
  }

  /// Muting again changes how.
  ///
  /// @param max zero for no end
  public Relationship mute(AccountId from, AccountId to, boolean notificationsToo, Duration max) {
    other(from, to);
    if (max.isNegative()) {
      throw Refusal.invalid("duration", "ERR_INVALID", "Duration must not be negative");
    }
    Instant until = max.isZero() ? Instant.EPOCH : end(max);
    return change(
        from,
        to,
        tie -> {
          long position = tie.of(from).mute().map(Tie.Mute::position).orElseGet(ids::next);
          var mute = new Tie.Mute(position, notificationsToo, until);
          return tie.with(from, tie.of(from).muted(Optional.of(mute)));
        });
  }

  private Instant end(Duration max) {
    // A client may ask for more than time has; a century is no end.
    Duration century = Duration.ofDays(36_525);
    return clock
        .instant()
        .plus(max.compareTo(century) < 0 ? max : century)
        .truncatedTo(ChronoUnit.MILLIS);
  }

  public Relationship unmute(AccountId from, AccountId to) {
    other(from, to);
    return change(from, to, tie -> tie.with(from, tie.of(from).muted(Optional.empty())));
  }

  /// A note on the other that only `from` sees; "" takes it away.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `comment` when it is too long
  public Relationship note(AccountId from, AccountId to, String text) {
    other(from, to);
    int max = limits.people().privateNoteCharactersMax();
    if (text.length() > 2 * max || text.codePointCount(0, text.length()) > max) {
      throw Refusal.invalid(
          "comment", "ERR_TOO_LONG", "Comment is too long (maximum is " + max + " characters)");
    }
    return change(from, to, tie -> tie.with(from, tie.of(from).noted(text)));
  }

  /// Recommends the other on one's profile, or no longer.
  ///
  /// @throws verbatim.kernel.Refused Invalid when `from` does not follow him, or recommends too
  ///     many
  public Relationship endorse(AccountId from, AccountId to, boolean endorsed) {
    other(from, to);
    if (endorsed && rolls.holds(Roll.ENDORSED, from, limits.rows().endorsementsMax())) {
      throw Refusal.invalid("base", "ERR_TOO_LONG", "You cannot feature more people");
    }
    return change(
        from,
        to,
        tie -> {
          Tie.Side mine = tie.of(from);
          if (endorsed == (mine.endorsedAt() != 0)) {
            return tie;
          }
          if (endorsed && mine.follow().isEmpty()) {
            throw Refusal.invalid(
                "base",
                "ERR_INVALID",
                "You must be already following the person you want to endorse");
          }
          return tie.with(from, mine.endorsed(endorsed ? ids.next() : 0));
        });
  }

  private Relationship change(AccountId from, AccountId to, UnaryOperator<Tie> change) {
    return seen(from, to, ties.change(from, to, change));
  }

  /// Somebody else who is there.
  private Account other(AccountId from, AccountId to) {
    if (from.equals(to)) {
      throw notAllowed();
    }
    return present(to);
  }

  private Account present(AccountId account) {
    return accounts
        .find(account)
        .filter(found -> found.standing().state() != Standing.State.DELETED)
        .orElseThrow(Refusal::notFound);
  }

  private static Refused notAllowed() {
    return Refusal.forbidden("This action is not allowed");
  }

  public Relationship relationship(AccountId from, AccountId to) {
    return seen(from, to, from.equals(to) ? Tie.blank(from, to) : ties.between(from, to));
  }

  public List<Relationship> relationships(AccountId from, Collection<AccountId> to) {
    return to.stream().map(other -> relationship(from, other)).toList();
  }

  private Relationship seen(AccountId from, AccountId to, Tie tie) {
    Tie.Side mine = tie.of(from);
    Tie.Side theirs = tie.of(to);
    Instant now = clock.instant();
    boolean mutes = mine.mutes(now);
    return new Relationship(
        to,
        mine.follow().isPresent(),
        options(mine),
        theirs.follow().isPresent(),
        mine.request().isPresent(),
        theirs.request().isPresent(),
        mine.blocks(),
        theirs.blocks(),
        mutes,
        mine.mutesNotifications(now),
        mine.mute()
            .filter(mute -> mutes && !mute.until().equals(Instant.EPOCH))
            .map(Tie.Mute::until),
        domainBlocked(from, to),
        mine.endorsedAt() != 0,
        mine.note());
  }

  private static FollowOptions options(Tie.Side side) {
    return side.follow()
        .map(Tie.Follow::options)
        .or(() -> side.request().map(Tie.Request::options))
        .orElseGet(FollowOptions::usual);
  }

  /// How `from` follows `to`; empty when he does not.
  public Optional<FollowOptions> following(AccountId from, AccountId to) {
    return from.equals(to)
        ? Optional.empty()
        : ties.between(from, to).of(from).follow().map(Tie.Follow::options);
  }

  public boolean follows(AccountId from, AccountId to) {
    return !from.equals(to) && ties.between(from, to).follows(from);
  }

  public boolean blocks(AccountId from, AccountId to) {
    return !from.equals(to) && ties.between(from, to).of(from).blocks();
  }

  Tie tie(AccountId one, AccountId other) {
    return ties.between(one, other);
  }

  /// An account in a list, with the id that pages the list (when it was put there).
  public record Entry(long position, AccountId account) {}

  public List<Entry> followers(AccountId of, Page page) {
    return rolls.page(Roll.FOLLOWERS, of, page);
  }

  public List<Entry> following(AccountId of, Page page) {
    return rolls.page(Roll.FOLLOWING, of, page);
  }

  public List<Entry> requests(AccountId to, Page page) {
    return rolls.page(Roll.REQUESTS, to, page);
  }

  public List<Entry> blocked(AccountId by, Page page) {
    return rolls.page(Roll.BLOCKED, by, page);
  }

  public List<Entry> muted(AccountId by, Page page) {
    return rolls.page(Roll.MUTED, by, page);
  }

  /// The newest first.
  public List<AccountId> endorsements(AccountId by) {
    return rolls.page(Roll.ENDORSED, by, Page.newest(limits.rows().endorsementsMax())).stream()
        .map(Entry::account)
        .toList();
  }

  /// How many follow; folded, as [verbatim.accounts.Stats].
  public long followersCount(AccountId of) {
    return accounts.stats(of).followers();
  }

  /// How far a walk over the followers of an account has come.
  ///
  /// @param bucket of those in which they lie
  /// @param below the position in it below which is still to be read
  public record FollowersFrom(int bucket, long below) {
    public static final FollowersFrom START = new FollowersFrom(0, Long.MAX_VALUE);
  }

  /// @param accounts those of this server; there may be none and yet more to come
  /// @param next where to go on, unless it is the last
  public record FollowerSlice(List<AccountId> accounts, FollowersFrom next, boolean isLast) {}

  /// Every local follower in slices of at most `rowsMax`, in no order that means anything;
  /// resumable, also much later: who came meanwhile may be among them or not. Derived: ask the
  /// truth again at reading.
  public FollowerSlice followerSlice(AccountId of, FollowersFrom from, int rowsMax) {
    return rolls.localFollowers(of, from, rowsMax);
  }

  /// Everybody with whom there is or was anything, by id; an empty slice is the end.
  ///
  /// @param after the last one before, 0 to begin
  public List<AccountId> known(AccountId of, long after, int rowsMax) {
    return ties.known(of, after, rowsMax);
  }

  /// Ends the follows and requests between the account and everybody of that domain, too.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `domain`
  public void blockDomain(AccountId by, String domain) {
    String blocked = domains.block(by, domain);
    ties.eachKnown(
        by,
        other -> {
          if (accounts.find(other).filter(a -> a.handle().domain().equals(blocked)).isPresent()) {
            ties.change(
                by,
                other,
                tie -> tie.with(by, tie.of(by).apart()).with(other, tie.of(other).apart()));
          }
        });
  }

  public void unblockDomain(AccountId by, String domain) {
    domains.unblock(by, domain);
  }

  /// In the order of letters.
  public List<String> blockedDomains(AccountId by) {
    return domains.of(by).stream().sorted().toList();
  }

  public boolean domainBlocked(AccountId by, AccountId other) {
    return accounts.find(other).filter(account -> domainBlocked(by, account)).isPresent();
  }

  boolean domainBlocked(AccountId by, Account other) {
    return !other.handle().isHere() && domains.of(by).contains(other.handle().domain());
  }

  /// Ends some relations of an account that was deleted, each with its event in the log. To be
  /// called until it says so.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account, int rowsMax) {
    if (ties.forgetSome(account, rowsMax)) {
      return true;
    }
    Suggestions.forget(store, account);
    domains.clear(account);
    return false;
  }

  /// Makes the lists of an account (followers, following …) anew from the truth.
  public void rebuild(AccountId owner) {
    ties.rewrite(owner);
  }
}
