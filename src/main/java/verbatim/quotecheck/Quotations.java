package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.text.Block;

/// Finds what stands in quotation marks: “English”, „German“, «French», »Danish«, „Polish”,
/// 「Japanese」 and straight ones. The outermost pair counts. ‘Single’ marks, which look like
/// apostrophes, open something only where a pair of them stands at the edges of words and somebody
/// speaks (see [SingleMarks]); else they only ever stand inside.
///
/// A quotation that is open at the end of a paragraph goes on in the next one if that begins with a
/// mark. Else the mark that opened it is taken for a slip, and the paragraph is read again without
/// it; where that finds nothing, the quotation ends with its paragraph.
final class Quotations {
  private static final int DEPTH_MAX = 8;
  private static final int SLIPS_MAX = 8;
  static final String OPENING = "“„‟«»\"＂「『";

  private final List<Block> blocks;
  private final int most;
  private final List<Quotation> all = new ArrayList<>();
  private char pending;

  private Quotations(List<Block> blocks, int most) {
    this.blocks = blocks;
    this.most = most;
  }

  /// @param isSource whether that block is a source itself: an embed
  static List<Quotation> find(List<Block> blocks, IntPredicate isSource, int most) {
    var quotations = new Quotations(blocks, most);
    for (int i = 0; i < blocks.size(); i++) {
      if (!isSource.test(i)) {
        quotations.block(i);
      }
    }
    return quotations.all;
  }

  private void block(int number) {
    Block block = blocks.get(number);
    switch (block.kind()) {
      case PARAGRAPH, HEADING, ITEM, CAPTION -> paragraph(number, Garbled.mended(block.text()));
      case QUOTE -> whole(number, Garbled.mended(block.text()));
      case CODE, EMBED, FIGURE, RULE -> {}
    }
  }

  private void add(Quotation quotation) {
    if (quotation.end() <= quotation.start()) {
      return;
    }
    if (all.size() == most) {
      throw new Refused(
          new Refusal.TooLarge(
              "The text has more than " + most + " quotations; that many are checked at once"));
    }
    all.add(quotation);
  }

  /// A quotation that the page sets apart. Marks around it belong to the setting.
  private void whole(int number, String text) {
    pending = 0;
    int start = skipBlanks(text, 0);
    int end = dropBlanks(text, start, text.length());
    if (start >= end || isSignature(text, start)) {
      return;
    }
    int from = start;
    int to = end;
    if (OPENING.indexOf(text.charAt(start)) >= 0) {
      from = skipBlanks(text, start + 1);
    }
    if (to > from && "”“»«\"＂」』".indexOf(text.charAt(to - 1)) >= 0 && from > start) {
      to = dropBlanks(text, from, to - 1);
    }
    add(new Quotation(number, from, to, start, end, true, false, false));
  }

  /// "— Somebody" below a quotation.
  static boolean isSignature(String text, int start) {
    char first = text.charAt(start);
    return (first == '—' || first == '–' || first == '―') && text.length() - start < 120;
  }

  private void paragraph(int number, String text) {
    char open = pending;
    pending = 0;
    int start = skipBlanks(text, 0);
    boolean continues = open != 0 && start < text.length() && opens(text.charAt(start), open);
    Scan scan = new Scan(number, text, continues);
    scan.from(start);
    scan.found.forEach(this::add);
    if (scan.openAt >= 0) {
      int from = skipBlanks(text, scan.openAt + 1);
      int end = dropBlanks(text, from, text.length());
      boolean goesOn = nextOpens(number, text.charAt(scan.openAt));
      if (goesOn) {
        pending = text.charAt(scan.openAt);
      }
      add(
          new Quotation(
              number,
              from,
              end,
              scan.openAt,
              end,
              false,
              !goesOn,
              continues && scan.openAt == start));
    }
  }

  private boolean nextOpens(int number, char open) {
    if (number + 1 >= blocks.size() || blocks.get(number + 1).kind() != Block.Kind.PARAGRAPH) {
      return false;
    }
    String next = Garbled.mended(blocks.get(number + 1).text());
    int start = skipBlanks(next, 0);
    return start < next.length() && opens(next.charAt(start), open);
  }

  /// French goes on with a closing mark, too.
  private static boolean opens(char c, char open) {
    return switch (open) {
      case '«', '»' -> c == '«' || c == '»';
      case '„', '‟', '“', '”' -> c == '„' || c == '“' || c == '”';
      default -> c == open;
    };
  }

