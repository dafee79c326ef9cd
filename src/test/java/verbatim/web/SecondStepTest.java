package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Codes from an app and recovery codes: in Chromium, without scripts.
class SecondStepTest {
  private static final String SECURITY = "/settings/security";
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
  void codes_are_set_up_and_asked_for_and_one_comes_back_to_where_one_wanted() throws Exception {
    doorstep.person("stepper");
    Page page = window.fresh(false);
    window.signIn("stepper");
    window.open(SECURITY);
    page.getByText("Set up").click();
    window.isHeaded("Codes from an app");
    assertThat(page.locator("svg.squares path").getAttribute("d")).startsWith("M");
    Phone phone = new Phone(page.locator("#secret").innerText());
    page.getByLabel("The code in the app now").fill("000000");
    page.getByLabel("Your password").fill(Doorstep.PASSWORD);
    window.press("Switch it on");
    window.says(".err", "not what the app should show");
    page.getByLabel("The code in the app now").fill(phone.code());
    page.getByLabel("Your password").fill("not this one");
    window.press("Switch it on");
    window.says(".err", "This is not your password");
    page.getByLabel("The code in the app now").fill(phone.code());
    page.getByLabel("Your password").fill(Doorstep.PASSWORD);
    window.press("Switch it on");
    window.isHeaded("Keep these codes");
    com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator(".codes code"))
        .hasCount(10);
    List<String> codes = page.locator(".codes code").allInnerTexts();
    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    Download file = page.waitForDownload(() -> page.getByText("Save as a file").click());
    assertThat(Files.readString(file.path())).contains(codes);
    page.getByText("I have kept them").click();
    window.says("main", "10 left");

