package verbatim.timelines;

import java.util.List;
import java.util.function.Consumer;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.statuses.Status;

/// Brings a status to those who follow its author or one of its tags, in slices.
final class FanOut {
  private static final int SLICE_ROWS = 500;

  private final Feeds feeds;
  private final FeedStates states;
  private final Homes homes;
  private final Admission admission;
  private final TagTimelines tags;
  private final Relations relations;
  private final Lists lists;
  private final int rowsMax;

  FanOut(
      Feeds feeds,
      FeedStates states,
      Homes homes,
      Admission admission,
      TagTimelines tags,
      Relations relations,
      Lists lists,
      int rowsMax) {
    this.feeds = feeds;
    this.states = states;
    this.homes = homes;
    this.admission = admission;
    this.tags = tags;
    this.relations = relations;
    this.lists = lists;
    this.rowsMax = rowsMax;
  }

  void push(Status status) {
    AccountId author = status.author();
    feeds.add(List.of(Feed.home(author)), status);
    homes.lookAtCrowd(author);
    if (homes.isCrowded(author)) {
      feeds.remember(
          Feed.outbox(author), entries -> entries.with(FeedTable.entry(status), rowsMax));
    } else {
      pushToFollowers(status);
      pushToLists(status);
    }
    if (Admission.isPublicWords(status)) {
      pushToTagFollowers(status);
    }
  }

  private void pushToFollowers(Status status) {
    if (status.audience() instanceof Audience.Only(var people)) {
      feeds.add(
          people.stream()
              .filter(person -> relations.follows(person, status.author()))
              .filter(this::reads)
              .map(Feed::home)
              .toList(),
          status);
      return;
    }
    followers(
        status.author(),
        slice ->
            feeds.add(
                slice.stream()
                    .filter(this::reads)
                    .filter(follower -> admission.isForFollower(follower, status))
                    .map(Feed::home)
                    .toList(),
                status));
  }

  private void pushToLists(Status status) {
    List<Feed> feedsOfLists =
        lists.listsWith(status.author()).stream()
            .map(membership -> Feed.of(membership.list()))
            .toList();
    feeds.add(feedsOfLists, status);
  }

  private void pushToTagFollowers(Status status) {
    for (String tag : tags.of(status)) {
      sliced(
          after -> lists.tagFollowers(tag, after, SLICE_ROWS),
          slice ->
              feeds.add(slice.stream().filter(this::reads).map(Feed::home).toList(), status));
    }
  }

  void remove(StatusId status, AccountId author) {
    feeds.remove(List.of(Feed.home(author)), status);
    feeds.remember(Feed.outbox(author), entries -> entries.without(status.value()));
    followers(author, slice -> feeds.remove(slice.stream().map(Feed::home).toList(), status));
    feeds.remove(
        lists.listsWith(author).stream()
            .map(membership -> Feed.of(membership.list()))
            .toList(),
        status);
  }

  private void followers(AccountId author, Consumer<List<AccountId>> each) {
    sliced(after -> relations.followerSlice(author, after, SLICE_ROWS), each);
  }

  private interface Slices {
    List<Relations.Entry> after(long position);
  }

  private static void sliced(Slices slices, Consumer<List<AccountId>> each) {
    long after = 0;
    while (true) {
      List<Relations.Entry> slice = slices.after(after);
      if (!slice.isEmpty()) {
        each.accept(slice.stream().map(Relations.Entry::account).toList());
        after = slice.getLast().position();
      }
      if (slice.size() < SLICE_ROWS) {
        return;
      }
    }
  }

  private boolean reads(AccountId account) {
    return !states.isIdle(Feed.home(account));
  }
}
