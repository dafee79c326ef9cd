package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verbatim.HostileArticles;
import verbatim.kernel.Limits;

/// `./verbatim quotecheck` of files that were made to break it.
class HostileArticlesAtThePromptTest {
  private static final String OBEYED =
      "[\\x00-\\x08\\x0b-\\x1f\\x7f\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]";

  static List<HostileArticles.Text> texts() {
    return HostileArticles.all();
  }

  /// What a server says is as foreign as the article.
  @Test
  void a_report_of_a_server_obeys_no_terminal(@TempDir Path folder) throws IOException {
    String bad = "\\u001b]0;owned\\u0007\\u001b[2J\\u202e\\u009b31m";
    String source =
        "{'id':'X','author':'X','where':'','confidence':'X'},"
            + "{'id':'1','author':'X','where':'X','confidence':'X'}";
    String report =
        ("{'counts':{'altered':1,'X':2},'spans':[{'id':'X','verdict':'X','severity':'X',"
                + "'char_start':0,'char_end':1,'text':'X','speaker':{'name':'X','named':'X'},"
                + "'sources':["
                + source
                + "],'flags':['X','joined_posts'],'diff':["
                + "{'op':'replace','source':'X','quoted':'X'},{'op':'insert','quoted':'X'},"
                + "{'op':'delete','source':'X'},{'op':'X'}],'hints':[{'evidence':'X'}]},"
                + "{'id':'2','verdict':'partial','severity':null,'text':'X',"
                + "'speaker':{'name':'','named':'X'}}]}")
            .replace('\'', '"')
            .replace("X", bad);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = report.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try {
      int exit =
          new QuoteCheckCommand(Limits.usual(), new PrintWriter(out), new PrintWriter(err))
              .run(
                  List.of(
                      Files.writeString(folder.resolve("a.txt"), "\"Words\"").toString(),
                      "--server",
                      "http://127.0.0.1:" + server.getAddress().getPort(),
                      "--token-file",
                      Files.writeString(folder.resolve("token"), "token").toString()));
      assertThat(err.toString()).isEmpty();
      assertThat(exit).isEqualTo(QuoteCheckCommand.EXIT_DIFFERS);
    } finally {
      server.stop(0);
    }
    assertThat(out.toString())
        .contains("owned", "several sources became one quotation")
        .doesNotContainPattern(OBEYED);
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
    assertThat(out.toString()).doesNotContainPattern(OBEYED);
  }
}
