package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Fork;

/// The whole way of an app to a token, over HTTP, and everybody who would like to walk it in
/// another's place (attacks oauth-01 to oauth-06 and oauth-10).
class AppsAtTheDoorTest {
  private static final String CALLBACK = "https://c.test/cb";
  private static final String VERIFIER = "v".repeat(43);

  @TempDir static Path folder;
  static RunningServer server;
  static Map<String, String> app;
  static Stranger alice;
  static String aliceToken;

  @BeforeAll
  static void open() throws IOException {
    server = RunningServer.in(folder);
    alice = new Stranger(server);
    app = alice.app("read write", CALLBACK);
    aliceToken = alice.joins(app, "alice");
    alice.signIn("alice", Stranger.PASSWORD);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static Map<String, String> asks(Map<String, String> by, String redirectUri) {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("response_type", "code");
    asked.put("client_id", by.get("client_id"));
    asked.put("redirect_uri", redirectUri);
    asked.put("scope", "read");
    asked.put("state", "s1");
    asked.put("code_challenge", challenge(VERIFIER));
    asked.put("code_challenge_method", "S256");
    return asked;
  }

  private static Map<String, String> asks(String... changed) {
    Map<String, String> asked = asks(app, CALLBACK);
    for (int i = 0; i < changed.length; i += 2) {
      if (changed[i + 1].isEmpty()) {
        asked.remove(changed[i]);
      } else {
        asked.put(changed[i], changed[i + 1]);
      }
    }
    return asked;
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String address(Map<String, String> asked) {
    return "/oauth/authorize?" + Stranger.encoded(asked);
  }

  private static Stranger.Reply allows(Stranger who, Map<String, String> asked) {
    Stranger.Reply page = who.page(address(asked));
    return who.form(
        "/oauth/authorize",
        Map.of(
            "form_token",
            page.hidden("form_token"),
            "ticket",
            page.hidden("ticket"),
            "decision",
            "allow"));
  }

  private static String code(Map<String, String> asked) {
    return allows(alice, asked).redirected("code");
  }

  private static Stranger.Reply exchange(String code, String... changed) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("grant_type", "authorization_code");
    body.put("client_id", app.get("client_id"));
    body.put("client_secret", app.get("client_secret"));
    body.put("redirect_uri", CALLBACK);
    body.put("code", code);
    body.put("code_verifier", VERIFIER);
    for (int i = 0; i < changed.length; i += 2) {
      body.put(changed[i], changed[i + 1]);
      body.values().removeIf(String::isEmpty);
    }
    return alice.api("POST", "/oauth/token", "", body);
  }

  private static int me(String token) {
    return alice.api("GET", "/api/v1/accounts/verify_credentials", token, null).status();
  }

  private static void refused(Stranger.Reply reply, String error) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo(error);
    assertThat(reply.text("error_description")).isNotEmpty();
  }

  @Test
  void an_app_whose_address_is_only_its_scheme_gets_in() {
    Map<String, String> phone = alice.app("read", "tusken://");
    Map<String, String> asked = asks(phone, "tusken://");
    assertThat(alice.page(address(asked)).header("content-security-policy"))
        .contains("form-action 'self' tusken:");
    Stranger.Reply back = allows(alice, asked);
    assertThat(back.header("location")).startsWith("tusken://?");
    assertThat(back.redirected("code")).isNotEmpty();
    assertThat(back.redirected("state")).isEqualTo("s1");
  }

  // ---- oauth-01

