package verbatim.web;

import java.time.Instant;
import java.util.List;
import verbatim.text.SafeHtml;

/// What the pages of the desk take.
public final class DeskViews {
  private DeskViews() {}

  /// Somebody as the desk speaks of him.
  ///
  /// @param id "" for whoever has none: the command line, or nobody
  /// @param name with the @; also of an erased account
  /// @param hasPage not of an erased account
  public record Who(String id, String name, boolean hasPage) {
    public boolean isSomebody() {
      return !id.isEmpty();
    }
  }

  /// A line of the log.
  ///
  /// @param kind as the catalogue calls it, with `_`
  /// @param report "" for none
  /// @param detail what of several; somebody's name where it is one
  /// @param where the title of the story or the article where it was done, and its address; "" for
  ///     none, and for what is gone or private by now
  public record Line(
      String id,
      String kind,
      Who by,
      Who about,
      int posts,
      String report,
      String words,
      String detail,
      String where,
      String href,
      Instant at) {}

  /// A report among others.
  public record CaseRow(
      String id,
      String category,
      Who about,
      Who by,
      int posts,
      String comment,
      Who assignee,
      boolean isOpen,
      Instant at) {}

  public record Overview(
      Frame frame, int signUps, int open, int mine, int appeals, long members, List<Line> newest) {}

  /// Somebody who waits to be let in.
  ///
  /// @param email for whoever may not see it, only what stands behind its @
  /// @param before what was decided about the same address earlier: refused, suspended, or "" for
  ///     nothing; and when
  public record SignUp(
      String id,
      String name,
      String email,
      String reason,
      Instant since,
      String before,
      Instant beforeAt) {}

  /// @param isAll whether all of them are chosen already
  public record SignUps(Frame frame, List<SignUp> waiting, boolean isAll, String problem) {}

  public record Chosen(Frame frame, List<SignUp> some, boolean lets) {}

  /// @param show which: open, mine, all
  public record Cases(Frame frame, String show, List<CaseRow> cases, Views.Pages pages) {}

  /// Private words that were reported, in one of their versions.
  ///
  /// @param text "" when they are erased, or only files
  /// @param fits it is what was committed to when it was said
  public record Reported(
      Who author,
      Instant at,
      boolean isEdit,
      boolean isErased,
      boolean fits,
      String text,
      List<Views.Picture> pictures) {}

  /// An excerpt of private talk that was reported.
  ///
  /// @param words beside it
  public record ReportedExcerpt(ExcerptViews.Shown shown, SafeHtml words, String warning) {}

  /// A post as it was when it was reported or removed.
  ///
  /// @param options of its poll
  public record Held(
      Instant at,
      String warning,
      SafeHtml words,
      String language,
      List<String> options,
      List<Views.Picture> pictures) {}

  /// A story that was reported.
  ///
  /// @param href where the desk has it; "" while it is private
  public record ReportedStory(String title, String href) {}

