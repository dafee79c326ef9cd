package verbatim.timelines;

import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.relations.Audience;
import verbatim.relations.FollowOptions;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// What belongs into which timeline, asked at each reading. Whether somebody may read at all is
/// [MaySee]'s alone; this adds what he asked for: whom he follows, which replies, languages and
/// boosts.
final class Admission {
  private final Statuses statuses;
  private final Relations relations;
  private final Lists lists;
  private final MaySee maySee;
  private final Accounts accounts;
  private final int membersMax;

  Admission(
      Statuses statuses,
      Relations relations,
      Lists lists,
      MaySee maySee,
      Accounts accounts,
      int membersMax) {
    this.statuses = statuses;
    this.relations = relations;
    this.lists = lists;
    this.maySee = maySee;
    this.accounts = accounts;
    this.membersMax = membersMax;
  }

  /// One reader's look at one page.
  ///
  /// @param hasExclusive whether a list of his keeps its members out of his home
  record Look(AccountId owner, MaySee.Sight sight, boolean hasExclusive) {}

  Look look(AccountId owner) {
    return new Look(
        owner,
        maySee.sight(Viewer.of(owner)),
        lists.of(owner).stream().anyMatch(Lists.AccountList::exclusive));
  }

  MaySee.Sight sight(Viewer viewer) {
    return maySee.sight(viewer);
  }

  boolean home(Look look, Status status) {
    AccountId owner = look.owner();
    AccountId author = status.author();
    if (author.equals(owner)) {
      return statuses.maySee(look.sight(), status);
    }
    if (look.sight().following(author).isPresent()
        && followed(look, status)
        && !(look.hasExclusive() && goesToLists(status) && isOnExclusiveList(owner, author))) {
      return true;
    }
    return hasFollowedTag(owner, status)
        && wantsAll(look.sight(), status)
        && statuses.maySee(look.sight(), status);
  }

  /// What is said to some only stands on no list: a list may be open where others look on.
  private static boolean goesToLists(Status status) {
    return !(status.audience() instanceof Audience.Only);
  }

  /// @param members of the list
  boolean list(Look look, Lists.AccountList list, Set<AccountId> members, Status status) {
    return goesToLists(status)
        && members.contains(status.author())
        && repliesFit(look.owner(), list, members, status)
        && (status.author().equals(look.owner())
            ? statuses.maySee(look.sight(), status)
            : followed(look, status));
  }

  /// Whether a follower's rows hold it at all; that alone decides what is pushed and what a
  /// rebuilding takes, so that the two agree. It depends on nothing but the truth of follows. A
  /// reply to somebody else is for those who follow both.
  boolean isForFollower(AccountId follower, Status status) {
    if (status.author().equals(follower)) {
      return true;
    }
    if (status.audience() instanceof Audience.Only(var people) && !people.contains(follower)) {
      return false;
    }
    return switch (status.content()) {
      case Status.Boost _ -> true;
      case Status.Words words -> {
        AccountId answered = answered(words).orElse(follower);
        yield answered.equals(follower)
            || answered.equals(status.author())
            || relations.follows(follower, answered);
      }
    };
  }

  /// Public timelines of the whole server and of tags: limited accounts are left out.
  boolean everybody(MaySee.Sight sight, Status status) {
    return isPublicWords(status)
        && statuses.maySee(sight, status)
        && wantsAll(sight, status)
        && isOffered(status.author());
  }

  boolean isOffered(AccountId author) {
    return accounts.find(author).filter(a -> a.standing().isOfferedToStrangers()).isPresent();
  }

  boolean account(MaySee.Sight sight, Status status) {
    return statuses.maySee(sight, status)
        && switch (status.content()) {
          case Status.Words _ -> true;
          case Status.Boost(_, var ofAuthor) ->
              sight.viewer().is(status.author()) || wantsOrIs(sight, ofAuthor);
        };
  }

  static boolean isPublicWords(Status status) {
    return !status.isBoost()
        && status.audience() instanceof Audience.Everyone(boolean listed)
        && listed;
  }

  /// A reply to somebody else: these stay out of the public timelines. Continuing oneself is no
  /// such reply.
  static boolean isReplyToOther(Status status) {
    return !status.isBoost()
        && answered(status.words()).filter(who -> !who.equals(status.author())).isPresent();
  }

  static Optional<AccountId> answered(Status.Words words) {
    return words.place().parent().map(Status.Parent::author);
  }

  private boolean followed(Look look, Status status) {
    MaySee.Sight sight = look.sight();
    return isForFollower(look.owner(), status)
        && statuses.maySee(sight, status)
        && switch (status.content()) {
          case Status.Boost(_, var ofAuthor) ->
              sight.wantsBoost(status.author(), ofAuthor) && wantsOrIs(sight, status.author());
          case Status.Words words ->
              speaksHisLanguage(sight, status.author(), words) && wantsAll(sight, status);
        };
  }

  private static boolean speaksHisLanguage(
      MaySee.Sight sight, AccountId author, Status.Words words) {
    if (words.language().isEmpty()) {
      return true;
    }
    FollowOptions options = sight.following(author).orElse(null);
    return options == null
        || options.languages().isEmpty()
        || options.languages().contains(words.language());
  }

  private boolean isOnExclusiveList(AccountId owner, AccountId author) {
    return lists.holding(owner, author).stream().anyMatch(Lists.AccountList::exclusive);
  }

  private boolean hasFollowedTag(AccountId owner, Status status) {
    return isPublicWords(status)
        && status.words().tags().stream().anyMatch(tag -> lists.followsTag(owner, tag));
  }

  private boolean repliesFit(
      AccountId owner, Lists.AccountList list, Set<AccountId> members, Status status) {
    if (status.isBoost()) {
      return true;
    }
    AccountId answered = answered(status.words()).orElse(owner);
    if (answered.equals(owner) || answered.equals(status.author())) {
      return true;
    }
    return switch (list.replies()) {
      case FOLLOWED -> relations.follows(owner, answered);
      case LIST -> members.contains(answered);
      case NONE -> false;
    };
  }

  /// Nobody in it whom he blocked or muted: neither its author nor whom it answers or names.
  private static boolean wantsAll(MaySee.Sight sight, Status status) {
    Status.Words words = status.words();
    AccountId answered = answered(words).orElse(status.author());
    if (!wantsOrIs(sight, status.author()) || !wantsOrIs(sight, answered)) {
      return false;
    }
    for (Status.Mention named : words.mentions()) {
      if (!wantsOrIs(sight, named.account())) {
        return false;
      }
    }
    return true;
  }

  private static boolean wantsOrIs(MaySee.Sight sight, AccountId account) {
    return sight.viewer().is(account) || sight.wants(account);
  }

  Set<AccountId> members(AccountId owner, ListId list) {
    return Set.copyOf(
        lists.members(owner, list, Page.newest(membersMax)).stream()
            .map(Relations.Entry::account)
            .toList());
  }
}
