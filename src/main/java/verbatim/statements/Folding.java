package verbatim.statements;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.Sha256;
import verbatim.quotecheck.Channel;
import verbatim.quotecheck.Confidence;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.Statement;

/// Words as the quote check compares them, so that what is asked for here is what it asks for.
final class Folding {
  private Folding() {}

  static List<String> words(String text) {
    return bare(text).words();
  }

  /// The same for the same words, whatever their case and marks.
  static String hash(String text) {
    return Sha256.hex(String.join(" ", words(text)));
  }

  private static Statement bare(String text) {
    return new Statement(
        "",
        Statement.Kind.REGISTERED,
        Person.named(""),
        Optional.empty(),
        Channel.UNKNOWN,
        text,
        Confidence.REGISTERED,
        "",
        "",
        0);
  }
}
