package verbatim.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.index.Index;
import verbatim.index.Match;
import verbatim.index.Options;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// Each quotation is compared with the few statements that it may be of, however many are known.
final class AmongTenThousandStatementsTest {
  private static final int STATEMENTS = 10_000;
  private static final int WORDS = 1_500;
  private static final int QUOTATIONS = 40;
  private static final Limits LIMITS = Limits.usual();

  private final Random random = new Random(2018);
  private final List<Statement> said = new ArrayList<>();

  private String word() {
    // A few words stand nearly everywhere.
    double rank = Math.pow(random.nextDouble(), 3) * WORDS;
    return "w" + Integer.toString((int) rank + 36, 36) + "n";
  }

  private String sentence() {
    List<String> words = new ArrayList<>();
    int count = 10 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      words.add(word());
    }
    return String.join(" ", words);
  }

  private KnownStatements in(Index index) {
    return question ->
        index
            .alike(
                KnownEntries.RUNS,
                question.shingles(),
                LIMITS.statements().alikeWordsMax(),
                List.of(new Match.Marked(KnownEntries.OPEN)),
                question.statementsMax(),
                Duration.ofMinutes(1))
            .getFirst()
            .stream()
            .map(hit -> said.get((int) Ref.of(hit.number()).id()))
            .toList();
  }

  @Test
  void whole_changed_and_cut_ones_are_found_and_no_other_is(@TempDir Path folder)
      throws IOException {
    try (Index index = Index.open(folder, Options.usual())) {
      for (int i = 0; i < STATEMENTS; i++) {
        Statement one =
            Statement.copy(Integer.toString(i), Person.named("Pell Amundry"), sentence(), "");
        said.add(one);
        index.put(
            KnownEntries.of(
                new Ref(Ref.Kind.STATUS, i), new AccountId(1 + i % 7), true, List.of(one)));
      }
      index.refresh();
      StringBuilder article = new StringBuilder();
      List<String> wanted = new ArrayList<>();
      for (int i = 0; i < QUOTATIONS; i++) {
        int number = random.nextInt(STATEMENTS);
        List<String> words = new ArrayList<>(List.of(said.get(number).text().split(" ")));
        Verdict verdict = Verdict.NOT_FOUND;
        switch (i % 4) {
          case 0 -> verdict = Verdict.VERBATIM;
          case 1 -> {
            words.set(words.size() / 2, "otherwise");
            verdict = Verdict.ALTERED;
          }
          case 2 -> {
            words.subList(words.size() / 2, words.size()).clear();
            verdict = Verdict.PARTIAL;
          }
          default -> words = List.of(sentence().split(" "));
        }
        article.append("Pell Amundry wrote: “").append(String.join(" ", words)).append("”\n\n");
        wanted.add(verdict.word() + (verdict == Verdict.NOT_FOUND ? "" : " " + number));
      }
      QuoteCheck check =
          new Checking(LIMITS.checks())
              .check(
                  new Checking.Material(
                      Blocks.read(Markup.TEXT, article.toString()), List.of(), List.of()),
                  in(index));
      assertThat(check.spans()).extracting(AmongTenThousandStatementsTest::told).isEqualTo(wanted);
    }
  }

  private static String told(Span span) {
    return span.verdict().word()
        + span.source().map(found -> " " + found.statement().id()).orElse("");
  }
}
