package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every page of [PagesToShow]: nothing that axe finds fault with, nothing in the console, nothing
/// asked of another server, no sideways scrolling. With every cover and menu open.
class EveryPageTest {
  private static final String FAULTS =
      "contrast => axe.run(document, {resultTypes: ['violations'],"
          + " rules: {'color-contrast': {enabled: contrast}}}).then(r => r.violations.flatMap("
          + "v => v.nodes.map(n => v.id + ': ' + n.target + ' ' + n.html.slice(0, 160) + ' ' + "
          + "(n.any[0]?.message ?? ''))))";

  /// One menu of each kind, open alone: another one would close it. Kinds that were looked at on an
  /// earlier page are not looked at again, but where contrast is asked.
  private static final String MENUS =
      """
      async ([contrast, known]) => {
        const seen = new Set(known), faults = [];
        for (const menu of document.querySelectorAll('details.menu')) {
          const kind = menu.className + ' in ' + menu.parentElement.className;
          if (seen.has(kind) || !menu.getClientRects().length) continue;
          seen.add(kind);
          menu.open = true;
          await new Promise(done => setTimeout(done));
          const result = await axe.run(menu,
              {resultTypes: ['violations'], rules: {'color-contrast': {enabled: contrast}}});
          for (const violation of result.violations) {
            for (const node of violation.nodes) {
              faults.push(violation.id + ': ' + node.html.slice(0, 160));
            }
          }
          const list = menu.querySelector('ul')?.getBoundingClientRect();
          if (list && (list.left < 0 || list.right > document.documentElement.clientWidth)) {
            faults.push(kind + ' reaches from ' + list.left + ' to ' + list.right);
          }
          menu.open = false;
        }
        return {faults, kinds: [...seen]};
      }
      """;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String POLICY_OF_CONSENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

  private static final String HTMX =
      "{\"allowEval\":false,\"allowScriptTags\":false,\"includeIndicatorStyles\":false,"
          + "\"selfRequestsOnly\":true,\"historyCacheSize\":0,\"historyEnabled\":false,"
          + "\"scrollBehavior\":\"instant\",\"defaultSettleDelay\":0,\"timeout\":20000}";

  private static final String FOREIGN_SCRIPT =
      "<script(?! (defer |type=\"module\" )?src=\"/assets/)(?! type=\"application/ld[+]json\")";

  /// What is not answered with 200, and says so.
  private static final Map<String, Integer> REFUSED =
      Map.of("nothing-here", 404, "search-wrong", 422);

  /// The rule that costs more than all others together; the long run asks it of every page.
  private static final Set<String> CONTRAST_ALWAYS =
      Set.of("front", "sign-in", "home", "thread", "compose", "conversation", "settings", "desk");

  private static final int PHONE = 360;
  private static final String OPEN =
      "document.querySelectorAll('details:not(.menu)').forEach(d => d.open = true)";

  private static PagesToShow pages;
  private static Window window;
  private static String axe;

