package verbatim.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.AccountEvent;
import verbatim.articles.ArticleEvent;
import verbatim.excerpts.ExcerptEvent;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.search.Search;
import verbatim.statements.Known;
import verbatim.statements.Reports;
import verbatim.statements.StatementEvent;
import verbatim.statuses.StatusEvent;

/// What follows in the indexes, of [Search] and of [Known] statements: the second consumer beside
/// [Reactions], because it may be slow, may be opened late, and goes on where the last commit of
/// both was. Nobody waits for it.
public final class Indexing implements EventLog.Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);
  private static final String GROUP = "search";

  /// The first seconds of a start belong to those who wait for an answer.
  private static final Duration BEGIN_AFTER = Duration.ofSeconds(3);

  private static final Duration SETTLED_MAX = Duration.ofSeconds(10);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(10);

  private final Search search;
  private final Known known;
  private final Reports reports;
  private final EventLog log;

  public Indexing(Search search, Known known, Reports reports, EventLog log) {
    this.search = search;
    this.known = known;
    this.reports = reports;
    this.log = log;
  }

  /// Opens the index in the background: when it is first wanted, or after a while.
  void beginSoon() {
    Thread.ofPlatform().daemon().name("search-begin").start(this::beginWhenWanted);
  }

  private void beginWhenWanted() {
    try {
      search.awaitWanted(BEGIN_AFTER);
      while (!search.isClosed()) {
        try {
          begin();
          return;
        } catch (IOException | UncheckedIOException e) {
          LOG.error("the index of search cannot be opened; it is tried again", e);
          Thread.sleep(TRY_AGAIN_AFTER);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Opens the index and follows the log from where it was kept; makes it anew where it has missed
  /// something.
  public synchronized void begin() throws IOException {
    if (!search.isOpen() && !search.isClosed()) {
      known.open();
      search.open();
      boolean hasMissed = !log.follow(GROUP, this);
      search.complete(hasMissed);
      known.complete(hasMissed);
    }
  }

  /// Makes both anew from the facts, in the background.
  void rebuild() {
    search.rebuild();
    known.rebuild();
  }

  boolean isRebuilding() {
    return search.progress().isRunning() || known.isRebuilding();
  }

  /// Takes the words of what was deleted out of every file of the index, which it opens for that.
  ///
  /// @throws verbatim.kernel.Refused Unavailable while it is being made anew: to be tried again
  void expunge() {
    try {
      begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!log.settle(SETTLED_MAX)) {
      LOG.warn("the index of search is behind; what was deleted last goes with the next time");
    }
    search.expunge();
    known.expunge();
  }

  @Override
  public void on(EventLog.Entry entry) {
    switch (entry.event().family()) {
      case AccountEvent.FAMILY -> on(AccountEvent.read(entry.event()));
      case StatusEvent.FAMILY -> on(StatusEvent.read(entry.event()));
      case ExcerptEvent.FAMILY -> known.changed(ExcerptEvent.read(entry.event()).excerpt());
      case ArticleEvent.FAMILY -> on(ArticleEvent.read(entry.event()));
      case StatementEvent.FAMILY -> known.changed(StatementEvent.read(entry.event()));
      // How people stand to each other is asked for at searching.
      default -> {}
    }
    search.seen(entry.partition(), entry.offset());
    known.seen(entry.partition(), entry.offset());
  }

  @Override
  public long kept(int partition) {
    return Math.min(search.kept(partition), known.kept(partition));
  }

  @Override
  public void begins(int partition, long offset) {
    search.begins(partition, offset);
    known.begins(partition, offset);
  }

  private void on(ArticleEvent event) {
    switch (event) {
      case ArticleEvent.Published(var article, _) -> changed(article);
      case ArticleEvent.Withdrawn(var article, _) -> changed(article);
      case ArticleEvent.Embedded _,
          ArticleEvent.EmbedTurned _,
          ArticleEvent.Asked _,
          ArticleEvent.PublishedUnder _ -> {}
    }
  }

  private void changed(ArticleId article) {
    search.changed(article);
    known.changed(article);
  }

  private void on(AccountEvent event) {
    switch (event) {
      case AccountEvent.Created(var account) -> changed(account);
      case AccountEvent.Changed(var account) -> changed(account);
      case AccountEvent.StandingChanged(var account) -> changed(account);
      case AccountEvent.Deleted(var account) -> {
        search.forget(account);
        known.forget(account);
        reports.turned(account);
      }
    }
  }

  private void changed(AccountId account) {
    search.changed(account);
    known.changed(account);
    // After that: whoever lets himself be found again is found where he was quoted.
    reports.turned(account);
  }

  private void changed(StatusId status, AccountId author) {
    search.changed(status, author);
    known.changed(status, author);
  }

  private void on(StatusEvent event) {
    switch (event) {
      case StatusEvent.Posted(var status, var author) -> changed(status, author);
      case StatusEvent.Edited(var status, var author, _) -> changed(status, author);
      case StatusEvent.Deleted(var status, var author, _, _, _) -> changed(status, author);
      // What somebody marked is asked for at searching.
      case StatusEvent.Favourited _,
          StatusEvent.Unfavourited _,
          StatusEvent.Boosted _,
          StatusEvent.Unboosted _,
          StatusEvent.Replied _,
          StatusEvent.Unreplied _,
          StatusEvent.Voted _,
          StatusEvent.PollEnded _,
          StatusEvent.Pinned _ -> {}
    }
  }
}
