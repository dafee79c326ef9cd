package verbatim.moderation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.access.Registration;
import verbatim.access.Sessions;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Op;

/// What moderators do to people and posts. The deed is written first, with its event; then it is
/// carried out, at once and once more by the reaction to the event, so that a kill in between
/// leaves nothing half done. Carrying out bears being done twice and late: it brings the account in
/// line with the newest deed on the matter.
public final class Acts {
  private static final int LOOKED_THROUGH_MAX = 500;

  private final DeedTable table;
  private final Deeds deeds;
  private final Cases cases;
  private final Authority authority;
  private final Accounts accounts;
  private final Statuses statuses;
  private final Evidence evidence;
  private final Registration registration;
  private final Sessions sessions;
  private final Turns turns;

  /// What is to be done.
  ///
  /// @param statuses for what is done to posts
  /// @param report which it answers, and ends; [Deed#NO_REPORT] for none
  /// @param words why
  public record Order(
      Deed.Kind kind, AccountId about, List<StatusId> statuses, ReportId report, String words) {
    public static Order of(Deed.Kind kind, AccountId about, String words) {
      return new Order(kind, about, List.of(), Deed.NO_REPORT, words);
    }

    public static Order onStatus(Deed.Kind kind, Status status, String words) {
      return new Order(kind, status.author(), List.of(status.id()), Deed.NO_REPORT, words);
    }

    public Order answering(ReportId other) {
      return new Order(kind, about, statuses, other, words);
    }
  }

  Acts(
      DeedTable table,
      Deeds deeds,
      Cases cases,
      Authority authority,
      Accounts accounts,
      Statuses statuses,
      Evidence evidence,
      Registration registration,
      Sessions sessions,
      Turns turns) {
    this.table = table;
    this.deeds = deeds;
    this.cases = cases;
    this.authority = authority;
    this.accounts = accounts;
    this.statuses = statuses;
    this.evidence = evidence;
    this.registration = registration;
    this.sessions = sessions;
    this.turns = turns;
  }

  /// Warns, limits, suspends, takes that back, marks or removes posts, leaves a note.
  ///
  /// @throws Refused NotFound, Forbidden (an equal or a higher role, the last owner), Conflict (it
  ///     stands so already, or the report was resolved by another), Invalid with field `words`
  public Deed act(AccountId by, Order order) {
    return turns.take(
        order.about().value(),
        () -> {
          Account about = subject(by, order);
          List<StatusId> some = checked(order, about);
          Deed deed =
              deeds
                  .make(by, order.kind(), about.id(), order.report(), order.words())
                  .withStatuses(some);
          write(by, deed);
          carryOut(deed);
          return deed;
        });
  }

  private Account subject(AccountId by, Order order) {
    // Everybody may be spoken of; what is done to him is another matter.
    if (order.kind() == Deed.Kind.NOTED && !by.equals(order.about())) {
      authority.has(by, Standing.Role.MODERATOR);
      return accounts.find(order.about()).orElseThrow(Refusal::notFound);
    }
    return authority.over(by, order.about());
  }

  private void write(AccountId by, Deed deed) {
    if (deed.report().equals(Deed.NO_REPORT)) {
      deeds.write(deed, held(deed, List.of()));
      return;
    }
    Report report = cases.get(by, deed.report()).report();
    if (!report.about().equals(deed.about())) {
      throw Refusal.notFound();
    }
    if (deed.kind() == Deed.Kind.NOTED) {
      deeds.write(deed);
    } else {
      List<Status> reported = evidence.of(report).stream().map(Evidence.Held::post).toList();
      // In a batch of their own: what a fact carries along is small. No deed, nothing needed.
      evidence.write(held(deed, reported));
      cases.close(deed);
    }
  }

  /// What it is done about, for whoever decides about an appeal: what was reported, as it was then.
  /// Of posts that are removed those alone, and what the author has deleted himself; what was not
  /// reported as it is now.
  private List<Op> held(Deed deed, List<Status> reported) {
    if (!deed.kind().isAppealable()) {
      return List.of();
    }
    return evidence.hold(
        deed, deed.kind() == Deed.Kind.REMOVED ? removed(deed, reported) : reported);
  }

