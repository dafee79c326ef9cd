package verbatim.text;

/// Keeps the direction of somebody's words from reaching over the sentence that they stand in,
/// where no markup can: titles, labels, letters. In pages `bdi` does it.
public final class Bidi {
  private static final char ISOLATE = '\u2068';
  private static final char END = '\u2069';

  private Bidi() {}

  /// The text between a mark that isolates it and the end of that. What opens in it ends in it, and
  /// an end that opened nowhere in it is left out: it would end ours. Words that go from left to
  /// right and turn nothing stay as they are.
  public static String isolated(String text) {
    if (text.codePoints().noneMatch(Bidi::isTurning)) {
      return text;
    }
    StringBuilder isolated = new StringBuilder(text.length() + 2).append(ISOLATE);
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == END && open == 0) {
        continue;
      }
      open += c == END ? -1 : isOpening(c) ? 1 : 0;
      isolated.append(c);
    }
    return isolated.append(String.valueOf(END).repeat(open + 1)).toString();
  }

  private static boolean isOpening(int c) {
    return c >= '\u2066' && c <= ISOLATE;
  }

  private static boolean isTurning(int c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> false;
    };
  }
}
