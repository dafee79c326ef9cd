package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which sources a quotation fits, and with which words: the best one first, then whatever fits
/// what is left over, in the same source (something was cut) or in another one (posts were joined).
final class Fitting {
  private static final int PIECES_MAX = 6;
  private static final int LEFT_MIN = 3;
  private static final int EQUAL_MIN = 3;
  private static final int OTHERS_EQUAL_MIN = 8;
  private static final int OTHERS_RUN_MIN = 5;
  private static final int BEGINNING_MAX = 3;
  private static final int BEGINNING_LEFT_OUT_MAX = 4;
  private static final int LONG_RUN = 6;
  private static final int SENTENCE_MIN = 5;
  private static final int CHANCE_MAX = 2;
  private static final int SHORT_MIN = 4;
  private static final int SHORT_MAX = 8;

  private final List<String> words;
  private final List<String> shown;
  private final Person speaker;
  private final List<Candidate> candidates;
  private final Alignment alignment;
  private final List<int[]> numbered = new ArrayList<>();

  /// @param quoted the quotation's words
  Fitting(List<Token> quoted, Person speaker, List<Candidate> candidates, Budget budget) {
    this.words = quoted.stream().map(Token::fold).toList();
    this.shown = quoted.stream().map(word -> Words.plain(word.text())).toList();
    this.speaker = speaker;
    this.candidates = candidates;
    this.alignment = new Alignment(words, budget);
    candidates.forEach(candidate -> numbered.add(alignment.numbered(candidate.folds())));
  }

  /// In the order of the quotation; empty when nothing fits.
  List<Piece> pieces() {
    Optional<Piece> best =
        best(0, words.size(), 0)
            .filter(this::isConvincing)
            .or(() -> best(0, words.size(), 1).filter(this::isConvincing));
    if (best.isEmpty()) {
      return List.of();
    }
    Piece first = begun(best.get());
    List<Piece> pieces = new ArrayList<>(List.of(first));
    rest(0, first.quotedFrom(), pieces);
    rest(first.quotedTo(), words.size(), pieces);
    pieces.sort(Comparator.comparingInt(Piece::quotedFrom));
    join(pieces);
    pieces.set(pieces.size() - 1, ended(pieces.getLast()));
    int equal = pieces.stream().mapToInt(Piece::equal).sum();
    return equal * 2 >= words.size() ? pieces : List.of();
  }

  /// @param nearnessMin 1 for none that is known to be another's
  private Optional<Piece> best(int from, int to, int nearnessMin) {
    Piece best = null;
    for (int i = 0; i < candidates.size(); i++) {
      if (nearnessMin > 0 && nearness(candidates.get(i).statement()) < nearnessMin) {
        continue;
      }
      int[] source = numbered.get(i);
      Optional<Piece> piece = alignment.best(i, from, to, source, 0, source.length);
      if (piece.isPresent() && (best == null || isBetter(piece.get(), best))) {
        best = piece.get();
      }
    }
    return Optional.ofNullable(best);
  }

  /// "You cut the last boat" of "You do not cut the last boat": what was left out after the first
  /// words costs as much as they gain, and still they are the source's.
  private Piece begun(Piece piece) {
    int more = piece.quotedFrom();
    if (more == 0 || more > BEGINNING_MAX) {
      return piece;
    }
    int[] source = numbered.get(piece.candidate());
    int low = Math.max(0, piece.sourceFrom() - BEGINNING_LEFT_OUT_MAX - more);
    int at = alignment.run(0, more, source, low, piece.sourceFrom());
    if (at < 0) {
      return piece;
    }
    int[] quoted = new int[more + piece.equal()];
    int[] places = new int[more + piece.equal()];
    for (int i = 0; i < more; i++) {
      quoted[i] = i;
      places[i] = at + i;
    }
    System.arraycopy(piece.quoted(), 0, quoted, more, piece.equal());
    System.arraycopy(piece.source(), 0, places, more, piece.equal());
    return new Piece(piece.candidate(), quoted, places, piece.score());
  }

