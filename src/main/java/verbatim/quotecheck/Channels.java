package verbatim.quotecheck;

import java.util.List;
import java.util.Set;

/// How something was said, by the words of the article around it: "tweeted", "in a post", "texted",
/// "told reporters", "said at the meeting". What was told last goes on for a few paragraphs.
final class Channels {
  private static final int LINES_BACK = 3;
  private static final int SIGNS_BACK = 1_000;
  private static final Set<String> OWN = Set.of("his", "her", "their", "its", "the", "a");
  private static final Set<String> BY = Set.of("in", "by", "via", "over", "on", "of");
  private static final Set<String> PLACES =
      Set.of("account", "feed", "page", "profile", "timeline", "blog", "channel");
  private static final Set<String> LOUD =
      Set.of("shouted", "whispered", "yelled", "screamed", "murmured", "mumbled", "cried");

  private Channels() {}

  /// What the words of a speech frame say themselves.
  static Channel of(Line line, int from, int to) {
    for (int i = from; i < to; i++) {
      Channel channel = at(line, i, from, to);
      if (channel != Channel.UNKNOWN) {
        return channel;
      }
    }
    return Channel.UNKNOWN;
  }

  private static Channel at(Line line, int i, int from, int to) {
    String word = line.at(i).lower();
    if (!line.at(i).isWord()) {
      return Channel.UNKNOWN;
    }
    if (isPosting(line, i)
        || isBehind(line, i, from, Vocabulary.POSTS)
        || takesToPlace(line, i, to)
        || isOnPlatform(line, i)) {
      return Channel.PUBLIC_POST;
    }
    if (isTexting(line, i)
        || isBehind(line, i, from, Set.of("text", "texts", "message", "messages"))) {
      return Channel.TEXT_MESSAGE;
    }
    if (isToPress(line, i, to)) {
      return Channel.PRESS;
    }
    return LOUD.contains(word) || isInTheRoom(line, i, to) ? Channel.SPOKEN : Channel.UNKNOWN;
  }

  /// What was told of last, up to this sign.
  static Channel running(List<Line> lines, Line here, int to) {
    int number = here.block();
    int left = LINES_BACK;
    int signs = SIGNS_BACK;
    int end = to;
    for (int l = number; l >= 0 && left >= 0; l--) {
      Line line = lines.get(l);
      if (line.size() == 0) {
        continue;
      }
      for (int i = (l == number ? end : line.size()) - 1; i >= 0 && signs-- > 0; i--) {
        Channel channel = told(line, i);
        if (channel != Channel.UNKNOWN) {
          return channel;
        }
      }
      left--;
    }
    return Channel.UNKNOWN;
  }

  private static Channel told(Line line, int i) {
    String word = line.at(i).lower();
    if (isPosting(line, i)
        || word.equals("tweets")
        || word.equals("toots")
        || (word.equals("posts") && !Vocabulary.SUBJECT_PRONOUNS.contains(lower(line, i - 1)))
        || takesToPlace(line, i, line.size())) {
      return Channel.PUBLIC_POST;
    }
    boolean isMessages =
        word.equals("texts")
            || (word.startsWith("message")
                && Set.of("text", "direct", "private").contains(lower(line, i - 1)));
    return isMessages || isTexting(line, i) ? Channel.TEXT_MESSAGE : Channel.UNKNOWN;
  }

  private static String lower(Line line, int i) {
    return i < 0 || i >= line.size() ? "" : line.at(i).lower();
  }

  private static boolean isPosting(Line line, int i) {
    return switch (lower(line, i)) {
      case "tweeted", "tweeting", "posted", "posting", "tooted", "tooting" -> true;
      case "tweet", "post", "toot" -> lower(line, i - 1).equals("to");
      default -> false;
    };
  }

  private static boolean isTexting(Line line, int i) {
    return switch (lower(line, i)) {
      case "texted", "texting", "messaged", "dmed" -> true;
      case "text", "message", "dm" -> lower(line, i - 1).equals("to");
      default -> false;
    };
  }

  /// "in a series of posts", "in a post".
  private static boolean isBehind(Line line, int i, int from, Set<String> nouns) {
    if (!nouns.contains(lower(line, i))) {
      return false;
    }
    for (int j = i - 1; j >= Math.max(from, i - 4); j--) {
      if (BY.contains(lower(line, j))) {
        return !lower(line, j).equals("of") || isBehindSeries(line, j);
      }
      if (!line.at(j).isWord()) {
        return false;
      }
    }
    return false;
  }

  private static boolean isBehindSeries(Line line, int of) {
    return Set.of("series", "string", "thread", "flurry", "number", "couple")
        .contains(lower(line, of - 1));
  }

  /// "took to his account".
  private static boolean takesToPlace(Line line, int i, int to) {
    boolean takes = "take".equals(Vocabulary.SPEECH.get(lower(line, i)));
    if (!takes || !lower(line, i + 1).equals("to")) {
      return false;
    }
    for (int j = i + 2; j < Math.min(to, i + 6); j++) {
      if (PLACES.contains(lower(line, j)) || Vocabulary.PLATFORMS.contains(lower(line, j))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOnPlatform(Line line, int i) {
    String word = lower(line, i);
    if (!word.equals("on") && !word.equals("to")) {
      return false;
    }
    int at = OWN.contains(lower(line, i + 1)) ? i + 2 : i + 1;
    return Vocabulary.PLATFORMS.contains(lower(line, at)) && line.at(at).isName();
  }

  private static boolean isToPress(Line line, int i, int to) {
    String word = lower(line, i);
    boolean tells = word.equals("told") || word.equals("tells") || word.equals("telling");
    boolean saysTo =
        lower(line, i + 1).equals("to") && (word.equals("confirmed") || word.equals("said"));
    if (tells || saysTo) {
      return isPress(line, tells ? i + 1 : i + 2, to);
    }
    boolean inA =
        word.equals("in")
            && OWN.contains(lower(line, i + 1).equals("an") ? "a" : lower(line, i + 1));
    String what = lower(line, i + 2);
    return inA
        && (what.equals("statement")
            || what.equals("interview")
            || what.equals("press")
            || (what.equals("written") && lower(line, i + 3).equals("statement")));
  }

  private static boolean isPress(Line line, int from, int to) {
    int at = OWN.contains(lower(line, from)) ? from + 1 : from;
    if (Vocabulary.PRESS_HEARERS.contains(lower(line, at))) {
      return true;
    }
    for (int i = at; i < Math.min(to, at + 4) && line.at(i).isName(); i++) {
      if (Vocabulary.NO_PEOPLE.contains(lower(line, i))) {
        return true;
      }
    }
    return false;
  }

  /// "said at the meeting", "in a speech", "on stage".
  private static boolean isInTheRoom(Line line, int i, int to) {
    String word = lower(line, i);
    String next = lower(line, i + 1);
    if (word.equals("said") || word.equals("saying")) {
      return i + 1 < to
          && (next.equals("at") || next.equals("during"))
          && OWN.contains(lower(line, i + 2));
    }
    String last = OWN.contains(next) ? lower(line, i + 2) : next;
    return (word.equals("in") && last.equals("speech"))
        || (word.equals("on")
            && Set.of("stage", "radio", "television", "podcast", "air").contains(last));
  }
}
