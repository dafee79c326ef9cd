package verbatim.articles;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.ArticleId;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;

/// Somebody's words that an article shows, with what became of them since.
///
/// @param number within its article, from 1; in the words it stands as `embed:1`
/// @param condition how its source was when last looked at
/// @param since from when on it is so
/// @param lookedAt [Instant#EPOCH] when nobody can look
public record Embed(
    ArticleId article,
    int number,
    Source source,
    Snapshot snapshot,
    Condition condition,
    Instant since,
    Instant lookedAt) {

  /// Where the words come from.
  public sealed interface Source {
    /// A post, ours or of another server.
    record OfStatus(StatusId status) implements Source {}

    /// A whole series, in its order.
    record OfSeries(List<StatusId> parts) implements Source {
      public OfSeries {
        parts = List.copyOf(parts);
      }
    }

    /// Part of a private talk, published with proof.
    ///
    /// @param id of the excerpt
    record OfExcerpt(long id) implements Source {}

    /// Copied by whoever wrote the article, and checked by nobody.
    ///
    /// @param where it was said, as he says
    record Pasted(String where) implements Source {}
  }

  public enum Condition {
    UNCHANGED("unchanged"),
    EDITED("edited"),
    DELETED("deleted"),
    WITHDRAWN("withdrawn"),
    UNREACHABLE("unreachable"),
    /// Pasted: there is nothing to look at.
    NOT_CHECKED("not_checked");

    private final String word;

    Condition(String word) {
      this.word = word;
    }

    /// As the API says it.
    public String word() {
      return word;
    }
  }

  /// The words as they were when they were embedded. What the author wished gone is "" here, and
  /// nowhere else either.
  ///
  /// @param id the address that other servers know it by; "" for pasted words
  /// @param url where people read it
  /// @param author account, or 0 where it is none that we know; told to readers only where the
  ///     words have a name
  /// @param name of the author, as the embed shows it
  /// @param updated [Instant#EPOCH] when it was never edited
  /// @param signed this as JSON with a proof by this server (FEP-8b32); "" for pasted words, and
  ///     where words are gone
  public record Snapshot(
      String id,
      String url,
      long author,
      String name,
      Instant published,
      Instant updated,
      String text,
      List<MediaId> media,
      Instant fetchedAt,
      String signed) {
    public Snapshot {
      media = List.copyOf(media);
    }

    Snapshot withoutWords() {
      return new Snapshot(id, url, author, "", published, updated, "", List.of(), fetchedAt, "");
    }

    /// Whose they are is known to the server alone from then on: he may change his mind, or take
    /// them out.
    Snapshot withoutName() {
      return new Snapshot(
          "", "", author, "", Instant.EPOCH, Instant.EPOCH, text, List.of(), fetchedAt, "");
    }

    Snapshot withoutProof() {
      return new Snapshot(
          id, url, author, name, published, updated, text, List.of(), fetchedAt, "");
    }

    public boolean hasWords() {
      return !text.isEmpty();
    }

    /// Whether readers may be told whose words they are.
    public boolean isNamed() {
      return !name.isEmpty();
    }
  }

  /// What it is called among all embeds of all articles.
  public String key() {
    return article + "-" + number;
  }

  Embed turned(Condition to, Instant at, Snapshot left) {
    return new Embed(article, number, source, left, to, to == condition ? since : at, at);
  }
}
