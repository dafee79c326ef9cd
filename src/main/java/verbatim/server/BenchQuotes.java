package verbatim.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import verbatim.accounts.Posting;
import verbatim.accounts.Standing;
import verbatim.index.Entry;
import verbatim.index.Index;
import verbatim.index.Match;
import verbatim.index.Options;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.QuoteCheck;
import verbatim.statuses.Draft;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// An article of 2,000 words beside many known statements, and beside that one exact phrase query
/// for each of its quotations, over an index of the same statements, in the same process. The posts
/// are posted, indexed and read as everywhere; only they are drawn by chance, from words as
/// frequent as words are.
final class BenchQuotes {
  private static final long SEED = 1912;

  /// Between two posts, on the clock of the filling. Where it leaps by minutes whoever sweeps the
  /// log looks through all the time in between: that took far longer than to post.
  private static final Duration STEP = Duration.ofMillis(20);

  private static final Duration MAX = Duration.ofHours(2);
  private static final Duration QUERY_MAX = Duration.ofSeconds(30);
  private static final int PEOPLE = 200;
  private static final int SETTLE_EVERY = 2_000;
  private static final int VOCABULARY = 20_000;
  private static final int QUOTATIONS = 40;
  private static final int ARTICLE_WORDS = 2_000;
  private static final int FOUND_MAX = 20;
  private static final int ROUNDS = 25;
  private static final String SAYS = "says";
  private static final List<String> SYLLABLES =
      List.of(
          ("ba be bo da den dor fa fen gal ha hin ka ker lo lan ma mir na nu or pa rin sa sol"
                  + " ta")
              .split(" "));

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<String> words = new ArrayList<>();

  /// Some of the statements, each with the same chance; all of them would not fit into the heap.
  private final List<String> sample = new ArrayList<>();

  private final double[] upTo = new double[VOCABULARY];

  /// Of the middle round.
  ///
  /// @param found quotations that a source was found for, of so many
  /// @param indexSeconds until all statements were in the index of known statements
  /// @param heapBefore in MB, after a collection; the same after all rounds
  record Figures(
      int statements,
      double checkMs,
      double phrasesMs,
      int found,
      int quotations,
      double indexSeconds,
      long heapBefore,
      long heapAfter) {}

  private BenchQuotes() {
    double sum = 0;
    for (int rank = 0; rank < VOCABULARY; rank++) {
      sum += 1.0 / (rank + 3);
      upTo[rank] = sum;
      words.add(word(rank));
    }
  }

  private static String word(int rank) {
    StringBuilder word = new StringBuilder();
    for (int left = rank + SYLLABLES.size(); left > 0; left /= SYLLABLES.size()) {
      word.append(SYLLABLES.get(left % SYLLABLES.size()));
    }
    return word.toString();
  }

  static Figures run(Path folder, int statements) throws IOException, InterruptedException {
    return new BenchQuotes().measured(folder, statements);
  }

  private Figures measured(Path folder, int count) throws IOException, InterruptedException {
    Config config = BenchProcess.config(folder.resolve("quotes"));
    try (Index phrases = Index.open(folder.resolve("phrases"), Options.usual())) {
      fill(config, count, phrases);
      phrases.refresh();
      return measured(config, count, phrases);
    }
  }

