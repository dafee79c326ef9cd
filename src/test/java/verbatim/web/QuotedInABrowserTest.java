package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody is quoted in an article and gathered into a story: who writes, who reads and who is
/// quoted sit in real Chromium, with scripts and without, wide and narrow.
class QuotedInABrowserTest {
  private static final Doorstep DOORSTEP = Doorstep.shared();
  private static final String SAID = "The heron cant wait for the last lamp of the night";
  private static final String NOW = "The heron will sleep before the last lamp of the night";
  private static final int TRIES_MAX = 240;

  private static Window desk;
  private static Window street;

  @BeforeAll
  static void opened() throws IOException, InterruptedException {
    DOORSTEP.person("qmoderator");
    DOORSTEP.command("account", "role", "qmoderator", "moderator");
    desk = new Window(DOORSTEP);
    street = new Window(DOORSTEP);
  }

  @AfterAll
  static void closed() {
    desk.close();
    street.close();
  }

  private static Page signedIn(Window window, String name, boolean runsScripts, int width) {
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.signIn(name);
    assertThat(page.locator("h1")).hasText("Home");
    return page;
  }

  private static Page stranger(Window window, boolean runsScripts, int width) {
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    return page;
  }

  /// What is worked out behind a page is there after a while.
  private static void reloadedUntil(Page page, Locator there) {
    for (int tries = 0; tries < TRIES_MAX && there.count() == 0; tries++) {
      page.waitForTimeout(250);
      page.reload();
    }
    assertThat(there.first()).isVisible();
  }

  private static String gathered(String name) {
    String token = DOORSTEP.person(name);
    DOORSTEP.json(
        "PATCH", "/api/v1/accounts/update_credentials", token, Map.of("source[gather]", "true"));
    return token;
  }

  @ParameterizedTest
  @CsvSource({"qwide, true, 1280", "qbare, false, 360"})
  void an_article_is_written_checked_published_read_and_answered(
      String who, boolean runsScripts, int width) {
    String poet = gathered(who + "poet");
    DOORSTEP.person(who + "pen");
    String said = SAID + " in " + who;
    var post = DOORSTEP.post("/api/v1/statuses", poet, Map.of("status", said));

    // Written, with the post shown in it and its words quoted with another letter.
    Page pen = signedIn(desk, who + "pen", runsScripts, width);
    desk.open("/articles");
    desk.press("Begin an article");
    assertThat(pen.locator("#body")).isVisible();
    pen.locator("#title").fill("Lamps of " + who);
    pen.locator("#body")
        .fill("@" + who + "poet wrote: “" + said.replace("cant", "can't") + "” and left.");
    pen.locator("summary").filter(has("Embed words of others")).click();
    pen.locator("#url").fill(post.get("url").asString());
    pen.locator("button[name=do][value=embed]").click();
    assertThat(pen.locator("#body")).hasValue(Pattern.compile("embed:1"));
    desk.press("Check quotations");
    assertThat(pen).hasURL(Pattern.compile("/quotecheck/working$"));
    Locator use = pen.locator("main button").filter(has("Use the source’s words"));
    reloadedUntil(pen, use);
    assertThat(pen.locator("#quotation-1 .here").first()).containsText("can't");
    assertThat(pen.locator("#quotation-1 .src").first()).containsText("cant");
    use.click();
    assertThat(pen.locator("#quotation-1 > header")).containsText("✓");
    pen.locator("a.crumb").click();
    assertThat(pen.locator("#body")).hasValue(Pattern.compile("“" + said + "”"));
    desk.press("Publish");
    assertThat(pen.locator("h1")).hasText("Lamps of " + who);
    assertThat(pen).hasURL(Pattern.compile("/articles/\\d+$"));
    String address = pen.url();

    // Read: from the mark to the report, and from there to the source.
    Page reader = stranger(street, runsScripts, width);
    street.open(address);
    assertThat(reader.locator(".prose blockquote")).containsText(said);
    assertThat(reader.locator(".byline")).containsText("1 of 1 quotations checked");
    Locator mark = reader.locator(".prose a.qm");
    assertThat(mark).hasText("✓");
    mark.click();
    assertThat(reader).hasURL(Pattern.compile("#quotation-1$"));
    reader.locator("#quotation-1 a").filter(has("Open the source")).click();
    assertThat(reader.locator("#here")).containsText(said);

    // Answered by whoever is quoted.
    Page quoted = signedIn(street, who + "poet", runsScripts, width);
    street.open(address);
    quoted.locator("summary").filter(has("You are quoted here")).click();
    quoted.locator("main textarea[name=text]").fill("And it had no choice, in " + who);
    street.press("Say it in public");
    assertThat(quoted.locator("#quotation-1")).containsText("And it had no choice, in " + who);
    desk.open(address);
    assertThat(pen.locator("#quotation-1")).containsText(who + "poet says: I said");

    // And changed at its source: the report follows, and so does the copy in the article.
    DOORSTEP.json(
        "PUT",
        "/api/v1/statuses/" + post.get("id").asString(),
        poet,
        Map.of("status", NOW + " in " + who));
    reloadedUntil(
        pen, pen.locator("#quotation-1").filter(has("in an earlier wording; it was edited since")));
    reloadedUntil(pen, pen.locator(".embed .state").filter(has("Its author has edited the post")));
    desk.hasNothingToComplainOf();
    street.hasNothingToComplainOf();
  }

