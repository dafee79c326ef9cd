package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Passkeys in Chromium, whose virtual authenticator stands for a finger on a sensor.
class PasskeysInABrowserTest {
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
  void a_passkey_is_made_signs_in_alone_and_after_the_password_and_is_removed() {
    doorstep.person("passkeeper");
    Page page = window.fresh(true);
    CDPSession chromium = page.context().newCDPSession(page);
    chromium.send("WebAuthn.enable");
    JsonObject laptop = chromium.send("WebAuthn.addVirtualAuthenticator", options("internal"));
    window.signIn("passkeeper");
    window.open(SECURITY);
    page.locator("main").getByText("Add a passkey").click();
    heads(page, "Add a passkey");
    page.getByLabel("A name for it").fill("laptop");
    page.getByLabel("Your password").fill(Doorstep.PASSWORD);
    window.press("Make the passkey");
    page.waitForURL("**/passkeys");
    page.locator("h1", new Page.LocatorOptions().setHasText("Keep these codes")).waitFor();
    PlaywrightAssertions.assertThat(page.locator(".codes code")).hasCount(10);
    List<String> codes = page.locator(".codes code").allInnerTexts();
    page.getByText("I have kept them").click();
    says(page, "laptop", "10 left");

    // Alone.
    signsOut(page);
    window.open(SECURITY);
    window.press("Sign in with a passkey");
    page.waitForURL("**" + SECURITY);
    heads(page, "Security");

    // After the password; without scripts a recovery code would do.
    signsOut(page);
    window.signIn("passkeeper");
    heads(page, "One more step");
    window.press("Use your passkey");
    page.waitForURL("**/home");
    PlaywrightAssertions.assertThat(page.locator(".rail .me")).containsText("@passkeeper");

    // One more, proven by the first; then a new name, and gone.
    window.open(SECURITY + "/passkeys");
    page.getByLabel("A name for it").fill("blue key");
    window.press("Use a passkey instead");
    page.getByText("Confirmed with your passkey.").waitFor();
    // The finger goes from the laptop to the key.
    chromium.send("WebAuthn.removeVirtualAuthenticator", laptop);
    chromium.send("WebAuthn.addVirtualAuthenticator", options("usb"));
    window.press("Make the passkey");
    page.waitForURL("**" + SECURITY + "?done=passkey");
    page.locator("main li", of("blue key")).getByText("Change").click();
    page.getByLabel("Its name").fill("green key");
    window.press("Rename it");
    says(page, "green key", "laptop");
    assertThat(page.locator("main").innerText()).doesNotContain("blue key");
    page.locator("main li", of("green key")).getByText("Change").click();
    page.getByLabel("Your password").fill(Doorstep.PASSWORD);
    page.getByLabel("Recovery code").fill(codes.getFirst());
    window.press("Remove the passkey");
    says(page, "The passkey is removed here", "laptop", "9 left");
    assertThat(page.locator("main").innerText()).doesNotContain("green key");
    window.hasNothingToComplainOf();
  }

  private static void heads(Page page, String words) {
    PlaywrightAssertions.assertThat(page.locator("h1").first()).hasText(words);
  }

  private static void signsOut(Page page) {
    page.locator(".rail .out").click();
    PlaywrightAssertions.assertThat(page.locator(".rail .me")).hasCount(0);
  }

  /// Waits: a page that has begun to load need not be there to its end.
  private static void says(Page page, String... words) {
    for (String word : words) {
      PlaywrightAssertions.assertThat(page.locator("main")).containsText(word);
    }
  }

  @Test
  void a_finger_that_is_not_there_is_said_and_other_ways_stay() {
    Page page = window.fresh(true);
    CDPSession chromium = page.context().newCDPSession(page);
    chromium.send("WebAuthn.enable");
    chromium.send("WebAuthn.addVirtualAuthenticator", options("internal"));
    window.open("/auth/sign_in");
    window.press("Sign in with a passkey");
    page.getByText("That did not work. Try again, or another way.").waitFor();
    assertThat(window.requests())
        .anyMatch(url -> url.contains("/assets/") && url.endsWith("/passkeys.js"));
    assertThat(page.getByLabel("Password").isEnabled()).isTrue();
    window.hasNothingToComplainOf();
  }

  @Test
  void without_scripts_no_button_promises_what_it_cannot_do() {
    Page page = window.fresh(false);
    window.open("/auth/sign_in");
    assertThat(page.getByText("Sign in with a passkey").isVisible()).isFalse();
  }

  private static JsonObject options(String transport) {
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", transport);
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject params = new JsonObject();
    params.add("options", options);
    return params;
  }

  private static Page.LocatorOptions of(String words) {
    return new Page.LocatorOptions().setHasText(words);
  }
}
