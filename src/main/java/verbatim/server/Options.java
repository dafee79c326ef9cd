package verbatim.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options on a command line: `--port 8080`, `--port=8080`, `--test-mode`. Each once, and no
/// other word. By hand: a library for it takes longer to load than the store to open.
final class Options {
  /// The words were not understood; the message says which.
  static final class Misunderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misunderstood(String why) {
      super(why, null, false, false);
    }
  }

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();

  private Options() {}

  /// @param valued those that want a value
  /// @param plain those that do not
  static Options read(List<String> words, Set<String> valued, Set<String> plain) {
    Options options = new Options();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      boolean isNew;
      if (plain.contains(word)) {
        isNew = options.flags.add(word);
      } else if (!valued.contains(name)) {
        throw new Misunderstood("unknown option '" + word + "'");
      } else if (equals >= 0) {
        isNew = options.values.put(name, word.substring(equals + 1)) == null;
      } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
        i++;
        isNew = options.values.put(name, words.get(i)) == null;
      } else {
        throw new Misunderstood("option '" + name + "' wants a value");
      }
      if (!isNew) {
        throw new Misunderstood("option '" + name + "' was given twice");
      }
    }
    return options;
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  String value(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
