package verbatim.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;

/// A message as it is kept.
///
/// @param token of whoever appended it: says whether an append whose outcome was unknown stands
/// @param content what it says; the words of an erased one are gone
/// @param attached the same as the head commits to, in its order
/// @param proof the opening of the commitment; empty when it was erased
record Entry(
    long n,
    byte[] token,
    Conversation.Mode mode,
    AccountId author,
    Instant at,
    Message.Content content,
    StatusId status,
    long replacesN,
    long replyToN,
    String committedBy,
    List<Attached> attached,
    Set<AccountId> withheld,
    Message.Commitment commitment,
    Proof proof) {

  /// @param head the JSON that was committed to
  record Proof(byte[] seed, String head) {
    static final Proof GONE = new Proof(new byte[0], "");

    @Override
    public String toString() {
      return "Proof";
    }
  }

  record Attached(MediaId media, byte[] sha256, long bytes, String mediaType) {}

  /// Read with its version, to be replaced.
  record Read(Entry entry, long version, long key) {}

  boolean isErased() {
    return content instanceof Message.Erased;
  }

  List<MediaId> media() {
    return attached.stream().map(Attached::media).toList();
  }

  /// Without what it says: commitments and place stay, so that the chain can be checked.
  Entry erased(Instant when) {
    return new Entry(
        n,
        token,
        mode,
        author,
        at,
        new Message.Erased(when),
        status,
        replacesN,
        replyToN,
        committedBy,
        List.of(),
        withheld,
        commitment,
        Proof.GONE);
  }

  Message shown(Conversation conversation) {
    return new Message(
        conversation.id(),
        n,
        author,
        mode,
        content,
        media(),
        status,
        replacesN,
        replyToN,
        commitment,
        conversation.members().stream().map(Conversation.Member::seat).toList(),
        withheld,
        at);
  }

  @Override
  public String toString() {
    return "Entry " + n;
  }
}
