package verbatim.quotecheck;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The best local alignment of two runs of words (T. F. Smith and M. S. Waterman, Identification of
/// common molecular subsequences, 1981): two for words that are equal when folded, minus one for a
/// word that is not or that only one side has. Where the whole quotation stands in the source
/// unchanged, which is what mostly happens, nothing is computed at all.
final class Alignment {
  private static final int EQUAL = 2;
  private static final int OTHER = -1;

  private static final byte STOP = 0;
  private static final byte BOTH = 1;
  private static final byte QUOTED = 2;
  private static final byte SOURCE = 3;

  private final Budget budget;
  private final int[] quoted;
  private final Map<String, Integer> numbers = new HashMap<>();

  /// @param words of the quotation
  Alignment(List<String> words, Budget budget) {
    this.budget = budget;
    this.quoted = new int[words.size()];
    for (int i = 0; i < quoted.length; i++) {
      quoted[i] = numbers.computeIfAbsent(words.get(i), _ -> numbers.size());
    }
  }

  /// A source's words as numbers; those that the quotation has not are all the same.
  int[] numbered(List<String> words) {
    int[] all = new int[words.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = numbers.getOrDefault(words.get(i), -1);
    }
    return all;
  }

  /// Where the quotation's words from..to stand in the source unchanged; -1 for nowhere.
  int run(int from, int to, int[] source, int sourceFrom, int sourceTo) {
    int length = to - from;
    for (int at = sourceFrom; at + length <= sourceTo; at++) {
      if (Arrays.equals(quoted, from, to, source, at, at + length)) {
        return at;
      }
    }
    return -1;
  }

  /// @return empty when nothing is equal, or the budget is used up
  Optional<Piece> best(
      int candidate, int from, int to, int[] source, int sourceFrom, int sourceTo) {
    int run = run(from, to, source, sourceFrom, sourceTo);
    if (run >= 0) {
      int[] pairs = new int[to - from];
      int[] places = new int[to - from];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = from + i;
        places[i] = run + i;
      }
      return pairs.length == 0
          ? Optional.empty()
          : Optional.of(new Piece(candidate, pairs, places, EQUAL * pairs.length));
    }
    int rows = to - from;
    int columns = sourceTo - sourceFrom;
    if (rows <= 0 || columns <= 0 || !budget.take((long) rows * columns)) {
      return Optional.empty();
    }
    return aligned(candidate, from, rows, source, sourceFrom, columns);
  }

  private Optional<Piece> aligned(
      int candidate, int from, int rows, int[] source, int sourceFrom, int columns) {
    byte[][] steps = new byte[rows + 1][columns + 1];
    int[] above = new int[columns + 1];
    int[] row = new int[columns + 1];
    int most = 0;
    int bestRow = 0;
    int bestColumn = 0;
    for (int i = 1; i <= rows; i++) {
      int word = quoted[from + i - 1];
      for (int j = 1; j <= columns; j++) {
        int both = above[j - 1] + (word == source[sourceFrom + j - 1] ? EQUAL : OTHER);
        int onlyQuoted = above[j] + OTHER;
        int onlySource = row[j - 1] + OTHER;
        int score = both;
        byte step = BOTH;
        if (onlyQuoted > score) {
          score = onlyQuoted;
          step = QUOTED;
        }
        if (onlySource > score) {
          score = onlySource;
          step = SOURCE;
        }
        if (score <= 0) {
          score = 0;
          step = STOP;
        }
        row[j] = score;
        steps[i][j] = step;
        if (score > most) {
          most = score;
          bestRow = i;
          bestColumn = j;
        }
      }
      int[] swap = above;
      above = row;
      row = swap;
      row[0] = 0;
    }
    return most == 0
        ? Optional.empty()
        : Optional.of(
            traced(candidate, steps, bestRow, bestColumn, from, source, sourceFrom, most));
  }

  private Piece traced(
      int candidate,
      byte[][] steps,
      int bestRow,
      int bestColumn,
      int from,
      int[] source,
      int sourceFrom,
      int score) {
    int most = Math.min(bestRow, bestColumn);
    int[] pairs = new int[most];
    int[] places = new int[most];
    int first = most;
    int i = bestRow;
    int j = bestColumn;
    while (steps[i][j] != STOP) {
      switch (steps[i][j]) {
        case BOTH -> {
          if (quoted[from + i - 1] == source[sourceFrom + j - 1]) {
            first--;
            pairs[first] = from + i - 1;
            places[first] = sourceFrom + j - 1;
          }
          i--;
          j--;
        }
        case QUOTED -> i--;
        default -> j--;
      }
    }
    return new Piece(
        candidate,
        Arrays.copyOfRange(pairs, first, most),
        Arrays.copyOfRange(places, first, most),
        score);
  }
}
