package verbatim.statements;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verbatim.accounts.Accounts;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.excerpts.Excerpts;
import verbatim.index.Index;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Statement;
import verbatim.rendering.Addresses;
import verbatim.statuses.Statuses;

/// The index of what is known to have been said: what everybody may read, found by rows of words.
///
/// It holds public posts of all authors, but compares with those of an author only where he lets
/// himself be found (`indexable`), or where the text that is checked names him. That stands in the
/// question which the index is asked; every hit is then read from the facts again. So what was
/// deleted, withdrawn or closed is not found a moment later, and reads like what was never there.
/// What a text embeds or links is not looked for here: it is read from the facts.
///
/// It follows the log like [verbatim.search.Search]; where it is missing or damaged it makes itself
/// anew.
public final class Known implements AutoCloseable {
  /// Rises when the fields or the letters of the index change.
  private static final String FORMAT = "4";

  private static final float LEAST_OF_BEST = 0.12f;
  private static final Duration OPENED_MAX = Duration.ofSeconds(30);

  private final Statuses statuses;
  private final Articles articles;
  private final Statements statements;
  private final Keeping keeping;
  private final KnownPutting putting;
  private final KnownRebuilding rebuilding;
  private final Sources sources;
  private final Limits.Statements limits;
  private final CountDownLatch opened = new CountDownLatch(1);

  public Known(
      Path folder,
      Accounts accounts,
      Statuses statuses,
      Excerpts excerpts,
      Articles articles,
      Statements statements,
      Addresses addresses,
      Limits limits) {
    this.statements = statements;
    this.limits = limits.statements();
    this.statuses = statuses;
    this.articles = articles;
    keeping =
        new Keeping(
            folder,
            new Keeping.Settings(
                "known statements",
                FORMAT,
                "The quote check is being put in order; please try again"));
    sources = new Sources(accounts, statuses, excerpts, articles, statements, addresses);
    putting = new KnownPutting(sources, keeping);
    rebuilding = new KnownRebuilding(accounts, statuses, statements, keeping, putting);
  }

  // ---- finding

  /// What is known, for one check: of authors who let themselves be found, and of the speakers whom
  /// the text names.
  public KnownStatements beside() {
    return this::candidates;
  }

  /// The same without what this article shows as copied: that it brings itself.
  KnownStatements beside(ArticleId article) {
    return question ->
        candidates(question).stream().filter(one -> !isCopyIn(article, one)).toList();
  }

  private static boolean isCopyIn(ArticleId article, Statement one) {
    return one.kind() == Statement.Kind.EMBED && one.place().equals(article.toString());
  }

  /// Only of these, without its own copies, read from the facts, whatever the index holds: what was
  /// found in them before is found in them again, as far as it may still be found.
  KnownStatements among(ArticleId article, List<Statement> some) {
    // By itself, as in the index.
    Map<Boolean, List<Statement>> parted =
        some.stream()
            .filter(one -> !isCopyIn(article, one))
            .collect(Collectors.partitioningBy(Hearsay::isHearsay));
    KnownStatements sure = KnownStatements.of(parted.getOrDefault(false, List.of()));
    KnownStatements hearsay = KnownStatements.of(parted.getOrDefault(true, List.of()));
    return question -> {
      Optional<AccountId> speaker = sources.account(question.speaker());
      Set<Statement> all = new LinkedHashSet<>();
      if (!question.ofSpeakerOnly() || speaker.isPresent()) {
        speaker.ifPresent(who -> all.addAll(confirmed(who, question.words())));
        Stream.of(sure, hearsay)
            .flatMap(these -> these.candidates(question).stream())
            .filter(found -> isAsked(found, speaker, question.ofSpeakerOnly()))
            .forEach(all::add);
      }
      return List.copyOf(all);
    };
  }

  private List<Statement> candidates(KnownStatements.Question question) {
    Optional<AccountId> speaker = sources.account(question.speaker());
    if (question.ofSpeakerOnly() && speaker.isEmpty()) {
      return List.of();
    }
    Match within = question.ofSpeakerOnly() ? said(speaker.get()) : among(speaker);
    Match hearsay = new Match.Marked(KnownEntries.HEARSAY);
    awaitOpen();
    // What he said are his words counts at once, before the index has it.
    Set<Statement> all = new LinkedHashSet<>();
    speaker.ifPresent(who -> all.addAll(confirmed(who, question.words())));
    // By itself: copies that anybody may register would fill the places of what was said.
    for (List<Index.Hit> hits :
        hits(question, Match.all(within, new Match.Not(hearsay)), Match.all(within, hearsay))) {
      all.addAll(statements(hits, question, speaker));
    }
    return List.copyOf(all);
  }

  private List<List<Index.Hit>> hits(KnownStatements.Question question, Match... withins) {
    int max = Math.min(limits.candidatesMax(), question.statementsMax());
    return keeping.use(
        index ->
            index.alike(
                KnownEntries.RUNS,
                question.shingles(),
                limits.alikeWordsMax(),
                List.of(withins),
                max,
                limits.timeMax()));
  }

  private List<Statement> confirmed(AccountId speaker, List<String> words) {
    return statements.questions().answers(speaker, String.join(" ", words)).stream()
        .flatMap(question -> sources.of(new Ref(Ref.Kind.ANSWER, question.id().value())).stream())
        .toList();
  }

  private static Match said(AccountId speaker) {
    return new Match.Word(KnownEntries.SPEAKER, speaker.toString());
  }

  private static Match among(Optional<AccountId> speaker) {
    List<Match> any = new ArrayList<>();
    any.add(new Match.Marked(KnownEntries.OPEN));
    speaker.ifPresent(one -> any.add(said(one)));
    return new Match.Any(any);
  }

