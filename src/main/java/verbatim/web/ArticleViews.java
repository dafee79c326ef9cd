package verbatim.web;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import verbatim.text.SafeHtml;

/// What the pages of articles take.
public final class ArticleViews {
  private ArticleViews() {}

  /// An article in a list, or below the words of the post that carries it.
  ///
  /// @param byline names, as they are read out
  /// @param picture address of it, "" for none
  public record Card(
      String href,
      String title,
      String standfirst,
      String byline,
      Instant at,
      String language,
      String picture,
      String pictureSays) {
    static final Card NONE = new Card("", "", "", "", Instant.EPOCH, "", "", "");

    public boolean isThere() {
      return !href.isEmpty();
    }
  }

  /// Some letters, and the mark of the quotation that ends with them.
  ///
  /// @param sign as a report marks it; "" where no quotation ends
  /// @param href where it stands beside its source
  public record Said(SafeHtml words, String sign, String href, String says) {
    static List<Said> plain(SafeHtml words) {
      return List.of(new Said(words, "", "", ""));
    }

    public boolean isMarked() {
      return !sign.isEmpty();
    }
  }

  /// A piece of the words. Pieces of one quotation or list that follow each other stand in one.
  public sealed interface Piece {
    record Paragraph(List<Said> words) implements Piece {}

    record Heading(SafeHtml words, int level) implements Piece {}

    record Quote(List<List<Said>> paragraphs) implements Piece {}

    /// @param isNumbered whether it begins with a number
    record Items(boolean isNumbered, int start, List<List<Said>> items) implements Piece {}

    record Code(SafeHtml words) implements Piece {}

    record Rule() implements Piece {}

    /// An address that nothing here answers to.
    record Address(String href) implements Piece {}

    /// @param isCovered whether the moderators have put a cover on it
    record Figure(
        String src,
        String says,
        int width,
        int height,
        SafeHtml caption,
        String credit,
        boolean isCovered)
        implements Piece {}

    record Shown(Embedded embed) implements Piece {}
  }

  /// Words of others, with what became of them.
  ///
  /// @param condition as the catalogue calls it
  /// @param words "" where they are gone
  /// @param differences what the source says now; empty where it says the same
  /// @param detach where their author takes them out, "" for everybody else
  /// @param excerpt the published part of a private talk as it is now, where it is one
  public record Embedded(
      int number,
      String condition,
      Instant since,
      Instant lookedAt,
      String name,
      String href,
      String where,
      Instant at,
      String words,
      List<Differences.Run> differences,
      String detach,
      List<ExcerptViews.Shown> excerpt) {
    public boolean isLookedAt() {
      return !lookedAt.equals(Instant.EPOCH);
    }

    public boolean isDated() {
      return !at.equals(Instant.EPOCH);
    }
  }

  public record Correction(Instant at, String words) {}

  /// The page of an article.
  ///
  /// @param quotations how its quotations compare; null where there is none, or none was looked at
  /// @param acts what can be done with the post that carries it; null for a draft that is shown to
  ///     its writers
  /// @param older the next page of a very long one, "" for none
  /// @param edit where it is changed, "" for who may not
  /// @param asks whether the reader is asked to sign it
  /// @param isSigned whether he did, and can take his name away
  public record Read(
      Frame frame,
      String id,
      String title,
      String standfirst,
      String language,
      Views.Person owner,
      boolean isOfNewsroom,
      List<Views.Person> byline,
      Instant at,
      Instant changedAt,
      int minutes,
      int version,
      List<StoryViews.Topic> topics,
      String canonical,
      Piece.@Nullable Figure picture,
      List<Piece> pieces,
      List<Correction> corrections,
      QuoteViews.@Nullable InArticle quotations,
      Views.@Nullable Acts acts,
      String thread,
      String older,
      String edit,
      boolean asks,
      boolean isSigned,
      boolean isIndexable) {
    /// All whose names stand above it; a newsroom's only where nobody else's does.
    public List<Views.Person> signing() {
      return isOfNewsroom && !byline.isEmpty()
          ? byline
          : Stream.concat(Stream.of(owner), byline.stream()).toList();
    }

    public boolean isChanged() {
      return !changedAt.equals(at);
    }
  }

  /// What is being written.
  ///
  /// @param seen when it was last changed, to notice another device
  /// @param preview the page as it would be; empty where it was not asked for
  /// @param changes what saving it would change of another's words, saved meanwhile
  public record Edit(
      Frame frame,
      String id,
      String seen,
      boolean isPublished,
      boolean mayPublish,
      String owner,
      String title,
      String standfirst,
      String format,
      String body,
      String byline,
      boolean mayBeUnnamed,
      boolean isUnnamed,
      String topics,
      String language,
      String canonical,
      String picture,
      List<Correction> corrections,
      String correction,
      List<Embedded> embeds,
      List<Files> pictures,
      List<Piece> preview,
      List<ComposeViews.Change> changes,
      List<Views.Fault> faults) {
    /// Whether a quotation in it may mean something else than its source.
    public boolean isTurned() {
      return faults.stream().anyMatch(fault -> fault.field().equals("turned"));
    }
  }

  /// A picture that can be put into the words.
  public record Files(String id, String src, String says) {}

  /// A place to begin: empty, or with words from elsewhere.
  public record Begin(
      Frame frame, List<Owner> owners, List<Kept> kept, List<Views.Fault> faults, String body) {}

  public record Owner(String id, String name) {}

  /// @param asks whether the reader is only asked to sign it
  public record Kept(
      String id, String title, Instant at, boolean isPublished, String owner, boolean asks) {}

  /// The articles of somebody.
  public record Listing(
      Frame frame, Views.Person person, List<Card> articles, String older, boolean isIndexable) {}

  /// @param compare where it is compared with the one before; "" where it is, or cannot be
  /// @param changes without runs where they are too long to be compared
  public record Version(
      int number, Instant at, String compare, List<ComposeViews.Change> changes) {}

  public record Versions(
      Frame frame, String title, String href, List<Version> versions, String sha256) {}

  /// Where the reader's words stand in articles of others.
  ///
  /// @param older where there are more, "" for nowhere
  public record Embeds(Frame frame, List<Mine> mine, String older) {}

  public record Mine(Embedded embed, String title, String href) {}

  /// @param members of the reader's own newsroom, if he keeps one
  /// @param rooms of which he is a member, or asked to be one
  public record Newsroom(
      Frame frame, boolean isNewsroom, List<Member> members, List<Member> rooms, String problem) {}

  public record Member(Views.Person person, String role, boolean hasAgreed) {}
}
