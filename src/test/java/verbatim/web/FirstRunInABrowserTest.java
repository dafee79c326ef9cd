package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import verbatim.Waiting;

/// Somebody starts a server, opens the link that it prints on a phone, and is led to the end;
/// without scripts, and with them to see that axe finds no fault.
class FirstRunInABrowserTest {
  private Doorstep doorstep;
  private Window window;
  private String axe;

  @BeforeEach
  void opened() throws IOException {
    doorstep = Doorstep.open(true, Map.of());
    window = new Window(doorstep);
    try (InputStream in = FirstRunInABrowserTest.class.getResourceAsStream("/web/axe.js")) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void closed() {
    window.close();
    doorstep.close();
  }

  private String link() throws IOException {
    // All of its line, with the end.
    Pattern line = Pattern.compile("(/setup\\?code=\\S+)\\s");
    Matcher link = line.matcher(Waiting.until("the link", this::log, l -> line.matcher(l).find()));
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  private String log() {
    try {
      return doorstep.log();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void isFaultless(Page page) {
    page.waitForLoadState();
    page.evaluate(axe);
    assertThat(
            (List<?>)
                page.evaluate(
                    "() => axe.run(document, {resultTypes: ['violations']}).then(r =>"
                        + " r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html)))"))
        .as(page.url())
        .isEmpty();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(360);
  }

  /// With all that an owner has, and without scripts.
  private static void everyPlaceIsReachedInALowWindow(Page page) {
    for (int width : new int[] {800, 1280}) {
      page.setViewportSize(width, 640);
      for (String foot : List.of(".rail .me", ".rail .out")) {
        assertThat(page.locator(foot))
            .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
      }
      Locator lists = page.locator(".rail a[href='/lists']");
      assertThat(lists).isHidden();
      page.locator(".rail .rest > summary").click();
      lists.click();
      assertThat(page).hasURL(Pattern.compile(".*/lists"));
      assertThat(lists).hasAttribute("aria-current", "page");
      page.goBack();
    }
    page.setViewportSize(360, 780);
  }

  @Test
  void the_owner_is_led_from_the_printed_link_to_the_people_of_the_town() throws IOException {
    String link = link();
    Page page = window.fresh(360, false);
    window.open("/");
    assertThat(page.locator("main")).containsText("The link that makes you its owner stands where");
    window.open(link);
    isFaultless(page);
    page.getByLabel("The name you want").fill("boss");
    page.getByLabel("Mail address").fill("boss@mail.example");
    page.getByLabel("Password").fill(Doorstep.PASSWORD);
    window.press("Make my account");
    assertThat(page.locator("h1")).hasText("What is this server?");
    isFaultless(page);
    page.getByLabel("Its name").fill("Harbour talk");
    page.getByLabel("What it is for").fill("For whoever lives by the water.");
    window.press("Keep and go on");
    assertThat(page.locator("h1")).hasText("What holds here?");
    isFaultless(page);
    window.press("Keep and go on");
    assertThat(page.locator("h1")).hasText("Who may join?");
    isFaultless(page);
    page.getByLabel("Whoever you let in").check();
    window.press("Done");
    assertThat(page.locator("h1")).hasText("Welcome to Harbour talk");
    // There is nobody to be proposed: whoever is alone is told how others come.
    assertThat(page.locator("main"))
        .containsText("Nobody else is here yet. Tell those whom you want here its address");
    assertThat(page.locator("main")).not().containsText("Some to begin with");
    isFaultless(page);
    // Where nobody lets himself be found, newcomers find nobody: it is asked.
    window.press("Yes, me and my public posts");
    assertThat(page).hasURL(doorstep.url + "/welcome");
    assertThat(page.locator("h1")).hasText("Welcome to Harbour talk");
    assertThat(page.locator("main")).not().containsText("May others find you?");
    window.open("/settings/privacy");
    assertThat(page.locator("[name=discoverable]")).isChecked();
    assertThat(page.locator("[name=indexable]")).isChecked();
    window.open("/");
    assertThat(page.locator("main")).not().containsText("The link that makes you its owner");
    everyPlaceIsReachedInALowWindow(page);
    window.open("/about");
    assertThat(page.locator("main")).containsText("For whoever lives by the water.");
    window.open("/desk/audit");
    assertThat(page.locator("main").innerText())
        .contains("registrations", "rules", "name: Verbatim → Harbour talk, description");

    Page other = window.fresh(false);
    window.open(link);
    assertThat(other.locator("h1")).hasText("This link does not count");
    window.open("/auth/sign_up");
    assertThat(other.locator("main")).containsText("Why would you like to join?");
    window.hasNothingToComplainOf();
    assertThat(doorstep.log().split(Pattern.quote(link.substring(link.indexOf('=') + 1)), -1))
        .as("the code stands in the greeting and in no line of the log")
        .hasSize(2);
  }
}
