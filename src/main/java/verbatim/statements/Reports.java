package verbatim.statements;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatementId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.store.Bytes;
import verbatim.store.Op;

/// Reports on the quotations of articles: for whoever writes one before it is published, for
/// readers after. What readers see is made from the facts of that moment, so a source that was
/// edited, withdrawn or confirmed shows at once; what was found is kept with its date, and those
/// who write the article are told when it is not so any more.
public final class Reports {
  private static final String KIND = "quotes.check";
  private static final String POST = Statement.Kind.POST.word();
  private static final int AT_ONCE_MAX = 1;
  private static final int QUOTING_MAX = 1_000;
  private static final int CACHED_MAX = 200;
  private static final int WAITING_MAX = 10_000;
  private static final Duration WAITING = Duration.ofMinutes(5);
  private static final Duration CACHED = Duration.ofMinutes(10);
  private static final Duration UNTIL_OPEN = Duration.ofSeconds(10);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final Statements.Ground ground;
  private final Jobs jobs;
  private final Articles articles;
  private final Checks checks;
  private final Known known;
  private final Sources sources;
  private final ReportTable table;
  private final Turns turns = new Turns();
  private final Cache<ArticleId, Report> made =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).expireAfterWrite(CACHED).build();
  private final AtomicLong forgotten = new AtomicLong();

  /// Looks that are planned and not begun. One that is forgotten here is planned again, no more.
  private final Cache<Look, Boolean> waiting =
      Caffeine.newBuilder().maximumSize(WAITING_MAX).expireAfterWrite(WAITING).build();

  private record Look(ArticleId article, String source) {}

  /// @param version of the article, 0 for what is being worked on
  /// @param kept what is kept of each quotation, by its number
  public record Report(int version, Instant at, QuoteCheck check, Map<Integer, Judged> kept) {}

  public Reports(
      Statements.Ground ground, Jobs jobs, Articles articles, Checks checks, Known known) {
    this.ground = ground;
    this.jobs = jobs;
    this.articles = articles;
    this.checks = checks;
    this.known = known;
    this.sources = checks.sources();
    this.table = new ReportTable(ground.store());
    jobs.handle(KIND, AT_ONCE_MAX, (job, _) -> run(Bytes.read(job.body())));
  }

  // ---- reading

  /// Of what is being worked on, for those who write it.
  ///
  /// @throws verbatim.kernel.Refused NotFound for everybody else
  public Report working(AccountId who, ArticleId id) {
    Version working = articles.working(who, id);
    return new Report(0, ground.clock().instant(), check(id, working), Map.of());
  }

  /// Of what readers see.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Report published(Viewer viewer, ArticleId id) {
    Article article = articles.get(viewer, id);
    if (!article.isPublished()) {
      throw Refusal.notFound();
    }
    Report report = made.getIfPresent(id);
    if (report == null || report.version() != article.versions()) {
      report = look(article).report();
    }
    return report;
  }

  private QuoteCheck check(ArticleId id, Version version) {
    List<Statement> copies = new ArrayList<>();
    Set<StatusId> linked = new LinkedHashSet<>();
    for (Embed embed :
        version.isWorkingCopy() ? articles.embeds().of(id) : articles.embeds().shownIn(version)) {
      switch (embed.source()) {
        case Embed.Source.OfStatus(var status) -> linked.add(status);
        case Embed.Source.OfSeries(var parts) -> linked.addAll(parts);
        // Its post says what is open of it.
        case Embed.Source.OfExcerpt _ -> {}
        case Embed.Source.Pasted _ -> {
          if (embed.snapshot().hasWords()) {
            copies.add(
                Statement.copy(
                    id + "-" + embed.number(),
                    Person.said(embed.snapshot().name()),
                    embed.snapshot().text(),
                    ""));
          }
        }
      }
    }
    return checks.check(articles.blocks(version), copies, linked);
  }

  private record Looked(Report report, boolean hasTurned) {}

  /// Checks it anew and keeps what was found.
  private Looked look(Article article) {
    return turns.take(
        article.id().value(),
        () -> {
          Instant now = ground.clock().instant();
          long round = forgotten.get();
          QuoteCheck check = check(article.id(), articles.current(article));
          Optional<ReportTable.Kept> before =
              table.find(article.id()).filter(kept -> kept.version() == article.versions());
          Map<Integer, Judged> kept = new LinkedHashMap<>();
          Set<String> quoted = new LinkedHashSet<>();
          boolean hasTurned = false;
          for (Span span : check.spans()) {
            Judged fresh = judged(span, now);
            Optional<Judged> was =
                before.stream()
                    .flatMap(all -> all.judged().stream())
                    .filter(one -> one.start() == fresh.start() && one.end() == fresh.end())
                    .findFirst();
            boolean isNew = was.filter(one -> one.isAlike(fresh)).isEmpty();
            hasTurned |= isNew && was.isPresent();
            kept.put(span.id(), isNew ? following(fresh, was) : was.get());
            sourcesOf(span, quoted);
          }
          Report report = new Report(article.versions(), now, check, kept);
          ground
              .store()
              .journalledBatch(
                  table.put(
                      article.id(),
                      new ReportTable.Kept(article.versions(), now, List.copyOf(kept.values())),
                      quoted));
          made.put(article.id(), report);
          if (forgotten.get() != round) {
            made.invalidate(article.id());
          }
          return new Looked(report, hasTurned);
        });
  }

  private static Judged judged(Span span, Instant now) {
    String source =
        span.source()
            .map(Source::statement)
            .map(found -> ReportTable.source(found.kind().word(), found.id()))
            .orElse("");
    return new Judged(
        span.utf16Start(),
        span.utf16End(),
        span.verdict(),
        span.severity(),
        source,
        span.flags().contains(Flag.EARLIER_WORDING),
        now,
        Optional.empty());
  }

  private static Judged following(Judged fresh, Optional<Judged> was) {
    return new Judged(
        fresh.start(),
        fresh.end(),
        fresh.verdict(),
        fresh.severity(),
        fresh.source(),
        fresh.isEarlier(),
        fresh.since(),
        was.map(one -> new Judged.Before(one.verdict(), one.severity(), one.since())));
  }

  /// What it hangs on: its sources, and whoever may say that the words are his.
  private void sourcesOf(Span span, Set<String> quoted) {
    span.sources().stream()
        .map(Source::statement)
        .forEach(
            found -> {
              quoted.add(ReportTable.source(found.kind().word(), found.id()));
              // What becomes of the post becomes of the excerpt in it.
              sources
                  .carrier(found)
                  .ifPresent(post -> quoted.add(ReportTable.source(POST, post.toString())));
            });
    span.speaker()
        .account()
        .ifPresent(speaker -> quoted.add(ReportTable.words(speaker, span.text())));
  }

  // ---- corrections chase the copy: reactions, each bears being called twice

  /// A version of it is there for its readers: it is looked at, and followed from then on.
  public void published(ArticleId id) {
    plan(List.of(id), "");
  }

  /// A post was edited or deleted.
  public void turned(StatusId id) {
    List<ArticleId> concerned = new ArrayList<>(articles.embeds().showing(id));
    List<Status> now = ground.statuses().load(List.of(id));
    now.stream()
        .filter(status -> !status.isBoost())
        .flatMap(status -> status.words().series().stream())
        .forEach(
            series -> concerned.addAll(quoting(Statement.Kind.SERIES, series.id().toString())));
    concerned.addAll(quoting(Statement.Kind.POST, id.toString()));
    boolean isSilent = sources.saysTheSame(new Ref(Ref.Kind.STATUS, id.value()));
    plan(concerned, isSilent ? "" : "status-" + id);
  }

  /// Somebody is found no more, or again, or is gone: whatever was made may show his words.
  public void forgetMade() {
    forgotten.incrementAndGet();
    made.invalidateAll();
  }

  /// Words were registered or taken out; a question was answered, or is gone.
  public void turned(StatementId id) {
    plan(quoting(Statement.Kind.REGISTERED, id.toString()), "statement-" + id);
  }

  public void turned(QuestionId id) {
    List<ArticleId> concerned = new ArrayList<>(quoting(Statement.Kind.REGISTERED, id.toString()));
    checks
        .answered(id)
        .ifPresent(
            question ->
                concerned.addAll(
                    table.quoting(ReportTable.words(question.of(), question.text()), QUOTING_MAX)));
    plan(concerned, "statement-" + id);
  }

  private List<ArticleId> quoting(Statement.Kind kind, String id) {
    return table.quoting(ReportTable.source(kind.word(), id), QUOTING_MAX);
  }

  /// @param source what its writers are told of; "" for nothing
  private void plan(List<ArticleId> concerned, String source) {
    for (ArticleId id : new LinkedHashSet<>(concerned)) {
      made.invalidate(id);
      var look = new Look(id, source);
      // Whoever edits again and again plans one look at each article, not one for each edit.
      if (waiting.asMap().putIfAbsent(look, true) == null) {
        plan(look);
      }
    }
  }

  private void plan(Look look) {
    boolean isPlanned = false;
    try {
      jobs.at(
          ground.clock().instant(),
          new Jobs.Job(
              KIND, Bytes.write(1).number(look.article().value()).text(look.source()).done()));
      isPlanned = true;
    } finally {
      if (!isPlanned) {
        waiting.invalidate(look);
      }
    }
  }

  private Jobs.Outcome run(Bytes.Reader body) {
    ArticleId id = new ArticleId(body.number());
    String source = body.text();
    var begun = new Look(id, source);
    // Before anything is read: what happens from now on wants a look of its own.
    waiting.invalidate(begun);
    Optional<Article> article = articles.find(id).filter(Article::isPublished);
    if (article.isEmpty()) {
      return clear(id);
    }
    if (!known.isOpen()) {
      waiting.put(begun, true);
      return new Jobs.Outcome.AgainAfter(UNTIL_OPEN, "the index is not open yet");
    }
    boolean hasTurned = look(article.get()).hasTurned();
    if (hasTurned && !source.isEmpty()) {
      tell(id, source);
    }
    return new Jobs.Outcome.Done();
  }

  private Jobs.Outcome clear(ArticleId id) {
    turns.take(
        id.value(),
        () -> {
          ground.store().journalledBatch(table.clear(id));
          return id;
        });
    return new Jobs.Outcome.Done();
  }

  /// Once for a source and a day.
  private void tell(ArticleId id, String source) {
    long day = ground.clock().millis() / DAY_MS;
    if (table.wasTold(id, source, day)) {
      return;
    }
    var event = ground.log().prepare(StatementEvent.write(new StatementEvent.SourceTurned(id)));
    List<Op> ops = List.of(ReportTable.told(id, source, day), event.op());
    ground.store().journalledBatch(ops);
    ground.log().publish(event);
  }

  /// Those who are told that something an article quotes has changed.
  public List<AccountId> writers(ArticleId id) {
    Set<AccountId> writers = new LinkedHashSet<>();
    articles
        .find(id)
        .filter(Article::isPublished)
        .ifPresent(
            article -> {
              writers.add(article.writer());
              writers.add(article.owner());
              writers.addAll(article.signed());
            });
    return List.copyOf(writers);
  }

  // ---- what stories show

  /// How the quotations of a published article stood when they were last looked at.
  ///
  /// @param judged but labels
  public record Standing(Instant at, List<Judged> judged) {
    /// Those whose source says something else by now, or is gone.
    public int turned() {
      return (int)
          judged.stream().filter(one -> one.isEarlier() || one.before().isPresent()).count();
    }
  }

  /// Without looking again; nothing while that has not been done for what readers see.
  public Optional<Standing> standing(Article article) {
    return table
        .find(article.id())
        .filter(kept -> kept.version() == article.versions())
        .map(
            kept ->
                new Standing(
                    kept.at(),
                    kept.judged().stream()
                        .filter(one -> one.verdict() != Verdict.LABEL)
                        .toList()));
  }

  /// All that a post is known to say, in every wording, with what is open of the excerpt in it.
  /// Nothing where it is not for everybody.
  public List<Statement> said(Status status) {
    List<Statement> said =
        new ArrayList<>(sources.of(new Ref(Ref.Kind.STATUS, status.id().value())));
    if (!status.isBoost() && status.carried() instanceof Carried.Excerpt(var excerpt)) {
      said.addAll(sources.of(new Ref(Ref.Kind.EXCERPT, excerpt.value())));
    }
    return said;
  }

  /// A series as a whole.
  public List<Statement> said(SeriesId series) {
    return sources.of(new Ref(Ref.Kind.SERIES, series.value()));
  }

  // ---- "use the source's words"

  /// Puts the source's words in the place of a quotation in what is being worked on.
  ///
  /// @param span its number in the report of it
  /// @throws verbatim.kernel.Refused NotFound, Conflict when the words have changed meanwhile
  public Article useSource(AccountId who, ArticleId id, int span) {
    Version working = articles.working(who, id);
    Instant seen = articles.find(id).orElseThrow(Refusal::notFound).changedAt();
    Span quotation =
        check(id, working).spans().stream()
            .filter(one -> one.id() == span && one.sources().size() == 1)
            .findFirst()
            .orElseThrow(Refusal::notFound);
    Manuscript words = working.words();
    String body = words.body();
    String source = quotation.source().orElseThrow().words();
    String changed =
        body.substring(0, quotation.utf16Start())
            + written(source, words)
            + body.substring(quotation.utf16End());
    return articles.change(who, id, words.withBody(words.markup(), changed), seen);
  }

  /// The letters as its markup writes them, so that none of them becomes a mark.
  private static String written(String text, Manuscript words) {
    return switch (words.markup()) {
      case TEXT -> text;
      case HTML -> text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      case MARKDOWN -> text.replaceAll("([\\\\`*_\\[\\]<>#~|!])", "\\\\$1");
    };
  }
}
