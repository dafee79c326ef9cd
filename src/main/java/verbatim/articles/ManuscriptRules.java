package verbatim.articles;

import java.nio.charset.StandardCharsets;
import java.util.List;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.text.Characters;
import verbatim.text.Languages;
import verbatim.text.WebAddress;
import verbatim.text.Written;

/// What an article may hold: everything while it is worked on as long as it fits, and before it is
/// published a title and words besides.
final class ManuscriptRules {
  private final Limits.Articles limits;
  private final int languageCharactersMax;

  ManuscriptRules(Limits limits) {
    this.limits = limits.articles();
    this.languageCharactersMax = limits.text().languageCharactersMax();
  }

  /// The same as it is kept: the body to the byte, everything beside it with plain line ends.
  Manuscript check(Manuscript raw) {
    String body = Written.whole("body", raw.body());
    if (bytes(body) > limits.bodyBytesMax()) {
      throw new Refused(
          new Refusal.TooLarge(
              "The article is too large (maximum is " + limits.bodyBytesMax() + " bytes)"));
    }
    if (!raw.language().isEmpty() && !Languages.isCode(raw.language(), languageCharactersMax)) {
      throw Refusal.invalid("language", "ERR_INVALID", "Language is not a code like en");
    }
    if (!raw.canonical().isEmpty()
        && (raw.canonical().length() > limits.addressCharactersMax()
            || WebAddress.parse(raw.canonical()).isEmpty())) {
      throw Refusal.invalid("canonical", "ERR_INVALID", "The link is no address of a page");
    }
    few("byline", raw.byline(), limits.bylineMax());
    few("topics", raw.topics(), limits.topicsMax());
    few("corrections", raw.corrections(), limits.correctionsMax());
    List<String> topics =
        raw.topics().stream()
            .map(topic -> line("topics", topic, limits.topicCharactersMax()))
            .filter(topic -> !topic.isBlank())
            .distinct()
            .toList();
    List<Manuscript.Correction> corrections =
        raw.corrections().stream()
            .map(
                c ->
                    new Manuscript.Correction(
                        c.at(), text("corrections", c.text(), limits.correctionCharactersMax())))
            .toList();
    return new Manuscript(
        line("title", raw.title(), limits.titleCharactersMax()),
        text("standfirst", raw.standfirst(), limits.standfirstCharactersMax()),
        raw.markup(),
        body,
        raw.byline().stream().distinct().toList(),
        topics,
        raw.language(),
        raw.canonical(),
        raw.picture(),
        corrections);
  }

  private static void few(String field, List<?> some, int max) {
    if (some.size() > max) {
      throw Refusal.invalid(field, "ERR_TOO_LONG", "There are too many (maximum is " + max + ")");
    }
  }

  private static String line(String field, String raw, int charactersMax) {
    return text(field, raw, charactersMax).replace('\n', ' ').strip();
  }

  /// Letters are bounded twice: one may be made of many signs.
  static String text(String field, String raw, int charactersMax) {
    String text = Written.check(field, raw);
    if (text.length() > charactersMax * 4 || Characters.count(text) > charactersMax) {
      throw Refusal.invalid(
          field,
          "ERR_TOO_LONG",
          "The " + field + " is too long (maximum is " + charactersMax + ")");
    }
    return text;
  }

  static void checkComplete(Manuscript words) {
    if (words.title().isBlank()) {
      throw Refusal.invalid("title", "ERR_BLANK", "An article needs a title");
    }
    if (words.body().isBlank()) {
      throw Refusal.invalid("body", "ERR_BLANK", "The article has no words yet");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
