package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody is reported, a moderator warns him, he answers, the moderator agrees: both in real
/// Chromium at the same time, with scripts and without, wide and narrow.
class ReportedInABrowserTest {
  private static final Doorstep DOORSTEP = Doorstep.shared();
  private static Window desk;
  private static Window home;

  @BeforeAll
  static void opened() throws IOException, InterruptedException {
    DOORSTEP.person("bdeskmia");
    DOORSTEP.command("account", "role", "bdeskmia", "moderator");
    DOORSTEP.person("bdeskoda");
    DOORSTEP.command("account", "role", "bdeskoda", "moderator");
    desk = new Window(DOORSTEP);
    home = new Window(DOORSTEP);
  }

  @AfterAll
  static void closed() {
    desk.close();
    home.close();
  }

  @ParameterizedTest
  @CsvSource({"wide, true, 1280", "bare, false, 360"})
  void from_the_report_to_the_answer(String who, boolean runsScripts, int width) {
    String rude = DOORSTEP.person(who + "brude");
    String teller = DOORSTEP.person(who + "bteller");
    String post =
        DOORSTEP
            .post("/api/v1/statuses", rude, Map.of("status", "Rude to " + who))
            .get("id")
            .asString();
    Page his = home.fresh(runsScripts);
    his.setViewportSize(width, 800);
    home.signIn(who + "brude");
    assertThat(his.locator("h1")).hasText("Home");
    String id =
        DOORSTEP
            .json("GET", "/api/v1/accounts/verify_credentials", rude, Map.of())
            .get("id")
            .asString();
    DOORSTEP.post(
        "/api/v1/reports",
        teller,
        Map.of("account_id", id, "status_ids[]", post, "comment", "Rude, says " + who));

    Page hers = desk.fresh(runsScripts);
    hers.setViewportSize(width, 800);
    desk.signIn("bdeskmia");
    assertThat(hers.locator("h1")).hasText("Home");
    desk.open("/desk");
    hers.locator("main a[href='/desk/reports']").last().click();
    hers.locator("main li.person", new Page.LocatorOptions().setHasText("Rude, says " + who))
        .locator("a.name")
        .click();
    assertThat(hers.locator("main article.post")).containsText("Rude to " + who);
    desk.press("I take it");
    assertThat(hers.locator("main")).containsText("@bdeskmia takes care of it");
    hers.locator("input[value=warned]").check();
    hers.locator("#why").fill("Be kinder, " + who);
    desk.press("Do it");
    assertThat(hers.locator("main .note").first()).containsText("@bdeskmia has resolved");

    home.open("/home");
    his.locator("aside a[href='/standing']").click();
    assertThat(his.locator("main")).containsText("Be kinder, " + who);
    assertThat(his.locator("main")).not().containsText("bteller");
    assertThat(his.locator("main")).not().containsText("bdeskmia");
    home.press("I have read it");
    assertThat(his.locator("main .btn.primary")).hasCount(0);
    his.locator("summary").filter(said("Say something to this")).click();
    his.locator("main textarea").fill("I was, and I am sorry, " + who);
    home.press("Send");
    assertThat(his.locator("main")).containsText("It waits for an answer.");
    home.open("/home");
    assertThat(his.locator("aside a[href='/standing']")).hasCount(0);

    desk.hasNothingToComplainOf();
    // Whoever acted does not decide the appeal, where there is another.
    Page another = desk.fresh(runsScripts);
    another.setViewportSize(width, 800);
    desk.signIn("bdeskoda");
    assertThat(another.locator("h1")).hasText("Home");
    desk.open("/desk/appeals");
    com.microsoft.playwright.Locator appeal =
        another.locator("main section").filter(said("I am sorry, " + who));
    appeal.locator("textarea").fill("All is well");
    appeal.locator("button[value=accept]").click();
    assertThat(another.locator(".toast")).containsText("It stands in the log");
    home.open("/standing");
    assertThat(his.locator("main")).containsText("The moderators agree.");
    assertThat(his.locator("main")).containsText("All is well");
    desk.hasNothingToComplainOf();
    home.hasNothingToComplainOf();
  }

  private static com.microsoft.playwright.Locator.FilterOptions said(String words) {
    return new com.microsoft.playwright.Locator.FilterOptions().setHasText(words);
  }
}
