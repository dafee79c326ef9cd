package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;

/// A stream ends with the right that opened it, by whatever door that right goes, and nobody
/// opens it anew; the streams of other rights stay. Somebody has two apps and two browsers open.
class RightsOfStreamsTest {
  private static final String BACK = "https://app.test/back";
  private static final String LIVE = "/live?at=home";
  private static final String SECURITY = "/settings/security";
  private static final String OTHER_PASSWORD = "another long password";
  private static final Duration PATIENCE = Waiting.PATIENCE;
  private static final AtomicInteger NAMES = new AtomicInteger();
  @TempDir static Path folder;
  private static RunningServer server;
  private static Map<String, String> app;
  private static Map<String, String> otherApp;
  private static String writer;

  private final List<OpenStream> streams = new ArrayList<>();
  private String name;
  private String token;
  private Stranger here;
  private Stranger elsewhere;
  private OpenStream ofApp;
  private OpenStream ofOtherApp;
  private OpenStream ofHere;
  private OpenStream ofElsewhere;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.in(folder);
    app = new Stranger(server).app("read write", Stranger.OUT_OF_BAND, BACK);
    otherApp = new Stranger(server).app("read", Stranger.OUT_OF_BAND);
    writer = new Stranger(server).joins(app, "writer");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void everythingIsOpen() {
    name = "listener" + NAMES.incrementAndGet();
    token = new Stranger(server).joins(app, name);
    here = signedIn();
    elsewhere = signedIn();
    ofApp = listens(token);
    ofOtherApp = listens(granted(otherApp));
    ofHere = looks(here);
    ofElsewhere = looks(elsewhere);
    assertStays(ofApp, ofOtherApp, ofHere, ofElsewhere);
  }

  @AfterEach
  void closeAll() {
    streams.forEach(OpenStream::close);
  }

  // ---- the doors

  @Test
  void an_app_gives_its_token_back() {
    Map<String, String> body = new HashMap<>(app);
    body.put("token", token);
    assertThat(here.api("POST", "/oauth/revoke", "", body).status()).isEqualTo(200);
    assertEnds(ofApp);
    assertStays(ofOtherApp, ofHere, ofElsewhere);
  }

  @Test
  void an_app_is_shut_out_in_the_settings() {
    String page = here.page("/settings/apps").body();
    String revoke = first("formaction=\"(/settings/apps/\\d+/revoke)\"", page);
    assertThat(here.submit("/settings/apps", revoke, Map.of()).status()).isEqualTo(303);
    OpenStream ended = ofApp.endsBefore(ofOtherApp) ? ofApp : ofOtherApp;
    assertEnds(ended);
    assertStays(ended == ofApp ? ofOtherApp : ofApp, ofHere, ofElsewhere);
  }

  @Test
  void a_code_that_is_used_twice_takes_its_token_along() {
    Map<String, String> asked =
        Map.of(
            "client_id", app.get("client_id"),
            "response_type", "code",
            "redirect_uri", BACK,
            "scope", "read",
            "state", "s");
    Stranger.Reply page = here.page("/oauth/authorize?" + Stranger.encoded(asked));
    String code =
        here.form(
                "/oauth/authorize",
                Map.of(
                    "form_token", page.hidden("form_token"),
                    "ticket", page.hidden("ticket"),
                    "decision", "allow"))
            .redirected("code");
    Map<String, String> body = new HashMap<>(app);
    body.putAll(Map.of("grant_type", "authorization_code", "redirect_uri", BACK, "code", code));
    OpenStream stolen = listens(here.api("POST", "/oauth/token", "", body).text("access_token"));
    assertThat(here.api("POST", "/oauth/token", "", body).status()).isEqualTo(400);
    assertEnds(stolen);
    assertStays(ofApp, ofOtherApp, ofHere, ofElsewhere);
  }

  @Test
  void a_browser_signs_out() {
    assertThat(here.submit("/home", "/auth/sign_out", Map.of()).status()).isEqualTo(303);
    assertEnds(ofHere);
    assertStays(ofApp, ofOtherApp, ofElsewhere);
  }

  @Test
  void a_browser_is_signed_out_from_another() {
    String page = elsewhere.page(SECURITY).body();
    List<String> ends =
        Pattern.compile("action=\"(/settings/security/sessions/\\d+)\"")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    for (String end : ends) {
      elsewhere.submit(SECURITY, end, Map.of());
    }
    assertEnds(ofHere);
    assertEnds(ofApp);
    assertEnds(ofOtherApp);
    assertStays(ofElsewhere);
  }

