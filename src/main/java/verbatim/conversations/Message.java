package verbatim.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;

/// One entry of a conversation.
///
/// @param n its place, from 1
/// @param status by which old apps know it; an edit has that of the message it replaces
/// @param replacesN the message that it edits, 0 for none
/// @param replyToN 0 for none
/// @param seats who was and is a member, for [#audience]
public record Message(
    ConversationId conversation,
    long n,
    AccountId author,
    Conversation.Mode mode,
    Content content,
    List<MediaId> media,
    StatusId status,
    long replacesN,
    long replyToN,
    Commitment commitment,
    List<Audience.Seat> seats,
    Set<AccountId> withheld,
    Instant at) {

  public sealed interface Content {}

  public record Words(String text) implements Content {
    /// Private text is in no log.
    @Override
    public String toString() {
      return "Words";
    }
  }

  /// The words are gone; that something stood there, and the chain, stay.
  public record Erased(Instant at) implements Content {}

  public record Joined(AccountId member) implements Content {}

  public record Left() implements Content {}

  public record ModeChanged(Conversation.Mode to) implements Content {}

  /// What binds the message into the chain. None of it tells a word; the seed would, so it is not
  /// here.
  ///
  /// @param m of the message
  /// @param e of the entry
  /// @param chain up to here
  public record Commitment(byte[] m, byte[] e, byte[] chain) {}

  /// For whom it is: `MaySee` decides by it.
  public Audience audience() {
    return new Audience.Members(conversation, n, seats, withheld);
  }

  public boolean isErased() {
    return content instanceof Erased;
  }

  /// The words, "" where there are none.
  public String text() {
    return content instanceof Words(String text) ? text : "";
  }
}
