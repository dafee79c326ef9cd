package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without a face: keeps cookies, reads pages, sends their forms. Follows no redirect by
/// itself.
final class Visitor {
  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
  private final Doorstep doorstep;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private String userAgent = "";

  Visitor(Doorstep doorstep) {
    this.doorstep = doorstep;
  }

  /// Somebody who has signed in with the password of all.
  static Visitor signedIn(Doorstep doorstep, String name) {
    Visitor visitor = new Visitor(doorstep);
    assertThat(visitor.signIn(name, Doorstep.PASSWORD).statusCode()).isEqualTo(303);
    return visitor;
  }

  /// What the browser says it is.
  void callsItself(String name) {
    userAgent = name;
  }

  Map<String, String> cookies() {
    return cookies;
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(address(path)));
  }

  /// As somebody asks who wants another form of it than a page.
  HttpResponse<String> get(String path, String accept) {
    return send(HttpRequest.newBuilder(address(path)).header("Accept", accept));
  }

  /// Sends a form of this page as a browser without scripts does: it must be there, with a button
  /// that can be pressed and with these fields and choices.
  HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
    return submit(page, get(page), action, fields);
  }

  /// Sends a form of what was shown here once: behind a form, or with a word that is not said
  /// again.
  HttpResponse<String> submit(
      String here, HttpResponse<String> shown, String action, Map<String, String> fields) {
    Map<String, String> form = new FormsOfAPage(here, shown.body()).sent(action, fields);
    form.put("form_token", formToken(shown.body()));
    return post(action, form);
  }

  /// Sends with the token of this page what no form of it offers: as a script of ours does, or
  /// somebody who writes his requests himself.
  HttpResponse<String> forge(String page, String action, Map<String, String> fields) {
    Map<String, String> form = new HashMap<>(fields);
    form.put("form_token", formToken(get(page).body()));
    return post(action, form);
  }

  HttpResponse<String> post(String action, Map<String, String> form) {
    return send(
        HttpRequest.newBuilder(address(action))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> Map.of(FormsOfAPage.named(field.getKey()), field.getValue()))
        .map(Doorstep::encoded)
        .collect(Collectors.joining("&"));
  }

  /// Sends a form with a file.
  HttpResponse<String> upload(
      String page, String action, Map<String, String> fields, String name, byte[] file) {
    return upload(page, get(page), action, fields, name, file);
  }

  HttpResponse<String> upload(
      String here,
      HttpResponse<String> shown,
      String action,
      Map<String, String> fields,
      String name,
      byte[] file) {
    String line = "--aTornEdge\r\nContent-Disposition: form-data; name=\"";
    StringBuilder head = new StringBuilder();
    Map<String, String> filled = new HashMap<>(fields);
    filled.put(name, "a.png");
    Map<String, String> form = new FormsOfAPage(here, shown.body()).sent(action, filled);
    form.remove(name);
    form.put("form_token", formToken(shown.body()));
    form.forEach(
        (field, value) ->
            head.append(line)
                .append(FormsOfAPage.named(field))
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
    head.append(line).append(name).append("\"; filename=\"a.png\"\r\n\r\n");
    return send(
        HttpRequest.newBuilder(address(action))
            .header("Content-Type", "multipart/form-data; boundary=aTornEdge")
            .POST(
                HttpRequest.BodyPublishers.ofByteArrays(
                    List.of(
                        head.toString().getBytes(StandardCharsets.UTF_8),
                        file,
                        "\r\n--aTornEdge--\r\n".getBytes(StandardCharsets.UTF_8)))));
  }

  HttpResponse<String> signIn(String login, String password) {
    return submit("/auth/sign_in", "/auth/sign_in", Map.of("login", login, "password", password));
  }

  /// A page but for what reads differently each time.
  static String withoutToken(String page) {
    return FORM_TOKEN.matcher(page).replaceAll("");
  }

  static String formToken(String page) {
    return hidden(FORM_TOKEN, page);
  }

  static String hidden(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in\n" + page);
    }
    return matcher.group(1);
  }

  static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("");
  }

  private URI address(String path) {
    return URI.create(path.startsWith("http") ? path : doorstep.url + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      StringBuilder line = new StringBuilder();
      cookies.forEach(
          (name, value) ->
              line.append(line.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      request.header("Cookie", line.toString());
    }
    if (!userAgent.isEmpty()) {
      request.header("User-Agent", userAgent);
    }
    HttpResponse<String> response = doorstep.send(request.header("Accept", "text/html"));
    for (String cookie : response.headers().allValues("Set-Cookie")) {
      String[] pair = cookie.split(";")[0].split("=", 2);
      if (cookie.contains("Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return response;
  }
}
