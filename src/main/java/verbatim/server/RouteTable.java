package verbatim.server;

import java.util.Comparator;
import java.util.List;
import verbatim.http.Route;

/// `./verbatim routes`: every route with its scope, handler and the test that covers it.
final class RouteTable {
  private RouteTable() {}

  static String print(List<Route> routes) {
    StringBuilder table = new StringBuilder();
    routes.stream()
        .sorted(Comparator.comparing(Route::path).thenComparing(route -> route.method().name()))
        .forEach(
            route ->
                table.append(
                    String.format(
                        "%-7s %-58s %-42s %-26s %s%n",
                        route.method(),
                        route.path(),
                        route.access().words(),
                        route.line(),
                        RouteTests.of(route))));
    return table.toString();
  }
}
