package verbatim.text;

import java.util.Optional;
import java.util.stream.Stream;

/// How the letters of a long text say what is a heading, a quotation, a link.
public enum Markup {
  MARKDOWN("markdown"),
  HTML("html"),
  TEXT("text");

  private final String word;

  Markup(String word) {
    this.word = word;
  }

  /// As the API says it.
  public String word() {
    return word;
  }

  public static Optional<Markup> of(String word) {
    return Stream.of(values()).filter(markup -> markup.word.equals(word)).findFirst();
  }
}
