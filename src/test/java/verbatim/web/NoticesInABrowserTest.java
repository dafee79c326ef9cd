package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the house announces, what one is told of, and who asks to follow: in real Chromium, with
/// scripts and without, while one reads.
class NoticesInABrowserTest {
  private static Window window;
  private static Visitor desk;
  private static String member = "";
  private final Doorstep doorstep = Doorstep.shared();

  @BeforeAll
  static void opened() throws java.io.IOException, InterruptedException {
    window = new Window(Doorstep.shared());
    member = Doorstep.shared().person("noticeadmin");
    Doorstep.shared().command("account", "role", "noticeadmin", "admin");
    desk = Visitor.signedIn(Doorstep.shared(), "noticeadmin");
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @AfterEach
  void nothing_to_complain_of() {
    window.hasNothingToComplainOf();
  }

  @ParameterizedTest
  @CsvSource({"noticed, true, 1280", "bareNoticed, false, 360"})
  void an_announcement_is_answered_and_put_aside(String who, boolean runsScripts, int width) {
    doorstep.person(who);
    String words = "The quay closes for " + who;
    String id = announce(words);
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.signIn(who);
    Locator notice = notice(page, words);
    assertThat(notice).isVisible();
    notice.locator(".signs > summary").click();
    notice.locator("button[value='👍']").click();
    assertThat(notice.locator(".chip[aria-pressed=true]")).containsText("1");
    notice.locator(".chip[aria-pressed=true]").click();
    assertThat(notice.locator(".chip")).hasCount(0);
    Locator aside = notice.locator("button[formaction='/announcements/" + id + "/dismiss']");
    aside.click();
    // What the server has not heard of, the next page would break off.
    assertThat(aside).hasCount(0);
    window.open("/home");
    assertThat(notice(page, words)).hasCount(0);
    window.open("/announcements/" + id);
    assertThat(notice(page, words)).containsText("You have read it.");
    takeDown(id);
  }

  @Test
  void an_announcement_that_comes_while_one_reads_moves_nothing() {
    doorstep.person("noticelive");
    Page page = window.fresh(true);
    window.signIn("noticelive");
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    String words = "A gale comes up, live";
    String id = announce(words);
    Locator toast = page.locator(".toast");
    assertThat(toast).containsText("There is a new announcement.");
    assertThat(notice(page, words)).hasCount(0);
    toast.locator(".btn:not(.icon)").click();
    assertThat(notice(page, words)).isVisible();
    doorstep.json(
        "PUT", "/api/v1/announcements/" + id + "/reactions/%F0%9F%8E%89", member, Map.of());
    assertThat(notice(page, words).locator(".chip")).containsText("1");
    takeDown(id);
    assertThat(page.locator(".announced.gone")).hasCount(1);
  }

  @Test
  void notifications_gather_behind_a_pill_and_go_one_by_one() {
    String author = doorstep.person("noticeauthor");
    String fan = doorstep.person("noticefan");
    String post =
        doorstep
            .post("/api/v1/statuses", author, Map.of("status", "Cheer for this"))
            .get("id")
            .asString();
    Page page = window.fresh(true);
    window.signIn("noticeauthor");
    window.open("/notifications");
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    doorstep.post("/api/v1/statuses/" + post + "/favourite", fan, Map.of());
    Locator pill = page.locator(".fresh a");
    assertThat(pill).hasText("1 new notification");
    assertThat(page.locator(".item")).hasCount(0);
    pill.click();
    Locator item = page.locator(".item").first();
    assertThat(item).containsText("Cheer for this");
    item.locator(".menu > summary").first().click();
    item.locator("button[name=group]").click();
    assertThat(page.locator(".item")).hasCount(0);
    window.open("/notifications");
    assertThat(page.locator(".item")).hasCount(0);
  }

  @ParameterizedTest
  @CsvSource({"asked, true, 360", "bareAsked, false, 1280"})
  void who_asks_to_follow_is_answered_where_one_is_told(
      String who, boolean runsScripts, int width) {
    String owner = doorstep.person(who);
    doorstep.json("PATCH", "/api/v1/accounts/update_credentials", owner, Map.of("locked", "true"));
    String id =
        doorstep
            .json("GET", "/api/v1/accounts/verify_credentials", owner, Map.of())
            .get("id")
            .asString();
    doorstep.post("/api/v1/accounts/" + id + "/follow", doorstep.person(who + "fan"), Map.of());
    Visitor visitor = Visitor.signedIn(doorstep, who);
    Doorstep.until(
        "told of it", () -> visitor.get("/notifications").body().contains("/follow_requests/"));
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.signIn(who);
    window.open("/notifications");
    page.locator(".asked .btn.primary").click();
    assertThat(page.locator(runsScripts ? ".asked" : ".toast"))
        .containsText("They follow you now.");
    window.open("/@" + who + "/followers");
    assertThat(page.locator("main .person")).containsText("@" + who + "fan");
  }

  @Test
  void shelves_lead_back_to_the_same_place() {
    String author = doorstep.person("shelfauthor");
    String token = doorstep.person("shelfreader");
    for (int i = 1; i <= 24; i++) {
      String post =
          doorstep
              .post("/api/v1/statuses", author, Map.of("status", "On the shelf no. " + i + "."))
              .get("id")
              .asString();
      doorstep.post("/api/v1/statuses/" + post + "/favourite", token, Map.of());
    }
    Page page = window.fresh(true);
    window.signIn("shelfreader");
    window.open("/favourites");
    assertThat(page.locator("#feed > article")).hasCount(20);
    page.locator("nav.pages").scrollIntoViewIfNeeded();
    assertThat(page.locator("#feed > article")).hasCount(24);
    Locator third =
        page.locator("article.post")
            .filter(new Locator.FilterOptions().setHasText("On the shelf no. 3."));
    third.locator(".when a").last().click();
    assertThat(page.locator("#here")).containsText("On the shelf no. 3.");
    page.goBack();
    assertThat(third).isVisible();
    page.reload();
    assertThat(page.locator("#feed > article")).hasCount(24);
    assertThat(page.locator("#feed > article").first()).containsText("On the shelf no. 24.");
  }

  @Test
  void keys_lead_to_places_and_say_what_they_are() {
    doorstep.person("keyplayer");
    Page page = window.fresh(true);
    window.signIn("keyplayer");
    assertThat(page.locator("html[data-scripted]")).hasCount(1);
    page.keyboard().press("?");
    assertThat(page.locator("dialog#keys")).containsText("Conversations");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog#keys")).isHidden();
    presses(page, "g", "c", "**/conversations");
    presses(page, "g", "s", "**/stories");
  }

  /// The second counts for a second and a half, which may pass on a busy machine: then both are
  /// pressed again.
  private static void presses(Page page, String first, String second, String leadsTo) {
    assertThat(page.locator("html[data-scripted]")).hasCount(1);
    for (int tries = 0; tries < 10; tries++) {
      page.keyboard().press(first);
      page.keyboard().press(second);
      try {
        page.waitForURL(leadsTo, new Page.WaitForURLOptions().setTimeout(10_000));
        return;
      } catch (TimeoutError tooSlow) {
        assertThat(page.locator("html[data-scripted]")).hasCount(1);
      }
    }
    page.waitForURL(leadsTo);
  }

  private String announce(String words) {
    String all = "/desk/announcements";
    desk.submit(all, all, Map.of("text", words));
    Matcher id = Pattern.compile(all + "\\?id=(\\d+)").matcher(desk.get(all).body());
    if (!id.find()) {
      throw new AssertionError("not announced");
    }
    return id.group(1);
  }

  /// The server is shared: what is announced for one test is nothing for the others.
  private void takeDown(String id) {
    desk.submit("/desk/announcements", "/desk/announcements/" + id + "/delete", Map.of());
  }

  private static Locator notice(Page page, String words) {
    return page.locator(".announced").filter(new Locator.FilterOptions().setHasText(words));
  }
}
