package verbatim.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;

/// Something that was done at the desk: one line of the audit log. Never changed and never taken
/// back, but that its words go with the account that they are about or of.
///
/// @param by [#CONSOLE] for whoever runs the server, on the command line
/// @param about [#NOBODY] for what concerns nobody
/// @param report the one that it answers, [#NO_REPORT] for none
/// @param words why; of some kinds they are shown to whom they are about, see [Kind#isTold]
/// @param detail what of several: a role, a setting, an emoji
public record Deed(
    DeedId id,
    Kind kind,
    AccountId by,
    AccountId about,
    List<StatusId> statuses,
    ReportId report,
    String words,
    String detail,
    Instant at) {
  public static final AccountId CONSOLE = new AccountId(0);
  public static final AccountId NOBODY = new AccountId(0);
  public static final ReportId NO_REPORT = new ReportId(0);

  /// What two deeds are about when the later one takes the place of the earlier.
  enum Matter {
    NONE,
    LIMIT,
    SUSPENSION,
    ROLE
  }

  public enum Kind {
    APPROVED(1, Matter.NONE, false, false),
    REFUSED(2, Matter.NONE, false, false),
    WARNED(3, Matter.NONE, true, true),
    LIMITED(4, Matter.LIMIT, true, true),
    UNLIMITED(5, Matter.LIMIT, true, false),
    SUSPENDED(6, Matter.SUSPENSION, true, true),
    UNSUSPENDED(7, Matter.SUSPENSION, true, false),
    MARKED_SENSITIVE(8, Matter.NONE, true, true),
    REMOVED(9, Matter.NONE, true, true),
    ROLE(10, Matter.ROLE, false, false),
    NOTED(11, Matter.NONE, false, false),
    ASSIGNED(12, Matter.NONE, false, false),
    UNASSIGNED(13, Matter.NONE, false, false),
    RESOLVED(14, Matter.NONE, false, false),
    REOPENED(15, Matter.NONE, false, false),
    APPEAL_ACCEPTED(16, Matter.NONE, true, false),
    APPEAL_DECLINED(17, Matter.NONE, true, false),
    SETTING(18, Matter.NONE, false, false),
    EMOJI(19, Matter.NONE, false, false),
    ANNOUNCEMENT(20, Matter.NONE, false, false),
    DELETED(21, Matter.NONE, false, false),
    CREDENTIALS(22, Matter.NONE, false, false),
    /// Looked at private words that were reported.
    READ(23, Matter.NONE, false, false),
    /// Took a story from the public; the detail is its number.
    STORY_WITHHELD(24, Matter.NONE, true, false),
    STORY_RETURNED(25, Matter.NONE, true, false),
    /// Took out what somebody said beside a quotation; the detail is article and number.
    REJOINDER_REMOVED(26, Matter.NONE, true, false),
    /// Took the cover from pictures.
    UNCOVERED(27, Matter.NONE, true, false),
    /// Made or ended a link that lets others in; the detail is its number, and for how many.
    INVITATION(28, Matter.NONE, false, false);

    private final int number;
    private final Matter matter;
    private final boolean isTold;
    private final boolean isAppealable;

    Kind(int number, Matter matter, boolean isTold, boolean isAppealable) {
      this.number = number;
      this.matter = matter;
      this.isTold = isTold;
      this.isAppealable = isAppealable;
    }

    int number() {
      return number;
    }

    Matter matter() {
      return matter;
    }

    /// Whether the person that it is about sees it, with its words; by whom he does not.
    public boolean isTold() {
      return isTold;
    }

    /// Whether the person that it is about is not to learn of it, whatever his office: it would
    /// tell him who reported him, or what others think of him.
    boolean isKeptFromHim() {
      return switch (this) {
        case NOTED, ASSIGNED, UNASSIGNED, RESOLVED, REOPENED, READ -> true;
        case APPROVED,
            REFUSED,
            WARNED,
            LIMITED,
            UNLIMITED,
            SUSPENDED,
            UNSUSPENDED,
            MARKED_SENSITIVE,
            UNCOVERED,
            REMOVED,
            ROLE,
            APPEAL_ACCEPTED,
            APPEAL_DECLINED,
            SETTING,
            EMOJI,
            ANNOUNCEMENT,
            DELETED,
            CREDENTIALS,
            INVITATION,
            STORY_WITHHELD,
            STORY_RETURNED,
            REJOINDER_REMOVED ->
            false;
      };
    }

    /// Whether it is done against somebody, who then may say something against it.
    public boolean isAppealable() {
      return isAppealable;
    }

    /// As the command line and addresses call it.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> of(String word) {
      return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    static Kind of(int number) {
      return Stream.of(values())
          .filter(kind -> kind.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("deed of kind " + number));
    }
  }

  /// Whom a report was given to.
  public Optional<AccountId> assignee() {
    return kind == Kind.ASSIGNED ? AccountId.parse(detail) : Optional.empty();
  }

  /// The story that went from the public, or came back.
  public Optional<StoryId> story() {
    return kind == Kind.STORY_WITHHELD || kind == Kind.STORY_RETURNED
        ? StoryId.parse(detail)
        : Optional.empty();
  }

  /// The article from which words beside a quotation were taken out.
  public Optional<ArticleId> article() {
    return kind == Kind.REJOINDER_REMOVED
        ? ArticleId.parse(detail.replaceFirst("/.*", ""))
        : Optional.empty();
  }

  boolean isAbout(AccountId account) {
    return account.value() != 0 && about.equals(account);
  }

  Deed detailed(String other) {
    return new Deed(id, kind, by, about, statuses, report, words, other, at);
  }

  Deed withStatuses(List<StatusId> others) {
    return new Deed(id, kind, by, about, others, report, words, detail, at);
  }

  /// What remains when the account is erased: that it was done.
  Deed withoutWords() {
    return new Deed(id, kind, by, about, statuses, report, "", detail, at);
  }

  /// Says nothing of the words.
  @Override
  public String toString() {
    return "Deed " + id + " " + kind;
  }
}