  @Test
  void nothing_but_the_registered_address_is_redirected_to() {
    for (String wrong :
        List.of(
            "https://c.test/cb/",
            "https://c.test/cb/../x",
            "https://c.test/cb?x",
            "https://c.test/cb#f",
            "https://C.TEST/cb",
            "https://c.test:443/cb",
            "https://user@c.test/cb",
            "https://c.test/%2e%2e/cb",
            "https://c.test.evil.test/cb",
            "http://c.test/cb",
            "//c.test/cb",
            "javascript:alert(1)")) {
      Stranger.Reply reply = alice.page(address(asks(app, wrong)));
      assertThat(reply.status()).as(wrong).isEqualTo(400);
      assertThat(reply.header("location")).as(wrong).isEmpty();
    }
    Stranger.Reply twice = alice.page(address(asks()) + "&redirect_uri=https%3A%2F%2Fevil.test%2F");
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.header("location")).isEmpty();
    Map<String, String> two = alice.app("read", CALLBACK, "https://c.test/other");
    Map<String, String> none = asks(two, CALLBACK);
    none.remove("redirect_uri");
    assertThat(alice.page(address(none)).status()).isEqualTo(400);
    assertThat(alice.page(address(asks("client_id", "nobody"))).status()).isEqualTo(400);
    Stranger.Reply implicit = alice.page(address(asks("response_type", "token")));
    assertThat(implicit.header("location")).doesNotContain("access_token", "#");
    assertThat(
            implicit.status() == 400
                || implicit.redirected("error").equals("unsupported_response_type"))
        .isTrue();
    for (String dangerous :
        List.of("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//h")) {
      assertThat(
              alice
                  .api(
                      "POST",
                      "/api/v1/apps",
                      "",
                      Map.of("client_name", "x", "redirect_uris", dangerous))
                  .status())
          .as(dangerous)
          .isEqualTo(422);
    }
  }

  @Test
  void a_state_is_given_back_as_it_was_and_never_runs() {
    String script = "<script>alert(1)</script>\"'\r\nSet-Cookie: a=b";
    Stranger.Reply page = alice.page(address(asks("state", script)));
    assertThat(page.body()).doesNotContain("<script>alert");
    Stranger.Reply back = allows(alice, asks("state", script));
    assertThat(back.redirected("state")).isEqualTo(script);
    assertThat(back.header("set-cookie")).doesNotContain("a=b");
    assertThat(back.header("location")).doesNotContain("<", "\r", "\n");
  }

  /// Given back, a state grows up to threefold: past what the head of an answer may hold, clients
  /// would get no answer at all.
  @Test
  void the_longest_state_comes_back_and_one_letter_more_is_refused() {
    for (String whole : List.of("s".repeat(4_096), "(".repeat(1_365), "\u20ac".repeat(455))) {
      assertThat(allows(alice, asks("state", whole)).redirected("state")).isEqualTo(whole);
      Stranger.Reply refused = alice.page(address(asks("state", whole + "((((")));
      assertThat(refused.redirected("error")).isEqualTo("invalid_request");
      assertThat(refused.redirected("error_description")).contains("4096");
      assertThat(refused.redirected("state")).isEmpty();
    }
  }

  // ---- oauth-02

  @Test
  void a_code_is_exchanged_with_its_verifier_only() {
    refused(exchange(code(asks()), "code_verifier", ""), "invalid_grant");
    refused(exchange(code(asks()), "code_verifier", "w".repeat(43)), "invalid_grant");
    refused(exchange(code(asks()), "code_verifier", "v".repeat(42)), "invalid_grant");
    refused(exchange(code(asks()), "code_verifier", "v".repeat(129)), "invalid_grant");
    String bare = code(asks("code_challenge", "", "code_challenge_method", ""));
    if (!bare.isEmpty()) {
      refused(exchange(bare), "invalid_grant");
    }
    Stranger.Reply plain = alice.page(address(asks("code_challenge_method", "plain")));
    assertThat(plain.status() == 400 || plain.redirected("error").equals("invalid_request"))
        .isTrue();
    assertThat(exchange(code(asks())).status()).isEqualTo(200);
  }

  // ---- oauth-03

  @Test
  void fifty_who_race_with_one_code_get_one_token_at_most_and_it_ends() {
    String code = code(asks());
    List<Callable<Stranger.Reply>> race = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      race.add(() -> exchange(code));
    }
    List<Stranger.Reply> replies = Fork.all(Duration.ofSeconds(60), race);
    List<Stranger.Reply> given = replies.stream().filter(r -> r.status() == 200).toList();
    assertThat(given).hasSizeLessThanOrEqualTo(1);
    replies.stream().filter(r -> r.status() != 200).forEach(r -> refused(r, "invalid_grant"));
    refused(exchange(code), "invalid_grant");
    given.forEach(r -> assertThat(me(r.text("access_token"))).isEqualTo(401));
  }

  @Test
  void a_code_is_of_use_to_its_own_client_at_its_own_address_only() {
    Map<String, String> other = alice.app("read", CALLBACK);
    refused(
        exchange(
            code(asks()),
            "client_id",
            other.get("client_id"),
            "client_secret",
            other.get("client_secret")),
        "invalid_grant");
    refused(exchange(code(asks()), "redirect_uri", "https://c.test/other"), "invalid_grant");
    String token = exchange(code(asks())).text("access_token");
    assertThat(me(token)).isEqualTo(200);
  }

  @Test
  void signing_out_ends_the_codes_under_way() {
    Stranger carol = new Stranger(server);
    carol.joins(app, "carol");
    carol.signIn("carol", Stranger.PASSWORD);
    String code = allows(carol, asks()).redirected("code");
    carol.submit("/settings/security", "/auth/sign_out", Map.of());
    refused(exchange(code), "invalid_grant");
  }

  // ---- oauth-04

  @Test
  void every_answer_names_who_gave_it() {
    String issuer =
        alice.api("GET", "/.well-known/oauth-authorization-server", "", null).text("issuer");
    assertThat(issuer).startsWith(server.url());
    assertThat(allows(alice, asks()).redirected("iss")).isEqualTo(issuer);
    Stranger.Reply error = alice.page(address(asks("scope", "admin:write")));
    assertThat(error.redirected("error")).isEqualTo("invalid_scope");
    assertThat(error.redirected("iss")).isEqualTo(issuer);
    Stranger.Reply page = alice.page(address(asks()));
    Stranger.Reply denied =
        alice.form(
            "/oauth/authorize",
            Map.of(
                "form_token",
                page.hidden("form_token"),
                "ticket",
                page.hidden("ticket"),
                "decision",
                "deny"));
    assertThat(denied.redirected("error")).isEqualTo("access_denied");
    assertThat(denied.redirected("iss")).isEqualTo(issuer);
  }

  // ---- oauth-05

  @Test
  void no_page_on_the_way_is_kept_framed_or_told_of() {
    Stranger visitor = new Stranger(server);
    Map<String, String> copied = alice.app("read", Stranger.OUT_OF_BAND);
    for (Stranger.Reply reply :
        List.of(
            visitor.page("/auth/sign_in"),
            alice.page(address(asks())),
            alice.page(address(asks("client_id", "nobody"))),
            allows(alice, asks()),
            allows(alice, asks(copied, Stranger.OUT_OF_BAND)))) {
      assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(reply.header("cache-control")).contains("no-store");
      assertThat(reply.header("content-security-policy")).contains("frame-ancestors 'none'");
      assertThat(reply.header("cross-origin-opener-policy"))
          .as("pop-ups reach their opener")
          .isNotEqualTo("same-origin");
      assertThat(reply.body().replace(server.url(), "").replace("http://www.w3.org/2000/svg", ""))
          .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }
    Stranger.Reply token = exchange(code(asks()));
    assertThat(token.header("cache-control")).contains("no-store");
    Stranger.Reply revoked =
        alice.api(
            "POST",
            "/oauth/revoke",
            "",
            Map.of(
                "client_id", app.get("client_id"),
                "client_secret", app.get("client_secret"),
                "token", token.text("access_token")));
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.header("cache-control")).contains("no-store");
    assertThat(me(token.text("access_token"))).isEqualTo(401);
  }

  @Test
  void a_consent_without_the_browsers_own_form_token_is_no_consent() {
    Stranger eve = new Stranger(server);
    eve.joins(app, "eve");
    eve.signIn("eve", Stranger.PASSWORD);
    Stranger.Reply ofEve = eve.page(address(asks()));
    Stranger.Reply ofAlice = alice.page(address(asks()));
    for (Map<String, String> form :
        List.of(
            Map.of("ticket", ofAlice.hidden("ticket"), "decision", "allow"),
            Map.of(
                "ticket",
                ofAlice.hidden("ticket"),
                "decision",
                "allow",
                "form_token",
                ofEve.hidden("form_token")))) {
      Stranger.Reply reply = alice.form("/oauth/authorize", form);
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.header("location")).isEmpty();
    }
    Stranger.Reply foreignTicket =
        alice.form(
            "/oauth/authorize",
            Map.of(
                "ticket",
                ofEve.hidden("ticket"),
                "decision",
                "allow",
                "form_token",
                ofAlice.hidden("form_token")));
    assertThat(foreignTicket.status()).isBetween(400, 499);
  }

  // ---- oauth-06

  @Test
  void a_token_can_do_what_the_page_showed_and_no_more() {
    Map<String, String> reader = alice.app("read", CALLBACK);
    for (String wide : List.of("read write", "admin:write", "read nonsense", "write")) {
      Map<String, String> asked = asks(reader, CALLBACK);
      asked.put("scope", wide);
      assertThat(alice.page(address(asked)).redirected("error"))
          .as(wide)
          .isEqualTo("invalid_scope");
      Map<String, String> grant = new LinkedHashMap<>(reader);
      grant.putAll(Map.of("grant_type", "client_credentials", "scope", wide));
      refused(alice.api("POST", "/oauth/token", "", grant), "invalid_scope");
    }
    Stranger.Reply page = alice.page(address(asks("scope", "read:statuses")));
    String code =
        alice
            .form(
                "/oauth/authorize",
                Map.of(
                    "form_token",
                    page.hidden("form_token"),
                    "ticket",
                    page.hidden("ticket"),
                    "decision",
                    "allow",
                    "scope",
                    "read write"))
            .redirected("code");
    Stranger.Reply token = exchange(code, "scope", "read write");
    if (token.status() == 200) {
      assertThat(token.text("scope")).isEqualTo("read:statuses");
      assertThat(
              alice
                  .api(
                      "POST", "/api/v1/statuses", token.text("access_token"), Map.of("status", "x"))
                  .status())
          .isEqualTo(403);
    }
  }

  // ---- oauth-10

  @Test
  void a_session_given_from_outside_is_not_taken_and_signing_out_ends_it_here() {
    Stranger dora = new Stranger(server);
    dora.joins(app, "dora");
    dora.cookies.put("session", "chosen-by-somebody-else");
    dora.signIn("dora", Stranger.PASSWORD);
    Map<String, String> signedIn = Map.copyOf(dora.cookies);
    assertThat(signedIn).isNotEmpty();
    assertThat(signedIn.values()).doesNotContain("chosen-by-somebody-else");
    assertThat(dora.page("/settings/security").status()).isEqualTo(200);
    dora.submit("/settings/security", "/auth/sign_out", Map.of());
    dora.cookies.putAll(signedIn);
    for (String path : List.of("/settings/security", "/setup", "/metrics", "/admin")) {
      assertThat(dora.page(path).status()).as(path).isNotEqualTo(200);
    }
  }

  @Test
  void cookies_without_number_or_measure_lock_nobody_out() {
    Stranger flooded = new Stranger(server);
    for (int i = 0; i < 200; i++) {
      flooded.cookies.put("c" + i, "x");
    }
    assertThat(flooded.page("/auth/sign_in").status()).isEqualTo(200);
    flooded.cookies.put("big", "x".repeat(64 << 10));
    assertThat(flooded.page("/auth/sign_in").status()).isEqualTo(431);
    flooded.cookies.remove("big");
    assertThat(flooded.page("/auth/sign_in").status()).isEqualTo(200);
  }
}
