package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.access.Scope;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

class AnsweringTest {
  private static final String LONG = "{\"text\":\"" + "word ".repeat(1_000) + "\"}";
  @TempDir Path folder;
  private Running town;

  @BeforeEach
  void start() throws Exception {
    Path file = Files.write(folder.resolve("ten"), "0123456789".getBytes(StandardCharsets.UTF_8));
    town =
        Running.with(
            folder,
            Route.get("/api/v1/long", Access.open(), _ -> json(LONG), "long"),
            Route.get("/api/v1/tagged", Access.open(), _ -> json("{}").tagged("v1"), "tagged"),
            Route.get("/api/v1/home", Access.user(Scope.READ), AnsweringTest::paged, "home"),
            Route.get("/api/v1/tag/:name", Access.optional(), AnsweringTest::paged, "tag"),
            Route.get("/api/v1/refuse/:how", Access.open(), AnsweringTest::refuse, "refuse"),
            Route.get("/api/v1/bug", Access.open(), _ -> bug("alice's secret"), "bug"),
            Route.get("/page", Access.browser(), AnsweringTest::page, "page"),
            Route.get("/bug", Access.browser(), _ -> bug("alice's secret"), "bug"),
            Route.get("/media/ten", Access.open(), _ -> Answer.file("image/png", file), "media"),
            Route.get("/gone", Access.open(), _ -> Answer.seeOther(URI.create("/é?a=b")), "gone"));
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private static Answer json(String text) {
    return Answer.json(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer paged(Request request) {
    return Paging.linked(json("[]"), request, 10, 29);
  }

  private static Answer page(Request request) {
    return Answer.html("<p>").cookie("session", "abc", Duration.ofHours(1), request);
  }

  private static Answer bug(String words) {
    throw new IllegalStateException(words);
  }

  private static Answer refuse(Request request) {
    Refusal refusal =
        switch (request.variable("how")) {
          case "401" -> new Refusal.NotSignedIn("");
          case "403" -> new Refusal.Forbidden("This action is not allowed");
          case "404" -> new Refusal.NotFound();
          case "410" -> new Refusal.Gone();
          case "413" -> new Refusal.TooLarge("Too large");
          case "422" ->
              new Refusal.Invalid(
                  "Validation failed: Username is taken, Username is short",
                  List.of(
                      new Refusal.Fault("username", "ERR_TAKEN", "is taken"),
                      new Refusal.Fault("agreement", "ERR_ACCEPTED", "must be accepted"),
                      new Refusal.Fault("username", "ERR_TOO_SHORT", "is short")));
          case "429" -> new Refusal.TooMany("", Duration.ofSeconds(90));
          case "503" -> new Refusal.Unavailable("");
          case "400" -> new Refusal.Malformed("Unreadable");
          default -> new Refusal.Conflict("taken");
        };
    throw new Refused(refusal);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void refusals_have_the_clients_shape() throws Exception {
    assertRefused("400", 400, "{\"error\":\"Unreadable\"}");
    assertRefused("401", 401, "{\"error\":\"The access token is invalid\"}");
    assertRefused("403", 403, "{\"error\":\"This action is not allowed\"}");
    assertRefused("404", 404, "{\"error\":\"Record not found\"}");
    assertRefused("410", 410, "{\"error\":\"This record is gone\"}");
    assertRefused("413", 413, "{\"error\":\"Too large\"}");
    assertRefused("conflict", 422, "{\"error\":\"taken\"}");
    assertRefused("429", 429, "{\"error\":\"Too many requests\"}");
    assertRefused("503", 503, "{\"error\":\"Service unavailable\"}");
    assertRefused(
        "422",
        422,
        "{\"error\":\"Validation failed: Username is taken, Username is"
            + " short\",\"details\":{\"username\":[{\"error\":\"ERR_TAKEN\",\"description\":\"is"
            + " taken\"},{\"error\":\"ERR_TOO_SHORT\",\"description\":\"is"
            + " short\"}],\"agreement\":[{\"error\":\"ERR_ACCEPTED\",\"description\":\"must be"
            + " accepted\"}]}}");
    assertThat(header(town.get("/api/v1/refuse/429"), "Retry-After")).isEqualTo("90");
  }

  private void assertRefused(String how, int status, String body) throws Exception {
    HttpResponse<String> answer = town.get("/api/v1/refuse/" + how);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
  }

  @Test
  void a_bug_says_nothing_but_the_requests_id() throws Exception {
    HttpResponse<String> api = town.get("/api/v1/bug");
    assertThat(api.statusCode()).isEqualTo(500);
    assertThat(api.body())
        .contains(header(api, "X-Request-Id"))
        .doesNotContain("secret", "verbatim");
    HttpResponse<String> page = town.get("/bug");
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body()).isEqualTo("<h1>fault " + header(page, "X-Request-Id") + "</h1>");
  }

  @Test
  void every_answer_is_guarded() throws Exception {
    for (String path : List.of("/api/v1/long", "/page", "/nowhere", "/bug", "/media/ten")) {
      HttpResponse<String> answer = town.get(path);
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Content-Security-Policy")).contains("frame-ancestors 'none'");
      assertThat(header(answer, "Referrer-Policy")).isNotEmpty();
      assertThat(header(answer, "Strict-Transport-Security")).isNotEmpty();
      assertThat(header(answer, "Vary")).isNotEmpty();
      assertThat(header(answer, "Server")).isEmpty();
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }
    assertThat(header(town.get("/page"), "Vary")).contains("HX-Request, Accept, Cookie");
    assertThat(header(town.get("/page"), "Cache-Control")).isEqualTo("private, no-store");
    assertThat(header(town.get("/page"), "Cross-Origin-Opener-Policy")).isEmpty();
    assertThat(header(town.get("/media/ten"), "Content-Security-Policy"))
        .contains("sandbox", "default-src 'none'");
    assertThat(header(town.get("/api/v1/tag/a"), "Vary")).contains("Authorization");
  }

  @Test
  void behind_https_a_cookie_is_secure_and_bound_to_the_host() throws Exception {
    assertThat(header(town.get("/page"), "Set-Cookie"))
        .isEqualTo("__Host-session=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
  }

  @Test
  void other_origins_may_use_the_api_and_a_preflight_needs_no_token() throws Exception {
    HttpResponse<String> preflight =
        town.send(
            HttpRequest.newBuilder(town.uri("/api/v1/home"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
            "Origin",
            "https://app.test",
            "Access-Control-Request-Method",
            "POST");
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(preflight, "Access-Control-Allow-Methods"))
        .isEqualTo("GET, POST, PUT, PATCH, DELETE, OPTIONS");
    assertThat(header(preflight, "Access-Control-Allow-Headers"))
        .isEqualTo("Authorization, Content-Type, Idempotency-Key, *");
    HttpResponse<String> refused = town.get("/api/v1/home", "Origin", "https://app.test");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(refused, "Access-Control-Expose-Headers"))
        .contains("Link", "X-RateLimit-Remaining", "Idempotency-Key");
    assertThat(header(town.get("/page"), "Access-Control-Allow-Origin")).isEmpty();
    assertThat(header(town.get("/media/ten"), "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(town.get("/media/ten"), "Cross-Origin-Resource-Policy"))
        .isEqualTo("cross-origin");
  }

  @Test
  void links_that_would_be_longer_than_a_header_may_be_are_left_out() throws Exception {
    String fits = "/api/v1/tag/a?x=" + "a".repeat(2_000);
    String tooLong = "/api/v1/tag/a?x=" + "!".repeat(10_000);
    assertThat(header(town.get(fits), "Link")).contains("rel=\"next\"");
    String raw = town.raw("GET " + tooLong + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(raw).startsWith("HTTP/1.1 200").doesNotContain("rel=");
  }

  @Test
  void paging_links_keep_the_other_parameters_and_nothing_can_be_injected() throws Exception {
    HttpResponse<String> answer =
        town.get(
            "/api/v1/home?limit=20&max_id=30&exclude_types[]=follow&x=%3E%0d%0aA:b&access_token=t",
            "Authorization", "Bearer all");
    assertThat(header(answer, "Link"))
        .isEqualTo(
            "<https://town.test/api/v1/home?limit=20&exclude_types%5B%5D=follow"
                + "&x=%3E%0D%0AA%3Ab&max_id=10>; rel=\"next\", "
                + "<https://town.test/api/v1/home?limit=20&exclude_types%5B%5D=follow"
                + "&x=%3E%0D%0AA%3Ab&min_id=29>; rel=\"prev\"");
    assertThat(header(town.get("/api/v1/tag/a%3E%22b"), "Link"))
        .startsWith("<https://town.test/api/v1/tag/a%3E%22b?max_id=10>; ");
    String raw =
        town.raw(
            "GET /api/v1/tag/x%0d%0aSet-Cookie:a=b HTTP/1.1\r\n"
                + "Host: a\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(raw).startsWith("HTTP/1.1 400").doesNotContain("Set-Cookie");
  }

  @Test
  void the_host_header_never_appears_in_an_answer() throws Exception {
    String raw =
        town.raw(
            "GET /api/v1/tag/a HTTP/1.1\r\n"
                + "Host: evil.test\r\n"
                + "X-Forwarded-Host: evil.test\r\n"
                + "X-Forwarded-Proto: ftp\r\n"
                + "Forwarded: host=evil.test\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(raw).contains("https://town.test/").doesNotContain("evil");
  }

  @Test
  void a_header_that_would_split_the_answer_is_a_fault_of_ours() {
    assertThatThrownBy(() -> Answer.empty().header("Location", "a\r\nSet-Cookie: b"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Answer.seeOther(URI.create("/é")).header("Location")).isEqualTo("/%C3%A9");
  }

  @Test
  void long_texts_are_compressed_for_those_who_ask() throws Exception {
    HttpResponse<byte[]> answer = bytes("/api/v1/long", "Accept-Encoding", "br, gzip;q=0.8");
    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.body().length).isLessThan(LONG.length() / 10);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
        .isEqualTo(LONG.getBytes(StandardCharsets.UTF_8));
    assertThat(header(town.get("/api/v1/long"), "Content-Encoding")).isEmpty();
    assertThat(header(bytes("/api/v1/long", "Accept-Encoding", "gzip;q=0"), "Content-Encoding"))
        .isEmpty();
    assertThat(header(bytes("/api/v1/tagged", "Accept-Encoding", "gzip"), "Content-Encoding"))
        .isEmpty();
  }

  private HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
    return town.client()
        .send(
            HttpRequest.newBuilder(town.uri(path)).headers(headers).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void what_the_client_has_is_not_sent_again() throws Exception {
    String tag = header(town.get("/api/v1/tagged"), "ETag");
    HttpResponse<String> again = town.get("/api/v1/tagged", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(town.get("/api/v1/tagged", "If-None-Match", "\"v2\"").statusCode()).isEqualTo(200);
  }

  @Test
  void a_file_is_sent_whole_or_in_one_part() throws Exception {
    assertThat(town.get("/media/ten").body()).isEqualTo("0123456789");
    HttpResponse<String> part = town.get("/media/ten", "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(town.get("/media/ten", "Range", "bytes=7-").body()).isEqualTo("789");
    assertThat(town.get("/media/ten", "Range", "bytes=-2").body()).isEqualTo("89");
    assertThat(town.get("/media/ten", "Range", "bytes=8-100").body()).isEqualTo("89");
    assertThat(town.get("/media/ten", "Range", "bytes=10-").statusCode()).isEqualTo(416);
    assertThat(town.get("/media/ten", "Range", "bytes=" + "0-1,".repeat(1_000) + "2-3").body())
        .isEqualTo("0123456789");
    String head = town.raw("HEAD /media/ten HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(head).contains("Content-Length: 10").doesNotContain("0123456789");
  }
}