  static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Words.isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static int dropBlanks(String text, int from, int to) {
    int at = to;
    while (at > from && Words.isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /// One paragraph, mark by mark.
  private final class Scan {
    private final int number;
    private final String text;
    private final boolean continues;
    private final List<Quotation> found = new ArrayList<>();
    private final char[] open = new char[DEPTH_MAX];
    private int depth;
    private int first;
    private int openAt = -1;
    private int slips;
    private boolean hasSingle;

    /// The next marks that may close single ones, of each kind: looked for once for all that
    /// might open.
    private final int[] nextClosing = new int[SingleMarks.OPENING.length()];

    Scan(int number, String text, boolean continues) {
      this.number = number;
      this.text = text;
      this.continues = continues;
    }

    void from(int start) {
      depth = 0;
      Arrays.fill(nextClosing, -1);
      for (int i = start; i < text.length(); i++) {
        if (text.charAt(i) > '!') {
          int close =
              depth == 0 && isSingleClosedSoon(i) ? SingleMarks.closing(text, i, hasSingle) : -1;
          if (close > 0) {
            hasSingle = true;
            found.add(
                new Quotation(
                    number,
                    skipBlanks(text, i + 1),
                    dropBlanks(text, i + 1, close),
                    i,
                    close + 1,
                    false,
                    false,
                    false));
            i = close;
          } else {
            mark(i);
          }
        }
      }
      openAt = depth == 0 ? -1 : first;
      if (openAt < 0 || slips == SLIPS_MAX || nextOpens(number, text.charAt(openAt))) {
        return;
      }
      // Not closed, and the next paragraph does not go on: perhaps a slip.
      int opened = openAt;
      int had = found.size();
      slips++;
      from(opened + 1);
      if (found.size() == had && openAt < 0) {
        openAt = opened;
      }
    }

    private boolean isSingleClosedSoon(int at) {
      char c = text.charAt(at);
      int kind = SingleMarks.OPENING.indexOf(c);
      if (kind < 0) {
        return false;
      }
      if (nextClosing[kind] <= at) {
        nextClosing[kind] = SingleMarks.nextClosing(text, at + 1, c);
      }
      return nextClosing[kind] - at < SingleMarks.LENGTH_MAX;
    }

    private void mark(int i) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '＂' -> straight(i);
        case '„', '‟', '「', '『' -> open(i);
        case '“' -> {
          if (depth > 0 && isOpen('„', '‟') && !mayOpen(i)) {
            close(i, '„', '‟');
          } else {
            open(i);
          }
        }
        case '”' -> {
          if (isOpen('“', '„', '”', '‟')) {
            close(i, '“', '„', '”', '‟');
          } else if (mayOpen(i)) {
            open(i);
          }
        }
        case '«' -> {
          if (isOpen('»')) {
            close(i, '»');
          } else {
            open(i);
          }
        }
        case '»' -> {
          if (isOpen('«')) {
            close(i, '«');
          } else if (mayOpen(i)) {
            open(i);
          }
        }
        case '」' -> close(i, '「');
        case '』' -> close(i, '『');
        default -> {}
      }
    }

    private void straight(int i) {
      char c = text.charAt(i);
      if (isOpen(c)) {
        // Looks like one that opens: the one before was a slip.
        if (isBlankBefore(i) && !isBlankAfter(i) && mayOpen(i) && depth == 1 && i > first + 1) {
          depth = 0;
          open(i);
        } else if (!isInch(i)) {
          close(i, c);
        }
      } else if (!isInch(i) && mayOpen(i)) {
        open(i);
      }
    }

    private boolean isInch(int i) {
      int at = i - 1;
      while (at >= 0 && Character.isDigit(text.charAt(at))) {
        at--;
      }
      boolean digits = at < i - 1;
      boolean feet = digits && at > 0 && Words.isApostrophe(text.charAt(at));
      return feet && Character.isDigit(text.charAt(at - 1)) || digits && depth == 0;
    }

    private boolean isBlankBefore(int i) {
      return i == 0 || Words.isBlank(text.charAt(i - 1));
    }

    private boolean isBlankAfter(int i) {
      return i + 1 >= text.length() || Words.isBlank(text.charAt(i + 1));
    }

    /// Something stands after it, and no letter before it.
    private boolean mayOpen(int i) {
      return !isBlankAfter(i)
          && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))
          && (isBlankBefore(i) || ".,;:!?".indexOf(text.charAt(i - 1)) < 0 || depth == 0);
    }

    private boolean isOpen(char... marks) {
      for (int i = depth - 1; i >= 0; i--) {
        if (has(marks, open[i])) {
          return true;
        }
      }
      return false;
    }

    private static boolean has(char[] marks, char c) {
      for (char mark : marks) {
        if (mark == c) {
          return true;
        }
      }
      return false;
    }

    private void open(int i) {
      if (depth == 0) {
        first = i;
      }
      if (depth < DEPTH_MAX) {
        open[depth++] = text.charAt(i);
      }
    }

    private void close(int i, char... marks) {
      int at = depth - 1;
      while (at >= 0 && !has(marks, open[at])) {
        at--;
      }
      if (at < 0) {
        return;
      }
      depth = at;
      if (depth == 0) {
        int from = skipBlanks(text, first + 1);
        int to = dropBlanks(text, from, i);
        boolean goesOn = continues && first == skipBlanks(text, 0);
        if (to > from) {
          found.add(new Quotation(number, from, to, first, i + 1, false, false, goesOn));
        }
      }
    }
  }
}
