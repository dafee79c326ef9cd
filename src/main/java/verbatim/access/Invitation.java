package verbatim.access;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.InvitationId;
import verbatim.store.Bytes;
import verbatim.store.Key;

/// A link that lets some people in, until a day. The link itself is not kept, only its hash.
///
/// @param by [Invitations#HOUSE] for whoever runs the server, on the command line
/// @param note for whom, in the words of whoever made it; only he and the desk read it
/// @param came who joined with it, the first first
public record Invitation(
    InvitationId id,
    Key hash,
    AccountId by,
    String note,
    int usesMax,
    Instant until,
    List<AccountId> came) {
  public Invitation {
    came = List.copyOf(came);
  }

  public int left() {
    return usesMax - came.size();
  }

  public boolean isOpen(Instant now) {
    return left() > 0 && now.isBefore(until);
  }

  Invitation with(List<AccountId> others) {
    return new Invitation(id, hash, by, note, usesMax, until, others);
  }

  @Override
  public String toString() {
    return "Invitation " + id;
  }

  byte[] bytes() {
    return Bytes.write(1)
        .raw(hash.toBytes())
        .number(by.value())
        .text(note)
        .number(usesMax)
        .time(until)
        .list(came, (to, who) -> to.number(who.value()))
        .done();
  }

  static Invitation read(InvitationId id, byte[] body) {
    Bytes.Reader bytes = Bytes.read(body);
    return new Invitation(
        id,
        Key.wrap(bytes.raw()),
        new AccountId(bytes.number()),
        bytes.text(),
        (int) bytes.number(),
        bytes.time(),
        bytes.list(b -> new AccountId(b.number())));
  }
}
