package verbatim.quotecheck;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Says how one quotation compares with its candidates. The first that fits: word for word; a part
/// with nothing changed; changed (four words or more, half of them equal); not found.
final class Judging {
  /// Fewer words than these are looked for in what the speaker said only, unchanged.
  static final int WORDS_MIN = 4;

  private static final int RUN_MIN = 2;

  private final String text;
  private final List<Token> tokens;
  private final List<Token> words;
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private final Told told;

  /// How the article tells it.
  ///
  /// @param isNamed by name, and not by "she"
  /// @param tells words of the article stand for what the source has before it and what turns it:
  ///     the part before an interruption, or "she never said that", "she had been told that"
  /// @param numerals how the article writes numbers
  record Told(Person speaker, boolean isNamed, Set<Turning.By> tells, Numerals numerals) {
    private Told byAnybody() {
      return new Told(Person.NOBODY, false, tells, numerals);
    }
  }

  Judging(String text, Told told, int wordsMax) {
    this.text = text;
    this.told = told;
    this.tokens = Words.quotation(text);
    this.words = tokens.stream().filter(Token::isWord).limit(wordsMax).toList();
  }

  /// The same, whoever said it.
  Judging byAnybody(int wordsMax) {
    return new Judging(text, told.byAnybody(), wordsMax);
  }

  List<String> folds() {
    return words.stream().map(Token::fold).toList();
  }

  int count() {
    return Words.count(words);
  }

  Judgement judge(List<Candidate> candidates, Budget budget) {
    if (tokens.stream().anyMatch(token -> token.isMarked() && !isCut(token))) {
      flags.add(Flag.MARKED_ALTERATION);
    }
    int refused = budget.refused();
    Optional<Judgement> found =
        count() < WORDS_MIN ? fragment(candidates) : whole(candidates, budget);
    return found.orElseGet(() -> notFound(budget.refused() > refused));
  }

  private static boolean isCut(Token token) {
    return token.kind() == Token.Kind.ELLIPSIS;
  }

  /// The words where its source has ended or that fit nothing in it; empty when a few or none.
  List<String> left(Judgement judgement) {
    if (!judgement.flags().contains(Flag.EXTENDS_SOURCE)) {
      return List.of();
    }
    Difference last = judgement.diff().getLast();
    Difference first = judgement.diff().getFirst();
    Difference most = last.quoted().length() >= first.quoted().length() ? last : first;
    if (first.op() == Difference.Op.INSERT && last.op() != Difference.Op.INSERT) {
      most = first;
    } else if (last.op() == Difference.Op.INSERT && first.op() != Difference.Op.INSERT) {
      most = last;
    }
    List<String> left = Words.folds(Words.quotation(most.quoted()));
    return most.op() == Difference.Op.INSERT && left.size() >= WORDS_MIN ? left : List.of();
  }

  private Judgement notFound(boolean isUncompared) {
    Set<Flag> kept = EnumSet.noneOf(Flag.class);
    if (count() < RUN_MIN) {
      kept.add(Flag.FRAGMENT);
    }
    if (flags.contains(Flag.MARKED_ALTERATION)) {
      kept.add(Flag.MARKED_ALTERATION);
    }
    if (tokens.stream().anyMatch(token -> token.isMarked() && isCut(token))) {
      kept.add(Flag.ELLIPSIS);
    }
    if (isUncompared) {
      kept.add(Flag.NOT_COMPARED);
    }
    return Judgement.notFound(kept);
  }

