package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody fetches his archive with a browser.
class FetchingOnesArchiveTest {
  private static final String PAGE = "/settings/archive";
  @TempDir Path folder;

  @Test
  void asked_for_watched_and_fetched_by_its_owner_alone() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      Stranger anna = member(server, "anna");
      Stranger bob = member(server, "bob");
      assertThat(anna.page(PAGE).body()).contains("Have one made");
      assertThat(anna.submit(PAGE, PAGE, Map.of()).status()).isEqualTo(303);
      server.sendLetters();
      String page = anna.page(PAGE).body();
      Matcher link = Pattern.compile("/settings/archive/\\d+").matcher(page);
      assertThat(link.find()).as(page).isTrue();
      Stranger.Reply file = anna.page(link.group());
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.header("content-type")).isEqualTo("application/zip");
      assertThat(file.header("content-disposition")).contains("attachment");
      assertThat(bob.page(link.group()).status()).isEqualTo(404);
      assertThat(anna.submit(PAGE, PAGE, Map.of()).status()).as("too soon").isEqualTo(429);
      assertThat(anna.form(PAGE, Map.of()).status()).as("without its token").isEqualTo(403);
    }
  }

  private static Stranger member(RunningServer server, String name) {
    Stranger person = new Stranger(server);
    person.joins(person.app("read write", Stranger.OUT_OF_BAND), name);
    assertThat(person.signIn(name, Stranger.PASSWORD).status()).isEqualTo(303);
    return person;
  }
}
