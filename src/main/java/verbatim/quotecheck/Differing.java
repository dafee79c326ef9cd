package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The steps from the sources' words to the quoted ones. Words that are the same to the letter are
/// anchors; what lies between two of them is one step: nothing, punctuation, or changed words.
final class Differing {
  /// That many words at an end may stand for as many of the source; more are an addition.
  private static final int ENDS_MAX = 3;

  /// So far back a word may govern what is quoted.
  private static final int TURNING_MAX = 6;

  private record Anchor(int piece, int quoted, int source) {}

  /// What lies between two anchors on both sides.
  private record Gap(
      String source,
      String quoted,
      List<Token> sourceWords,
      List<Token> quotedWords,
      List<Token> sourceMarks,
      List<Token> quotedMarks) {
    boolean hasWords() {
      return !sourceWords.isEmpty() || !quotedWords.isEmpty();
    }

    boolean isCut() {
      return has(quotedMarks, Token.Kind.ELLIPSIS) && !has(sourceMarks, Token.Kind.ELLIPSIS);
    }

    boolean isAdded() {
      return has(quotedMarks, Token.Kind.ADDED);
    }

    /// The words that the writer put in brackets.
    List<Token> added() {
      return quotedMarks.stream()
          .filter(mark -> mark.kind() == Token.Kind.ADDED)
          .flatMap(mark -> Words.read(mark.text()).stream())
          .filter(Token::isWord)
          .toList();
    }

    private static boolean has(List<Token> marks, Token.Kind kind) {
      return marks.stream().anyMatch(mark -> mark.kind() == kind);
    }
  }

  private final String text;
  private final List<Token> tokens;
  private final List<Token> words;
  private final List<Candidate> candidates;
  private final List<Piece> pieces;
  private final List<Difference> all = new ArrayList<>();
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private Severity severity = Severity.NONE;

  // Which words of its source each piece stands for; more than are equal where an end changed.
  private final int[] first;
  private final int[] last;
  private int closing;

  Differing(
      String text,
      List<Token> tokens,
      List<Token> words,
      List<Candidate> candidates,
      List<Piece> pieces) {
    this.text = text;
    this.tokens = tokens;
    this.words = words;
    this.candidates = candidates;
    this.pieces = pieces;
    this.first = pieces.stream().mapToInt(Piece::sourceFrom).toArray();
    this.last = pieces.stream().mapToInt(piece -> piece.sourceTo() - 1).toArray();
    first[0] -= standingBefore();
    last[last.length - 1] += standingAfter();
    compare();
  }

  List<Difference> all() {
    return all;
  }

  Set<Flag> flags() {
    return flags;
  }

  Severity severity() {
    return severity;
  }

  /// The same to the letter, but for typography; where the writer marked a letter, but for it.
  static boolean isSame(Token source, Token quoted) {
    return quoted.isMarked()
        ? source.fold().equals(quoted.fold())
        : Words.plain(source.text()).equals(Words.plain(quoted.text()));
  }

  /// The one that gives most words first.
  List<Source> sources() {
    return IntStream.range(0, pieces.size())
        .boxed()
        .sorted((a, b) -> Integer.compare(pieces.get(b).equal(), pieces.get(a).equal()))
        .map(piece -> pieces.get(piece).candidate())
        .distinct()
        .map(this::source)
        .toList();
  }

