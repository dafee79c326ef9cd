package verbatim.web;

import java.util.List;
import verbatim.text.SafeHtml;

/// The records that the templates take.
public final class Views {
  private Views() {}

  /// A post as it stands in a list.
  ///
  /// @param why why it stands here ("Boosted by …"), "" for no reason to give
  /// @param counts "2 replies · 1 boost", "" for nothing
  /// @param place "3 of 7" in its series, "" for none
  /// @param warning "" for none
  public record Post(
      String why,
      String name,
      String handle,
      String profile,
      String picture,
      String href,
      String time,
      String timeWords,
      String timeFull,
      boolean isForEverybody,
      String audience,
      String place,
      String warning,
      SafeHtml words,
      String language,
      boolean isShort,
      Poll poll,
      List<Picture> pictures,
      String counts) {}

  /// @param said how many voted and until when
  public record Poll(List<Option> options, String said) {
    static final Poll NONE = new Poll(List.of(), "");
  }

  /// @param step the length of its bar, 0 to 100
  /// @param share "" while the result is not shown
  public record Option(String words, long step, String share, boolean isOwn) {}

  /// A part of a series.
  ///
  /// @param isFocus whether the reader came for this one
  public record Part(
      int number,
      String warning,
      SafeHtml words,
      String language,
      List<Picture> pictures,
      boolean isFocus) {}

  /// @param newest the address of the first page, "" on it
  /// @param older the address of the next page, "" at the end
  public record Pages(String newest, String older) {}

  /// A file of a post.
  ///
  /// @param preview "" for sound
  /// @param play what the link does when it is no picture, "" for a picture
  public record Picture(
      String href, String preview, String play, String description, String credit) {}

  public record Front(
      Frame frame,
      List<Post> posts,
      Pages pages,
      List<String> rules,
      String contact,
      String address) {}

  public record Field(String name, SafeHtml value) {}

  public record Profile(
      Frame frame,
      String name,
      String handle,
      String picture,
      SafeHtml bio,
      List<Field> fields,
      String joined,
      long statuses,
      long following,
      long followers,
      boolean isIndexable,
      List<Post> posts,
      Pages pages) {}

  /// @param series all parts of the series that the post belongs to, empty if to none
  public record Thread(
      Frame frame,
      List<Post> before,
      Post focus,
      List<Part> series,
      List<Post> after,
      boolean isIndexable) {}

  public record Tag(Frame frame, String tag, List<Post> posts, Pages pages) {}

  /// @param next where to go afterwards
  /// @param problem what went wrong last time, "" for nothing
  public record SignIn(Frame frame, String next, String login, String problem) {}

  /// @param faults name of the field and what is wrong with it
  public record SignUp(
      Frame frame,
      boolean asksReason,
      List<String> rules,
      String username,
      String email,
      String reason,
      List<Fault> faults) {
    /// What is wrong with a field, "" for nothing.
    public String wrong(String field) {
      return faults.stream()
          .filter(f -> f.field().equals(field))
          .map(Fault::words)
          .findFirst()
          .orElse("");
    }
  }

  public record Fault(String field, String words) {}

  public record Authorize(
      Frame frame,
      String app,
      String website,
      String returnsTo,
      List<String> asks,
      String ticket,
      String account,
      String elsewhere) {}

  /// @param app "" when it has been removed meanwhile
  public record Code(Frame frame, String app, String code) {}

  public record Forgot(Frame frame, boolean sendsMail, String email, String problem) {}

  public record Reset(Frame frame, String link, String problem) {}

  /// One button that does what a link in a letter is for.
  ///
  /// @param action where the button leads
  public record Confirm(Frame frame, String words, String action, String link, String button) {}

  public record Resend(Frame frame, String email, String problem) {}

  /// @param href "" for no link
  public record Message(Frame frame, String heading, String words, String href, String link) {}

  public record Session(String id, String name, String since, String lastUsed, boolean isThis) {}

  /// @param file where it can be fetched, "" while it cannot
  public record Archive(
      Frame frame,
      boolean isBuilding,
      int percent,
      String file,
      String size,
      String until,
      String fault) {}

  public record Security(
      Frame frame,
      String email,
      String awaited,
      List<Session> sessions,
      String said,
      List<Fault> faults) {
    public String wrong(String field) {
      return faults.stream()
          .filter(f -> f.field().equals(field))
          .map(Fault::words)
          .findFirst()
          .orElse("");
    }
  }

  public record About(
      Frame frame,
      String description,
      List<String> rules,
      String contactEmail,
      String contactAccount) {}
}
