package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Writing in real Chromium: a series, pictures by drop and paste, names completed; and whatever
/// goes wrong meanwhile, no word is lost.
class WritingInABrowserTest {
  /// A machine that builds is not idle.

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
  void a_series_is_added_to_moved_and_posted_at_once() {
    Page page = writer("scriptseries");
    // What is said of a post stays a minute then.
    Visitor.signedIn(doorstep, "scriptseries")
        .submit(
            "/settings/writing",
            "/settings/writing",
            java.util.Map.of("visibility", "public", "undo", "60"));
    text(page, 0).fill("Now the second");
    button(page, "Add a part").click();
    assertThat(text(page, 1)).isFocused();
    text(page, 1).fill("First of all");
    button(page, "Move part 2 up").click();
    assertThat(text(page, 0)).hasValue("First of all");
    button(page, "Add a part").click();
    text(page, 2).fill("Never mind");
    button(page, "Take part 3 out").click();
    assertThat(page.locator(".piece")).hasCount(2);
    button(page, "Put it back").click();
    assertThat(text(page, 2)).hasValue("Never mind");
    button(page, "Take part 3 out").click();
    button(page, "Post 2 parts").click();
    Locator series = article(page, "First of all");
    assertThat(series).isVisible();
    assertThat(series).containsText("Now the second");
    assertThat(page.locator("main")).not().containsText("Never mind");

    // And back again, whole.
    page.locator(".toast button.btn").first().click();
    assertThat(text(page, 0)).hasValue("First of all");
    assertThat(text(page, 1)).hasValue("Now the second");
  }

  @Test
  void on_a_phone_what_was_posted_stands_whole_where_one_looks() {
    doorstep.person("phonewriter");
    Page page = window.fresh(360, true, "de-DE");
    page.setViewportSize(360, 740);
    window.signIn("phonewriter");
    window.open("/home");
    Locator text = page.locator("main textarea[name=text]").first();
    text.fill("Ein Beitrag vom Telefon, der in mehreren Zeilen steht, wie er eben kommt.");
    // The sheet has grown, and the reader has gone down to its button.
    page.mouse().wheel(0, 600);
    window.press("Veröffentlichen");
    Locator post = article(page, "Ein Beitrag vom Telefon");
    assertThat(post).isFocused();
    // Also when all has come and stands as it will.
    assertThat(page.locator("html[data-scripted]")).hasCount(1);
    page.waitForLoadState(com.microsoft.playwright.options.LoadState.LOAD);
    page.evaluate("() => new Promise(seen => setTimeout(() => requestAnimationFrame(seen), 300))");
    page.waitForFunction(
        "() => { const { top, bottom } ="
            + " document.activeElement.getBoundingClientRect(); return top >="
            + " document.querySelector('.top').getBoundingClientRect().bottom && bottom <="
            + " document.querySelector('.tabbar').getBoundingClientRect().top; }");
    // What is said of it stands in the window, its words in one piece.
    Locator toast = page.locator(".toast").first();
    for (String part : new String[] {"p", ".btn:not(.icon)", ".btn.icon"}) {
      var box = toast.locator(part).boundingBox();
      org.assertj.core.api.Assertions.assertThat(box.x + box.width).as(part).isLessThan(345);
      org.assertj.core.api.Assertions.assertThat(box.height).as(part).isLessThan(50);
    }
    org.assertj.core.api.Assertions.assertThat(toast.locator("p").boundingBox().height)
        .isLessThan(30);
  }

  @Test
  void an_emoji_stands_where_the_text_was_left() throws java.io.IOException, InterruptedException {
    emoji("gull");
    Page page = writer("scriptemoji");
    text(page, 0).fill("Fine day, is it");
    text(page, 0).evaluate("text => text.setSelectionRange(8, 8)");
    page.locator(".piece [data-emoji] > summary").first().click();
    Locator all = page.locator(".piece").first().locator(".emojis button");
    all.filter(new Locator.FilterOptions().setHasText("😀")).first().click();
    assertThat(text(page, 0)).isFocused();
    assertThat(text(page, 0)).hasValue("Fine day😀, is it");
    // The server's own come first, and stand apart from the word before them.
    all.first().click();
    assertThat(text(page, 0)).hasValue("Fine day😀 :gull: , is it");
    button(page, "Post").click();
    assertThat(article(page, "Fine day").locator("img[alt=':gull:']").first()).isVisible();
  }

