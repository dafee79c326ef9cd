package verbatim.sx1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verbatim.sx1.Verifier.Base64Url;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Malformed;
import verbatim.sx1.Verifier.State;

/// JSON that two readers could understand in two ways is no JSON here. Bytes are written as
/// Latin-1.
class ReadingStrictlyTest {
  /// What no reader of this format takes.
  static Stream<String> refused() {
    return Stream.of(
        "",
        " ",
        "\u00ef\u00bb\u00bf{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ude00\\ud83d\"",
        "\"\u00ed\u00a0\u00bd\"",
        "\"\u00c0\u00af\"",
        "\"\u00ff\"",
        "{} {}",
        "{}x",
        "1.0",
        "1e2",
        "1E2",
        "-0",
        "01",
        "-",
        "+1",
        ".5",
        "0x1",
        "9007199254740992",
        "-9007199254740992",
        "1" + "0".repeat(400),
        "NaN",
        "True",
        "nul",
        "'a'",
        "\"a",
        "\"\n\"",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{1:1}",
        "[",
        "{",
        "{\"a\":",
        "// no\n{}",
        "\u000b1",
        "\u00c2\u00a01",
        "[".repeat(65) + "]".repeat(65),
        "{\"a\":".repeat(65) + "1" + "}".repeat(65),
        "[".repeat(500_000));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void it_is_refused(String document) {
    assertThatThrownBy(() -> Json.read(document.getBytes(ISO_8859_1)))
        .isInstanceOf(Malformed.class);
    assertThat(Verifier.verify(document.getBytes(ISO_8859_1), Verifier.Keys.none()).state())
        .isEqualTo(State.WRONG);
  }

  @Test
  void what_is_written_canonically_is_sorted_and_escaped_once() {
    assertThat(canonical("{\"b\":[ ],\"a\" : null,\"\\u00e9\":true,\"A\":-5}"))
        .isEqualTo("{\"A\":-5,\"a\":null,\"b\":[],\"é\":true}");
    assertThat(canonical("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\/\\\\\\\"\\u007f\\u2028\""))
        .isEqualTo("\"\\u0000\\u001f\\b\\f\\n\\r\\t/\\\\\\\"\u007f\u2028\"");
    // By UTF-16 units: what lies above them begins with a surrogate.
    assertThat(canonical("{\"\ufb33\":1,\"\ud83d\ude00\":2,\"\u20ac\":3}"))
        .isEqualTo("{\"\u20ac\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}");
  }

  private static String canonical(String document) {
    return Json.read(document.getBytes(UTF_8)).canonical();
  }

  @Test
  void the_bounds_hold_to_the_byte() {
    assertThat(Json.read(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8))).isNotNull();
    String full = "\"" + "x".repeat(Verifier.DOCUMENT_BYTES_MAX - 2) + "\"";
    assertThat(Json.read(full.getBytes(UTF_8)).text()).hasSize(Verifier.DOCUMENT_BYTES_MAX - 2);
    byte[] more = ("{\"v\":\"sx2\"}" + " ".repeat(Verifier.DOCUMENT_BYTES_MAX)).getBytes(UTF_8);
    assertThat(Verifier.verify(more, Verifier.Keys.none()).state()).isEqualTo(State.WRONG);
    assertThat(Json.read("9007199254740991".getBytes(UTF_8)).whole()).isEqualTo(Verifier.WHOLE_MAX);
  }

  @Test
  void however_much_is_put_into_one_it_is_told_and_nothing_hangs() {
    String hash = "A".repeat(43);
    String part = "{\"h\":\"" + hash + "\"},";
    String message = "{\"n\":1,\"ms\":1,\"head\":{},\"headSalt\":\"" + hash + "\",\"parts\":[%s]},";
    for (String document :
        List.of(
            // 200 messages of 2,048 parts: more than a document may have.
            document("\"entries\":[" + message.formatted(part.repeat(2_048)).repeat(200) + "]"),
            document("\"entries\":[" + message.formatted(part.repeat(90)).repeat(200) + "]"),
            document("\"attestations\":[" + "{\"type\":\"X\"},".repeat(10_000) + "{}]"),
            document(
                "\"attestations\":[{\"proof\":{\"proofValue\":\"z"
                    + "1".repeat(1_000_000)
                    + "\"}}]"),
            "[".repeat(10_000))) {
      byte[] bytes = document.getBytes(UTF_8);
      assertThat(
              org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                      java.time.Duration.ofMinutes(1),
                      () -> Verifier.verify(bytes, Verifier.Keys.none()))
                  .state())
          .isEqualTo(State.WRONG);
    }
  }

  private static String document(String member) {
    return "{\"v\":\"sx1\"," + member + "}";
  }

  @Test
  void another_format_cannot_be_told() {
    for (String document : List.of("{}", "[]", "1", "null", "{\"v\":\"sx2\"}", "{\"v\":1}")) {
      assertThat(Verifier.verify(document.getBytes(UTF_8), Verifier.Keys.none()).state())
          .as(document)
          .isEqualTo(State.CANNOT_TELL);
    }
  }

  @Test
  void each_value_has_one_way_in_base64() {
    String right = Base64Url.write(new byte[16]);
    assertThat(Base64Url.read(right, 16)).isEqualTo(new byte[16]);
    for (String none :
        List.of(
            right + "=",
            right + "==",
            right.substring(1),
            right + "A",
            right.substring(1) + "B",
            right.substring(1) + "+",
            right.substring(1) + " ",
            "")) {
      assertThatThrownBy(() -> Base64Url.read(none, 16)).as(none).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void texts_are_split_behind_their_gaps_and_no_letter_is_lost() {
    assertThat(Words.parts("")).containsExactly("");
    assertThat(Words.parts("a  b\n\tc ")).containsExactly("a  ", "b\n\t", "c ");
    assertThat(Words.parts("  a")).containsExactly("  ", "a");
    assertThat(Words.parts("a\u00a0b\u2003c")).containsExactly("a\u00a0b\u2003c");
    assertThat(Words.written("a\r\nb\rc")).isEqualTo("a\nb\nc");
  }

  @Test
  void a_text_one_past_its_bound_is_refused() {
    String longest = "x".repeat(Verifier.TEXT_BYTES_MAX);
    assertThat(Words.written(longest)).isEqualTo(longest);
    String most = "x ".repeat(Verifier.PARTS_MAX);
    assertThat(Words.parts(Words.written(most))).hasSize(Verifier.PARTS_MAX);
    for (String none :
        List.of(
            longest + "x",
            "é".repeat(Verifier.TEXT_BYTES_MAX / 2) + "x",
            most + "x",
            "a\0b",
            "\ud83d")) {
      assertThatThrownBy(() -> Words.written(none)).isInstanceOf(Malformed.class);
    }
  }
}
