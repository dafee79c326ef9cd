package verbatim.statements;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Caches;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatementId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;

/// Reports on the quotations of articles: for whoever writes one before it is published, for
/// readers after. What readers see was found by a job and is read from the facts of this moment, so
/// a source that was edited or withdrawn shows at once; no index is asked while somebody waits. How
/// it was found is kept with its date, and those who write the article are told when it is not so
/// any more (`Following`).
public final class Reports {
  private static final int CACHED_MAX = 200;
  private static final int FORGOTTEN_MAX = 100;
  private static final int LOOKED_MAX = 10_000;
  private static final Duration CACHED = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofHours(1);
  private static final int AT_ONCE_MAX = 4;
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final Statements.Ground ground;
  private final Articles articles;
  private final Checks checks;
  private final ReportTable table;
  private final ArticleChecks making;
  private final Following following;
  private final Rejoinders rejoinders;
  private final Turns turns = new Turns();
  private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);
  private final Cache<ArticleId, Report> made =
      Caches.bounded().maximumSize(CACHED_MAX).expireAfterWrite(CACHED).build();

  /// Before the job has come to them nobody knows what they hang on: they go with any change.
  private final Cache<ArticleId, Report> unfiled =
      Caches.bounded().maximumSize(CACHED_MAX).expireAfterWrite(CACHED).build();

  private final AtomicLong forgotten = new AtomicLong();

  /// What was looked at lately: what is known grows, and a quotation that was not found then may be
  /// found now.
  private final Cache<ArticleId, Boolean> looked =
      Caches.bounded().maximumSize(LOOKED_MAX).expireAfterWrite(LOOK_EVERY).build();

  /// @param version of the article, 0 for what is being worked on
  /// @param kept what is kept of each quotation, by its number
  /// @param isTooLong it holds more than can be checked: there are no quotations in the report
  /// @param said what those who are quoted say that they said, by the number of the quotation
  public record Report(
      int version,
      Instant at,
      QuoteCheck check,
      Map<Integer, Judged> kept,
      boolean isTooLong,
      Map<Integer, Rejoinder> said) {
    private Report with(QuoteCheck now, Map<Integer, Rejoinder> beside) {
      return new Report(version, at, now, kept, isTooLong, beside);
    }
  }

  public Reports(Statements.Ground ground, Jobs jobs, Articles articles, Checks checks) {
    this.ground = ground;
    this.articles = articles;
    this.checks = checks;
    this.table = new ReportTable(ground.store());
    this.making = new ArticleChecks(articles, checks);
    this.rejoinders = new Rejoinders(ground, articles, this);
    this.following =
        new Following(ground, jobs, articles, checks.index(), making, table, this::forget);
  }

  // ---- reading

  /// Of what is being worked on, for those who write it.
  ///
  /// @throws verbatim.kernel.Refused NotFound for everybody else
  public Report working(AccountId who, ArticleId id) {
    Version working = articles.working(who, id);
    ArticleChecks.Made anew = making.anew(working);
    return new Report(
        0, ground.clock().instant(), anew.check(), Map.of(), anew.isTooLong(), Map.of());
  }

  /// Of what readers see. It keeps nothing of what it finds.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Unavailable while too many are made at once
  public Report published(Viewer viewer, ArticleId id) {
    Article article = articles.get(viewer, id);
    if (!article.isPublished()) {
      throw Refusal.notFound();
    }
    // Many who come for the same one wait for the first of them.
    Report report =
        lately(article)
            .orElseGet(
                () ->
                    turns.take(
                        id.value(), () -> lately(article).orElseGet(() -> bounded(article))));
    Map<Integer, Rejoinder> said = rejoinders.beside(id, report.check());
    return report.with(checks.hearsay().denied(report.check(), said.keySet()), said);
  }

  /// @param quotation its number in the report
  public record Beside(int quotation, Rejoinder rejoinder) {}

  /// What somebody says beside a quotation, as long as the article quotes these words as his.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Beside beside(Viewer viewer, ArticleId id, StatementId said) {
    return published(viewer, id).said().entrySet().stream()
        .filter(one -> one.getValue().id().equals(said))
        .findFirst()
        .map(one -> new Beside(one.getKey(), one.getValue()))
        .orElseThrow(Refusal::notFound);
  }

  /// "I said: …"
  public Rejoinders rejoinders() {
    return rejoinders;
  }

  private Optional<Report> lately(Article article) {
    return Optional.ofNullable(made.getIfPresent(article.id()))
        .or(() -> Optional.ofNullable(unfiled.getIfPresent(article.id())))
        .filter(report -> report.version() == article.versions());
  }

  private Report bounded(Article article) {
    return withinBounds(
        () -> {
          lookAgain(article);
          long round = forgotten.get();
          Optional<ReportTable.Kept> kept = kept(article);
          Report report = read(article, kept);
          Cache<ArticleId, Report> cache = kept.isPresent() ? made : unfiled;
          cache.put(article.id(), report);
          if (forgotten.get() != round) {
            cache.invalidate(article.id());
          }
          return report;
        });
  }

  private <T> T withinBounds(Supplier<T> work) {
    try {
      if (!atOnce.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.unavailable("Too many articles are checked at once; please try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("The quote check was broken off");
    }
    try {
      return work.get();
    } finally {
      atOnce.release();
    }
  }

  /// What the job found, as it is now; before it came to it, what there is to be found.
  private Report read(Article article, Optional<ReportTable.Kept> kept) {
    Instant now = ground.clock().instant();
    Version version = articles.current(article);
    ArticleChecks.Made found =
        kept.map(was -> making.again(version, was, table.quoted(article.id()).keySet()))
            .orElseGet(() -> making.anew(version));
    List<Judged> before = kept.map(ReportTable.Kept::judged).orElse(List.of());
    return new Report(
        article.versions(),
        now,
        found.check(),
        Findings.of(found.check(), before, now).kept(),
        found.isTooLong(),
        Map.of());
  }

  private Optional<ReportTable.Kept> kept(Article article) {
    return table.find(article.id()).filter(found -> found.version() == article.versions());
  }

  private void lookAgain(Article article) {
    Instant lately = ground.clock().instant().minus(LOOK_EVERY);
    if (kept(article).filter(was -> was.at().isBefore(lately)).isPresent()
        && looked.asMap().putIfAbsent(article.id(), true) == null) {
      following.plan(article.id());
    }
  }

  private void forget(ArticleId id) {
    forgotten.incrementAndGet();
    made.invalidate(id);
    unfiled.invalidate(id);
  }

  private void chase(String source) {
    forgetUnfiled();
    following.chase(source);
  }

  private void forgetUnfiled() {
    forgotten.incrementAndGet();
    unfiled.invalidateAll();
  }

  // ---- corrections chase the copy: reactions, each bears being called twice

  /// A version of it is there for its readers, or no more: it is looked at, and followed from then
  /// on; and so are those that quote what it shows.
  public void published(ArticleId id) {
    following.plan(id);
    chase(ReportTable.article(id));
  }

  /// What it shows of others is not as it was.
  public void embedTurned(ArticleId id) {
    following.plan(id);
  }

  /// A post was edited or deleted.
  public void turned(StatusId id) {
    chase(Statement.Kind.POST.key(id.toString()));
    List<Status> now = ground.statuses().load(List.of(id));
    now.stream()
        .filter(status -> !status.isBoost())
        .flatMap(status -> status.words().series().stream())
        .map(in -> Statement.Kind.SERIES.key(in.id().toString()))
        .forEach(this::chase);
  }

  /// Somebody changed something about himself: what was made and may show his words is made again,
  /// from the facts.
  public void forget(AccountId id) {
    forgetUnfiled();
    List<ReportTable.Quoting> some =
        table.quoting(ReportTable.by(id), new ArticleId(0), FORGOTTEN_MAX);
    if (some.size() < FORGOTTEN_MAX) {
      some.forEach(quoting -> forget(quoting.article()));
    } else {
      made.invalidateAll();
    }
  }

  /// The same, when the index has it too: only where it changes what is found of him, what quotes
  /// him is looked at again.
  public void turned(AccountId id) {
    chase(ReportTable.by(id));
  }

  /// Words were registered or taken out; a question was answered, or is gone.
  public void turned(StatementId id) {
    chase(Statement.Kind.REGISTERED.key(id.toString()));
  }

  public void turned(QuestionId id) {
    chase(Statement.Kind.REGISTERED.key(id.toString()));
    checks.answered(id).ifPresent(q -> chase(ReportTable.words(q.of(), q.text())));
  }

  /// Which published articles quote or show a post, as they were last looked at.
  public List<ArticleId> quoting(StatusId id) {
    return table
        .quoting(Statement.Kind.POST.key(id.toString()), new ArticleId(0), FORGOTTEN_MAX)
        .stream()
        .map(ReportTable.Quoting::article)
        .toList();
  }

  /// Those who are told that something an article quotes has changed.
  public List<AccountId> writers(ArticleId id) {
    return following.writers(id);
  }

  // ---- what stories show

  /// How the quotations of a published article stood when they were last looked at.
  ///
  /// @param judged but labels
  public record Standing(Instant at, List<Judged> judged) {
    /// Those whose source says something else by now, or is gone.
    public int turned() {
      return (int) judged.stream().filter(Judged::isTurned).count();
    }
  }

  /// Without looking again; nothing while that has not been done for what readers see.
  public Optional<Standing> standing(Article article) {
    return kept(article)
        .map(
            kept ->
                new Standing(
                    kept.at(),
                    besideWhatWasSaid(article, kept.judged()).stream()
                        .filter(one -> one.verdict() != Verdict.LABEL)
                        .toList()));
  }

  /// A quotation beside which its speaker says what he said counts as on the article's own page.
  private List<Judged> besideWhatWasSaid(Article article, List<Judged> kept) {
    if (!rejoinders.isAny(article.id())) {
      return kept;
    }
    try {
      Report report = published(Viewer.ANYBODY, article.id());
      return report.check().spans().stream()
          .flatMap(
              span ->
                  Optional.ofNullable(report.kept().get(span.id()))
                      .map(one -> isDenied(span) ? one.notFound() : one)
                      .stream())
          .toList();
    } catch (Refused _) {
      // Not for everybody, or too many are looked at.
      return kept;
    }
  }

  private static boolean isDenied(Span span) {
    return span.verdict() == Verdict.NOT_FOUND && span.flags().contains(Flag.DENIED);
  }

  /// All that a post is known to say, in every wording, with what is open of the excerpt in it.
  /// Nothing where it is not for everybody.
  public List<Statement> said(Status status) {
    List<Statement> said =
        new ArrayList<>(checks.sources().of(new Ref(Ref.Kind.STATUS, status.id().value())));
    if (!status.isBoost() && status.carried() instanceof Carried.Excerpt(var excerpt)) {
      said.addAll(checks.sources().of(new Ref(Ref.Kind.EXCERPT, excerpt.value())));
    }
    return said;
  }

  /// Whether whose words a copy is said to be says that they are not.
  public boolean isDenied(Statement copy) {
    return checks.hearsay().isDeniedCopy(copy);
  }

  /// The same of what an article shows as pasted; of what it took from its author, never.
  public boolean isDenied(Embed embed) {
    return embed.source() instanceof Embed.Source.Pasted
        && embed.snapshot().hasWords()
        && isDenied(Sources.copy(embed));
  }

  /// A series as a whole.
  public List<Statement> said(SeriesId series) {
    return checks.sources().of(new Ref(Ref.Kind.SERIES, series.value()));
  }

  // ---- "use the source's words"

  /// Puts the source's words in the place of a quotation in what is being worked on.
  ///
  /// @param span its number in the report that he looked at
  /// @param sha256 of what that report is about: another text has other numbers
  /// @throws verbatim.kernel.Refused NotFound, Conflict when the words have changed meanwhile
  public Article useSource(AccountId who, ArticleId id, int span, String sha256) {
    Instant seen = articles.find(id).orElseThrow(Refusal::notFound).changedAt();
    Version working = articles.working(who, id);
    QuoteCheck check = making.anew(working).check();
    if (!check.sha256().equals(sha256)) {
      throw new Refused(
          new Refusal.Conflict("The article was changed meanwhile; look at its report again"));
    }
    Span quotation =
        check.spans().stream()
            .filter(one -> one.id() == span && one.sources().size() == 1)
            // Of its words alone: the others are typed in fields of their own.
            .filter(Span::isInText)
            .findFirst()
            .orElseThrow(Refusal::notFound);
    Manuscript words = working.words();
    String body = words.body();
    String changed =
        body.substring(0, quotation.utf16Start())
            + Inserted.into(words.markup(), quotation.source().orElseThrow(), quotation.text())
            + body.substring(quotation.utf16End());
    return articles.change(who, id, now -> now.withBody(words.markup(), changed), seen);
  }
}
