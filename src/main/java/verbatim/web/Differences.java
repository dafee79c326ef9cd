package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What differs between two texts, word by word: the longest common subsequence of words and the
/// blanks between them. Texts whose comparison would take too long differ as a whole.
public final class Differences {
  private static final Pattern SEAM =
      Pattern.compile(
          "(?<=\\s)(?=\\S)|(?<=\\S)(?=\\s)|(?<=\\w)(?=[^\\w\\s])|(?<=[^\\w\\s])(?=\\w)",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int STEPS_MAX = 1_000_000;

  private Differences() {}

  public enum Kind {
    SAME,
    OUT,
    IN
  }

  /// Some words that stayed, went or came.
  public record Run(Kind kind, String text) {
    public boolean isOut() {
      return kind == Kind.OUT;
    }

    public boolean isIn() {
      return kind == Kind.IN;
    }
  }

  static List<Run> between(String before, String after) {
    List<String> old = words(before);
    List<String> now = words(after);
    int head = 0;
    while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), now.size()) - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    Runs runs = new Runs();
    old.subList(0, head).forEach(word -> runs.add(Kind.SAME, word));
    middle(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail), runs);
    old.subList(old.size() - tail, old.size()).forEach(word -> runs.add(Kind.SAME, word));
    return runs.done();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(SEAM.split(text));
  }

  private static void middle(List<String> old, List<String> now, Runs runs) {
    if ((long) old.size() * now.size() > STEPS_MAX) {
      old.forEach(word -> runs.add(Kind.OUT, word));
      now.forEach(word -> runs.add(Kind.IN, word));
      return;
    }
    int[][] common = common(old, now);
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        runs.add(Kind.SAME, old.get(i));
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        runs.add(Kind.OUT, old.get(i++));
      } else {
        runs.add(Kind.IN, now.get(j++));
      }
    }
  }

  /// The length of the longest common subsequence of what is left from each pair of places.
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /// Joins neighbours of one kind. A lone blank between two changes is changed with them: else
  /// every second word is a change of its own, and nobody can read it.
  private static final class Runs {
    private final List<Run> runs = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder in = new StringBuilder();
    private String blank = "";

    void add(Kind kind, String word) {
      switch (kind) {
        case SAME -> {
          boolean isBetween = out.length() + in.length() > 0 && blank.isEmpty();
          if (word.isBlank() && isBetween) {
            blank = word;
          } else {
            flush();
            same(word);
          }
        }
        case OUT -> {
          join();
          out.append(word);
        }
        case IN -> {
          join();
          in.append(word);
        }
      }
    }

    private void join() {
      // It stayed, so both sides have it.
      out.append(blank);
      in.append(blank);
      blank = "";
    }

    private void flush() {
      if (!out.isEmpty()) {
        runs.add(new Run(Kind.OUT, out.toString()));
      }
      if (!in.isEmpty()) {
        runs.add(new Run(Kind.IN, in.toString()));
      }
      out.setLength(0);
      in.setLength(0);
      if (!blank.isEmpty()) {
        String kept = blank;
        blank = "";
        same(kept);
      }
    }

    private void same(String word) {
      if (!runs.isEmpty() && runs.getLast().kind() == Kind.SAME) {
        Run last = runs.removeLast();
        runs.add(new Run(Kind.SAME, last.text() + word));
      } else {
        runs.add(new Run(Kind.SAME, word));
      }
    }

    List<Run> done() {
      flush();
      return List.copyOf(runs);
    }
  }
}
