package verbatim.web;

import java.util.List;
import verbatim.text.SafeHtml;

/// The records that the templates take.
public final class Views {
  private Views() {}

  /// A post as it stands in a list.
  ///
  /// @param why why it stands here ("Boosted by …"), "" for no reason to give
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
      String audience,
      String place,
      String warning,
      SafeHtml words,
      String language,
      boolean isShort,
      List<Option> options,
      List<Picture> pictures,
      long replies,
      long boosts,
      long favourites) {}

  public record Option(String words, String share) {}

  public record Picture(String href, String preview, String description, String credit) {}

  /// @param older the address of the next page, "" at the end
  public record Front(
      Frame frame, List<Post> posts, String older, List<String> rules, String contact, String address) {}

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
      String older) {}

  public record Thread(Frame frame, List<Post> before, Post focus, List<Post> after, boolean isIndexable) {}

  public record Tag(Frame frame, String tag, List<Post> posts, String older) {}

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
      return faults.stream().filter(f -> f.field().equals(field)).map(Fault::words).findFirst().orElse("");
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
      String account) {}

  public record Code(Frame frame, String app, String code) {}

  public record Forgot(Frame frame) {}

  public record Reset(Frame frame, String link, String problem) {}

  public record Resend(Frame frame, String problem) {}

  /// @param href "" for no link
  public record Message(Frame frame, String heading, String words, String href, String link) {}

  public record Session(String id, String name, String since, String lastUsed, boolean isThis) {}

  public record Security(
      Frame frame, String email, String awaited, List<Session> sessions, String said, List<Fault> faults) {
    public String wrong(String field) {
      return faults.stream().filter(f -> f.field().equals(field)).map(Fault::words).findFirst().orElse("");
    }
  }

  public record About(
      Frame frame, String description, List<String> rules, String contactEmail, String contactAccount) {}
}
