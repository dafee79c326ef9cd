package verbatim.web;

import java.time.Instant;
import java.util.List;
import verbatim.text.SafeHtml;

/// What the pages about people take.
public final class PeopleViews {
  private PeopleViews() {}

  /// What the reader has to do with somebody.
  ///
  /// @param id of the other
  /// @param acct of the other, without the @
  /// @param isSelf whether it is the reader himself; then nothing else is true
  /// @param mayAct whether somebody is signed in
  /// @param asks whether he asks to follow the reader
  public record Tie(
      String id,
      String acct,
      String name,
      boolean mayAct,
      boolean isSelf,
      boolean mayAsk,
      boolean following,
      boolean requested,
      boolean followedBy,
      boolean asks,
      boolean notifies,
      boolean showsBoosts,
      boolean muting,
      boolean blocking,
      boolean locked,
      String note) {}

  /// @param verifiedAt the epoch for a link that is not verified
  public record Field(String name, SafeHtml value, Instant verifiedAt) {
    public boolean isVerified() {
      return !verifiedAt.equals(Instant.EPOCH);
    }
  }

  /// @param banner "" for none
  /// @param familiar some who follow him and whom the reader follows
  /// @param tellsCounts whether the reader is told how much there is
  /// @param showsLists whether the reader may see who follows whom
  /// @param tab which of the tabs: "", replies, series, media
  public record Profile(
      Frame frame,
      Views.Person person,
      String fullHandle,
      String banner,
      SafeHtml bio,
      List<Field> fields,
      Instant since,
      boolean isBot,
      long statuses,
      long following,
      long followers,
      boolean isIndexable,
      Tie tie,
      List<Views.Person> familiar,
      boolean tellsCounts,
      boolean showsLists,
      boolean hasArticles,
      String tab,
      List<Views.Post> pinned,
      List<Views.Post> posts,
      Views.Pages pages) {}

  /// @param isIn whether he is in it
  public record InList(String id, String title, boolean isIn) {}

  /// What the reader has arranged with somebody.
  ///
  /// @param mutedUntil in words, "" for no end
  /// @param languages of his posts, those that are shown; none for all
  public record Between(
      Frame frame,
      Views.Person person,
      Tie tie,
      String mutedUntil,
      List<String> languages,
      List<InList> lists) {}

  /// The buttons beside a name, alone.
  public record TieAlone(Frame frame, Tie tie, boolean isShort) {}

  public record Row(Views.Person person, Tie tie) {}

  /// Who asks to follow the reader.
  public record Asking(Frame frame, List<Views.Person> rows, Views.Pages pages) {}

  /// What stands where the answer to a request was given.
  public record Answered(Frame frame, String said, Tie tie) {}

  /// @param back the page that it belongs to
  public record People(
      Frame frame, String heading, String back, List<Row> rows, Views.Pages pages, String empty) {}
}
