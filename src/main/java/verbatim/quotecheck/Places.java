package verbatim.quotecheck;

import java.util.Arrays;
import java.util.List;
import verbatim.text.Block;
import verbatim.text.CodePoints;
import verbatim.text.Run;

/// Where letters of blocks stand in the raw text. As [Block#rawStart], for many places of a block
/// of many runs.
final class Places {
  private final List<Block> blocks;
  private final CodePoints points;
  private int block = -1;
  private int[] starts = {};

  Places(List<Block> blocks, CodePoints points) {
    this.blocks = blocks;
    this.points = points;
  }

  int point(int utf16) {
    return points.at(utf16);
  }

  int from(Quotation quotation) {
    return from(quotation.block(), quotation.start());
  }

  int to(Quotation quotation) {
    return to(quotation.block(), quotation.end());
  }

  /// Where words begin that stand there in the text of their block.
  int from(int number, int at) {
    int index = run(number, at);
    Run run = blocks.get(number).runs().get(index);
    return run.isLetterForLetter() ? run.start() + at - starts[index] : run.start();
  }

  /// Where they end.
  int to(int number, int at) {
    int index = run(number, at - 1);
    Run run = blocks.get(number).runs().get(index);
    return run.isLetterForLetter() ? run.start() + at - starts[index] : run.end();
  }

  private int run(int number, int at) {
    if (block != number) {
      List<Run> runs = blocks.get(number).runs();
      starts = new int[runs.size()];
      int before = 0;
      for (int i = 0; i < starts.length; i++) {
        starts[i] = before;
        before += runs.get(i).text().length();
      }
      block = number;
    }
    int place = Arrays.binarySearch(starts, at);
    if (place < 0) {
      return -place - 2;
    }
    // Of several that begin here the last one has the letter; the others are empty.
    while (place + 1 < starts.length && starts[place + 1] == at) {
      place++;
    }
    return place;
  }
}
