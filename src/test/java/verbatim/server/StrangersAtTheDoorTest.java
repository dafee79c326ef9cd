package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What strangers try at a server as it is really wired: pages of operators, and headers that lie
/// about who they are.
class StrangersAtTheDoorTest {
  private static final int TRIES = 60;

  @TempDir Path folder;

  @Test
  void pages_of_operators_are_not_there() throws Exception {
    try (Server server = Server.open(CommandLine.config(folder.resolve("data"), false, Map.of()))) {
      server.serve();
      for (String path :
          List.of(
              "/metrics",
              "/admin",
              "/design",
              "/.git/config",
              "/actuator",
              "/actuator/env",
              "/api/v1/admin/accounts",
              "/api/v2/admin/accounts",
              "/api/v1/admin/measures",
              "/console",
              "/debug",
              "/server-status",
              "/control",
              "/store",
              "/data/store/CURRENT",
              "/media/../store/CURRENT")) {
        assertThat(ask(server, "GET", path, "").status()).as(path).isIn(400, 401, 403, 404);
      }
      assertThat(ask(server, "TRACE", "/health", "").status()).isEqualTo(405);
      assertThat(ask(server, "OPTIONS", "*", "").status()).isEqualTo(204);
      assertThat(new String(ask(server, "GET", "/health", "").body(), StandardCharsets.UTF_8))
          .isEqualTo("{\"status\":\"up\"}");
    }
  }

  @Test
  void the_front_page_leads_to_its_style_sheet_and_about_says_whose_server_it_is()
      throws Exception {
    Map<Setting, String> named = Map.of(Setting.NAME, "Harbour talk");
    try (Server server = Server.open(CommandLine.config(folder.resolve("data"), false, named))) {
      server.serve();
      String front = text(ask(server, "GET", "/", ""));
      Matcher sheet =
          Pattern.compile("/assets/[^/\"]+/" + Pattern.quote("verbatim.css")).matcher(front);
      assertThat(sheet.find()).as(front).isTrue();
      assertThat(text(ask(server, "GET", sheet.group(), ""))).contains("{").contains("color");
      Matcher icon = Pattern.compile("/assets/[^/\"]+/" + Pattern.quote("icon.svg")).matcher(front);
      assertThat(icon.find()).as(front).isTrue();
      assertThat(text(ask(server, "GET", icon.group(), ""))).contains("<svg");
      Wire.Reply guessed = ask(server, "GET", "/favicon.ico", "");
      assertThat(guessed.status()).isEqualTo(200);
      assertThat(text(guessed)).contains("<svg");
      assertThat(text(ask(server, "GET", "/robots.txt", "")))
          .contains("User-agent: *\n", "Disallow: /auth/\n", "Disallow: /settings/\n")
          .contains("Disallow: /oauth/\n", "Disallow: /api/\n")
          .doesNotContain("Disallow: /\n", "Disallow: /@");
      Wire.Reply about = ask(server, "GET", "/about", "");
      assertThat(about.status()).isEqualTo(200);
      assertThat(text(about)).contains("Harbour talk");
    }
  }

  private static String text(Wire.Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  @Test
  void straight_at_the_port_no_header_makes_a_new_stranger() throws Exception {
    try (Server server = opened(Map.of())) {
      server.serve();
      int allowed = server.ground.limits.people().registrationsPerAddressMax();
      int at =
          firstRefused(
              server,
              i ->
                  "X-Forwarded-For: 198.51.100."
                      + i
                      + "\r\nForwarded: for=198.51.100."
                      + i
                      + "\r\nX-Real-IP: 198.51.100."
                      + i
                      + "\r\n");
      assertThat(at).isEqualTo(allowed);
    }
  }

  @Test
  void behind_the_proxy_what_the_client_wrote_to_the_left_does_not_count() throws Exception {
    Map<Setting, String> proxied = Map.of(Setting.TRUSTED_PROXIES, "127.0.0.0/8, ::1");
    try (Server server = opened(proxied)) {
      server.serve();
      int allowed = server.ground.limits.people().registrationsPerAddressMax();
      assertThat(
              firstRefused(server, i -> "X-Forwarded-For: 198.51.100." + i + ", 203.0.113.7\r\n"))
          .isEqualTo(allowed);
      assertThat(
              firstRefused(
                  server,
                  i -> "X-Forwarded-For: 203.0.113.8\r\nX-Real-IP: 198.51.100." + i + "\r\n"))
          .as("X-Forwarded-For wins, and this is another client")
          .isEqualTo(allowed);
      assertThat(firstRefused(server, i -> "X-Forwarded-For: 203.0.113." + (100 + i) + "\r\n"))
          .as("many clients")
          .isEqualTo(TRIES);
    }
  }

  @Test
  void who_registers_first_has_no_role() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = CommandLine.serve(data);
        Wire wire = new Wire(server.port())) {
      String app =
          wire.post(
                  "/api/v1/apps",
                  "",
                  Map.of(
                      "client_name",
                      "t",
                      "redirect_uris",
                      "urn:ietf:wg:oauth:2.0:oob",
                      "scopes",
                      "read write"))
              .json()
              .get("client_id")
              .asString();
      assertThat(app).isNotEmpty();
      assertThat(server.greeting()).contains("/setup?code=");
      assertThat(CommandLine.create(data, "anna").exit()).isZero();
      String token = CommandLine.token(wire, "anna", CommandLine.PASSWORD);
      assertThat(
              wire.get("/api/v1/accounts/verify_credentials", token)
                  .json()
                  .get("role")
                  .get("name")
                  .asString())
          .isEmpty();
    }
  }

  private Server opened(Map<Setting, String> settings) throws Exception {
    return Server.open(
        CommandLine.config(folder.resolve("data"), false, settings), RunningServer.sinceMidnight());
  }

  /// How many of the tries in a row to register an app were let in.
  private static int firstRefused(Server server, IntFunction<String> headers) throws IOException {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < TRIES; i++) {
      String json =
          "{\"client_name\":\"a\",\"redirect_uris\":\"urn:ietf:wg:oauth:2.0:oob\",\"scopes\":\"read\"}";
      try (Wire wire = new Wire(server.port())) {
        int status = wire.ask("POST", "/api/v1/apps", "", json, headers.apply(i)).status();
        seen.add(status);
        if (status == 429) {
          return i;
        }
      }
    }
    assertThat(seen).containsExactly(200);
    return TRIES;
  }

  private static Wire.Reply ask(Server server, String method, String path, String headers)
      throws IOException {
    try (Wire wire = new Wire(server.port())) {
      return wire.ask(method, path, "", "", headers);
    }
  }
}
