package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A window of Debian's Chromium, with one page. Notes what a good page never does: errors in the
/// console, requests to elsewhere, scripts that run.
final class Window implements AutoCloseable {
  /// How long whatever is expected of a page may take: the machine may be busy.
  private static final double PATIENCE_MS = 120_000;

  private static Browser shared;

  private final Doorstep doorstep;
  private final Browser browser = chromium();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  Window(Doorstep doorstep) {
    this.doorstep = doorstep;
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    context = opened(new Browser.NewContextOptions());
    page = watched(context);
  }

  /// One for all windows: to start it costs more than most tests do, and contexts share nothing.
  /// It ends with this process, on whose pipe its driver listens.
  private static Browser chromium() {
    if (shared == null || !shared.isConnected()) {
      shared =
          Playwright.create(
                  new Playwright.CreateOptions()
                      .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(program())
                      .setTimeout(PATIENCE_MS)
                      .setArgs(
                          List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }
    return shared;
  }

  /// The one without a face where it is: the same pages for a third less of the machine.
  private static Path program() {
    Path faceless = Path.of("/usr/bin/chromium-headless-shell");
    return Files.isExecutable(faceless) ? faceless : Path.of("/usr/bin/chromium");
  }

  private BrowserContext opened(Browser.NewContextOptions options) {
    BrowserContext fresh = browser.newContext(options);
    contexts.add(fresh);
    return fresh;
  }

  /// Another browser, with no cookie of before.
  Page fresh(boolean runsScripts) {
    context.close();
    context = opened(new Browser.NewContextOptions().setJavaScriptEnabled(runsScripts));
    page = watched(context);
    complaints.clear();
    requests.clear();
    return page;
  }

  /// Another browser of this width, light or dark.
  Page fresh(int width, boolean isDark) {
    return fresh(width, isDark, "en-GB");
  }

  Page fresh(int width, boolean isDark, String language) {
    context.close();
    context =
        opened(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setLocale(language)
                .setColorScheme(isDark ? ColorScheme.DARK : ColorScheme.LIGHT));
    page = watched(context);
    complaints.clear();
    requests.clear();
    return page;
  }

  /// Another browser, of somebody who reads another language elsewhere.
  Page fresh(String language, String zone) {
    context.close();
    context = opened(new Browser.NewContextOptions().setLocale(language).setTimezoneId(zone));
    page = watched(context);
    complaints.clear();
    requests.clear();
    return page;
  }

  /// Somebody else's browser beside this one.
  Page another() {
    return watched(opened(new Browser.NewContextOptions()));
  }

  Page page() {
    return page;
  }

  /// The status with which it was answered; 200 where nothing was asked, within one page.
  int open(String path) {
    var answer = page.navigate(path.startsWith("http") ? path : doorstep.url + path);
    return answer == null ? 200 : answer.status();
  }

  void signIn(String name) {
    signIn(page, name);
  }

  void signIn(Page at, String name) {
    at.navigate(doorstep.url + "/auth/sign_in");
    Locator form = at.locator("form[action='/auth/sign_in']");
    form.locator("[name=login]").fill(name);
    form.locator("[name=password]").fill(Doorstep.PASSWORD);
    form.locator("button").click();
  }

  /// This browser is the one that has these cookies.
  void takes(Map<String, String> cookies) {
    context.clearCookies();
    context.addCookies(
        cookies.entrySet().stream()
            .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()).setUrl(doorstep.url))
            .toList());
  }

  /// A button of the page itself, not of its frame.
  void press(String words) {
    press(page, words);
  }

  private static void press(Page at, String words) {
    at.locator("main")
        .getByRole(
            com.microsoft.playwright.options.AriaRole.BUTTON,
            new com.microsoft.playwright.Locator.GetByRoleOptions().setName(words).setExact(true))
        .first()
        .click();
    // Where it leads to another page, that one is there, and not yet whole.
    at.waitForLoadState(com.microsoft.playwright.options.LoadState.DOMCONTENTLOADED);
  }

  /// Waits until the page is headed so: what was pressed may still be leading to it.
  void isHeaded(String words) {
    PlaywrightAssertions.assertThat(page.locator("h1").first()).hasText(words);
  }

  /// Waits until that place of the page says all of this.
  void says(String place, String... words) {
    for (String some : words) {
      PlaywrightAssertions.assertThat(page.locator(place).first()).containsText(some);
    }
  }

  List<String> requests() {
    return requests;
  }

  List<String> complaints() {
    return complaints;
  }

  void hasNothingToComplainOf() {
    assertThat(complaints).isEmpty();
  }

  private Page watched(BrowserContext of) {
    Page fresh = of.newPage();
    fresh.setDefaultTimeout(PATIENCE_MS);
    fresh.setDefaultNavigationTimeout(PATIENCE_MS);
    fresh.onConsoleMessage(
        message -> {
          // That a page says 403 or 422 is no fault of it.
          if (message.type().equals("error")
              && !message.text().startsWith("Failed to load resource")) {
            complaints.add(message.text());
          }
        });
    fresh.onPageError(complaints::add);
    fresh.onDialog(
        dialog -> {
          complaints.add("a script ran: " + dialog.message());
          dialog.dismiss();
        });
    fresh.onRequest(
        request -> {
          requests.add(request.url());
          String from = request.url().replaceFirst("^blob:", "");
          if (!request.isNavigationRequest() && !from.startsWith(doorstep.url + "/")) {
            complaints.add("asked for " + request.url());
          }
        });
    return fresh;
  }

  @Override
  public void close() {
    contexts.forEach(BrowserContext::close);
  }
}
