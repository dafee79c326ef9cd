package verbatim.server;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import verbatim.archives.Archives;
import verbatim.archives.Called;
import verbatim.archives.Contents;
import verbatim.imports.Imports;
import verbatim.imports.Taking;
import verbatim.keys.Keys;
import verbatim.log.Jobs;
import verbatim.moderation.Moderation;
import verbatim.notifications.Notifications;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.search.Search;
import verbatim.statements.Checks;
import verbatim.statements.Known;
import verbatim.statements.Question;
import verbatim.statements.Reports;
import verbatim.statements.Signing;
import verbatim.statements.Statements;
import verbatim.stories.Stories;
import verbatim.streaming.Streams;
import verbatim.sx1.Signer;
import verbatim.timelines.Timelines;
import verbatim.trends.Trends;

/// Where words are read: timelines, notifications and streams, kept up by [Reactions].
final class Reading {
  private static final String LEFT = "accounts.left";

  /// More than the store keeps free: an archive must not be what stops it.
  private static final long ARCHIVE_RESERVE_BYTES = 1L << 30;

  final Timelines timelines;
  final Notifications notifications;
  final Streams streams;
  final Moderation moderation;
  final Trends trends;
  final Leaving leaving;
  /// Posts that were held for a report or an appeal, and are not needed any more.
  private static final String HELD = "moderation.held";

  private static final String EXPUNGED = "search.expunge";

  final Search search;
  final Statements statements;
  final Known known;
  final Checks checks;
  final Reports reports;
  final Indexing indexing;
  final Archives archives;
  final Stories stories;
  final Imports imports;
  final Reactions reactions;

  Reading(Config config, Ground ground, Content content) {
    timelines =
        new Timelines(
            ground.store,
            ground.jobs,
            content.statuses,
            content.relations,
            content.lists,
            content.maySee,
            content.accounts,
            ground.clock,
            ground.limits);
    notifications =
        new Notifications(
            ground.store,
            content.statuses,
            content.conversations,
            content.relations,
            content.maySee,
            content.accounts,
            ground.clock,
            ground.limits);
    streams =
        new Streams(
            new Streams.Sources(
                content.accounts,
                content.relations,
                content.lists,
                content.filters,
                content.maySee,
                content.media,
                content.statuses,
                timelines,
                notifications,
                content.announcements,
                content.conversations),
            content.access.sessions()::stands,
            ground.limits);
    moderation =
        new Moderation(
            new Moderation.Ground(
                ground.store,
                ground.log,
                content.accounts,
                content.statuses,
                content.conversations,
                content.media,
                content.mayDo,
                content.access.registration(),
                content.access.sessions(),
                ground.ids,
                ground.random,
                ground.clock,
                ground.limits));
    trends =
        new Trends(
            page -> timelines.everybody(Viewer.ANYBODY, Timelines.Scope.ALL, false, page),
            content.statuses,
            content.accounts,
            content.maySee,
            ground.clock,
            ground.limits);
    Statements.Ground quoting =
        new Statements.Ground(
            ground.store,
            ground.log,
            content.accounts,
            content.relations,
            content.maySee,
            content.mayDo,
            content.statuses,
            signing(content.keys),
            ground.ids,
            ground.clock,
            ground.limits);
    statements = new Statements(quoting);
    search =
        new Search(
            new Search.Sources(
                content.accounts,
                content.relations,
                content.maySee,
                content.media,
                content.statuses,
                new ArticlesInSearch(content.articles, ground.limits)),
            new Search.Settings(
                config.data().resolve(Backup.SEARCH),
                config.publicUrl().host(),
                config.searchSignedOut()),
            ground.limits);
    known =
        new Known(
            config.data().resolve(Backup.STATEMENTS),
            content.accounts,
            content.statuses,
            content.excerpts,
            content.articles,
            statements,
            new Addresses(URI.create(config.publicUrl().url())),
            ground.limits);
    checks =
        new Checks(
            content.accounts,
            statements,
            search,
            known,
            new Addresses(URI.create(config.publicUrl().url())),
            ground.limits);
    reports = new Reports(quoting, ground.jobs, content.articles, checks);
    stories =
        new Stories(
            new Stories.Ground(
                ground.store, ground.log, ground.jobs, ground.ids, ground.clock, ground.random),
            new Stories.Sources(
                content.accounts,
                content.relations,
                content.maySee,
                content.mayDo,
                content.statuses,
                timelines,
                content.articles,
                new QuotesInStories(reports)),
            ground.limits);
    archives = archives(config, ground, content, stories, statements);
    imports = imports(config, ground, content);
    leaving =
        new Leaving(
            ground.jobs,
            content.accounts,
            content.relations,
            content.lists,
            content.filters,
            content.media,
            content.statuses,
            content.conversations,
            content.excerpts,
            content.keys,
            content.articles,
            timelines,
            notifications,
            moderation,
            content.announcements,
            archives,
            imports,
            stories,
            statements,
            ground.clock);
    indexing = new Indexing(search, known, reports, ground.log);
    reactions =
        new Reactions(
            content.accounts,
            content.relations,
            content.statuses,
            content.conversations,
            content.excerpts,
            content.articles,
            reports,
            timelines,
            notifications,
            streams,
            content.access.credentials(),
            leaving,
            moderation,
            stories,
            archives);
    ground.regularly(
        Duration.ofDays(1),
        LEFT,
        (_, _) -> {
          leaving.resume();
          return new Jobs.Outcome.Done();
        });
    ground.regularly(
        Duration.ofHours(1),
        HELD,
        (_, _) -> {
          moderation.sweep();
          return new Jobs.Outcome.Done();
        });
    ground.regularly(
        Duration.ofDays(1),
        EXPUNGED,
        (_, _) -> {
          indexing.expunge();
          return new Jobs.Outcome.Done();
        });
  }

  private static Imports imports(Config config, Ground ground, Content content) {
    return new Imports(
        ground.store,
        ground.jobs,
        new Taking(
            content.accounts,
            content.relations,
            content.lists,
            content.statuses,
            content.maySee,
            new Addresses(URI.create(config.publicUrl().url())),
            ground.clock),
        content.accounts,
        ground.ids,
        ground.clock,
        ground.limits);
  }

  private static Archives archives(
      Config config, Ground ground, Content content, Stories stories, Statements statements) {
    Addresses addresses = new Addresses(URI.create(config.publicUrl().url()));
    return new Archives(
        ground.store,
        ground.jobs,
        config.data().resolve("archives"),
        new Contents(
            content.accounts,
            content.relations,
            content.lists,
            content.filters,
            content.statuses,
            content.conversations,
            content.excerpts,
            content.articles,
            content.media,
            content.maySee,
            addresses,
            new ContentHtml(content.accounts, addresses, ground.limits),
            ground.clock,
            new KeptInArchives(
                stories,
                statements,
                new Called(content.accounts, addresses),
                ground.limits.house().archiveSliceRows()),
            ground.limits),
        content.accounts,
        ground.ids,
        ground.clock,
        ground.limits,
        ARCHIVE_RESERVE_BYTES);
  }

  /// With the key of the account, which the server holds.
  private static Signing signing(Keys keys) {
    return (who, words) -> {
      Signer signer = keys.of(who);
      return Optional.of(new Question.Proof(signer.method(), signer.sign(words)));
    };
  }
}
