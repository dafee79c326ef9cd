package verbatim.timelines;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.log.Jobs;
import verbatim.relations.Audience;
import verbatim.relations.Lists;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Store;

/// Timelines, read in four steps: which ids, load them, drop what this viewer may not see or does
/// not want, show. A page may be shorter than asked only at its end: dropped rows are filled up (in
/// a bounded number of rounds).
///
/// What lies in the rows is only a hint. Every reading asks again who follows, blocks and mutes
/// whom, so that an unfollowing, a block or a deletion counts at once.
public final class Timelines {
  /// More tags than these in one query are left out, as clients know it.
  private static final int TAGS_IN_QUERY_MAX = 4;

  private final Statuses statuses;
  private final Lists lists;
  private final Reading reading;
  private final Admission admission;
  private final FeedTable table;
  private final Feeds feeds;
  private final FeedStates states;
  private final Homes homes;
  private final TagTimelines tags;
  private final PublicTimelines everybody;
  private final Rebuilding rebuilding;
  private final FanOut fanOut;
  private final Directs directs;

  /// @param jobs not yet started: what is left of a fan-out is a kind of its own
  public Timelines(
      Store store,
      Jobs jobs,
      Statuses statuses,
      Relations relations,
      Lists lists,
      MaySee maySee,
      Accounts accounts,
      InstantSource clock,
      Limits limits) {
    Limits.Rows rows = limits.rows();
    this.statuses = statuses;
    directs = new Directs(store, statuses, maySee);
    this.lists = lists;
    reading = new Reading(statuses);
    admission = new Admission(statuses, relations, lists, maySee, accounts, rows.listMembersMax());
    table = new FeedTable(store);
    feeds = new Feeds(table, rows.homeMax());
    states = new FeedStates(table, clock, rows.idleAfter());
    homes = new Homes(table, feeds, statuses, relations, rows);
    tags = new TagTimelines(store, statuses, admission::isOffered, clock);
    everybody = new PublicTimelines(store, feeds, rows);
    rebuilding =
        new Rebuilding(
            table, feeds, states, statuses, relations, lists, homes, admission, tags, rows);
    fanOut =
        new FanOut(
            feeds,
            states,
            homes,
            admission,
            tags,
            statuses,
            relations,
            lists,
            jobs,
            rows.homeMax());
  }

  /// Own statuses, those of people followed (replies only to people followed, to the reader or to
  /// themselves) and public ones under followed tags.
  public List<Status> home(AccountId reader, Page page) {
    Feed feed = Feed.home(reader);
    whenItCan(
        () -> {
          states.seen(feed);
          if (states.of(feed).isDue()) {
            rebuilding.home(reader);
          }
        });
    Admission.Look look = admission.look(reader);
    return kept(homes.home(look), status -> admission.home(look, status), page);
  }

  /// What members of the list say; replies by its own rule.
  ///
  /// @throws verbatim.kernel.Refused NotFound, also for somebody else's
  public List<Status> list(AccountId reader, ListId list, Page page) {
    Lists.AccountList found = lists.get(reader, list);
    Feed feed = Feed.of(list);
    whenItCan(
        () -> {
          if (states.of(feed).isDue()) {
            rebuilding.list(reader, list);
          }
        });
    Set<AccountId> members = admission.members(reader, list);
    Admission.Look look = admission.look(reader);
    return kept(
        homes.withCrowded(feeds.of(feed), members::contains),
        status -> admission.list(look, found, members, status),
        page);
  }

  /// On a full disk nothing is brought up to date, and what there is is read.
  private static void whenItCan(Runnable write) {
    try {
      write.run();
    } catch (Refused e) {
      if (!(e.refusal() instanceof Refusal.Unavailable)) {
        throw e;
      }
    }
  }

  private List<Status> kept(Entries entries, Predicate<Status> shows, Page page) {
    return reading.page(
        entries, status -> shows.test(status) && !homes.isRepeated(entries, status, shows), page);
  }

  public enum Scope {
    ALL,
    LOCAL,
    REMOTE
  }

  /// Public statuses of all, without boosts and without replies to others.
  public List<Status> everybody(Viewer viewer, Scope scope, boolean mediaOnly, Page page) {
    MaySee.Sight sight = admission.sight(viewer);
    return reading.page(
        everybody.source(scope),
        status -> admission.everybody(sight, status) && (!mediaOnly || hasMedia(status)),
        page);
  }

  /// @param any more tags of which any counts
  /// @param all tags that must stand there too
  /// @param none tags that must not
  public record TagQuery(
      String tag,
      List<String> any,
      List<String> all,
      List<String> none,
      Scope scope,
      boolean mediaOnly) {}

  /// Public statuses under tags, replies included.
  public List<Status> tag(Viewer viewer, TagQuery query, Page page) {
    Reading.Source source = tags.source(query.tag());
    for (String more : query.any().stream().limit(TAGS_IN_QUERY_MAX).toList()) {
      source = Reading.both(source, tags.source(more));
    }
    List<String> all = normal(query.all());
    List<String> none = normal(query.none());
    MaySee.Sight sight = admission.sight(viewer);
    return reading.page(
        source,
        status -> {
          if (!admission.everybody(sight, status) || !isWithin(query.scope(), status)) {
            return false;
          }
          Set<String> stand = tags.of(status);
          return stand.containsAll(all)
              && none.stream().noneMatch(stand::contains)
              && (!query.mediaOnly() || hasMedia(status));
        },
        page);
  }

  private List<String> normal(List<String> names) {
    return names.stream().limit(TAGS_IN_QUERY_MAX).map(tags::normal).toList();
  }

