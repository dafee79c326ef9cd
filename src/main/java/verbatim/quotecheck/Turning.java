package verbatim.quotecheck;

import java.util.List;
import java.util.Set;

/// Whether what a quotation leaves out of its source's sentence, before its first word or behind
/// its last, turns what is left: "I never said" of "we should keep it", "unless the harbour pays".
final class Turning {
  /// What stands beside words may turn what they say.
  enum By {
    /// A negation.
    CONTRARY,
    /// An "if".
    CONDITION,
    /// It is another who says so.
    SAYING
  }

  /// So far back a word may govern what is quoted.
  private static final int GOVERNING_MAX = 6;

  private final Candidate source;
  private final int first;
  private final Candidate end;
  private final int last;

  /// @param source of the first quoted word
  /// @param first the number of that word in it
  /// @param end the source of the last quoted word
  /// @param last the number of that word in it
  Turning(Candidate source, int first, Candidate end, int last) {
    this.source = source;
    this.first = first;
    this.end = end;
    this.last = last;
  }

  /// Whether the source has a negation, a condition or another's saying just before the first word,
  /// in the same clause: "I never said" of "we should keep it".
  ///
  /// @param told what of that the article says itself
  boolean isTurned(Set<By> told) {
    int at = first;
    int begin = source.sentenceStart(at, Candidate.SENTENCE_MAX);
    boolean tellsContrary = told.contains(By.CONTRARY);
    boolean tellsCondition = told.contains(By.CONDITION);
    if (!tellsCondition && ((begin < at && isCondition(begin, at)) || hasConditionBehind())) {
      return true;
    }
    for (int back = at - 1; back >= begin && at - back <= GOVERNING_MAX; back--) {
      Token word = word(back);
      if (!tellsCondition && Vocabulary.CONDITIONS.contains(word.fold())) {
        return true;
      }
      boolean isContrary = !tellsContrary && Weighing.isNegation(word);
      boolean isSaying = !told.contains(By.SAYING) && isAnothersSaying(back);
      if (!hasEndOfClause(back, at) && (isContrary || isSaying)) {
        return true;
      }
    }
    return false;
  }

  /// "If you drop it, …", "Without it …", "With 43 we would …": what stands behind is so only then,
  /// however many commas are between.
  private boolean isCondition(int begin, int at) {
    int from = begin;
    while (from < at - 1 && Vocabulary.BEFORE_CONDITIONS.contains(word(from).fold())) {
      from++;
    }
    String first = word(from).fold();
    boolean isWith = first.equals("with") || first.equals("mit");
    return Vocabulary.CONDITIONS.contains(first)
        || Vocabulary.WITHOUT.contains(first)
        || (isWith && isSupposed(at));
  }

  /// "We will raise it" of "We will raise it, unless the harbour pays".
  private boolean hasConditionBehind() {
    List<Token> words = end.words();
    int next = last + 1;
    if (next >= words.size() || end.endsSentence(next - 1)) {
      return false;
    }
    boolean isOnly = words.get(next).fold().equals("only") || words.get(next).fold().equals("nur");
    int at = isOnly && next + 1 < words.size() ? next + 1 : next;
    String word = words.get(at).fold();
    String then = at + 1 < words.size() ? words.get(at + 1).fold() : "";
    boolean isOther =
        word.equals("provided")
            ? !then.equals("that")
            : word.equals("if") && Vocabulary.IF_AT_ALL.contains(then);
    return Vocabulary.CONDITIONS_BEHIND.contains(word)
        && !isOther
        && !Vocabulary.BEFORE_QUESTIONS.contains(words.get(next - 1).fold());
  }

  private boolean isSupposed(int at) {
    int most = Math.min(source.words().size(), at + GOVERNING_MAX);
    for (int i = at; i < most; i++) {
      if (Vocabulary.SUPPOSED.contains(word(i).fold())) {
        return true;
      }
      if (i + 1 < most && source.endsSentence(i)) {
        return false;
      }
    }
    return false;
  }

  private boolean hasEndOfClause(int from, int to) {
    for (int i = from; i < to; i++) {
      if (source.endsClause(i) && !Vocabulary.LEADING_ON.contains(word(i + 1).fold())) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnothersSaying(int at) {
    boolean isOwn =
        at > 0 && Set.of("i", "we", "ive", "weve", "ich", "wir").contains(word(at - 1).fold());
    return !isOwn && Vocabulary.REPORTING.contains(word(at).fold());
  }

  private Token word(int at) {
    return source.words().get(at);
  }
}
