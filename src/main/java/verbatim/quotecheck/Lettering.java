package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;

/// What differs between two short texts, letter by letter (code points): the longest common
/// subsequence.
final class Lettering {
  private static final int LETTERS_MAX = 400;

  private Lettering() {}

  static List<Difference> between(String source, String quoted) {
    int[] a = source.codePoints().toArray();
    int[] b = quoted.codePoints().toArray();
    if (a.length > LETTERS_MAX || b.length > LETTERS_MAX) {
      return List.of(Difference.of(source, quoted, Severity.SLIGHT));
    }
    int[][] common = common(a, b);
    List<Difference> all = new ArrayList<>();
    var same = new StringBuilder();
    var out = new StringBuilder();
    var in = new StringBuilder();
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] == b[j]) {
        change(all, out, in);
        same.appendCodePoint(a[i]);
        i++;
        j++;
      } else {
        stay(all, same);
        if (j == b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
          out.appendCodePoint(a[i++]);
        } else {
          in.appendCodePoint(b[j++]);
        }
      }
    }
    stay(all, same);
    change(all, out, in);
    return all;
  }

  private static void stay(List<Difference> all, StringBuilder same) {
    if (!same.isEmpty()) {
      all.add(Difference.equal(same.toString(), same.toString()));
      same.setLength(0);
    }
  }

  private static void change(List<Difference> all, StringBuilder out, StringBuilder in) {
    if (out.length() + in.length() > 0) {
      all.add(Difference.of(out.toString(), in.toString(), Severity.SLIGHT));
      out.setLength(0);
      in.setLength(0);
    }
  }

  private static int[][] common(int[] a, int[] b) {
    int[][] common = new int[a.length + 1][b.length + 1];
    for (int i = a.length - 1; i >= 0; i--) {
      for (int j = b.length - 1; j >= 0; j--) {
        common[i][j] =
            a[i] == b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /// How many letters must be changed, added or dropped; `most` + 1 for more than that.
  static int distance(String one, String other, int most) {
    if (Math.abs(one.length() - other.length()) > most) {
      return most + 1;
    }
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.min(row[other.length()], most + 1);
  }
}
