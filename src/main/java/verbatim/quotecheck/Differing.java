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

  private static final int NUMBER_WORDS_MAX = 10;
  private static final Set<String> CLAUSE_ENDS = Set.of(",", ";", ":", ".", "!", "?", "–", "—");
  private static final char BAR = '▇';
  private static final Set<String> UNITS = Set.of("%", "‰", "°", "€", "$", "£", "¥");

  private record Anchor(int piece, int quoted, int source) {}

  /// What lies between two anchors on both sides.
  private record Gap(
      String source,
      String quoted,
      List<Token> sourceWords,
      List<Token> quotedWords,
      List<Token> sourceMarks,
      List<Token> quotedMarks,
      int piece) {
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
  private List<Difference> all = new ArrayList<>();
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private final Numerals quotedIn;

  /// How grave what is no step is: marks of quoting, parts in another order.
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
      List<Piece> pieces,
      Numerals quotedIn) {
    this.text = text;
    this.quotedIn = quotedIn;
    this.tokens = tokens;
    this.words = words;
    this.candidates = candidates;
    this.pieces = pieces;
    this.first = pieces.stream().mapToInt(Piece::sourceFrom).toArray();
    this.last = pieces.stream().mapToInt(piece -> piece.sourceTo() - 1).toArray();
    first[0] -= standingBefore();
    first[0] -= isBracketFirst() ? begun(tokens.getFirst()).size() : 0;
    last[last.length - 1] += standingAfter();
    compare();
    List<Difference> units = new Units(all, sourceIn(0), quotedIn).weighed();
    List<Difference> weighed = new Dates(new Hours(units).weighed()).weighed();
    if (!weighed.equals(all)) {
      all = weighed;
      flags.add(Flag.NUMERALS);
    }
    all = new Exchanged(all).weighed();
  }

  List<Difference> all() {
    return all;
  }

  Set<Flag> flags() {
    return flags;
  }

  Severity severity() {
    Severity most = severity;
    for (Difference step : all) {
      most = most.or(step.severity());
    }
    return most;
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

  private Numerals sourceIn(int piece) {
    return candidate(piece).numerals();
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
    int most =
        at == 0 || endsSentence(0, at - 1)
            ? 0
            : at - candidate(0).sentenceStart(at, NUMBER_WORDS_MAX);
    List<Token> source = candidate(0).words();
    List<Token> quoted = words.subList(0, more);
    for (int length = 1; length <= most; length++) {
      boolean isSame =
          more > 0
              && more <= ENDS_MAX
              && source.get(at - length).fold().equals(quoted.getFirst().fold());
      if (isSame || isWrittenOtherwise(0, source.subList(at - length, at), quoted)) {
        return length;
      }
    }
    return more <= ENDS_MAX ? Math.min(more, most) : 0;
  }

  /// "I'm" for "I am", 9 for nine.
  private boolean isWrittenOtherwise(int piece, List<Token> source, List<Token> quoted) {
    boolean isWrittenOut =
        !quoted.isEmpty()
            && quoted.size() <= ENDS_MAX
            && Contractions.writtenOut(source).equals(Contractions.writtenOut(quoted));
    return isWrittenOut || isSameNumber(piece, source, quoted);
  }

  /// One number, whatever it is worth, where it has many words; else the same.
  private boolean isSameNumber(int piece, List<Token> source, List<Token> quoted) {
    return quoted.size() > ENDS_MAX
        ? Numbers.isOne(quoted, quotedIn) && Numbers.isOne(source, sourceIn(piece))
        : Numbers.areOnlyWrittenOtherwise(source, sourceIn(piece), quoted, quotedIn);
  }

  private int standingAfter() {
    int piece = pieces.size() - 1;
    int more = words.size() - pieces.getLast().quotedTo();
    int left = candidate(piece).words().size() - pieces.getLast().sourceTo();
    int at = pieces.getLast().sourceTo();
    List<Token> source = candidate(piece).words();
    List<Token> quoted = words.subList(words.size() - more, words.size());
    int most = 0;
    while (most < Math.min(left, NUMBER_WORDS_MAX) && !endsSentence(piece, at + most - 1)) {
      most++;
    }
    for (int length = 1; length <= most; length++) {
      boolean isSame =
          more > 0
              && more <= ENDS_MAX
              && source.get(at + length - 1).fold().equals(quoted.getLast().fold());
      if (isSame || isWrittenOtherwise(piece, source.subList(at, at + length), quoted)) {
        return length;
      }
    }
    if (more == 0 && most > 0 && Units.isWordOfSign(text, source.get(at).fold())) {
      return 1;
    }
    if (left > 0
        && hidden(sourceText(piece).substring(word(piece, at - 1).end(), word(piece, at).start()))
            == more) {
      return 0;
    }
    return more <= ENDS_MAX ? Math.min(more, most) : 0;
  }

  /// Whether a sentence ends between this word of the source and the next.
  private boolean endsSentence(int piece, int at) {
    return candidate(piece).endsSentence(at);
  }

  /// Whether what was left out before or behind it turns what is quoted.
  ///
  /// @param told what of that the article says itself
  boolean isTurnedByCut(Set<Turning.By> told) {
    int piece = pieces.size() - 1;
    return new Turning(candidate(0), first[0], candidate(piece), last[piece]).isTurned(told);
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
              marks(0, text.length()),
              0));
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
              marks,
              one.piece());
      if (!gap.hasWords() && isAbbreviation(one, gap)) {
        severity = severity.or(Severity.STYLE);
        equal(gap.source(), gap.quoted());
        return;
      }
      boolean isCut = quotedWords.isEmpty() && gap.added().isEmpty();
      step(gap, isCut && gap.sourceWords().size() > 1 && turnsByCut(one, other));
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

  /// "Mr Haak" for "Mr. Haak".
  private boolean isAbbreviation(Anchor before, Gap gap) {
    String fold = words.get(before.quoted()).fold();
    return Vocabulary.ABBREVIATIONS.contains(fold)
        && Vocabulary.TITLES.contains(fold)
        && !gap.source().equals(gap.quoted())
        && gap.source().replace(".", "").isBlank()
        && gap.quoted().replace(".", "").isBlank();
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
    boolean showsEnd =
        marks(words.get(one.quoted()).end(), words.get(other.quoted()).start()).stream()
            .anyMatch(mark -> CLAUSE_ENDS.contains(mark.text()));
    boolean isAside =
        showsEnd
            || next.equals("and")
            || next.equals("but")
            || after.chars().anyMatch(c -> ",;–—".indexOf(c) >= 0);
    int from = one.source();
    while (from > 0 && one.source() - from < ENDS_MAX && !candidate(piece).endsClause(from - 1)) {
      from--;
    }
    // What follows is said of another case than what it followed: "If you drop the other one".
    boolean isOtherCase =
        tail < other.source()
            && source.subList(tail, other.source()).stream()
                .limit(2)
                .anyMatch(
                    word ->
                        Vocabulary.CONDITIONS.contains(word.fold())
                            || Vocabulary.WITHOUT.contains(word.fold()));
    return isOtherCase
        || Weighing.turnsByCut(
            isAside ? List.of() : source.subList(from, one.source() + 1),
            isAside ? List.of() : source.subList(one.source() + 1, head),
            head < other.source()
                ? source.subList(clauseStart(other, tail), other.source())
                : List.of());
  }

  /// Where the clause begins that leads on to this word: what was said before a comma was said of
  /// something else.
  private int clauseStart(Anchor next, int least) {
    int from = next.source();
    while (from > least && !candidate(next.piece()).endsClause(from - 1)) {
      from--;
    }
    return from;
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
    step(new Gap(source, quoted, sourceWords, quotedWords, List.of(), List.of(), one.piece()));
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
              marks(0, to),
              0));
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
            marks(0, to),
            0);
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
            marks(from, text.length()),
            piece);
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
    if (hiddenBeside(gap) >= gap.quotedWords().size()) {
      flags.add(Flag.HIDDEN_WORDS);
      severity = severity.or(Severity.STYLE);
      equal("", gap.quoted());
      return;
    }
    if (isAtTheEnd) {
      flags.add(Flag.EXTENDS_SOURCE);
    }
    note(gap);
    List<Token> more = new ArrayList<>(gap.quotedWords());
    more.addAll(gap.added());
    Severity how = weighing(gap).added(more, mayBeCut);
    all.add(new Difference(Difference.Op.INSERT, "", gap.quoted(), how));
  }

  /// How many words are blacked out where the quotation begins or ends with words of its own.
  private int hiddenBeside(Gap gap) {
    int piece = gap.piece();
    boolean isHead = gap.quotedWords().getFirst().start() == words.getFirst().start();
    int size = candidate(piece).words().size();
    int from =
        isHead ? (first[0] == 0 ? 0 : word(0, first[0] - 1).end()) : word(piece, last[piece]).end();
    int to =
        isHead
            ? word(0, first[0]).start()
            : last[piece] + 1 < size
                ? word(piece, last[piece] + 1).start()
                : sourceText(piece).length();
    return hidden(sourceText(piece).substring(from, to));
  }

  private Weighing weighing(Gap gap) {
    return new Weighing(
        sourceIn(gap.piece()), quotedIn, candidate(gap.piece()).statement().speaker());
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
      change(gap, weighing(gap).bracketed(List.of(), gap.added()));
    } else if (isSigned(gap) || !units(gap.sourceMarks()).equals(units(gap.quotedMarks()))) {
      change(gap, Severity.MEANING);
    } else {
      equal(gap.source(), gap.quoted());
      severity = severity.or(gap.isCut() ? Severity.STYLE : Severity.NONE);
    }
  }

  /// The few words of the source's sentence that a name in brackets stands for, before the first
  /// quoted one and behind the last.
  private List<Token> begun(Token bracket) {
    List<Token> added = Words.read(bracket.text()).stream().filter(Token::isWord).toList();
    int from = candidate(0).sentenceStart(first[0], ENDS_MAX + 1);
    boolean isOfSpeaker =
        from < first[0] && Vocabulary.OF_SPEAKER.contains(word(0, first[0] - 1).fold());
    boolean isFew = first[0] - from <= ENDS_MAX && (isOfSpeaker || Weighing.hasName(added));
    return isFew ? candidate(0).words().subList(from, first[0]) : List.of();
  }

  private boolean isBracketFirst() {
    return pieces.getFirst().quotedFrom() == 0
        && !tokens.isEmpty()
        && tokens.getFirst().kind() == Token.Kind.ADDED;
  }

  private List<Token> ended(Gap gap) {
    int piece = pieces.size() - 1;
    int end = last[piece] + 1;
    int from = end;
    int size = candidate(piece).words().size();
    while (end < size && end - from <= ENDS_MAX && !endsSentence(piece, end - 1)) {
      end++;
    }
    boolean isFew = end - from <= ENDS_MAX && Weighing.hasName(gap.added());
    return isFew ? candidate(piece).words().subList(from, end) : List.of();
  }

  /// "-3,302" for "3,302" at the beginning; where the source has more before it, its own sign
  /// stands there.
  private boolean isSigned(Gap gap) {
    int at = word(0, first[0]).start();
    boolean isSource =
        at > 0
            && Words.plain(sourceText(0).charAt(at - 1)) == '-'
            && (at == 1 || Words.isBlank(sourceText(0).charAt(at - 2)));
    boolean isQuoted =
        !gap.quoted().isEmpty()
            && Words.plain(gap.quoted().charAt(gap.quoted().length() - 1)) == '-'
            && gap.quoted().strip().length() == 1;
    return Numbers.isNumber(word(0, first[0])) && isSource != isQuoted;
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
      Severity how = weighing(gap).bracketed(ended(gap), gap.added());
      all.add(new Difference(Difference.Op.INSERT, "", gap.quoted(), how));
    } else if (!units(gap.quotedMarks()).equals(unitsAfter(after))) {
      all.add(Difference.of(source, gap.quoted(), Severity.MEANING));
    } else if (isOtherEnd(source, quoted, after)) {
      flags.add(Flag.END_MARK);
      boolean isQuestion = source.indexOf('?') >= 0 || quoted.indexOf('?') >= 0;
      Severity how = isQuestion ? Severity.MEANING : Severity.SLIGHT;
      all.add(Difference.of(source, gap.quoted(), how));
    } else if (isSame
        || quoted.chars().allMatch(c -> ",.-".indexOf(c) >= 0)
        || (quoted.equals("?") && asksLater(source, after))) {
      if (!isSame) {
        flags.add(Flag.CLOSING_PUNCTUATION);
      }
      severity = severity.or(isSame && !gap.isCut() ? Severity.NONE : Severity.STYLE);
      equal(source, gap.quoted());
    } else {
      all.add(Difference.of(source, gap.quoted(), Severity.SLIGHT));
    }
  }

  /// The units that stand right behind a number.
  private static String unitsAfter(String after) {
    int end = 0;
    while (end < after.length() && UNITS.contains(after.substring(end, end + 1))) {
      end++;
    }
    return after.substring(0, end);
  }

  /// A question that ends in a full stop, and anything that ends in a mark of question or
  /// exclamation that its source has not. A comma, or nothing, may stand for any: there the
  /// article's own sentence goes on. So does a full stop behind a few words of a question, and a
  /// question whose end was left out is one.
  ///
  /// @param after what the source goes on with
  private boolean isOtherEnd(String source, String quoted, String after) {
    boolean isQuestion = source.indexOf('?') >= 0;
    boolean asksNow = quoted.indexOf('?') >= 0;
    boolean criesNow = quoted.indexOf('!') >= 0 && source.indexOf('!') < 0;
    boolean statesNow = isQuestion && !asksNow && isEnd(quoted);
    return criesNow
        || (asksNow && !isQuestion && !asksLater(source, after))
        || (statesNow && isWholeSentence());
  }

  private static boolean asksLater(String source, String after) {
    if (isEnd(source)) {
      return false;
    }
    for (int i = 0; i < after.length(); i++) {
      if (".!?\n".indexOf(after.charAt(i)) >= 0) {
        return after.charAt(i) == '?';
      }
    }
    return false;
  }

  /// Whether the last sentence is quoted from its beginning.
  private boolean isWholeSentence() {
    int piece = pieces.size() - 1;
    return candidate(piece).sentenceStart(last[piece], Candidate.SENTENCE_MAX) >= first[piece];
  }

  private void step(Gap gap) {
    step(gap, false);
  }

  /// How many words of the source are blacked out there: each is one bar.
  private static int hidden(String source) {
    int bars = 0;
    for (int i = 0; i < source.length(); i++) {
      boolean isBar = source.charAt(i) == BAR;
      bars += isBar && (i == 0 || source.charAt(i - 1) != BAR) ? 1 : 0;
    }
    return bars;
  }

  /// Where the source is blacked out, nobody can tell whether what is quoted stands there. That
  /// something was left out, and not said to be, can be told.
  private boolean isHidden(Gap gap, int hidden) {
    if (hidden == 0) {
      return false;
    }
    flags.add(Flag.HIDDEN_WORDS);
    boolean isFilled = gap.quotedWords().size() + gap.added().size() == hidden;
    boolean isMarked = gap.quotedWords().isEmpty() && (gap.isCut() || gap.isAdded());
    if (gap.sourceWords().isEmpty() && (isFilled || isMarked)) {
      severity = severity.or(Severity.STYLE);
      equal(gap.source(), gap.quoted());
      return true;
    }
    change(gap, Severity.WORDS);
    return true;
  }

  /// @param turns what is left out here says the contrary, or of whom it is told
  private void step(Gap gap, boolean turns) {
    note(gap);
    if (isHidden(gap, hidden(gap.source()))) {
      return;
    }
    if (gap.hasWords()) {
      Severity how =
          weighing(gap).changed(gap.sourceWords(), gap.quotedWords(), gap.added(), gap.isCut());
      if (isFittedIn(gap)) {
        how = Severity.STYLE;
      } else if (how == Severity.STYLE && gap.added().isEmpty()) {
        flags.add(Flag.NUMERALS);
      }
      change(gap, turns ? Severity.MEANING : how);
      return;
    }
    String source = punctuation(gap.sourceMarks(), false);
    String quoted = punctuation(gap.quotedMarks(), gap.isCut());
    boolean isSame = source.equals(quoted) || (gap.isCut() && quoted.isEmpty());
    if (gap.isAdded()) {
      Severity how = weighing(gap).bracketed(List.of(), gap.added());
      change(gap, isSame ? how : how.or(Severity.SLIGHT));
    } else if (isSame) {
      severity = severity.or(gap.isCut() ? Severity.STYLE : Severity.NONE);
      equal(gap.source(), gap.quoted());
    } else {
      change(gap, otherMarks(gap, source, quoted));
    }
  }

  /// The first letter in capitals or not: so its first word fits the sentence that it stands in.
  private boolean isFittedIn(Gap gap) {
    if (gap.sourceWords().size() != 1
        || gap.quotedWords().size() != 1
        || !gap.quotedWords().getFirst().equals(words.getFirst())) {
      return false;
    }
    String source = Words.plain(gap.sourceWords().getFirst().text());
    String quoted = Words.plain(gap.quotedWords().getFirst().text());
    return source.length() > 1
        && quoted.length() > 1
        && source.substring(1).equals(quoted.substring(1))
        && source.substring(0, 1).equalsIgnoreCase(quoted.substring(0, 1));
  }

  /// A minus before a number and a percent sign behind it are of the number; a question is no
  /// statement.
  private Severity otherMarks(Gap gap, String source, String quoted) {
    if (isOfNumber(gap)) {
      return Severity.MEANING;
    }
    if (gap.isCut()) {
      return Severity.SLIGHT;
    }
    boolean asks = source.indexOf('?') >= 0;
    boolean asksNow = quoted.indexOf('?') >= 0;
    boolean cries = source.indexOf('!') >= 0;
    boolean criesNow = quoted.indexOf('!') >= 0;
    if (asks != asksNow || cries != criesNow) {
      flags.add(Flag.END_MARK);
    }
    return asks == asksNow ? Severity.SLIGHT : Severity.MEANING;
  }

  private static boolean isEnd(String marks) {
    return marks.chars().anyMatch(c -> ".!?".indexOf(c) >= 0);
  }

  private static boolean isOfNumber(Gap gap) {
    return isNegative(gap.source(), gap.sourceMarks())
            != isNegative(gap.quoted(), gap.quotedMarks())
        || !units(gap.sourceMarks()).equals(units(gap.quotedMarks()));
  }

  /// A minus stands before its number without a blank, and behind one.
  private static boolean isNegative(String between, List<Token> marks) {
    String bare = between.stripTrailing();
    int last = bare.length() - 1;
    return !marks.isEmpty()
        && bare.length() == between.length()
        && last >= 0
        && Words.plain(bare.charAt(last)) == '-'
        && (last == 0 ? between.length() == 1 : !Character.isLetterOrDigit(bare.charAt(last - 1)))
        && (last == 0 || Words.isBlank(bare.charAt(last - 1)) || bare.charAt(last - 1) == '(');
  }

  private static String units(List<Token> marks) {
    StringBuilder units = new StringBuilder();
    marks.forEach(mark -> units.append(UNITS.contains(mark.text()) ? mark.text() : ""));
    return units.toString();
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
    int end = quoted.length() - tail;
    int word = tail == 0 ? wordsEnd(gap, head) : end;
    all.add(
        Difference.of(
            source.substring(head, source.length() - tail), quoted.substring(head, word), how));
    equal(source.substring(source.length() - tail), quoted.substring(word));
  }

  /// Where the changed words end: the comma or full stop before the closing mark is the quoting
  /// style's, and no part of the change.
  private int wordsEnd(Gap gap, int least) {
    String quoted = gap.quoted();
    int end = quoted.length();
    if (gap.quotedWords().isEmpty() || !gap.quotedWords().getLast().equals(words.getLast())) {
      return end;
    }
    while (end > least + 1 && ",.".indexOf(quoted.charAt(end - 1)) >= 0) {
      end--;
    }
    return quoted.substring(end).length() == 1 ? end : quoted.length();
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