  private static boolean isWithin(Scope scope, Status status) {
    return switch (scope) {
      case ALL -> true;
      case LOCAL -> status.origin() instanceof Origin.Here;
      case REMOTE -> status.origin() instanceof Origin.Remote;
    };
  }

  /// What of an account is asked for.
  ///
  /// @param withoutReplies his replies to himself stay
  /// @param tagged only with this tag, "" for all
  public record AccountQuery(
      AccountId author,
      boolean pinned,
      boolean mediaOnly,
      boolean withoutReplies,
      boolean withoutBoosts,
      String tagged) {
    public static AccountQuery all(AccountId author) {
      return new AccountQuery(author, false, false, false, false, "");
    }
  }

  public List<Status> account(Viewer viewer, AccountQuery query, Page page) {
    MaySee.Sight sight = admission.sight(viewer);
    Predicate<Status> shows = status -> fits(query, status) && admission.account(sight, status);
    if (query.pinned()) {
      return statuses.load(statuses.pinned(query.author())).stream()
          .filter(status -> page.admits(status.id().value()))
          .filter(shows)
          .limit(page.rowsMax())
          .toList();
    }
    return reading.page(
        (below, above, upwards, rowsMax) ->
            statuses.outbox(query.author(), new Page(below, above, upwards, rowsMax)).stream()
                .map(status -> status.id().value())
                .sorted(upwards ? Comparator.naturalOrder() : Comparator.reverseOrder())
                .toList(),
        shows,
        page);
  }

  private boolean fits(AccountQuery query, Status status) {
    return switch (status.content()) {
      case Status.Boost _ ->
          !query.withoutBoosts() && !query.mediaOnly() && query.tagged().isEmpty();
      case Status.Words _ ->
          (!query.mediaOnly() || hasMedia(status))
              && (!query.withoutReplies() || !Admission.isReplyToOther(status))
              && (query.tagged().isEmpty()
                  || tags.of(status).contains(tags.normal(query.tagged())));
    };
  }

  private static boolean hasMedia(Status status) {
    return !status.words().media().isEmpty();
  }

  // ---- whether one status stands there: streams ask it at sending

  public boolean isInHome(AccountId reader, Status status) {
    Admission.Look look = admission.look(reader);
    return admission.home(look, status)
        && !(status.isBoost()
            && homes.isRepeated(homes.home(look), status, other -> admission.home(look, other)));
  }

  /// False also when the list is not his, or no more.
  public boolean isInList(AccountId reader, ListId list, Status status) {
    Optional<Lists.AccountList> found =
        lists.of(reader).stream().filter(one -> one.id().equals(list)).findFirst();
    return found.isPresent()
        && admission.list(
            admission.look(reader), found.get(), admission.members(reader, list), status);
  }

  public boolean isPublic(Viewer viewer, Scope scope, boolean mediaOnly, Status status) {
    return Admission.isPublicWords(status)
        && !Admission.isReplyToOther(status)
        && isWithin(scope, status)
        && (!mediaOnly || hasMedia(status))
        && admission.everybody(admission.sight(viewer), status);
  }

  public boolean isUnderTag(Viewer viewer, String tag, Scope scope, Status status) {
    return Admission.isPublicWords(status)
        && isWithin(scope, status)
        && tags.of(status).contains(tags.normal(tag))
        && admission.everybody(admission.sight(viewer), status);
  }

  // ---- what follows from events; each bears being called twice

  public void posted(Status status) {
    if (Admission.isPublicWords(status)) {
      tags.put(status);
    }
    directs.put(status);
    if (isForEverybody(status)) {
      fanOut.push(status, everybody.rows(status));
      everybody.remember(status);
    } else {
      fanOut.push(status, List.of());
    }
  }

  /// Private mentions.
  public Directs directs() {
    return directs;
  }

  public void edited(Status status) {
    index(status);
    if (status.audience() instanceof Audience.Only) {
      // It may name somebody new.
      directs.put(status);
      fanOut.push(status, List.of());
    }
  }

  private void index(Status status) {
    if (!Admission.isPublicWords(status)) {
      return;
    }
    tags.put(status);
    if (isForEverybody(status)) {
      everybody.put(status);
    }
  }

  private static boolean isForEverybody(Status status) {
    return Admission.isPublicWords(status) && !Admission.isReplyToOther(status);
  }

  public void deleted(StatusId status, AccountId author) {
    tags.delete(status);
    everybody.delete(status);
    fanOut.remove(status, author);
  }

  /// Follows, lists or followed tags of this reader changed: his home and lists are made anew
  /// before he reads them next.
  public void changed(AccountId reader) {
    states.changed(Feed.home(reader));
    lists.of(reader).forEach(list -> states.changed(Feed.of(list.id())));
  }

  /// Makes a home and its owner's lists anew from the truth.
  public void rebuild(AccountId owner) {
    rebuilding.home(owner);
    lists.of(owner).forEach(list -> rebuilding.list(owner, list.id()));
  }

  /// The reader was here: his home is kept up from now on.
  public void seen(AccountId reader) {
    states.seen(Feed.home(reader));
  }

  /// Erases the home and lists of a deleted account. Its statuses go one by one.
  public void forget(AccountId account) {
    directs.forget(account);
    erase(Feed.home(account));
    lists.of(account).forEach(list -> erase(Feed.of(list.id())));
  }

  private void erase(Feed feed) {
    table.erase(feed);
    states.forget(feed);
    feeds.forget(feed);
  }

  /// @param day since 1970
  public record TagUse(long day, long uses, long accounts) {}

  /// The last 7 days of a tag, today first.
  public List<TagUse> history(String tag) {
    return tags.history(tag);
  }
}
