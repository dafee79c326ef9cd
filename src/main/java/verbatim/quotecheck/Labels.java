package verbatim.quotecheck;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Names, signatures and titles in quotation marks: nobody's words. One or a few capitalised words
/// after "labelled as", "identified himself as", "named", "his friend"; a title after "the song";
/// and what was such a label before in the same article.
final class Labels {
  private static final int LETTERS_MAX = 40;
  private static final int TITLE_LETTERS_MAX = 120;
  private static final int WORDS_MAX = 3;
  private static final int TITLE_WORDS_MAX = 10;

  private final List<Line> lines;
  private final List<String> texts;
  private final Map<Integer, Channel> found = new HashMap<>();
  private final Set<Integer> titles = new HashSet<>();

  /// @param texts of the quotations
  Labels(List<Line> lines, List<Quotation> quotations, List<String> texts) {
    this.lines = lines;
    this.texts = texts;
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      for (int i = 0; i < line.size(); i++) {
        int quotation = line.at(i).quotation();
        if (quotation >= 0 && !quotations.get(quotation).isBlock()) {
          find(line, i, quotation, seen);
        }
      }
    }
  }

  boolean isLabel(int quotation) {
    return found.containsKey(quotation);
  }

  Channel channel(int quotation) {
    return found.getOrDefault(quotation, Channel.LABEL);
  }

  /// Of a work, and of nobody.
  boolean isTitle(int quotation) {
    return titles.contains(quotation);
  }

  /// What stands in the marks, without what belongs to the sentence.
  String name(int quotation) {
    return bare(texts.get(quotation));
  }

  private static String bare(String text) {
    int end = text.length();
    while (end > 0
        && (Words.isBlank(text.charAt(end - 1)) || ",.;:!?".indexOf(text.charAt(end - 1)) >= 0)) {
      end--;
    }
    return text.substring(0, end).strip();
  }

  private void find(Line line, int at, int quotation, Set<String> seen) {
    String name = bare(texts.get(quotation));
    Channel channel = introduced(line, at, name);
    if (channel == Channel.UNKNOWN && seen.contains(name) && isNameLike(name)) {
      channel = Channel.LABEL;
    }
    if (channel != Channel.UNKNOWN) {
      found.put(quotation, channel);
      if (isTitleLike(name) && Vocabulary.WORKS.contains(lower(line, at - 1))) {
        titles.add(quotation);
      }
      seen.add(name);
    }
  }

  private Channel introduced(Line line, int at, String name) {
    String before = lower(line, at - 1);
    if (before.equals("so-called") && name.split("[\\s\\u00a0]+").length <= WORDS_MAX) {
      return Channel.LABEL;
    }
    if (isTitleLike(name) && Vocabulary.WORKS.contains(before)) {
      return Channel.LABEL;
    }
    if (!isNameLike(name)) {
      return Channel.UNKNOWN;
    }
    if (isNickname(line, at)) {
      return Channel.LABEL;
    }
    if (before.equals("as")) {
      return labelledAs(line, at);
    }
    if (before.equals("signed")) {
      return selfGiven(line);
    }
    if (Vocabulary.LABELLING.contains(before)) {
      return Vocabulary.CONTACTS.contains(lower(line, at - 2))
          ? Channel.CONTACT_LABEL
          : Channel.LABEL;
    }
    return Vocabulary.CONTACTS.contains(before) || Vocabulary.ROLES.contains(before)
        ? Channel.CONTACT_LABEL
        : Channel.UNKNOWN;
  }

  /// `Jonas “Sprat” Tidewell`.
  private static boolean isNickname(Line line, int at) {
    return at > 0
        && at + 1 < line.size()
        && line.at(at - 1).isName()
        && line.at(at + 1).isName()
        && !line.at(at - 1).isPossessive()
        && line.sameSentence(at - 1, at + 1)
        && !Vocabulary.SPEECH.containsKey(line.at(at - 1).lower())
        && !Vocabulary.NO_NAMES.contains(line.at(at - 1).lower())
        && !Vocabulary.NO_NAMES.contains(line.at(at + 1).lower());
  }

  private Channel labelledAs(Line line, int at) {
    String two = lower(line, at - 2);
    boolean isSelf = two.endsWith("self") || two.endsWith("selves");
    if (isSelf && lower(line, at - 3).startsWith("identif")) {
      return selfGiven(line);
    }
    return switch (two) {
      case "labeled", "labelled", "saved", "listed", "stored", "shown" -> Channel.CONTACT_LABEL;
      case "known", "identified", "named", "described", "signed" -> Channel.LABEL;
      default -> Channel.UNKNOWN;
    };
  }

  private Channel selfGiven(Line line) {
    return Channels.running(lines, line, 0) == Channel.TEXT_MESSAGE
        ? Channel.SELF_GIVEN_LABEL_IN_MESSAGE
        : Channel.SELF_GIVEN_LABEL;
  }

  private static String lower(Line line, int at) {
    return at < 0 ? "" : line.at(at).lower();
  }

  private static boolean isNameLike(String name) {
    if (name.isEmpty() || name.length() > LETTERS_MAX) {
      return false;
    }
    String[] words = name.split("[\\s\\u00a0]+");
    if (words.length > WORDS_MAX) {
      return false;
    }
    for (String word : words) {
      if (!Character.isUpperCase(word.codePointAt(0))
          && !Vocabulary.PARTICLES.contains(word.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTitleLike(String name) {
    return !name.isEmpty()
        && name.length() <= TITLE_LETTERS_MAX
        && Character.isUpperCase(name.codePointAt(0))
        && name.split("[\\s\\u00a0]+").length <= TITLE_WORDS_MAX;
  }
}