  @ParameterizedTest
  @CsvSource({"pwide, true, 1280", "pbare, false, 360"})
  void an_article_of_somebody_else_is_pasted_and_compared(
      String who, boolean runsScripts, int width) {
    DOORSTEP.person(who + "reader");
    Page page = signedIn(desk, who + "reader", runsScripts, width);
    desk.open("/articles");
    page.locator("main a[href='/quotecheck']").first().click();
    desk.isHeaded("Check an article");
    page.locator("#qt").fill("“The boat leave's at nine and nobody waits for it,” he wrote.");
    Locator copies = page.locator("#qe1");
    if (!copies.isVisible()) {
      page.locator("form details > summary").first().click();
    }
    page.locator("#qa1").fill("The ferryman");
    copies.fill("The boat leaves at nine and nobody waits for it");
    desk.press("Check it");
    assertThat(page.locator("#quotation-1 .tag")).hasText("Differs: spelling");
    assertThat(page.locator("#quotation-1 .here")).containsText("leave's");
    assertThat(page.locator("#quotation-1 .src")).containsText("leaves");
    assertThat(page.locator("#quotation-1")).containsText("a copy, not checked at the source");
    // What was pasted is still there, to be checked again.
    assertThat(page.locator("#qt")).hasValue(Pattern.compile("leave's at nine"));
    desk.hasNothingToComplainOf();
  }

  @ParameterizedTest
  @CsvSource({"swide, true, 1280", "sbare, false, 360"})
  void a_story_is_begun_filled_published_followed_and_left(
      String who, boolean runsScripts, int width) {
    String speaker = gathered(who + "speaker");
    DOORSTEP.person(who + "keeper");
    DOORSTEP.person(who + "follower");
    String first = "The " + who + " keeper left the harbour lamp unlit on Thursday";
    String like = "The " + who + " keeper says the harbour lamp was lit on Thursday";
    String begun =
        DOORSTEP.post("/api/v1/statuses", speaker, Map.of("status", first)).get("id").asString();
    DOORSTEP.post("/api/v1/statuses", speaker, Map.of("status", like));

    // Begun from a post, filled with what is suggested and with words that nobody has.
    Page keeper = signedIn(desk, who + "keeper", runsScripts, width);
    desk.open("/@" + who + "speaker/" + begun);
    keeper.locator("#here details.menu > summary").click();
    keeper.locator("#here a").filter(has("Put into a story")).click();
    desk.isHeaded("Begin a story");
    keeper.locator("#ti").fill("The lamp of " + who);
    desk.press("Begin a story");
    desk.isHeaded("The lamp of " + who);
    Locator suggested = keeper.locator("section[aria-labelledby=su] li").filter(has(like));
    reloadedUntil(keeper, suggested);
    suggested.locator("button[name=thing]").first().click();
    assertThat(keeper.locator("ol.line")).containsText(like);
    assertThat(suggested).hasCount(0);
    keeper.locator("details.gap-form > summary").click();
    keeper.locator("#no").fill("Somebody rang the bell");
    keeper.locator("details.gap-form button").click();
    assertThat(keeper.locator("ol.line")).containsText("Somebody rang the bell");
    desk.press("Publish");
    desk.isHeaded("The lamp of " + who);
    assertThat(keeper).hasURL(Pattern.compile("/stories/the-lamp-of-" + who + "$"));
    assertThat(keeper.locator("ol.line > li")).hasCount(3);
    String address = keeper.url();

    // Followed by a reader.
    Page reader = signedIn(street, who + "follower", runsScripts, width);
    street.open(address);
    assertThat(reader.locator("ol.line > li.unknown")).containsText("Somebody rang the bell");
    assertThat(reader.locator("ul.voices")).containsText(who + "speaker");
    street.press("Follow the story");
    assertThat(reader.locator("button[formaction$='/unfollow']")).hasText("Following");
    street.open("/stories?of=followed");
    assertThat(reader.locator("main")).containsText("The lamp of " + who);

    // Left by whoever is quoted: the words are gone for all, and the follower can go too.
    Page quoted = signedIn(street, who + "speaker", runsScripts, width);
    street.open(address);
    quoted.locator("main summary").filter(has("Take all of mine out")).click();
    street.press("Take all of mine out");
    assertThat(quoted.locator("main")).not().containsText(first);
    desk.open(address);
    assertThat(keeper.locator("main")).containsText("Somebody rang the bell");
    assertThat(keeper.locator("main")).not().containsText(first);
    assertThat(keeper.locator("main")).not().containsText(like);
    Page again = signedIn(street, who + "follower", runsScripts, width);
    street.open(address);
    street.press("Following");
    assertThat(again.locator("button[formaction$='/follow']")).hasText("Follow the story");
    desk.hasNothingToComplainOf();
    street.hasNothingToComplainOf();
  }

