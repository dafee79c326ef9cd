package verbatim.server;

import java.time.Duration;
import verbatim.log.Jobs;
import verbatim.moderation.Moderation;
import verbatim.notifications.Notifications;
import verbatim.relations.Viewer;
import verbatim.search.Search;
import verbatim.streaming.Streams;
import verbatim.timelines.Timelines;
import verbatim.trends.Trends;

/// Where words are read: timelines, notifications and streams, kept up by [Reactions].
final class Reading {
  private static final String LEFT = "accounts.left";

  final Timelines timelines;
  final Notifications notifications;
  final Streams streams;
  final Moderation moderation;
  final Trends trends;
  final Leaving leaving;
  private static final String EXPUNGED = "search.expunge";

  final Search search;
  final Indexing indexing;
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
                content.announcements),
            content.access.sessions()::stands,
            ground.limits);
    moderation =
        new Moderation(
            ground.store,
            ground.log,
            content.statuses,
            content.mayDo,
            ground.ids,
            ground.clock,
            ground.limits);
    trends =
        new Trends(
            page -> timelines.everybody(Viewer.ANYBODY, Timelines.Scope.ALL, false, page),
            content.statuses,
            content.accounts,
            content.maySee,
            ground.clock,
            ground.limits);
    leaving =
        new Leaving(
            ground.jobs,
            content.accounts,
            content.relations,
            content.lists,
            content.filters,
            content.media,
            content.statuses,
            timelines,
            notifications,
            moderation,
            content.announcements,
            ground.clock);
    search =
        new Search(
            new Search.Sources(
                content.accounts,
                content.relations,
                content.maySee,
                content.media,
                content.statuses),
            new Search.Settings(
                config.data().resolve(Backup.SEARCH),
                config.publicUrl().host(),
                config.searchSignedOut()),
            ground.limits);
    indexing = new Indexing(search, ground.log);
    reactions =
        new Reactions(
            content.accounts,
            content.relations,
            content.statuses,
            timelines,
            notifications,
            streams,
            content.access.credentials(),
            leaving);
    ground.regularly(
        Duration.ofDays(1),
        LEFT,
        (_, _) -> {
          leaving.resume();
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
}
