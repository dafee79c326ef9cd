package verbatim.quotecheck;

import java.util.List;
import java.util.Set;

/// How a text writes its numbers: 3.302 is three thousand in German and three and a bit in English,
/// and "elf" is eleven in German only. What language it is, its everyday words say; where they do
/// not, it is taken for English.
enum Numerals {
  ENGLISH,
  GERMAN,
  FRENCH,
  SPANISH;

  private static final Set<String> IN_ENGLISH =
      Set.of(
          "the", "of", "and", "is", "to", "a", "that", "it", "was", "for", "said", "wrote", "says",
          "with", "as", "his", "her", "he", "she", "they", "we", "you", "i", "at", "by", "from",
          "not", "have", "has", "are", "this", "but", "an", "which", "would");
  private static final Set<String> IN_GERMAN =
      Set.of(
          "der",
          "die",
          "das",
          "und",
          "ist",
          "nicht",
          "ich",
          "wir",
          "sie",
          "ein",
          "eine",
          "einen",
          "mit",
          "auf",
          "für",
          "von",
          "zu",
          "dem",
          "den",
          "des",
          "im",
          "wie",
          "auch",
          "war",
          "hat",
          "sind",
          "schreibt",
          "schrieb",
          "sagt",
          "sagte",
          "meint",
          "meinte",
          "erklärt",
          "erklärte",
          "es",
          "er",
          "bei",
          "aus",
          "nach",
          "seit",
          "dass",
          "aber",
          "kein",
          "keine",
          "fragt",
          "fragte",
          "antwortet",
          "antwortete");
  private static final Set<String> IN_FRENCH =
      Set.of(
          "le", "la", "les", "des", "est", "une", "dans", "pour", "pas", "et", "il", "elle", "nous",
          "vous", "que", "qui", "sur", "avec", "dit", "écrit", "du", "au", "je", "ne", "sont",
          "ans", "depuis", "répond", "ce", "ont", "un");
  private static final Set<String> IN_SPANISH =
      Set.of(
          "el",
          "los",
          "las",
          "una",
          "es",
          "en",
          "para",
          "por",
          "con",
          "que",
          "del",
          "se",
          "su",
          "como",
          "más",
          "pero",
          "dice",
          "dijo",
          "escribe",
          "escribió",
          "yo",
          "nosotros",
          "son");

  private Set<String> everyday() {
    return switch (this) {
      case ENGLISH -> IN_ENGLISH;
      case GERMAN -> IN_GERMAN;
      case FRENCH -> IN_FRENCH;
      case SPANISH -> IN_SPANISH;
    };
  }

  /// @param folds of the words of a text
  static Numerals of(List<String> folds) {
    Numerals best = ENGLISH;
    long most = -1;
    for (Numerals one : values()) {
      Set<String> everyday = one.everyday();
      long count = folds.stream().filter(everyday::contains).count();
      if (count > most) {
        best = one;
        most = count;
      }
    }
    return best;
  }

  /// Whether a point parts thousands: 3.302.
  boolean hasPointedThousands() {
    return switch (this) {
      case GERMAN, SPANISH -> true;
      case ENGLISH, FRENCH -> false;
    };
  }
}
