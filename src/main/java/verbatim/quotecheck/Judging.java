package verbatim.quotecheck;

import java.util.EnumSet;
import java.util.List;
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
  /// @param keepsWhatTurns words of the article stand for what the source has before it: the part
  ///     before an interruption, or "she never said that"
  record Told(Person speaker, boolean isNamed, boolean keepsWhatTurns) {}

  Judging(String text, Told told, int wordsMax) {
    this.text = text;
    this.told = told;
    this.tokens = Words.quotation(text);
    this.words = tokens.stream().filter(Token::isWord).limit(wordsMax).toList();
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
          if (judgement.verdict() != Verdict.ALTERED) {
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
      if (!Differing.isSame(candidate.words().get(at + i), words.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Optional<Judgement> whole(List<Candidate> candidates, Budget budget) {
    List<Piece> pieces = new Fitting(words, told.speaker(), candidates, budget).pieces();
    return pieces.isEmpty() ? Optional.empty() : Optional.of(compared(candidates, pieces));
  }

  private Judgement compared(List<Candidate> candidates, List<Piece> pieces) {
    Differing differing = new Differing(text, tokens, words, candidates, pieces);
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
    if (differing.isTurnedByCut() && !told.keepsWhatTurns()) {
      all.add(Flag.TURNED_BY_CUT);
      severity = Severity.MEANING;
    }
    return new Judgement(verdict, severity, all, sources, differing.all());
  }

  /// Another's words in a named mouth, or those of two in one. What the source itself has in
  /// quotation marks may be of whom the article names.
  private boolean isBySomebodyElse(List<Source> sources) {
    Person first = sources.getFirst().statement().speaker();
    return sources.stream()
        .filter(source -> !isQuotedThere(source))
        .map(source -> source.statement().speaker())
        .anyMatch(
            by ->
                Who.areOthers(first, by) || (told.isNamed() && Who.areOthers(told.speaker(), by)));
  }

  static boolean isQuotedThere(Source source) {
    int depth = 0;
    String text = source.statement().text();
    for (int i = 0; i < source.from(); i++) {
      switch (text.charAt(i)) {
        case '“', '„', '«' -> depth++;
        case '”', '»' -> depth = Math.max(0, depth - 1);
        case '"' -> depth = depth > 0 ? depth - 1 : 1;
        default -> {}
      }
    }
    return depth > 0;
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
