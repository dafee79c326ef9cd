package verbatim.quotecheck;

import java.util.List;
import java.util.Set;

/// What comes out of comparing one quotation.
record Judgement(
    Verdict verdict,
    Severity severity,
    Set<Flag> flags,
    List<Source> sources,
    List<Difference> diff) {
  static Judgement notFound(Set<Flag> flags) {
    return new Judgement(Verdict.NOT_FOUND, Severity.NONE, flags, List.of(), List.of());
  }
}
