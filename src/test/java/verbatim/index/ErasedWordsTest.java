package verbatim.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErasedWordsTest {
  private static final String WORD = "otxxohewjsxwfzrj";

  @TempDir Path folder;

  @Test
  void are_in_the_files_until_they_are_expunged_and_then_in_none() throws IOException {
    try (Index index = Index.open(folder, Options.usual())) {
      index.put(new Entry("a", 1).text("text", "the " + WORD));
      index.put(new Entry("b", 2).text("text", "the other"));
      index.commit(Map.of());
      assertThat(holding()).as("else this proves nothing").isNotEmpty();
      index.refresh();
      assertThat(index.newest(new Match.Says("text", "the"), 10, Duration.ofMinutes(1))).hasSize(2);
      index.erase("a");
      index.expunge();
      assertThat(holding()).isEmpty();
      index.refresh();
      assertThat(index.newest(new Match.Says("text", "the"), 10, Duration.ofMinutes(1)))
          .containsExactly(2L);
    }
  }

  private List<Path> holding() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(ErasedWordsTest::holds).toList();
    }
  }

  private static boolean holds(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(WORD);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