  private Source source(int candidate) {
    int low = Integer.MAX_VALUE;
    int high = 0;
    List<Source.Part> parts = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).candidate() == candidate) {
        int from = word(i, first[i]).start();
        int end = word(i, last[i]).end();
        int to = i == pieces.size() - 1 ? Math.max(end, closing) : end;
        low = Math.min(low, from);
        high = Math.max(high, to);
        parts.add(new Source.Part(from, to, i == 0 ? 0 : quotedFrom(i)));
      }
    }
    return new Source(candidates.get(candidate).statement(), low, high, parts);
  }

  private int quotedFrom(int piece) {
    return words.get(pieces.get(piece).quotedFrom()).start();
  }

  private Candidate candidate(int piece) {
    return candidates.get(pieces.get(piece).candidate());
  }

  private String sourceText(int piece) {
    return candidate(piece).statement().text();
  }

  private Token word(int piece, int at) {
    return candidate(piece).words().get(at);
  }

  // ---- the ends

  /// How many words of the source stand where the quotation begins with other ones.
  private int standingBefore() {
    int more = pieces.getFirst().quotedFrom();
    int at = pieces.getFirst().sourceFrom();
    int standing = more <= ENDS_MAX ? Math.min(more, at) : 0;
    return standing > 0 && endsSentence(0, at - 1) ? 0 : standing;
  }

  private int standingAfter() {
    int piece = pieces.size() - 1;
    int more = words.size() - pieces.getLast().quotedTo();
    int left = candidate(piece).words().size() - pieces.getLast().sourceTo();
    int standing = more <= ENDS_MAX ? Math.min(more, left) : 0;
    return standing > 0 && endsSentence(piece, pieces.getLast().sourceTo() - 1) ? 0 : standing;
  }

  /// Whether a sentence ends between this word of the source and the next.
  private boolean endsSentence(int piece, int at) {
    String between =
        sourceText(piece).substring(word(piece, at).end(), word(piece, at + 1).start());
    return between.chars().anyMatch(c -> ".!?…\n".indexOf(c) >= 0);
  }

  /// Whether the source has a negation, a condition or another's saying just before the first word,
  /// in the same clause: "I never said" of "we should keep it".
  boolean isTurnedByCut() {
    int at = first[0];
    for (int back = at - 1; back >= 0 && at - back <= TURNING_MAX; back--) {
      if (endsSentence(0, back)) {
        return false;
      }
      Token word = word(0, back);
      boolean isOfClause = !hasEndOfClause(back, at);
      if (Vocabulary.CONDITIONS.contains(word.fold())) {
        return true;
      }
      if (isOfClause
          && (Weighing.isNegation(word) || (at - back <= ENDS_MAX && isAnothersSaying(back)))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasEndOfClause(int from, int to) {
    for (int i = from; i < to; i++) {
      if (endsClause(0, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnothersSaying(int at) {
    boolean isOwn = at > 0 && Set.of("i", "we", "ive", "weve").contains(word(0, at - 1).fold());
    return !isOwn && Vocabulary.REPORTING.contains(word(0, at).fold());
  }

  // ---- step by step

  private void compare() {
    List<Anchor> same = anchors();
    if (same.isEmpty()) {
      String source = sourceText(0).substring(word(0, first[0]).start(), word(0, last[0]).end());
      step(
          new Gap(
              source,
              text,
              candidate(0).words().subList(first[0], last[0] + 1),
              words,
              List.of(),
              marks(0, text.length())));
      flagPartial();
      if (pieces.stream().mapToInt(Piece::candidate).distinct().count() > 1) {
        flags.add(Flag.JOINED_POSTS);
      }
      return;
    }
    head(same.getFirst());
    for (int i = 0; i < same.size(); i++) {
      Token source = word(same.get(i).piece(), same.get(i).source());
      Token quoted = words.get(same.get(i).quoted());
      equal(sourceText(same.get(i).piece()).substring(source.start(), source.end()), shown(quoted));
      if (i + 1 < same.size()) {
        between(same.get(i), same.get(i + 1));
      }
    }
    tail(same.getLast());
    flagPartial();
  }

  private List<Anchor> anchors() {
    List<Anchor> same = new ArrayList<>();
    for (int p = 0; p < pieces.size(); p++) {
      Piece piece = pieces.get(p);
      for (int i = 0; i < piece.equal(); i++) {
        if (isSame(word(p, piece.source()[i]), words.get(piece.quoted()[i]))) {
          same.add(new Anchor(p, piece.quoted()[i], piece.source()[i]));
        }
      }
    }
    return same;
  }

  private String shown(Token quoted) {
    return text.substring(quoted.start(), quoted.end());
  }

  private List<Token> marks(int from, int to) {
    return marks(tokens, from, to);
  }

  private List<Token> sourceMarks(int piece, int from, int to) {
    return marks(candidate(piece).tokens(), from, to);
  }

  private static List<Token> marks(List<Token> tokens, int from, int to) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).start() < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    List<Token> marks = new ArrayList<>();
    for (int i = low; i < tokens.size() && tokens.get(i).end() <= to; i++) {
      if (!tokens.get(i).isWord()) {
        marks.add(tokens.get(i));
      }
    }
    return marks;
  }

  private void between(Anchor one, Anchor other) {
    int from = words.get(one.quoted()).end();
    int to = words.get(other.quoted()).start();
    String quoted = text.substring(from, to);
    List<Token> quotedWords = words.subList(one.quoted() + 1, other.quoted());
    List<Token> marks = marks(from, to);
    int end = word(one.piece(), one.source()).end();
    int start = word(other.piece(), other.source()).start();
    boolean isOneSource =
        pieces.get(one.piece()).candidate() == pieces.get(other.piece()).candidate();
    if (isOneSource && other.source() > one.source()) {
      Gap gap =
          new Gap(
              sourceText(one.piece()).substring(end, start),
              quoted,
              candidate(one.piece()).words().subList(one.source() + 1, other.source()),
              quotedWords,
              sourceMarks(one.piece(), end, start),
              marks);
      step(gap, quotedWords.isEmpty() && gap.sourceWords().size() > 1 && turnsByCut(one, other));
      return;
    }
    if (isOneSource) {
      flags.add(Flag.REORDERED);
      severity = severity.or(Severity.WORDS);
    } else {
      flags.add(Flag.JOINED_POSTS);
    }
    joint(one, other, quoted, quotedWords);
  }

  private boolean turnsByCut(Anchor one, Anchor other) {
    int piece = one.piece();
    List<Token> source = candidate(piece).words();
    int head = one.source() + 1;
    while (head < other.source() && !endsSentence(piece, head - 1)) {
      head++;
    }
    int tail = other.source();
    while (tail > head && !endsSentence(piece, tail - 1)) {
      tail--;
    }
    // "…, and it does not wait" told something more, and so did a whole sentence.
    String next = head > one.source() + 1 ? source.get(one.source() + 1).fold() : "";
    String after =
        sourceText(piece)
            .substring(word(piece, one.source()).end(), word(piece, one.source() + 1).start());
    boolean isAside =
        next.equals("and")
            || next.equals("but")
            || after.chars().anyMatch(c -> ",;–—".indexOf(c) >= 0);
    int from = one.source();
    while (from > 0 && one.source() - from < ENDS_MAX && !endsClause(piece, from - 1)) {
      from--;
    }
    return Weighing.turnsByCut(
        isAside ? List.of() : source.subList(from, one.source() + 1),
        isAside ? List.of() : source.subList(one.source() + 1, head),
        head < other.source() ? source.subList(tail, other.source()) : List.of());
  }

  private boolean endsClause(int piece, int at) {
    String between =
        sourceText(piece).substring(word(piece, at).end(), word(piece, at + 1).start());
    return between.chars().anyMatch(c -> ".!?…\n,;:–—".indexOf(c) >= 0);
  }

  /// From one source to another: what the first had left out behind it is no change.
  private void joint(Anchor one, Anchor other, String quoted, List<Token> quotedWords) {
    List<Token> sourceWords = new ArrayList<>();
    sourceWords.addAll(
        candidate(one.piece()).words().subList(one.source() + 1, last[one.piece()] + 1));
    sourceWords.addAll(
        candidate(other.piece()).words().subList(first[other.piece()], other.source()));
    if (sourceWords.isEmpty() && quotedWords.isEmpty()) {
      equal(" ", quoted);
      return;
    }
    String source =
        sourceText(one.piece())
                .substring(
                    word(one.piece(), one.source()).end(),
                    word(one.piece(), last[one.piece()]).end())
            + " "
            + sourceText(other.piece())
                .substring(
                    word(other.piece(), first[other.piece()]).start(),
                    word(other.piece(), other.source()).start());
    step(new Gap(source, quoted, sourceWords, quotedWords, List.of(), List.of()));
  }

  private void head(Anchor anchor) {
    int to = words.get(anchor.quoted()).start();
    int start = word(0, first[0]).start();
    int end = word(anchor.piece(), anchor.source()).start();
    String quoted = text.substring(0, to);
    List<Token> quotedWords = words.subList(0, anchor.quoted());
    if (anchor.piece() > 0) {
      // A whole piece without a word to the letter: as one with what stands before the next.
      step(
          new Gap(
              sourceText(0).substring(start, word(0, last[0]).end()) + " ",
              quoted,
              candidate(0).words().subList(first[0], last[0] + 1),
              quotedWords,
              List.of(),
              marks(0, to)));
      return;
    }
    List<Token> sourceWords = candidate(0).words().subList(first[0], anchor.source());
    Gap gap =
        new Gap(
            sourceText(0).substring(start, end),
            quoted,
            sourceWords,
            quotedWords,
            sourceMarks(0, start, end),
            marks(0, to));
    if (!gap.hasWords()) {
      atTheEdge(gap);
    } else if (sourceWords.isEmpty()) {
      added(gap, first[0] == 0, false);
    } else {
      step(gap);
    }
  }

  private void tail(Anchor anchor) {
    int piece = anchor.piece();
    int from = words.get(anchor.quoted()).end();
    int start = word(piece, anchor.source()).end();
    String quoted = text.substring(from);
    int lastPiece = pieces.size() - 1;
    List<Token> quotedWords = words.subList(anchor.quoted() + 1, words.size());
    List<Token> sourceWords =
        piece == lastPiece
            ? candidate(piece).words().subList(anchor.source() + 1, last[piece] + 1)
            : List.of();
    int end = sourceWords.isEmpty() ? start : sourceWords.getLast().end();
    Gap gap =
        new Gap(
            sourceText(piece).substring(start, end),
            quoted,
            sourceWords,
            quotedWords,
            sourceMarks(piece, start, end),
            marks(from, text.length()));
    if (!gap.hasWords()) {
      closing(piece, start, gap);
    } else if (sourceWords.isEmpty()) {
      boolean isAtTheEnd = last[lastPiece] == candidate(lastPiece).words().size() - 1;
      boolean isCopy = candidate(lastPiece).statement().confidence() == Confidence.COPY_IN_ARTICLE;
      added(gap, isAtTheEnd, isAtTheEnd && isCopy);
    } else {
      step(gap);
    }
  }

  /// Words where the source has none: it has ended there, or says something else.
  private void added(Gap gap, boolean isAtTheEnd, boolean mayBeCut) {
    if (isAtTheEnd) {
      flags.add(Flag.EXTENDS_SOURCE);
    }
    note(gap);
    List<Token> more = new ArrayList<>(gap.quotedWords());
    more.addAll(gap.added());
    Severity how = Weighing.added(more, mayBeCut);
    severity = severity.or(how);
    all.add(new Difference(Difference.Op.INSERT, "", gap.quoted(), how));
  }

  private void note(Gap gap) {
    if (gap.isCut()) {
      flags.add(Flag.ELLIPSIS);
    }
    if (gap.isAdded()) {
      flags.add(Flag.MARKED_ALTERATION);
    }
  }

  /// Marks before the first word.
  private void atTheEdge(Gap gap) {
    note(gap);
    if (gap.isAdded()) {
      change(gap, Weighing.bracketed(List.of(), gap.added()));
    } else {
      equal(gap.source(), gap.quoted());
      severity = severity.or(gap.isCut() ? Severity.STYLE : Severity.NONE);
    }
  }

  /// The comma before the closing mark is the quoting style's, not the speaker's.
  private void closing(int piece, int from, Gap gap) {
    String quoted = punctuation(gap.quotedMarks(), gap.isCut());
    if (gap.quoted().isBlank()) {
      equal("", gap.quoted());
      return;
    }
    note(gap);
    String after = sourceText(piece).substring(from);
    int length = 0;
    while (length < after.length() && ".,;:!?…".indexOf(after.charAt(length)) >= 0) {
      length++;
    }
    String source = after.substring(0, length);
    closing = from + length;
    boolean isSame = quoted.isEmpty() || Words.plain(after).strip().startsWith(quoted);
    if (gap.isAdded()) {
      Severity how = Weighing.bracketed(List.of(), gap.added());
      all.add(new Difference(Difference.Op.INSERT, "", gap.quoted(), how));
      severity = severity.or(how);
    } else if (isSame || quoted.chars().allMatch(c -> ",.-".indexOf(c) >= 0)) {
      if (!isSame) {
        flags.add(Flag.CLOSING_PUNCTUATION);
      }
      severity = severity.or(isSame && !gap.isCut() ? Severity.NONE : Severity.STYLE);
      equal(source, gap.quoted());
    } else {
      severity = severity.or(Severity.SLIGHT);
      all.add(Difference.of(source, gap.quoted(), Severity.SLIGHT));
    }
  }

  private void step(Gap gap) {
    step(gap, false);
  }

  /// @param turns what is left out here says the contrary, or of whom it is told
  private void step(Gap gap, boolean turns) {
    note(gap);
    if (gap.hasWords()) {
      Severity how =
          Weighing.changed(gap.sourceWords(), gap.quotedWords(), gap.added(), gap.isCut());
      if (how == Severity.STYLE && gap.added().isEmpty()) {
        flags.add(Flag.NUMERALS);
      }
      change(gap, turns ? Severity.MEANING : how);
      return;
    }
    String source = punctuation(gap.sourceMarks(), false);
    String quoted = punctuation(gap.quotedMarks(), gap.isCut());
    boolean isSame = source.equals(quoted) || (gap.isCut() && quoted.isEmpty());
    if (gap.isAdded()) {
      Severity how = Weighing.bracketed(List.of(), gap.added());
      change(gap, isSame ? how : how.or(Severity.SLIGHT));
    } else if (isSame) {
      severity = severity.or(gap.isCut() ? Severity.STYLE : Severity.NONE);
      equal(gap.source(), gap.quoted());
    } else {
      change(gap, Severity.SLIGHT);
    }
  }

  /// Marks as they are compared: without typography, quotation marks and what the writer put there.
  private static String punctuation(List<Token> marks, boolean withoutCut) {
    StringBuilder all = new StringBuilder();
    for (Token mark : marks) {
      boolean isQuote = mark.fold().equals("\"") || mark.fold().equals("'");
      boolean isWriters =
          mark.kind() == Token.Kind.ADDED || (withoutCut && mark.kind() == Token.Kind.ELLIPSIS);
      if (!isQuote && !isWriters) {
        all.append(mark.kind() == Token.Kind.ELLIPSIS ? "..." : mark.fold());
      }
    }
    return all.toString().replace("--", "-").replace("--", "-");
  }

  private void equal(String source, String quoted) {
    if (source.isEmpty() && quoted.isEmpty()) {
      return;
    }
    if (!all.isEmpty() && all.getLast().op() == Difference.Op.EQUAL) {
      Difference before = all.removeLast();
      all.add(Difference.equal(before.source() + source, before.quoted() + quoted));
    } else {
      all.add(Difference.equal(source, quoted));
    }
  }

  /// Blanks and marks that both sides have at an end of the step are no part of the change.
  private void change(Gap gap, Severity how) {
    severity = severity.or(how);
    String source = gap.source();
    String quoted = gap.quoted();
    int head = 0;
    int most = Math.min(source.length(), quoted.length());
    while (head < most
        && isSharedMark(source.charAt(head), quoted.charAt(head))
        && !quoted.startsWith("..", head)) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && isSharedMark(
            source.charAt(source.length() - 1 - tail), quoted.charAt(quoted.length() - 1 - tail))) {
      tail++;
    }
    equal(source.substring(0, head), quoted.substring(0, head));
    all.add(
        Difference.of(
            source.substring(head, source.length() - tail),
            quoted.substring(head, quoted.length() - tail),
            how));
    equal(source.substring(source.length() - tail), quoted.substring(quoted.length() - tail));
  }

  private static boolean isSharedMark(char one, char other) {
    return !Character.isLetterOrDigit(one)
        && !Character.isSurrogate(one)
        && one != '['
        && Words.plain(one) == Words.plain(other);
  }

  private void flagPartial() {
    int main = sources().isEmpty() ? 0 : pieces.getFirst().candidate();
    int most = 0;
    for (Piece piece : pieces) {
      if (piece.equal() > most) {
        most = piece.equal();
        main = piece.candidate();
      }
    }
    int low = Integer.MAX_VALUE;
    int high = -1;
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).candidate() == main) {
        low = Math.min(low, first[i]);
        high = Math.max(high, last[i]);
      }
    }
    if (low > 0 || high < candidates.get(main).words().size() - 1) {
      flags.add(Flag.PARTIAL_OF_SOURCE);
    }
  }
}