  /// @param posts that were reported and are still there
  /// @param changed what some of these were when they were reported
  /// @param held those that are not there any more
  /// @param isSealed whether there are private words that the reader has not opened
  /// @param told private words
  /// @param excerpts of private talk
  /// @param gone how many are not
  /// @param rules of this server that it names
  /// @param choices what may be done to the reported, by their words
  public record Case(
      Frame frame,
      CaseRow row,
      List<String> rules,
      Who resolvedBy,
      List<Views.Post> posts,
      List<Held> changed,
      List<Held> held,
      boolean isSealed,
      List<Reported> told,
      List<ReportedExcerpt> excerpts,
      List<ReportedStory> stories,
      int gone,
      boolean mayAct,
      boolean isMine,
      List<String> choices,
      List<Line> history,
      String typed,
      String problem,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  /// Somebody among others.
  ///
  /// @param state active, limited, suspended, pending, unconfirmed, disabled
  public record PersonRow(Views.Person person, String state, String role, Instant since) {}

  public record People(
      Frame frame, String sought, String show, List<PersonRow> people, Views.Pages pages) {}

  /// @param email "" for whoever may not see it
  /// @param inviter who let him in, nobody for whoever came by himself
  /// @param waits how he asked to be let in; empty unless he waits
  /// @param isAll whether all of the posts are chosen already
  /// @param roles that may be given to him; none for whoever gives none
  public record Person(
      Frame frame,
      PersonRow row,
      String email,
      Who inviter,
      List<SignUp> waits,
      int sessions,
      long statuses,
      long followers,
      long following,
      List<CaseRow> cases,
      List<Line> history,
      List<Views.Post> posts,
      boolean isAll,
      boolean mayAct,
      List<String> choices,
      List<String> roles,
      String typed,
      String problem,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  public record Post(
      Frame frame,
      Views.Post post,
      Who author,
      boolean mayAct,
      List<String> choices,
      String typed,
      String problem,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  public record Audit(
      Frame frame,
      String by,
      String about,
      String kind,
      List<String> kinds,
      List<Line> lines,
      Views.Pages pages,
      String problem) {}

  /// @param against what was done
  /// @param isForOther because the reader did it
  /// @param held the posts that it was done about
  public record Appeal(
      String id,
      Who by,
      Line against,
      String words,
      Instant at,
      boolean isForOther,
      List<Held> held) {}

  public record Appeals(Frame frame, List<Appeal> open, String problem) {}

  /// What somebody was told.
  ///
  /// @param posts when those were posted that it is about
  /// @param held these, as long as they are kept for him
  /// @param heldUntil how long that is, and he may say something to it
  /// @param appeal what he said to it, "" for nothing yet
  /// @param state of the appeal: "", open, accepted, declined
  public record Told(
      String id,
      String kind,
      Instant at,
      String words,
      List<Instant> posts,
      List<Held> held,
      Instant heldUntil,
      boolean mayAppeal,
      String appeal,
      String state,
      String answer) {}

  /// @param isUnread whether something is to be confirmed
  /// @param newest up to which
  public record Standing(
      Frame frame,
      List<Told> told,
      boolean isUnread,
      String newest,
      String typed,
      String typedFor,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  public record Rule(String id, String words, String hint) {}

  /// @param seen what the page showed when it was opened, for the server alone
  /// @param kept what another admin has changed meanwhile, "" for nothing
  /// @param joinings who may join, the words to choose from
  /// @param invitings who may invite
  /// @param newRule as far as it is typed
  /// @param picture its address, "" for none
  public record Server(
      Frame frame,
      String seen,
      String kept,
      String name,
      String description,
      String more,
      String privacy,
      String contactEmail,
      String contactAccount,
      String languages,
      String joining,
      List<String> joinings,
      String inviting,
      List<String> invitings,
      List<Rule> rules,
      Rule newRule,
      String picture,
      String pictureSays,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  public record Emoji(String shortcode, String category, String picture, boolean isOff) {}

  public record EmojiPage(
      Frame frame, List<Emoji> emoji, String shortcode, String category, List<Views.Fault> faults)
      implements Views.Faulty {}

  /// @param endsAt the epoch for no end
  public record Announcement(
      String id,
      SafeHtml words,
      Instant publishedAt,
      Instant endsAt,
      boolean isShown,
      boolean isOver) {
    public boolean ends() {
      return !endsAt.equals(Instant.EPOCH);
    }
  }

  /// @param zone in which the times of the form stand
  public record AnnouncementPage(
      Frame frame,
      String zone,
      List<Announcement> all,
      String id,
      String text,
      String publish,
      String ends,
      List<Views.Fault> faults)
      implements Views.Faulty {}

  /// A story at the desk.
  ///
  /// @param href "" for one that is withheld
  public record Story(
      Frame frame, String id, String title, String href, boolean isWithheld, String problem) {}
}
