package verbatim.timelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.log.Jobs;
import verbatim.relations.Audience;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;

/// Brings a status to those who follow its author or one of its tags, and takes it away from them,
/// in slices. What fits into one slice is done at once. What does not is a job that does one slice
/// after the other and goes to the end of its queue after each: so an author with many followers
/// holds up neither one with few nor another with many, and nothing is lost when the process dies
/// in between.
///
/// Neither rows nor jobs are waited for until they are on disk: a crash takes them back only
/// together with the place in the log, so the event comes again.
final class FanOut {
  private static final String JOB = "fan-out";
  private static final int AT_ONCE_MAX = 2;
  static final int SLICE_ROWS = 500;

  private static final int TO_FOLLOWERS = 1;
  private static final int TO_TAG = 2;
  private static final int AWAY = 3;

  private final Feeds feeds;
  private final FeedStates states;
  private final Homes homes;
  private final Admission admission;
  private final TagTimelines tags;
  private final Statuses statuses;
  private final Relations relations;
  private final Lists lists;
  private final Jobs jobs;
  private final int rowsMax;

  /// What is to be done from a follower's position on.
  ///
  /// @param tag "" for the author's followers
  private record Slice(int what, StatusId status, AccountId author, String tag, long after) {
    byte[] bytes() {
      return Bytes.write(1)
          .number(what)
          .number(status.value())
          .number(author.value())
          .text(tag)
          .number(after)
          .done();
    }

    static Slice read(byte[] body) {
      Bytes.Reader bytes = Bytes.read(body);
      return new Slice(
          (int) bytes.number(),
          new StatusId(bytes.number()),
          new AccountId(bytes.number()),
          bytes.text(),
          bytes.number());
    }

    Slice from(long position) {
      return new Slice(what, status, author, tag, position);
    }
  }

  FanOut(
      Feeds feeds,
      FeedStates states,
      Homes homes,
      Admission admission,
      TagTimelines tags,
      Statuses statuses,
      Relations relations,
      Lists lists,
      Jobs jobs,
      int rowsMax) {
    this.feeds = feeds;
    this.states = states;
    this.homes = homes;
    this.admission = admission;
    this.tags = tags;
    this.statuses = statuses;
    this.relations = relations;
    this.lists = lists;
    this.jobs = jobs;
    this.rowsMax = rowsMax;
    jobs.handle(JOB, AT_ONCE_MAX, (job, _) -> run(Slice.read(job.body())));
  }

  /// What is done at once is one write.
  void push(Status status) {
    AccountId author = status.author();
    List<Feed> into = new ArrayList<>();
    into.add(Feed.home(author));
    homes.lookAtCrowd(author);
    if (homes.isCrowded(author)) {
      feeds.add(into, status);
      feeds.remember(
          Feed.outbox(author), entries -> entries.with(FeedTable.entry(status), rowsMax));
    } else {
      into.addAll(listsWith(author));
      into.addAll(homesOfFollowers(status));
      feeds.add(into, status);
    }
    if (Admission.isPublicWords(status)) {
      for (String tag : tags.of(status)) {
        begin(new Slice(TO_TAG, status.id(), author, tag, 0));
      }
    }
  }

  /// Those into which it is to be put at once; for many it becomes a job.
  private List<Feed> homesOfFollowers(Status status) {
    if (status.audience() instanceof Audience.Only(var people)) {
      return people.stream()
          .filter(person -> relations.follows(person, status.author()))
          .filter(this::reads)
          .map(Feed::home)
          .toList();
    }
    Slice slice = new Slice(TO_FOLLOWERS, status.id(), status.author(), "", 0);
    List<Relations.Entry> people = people(slice);
    if (people.size() < SLICE_ROWS) {
      return homes(slice, people, status);
    }
    jobs.derived(new Jobs.Job(JOB, slice.bytes()));
    return List.of();
  }

  void remove(StatusId status, AccountId author) {
    feeds.remove(List.of(Feed.home(author)), status);
    feeds.remember(Feed.outbox(author), entries -> entries.without(status.value()));
    feeds.remove(listsWith(author), status);
    begin(new Slice(AWAY, status, author, "", 0));
  }

  private List<Feed> listsWith(AccountId author) {
    return lists.listsWith(author).stream().map(membership -> Feed.of(membership.list())).toList();
  }

  private void begin(Slice slice) {
    List<Relations.Entry> people = people(slice);
    if (people.size() < SLICE_ROWS) {
      bring(slice, people);
    } else {
      jobs.derived(new Jobs.Job(JOB, slice.bytes()));
    }
  }

  private Jobs.Outcome run(Slice slice) {
    List<Relations.Entry> people = people(slice);
    if (!bring(slice, people) || people.size() < SLICE_ROWS) {
      return new Jobs.Outcome.Done();
    }
    return new Jobs.Outcome.Onward(slice.from(people.getLast().position()).bytes());
  }

  private List<Relations.Entry> people(Slice slice) {
    return slice.what() == TO_TAG
        ? lists.tagFollowers(slice.tag(), slice.after(), SLICE_ROWS)
        : relations.followerSlice(slice.author(), slice.after(), SLICE_ROWS);
  }

  /// @return false when the rest need not be done
  private boolean bring(Slice slice, List<Relations.Entry> people) {
    if (people.isEmpty()) {
      return false;
    }
    if (slice.what() == AWAY) {
      feeds.remove(people.stream().map(to -> Feed.home(to.account())).toList(), slice.status());
      return true;
    }
    Optional<Status> status = statuses.find(slice.status());
    status.ifPresent(found -> feeds.add(homes(slice, people, found), found));
    return status.isPresent();
  }

  private List<Feed> homes(Slice slice, List<Relations.Entry> people, Status status) {
    return people.stream()
        .map(Relations.Entry::account)
        .filter(this::reads)
        .filter(to -> slice.what() == TO_TAG || admission.isForFollower(to, status))
        .map(Feed::home)
        .toList();
  }

  private boolean reads(AccountId account) {
    return !states.isIdle(Feed.home(account));
  }
}
