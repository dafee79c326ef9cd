package verbatim.statements;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.Channel;

/// Words that somebody registered as said by somebody: he vouches for them, nobody else does.
///
/// @param by who vouches
/// @param saidAt when they were said, where he knows
/// @param channel how they were said
/// @param source where he has them from, in his words
public record Registered(
    StatementId id,
    AccountId by,
    Speaker speaker,
    String text,
    Optional<Instant> saidAt,
    Channel channel,
    String source,
    Instant at) {
  /// What somebody registers of himself are his words; all else is hearsay.
  boolean isOfHimself() {
    return speaker.account().filter(by::equals).isPresent();
  }

  /// What somebody registers.
  public record Draft(
      Speaker speaker, String text, Optional<Instant> saidAt, Channel channel, String source) {}
}
