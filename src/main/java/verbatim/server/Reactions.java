package verbatim.server;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.access.AccessEvent;
import verbatim.access.Credentials;
import verbatim.accounts.AccountEvent;
import verbatim.accounts.Accounts;
import verbatim.accounts.Counted;
import verbatim.accounts.Standing;
import verbatim.announcements.AnnouncementEvent;
import verbatim.archives.Archives;
import verbatim.articles.Article;
import verbatim.articles.ArticleEvent;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.conversations.ConversationEvent;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.excerpts.ExcerptEvent;
import verbatim.excerpts.Excerpts;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.log.EventLog;
import verbatim.moderation.Appeals;
import verbatim.moderation.Moderation;
import verbatim.moderation.ModerationEvent;
import verbatim.moderation.Report;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.relations.RelationEvent;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statements.Reports;
import verbatim.statements.StatementEvent;
import verbatim.statuses.StatusEvent;
import verbatim.statuses.Statuses;
import verbatim.stories.Stories;
import verbatim.stories.Story;
import verbatim.stories.StoryEvent;
import verbatim.streaming.Streams;
import verbatim.timelines.Timelines;

/// What follows from what happened: the one place. A fact is written by its own package together
/// with its event; everything else hangs here.
///
/// Each entry comes at least once, perhaps late, so every consequence bears being called twice and
/// looks at the truth instead of trusting the event. The order within a case: first what people
/// see, then what they are told, then what is counted.
public final class Reactions implements EventLog.Consumer {
  private static final int FOLLOWERS_SLICE_ROWS = 100;

  private final Accounts accounts;
  private final Relations relations;
  private final Statuses statuses;
  private final Conversations conversations;
  private final Excerpts excerpts;
  private final Articles articles;
  private final Reports reports;
  private final Timelines timelines;
  private final Notifications notifications;
  private final Streams streams;
  private final Credentials credentials;
  private final Leaving leaving;
  private final Moderation moderation;
  private final Stories stories;
  private final Archives archives;

  public Reactions(
      Accounts accounts,
      Relations relations,
      Statuses statuses,
      Conversations conversations,
      Excerpts excerpts,
      Articles articles,
      Reports reports,
      Timelines timelines,
      Notifications notifications,
      Streams streams,
      Credentials credentials,
      Leaving leaving,
      Moderation moderation,
      Stories stories,
      Archives archives) {
    this.accounts = accounts;
    this.relations = relations;
    this.statuses = statuses;
    this.conversations = conversations;
    this.excerpts = excerpts;
    this.articles = articles;
    this.reports = reports;
    this.timelines = timelines;
    this.notifications = notifications;
    this.streams = streams;
    this.credentials = credentials;
    this.leaving = leaving;
    this.moderation = moderation;
    this.stories = stories;
    this.archives = archives;
  }

  @Override
  public void on(EventLog.Entry entry) {
    switch (entry.event().family()) {
      case AccountEvent.FAMILY -> on(entry, AccountEvent.read(entry.event()));
      case RelationEvent.FAMILY -> on(entry, RelationEvent.read(entry.event()));
      case StatusEvent.FAMILY -> on(entry, StatusEvent.read(entry.event()));
      case ModerationEvent.FAMILY -> on(entry, ModerationEvent.read(entry.event()));
      case AnnouncementEvent.FAMILY -> on(entry, AnnouncementEvent.read(entry.event()));
      case ConversationEvent.FAMILY -> on(entry, ConversationEvent.read(entry.event()));
      case StoryEvent.FAMILY -> on(entry, StoryEvent.read(entry.event()));
      case ExcerptEvent.FAMILY -> on(entry, ExcerptEvent.read(entry.event()));
      case ArticleEvent.FAMILY -> on(entry, ArticleEvent.read(entry.event()));
      case AccessEvent.FAMILY -> on(AccessEvent.read(entry.event()));
      case StatementEvent.FAMILY -> on(entry, StatementEvent.read(entry.event()));
      default -> throw new IllegalStateException("events of family " + entry.event().family());
    }
  }