  /// More equal words; then to the letter; then the speaker's own; then the whole of a source
  /// before a part; then the surer; then the newer wording.
  private boolean isBetter(Piece one, Piece other) {
    Comparator<Piece> order =
        Comparator.comparingInt(Piece::score)
            .thenComparingInt(this::toTheLetter)
            .thenComparingInt(this::nearness)
            .thenComparing(piece -> piece.equal() == numbered.get(piece.candidate()).length)
            .thenComparing(piece -> statement(piece).confidence(), Comparator.reverseOrder())
            .thenComparing(piece -> statement(piece).edit(), Comparator.reverseOrder());
    return order.compare(one, other) > 0;
  }

  private Statement statement(Piece piece) {
    return candidates.get(piece.candidate()).statement();
  }

  /// How many of its words stand in the source to the letter: of two wordings the one quoted.
  private int toTheLetter(Piece piece) {
    int same = 0;
    for (int i = 0; i < piece.equal(); i++) {
      Token source = candidates.get(piece.candidate()).words().get(piece.source()[i]);
      same += Words.plain(source.text()).equals(shown.get(piece.quoted()[i])) ? 1 : 0;
    }
    return same;
  }

  private int nearness(Piece piece) {
    return nearness(statement(piece));
  }

  private int nearness(Statement statement) {
    Person other = statement.speaker();
    return Who.areSame(speaker, other) ? 2 : Who.areOthers(speaker, other) ? 0 : 1;
  }

  /// Few words, or only such as everybody uses, fit by chance.
  private boolean isConvincing(Piece piece) {
    int quoted = piece.quotedTo() - piece.quotedFrom();
    boolean isWhole = piece.equal() == words.size();
    if (nearness(piece) == 0
        && !isAnothersSentence(piece)
        && (piece.equal() < OTHERS_EQUAL_MIN || piece.equal() * 10 < words.size() * 7)) {
      return false;
    }
    long telling = telling(piece);
    if (isWhole) {
      return telling > 0 || piece.equal() >= LONG_RUN;
    }
    if (nearness(piece) == 2 && isNearMatch(piece, telling)) {
      return true;
    }
    if (nearness(piece) < 2 && words.size() <= SHORT_MIN && !isUnbroken(piece)) {
      return false;
    }
    return piece.equal() >= EQUAL_MIN
        && piece.score() >= piece.equal()
        && quoted > 0
        && (telling > 1 || (telling == 1 && piece.equal() >= LONG_RUN) || isRun(piece));
  }

  /// Words that another posted as a sentence, or as the whole of what he said, to the letter: they
  /// are found under whatever name they stand.
  private boolean isAnothersSentence(Piece piece) {
    Candidate candidate = candidates.get(piece.candidate());
    int size = candidate.words().size();
    boolean isWhole = piece.sourceFrom() == 0 && piece.sourceTo() == size;
    boolean isRun =
        piece.equal() == words.size() && piece.sourceTo() - piece.sourceFrom() == words.size();
    return isRun
        && telling(piece) > 1
        && piece.equal() >= (isWhole ? SHORT_MIN : SENTENCE_MIN)
        && (piece.sourceFrom() == 0 || candidate.endsSentence(piece.sourceFrom() - 1))
        && (piece.sourceTo() == size || candidate.endsSentence(piece.sourceTo() - 1));
  }

  /// Of somebody's few words all but one are his: "On Fridays it is 43" for 34.
  private boolean isNearMatch(Piece piece, long telling) {
    return words.size() >= SHORT_MIN
        && words.size() <= SHORT_MAX
        && telling > 0
        && (piece.equal() >= words.size() - 1
            || (telling > 1
                && piece.equal() * 2 >= words.size()
                && piece.equal() * 3 >= numbered.get(piece.candidate()).length * 2));
  }

  private long telling(Piece piece) {
    long telling = 0;
    for (int place : piece.quoted()) {
      telling += Vocabulary.COMMON.contains(words.get(place)) ? 0 : 1;
    }
    return telling;
  }

  /// "Is the harbour full?" is no wording of "The harbour is full of ice", which somebody said.
  private static boolean isUnbroken(Piece piece) {
    return piece.quotedTo() - piece.quotedFrom() == piece.equal()
        && piece.sourceTo() - piece.sourceFrom() == piece.equal();
  }

  private static boolean isRun(Piece piece) {
    return piece.equal() > LONG_RUN && piece.quotedTo() - piece.quotedFrom() == piece.equal();
  }

