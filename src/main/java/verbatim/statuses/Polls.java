package verbatim.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.log.Jobs;
import verbatim.relations.Viewer;
import verbatim.statuses.MarkTable.Kind;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Votes. One claim for each (poll, account) is the vote, and the tally is a recount of the claims,
/// kept in memory for a short while: so nothing can make the two differ.
final class Polls {
  private static final Table VOTES = Table.claimed("votes");
  private static final int ASK_AGAIN_MAX = 16;
  private static final int TOKEN_BYTES = 16;
  private static final int TALLIES_MAX = 20_000;

  /// A tally of more votes than this is not counted anew for each vote; it may be [#TALLY_AGE_MAX]
  /// old.
  private static final int FRESH_VOTERS_MAX = 1_000;

  private static final Duration TALLY_AGE_MAX = Duration.ofSeconds(5);

  private record Round(StatusId status, int round) {}

  private record Recount(long[] votes, long voters) {}

  private final Store store;
  private final MarkTable marks;
  private final StatusTable table;
  private final Journal journal;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final int optionsMax;
  private final Cache<Round, Recount> tallies =
      Caches.bounded().maximumSize(TALLIES_MAX).expireAfterWrite(TALLY_AGE_MAX).build();

  Polls(
      Store store,
      MarkTable marks,
      StatusTable table,
      Journal journal,
      InstantSource clock,
      RandomGenerator random,
      int optionsMax) {
    this.store = store;
    this.marks = marks;
    this.table = table;
    this.journal = journal;
    this.clock = clock;
    this.random = random;
    this.optionsMax = optionsMax;
  }

  static Status.Poll of(Status status) {
    if (status.content() instanceof Status.Words words && words.poll().isPresent()) {
      return words.poll().get();
    }
    throw Refusal.notFound();
  }

  /// To be written with a status or edit that has a poll: the job that ends it.
  List<Jobs.Planned> opened(Status status) {
    return status.words().poll().stream()
        .map(poll -> journal.plan(poll.endsAt(), Journal.POLL_ENDS, status.id(), poll.round()))
        .toList();
  }

  void vote(AccountId who, Status status, List<Integer> choices) {
    Status.Poll poll = of(status);
    check(who, status, poll, choices);
    var round = new Round(status.id(), poll.round());
    long mask = choices.stream().mapToLong(choice -> 1L << choice).sum();
    boolean mine = claim(round, who, mask);
    if (!mine) {
      throw Refusal.invalid("Validation failed: You have already voted on this poll");
    }
    voted(round, who, mask);
  }

  private void check(AccountId who, Status status, Status.Poll poll, List<Integer> choices) {
    if (status.author().equals(who)) {
      throw Refusal.invalid("Validation failed: You cannot vote in your own poll");
    }
    if (!clock.instant().isBefore(poll.endsAt())) {
      throw Refusal.invalid("Validation failed: The poll has already ended");
    }
    boolean known = choices.stream().allMatch(c -> c >= 0 && c < poll.options().size());
    if (choices.isEmpty() || !known || new HashSet<>(choices).size() < choices.size()) {
      throw Refusal.invalid("Validation failed: The chosen vote option does not exist");
    }
    if (choices.size() > 1 && !poll.multiple()) {
      throw Refusal.invalid("Validation failed: Only one option may be chosen");
    }
  }

