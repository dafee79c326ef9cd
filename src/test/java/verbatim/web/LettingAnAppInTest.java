package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;

/// From the first visit to an app that posts, in Chromium: joining, signing in, consent, the way
/// back.
class LettingAnAppInTest {
  private static final String VERIFIER = "abcdefghijklmnopqrstuvwxyz-0123456789.ABCDEFGHIJ~";
  private static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  private static Window window;
  private final Doorstep doorstep = Doorstep.shared();

  @BeforeAll
  static void opened() {
    window = new Window(Doorstep.shared());
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @Test
  void somebody_joins_signs_in_and_an_app_with_pkce_gets_a_token_that_works() throws Exception {
    try (App app = new App()) {
      JsonNode registered = doorstep.app("Pennant", "https://pennant.example", app.redirectUri());
      Page page = window.fresh(false); // without scripts: there are none
      window.open("/");
      page.locator("header").getByText("Join").click();
      page.getByLabel("The name you want").fill("newcomer");
      page.getByLabel("Mail address").fill("newcomer@mail.example");
      page.getByLabel("Password").fill(Doorstep.PASSWORD);
      page.locator("input[name=agreement]").check();
      window.press("Join");
      // In at once, for nothing was left to be proven; and out again, to see how one comes in.
      window.says(".rail .me", "@newcomer");
      page.locator(".rail .out").click();
      window.open(asking(registered, app.redirectUri(), challenge(), "some <state> & more"));
      page.getByLabel("Name or mail address").fill("newcomer");
      page.getByLabel("Password").fill(Doorstep.PASSWORD);
      window.press("Sign in");
      window.isHeaded("Let “Pennant” act for you?");
      window.says(
          "main",
          "@newcomer",
          "read all that you can read",
          "https://pennant.example",
          app.redirectUri());
      window.press("Let it in");
      Map<String, String> answer = app.answer();
      com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator("body"))
          .hasText("back in the app");
      assertThat(answer.get("state")).isEqualTo("some <state> & more");
      assertThat(answer.get("iss")).isEqualTo(doorstep.url);
      JsonNode token = exchange(registered, app.redirectUri(), answer.get("code"), VERIFIER);
      assertThat(
              doorstep.statusOf(
                  "/api/v1/accounts/verify_credentials", token.get("access_token").asString()))
          .isEqualTo(200);
      window.hasNothingToComplainOf();
    }
  }

  @Test
  void who_says_no_goes_back_without_a_code() throws Exception {
    doorstep.person("refuser");
    try (App app = new App()) {
      JsonNode registered = doorstep.app("Pennant", "", app.redirectUri());
      window.fresh(true);
      window.signIn("refuser");
      window.open(asking(registered, app.redirectUri(), challenge(), "s"));
      window.press("No");
      assertThat(app.answer())
          .containsEntry("error", "access_denied")
          .containsEntry("state", "s")
          .containsEntry("iss", doorstep.url)
          .doesNotContainKey("code");
      window.hasNothingToComplainOf();
    }
  }

  @Test
  void an_app_without_an_address_gets_a_code_to_copy() {
    doorstep.person("copyist");
    JsonNode registered = doorstep.app("toot", "", OUT_OF_BAND);
    Page page = window.fresh(true);
    window.signIn("copyist");
    window.open(asking(registered, OUT_OF_BAND, "", ""));
    window.press("Let it in");
    window.isHeaded("Copy this code");
    window.says("main", "toot");
    JsonNode token = exchange(registered, OUT_OF_BAND, page.locator("#c").inputValue(), "");
    assertThat(
            doorstep.statusOf(
                "/api/v1/accounts/verify_credentials", token.get("access_token").asString()))
        .isEqualTo(200);
    window.hasNothingToComplainOf();
  }

  @Test
  void an_app_may_send_its_people_on_from_its_address() throws Exception {
    doorstep.person("sentonwards");
    try (App app = new App()) {
      JsonNode registered = doorstep.app("Hopper", "", app.redirectUri() + "/hop");
      Page page = window.fresh(true);
      window.signIn("sentonwards");
      window.open(asking(registered, app.redirectUri() + "/hop", challenge(), ""));
      window.press("Let it in");
      page.waitForURL("**/landed");
      assertThat(page.url()).startsWith("http://localhost:").endsWith("/landed");
      window.hasNothingToComplainOf();
    }
  }

