package verbatim.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import verbatim.kernel.Refusal;

/// The parameters of a request, read once and the same way wherever they stood: query, JSON, form
/// or multipart. `poll[options][]=a`, `{"poll":{"options":["a"]}}` and a multipart part of that
/// name are one and the same. Numbers and booleans of JSON are kept as the text that a form would
/// have sent; a JSON null counts as not given, but for whoever asks for just that.
///
/// A value of another shape than asked for (a list where a text belongs) is 422, never a guess.
public final class Params {
  private static final Params NONE = new Params(Map.of());
  // Strings, Params.Tree, lists and Uploads.
  private final Map<String, Object> values;
  private final Set<String> nothing;

  Params(Map<String, Object> values) {
    this(values, Set.of());
  }

  /// @param nothing what was said to be null
  Params(Map<String, Object> values, Set<String> nothing) {
    this.values = values;
    this.nothing = nothing;
  }

  static Params none() {
    return NONE;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /// Whether it was said to be JSON's null: "no more", where what is not named stays.
  public boolean isNothing(String name) {
    return nothing.contains(name);
  }

  public Set<String> names() {
    return values.keySet();
  }

  /// The text, which may be empty; `Optional.empty()` when it was not given.
  public Optional<String> text(String name) {
    Object value = values.get(name);
    return switch (value) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrong(name);
    };
  }

  public String text(String name, String otherwise) {
    Object value = values.get(name);
    return value instanceof String text ? text : text(name).orElse(otherwise);
  }

  /// The text; 422 when it is missing or blank.
  public String required(String name) {
    return text(name).filter(t -> !t.isBlank()).orElseThrow(() -> blank(name));
  }

  /// As Mastodon reads booleans: 0, f, false, off (in any case) are false, the empty text is not
  /// given, all else is true.
  public Optional<Boolean> flag(String name) {
    return text(name).filter(t -> !t.isEmpty()).map(t -> !isFalse(t));
  }

  public boolean flag(String name, boolean otherwise) {
    return flag(name).orElse(otherwise);
  }

  /// A whole number; 422 when it is none or does not fit.
  public OptionalInt number(String name) {
    Optional<String> text = text(name).map(String::strip).filter(t -> !t.isEmpty());
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.get()));
    } catch (NumberFormatException _) {
      throw wrong(name);
    }
  }

  public int number(String name, int otherwise) {
    return number(name).orElse(otherwise);
  }

  /// `params.id("in_reply_to_id", StatusId::parse)`: empty when not given or blank; 404 when it is
  /// no id, as for an id that does not exist.
  public <T> Optional<T> id(String name, Function<String, Optional<T>> parse) {
    return text(name)
        .filter(t -> !t.isBlank())
        .map(t -> parse.apply(t).orElseThrow(() -> Refusal.notFound("No record has this " + name)));
  }

  /// `params.ids("media_ids", MediaId::parse)`; what is no id is left out.
  public <T> List<T> ids(String name, Function<String, Optional<T>> parse) {
    return list(name).stream().flatMap(t -> parse.apply(t).stream()).toList();
  }

  /// The texts of a list; a single text is a list of one, nothing is an empty list.
  public List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof String text)) {
        throw wrong(name);
      }
      texts.add(text);
    }
    return texts;
  }

  /// The members of a nested object; empty when it was not given.
  public Params object(String name) {
    return switch (values.get(name)) {
      case null -> NONE;
      case Params nested -> nested;
      case String text when text.isEmpty() -> NONE;
      default -> throw wrong(name);
    };
  }

  /// A list of objects: `fields_attributes[0][name]`, `fields_attributes[][name]` or a JSON array.
  public List<Params> objects(String name) {
    List<Params> objects = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof Params nested)) {
        throw wrong(name);
      }
      objects.add(nested);
    }
    return objects;
  }

  public Optional<Upload> file(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case Upload upload -> Optional.of(upload);
      case String text when text.isEmpty() -> Optional.empty();
      default -> throw wrong(name);
    };
  }

  /// Query and body together; the body wins.
  Params over(Params beneath) {
    if (beneath.values.isEmpty()) {
      return this;
    }
    Map<String, Object> both = new LinkedHashMap<>(beneath.values);
    both.putAll(values);
    return new Params(both, nothing);
  }

  private List<?> elements(String name) {
    return switch (values.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      case Params nested when nested.isNumbered() -> nested.inOrder();
      case String text when text.isEmpty() -> List.of();
      case String text -> List.of(text);
      default -> throw wrong(name);
    };
  }

  private boolean isNumbered() {
    return values.keySet().stream()
        .allMatch(
            k -> !k.isEmpty() && k.length() < 10 && k.chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  private List<Object> inOrder() {
    return values.entrySet().stream()
        .sorted(
            (a, b) -> Integer.compare(Integer.parseInt(a.getKey()), Integer.parseInt(b.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isFalse(String text) {
    return switch (text) {
      case "0", "f", "F", "false", "FALSE", "False", "off", "OFF", "Off" -> true;
      default -> false;
    };
  }

  private static RuntimeException blank(String name) {
    return Refusal.invalid(name, "ERR_BLANK", name + " can't be blank");
  }

  private static RuntimeException wrong(String name) {
    return Refusal.invalid(name, "ERR_INVALID", name + " is invalid");
  }

  /// Says nothing: parameters hold passwords and private words.
  @Override
  public String toString() {
    return "Params";
  }
}