  @ParameterizedTest
  @CsvSource({"rwide, true, 1280", "rbare, false, 360"})
  void a_story_is_reported_and_the_desk_unpublishes_it(String who, boolean runsScripts, int width) {
    String speaker = gathered(who + "speaker");
    String keeper = DOORSTEP.person(who + "keeper");
    String post =
        DOORSTEP
            .post("/api/v1/statuses", speaker, Map.of("status", "Words of " + who))
            .get("id")
            .asString();
    String title = "What hounds " + who;
    String slug =
        DOORSTEP
            .postJson(
                "/api/v1/stories",
                keeper,
                "{\"title\":\"%s\",\"state\":\"published\",\"items\":[{\"kind\":\"status\",\"id\":\"%s\"}]}"
                    .formatted(title, post))
            .get("slug")
            .asString();

    Page quoted = signedIn(street, who + "speaker", runsScripts, width);
    street.open("/stories/" + slug);
    quoted.locator("main header a").filter(has("Report")).click();
    assertThat(quoted.locator("main form")).containsText("The story “" + title + "” goes to");
    quoted.locator("input[value=other]").check();
    quoted.locator("#rc").fill("It hounds me, says " + who);
    street.press("Tell the moderators");
    street.isHeaded("The moderators have it");

    Page moderator = signedIn(desk, "qmoderator", runsScripts, width);
    desk.open("/desk/reports");
    moderator
        .locator("main li.person")
        .filter(has("It hounds me, says " + who))
        .locator("a.name")
        .click();
    moderator.locator("section[aria-labelledby=st] a").filter(has(title)).click();
    desk.isHeaded("Unpublish this story");
    moderator.locator("main textarea, main input[name=words]").first().fill("It hounds somebody.");
    desk.press("Unpublish the story");
    assertThat(moderator.locator(".toast")).containsText("It stands in the log");
    org.assertj.core.api.Assertions.assertThat(street.open("/stories/" + slug)).isEqualTo(404);
    desk.hasNothingToComplainOf();
    street.hasNothingToComplainOf();
  }

  @Test
  void printed_an_article_is_its_words_its_names_and_its_addresses() {
    String pen = DOORSTEP.person("printpen");
    String id =
        DOORSTEP
            .post(
                "/api/v1/articles",
                pen,
                Map.of(
                    "title",
                    "On paper",
                    "format",
                    "markdown",
                    "body",
                    "Look [at the tide](https://tide.example/table), it turns.",
                    "state",
                    "published"))
            .get("id")
            .asString();
    Page page = signedIn(desk, "printpen", true, 1280);
    desk.open("/articles/" + id);
    Locator edit = page.locator(".byline .btn");
    Locator acts = page.locator(".article .acts");
    Locator brand = page.locator("header.top, .rail").first();
    for (Locator part : List.of(edit, acts, brand)) {
      assertThat(part).isVisible();
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    for (Locator part : List.of(edit, acts, brand)) {
      assertThat(part).isHidden();
    }
    assertThat(page.locator("h1")).isVisible();
    assertThat(page.locator(".byline")).containsText("printpen");
    // On paper nothing is "just now": the whole date stands there.
    Locator time = page.locator(".byline time");
    org.assertj.core.api.Assertions.assertThat(
            time.evaluate("t => getComputedStyle(t, '::after').content").toString())
        .contains(time.getAttribute("title"));
    Locator link = page.locator(".prose a");
    assertThat(link).isVisible();
    org.assertj.core.api.Assertions.assertThat(
            link.evaluate("a => getComputedStyle(a, '::after').content").toString())
        .contains("https://tide.example/table");
    org.assertj.core.api.Assertions.assertThat(
            page.evaluate(
                "() => document.documentElement.scrollWidth <="
                    + " document.documentElement.clientWidth"))
        .isEqualTo(true);
    desk.hasNothingToComplainOf();
  }

  private static Locator.FilterOptions has(String words) {
    return new Locator.FilterOptions().setHasText(words);
  }
}
