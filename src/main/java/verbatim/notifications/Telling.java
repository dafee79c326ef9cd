package verbatim.notifications;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.conversations.Conversations;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.notifications.Notifications.Held;
import verbatim.notifications.Notifications.Policy;
import verbatim.relations.Audience;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Whether somebody is told, and whether it is set aside: asked once, when it happens.
final class Telling {
  private static final Duration NEW_ACCOUNT = Duration.ofDays(30);

  private final NoticeTable table;
  private final PolicyTable policies;
  private final Statuses statuses;
  private final Relations relations;
  private final MaySee maySee;
  private final Accounts accounts;
  private final InstantSource clock;
  private final Limits.People limits;

  Telling(
      NoticeTable table,
      PolicyTable policies,
      Statuses statuses,
      Relations relations,
      MaySee maySee,
      Accounts accounts,
      InstantSource clock,
      Limits.People limits) {
    this.table = table;
    this.policies = policies;
    this.statuses = statuses;
    this.relations = relations;
    this.maySee = maySee;
    this.accounts = accounts;
    this.clock = clock;
    this.limits = limits;
  }

  void about(
      Occasion occasion, AccountId to, Notification.Type type, AccountId from, Status status) {
    if (maySee.maySee(Viewer.of(to), status.author(), status.audience())
        && !statuses.hasMutedThread(to, status.words().place().root())) {
      tell(
          occasion,
          to,
          new Notice(occasion.id(), type, from, status.id().value(), false),
          heldFor(to, type, from, status));
    }
  }

  /// A request of a stranger is held aside, like what the policy sets aside.
  void ofMessage(Occasion occasion, Conversations.Reached to, AccountId from, StatusId status) {
    Notice notice =
        new Notice(occasion.id(), Notification.Type.MENTION, from, status.value(), false);
    tell(occasion, to.account(), notice, to.isRequest() ? Held.FILTER : Held.ACCEPT);
  }

  void ofPerson(Occasion occasion, AccountId to, Notification.Type type, AccountId from) {
    // A sign-up is the office's, not a liking.
    Held held = type == Notification.Type.ADMIN_SIGN_UP ? Held.ACCEPT : heldFor(to, from);
    tell(occasion, to, new Notice(occasion.id(), type, from, 0, false), held);
  }

  void ofExcerpt(
      Occasion occasion, AccountId to, Notification.Type type, AccountId from, ExcerptId excerpt) {
    Notice notice = new Notice(occasion.id(), type, from, excerpt.value(), false);
    // Asked anew, after the words around it were changed, is another request; and who answers
    // otherwise, or takes it back, has given another answer.
    boolean isLater =
        table
            .cause(to, type, from, excerpt.value())
            .filter(cause -> cause.id() < occasion.id())
            .isPresent();
    if (type != Notification.Type.EXCERPT_SHOWN && isLater) {
      table.remove(to, type, from, excerpt.value());
    }
    tell(
        occasion,
        to,
        notice,
        type == Notification.Type.EXCERPT_ASKED ? heldFor(to, from) : Held.ACCEPT);
  }

  /// What strangers ask is held aside as they themselves are; what concerns one's own words is not.
  void ofSubject(
      Occasion occasion, AccountId to, Notification.Type type, AccountId from, long subject) {
    boolean isRequest =
        type == Notification.Type.WORD_QUESTION
            || type == Notification.Type.STORY_ASKED
            || type == Notification.Type.ARTICLE_BYLINE;
    Held held = isRequest ? heldFor(to, from) : Held.ACCEPT;
    tell(occasion, to, new Notice(occasion.id(), type, from, subject, false), held);
  }

  void ofReport(Occasion occasion, AccountId to, AccountId from, ReportId report) {
    Notice notice =
        new Notice(occasion.id(), Notification.Type.ADMIN_REPORT, from, report.value(), false);
    tell(occasion, to, notice, Held.ACCEPT);
  }

  /// He is told even when he is suspended by it, for the day when he comes back; and however many
  /// there are.
  void ofWarning(Occasion occasion, AccountId to, DeedId deed) {
    Notice notice =
        new Notice(occasion.id(), Notification.Type.MODERATION_WARNING, to, deed.value(), false);
    boolean isHere =
        accounts
            .find(to)
            .filter(account -> account.origin() instanceof Origin.Here)
            .filter(account -> account.standing().state() != Standing.State.DELETED)
            .isPresent();
    if (isHere && !isTold(to, notice)) {
      table.put(to, notice);
      occasion.told().add(to);
    }
  }

  private void tell(Occasion occasion, AccountId to, Notice notice, Held held) {
    if (held == Held.DROP || !isHere(to) || !isWelcome(to, notice) || isKnown(to, notice)) {
      return;
    }
    boolean isHeld = held == Held.FILTER;
    table.put(to, new Notice(notice.id(), notice.type(), notice.from(), notice.status(), isHeld));
    if (isHeld) {
      policies.waits(to, notice.from(), notice.id());
    } else {
      occasion.told().add(to);
    }
  }

