package verbatim.web;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every page at three widths, light and dark, into `target/screenshots`, for people to look at.
/// `./verbatim test Photographs` makes them; `-Dpages=home,thread` only some.
@Tag("long")
class Photographs {
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
    Page page = window.fresh(width, theme.equals("DARK"));
    pages.strangers().forEach(shown -> take(page, shown, theme, width));
    window.signIn(pages.reader());
    pages.members().forEach(shown -> take(page, shown, theme, width));
    Page desk = window.fresh(width, theme.equals("DARK"));
    window.signIn(pages.moderator());
    PagesToShow.DESK.forEach(shown -> take(desk, shown, theme, width));
  }

  private static void take(Page page, PagesToShow.Shown shown, String theme, int width) {
    String wanted = System.getProperty("pages", "");
    if (!wanted.isEmpty() && !List.of(wanted.split(",")).contains(shown.name())) {
      return;
    }
    window.open(pages.path(shown.path()));
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(
                Path.of(
                    "target/screenshots",
                    shown.name() + "-" + width + "-" + theme.toLowerCase(Locale.ROOT) + ".png")));
  }
}
