package verbatim.text;

import java.util.regex.Pattern;

/// Codes of languages, as in `en`, `pt-BR`, `zh_Hant`.
public final class Languages {
  /// Possessive, so that no text makes it try twice.
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{2,3}+(?:[-_][A-Za-z0-9]{2,8}+)*+");

  private Languages() {}

  /// Whether it has the form of one. That somebody speaks it nobody knows.
  public static boolean isCode(String text, int charactersMax) {
    return text.length() <= charactersMax && CODE.matcher(text).matches();
  }
}