  private void on(EventLog.Entry entry, AccountEvent event) {
    switch (event) {
      case AccountEvent.Created(var account) -> {
        if (isHere(account)) {
          timelines.seen(account);
        }
        tell(entry, notifications.on(entry.id(), event));
      }
      // Names, pictures and texts are read anew wherever they are shown.
      // His wishes are among what may have changed.
      case AccountEvent.Changed(var account) -> {
        articles.embeds().turnedOf(account);
        reports.forget(account);
        welcome(account);
      }
      case AccountEvent.StandingChanged(var account) -> {
        streams.askAgain(account);
        articles.embeds().turnedOf(account);
        reports.forget(account);
        tell(entry, notifications.on(entry.id(), event));
      }
      case AccountEvent.Deleted(var account) -> {
        // First, and also where whoever deleted it was killed before he came to it.
        credentials.erase(account);
        streams.askAgain(account);
        articles.embeds().turnedOf(account);
        reports.forget(account);
        leaving.begin(account);
      }
    }
  }

  private void on(AccessEvent event) {
    switch (event) {
      // Sessions are looked up at every request, so they have ended already, but for the streams
      // that they opened.
      case AccessEvent.SessionEnded(var account, _) -> streams.askAgain(account);
      case AccessEvent.AllSessionsEnded(var account) -> {
        streams.askAgain(account);
        // Where whoever ended them was killed before he came to it.
        credentials.clearAway(account);
      }
      case AccessEvent.FactorChanged(var account, var change) -> credentials.tell(account, change);
      // What a standing changes is told by its own event.
      case AccessEvent.Waits _, AccessEvent.Joined _ -> {}
    }
  }

  private void on(EventLog.Entry entry, AnnouncementEvent event) {
    switch (event) {
      case AnnouncementEvent.Turned(var id) -> streams.announced(id, entry.id());
      case AnnouncementEvent.Reacted(var id, var name) -> streams.reacted(id, name, entry.id());
    }
  }

  private void on(EventLog.Entry entry, ArticleEvent event) {
    switch (event) {
      // Its status has events of its own: by them it is shown, told and counted.
      case ArticleEvent.Published(var article, var version) -> {
        reports.published(article);
        if (isCorrected(article, version)) {
          tellKeepers(entry, article);
        }
      }
      case ArticleEvent.Withdrawn(var article, _) -> reports.published(article);
      case ArticleEvent.EmbedTurned(var article, _) -> reports.embedTurned(article);
      case ArticleEvent.Embedded(var id, _, var author, _) ->
          articles
              .find(id)
              .filter(article -> articles.maySee(Viewer.of(author), article))
              .filter(article -> article.isPublished() && shows(article, author))
              .ifPresent(
                  article ->
                      tellAgain(
                          entry,
                          Notification.Type.ARTICLE_EMBEDDED,
                          author,
                          article.owner(),
                          id.value()));
      case ArticleEvent.Asked(var id, var whom) ->
          articles
              .find(id)
              .filter(article -> article.byline().contains(new Article.Byline(whom, false)))
              .ifPresent(
                  article ->
                      tellAgain(
                          entry,
                          Notification.Type.ARTICLE_BYLINE,
                          whom,
                          article.writer(),
                          id.value()));
      case ArticleEvent.PublishedUnder(var id, var whom) ->
          articles
              .find(id)
              .filter(article -> article.isPublished() && article.signed().contains(whom))
              .ifPresent(
                  article ->
                      tellAgain(
                          entry,
                          Notification.Type.ARTICLE_PUBLISHED,
                          whom,
                          article.owner(),
                          id.value()));
    }
  }

  /// Also where he was told of the like before.
  private void tellAgain(
      EventLog.Entry entry, Notification.Type type, AccountId to, AccountId from, long subject) {
    tell(entry, notifications.aboutAgain(entry.id(), type, to, from, subject));
  }

  /// He may have taken them out since.
  private boolean shows(Article article, AccountId author) {
    return articles.embeds().of(article.id()).stream()
        .anyMatch(
            embed ->
                embed.snapshot().author() == author.value()
                    && embed.condition() != Embed.Condition.WITHDRAWN);
  }

