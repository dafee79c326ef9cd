package verbatim.statements;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Version;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Caches;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.quotecheck.QuoteCheck;
import verbatim.store.Bytes;
import verbatim.store.Op;

/// Corrections chase the copy: when something turns that published articles hang on, a job looks at
/// each of them, keeps what it finds and tells those who write it.
///
/// What was found and that they are told is one batch: whoever looks, and whenever the process
/// dies, nobody learns of a change that its writers are not told of. They are told once of a source
/// in a day, whatever happens to it, and in however many articles of theirs it stands; of a source
/// that says the same words as before, never.
final class Following {
  private static final String LOOK = "quotes.check";
  private static final String CHASE = "quotes.chase";
  private static final int AT_ONCE_MAX = 1;
  private static final int SLICE = 100;
  private static final int WAITING_MAX = 10_000;
  private static final Duration WAITING = Duration.ofMinutes(5);
  private static final Duration UNTIL_WHOLE = Duration.ofSeconds(10);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final Statements.Ground ground;
  private final Jobs jobs;
  private final Articles articles;
  private final Known known;
  private final ArticleChecks making;
  private final ReportTable table;
  private final Consumer<ArticleId> forget;
  private final Turns turns = new Turns();

  /// Looks that are planned and not begun. One that is forgotten here is planned again, no more.
  private final Cache<ArticleId, Boolean> waiting =
      Caches.bounded().maximumSize(WAITING_MAX).expireAfterWrite(WAITING).build();

  /// @param forget is told when what was made of an article is not to be shown any more
  Following(
      Statements.Ground ground,
      Jobs jobs,
      Articles articles,
      Known known,
      ArticleChecks making,
      ReportTable table,
      Consumer<ArticleId> forget) {
    this.ground = ground;
    this.jobs = jobs;
    this.articles = articles;
    this.known = known;
    this.making = making;
    this.table = table;
    this.forget = forget;
    jobs.handle(LOOK, AT_ONCE_MAX, (job, _) -> look(Bytes.read(job.body())));
    jobs.handle(CHASE, AT_ONCE_MAX, (job, _) -> chase(Bytes.read(job.body())));
  }

  // ---- which articles

  /// Plans a look at each article that hangs on this.
  void chase(String source) {
    ArticleId last = chase(source, new ArticleId(0));
    if (last.value() != 0) {
      jobs.at(ground.clock().instant(), new Jobs.Job(CHASE, body(source, last)));
    }
  }

  private static byte[] body(String source, ArticleId after) {
    return Bytes.write(1).text(source).number(after.value()).done();
  }

  private Jobs.Outcome chase(Bytes.Reader body) {
    String source = body.text();
    ArticleId last = chase(source, new ArticleId(body.number()));
    return last.value() == 0
        ? new Jobs.Outcome.Done()
        : new Jobs.Outcome.Onward(body(source, last));
  }

  /// A slice of them.
  ///
  /// @return the last of it; 0 when these were all
  private ArticleId chase(String source, ArticleId after) {
    List<ReportTable.Quoting> some = table.quoting(source, after, SLICE);
    // Of an account most changes change nothing for others.
    Optional<String> now =
        ReportTable.isBy(source) && !some.isEmpty()
            ? Optional.of(making.stand(source))
            : Optional.empty();
    some.stream()
        .filter(quoting -> now.filter(quoting.stand()::equals).isEmpty())
        .forEach(quoting -> plan(quoting.article()));
    return some.size() < SLICE ? new ArticleId(0) : some.getLast().article();
  }

  /// Whoever edits again and again plans one look at each article, not one for each edit.
  void plan(ArticleId id) {
    forget.accept(id);
    if (waiting.asMap().putIfAbsent(id, true) == null) {
      boolean isPlanned = false;
      try {
        plan(id, ground.clock().instant());
        isPlanned = true;
      } finally {
        if (!isPlanned) {
          waiting.invalidate(id);
        }
      }
    }
  }

  private void plan(ArticleId id, Instant due) {
    jobs.at(due, new Jobs.Job(LOOK, Bytes.write(1).number(id.value()).done()));
  }

  // ---- looking at one

  private Jobs.Outcome look(Bytes.Reader body) {
    ArticleId id = new ArticleId(body.number());
    // Before anything is read: what happens from now on wants a look of its own.
    waiting.invalidate(id);
    Optional<Article> article = articles.find(id).filter(Article::isPublished);
    if (article.isPresent() && !known.isWhole()) {
      // No failure: making the index may take an hour. What is missing in it would read like
      // withdrawn.
      waiting.put(id, true);
      plan(id, ground.clock().instant().plus(UNTIL_WHOLE));
    } else {
      turns.run(id.value(), () -> article.ifPresentOrElse(this::look, () -> clear(id)));
      forget.accept(id);
    }
    return new Jobs.Outcome.Done();
  }

