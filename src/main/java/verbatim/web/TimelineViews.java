package verbatim.web;

import java.util.List;

/// What the pages of timelines take.
public final class TimelineViews {
  private TimelineViews() {}

  public record Tab(String href, String words, boolean isHere) {}

  /// @param stream its name at `/live`, "" for none
  /// @param edit where it is changed, "" for nowhere
  /// @param notices what the house announces and the reader has not put aside
  /// @param composer at the top, or none
  /// @param suggested people to begin with, where the list is empty
  public record Timeline(
      Frame frame,
      String heading,
      List<Tab> tabs,
      String stream,
      String edit,
      List<NoticeViews.Notice> notices,
      ComposeViews.Sheet composer,
      List<Views.Post> posts,
      Views.Pages pages,
      String emptyWords,
      List<Views.Person> suggested) {}

  public record Tag(
      Frame frame,
      String tag,
      String path,
      boolean isFollowed,
      String stream,
      List<Views.Post> posts,
      Views.Pages pages) {}

  /// A post in its conversation.
  ///
  /// @param above what it answers, oldest first
  /// @param series all parts of the series that the post belongs to, empty if to none
  /// @param replies the answers, each with its depth
  /// @param hidden those that the author has folded away
  /// @param reply to write one, or none for who may not
  public record Thread(
      Frame frame,
      List<Views.Post> above,
      Views.Post focus,
      List<Views.Part> series,
      List<Reply> replies,
      List<Reply> hidden,
      ComposeViews.Sheet reply,
      boolean isIndexable) {}

  /// @param depth from 0
  /// @param isByAuthor whether it is of him whose post the page is about
  public record Reply(Views.Post post, int depth, boolean isByAuthor) {}
}