  private void on(EventLog.Entry entry, ConversationEvent event) {
    streams.talked(event.conversation(), entry.id());
    switch (event) {
      case ConversationEvent.Said(var id, long n) -> {
        Optional<Message> said = conversations.entry(id, n);
        said.filter(message -> message.replacesN() != 0)
            .ifPresent(message -> excerpts.edited(id, message.replacesN(), n));
        said.filter(Reactions::isNews)
            .ifPresent(
                message ->
                    tell(
                        entry,
                        notifications.said(entry.id(), message, conversations.reached(id, n))));
      }
      // Notifications of what is erased are hidden at reading.
      case ConversationEvent.Erased(var id, long n, _, var edits, var members) -> {
        Set<Long> erased = new HashSet<>(edits);
        erased.add(n);
        excerpts.erased(id, erased);
        members.forEach(archives::deletedMessage);
      }
      case ConversationEvent.Reacted _, ConversationEvent.Turned _ -> {}
    }
  }

  /// An edit, or who came and left, rings no bell.
  private static boolean isNews(Message message) {
    return message.content() instanceof Message.Words && message.replacesN() == 0;
  }

  private void on(EventLog.Entry entry, StoryEvent event) {
    switch (event) {
      // Whoever reads a story looks at it anew.
      case StoryEvent.Turned(var id) -> stories.turned(id);
      case StoryEvent.Gathered(var id, var by, var people) ->
          stories.find(id).filter(Story::isPublic).stream()
              .flatMap(story -> people.stream().filter(who -> speaks(story, who)))
              .forEach(who -> tellOf(entry, Notification.Type.STORY_GATHERED, who, by, id));
      case StoryEvent.Asked(var id, var by, var who) -> {
        if (stories.find(id).filter(story -> story.asked().contains(who)).isPresent()) {
          tellOf(entry, Notification.Type.STORY_ASKED, who, by, id);
        }
      }
      case StoryEvent.News(var id) ->
          stories.find(id).filter(Story::isPublic).ifPresent(story -> tellFollowers(entry, story));
    }
  }

  /// Whether this version puts something right.
  private boolean isCorrected(ArticleId id, int version) {
    return version > 1
        && articles
            .find(id)
            .filter(article -> article.versions() >= version)
            .filter(_ -> corrections(id, version) > corrections(id, version - 1))
            .isPresent();
  }

  private int corrections(ArticleId id, int version) {
    try {
      return articles.version(Viewer.ANYBODY, id, version).words().corrections().size();
    } catch (Refused _) {
      // Taken back in between.
      return 0;
    }
  }

  /// Those who keep a story that it stands in, but for its writers, who know.
  private void tellKeepers(EventLog.Entry entry, ArticleId id) {
    List<AccountId> writers = reports.writers(id);
    Optional<Article> article = articles.find(id);
    article
        .flatMap(Article::status)
        .ifPresent(
            status ->
                stories
                    .with(status)
                    .forEach(
                        story ->
                            story.editors().stream()
                                .filter(who -> !writers.contains(who))
                                .forEach(
                                    who ->
                                        tellOf(
                                            entry,
                                            Notification.Type.STORY_CORRECTED,
                                            who,
                                            article.get().owner(),
                                            story.id()))));
  }

  /// He may have taken them out since.
  private boolean speaks(Story story, AccountId who) {
    return story.places().stream().anyMatch(place -> stories.isSaidBy(place, who));
  }

  private void tellFollowers(EventLog.Entry entry, Story story) {
    AccountId by = story.editors().getFirst();
    AccountId after = new AccountId(0);
    List<AccountId> slice;
    do {
      slice = stories.followers(story.id(), after, FOLLOWERS_SLICE_ROWS);
      for (AccountId who : slice) {
        after = who;
        if (!story.isEditedBy(who)) {
          tellOf(entry, Notification.Type.STORY_UPDATE, who, by, story.id());
        }
      }
    } while (slice.size() == FOLLOWERS_SLICE_ROWS);
  }

  /// What is told anew takes the place of what was told of it before.
  private void tellOf(
      EventLog.Entry entry, Notification.Type type, AccountId who, AccountId by, StoryId id) {
    if (stories.find(id).filter(story -> stories.maySee(Viewer.of(who), story)).isPresent()) {
      tellAgain(entry, type, who, by, id.value());
    }
  }

