package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server is started for the first time: whoever opens the printed link makes the owner's
/// account and says what the server is; that holds after the next start.
class FirstRunTest {
  @TempDir Path folder;

  private static String link(RunningServer server) {
    Matcher link = Pattern.compile("(/setup\\?code=[\\w-]+)").matcher(server.greeting());
    assertThat(link.find()).as(server.greeting()).isTrue();
    return link.group(1);
  }

  private static String code(String link) {
    return link.substring(link.indexOf('=') + 1);
  }

  private static Map<String, String> founder(String name, String link) {
    Map<String, String> form = new HashMap<>();
    form.put("username", name);
    form.put("email", name + "@mail.example");
    form.put("password", Stranger.PASSWORD);
    form.put("token", code(link));
    return form;
  }

  @Test
  void the_link_makes_the_owner_and_what_is_said_then_holds_after_the_next_start()
      throws IOException {
    String printedFirst;
    try (RunningServer first = RunningServer.inEarnest(folder, Map.of())) {
      printedFirst = link(first);
    }
    try (RunningServer second =
        RunningServer.inEarnest(folder, Map.of("registrations", "closed"))) {
      Stranger boss = new Stranger(second);
      assertThat(boss.page("/setup").body()).contains("This link does not count");
      assertThat(boss.page(printedFirst).body()).contains("Step 1 of 4");
      Map<String, String> wrong = founder("not a name", printedFirst);
      assertThat(boss.submit(printedFirst, "/setup", wrong).status()).isEqualTo(422);
      Stranger.Reply made = boss.submit(printedFirst, "/setup", founder("boss", printedFirst));
      assertThat(made.header("location")).isEqualTo("/setup/server");
      says(boss);
      JsonNode told = boss.api("GET", "/api/v2/instance", "", null).json();
      assertThat(told.at("/title").asString()).isEqualTo("Harbour");
      assertThat(told.at("/contact/account/username").asString()).isEqualTo("boss");
      assertThat(told.at("/registrations/approval_required").asBoolean()).isTrue();
      assertThat(told.at("/rules/1/text").asString()).isEqualTo("Say who said it.");
      assertThat(new Stranger(second).page("/auth/sign_up").body()).contains("Say who said it.");

      Stranger late = new Stranger(second);
      String page = "/auth/sign_in";
      assertThat(late.page(printedFirst).body()).contains("This link does not count");
      assertThat(late.submit(page, "/setup", founder("late", printedFirst)).status())
          .isEqualTo(422);
      assertThat(late.page("/setup/rules").status()).isNotEqualTo(200);
    }
    try (RunningServer third =
        RunningServer.inEarnest(folder, Map.of("name", "As the file says"))) {
      assertThat(third.greeting())
          .startsWith("Harbour is at")
          .contains("set in the browser, whatever the settings file says: name, description")
          .doesNotContain("/setup");
      JsonNode told = new Stranger(third).api("GET", "/api/v2/instance", "", null).json();
      assertThat(told.at("/title").asString()).isEqualTo("Harbour");
      assertThat(told.at("/description").asString()).isEqualTo("A place to talk.");
      assertThat(told.at("/rules/0/id").asString()).isEqualTo("1");
    }
  }

  private static void says(Stranger boss) {
    Map<String, String> server = new HashMap<>();
    server.put("name", "");
    server.put("description", "A place to talk.");
    assertThat(boss.submit("/setup/server", "/setup/server", server).status()).isEqualTo(422);
    server.put("name", "Harbour");
    server.put("contact_email", "help@mail.example");
    assertThat(boss.submit("/setup/server", "/setup/server", server).header("location"))
        .isEqualTo("/setup/rules");
    assertThat(boss.page("/setup/rules").body()).contains("Be kind:");
    String rules = "Be kind.\r\n\r\n  Say who said it.  \r\n";
    assertThat(
            boss.submit("/setup/rules", "/setup/rules", Map.of("rules", rules)).header("location"))
        .isEqualTo("/setup/joining");
    assertThat(boss.page("/setup/joining").body()).contains("value=\"closed\" checked");
    assertThat(
            boss.submit("/setup/joining", "/setup/joining", Map.of("joining", "approval"))
                .header("location"))
        .isEqualTo("/welcome");
  }

  /// However he was made: also a member who was given the role at the prompt.
  @Test
  void the_link_is_worth_nothing_as_soon_as_there_is_an_owner() throws IOException {
    String printed;
    try (RunningServer server = RunningServer.inEarnest(folder, Map.of())) {
      printed = link(server);
      server.command(
          Stranger.PASSWORD,
          "account",
          "create",
          "anna",
          "--email",
          "anna@mail.example",
          "--password-stdin");
      assertThat(new Stranger(server).page(printed).body()).contains("Step 1 of 4");
      server.command("", "account", "role", "anna", "owner");
      Stranger late = new Stranger(server);
      assertThat(late.page(printed).body()).contains("This link does not count");
      assertThat(late.submit("/auth/sign_in", "/setup", founder("late", printed)).status())
          .isEqualTo(422);
      assertThat(server.greeting()).doesNotContain("/setup");
    }
    try (RunningServer server = RunningServer.inEarnest(folder, Map.of())) {
      assertThat(server.greeting()).doesNotContain("/setup");
      assertThat(new Stranger(server).page(printed).body()).contains("This link does not count");
    }
  }

  @Test
  void a_member_who_opens_the_link_becomes_the_owner_and_others_find_no_such_pages()
      throws IOException {
    try (RunningServer server = RunningServer.inEarnest(folder, Map.of())) {
      Stranger anna = new Stranger(server);
      Stranger ben = new Stranger(server);
      Map<String, String> app = anna.app("read write", Stranger.OUT_OF_BAND);
      anna.joins(app, "anna");
      anna.joins(app, "ben");
      anna.signIn("anna", Stranger.PASSWORD);
      ben.signIn("ben", Stranger.PASSWORD);
      for (String step : new String[] {"/setup/server", "/setup/rules", "/setup/joining"}) {
        assertThat(ben.page(step).status()).as(step).isEqualTo(404);
        assertThat(ben.submit("/home", step, Map.of("name", "Ben’s")).status()).isEqualTo(404);
      }
      String link = link(server);
      String before = anna.cookies.get("session");
      assertThat(anna.submit(link, "/setup", Map.of("token", code(link))).header("location"))
          .isEqualTo("/setup/server");
      assertThat(anna.cookies.get("session")).isNotEqualTo(before);
      assertThat(anna.page("/setup/server").body()).contains("Step 2 of 4", "@anna");
      assertThat(ben.submit("/home", "/setup", Map.of("token", code(link))).status())
          .isEqualTo(422);
      assertThat(server.greeting()).doesNotContain("/setup");
    }
  }
}
