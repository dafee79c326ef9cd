package verbatim.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What somebody does in a day, in real Chromium: signs in, reads home, posts, replies, favourites,
/// boosts, follows; sees what others say while she reads. With scripts and without, wide and
/// narrow.
class ReadingInABrowserTest {
  private static final long MINUTE_MS = 60_000;

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

  @ParameterizedTest
  @CsvSource({"day, true, 1280", "small, true, 360", "bare, false, 360"})
  void a_day(String who, boolean runsScripts, int width) {
    String friend = doorstep.person(who + "friend");
    String reader = doorstep.person(who + "reader");
    String post =
        doorstep
            .post("/api/v1/statuses", friend, Map.of("status", "Ride a Friday"))
            .get("id")
            .asString();
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.open("/");
    assertThat(page.locator("h1")).hasText("Ternhaven");
    window.signIn(who + "reader");
    assertThat(page.locator("h1")).hasText("Home");

    window.open("/@" + who + "friend");
    page.locator(".tie .btn.primary").click();
    // The button says so before the server does.
    assertThat(page.locator(".tie > button[hx-post$='/unfollow']")).isVisible();
    doorstep.awaitHome(reader, "Ride a Friday");
    window.open("/home");
    assertThat(article(page, "Ride a Friday")).isVisible();
    for (String act : new String[] {"favourite", "boost", "bookmark"}) {
      article(page, "Ride a Friday").locator(".act." + act).first().click();
      Locator pressed = article(page, "Ride a Friday").locator(".act." + act).first();
      assertThat(pressed).hasAttribute("aria-pressed", "true");
      // Here too: what the server has not heard of, the next page would break off.
      assertThat(pressed).hasAttribute("hx-post", Pattern.compile(".*/un" + act));
    }
    page.locator("textarea[name=text]").fill("From the log, Friday");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Post").setExact(true))
        .click();
    assertThat(article(page, "From the log, Friday")).isVisible();
    assertThat(page.locator(".toast")).containsText("Posted.");

    article(page, "Ride a Friday").locator(".act.reply").first().click();
    assertThat(page.locator("textarea[name=text]")).hasValue("@" + who + "friend ");
    page.locator("textarea[name=text]").fill("@" + who + "friend We did");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reply").setExact(true))
        .click();
    assertThat(page.locator(".tree article")).containsText("We did");
    window.open("/@" + who + "friend/" + post);
    assertThat(page.locator("#here .act.favourite .n")).hasText("1");
    window.open("/bookmarks");
    assertThat(article(page, "Ride a Friday")).isVisible();
  }

