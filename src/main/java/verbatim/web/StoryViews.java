package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// What the pages of stories show.
public final class StoryViews {
  private StoryViews() {}

  /// A story in a list.
  ///
  /// @param state as the catalogue calls it, "" for one that is simply there
  public record Line(
      String href,
      String title,
      String summary,
      String state,
      List<Views.Person> editors,
      int things,
      int people,
      Instant changedAt) {}

  /// @param which of the tabs
  /// @param sought words of the story's own, "" for all
  /// @param older address of the next page, "" for none
  public record All(
      Frame frame,
      String which,
      String sought,
      List<TimelineViews.Tab> tabs,
      List<Line> lines,
      String older) {}

  /// Where all stories with these words are listed.
  public static String search(String sought) {
    return "/stories?q=" + URLEncoder.encode(sought, StandardCharsets.UTF_8);
  }

  /// A topic.
  public record Topic(String name, String href) {}

  /// What an article put right.
  public record Correction(Instant at, String words) {}

  /// An article in a story, and how its own page says that its quotations compare.
  ///
  /// @param by those who sign it
  /// @param quotations in it, 0 where it was not checked yet
  /// @param found of those, whose source is known
  /// @param differing of those, which differ in more than letters and marks
  /// @param lettered of those, which differ in letters and marks only
  /// @param turned of those, whose source says something else since
  /// @param corrections the last first
  public record Article(
      String href,
      String title,
      String standfirst,
      List<Views.Person> by,
      int quotations,
      int found,
      int differing,
      int lettered,
      int turned,
      List<Correction> corrections) {}

  /// A step from the source's words to those that tell them; either may be empty.
  public record Step(boolean isSame, String out, String in) {}

  /// How somebody tells a sentence.
  ///
  /// @param what where it is told, as the catalogue calls it
  /// @param title of the article, "" for a post
  /// @param verdict as the catalogue calls it
  /// @param isFine whether nothing differs that a reader would mind
  public record Version(
      List<Views.Person> by,
      String href,
      String what,
      String title,
      List<Step> steps,
      String verdict,
      boolean isFine) {}

  /// A sentence that others tell.
  ///
  /// @param by empty for words that an article copied
  /// @param name whose they are, as it stands beside the copy
  /// @param isEarlier whether its author says it otherwise since
  public record Sentence(
      List<Views.Person> by,
      String name,
      String href,
      String what,
      String title,
      Instant at,
      boolean isTimed,
      boolean isEarlier,
      String words,
      List<Version> versions) {}

  /// One thing in a story.
  ///
  /// @param mark class of the style sheet for what is known of its time
  /// @param kind as the catalogue calls it
  /// @param at the epoch where the time is not known
  /// @param isDay whether only the day of it is known
  /// @param when what the editors say of its time
  /// @param note of a gap
  /// @param quotes whether it has quotation marks under a name
  /// @param speaker of a gap, empty for nobody
  /// @param post empty for a gap
  /// @param article what the post carries, if it does
  /// @param withdrawnAt when the article that stood here became a draft again; else the epoch
  /// @param isMine whether the reader said it, and so may take it out
  public record Thing(
      String n,
      String mark,
      String kind,
      Instant at,
      boolean isDay,
      String when,
      String note,
      boolean quotes,
      List<Views.Person> speaker,
      List<Views.Post> post,
      List<Article> article,
      Instant withdrawnAt,
      boolean isMine) {
    public boolean isWithdrawn() {
      return !withdrawnAt.equals(Instant.EPOCH);
    }

    public boolean isDated() {
      return !at.equals(Instant.EPOCH);
    }

    public String domId() {
      return "i" + n;
    }
  }

  /// Somebody with all that he says in a story.
  ///
  /// @param said its things, as the page has them above
  public record Voice(Views.Person person, int posts, int replies, int gaps, List<Thing> said) {}

  /// @param id as forms call it
  /// @param things empty where nothing of it may be shown any more
  /// @param staysOut whether the reader took all of his words out
  /// @param gaps what nobody here has the words of
  /// @param isBeingCompared whether its quotations are still being compared
  /// @param state as the catalogue calls it
  /// @param feed where it can be read by feed readers, "" while it is private
  public record Story(
      Frame frame,
      String id,
      String href,
      String title,
      String summary,
      String state,
      Instant since,
      List<Topic> topics,
      List<Views.Person> editors,
      List<Thing> things,
      List<Voice> voices,
      List<Thing> gaps,
      List<Sentence> sentences,
      boolean isBeingCompared,
      boolean isEditor,
      boolean isAsked,
      boolean isFollowing,
      boolean isPublic,
      boolean isWithheld,
      boolean isQuoted,
      boolean staysOut,
      String feed,
      boolean isIndexable) {
    private static final int AT_ONCE = 3;

    /// What differs most, at once; the rest behind a press.
    public List<Sentence> first() {
      return sentences.subList(0, Math.min(AT_ONCE, sentences.size()));
    }

    public List<Sentence> rest() {
      return sentences.subList(Math.min(AT_ONCE, sentences.size()), sentences.size());
    }

    public List<Article> articles() {
      return things.stream().flatMap(thing -> thing.article().stream()).toList();
    }
  }

  /// Something that may belong to it.
  public record Suggestion(String id, Views.Post post, boolean isShared) {}

  /// A thing while it is edited.
  ///
  /// @param isThere whether it may still be shown
  public record Row(Thing thing, String known, boolean isThere, boolean isFirst, boolean isLast) {}

  /// @param problem what was wrong, "" for nothing
  public record Edit(
      Frame frame,
      String id,
      String href,
      long revision,
      String title,
      String summary,
      String topics,
      List<String> proposed,
      boolean mayBeIndexed,
      String state,
      boolean isWithheld,
      List<Row> rows,
      List<Suggestion> suggestions,
      List<Views.Person> editors,
      List<Views.Person> asked,
      String problem) {}

  /// @param post what it is begun from, empty for nothing
  /// @param mine stories that it could be put into instead
  public record Begin(
      Frame frame,
      String kind,
      String thing,
      String title,
      List<Views.Post> post,
      List<Line> mine,
      List<String> mineIds,
      String problem) {}

  /// All of a topic.
  ///
  /// @param which of the tabs: "" for some of each
  /// @param older address of the next page of what is shown alone, "" for none
  /// @param tagHref where all posts with the tag are
  public record OfTopic(
      Frame frame,
      String name,
      String which,
      List<TimelineViews.Tab> tabs,
      List<Line> stories,
      List<ArticleViews.Card> articles,
      List<Views.Post> posts,
      String older,
      String feed,
      String tagHref) {
    public boolean isNothing() {
      return stories.isEmpty() && articles.isEmpty() && posts.isEmpty();
    }
  }
}
