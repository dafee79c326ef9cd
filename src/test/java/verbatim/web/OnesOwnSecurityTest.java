package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What somebody sees of his own sign-in, and changes: in Chromium, without scripts.
class OnesOwnSecurityTest {
  private static final String ME = "/api/v1/accounts/verify_credentials";
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
  void sessions_are_listed_and_one_is_signed_out() {
    String token = doorstep.person("lister");
    Page page = window.fresh(false);
    window.signIn("lister");
    window.open("/settings/security");
    PlaywrightAssertions.assertThat(page.locator("#sessions li")).hasCount(2);
    assertThat(page.locator("#sessions li").allInnerTexts())
        .anyMatch(row -> row.contains("Pennant"))
        .anyMatch(row -> row.contains("this browser"));
    page.locator("#sessions li").filter(of("Pennant")).locator("button").click();
    PlaywrightAssertions.assertThat(page.locator(".note[role=status]")).hasText("Signed out.");
    PlaywrightAssertions.assertThat(page.locator("#sessions li")).hasCount(1);
    assertThat(doorstep.statusOf(ME, token)).isEqualTo(401);
    page.reload();
    window.hasNothingToComplainOf();
  }

  @Test
  void everything_else_is_signed_out_at_once() {
    String token = doorstep.person("cleaner");
    Visitor elsewhere = new Visitor(doorstep);
    elsewhere.signIn("cleaner", Doorstep.PASSWORD);
    Page page = window.fresh(false);
    window.signIn("cleaner");
    window.open("/settings/security");
    window.press("Sign out everywhere else");
    PlaywrightAssertions.assertThat(page.locator("main"))
        .containsText("Every other browser and app is signed out.");
    assertThat(doorstep.statusOf(ME, token)).isEqualTo(401);
    assertThat(elsewhere.get("/settings/security").statusCode()).isEqualTo(303);
    window.hasNothingToComplainOf();
  }

  @Test
  void a_new_password_ends_every_token_and_other_session() {
    String token = doorstep.person("changer");
    Visitor elsewhere = new Visitor(doorstep);
    elsewhere.signIn("changer", Doorstep.PASSWORD);
    Page page = window.fresh(false);
    window.signIn("changer");
    window.open("/settings/security");
    page.getByLabel("The one you have").fill("not this one");
    page.getByLabel("The new one").fill("another good password");
    window.press("Change the password");
    PlaywrightAssertions.assertThat(page.locator(".err")).containsText("This is not your password");
    page.getByLabel("The one you have").fill(Doorstep.PASSWORD);
    page.getByLabel("The new one").fill("another good password");
    window.press("Change the password");
    PlaywrightAssertions.assertThat(page.locator("main")).containsText("Your password is changed.");
    assertThat(doorstep.statusOf(ME, token)).isEqualTo(401);
    assertThat(elsewhere.get("/settings/security").statusCode()).isEqualTo(303);
    assertThat(new Visitor(doorstep).signIn("changer", Doorstep.PASSWORD).statusCode())
        .isEqualTo(422);
    assertThat(new Visitor(doorstep).signIn("changer", "another good password").statusCode())
        .isEqualTo(303);
    window.hasNothingToComplainOf();
  }

  @Test
  void a_deleted_account_is_gone_with_its_posts_and_tokens() {
    String token = doorstep.person("goner");
    String post =
        doorstep
            .post("/api/v1/statuses", token, java.util.Map.of("status", "farewell"))
            .get("url")
            .asString();
    Page page = window.fresh(false);
    window.signIn("goner");
    window.open("/settings/security");
    page.locator("section:has(#de)").getByLabel("Your password").fill("not this one");
    window.press("Delete the account for ever");
    page.locator(".err").filter(of("This is not your password")).waitFor();
    var field = page.locator("section:has(#de)").getByLabel("Your password");
    PlaywrightAssertions.assertThat(field).isFocused();
    PlaywrightAssertions.assertThat(field).isInViewport();
    page.locator("section:has(#de)").getByLabel("Your password").fill(Doorstep.PASSWORD);
    window.press("Delete the account for ever");
    PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Your account is deleted");
    assertThat(page.url()).endsWith("/auth/deleted");
    for (String words : List.of("Gone now", "Gone soon", "What stays", "Your archive")) {
      PlaywrightAssertions.assertThat(page.locator("main")).containsText(words);
    }
    PlaywrightAssertions.assertThat(page.locator("header")).containsText("Sign in");
    PlaywrightAssertions.assertThat(page.locator("header")).not().containsText("goner");
    assertThat(doorstep.statusOf(ME, token)).isEqualTo(401);
    assertThat(new Visitor(doorstep).get("/@goner").statusCode()).isIn(404, 410);
    assertThat(new Visitor(doorstep).get(post).statusCode()).isIn(404, 410);
    assertThat(new Visitor(doorstep).signIn("goner", Doorstep.PASSWORD).statusCode())
        .isEqualTo(422);
    window.hasNothingToComplainOf();
  }

  private static com.microsoft.playwright.Locator.FilterOptions of(String words) {
    return new com.microsoft.playwright.Locator.FilterOptions().setHasText(words);
  }
}
