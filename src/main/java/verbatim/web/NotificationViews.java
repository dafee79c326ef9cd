package verbatim.web;

import java.time.Instant;
import java.util.List;

/// What the page of notifications takes.
public final class NotificationViews {
  private NotificationViews() {}

  /// A group of notifications about one thing.
  ///
  /// @param group by which it is taken away
  /// @param row where it stands in the list
  /// @param type as the catalogue and the style sheet call it
  /// @param from the newest of those it came from
  /// @param others how many more there are
  /// @param from who, or nobody for what the moderators did (then the type is its kind)
  /// @param excerpt the beginning of the post, plain; "" for none
  /// @param post the post itself where it is to be answered, else none
  /// @param tie the buttons for somebody who follows, or none
  public record Item(
      String group,
      String row,
      String type,
      String icon,
      List<Views.Person> from,
      long others,
      Instant at,
      boolean isNew,
      String href,
      String excerpt,
      List<Views.Post> post,
      List<PeopleViews.Tie> tie) {
    public Views.Person first() {
      return from.getFirst();
    }

    /// Whether it is about what the reader did himself, and from nobody.
    public boolean isOwn() {
      return type.equals("poll_own");
    }

    /// Whether its sentence is the way to what it is about: nothing else in it is, or only the
    /// title of an article or a story.
    public boolean leads() {
      boolean isOfWork = type.startsWith("article_") || type.startsWith("story_");
      return post.isEmpty() && (excerpt.isEmpty() || isOfWork) && !href.equals(first().href());
    }
  }

  /// @param filter which are shown: "", mentions, words or follows
  /// @param requests whose notifications are held aside
  /// @param live the kinds that are shown, "" for all
  public record Page(
      Frame frame, String filter, List<Item> items, Views.Pages pages, long requests, String live) {
    /// Where the page begins.
    public String path() {
      return "/notifications" + (filter.isEmpty() ? "" : "?only=" + filter);
    }
  }

  /// Somebody whose notifications are held aside.
  ///
  /// @param post the last of it, where it is a post that may be seen; else none
  public record Held(Views.Person person, long count, List<Views.Post> post) {}

  public record Requests(Frame frame, List<Held> rows, String older) {}
}