  private void emoji(String shortcode) throws java.io.IOException, InterruptedException {
    java.nio.file.Path file = java.nio.file.Files.createTempFile(shortcode, ".png");
    java.nio.file.Files.write(file, Drawings.png(64, 64));
    org.assertj.core.api.Assertions.assertThat(
            doorstep.command("emoji", "add", shortcode, file.toString()))
        .contains("is there");
    java.nio.file.Files.delete(file);
  }

  @Test
  void an_emoji_is_found_in_a_private_talk_too_and_a_name_is_not_completed_there()
      throws java.io.IOException, InterruptedException {
    emoji("puffin");
    doorstep.person("scriptlistener");
    Page page = writer("scriptspeaker");
    window.open(
        Visitor.location(
            Visitor.signedIn(doorstep, "scriptspeaker")
                .submit(
                    "/conversations",
                    "/conversations",
                    java.util.Map.of("to", "@scriptlistener"))));
    Locator text = page.locator("#text");
    Locator option = page.locator("[role=option]");
    // What completes comes when somebody begins to write.
    text.focus();
    page.waitForCondition(
        () -> {
          text.fill("");
          text.pressSequentially("Look, :puff");
          page.waitForTimeout(500);
          return option.count() > 0;
        });
    assertThat(option.first()).containsText(":puffin:");
    text.press("Enter");
    assertThat(text).hasValue("Look, :puffin: ");
    text.pressSequentially("@scriptlist");
    page.waitForTimeout(500);
    assertThat(option).hasCount(0);
    page.locator(".dock [data-emoji] > summary").click();
    page.locator(".dock .emojis button")
        .filter(new Locator.FilterOptions().setHasText("😀"))
        .first()
        .click();
    assertThat(text).hasValue("Look, :puffin: @scriptlist😀");
    button(page, "Send").click();
    assertThat(page.locator("#talk img[alt=':puffin:']")).isVisible();
  }

  @Test
  void it_is_said_to_them_first_and_then_posted() {
    doorstep.person("scriptfriend");
    Page page = writer("scripttalker");
    Visitor talking = Visitor.signedIn(doorstep, "scripttalker");
    String talk =
        Visitor.location(
            talking.submit(
                "/conversations", "/conversations", java.util.Map.of("to", "@scriptfriend")));
    text(page, 0).fill("@scriptfriend left the gate open");
    button(page, "Post").click();
    Locator offer = page.locator("[data-offer]");
    assertThat(offer).isFocused();
    assertThat(offer).containsText("scriptfriend");
    assertThat(text(page, 0)).hasValue("@scriptfriend left the gate open");
    button(page, "Say it there").click();
    assertThat(page.locator("#text")).hasValue("@scriptfriend left the gate open");
    assertThat(page).hasURL(java.util.regex.Pattern.compile(".*" + talk + "[?]draft=.*"));
    page.locator("#text").fill("You left the gate open");
    button(page, "Send").click();
    // The draft's address is left for the talk's own once it is sent.
    assertThat(page).hasURL(doorstep.url + talk);
    assertThat(page.locator("#talk")).containsText("You left the gate open");

    page.navigate(doorstep.url + "/compose");
    text(page, 0).fill("@scriptfriend closed it again");
    button(page, "Post").click();
    button(page, "Post it as it is").click();
    assertThat(article(page, "closed it again")).isVisible();
  }