  private List<Status> removed(Deed deed, List<Status> reported) {
    Set<StatusId> others = new HashSet<>();
    statuses.load(reported.stream().map(Status::id).toList()).forEach(s -> others.add(s.id()));
    deed.statuses().forEach(others::remove);
    List<Status> held = new ArrayList<>(reported);
    held.removeIf(status -> others.contains(status.id()));
    Set<StatusId> known = held.stream().map(Status::id).collect(Collectors.toSet());
    held.addAll(statuses.load(deed.statuses().stream().filter(id -> !known.contains(id)).toList()));
    return held;
  }

  private List<StatusId> checked(Order order, Account about) {
    Standing standing = about.standing();
    switch (order.kind()) {
      case WARNED, NOTED -> {}
      case LIMITED -> conflict(standing.limited(), about, "is limited already");
      case UNLIMITED -> conflict(!standing.limited(), about, "is not limited");
      case SUSPENDED -> {
        conflict(isSuspended(about), about, "is suspended already");
        authority.mayGo(about);
      }
      case UNSUSPENDED -> conflict(!isSuspended(about), about, "is not suspended");
      case REMOVED -> {
        return some(order, about, _ -> true);
      }
      case MARKED_SENSITIVE -> {
        return some(order, about, status -> !status.isBoost() && !status.words().covered());
      }
      case UNCOVERED -> {
        return some(order, about, Acts::isCovered);
      }
      case APPROVED,
          REFUSED,
          ROLE,
          ASSIGNED,
          UNASSIGNED,
          RESOLVED,
          REOPENED,
          APPEAL_ACCEPTED,
          APPEAL_DECLINED,
          REJOINDER_REMOVED,
          SETTING,
          EMOJI,
          ANNOUNCEMENT,
          DELETED,
          CREDENTIALS,
          INVITATION,
          READ,
          STORY_WITHHELD,
          STORY_RETURNED ->
          throw new IllegalStateException("no order of this kind: " + order.kind());
    }
    return List.of();
  }

  private static boolean isCovered(Status status) {
    return !status.isBoost() && status.words().covered();
  }

  private static boolean isSuspended(Account account) {
    return account.standing().state() == Standing.State.SUSPENDED;
  }

  private static void conflict(boolean isSo, Account about, String words) {
    if (isSo) {
      throw new Refused(new Refusal.Conflict("@" + about.handle().acct() + " " + words));
    }
  }

  private List<StatusId> some(
      Order order, Account about, java.util.function.Predicate<Status> wanted) {
    List<StatusId> some =
        statuses.load(order.statuses()).stream()
            .filter(status -> status.author().equals(about.id()))
            .filter(wanted)
            .map(Status::id)
            .toList();
    if (some.isEmpty()) {
      throw new Refused(new Refusal.Conflict("There is no such post any more"));
    }
    return some;
  }

  // ---- roles

  /// @throws Refused NotFound, Forbidden, Conflict
  public Deed role(AccountId by, AccountId about, Standing.Role role) {
    return turns.take(
        about.value(),
        () -> {
          Account account = authority.over(by, about);
          authority.mayGive(by, role);
          String word = role.name().toLowerCase(Locale.ROOT);
          conflict(account.standing().role() == role, account, "is " + word + " already");
          authority.mayGo(account);
          Deed deed = deeds.make(by, Deed.Kind.ROLE, about, Deed.NO_REPORT, "").detailed(word);
          deeds.write(deed);
          carryOut(deed);
          return deed;
        });
  }

  /// Writes down that an admin makes a link with which somebody sets a new password. Whoever holds
  /// it takes the account over, so nobody makes one for somebody of his own or a higher role.
  ///
  /// @throws Refused NotFound, Forbidden
  public Deed resetLink(AccountId by, AccountId about) {
    mayReset(by, about);
    return deeds.record(by, Deed.Kind.CREDENTIALS, about, "reset link");
  }

  /// @throws Refused as [#resetLink] does
  public void mayReset(AccountId by, AccountId about) {
    authority.has(by, Standing.Role.ADMIN);
    var _ = authority.over(by, about);
  }

  // ---- who waits to be let in

