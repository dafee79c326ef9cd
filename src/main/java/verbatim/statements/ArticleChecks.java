package verbatim.statements;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Version;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.quotecheck.Budget;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;

/// Checks the quotations of an article beside what it shows itself and what is known, and says what
/// the outcome hangs on.
final class ArticleChecks {
  private static final String GONE = "gone";

  private final Articles articles;
  private final Checks checks;
  private final Sources sources;

  ArticleChecks(Articles articles, Checks checks) {
    this.articles = articles;
    this.checks = checks;
    this.sources = checks.sources();
  }

  /// @param isTooLong there is more of it than can be checked at once: nothing was compared
  /// @param people whom its words name
  /// @param embeds what it shows of others
  record Made(QuoteCheck check, boolean isTooLong, List<AccountId> people, List<Embed> embeds) {}

  /// Beside all that is known. Who is named in the headline alone is quoted there.
  Made anew(Version version) {
    Set<Person> people = new LinkedHashSet<>(checks.named(articles.blocks(version)));
    people.addAll(checks.named(Headed.blocks(version.words())));
    return made(version, List.copyOf(people), checks.index().beside(version.article()));
  }

  /// Only beside what was found before, as it is now: no index is asked. What was found then and
  /// may still be found is found again.
  Made again(Version version, ReportTable.Kept kept, Set<String> quoted) {
    if (kept.isTooLong()) {
      return tooLong(version, shown(version));
    }
    Set<Ref> refs = new LinkedHashSet<>();
    quoted.forEach(source -> refs.addAll(Sources.refs(source)));
    List<Statement> found = refs.stream().flatMap(ref -> sources.of(ref).stream()).toList();
    List<Person> people = kept.people().stream().map(sources::person).toList();
    return made(version, people, checks.index().among(version.article(), found));
  }

