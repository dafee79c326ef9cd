package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The pages as an app, and what one chooses in them, in real Chromium: what is kept on the device
/// is nobody's, and goes at sign-out; the look holds before the first script runs; a portrait is
/// hung and taken off.
class InstallingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  @AfterEach
  void nothing_to_complain_of() {
    window.hasNothingToComplainOf();
  }

  @Test
  void it_can_be_installed() {
    Visitor visitor = new Visitor(doorstep);
    HttpResponse<String> answer = visitor.get("/manifest.webmanifest");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/manifest+json");
    JsonNode manifest = JSON.readTree(answer.body());
    assertThat(manifest.get("name").asString()).isEqualTo("Ternhaven");
    assertThat(manifest.get("start_url").asString()).isEqualTo("/");
    for (JsonNode icon : manifest.get("icons")) {
      HttpResponse<String> picture = visitor.get(icon.get("src").asString());
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
    }
    assertThat(manifest.get("icons").findValuesAsString("purpose")).contains("any", "maskable");
    HttpResponse<String> worker = visitor.get("/service-worker.js");
    assertThat(worker.headers().firstValue("Content-Security-Policy"))
        .contains("default-src 'self'; frame-ancestors 'none'");
    assertThat(visitor.get("/about").body())
        .contains("rel=\"manifest\"", "name=\"theme-color\"", "#fefefc", "#191c21");
    HttpResponse<String> offline = visitor.get("/offline");
    assertThat(offline.body()).contains("You are offline").doesNotContain("form_token");
    assertThat(offline.headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void without_a_network_a_page_says_so_and_nothing_of_anybody_is_kept() {
    doorstep.person("offliner");
    Page page = window.fresh(true);
    window.signIn("offliner");
    page.evaluate("navigator.serviceWorker.ready.then(r => r.active.state)");
    page.waitForFunction("() => navigator.serviceWorker.controller !== null");
    window.open("/home");
    window.open("/settings/security");
    List<?> kept =
        (List<?>)
            page.evaluate(
                """
                caches.keys().then(names => Promise.all(names.map(n => caches.open(n)))).then(all =>
                  Promise.all(all.map(c => c.keys()))).then(k => k.flat().map(r => new URL(r.url).pathname))
                """);
    assertThat(kept).hasSize(3).allMatch(path -> path.toString().matches("/offline|/assets/.*"));
    page.context().setOffline(true);
    page.navigate(doorstep.url + "/home");
    assertThat(page.locator("h1")).hasText("You are offline");
    page.context().setOffline(false);
    page.getByText("Try again").click();
    assertThat(page.locator("h1")).hasText("Home");
    page.locator("button.out").click();
    assertThat(page.locator("h1")).hasText("Ternhaven");
    page.waitForFunction(
        "async () => (await caches.keys()).length === 0"
            + " && (await navigator.serviceWorker.getRegistrations()).length === 0");
  }

  @ParameterizedTest
  @CsvSource({"lookscript, true, 1280", "lookbare, false, 360"})
  void the_look_is_there_before_any_script(String who, boolean runsScripts, int width) {
    doorstep.person(who);
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.signIn(who);
    window.open("/settings");
    page.locator("main a[href='/settings/appearance']").click();
    page.getByLabel("Dark", new Page.GetByLabelOptions().setExact(true)).check();
    page.getByLabel("Larger", new Page.GetByLabelOptions().setExact(true)).check();
    page.getByLabel("Stronger contrast").check();
    page.getByLabel("No motion").check();
    window.press("Save");
    assertThat(page.locator(".toast")).containsText("Saved.");
    window.open("/home");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    if (runsScripts) {
      Map<?, ?> is =
          (Map<?, ?>)
              page.evaluate(
                  """
                  () => ({
                    sheet: getComputedStyle(document.querySelector('.main')).backgroundColor,
                    size: getComputedStyle(document.documentElement).fontSize,
                    edge: getComputedStyle(document.querySelector('main .btn')).borderTopWidth,
                    motion: getComputedStyle(document.querySelector('main .btn')).transitionDuration
                  })
                  """);
      assertThat(is.get("sheet")).isEqualTo("rgb(0, 0, 0)");
      assertThat(is.get("size")).isEqualTo("20px");
      assertThat(is.get("edge")).isEqualTo("2px");
      assertThat(is.get("motion")).isEqualTo("0s");
    }
  }

  @ParameterizedTest
  @CsvSource({"hangscript, true, 1280", "hangbare, false, 360"})
  void a_portrait_and_a_banner_are_hung_and_taken_off(String who, boolean runsScripts, int width) {
    String token = doorstep.person(who);
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.signIn(who);
    window.open("/settings/profile");
    FilePayload picture = new FilePayload("me.png", "image/png", Drawings.png(640, 480));
    page.locator("input[name=avatar]").setInputFiles(picture);
    page.locator("input[name=header]").setInputFiles(picture);
    window.press("Save");
    assertThat(page.locator(".toast")).containsText("Saved.");
    assertThat(profile(token).get("avatar").asString()).contains("/media/");
    assertThat(profile(token).get("header").asString()).contains("/media/");
    window.open("/@" + who);
    assertThat(page.locator(".banner img")).isVisible();
    window.open("/settings/profile");
    page.getByLabel("Take the portrait off").check();
    page.getByLabel("Take this picture off").check();
    window.press("Save");
    assertThat(page.locator(".toast")).containsText("Saved.");
    assertThat(profile(token).get("avatar").asString()).doesNotContain("/media/");
    assertThat(profile(token).get("header").asString()).doesNotContain("/media/");
    page.locator("input[name=avatar]")
        .setInputFiles(new FilePayload("not.png", "image/png", "no picture".getBytes()));
    window.press("Save");
    assertThat(page.locator(".err").first()).isVisible();
  }

  private JsonNode profile(String token) {
    return doorstep.json("GET", "/api/v1/accounts/verify_credentials", token, Map.of());
  }
}
