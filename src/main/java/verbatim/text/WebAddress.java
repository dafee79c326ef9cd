package verbatim.text;

import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// An http or https address that may become a link: the only kind that does, here and in every
/// other place that shows an address somebody else wrote. There is none for `javascript:`, for
/// addresses with a user name before the host (`https://bank.example@elsewhere.example` reads like
/// the bank), with unseen signs, or without a sound host.
///
/// @param scheme `http` or `https`
/// @param host as written, without the port
/// @param text the whole address as written
public record WebAddress(String scheme, String host, String text) {
  private static final int CHARACTERS_MAX = 4_096;
  private static final int HOST_CHARACTERS_MAX = 253;
  private static final int LABEL_CHARACTERS_MAX = 63;
  private static final int PORT_MAX = 65_535;

  // Scripts that one word of a natural language mixes.
  private static final Set<UnicodeScript> JAPANESE =
      EnumSet.of(
          UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);
  private static final Set<UnicodeScript> KOREAN =
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL);
  private static final Set<UnicodeScript> CHINESE =
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO);

  // Cyrillic and Greek letters that look Latin: a label of nothing else is a disguise.
  private static final String LATIN_LOOKALIKES =
      "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04BB\u0501\u04CF\u051B\u051D"
          + "\u0475\u043A\u043D\u043C\u0442\u0432\u03BF\u03C1\u03BD\u03B9\u03B1\u03BA\u03C5\u03C7";

  public static Optional<WebAddress> parse(String text) {
    if (text.length() > CHARACTERS_MAX || hasForbiddenSign(text)) {
      return Optional.empty();
    }
    String scheme;
    if (text.regionMatches(true, 0, "https://", 0, 8)) {
      scheme = "https";
    } else if (text.regionMatches(true, 0, "http://", 0, 7)) {
      scheme = "http";
    } else {
      return Optional.empty();
    }
    int from = scheme.length() + 3;
    String authority = text.substring(from, authorityEnd(text, from));
    int colon = authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    if (!isHost(host) || (colon >= 0 && !isPort(authority.substring(colon + 1)))) {
      return Optional.empty();
    }
    return Optional.of(new WebAddress(scheme, host, text));
  }

  /// Whether somebody is likely to read another host than the one it leads to.
  public boolean isDisguised() {
    for (String label : host.toLowerCase(Locale.ROOT).split("\\.", -1)) {
      if (isDisguised(label)) {
        return true;
      }
    }
    return false;
  }

  /// What a reader is shown: the letters as written, but the ASCII form of a host in disguise.
  public String shown() {
    if (!isDisguised()) {
      return text;
    }
    int at = text.indexOf(host);
    return text.substring(0, at)
        + IDN.toASCII(host, IDN.ALLOW_UNASSIGNED)
        + text.substring(at + host.length());
  }

  private static boolean hasForbiddenSign(String text) {
    return text.codePoints()
        .anyMatch(
            c ->
                c <= ' '
                    || c == '\\'
                    || c == '<'
                    || c == '>'
                    || c == '"'
                    || Character.isISOControl(c)
                    || Character.isSpaceChar(c)
                    || Signs.isHidden(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  private static int authorityEnd(String text, int from) {
    int end = from;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static boolean isHost(String host) {
    if (host.isEmpty() || host.length() > HOST_CHARACTERS_MAX) {
      return false;
    }
    String[] labels = host.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      boolean rootDot = i == labels.length - 1 && i > 0 && labels[i].isEmpty();
      if (!rootDot && !isLabel(labels[i])) {
        return false;
      }
    }
    try {
      IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isLabel(String label) {
    if (label.isEmpty()
        || label.length() > LABEL_CHARACTERS_MAX
        || label.startsWith("-")
        || label.endsWith("-")) {
      return false;
    }
    return label.codePoints().allMatch(c -> Signs.isWord(c) || c == '-' || isEmoji(c));
  }

  private static boolean isEmoji(int c) {
    return Character.isEmoji(c) || c == 0xFE0F;
  }

  private static boolean isPort(String port) {
    return !port.isEmpty()
        && port.length() <= 5
        && port.chars().allMatch(Signs::isDigit)
        && Integer.parseInt(port) <= PORT_MAX;
  }

  private static boolean isDisguised(String label) {
    var scripts = EnumSet.noneOf(UnicodeScript.class);
    label
        .codePoints()
        .mapToObj(UnicodeScript::of)
        .filter(s -> s != UnicodeScript.COMMON && s != UnicodeScript.INHERITED)
        .forEach(scripts::add);
    if (scripts.size() > 1) {
      return !JAPANESE.containsAll(scripts)
          && !KOREAN.containsAll(scripts)
          && !CHINESE.containsAll(scripts);
    }
    boolean mayLookLatin =
        scripts.contains(UnicodeScript.CYRILLIC) || scripts.contains(UnicodeScript.GREEK);
    return mayLookLatin
        && label
            .codePoints()
            .filter(Character::isLetter)
            .allMatch(c -> LATIN_LOOKALIKES.indexOf(c) >= 0);
  }
}