  @Test
  void what_is_typed_in_a_conversation_outlives_what_goes_wrong() {
    doorstep.person("dockfriend");
    Page page = writer("dockwriter");
    String talk =
        Visitor.location(
            Visitor.signedIn(doorstep, "dockwriter")
                .submit("/conversations", "/conversations", java.util.Map.of("to", "@dockfriend")));
    window.open(talk);
    page.locator("#text").fill("Half a thought");
    page.reload();
    assertThat(page.locator("#text")).hasValue("Half a thought");
    isNotAnswered(page, talk);
    button(page, "Send").click();
    // It waits in sight, as a post does, and what comes next waits behind it.
    Locator waiting = page.locator(".outbox");
    assertThat(waiting).containsText("Waits for the network. It is sent when you are back");
    assertThat(waiting).containsText("Half a thought");
    assertThat(page.locator("#text")).hasValue("");
    page.locator("#text").fill("The other half");
    button(page, "Send").click();
    assertThat(waiting.locator("li")).hasCount(2);
    page.reload();
    assertThat(waiting.locator("li")).hasCount(2);
    assertThat(page.locator("#talk")).not().containsText("Half a thought");
    // It can be written on.
    waiting.locator("li").last().getByText("Write on").click();
    assertThat(waiting.locator("li")).hasCount(1);
    assertThat(page.locator("#text")).hasValue("The other half");
    // Back again, it goes by itself; its answer being lost, it is said once all the same.
    page.unroute("**" + talk);
    page.evaluate("() => dispatchEvent(new Event('online'))");
    assertThat(page.locator("#talk")).containsText("Half a thought");
    assertThat(waiting).hasCount(0);
    button(page, "Send").click();
    assertThat(page.locator("#talk")).containsText("The other half");
    assertThat(page.locator("#text")).hasValue("");
    assertThat(page.locator("#talk > [id^=m]")).hasCount(2);
    page.locator("#text").fill("And more");
    page.locator("#text").press("Control+Enter");
    assertThat(page.locator("#talk")).containsText("And more");
    page.reload();
    assertThat(page.locator("#text")).hasValue("");

    // What is typed while the words before are on their way is nobody's but the next message's.
    AtomicReference<Route> way = new AtomicReference<>();
    page.route(
        "**" + talk,
        route -> {
          if (route.request().method().equals("POST")) {
            way.set(route);
          } else {
            route.resume();
          }
        });
    page.locator("#text").fill("Sent slowly.");
    button(page, "Send").click();
    page.waitForCondition(() -> way.get() != null);
    page.locator("#text").fill("Sent slowly. Typed meanwhile");
    way.get().resume();
    assertThat(page.locator("#talk")).containsText("Sent slowly.");
    assertThat(page.locator("#text")).hasValue("Typed meanwhile");
    page.unroute("**" + talk);
    page.reload();
    assertThat(page.locator("#text")).hasValue("Typed meanwhile");
    button(page, "Send").click();
    assertThat(page.locator("#talk")).containsText("Typed meanwhile");
    assertThat(page.locator("#text")).hasValue("");
  }

  @Test
  void a_picture_is_seen_before_it_is_said_and_can_be_taken_out() {
    doorstep.person("picturefriend");
    Page page = writer("picturesayer");
    window.open(
        Visitor.location(
            Visitor.signedIn(doorstep, "picturesayer")
                .submit(
                    "/conversations", "/conversations", java.util.Map.of("to", "@picturefriend"))));
    page.getByText("Add a picture", new Page.GetByTextOptions().setExact(true)).click();
    var file =
        new com.microsoft.playwright.options.FilePayload(
            "boat.png", "image/png", Drawings.png(64, 48));
    page.locator("#file").setInputFiles(file);
    Locator picked = page.locator(".picked");
    assertThat(picked.locator("img")).isVisible();
    assertThat(picked).containsText("boat.png");
    picked.getByText("Take it out").click();
    assertThat(picked).isHidden();
    assertThat(page.locator("#file")).hasValue("");
    assertThat(page.locator("#file")).isFocused();
    page.locator("#file").setInputFiles(file);
    page.locator("#description").fill("A boat");
    page.locator("#text").fill("Look");
    button(page, "Send").click();
    assertThat(page.locator("#talk img[alt='A boat']")).isVisible();
    assertThat(picked).isHidden();
  }

  @Test
  void a_post_has_pictures_or_a_poll_and_says_so_before_it_is_sent() {
    Page page = writer("eitherwriter");
    Locator pictures = page.locator(".pieces .pic-extra");
    Locator poll = page.locator(".pieces .poll-extra");
    assertThat(page.locator(".pieces .either")).isHidden();
    poll.locator("summary").click();
    poll.locator("input.in").first().fill("Rye");
    assertThat(pictures).isHidden();
    assertThat(page.locator(".pieces .either")).hasText("A post has pictures or a poll, not both.");
    button(page, "Remove the poll").click();
    assertThat(pictures).isVisible();
    assertThat(page.locator(".pieces .either")).isHidden();
    poll.locator("summary").click();
    assertThat(poll.locator("input.in").first()).hasValue("");
  }

