package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Verdict;

/// What was found of each quotation, beside what was found of it before.
///
/// @param kept by the number of the quotation
/// @param turned sources of what is found otherwise than it was
record Findings(Map<Integer, Judged> kept, Set<String> turned) {

  static Findings of(QuoteCheck check, List<Judged> before, Instant now) {
    Map<Place, Judged> was = new LinkedHashMap<>();
    before.forEach(one -> was.put(new Place(one.start(), one.end()), one));
    Map<Integer, Judged> kept = new LinkedHashMap<>();
    Set<String> turned = new LinkedHashSet<>();
    for (Span span : check.spans()) {
      Judged fresh = judged(span, now);
      Optional<Judged> earlier =
          Optional.ofNullable(was.get(new Place(fresh.start(), fresh.end())));
      if (earlier.isEmpty()) {
        kept.put(span.id(), fresh);
      } else if (earlier.get().isAlike(fresh)) {
        kept.put(span.id(), earlier.get());
      } else {
        kept.put(span.id(), fresh.following(earlier.get()));
        turned.add(fresh.turned(earlier.get()));
      }
    }
    turned.remove("");
    return new Findings(kept, turned);
  }

  private record Place(int start, int end) {}

  private static Judged judged(Span span, Instant now) {
    return new Judged(
        span.utf16Start(),
        span.utf16End(),
        span.verdict(),
        span.severity(),
        // What anybody may register of another, or what its speaker denies, is no source.
        span.verdict() == Verdict.NOT_FOUND
            ? ""
            : span.source().map(found -> found.statement().key()).orElse(""),
        span.flags().contains(Flag.EARLIER_WORDING),
        now,
        Optional.empty());
  }

  List<Judged> judged() {
    return new ArrayList<>(kept.values());
  }
}
