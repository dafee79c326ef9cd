package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.access.Scope;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;

class RateLimitTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:30Z"));
  private final InstantSource clock = now::get;
  private final Limits.People people = Limits.usual().people();

  private Running town(List<String> proxies) {
    return Running.with(
        Running.settings(folder, Running.USUAL.http(), proxies),
        new RateLimits(people, clock),
        Route.get("/api/v1/home", Access.user(Scope.READ), _ -> Answer.empty(), "home"),
        Route.get("/api/v1/public", Access.optional(), RateLimitTest::where, "public"),
        Route.get("/page", Access.browser(), _ -> Answer.html(""), "page"),
        Route.post("/api/v1/accounts", Access.open(), RateLimitTest::where, "register")
            .limited(RateLimits.Bucket.REGISTRATIONS),
        Route.post("/api/v1/statuses", Access.user(), _ -> Answer.empty(), "post")
            .limited(RateLimits.Bucket.POSTS),
        Route.post("/api/v1/quotecheck", Access.user(), _ -> Answer.empty(), "check")
            .limited(RateLimits.Bucket.CHECKS),
        Route.post("/sign_in", Access.browser(), RateLimitTest::where, "sign in")
            .limited(RateLimits.Bucket.SIGN_INS));
  }

  private static Answer where(Request request) {
    return Answer.text(request.address().getHostAddress());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void an_account_is_told_how_it_stands_and_refused_one_past_the_limit() throws Exception {
    try (Running town = town(List.of())) {
      HttpResponse<String> first = town.get("/api/v1/home", "Authorization", "Bearer all");
      assertThat(header(first, "X-RateLimit-Limit")).isEqualTo("300");
      assertThat(header(first, "X-RateLimit-Remaining")).isEqualTo("299");
      assertThat(header(first, "X-RateLimit-Reset")).isEqualTo("2026-01-01T00:05:00Z");
      for (int i = 2; i <= 300; i++) {
        assertThat(town.get("/api/v1/home", "Authorization", "Bearer all").statusCode())
            .isEqualTo(200);
      }
      HttpResponse<String> over = town.get("/api/v1/home", "Authorization", "Bearer all");
      assertThat(over.statusCode()).isEqualTo(429);
      assertThat(over.body()).isEqualTo("{\"error\":\"Too many requests\"}");
      assertThat(header(over, "X-RateLimit-Remaining")).isEqualTo("0");
      assertThat(header(over, "Retry-After")).isEqualTo("270");
      assertThat(town.get("/api/v1/home", "Authorization", "Bearer bob").statusCode())
          .isEqualTo(200);
      now.set(Instant.parse("2026-01-01T00:05:00Z"));
      assertThat(town.get("/api/v1/home", "Authorization", "Bearer all").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void quote_checks_are_counted_by_account() throws Exception {
    try (Running town = town(List.of())) {
      for (int i = 0; i < people.checksPerAccountMax(); i++) {
        assertThat(check(town, "all")).isEqualTo(200);
      }
      assertThat(check(town, "all")).isEqualTo(429);
      assertThat(check(town, "bob")).isEqualTo(200);
      now.set(now.get().plus(people.checksPerAccountWindow()));
      assertThat(check(town, "all")).isEqualTo(200);
    }
  }

  private static int check(Running town, String who) throws Exception {
    return town.send(
            "POST",
            "/api/v1/quotecheck",
            "application/json",
            "{}",
            "Authorization",
            "Bearer " + who)
        .statusCode();
  }

  @Test
  void guessing_tokens_or_paths_counts_for_the_address_and_pages_are_counted_apart()
      throws Exception {
    try (Running town = town(List.of())) {
      for (int i = 0; i < 150; i++) {
        assertThat(town.get("/api/v1/home", "Authorization", "Bearer guess" + i).statusCode())
            .isEqualTo(401);
        assertThat(town.get("/api/v1/guess" + i).statusCode()).isEqualTo(404);
      }
      assertThat(town.get("/api/v1/public").statusCode()).isEqualTo(429);
      assertThat(town.get("/page").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void one_page_past_the_limit_is_told_to_wait_in_words_and_files_count_too() throws Exception {
    RateLimits limits = new RateLimits(people, clock);
    try (Running town =
        Running.with(
            Running.settings(folder, Running.USUAL.http(), List.of()),
            limits,
            Route.get("/page", Access.browser(), _ -> Answer.html("a page"), "page"),
            Route.get("/media/*path", Access.open(), _ -> Answer.text("a file"), "file"),
            Route.get("/api/v1/public", Access.optional(), RateLimitTest::where, "public"))) {
      for (int i = 3; i <= people.pagesPerAddressMax(); i++) {
        limits.count(RateLimits.Bucket.PAGES, InetAddress.ofLiteral("127.0.0.1"));
      }
      assertThat(town.get("/media/a/b.png").statusCode()).isEqualTo(200);
      HttpResponse<String> last = town.get("/page");
      assertThat(last.statusCode()).isEqualTo(200);
      assertThat(header(last, "X-RateLimit-Remaining")).as("browsers are not told").isEmpty();
      HttpResponse<String> over = town.get("/page", "Accept", "text/html");
      assertThat(over.statusCode()).isEqualTo(429);
      assertThat(header(over, "Content-Type")).startsWith("text/html");
      HttpResponse<String> file = town.get("/media/a/b.png");
      assertThat(file.statusCode()).isEqualTo(429);
      assertThat(header(file, "Retry-After")).isEqualTo("270");
      assertThat(town.get("/nowhere").statusCode()).as("guessing paths").isEqualTo(429);
      assertThat(town.get("/api/v1/public").statusCode()).as("programs").isEqualTo(200);
      now.set(Instant.parse("2026-01-01T00:05:00Z"));
      assertThat(town.get("/page").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void who_asks_is_looked_up_for_no_page_past_the_limit() throws Exception {
    RateLimits limits = new RateLimits(people, clock);
    try (Running town =
        Running.with(
            Running.settings(folder, Running.USUAL.http(), List.of()),
            limits,
            Route.get("/page", Access.browser(), _ -> Answer.html("a page"), "page"))) {
      for (int i = 2; i <= people.pagesPerAddressMax(); i++) {
        limits.count(RateLimits.Bucket.PAGES, InetAddress.ofLiteral("127.0.0.1"));
      }
      assertThat(town.get("/page", "Cookie", "__Host-session=alice").statusCode()).isEqualTo(200);
      assertThat(town.looked()).isEqualTo(1);
      assertThat(town.get("/page", "Cookie", "__Host-session=alice").statusCode()).isEqualTo(429);
      assertThat(town.looked()).as("a flood costs no sessions and no frames").isEqualTo(1);
    }
  }

  @Test
  void forged_addresses_do_not_help_against_registrations_and_sign_ins() throws Exception {
    try (Running town = town(List.of())) {
      assertThat(firstRefused(town, "/api/v1/accounts", "")).isEqualTo(26);
      assertThat(firstRefused(town, "/sign_in", "")).isEqualTo(26);
    }
  }

  @Test
  void behind_a_proxy_the_rightmost_untrusted_hop_counts_whatever_is_left_of_it() throws Exception {
    try (Running town = town(List.of("127.0.0.0/8", "10.0.0.0/8"))) {
      assertThat(firstRefused(town, "/api/v1/accounts", ", 203.0.113.9, 10.1.2.3")).isEqualTo(26);
      String other =
          town.get("/api/v1/public", "X-Forwarded-For", "203.0.113.9, 203.0.113.10").body();
      assertThat(other).isEqualTo("203.0.113.10");
      assertThat(
              town.get("/api/v1/public", "Forwarded", "for=1.1.1.1, for=\"[2001:db8::7]:99\"")
                  .body())
          .isEqualTo("2001:db8:0:0:0:0:0:7");
      assertThat(town.get("/api/v1/public", "X-Real-IP", "203.0.113.12").body())
          .isEqualTo("203.0.113.12");
      assertThat(town.get("/api/v1/public", "X-Forwarded-For", "1.1.1.1, nonsense").body())
          .isEqualTo("127.0.0.1");
      assertThat(town.get("/api/v1/public").body()).isEqualTo("127.0.0.1");
    }
  }

  private static int firstRefused(Running town, String path, String behind) throws Exception {
    for (int i = 1; i <= 100; i++) {
      HttpResponse<String> answer =
          town.send(
              "POST",
              path,
              "application/json",
              "{}",
              "X-Forwarded-For",
              "198.51.100." + i + behind,
              "Forwarded",
              "for=198.51.100." + i,
              "X-Real-IP",
              "198.51.100." + i);
      if (answer.statusCode() == 429) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void posts_are_counted_by_account() throws Exception {
    try (Running town = town(List.of())) {
      HttpResponse<String> answer =
          town.send(
              "POST", "/api/v1/statuses", "application/json", "{}", "Authorization", "Bearer all");
      assertThat(header(answer, "X-RateLimit-Limit")).isEqualTo("300");
      assertThat(header(answer, "X-RateLimit-Reset")).isEqualTo("2026-01-01T03:00:00Z");
    }
  }

  @Test
  void searches_in_private_words_are_counted_apart() {
    RateLimits limits = new RateLimits(people, clock);
    AccountId who = new AccountId(7);
    for (int i = 0; i < people.privateSearchesPerAccountMax(); i++) {
      assertThat(limits.count(RateLimits.Bucket.PRIVATE_SEARCHES, who).isExceeded()).isFalse();
    }
    assertThat(limits.count(RateLimits.Bucket.PRIVATE_SEARCHES, who).isExceeded()).isTrue();
    assertThat(limits.count(RateLimits.Bucket.POSTS, who).isExceeded()).isFalse();
    assertThat(limits.count(RateLimits.Bucket.PRIVATE_SEARCHES, new AccountId(8)).isExceeded())
        .isFalse();
    now.set(now.get().plus(people.privateSearchesPerAccountWindow()));
    assertThat(limits.count(RateLimits.Bucket.PRIVATE_SEARCHES, who).isExceeded()).isFalse();
  }

  @Test
  void a_whole_ipv6_network_is_one_address() throws Exception {
    RateLimits limits = new RateLimits(people, clock);
    limits.count(RateLimits.Bucket.SIGN_INS, InetAddress.ofLiteral("2001:db8::1"));
    assertThat(
            limits
                .count(RateLimits.Bucket.SIGN_INS, InetAddress.ofLiteral("2001:db8::2"))
                .remaining())
        .isEqualTo(people.signInsPerAddressMax() - 2);
    assertThat(
            limits
                .count(RateLimits.Bucket.SIGN_INS, InetAddress.ofLiteral("2001:db8:0:1::2"))
                .remaining())
        .isEqualTo(people.signInsPerAddressMax() - 1);
  }

  @Test
  void lifted_limits_refuse_nobody() {
    RateLimits limits = RateLimits.lifted(people, clock);
    InetAddress address = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 1_000; i++) {
      assertThat(limits.count(RateLimits.Bucket.SIGN_INS, address).isExceeded()).isFalse();
    }
  }
}