  @ParameterizedTest
  @EnumSource(
      value = ReducedMotion.class,
      names = {"NO_PREFERENCE", "REDUCE"})
  void what_moves_begins_by_itself_but_not_for_whoever_wants_less_motion(ReducedMotion wish) {
    String who = "moves" + wish.name().toLowerCase(java.util.Locale.ROOT).substring(0, 2);
    String token = doorstep.person(who);
    String gif = doorstep.upload(token, Drawings.movingGif(64, 48), "Two dots");
    JsonNode medium =
        doorstep
            .post("/api/v1/statuses", token, Map.of("status", "It moves", "media_ids[]", gif))
            .path("media_attachments")
            .get(0);
    org.assertj.core.api.Assertions.assertThat(medium.path("type").asString()).isEqualTo("gifv");
    Page page = window.fresh(true);
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(wish));
    page.addInitScript(
        "HTMLMediaElement.prototype.play = function () { this.dataset.played = 'yes'; return"
            + " Promise.resolve(); }");
    window.open("/@" + who);
    Locator video = page.locator("video[data-moving]");
    assertThat(video).hasAttribute("data-begun", "yes");
    assertThat(video).hasAttribute("aria-label", "Two dots");
    // An observer that was made later is told later: what is done at first sight has been done
    // then.
    page.evaluate(
        "() => new Promise(seen => new"
            + " IntersectionObserver(seen).observe(document.querySelector('video[data-moving]')))");
    org.assertj.core.api.Assertions.assertThat(video.getAttribute("data-played"))
        .isEqualTo(wish == ReducedMotion.REDUCE ? null : "yes");
  }

  @Test
  void what_others_say_waits_behind_a_pill_and_moves_nothing() {
    String friend = doorstep.person("livefriend");
    String reader = doorstep.person("livereader");
    String id = me(friend);
    doorstep.post("/api/v1/accounts/" + id + "/follow", reader, Map.of());
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "Before she came"));
    doorstep.awaitHome(reader, "Before she came");
    Page page = window.fresh(true);
    window.signIn("livereader");
    window.open("/home");
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    org.assertj.core.api.Assertions.assertThat(window.requests())
        .anyMatch(request -> request.endsWith("/live?at=home"));
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "While she reads"));
    Locator pill = page.locator(".fresh a");
    assertThat(pill).isVisible();
    assertThat(pill).hasText("1 new post");
    assertThat(page.locator("#feed")).not().containsText("While she reads");
    pill.click();
    assertThat(article(page, "While she reads")).isVisible();
    assertThat(pill).isHidden();

    doorstep.post("/api/v1/statuses", friend, Map.of("status", "@livereader Are you there?"));
    assertThat(page.locator(".rail .count[data-unread] .number")).hasText("1");
    page.locator(".rail a[href='/notifications']").click();
    assertThat(page.locator(".item.new")).containsText("Are you there?");
    window.open("/home");
    assertThat(page.locator(".rail .count[data-unread]")).isHidden();
  }

  /// Else a seventh window would wait for ever where there is no HTTP/2.
  @Test
  void a_page_that_nobody_looks_at_gives_its_stream_back_and_catches_up() {
    String friend = doorstep.person("restfriend");
    String reader = doorstep.person("restreader");
    doorstep.post("/api/v1/accounts/" + me(friend) + "/follow", reader, Map.of());
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "Before she looked away"));
    doorstep.awaitHome(reader, "Before she looked away");
    Page page = window.fresh(true);
    page.addInitScript(
        "const close = EventSource.prototype.close; EventSource.prototype.close = function () {"
            + " document.documentElement.dataset.closed = 'yes'; return close.call(this); };");
    page.clock().install();
    window.signIn("restreader");
    window.open("/home");
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    looks(page, false);
    page.clock().fastForward(MINUTE_MS);
    assertThat(page.locator("html[data-closed=yes]")).hasCount(1);
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "While she was away"));
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "@restreader And you?"));
    Visitor same = new Visitor(doorstep);
    same.signIn("restreader", Doorstep.PASSWORD);
    Doorstep.until(
        "all has come",
        () -> {
          String home = same.get("/home").body();
          return home.contains("And you?") && home.contains("data-unread=\"1\"");
        });
    looks(page, true);
    assertThat(page.locator(".fresh a")).hasText("2 new posts");
    assertThat(page.locator(".rail .count[data-unread] .number")).hasText("1");
  }

  private static void looks(Page page, boolean isLookedAt) {
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { get: () => hidden, configurable:"
            + " true }); document.dispatchEvent(new Event('visibilitychange')); }",
        !isLookedAt);
  }

  @Test
  void older_posts_come_by_themselves_and_the_way_back_leads_to_the_same_place() {
    String token = doorstep.person("longwriter");
    for (int i = 1; i <= 45; i++) {
      doorstep.post("/api/v1/statuses", token, Map.of("status", "Number " + i + " of many"));
    }
    Page page = window.fresh(true);
    window.open("/@longwriter");
    assertThat(page.locator("#feed > article")).hasCount(20);
    page.locator("nav.pages").scrollIntoViewIfNeeded();
    assertThat(page.locator("#feed > article")).hasCount(40);
    assertThat(article(page, "Number 10 of many")).hasCount(1);
    article(page, "Number 10 of many").locator(".when a").click();
    assertThat(page.locator("#here")).containsText("Number 10 of many");
    page.goBack();
    assertThat(page.locator("#feed > article").first()).containsText("Number 45");
    assertThat(article(page, "Number 10 of many")).isVisible();
    window.open(
        "/@longwriter?max_id=" + page.locator("#feed > article").last().getAttribute("data-row"));
    assertThat(page.locator(".end").last()).hasText("That is all there is.");
  }

  @ParameterizedTest
  @CsvSource({"folds, true, 1280", "bareFolds, false, 360"})
  void a_rude_reply_is_folded_away_and_nobody_may_answer_any_more(
      String who, boolean runsScripts, int width) {
    String host = doorstep.person(who + "host");
    String guest = doorstep.person(who + "guest");
    String post =
        doorstep.post("/api/v1/statuses", host, Map.of("status", "Come in")).get("id").asString();
    doorstep.post(
        "/api/v1/statuses", guest, Map.of("status", "Rude words", "in_reply_to_id", post));
    Page page = window.fresh(runsScripts);
    page.setViewportSize(width, 800);
    window.signIn(who + "host");
    window.open("/@" + who + "host/" + post);
    Locator rude = article(page, "Rude words");
    rude.locator("details.menu > summary").click();
    rude.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Fold this reply away"))
        .click();
    Locator folded = page.locator("details.folded");
    assertThat(folded).containsText("1 reply hidden by the author");
    assertThat(article(page, "Rude words")).isHidden();
    folded.locator("summary").first().click();
    assertThat(article(page, "Rude words")).isVisible();
    page.locator("details.whose > summary").click();
    page.locator("details.whose button[value=nobody]").click();
    assertThat(page.locator("details.whose > summary")).containsText("Nobody else may reply");

    window.fresh(runsScripts).setViewportSize(width, 800);
    window.signIn(who + "guest");
    window.open("/@" + who + "host/" + post);
    page = window.page();
    assertThat(page.locator("#here .act.reply")).isDisabled();
    assertThat(page.locator("#here .whose")).containsText("Nobody else may reply");
    assertThat(page.locator("main textarea[name=text]")).hasCount(0);
    Locator menu = page.locator("#here details.menu").last();
    menu.locator("summary").click();
    menu.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Report")).click();
    page.getByText("Spam", new Page.GetByTextOptions().setExact(true)).click();
    window.press("Tell the moderators");
    assertThat(page.locator("h1")).hasText("The moderators have it");
  }

  @Test
  void what_a_menu_does_moves_nobody_and_can_be_taken_back() {
    String loud = doorstep.person("menuloud");
    String reader = doorstep.person("menureader");
    doorstep.post("/api/v1/accounts/" + me(loud) + "/follow", reader, Map.of());
    for (int i = 1; i <= 12; i++) {
      doorstep.post(
          "/api/v1/statuses",
          i == 6 ? loud : reader,
          Map.of("status", "Entry " + i + " of twelve"));
    }
    doorstep.awaitHome(reader, "Entry 6 of", "Entry 12 of");
    Page page = window.fresh(true);
    window.signIn("menureader");
    window.open("/home");
    Locator noise = article(page, "Entry 6 of");
    menu(noise, "Mute menuloud");
    assertThat(page.locator(".toast")).containsText("They are not told");
    assertThat(noise).isHidden();
    assertThat(article(page, "Entry 5 of")).isFocused();
    page.locator(".toast").getByText("Undo").click();
    assertThat(noise).isVisible();

    Locator own = article(page, "Entry 3 of");
    menu(own, "Pin to my profile");
    assertThat(page.locator(".toast").last()).containsText("Pinned");
    assertThat(own.locator(".acts .menu > summary")).isFocused();
    org.assertj.core.api.Assertions.assertThat(
            ((Number) page.evaluate("() => scrollY")).doubleValue())
        .isGreaterThan(200);

    own.locator(".acts .menu > summary").click();
    own.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Delete")).click();
    window.press("Delete it");
    assertThat(page.locator("h1")).hasText("Home");
    assertThat(page.locator("#feed")).not().containsText("Entry 3 of");
    org.assertj.core.api.Assertions.assertThat(page.url())
        .endsWith(article(page, "Entry 2 of").getAttribute("id"));

    // The words of a post lead to it; so does the portrait to its author.
    article(page, "Entry 1 of").locator(".words").click();
    assertThat(page.locator("#here")).containsText("Entry 1 of");
    page.locator("#here .face").click();
    assertThat(page).hasURL(doorstep.url + "/@menureader");
  }

  @Test
  void the_buttons_beside_a_name_are_as_they_were_when_it_is_taken_back() {
    doorstep.person("undoloud");
    doorstep.person("undoreader");
    Page page = window.fresh(true);
    window.signIn("undoreader");
    window.open("/@undoloud");
    page.locator(".tie .menu > summary").click();
    page.locator(".tie [hx-post$='/mute']").click();
    assertThat(page.locator(".tie [hx-post$='/unmute']")).hasCount(1);
    page.locator(".toast").getByText("Undo").click();
    assertThat(page.locator(".tie [hx-post$='/mute']")).hasCount(1);
  }

  /// What the second was answered comes last, and says of both how they are.
  @Test
  void two_buttons_pressed_one_after_the_other_both_show_what_they_did() {
    String author = doorstep.person("quickauthor");
    doorstep.person("quickreader");
    doorstep.post("/api/v1/statuses", author, Map.of("status", "Press both"));
    Page page = window.fresh(true);
    window.signIn("quickreader");
    window.open("/@quickauthor");
    Locator both = article(page, "Press both"), boost = both.locator(".act.boost");
    List<Route> held = new CopyOnWriteArrayList<>();
    page.route("**/favourite", held::add);
    both.locator(".act.favourite").click();
    boost.click();
    assertThat(boost).hasAttribute("hx-post", Pattern.compile(".*/unboost"));
    held.forEach(Route::resume);
    assertThat(both.locator(".act.favourite"))
        .hasAttribute("hx-post", Pattern.compile(".*/unfavourite"));
    assertThat(both.locator(".act.favourite")).hasAttribute("aria-pressed", "true");
    assertThat(boost).hasAttribute("aria-pressed", "true");
  }

  @Test
  void following_and_voting_keep_the_focus() {
    String asker = doorstep.person("votehost");
    doorstep.person("voteguest");
    doorstep.postJson(
        "/api/v1/statuses",
        asker,
        "{\"status\":\"Which?\",\"poll\":{\"options\":[\"Boat\",\"Bridge\"],\"expires_in\":3600}}");
    Page page = window.fresh(true);
    window.signIn("voteguest");
    window.open("/@votehost");
    Locator follow = page.locator(".tie > button");
    follow.focus();
    page.keyboard().press("Enter");
    assertThat(follow).containsText("Following");
    assertThat(follow).hasAttribute("hx-post", Pattern.compile(".*unfollow"));
    assertThat(follow).isFocused();
    page.locator(".poll [type=radio]").first().check();
    page.locator(".poll button").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("div.poll")).isFocused();
    assertThat(page.locator("div.poll")).containsText("your vote");
  }

  @Test
  void an_open_thread_goes_on_while_it_is_read() {
    String host = doorstep.person("livehost");
    String guest = doorstep.person("liveguest");
    doorstep.person("threadreader");
    String post =
        doorstep.post("/api/v1/statuses", host, Map.of("status", "Come in")).get("id").asString();
    String first = answer(guest, post, "First answer");
    answer(guest, post, "Another answer");
    Page page = window.fresh(true);
    window.signIn("threadreader");
    window.open("/@livehost/" + post);
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    answer(guest, first, "Second answer");
    Locator pill = page.locator(".fresh a");
    assertThat(pill).hasText("1 new reply");
    // Between two that stand there it would move what is read; it is counted all the same.
    assertThat(page.locator("#tree")).not().containsText("Second answer");
    assertThat(page.locator("#answers")).hasText("3 replies");
    pill.click();
    assertThat(article(page, "Second answer")).isFocused();
    assertThat(page.locator("#answers")).hasText("3 replies");
    assertThat(pill).isHidden();
    doorstep.json("PUT", "/api/v1/statuses/" + post, host, Map.of("status", "Come in, both"));
    assertThat(page.locator("#here .words")).containsText("Come in, both");
    doorstep.json("DELETE", "/api/v1/statuses/" + first, guest, Map.of());
    assertThat(page.locator("#tree .tomb")).hasCount(1);
    assertThat(page.locator("#tree")).not().containsText("First answer");
    assertThat(page.locator("#answers")).hasText("2 replies");
  }

  @Test
  void a_reply_that_moves_nothing_is_simply_there() {
    String host = doorstep.person("quiethost");
    String guest = doorstep.person("quietguest");
    String post =
        doorstep.post("/api/v1/statuses", host, Map.of("status", "Anybody?")).get("id").asString();
    Page page = window.fresh(360, false);
    window.signIn("quiethost");
    window.open("/@quiethost/" + post);
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    assertThat(page.locator("#tree")).containsText("Nobody has answered yet.");
    answer(guest, post, "I am here");
    assertThat(article(page, "I am here")).isVisible();
    assertThat(page.locator("#answers")).hasText("1 reply");
    assertThat(page.locator("#tree")).not().containsText("Nobody has answered yet.");
    assertThat(page.locator("#here .act.reply .n")).hasText("1");
    assertThat(page.locator(".fresh [role=status]")).hasText("1 new reply");
    assertThat(page.locator(".fresh a")).isHidden();
    answer(guest, post, "Still here");
    assertThat(article(page, "Still here")).isVisible();
    assertThat(page.locator("#answers")).hasText("2 replies");
  }

  @Test
  void the_first_post_of_an_empty_home_is_there_at_once() {
    String friend = doorstep.person("firstfriend");
    String reader = doorstep.person("firstreader");
    Page page = window.fresh(true);
    window.signIn("firstreader");
    window.open("/home");
    assertThat(page.locator("main")).containsText("You follow nobody yet");
    doorstep.post("/api/v1/accounts/" + me(friend) + "/follow", reader, Map.of());
    window.open("/home");
    assertThat(page.locator("main")).containsText("They have said nothing yet");
    assertThat(page.locator("html[data-live=yes]")).hasCount(1);
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "The first of all"));
    assertThat(article(page, "The first of all")).isVisible();
    assertThat(page.locator(".fresh a")).isHidden();
    assertThat(page.locator("main")).not().containsText("They have said nothing yet");
    // From then on nothing moves what is read.
    doorstep.post("/api/v1/statuses", friend, Map.of("status", "And another"));
    assertThat(page.locator(".fresh a")).hasText("1 new post");
  }

  @Test
  void followers_are_counted_with_the_button() {
    doorstep.person("countedhost");
    doorstep.person("countedguest");
    Page page = window.fresh(true);
    window.signIn("countedguest");
    window.open("/@countedhost");
    Locator followers = page.locator(".sums [data-followers]");
    assertThat(followers).hasText("0 followers");
    page.locator(".tie > .btn.primary").click();
    assertThat(followers).hasText("1 follower");
    page.locator(".tie > button[hx-post$='/unfollow']").click();
    assertThat(followers).hasText("0 followers");
  }

  @Test
  void whoever_follows_somebody_in_a_list_finds_the_row_as_it_was() {
    String guest = doorstep.person("rowguest");
    doorstep.post(
        "/api/v1/accounts/" + me(guest) + "/follow", doorstep.person("rowthird"), Map.of());
    Page page = window.fresh(360, false);
    window.signIn("rowguest");
    window.open("/@rowguest/followers");
    Locator row = page.locator(".person .tie");
    row.locator(".btn.primary").click();
    assertThat(row.locator("button[hx-post$='/unfollow']")).isVisible();
    assertThat(row.locator(":scope > *")).hasCount(1);
    row.locator("button[hx-post$='/unfollow']").click();
    assertThat(row.locator("button[hx-post$='/follow']")).isVisible();
    assertThat(row.locator(":scope > *")).hasCount(1);
  }

  @Test
  void on_a_phone_tabs_stand_in_one_row_and_the_bar_in_the_window() {
    doorstep.person("phonereader");
    Page page = window.fresh(360, true, "de-DE");
    window.signIn("phonereader");
    window.open("/notifications");
    org.assertj.core.api.Assertions.assertThat(number(page, ".tabs", "scrollWidth"))
        .isGreaterThan(number(page, ".tabs", "clientWidth"));
    org.assertj.core.api.Assertions.assertThat(number(page, ".tabs", "clientHeight"))
        .isLessThan(50);
    assertThat(page.locator(".tabbar a[href='/notifications'] > span").first())
        .hasText(page.locator("h1").innerText());
    page.locator(".tabs a").last().click();
    assertThat(page.locator(".tabs a[aria-current]")).isInViewport();
    Object margin =
        page.evaluate(
            "() => innerWidth - document.querySelector('.tabbar a:last-child"
                + " span').getBoundingClientRect().right");
    org.assertj.core.api.Assertions.assertThat(((Number) margin).doubleValue())
        .isGreaterThanOrEqualTo(4);
  }

  private static double number(Page page, String place, String property) {
    return ((Number) page.locator(place).evaluate("(one, name) => one[name]", property))
        .doubleValue();
  }

  @Test
  void all_entries_of_the_side_bar_come_into_sight() {
    doorstep.person("baredreader");
    Page page = window.fresh(1280, false);
    page.setViewportSize(1280, 640);
    window.signIn("baredreader");
    window.open("/home");
    page.locator(".rail .rest > summary").click();
    assertThat(page.locator(".rail .rest > summary")).isInViewport();
    for (String place : List.of("/favourites", "/lists", "/drafts", "/articles")) {
      Locator entry = page.locator(".rail .rest a[href='" + place + "']");
      org.assertj.core.api.Assertions.assertThat(
              (boolean)
                  entry.evaluate(
                      "one => document.elementFromPoint(one.getBoundingClientRect().x + 20,"
                          + " one.getBoundingClientRect().y + 20)?.closest('a') === one"))
          .as(place)
          .isTrue();
    }
  }

  private String answer(String token, String parent, String words) {
    return doorstep
        .post("/api/v1/statuses", token, Map.of("status", words, "in_reply_to_id", parent))
        .get("id")
        .asString();
  }

  @Test
  void a_picture_opens_over_the_page_with_what_is_said_of_it() {
    String token = doorstep.person("exhibitor");
    String one = doorstep.upload(token, Drawings.png(120, 60), "A boat");
    String two = doorstep.upload(token, Drawings.png(60, 120), "A bridge");
    doorstep.postJson(
        "/api/v1/statuses",
        token,
        "{\"status\":\"Look at both\",\"media_ids\":[\"" + one + "\",\"" + two + "\"]}");
    Page page = window.fresh(true);
    window.open("/@exhibitor");
    Locator post = article(page, "Look at both");
    post.locator(".alt summary").first().click();
    assertThat(post.locator(".alt p").first()).isVisible();
    post.locator(".alt summary").first().click();
    post.locator(".pic > a").first().click();
    Locator viewer = page.locator("dialog.viewer");
    assertThat(viewer.locator("img")).hasAttribute("alt", "A boat");
    assertThat(viewer.locator("figcaption")).containsText("A boat");
    page.keyboard().press("ArrowRight");
    assertThat(viewer.locator("img")).hasAttribute("alt", "A bridge");
    assertThat(viewer.locator("[role=status]")).hasText("2 of 2");
    page.keyboard().press("Escape");
    assertThat(viewer).hasCount(0);
    assertThat(post.locator(".pic > a").last()).isFocused();
    // It has the whole window, and the way back leads to the page and no further.
    page.setViewportSize(360, 740);
    post.locator(".pic > a").first().click();
    var box = viewer.boundingBox();
    org.assertj.core.api.Assertions.assertThat(box.width).isEqualTo(360);
    org.assertj.core.api.Assertions.assertThat(viewer.locator("img").boundingBox().width)
        .isEqualTo(360);
    page.goBack();
    assertThat(viewer).hasCount(0);
    assertThat(page).hasURL(doorstep.url + "/@exhibitor");
    assertThat(post.locator(".pic > a").first()).isFocused();
  }

  private static void menu(Locator article, String button) {
    article.locator(".acts .menu > summary").click();
    article
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  @Test
  void names_are_suggested_while_one_types() {
    String token = doorstep.person("suggestible");
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("display_name", "Zephyrine", "discoverable", "true"));
    Page page = window.fresh(true);
    window.open("/search");
    Locator suggested =
        page.locator("#suggested a").filter(new Locator.FilterOptions().setHasText("Zephyrine"));
    // The index of names follows by itself.
    Doorstep.until(
        "the index knows her",
        () -> new Visitor(doorstep).get("/search/suggest?q=zephy").body().contains("Zephyrine"));
    for (int tries = 0; tries < 40 && suggested.count() == 0; tries++) {
      page.locator("#q").fill("");
      page.waitForResponse(
          response -> response.url().contains("/search/suggest?q=zephy"),
          () -> page.locator("#q").pressSequentially("zephy"));
      page.waitForFunction("() => !document.querySelector('.htmx-request')");
    }
    assertThat(suggested).isVisible();
    suggested.click();
    assertThat(page.locator("h1")).hasText("Zephyrine");
  }

  @Test
  void what_is_typed_outlives_loading_the_page_anew() {
    doorstep.person("keeper");
    Page page = window.fresh(true);
    window.signIn("keeper");
    window.open("/compose");
    // What is typed before the module looks on is no change to it.
    assertThat(page.locator("form.compose[data-ready]")).hasCount(1);
    page.locator("textarea[name=text]").fill("Half a thought");
    assertThat(page.locator("[data-kept]")).hasText("Kept on this device");
    assertThat(page.locator("[data-left]")).hasText("486");
    window.open("/home");
    window.open("/compose");
    assertThat(page.locator("textarea[name=text]")).hasValue("Half a thought");
    page.locator("textarea[name=text]").press("Control+Enter");
    assertThat(article(page, "Half a thought")).isVisible();
    window.open("/compose");
    assertThat(page.locator("textarea[name=text]")).hasValue("");
  }

  @Test
  void a_picture_is_sent_while_one_writes_on() {
    doorstep.person("painter");
    Page page = window.fresh(true);
    window.signIn("painter");
    window.open("/compose");
    page.locator("textarea[name=text]").fill("Look");
    page.locator(".pic-extra summary").click();
    page.locator("input[type=file]")
        .setInputFiles(
            new com.microsoft.playwright.options.FilePayload(
                "a.png", "image/png", Drawings.png(320, 640)));
    Locator thumb = page.locator(".thumbs .thumb");
    assertThat(thumb).isVisible();
    thumb.locator("textarea").fill("Two loaves");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Post").setExact(true))
        .click();
    assertThat(article(page, "Look").locator("img[alt='Two loaves']")).isVisible();
  }

  @Test
  void in_german_and_in_the_zone_of_the_reader() {
    String token = doorstep.person("berliner");
    doorstep.post("/api/v1/statuses", token, Map.of("status", "Moin"));
    Page page = window.fresh("de-DE", "Asia/Tokyo");
    window.open("/town");
    assertThat(page.locator("html")).hasAttribute("lang", "de");
    assertThat(page.locator("h1")).hasText("Dieser Server");
    window.open("/town");
    assertThat(page.locator("html")).hasAttribute("data-zone", "Asia/Tokyo");
  }

  /// The clock of the page goes on; that of the server does not.
  @ParameterizedTest
  @CsvSource({"Europe/Berlin", "Asia/Tokyo"})
  void an_open_page_says_how_long_ago_things_are(String zone) {
    String token = doorstep.person(zone.replaceAll(".*/", "").toLowerCase(Locale.ROOT) + "clock");
    doorstep.post("/api/v1/statuses", token, Map.of("status", "At the quay in " + zone));
    Page page = window.fresh("en-GB", zone);
    page.clock().install();
    window.open("/town");
    Locator time = article(page, "At the quay in " + zone).locator("time").first();
    assertThat(time).hasText("now");
    page.clock().fastForward(59 * MINUTE_MS);
    assertThat(time).hasText(Pattern.compile("(59|60) min|1 h"));
    page.clock().fastForward(750 * MINUTE_MS);
    assertThat(time).hasText("13 h");
    page.clock().fastForward(690 * MINUTE_MS);
    assertThat(time).hasText(Pattern.compile("[A-Z][a-z]{2}"));
    page.clock().fastForward(200 * 60 * MINUTE_MS);
    assertThat(time).hasText(Pattern.compile("\\d+ [A-Z][a-z]+( \\d{4})?"));
  }

  /// What opens over a page has a box; a portrait over a banner has none.
  @Test
  void a_head_with_a_banner_and_a_low_menu_stand_as_they_should() {
    String token = doorstep.person("bannered");
    doorstep.post("/api/v1/statuses", token, Map.of("status", "Only this"));
    Page page = window.fresh(true);
    window.signIn("bannered");
    window.open("/@bannered");
    Object border =
        page.evaluate(
            "() => { const head = document.querySelector('.profile'); head.classList.add('over');"
                + " return getComputedStyle(head).borderTopStyle; }");
    org.assertj.core.api.Assertions.assertThat(border).isEqualTo("none");
    assertThat(page.locator(".sums")).containsText("1 post");
    assertThat(page.locator(".sums")).not().containsText("1 posts");
    Locator menu = page.locator("#feed .post details.menu").first();
    page.setViewportSize(1280, 560);
    page.evaluate(
        "() => { const menu = document.querySelector('#feed .post details.menu');"
            + " document.body.style.paddingBottom = '100vh';"
            + " scrollTo(0, menu.getBoundingClientRect().bottom + scrollY - innerHeight + 8); }");
    menu.locator("summary").click();
    assertThat(menu.locator("> ul")).hasClass("up");
    assertThat(menu.locator("> ul > li").last()).isInViewport();
  }

  /// Sent again after an answer that never came; other words after that are another message.
  @Test
  void a_message_whose_answer_was_lost_is_said_once() {
    String sender = doorstep.person("lostsender");
    String friend = doorstep.person("lostfriend");
    String talk =
        "/conversations/"
            + doorstep
                .post(
                    "/api/v1/private/conversations",
                    sender,
                    Map.of("members[]", me(friend), "mode", "consent"))
                .get("id")
                .asString();
    Page page = window.fresh(true);
    window.signIn("lostsender");
    window.open(talk);
    page.route(
        "**" + talk,
        route -> {
          if (route.request().method().equals("POST")) {
            route.fetch();
            route.abort();
          } else {
            route.resume();
          }
        });
    page.locator("#text").fill("Only once");
    window.press("Send");
    assertThat(page.locator(".outbox")).containsText("Only once");
    assertThat(page.locator("#text")).hasValue("");
    page.unroute("**" + talk);
    window.press("Send now");
    assertThat(page.locator(".outbox")).hasCount(0);
    page.locator("#text").fill("Something else");
    window.press("Send");
    assertThat(page.locator("#text")).hasValue("");
    page.reload();
    assertThat(page.locator("#talk").getByText("Something else")).hasCount(1);
    assertThat(page.locator("#talk").getByText("Only once")).hasCount(1);

    // What is typed before the answer is lost is the next message's.
    AtomicReference<Route> way = new AtomicReference<>();
    page.route(
        "**" + talk,
        route -> {
          if (route.request().method().equals("POST")) {
            route.fetch();
            way.set(route);
          } else {
            route.resume();
          }
        });
    page.locator("#text").fill("Hello");
    window.press("Send");
    page.waitForCondition(() -> way.get() != null);
    page.locator("#text").fill("Hello are you there?");
    way.get().abort();
    assertThat(page.locator(".outbox .begun")).hasText("Hello");
    assertThat(page.locator("#text")).hasValue("are you there?");
    page.unroute("**" + talk);
    window.press("Send now");
    assertThat(page.locator(".outbox")).hasCount(0);
    page.reload();
    assertThat(page.locator("#talk").getByText("Hello")).hasCount(1);
    assertThat(page.locator("#text")).hasValue("are you there?");
  }

  /// What is arranged stands beside a talk where there is room, else below it: never in the way.
  @ParameterizedTest
  @CsvSource({"widetalk, 1280", "narrowtalk, 360"})
  void whoever_opens_a_talk_stands_at_its_end_and_stays_there(String name, int width) {
    String friend = doorstep.person(name + "b");
    String talk = talkOfFriends(doorstep.person(name), friend);
    for (int i = 1; i <= 20; i++) {
      say(talk, friend, "Word " + i);
    }
    Page page = window.fresh(true);
    page.setViewportSize(width, 640);
    window.signIn(name);
    window.open(talk);
    assertThat(page.locator("#m20")).isInViewport();
    assertThat(page.locator("#text")).isInViewport();
    page.locator("#text").fill("And mine");
    window.press("Send");
    assertThat(page.locator("#m21")).isInViewport();
    assertThat(page.locator("#text")).isInViewport();
    assertThat(page.locator("#text")).isFocused();
    page.locator("#m21 details.menu > summary").click();
    say(talk, friend, "And another");
    assertThat(page.locator("#m22")).isInViewport();
    Locator menu = page.locator("#m21 details.menu");
    assertThat(menu).hasAttribute("open", "");
    // What goes for good asks first.
    Locator erase = page.locator("#m21 [formaction*='for=all']");
    assertThat(erase).isHidden();
    menu.locator("details > summary").click();
    erase.click();
    assertThat(page.locator("#m21")).hasClass("tomb");
  }

  @Test
  void what_is_said_in_private_is_counted_beside_the_talks_unless_it_is_being_read() {
    String friend = doorstep.person("countedfriend");
    String talk = talkOfFriends(doorstep.person("counted"), friend);
    Page page = window.fresh(true);
    window.signIn("counted");
    window.open("/bookmarks");
    page.waitForFunction("() => document.documentElement.dataset.live === 'yes'");
    say(talk, friend, "Are you there?");
    Locator talks = page.locator(".rail [data-talks] .number");
    Locator notices = page.locator(".rail [data-unread]");
    assertThat(talks).hasText("1");
    assertThat(talks).isVisible();
    // That he was followed.
    assertThat(notices).hasAttribute("data-unread", "1");
    window.open(talk);
    assertThat(talks).isHidden();
    page.waitForFunction("() => document.documentElement.dataset.live === 'yes'");
    say(talk, friend, "And now?");
    assertThat(page.locator("#m2")).isVisible();
    window.open("/bookmarks");
    assertThat(talks).isHidden();
    assertThat(notices).hasAttribute("data-unread", "1");
  }

  @Test
  void a_filter_holds_in_all_places_that_are_ticked() {
    doorstep.person("ticker");
    Page page = window.fresh(true);
    window.signIn("ticker");
    window.open("/filters/new");
    page.locator("#ft").fill("Boats");
    page.locator("#k0").fill("boat");
    Locator ticked = page.locator("[type=checkbox][name^=context]:checked");
    int places = ticked.count();
    org.assertj.core.api.Assertions.assertThat(places).isGreaterThan(1);
    window.press("Save");
    page.waitForURL(address -> !address.endsWith("/new"));
    window.open("/filters");
    page.locator("main a[href^='/filters/']").filter(named("Boats")).first().click();
    assertThat(ticked).hasCount(places);
  }

  private static Locator.FilterOptions named(String words) {
    return new Locator.FilterOptions().setHasText(words);
  }

  private String talkOfFriends(String one, String other) {
    var _ = doorstep.post("/api/v1/accounts/" + me(other) + "/follow", one, Map.of());
    var _ = doorstep.post("/api/v1/accounts/" + me(one) + "/follow", other, Map.of());
    return "/conversations/"
        + doorstep
            .post(
                "/api/v1/private/conversations",
                one,
                Map.of("members[]", me(other), "mode", "consent"))
            .get("id")
            .asString();
  }

  private void say(String talk, String token, String words) {
    var _ = doorstep.post("/api/v1/private" + talk + "/messages", token, Map.of("text", words));
  }

  private String me(String token) {
    return doorstep
        .json("GET", "/api/v1/accounts/verify_credentials", token, Map.of())
        .get("id")
        .asString();
  }

  private static Locator article(Page page, String words) {
    return page.locator("article.post")
        .filter(new Locator.FilterOptions().setHasText(words))
        .first();
  }
}
