package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a piece of a page could do that the scripts put into it (attack web-01).
class SwappedIntoAPageTest {
  /// As if the server had been brought to answer it: nothing that it says may run.
  private static final String PIECE =
      """
      <p id="came">It came.</p>
      <script>alert('inline')</script>
      <script src="https://evil.test/a.js"></script>
      <img src="/nothing-there.png" onerror="alert('onerror')">
      <p hx-on:htmx:load="alert('hx-on')" hx-on--load="alert('hx-on')">x</p>
      <p hx-get="https://evil.test/b" hx-trigger="load">x</p>
      <p hx-get="/search/suggest?q=filter" hx-trigger="load[alert('filter')]">x</p>
      <p hx-get="/search/suggest?q=vals" hx-trigger="load" hx-vals="js:{a: alert('vals')}">x</p>
      <a id="press" href="#x" onclick="alert('onclick')" hx-on:click="alert('pressed')">press</a>
      """;

  private static Window window;

  @BeforeAll
  static void opened() {
    window = new Window(Doorstep.shared());
    Doorstep.shared().person("swapper");
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @Test
  void runs_nothing_and_asks_nobody_else() {
    Page page = window.fresh(true);
    window.signIn("swapper");
    window.open("/search");
    page.route(
        "**/search/suggest?q=boat",
        route ->
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(PIECE)));
    page.locator("#q").first().fill("boat");
    assertThat(page.locator("#came").first()).hasText("It came.");
    page.locator("#press").first().click();
    page.waitForFunction("() => location.hash === '#x'");
    assertThat(window.complaints()).noneMatch(said -> said.startsWith("a script ran"));
    assertThat(window.requests()).noneMatch(url -> url.contains("evil.test"));
  }
}
