package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verbatim.text.Block;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// What is typed beside a picture is written as Markdown and read again.
final class FigureOfAnArticleTest {
  @Test
  void what_is_said_of_a_picture_and_below_it_keeps_each_letter() {
    for (String words :
        List.of(
            "The quay at dusk, \"no bread at six\"",
            "A *star*, an _under_line and `code`",
            "[not] all &amp; <b>bold</b> \\ back ![so]",
            "“Already” ‘curly’ – and 23:10")) {
      List<Block> blocks =
          Blocks.read(Markup.MARKDOWN, ArticleEditing.figure(words, "12", words)).all();
      assertThat(blocks).as(words).extracting(Block::text).containsExactly(words, words);
    }
  }
}