  private boolean isHere(AccountId to) {
    return accounts
        .find(to)
        .filter(account -> account.origin() instanceof Origin.Here)
        .filter(account -> account.standing().canBeReached())
        .isPresent();
  }

  private boolean isWelcome(AccountId to, Notice notice) {
    return switch (notice.type()) {
      // An office, not a liking: a block must not hide a report, nor is an applicant visible yet.
      case ADMIN_SIGN_UP, ADMIN_REPORT -> accounts.find(to).filter(Telling::isStaff).isPresent();
      case MENTION,
          STATUS,
          REBLOG,
          FAVOURITE,
          FOLLOW,
          FOLLOW_REQUEST,
          POLL,
          UPDATE,
          MODERATION_WARNING,
          EXCERPT_ASKED,
          EXCERPT_AGREED,
          WORD_QUESTION,
          WORD_ANSWER,
          STATEMENT,
          SOURCE_CHANGED,
          EMBED_CHANGED,
          REJOINDER,
          STORY_GATHERED,
          STORY_ASKED,
          STORY_UPDATE,
          STORY_CORRECTED,
          ARTICLE_EMBEDDED,
          ARTICLE_QUOTED,
          ARTICLE_BYLINE,
          ARTICLE_PUBLISHED ->
          notice.from().equals(to) || maySee.mayTell(to, notice.from());
      case EXCERPT_SHOWN -> maySee.mayTellOfHisWords(to, notice.from());
    };
  }

  /// Told before (a replay writes the same row again), dismissed, cleared, or too much.
  private boolean isKnown(AccountId to, Notice notice) {
    boolean isAgain = table.cause(to, notice.type(), notice.from(), notice.status()).isPresent();
    return isTold(to, notice) || (!isAgain && isFlood(to, notice));
  }

  private boolean isTold(AccountId to, Notice notice) {
    return table
        .cause(to, notice.type(), notice.from(), notice.status())
        .map(cause -> cause.dismissed() || cause.id() != notice.id())
        .orElseGet(() -> notice.id() <= table.clearedUpTo(to));
  }

  /// More of a type from one account to one other than anybody reads; the rest is not told.
  private boolean isFlood(AccountId to, Notice notice) {
    int max = limits.notificationsFromOneMax();
    List<NoticeTable.Cause> before = table.causes(to, notice.from(), notice.type(), max);
    long since = Ids.floor(Ids.timeOf(notice.id()).minus(limits.notificationsFromOneWindow()));
    return before.size() == max && before.stream().allMatch(cause -> cause.id() > since);
  }

  private Held heldFor(AccountId to, Notification.Type type, AccountId from, Status status) {
    return switch (type) {
      case POLL,
          UPDATE,
          STATUS,
          ADMIN_SIGN_UP,
          ADMIN_REPORT,
          MODERATION_WARNING,
          EXCERPT_ASKED,
          EXCERPT_AGREED,
          EXCERPT_SHOWN,
          WORD_QUESTION,
          WORD_ANSWER,
          STATEMENT,
          SOURCE_CHANGED,
          EMBED_CHANGED,
          REJOINDER,
          STORY_GATHERED,
          STORY_ASKED,
          STORY_UPDATE,
          STORY_CORRECTED,
          ARTICLE_EMBEDDED,
          ARTICLE_QUOTED,
          ARTICLE_BYLINE,
          ARTICLE_PUBLISHED ->
          Held.ACCEPT;
      case FOLLOW, FOLLOW_REQUEST, FAVOURITE, REBLOG -> heldFor(to, from);
      case MENTION -> {
        Held held = heldFor(to, from);
        boolean isUnasked =
            status.audience() instanceof Audience.Only
                && !relations.follows(to, from)
                && !answers(status, to);
        yield isUnasked && !policies.isPermitted(to, from)
            ? stricter(held, policies.policy(to).privateMentions())
            : held;
      }
    };
  }

  private static boolean answers(Status status, AccountId to) {
    return status.words().place().parent().filter(p -> p.author().equals(to)).isPresent();
  }

  private Held heldFor(AccountId to, AccountId from) {
    Policy policy = policies.policy(to);
    Account sender = accounts.find(from).orElse(null);
    if (sender == null
        || from.equals(to)
        || isStaff(sender)
        || relations.follows(to, from)
        || policies.isPermitted(to, from)) {
      return Held.ACCEPT;
    }
    Held held = policy.notFollowing();
    if (!relations.follows(from, to)) {
      held = stricter(held, policy.notFollowers());
    }
    if (sender.standing().limited()) {
      held = stricter(held, policy.limitedAccounts());
    }
    return isNew(sender) ? stricter(held, policy.newAccounts()) : held;
  }

  private boolean isNew(Account sender) {
    Instant created = sender.createdAt();
    return created.plus(NEW_ACCOUNT).isAfter(clock.instant());
  }

  static boolean isStaff(Account account) {
    return switch (account.standing().role()) {
      case USER -> false;
      case MODERATOR, ADMIN, OWNER -> account.standing().mayAct();
    };
  }

  private static Held stricter(Held one, Held other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
