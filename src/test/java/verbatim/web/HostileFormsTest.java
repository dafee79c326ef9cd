package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Forged forms, open redirects, sessions set by somebody else (attacks web-03, web-04, oauth-05,
/// oauth-10).
class HostileFormsTest {
  /// Every form of the pages.
  /// Every form that there is: whoever adds a route adds it to this table, and so to this test.
  private static final List<String> FORMS = forms();

  private static List<String> forms() {
    try (Stream<String> lines = Files.lines(Path.of("src/main/resources/route-tests.tsv"))) {
      return lines
          .filter(line -> line.startsWith("POST /"))
          .map(line -> line.substring("POST ".length(), line.indexOf('\t')))
          .filter(path -> !path.startsWith("/api/"))
          .filter(path -> !path.startsWith("/oauth/") || path.equals("/oauth/authorize"))
          .map(path -> path.replaceAll(":\\w+", "1"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final Doorstep doorstep = Doorstep.shared();

  @Test
  void a_form_without_its_token_or_with_that_of_another_browser_is_refused()
      throws IOException, InterruptedException {
    doorstep.person("forged");
    // For others there are no forms of the desk.
    doorstep.command("account", "role", "forged", "admin");
    Visitor she = signedIn("forged");
    String foreign = Visitor.formToken(signedIn("forged").get("/settings/security").body());
    Visitor stranger = new Visitor(doorstep);
    stranger.get("/auth/sign_in");
    assertThat(FORMS).hasSizeGreaterThan(40).contains("/setup", "/compose");
    for (String form : FORMS) {
      Map<String, String> fields = new HashMap<>();
      assertThat(she.post(form, fields).statusCode()).as("%s without", form).isEqualTo(403);
      fields.put("form_token", foreign);
      assertThat(she.post(form, fields).statusCode()).as("%s foreign", form).isEqualTo(403);
      assertThat(stranger.post(form, fields).statusCode())
          .as("%s stranger", form)
          .isIn(401, 403, 404);
    }
    assertThat(she.get("/settings/security").statusCode()).isEqualTo(200);
  }

  @Test
  void a_form_sent_from_another_site_is_refused_even_with_its_token() {
    doorstep.person("crossed");
    Visitor she = signedIn("crossed");
    String token = Visitor.formToken(she.get("/settings/security").body());
    HttpResponse<String> answer =
        doorstep.send(
            HttpRequest.newBuilder(URI.create(doorstep.url + "/auth/sign_out"))
                .header("Cookie", "session=" + she.cookies().get("session"))
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString("form_token=" + Doorstep.encoded(token))));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(she.get("/settings/security").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.test",
        "/\\evil.test",
        "/%5cevil.test",
        "/%2f%2fevil.test",
        "https:evil.test",
        "https://evil.test",
        "/web//evil.test",
        "\t//evil.test",
        "\n//evil.test",
        "javascript:alert(1)"
      })
  void signing_in_leads_nowhere_else(String next) {
    String name = "leads" + Integer.toHexString(next.hashCode());
    doorstep.person(name);
    Visitor visitor = new Visitor(doorstep);
    HttpResponse<String> answer =
        visitor.forge(
            "/auth/sign_in?next=" + Doorstep.encoded(next),
            "/auth/sign_in",
            Map.of("login", name, "password", Doorstep.PASSWORD, "next", next));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(answer)).isEqualTo("/");
    HttpResponse<String> again = visitor.get("/auth/sign_in?next=" + Doorstep.encoded(next));
    assertThat(Visitor.location(again)).isEqualTo("/");
  }

  @Test
  void signing_in_leads_to_where_one_wanted_to_go() {
    doorstep.person("wanderer");
    Visitor visitor = new Visitor(doorstep);
    HttpResponse<String> refused = visitor.get("/settings/security");
    assertThat(refused.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(refused)).isEqualTo("/auth/sign_in?next=%2Fsettings%2Fsecurity");
    HttpResponse<String> answer =
        visitor.submit(
            Visitor.location(refused),
            "/auth/sign_in",
            Map.of("login", "wanderer", "password", Doorstep.PASSWORD));
    assertThat(Visitor.location(answer)).isEqualTo("/settings/security");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/auth/sign_in",
        "/auth/sign_up",
        "/auth/password/forgot",
        "/auth/reset?token=1.x",
        "/auth/undo?token=1.x",
        "/auth/confirm?token=1.x",
        "/auth/resend",
        "/oauth/authorize?client_id=nobody",
        "/nowhere"
      })
  void no_page_is_kept_framed_or_told_to_others(String path) {
    HttpResponse<String> page = new Visitor(doorstep).get(path);
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'none'")
        .contains("base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(page.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(page.body()).doesNotContainPattern("(src|href|action)=\"(https?:)?//(?!localhost)");
    assertThat(page.body())
        .doesNotContain(" style=")
        .doesNotContainPattern("<script(?![^>]* src=\"/assets/)");
  }

  @Test
  void the_consent_page_and_the_code_page_are_not_kept_or_framed_either() {
    doorstep.person("consenter");
    String client =
        doorstep.app("Pennant", "", "urn:ietf:wg:oauth:2.0:oob").get("client_id").asString();
    Visitor she = signedIn("consenter");
    HttpResponse<String> consent = she.get(authorize(client, "urn:ietf:wg:oauth:2.0:oob"));
    HttpResponse<String> code =
        she.post(
            "/oauth/authorize",
            Map.of(
                "form_token", Visitor.formToken(consent.body()),
                "ticket",
                    Visitor.hidden(
                        Pattern.compile("name=\"ticket\" value=\"([^\"]+)\""), consent.body()),
                "decision", "allow"));
    assertThat(code.body()).contains("Copy this code", "Pennant");
    for (HttpResponse<String> page : List.of(consent, code)) {
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("frame-ancestors 'none'");
    }
  }

  @Test
  void a_ticket_of_another_browser_or_an_edited_one_lets_nothing_in() {
    doorstep.person("ticketed");
    String client =
        doorstep.app("Pennant", "", "urn:ietf:wg:oauth:2.0:oob").get("client_id").asString();
    Pattern field = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"");
    Visitor she = signedIn("ticketed");
    Visitor elsewhere = signedIn("ticketed");
    String page = she.get(authorize(client, "urn:ietf:wg:oauth:2.0:oob")).body();
    String ticket = Visitor.hidden(field, page);
    String other =
        Visitor.hidden(field, elsewhere.get(authorize(client, "urn:ietf:wg:oauth:2.0:oob")).body());
    for (String bad : List.of("", other, ticket.substring(1), "A" + ticket, ticket + "A")) {
      HttpResponse<String> answer =
          she.post(
              "/oauth/authorize",
              Map.of("form_token", Visitor.formToken(page), "ticket", bad, "decision", "allow"));
      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void a_session_set_before_signing_in_is_not_the_one_after() {
    doorstep.person("fixated");
    Visitor visitor = new Visitor(doorstep);
    visitor.cookies().put("session", "chosen-by-somebody-else");
    assertThat(visitor.signIn("fixated", Doorstep.PASSWORD).statusCode()).isEqualTo(303);
    String first = visitor.cookies().get("session");
    assertThat(first).isNotNull().isNotEqualTo("chosen-by-somebody-else").hasSizeGreaterThan(40);
    HttpResponse<String> again =
        visitor.submit(
            "/auth/sign_in?again=true",
            "/auth/sign_in",
            Map.of("login", "fixated", "password", Doorstep.PASSWORD));
    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(visitor.cookies().get("session")).isNotEqualTo(first);
    assertThat(withSession(first).get("/settings/security").statusCode()).isEqualTo(303);
  }

  @Test
  void signing_out_ends_the_session_on_the_server() {
    doorstep.person("leaver");
    Visitor visitor = signedIn("leaver");
    String session = visitor.cookies().get("session");
    HttpResponse<String> answer = visitor.submit("/settings/security", "/auth/sign_out", Map.of());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Clear-Site-Data")).isPresent();
    assertThat(visitor.cookies()).doesNotContainKey("session");
    assertThat(withSession(session).get("/settings/security").statusCode()).isEqualTo(303);
    assertThat(withSession(session).get("/metrics").statusCode()).isIn(401, 403, 404);
  }

  @Test
  void what_is_not_there_and_what_is_not_meant_for_you_are_one_page() {
    String token = doorstep.person("secretive");
    String hidden =
        doorstep
            .post(
                "/api/v1/statuses",
                token,
                Map.of("status", "for followers", "visibility", "private"))
            .get("url")
            .asString();
    doorstep.person("curious");
    for (Visitor visitor : List.of(new Visitor(doorstep), signedIn("curious"))) {
      HttpResponse<String> notMeant = visitor.get(hidden);
      HttpResponse<String> notThere = visitor.get("/@secretive/1");
      HttpResponse<String> nobody = visitor.get("/@nobodyatall");
      assertThat(notMeant.statusCode()).isEqualTo(404);
      assertThat(Visitor.withoutToken(notMeant.body()))
          .isEqualTo(Visitor.withoutToken(notThere.body()))
          .isEqualTo(Visitor.withoutToken(nobody.body()));
      assertThat(notMeant.body()).contains("or it is not meant for you").contains("noindex");
    }
    assertThat(signedIn("secretive").get(hidden).body()).contains("for followers");
  }

  @Test
  void looking_at_pages_changes_nothing() {
    doorstep.person("looker");
    Visitor she = signedIn("looker");
    String before = Visitor.withoutToken(she.get("/settings/security").body());
    for (String path : FORMS) {
      assertThat(she.get(path).statusCode()).as(path).isLessThan(500);
    }
    assertThat(Visitor.withoutToken(she.get("/settings/security").body())).isEqualTo(before);
  }

  @Test
  void a_wrong_name_and_a_wrong_password_are_answered_alike() {
    doorstep.person("guessed");
    String wrongPassword = new Visitor(doorstep).signIn("guessed", "not the password").body();
    String wrongName = new Visitor(doorstep).signIn("gueffed", "not the password").body();
    Pattern differs = Pattern.compile("(value|data-question)=\"[^\"]*\"");
    assertThat(differs.matcher(wrongPassword).replaceAll(""))
        .isEqualTo(differs.matcher(wrongName).replaceAll(""));
    assertThat(wrongPassword).contains("not right");
  }

  static String authorize(String client, String redirectUri) {
    return "/oauth/authorize?response_type=code&scope=read+write&client_id="
        + client
        + "&redirect_uri="
        + Doorstep.encoded(redirectUri);
  }

  private Visitor signedIn(String name) {
    return Visitor.signedIn(doorstep, name);
  }

  private Visitor withSession(String session) {
    Visitor visitor = new Visitor(doorstep);
    visitor.cookies().put("session", session);
    return visitor;
  }
}
