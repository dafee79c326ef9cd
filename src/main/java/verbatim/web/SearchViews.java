package verbatim.web;

import java.util.List;

/// What the page of search takes.
public final class SearchViews {
  private SearchViews() {}

  /// Something that narrows a search.
  ///
  /// @param href the same search with it, or, where it is chosen, without it
  public record Chip(String words, String href, boolean isChosen) {}

  public record Tag(String name, String href) {}

  /// What may be meant, while one types.
  public record Suggested(Frame frame, List<Views.Person> people, List<Tag> tags) {}

  /// @param sought as it was typed
  /// @param problem why it cannot be looked for, "" for nothing
  /// @param hasWords whether words are looked through too, and not only names
  /// @param isFirst false on the pages of older posts
  public record Page(
      Frame frame,
      String sought,
      List<Chip> chips,
      String problem,
      boolean hasWords,
      boolean isFirst,
      List<PeopleViews.Row> people,
      List<Tag> tags,
      List<StoryViews.Line> stories,
      List<Views.Post> posts,
      Views.Pages pages) {
    /// Whether the page is to show what was found.
    public boolean isAsked() {
      return !sought.isBlank() && problem.isEmpty();
    }

    public boolean isNothing() {
      return people.isEmpty() && tags.isEmpty() && stories.isEmpty() && posts.isEmpty();
    }
  }
}