    page.locator(".rail .out").click();
    com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator(".rail .me"))
        .hasCount(0);
    window.open(SECURITY);
    window.isHeaded("Welcome back");
    page.getByLabel("Name or mail address").fill("stepper");
    page.getByLabel("Password").fill(Doorstep.PASSWORD);
    window.press("Sign in");
    window.isHeaded("One more step");
    assertThat(page.locator("body").innerText()).doesNotContain("Sign out");
    page.getByLabel("Code from your app").fill("000000");
    window.press("Go on");
    window.says("[role=alert]", "not right");
    page.getByText("Use a recovery code").click();
    page.getByLabel("Recovery code").fill(codes.getFirst());
    page.locator("details").getByText("Go on").click();
    window.isHeaded("Security");
    window.says("main", "9 left");
    window.hasNothingToComplainOf();
    assertThat(doorstep.log()).doesNotContain(codes.getFirst()).doesNotContain("otpauth");
  }

  @Test
  void an_app_is_let_in_after_the_code() {
    List<String> codes = withCodes("entrant");
    JsonNode app = doorstep.app("Pennant", "", "urn:ietf:wg:oauth:2.0:oob");
    Page page = window.fresh(false);
    window.open(
        HostileFormsTest.authorize(app.get("client_id").asString(), "urn:ietf:wg:oauth:2.0:oob"));
    page.getByLabel("Name or mail address").fill("entrant");
    page.getByLabel("Password").fill(Doorstep.PASSWORD);
    window.press("Sign in");
    window.isHeaded("One more step");
    page.getByText("Use a recovery code").click();
    page.getByLabel("Recovery code").fill(codes.getLast());
    page.locator("details").getByText("Go on").click();
    window.isHeaded("Let “Pennant” act for you?");
    window.press("Let it in");
    window.isHeaded("Copy this code");
    window.hasNothingToComplainOf();
  }

  @Test
  void the_password_alone_gives_no_token_and_what_is_half_done_opens_no_page() {
    withCodes("halfway");
    JsonNode app = doorstep.app("Pennant", "", "urn:ietf:wg:oauth:2.0:oob");
    Visitor she = new Visitor(doorstep);
    var answer = she.signIn("halfway", Doorstep.PASSWORD);
    assertThat(Visitor.location(answer)).isEqualTo("/auth/code?next=%2F");
    assertThat(she.cookies()).containsKey("half").doesNotContainKey("session");
    assertThat(she.get(SECURITY).statusCode()).isEqualTo(303);
    assertThat(she.get("/auth/code").body()).contains("One more step");
    // In another browser the same cookie is nothing.
    Visitor thief = new Visitor(doorstep);
    thief.get("/auth/sign_in");
    thief.cookies().put("half", she.cookies().get("half"));
    assertThat(Visitor.location(thief.get("/auth/code"))).startsWith("/auth/sign_in");
    assertThat(
            doorstep
                .send(
                    java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create(doorstep.url + "/oauth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                Doorstep.encoded(
                                    Map.of(
                                        "grant_type",
                                        "password",
                                        "username",
                                        "halfway",
                                        "password",
                                        Doorstep.PASSWORD,
                                        "client_id",
                                        app.get("client_id").asString(),
                                        "client_secret",
                                        app.get("client_secret").asString())))))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void recovery_codes_are_renewed_and_the_app_is_removed_with_password_and_code() {
    List<String> codes = withCodes("renewer");
    Visitor she = new Visitor(doorstep);
    she.signIn("renewer", Doorstep.PASSWORD);
    she.submit("/auth/code", "/auth/code", Map.of("code", codes.get(0)));
    String page = SECURITY + "/codes";
    assertThat(she.submit(page, page, Map.of("current_password", Doorstep.PASSWORD)).statusCode())
        .isEqualTo(422);
    String renewed =
        she.submit(page, page, Map.of("current_password", Doorstep.PASSWORD, "code", codes.get(1)))
            .body();
    List<String> fresh = codes(renewed);
    assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(codes);
    String removal = SECURITY + "/authenticator/remove";
    assertThat(
            she.submit(
                    removal,
                    removal,
                    Map.of("current_password", Doorstep.PASSWORD, "code", codes.get(2)))
                .statusCode())
        .isEqualTo(422);
    assertThat(
            she.submit(
                    removal,
                    removal,
                    Map.of("current_password", Doorstep.PASSWORD, "code", fresh.get(0)))
                .statusCode())
        .isEqualTo(303);
    assertThat(Visitor.location(new Visitor(doorstep).signIn("renewer", Doorstep.PASSWORD)))
        .isEqualTo("/");
    // And where nothing is on, there is nothing to renew or remove.
    assertThat(she.get(page).statusCode()).isEqualTo(303);
    assertThat(she.get(removal).statusCode()).isEqualTo(303);
  }

  @Test
  void whoever_lost_everything_is_helped_from_the_command_line() throws Exception {
    withCodes("loser");
    assertThat(doorstep.command("account", "reset-2fa", "loser")).contains("password only now");
    assertThat(Visitor.location(new Visitor(doorstep).signIn("loser", Doorstep.PASSWORD)))
        .isEqualTo("/");
    assertThat(doorstep.command("account", "reset-2fa", "loser")).contains("no second factor");
  }

  /// Somebody with a second factor; his recovery codes.
  private List<String> withCodes(String name) {
    doorstep.person(name);
    Visitor he = new Visitor(doorstep);
    he.signIn(name, Doorstep.PASSWORD);
    String at = SECURITY + "/authenticator";
    String page = he.get(at).body();
    Phone phone =
        new Phone(
            Visitor.hidden(java.util.regex.Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<"), page));
    String ticket =
        Visitor.hidden(java.util.regex.Pattern.compile("name=\"ticket\" value=\"([^\"]+)\""), page);
    return codes(
        he.post(
                at,
                Map.of(
                    "form_token",
                    Visitor.formToken(page),
                    "ticket",
                    ticket,
                    "first",
                    phone.code(),
                    "current_password",
                    Doorstep.PASSWORD))
            .body());
  }

  private static List<String> codes(String page) {
    return java.util.regex.Pattern.compile("<li><code>([a-z0-9-]+)</code>")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
