package verbatim.excerpts;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// Excerpts of private conversations. A member drafts one, asks those whose words are in it, and
/// publishes it as a post that carries it; seals open in that post when somebody agrees, and close
/// when he withdraws. What is not there and what is none of his business answer alike: NotFound.
public final class Excerpts {

  // ---- choosing

  /// What there is to choose from, as this member reads it.
  ///
  /// @throws Refused NotFound, Invalid (too many at once)
  public List<Piece> pieces(AccountId me, ConversationId conversation, long from, long to) {
    throw comes();
  }

  /// What a publisher should know, before he drafts it and while he writes the words around it.
  ///
  /// @param text of the post
  /// @throws Refused NotFound, Invalid
  public List<Warning> warnings(AccountId me, Choice choice, String text) {
    throw comes();
  }

  /// Keeps a choice. Nobody else hears of it before he is asked.
  ///
  /// @throws Refused NotFound, Invalid, TooMany, Forbidden (switched off here)
  public Mine draft(AccountId me, Choice choice, Around around) {
    throw comes();
  }

  /// Another choice, or other words around it, in the place of a draft that nobody was asked about.
  ///
  /// @throws Refused NotFound, Invalid
  public Mine change(AccountId me, ExcerptId id, Choice choice, Around around) {
    throw comes();
  }

  /// Asks everybody whose words it wants to show, and whom it did not ask yet.
  ///
  /// @throws Refused NotFound, TooMany (open requests to one of them)
  public Mine ask(AccountId me, ExcerptId id) {
    throw comes();
  }

  /// Publishes it as this post, with seals where nobody has agreed. Once: the second time answers
  /// the same post.
  ///
  /// @throws Refused NotFound, Invalid
  public Status publish(AccountId me, ExcerptId id, Draft post) {
    throw comes();
  }

  /// Takes a draft back; requests end with it. What is published goes with its post.
  ///
  /// @throws Refused NotFound
  public void discard(AccountId me, ExcerptId id) {
    throw comes();
  }

  /// One of his own.
  ///
  /// @throws Refused NotFound
  public Mine mine(AccountId me, ExcerptId id) {
    throw comes();
  }

  /// His own, drafts and published ones, the newest first.
  public List<Mine> mine(AccountId me, Page page) {
    throw comes();
  }

  /// Those of a conversation that he may see, the newest first: his own, and published ones.
  public List<Shown> of(AccountId me, ConversationId conversation) {
    throw comes();
  }

  // ---- being asked

  /// One that has words of his.
  ///
  /// @throws Refused NotFound, also where he was not asked and it is not published
  public Asked asked(AccountId me, ExcerptId id) {
    throw comes();
  }

  /// What he was asked, the newest first, answered or not.
  public List<Asked> requests(AccountId me, Page page) {
    throw comes();
  }

  /// How many requests wait for a word of his, at most `max`.
  public int open(AccountId me, int max) {
    throw comes();
  }

  /// @throws Refused NotFound, Invalid
  public Asked answer(AccountId me, ExcerptId id, Answer answer) {
    throw comes();
  }

  /// Takes his yes back: his words, his name and his own note are sealed at once.
  ///
  /// @throws Refused NotFound
  public Asked withdraw(AccountId me, ExcerptId id) {
    throw comes();
  }

  // ---- reading

  /// A published one, for whoever may see the post that carries it.
  public Optional<Shown> find(Viewer viewer, ExcerptId id) {
    throw comes();
  }

  /// What a post carries, given that the viewer may see the post; empty for most.
  public Optional<Shown> of(Status status) {
    throw comes();
  }

  /// The same as an `sx1` document, which anybody can check.
  public Optional<byte[]> document(Status status) {
    throw comes();
  }

  /// @throws Refused NotFound
  public byte[] document(Viewer viewer, ExcerptId id) {
    throw comes();
  }

  private static Refused comes() {
    return Refusal.unavailable("Excerpts come soon");
  }
}