  /// @throws Refused NotFound for whoever does not wait (any more)
  public Deed approve(AccountId by, AccountId about) {
    return decide(by, about, Deed.Kind.APPROVED, "");
  }

  /// The account is erased; the word goes to the applicant where mail is sent.
  public Deed refuse(AccountId by, AccountId about, String words) {
    return decide(by, about, Deed.Kind.REFUSED, words);
  }

  private Deed decide(AccountId by, AccountId about, Deed.Kind kind, String words) {
    return turns.take(
        about.value(),
        () -> {
          Account account = authority.over(by, about);
          if (!registration.isWaiting(about)) {
            throw new Refused(
                new Refusal.Conflict(
                    "@" + account.handle().acct() + " does not wait for approval"));
          }
          Deed deed = deeds.make(by, kind, about, Deed.NO_REPORT, words);
          deeds.write(deed);
          carryOut(deed);
          return deed;
        });
  }

  /// Erases an account, which cannot be undone.
  public Deed delete(AccountId by, AccountId about) {
    return turns.take(
        about.value(),
        () -> {
          Account account = authority.over(by, about);
          authority.mayGo(account);
          if (isSuspended(account)) {
            registration.suspended(about);
          }
          Deed deed = deeds.make(by, Deed.Kind.DELETED, about, Deed.NO_REPORT, "");
          deeds.write(deed);
          carryOut(deed);
          return deed;
        });
  }

  // ---- stories

  /// Takes a story from the public, or lets it back. What becomes of the story is the caller's, and
  /// the reaction's: see [#story].
  ///
  /// @param about who began it
  /// @param story its number
  /// @throws Refused NotFound, Forbidden, Invalid with field `words`
  public Deed story(AccountId by, boolean isWithheld, AccountId about, String story, String words) {
    return turns.take(
        about.value(),
        () -> {
          authority.over(by, about);
          Deed deed =
              deeds
                  .make(
                      by,
                      isWithheld ? Deed.Kind.STORY_WITHHELD : Deed.Kind.STORY_RETURNED,
                      about,
                      Deed.NO_REPORT,
                      words)
                  .detailed(story);
          deeds.write(deed);
          return deed;
        });
  }

  /// What a story is to be.
  public record Withheld(String story, boolean isSo) {}

  /// What the newest deed on the same story says, for whoever hears of this one; empty where it is
  /// about none.
  public Optional<Withheld> story(DeedId id) {
    return table
        .find(id)
        .filter(Acts::isOfStory)
        .map(
            deed ->
                table.about(deed.about(), Page.newest(LOOKED_THROUGH_MAX)).stream()
                    .filter(other -> isOfStory(other) && other.detail().equals(deed.detail()))
                    .findFirst()
                    .orElse(deed))
        .map(deed -> new Withheld(deed.detail(), deed.kind() == Deed.Kind.STORY_WITHHELD));
  }

  // ---- what is said beside quotations

  /// Takes out what somebody says beside a quotation of him. That is the caller's, and the
  /// reaction's: see [#rejoinder].
  ///
  /// @param about whose words they are
  /// @param rejoinder where they stand
  /// @throws Refused NotFound, Forbidden, Invalid with field `words`
  public Deed rejoinder(AccountId by, AccountId about, String rejoinder, String words) {
    return turns.take(
        about.value(),
        () -> {
          authority.over(by, about);
          Deed deed =
              deeds
                  .make(by, Deed.Kind.REJOINDER_REMOVED, about, Deed.NO_REPORT, words)
                  .detailed(rejoinder);
          deeds.write(deed);
          return deed;
        });
  }

  /// What a deed took out; empty where it is about nothing said beside a quotation.
  public Optional<String> rejoinder(DeedId id) {
    return table
        .find(id)
        .filter(deed -> deed.kind() == Deed.Kind.REJOINDER_REMOVED)
        .map(Deed::detail);
  }

  private static boolean isOfStory(Deed deed) {
    return deed.kind() == Deed.Kind.STORY_WITHHELD || deed.kind() == Deed.Kind.STORY_RETURNED;
  }

  // ---- carrying out

  /// The reaction to a deed; harmless twice.
  public void carryOut(DeedId id) {
    table.find(id).ifPresent(deed -> turns.run(deed.about().value(), () -> carryOut(deed)));
  }

