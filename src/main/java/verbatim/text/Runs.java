package verbatim.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Gathers the letters of one block into as few runs as can be.
final class Runs {
  private final String raw;
  private final List<Run> done = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int start;
  private int end;
  private boolean isOpen;
  private Set<Run.Mark> marks = Set.of();
  private String link = "";

  Runs(String raw) {
    this.raw = raw;
  }

  /// How what follows looks.
  void look(Set<Run.Mark> changed, String to) {
    if (!changed.equals(marks) || !to.equals(link)) {
      close();
      marks = changed.isEmpty() ? Set.of() : EnumSet.copyOf(changed);
      link = to;
    }
  }

  /// A letter that stands in the raw text as it is.
  void letter(int at) {
    if (!isOpen || end != at) {
      close();
      isOpen = true;
      start = at;
    }
    text.append(raw.charAt(at));
    end = at + 1;
  }

  /// Letters in the place of others.
  void instead(String letters, int from, int to) {
    close();
    if (letters.length() > 1 && letters.length() == to - from && !raw.startsWith(letters, from)) {
      // As many by chance: they are not to pass for the same.
      done.add(new Run(letters.substring(0, 1), from, to, marks, link));
      done.add(new Run(letters.substring(1), to, to, marks, link));
    } else {
      done.add(new Run(letters, from, to, marks, link));
    }
  }

  boolean isEmpty() {
    return done.isEmpty() && !isOpen;
  }

  /// The last letter, or a newline where there is none.
  char last() {
    if (isOpen) {
      return text.charAt(text.length() - 1);
    }
    return done.isEmpty() ? '\n' : done.getLast().text().charAt(done.getLast().text().length() - 1);
  }

  /// Takes blank letters at the end away.
  void strip() {
    close();
    while (!done.isEmpty()) {
      Run run = done.removeLast();
      int keep = PlainBlocks.last(run.text(), 0, run.text().length());
      if (keep == run.text().length() || (keep > 0 && !run.isLetterForLetter())) {
        done.add(run);
        return;
      }
      if (keep > 0) {
        done.add(
            new Run(
                run.text().substring(0, keep),
                run.start(),
                run.start() + keep,
                run.marks(),
                run.link()));
        return;
      }
    }
  }

  List<Run> done() {
    close();
    return List.copyOf(done);
  }

  private void close() {
    if (isOpen) {
      done.add(new Run(text.toString(), start, end, marks, link));
      text.setLength(0);
      isOpen = false;
    }
  }
}
