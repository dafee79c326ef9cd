package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;

/// Somebody types `./verbatim demo` and opens, signed out, the story that it names first.
class ReadingTheStoryOfTheDemoTest {
  /// Small talk between what happens: a little is enough here.
  private static final int POSTS = 60;

  private static final Pattern ADDRESS = Pattern.compile("http://localhost:\\d+(/stories/\\S+)");
  private static final Pattern PLACE = Pattern.compile("<a href=\"#([^\"]+)\">");

  @TempDir Path folder;

  @Test
  void it_tells_what_happened_who_said_what_and_which_article_changed_which_words()
      throws Exception {
    Config config =
        Demo.furnished(
            CommandLine.config(
                folder.resolve("town"), false, Map.of(Setting.NAME, Demo.SERVER_NAME)));
    StringWriter said = new StringWriter();
    Demo demo = new Demo(config, new PrintWriter(said, true), POSTS);
    demo.fillOnce();
    try (Server server = Server.open(config)) {
      server.serve();
      demo.greet(server);
      Matcher address = ADDRESS.matcher(said.toString());
      assertThat(address.find()).as(said.toString()).isTrue();
      try (Wire wire = new Wire(server.port())) {
        String path = address.group(1);
        // What was quoted is worked out behind the page.
        String page =
            Waiting.until(
                "the sentences are compared",
                () -> read(wire, path),
                now ->
                    now.split("quotations checked", -1).length >= 5
                        && versions(now).stream().filter(one -> one.contains("<del>")).count()
                            >= 4);
        whatHappened(page);
        whoSaidWhat(page);
        whichArticleChangedWhat(page);
      }
    }
  }

  private static String read(Wire wire, String path) {
    try {
      Wire.Reply reply = wire.get(path, "");
      assertThat(reply.status()).isEqualTo(200);
      return new String(reply.body(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void whatHappened(String page) {
    String line = between(page, "<ol class=\"line\">", "<div class=\"stack-l\">");
    assertThat(page).contains("<h1 dir=\"auto\">The last boat</h1>", "The 23:10 to the Ness");
    assertThat(plain(line))
        .containsSubsequence(
            "Who takes the night nurse home?",
            "let me say why, in seven parts",
            "The night nurse is me.",
            "Before anybody asks where the sum is from",
            "Something about counting and listening",
            "The boat that waits for the bread",
            "It is about half past nine",
            "Half past nine, Ilse. I wrote nine, you printed eight.",
            "A not weighs more than a boat.");
    // One whose time nobody knows, and one whose place in the order is known.
    assertThat(line.split("class=\"gap-in\"")).hasSize(3);
    assertThat(line).contains("<li class=\"unknown\"", "class=\"excerpt");
  }

  private static void whoSaidWhat(String page) {
    String voices = between(page, "<ul class=\"voices\">", "</section>");
    for (String person :
        List.of("Pell Amundry", "Jonas Tidewell", "Maren Oduya-Lind", "Ilse Brandvane")) {
      assertThat(voices).contains("<bdi>" + person + "</bdi>");
    }
    Matcher place = PLACE.matcher(voices);
    int places = 0;
    for (; place.find(); places++) {
      assertThat(page).contains("id=\"" + place.group(1) + "\"");
    }
    assertThat(places).isGreaterThanOrEqualTo(20);
  }

  private static void whichArticleChangedWhat(String page) {
    assertThat(plain(between(page, "id=\"told\"", "</section>")))
        .containsSubsequence(
            "The boat that waits for the bread",
            "5 of 6 quotations checked",
            "It is about half past nine",
            "5 of 5 quotations checked",
            "differ");
    List<String> versions = versions(page);
    assertThat(versions)
        .anySatisfy(
            one ->
                assertThat(plain(one))
                    .containsSubsequence(
                        "Pell Amundry",
                        "I never said we should not keep the last boat",
                        "Ilse Brandvane",
                        "It is about half past nine",
                        "I never said we should [not ]keep the last boat"))
        .anySatisfy(
            one ->
                assertThat(plain(one))
                    .containsSubsequence(
                        "Maren Oduya-Lind",
                        "On Fridays it is 34",
                        "The boat that waits for the bread",
                        "On Fridays it is [34]{43}"));
  }

  private static List<String> versions(String page) {
    return Stream.of(page.split("<ol class=\"versions\">"))
        .skip(1)
        .map(one -> one.substring(0, one.indexOf("</ol>")))
        .toList();
  }

  private static String between(String page, String from, String to) {
    int start = page.indexOf(from);
    assertThat(start).as(from).isNotNegative();
    return page.substring(start, page.indexOf(to, start));
  }

  /// What is struck out in brackets, what stands in its place in braces.
  private static String plain(String html) {
    return html.replaceAll("<span class=\"vh\"[^>]*>[^<]*</span>", "")
        .replaceAll("<del>(.*?)</del>", "[$1]")
        .replaceAll("<ins>(.*?)</ins>", "{$1}")
        .replaceAll("<[^>]+>", "")
        .replaceAll("\\s+", " ");
  }
}