  /// To be called within the turn of the account.
  void carryOut(Deed deed) {
    table.changed(deed.about());
    if (table.isDone(deed.id())) {
      return;
    }
    if (isThere(deed.about())) {
      follow(deed);
    }
    table.done(deed.id());
  }

  private boolean isThere(AccountId about) {
    return accounts
        .find(about)
        .filter(account -> account.standing().state() != Standing.State.DELETED)
        .isPresent();
  }

  private void follow(Deed deed) {
    AccountId about = deed.about();
    if (deed.kind().matter() != Deed.Matter.NONE && !isNewest(deed)) {
      return;
    }
    switch (deed.kind()) {
      case LIMITED -> change(about, s -> new Standing(s.state(), s.role(), true));
      case UNLIMITED -> change(about, s -> new Standing(s.state(), s.role(), false));
      case SUSPENDED -> {
        registration.suspended(about);
        change(about, s -> new Standing(Standing.State.SUSPENDED, s.role(), s.limited()));
        sessions.endAll(about);
      }
      case UNSUSPENDED -> {
        var _ = registration.unsuspend(about);
      }
      case ROLE ->
          role(deed.detail())
              .ifPresent(role -> change(about, s -> new Standing(s.state(), role, s.limited())));
      case REMOVED -> deed.statuses().forEach(id -> remove(about, id));
      case MARKED_SENSITIVE, UNCOVERED ->
          deed.statuses().stream()
              .filter(id -> isNewestOn(deed, id))
              .forEach(id -> statuses.cover(id, deed.kind() == Deed.Kind.MARKED_SENSITIVE));
      case APPROVED -> gone(() -> registration.approve(about));
      case REFUSED -> gone(() -> registration.reject(about, deed.words()));
      case DELETED -> accounts.delete(about);
      case WARNED,
          NOTED,
          ASSIGNED,
          UNASSIGNED,
          RESOLVED,
          REOPENED,
          APPEAL_ACCEPTED,
          APPEAL_DECLINED,
          SETTING,
          EMOJI,
          ANNOUNCEMENT,
          CREDENTIALS,
          INVITATION,
          READ,
          STORY_WITHHELD,
          STORY_RETURNED,
          REJOINDER_REMOVED -> {}
    }
  }

  /// A deed that comes late must not undo the one after it.
  private boolean isNewest(Deed deed) {
    return table.about(deed.about(), Page.newest(LOOKED_THROUGH_MAX)).stream()
        .filter(other -> other.kind().matter() == deed.kind().matter())
        .noneMatch(other -> other.id().value() > deed.id().value());
  }

  /// The same for the cover of one post.
  private boolean isNewestOn(Deed deed, StatusId id) {
    return table.about(deed.about(), Page.newest(LOOKED_THROUGH_MAX)).stream()
        .filter(
            other ->
                other.kind() == Deed.Kind.MARKED_SENSITIVE || other.kind() == Deed.Kind.UNCOVERED)
        .filter(other -> other.statuses().contains(id))
        .noneMatch(other -> other.id().value() > deed.id().value());
  }

  /// The posts that stand covered by this deed.
  List<StatusId> coveredBy(Deed deed) {
    if (deed.kind() != Deed.Kind.MARKED_SENSITIVE) {
      return List.of();
    }
    return statuses.load(deed.statuses()).stream()
        .filter(Acts::isCovered)
        .map(Status::id)
        .filter(id -> isNewestOn(deed, id))
        .toList();
  }

  private void change(AccountId about, java.util.function.UnaryOperator<Standing> change) {
    var _ = accounts.change(about, a -> a.with(change.apply(a.standing())));
  }

  /// The role of this name.
  public static Optional<Standing.Role> role(String word) {
    return Stream.of(Standing.Role.values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private void remove(AccountId author, StatusId id) {
    gone(() -> statuses.delete(author, id));
  }

  /// What is not there any more needs no removing.
  private static void gone(Runnable work) {
    try {
      work.run();
    } catch (Refused e) {
      if (!(e.refusal() instanceof Refusal.NotFound)) {
        throw e;
      }
    }
  }
}