  private Made made(Version version, List<Person> people, KnownStatements besides) {
    List<Embed> embeds = shown(version);
    try {
      List<Statement> shown = stoodThen(version, statements(embeds));
      KnownStatements then = asked -> stoodThen(version, besides.candidates(asked));
      Budget budget = checks.budget();
      QuoteCheck check =
          Headed.of(
                  articles.blocks(version),
                  version.words(),
                  text -> checks.check(text, version.at(), people, shown, then, budget))
              .numbered();
      List<AccountId> named =
          people.stream().flatMap(person -> person.account().stream()).distinct().toList();
      return new Made(check, false, named, embeds);
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.TooLarge) {
        return tooLong(version, embeds);
      }
      throw e;
    }
  }

  /// An article is compared with what it could quote: what was edited after it was published is
  /// read as it stood then. Whoever edits what he said moves nobody's goalposts.
  private List<Statement> stoodThen(Version version, List<Statement> all) {
    return version.isWorkingCopy()
        ? all
        : all.stream().filter(said -> sources.stood(said, version.at())).toList();
  }

  private static Made tooLong(Version version, List<Embed> embeds) {
    return new Made(
        new QuoteCheck(Checking.VERSION, version.sha256(), List.of(), List.of()),
        true,
        List.of(),
        embeds);
  }

  private List<Embed> shown(Version version) {
    return version.isWorkingCopy()
        ? articles.embeds().of(version.article())
        : articles.embeds().shownIn(version);
  }

  /// What the embeds say, read from the facts where there are any: a copy that is kept is not what
  /// its author says now. What he took out of the article is no source of it.
  private List<Statement> statements(List<Embed> embeds) {
    Set<Statement> said = new LinkedHashSet<>();
    for (Embed embed : embeds) {
      if (embed.condition() != Embed.Condition.WITHDRAWN && embed.snapshot().hasWords()) {
        List<Statement> now =
            switch (embed.source()) {
              case Embed.Source.OfStatus(var status) -> sources.shown(status);
              case Embed.Source.OfSeries(var parts) -> sources.shown(parts);
              case Embed.Source.OfExcerpt(long id) -> sources.shown(new ExcerptId(id));
              case Embed.Source.Pasted _ -> List.of(Sources.copy(embed));
            };
        said.addAll(now);
        // Its author deleted it and let the signed copy stay: these words stand in the article.
        if (now.isEmpty() && embed.condition() == Embed.Condition.DELETED) {
          said.add(sources.left(embed));
        }
      }
    }
    return List.copyOf(said);
  }

  // ---- what it hangs on

  /// Its sources, whoever may say that the words are his, and what it shows; each with how it is
  /// now.
  Map<String, String> hangsOn(ArticleId id, Made made) {
    Set<String> all = new LinkedHashSet<>();
    made.check().spans().forEach(span -> hangsOn(id, span, all));
    made.check().paraphrases().stream()
        .flatMap(told -> told.sources().stream())
        .forEach(found -> hangsOn(id, found.statement(), all));
    made.embeds().forEach(embed -> hangsOn(embed, all));
    made.people().forEach(who -> all.add(ReportTable.by(who)));
    Map<String, String> stands = new LinkedHashMap<>();
    all.forEach(source -> stands.put(source, stand(source)));
    return stands;
  }

  private void hangsOn(ArticleId id, Span span, Set<String> all) {
    span.sources().stream().map(Source::statement).forEach(found -> hangsOn(id, found, all));
    span.speaker().account().map(ReportTable::by).ifPresent(all::add);
    hangsOn(checks.hearsay().words(span), all);
  }

  /// What whoever is said to have said it may answer.
  private static void hangsOn(Set<Hearsay.Words> words, Set<String> all) {
    words.forEach(one -> all.add(ReportTable.words(one.who(), one.text())));
  }

  private void hangsOn(ArticleId id, Statement found, Set<String> all) {
    all.add(found.key());
    hangsOn(checks.hearsay().words(found), all);
    found.speaker().account().map(ReportTable::by).ifPresent(all::add);
    switch (found.kind()) {
      case POST, REGISTERED -> {}
      // A series is gone when a part of it is.
      case SERIES -> sources.partsOf(found).forEach(part -> all.add(status(part.toString())));
      // What becomes of the post becomes of the excerpt in it.
      case EXCERPT -> sources.carrier(found).ifPresent(post -> all.add(status(post.toString())));
      case EMBED -> {
        ArticleId in = ArticleId.parse(found.place()).orElseThrow();
        if (!in.equals(id)) {
          all.add(ReportTable.article(in));
        }
      }
    }
  }

  private void hangsOn(Embed embed, Set<String> all) {
    if (embed.snapshot().author() != 0) {
      all.add(ReportTable.by(new AccountId(embed.snapshot().author())));
    }
    all.addAll(sources(embed));
  }

  /// What an embed shows, as quotations of the same are filed.
  List<String> sources(Embed embed) {
    return switch (embed.source()) {
      case Embed.Source.OfStatus(var status) -> List.of(status(status.toString()));
      case Embed.Source.OfSeries(var parts) -> {
        List<String> all = new ArrayList<>();
        // The id of a series is that of its first part.
        all.add(Statement.Kind.SERIES.key(parts.getFirst().toString()));
        parts.forEach(part -> all.add(status(part.toString())));
        yield all;
      }
      case Embed.Source.OfExcerpt(long id) -> {
        ExcerptId excerpt = new ExcerptId(id);
        yield sources
            .carrier(excerpt)
            .map(post -> List.of(status(post.toString())))
            .orElse(List.of());
      }
      case Embed.Source.Pasted _ -> List.of();
    };
  }

  private static String status(String id) {
    return Statement.Kind.POST.key(id);
  }

  /// How something is now: of words, which they are, whatever their marks.
  String stand(String source) {
    if (ReportTable.isBy(source)) {
      return sources.stand(
          AccountId.parse(source.substring(source.indexOf('-') + 1)).orElseThrow());
    }
    return Sources.refs(source).isEmpty()
        ? ""
        : sources.now(source).map(Statement::text).map(Folding::hash).orElse(GONE);
  }

  /// Whether what is filed so says other words than it did, or nothing any more.
  boolean hasTurned(String source, Map<String, String> before) {
    return !stand(source).equals(before.getOrDefault(source, ""));
  }

  /// How each embed is now.
  Map<Integer, String> embeds(Made made) {
    Map<Integer, String> stands = new LinkedHashMap<>();
    made.embeds().forEach(embed -> stands.put(embed.number(), stand(embed)));
    return stands;
  }

  private String stand(Embed embed) {
    return switch (embed.condition()) {
      case DELETED, WITHDRAWN, UNREACHABLE, NOT_CHECKED -> embed.condition().word();
      case UNCHANGED -> Folding.hash(embed.snapshot().text());
      case EDITED -> Folding.hash(articles.embeds().textNow(embed).orElse(embed.snapshot().text()));
    };
  }
}