  private void on(EventLog.Entry entry, ExcerptEvent event) {
    switch (event) {
      case ExcerptEvent.Asked(var id, var by, var who) -> {
        if (excerpts.isAsked(who, id)) {
          tell(entry, notifications.askedForWords(entry.id(), by, who, id));
        }
      }
      case ExcerptEvent.Published(var id, var by) ->
          excerpts
              .onRecord(id)
              .forEach(who -> tell(entry, notifications.shownWords(entry.id(), by, who, id)));
      case ExcerptEvent.Answered(var id, var who) -> {
        articles.embeds().turned(id);
        excerpts.post(id).ifPresent(status -> shownAnew(entry, status));
        excerpts
            .publisherOf(id)
            .ifPresent(to -> tell(entry, notifications.agreedToWords(entry.id(), who, to, id)));
      }
      case ExcerptEvent.Beside(var id) -> excerpts.turned(id);
      case ExcerptEvent.Sealed(var id) -> {
        articles.embeds().turned(id);
        excerpts.post(id).ifPresent(status -> shownAnew(entry, status));
      }
    }
  }

  /// What a post carries is another one, though its own words are not.
  private void shownAnew(EventLog.Entry entry, StatusId status) {
    articles.embeds().turned(status);
    reports.turned(status);
    streams.edited(status, entry.id());
  }

  private void on(EventLog.Entry entry, ModerationEvent event) {
    switch (event) {
      case ModerationEvent.Reported(var report, var by, var about) -> {
        moderation.find(report).stream()
            .flatMap(told -> told.excerpts().stream())
            .forEach(id -> excerpts.hold(id, by, report));
        tell(entry, notifications.reported(entry.id(), report, by, about));
      }
      case ModerationEvent.Done(var deed, var about) -> {
        // Where whoever did it was killed before it was carried out.
        moderation.acts().carryOut(deed);
        moderation
            .acts()
            .story(deed)
            .ifPresent(
                of -> StoryId.parse(of.story()).ifPresent(id -> stories.withhold(id, of.isSo())));
        moderation.cases().endedBy(deed).ifPresent(this::letGo);
        moderation.acts().rejoinder(deed).ifPresent(reports.rejoinders()::remove);
        if (moderation.appeals().told(about, deed).filter(Appeals.Told::isAgainstHim).isPresent()) {
          tell(entry, notifications.warned(entry.id(), deed, about));
        }
      }
    }
  }

  private void letGo(Report ended) {
    moderation.letGo(ended);
    ended.excerpts().forEach(id -> excerpts.letGo(id, ended.about(), ended.by(), ended.id()));
  }

  private void on(EventLog.Entry entry, StatementEvent event) {
    switch (event) {
      case StatementEvent.Turned(var id, var by, var speaker) -> {
        reports.turned(id);
        if (speaker.value() != 0) {
          tell(
              entry,
              notifications.about(
                  entry.id(), Notification.Type.STATEMENT, speaker, by, id.value()));
        }
      }
      case StatementEvent.Asked(var id, var by, var of) ->
          tell(
              entry,
              notifications.about(entry.id(), Notification.Type.WORD_QUESTION, of, by, id.value()));
      case StatementEvent.Answered(var id, var by, var of) -> {
        reports.turned(id);
        tell(
            entry,
            notifications.about(entry.id(), Notification.Type.WORD_ANSWER, by, of, id.value()));
      }
      // What leads to it is not there any more.
      case StatementEvent.Dropped(var id) -> reports.turned(id);
      case StatementEvent.Rejoined(var article, var id, var by) -> {
        if (reports.rejoinders().find(article, id).isPresent()) {
          reports.writers(article).stream()
              .filter(to -> !to.equals(by))
              .forEach(
                  to -> tellAgain(entry, Notification.Type.REJOINDER, to, by, article.value()));
        }
      }
      // One notice of an article, however many versions of it differ.
      case StatementEvent.Misquoted(var article, var quoted) ->
          articles
              .find(article)
              .filter(Article::isPublished)
              .ifPresent(
                  found ->
                      quoted.forEach(
                          to ->
                              tell(
                                  entry,
                                  notifications.about(
                                      entry.id(),
                                      Notification.Type.ARTICLE_QUOTED,
                                      to,
                                      found.owner(),
                                      article.value()))));
      case StatementEvent.SourceTurned(var article, var isQuoted, var told) -> {
        var type = isQuoted ? Notification.Type.SOURCE_CHANGED : Notification.Type.EMBED_CHANGED;
        reports.writers(article).stream()
            .filter(told::contains)
            .forEach(to -> tellAgain(entry, type, to, to, article.value()));
        if (isQuoted) {
          tellKeepers(entry, article);
        }
      }
    }
  }