  private void clear(ArticleId id) {
    List<Op> ops = new ArrayList<>(table.clear(id));
    ops.addAll(ReportTable.forgetTold(id.value()));
    // What those who are quoted said waits for an article that is only withdrawn.
    if (articles.find(id).isEmpty()) {
      ops.addAll(Rejoinders.forgotten(new RejoinderTable(ground.store()), id));
    }
    write(ops);
  }

  private void look(Article article) {
    ArticleId id = article.id();
    Instant now = ground.clock().instant();
    Version version = articles.current(article);
    known.refresh();
    ArticleChecks.Made made = making.anew(version);
    Optional<ReportTable.Kept> before =
        table.find(id).filter(found -> found.version() == article.versions());
    Map<String, String> filed = table.quoted(id);
    Map<String, String> hangsOn = new LinkedHashMap<>();
    if (before.isPresent()) {
      // Who was found in this version and is not any more may let himself be found again.
      filed.keySet().stream()
          .filter(ReportTable::isBy)
          .forEach(by -> hangsOn.put(by, making.stand(by)));
    }
    hangsOn.putAll(making.hangsOn(id, made));
    Findings findings =
        Findings.of(made.check(), before.map(ReportTable.Kept::judged).orElse(List.of()), now);
    var kept =
        new ReportTable.Kept(
            article.versions(),
            now,
            made.isTooLong(),
            made.people(),
            making.embeds(made),
            findings.judged());
    List<Op> ops = new ArrayList<>();
    if (before.filter(kept::saysTheSame).isEmpty() || !hangsOn.equals(filed)) {
      ops.addAll(table.put(id, kept, hangsOn, filed));
    }
    Set<String> quoted = new LinkedHashSet<>(findings.turned());
    quoted.removeIf(source -> !making.hasTurned(source, filed));
    Set<String> shown =
        before.map(was -> shownTurned(made, was.embeds(), kept.embeds())).orElse(Set.of());
    tellQuoted(article, made.check());
    tell(article, quoted, shown, ops);
  }

  /// Whoever is quoted otherwise than he said it learns of it, once of an article: he may say what
  /// he said. Told before the rest is kept: after a kill it is looked at again, and nobody is told
  /// twice.
  private void tellQuoted(Article article, QuoteCheck check) {
    Set<AccountId> quoted = new LinkedHashSet<>();
    check.spans().forEach(span -> quoted.addAll(Misquoting.those(span)));
    writers(article).forEach(quoted::remove);
    quoted.removeIf(who -> !ground.isThere(who) || table.knows(who, article.id()));
    if (!quoted.isEmpty()) {
      ground.write(
          quoted.stream().map(who -> ReportTable.knowing(who, article.id())).toList(),
          new StatementEvent.Misquoted(article.id(), List.copyOf(quoted)));
    }
  }

  /// What stood in its embeds and was edited, deleted or taken out since.
  private Set<String> shownTurned(
      ArticleChecks.Made made, Map<Integer, String> before, Map<Integer, String> now) {
    Set<String> turned = new LinkedHashSet<>();
    for (Embed embed : made.embeds()) {
      String was = before.getOrDefault(embed.number(), "");
      boolean isTold =
          switch (embed.condition()) {
            case EDITED, DELETED, WITHDRAWN -> true;
            case UNCHANGED, UNREACHABLE, NOT_CHECKED -> false;
          };
      if (isTold && !was.isEmpty() && !was.equals(now.get(embed.number()))) {
        turned.addAll(making.sources(embed));
      }
    }
    return turned;
  }

  private void tell(Article article, Set<String> quoted, Set<String> shown, List<Op> ops) {
    long day = ground.clock().millis() / DAY_MS;
    Set<String> sources = new LinkedHashSet<>(quoted);
    sources.addAll(shown);
    List<AccountId> told = new ArrayList<>();
    for (AccountId writer : writers(article)) {
      if (isNews(writer.value(), sources, day)) {
        told.add(writer);
        ops.addAll(ReportTable.told(writer.value(), sources, day));
      }
    }
    // Its writers may know from another article of theirs, and those who keep stories with this
    // one do not.
    boolean isNewHere = isNews(article.id().value(), quoted, day);
    if (isNewHere) {
      ops.addAll(ReportTable.told(article.id().value(), quoted, day));
    }
    if (told.isEmpty() && !isNewHere) {
      write(ops);
    } else {
      ground.write(ops, new StatementEvent.SourceTurned(article.id(), !quoted.isEmpty(), told));
    }
  }

  private boolean isNews(long to, Set<String> sources, long day) {
    return !sources.stream().allMatch(source -> table.wasTold(to, source, day));
  }

  private void write(List<Op> ops) {
    if (!ops.isEmpty()) {
      ground.store().journalledBatch(ops);
    }
  }

  /// Those who are told that something an article quotes has changed.
  List<AccountId> writers(ArticleId id) {
    return articles.find(id).filter(Article::isPublished).map(this::writers).orElse(List.of());
  }

  private List<AccountId> writers(Article article) {
    Set<AccountId> writers = new LinkedHashSet<>();
    writers.add(article.writer());
    writers.add(article.owner());
    writers.addAll(article.signed());
    return List.copyOf(writers);
  }
}
