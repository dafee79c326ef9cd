package verbatim.text;

/// Which signs belong to words, names and tags.
final class Signs {
  private static final int VARIATION_SELECTOR_EMOJI = 0xFE0F;
  private static final int KEYCAP = 0x20E3;

  private Signs() {}

  /// A sign that makes what follows the inside of a word. Emoji and what modifies them do not
  /// count: people write a mention or a tag right behind a heart.
  static boolean isWord(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || isMark(c);
  }

  static boolean isLetterOrDigit(int c) {
    return Character.isLetterOrDigit(c);
  }

  /// An accent or vowel sign that belongs to a letter; not what turns `#` or `1` into a keycap.
  static boolean isMark(int c) {
    if (c == VARIATION_SELECTOR_EMOJI || c == KEYCAP) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }

  static boolean isNameSign(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// Signs that are not seen but change what is seen: direction marks, zero width signs.
  static boolean isHidden(int c) {
    return (c >= 0x200B && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x2069)
        || c == 0x00AD
        || c == 0x061C
        || c == 0x180E
        || c == 0xFEFF;
  }
}
