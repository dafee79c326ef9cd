package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two people at once in real Chromium: she shows part of their talk, and what he says opens and
/// closes the seals on her open page.
class ExcerptsInABrowserTest {
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
  void a_seal_opens_in_place_when_the_other_agrees_and_closes_when_he_thinks_again() {
    String annToken = doorstep.person("twoann");
    String benToken = doorstep.person("twoben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "twoben");
    Page ann = window.fresh(true);
    window.signIn("twoann");

    // She chooses: draws over words, leaves a message out, and hears that she repeats him.
    ann.navigate(doorstep.url + talk);
    ann.locator(".head .menu summary").click();
    link(ann, "Publish an excerpt").click();
    assertThat(ann.locator("#m1 .tapwords input").first()).isAttached();
    ann.locator("#m1 .tapwords input").first().focus();
    ann.keyboard().press("Space");
    ann.keyboard().press("Shift+ArrowRight");
    assertThat(ann.locator("#m1 .tapwords input:checked")).hasCount(2);
    ann.locator("#m3").getByLabel("Leave this message out").check();
    assertThat(ann.locator("#m3 .gap")).isVisible();
    ann.locator("#own").fill("Bring me a number I can say out loud at the vote, he wrote.");
    assertThat(ann.locator("#warnings")).containsText("Your text repeats");
    ann.locator("#own").fill("We talked about the boat.");
    assertThat(ann.locator("#warnings")).hasText("");
    button(ann, "Look at it as readers will").click();

    Locator preview = ann.locator(".preview > .excerpt");
    assertThat(preview).containsText("1 message left out here");
    assertThat(preview.locator(".sealed")).hasCount(2);
    assertThat(preview).not().containsText("Bring me");
    button(ann, "Ask twoben, and publish now with seals").click();
    Locator shown = ann.locator("#here .excerpt");
    assertThat(shown.locator(".sealed")).hasCount(2);
    assertThat(shown.locator(".state")).hasText("asked");
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);

    // He is told, and agrees to some words.
    Page ben = window.another();
    window.signIn(ben, "twoben");
    ben.navigate(doorstep.url + "/notifications");
    link(ben, "would like to publish words of yours").click();
    assertThat(ben.locator(".answers details[open]")).hasCount(0);
    ben.locator(".answers summary").nth(1).click();
    ben.getByLabel("father,").check();
    button(ben, "Agree to the open words").click();
    assertThat(ben.locator(".note.yes")).containsText("You agreed to some words.");

    // Her page is open all the while.
    assertThat(shown).containsText("Bring me a number");
    assertThat(shown).not().containsText("father");
    assertThat(shown.locator(".sealed")).hasCount(0);
    assertThat(shown.locator(".state")).hasText("agreed to some words");

    // Anybody can do the sums.
    shown.getByText("Check it yourself").click();
    link(ann, "Check it in this browser").click();
    assertThat(ann.locator("#verdict")).containsText("It fits.");
    assertThat(ann.locator("#shown")).containsText("Bring me a number");
    ann.goBack();
    assertThat(ann.locator(".excerpt")).containsText("Bring me a number");
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);

    button(ben, "Take my yes back").click();
    assertThat(ben.locator("main")).containsText("You took it back.");
    assertThat(ann.locator(".excerpt .state")).hasText("withdrawn on");
    assertThat(ann.locator(".excerpt")).not().containsText("Bring me a number");
    assertThat(ann.locator(".excerpt .sealed")).hasCount(2);
  }

  private static Locator button(Page page, String name) {
    return page.locator("main")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }

  private static Locator link(Page page, String name) {
    return page.locator("main")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name))
        .first();
  }
}
