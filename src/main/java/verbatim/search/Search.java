package verbatim.search;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.index.Keeping;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Finds statuses and articles by what they say, quotations, people by their names, and tags.
/// Strangers find the public words of authors who let themselves be found (`indexable`); everybody
/// finds his own words, those that mention him, and what he marked (favourite, boost, bookmark,
/// vote): his library. Direct words nobody finds.
///
/// That rule stands in the question that the index is asked, so that what one may not see has no
/// part in what is counted, ordered or paged; each hit is then looked up among the facts and asked
/// for again, so that what was deleted, blocked or closed a moment ago is not shown.
///
/// The index is opened when it is first wanted, or a while after the start. It follows the log as a
/// [verbatim.log.EventLog.Keeper] does; where it is missing or damaged it makes itself anew and
/// answers meanwhile with what it has.
public final class Search implements AutoCloseable {
  /// Rises when the fields or the letters of the index change.
  private static final String FORMAT = "2";

  /// Of one article in an answer.
  private static final int QUOTATIONS_MAX = 3;

  private static final Duration OPENED_MAX = Duration.ofSeconds(30);

  private final Keeping keeping;
  private final Putting putting;
  private final SearchRebuilding rebuilding;
  private final FoundStatuses foundStatuses;
  private final FoundWritings foundWritings;
  private final FoundAccounts foundAccounts;
  private final FoundTags foundTags;
  private final Limits.Search limits;
  private final Semaphore places;
  private final boolean isOpenToAnybody;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /// What search looks at.
  public record Sources(
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      Media media,
      Statuses statuses,
      Writings writings) {}

  /// @param ownDomain so that `from:bob@here` is bob
  /// @param isOpenToAnybody whether words are found by whoever is signed out
  public record Settings(Path folder, String ownDomain, boolean isOpenToAnybody) {}

  /// Which of the hits are wanted.
  ///
  /// @param author of this account only
  /// @param above with larger ids only, 0 for no bound
  /// @param below with smaller ids only, [Long#MAX_VALUE] for no bound
  public record Range(Optional<AccountId> author, long above, long below, int skip, int rowsMax) {
    public static Range first(int rowsMax) {
      return new Range(Optional.empty(), 0, Long.MAX_VALUE, 0, rowsMax);
    }
  }

  /// The best of each kind.
  public record Found(List<Account> accounts, List<Status> statuses, List<String> tags) {}

  /// Quotations of an article that say what is looked for, or whose speaker is named so.
  public record Quoting(ArticleId article, List<Writings.Quotation> quotations) {}

  /// How far making the index anew has come.
  public record Progress(boolean isRunning, long accounts, long statuses) {}

  public Search(Sources sources, Settings settings, Limits limits) {
    Entries entries = new Entries(sources.media(), limits.text(), settings.ownDomain());
    this.limits = limits.search();
    isOpenToAnybody = settings.isOpenToAnybody();
    places = new Semaphore(this.limits.atOnceMax());
    keeping =
        new Keeping(
            settings.folder(),
            new Keeping.Settings(
                "search", FORMAT, "The search is being put in order; please try again"));
    Writings writings = sources.writings();
    putting = new Putting(sources.accounts(), sources.statuses(), writings, entries, keeping);
    rebuilding = new SearchRebuilding(sources.accounts(), sources.statuses(), keeping, putting);
    Asking asking = new Asking(sources, settings.ownDomain(), keeping, this.limits);
    foundStatuses = new FoundStatuses(asking);
    foundWritings = new FoundWritings(asking, writings, keeping, QUOTATIONS_MAX);
    foundAccounts =
        new FoundAccounts(
            sources, settings.ownDomain(), keeping, this.limits, limits.people().followsMax());
    foundTags = new FoundTags(sources, keeping, this.limits);
  }

  // ---- finding

  /// All three kinds, for a page of results. Words are left out where they are only for members.
  public Found find(Viewer viewer, String text, int rowsMax) {
    return new Found(
        accounts(viewer, text, false, 0, rowsMax),
        maySearchWords(viewer)
            ? statuses(viewer, Query.parse(text, limits), Range.first(rowsMax))
            : List.of(),
        tags(viewer, text, 0, rowsMax));
  }

  /// Whether this viewer is answered statuses at all.
  public boolean maySearchWords(Viewer viewer) {
    return switch (viewer) {
      case Viewer.Anybody _ -> isOpenToAnybody;
      case Viewer.Member _ -> true;
    };
  }

