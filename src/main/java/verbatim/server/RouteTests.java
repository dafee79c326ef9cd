package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import verbatim.http.Route;

/// Which test covers a route: the resource `route-tests.tsv`, which `RouteTableTest` keeps true.
final class RouteTests {
  private static final Map<String, String> TESTS = read();

  private RouteTests() {}

  static String of(Route route) {
    return TESTS.getOrDefault(key(route), "");
  }

  static String key(Route route) {
    return route.method() + " " + route.path();
  }

  private static Map<String, String> read() {
    try (InputStream in = RouteTests.class.getResourceAsStream("/route-tests.tsv")) {
      if (in == null) {
        throw new IllegalStateException("route-tests.tsv is not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", 2))
          .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