  /// Who unlocked the account has accepted everybody who asks.
  private void welcome(AccountId account) {
    if (accounts.find(account).filter(found -> !found.profile().locked()).isPresent()) {
      relations.acceptAll(account);
    }
  }

  private void on(EventLog.Entry entry, RelationEvent event) {
    switch (event) {
      case RelationEvent.Followed(var from, var to) -> {
        changed(from);
        tell(entry, notifications.on(entry.id(), event));
        countFollow(entry, from, to);
      }
      case RelationEvent.Unfollowed(var from, var to) -> {
        changed(from);
        notifications.on(entry.id(), event);
        countFollow(entry, from, to);
      }
      case RelationEvent.Requested _, RelationEvent.RequestEnded _ ->
          tell(entry, notifications.on(entry.id(), event));
      // Seen at once wherever somebody reads; the follows that a block ends have events of their
      // own.
      case RelationEvent.Blocked(var from, var to) -> excerpts.blocked(from, to);
      case RelationEvent.Unblocked(var from, var to) -> conversations.unblocked(from, to);
      case RelationEvent.Muted _, RelationEvent.Unmuted _ -> {}
      case RelationEvent.FiltersChanged(var from, _) -> streams.filtersChanged(from, entry.id());
      case RelationEvent.ShelvesChanged(var from, _) -> {
        changed(from);
        notifications.on(entry.id(), event);
      }
    }
  }

  /// What comes late must not make rows anew for an account that is being erased.
  private void changed(AccountId account) {
    if (isHere(account)) {
      timelines.changed(account);
    }
  }

  private boolean isHere(AccountId account) {
    return accounts
        .find(account)
        .filter(found -> found.standing().state() != Standing.State.DELETED)
        .isPresent();
  }

  private void on(EventLog.Entry entry, StatusEvent event) {
    switch (event) {
      case StatusEvent.Posted(var status, var author) -> {
        statuses.find(status).ifPresent(excerpts::posted);
        statuses.find(status).ifPresent(timelines::posted);
        streams.posted(status);
        tell(entry, notifications.on(entry.id(), event));
        countStatus(entry, author, status);
      }
      case StatusEvent.Edited(var status, _, _) -> {
        statuses.find(status).ifPresent(timelines::edited);
        statuses.find(status).ifPresent(excerpts::edited);
        articles.embeds().turned(status);
        reports.turned(status);
        streams.edited(status, entry.id());
        tell(entry, notifications.on(entry.id(), event));
      }
      case StatusEvent.Deleted(StatusId status, var author, long boostOf, _, var audience) -> {
        // First: once the excerpt is gone nobody knows which it was.
        excerpts.standingIn(status).ifPresent(articles.embeds()::turned);
        excerpts.deleted(status);
        articles.embeds().turned(status);
        reports.turned(status);
        articles.statusGone(status);
        if (boostOf == 0) {
          archives.deleted(author, status);
        }
        timelines.deleted(status, author);
        streams.deleted(status, author, audience, boostOf != 0);
        notifications.on(entry.id(), event);
        countStatus(entry, author, status);
      }
      case StatusEvent.Favourited _,
          StatusEvent.Unfavourited _,
          StatusEvent.Boosted _,
          StatusEvent.Unboosted _,
          StatusEvent.PollEnded _ ->
          tell(entry, notifications.on(entry.id(), event));
      case StatusEvent.Replied _,
          StatusEvent.Unreplied _,
          StatusEvent.Voted _,
          StatusEvent.Pinned _ -> {}
    }
    statuses.count(event, entry.partition(), entry.offset());
  }

  private void tell(EventLog.Entry entry, List<AccountId> people) {
    streams.told(people, new NotificationId(entry.id()));
  }

  private void countFollow(EventLog.Entry entry, AccountId from, AccountId to) {
    boolean follows = relations.follows(from, to);
    accounts.count(from, Counted.FOLLOWING, to.value(), follows, entry.partition());
    accounts.count(to, Counted.FOLLOWER, from.value(), follows, entry.partition());
  }

  private void countStatus(EventLog.Entry entry, AccountId author, StatusId status) {
    boolean stands = statuses.find(status).isPresent();
    accounts.count(author, Counted.STATUS, status.value(), stands, entry.partition());
  }
}