  private void rest(int from, int to, List<Piece> pieces) {
    if (to - from < LEFT_MIN || pieces.size() >= PIECES_MAX) {
      return;
    }
    Optional<Piece> more = sameSource(from, to, pieces).or(() -> otherSource(from, to));
    if (more.isEmpty()) {
      return;
    }
    pieces.add(more.get());
    rest(from, more.get().quotedFrom(), pieces);
    rest(more.get().quotedTo(), to, pieces);
  }

  /// What was cut out of a source leaves its parts in their order.
  private Optional<Piece> sameSource(int from, int to, List<Piece> pieces) {
    Piece best = null;
    for (int candidate : Set.copyOf(pieces.stream().map(Piece::candidate).toList())) {
      int low = 0;
      int high = numbered.get(candidate).length;
      for (Piece piece : pieces) {
        if (piece.candidate() == candidate && piece.quotedTo() <= from) {
          low = Math.max(low, piece.sourceTo());
        } else if (piece.candidate() == candidate && piece.quotedFrom() >= to) {
          high = Math.min(high, piece.sourceFrom());
        }
      }
      if (low < high) {
        Optional<Piece> piece =
            alignment.best(candidate, from, to, numbered.get(candidate), low, high);
        if (piece.isPresent()
            && fills(piece.get(), to - from)
            && (best == null || piece.get().score() > best.score())) {
          best = piece.get();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /// The one or two words between the parts of two sources are whose they stand next to.
  private void join(List<Piece> pieces) {
    for (int i = 0; i + 1 < pieces.size(); i++) {
      Piece one = pieces.get(i);
      Piece other = pieces.get(i + 1);
      if (one.candidate() == other.candidate()) {
        continue;
      }
      while (one.quotedTo() < other.quotedFrom() && isSame(one, one.quotedTo(), one.sourceTo())) {
        one = one.with(one.quotedTo(), one.sourceTo(), one.equal());
      }
      while (one.quotedTo() < other.quotedFrom()
          && isSame(other, other.quotedFrom() - 1, other.sourceFrom() - 1)) {
        other = other.with(other.quotedFrom() - 1, other.sourceFrom() - 1, 0);
      }
      pieces.set(i, one);
      pieces.set(i + 1, other);
    }
  }

  private boolean isSame(Piece piece, int quoted, int source) {
    List<String> folds = candidates.get(piece.candidate()).folds();
    return source >= 0 && source < folds.size() && folds.get(source).equals(words.get(quoted));
  }

  /// An everyday word or two that the next sentence of the source has by chance are no part of it:
  /// "… than mine. I was wrong" of "… than mine. What I know".
  private Piece ended(Piece piece) {
    Candidate candidate = candidates.get(piece.candidate());
    for (int i = piece.equal() - 1; i > 0 && piece.equal() - i <= CHANCE_MAX; i--) {
      boolean isGap =
          piece.source()[i] - piece.source()[i - 1] > 1
              || piece.quoted()[i] - piece.quoted()[i - 1] > 1;
      if (!Vocabulary.COMMON.contains(words.get(piece.quoted()[i]))) {
        return piece;
      }
      if (isGap && endsSentence(candidate, piece.source()[i - 1], piece.source()[i])) {
        return piece.quotedTo() < words.size() ? piece.upTo(i) : piece;
      }
    }
    return piece;
  }

  private static boolean endsSentence(Candidate candidate, int from, int to) {
    for (int i = from; i < to; i++) {
      if (candidate.endsSentence(i)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Piece> otherSource(int from, int to) {
    return best(from, to, 0)
        .filter(piece -> fills(piece, to - from))
        .filter(piece -> piece.equal() >= EQUAL_MIN && telling(piece) > 0)
        .filter(
            piece ->
                nearness(piece) > 0
                    || piece.equal() >= OTHERS_EQUAL_MIN
                    || (piece.equal() == to - from
                        && piece.equal() >= OTHERS_RUN_MIN
                        && telling(piece) > 1));
  }

  private static boolean fills(Piece piece, int words) {
    return piece.equal() >= LEFT_MIN && piece.equal() * 10 >= words * 6;
  }
}
