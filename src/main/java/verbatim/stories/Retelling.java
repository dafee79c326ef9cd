package verbatim.stories;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Version;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.quotecheck.Budget;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.statuses.Status;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// Compares what the articles, posts and excerpts of a story quote with what its things say:
/// nothing else is known here, so a quotation whose source is not in the story is simply not
/// compared. All texts of a story share one budget of comparing and one of letters.
final class Retelling {
  private static final int TEXTS_MAX = 200;
  private static final int STATEMENTS_MAX = 1_000;
  private static final int WORDINGS_MAX = 20;
  private static final int SENTENCES_MAX = 12;
  private static final int VERSIONS_MAX = 12;
  private static final int WORDS_MIN = 3;
  private static final int ARTICLES_LONG = 3;

  private final Checking checking;
  private final Articles articles;
  private final Quoting quoting;
  private final Limits.Checks limits;

  /// A text that may quote.
  ///
  /// @param own what its own words are known as
  /// @param at since when it says so
  /// @param copies what it shows of others, as it was pasted
  /// @param standing what its own report found, of an article
  private record Text(
      Retold.Place place,
      Blocks blocks,
      Instant at,
      Set<String> own,
      List<Statement> copies,
      Optional<Quoting.Standing> standing) {}

  private record Found(Text text, Span span, Source source) {}

  Retelling(Articles articles, Quoting quoting, Limits limits) {
    this.checking = new Checking(limits.checks());
    this.articles = articles;
    this.quoting = quoting;
    this.limits = limits.checks();
  }

  /// What of a story is compared, gathered from its things.
  private final class Gathered {
    private final List<Text> texts = new ArrayList<>();
    private final Map<Statement, Retold.Place> said = new LinkedHashMap<>();
    private final Map<String, Retold.Place> places = new HashMap<>();

    Gathered(List<Seen> things) {
      for (Seen seen : things) {
        switch (seen) {
          case Seen.Post(_, var status) -> post(status);
          case Seen.Series(_, var parts) -> series(parts);
          case Seen.Gap _, Seen.Withdrawn _ -> {}
        }
      }
      // After everybody's own words: a copy of what stands here itself says nothing more.
      for (Seen seen : things) {
        if (seen instanceof Seen.Post(_, var status)) {
          articles.carriedBy(status).ifPresent(article -> article(status, article));
        }
      }
    }

    private void post(Status status) {
      add(status, Set.of());
    }

    private void series(List<Status> parts) {
      Status first = parts.getFirst();
      Optional<SeriesId> id = first.words().series().map(Status.SeriesPlace::id);
      List<Statement> whole = id.map(quoting::said).orElse(List.of());
      Set<String> also = new LinkedHashSet<>();
      whole.forEach(one -> also.add(one.key()));
      parts.forEach(part -> add(part, also));
      whole.forEach(
          one ->
              known(one, new Retold.Place(Retold.Kind.SERIES, first, one.speaker().account(), "")));
    }

    private void add(Status status, Set<String> also) {
      List<Statement> all = quoting.said(status);
      for (Statement one : all.stream().limit(WORDINGS_MAX).toList()) {
        boolean isPost = one.kind() == Statement.Kind.POST;
        var place =
            new Retold.Place(
                isPost ? Retold.Kind.POST : Retold.Kind.EXCERPT,
                status,
                one.speaker().account(),
                "");
        known(one, place);
        if (one.edit() == 0 && Checking.mayQuote(one.text())) {
          Set<String> own = new LinkedHashSet<>(also);
          own.add(one.key());
          texts.add(
              new Text(
                  place,
                  Blocks.read(Markup.TEXT, one.text()),
                  one.at().orElseGet(status::createdAt),
                  own,
                  List.of(),
                  Optional.empty()));
        }
      }
    }

    private void article(Status status, Article article) {
      List<Statement> copies =
          copies(article).stream().filter(copy -> !isSaidHere(copy.words())).toList();
      texts.add(
          new Text(
              new Retold.Place(Retold.Kind.ARTICLE, status, Optional.of(status.author()), ""),
              articles.blocks(articles.current(article)),
              articles.current(article).at(),
              Set.of(),
              copies,
              quoting.standing(article)));
      copies.forEach(
          copy ->
              known(
                  copy,
                  new Retold.Place(
                      Retold.Kind.ARTICLE, status, Optional.empty(), copy.speaker().shown())));
    }

    private boolean isSaidHere(List<String> words) {
      return said.keySet().stream().anyMatch(one -> one.words().equals(words));
    }

    private void known(Statement one, Retold.Place place) {
      if (said.size() < STATEMENTS_MAX) {
        said.put(one, place);
        places.put(one.key(), place);
      }
    }
  }

  /// What an article shows as pasted, but for what its speaker says are not his words.
  List<Statement> copies(Article article) {
    Version version = articles.current(article);
    return articles.embeds().shownIn(version).stream()
        .filter(embed -> embed.source() instanceof Embed.Source.Pasted)
        .filter(embed -> embed.snapshot().hasWords())
        .map(
            embed ->
                Statement.copy(
                    embed.key(),
                    Person.said(embed.snapshot().name()),
                    embed.snapshot().text(),
                    version.words().title()))
        .filter(copy -> !quoting.isDenied(copy))
        .toList();
  }

