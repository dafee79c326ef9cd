package verbatim.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verbatim.sx1.Excerpt;
import verbatim.sx1.ExcerptsToCheck;

/// A reader has two files, and a browser.
class CheckingInTheBrowserTest {
  private static Window window;
  private final Excerpt excerpt = ExcerptsToCheck.fitting();
  private final FilePayload keys = file("keys.json", ExcerptsToCheck.keys());

  @BeforeAll
  static void opened() {
    window = new Window(Doorstep.shared());
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  private static FilePayload file(String name, byte[] bytes) {
    return new FilePayload(name, "application/json", bytes);
  }

  private static Page page() {
    Page page = window.fresh(360, false);
    window.open("/verify");
    page.locator("#check").waitFor();
    return page;
  }

  private static Locator verdict(Page page, int exit) {
    Locator verdict = page.locator("#verdict[data-exit='" + exit + "']");
    verdict.waitFor();
    return verdict;
  }

  private byte[] changed() {
    return new String(excerpt.bytes(), UTF_8).replaceFirst("\"ms\":1", "\"ms\":2").getBytes(UTF_8);
  }

  @Test
  void the_files_are_checked_and_go_nowhere() {
    Page page = page();
    page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
    int before = window.requests().size();
    page.setInputFiles("#files", new FilePayload[] {file("excerpt.json", excerpt.bytes()), keys});

    assertThat(verdict(page, 0).innerText()).contains("It fits.");
    String shown = page.locator("#shown").innerText();
    assertThat(shown)
        .contains("not shown here: left out, erased or sealed")
        .contains("odoric")
        .contains("confirmed by the author");
    assertThat(page.locator("#shown .seal").count()).isPositive();
    assertThat(shown).doesNotContain("\u202e");
    assertThat(window.requests()).hasSize(before);
    window.hasNothingToComplainOf();
  }

  @Test
  void the_words_of_one_that_does_not_fit_are_not_shown() {
    Page page = page();
    page.setInputFiles("#files", new FilePayload[] {keys, file("excerpt.json", changed())});
    assertThat(verdict(page, 1).innerText())
        .contains("doesn’t fit: don’t trust")
        .contains("its time lies before that of an earlier message");
    assertThat(page.locator("#shown").innerText()).isBlank();
  }

  @Test
  void without_keys_it_cannot_be_told_until_they_are_there() {
    Page page = page();
    page.setInputFiles("#files", file("excerpt.json", excerpt.bytes()));
    assertThat(verdict(page, 2).innerText()).contains("can’t be checked");
    assertThat(page.locator("#shown .grade").first().innerText()).contains("can’t be checked");
    page.setInputFiles("#files", keys);
    verdict(page, 0);
    page.setInputFiles("#files", file("keys.json", "{".getBytes(UTF_8)));
    page.locator("#verdict").getByText("The file of keys cannot be read").waitFor();
  }

  @Test
  void files_may_be_dropped_anywhere() {
    Page page = page();
    page.evaluate(
        """
        ([excerpt, keys]) => {
          const data = new DataTransfer();
          data.items.add(new File([excerpt], 'excerpt.json'));
          data.items.add(new File([keys], 'keys.json'));
          document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
        }
        """,
        List.of(new String(excerpt.bytes(), UTF_8), new String(ExcerptsToCheck.keys(), UTF_8)));
    verdict(page, 0);
  }

  @Test
  void without_scripts_it_says_what_to_type() {
    Page page = window.fresh(false);
    window.open("/verify");
    assertThat(page.locator("main").innerText())
        .contains("./verbatim excerpt verify excerpt.json --keys keys.json");
    page.locator("#check")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  @Test
  void the_verifier_in_the_browser_says_what_the_one_in_java_says() {
    Page page = page();
    List<ExcerptsToCheck.Case> cases = ExcerptsToCheck.cases(20, 12);
    List<String> documents = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (ExcerptsToCheck.Case one : cases) {
      documents.add(Base64.getEncoder().encodeToString(one.document()));
      expected.add(one.verdict());
    }
    Object said =
        page.evaluate(
            """
            async ({documents, keys}) => {
              const address = document.querySelector('script[src$="/verify.js"]').src.replace('verify.js', 'sx1.js');
              const sx1 = await import(address), known = sx1.readKeys(new TextEncoder().encode(keys)), said = [];
              for (const one of documents) {
                const result = await sx1.verify(Uint8Array.from(atob(one), (c) => c.charCodeAt(0)), known);
                said.push(`${result.exit} ${sx1.verdict(result)}`);
              }
              return said;
            }
            """,
            Map.of("documents", documents, "keys", new String(ExcerptsToCheck.keys(), UTF_8)));
    assertThat(said).isEqualTo(expected);
  }
}