  @BeforeAll
  static void opened() throws IOException {
    pages = PagesToShow.shared();
    window = new Window(Doorstep.shared());
    try (InputStream in = EveryPageTest.class.getResourceAsStream("/web/axe.js")) {
      if (in == null) {
        throw new IllegalStateException("axe.js is not there");
      }
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @Test
  void can_be_read_by_everybody() {
    isFaultless(PHONE, false, CONTRAST_ALWAYS::contains);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"360, false", "360, true", "768, false", "1280, false", "1280, true"})
  void can_be_read_wide_and_in_the_dark_too(int width, boolean isDark) {
    isFaultless(width, isDark, _ -> true);
  }

  /// Words are longer there.
  @Tag("long")
  @Test
  void in_german_nothing_is_wider_than_a_phone() {
    List<String> faults = new ArrayList<>();
    pages.each(
        window,
        () -> window.fresh(PHONE, false, "de"),
        (page, shown) -> {
          window.open(pages.path(shown.path()));
          page.evaluate(OPEN);
          isNoWider(page, shown, PHONE, faults);
        });
    assertThat(faults).isEmpty();
  }

  /// Signed in, and signed out with any cookie.
  @Test
  void made_for_one_reader_is_kept_by_no_cache() {
    Visitor reader = new Visitor(Doorstep.shared());
    reader.signIn(pages.reader(), Doorstep.PASSWORD);
    for (PagesToShow.Shown shown : PagesToShow.ALL) {
      assertThat(control(reader, shown)).as(shown.name()).contains("private").contains("no-store");
    }
    Visitor stranger = new Visitor(Doorstep.shared());
    stranger.get("/auth/sign_in");
    for (PagesToShow.Shown shown : PagesToShow.ALL) {
      assertThat(control(stranger, shown)).as(shown.name()).contains("private");
    }
  }

  /// Whatever got into a page could neither run nor ask elsewhere.
  @Test
  void runs_nothing_that_is_not_ours_and_asks_nobody_else() {
    Visitor reader = Visitor.signedIn(Doorstep.shared(), pages.reader());
    Visitor moderator = Visitor.signedIn(Doorstep.shared(), pages.moderator());
    PagesToShow.ALL.forEach(shown -> isStrict(reader, shown));
    PagesToShow.ALL.stream()
        .filter(shown -> !shown.isSignedIn())
        .forEach(shown -> isStrict(new Visitor(Doorstep.shared()), shown));
    PagesToShow.DESK.forEach(shown -> isStrict(moderator, shown));
  }

  private static void isStrict(Visitor visitor, PagesToShow.Shown shown) {
    HttpResponse<String> answer = visitor.get(pages.path(shown.path()));
    if (answer.statusCode() == 303) {
      return;
    }
    String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
    // An app that is let in may live anywhere.
    assertThat(policy.replaceFirst("form-action 'self' https:", "form-action 'self'"))
        .as(shown.name())
        .isEqualTo(shown.name().equals("authorize") ? POLICY_OF_CONSENT : POLICY);
    if (answer.body().contains("/htmx.js")) {
      assertThat(answer.body())
          .as(shown.name())
          .contains("<meta name=\"htmx-config\" content='" + HTMX + "'>");
    }
    assertThat(answer.body())
        .as(shown.name())
        .doesNotContainPattern(FOREIGN_SCRIPT)
        .doesNotContain("<style", " onclick=", " hx-on");
  }

  private static String control(Visitor visitor, PagesToShow.Shown shown) {
    return visitor.get(pages.path(shown.path())).headers().firstValue("Cache-Control").orElse("");
  }

  private static void isFaultless(int width, boolean isDark, Predicate<String> isContrastAsked) {
    List<String> faults = new ArrayList<>();
    Set<Object> menus = new LinkedHashSet<>();
    pages.each(
        window,
        () -> window.fresh(width, isDark),
        (page, shown) -> look(page, shown, width, isContrastAsked, menus, faults));
    assertThat(faults).isEmpty();
    window.hasNothingToComplainOf();
  }

  private static void look(
      Page page,
      PagesToShow.Shown shown,
      int width,
      Predicate<String> isContrastAsked,
      Set<Object> menus,
      List<String> faults) {
    int status = window.open(pages.path(shown.path()));
    if (status != REFUSED.getOrDefault(shown.name(), 200)) {
      faults.add(shown.name() + " answers " + status);
    }
    page.evaluate(OPEN);
    page.evaluate(axe);
    if (page.evaluate(FAULTS, isContrastAsked.test(shown.name())) instanceof List<?> found) {
      found.forEach(fault -> faults.add(shown.name() + ": " + fault));
    }
    boolean isContrastToo = isContrastAsked.test(shown.name());
    List<Object> known = isContrastToo ? List.of() : List.copyOf(menus);
    if (page.evaluate(MENUS, List.of(isContrastToo, known)) instanceof Map<?, ?> found) {
      menus.addAll((List<?>) found.get("kinds"));
      ((List<?>) found.get("faults"))
          .forEach(fault -> faults.add(shown.name() + ", a menu: " + fault));
    }
    isNoWider(page, shown, width, faults);
  }

  private static void isNoWider(
      Page page, PagesToShow.Shown shown, int width, List<String> faults) {
    int wide = (Integer) page.evaluate("document.documentElement.scrollWidth");
    if (wide > width) {
      faults.add(shown.name() + " is " + wide + " px wide at " + width);
    }
  }
}
