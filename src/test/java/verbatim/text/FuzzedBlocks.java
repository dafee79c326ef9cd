package verbatim.text;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import verbatim.kernel.Refused;

/// Long texts, in each of their markups.
public final class FuzzedBlocks {
  private FuzzedBlocks() {}

  /// @param data its first letter says the markup: m, h, or any other for plain text
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return;
    }
    String raw = text.substring(1);
    Markup markup =
        switch (text.charAt(0)) {
          case 'm' -> Markup.MARKDOWN;
          case 'h' -> Markup.HTML;
          default -> Markup.TEXT;
        };
    try {
      Blocks blocks = Blocks.read(markup, raw);
      if (!blocks.equals(Blocks.read(markup, raw))) {
        throw new AssertionError("read otherwise the second time");
      }
      blocks.all().forEach(block -> check(block, raw));
    } catch (Refused _) {
      // Too much of it.
    }
  }

  private static void check(Block block, String raw) {
    int last = 0;
    for (Run run : block.runs()) {
      if (run.start() < last || run.end() < run.start() || run.end() > raw.length()) {
        throw new AssertionError("letters overlap or leave the text: " + block);
      }
      last = run.start();
    }
    int length = block.text().length();
    for (int at = 0; at < length; at++) {
      int start = block.rawStart(at);
      if (start < 0 || start > raw.length() || block.rawEnd(at + 1) > raw.length()) {
        throw new AssertionError("a letter without a place: " + block);
      }
    }
    String html = BlockHtml.of(block).value().toLowerCase(Locale.ROOT);
    if (html.contains("<script") || html.contains("<img") || html.contains("javascript:\"")) {
      throw new AssertionError("something that runs or loads in " + html);
    }
  }
}