  @Test
  void everything_else_is_signed_out() {
    assertThat(here.submit(SECURITY, SECURITY + "/sessions", Map.of()).status()).isEqualTo(303);
    assertEnds(ofApp);
    assertEnds(ofOtherApp);
    assertEnds(ofElsewhere);
    assertStays(ofHere);
  }

  @Test
  void the_password_changes_in_the_settings() {
    Map<String, String> form =
        Map.of("current_password", Stranger.PASSWORD, "password", OTHER_PASSWORD);
    assertThat(here.submit(SECURITY, SECURITY + "/password", form).status()).isEqualTo(303);
    assertAllEnd();
    assertThat(looks(here).isOpen()).as("who changed it goes on with a new session").isTrue();
  }

  @Test
  void the_password_changes_at_the_prompt() {
    server.command(OTHER_PASSWORD, "account", "password", name, "--password-stdin");
    assertAllEnd();
  }

  @Test
  void the_account_is_suspended() {
    server.command("", "account", "suspend", name);
    assertAllEnd();
  }

  @Test
  void the_account_may_not_sign_in_any_more() {
    String id = here.api("GET", "/api/v1/accounts/verify_credentials", token, null).text("id");
    var disabled = new Standing(Standing.State.DISABLED, Standing.Role.USER, false);
    server.accounts().change(AccountId.parse(id).orElseThrow(), one -> one.with(disabled));
    assertAllEnd();
  }

  @Test
  void the_account_is_deleted() {
    Map<String, String> form = Map.of("current_password", Stranger.PASSWORD);
    assertThat(here.submit(SECURITY, SECURITY + "/delete", form).status()).isEqualTo(303);
    assertAllEnd();
  }

  /// On a server of its own: no clock of another test may jump.
  @Test
  void a_session_of_a_browser_ends_with_its_time() throws IOException {
    try (RunningServer later = RunningServer.in(folder.resolve("later"))) {
      Stranger who = new Stranger(later);
      who.joins(who.app("read write", Stranger.OUT_OF_BAND), name);
      assertThat(who.signIn(name, Stranger.PASSWORD).status()).isEqualTo(303);
      try (OpenStream open = new OpenStream(later.url() + LIVE, "Cookie", cookies(who))) {
        later.isAhead(Limits.usual().people().sessionMax().minusMinutes(5));
        assertThat(who.page(SECURITY).status()).as("just before").isEqualTo(200);
        assertThat(open.isOpen()).isTrue();
        later.isAhead(Limits.usual().people().sessionMax().plusMinutes(5));
        assertEnds(open);
      }
    }
  }

  // ---- what is open

  private Stranger signedIn() {
    Stranger who = new Stranger(server);
    assertThat(who.signIn(name, Stranger.PASSWORD).status()).isEqualTo(303);
    return who;
  }

  private String granted(Map<String, String> by) {
    Map<String, String> grant = new HashMap<>(by);
    grant.putAll(
        Map.of(
            "grant_type",
            "password",
            "username",
            name + "@mail.example",
            "password",
            Stranger.PASSWORD,
            "scope",
            "read"));
    return new Stranger(server).api("POST", "/oauth/token", "", grant).text("access_token");
  }

  private OpenStream listens(String bearer) {
    return opened(OpenStream.ofToken(server.url(), bearer));
  }

  private OpenStream looks(Stranger who) {
    return opened(new OpenStream(server.url() + LIVE, "Cookie", cookies(who)));
  }

  private static String cookies(Stranger who) {
    return who.cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private OpenStream opened(OpenStream open) {
    streams.add(open);
    return open;
  }

  private void assertAllEnd() {
    for (OpenStream one : List.of(ofApp, ofOtherApp, ofHere, ofElsewhere)) {
      assertEnds(one);
    }
  }

  private void assertEnds(OpenStream one) {
    one.awaitsItsEnd();
    try (OpenStream again = one.again()) {
      assertThat(again.status).as("opened anew").isNotEqualTo(200);
    }
  }

  /// What stays hears what is said next.
  private void assertStays(OpenStream... some) {
    for (OpenStream one : some) {
      assertThat(one.status).as(one.toString()).isEqualTo(200);
    }
    Map<OpenStream, Integer> before = new IdentityHashMap<>();
    for (OpenStream one : some) {
      before.put(one, one.heard());
    }
    here.api("POST", "/api/v1/statuses", writer, Map.of("status", "@" + name + " are you there?"));
    for (OpenStream one : some) {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (one.heard() <= before.get(one) && one.isOpen()) {
        assertThat(System.nanoTime() - until).as("%s hears", one).isNegative();
        Thread.onSpinWait();
      }
      assertThat(one.isOpen()).as(one.toString()).isTrue();
    }
  }

  private static String first(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
