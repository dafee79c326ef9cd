package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.AccountId;
import verbatim.kernel.Fork;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

class AppsAskingTest {
  @TempDir Path folder;
  Entrance town;
  AccountId alice;
  Secret cookie;
  Apps.Made app;

  @BeforeEach
  void open() {
    town = Entrance.open(folder);
    alice = town.member("alice");
    cookie = town.cookie("alice");
    app = town.app("read write:statuses");
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void the_whole_flow_gives_a_token_with_what_was_shown() {
    Secret token = town.token(cookie, app, "read write:statuses");
    var caller = (Caller.SignedIn) town.access.sessions().token(token);
    assertThat(caller.account()).isEqualTo(alice);
    assertThat(caller.app()).contains(app.app().id());
    assertThat(caller.scopes()).isEqualTo(Scopes.parse("read write:statuses").orElseThrow());
  }

  @Test
  void the_answer_names_its_issuer_and_brings_the_state_back() {
    var location = granted(Entrance.asks(app, "read"));
    assertThat(location)
        .containsEntry("iss", "https://town.test")
        .containsEntry("state", "x&y")
        .containsKey("code");
    assertThat(town.access.oauth().metadata().issuer().toString()).isEqualTo("https://town.test");
    assertThat(town.access.oauth().metadata().authorizationResponseIssParameterSupported())
        .isTrue();
  }

  @Test
  void errors_name_the_issuer_too() {
    var asked = Entrance.asks(app, "read");
    asked.put("response_type", List.of("token"));
    var answer = (OAuth.Asked.ErrorRedirect) town.access.oauth().authorize(asked);
    assertThat(Entrance.query(answer.location()))
        .containsEntry("error", "unsupported_response_type")
        .containsEntry("iss", "https://town.test")
        .containsEntry("state", "x&y");
  }

  @Test
  void a_no_goes_back_to_the_app() {
    var consent = consent(Entrance.asks(app, "read"));
    var who = town.behind(cookie);
    String ticket = town.access.oauth().ticket(who, cookie, consent);
    var decided = (OAuth.Decided.Redirect) town.access.oauth().deny(who, cookie, ticket);
    assertThat(Entrance.query(decided.location())).containsEntry("error", "access_denied");
  }

  @Test
  void a_redirect_uri_is_compared_letter_for_letter() {
    for (String other :
        List.of(
            "https://c.test/cb/",
            "https://c.test/cb/../x",
            "https://c.test/cb?x",
            "https://c.test/cb#f",
            "https://C.TEST/cb",
            "https://c.test:443/cb",
            "https://user@c.test/cb",
            "https://c.test/%63b",
            "https://c.test/%2e%2e/cb",
            "https://c.test.evil.test/cb",
            "http://c.test/cb",
            "")) {
      var asked = Entrance.asks(app, "read");
      asked.put("redirect_uri", List.of(other));
      assertThat(town.access.oauth().authorize(asked))
          .as(other)
          .isInstanceOf(OAuth.Asked.ErrorPage.class);
    }
  }

  @Test
  void two_redirect_uris_or_none_of_several_get_a_page() {
    var asked = Entrance.asks(app, "read");
    asked.put("redirect_uri", List.of(Entrance.CALLBACK, Entrance.CALLBACK));
    assertThat(town.access.oauth().authorize(asked)).isInstanceOf(OAuth.Asked.ErrorPage.class);

    var two =
        town.access
            .apps()
            .register(
                new Apps.NewApp("Two", List.of("https://c.test/cb\nhttps://c.test/b"), "", ""));
    var none = Entrance.asks(two, "read");
    none.remove("redirect_uri");
    assertThat(town.access.oauth().authorize(none)).isInstanceOf(OAuth.Asked.ErrorPage.class);
  }

  @Test
  void unknown_clients_get_a_page() {
    var asked = Entrance.asks(app, "read");
    for (String id : List.of("", "nobody", "x".repeat(9_999), "a\u0000b")) {
      asked.put("client_id", List.of(id));
      assertThat(town.access.oauth().authorize(asked)).isInstanceOf(OAuth.Asked.ErrorPage.class);
    }
  }

  @Test
  void dangerous_redirect_uris_are_refused_at_registration() {
    for (String uri :
        List.of(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
            "//h",
            "/cb",
            "cb",
            "http://c.test/cb",
            "https://c.test/cb#f",
            "https://user@c.test/cb",
            "https:///cb",
            "https://",
            "javascript://",
            "https:c.test",
            "urn:ietf:wg:oauth:2.0:oob:auto",
            "https://c.test\\@evil.test/",
            "https://c.test/" + "a".repeat(2_000))) {
      assertThatThrownBy(() -> register(uri)).as(uri).isInstanceOf(Refused.class);
    }
    for (String uri :
        List.of(
            Apps.OUT_OF_BAND,
            "myapp://cb",
            "myapp://",
            "com.example.app:/cb",
            "http://127.0.0.1:8080/cb",
            "http://localhost/cb",
            "https://c.test/a%2Fb")) {
      assertThat(register(uri).app().redirectUris()).containsExactly(uri);
    }
  }

  @Test
  void names_websites_and_counts_have_bounds() {
    assertThatThrownBy(() -> register("n".repeat(61), Entrance.CALLBACK, "", ""))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> register(" ", Entrance.CALLBACK, "", "")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> register("n", Entrance.CALLBACK, "", "javascript:alert(1)"))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(
            () -> register("n", Entrance.CALLBACK, "", "https://w.test/" + "a".repeat(2_000)))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> register("n", Entrance.CALLBACK, "read unknown", ""))
        .isInstanceOf(Refused.class);
    String eleven =
        String.join("\n", IntStream.range(0, 11).mapToObj(i -> "https://c.test/" + i).toList());
    assertThatThrownBy(() -> register("n", eleven, "", "")).isInstanceOf(Refused.class);
  }

  @Test
  void out_of_band_shows_the_code() {
    var cli = register(Apps.OUT_OF_BAND);
    var asked = Entrance.asks(cli, "read");
    asked.put("redirect_uri", List.of(Apps.OUT_OF_BAND));
    var consent = consent(asked);
    assertThat(consent.isOutOfBand()).isTrue();
    var who = town.behind(cookie);
    String ticket = town.access.oauth().ticket(who, cookie, consent);
    var shown = (OAuth.Decided.Show) town.access.oauth().grant(who, cookie, ticket);
    var answer =
        town.access
            .oauth()
            .token(
                Entrance.exchange(cli, shown.code().reveal(), Apps.OUT_OF_BAND, Entrance.VERIFIER));
    assertThat(answer).isInstanceOf(OAuth.Exchange.Issued.class);
  }

  @Test
  void a_ticket_is_good_in_its_own_browser_only_and_cannot_be_edited() {
    var who = town.behind(cookie);
    String ticket = town.access.oauth().ticket(who, cookie, consent(Entrance.asks(app, "read")));
    Secret other = town.cookie("alice");
    String wider =
        town.access.oauth().ticket(who, new Secret("forged"), consent(Entrance.asks(app, "read")));
    assertThatThrownBy(() -> town.access.oauth().grant(town.behind(other), other, ticket))
        .isInstanceOf(Refused.class);
    for (String bad : List.of("", ".", "x.y", wider, "A" + ticket, ticket + ".", ticket + "A")) {
      assertThatThrownBy(() -> town.access.oauth().grant(who, cookie, bad))
          .as(bad)
          .isInstanceOf(Refused.class);
    }
    town.pass(Duration.ofMinutes(61));
    assertThatThrownBy(() -> town.access.oauth().grant(who, cookie, ticket))
        .isInstanceOf(Refused.class);
  }

  @Test
  void more_than_the_app_registered_is_refused() {
    for (String scope : List.of("read write", "admin:write", "unknown", "read:statuses follow")) {
      var answer =
          (OAuth.Asked.ErrorRedirect) town.access.oauth().authorize(Entrance.asks(app, scope));
      assertThat(Entrance.query(answer.location()))
          .as(scope)
          .containsEntry("error", "invalid_scope");
    }
    assertThat(consent(Entrance.asks(app, "read:statuses")).scopes())
        .isEqualTo(Scopes.of(Scope.READ_STATUSES));
    assertThat(consent(Entrance.asks(app, "")).scopes()).isEqualTo(Scopes.of(Scope.READ));
  }

  @Test
  void an_app_alone_gets_no_more_than_it_registered() {
    assertThat(ofApp("read")).isInstanceOf(OAuth.Exchange.Issued.class);
    assertThat(ofApp("write"))
        .isEqualTo(ofApp("unknown"))
        .isInstanceOf(OAuth.Exchange.Failed.class);
    Secret token = ((OAuth.Exchange.Issued) ofApp("read")).accessToken();
    var caller = (Caller.Application) town.access.sessions().token(token);
    assertThat(caller.app()).isEqualTo(app.app().id());
  }

  @Test
  void plain_and_misshapen_challenges_are_refused() {
    for (var pair :
        List.of(
            Map.entry(Entrance.challenge(Entrance.VERIFIER), "plain"),
            Map.entry(Entrance.challenge(Entrance.VERIFIER), ""),
            Map.entry("short", "S256"),
            Map.entry("a".repeat(44), "S256"),
            Map.entry("", "plain"))) {
      var asked = Entrance.asks(app, "read");
      asked.put("code_challenge", List.of(pair.getKey()));
      asked.put("code_challenge_method", List.of(pair.getValue()));
      var answer = (OAuth.Asked.ErrorRedirect) town.access.oauth().authorize(asked);
      assertThat(Entrance.query(answer.location())).containsEntry("error", "invalid_request");
    }
  }

  @Test
  void a_code_needs_its_verifier() {
    for (String verifier :
        List.of("", "b".repeat(43), "a".repeat(42), "a".repeat(129), "ä".repeat(43))) {
      String code = town.code(cookie, Entrance.asks(app, "read"));
      isDead(Entrance.exchange(app, code, Entrance.CALLBACK, verifier));
    }
  }

  @Test
  void a_verifier_without_a_challenge_was_stripped_on_the_way() {
    var old = Entrance.asks(app, "read");
    old.remove("code_challenge");
    old.remove("code_challenge_method");
    String code = town.code(cookie, old);
    isDead(Entrance.exchange(app, code, Entrance.CALLBACK, Entrance.VERIFIER));
    assertThat(town.access.oauth().token(Entrance.exchange(app, code, Entrance.CALLBACK, "")))
        .isInstanceOf(OAuth.Exchange.Issued.class);
  }

  @Test
  void a_code_used_twice_takes_its_token_along() {
    String code = town.code(cookie, Entrance.asks(app, "read"));
    var issued = (OAuth.Exchange.Issued) town.access.oauth().token(Entrance.exchange(app, code));
    assertThat(town.counts(issued.accessToken())).isTrue();
    isDead(Entrance.exchange(app, code));
    assertThat(town.counts(issued.accessToken())).isFalse();
  }

  @Test
  void fifty_who_race_for_a_code_get_one_token_at_most_and_it_is_dead() {
    String code = town.code(cookie, Entrance.asks(app, "read"));
    List<Callable<OAuth.Exchange>> racers =
        IntStream.range(0, 50)
            .<Callable<OAuth.Exchange>>mapToObj(
                _ -> () -> town.access.oauth().token(Entrance.exchange(app, code)))
            .toList();
    List<OAuth.Exchange> answers = Fork.all(Duration.ofSeconds(60), racers);
    List<Secret> tokens =
        answers.stream()
            .filter(OAuth.Exchange.Issued.class::isInstance)
            .map(answer -> ((OAuth.Exchange.Issued) answer).accessToken())
            .toList();
    assertThat(tokens).hasSizeLessThanOrEqualTo(1);
    assertThat(tokens).noneMatch(town::counts);
    assertThat(town.access.sessions().of(alice)).allMatch(session -> session.app().isEmpty());
  }

  @Test
  void a_code_is_bound_to_its_client_and_its_redirect_uri() {
    String code = town.code(cookie, Entrance.asks(app, "read"));
    Apps.Made other = town.app("read");
    isDead(Entrance.exchange(other, code));
    isDead(Entrance.exchange(app, code, "https://c.test/other", Entrance.VERIFIER));
    assertThat(town.access.oauth().token(Entrance.exchange(app, code)))
        .isInstanceOf(OAuth.Exchange.Issued.class);
  }

  @Test
  void a_code_lives_ten_minutes() {
    String code = town.code(cookie, Entrance.asks(app, "read"));
    town.pass(Duration.ofMinutes(10));
    isDead(Entrance.exchange(app, code));
  }

  @Test
  void signing_out_ends_the_code() {
    String code = town.code(cookie, Entrance.asks(app, "read"));
    town.access.sessions().end(alice, town.behind(cookie).session());
    isDead(Entrance.exchange(app, code));
  }

  @Test
  void the_seventeenth_code_pushes_out_the_first() {
    String first = town.code(cookie, Entrance.asks(app, "read"));
    for (int i = 0; i < Member.CODES_MAX; i++) {
      town.code(cookie, Entrance.asks(app, "read"));
    }
    isDead(Entrance.exchange(app, first));
  }

  @Test
  void a_client_must_prove_itself() {
    String code = town.code(cookie, Entrance.asks(app, "read"));
    var forged = new Apps.Made(app.app(), new Secret("guess"));
    assertThat(town.access.oauth().token(Entrance.exchange(forged, code)))
        .isInstanceOfSatisfying(
            OAuth.Exchange.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo(OAuthError.INVALID_CLIENT));
  }

  @Test
  void revoking_ends_a_token_at_once_and_only_for_its_own_client() {
    Secret token = town.token(cookie, app, "read");
    Apps.Made other = town.app("read");
    assertThat(revoke(other, token)).isInstanceOf(OAuth.Revoked.Failed.class);
    assertThat(town.counts(token)).isTrue();
    assertThat(revoke(app, token)).isEqualTo(new OAuth.Revoked.Done());
    assertThat(town.counts(token)).isFalse();
    assertThat(revoke(app, token)).isEqualTo(new OAuth.Revoked.Done());
    assertThat(revoke(app, cookie)).isEqualTo(new OAuth.Revoked.Done());
    assertThat(town.behind(cookie).account()).isEqualTo(alice);
  }

  @Test
  void a_password_is_taken_in_test_mode_only() {
    var request =
        new OAuth.TokenRequest(
            "password",
            app.app().clientId(),
            app.clientSecret(),
            "",
            "",
            new Secret(""),
            "read",
            "alice@people.test",
            Entrance.PASSWORD,
            Entrance.address(1));
    assertThat(((OAuth.Exchange.Failed) town.access.oauth().token(request)).error())
        .isEqualTo(OAuthError.UNSUPPORTED_GRANT_TYPE);
    assertThat(town.access.oauth().metadata().grantTypesSupported()).doesNotContain("password");
  }

  @Test
  void registering_through_an_app_gives_a_first_token_that_waits() {
    Secret own = ((OAuth.Exchange.Issued) ofApp("read")).accessToken();
    var registered = town.access.registration().register(Entrance.wants("bob"));
    var issued = town.access.oauth().welcome(registered, town.access.sessions().token(own));
    assertThat(((Caller.Pending) town.access.sessions().token(issued.accessToken())).why())
        .isEqualTo("Your login is missing a confirmed e-mail address");
    town.deliver();
    town.access.registration().confirm(town.lastLink());
    assertThat(town.access.sessions().token(issued.accessToken()))
        .isInstanceOf(Caller.SignedIn.class);
  }

  private Apps.Made register(String redirectUri) {
    return register("Reader", redirectUri, "read", "");
  }

  private Apps.Made register(String name, String uris, String scopes, String website) {
    return town.access.apps().register(new Apps.NewApp(name, List.of(uris), scopes, website));
  }

  private OAuth.Exchange ofApp(String scope) {
    return town.access
        .oauth()
        .token(
            new OAuth.TokenRequest(
                "client_credentials",
                app.app().clientId(),
                app.clientSecret(),
                "",
                "",
                new Secret(""),
                scope,
                "",
                new Secret(""),
                Entrance.address(1)));
  }

  private OAuth.Revoked revoke(Apps.Made by, Secret token) {
    return town.access.oauth().revoke(by.app().clientId(), by.clientSecret(), token);
  }

  private OAuth.Asked.Consent consent(Map<String, List<String>> asked) {
    return (OAuth.Asked.Consent) town.access.oauth().authorize(asked);
  }

  private Map<String, String> granted(Map<String, List<String>> asked) {
    var who = town.behind(cookie);
    String ticket = town.access.oauth().ticket(who, cookie, consent(asked));
    var decided = (OAuth.Decided.Redirect) town.access.oauth().grant(who, cookie, ticket);
    return Entrance.query(decided.location());
  }

  private void isDead(OAuth.TokenRequest request) {
    assertThat(town.access.oauth().token(request))
        .isInstanceOfSatisfying(
            OAuth.Exchange.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo(OAuthError.INVALID_GRANT));
  }
}
