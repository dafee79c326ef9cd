package verbatim.text;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import verbatim.kernel.Limits;

/// One walk over a text from left to right that finds mentions, tags and emoji between the
/// addresses.
final class NameScan {
  private static final int USERNAME_CHARACTERS_MAX = 100;
  private static final int DOMAIN_CHARACTERS_MAX = 253;
  private static final int SHORTCODE_CHARACTERS_MIN = 2;
  private static final int SHORTCODE_CHARACTERS_MAX = 64;
  private static final int PORT_DIGITS_MAX = 5;

  private final CharSequence text;
  private final List<Addresses.Span> addresses;
  private final Limits.Text limits;
  private int mentions;
  private int tags;
  private int emoji;

  NameScan(CharSequence text, List<Addresses.Span> addresses, Limits.Text limits) {
    this.text = text;
    this.addresses = addresses;
    this.limits = limits;
  }

  void into(List<Entity> found) {
    int at = 0;
    for (Addresses.Span address : addresses) {
      walk(at, address.start(), found);
      at = address.end();
    }
    walk(at, text.length(), found);
  }

  private void walk(int from, int to, List<Entity> found) {
    int at = from;
    while (at < to) {
      at =
          switch (text.charAt(at)) {
            case '@' -> mention(at, to, found);
            case '#', '\uFF03' -> hashtag(at, to, found);
            case ':' -> shortcode(at, to, found);
            default -> at + 1;
          };
    }
  }

  /// @return where to look on
  private int mention(int at, int to, List<Entity> found) {
    int nameEnd = nameEnd(at + 1, to);
    if (nameEnd == at + 1) {
      return at + 1;
    }
    boolean open = mentions < limits.mentionsMax() && mayBegin(at);
    int longEnd = longNameEnd(nameEnd, to);
    if (longEnd < to && text.charAt(longEnd) == '@') {
      int domainEnd = domainEnd(longEnd + 1, to);
      String domain = domain(longEnd + 1, domainEnd);
      if (open && !domain.isEmpty() && longEnd - at <= USERNAME_CHARACTERS_MAX) {
        mentions++;
        found.add(new Entity.Mention(at, domainEnd, part(at + 1, longEnd), domain));
      }
      return Math.max(domainEnd, longEnd + 1);
    }
    // A name with a dot or dash exists on other servers only, so without a domain it is nobody. But
    // "@name.Then" is a name and the next sentence.
    boolean whole = longEnd == nameEnd || !isLowerOrDigit(text.charAt(nameEnd + 1));
    boolean wordGoesOn = nameEnd < to && Signs.isWord(Character.codePointAt(text, nameEnd));
    if (open && whole && !wordGoesOn && nameEnd - at <= USERNAME_CHARACTERS_MAX) {
      mentions++;
      found.add(new Entity.Mention(at, nameEnd, part(at + 1, nameEnd), ""));
    }
    return nameEnd;
  }

  /// Not within a word, an e-mail address or a path.
  private boolean mayBegin(int at) {
    if (at == 0) {
      return true;
    }
    int before = Character.codePointBefore(text, at);
    return !Signs.isWord(before) && before != '/' && before != '=';
  }

  private int nameEnd(int from, int to) {
    int end = from;
    while (end < to && Signs.isNameSign(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /// Goes on over single dots and dashes that stand between name signs.
  private int longNameEnd(int from, int to) {
    int end = from;
    while (end + 1 < to
        && (text.charAt(end) == '.' || text.charAt(end) == '-')
        && Signs.isNameSign(text.charAt(end + 1))) {
      end = nameEnd(end + 1, to);
    }
    return end;
  }

  private int domainEnd(int from, int to) {
    int end = from;
    int at = from;
    while (at < to) {
      int c = Character.codePointAt(text, at);
      if (Signs.isLetterOrDigit(c) || Signs.isMark(c)) {
        at += Character.charCount(c);
        end = at;
      } else if (c == '-' || (c == '.' && end == at && at > from)) {
        at++;
      } else {
        break;
      }
    }
    return portEnd(from, end, to);
  }

  /// Test servers are called `localhost:8080`; elsewhere a colon ends the name.
  private int portEnd(int from, int end, int to) {
    if (end < to && text.charAt(end) == ':' && isLoopback(part(from, end))) {
      int digits = end + 1;
      while (digits < to && digits - end <= PORT_DIGITS_MAX && Signs.isDigit(text.charAt(digits))) {
        digits++;
      }
      return digits == end + 1 ? end : digits;
    }
    return end;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.endsWith(".localhost") || host.equals("127.0.0.1");
  }

  /// @return "" when it is no domain
  private String domain(int from, int end) {
    if (end - from > DOMAIN_CHARACTERS_MAX) {
      return "";
    }
    String written = part(from, end).toLowerCase(Locale.ROOT);
    int colon = written.indexOf(':');
    String host = colon < 0 ? written : written.substring(0, colon);
    if (host.indexOf('.') < 0 && !isLoopback(host)) {
      return "";
    }
    try {
      return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES) + written.substring(host.length());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private int hashtag(int at, int to, List<Entity> found) {
    int end = at + 1;
    int next = end;
    boolean hasWordSign = false;
    boolean hasOther = false;
    while (next < to) {
      int c = Character.codePointAt(text, next);
      boolean letter = Signs.isLetterOrDigit(c);
      if (letter || c == '_' || (next > at + 1 && Signs.isMark(c))) {
        next += Character.charCount(c);
        end = next;
        hasWordSign |= letter;
        hasOther |= !Character.isDigit(c);
      } else if (next > at + 1 && isInnerTagSign(c)) {
        next += Character.charCount(c);
      } else {
        break;
      }
    }
    String name = part(at + 1, end);
    if (hasWordSign
        && hasOther
        && tags < limits.tagsMax()
        && mayBeginTag(at)
        && name.codePointCount(0, name.length()) <= limits.tagCharactersMax()) {
      tags++;
      found.add(new Entity.Hashtag(at, end, name));
    }
    return Math.max(end, at + 1);
  }

  /// Not within a word, a path, a query, nor `&#39;`.
  private boolean mayBeginTag(int at) {
    if (at == 0) {
      return true;
    }
    int before = Character.codePointBefore(text, at);
    return !Signs.isWord(before)
        && before != '/'
        && before != '='
        && before != '&'
        && before != ')';
  }

  /// Middle dots and the joiner that Persian needs, between the parts of a tag.
  private static boolean isInnerTagSign(int c) {
    return c == 0x00B7 || c == 0x30FB || c == 0x200C;
  }

  private int shortcode(int at, int to, List<Entity> found) {
    int end = nameEnd(at + 1, to);
    int length = end - at - 1;
    if (end == to || text.charAt(end) != ':') {
      return Math.max(end, at + 1);
    }
    if (length < SHORTCODE_CHARACTERS_MIN || length > SHORTCODE_CHARACTERS_MAX) {
      return end;
    }
    boolean opens = at == 0 || !isWordOrColon(Character.codePointBefore(text, at));
    boolean closes =
        end + 1 == text.length() || !isWordOrColon(Character.codePointAt(text, end + 1));
    if (!opens || !closes) {
      return end;
    }
    if (emoji < limits.customEmojiMax()) {
      emoji++;
      found.add(new Entity.Emoji(at, end + 1, part(at + 1, end)));
    }
    return end + 1;
  }

  private static boolean isWordOrColon(int c) {
    return c == ':' || Character.isLetterOrDigit(c);
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || Signs.isDigit(c) || c == '_';
  }

  private String part(int from, int to) {
    return text.subSequence(from, to).toString();
  }
}
