package verbatim.web;

import java.time.Instant;
import java.util.List;
import verbatim.text.SafeHtml;

/// What the pages with announcements take.
public final class NoticeViews {
  private NoticeViews() {}

  /// What members answer with.
  ///
  /// @param name a Unicode emoji, or a shortcode of the house
  /// @param picture "" for a Unicode emoji
  public record Sign(String name, String picture, long count, boolean isMine) {}

  /// @param when that is of which it speaks, "" where that has no time
  /// @param offered the signs that nobody has given yet
  public record Notice(
      String id,
      SafeHtml words,
      Instant at,
      String when,
      boolean isRead,
      List<Sign> signs,
      List<Sign> offered) {}

  public record All(Frame frame, List<Notice> notices) {}

  public record Alone(Frame frame, Notice notice) {}
}
