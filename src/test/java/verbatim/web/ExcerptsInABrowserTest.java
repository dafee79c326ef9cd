package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    assertThat(ann.locator("#m1 [data-black=none]")).isHidden();
    ann.locator("#m1 .tapwords input").first().focus();
    ann.keyboard().press("Space");
    ann.keyboard().press("Shift+ArrowRight");
    assertThat(ann.locator("#m1 .tapwords input:checked")).hasCount(2);
    assertThat(ann.locator("#m1 [data-black=none]")).isVisible();
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

    // A reader has it open before he answers: who else talked is not told.
    doorstep.person("tworeader");
    Page reader = window.another();
    window.signIn(reader, "tworeader");
    reader.navigate(ann.url());
    Locator read = reader.locator(".excerpt");
    assertThat(read.locator(".sealed")).hasCount(2);
    assertThat(read.locator(".state")).hasText("asked");
    org.assertj.core.api.Assertions.assertThat(reader.content())
        .doesNotContain("twoben", "Bring me", "father");
    assertThat(reader.locator("html[data-live=yes]")).hasCount(1);

    // He is told, and agrees to some words.
    Visitor told = Visitor.signedIn(doorstep, "twoben");
    Doorstep.until(
        "he is told",
        () -> told.get("/notifications").body().contains("would like to publish words of yours"));
    Page ben = window.another();
    window.signIn(ben, "twoben");
    ben.navigate(doorstep.url + "/notifications");
    link(ben, "would like to publish words of yours").click();
    assertThat(ben.locator(".answers details[open]")).hasCount(0);
    ben.locator(".answers summary").nth(1).click();
    ben.getByLabel("father,").check();
    button(ben, "Agree to the open words").click();
    assertThat(ben.locator(".note.yes")).containsText("You agreed to some words.");

    // Their pages are open all the while.
    assertThat(read).containsText("Bring me a number");
    assertThat(read).containsText("twoben");
    assertThat(read).not().containsText("father");
    assertThat(read.locator(".sealed")).hasCount(0);
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

    oneLetterShows(reader.context().newPage(), ann.url());

    button(ben, "Take my yes back").click();
    assertThat(ben.locator("main")).containsText("You took it back.");
    assertThat(ann.locator(".excerpt .state")).hasText("withdrawn on");
    assertThat(ann.locator(".excerpt")).not().containsText("Bring me a number");
    assertThat(ann.locator(".excerpt .sealed")).hasCount(2);
    assertThat(read.locator(".state")).hasText("withdrawn on");
    assertThat(read).not().containsText("Bring me a number");
    assertThat(read).not().containsText("twoben");
  }

  /// Both files as anybody downloads them; then one letter of one word is another.
  private void oneLetterShows(Page page, String excerptPage) {
    page.navigate(excerptPage);
    byte[] excerpt = downloaded(page, "a[download='excerpt.json']");
    FilePayload keys = file("keys.json", downloaded(page, "a[download='keys.json']"));
    page.navigate(doorstep.url + "/verify");
    page.locator("#check").waitFor();
    page.setInputFiles("#files", new FilePayload[] {file("excerpt.json", excerpt), keys});
    assertThat(page.locator("#verdict[data-exit='0']")).containsText("It fits.");
    byte[] changed = new String(excerpt, UTF_8).replace("number ", "nunber ").getBytes(UTF_8);
    org.assertj.core.api.Assertions.assertThat(changed).isNotEqualTo(excerpt);
    page.setInputFiles("#files", file("excerpt.json", changed));
    assertThat(page.locator("#verdict[data-exit='1']")).containsText("doesn’t fit");
    assertThat(page.locator("#shown")).containsText("Message 4 is not what its author signed.");
    assertThat(page.locator("#shown")).not().containsText("nunber");
    page.close();
  }

  private static byte[] downloaded(Page page, String link) {
    Download download = page.waitForDownload(() -> page.locator(link).first().click());
    try (InputStream bytes = download.createReadStream()) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FilePayload file(String name, byte[] bytes) {
    return new FilePayload(name, "application/json", bytes);
  }

  @Test
  void a_decline_looks_to_readers_and_to_whoever_asked_like_no_answer() {
    String annToken = doorstep.person("noann");
    String benToken = doorstep.person("noben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "noben");
    String declined = published(annToken, talk);
    String unanswered = published(annToken, talk);
    doorstep.person("noreader");
    Page reader = window.fresh(true);
    window.signIn("noreader");
    Page ann = window.another();
    window.signIn(ann, "noann");
    Page ben = window.another();
    window.signIn(ben, "noben");
    String toReader = text(reader, declined);
    String toHer = text(ann, declined);
    ben.navigate(doorstep.url + declined + "/answer");
    ben.locator("details:has(button[value=decline]) summary").click();
    ben.locator("button[value=decline]").click();
    assertThat(ben.locator("main")).containsText("You declined.");
    org.assertj.core.api.Assertions.assertThat(text(reader, declined))
        .isEqualTo(toReader)
        .isEqualTo(text(reader, unanswered))
        .contains("asked")
        .doesNotContain("noben", "Bring me", "eclined");
    org.assertj.core.api.Assertions.assertThat(text(ann, declined))
        .isEqualTo(toHer)
        .isEqualTo(text(ann, unanswered))
        .contains("asked")
        .doesNotContain("Bring me", "eclined");
  }

  @Test
  void a_denial_comes_onto_the_open_page_and_into_the_check_of_the_browser() {
    String annToken = doorstep.person("dbann");
    String benToken = doorstep.person("dbben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "dbben");
    String excerpt = published(annToken, talk);
    Page ann = window.fresh(true);
    window.signIn("dbann");
    ann.navigate(doorstep.url + excerpt);
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);
    Page ben = window.another();
    window.signIn(ben, "dbben");
    ben.navigate(doorstep.url + excerpt + "/answer");
    ben.locator("details:has(button[value=deny]) summary").click();
    ben.locator("button[value=deny]").click();
    assertThat(ben.locator("main")).containsText("You said in public");
    assertThat(ann.locator(".excerpt .denied")).containsText("dbben says: these are not my words");
    assertThat(ann.locator(".excerpt .said:has(.sealed) .by")).containsText("dbben");
    ann.navigate(doorstep.url + "/verify?excerpt=" + excerpt.replace("/excerpts/", ""));
    assertThat(ann.locator("#shown .denied")).containsText("Message 4: not shown here.");
    assertThat(ann.locator("#shown .denied"))
        .containsText("dbben says, with a signature: these are not my words.");
  }

  @Test
  void a_change_comes_onto_the_open_page_and_the_check_says_what_it_cannot_tell() {
    String annToken = doorstep.person("cbann");
    String benToken = doorstep.person("cbben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "cbben");
    String messages = "/api/v1/private" + talk + "/messages/";
    String excerpt = published(annToken, talk);
    Page ann = window.fresh(true);
    window.signIn("cbann");
    ann.navigate(doorstep.url + excerpt);
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);
    doorstep.json("PUT", messages + "3", annToken, Map.of("text", "The gulls pay."));
    assertThat(ann.locator(".excerpt")).containsText("Changed later by its author.");
    checked(ann, excerpt);
    assertThat(ann.locator("#verdict")).not().containsText("No letter was changed");
    assertThat(ann.locator("main")).containsText("whether an author changed or erased a message");
    assertThat(ann.locator("#shown")).not().containsText("Changed later");
    assertThat(ann.locator("#shown .box")).not().containsText("Z.");

    String both = published(annToken, talk, "5");
    checked(ann, both);
    assertThat(ann.locator("#shown")).containsText("Changed later by its author, in message 5.");
  }

  @Test
  void whoever_waits_for_an_answer_sees_it_come() {
    String annToken = doorstep.person("waann");
    String benToken = doorstep.person("waben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "waben");
    Page ann = window.fresh(true);
    window.signIn("waann");
    ann.navigate(doorstep.url + talk + "/excerpt?from=3&to=4");
    button(ann, "Look at it as readers will").click();
    button(ann, "Ask waben").click();
    assertThat(button(ann, "Publish now, with seals")).isVisible();
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);
    button(ann, "Publish now, with seals").focus();
    Page ben = window.another();
    window.signIn(ben, "waben");
    ben.navigate(ann.url().replace("/look", "/answer"));
    ben.locator("details:has(button[value=agree]) summary").first().click();
    ben.locator("button[value=agree]").click();
    assertThat(ben.locator(".note.yes")).containsText("You agreed.");
    assertThat(ann.locator("#heard")).hasText("There is an answer. This is how it stands now.");
    assertThat(ann.locator(".preview > .excerpt")).containsText("Bring me a number");
    assertThat(ann.locator("#publish")).hasText("Publish");
    assertThat(ann.locator("#publish")).isFocused();
    button(ben, "Take my yes back").click();
    assertThat(ann.locator(".preview > .excerpt .state")).hasText("withdrawn on");
    assertThat(ann.locator(".preview > .excerpt")).not().containsText("Bring me a number");
  }

  @Test
  void whoever_asked_whose_words_they_are_sees_the_answer_come() {
    String annToken = doorstep.person("whoseann");
    String benToken = doorstep.person("whoseben");
    String ben =
        doorstep
            .json("GET", "/api/v1/accounts/verify_credentials", benToken, Map.of())
            .get("id")
            .asString();
    doorstep.post("/api/v1/accounts/" + ben + "/follow", annToken, Map.of());
    Page page = window.fresh(true);
    window.signIn("whoseann");
    page.navigate(doorstep.url + "/word_questions/new?account=" + ben);
    assertThat(page.locator("main")).containsText("says that it was you who asked");
    page.locator("main textarea[name=text]").fill("I never counted the chairs in that hall");
    page.locator("main form button.primary").click();
    assertThat(page.locator("main")).containsText("No answer yet.");
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    Page his = window.another();
    window.signIn(his, "whoseben");
    his.navigate(page.url());
    his.locator("[name=answer][value=not_mine]").check();
    his.locator("main form button.primary").click();
    assertThat(page.locator("#heard")).hasText("There is an answer.");
    assertThat(page.locator(".check .note")).containsText("Not my words");
    assertThat(page.locator("main")).not().containsText("No answer yet.");
  }

  @Test
  void what_was_chosen_stays_so_also_when_one_comes_back() {
    String annToken = doorstep.person("keepann");
    String benToken = doorstep.person("keepben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "keepben");
    Page ann = window.fresh(true);
    window.signIn("keepann");
    ann.navigate(doorstep.url + talk + "/excerpt?from=1&to=3");
    ann.locator("#m1 .tapwords input").first().focus();
    ann.keyboard().press("Space");
    ann.locator("#m3").getByLabel("Leave this message out").check();
    ann.locator("#own").fill("About the boat.");
    ann.reload();
    isKept(ann);
    // So without scripts: the server has it.
    button(ann, "Look at it as readers will").click();
    link(ann, "Choose anew").click();
    isKept(ann);
    ann.evaluate("() => sessionStorage.clear()");
    ann.reload();
    isKept(ann);
    // Another stretch of it, of the same choice.
    link(ann, "End here").first().click();
    isKept(ann);
    // Nobody else's choice is brought.
    Page ben = window.another();
    window.signIn(ben, "keepben");
    ben.navigate(ann.url());
    assertThat(ben.locator("#own")).hasValue("");
    assertThat(ben.locator(".tapwords input:checked")).hasCount(0);
  }

  private static void isKept(Page page) {
    assertThat(page.locator("#m1 .tapwords input:checked")).hasCount(1);
    assertThat(page.locator("#m3").getByLabel("Leave this message out")).isChecked();
    assertThat(page.locator("#own")).hasValue("About the boat.");
  }

  @Test
  void of_two_answers_at_once_the_newer_one_stays() {
    String annToken = doorstep.person("quickann");
    String benToken = doorstep.person("quickben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "quickben");
    Page ann = window.fresh(true);
    window.signIn("quickann");
    ann.navigate(doorstep.url + talk + "/excerpt?from=3&to=4");
    button(ann, "Look at it as readers will").click();
    button(ann, "Ask quickben").click();
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);
    String answer = ann.url().replace("/look", "/answer");
    // Her page asks twice, and hears of both when both are on their way.
    List<Route> held = new ArrayList<>();
    List<APIResponse> heard = new ArrayList<>();
    ann.route(
        "**/look",
        route -> {
          heard.add(route.fetch());
          held.add(route);
        });
    Page ben = window.another();
    window.signIn(ben, "quickben");
    ben.navigate(answer);
    ben.locator("details:has(button[value=agree]) summary").first().click();
    ben.locator("button[value=agree]").click();
    ann.waitForCondition(() -> held.size() == 1);
    button(ben, "Take my yes back").click();
    ann.waitForCondition(() -> held.size() == 2);
    for (int i = 0; i < 2; i++) {
      held.get(i).fulfill(new Route.FulfillOptions().setResponse(heard.get(i)));
    }
    assertThat(ann.locator(".preview > .excerpt .state")).hasText("withdrawn on");
    assertThat(ann.locator(".preview > .excerpt")).not().containsText("Bring me a number");
    ann.unroute("**/look");
  }

  @Test
  void an_answer_comes_also_onto_a_page_that_was_refused() {
    String annToken = doorstep.person("oldann");
    String benToken = doorstep.person("oldben");
    String talk = ShowingAnExcerptTest.talk(doorstep, annToken, benToken, "oldben");
    Page ann = window.fresh(true);
    window.signIn("oldann");
    ann.navigate(doorstep.url + talk + "/excerpt?from=3&to=4");
    button(ann, "Look at it as readers will").click();
    button(ann, "Ask oldben").click();
    String answer = ann.url().replace("/look", "/answer");
    // What she saw is old: she is shown how it stands, at the address of the form.
    ann.evaluate("() => document.querySelectorAll('[name=stands]').forEach(e => e.value = 'old')");
    ann.locator("#publish").click();
    assertThat(ann.locator("main [role=alert]")).hasCount(1);
    assertThat(ann.locator("html[data-live=yes]")).hasCount(1);
    Page ben = window.another();
    window.signIn(ben, "oldben");
    ben.navigate(answer);
    ben.locator("details:has(button[value=agree]) summary").first().click();
    ben.locator("button[value=agree]").click();
    assertThat(ann.locator(".preview > .excerpt")).containsText("Bring me a number");
  }

  private void checked(Page page, String excerpt) {
    page.navigate(doorstep.url + "/verify?excerpt=" + excerpt.replace("/excerpts/", ""));
    assertThat(page.locator("#verdict[data-exit='0']")).containsText("It fits.");
  }

  private String published(String token, String talk) {
    return published(token, talk, "4");
  }

  private String published(String token, String talk, String to) {
    String all = "/api/v1/excerpts";
    String id =
        doorstep
            .post(
                all,
                token,
                Map.of(
                    "conversation",
                    talk.substring(talk.lastIndexOf('/') + 1),
                    "from",
                    "3",
                    "to",
                    to,
                    "status",
                    "We talked"))
            .get("id")
            .asString();
    doorstep.post(all + "/" + id + "/publish", token, Map.of("status", "We talked"));
    return "/excerpts/" + id;
  }

  /// All of the page that tells of it, but for numbers and times.
  private String text(Page page, String excerpt) {
    page.navigate(doorstep.url + excerpt);
    return page.locator(".sheet")
        .innerHTML()
        .replaceAll("(?s)<time.*?</time>", "")
        .replaceAll("\\d{15,}", "ID");
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
