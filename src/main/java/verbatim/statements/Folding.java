package verbatim.statements;

import java.util.List;
import verbatim.kernel.Sha256;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.Statement;

/// Words as the quote check compares them, so that what is asked for here is what it asks for.
final class Folding {
  private Folding() {}

  static List<String> words(String text) {
    return Statement.copy("", Person.named(""), text, "").words();
  }

  /// The same for the same words, whatever their case and marks.
  static String hash(String text) {
    return Sha256.hex(String.join(" ", words(text)));
  }
}
