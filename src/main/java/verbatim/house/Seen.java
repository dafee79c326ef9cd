package verbatim.house;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a page showed of what the house says, part by part and rule by rule, as short digests: so
/// that whoever saves the page an hour later takes nothing back that another has said meanwhile.
public final class Seen {
  /// Of a caller who has seen no page: whatever stands there is what he means to change.
  public static final Seen NOTHING = new Seen(Map.of());

  private static final String RULE = "rule-";
  private static final int DIGEST_BYTES = 9;
  private static final int CHARACTERS_MAX = 4_000;

  private final Map<String, String> digests;

  private Seen(Map<String, String> digests) {
    this.digests = digests;
  }

  public static Seen of(About about) {
    Map<String, String> all = new TreeMap<>();
    for (Part part : Part.values()) {
      if (part != Part.RULES) {
        all.put(part.key(), digest(part.write(about)));
      }
    }
    about.rules().forEach(rule -> all.put(RULE + rule.id(), digest(rule)));
    return new Seen(all);
  }

  /// Reads what [#toString] wrote; what cannot be read was not seen.
  public static Seen read(String text) {
    if (text.length() > CHARACTERS_MAX) {
      return NOTHING;
    }
    Map<String, String> all = new TreeMap<>();
    for (String one : text.split(" ")) {
      int at = one.indexOf('=');
      if (at > 0) {
        all.put(one.substring(0, at), one.substring(at + 1));
      }
    }
    return new Seen(all);
  }

  @Override
  public String toString() {
    return digests.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(" "));
  }

  boolean isEmpty() {
    return digests.isEmpty();
  }

  public boolean hasRule(long id) {
    return digests.containsKey(RULE + id);
  }

  /// Whether this is another than what was shown.
  boolean differs(Part part, About about) {
    String shown = digests.get(part.key());
    return shown != null && !shown.equals(digest(part.write(about)));
  }

  boolean differs(About.Rule rule) {
    String shown = digests.get(RULE + rule.id());
    return shown != null && !shown.equals(digest(rule));
  }

  /// Of the rules that were shown, those that are not among these any more.
  List<Long> gone(List<About.Rule> rules) {
    return digests.keySet().stream()
        .filter(key -> key.startsWith(RULE))
        .map(key -> key.substring(RULE.length()))
        .filter(id -> id.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .filter(id -> rules.stream().noneMatch(rule -> rule.id() == id))
        .toList();
  }

  private static String digest(About.Rule rule) {
    return digest((rule.words() + "\0" + rule.hint()).getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(whole, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
