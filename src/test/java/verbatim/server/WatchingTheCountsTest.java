package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;

/// Somebody watches a server with Prometheus.
class WatchingTheCountsTest {
  private static final Path PAGE = Path.of("docs/operating/metrics.md");
  @TempDir Path folder;

  @Test
  void every_metric_stands_in_the_table_and_the_table_names_no_other() throws Exception {
    try (Server server = serving("127.0.0.1:0")) {
      try (Wire wire = new Wire(server.port())) {
        assertThat(wire.get("/health", "").status()).isEqualTo(200);
      }
      String printed = printedWith(server, "route=\"GET /health\"");
      Set<String> names = new TreeSet<>();
      for (String line : printed.split("\n")) {
        if (line.startsWith("# TYPE ")) {
          names.add(line.split(" ")[2]);
        }
      }
      Set<String> told =
          Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|")
              .matcher(Files.readString(PAGE))
              .results()
              .map(match -> match.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(names).isEqualTo(told);
    }
  }

  @Test
  void requests_are_counted_by_route_and_class_and_timed() throws Exception {
    try (Server server = serving("127.0.0.1:0")) {
      try (Wire wire = new Wire(server.port())) {
        assertThat(wire.get("/api/v1/statuses/12345", "").status()).isEqualTo(404);
        assertThat(wire.get("/api/v1/statuses/54321", "").status()).isEqualTo(404);
        assertThat(wire.get("/no/such/place", "").status()).isEqualTo(404);
      }
      String route = "route=\"GET /api/v1/statuses/:id\"";
      // The counts are made when an answer is out, which may be after it has come.
      printedWith(
          server,
          "{" + route + ",status=\"4xx\"} 2.0",
          "verbatim_http_seconds_bucket{" + route + ",le=\"+Inf\"} 2",
          "verbatim_http_seconds_count{" + route + "} 2",
          "verbatim_http_requests_total{route=\"none\",status=\"4xx\"} 1.0",
          "verbatim_log_lag{group=\"reactions\"} 0.0");
    }
  }

  @Test
  void an_address_with_a_face_for_programs_and_one_for_browsers_is_counted_as_one()
      throws Exception {
    try (Server server = serving("127.0.0.1:0");
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String form : List.of("application/json", "text/html")) {
        var asked =
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + server.port() + "/excerpts/12345"))
                .header("Accept", form)
                .build();
        assertThat(client.send(asked, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(404);
      }
      assertThat(
              printedWith(
                  server,
                  "{route=\"GET /excerpts/:id\",status=\"4xx\"} 2.0",
                  "verbatim_http_seconds_count{route=\"GET /excerpts/:id\"} 2"))
          .containsOnlyOnce("verbatim_http_seconds_count{route=\"GET /excerpts/:id\"}");
    }
  }

  @Test
  void nothing_of_what_people_are_or_say_is_a_label() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serving("127.0.0.1:0")) {
      assertThat(CommandLine.create(data, "annabel").exit()).isZero();
      try (Wire wire = new Wire(server.port())) {
        String token = CommandLine.token(wire, "annabel", CommandLine.PASSWORD);
        wire.post("/api/v1/statuses", token, Map.of("status", "wellhidden words"));
        wire.get("/api/v1/accounts/lookup?acct=annabel", token);
        assertThat(CommandLine.token(wire, "annabel", "a wrong guess")).isEmpty();
      }
      assertThat(server.ground.log.settle(Waiting.PATIENCE)).isTrue();
      String printed =
          printedWith(
              server,
              "verbatim_sign_in_failures_total{why=\"wrong\"} 1.0",
              "route=\"POST /api/v1/statuses\",status=\"2xx\"",
              "route=\"POST /oauth/token\",status=\"4xx\"");
      assertThat(printed)
          .doesNotContain("annabel", "wellhidden", "127.0.0.1", "a wrong guess", "example.org");
      assertThat(printed.lines().count()).isLessThan(2_000);
    }
  }

  @Test
  void the_public_port_does_not_tell() throws Exception {
    try (Server server = serving("127.0.0.1:0");
        Wire wire = new Wire(server.port())) {
      assertThat(wire.get("/metrics", "").status()).isEqualTo(404);
      try (Wire inner = new Wire(server.metricsPort())) {
        assertThat(inner.get("/api/v2/instance", "").status()).isEqualTo(404);
      }
    }
  }

  @Test
  void it_is_off_unless_wished_for() throws Exception {
    try (Server server = serving("")) {
      assertThat(server.metricsPort()).isZero();
    }
  }

  @Test
  void a_place_that_cannot_be_is_told_at_the_start() {
    for (String wrong :
        new String[] {"9100", "example.org:9100", "127.0.0.1:", "127.0.0.1:65536"}) {
      assertThatThrownBy(() -> serving(wrong))
          .isInstanceOf(ConfigFile.Unusable.class)
          .hasMessageContaining("metrics-bind");
    }
    assertThatThrownBy(
            () ->
                CommandLine.config(
                    folder, true, Map.of(Setting.PORT, "9100", Setting.METRICS_BIND, "[::1]:9100")))
        .hasMessageContaining("port of its own");
  }

  private Server serving(String bind) throws Exception {
    Server server =
        Server.open(
            CommandLine.config(folder.resolve("data"), true, Map.of(Setting.METRICS_BIND, bind)));
    server.serve();
    return server;
  }

  /// All of these words, in one answer.
  private static String printedWith(Server server, String... words) {
    return Waiting.until(
        "all of " + List.of(words),
        () -> printed(server),
        printed -> Stream.of(words).allMatch(printed::contains));
  }

  private static String printed(Server server) {
    try (Wire wire = new Wire(server.metricsPort())) {
      Wire.Reply reply = wire.get("/metrics", "");
      assertThat(reply.status()).isEqualTo(200);
      return new String(reply.body(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
