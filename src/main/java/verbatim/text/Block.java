package verbatim.text;

import java.util.List;
import java.util.stream.Collectors;

/// A piece of a long text that stands by itself: a paragraph, a heading, one paragraph of a
/// quotation.
///
/// @param level of a heading 1 to 6; how deep a quotation or an item lies, from 1; else 0
/// @param group the same for paragraphs of one quotation or items of one list; else 0
/// @param number of an item in a numbered list; 0 for none, -1 for a further paragraph of the
///     item before
/// @param address of an embed or a figure what is to be shown, of a quotation what it cites; ""
///     for none. It is as written, and no link before [WebAddress] has seen it
public record Block(Kind kind, int level, int group, int number, List<Run> runs, String address) {
  public enum Kind {
    PARAGRAPH,
    HEADING,
    QUOTE,
    ITEM,
    CODE,
    /// Something of another page, by its address alone.
    EMBED,
    /// A picture; its letters are what it shows, for whoever does not see it.
    FIGURE,
    /// What stands below the figure before it.
    CAPTION,
    /// A line across.
    RULE
  }

  public Block {
    runs = List.copyOf(runs);
  }

  /// All that is read in it, without marks.
  public String text() {
    return runs.stream().map(Run::text).collect(Collectors.joining());
  }

  /// Where it begins in the raw text, in UTF-16 units.
  public int start() {
    return runs.isEmpty() ? 0 : runs.getFirst().start();
  }

  public int end() {
    return runs.isEmpty() ? 0 : runs.getLast().end();
  }

  /// Where the letter at this place of [#text] begins in the raw text. For a place that is the end
  /// of a span ask [#rawEnd].
  public int rawStart(int at) {
    int before = 0;
    for (Run run : runs) {
      int length = run.text().length();
      if (at < before + length) {
        return run.isLetterForLetter() ? run.start() + at - before : run.start();
      }
      before += length;
    }
    return end();
  }

  /// Where the letter before this place of [#text] ends in the raw text.
  public int rawEnd(int at) {
    int before = 0;
    for (Run run : runs) {
      int length = run.text().length();
      if (at <= before + length && at > before) {
        return run.isLetterForLetter() ? run.start() + at - before : run.end();
      }
      before += length;
    }
    return start();
  }
}
