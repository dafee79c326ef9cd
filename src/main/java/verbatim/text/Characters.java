package verbatim.text;

import java.util.regex.Pattern;
import verbatim.kernel.Limits;

/// How long a text is, as clients count: graphemes (what a reader calls one letter or one emoji); a
/// link always counts the same; a mention counts without its domain.
public final class Characters {
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private static final int FIRST_COMBINING = 0x300;

  private Characters() {}

  public static int count(String text, Entities entities, Limits.Text limits) {
    var counted = new StringBuilder();
    int at = 0;
    for (Entity entity : entities.all()) {
      switch (entity) {
        case Entity.Link link -> {
          counted.append(text, at, link.start()).repeat('x', limits.linkCharacters());
          at = link.end();
        }
        case Entity.Mention mention -> {
          counted.append(text, at, mention.start()).append('@').append(mention.username());
          at = mention.end();
        }
        case Entity.Hashtag _, Entity.Emoji _ -> {}
      }
    }
    return count(counted.append(text, at, text.length()));
  }

  /// Graphemes alone: for names, warnings, descriptions.
  public static int count(CharSequence text) {
    // Below the first combining mark every sign is one, but for a CR LF: most texts never meet the
    // slow way.
    if (text.chars().allMatch(c -> c < FIRST_COMBINING && c != '\r')) {
      return text.length();
    }
    var matcher = GRAPHEME.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