  /// All words in one run, to the letter.
  private Optional<Judgement> fragment(List<Candidate> candidates) {
    if (words.size() < RUN_MIN) {
      return Optional.empty();
    }
    for (Candidate candidate : candidates) {
      for (int at = 0; at + words.size() <= candidate.words().size(); at++) {
        if (isRun(candidate, at)) {
          flags.add(Flag.FRAGMENT);
          int[] quoted = new int[words.size()];
          int[] source = new int[words.size()];
          for (int i = 0; i < quoted.length; i++) {
            quoted[i] = i;
            source[i] = at + i;
          }
          Piece piece = new Piece(0, quoted, source, 0);
          Judgement judgement = compared(List.of(candidate), List.of(piece));
          boolean isCapital =
              judgement.severity() == Severity.SLIGHT
                  || judgement.flags().contains(Flag.TURNED_BY_CUT);
          if (judgement.verdict() != Verdict.ALTERED || isCapital) {
            return Optional.of(judgement);
          }
          flags.remove(Flag.FRAGMENT);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isRun(Candidate candidate, int at) {
    for (int i = 0; i < words.size(); i++) {
      Token source = candidate.words().get(at + i);
      // A sentence begins with a capital, wherever it begins in the source.
      boolean isSame =
          i == 0 || isShouted(source)
              ? source.fold().equals(words.get(i).fold())
              : Differing.isSame(source, words.get(i));
      if (!isSame) {
        return false;
      }
    }
    return true;
  }

  /// A word in capitals alone is the same word.
  private static boolean isShouted(Token word) {
    return word.text().length() > 1
        && word.text().equals(word.text().toUpperCase(Locale.ROOT))
        && !word.text().equals(word.text().toLowerCase(Locale.ROOT));
  }

  private Optional<Judgement> whole(List<Candidate> candidates, Budget budget) {
    List<Piece> pieces = new Fitting(words, told.speaker(), candidates, budget).pieces();
    return pieces.isEmpty() || areOnlyInnerWords(candidates, pieces)
        ? Optional.empty()
        : Optional.of(compared(candidates, pieces));
  }

  /// “He said ‘I never said it’ and left”: what is found are words that the quotation quotes itself
  /// and that nobody gives to whom it names. What he said is not known.
  private boolean areOnlyInnerWords(List<Candidate> candidates, List<Piece> pieces) {
    boolean isAnothers =
        pieces.stream()
            .map(piece -> candidates.get(piece.candidate()).statement().speaker())
            .noneMatch(by -> Who.areSame(told.speaker(), by));
    int from = words.get(pieces.getFirst().quotedFrom()).start();
    int to = words.get(pieces.getLast().quotedTo() - 1).end();
    boolean hasOuter =
        pieces.getFirst().quotedFrom() > 0 || pieces.getLast().quotedTo() < words.size();
    return isAnothers && hasOuter && isInMarks(from, to);
  }

  private boolean isInMarks(int from, int to) {
    int opened = from;
    while (opened > 0 && !Character.isLetterOrDigit(text.charAt(opened - 1))) {
      opened--;
    }
    int closed = to;
    while (closed < text.length() && !Character.isLetterOrDigit(text.charAt(closed))) {
      closed++;
    }
    return hasMark(text.substring(opened, from)) && hasMark(text.substring(to, closed));
  }

  private static boolean hasMark(String between) {
    return between
        .chars()
        .anyMatch(c -> Words.plain((char) c) == '"' || Words.isApostrophe((char) c));
  }

  private Judgement compared(List<Candidate> candidates, List<Piece> pieces) {
    Differing differing = new Differing(text, tokens, words, candidates, pieces, told.numerals());
    Set<Flag> all = EnumSet.noneOf(Flag.class);
    all.addAll(differing.flags());
    all.addAll(flags);
    List<Source> sources = differing.sources();
    Severity severity = differing.severity();
    if (all.contains(Flag.JOINED_POSTS)) {
      severity = severity.or(Severity.WORDS);
    }
    if (isBySomebodyElse(sources)) {
      all.add(Flag.OTHER_SPEAKER);
      severity = Severity.MEANING;
    }
    if (sources.getFirst().statement().edit() > 0) {
      all.add(Flag.EARLIER_WORDING);
    }
    if (isSaidToBeCut(sources)) {
      all.add(Flag.SAID_TO_BE_CUT);
    }
    Verdict verdict = verdict(severity, sources);
    if (verdict != Verdict.ALTERED
        && severity == Severity.NONE
        && !sameLetters(sources.getFirst().words(), text)) {
      severity = Severity.STYLE;
    }
    if (!isNobodysFragment() && differing.isTurnedByCut(told.tells())) {
      all.add(Flag.TURNED_BY_CUT);
      severity = Severity.MEANING;
    }
    return new Judgement(verdict, severity, all, sources, differing.all());
  }

  /// The "last boat" that everybody speaks of: two or three words of a sentence, and nobody is said
  /// to have said them.
  private boolean isNobodysFragment() {
    return count() < WORDS_MIN && told.speaker().equals(Person.NOBODY);
  }

  /// Another's words in a named mouth, or those of two in one. What the source itself has in
  /// quotation marks may be of whom the article names.
  private boolean isBySomebodyElse(List<Source> sources) {
    Person first = sources.getFirst().statement().speaker();
    return sources.stream()
        .filter(
            source -> !isQuotedThere(source) && !Who.isNamedIn(text, source.statement().speaker()))
        .map(source -> source.statement().speaker())
        .anyMatch(
            by ->
                Who.areOthers(first, by) || (told.isNamed() && Who.areOthers(told.speaker(), by)));
  }

  /// One kind of mark is open at a time; what stands within it does not count.
  static boolean isQuotedThere(Source source) {
    String text = source.statement().text();
    String closing = "";
    for (int i = 0; i < source.from(); i++) {
      char c = text.charAt(i);
      if (!closing.isEmpty()) {
        closing = closing.indexOf(c) >= 0 ? "" : closing;
      } else if (c != '"' || i == 0 || !Character.isDigit(text.charAt(i - 1))) {
        closing = closing(c);
      }
    }
    return !closing.isEmpty();
  }

  /// What closes the quotation that this mark opens, "" when it opens none.
  private static String closing(char mark) {
    return switch (mark) {
      case '“' -> "”";
      case '„' -> "“”";
      case '«' -> "»";
      case '»' -> "«";
      case '"' -> "\"";
      default -> "";
    };
  }

  private Verdict verdict(Severity severity, List<Source> sources) {
    if (severity.compareTo(Severity.STYLE) > 0) {
      return Verdict.ALTERED;
    }
    boolean isWhole =
        Words.plain(Words.blanksFolded(sources.getFirst().statement().text()))
            .equals(Words.plain(Words.blanksFolded(text)));
    // They are his words, but not the whole of what he said.
    return isWhole && !isSaidToBeCut(sources) ? Verdict.VERBATIM : Verdict.PARTIAL;
  }

  private static boolean isSaidToBeCut(List<Source> sources) {
    return sources.getFirst().statement().confidence() == Confidence.CONFIRMED_BUT_CUT;
  }

  private static boolean sameLetters(String source, String quoted) {
    return Words.blanksFolded(source).equals(Words.blanksFolded(quoted));
  }
}
