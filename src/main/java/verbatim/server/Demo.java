package verbatim.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import verbatim.accounts.Account;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Secret;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// `./verbatim demo`: fills a fresh folder with a town of invented people who have talked for two
/// weeks, and about one thing all at once. It is an ordinary server otherwise: no test mode, random
/// passwords.
final class Demo {
  static final String SERVER_NAME = "Ternhaven";
  static final String SERVER_DESCRIPTION = "A harbour town that talks. Everybody here is invented.";

  private static final String OWNER = "noor";
  private static final List<String> RULES =
      List.of(
          "Be kind at the quay: talk to people as if they stood before you.",
          "Say who said it. Pictures and words of others carry their name.",
          "Nobody is pushed, hounded or sold anything.",
          "What is told in confidence stays there.");

  private static final long SEED = 1911;
  private static final int POSTS = 2_000;
  private static final int TOLD_EVERY = 250;
  private static final int FOLLOWS_EACH = 14;
  private static final int DAYS = 14;
  private static final int RECENT = 40;
  private static final int SHOWN = 3;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
  private static final String SIGN_INS = "demo-sign-ins.txt";

  /// Lies in the folder while the town is being filled: only such a folder is emptied and begun
  /// anew.
  private static final String FILLING = "demo-filling";

  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int PASSWORD_CHARACTERS = 12;
  private static final int ARTICLES_SHOWN = 2;

  /// When on a Sunday its articles come out, and how long ago that is at least.
  private static final Duration MORNING = Duration.ofMinutes(9 * 60 + 30);

  private static final Duration SINCE_SUNDAY = Duration.ofHours(5);

  /// From Tuesday evening, when it begins, to that.
  private static final Duration BEFORE_SUNDAY = Duration.ofDays(5).minusHours(8);

  /// What is said last, about the articles.
  private static final Duration LAST = Duration.ofMinutes(110);

  private final Config config;
  private final PrintWriter out;
  private final int posts;
  private final RandomGenerator random = new SplittableRandom(SEED);
  private final SecureRandom secureRandom = new SecureRandom();
  private final Map<String, AccountId> byHandle = new HashMap<>();
  private final List<Status> recent = new ArrayList<>();
  private int written;

  /// With house rules and somebody to turn to.
  static Config furnished(Config plain) {
    Config.About about = plain.about();
    return plain.with(
        new Config.About(
            about.name(), about.description(), address(OWNER), OWNER, about.languages(), RULES));
  }

  private static String address(String handle) {
    return handle + "@ternhaven.example";
  }

  Demo(Config config, PrintWriter out) {
    this(config, out, POSTS);
  }

  /// @param posts how much small talk there is, about
  Demo(Config config, PrintWriter out, int posts) {
    this.config = config;
    this.out = out;
    this.posts = posts;
  }

  /// Fills the folder unless an earlier run did. A run that was broken off left no list of
  /// sign-ins: it is begun anew.
  void fillOnce() throws IOException {
    Folders.mustBeOurs(config.data());
    Path list = config.data().resolve(SIGN_INS);
    Path filling = config.data().resolve(FILLING);
    if (Files.exists(list)) {
      return;
    }
    if (Files.exists(config.data()) && !Folders.isEmpty(config.data()) && !Files.exists(filling)) {
      throw new IOException(
          config.data()
              + " holds something that is not a demo town; name another folder with --data");
    }
    Folders.delete(config.data());
    Folders.make(config.data());
    Folders.write(filling, List.of());
    tell("Filling the town with " + posts + " posts ...");
    Instant now = Instant.now();
    DemoClock clock = new DemoClock(now.minus(Duration.ofDays(DAYS)));
    DemoWords words = new DemoWords(random);
    List<String> signIns = new ArrayList<>();
    Instant sunday = sunday(now);
    Instant tuesday = sunday.minus(BEFORE_SUNDAY);
    try (Server server = Server.open(config, clock)) {
      settle(server, words, signIns);
      talk(server, clock, words, tuesday);
      Map<String, Status> labels = new HashMap<>();
      happen(server, clock, words, labels, tuesday);
      talk(server, clock, words, tuesday.plus(Duration.ofDays(1)));
      new DemoTalks(server.content, clock, this::id).happen();
      talk(server, clock, words, sunday);
      new DemoArticles(
              server.content,
              clock,
              new Addresses(URI.create(config.publicUrl().url())),
              this::id,
              labels)
          .happen();
      talk(server, clock, words, now.minus(LAST));
      object(server, clock, words, labels, now);
      applaud(server, List.copyOf(labels.values()));
      // What stands under a tag is read: it must have come there.
      tell("  what follows from all that ...");
      server.ground.log.settle(SETTLE_MAX);
      new DemoStory(server, this::id).tell(labels);
      server.ground.log.settle(SETTLE_MAX);
    }
    Folders.write(list, signIns);
    Files.delete(filling);
  }