  /// @param things as everybody sees them
  Retold of(List<Seen> things) {
    var all = new Gathered(things);
    List<Statement> said = List.copyOf(all.said.keySet());
    List<Person> people = said.stream().map(Statement::speaker).distinct().toList();
    KnownStatements known = KnownStatements.of(said);
    var budget = new Budget(limits.cellsMax());
    long letters = (long) limits.charactersMax() * ARTICLES_LONG;
    Map<String, List<Found>> found = new LinkedHashMap<>();
    for (Text text : all.texts.stream().limit(TEXTS_MAX).toList()) {
      letters -= text.blocks().raw().length();
      if (letters < 0) {
        break;
      }
      checked(text, people, known, said, budget)
          .ifPresent(check -> collect(text, check, all, found));
    }
    return new Retold(sentences(found, all), true);
  }

  /// What is too long to be checked at once is left out: the story is read without it.
  private Optional<QuoteCheck> checked(
      Text text, List<Person> people, KnownStatements known, List<Statement> said, Budget budget) {
    try {
      return Optional.of(
          checking.check(
              new Checking.Material(text.blocks(), people, text.copies()),
              question -> others(text, known, said, question),
              budget));
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.TooLarge) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// What others say: nobody quotes himself with his own words.
  private static List<Statement> others(
      Text text, KnownStatements known, List<Statement> said, KnownStatements.Question question) {
    Set<String> own = new LinkedHashSet<>(text.own());
    text.copies().forEach(copy -> own.add(copy.key()));
    var wider =
        new KnownStatements.Question(
            question.words(),
            question.shingles(),
            question.speaker(),
            question.ofSpeakerOnly(),
            question.statementsMax() + own.size() * WORDINGS_MAX);
    return known.candidates(wider).stream()
        .filter(one -> !own.contains(one.key()) && one.stood(text.at(), said::stream))
        .limit(question.statementsMax())
        .toList();
  }

  private static void collect(
      Text text, QuoteCheck check, Gathered all, Map<String, List<Found>> found) {
    for (Span span : check.spans()) {
      if (isTold(span) && isOwnFinding(text, span, all)) {
        Source source = span.source().orElseThrow();
        found
            .computeIfAbsent(
                source.statement().key() + "-" + source.statement().edit(), _ -> new ArrayList<>())
            .add(new Found(text, span, source));
      }
    }
  }

  private static boolean isTold(Span span) {
    return span.source().isPresent()
        && span.text().strip().split("\\s+").length >= WORDS_MIN
        && switch (span.verdict()) {
          case VERBATIM, PARTIAL, ALTERED -> true;
          case NOT_FOUND, LABEL, PARAPHRASE -> false;
        };
  }

  /// The page of an article knows more than its story: what it found elsewhere, or word for word,
  /// does not differ here from something else.
  private static boolean isOwnFinding(Text text, Span span, Gathered all) {
    return text.standing().stream()
        .flatMap(standing -> standing.judged().stream())
        .filter(one -> one.start() == span.utf16Start() && one.end() == span.utf16End())
        .filter(one -> !one.source().isEmpty())
        .allMatch(
            one ->
                all.places.containsKey(one.source())
                    && one.severity().compareTo(span.severity()) >= 0);
  }

  /// Quotations of overlapping words of one source are versions of one sentence.
  private static List<Retold.Sentence> sentences(Map<String, List<Found>> found, Gathered all) {
    List<Retold.Sentence> sentences = new ArrayList<>();
    for (List<Found> ofOne : found.values()) {
      List<Found> inOrder = new ArrayList<>(ofOne);
      inOrder.sort(Comparator.comparingInt(one -> one.source().from()));
      for (int from = 0; from < inOrder.size(); ) {
        int to = from + 1;
        int end = inOrder.get(from).source().to();
        while (to < inOrder.size() && inOrder.get(to).source().from() < end) {
          end = Math.max(end, inOrder.get(to).source().to());
          to++;
        }
        sentences.add(sentence(inOrder.subList(from, to), end, all));
        from = to;
      }
    }
    return sentences.stream()
        .sorted(Comparator.comparing(Retold.Sentence::worst).reversed())
        .limit(SENTENCES_MAX)
        .toList();
  }

  private static Retold.Sentence sentence(List<Found> told, int end, Gathered all) {
    Source first = told.getFirst().source();
    Statement statement = first.statement();
    Retold.Place place = all.places.get(statement.key());
    if (place == null) {
      throw new IllegalStateException("a source that is not in the story");
    }
    return new Retold.Sentence(
        place,
        statement.text().substring(first.from(), end).strip(),
        statement.at(),
        statement.edit() > 0,
        told.stream()
            .sorted(Comparator.comparing(one -> one.text().place().in().createdAt()))
            .limit(VERSIONS_MAX)
            .map(
                one ->
                    new Retold.Version(
                        one.text().place(),
                        one.span().text(),
                        one.span().verdict(),
                        one.span().severity(),
                        one.span().diff()))
            .toList());
  }
}
