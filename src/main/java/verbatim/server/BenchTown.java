package verbatim.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import verbatim.access.Apps;
import verbatim.access.Caller;
import verbatim.access.OAuth;
import verbatim.access.Registered;
import verbatim.accounts.Posting;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// A town for `bench`: invented people, few of whom are followed by very many, and what they said
/// in ten days. All of it goes the usual way through the usual code, with all that follows from it,
/// only onto a store that is being filled ([verbatim.store.rocks.BulkStore]).
final class BenchTown {
  private static final long SEED = 1911;
  private static final Duration PAST = Duration.ofDays(10);
  private static final Duration SETTLE_MAX = Duration.ofMinutes(5);
  private static final int SETTLE_EVERY = 2_000;

  /// How much rarer each next one is followed than the one before.
  private static final double TAIL = 0.9;

  private static final int RECENT = 200;
  private static final int THREAD = 200;
  private static final int BOOSTS_OF_100 = 3;
  private static final int ANSWERS_OF_100 = 20;
  private static final int TAGS_OF_100 = 10;

  private static final List<String> WORDS =
      List.of(
          ("harbour rain tea morning bread window letter tram garden lamp Tuesday bicycle story the"
                  + " and with about under over again nobody somebody everybody market evening"
                  + " copper violin soup paper north south early late never always question answer")
              .split(" "));

  /// @param members how many of the people can sign in
  record Size(String name, int people, int members, int posts, int followsEach) {
    static final Size S = new Size("S", 1_000, 1_000, 100_000, 20);
    static final Size M = new Size("M", 100_000, 10_000, 10_000_000, 20);

    Size scaled(double scale) {
      return scale == 1
          ? this
          : new Size(
              name + " × " + scale,
              (int) (people * scale),
              (int) Math.min(members, people * scale),
              (int) (posts * scale),
              followsEach);
    }
  }

  /// @param followers how many follow
  record Member(AccountId id, String token, int followers) {}

  /// What stands in the folder afterwards.
  ///
  /// @param thread the first of a thread of [#THREAD]
  record Filled(List<Member> members, StatusId status, StatusId thread, String about) {}

  private final Server server;
  private final DemoClock clock;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Deque<Status> recent = new ArrayDeque<>();
  private int unsettled;

  private BenchTown(Server server, DemoClock clock) {
    this.server = server;
    this.clock = clock;
  }

  static Filled fill(Path data, Size size) throws IOException {
    long begin = System.nanoTime();
    DemoClock clock = new DemoClock(Instant.now().minus(PAST));
    Filled filled;
    try (Server server = Server.openToFill(BenchProcess.config(data), clock)) {
      filled = new BenchTown(server, clock).fill(size);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Filled(
        filled.members(),
        filled.status(),
        filled.thread(),
        String.format(
            "town %s: %,d people, %,d statuses, %s; made in %.0f s, %,d MB on disk",
            size.name(), size.people(), size.posts(), filled.about(), seconds, megabytes(data)));
  }

  /// Authors with many followers, and one whom few of these follow.
  ///
  /// @param members first the authors with all followers, then the one with few, then those few
  record Crowd(List<Member> members, int large, int few) {}

  static Crowd fillCrowd(Path data, int followers, int large, int few) throws IOException {
    DemoClock clock = new DemoClock(Instant.now().minus(PAST));
    try (Server server = Server.openToFill(BenchProcess.config(data), clock)) {
      BenchTown town = new BenchTown(server, clock);
      List<Member> members =
          new ArrayList<>(town.people("author", large + 1 + few, large + 1 + few));
      List<Member> others = town.people("reader", followers - few, 0);
      List<Member> all =
          Stream.concat(members.subList(large + 1, members.size()).stream(), others.stream())
              .toList();
      for (int author = 0; author < large; author++) {
        for (Member reader : all) {
          town.follow(reader.id(), members.get(author).id());
        }
      }
      for (Member reader : members.subList(large + 1, members.size())) {
        town.follow(reader.id(), members.get(large).id());
      }
      town.settle();
      return new Crowd(members, large, few);
    }
  }

  private Filled fill(Size size) {
    List<Member> people = people("person", size.people(), size.members());
    int[] followers = follow(people, size.followsEach());
    Duration step = PAST.minusHours(1).dividedBy(size.posts() + 1L);
    for (int i = 0; i < size.posts() - THREAD; i++) {
      clock.advance(step);
      say(people.get(random.nextInt(people.size())).id());
    }
    StatusId status = recent.getLast().id();
    StatusId thread = thread(people);
    settle();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < size.members(); i++) {
      members.add(new Member(people.get(i).id(), people.get(i).token(), followers[i]));
    }
    int[] sorted = followers.clone();
    Arrays.sort(sorted);
    String about =
        String.format(
            "followers %.1f on average, %,d half, %,d at most",
            Arrays.stream(followers).average().orElse(0),
            sorted[sorted.length / 2],
            sorted[sorted.length - 1]);
    return new Filled(members, status, thread, about);
  }