  @Test
  void names_are_completed_with_keys_alone() {
    doorstep.person("scriptpalindra");
    Page page = writer("scriptcompleter");
    Visitor asking = new Visitor(doorstep);
    asking.signIn("scriptcompleter", Doorstep.PASSWORD);
    Doorstep.until(
        "the index knows her",
        () ->
            asking
                .get("/compose/complete?kind=person&q=scriptpal")
                .body()
                .contains("@scriptpalindra"));
    Locator option = page.locator("[role=option]");
    text(page, 0).pressSequentially("Ask @scriptpal");
    assertThat(option.first()).containsText("@scriptpalindra");
    assertThat(text(page, 0))
        .hasAttribute("aria-activedescendant", java.util.regex.Pattern.compile("complete-.*"));
    text(page, 0).press("Enter");
    assertThat(text(page, 0)).hasValue("Ask @scriptpalindra ");
    assertThat(option).hasCount(0);
  }

  @Test
  void what_is_too_long_is_marked_where_it_stands() {
    Page page = writer("scriptlong");
    text(page, 0).fill("a".repeat(490) + " and twenty-one more");
    button(page, "Post").click();
    assertThat(page.locator("#toasts")).containsText("10 too many");
    assertThat(text(page, 0)).isFocused();
    Object marked =
        page.evaluate(
            "() => { const t = document.activeElement;"
                + " return t.value.slice(t.selectionStart, t.selectionEnd); }");
    org.assertj.core.api.Assertions.assertThat(marked).isEqualTo("y-one more");
  }

  @Test
  void a_picture_without_a_description_is_asked_about_once() {
    Page page = writer("scriptbare");
    text(page, 0).fill("Look at this");
    give(page, "drop", "dataTransfer");
    assertThat(page.locator(".thumb")).hasCount(1);
    assertThat(page.locator("[data-kept]")).isAttached();
    button(page, "Post").click();
    assertThat(page.locator("#toasts")).containsText("has no description yet");
    assertThat(page.locator(".thumb").getByLabel("Describe it")).isFocused();
    button(page, "Post without").click();
    assertThat(article(page, "Look at this").locator("figure img, .pics img")).not().hasCount(0);
  }

  @Test
  void pictures_are_dropped_pasted_moved_and_described() {
    Page page = writer("scriptpainter");
    text(page, 0).fill("Two of them");
    give(page, "drop", "dataTransfer");
    assertThat(page.locator(".thumb")).hasCount(1);
    give(page, "paste", "clipboardData");
    assertThat(page.locator(".thumb")).hasCount(2);
    assertThat(page.locator("[data-kept]")).isAttached();
    page.locator(".thumb").first().getByLabel("Describe it").fill("The first");
    page.locator(".thumb").last().getByLabel("Describe it").fill("The last");
    page.locator(".thumb").last().getByLabel("Credit").fill("Jonas");
    page.locator(".thumb .aim img").first().click();
    page.locator(".thumb").last().getByRole(AriaRole.BUTTON, named("Further up")).click();
    button(page, "Post").click();
    Locator post = article(page, "Two of them");
    assertThat(post.locator("img[alt]").nth(1)).hasAttribute("alt", "The last");
    assertThat(post.locator("figcaption").first()).containsText("Jonas");
  }

