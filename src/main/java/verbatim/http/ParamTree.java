package verbatim.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Gathers [Params] from names with brackets, as forms send them: `poll[options][]`,
/// `fields_attributes[0][name]`, `fields_attributes[][name]`.
final class ParamTree {
  private final Map<String, Object> root = new LinkedHashMap<>();
  private final int fieldsMax;
  private final int depthMax;
  private int fields;

  ParamTree(int fieldsMax, int depthMax) {
    this.fieldsMax = fieldsMax;
    this.depthMax = depthMax;
  }

  /// A query string or a body of type application/x-www-form-urlencoded.
  ParamTree urlEncoded(String text) {
    int from = 0;
    while (from < text.length()) {
      int to = text.indexOf('&', from);
      if (to < 0) {
        to = text.length();
      }
      if (to > from) {
        int equals = text.indexOf('=', from);
        boolean hasValue = equals >= 0 && equals < to;
        String name = Percent.decoded(text.substring(from, hasValue ? equals : to), true);
        String value = hasValue ? Percent.decoded(text.substring(equals + 1, to), true) : "";
        put(name, value);
      }
      from = to + 1;
    }
    return this;
  }

  ParamTree urlEncoded(byte[] body) {
    return urlEncoded(new String(body, StandardCharsets.UTF_8));
  }

  /// @param value a String or an [Upload]
  void put(String name, Object value) {
    if (++fields > fieldsMax) {
      throw Refusal.malformed("More than " + fieldsMax + " parameters");
    }
    List<String> keys = keys(name);
    if (keys.size() > depthMax) {
      throw Refusal.malformed("Parameters are nested too deep");
    }
    put(root, keys, 0, value);
  }

  Params params() {
    return finished(root);
  }

  private static void put(Map<String, Object> map, List<String> keys, int at, Object value) {
    String key = keys.get(at);
    if (at + 1 == keys.size()) {
      map.put(key, value);
    } else if (keys.get(at + 1).isEmpty()) {
      append(list(map, key), keys, at + 2, value);
    } else {
      put(child(map, key), keys, at + 1, value);
    }
  }

  /// `a[]=x` adds an element; `a[][name]=x` adds to the last one until that has the name already.
  private static void append(List<Object> list, List<String> keys, int at, Object value) {
    if (at == keys.size()) {
      list.add(value);
      return;
    }
    if (keys.get(at).isEmpty()) {
      throw clash();
    }
    if (list.isEmpty() || hasPath(list.getLast(), keys, at)) {
      list.add(new LinkedHashMap<String, Object>());
    }
    put(map(list.getLast()), keys, at, value);
  }

  private static boolean hasPath(Object element, List<String> keys, int at) {
    if (!(element instanceof Map<?, ?> map)) {
      return false;
    }
    Object value = map.get(keys.get(at));
    return value != null
        && !(value instanceof List<?>)
        && (at + 1 == keys.size() || hasPath(value, keys, at + 1));
  }

  private static Map<String, Object> child(Map<String, Object> map, String key) {
    return map(map.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>()));
  }

  @SuppressWarnings("unchecked") // Only this class puts maps in.
  private static Map<String, Object> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw clash();
  }

  @SuppressWarnings("unchecked") // Only this class puts lists in.
  private static List<Object> list(Map<String, Object> map, String key) {
    if (map.computeIfAbsent(key, _ -> new ArrayList<>()) instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw clash();
  }

  /// `a[b][]` gives a, b and "". Brackets that do not match are part of a plain name.
  private static List<String> keys(String name) {
    int open = name.indexOf('[');
    if (open <= 0 || !name.endsWith("]")) {
      return List.of(name);
    }
    List<String> keys = new ArrayList<>();
    keys.add(name.substring(0, open));
    while (open < name.length()) {
      int close = name.indexOf(']', open);
      if (name.charAt(open) != '[' || close < 0) {
        return List.of(name);
      }
      keys.add(name.substring(open + 1, close));
      open = close + 1;
    }
    return keys;
  }

  private static Params finished(Map<String, Object> map) {
    map.replaceAll((_, value) -> finished(value));
    return new Params(map);
  }

  private static Object finished(Object value) {
    return switch (value) {
      case Map<?, ?> _ -> finished(map(value));
      case List<?> list -> list.stream().map(ParamTree::finished).toList();
      default -> value;
    };
  }

  private static Refused clash() {
    return Refusal.malformed("A parameter is given in two shapes");
  }
}