  private List<Member> people(String name, int count, int members) {
    Apps.Made app =
        server
            .content
            .access
            .apps()
            .register(new Apps.NewApp("bench", List.of(Apps.OUT_OF_BAND), "read write follow", ""));
    Caller through = server.content.access.sessions().token(appToken(app));
    List<Member> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofMillis(1));
      made.add(
          i < members
              ? member(name + i, through)
              : new Member(
                  server.content.accounts.create(name + i, Standing.active(), Posting.usual()).id(),
                  "",
                  0));
      done();
    }
    settle();
    return made;
  }

  private Secret appToken(Apps.Made app) {
    Secret none = new Secret("");
    OAuth.TokenRequest request =
        new OAuth.TokenRequest(
            "client_credentials",
            app.app().clientId(),
            app.clientSecret(),
            "",
            "",
            none,
            "read write follow",
            "",
            none,
            java.net.InetAddress.getLoopbackAddress());
    return switch (server.content.access.oauth().token(request)) {
      case OAuth.Exchange.Issued(var token, _, _) -> token;
      case OAuth.Exchange.Failed(_, var words) -> throw new IllegalStateException(words);
    };
  }

  private Member member(String name, Caller through) {
    Registered registered =
        server
            .content
            .access
            .registration()
            .create(
                name,
                name + "@example.org",
                new Secret("a long bench password"),
                Standing.Role.USER);
    Secret token = server.content.access.oauth().welcome(registered, through).accessToken();
    return new Member(registered.account().id(), token.reveal(), 0);
  }

  /// @return how many follow each
  private int[] follow(List<Member> people, int each) {
    double[] upTo = new double[people.size()];
    double sum = 0;
    for (int rank = 0; rank < upTo.length; rank++) {
      sum += Math.pow(rank + 1, -TAIL);
      upTo[rank] = sum;
    }
    int[] followers = new int[people.size()];
    for (int who = 0; who < people.size(); who++) {
      int wanted = each / 2 + random.nextInt(each + 1);
      Set<Integer> chosen = new HashSet<>();
      while (chosen.size() < wanted) {
        int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
        int rank = Math.min(at < 0 ? -at - 1 : at, upTo.length - 1);
        if (rank != who && chosen.add(rank)) {
          follow(people.get(who).id(), people.get(rank).id());
          followers[rank]++;
        }
      }
    }
    settle();
    return followers;
  }

  private void follow(AccountId from, AccountId to) {
    clock.advance(Duration.ofMillis(1));
    server.content.relations.follow(from, to, FollowOptions.usual());
    done();
  }

  private void say(AccountId who) {
    int chance = random.nextInt(100);
    Status some = recent.isEmpty() ? null : any();
    if (some != null && chance < BOOSTS_OF_100 && !some.author().equals(who)) {
      server.content.statuses.boost(who, some.id(), Draft.Visibility.PUBLIC);
    } else if (some != null && chance < ANSWERS_OF_100) {
      keep(server.content.statuses.post(answer(who, some.id())));
    } else {
      keep(server.content.statuses.post(Draft.of(who, words())));
    }
    done();
  }

  private Status any() {
    return recent.stream().skip(random.nextInt(recent.size())).findFirst().orElseThrow();
  }

  private void keep(Status status) {
    recent.add(status);
    if (recent.size() > RECENT) {
      recent.remove();
    }
  }

  private Draft answer(AccountId who, StatusId to) {
    Draft plain = Draft.of(who, words());
    return new Draft(
        who,
        plain.text(),
        "",
        false,
        "en",
        plain.visibility(),
        List.of(),
        Optional.empty(),
        Optional.of(to),
        plain.application(),
        plain.origin());
  }

  private String words() {
    StringBuilder words = new StringBuilder();
    int count = 6 + random.nextInt(34);
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    if (random.nextInt(100) < TAGS_OF_100) {
      words.append(" #").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return words.toString();
  }

  private StatusId thread(List<Member> people) {
    List<StatusId> thread = new ArrayList<>();
    for (int i = 0; i < THREAD; i++) {
      clock.advance(Duration.ofSeconds(1));
      AccountId who = people.get(random.nextInt(people.size())).id();
      Draft draft =
          thread.isEmpty()
              ? Draft.of(who, words())
              : answer(who, thread.get(random.nextInt(thread.size())));
      thread.add(server.content.statuses.post(draft).id());
      done();
    }
    return thread.getFirst();
  }

  /// The log's queue is bounded: what follows must keep up.
  private void done() {
    if (++unsettled >= SETTLE_EVERY) {
      settle();
    }
  }

  private void settle() {
    unsettled = 0;
    if (!server.ground.log.settle(SETTLE_MAX) || !server.ground.jobs.settle(SETTLE_MAX)) {
      throw new IllegalStateException("the town did not settle");
    }
  }

  private static long megabytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          >> 20;
    }
  }

  static Map<String, String> post(String words) {
    return Map.of("status", words);
  }
}