  /// @return false when the account has voted before
  private boolean claim(Round round, AccountId who, long mask) {
    byte[] value = Bytes.write(1).number(mask).done();
    byte[] token = token();
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      switch (store.putIfAbsent(VOTES, pk(round), Key.of(who.value()), value, token)) {
        case Claim.Applied _ -> {
          return true;
        }
        case Claim.Lost(var current) -> {
          if (current.isPresent()) {
            finish(round, who, Bytes.read(current.get().value()).number());
            return false;
          }
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw Refusal.unavailable("The server could not make sure; please try again");
  }

  private byte[] token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return token;
  }

  /// After a kill between the vote and what follows from it.
  private void finish(Round round, AccountId who, long mask) {
    if (marks.number(who, round.status(), Kind.VOTE).orElse(0) != number(round, mask)) {
      voted(round, who, mask);
    }
  }

  private void voted(Round round, AccountId who, long mask) {
    journal.write(
        MarkTable.put(who, round.status(), Kind.VOTE, number(round, mask)),
        List.of(new StatusEvent.Voted(round.status(), who)),
        () -> {
          marks.changed(who, round.status());
          Recount old = tallies.getIfPresent(round);
          if (old == null || old.voters() < FRESH_VOTERS_MAX) {
            uncache(round);
          }
        });
  }

  private static long number(Round round, long mask) {
    return (long) round.round() << 32 | mask;
  }

  Tally tally(Viewer viewer, Status status) {
    Status.Poll poll = of(status);
    var round = new Round(status.id(), poll.round());
    Recount recount = tallies.get(round, this::recount);
    boolean hidden = poll.hideTotals() && clock.instant().isBefore(poll.endsAt());
    List<Long> votes = new ArrayList<>();
    for (int i = 0; i < poll.options().size() && !hidden; i++) {
      votes.add(recount.votes()[i]);
    }
    List<Integer> own = own(viewer, round, poll.options().size());
    boolean voted = !own.isEmpty() || viewer.is(status.author());
    return new Tally(
        List.copyOf(votes), Arrays.stream(recount.votes()).sum(), recount.voters(), voted, own);
  }

  private List<Integer> own(Viewer viewer, Round round, int options) {
    return switch (viewer) {
      case Viewer.Anybody _ -> List.of();
      case Viewer.Member(var who) -> {
        long number = marks.number(who, round.status(), Kind.VOTE).orElse(0);
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < options && number >>> 32 == round.round(); i++) {
          if ((number >>> i & 1) == 1) {
            own.add(i);
          }
        }
        yield List.copyOf(own);
      }
    };
  }

  private Recount recount(Round round) {
    long[] votes = new long[Math.max(optionsMax, 32)];
    long voters = 0;
    long after = 0;
    while (true) {
      List<Row> rows = rows(round, after, Store.SCAN_ROWS_MAX);
      for (Row row : rows) {
        long mask = Bytes.read(row.value()).number();
        for (int i = 0; i < votes.length; i++) {
          votes[i] += mask >>> i & 1;
        }
      }
      voters += rows.size();
      if (rows.size() < Store.SCAN_ROWS_MAX) {
        return new Recount(votes, voters);
      }
      after = rows.getLast().sk().longAt(0);
    }
  }

  private List<Row> rows(Round round, long after, int rowsMax) {
    return store.scan(
        VOTES,
        pk(round),
        Key.of(after + 1),
        Key.of(Long.MAX_VALUE),
        rowsMax,
        Store.Order.ASCENDING);
  }

  List<AccountId> voters(Status status, long after, int rowsMax) {
    return rows(new Round(status.id(), of(status).round()), after, rowsMax).stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  /// Says once that a poll is over. Too early (an edit moved the end) it says nothing.
  void ended(Status status) {
    Status.Poll poll = of(status);
    boolean over = !clock.instant().isBefore(poll.endsAt());
    if (over && !table.hasPollEnded(status.id(), poll.round())) {
      journal.write(
          List.of(StatusTable.putPollEnded(status.id(), poll.round())),
          List.of(new StatusEvent.PollEnded(status.id())));
      uncache(new Round(status.id(), poll.round()));
    }
  }

  /// Erases some votes of a round that no longer counts.
  ///
  /// @return false when there was none left
  boolean forget(StatusId status, int round, int rowsMax) {
    var of = new Round(status, round);
    List<Row> rows = rows(of, 0, rowsMax);
    for (Row row : rows) {
      var who = new AccountId(row.sk().longAt(0));
      store.compareAndDelete(VOTES, pk(of), row.sk(), row.version(), token());
      store.journalledBatch(List.of(MarkTable.delete(who, status, Kind.VOTE)));
      marks.changed(who, status);
    }
    uncache(of);
    return !rows.isEmpty();
  }

  /// One account's vote, when it goes.
  void forget(AccountId who, MarkTable.Mark mark) {
    var round = new Round(mark.status(), (int) (mark.number() >>> 32));
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      var row = store.get(VOTES, pk(round), Key.of(who.value()));
      if (row.isEmpty()) {
        break;
      }
      store.compareAndDelete(VOTES, pk(round), row.get().sk(), row.get().version(), token());
    }
    uncache(round);
  }

  /// Waits for whoever loads it: see [StatusTable].
  private void uncache(Round round) {
    tallies.asMap().compute(round, (_, _) -> null);
  }

  private static Key pk(Round round) {
    return Key.of(round.status().value()).and(round.round());
  }
}
