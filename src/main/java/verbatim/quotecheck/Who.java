package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Whether two ways of naming somebody mean the same person.
final class Who {
  private Who() {}

  static boolean areSame(Person one, Person other) {
    if (one.account().isPresent() && other.account().isPresent()) {
      return one.account().equals(other.account());
    }
    if (!one.handle().isEmpty() && one.handle().equalsIgnoreCase(other.handle())) {
      return true;
    }
    if (!one.name().isEmpty() && letters(one.name()).equals(letters(other.name()))) {
      return true;
    }
    return isHandleOf(one.handle(), other.name()) || isHandleOf(other.handle(), one.name());
  }

  /// Whether it is known that they are two people: where one has only a handle and the other only
  /// a name, nobody knows.
  static boolean areOthers(Person one, Person other) {
    if (areSame(one, other)) {
      return false;
    }
    boolean byAccount = one.account().isPresent() && other.account().isPresent();
    boolean byName =
        !one.name().isEmpty()
            && !other.name().isEmpty()
            && !isPart(one.name(), other.name())
            && !isPart(other.name(), one.name());
    boolean byHandle = !one.handle().isEmpty() && !other.handle().isEmpty();
    return byAccount || byName || byHandle;
  }

  /// "Jonas" and "J. Tidewell" may be Jonas Tidewell, and Jonas Tidewell is Jonas Tidewell
  /// (he/him).
  static boolean isPart(String shorter, String longer) {
    List<String> parts = parts(shorter);
    List<String> all = parts(longer);
    return !parts.isEmpty() && parts.stream().allMatch(part -> isOneOf(part, all));
  }

  /// Also an initial.
  private static boolean isOneOf(String part, List<String> all) {
    return all.contains(part)
        || (part.length() == 1 && all.stream().anyMatch(one -> one.startsWith(part)));
  }

  /// "RT @thea: …": a quotation that says itself whose words it has.
  static boolean isNamedIn(String quotation, Person author) {
    String all = quotation.toLowerCase(Locale.ROOT);
    boolean hasHandle =
        !author.handle().isEmpty()
            && Pattern.compile(
                    "@"
                        + Pattern.quote(author.handle().toLowerCase(Locale.ROOT))
                        + "(?![\\p{L}\\p{N}_-])")
                .matcher(all)
                .find();
    return hasHandle
        || (author.name().contains(" ") && all.contains(author.name().toLowerCase(Locale.ROOT)));
  }

  /// `jonas_tidewell` and `jonastidewell` are handles of Jonas Tidewell, and of Jonas Tidewell
  /// Smith.
  static boolean isHandleOf(String handle, String name) {
    String bare = letters(local(handle));
    if (bare.isEmpty()) {
      return false;
    }
    StringBuilder begun = new StringBuilder();
    List<String> parts = parts(name);
    for (int i = 0; i < parts.size(); i++) {
      begun.append(parts.get(i));
      if ((i > 0 || parts.size() == 1) && bare.contentEquals(begun)) {
        return true;
      }
    }
    return false;
  }

  private static String local(String handle) {
    int at = handle.indexOf('@', 1);
    return at < 0 ? handle : handle.substring(0, at);
  }

  private static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("[\\s-]+")) {
      if (!letters(part).isEmpty()) {
        parts.add(letters(part));
      }
    }
    return parts;
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
