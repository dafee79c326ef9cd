package verbatim.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import verbatim.Waiting;

/// Somebody with a client and a browser in one: sends tokens as he likes, keeps cookies, fills in
/// forms. Follows no redirect.
final class Stranger {
  static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";
  static final String PASSWORD = "a long and quiet password";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Waiting.PATIENCE)
          .build();

  private final String url;
  private final List<String> always;
  final Map<String, String> cookies = new LinkedHashMap<>();

  /// @param always headers of every request of his
  Stranger(RunningServer server, String... always) {
    this.url = server.url();
    this.always = List.of(always);
  }

  record Reply(int status, String body, Map<String, List<String>> headers) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String text(String name) {
      return json().path(name).asString("");
    }

    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }

    /// A value of the query that the answer redirects to; "" if there is none.
    String redirected(String name) {
      return Arrays.stream(header("location").replaceFirst("^[^?]*\\??", "").split("&"))
          .map(pair -> pair.split("=", 2))
          .filter(pair -> pair[0].equals(name))
          .map(pair -> java.net.URLDecoder.decode(pair[1], StandardCharsets.UTF_8))
          .findFirst()
          .orElse("");
    }

    /// A hidden field of the page.
    String hidden(String name) {
      Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(body);
      if (!field.find()) {
        throw new AssertionError("no " + name + " in " + status + " " + body);
      }
      return field.group(1);
    }
  }

  // ---- as a client

  /// @param token "" for none
  /// @param body null for none; a Map is sent as JSON
  Reply api(String method, String path, String token, Object body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!token.isEmpty()) {
      all.addAll(List.of("Authorization", "Bearer " + token));
    }
    if (body != null && !all.contains("Content-Type")) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    String text = body == null ? "" : body instanceof String s ? s : JSON.writeValueAsString(body);
    return send(method, path, text, all);
  }

  /// An app, with the token that stands for the app alone beside it as `app_token`.
  Map<String, String> app(String scopes, String... redirectUris) {
    Reply made =
        api(
            "POST",
            "/api/v1/apps",
            "",
            Map.of(
                "client_name", "tests", "redirect_uris", List.of(redirectUris), "scopes", scopes));
    Map<String, String> app = new LinkedHashMap<>();
    app.put("client_id", made.text("client_id"));
    app.put("client_secret", made.text("client_secret"));
    Map<String, String> asking = new LinkedHashMap<>(app);
    asking.putAll(Map.of("grant_type", "client_credentials", "scope", scopes));
    app.put("app_token", api("POST", "/oauth/token", "", asking).text("access_token"));
    return app;
  }

  static Map<String, Object> newcomer(String name, String email) {
    return Map.of(
        "username", name, "email", email, "password", PASSWORD, "agreement", true, "locale", "en");
  }

  /// Joins through an app: the first token, which may have to wait until it counts.
  String joins(Map<String, String> app, String name) {
    Reply reply =
        api(
            "POST",
            "/api/v1/accounts",
            app.get("app_token"),
            newcomer(name, name + "@mail.example"));
    if (reply.status() != 200) {
      throw new AssertionError(reply.toString());
    }
    return reply.text("access_token");
  }

  // ---- as a browser

  Reply page(String path) {
    return send("GET", path, "", List.of("Accept", "text/html"));
  }

  /// Sends a form of that page, with the page's own token.
  Reply submit(String page, String action, Map<String, String> fields) {
    Map<String, String> form = new LinkedHashMap<>(fields);
    form.put("form_token", page(page).hidden("form_token"));
    return form(action, form);
  }

  Reply form(String action, Map<String, String> fields) {
    return send(
        "POST",
        action,
        encoded(fields),
        List.of("Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded"));
  }

  Reply signIn(String login, String password) {
    return submit("/auth/sign_in", "/auth/sign_in", Map.of("login", login, "password", password));
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Reply send(String method, String path, String body, List<String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Waiting.PATIENCE)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    add(request, always);
    add(request, headers);
    if (!cookies.isEmpty() && headers.contains("text/html")) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(c -> c.getKey() + "=" + c.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("set-cookie").forEach(this::keep);
      return new Reply(answer.statusCode(), answer.body(), answer.headers().map());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void keep(String line) {
    String[] cookie = line.split(";", 2)[0].split("=", 2);
    if (line.contains("Max-Age=0")) {
      cookies.remove(cookie[0]);
    } else {
      cookies.put(cookie[0], cookie[1]);
    }
  }

  private static void add(HttpRequest.Builder request, List<String> headers) {
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
  }
}
