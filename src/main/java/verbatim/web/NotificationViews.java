package verbatim.web;

import java.time.Instant;
import java.util.List;

/// What the page of notifications takes.
public final class NotificationViews {
  private NotificationViews() {}

  /// A group of notifications about one thing.
  ///
  /// @param type as the catalogue and the style sheet call it
  /// @param from the newest of those it came from
  /// @param others how many more there are
  /// @param from who, or nobody for what the moderators did (then the type is its kind)
  /// @param excerpt the beginning of the post, plain; "" for none
  /// @param post the post itself where it is to be answered, else none
  /// @param tie the buttons for somebody who follows, or none
  public record Item(
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

    /// Whether its sentence is the way to what it is about: nothing else in it is.
    public boolean leads() {
      return post.isEmpty() && excerpt.isEmpty() && !href.equals(first().href());
    }
  }

  /// @param filter which are shown: "", mentions, words or follows
  public record Page(
      Frame frame, String filter, List<Item> items, Views.Pages pages, long requests) {}

  /// Somebody whose notifications are held aside.
  ///
  /// @param post the last of it, where it is a post that may be seen; else none
  public record Held(Views.Person person, long count, List<Views.Post> post) {}

  public record Requests(Frame frame, List<Held> rows, String older) {}
}
