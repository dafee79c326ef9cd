package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterTest {
  private final JsonMapper mapper = new JsonMapper();

  @Test
  void commas_and_brackets_fall_into_place() {
    String json =
        new JsonWriter(1)
            .object()
            .fieldId("id", 42)
            .field("n", -7)
            .field("min", Long.MIN_VALUE)
            .name("ratio")
            .value(1.5)
            .field("yes", true)
            .fieldNull("none")
            .field("at", Instant.ofEpochSecond(0))
            .field("tags", List.of("a", "b"))
            .name("list")
            .array()
            .object()
            .end()
            .array()
            .end()
            .value("x")
            .raw("{\"r\":1}".getBytes(StandardCharsets.UTF_8))
            .end()
            .members("\"m\":1,\"k\":2".getBytes(StandardCharsets.UTF_8))
            .members(new byte[0])
            .field("last", "z")
            .end()
            .toString();
    assertThat(json)
        .isEqualTo(
            "{\"id\":\"42\",\"n\":-7,\"min\":-9223372036854775808,\"ratio\":1.5,\"yes\":true,"
                + "\"none\":null,\"at\":\"1970-01-01T00:00:00.000Z\",\"tags\":[\"a\",\"b\"],"
                + "\"list\":[{},[],\"x\",{\"r\":1}],\"m\":1,\"k\":2,\"last\":\"z\"}");
  }

  @Test
  void any_text_comes_back_as_it_was() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = text(random);
      byte[] json = new JsonWriter(4).object().field(text, text).field("n", i).end().bytes();
      JsonNode read = mapper.readTree(json);
      String expected = whole(text);
      assertThat(read.get(expected).stringValue()).as("seed " + seed).isEqualTo(expected);
      assertThat(read.get("n").intValue()).isEqualTo(i);
    }
  }

  /// The same with U+FFFD for each half of a pair.
  private static String whole(String text) {
    return text.codePoints()
        .map(c -> c >= 0xd800 && c < 0xe000 ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("k");
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append((char) random.nextInt(0x800));
        case 2 -> text.append((char) random.nextInt(0xd800));
        case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        case 4 -> text.append("\"\\\n\r\t\b\f/</\u2028");
        default -> text.append((char) (0xd800 + random.nextInt(0x800)));
      }
    }
    return text.toString();
  }

  @Test
  void mistakes_of_ours_are_loud() {
    assertThatThrownBy(() -> new JsonWriter().end()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new JsonWriter().value(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    JsonWriter deep = new JsonWriter();
    for (int i = 0; i < 64; i++) {
      deep.array();
    }
    assertThatThrownBy(deep::array).isInstanceOf(IllegalStateException.class);
  }
}
