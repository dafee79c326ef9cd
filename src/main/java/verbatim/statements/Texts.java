package verbatim.statements;

import verbatim.kernel.Refusal;
import verbatim.text.Characters;
import verbatim.text.Written;

/// What people type here, bounded.
final class Texts {
  private Texts() {}

  /// May be empty.
  static String line(String field, String raw, int charactersMax) {
    String text = Written.check(field, raw).strip();
    if (Characters.count(text) > charactersMax) {
      throw Refusal.invalid(
          field, "ERR_TOO_LONG", "This is too long (maximum is " + charactersMax + " characters)");
    }
    return text;
  }

  /// To the letter, but for spaces round it.
  static String words(String field, String raw, int charactersMax) {
    String text = line(field, raw, charactersMax);
    if (Folding.words(text).isEmpty()) {
      throw Refusal.invalid(field, "ERR_BLANK", "There are no words in it");
    }
    return text;
  }
}
