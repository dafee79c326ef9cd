package verbatim.quotecheck;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Something that is known to have been said, and how sure that is.
///
/// @param id what it is found again by; the same for all edits of one post
/// @param where the article a copy stands in, as a report names it; else ""
/// @param url where it can be read; "" for nowhere
/// @param edit which wording: 0 is the one that counts now, 1 the one before
public record Statement(
    String id,
    Kind kind,
    Person speaker,
    Optional<Instant> at,
    Channel channel,
    String text,
    Confidence confidence,
    String where,
    String url,
    int edit) {
  /// What it is.
  public enum Kind {
    POST("status"),
    /// All parts of a series, joined by one space.
    SERIES("series"),
    EXCERPT("excerpt"),
    EMBED("embed"),
    /// Told by a person or newsroom that vouches for it.
    REGISTERED("statement");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /// What one of them is filed under.
    public String key(String id) {
      return word + "-" + id;
    }
  }

  /// Words as they stand in an article, not checked at their source.
  public static Statement copy(String id, Person speaker, String text, String where) {
    return new Statement(
        id,
        Kind.EMBED,
        speaker,
        Optional.empty(),
        Channel.PUBLIC_POST,
        text,
        Confidence.COPY_IN_ARTICLE,
        where,
        "",
        0);
  }

  /// The same copy, as others find it in the article that shows it.
  public Statement shownIn(String article, String address) {
    return new Statement(id, kind, speaker, at, channel, text, confidence, article, address, edit);
  }

  /// What it is and its id: one for all edits of it.
  public String key() {
    return kind.key(id);
  }

  /// The id of what it stands in: of a message in an excerpt that of the excerpt, of a copy that of
  /// its article; else its own.
  public String place() {
    int dash = id.indexOf('-');
    return dash < 0 ? id : id.substring(0, dash);
  }

  /// Whether these words stood already at this time, or no others did: what was edited since is
  /// compared as it stood, and of what was posted later any wording is as good as another.
  ///
  /// @param wordings in which what is filed under the same key was ever said
  public boolean stood(Instant then, Supplier<Stream<Statement>> wordings) {
    return at.filter(then::isBefore).isEmpty()
        || wordings
            .get()
            .filter(other -> other.key().equals(key()))
            .allMatch(other -> other.at().filter(then::isBefore).isPresent());
  }

  /// What an index keeps of it: runs of two and three words, as [KnownStatements.Question] asks
  /// for them.
  public List<String> shingles() {
    return Words.shingles(Words.read(text));
  }

  /// Its words as they are compared: lower case, without apostrophes.
  public List<String> words() {
    return Words.folds(Words.read(text));
  }
}
