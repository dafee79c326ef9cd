package verbatim.text;

import java.util.List;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// A long text taken apart into its blocks, each of whose letters knows its place in the raw text.
/// The raw text is never changed; its lines may end as they do on any system, and what is read has
/// one newline for each such end. Reading takes linear time whatever the text holds; of HTML
/// nothing gets through but letters, marks and links: no tag, no attribute, nothing that runs or
/// loads.
///
/// @param title what the text itself says it is called (`<title>`, or its first heading of the
///     first level); "" for nothing
public record Blocks(String raw, Markup markup, String title, List<Block> all) {
  /// More than this is refused before it is read.
  public static final int RAW_BYTES_MAX = 2 << 20;

  private static final int BLOCKS_MAX = 20_000;
  private static final String BYTE_ORDER = "\uFEFF";

  public Blocks {
    all = List.copyOf(all);
  }

  /// @throws Refused TooLarge when it has more blocks than any text for people
  public static Blocks read(Markup markup, String raw) {
    // Some editors begin a file with a mark of how its letters are written. It is no letter, and a
    // blank line in its place leaves all others where they are.
    String text = raw.startsWith(BYTE_ORDER) ? "\n" + raw.substring(1) : raw;
    return switch (markup) {
      case MARKDOWN -> of(raw, markup, new MarkdownBlocks(text).read());
      case TEXT -> of(raw, markup, PlainBlocks.read(text));
      case HTML -> {
        var reader = new HtmlBlocks(text);
        List<Block> all = reader.read();
        yield new Blocks(raw, markup, reader.title().isEmpty() ? first(all) : reader.title(), all);
      }
    };
  }

  private static Blocks of(String raw, Markup markup, List<Block> all) {
    return new Blocks(raw, markup, first(all), all);
  }

  private static String first(List<Block> all) {
    return all.stream()
        .filter(block -> block.kind() == Block.Kind.HEADING && block.level() == 1)
        .map(block -> block.text().strip())
        .findFirst()
        .orElse("");
  }

  static void refuseMany(int blocks) {
    if (blocks > BLOCKS_MAX) {
      throw new Refused(new Refusal.TooLarge("The text has too many paragraphs"));
    }
  }

  /// For whoever counts in letters and not in UTF-16 units.
  public CodePoints codePoints() {
    return CodePoints.of(raw);
  }

  /// Roughly how many words there are to read.
  public int words() {
    int words = 0;
    for (Block block : all) {
      boolean in = false;
      String text = block.text();
      for (int i = 0; i < text.length(); i++) {
        boolean letter = Character.isLetterOrDigit(text.charAt(i));
        words += letter && !in ? 1 : 0;
        in = letter || (in && !Character.isWhitespace(text.charAt(i)));
      }
    }
    return words;
  }
}
