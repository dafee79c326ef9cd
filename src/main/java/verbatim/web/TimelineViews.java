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
  /// @param stream its name at `/live`, "" for none
  /// @param further the page from where what stands above is shown, "" where nothing is left out
  /// @param above what it answers, oldest first
  /// @param series all parts of the series that the post belongs to, empty if to none
  /// @param replies the answers, each with its depth, and what is missing among them
  /// @param hidden those that the author has folded away
  /// @param isCut whether there are more answers than are shown
  /// @param reply to write one, or none for who may not
  public record Thread(
      Frame frame,
      String stream,
      String further,
      List<Row> above,
      Views.Post focus,
      List<Views.Part> series,
      List<Row> replies,
      List<Row> hidden,
      boolean isCut,
      ComposeViews.Sheet reply,
      boolean isIndexable) {
    public long replyCount() {
      return replies.stream().filter(Reply.class::isInstance).count();
    }

    public long hiddenCount() {
      return hidden.stream().filter(Reply.class::isInstance).count();
    }

    public boolean hasReplies() {
      return !replies.isEmpty() || !hidden.isEmpty();
    }
  }

  /// A place in a thread.
  public sealed interface Row {
    /// From 0.
    int depth();
  }

  /// @param isByAuthor whether it is of him whose post the page is about
  /// @param answers whom, where the column does not show it
  /// @param goesOn whether its answers stand on its own page
  public record Reply(
      Views.Post post, int depth, boolean isByAuthor, Views.Answered answers, boolean goesOn)
      implements Row {}

  /// Something is answered that is gone, or not for the reader: which of both is not said.
  public record Missing(String id, int depth) implements Row {}
}