  @Test
  void the_way_back_to_other_schemes_is_not_barred() {
    doorstep.person("schemer");
    for (String redirectUri :
        new String[] {"https://localhost:1/cb", "pennant.example:/callback"}) {
      JsonNode registered = doorstep.app("Pennant", "", redirectUri);
      Page page = window.fresh(true);
      window.signIn("schemer");
      window.open(asking(registered, redirectUri, challenge(), ""));
      window.press("Let it in");
      if (redirectUri.startsWith("https:")) {
        page.waitForURL(url -> !url.contains("/oauth/authorize"));
        assertThat(window.requests())
            .anyMatch(url -> url.startsWith("https://localhost:1/cb?code="));
      }
      window.hasNothingToComplainOf();
    }
  }

  @Test
  void a_request_that_cannot_be_trusted_ends_on_a_page_and_not_elsewhere() {
    JsonNode registered = doorstep.app("Pennant", "", "https://app.example/cb");
    Visitor visitor = new Visitor(doorstep);
    String wrong =
        asking(
            registered,
            "https://app.example.evil.test/cb",
            challenge(),
            "<script>alert(1)</script>");
    for (String path :
        new String[] {
          wrong,
          "/oauth/authorize?client_id=unknown&redirect_uri=https%3A%2F%2Fevil.test",
          "/oauth/authorize"
        }) {
      var answer = visitor.get(path);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Visitor.location(answer)).isEmpty();
      assertThat(answer.body()).doesNotContain("evil.test", "<script>", "alert(");
    }
  }

  @Test
  void an_app_may_ask_for_another_sign_in_and_name_who() {
    doorstep.person("firstone");
    doorstep.person("secondone");
    JsonNode registered = doorstep.app("Pennant", "", OUT_OF_BAND);
    Page page = window.fresh(true);
    window.signIn("firstone");
    window.open(asking(registered, OUT_OF_BAND, "", "") + "&force_login=true&login_hint=secondone");
    window.isHeaded("Welcome back");
    assertThat(page.getByLabel("Name or mail address").inputValue()).isEqualTo("secondone");
    page.getByLabel("Password").fill(Doorstep.PASSWORD);
    window.press("Sign in");
    window.says("main", "You are", "@secondone");
    page.getByText("Not you?").click();
    window.isHeaded("Welcome back");
    window.hasNothingToComplainOf();
  }

  private static String asking(JsonNode app, String redirectUri, String challenge, String state) {
    return HostileFormsTest.authorize(app.get("client_id").asString(), redirectUri)
        + (challenge.isEmpty() ? "" : "&code_challenge_method=S256&code_challenge=" + challenge)
        + (state.isEmpty() ? "" : "&state=" + Doorstep.encoded(state));
  }

  private JsonNode exchange(JsonNode app, String redirectUri, String code, String verifier) {
    return doorstep.post(
        "/oauth/token",
        "",
        Map.of(
            "grant_type",
            "authorization_code",
            "client_id",
            app.get("client_id").asString(),
            "client_secret",
            app.get("client_secret").asString(),
            "redirect_uri",
            redirectUri,
            "code",
            code,
            "code_verifier",
            verifier));
  }

  private static String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An app that listens on loopback for its code, as desktop apps do.
  private static final class App implements AutoCloseable {
    private final HttpServer server;
    private final LinkedBlockingQueue<Map<String, String>> answers = new LinkedBlockingQueue<>();

    App() throws Exception {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            URI asked = exchange.getRequestURI();
            if (asked.getPath().endsWith("/hop")) {
              exchange
                  .getResponseHeaders()
                  .add("Location", "http://localhost:" + server.getAddress().getPort() + "/landed");
              exchange.sendResponseHeaders(302, -1);
            } else {
              if (asked.getPath().equals("/cb")) {
                answers.add(parameters(asked.getRawQuery()));
              }
              byte[] words = "back in the app".getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(200, words.length);
              exchange.getResponseBody().write(words);
            }
            exchange.close();
          });
      server.start();
    }

    String redirectUri() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/cb";
    }

    Map<String, String> answer() throws InterruptedException {
      Map<String, String> answer = answers.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(answer).as("the browser came back to the app").isNotNull();
      return answer;
    }

    private static Map<String, String> parameters(String query) {
      Map<String, String> parameters = new java.util.HashMap<>();
      for (String pair : query.split("&")) {
        String[] both = pair.split("=", 2);
        parameters.put(both[0], java.net.URLDecoder.decode(both[1], StandardCharsets.UTF_8));
      }
      return parameters;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
