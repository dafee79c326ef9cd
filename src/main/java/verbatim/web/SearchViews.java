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

  /// What an article quotes.
  ///
  /// @param speaker as the article says, "" for nobody
  public record Quoted(String words, String speaker, ArticleViews.Card article) {}

  /// Articles, and what they quote: a few of each beside all else, or many of one kind alone.
  ///
  /// @param moreArticles where all of them are, "" where these are all
  /// @param older where those written before are, "" for nowhere
  public record Written(
      List<ArticleViews.Card> articles,
      String moreArticles,
      List<Quoted> quotations,
      String moreQuotations,
      String older) {
    static final Written NOTHING = new Written(List.of(), "", List.of(), "", "");

    boolean isNothing() {
      return articles.isEmpty() && quotations.isEmpty();
    }
  }

  /// @param sought as it was typed
  /// @param kind of thing that is looked for alone, "" for all
  /// @param kinds the same search for one kind of thing alone
  /// @param problem why it cannot be looked for, "" for nothing
  /// @param hasWords whether words are looked through too, and not only names
  /// @param isFirst false on the pages of older posts
  public record Page(
      Frame frame,
      String sought,
      String kind,
      List<TimelineViews.Tab> kinds,
      List<Chip> chips,
      String problem,
      boolean hasWords,
      boolean isFirst,
      List<PeopleViews.Row> people,
      List<Tag> tags,
      List<StoryViews.Line> stories,
      Written written,
      List<Views.Post> posts,
      Views.Pages pages) {
    /// Whether the page is to show what was found.
    public boolean isAsked() {
      return !sought.isBlank() && problem.isEmpty();
    }

    public boolean isNothing() {
      return people.isEmpty()
          && tags.isEmpty()
          && stories.isEmpty()
          && written.isNothing()
          && posts.isEmpty();
    }
  }
}
