package verbatim.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every page at three widths, light and dark, into `target/screenshots`, for people to look at.
/// `./verbatim test Photographs` makes them; `-Dpages=home,thread` only some, `-Dlooks=LIGHT360`
/// only so, `-Dlanguage=de` in German.
@Tag("long")
class Photographs {
  private static final String LANGUAGE = System.getProperty("language", "en");
  private static PagesToShow pages;
  private static Window window;

  @BeforeAll
  static void opened() {
    pages = PagesToShow.shared();
    window = new Window(Doorstep.shared());
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @ParameterizedTest
  @CsvSource({"LIGHT,360", "LIGHT,768", "LIGHT,1280", "DARK,360", "DARK,768", "DARK,1280"})
  void of_every_page(String theme, int width) {
    if (!PagesToShow.isWanted("looks", theme + width)) {
      return;
    }
    pages.each(
        window,
        () -> window.fresh(width, theme.equals("DARK"), LANGUAGE),
        (page, shown) -> take(page, shown, theme, width));
  }

  private static void take(Page page, PagesToShow.Shown shown, String theme, int width) {
    window.open(pages.path(shown.path()));
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(
                Path.of(
                    "target/screenshots",
                    shown.name()
                        + "-"
                        + width
                        + "-"
                        + theme.toLowerCase(Locale.ROOT)
                        + (LANGUAGE.equals("en") ? "" : "-" + LANGUAGE)
                        + ".png")));
  }

  /// As they come out of a printer.
  @Test
  void of_what_is_printed() {
    Page page = window.fresh(800, false, LANGUAGE);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    for (String name : List.of("article-stranger", "thread-stranger", "excerpt-stranger")) {
      pages.strangers().stream()
          .filter(shown -> shown.name().equals(name))
          .forEach(shown -> take(page, shown, "PRINT", 800));
    }
  }
}
