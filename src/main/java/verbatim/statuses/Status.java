package verbatim.statuses;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.relations.ReplyPolicy;

/// A status as it is now: words, or the boost of another.
///
/// @param carried what stands below its words
public record Status(
    StatusId id,
    AccountId author,
    Origin origin,
    Audience audience,
    Content content,
    Instant createdAt,
    Carried carried) {

  /// One that carries nothing, as nearly all do.
  public Status(
      StatusId id,
      AccountId author,
      Origin origin,
      Audience audience,
      Content content,
      Instant createdAt) {
    this(id, author, origin, audience, content, createdAt, Carried.NOTHING);
  }

  public sealed interface Content {}

  /// @param text exactly as its author wrote it (remote: sanitised HTML)
  /// @param marked whether its author says that not everybody wants to see it
  /// @param covered whether the moderators have covered its pictures, which its author cannot undo
  /// @param editedAt [Instant#EPOCH] when never edited
  /// @param application who posted it ("" unknown)
  /// @param replies who may answer
  public record Words(
      String text,
      String warning,
      boolean marked,
      boolean covered,
      String language,
      List<Mention> mentions,
      List<String> tags,
      List<MediaId> media,
      Optional<Poll> poll,
      Place place,
      Optional<SeriesPlace> series,
      Instant editedAt,
      Application application,
      ReplyPolicy replies)
      implements Content {
    /// Everybody mentioned, each once, in the order of the text.
    public List<AccountId> mentioned() {
      return mentions.stream().map(Mention::account).distinct().toList();
    }

    /// All that is written here, for filters to look through.
    ///
    /// @param media those of [#media], for their descriptions
    public String searched(List<Medium> media) {
      StringBuilder all = new StringBuilder(warning).append('\n').append(text);
      poll.ifPresent(p -> p.options().forEach(option -> all.append('\n').append(option)));
      media.forEach(medium -> all.append('\n').append(medium.description()));
      return all.toString();
    }

    Words with(Optional<SeriesPlace> place) {
      return new Words(
          text,
          warning,
          marked,
          covered,
          language,
          mentions,
          tags,
          media,
          poll,
          this.place,
          place,
          editedAt,
          application,
          replies);
    }

    /// Whether its pictures wait until somebody asks for them.
    public boolean sensitive() {
      return marked || covered;
    }

    /// The same with the pictures behind a cover of the moderators, or without one.
    Words covered(boolean isSo) {
      return new Words(
          text,
          warning,
          marked,
          isSo,
          language,
          mentions,
          tags,
          media,
          poll,
          place,
          series,
          editedAt,
          application,
          replies);
    }

    /// These words in the place of those that an edit replaces.
    Words insteadOf(Words before, Instant at) {
      return new Words(
          text,
          warning,
          marked,
          before.covered,
          language,
          mentions,
          tags,
          media,
          poll,
          before.place,
          before.series,
          at,
          before.application,
          replies);
    }

    Words with(ReplyPolicy policy) {
      return new Words(
          text,
          warning,
          marked,
          covered,
          language,
          mentions,
          tags,
          media,
          poll,
          place,
          series,
          editedAt,
          application,
          policy);
    }
  }

  public record Boost(StatusId of, AccountId ofAuthor) implements Content {}

  /// Somebody named in the text. `written` is how: `@bob` or `@bob@example.org`. Whoever is written
  /// in two ways stands here twice, so that both can be shown as links; [Words#mentioned] has each
  /// once.
  public record Mention(AccountId account, String written) {}

  /// @param root the first status of the thread (itself, if it begins one)
  /// @param parent what it answers; empty for none
  public record Place(StatusId root, Optional<Parent> parent) {}

  public record Parent(StatusId status, AccountId author) {}

  /// @param position from 1
  public record SeriesPlace(SeriesId id, int position, int count) {}

  public record Application(String name, String website) {
    public static final Application NONE = new Application("", "");
  }

  /// @param round rises when an edit changes the options: votes of earlier rounds no longer count
  public record Poll(
      List<String> options, boolean multiple, boolean hideTotals, Instant endsAt, int round) {}

  /// The same status with other words, for these people.
  Status with(Audience others, Words words) {
    return new Status(id, author, origin, others, words, createdAt, carried);
  }

  public boolean isBoost() {
    return content instanceof Boost;
  }

  /// The words; only for a status that is not a boost.
  public Words words() {
    return switch (content) {
      case Words words -> words;
      case Boost _ -> throw new IllegalStateException("a boost has no words");
    };
  }

  /// Only what everybody may read is counted as an answer: else the count tells strangers of words
  /// that are not for them.
  boolean countsAsAnswer() {
    return content instanceof Words words
        && words.place().parent().isPresent()
        && audience instanceof Audience.Everyone;
  }
}
