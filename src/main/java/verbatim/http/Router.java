package verbatim.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path. A tree of segments: a literal one wins over `@:acct`, that over
/// `:id`, that over a `*rest`; a branch that ends nowhere is left again. Two routes that could not
/// be told apart, and a route without declared access, stop the start.
final class Router {
  /// What was found for a path.
  sealed interface Found {
    record One(Route route, Map<String, String> variables, boolean isChosenByAccept)
        implements Found {}

    record OtherMethods(Set<Method> allowed) implements Found {}

    record NotAcceptable() implements Found {}

    record Nothing() implements Found {}
  }

  private static final Found NOTHING = new Found.Nothing();
  private final Node root = new Node();

  Router(List<Route> routes) {
    for (Route route : routes) {
      add(route);
    }
  }

  Found find(Method method, List<String> segments, String accept) {
    Search search = new Search(method, segments);
    Leaf leaf = search.descend(root, 0);
    if (leaf == null) {
      return search.allowed.isEmpty() ? NOTHING : new Found.OtherMethods(search.allowed);
    }
    Declared chosen = leaf.choose(accept);
    return chosen == null
        ? new Found.NotAcceptable()
        : new Found.One(chosen.route, search.named(chosen.names), leaf.isChosenByAccept());
  }

  private void add(Route route) {
    if (route.access() == null || route.handler() == null) {
      throw new IllegalStateException("no access declared: " + words(route));
    }
    if (!route.path().startsWith("/")) {
      throw new IllegalStateException("no path: " + words(route));
    }
    List<String> names = new ArrayList<>();
    Node node = root;
    for (String segment : Segments.read(route.path())) {
      node = node.child(segment, names);
    }
    node.leaves.computeIfAbsent(route.method(), _ -> new Leaf()).add(new Declared(route, names));
  }

  static String words(Route route) {
    return route.method() + " " + route.path() + " (" + route.line() + ")";
  }

  private record Declared(Route route, List<String> names) {}

  /// The routes of one path and method: usually one.
  private static final class Leaf {
    private final List<Declared> declared = new ArrayList<>();

    void add(Declared one) {
      for (Declared other : declared) {
        if (other.route.accepts().equals(one.route.accepts())) {
          throw new IllegalStateException(
              "two routes alike: " + words(other.route) + " and " + words(one.route));
        }
      }
      declared.add(one);
      // Those that ask for a media type are tried first.
      declared.sort(Comparator.comparing(d -> d.route.accepts().isEmpty()));
    }

    @Nullable Declared choose(String accept) {
      if (declared.size() == 1 && declared.getFirst().route.accepts().isEmpty()) {
        return declared.getFirst();
      }
      String asked = accept.toLowerCase(Locale.ROOT);
      for (Declared one : declared) {
        Set<String> types = one.route.accepts();
        if (types.isEmpty() || types.stream().anyMatch(asked::contains)) {
          return one;
        }
      }
      return null;
    }

    boolean isChosenByAccept() {
      return declared.size() > 1 || !declared.getFirst().route.accepts().isEmpty();
    }
  }

  /// A segment with a variable in it: `:id`, `@:acct`, `:acct.rss`.
  private record Pattern(String before, String after, Node node) {
    @Nullable String match(String segment) {
      int length = segment.length() - before.length() - after.length();
      return length > 0 && segment.startsWith(before) && segment.endsWith(after)
          ? segment.substring(before.length(), before.length() + length)
          : null;
    }
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();
    private @Nullable Node rest;
    private final Map<Method, Leaf> leaves = new EnumMap<>(Method.class);

    Node child(String segment, List<String> names) {
      if (segment.startsWith("*")) {
        names.add(segment.substring(1));
        if (rest == null) {
          rest = new Node();
        }
        return rest;
      }
      int colon = segment.indexOf(':');
      if (colon < 0) {
        return literals.computeIfAbsent(segment, _ -> new Node());
      }
      int end = colon + 1;
      while (end < segment.length() && isOfName(segment.charAt(end))) {
        end++;
      }
      names.add(segment.substring(colon + 1, end));
      return pattern(segment.substring(0, colon), segment.substring(end));
    }

    private Node pattern(String before, String after) {
      for (Pattern pattern : patterns) {
        if (pattern.before.equals(before) && pattern.after.equals(after)) {
          return pattern.node;
        }
      }
      Node node = new Node();
      patterns.add(new Pattern(before, after, node));
      patterns.sort(Comparator.comparingInt(p -> -p.before.length() - p.after.length()));
      return node;
    }

    private static boolean isOfName(char c) {
      return (c >= 'a' && c <= 'z') || c == '_';
    }
  }

  private static final class Search {
    private final Method method;
    private final List<String> segments;
    private final List<String> values = new ArrayList<>(4);
    private final Set<Method> allowed = EnumSet.noneOf(Method.class);

    Search(Method method, List<String> segments) {
      this.method = method;
      this.segments = segments;
    }

    @Nullable Leaf descend(Node node, int at) {
      if (at == segments.size()) {
        allowed.addAll(node.leaves.keySet());
        return node.leaves.get(method);
      }
      String segment = segments.get(at);
      Node literal = node.literals.get(segment);
      if (literal != null) {
        Leaf leaf = descend(literal, at + 1);
        if (leaf != null) {
          return leaf;
        }
      }
      for (Pattern pattern : node.patterns) {
        String value = pattern.match(segment);
        if (value != null) {
          values.addLast(value);
          Leaf leaf = descend(pattern.node, at + 1);
          if (leaf != null) {
            return leaf;
          }
          values.removeLast();
        }
      }
      return node.rest == null || segments.getLast().isEmpty() ? null : rest(node.rest, at);
    }

    private @Nullable Leaf rest(Node node, int at) {
      allowed.addAll(node.leaves.keySet());
      values.addLast(String.join("/", segments.subList(at, segments.size())));
      Leaf leaf = node.leaves.get(method);
      if (leaf == null) {
        values.removeLast();
      }
      return leaf;
    }

    Map<String, String> named(List<String> names) {
      return switch (names.size()) {
        case 0 -> Map.of();
        case 1 -> Map.of(names.get(0), values.get(0));
        default -> {
          Map<String, String> variables = new HashMap<>();
          for (int i = 0; i < names.size(); i++) {
            variables.put(names.get(i), values.get(i));
          }
          yield variables;
        }
      };
    }
  }
}