  /// Newest first. Nothing for whoever may not search words.
  public List<Status> statuses(Viewer viewer, Query query, Range range) {
    return maySearchWords(viewer)
        ? inPlace(() -> foundStatuses.find(viewer, query, range))
        : List.of();
  }

  /// @throws verbatim.kernel.Refused Invalid: see [Query]
  public List<Status> statuses(Viewer viewer, String text, Range range) {
    return statuses(viewer, Query.parse(text, limits), range);
  }

  /// Published articles by their title, standfirst, words and topics, the newest first: of authors
  /// who let themselves be found, and one's own. Pages by the ids of the statuses that carry them.
  ///
  /// @throws verbatim.kernel.Refused Invalid: see [Query]
  public List<ArticleId> articles(Viewer viewer, String text, Range range) {
    Query query = Query.parse(text, limits);
    return inPlace(() -> foundWritings.articles(viewer, query, range));
  }

  /// What these articles quote, by its words and by who is quoted; a few of each article.
  ///
  /// @throws verbatim.kernel.Refused Invalid: see [Query]
  public List<Quoting> quotations(Viewer viewer, String text, Range range) {
    Query query = Query.parse(text, limits);
    return inPlace(() -> foundWritings.quotations(viewer, query, range));
  }

  /// People whose names or name parts begin with all of these words: who is named exactly so first,
  /// then whom the viewer follows, then who has most followers.
  public List<Account> accounts(
      Viewer viewer, String text, boolean followedOnly, int skip, int rowsMax) {
    return inPlace(() -> foundAccounts.find(viewer, bounded(text), followedOnly, skip, rowsMax));
  }

  /// Names of tags that begin so, as somebody wrote them in public; the one that is exactly so
  /// first, then the most used.
  public List<String> tags(Viewer viewer, String text, int skip, int rowsMax) {
    return inPlace(() -> foundTags.find(viewer, bounded(text), skip, rowsMax));
  }

  private String bounded(String text) {
    if (text.codePointCount(0, text.length()) > limits.queryCharactersMax()) {
      throw Refusal.invalid(
          "Validation failed: A search may be " + limits.queryCharactersMax() + " characters long");
    }
    return text;
  }

  /// A few at a time: each reads much, and holds its carrier while it does.
  private <T> T inPlace(Supplier<T> work) {
    try {
      awaitOpen();
      if (!places.tryAcquire(limits.waitMax().toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.unavailable("Too many people are searching now; please try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("The search was broken off");
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private void awaitOpen() throws InterruptedException {
    wanted.countDown();
    if (!opened.await(OPENED_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      throw Refusal.unavailable("The search is not ready yet; please try again");
    }
  }

  // ---- following what happens

  /// Waits until somebody searches, at most so long.
  public void awaitWanted(Duration max) throws InterruptedException {
    var _ = wanted.await(max.toMillis(), TimeUnit.MILLISECONDS);
  }

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

  public boolean isClosed() {
    return keeping.isClosed();
  }

  /// A status was posted, edited or deleted.
  public void changed(StatusId status, AccountId author) {
    putting.status(status, author);
  }

  /// An article was published, anew or again, or withdrawn.
  public void changed(ArticleId article) {
    putting.article(article);
  }

  /// An account came, or changed in any way.
  public void changed(AccountId account) {
    putting.account(account);
  }

  public void forget(AccountId account) {
    putting.forget(account);
  }

  /// Of this partition of the log it is given what comes from here on.
  public void begins(int partition, long offset) {
    keeping.begins(partition, offset);
  }

  /// All that follows from this entry of the log is in the index.
  public void seen(int partition, long offset) {
    keeping.seen(partition, offset);
  }

  /// Where the log is to go on after a start: below it everything would outlive a kill.
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

  public Progress progress() {
    return rebuilding.progress();
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

  static Optional<Account> named(Accounts accounts, String written, String ownDomain) {
    String name = written.startsWith("@") ? written.substring(1) : written;
    int at = name.indexOf('@');
    if (at < 0) {
      return accounts.find(Handle.here(name));
    }
    String domain = name.substring(at + 1).toLowerCase(java.util.Locale.ROOT);
    return accounts.find(new Handle(name.substring(0, at), domain.equals(ownDomain) ? "" : domain));
  }
}
