package verbatim.mail;

/// In which letters are written.
public enum Language {
  ENGLISH,
  GERMAN;

  /// @param code BCP 47; English for what we do not speak, and for ""
  public static Language of(String code) {
    String first = code.length() < 2 ? "" : code.substring(0, 2);
    boolean isWhole = code.length() <= 2 || code.charAt(2) == '-' || code.charAt(2) == '_';
    return isWhole && first.equalsIgnoreCase("de") ? GERMAN : ENGLISH;
  }
}