  private Figures measured(Config config, int count, Index phrases)
      throws IOException, InterruptedException {
    try (Server server = Server.open(config)) {
      long begin = System.nanoTime();
      server.reading.indexing.begin();
      while (server.reading.indexing.isRebuilding()) {
        if (System.nanoTime() - begin > MAX.toNanos()) {
          throw new IOException("the index was not made within " + MAX);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
      double indexSeconds = (System.nanoTime() - begin) / 1e9;
      List<String> quoted = quoted();
      Blocks article = Blocks.read(Markup.TEXT, article(quoted));
      long before = heapMegabytes();
      double[] checks = new double[ROUNDS];
      double[] queries = new double[ROUNDS];
      QuoteCheck check = server.reading.checks.check(article, List.of());
      for (int round = 0; round < ROUNDS; round++) {
        long at = System.nanoTime();
        check = server.reading.checks.check(article, List.of());
        checks[round] = (System.nanoTime() - at) / 1e6;
        at = System.nanoTime();
        for (String words : quoted) {
          var _ = phrases.best(new Match.Says(SAYS, words), FOUND_MAX, QUERY_MAX);
        }
        queries[round] = (System.nanoTime() - at) / 1e6;
      }
      return new Figures(
          count,
          middle(checks),
          middle(queries),
          check.checked(),
          check.quotations(),
          indexSeconds,
          before,
          heapMegabytes());
    }
  }

  private static double middle(double[] rounds) {
    Arrays.sort(rounds);
    return rounds[rounds.length / 2];
  }

  private static long heapMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() >> 20;
  }

  private void fill(Config config, int count, Index phrases) throws IOException {
    DemoClock clock =
        new DemoClock(Instant.now().minus(STEP.multipliedBy(count + PEOPLE)).minus(STEP));
    try (Server server = Server.openToFill(config, clock)) {
      List<AccountId> people = new ArrayList<>();
      for (int i = 0; i < PEOPLE; i++) {
        clock.advance(STEP);
        people.add(
            server.content.accounts.create("speaker" + i, Standing.active(), Posting.usual()).id());
        var _ =
            server.content.accounts.change(
                people.getLast(), one -> one.with(one.profile().withIndexable(true)));
      }
      for (int i = 0; i < count; i++) {
        clock.advance(STEP);
        String said = sentence(12 + random.nextInt(19));
        remember(said, i);
        phrases.put(new Entry(Integer.toString(i), i).text(SAYS, said));
        var _ = server.content.statuses.post(Draft.of(people.get(i % PEOPLE), said));
        if (i % SETTLE_EVERY == 0) {
          settle(server);
        }
      }
      settle(server);
    }
  }

  /// A reservoir: each statement stays with the same chance, however many come.
  private void remember(String said, int before) {
    if (sample.size() < QUOTATIONS) {
      sample.add(said);
    } else if (random.nextInt(before + 1) < QUOTATIONS) {
      sample.set(random.nextInt(QUOTATIONS), said);
    }
  }

  private static void settle(Server server) throws IOException {
    if (!server.ground.log.settle(MAX) || !server.ground.jobs.settle(MAX)) {
      throw new IOException("the posts did not settle");
    }
  }

  private String sentence(int length) {
    StringBuilder sentence = new StringBuilder();
    for (int i = 0; i < length; i++) {
      sentence.append(i == 0 ? "" : " ").append(some());
    }
    return sentence.toString();
  }

  /// Few words stand everywhere, most hardly anywhere.
  private String some() {
    int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[VOCABULARY - 1]);
    return words.get(Math.min(at < 0 ? -at - 1 : at, VOCABULARY - 1));
  }

  /// A quarter each: to the letter, with another word, in part, and never said.
  private List<String> quoted() {
    List<String> quoted = new ArrayList<>();
    for (int i = 0; i < QUOTATIONS; i++) {
      String said = sample.get(i);
      List<String> parts = new ArrayList<>(List.of(said.split(" ")));
      quoted.add(
          switch (i % 4) {
            case 0 -> said;
            case 1 -> {
              parts.set(parts.size() / 2, some());
              yield String.join(" ", parts);
            }
            case 2 -> String.join(" ", parts.subList(0, parts.size() / 2));
            default -> sentence(parts.size());
          });
    }
    return quoted;
  }

  private String article(List<String> quoted) {
    int told = ARTICLE_WORDS - quoted.stream().mapToInt(words -> words.split(" ").length).sum();
    StringBuilder article = new StringBuilder();
    for (String words : quoted) {
      article.append("Somebody wrote “").append(words).append("” and went on. ");
      article.append(sentence(Math.max(1, told / quoted.size() - 5))).append(".\n\n");
    }
    return article.toString();
  }
}
