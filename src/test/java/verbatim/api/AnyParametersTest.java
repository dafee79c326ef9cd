package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.http.Access;
import verbatim.http.Route;

/// Every line of the route table, with parameters that are missing, too many, of another shape or
/// without sense: whatever comes, the answer is never a fault of ours, and each refusal has the
/// client's shape and says what is wrong. A new route and a new parameter are tried by themselves.
class AnyParametersTest {
  private static final long SEED = 20_260_101;
  private static final int MIXED_BODIES = 3;
  private static final Path SOURCES = Path.of("src/main/java/verbatim/api");
  private static final Pattern NAMED =
      Pattern.compile(
          "\\.(?:text|flag|number|list|ids|id|object|objects|required|query|has|upload|file|elements)\\(\\s*\"([a-z_]+)\"");
  private static final Pattern VARIABLE = Pattern.compile("[:*]\\w+");

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static List<String> ids;
  static Map<String, Set<String>> namesByFile;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    ids = List.of("1", alice.posts("hello"), alice.id(), "x", "-1", "9".repeat(40), "0", "%20");
    namesByFile = parameterNames();
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void are_answered_or_refused_in_the_clients_words() {
    Random random = new Random(SEED);
    int tried = 0;
    for (Route route : clients.routes()) {
      if (route.access() instanceof Access.Stream) {
        continue;
      }
      List<String> names = names(route);
      for (String name : names) {
        send(route, random, Map.of(name, value(random, 0)));
        tried++;
      }
      for (int i = 0; i < MIXED_BODIES; i++) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : names) {
          if (random.nextInt(3) > 0) {
            body.put(name, value(random, 0));
          }
        }
        body.put("unheard_of", value(random, 0));
        send(route, random, body);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(1_000);
  }

  private static void send(Route route, Random random, Map<String, Object> parameters) {
    String token = random.nextInt(8) == 0 ? "" : alice.token;
    String path = path(route, random);
    boolean hasBody = !List.of("GET", "DELETE").contains(route.method().name());
    String how = " seed " + SEED + ": " + route.method() + " " + path + " " + cut(parameters);
    Clients.Reply reply =
        switch (hasBody ? random.nextInt(3) : 2) {
          case 0 ->
              clients.send(
                  route.method().name(),
                  path,
                  token,
                  form(parameters),
                  "Content-Type",
                  "application/x-www-form-urlencoded");
          case 1 -> clients.send(route.method().name(), path, token, parameters);
          default ->
              clients.send(route.method().name(), path + "?" + form(parameters), token, null);
        };
    assertThat(reply.status()).as(how + " " + cut(reply.body())).isLessThan(500);
    if (reply.status() >= 400 && isForClients(route)) {
      assertThat(reply.whole().headers().firstValue("content-type").orElse(""))
          .as(how)
          .contains("json");
      assertThat(reply.text("error")).as(how + " " + cut(reply.body())).isNotBlank();
    }
  }

  private static boolean isForClients(Route route) {
    return !route.access().isOfBrowsers()
        && (route.path().startsWith("/api/") || route.path().startsWith("/oauth/"));
  }

  private static String path(Route route, Random random) {
    Matcher variable = VARIABLE.matcher(route.path());
    StringBuilder path = new StringBuilder();
    while (variable.find()) {
      variable.appendReplacement(
          path, Matcher.quoteReplacement(ids.get(random.nextInt(ids.size()))));
    }
    return variable.appendTail(path).toString();
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 2 ? 10 : 13)) {
      case 0 -> "";
      case 1 -> "x";
      case 2 -> -1;
      case 3 -> Long.MAX_VALUE;
      case 4 -> 1.5e300;
      case 5 -> true;
      case 6 -> "\u0000\u202e\ud83d\ude00\r\n";
      case 7 -> "a".repeat(3_000);
      case 8 -> ids.get(random.nextInt(ids.size()));
      case 9 -> "2099-13-45T99:00:00Z";
      case 10 -> Collections.nCopies(random.nextInt(30), value(random, depth + 1));
      case 11 -> List.of(value(random, depth + 1), Map.of("0", value(random, depth + 1)));
      default ->
          Map.of(
              "a",
              value(random, depth + 1),
              "id",
              value(random, depth + 1),
              "0",
              value(random, depth + 1));
    };
  }

  /// As browsers and old clients write nested values.
  private static String form(Map<String, Object> parameters) {
    List<String> pairs = new ArrayList<>();
    parameters.forEach((name, value) -> pairs(pairs, name, value));
    String all = String.join("&", pairs);
    return all.length() > 6_000
        ? all.substring(0, all.lastIndexOf('&', 6_000) < 0 ? 0 : all.lastIndexOf('&', 6_000))
        : all;
  }

  private static void pairs(List<String> pairs, String name, Object value) {
    switch (value) {
      case List<?> list -> list.forEach(v -> pairs(pairs, name + "[]", v));
      case Map<?, ?> map -> map.forEach((k, v) -> pairs(pairs, name + "[" + k + "]", v));
      default -> pairs.add(encoded(name) + "=" + encoded(value.toString()));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String cut(Object value) {
    String text = value.toString();
    return text.substring(0, Math.min(text.length(), 600));
  }

  /// The parameters that the file of the route reads, and those that all lists have.
  private static List<String> names(Route route) {
    String file = route.line().replaceFirst(":.*", "");
    Set<String> names = new TreeSet<>(namesByFile.getOrDefault(file, Set.of()));
    names.addAll(List.of("limit", "max_id", "min_id", "since_id"));
    if (file.startsWith("StatusRoutes")) {
      names.addAll(namesByFile.getOrDefault("Drafting.java", Set.of()));
    }
    return List.copyOf(names);
  }

  private static Map<String, Set<String>> parameterNames() throws IOException {
    Map<String, Set<String>> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher name = NAMED.matcher(Files.readString(file));
        while (name.find()) {
          all.computeIfAbsent(file.getFileName().toString(), _ -> new TreeSet<>())
              .add(name.group(1));
        }
      }
    }
    assertThat(all).containsKeys("StatusRoutes.java", "AccountRoutes.java");
    return all;
  }
}
