package verbatim.statements;

import java.util.LinkedHashSet;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;

/// Whose words a quotation gives otherwise than they were said.
final class Misquoting {
  private Misquoting() {}

  /// Those whose source it is; and whom it plainly names for words that somebody else said. Other
  /// letters and marks concern nobody.
  static Set<AccountId> those(Span span) {
    Set<AccountId> those = new LinkedHashSet<>();
    if (span.verdict() == Verdict.ALTERED && span.severity().isOfWords()) {
      span.sources().stream()
          .map(Source::statement)
          .filter(said -> said.kind() != Statement.Kind.EMBED)
          .flatMap(said -> said.speaker().account().stream())
          .forEach(those::add);
      if (span.flags().contains(Flag.OTHER_SPEAKER)) {
        span.speaker().account().ifPresent(those::add);
      }
    }
    return those;
  }
}
