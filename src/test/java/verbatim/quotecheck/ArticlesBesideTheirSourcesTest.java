package verbatim.quotecheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two newsrooms tell of one quarrel in an invented town; the second shows eight posts, and the
/// first quotes some of them with other letters. A table says what the report must say, row by row.
class ArticlesBesideTheirSourcesTest {
  private static final Path FOLDER = Path.of("src/test/resources/quotecheck");
  private static final List<String> ARTICLES = List.of("bread", "sack");

  private static Checked withEmbeds() throws IOException {
    Checked checked = Checked.with();
    JsonNode embeds = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("embeds.json")));
    for (JsonNode embed : embeds) {
      checked.embed(embed.get("author").asString(), embed.get("text").asString());
    }
    return checked;
  }

  private static String article(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name + ".txt"));
  }

  private static List<Map<String, String>> truth(String article) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("quotes.tsv"));
    String[] names = lines.getFirst().split("\t", -1);
    return lines.stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(
            cells ->
                IntStream.range(0, names.length)
                    .boxed()
                    .collect(Collectors.toMap(i -> names[i], i -> cells[i])))
        .filter(row -> row.get("article").equals(article))
        .toList();
  }

  private static String told(Difference step) {
    String quoted =
        step.quoted().length() < 30 ? step.quoted() : step.quoted().length() + " characters";
    return step.op().word() + "(" + step.source() + "|" + quoted + ")";
  }

  private static Map<String, String> row(Map<String, String> wanted, Span span) {
    boolean isGraded = span.source().isPresent();
    return Map.ofEntries(
        Map.entry("id", wanted.get("id")),
        Map.entry("article", wanted.get("article")),
        Map.entry("kind", span.kind().word()),
        Map.entry("text", span.text()),
        Map.entry("char_start", Integer.toString(span.charStart())),
        Map.entry("char_end", Integer.toString(span.charEnd())),
        Map.entry("utf16_start", Integer.toString(span.utf16Start())),
        Map.entry("utf16_end", Integer.toString(span.utf16End())),
        Map.entry("speaker", span.speaker().name()),
        Map.entry("channel", span.channel().word()),
        Map.entry(
            "source",
            span.source().map(s -> s.statement().id().replace("embed-", "sack-E")).orElse("")),
        Map.entry("verdict", span.verdict().word()),
        Map.entry("severity", isGraded ? span.severity().word() : ""),
        Map.entry(
            "steps",
            span.changes().stream()
                .map(ArticlesBesideTheirSourcesTest::told)
                .collect(Collectors.joining("; "))),
        Map.entry("flags", span.flags().stream().map(Flag::word).collect(Collectors.joining(";"))),
        Map.entry(
            "hints",
            span.hints().stream().map(h -> h.kind().word()).collect(Collectors.joining(";"))));
  }

  @Test
  void every_quotation_is_told_as_the_table_says() throws IOException {
    for (String name : ARTICLES) {
      List<Span> spans = withEmbeds().text(article(name)).spans();
      List<Map<String, String>> truth = truth(name);
      assertThat(spans).hasSameSizeAs(truth);
      for (int i = 0; i < truth.size(); i++) {
        assertThat(row(truth.get(i), spans.get(i))).isEqualTo(truth.get(i));
      }
    }
  }

  @Test
  void offsets_lead_to_the_letters_in_code_points_and_in_utf16() throws IOException {
    for (String name : ARTICLES) {
      String raw = article(name);
      for (Span span : withEmbeds().text(raw).spans()) {
        assertThat(raw.substring(span.utf16Start(), span.utf16End())).isEqualTo(span.text());
        assertThat(
                raw.substring(
                    raw.offsetByCodePoints(0, span.charStart()),
                    raw.offsetByCodePoints(0, span.charEnd())))
            .isEqualTo(span.text());
      }
    }
  }

  @Test
  void the_steps_give_both_the_source_and_the_quotation() throws IOException {
    for (String name : ARTICLES) {
      for (Span span : withEmbeds().text(article(name)).spans()) {
        if (span.source().isPresent()) {
          assertThat(joined(span.diff(), true)).isEqualTo(span.sources().getFirst().words());
          assertThat(joined(span.diff(), false)).isEqualTo(span.text());
        }
      }
    }
  }

  private static String joined(List<Difference> steps, boolean source) {
    return steps.stream()
        .map(step -> source ? step.source() : step.quoted())
        .collect(Collectors.joining());
  }

  @Test
  void curly_marks_change_no_verdict() throws IOException {
    for (String name : ARTICLES) {
      String raw = article(name);
      String curly =
          raw.replaceAll("(?m)(^|[\\s\u00a0(])\"", "$1“").replace('"', '”').replace('\'', '’');
      assertThat(verdicts(curly)).isEqualTo(verdicts(raw));
      assertThat(verdicts(raw.replaceAll("(?m)(^|[\\s\u00a0(])\"", "$1„").replace('"', '“')))
          .isEqualTo(verdicts(raw));
    }
  }

  private static List<String> verdicts(String article) throws IOException {
    List<String> verdicts = new ArrayList<>();
    withEmbeds()
        .text(article)
        .spans()
        .forEach(s -> verdicts.add(s.charStart() + " " + s.verdict()));
    return verdicts;
  }

  @Test
  void without_the_posts_nothing_is_found_and_nothing_is_called_false() throws IOException {
    QuoteCheck check = Checked.with().text(article("bread"));
    assertThat(check.counts()).isEqualTo(Map.of(Verdict.NOT_FOUND, 13, Verdict.LABEL, 1));
    assertThat(check.checked()).isZero();
    assertThat(check.quotations()).isEqualTo(13);
  }

  @Test
  void the_report_counts_what_it_found() throws IOException {
    QuoteCheck check = withEmbeds().text(article("bread"));
    assertThat(check.checked()).isEqualTo(5);
    assertThat(check.quotations()).isEqualTo(13);
    assertThat(check.sha256()).matches("[0-9a-f]{64}");
    assertThat(withEmbeds().text(article("bread"))).isEqualTo(check);
  }
}