  /// What shares little besides the best is not worth reading: it could not be what was quoted.
  /// Of somebody's own words all are.
  private List<Statement> statements(
      List<Index.Hit> hits, KnownStatements.Question question, Optional<AccountId> speaker) {
    boolean isOfSpeaker = question.ofSpeakerOnly();
    float least = hits.isEmpty() || isOfSpeaker ? 0 : hits.getFirst().score() * LEAST_OF_BEST;
    List<List<Statement>> found = new ArrayList<>();
    for (Index.Hit hit : hits) {
      if (hit.score() >= least) {
        found.add(
            nearest(
                sources.of(Ref.of(hit.number())).stream()
                    .filter(one -> isAsked(one, speaker, isOfSpeaker))
                    .toList(),
                question));
      }
    }
    return inTurn(found);
  }

  /// An excerpt has many messages and a post may have many wordings: the nearest first, so that
  /// neither hides its own words, or those of others, behind what nobody asked for.
  private static List<Statement> nearest(List<Statement> ofOne, KnownStatements.Question question) {
    if (ofOne.size() < 2) {
      return ofOne;
    }
    Set<String> asked = Set.copyOf(question.shingles());
    Map<Statement, Long> shared = new HashMap<>();
    ofOne.forEach(one -> shared.put(one, one.shingles().stream().filter(asked::contains).count()));
    return ofOne.stream()
        .sorted(Comparator.comparing((Statement one) -> shared.getOrDefault(one, 0L)).reversed())
        .toList();
  }

  /// The first of each, then the second of each, and so on.
  private static List<Statement> inTurn(List<List<Statement>> found) {
    List<Statement> all = new ArrayList<>();
    int most = found.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      for (List<Statement> ofOne : found) {
        if (i < ofOne.size()) {
          all.add(ofOne.get(i));
        }
      }
    }
    return all;
  }

  /// The index may be behind what its author wishes; in an excerpt several people speak, each with
  /// a wish of his own. What was registered or confirmed was said to everybody.
  private boolean isAsked(Statement found, Optional<AccountId> speaker, boolean isOfSpeaker) {
    Optional<AccountId> by = found.speaker().account();
    boolean isByWish =
        switch (found.kind()) {
          case POST, SERIES, EXCERPT -> true;
          case EMBED, REGISTERED -> false;
        };
    return !isByWish
        || by.isPresent() && by.equals(speaker)
        || !isOfSpeaker && by.filter(sources::isOpen).isPresent();
  }

  /// How many statements are known.
  public long count() {
    awaitOpen();
    return keeping.use(index -> index.count(new Match.Not(new Match.Word("none", ""))));
  }

  private void awaitOpen() {
    try {
      if (!opened.await(OPENED_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.unavailable("The quote check is not ready yet; please try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("The quote check was broken off");
    }
  }

  // ---- following what happens

  /// Opens the index. Then it wants to follow the log, see [#kept], and to be made whole:
  /// [#complete].
  public void open() throws IOException {
    keeping.open(rebuilding::soon);
    opened.countDown();
  }

  /// Makes it anew where something is missing in it. Once the log is followed: what happens while
  /// it is made anew is in it too.
  ///
  /// @param hasMissed whether the log has gone on without it
  public void complete(boolean hasMissed) {
    if (hasMissed || !keeping.isWhole()) {
      rebuilding.soon();
    }
  }

  public boolean isOpen() {
    return keeping.isOpen();
  }

  /// Whether all that is known is in it: until then what it does not find may be there.
  boolean isWhole() {
    return keeping.isOpen() && keeping.isWhole();
  }

  Sources sources() {
    return sources;
  }

  /// A status was posted, edited or deleted.
  public void changed(StatusId status, AccountId author) {
    putting.status(status, author);
  }

  /// Others see more of it, or less.
  public void changed(ExcerptId excerpt) {
    sources
        .carrier(excerpt)
        .flatMap(statuses::find)
        .ifPresent(status -> putting.status(status.id(), status.author()));
  }

  /// An article is there for its readers, or in another version. When it is not there any more the
  /// post that carried it is deleted, which takes along what is known of it.
  public void changed(ArticleId article) {
    articles
        .find(article)
        .flatMap(Article::status)
        .flatMap(statuses::find)
        .ifPresent(status -> putting.status(status.id(), status.author()));
  }

  /// An account changed in any way: perhaps what it lets others find.
  public void changed(AccountId account) {
    putting.account(account);
  }

  public void forget(AccountId account) {
    putting.forget(account);
  }

  /// Something that was registered or answered.
  public void changed(StatementEvent event) {
    putting.on(event);
  }

  /// Of this partition of the log it is given what comes from here on.
  public void begins(int partition, long offset) {
    keeping.begins(partition, offset);
  }

  /// All that follows from this entry of the log is in the index.
  public void seen(int partition, long offset) {
    keeping.seen(partition, offset);
  }

  public long kept(int partition) {
    return keeping.kept(partition);
  }

  // ---- looking after it

  /// What happened until now is found from now on (tests; else it takes a second).
  public void refresh() {
    keeping.use(
        index -> {
          index.refresh();
          return true;
        });
  }

  /// Makes the index anew from the facts, in the background.
  public void rebuild() {
    rebuilding.soon();
  }

  public boolean isRebuilding() {
    return rebuilding.isRunning();
  }

  /// Makes durable what was seen.
  public void commit() {
    keeping.commit();
  }

  /// When this returns, the words of what was deleted before, and seen, are in no file.
  public void expunge() {
    keeping.use(
        index -> {
          index.expunge();
          return true;
        });
  }

  /// Keeps all that was seen.
  @Override
  public void close() {
    rebuilding.close();
    keeping.close();
  }

  /// What a kill does (tests).
  public void abandon() {
    rebuilding.close();
    keeping.abandon();
  }
}
