package verbatim.statements;

import java.time.Instant;
import java.util.Optional;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;

/// What was found of one quotation of a published article, without any of its source's words: those
/// go with their source, the verdict stays with its date.
///
/// @param start of the quotation in the raw text
/// @param source what it was found in, by kind and id; "" for nothing
/// @param isEarlier whether the source has another wording since
/// @param since when it was first found so
/// @param before what was found before that
public record Judged(
    int start,
    int end,
    Verdict verdict,
    Severity severity,
    String source,
    boolean isEarlier,
    Instant since,
    Optional<Before> before) {
  public record Before(Verdict verdict, Severity severity, String source, Instant at) {}

  /// The same quotation, found otherwise than it was.
  Judged following(Judged was) {
    return new Judged(
        start,
        end,
        verdict,
        severity,
        source,
        isEarlier,
        since,
        Optional.of(new Before(was.verdict, was.severity, was.source, was.since)));
  }

  /// The same, where its speaker says that he said something else.
  Judged notFound() {
    return new Judged(start, end, Verdict.NOT_FOUND, Severity.NONE, "", isEarlier, since, before);
  }

  /// What its writers are to be told of: the source that is not there any more, or that says
  /// something else; or words that somebody stands for since. That a post is found today which was
  /// not found yesterday is no correction.
  String turned(Judged was) {
    boolean isVouchedFor = source.startsWith(Statement.Kind.REGISTERED.word() + "-");
    return was.source.isEmpty() && isVouchedFor ? source : was.source;
  }

  /// Whether its source says something else by now, or is gone. That words are found today which
  /// were not found yesterday is no such thing.
  boolean isTurned() {
    return isEarlier || before.filter(was -> !was.source().isEmpty()).isPresent();
  }

  boolean isAlike(Judged other) {
    return start == other.start
        && end == other.end
        && verdict == other.verdict
        && severity == other.severity
        && source.equals(other.source)
        && isEarlier == other.isEarlier;
  }
}
