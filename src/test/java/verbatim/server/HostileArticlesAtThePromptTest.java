package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verbatim.HostileArticles;
import verbatim.kernel.Limits;

/// `./verbatim quotecheck` of files that were made to break it.
class HostileArticlesAtThePromptTest {
  static List<HostileArticles.Text> texts() {
    return HostileArticles.all();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void are_checked_or_refused_in_words(HostileArticles.Text text, @TempDir Path folder)
      throws IOException {
    String ending =
        switch (text.markup()) {
          case HTML -> ".html";
          case MARKDOWN -> ".md";
          case TEXT -> ".txt";
        };
    Path file = folder.resolve("hostile" + ending);
    Files.write(file, text.words().getBytes(StandardCharsets.UTF_8));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new QuoteCheckCommand(Limits.usual(), new PrintWriter(out), new PrintWriter(err))
            .run(List.of(file.toString()));
    assertThat(exit).isBetween(QuoteCheckCommand.EXIT_FINE, QuoteCheckCommand.EXIT_UNCHECKED);
    if (exit == QuoteCheckCommand.EXIT_UNCHECKED) {
      assertThat(err.toString()).startsWith("verbatim: ").doesNotContain("Exception");
    }
    // Nothing that a terminal obeys.
    assertThat(out.toString()).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]");
  }
}
