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
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Budget;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
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

  static boolean isHearsay(Statement one) {
    return one.confidence() == Confidence.HEARSAY;
  }

  /// @param budget of this and of what else is checked of the same article
  QuoteCheck check(Checking.Material material, KnownStatements known, Budget budget) {
    Set<Statement> told = new LinkedHashSet<>();
    QuoteCheck made =
        checking.check(
            material,
            question -> {
              List<Statement> sure = new ArrayList<>();
              for (Statement one : known.candidates(question)) {
                (isHearsay(one) ? told : sure).add(one);
              }
              return sure;
            },
            budget);
    QuoteCheck all = told.isEmpty() ? made : beside(made, material, List.copyOf(told), budget);
    return denied(all, Set.of());
  }

  /// What is found nowhere, beside what was registered of it.
  private QuoteCheck beside(
      QuoteCheck made, Checking.Material material, List<Statement> told, Budget budget) {
    if (made.spans().stream().noneMatch(span -> span.verdict() == Verdict.NOT_FOUND)) {
      return made;
    }
    List<Person> people = new ArrayList<>(material.people());
    material.embeds().forEach(embed -> people.add(embed.speaker()));
    var alone = new Checking.Material(material.article(), people, List.of(), material.written());
    // By their places: without what the article shows of others its copies are quotations too, and
    // the numbers are others.
    Map<Place, Span> again =
        checking.check(alone, KnownStatements.of(told), budget).spans().stream()
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
    Questions.Replies replies = questions.replies();
    Predicate<Span> isDenied =
        span -> rejoined.contains(span.id()) || words(span).stream().anyMatch(is(replies));
    return with(
        withoutDeniedCopies(made, replies),
        span ->
            isGraded(span) && !isProved(span, replies) && isDenied.test(span)
                ? notFound(span, span.sources(), Flag.DENIED)
                : span);
  }

  private static Predicate<Words> is(Questions.Replies replies) {
    return words -> replies.hasDenied(words.who(), words.text());
  }

  /// Beside what is only told stands nothing that its speaker says are not his words.
  private QuoteCheck withoutDeniedCopies(QuoteCheck made, Questions.Replies replies) {
    return new QuoteCheck(
        made.version(),
        made.sha256(),
        made.spans(),
        made.paraphrases().stream()
            .map(
                told ->
                    told.with(
                        told.sources().stream()
                            .filter(source -> !isDeniedCopy(source.statement(), replies))
                            .toList()))
            .toList());
  }

  /// Whether these are only said to be somebody's words, and he says that they are not.
  boolean isDeniedCopy(Statement one) {
    return isDeniedCopy(one, questions.replies());
  }

  private boolean isDeniedCopy(Statement one, Questions.Replies replies) {
    return !isHisOwn(one, replies) && words(one).stream().anyMatch(is(replies));
  }

  private static boolean isGraded(Span span) {
    return switch (span.verdict()) {
      case VERBATIM, PARTIAL, ALTERED, NOT_FOUND -> true;
      case LABEL, PARAPHRASE -> false;
    };
  }

  private boolean isProved(Span span, Questions.Replies replies) {
    return span.sources().stream().anyMatch(source -> isHisOwn(source.statement(), replies));
  }

  /// His last word counts: what he confirmed once he may deny since.
  private boolean isHisOwn(Statement one, Questions.Replies replies) {
    return switch (one.confidence()) {
      case SIGNED_POST, SERVER_COPY -> true;
      case CONFIRMED, CONFIRMED_BUT_CUT -> words(one).stream().noneMatch(is(replies));
      case REGISTERED, COPY_IN_ARTICLE, HEARSAY -> false;
    };
  }

  /// Words that somebody may say are not his.
  record Words(AccountId who, String text) {}

  /// What a finding hangs on: the quoted words and those of its sources, of each whose words they
  /// are said to be. Of a copy often only a handle is known.
  Set<Words> words(Span span) {
    Set<AccountId> people = new LinkedHashSet<>();
    span.speaker().account().ifPresent(people::add);
    Set<String> texts = new LinkedHashSet<>(List.of(span.text()));
    for (Source source : span.sources()) {
      sources.account(source.statement().speaker()).ifPresent(people::add);
      texts.add(source.statement().text());
    }
    Set<Words> all = new LinkedHashSet<>();
    people.forEach(who -> texts.forEach(text -> all.add(new Words(who, text))));
    return all;
  }

  /// The same of a source by itself.
  Set<Words> words(Statement one) {
    return sources
        .account(one.speaker())
        .map(who -> Set.of(new Words(who, one.text())))
        .orElse(Set.of());
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
    return span.notFound(List.copyOf(flags), sources);
  }
}