  @Test
  void a_post_waits_for_the_network_and_is_sent_once() {
    Page page = writer("scriptoffline");
    text(page, 0).fill("From the tunnel");
    page.context().setOffline(true);
    button(page, "Post").click();
    assertThat(page.locator(".outbox")).containsText("From the tunnel");
    assertThat(text(page, 0)).hasValue("");
    page.context().setOffline(false);
    // Where the first try comes too early, the next comes after half a minute.
    assertThat(page.locator(".outbox"))
        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(150_000));
    window.open("/@scriptoffline");
    assertThat(page.locator("#feed article.post")).hasCount(1);
    assertThat(article(page, "From the tunnel")).isVisible();
  }

  @Test
  void what_waits_is_written_on_and_what_was_begun_meanwhile_stays() {
    Page page = writer("scriptwriteson");
    isNotAnswered(page, "/compose");
    text(page, 0).fill("From the tunnel");
    button(page, "Post").click();
    assertThat(page.locator(".outbox")).containsText("From the tunnel");
    text(page, 0).fill("Another one");
    button(page, "Write on").click();
    assertThat(text(page, 0)).hasValue("From the tunnel");
    assertThat(page.locator(".outbox")).hasCount(0);
    ready(page);
    page.unroute("**/compose");
    text(page, 0).fill("Out of the tunnel");
    button(page, "Post").click();
    assertThat(article(page, "Out of the tunnel")).isVisible();
    window.open("/compose");
    assertThat(text(page, 0)).hasValue("Another one");
    assertThat(page.locator(".outbox")).hasCount(0);
  }

  @Test
  void signing_out_keeps_what_waits_among_the_drafts_and_asks_about_the_rest() {
    Page page = writer("scriptleaver");
    isNotAnswered(page, "/compose");
    text(page, 0).fill("Not gone yet");
    button(page, "Post").click();
    assertThat(page.locator(".outbox")).containsText("Not gone yet");
    page.locator(".rail .out").click();
    assertThat(page.locator(".rail .me")).hasCount(0);
    window.signIn("scriptleaver");
    window.open("/drafts");
    assertThat(page.locator(".begun")).hasText("Not gone yet");

    // On its sheet again it is one text, the newer.
    window.open("/compose");
    ready(page);
    text(page, 0).fill("Nor this");
    button(page, "Post").click();
    button(page, "Write on").click();
    ready(page);
    text(page, 0).fill("Nor this, in other words");
    page.locator(".rail .out").click();
    assertThat(page.locator(".rail .me")).hasCount(0);
    window.signIn("scriptleaver");
    window.open("/drafts");
    assertThat(page.locator(".begun"))
        .hasText(new String[] {"Nor this, in other words", "Not gone yet"});

    page.unroute("**/compose");
    window.open("/compose");
    ready(page);
    text(page, 0).fill("Said");
    button(page, "Post").click();
    Locator said = article(page, "Said");
    said.locator(".acts .menu summary").click();
    said.getByRole(AriaRole.LINK, named("Edit")).click();
    ready(page);
    text(page, 0).fill("Said otherwise");
    page.locator(".rail .out").click();
    Locator asks = page.locator("dialog");
    assertThat(asks).containsText("Said otherwise");
    asks.getByRole(AriaRole.BUTTON, named("Stay signed in")).click();
    assertThat(asks).hasCount(0);
    assertThat(text(page, 0)).hasValue("Said otherwise");
    page.locator(".rail .out").click();
    asks.getByRole(AriaRole.BUTTON, named("Sign out all the same")).click();
    assertThat(page.locator(".rail .me")).hasCount(0);
    org.assertj.core.api.Assertions.assertThat(page.evaluate("() => localStorage.length"))
        .isEqualTo(0);
  }

  @Test
  void a_picture_that_no_draft_holds_yet_outlives_loading_the_page_anew() {
    Page page = writer("scriptreloader");
    isNotAnswered(page, "/compose/draft");
    give(page, "drop", "dataTransfer");
    page.locator(".thumb").getByLabel("Describe it").fill("A door");
    page.locator(".thumb").getByLabel("Credit").fill("Jonas");
    page.locator(".thumb .aim img").click(new Locator.ClickOptions().setPosition(20, 30));
    String point = page.locator(".thumb select").inputValue();
    page.reload();
    ready(page);
    Locator thumb = page.locator(".thumb");
    assertThat(thumb.getByLabel("Describe it")).hasValue("A door");
    assertThat(thumb.getByLabel("Credit")).hasValue("Jonas");
    assertThat(thumb.locator("select")).hasValue(point);
    assertThat(thumb.locator(".aim i")).hasCount(1);
    text(page, 0).fill("Look there");
    button(page, "Post").click();
    assertThat(article(page, "Look there").locator("img[alt='A door']")).isVisible();
  }

  @Test
  void what_is_refused_stays_on_the_sheet() {
    Page page = writer("scriptrefused");
    page.locator("#lang").selectOption("de");
    button(page, "Post").click();
    assertThat(page.locator(".compose [role=alert]")).isFocused();
    assertThat(page.locator("#lang")).hasValue("de");
    ready(page);
    text(page, 0).fill("x".repeat(501));
    assertThat(page.locator("[data-left]")).hasText("-1");
    button(page, "Post").click();
    assertThat(page.locator("#toasts")).containsText("1 too many");
    assertThat(text(page, 0)).hasValue("x".repeat(501));
    text(page, 0).fill("Short https://example.org/" + "a".repeat(600));
    assertThat(page.locator("[data-left]")).hasText("471");
    button(page, "Post").click();
    assertThat(article(page, "Short")).isVisible();
  }

  @Test
  void an_expired_sign_in_and_another_device_lose_nothing() {
    Page page = writer("scriptkeeper");
    text(page, 0).fill("Half a thought");
    button(page, "Add a part").click();
    Locator half = text(page, 1);
    page.waitForResponse(
        response ->
            response.url().endsWith("/compose/draft")
                && response.request().postData().contains("other+half"),
        () -> half.fill("And the other half"));
    assertThat(page.locator("[data-kept]")).containsText("Kept as a draft");
    page.context().clearCookies();
    button(page, "Post 2 parts").click();
    page.locator(".toast a").click();
    page.getByLabel("Name or mail address").fill("scriptkeeper");
    page.getByLabel("Password").fill(Doorstep.PASSWORD);
    window.press("Sign in");
    assertThat(text(page, 1)).hasValue("And the other half");

    page = window.fresh(true);
    window.signIn("scriptkeeper");
    window.open("/drafts");
    assertThat(page.locator(".begun")).hasText("Half a thought");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Write on")).click();
    assertThat(text(page, 1)).hasValue("And the other half");
    ready(page);
    button(page, "Post 2 parts").click();
    assertThat(article(page, "Half a thought")).containsText("And the other half");
    window.open("/drafts");
    assertThat(page.locator(".blank")).isVisible();
  }

  @Test
  void a_series_and_a_change_without_scripts_on_a_phone() {
    doorstep.person("scriptless");
    Page page = window.fresh(false);
    page.setViewportSize(360, 800);
    window.signIn("scriptless");
    window.open("/compose");
    text(page, 0).fill("One of two");
    button(page, "Add a part").click();
    text(page, 1).fill("Two of two");
    page.locator(".piece").nth(1).locator(".extra summary").nth(1).click();
    page.locator("input[name='more[1][poll][options][]']").nth(0).fill("Boat");
    page.locator("input[name='more[1][poll][options][]']").nth(1).fill("Bridge");
    button(page, "Post 2 parts").click();
    assertThat(article(page, "One of two")).containsText("Bridge");
    // Without a script the toast stays until the next page.
    window.open("/home");
    article(page, "One of two").locator(".acts .menu summary").click();
    article(page, "One of two")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit"))
        .click();
    text(page, 0).fill("One of a pair");
    button(page, "Keep the change").click();
    page.locator("a.edited").first().click();
    assertThat(page.locator("del")).containsText("two");
    assertThat(page.locator("ins")).containsText("a pair");
  }

  // ---- inside

  private Page writer(String name) {
    doorstep.person(name);
    Page page = window.fresh(true);
    window.signIn(name);
    window.open("/compose");
    ready(page);
    return page;
  }

  /// The server is not to be reached by this form.
  private static void isNotAnswered(Page page, String path) {
    page.route(
        "**" + path,
        route -> {
          if (route.request().method().equals("POST")) {
            route.abort();
          } else {
            route.resume();
          }
        });
  }

  private static void ready(Page page) {
    assertThat(page.locator("form.compose[data-ready]")).hasCount(1);
  }

  /// A picture, as a browser hands it over.
  private static void give(Page page, String event, String property) {
    page.evaluate(
        """
        ([event, property, png]) => {
          const bytes = Uint8Array.from(atob(png), c => c.charCodeAt(0)), files = new DataTransfer();
          files.items.add(new File([bytes], 'a.png', { type: 'image/png' }));
          const happens = new Event(event, { bubbles: true, cancelable: true });
          Object.defineProperty(happens, property, { value: files });
          document.querySelector('textarea.paper').dispatchEvent(happens);
        }
        """,
        new String[] {event, property, Base64.getEncoder().encodeToString(Drawings.png(120, 60))});
  }

  private static Locator text(Page page, int part) {
    return page.locator("textarea.paper").nth(part);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  @Test
  void what_is_typed_into_an_article_after_it_was_sent_is_there_when_it_is_opened_again() {
    String token = doorstep.person("scripteditor");
    String id =
        doorstep
            .post(
                "/api/v1/articles",
                token,
                java.util.Map.of("title", "Lamps", "format", "text", "body", "One lamp."))
            .get("id")
            .asString();
    Page page = window.fresh(true);
    window.signIn("scripteditor");
    window.open("/articles/" + id + "/edit");
    assertThat(page.locator("#body")).hasValue("One lamp.");
    // Sent, and the page stays: a load that was stopped, or the way back to it.
    page.locator("#write").evaluate("form => form.dispatchEvent(new Event('submit'))");
    doorstep.json("PUT", "/api/v1/articles/" + id, token, java.util.Map.of("body", "Two lamps."));
    page.locator("#body").fill("One lamp, and what I thought of later.");
    window.open("/articles/" + id + "/edit");
    assertThat(page.locator("#body")).hasValue("One lamp, and what I thought of later.");
  }

  @Test
  void an_article_is_published_as_it_stands_also_while_a_pause_is_being_saved() {
    String token = doorstep.person("scripthasty");
    String id =
        doorstep
            .post(
                "/api/v1/articles",
                token,
                java.util.Map.of("title", "Lamps", "format", "text", "body", "One lamp."))
            .get("id")
            .asString();
    Page page = window.fresh(true);
    window.signIn("scripthasty");
    window.open("/articles/" + id + "/edit");
    AtomicReference<Runnable> answered = new AtomicReference<>();
    page.route(
        "**/edit",
        route -> {
          String sent = route.request().postData();
          if (sent != null && sent.contains("quietly") && answered.get() == null) {
            // Saved, and the answer is still on its way.
            APIResponse answer = route.fetch();
            answered.set(() -> route.fulfill(new Route.FulfillOptions().setResponse(answer)));
          } else {
            route.resume();
          }
        });
    page.locator("#body").fill("Two lamps.");
    page.waitForCondition(() -> answered.get() != null);
    page.locator("#body").fill("Three lamps.");
    page.locator("button[name=do][value=publish]")
        .click(new Locator.ClickOptions().setNoWaitAfter(true));
    answered.get().run();
    assertThat(page).hasURL(java.util.regex.Pattern.compile("/articles/" + id + "$"));
    assertThat(page.locator(".prose")).containsText("Three lamps.");
  }

  @Test
  void an_article_whose_saving_was_not_answered_is_not_taken_for_somebody_elses() {
    String token = doorstep.person("scriptslow");
    String id =
        doorstep
            .post(
                "/api/v1/articles",
                token,
                java.util.Map.of("title", "Lamps", "format", "text", "body", "One lamp."))
            .get("id")
            .asString();
    Page page = window.fresh(true);
    window.signIn("scriptslow");
    window.open("/articles/" + id + "/edit");
    AtomicReference<Route> lost = new AtomicReference<>();
    page.route(
        "**/edit",
        route -> {
          String sent = route.request().postData();
          if (sent != null && sent.contains("quietly") && lost.get() == null) {
            // Saved, and the answer does not come.
            route.fetch();
            lost.set(route);
          } else {
            route.resume();
          }
        });
    page.locator("#body").fill("Two lamps.");
    page.waitForCondition(() -> lost.get() != null);
    page.locator("#body").fill("Three lamps.");
    lost.get().abort();
    assertThat(page.locator("[data-kept]")).containsText("Kept as a draft");
    page.waitForFunction("() => !Object.keys(localStorage).some(k => k.startsWith('article '))");
    window.open("/articles/" + id + "/edit");
    assertThat(page.locator("#body")).hasValue("Three lamps.");
  }

  private static Locator article(Page page, String words) {
    return page.locator("article.post")
        .filter(new Locator.FilterOptions().setHasText(words))
        .first();
  }
}
