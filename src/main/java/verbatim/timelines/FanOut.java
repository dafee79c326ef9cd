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
import verbatim.store.Op;

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
  private static final int AT_ONCE_MAX = 4;
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

  /// What is to be done from there on.
  ///
  /// @param tag "" for the author's followers
  /// @param bucket in which the author's followers lie; 0 for a tag's
  /// @param position below which it goes on in the bucket; above which, for a tag's
  private record Slice(
      int what, StatusId status, AccountId author, String tag, int bucket, long position) {
    static Slice ofFollowers(int what, StatusId status, AccountId author) {
      Relations.FollowersFrom start = Relations.FollowersFrom.START;
      return new Slice(what, status, author, "", start.bucket(), start.below());
    }

    static Slice ofTag(StatusId status, AccountId author, String tag) {
      return new Slice(TO_TAG, status, author, tag, 0, 0);
    }

    byte[] bytes() {
      return Bytes.write(1)
          .number(what)
          .number(status.value())
          .number(author.value())
          .text(tag)
          .number(bucket)
          .number(position)
          .done();
    }

    static Slice read(byte[] body) {
      Bytes.Reader bytes = Bytes.read(body);
      return new Slice(
          (int) bytes.number(),
          new StatusId(bytes.number()),
          new AccountId(bytes.number()),
          bytes.text(),
          (int) bytes.number(),
          bytes.number());
    }

    Slice from(int otherBucket, long otherPosition) {
      return new Slice(what, status, author, tag, otherBucket, otherPosition);
    }
  }

  /// Some of those to whom it goes.
  ///
  /// @param rest what is to be done after them, unless they are the last
  private record People(List<AccountId> accounts, Slice rest, boolean isLast) {}

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
  ///
  /// @param more rows that follow from the status, to be written with it
  void push(Status status, List<Op> more) {
    AccountId author = status.author();
    List<Feed> into = new ArrayList<>();
    into.add(Feed.home(author));
    homes.lookAtCrowd(author);
    if (homes.isCrowded(author)) {
      feeds.add(into, status, more);
      feeds.remember(
          Feed.outbox(author), entries -> entries.with(FeedTable.entry(status), rowsMax));
    } else {
      into.addAll(listsWith(author));
      into.addAll(homesOfFollowers(status));
      feeds.add(into, status, more);
    }
    if (Admission.isPublicWords(status)) {
      for (String tag : tags.of(status)) {
        begin(Slice.ofTag(status.id(), author, tag));
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
    Slice slice = Slice.ofFollowers(TO_FOLLOWERS, status.id(), status.author());
    People people = people(slice);
    if (people.isLast()) {
      return homes(slice, people, status);
    }
    jobs.derived(new Jobs.Job(JOB, slice.bytes()));
    return List.of();
  }

  void remove(StatusId status, AccountId author) {
    feeds.remove(List.of(Feed.home(author)), status);
    feeds.remember(Feed.outbox(author), entries -> entries.without(status.value()));
    feeds.remove(listsWith(author), status);
    begin(Slice.ofFollowers(AWAY, status, author));
  }

  private List<Feed> listsWith(AccountId author) {
    return lists.listsWith(author).stream().map(membership -> Feed.of(membership.list())).toList();
  }

  private void begin(Slice slice) {
    People people = people(slice);
    if (people.isLast()) {
      bring(slice, people);
    } else {
      jobs.derived(new Jobs.Job(JOB, slice.bytes()));
    }
  }

  private Jobs.Outcome run(Slice slice) {
    People people = people(slice);
    return bring(slice, people) && !people.isLast()
        ? new Jobs.Outcome.Onward(people.rest().bytes())
        : new Jobs.Outcome.Done();
  }

  private People people(Slice slice) {
    if (slice.what() == TO_TAG) {
      List<Relations.Entry> found = lists.tagFollowers(slice.tag(), slice.position(), SLICE_ROWS);
      long last = found.isEmpty() ? slice.position() : found.getLast().position();
      return new People(
          found.stream().map(Relations.Entry::account).toList(),
          slice.from(0, last),
          found.size() < SLICE_ROWS);
    }
    Relations.FollowerSlice found =
        relations.followerSlice(
            slice.author(),
            new Relations.FollowersFrom(slice.bucket(), slice.position()),
            SLICE_ROWS);
    Relations.FollowersFrom next = found.next();
    return new People(found.accounts(), slice.from(next.bucket(), next.below()), found.isLast());
  }

  /// @return false when the rest need not be done
  private boolean bring(Slice slice, People people) {
    if (slice.what() == AWAY) {
      feeds.remove(people.accounts().stream().map(Feed::home).toList(), slice.status());
      return true;
    }
    Optional<Status> status = statuses.find(slice.status());
    status.ifPresent(found -> feeds.add(homes(slice, people, found), found));
    return status.isPresent();
  }

  private List<Feed> homes(Slice slice, People people, Status status) {
    return people.accounts().stream()
        .filter(this::reads)
        .filter(to -> slice.what() == TO_TAG || admission.isForFollower(to, status))
        .map(Feed::home)
        .toList();
  }

  private boolean reads(AccountId account) {
    return !states.isIdle(Feed.home(account));
  }
}
