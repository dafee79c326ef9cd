package verbatim.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.relations.Audience;

/// A conversation as all its members know it.
///
/// @param urn its name in proofs, 22 signs of base64url
/// @param hub the server that keeps its order
/// @param mode what the members agreed on; holds from the next message on
/// @param isGroup more than two, from the beginning on; else the one talk of these two in this mode
/// @param members also those who left; first those who were there from the beginning
/// @param founders how many these are
/// @param begunIn the mode then
/// @param wish another mode that some members want
public record Conversation(
    ConversationId id,
    String urn,
    String hub,
    Mode mode,
    boolean isGroup,
    AccountId startedBy,
    List<Member> members,
    int founders,
    Mode begunIn,
    Optional<Wish> wish,
    Instant createdAt) {

  /// Whose yes the public proof of words needs.
  public enum Mode {
    /// Their author's, each time.
    CONSENT("consent", 0),
    /// Nobody's: the members said so beforehand.
    RECORD("record", 1);

    private final String word;
    private final int number;

    Mode(String word, int number) {
      this.word = word;
      this.number = number;
    }

    /// By which it lies in the store; never another.
    int number() {
      return number;
    }

    static Mode of(long number) {
      for (Mode mode : values()) {
        if (mode.number == number) {
          return mode;
        }
      }
      throw new IllegalStateException("mode " + number);
    }

    public String word() {
      return word;
    }

    public static Optional<Mode> parse(String word) {
      for (Mode mode : values()) {
        if (mode.word.equals(word)) {
          return Optional.of(mode);
        }
      }
      return Optional.empty();
    }
  }

  /// @param uri of the actor, as proofs name him
  public record Member(AccountId account, String uri, long joinedN, long leftN) {
    public boolean isThere() {
      return leftN == 0;
    }

    Audience.Seat seat() {
      return new Audience.Seat(account, joinedN, leftN);
    }
  }

  /// @param by who has said yes; when all have, it is so
  public record Wish(Mode mode, List<AccountId> by) {}

  /// Who is a member now.
  public List<AccountId> present() {
    return members.stream().filter(Member::isThere).map(Member::account).toList();
  }

  public boolean has(AccountId account) {
    return member(account).isPresent();
  }

  public List<AccountId> othersThan(AccountId account) {
    return present().stream().filter(other -> !other.equals(account)).toList();
  }

  Optional<Member> member(AccountId account) {
    return members.stream().filter(m -> m.account().equals(account) && m.isThere()).findFirst();
  }

  List<Member> without(AccountId account, long leftN) {
    return members.stream()
        .map(
            m ->
                m.account().equals(account) && m.isThere()
                    ? new Member(m.account(), m.uri(), m.joinedN(), leftN)
                    : m)
        .toList();
  }

  Conversation with(Mode other, Optional<Wish> wanted) {
    return new Conversation(
        id, urn, hub, other, isGroup, startedBy, members, founders, begunIn, wanted, createdAt);
  }

  Conversation with(List<Member> others, Optional<Wish> wanted) {
    return new Conversation(
        id, urn, hub, mode, isGroup, startedBy, others, founders, begunIn, wanted, createdAt);
  }
}
