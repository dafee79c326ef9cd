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

  boolean home(AccountId owner, Status status) {
    if (status.author().equals(owner)) {
      return statuses.maySee(Viewer.of(owner), status);
    }
    if (relations.follows(owner, status.author())
        && followed(owner, status)
        && !isOnExclusiveList(owner, status.author())) {
      return true;
    }
    return hasFollowedTag(owner, status)
        && wantsAll(Viewer.of(owner), status)
        && statuses.maySee(Viewer.of(owner), status);
  }

  /// @param members of the list
  boolean list(AccountId owner, Lists.AccountList list, Set<AccountId> members, Status status) {
    return members.contains(status.author())
        && repliesFit(owner, list, members, status)
        && (status.author().equals(owner)
            ? statuses.maySee(Viewer.of(owner), status)
            : followed(owner, status));
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
  boolean everybody(Viewer viewer, Status status) {
    return isPublicWords(status)
        && statuses.maySee(viewer, status)
        && wantsAll(viewer, status)
        && !accounts.find(status.author()).map(a -> a.standing().limited()).orElse(true);
  }

  boolean account(Viewer viewer, Status status) {
    return statuses.maySee(viewer, status)
        && switch (status.content()) {
          case Status.Words _ -> true;
          case Status.Boost(_, var ofAuthor) ->
              viewer.is(status.author()) || wantsOrIs(viewer, ofAuthor);
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

  private boolean followed(AccountId owner, Status status) {
    Viewer viewer = Viewer.of(owner);
    return isForFollower(owner, status)
        && statuses.maySee(viewer, status)
        && switch (status.content()) {
          case Status.Boost(_, var ofAuthor) ->
              maySee.wantsBoost(viewer, status.author(), ofAuthor)
                  && wantsOrIs(viewer, status.author());
          case Status.Words words ->
              speaksHisLanguage(owner, status.author(), words) && wantsAll(viewer, status);
        };
  }

  private boolean speaksHisLanguage(AccountId owner, AccountId author, Status.Words words) {
    if (words.language().isEmpty()) {
      return true;
    }
    return relations
        .following(owner, author)
        .map(FollowOptions::languages)
        .filter(languages -> !languages.isEmpty() && !languages.contains(words.language()))
        .isEmpty();
  }

  private boolean isOnExclusiveList(AccountId owner, AccountId author) {
    for (Lists.AccountList list : lists.of(owner)) {
      if (list.exclusive()) {
        return lists.holding(owner, author).stream().anyMatch(Lists.AccountList::exclusive);
      }
    }
    return false;
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
  private boolean wantsAll(Viewer viewer, Status status) {
    Status.Words words = status.words();
    return wantsOrIs(viewer, status.author())
        && answered(words).map(who -> wantsOrIs(viewer, who)).orElse(true)
        && words.mentions().stream().allMatch(named -> wantsOrIs(viewer, named.account()));
  }

  private boolean wantsOrIs(Viewer viewer, AccountId account) {
    return viewer.is(account) || maySee.wants(viewer, account);
  }

  Set<AccountId> members(AccountId owner, ListId list) {
    return Set.copyOf(
        lists.members(owner, list, Page.newest(membersMax)).stream()
            .map(Relations.Entry::account)
            .toList());
  }
}