  /// On a slow machine it takes minutes: whoever waits is told how far it is.
  private void tell(String words) {
    out.println(words);
    out.flush();
  }

  void greet(Server server) throws IOException {
    List<String> signIns = Files.readAllLines(config.data().resolve(SIGN_INS));
    out.println();
    out.println("Ternhaven is at http://localhost:" + server.port());
    out.println();
    look(server);
    out.println(
        "Sign in, in the browser or in any Mastodon app (server: localhost:"
            + server.port()
            + "), as");
    signIns.stream().limit(SHOWN).forEach(line -> out.println("  " + line));
    signIns.stream()
        .filter(line -> line.startsWith(OWNER + " "))
        .forEach(
            line -> out.println("  " + line + "   (owner of the server: its desk is at /desk)"));
    out.println(
        "  and " + (signIns.size() - SHOWN - 1) + " more, in " + config.data().resolve(SIGN_INS));
    out.println();
    out.println(
        "A command-line client: toot login -i localhost:" + server.port() + " --disable-https");
    out.println("Ctrl-C stops it; the town stays in " + config.data() + ".");
    out.flush();
  }

  /// Where a stranger sees the most, without signing in.
  private void look(Server server) {
    String root = "http://localhost:" + server.port();
    out.println("Look first, without signing in, at");
    server.reading.stories.published(Viewer.ANYBODY, Page.newest(1)).stream()
        .map(listed -> listed.story().slug())
        .forEach(slug -> out.println("  a story      " + root + "/stories/" + slug));
    server.content.articles.newest(Viewer.ANYBODY, Page.newest(ARTICLES_SHOWN)).stream()
        .map(article -> article.id())
        .forEach(id -> out.println("  an article   " + root + "/articles/" + id));
    out.println();
  }

  private void settle(Server server, DemoWords words, List<String> signIns) {
    for (DemoWords.Person person : words.people()) {
      String password = password();
      Standing.Role role = person.handle().equals(OWNER) ? Standing.Role.OWNER : Standing.Role.USER;
      Account account =
          server
              .content
              .access
              .registration()
              .create(person.handle(), address(person.handle()), new Secret(password), role)
              .account();
      String avatar = hung(() -> server.content.media.avatar(account.id(), portrait(person)));
      String header = hung(() -> server.content.media.header(account.id(), view(person)));
      server.content.accounts.change(
          account.id(),
          now ->
              now.with(
                  new Profile(
                      person.name(),
                      person.about(),
                      List.of(),
                      avatar,
                      header,
                      false,
                      false,
                      true,
                      true,
                      false)));
      byHandle.put(person.handle(), account.id());
      signIns.add(String.format("%-10s %s", person.handle(), password));
    }
    List<AccountId> all = List.copyOf(byHandle.values());
    for (AccountId follower : all) {
      for (int i = 0; i < FOLLOWS_EACH; i++) {
        AccountId followee = all.get(random.nextInt(all.size()));
        if (!followee.equals(follower)) {
          server.content.relations.follow(follower, followee, FollowOptions.usual());
        }
      }
    }
  }

  private interface Hanging {
    String hang() throws IOException;
  }

  private static String hung(Hanging picture) {
    try {
      return picture.hang();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream portrait(DemoWords.Person person) throws IOException {
    return new ByteArrayInputStream(DemoPictures.portrait(person.handle()));
  }

  private static InputStream view(DemoWords.Person person) throws IOException {
    return new ByteArrayInputStream(DemoPictures.view(person.handle()));
  }

  /// The last Sunday morning that is some hours ago: then the articles come out that tell of the
  /// week before it, so that their days are the days on which it was.
  static Instant sunday(Instant now) {
    return now.minus(SINCE_SUNDAY)
        .atZone(ZoneOffset.UTC)
        .minus(MORNING)
        .truncatedTo(ChronoUnit.DAYS)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))
        .plus(MORNING)
        .toInstant();
  }

