package verbatim.kernel;

import java.time.Duration;
import java.util.List;

/// A "no" to whoever asked. Its words are safe to show to him; each edge turns it into its own
/// answer in one file.
public sealed interface Refusal {
  /// There is nothing, or nothing that the viewer may see: the two look the same.
  ///
  /// @param why what was looked for, "" where the address says it
  record NotFound(String why) implements Refusal {
    public NotFound() {
      this("");
    }
  }

  /// No token or session, or one that no longer counts.
  record NotSignedIn(String why) implements Refusal {}

  /// Signed in, but this is not allowed to him (or to this token).
  record Forbidden(String why) implements Refusal {}

  /// The request could be read but what it asks for cannot be done.
  record Invalid(String why, List<Fault> faults) implements Refusal {}

  /// The request could not be read at all.
  record Malformed(String why) implements Refusal {}

  /// The body is of a type that nobody here reads.
  record WrongType(String why) implements Refusal {}

  /// Was there, and was deleted.
  record Gone() implements Refusal {}

  /// Too many; may be tried again after that time.
  record TooMany(String why, Duration after) implements Refusal {}

  /// More bytes than the limit.
  record TooLarge(String why) implements Refusal {}

  /// Somebody else was faster, or the same key was used for something else.
  record Conflict(String why) implements Refusal {}

  /// The server cannot do it now (disk full, outcome unknown); nothing was acknowledged.
  record Unavailable(String why) implements Refusal {}

  /// One field that is wrong. `code` is in the client API's words: ERR_BLANK, ERR_TAKEN,
  /// ERR_TOO_LONG, ERR_TOO_SHORT, ERR_INVALID, ERR_RESERVED, ERR_ACCEPTED, ERR_BLOCKED,
  /// ERR_INCLUSION.
  record Fault(String field, String code, String words) {}

  static Refused notFound() {
    return new Refused(new NotFound());
  }

  /// The words must be the same for what is not there and what may not be seen.
  static Refused notFound(String why) {
    return new Refused(new NotFound(why));
  }

  static Refused forbidden(String why) {
    return new Refused(new Forbidden(why));
  }

  static Refused invalid(String why) {
    return new Refused(new Invalid(why, List.of()));
  }

  static Refused invalid(String field, String code, String words) {
    return new Refused(
        new Invalid("Validation failed: " + words, List.of(new Fault(field, code, words))));
  }

  static Refused tooMany(String why, Duration after) {
    return new Refused(new TooMany(why, after));
  }

  static Refused unavailable(String why) {
    return new Refused(new Unavailable(why));
  }

  static Refused malformed(String why) {
    return new Refused(new Malformed(why));
  }
}
