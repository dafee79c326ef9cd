package verbatim.statements;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;

/// What somebody says that another said proves nothing: whoever quotes could make his source first.
/// So a quotation is compared with everything but that; only where it is found nowhere else it is
/// shown what was registered, and it stays not found. And what its speaker says are not his words
/// is found in nothing that others say of him.
final class Hearsay {
  /// What can be said of a quotation that is found in nothing.
  private static final Set<Flag> STAY =
      Set.of(Flag.FRAGMENT, Flag.UNCLOSED, Flag.NOT_COMPARED, Flag.UNCONFIRMED);

  private final Checking checking;
  private final Sources sources;
  private final Questions questions;

  Hearsay(Checking checking, Sources sources, Questions questions) {
    this.checking = checking;
    this.sources = sources;
    this.questions = questions;
  }

  QuoteCheck check(Checking.Material material, KnownStatements known) {
    Set<Statement> told = new LinkedHashSet<>();
    QuoteCheck made =
        checking.check(
            material,
            question -> {
              List<Statement> sure = new ArrayList<>();
              for (Statement one : known.candidates(question)) {
                (sources.isHearsay(one) ? told : sure).add(one);
              }
              return sure;
            });
    return denied(told.isEmpty() ? made : beside(made, material, List.copyOf(told)), Set.of());
  }

  /// What is found nowhere, beside what was registered of it.
  private QuoteCheck beside(QuoteCheck made, Checking.Material material, List<Statement> told) {
    if (made.spans().stream().noneMatch(span -> span.verdict() == Verdict.NOT_FOUND)) {
      return made;
    }
    var alone =
        new Checking.Material(material.article(), material.people(), List.of(), material.written());
    // By their places: without what the article shows of others its copies are quotations too, and
    // the numbers are others.
    Map<Place, Span> again =
        checking.check(alone, KnownStatements.of(told)).spans().stream()
            .collect(Collectors.toMap(Place::of, span -> span, (one, _) -> one));
    return with(
        made,
        span ->
            Optional.of(span)
                .filter(one -> one.verdict() == Verdict.NOT_FOUND)
                .flatMap(one -> Optional.ofNullable(again.get(Place.of(one))))
                .flatMap(Span::source)
                .map(source -> notFound(span, List.of(source), Flag.UNCONFIRMED))
                .orElse(span));
  }

  /// Where a quotation stands.
  private record Place(int block, int from, String text) {
    static Place of(Span span) {
      return new Place(span.block(), span.utf16Start(), span.text());
    }
  }

  /// What those who are quoted deny, as it is at this moment.
  ///
  /// @param rejoined numbers of the quotations beside which they say what they said
  QuoteCheck denied(QuoteCheck made, Set<Integer> rejoined) {
    Predicate<Span> isDenied = span -> rejoined.contains(span.id()) || isDenied(span);
    return with(
        made,
        span ->
            isGraded(span) && !isProved(span) && isDenied.test(span)
                ? notFound(span, span.sources(), Flag.DENIED)
                : span);
  }

  private static boolean isGraded(Span span) {
    return switch (span.verdict()) {
      case VERBATIM, PARTIAL, ALTERED, NOT_FOUND -> true;
      case LABEL, PARAPHRASE -> false;
    };
  }

  private static boolean isProved(Span span) {
    return span.sources().stream()
        .map(source -> source.statement().confidence())
        .anyMatch(
            how ->
                switch (how) {
                  case SIGNED_POST, CONFIRMED, CONFIRMED_BUT_CUT, SERVER_COPY -> true;
                  case REGISTERED, COPY_IN_ARTICLE -> false;
                });
  }

  private boolean isDenied(Span span) {
    Stream<AccountId> of =
        Stream.concat(
            span.speaker().account().stream(),
            span.sources().stream()
                .flatMap(source -> source.statement().speaker().account().stream()));
    return of.distinct()
        .anyMatch(
            who ->
                questions.hasDenied(who, span.text())
                    || span.sources().stream()
                        .anyMatch(source -> questions.hasDenied(who, source.statement().text())));
  }

  private static QuoteCheck with(QuoteCheck made, UnaryOperator<Span> changed) {
    return new QuoteCheck(
        made.version(),
        made.sha256(),
        made.spans().stream().map(changed).toList(),
        made.paraphrases());
  }

  private static Span notFound(Span span, List<Source> sources, Flag why) {
    Set<Flag> flags = new LinkedHashSet<>();
    span.flags().stream().filter(STAY::contains).forEach(flags::add);
    flags.add(why);
    return new Span(
        span.id(),
        span.group(),
        span.block(),
        span.kind(),
        span.text(),
        span.charStart(),
        span.charEnd(),
        span.utf16Start(),
        span.utf16End(),
        span.speaker(),
        span.channel(),
        Verdict.NOT_FOUND,
        Severity.NONE,
        List.copyOf(flags),
        sources,
        List.of(),
        span.hints());
  }
}