  /// Small talk: posts, answers, boosts, favourites, now and then a poll.
  private void talk(Server server, DemoClock clock, DemoWords words, Instant until) {
    Duration step = Duration.ofDays(DAYS).minusHours(4).dividedBy(posts);
    while (clock.instant().plus(step).isBefore(until)) {
      clock.advance(step);
      DemoWords.Person person = words.people().get(random.nextInt(words.people().size()));
      AccountId who = id(person.handle());
      if (!recent.isEmpty() && random.nextInt(4) == 0) {
        Status parent = recent.get(random.nextInt(recent.size()));
        post(server, answer(who, words.line("reply"), parent.id()));
      } else if (random.nextInt(100) == 0) {
        post(
            server,
            poll(
                who,
                "What shall it be on " + (random.nextBoolean() ? "Thursday" : "Sunday") + "?"));
      } else {
        post(server, Draft.of(who, words.line(person.topic())));
      }
      react(server);
      if (++written % TOLD_EVERY == 0) {
        tell("  " + written + " posts");
      }
    }
  }

  private void react(Server server) {
    List<AccountId> all = List.copyOf(byHandle.values());
    Status status = recent.get(random.nextInt(recent.size()));
    AccountId who = all.get(random.nextInt(all.size()));
    if (who.equals(status.author())) {
      return;
    }
    if (random.nextInt(2) == 0) {
      server.content.statuses.favourite(who, status.id());
    }
    if (random.nextInt(8) == 0) {
      server.content.statuses.boost(who, status.id(), Draft.Visibility.PUBLIC);
    }
  }

  /// What the whole town talks about: a series, and what it sets off.
  ///
  /// @param labels takes what was said, by its labels
  private void happen(
      Server server, DemoClock clock, DemoWords words, Map<String, Status> labels, Instant begin) {
    List<DemoWords.Said> series =
        words.event().stream().filter(DemoWords.Said::isInSeries).toList();
    clock.advanceTo(begin);
    List<Status> parts =
        server.content.statuses.postSeries(
            series.stream().map(s -> Draft.of(id(s.handle()), s.text())).toList(), "");
    for (int i = 0; i < parts.size(); i++) {
      labels.put(series.get(i).label(), parts.get(i));
    }
    words.event().stream()
        .filter(said -> !said.isInSeries() && !said.after().isNegative())
        .forEach(said -> say(server, clock, said, labels, begin));
  }

  /// What those say of the articles whom they quote.
  private void object(
      Server server, DemoClock clock, DemoWords words, Map<String, Status> labels, Instant now) {
    words.event().stream()
        .filter(said -> said.after().isNegative())
        .forEach(said -> say(server, clock, said, labels, now));
  }

  private void say(
      Server server,
      DemoClock clock,
      DemoWords.Said said,
      Map<String, Status> labels,
      Instant since) {
    clock.advanceTo(since.plus(said.after()));
    Status parent = labels.get(said.answers());
    Draft draft =
        parent == null
            ? Draft.of(id(said.handle()), said.text())
            : answer(id(said.handle()), said.text(), parent.id());
    labels.put(said.label(), server.content.statuses.post(draft));
  }

  private void applaud(Server server, List<Status> statuses) {
    for (Status status : statuses) {
      for (AccountId who : byHandle.values()) {
        if (who.equals(status.author())) {
          continue;
        }
        if (random.nextInt(3) == 0) {
          server.content.statuses.favourite(who, status.id());
        }
        if (random.nextInt(12) == 0) {
          server.content.statuses.boost(who, status.id(), Draft.Visibility.PUBLIC);
        }
      }
    }
  }

  private void post(Server server, Draft draft) {
    recent.add(server.content.statuses.post(draft));
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
  }

  private static Draft answer(AccountId who, String text, StatusId parent) {
    Draft plain = Draft.of(who, text);
    return new Draft(
        who,
        text,
        "",
        false,
        "en",
        plain.visibility(),
        List.of(),
        Optional.empty(),
        Optional.of(parent),
        plain.application(),
        plain.origin());
  }

  private static Draft poll(AccountId who, String text) {
    Draft plain = Draft.of(who, text);
    Draft.NewPoll poll =
        new Draft.NewPoll(
            List.of("Fish soup", "Lentil stew", "Whatever the boat brings"),
            false,
            false,
            Duration.ofDays(3));
    return new Draft(
        who,
        text,
        "",
        false,
        "en",
        plain.visibility(),
        List.of(),
        Optional.of(poll),
        Optional.empty(),
        plain.application(),
        plain.origin());
  }

  private AccountId id(String handle) {
    AccountId id = byHandle.get(handle);
    if (id == null) {
      throw new IllegalStateException("nobody in the demo is called " + handle);
    }
    return id;
  }

  private String password() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < PASSWORD_CHARACTERS; i++) {
      password.append(ALPHABET.charAt(secureRandom.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
