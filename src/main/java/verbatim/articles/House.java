package verbatim.articles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.sx1.Verifier;

/// What articles need to know of the house they stand in: its addresses, which only the edges make,
/// its signature, and what neighbours publish.
public interface House {
  /// Where people read an article.
  String url(ArticleId article);

  /// Where people read a post.
  String url(Status status);

  /// The address that other servers know a post by.
  String uri(Status status);

  /// The same of an account.
  String actor(AccountId account);

  /// The words of a post as HTML.
  String content(Status status);

  /// The post that one of our own addresses names, if it is one.
  Optional<StatusId> status(String address);

  /// The published excerpt that one of our own addresses names, if it is one.
  Optional<Excerpted> excerpt(String address);

  /// The excerpt that a post carries, whatever became of it.
  Optional<Long> excerptIn(StatusId status);

  /// The same excerpt later; empty when it is withdrawn or gone.
  Optional<Excerpted> excerpt(long id);

  /// The same object with the proof of this server (FEP-8b32).
  Verifier.Json.Fields sign(Verifier.Json.Fields object, Instant at);

  /// An excerpt of a private talk as everybody may read it.
  ///
  /// @param publisher who published it
  /// @param status the post that carries it
  /// @param speakers whose words it shows
  /// @param name of whoever speaks in it, or all of them
  /// @param text only what is not blacked out or sealed
  record Excerpted(
      long id,
      String url,
      AccountId publisher,
      StatusId status,
      List<AccountId> speakers,
      String name,
      String text) {}
}
