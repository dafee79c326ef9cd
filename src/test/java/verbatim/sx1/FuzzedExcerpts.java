package verbatim.sx1;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Malformed;
import verbatim.sx1.Verifier.Result;
import verbatim.sx1.Verifier.State;

/// The strict reader, the verifier, and the files of keys. What lies in the corpus fits with the
/// keys of the invented people; nothing that is made from it may fit, unless it says the same.
public final class FuzzedExcerpts {
  private static final Verifier.Keys KEYS = Talks.keys();

  private FuzzedExcerpts() {}

  public static void fuzzerTestOneInput(byte[] data) {
    reading(data);
    verifying(data);
    keys(data);
  }

  private static void reading(byte[] data) {
    try {
      Json json = Json.read(data);
      byte[] canonical = json.canonical().getBytes(StandardCharsets.UTF_8);
      require(Json.read(canonical).equals(json), "read again it is another");
      require(
          Arrays.equals(
              Json.read(canonical).canonical().getBytes(StandardCharsets.UTF_8), canonical),
          "two canonical forms");
      require(
          Json.readWithFractions(data).canonical().equals(json.canonical()),
          "two readers understand two things");
    } catch (Malformed e) {
      require(!e.why().isBlank(), "refused without a word");
    }
    try {
      Json json = Json.readWithFractions(data);
      String canonical = json.canonical();
      if (canonical.length() <= data.length) { // Numbers may be longer when written out.
        require(
            Json.readWithFractions(canonical.getBytes(StandardCharsets.UTF_8))
                .canonical()
                .equals(canonical),
            "two canonical forms of numbers");
      }
    } catch (Malformed e) {
      require(!e.why().isBlank(), "refused without a word");
    }
  }

  private static void verifying(byte[] data) {
    // Signatures are looked at where the chain fits: they cost most, and chance makes none.
    Result chain = Verifier.verify(data, Verifier.Keys.none());
    require(chain.state() == State.WRONG || chain.state() == State.CANNOT_TELL, "fits unsigned");
    Result result = chain.rows().isEmpty() ? chain : Verifier.verify(data, KEYS);
    require(!result.lines().isEmpty(), "said nothing");
    require(result.state() != State.WRONG || result.rows().isEmpty(), "showed what is wrong");
    if (result.state() == State.FITS || result.state() == State.WEAK) {
      Excerpt read = Excerpt.read(data);
      Result again = Verifier.verify(read.bytes(), KEYS);
      require(again.equals(result), "written again it says something else");
    }
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    result.lines().forEach(writer::println);
    require(out.toString().indexOf('\u001b') < 0, "steers the terminal");
    require(!result.json().written().isEmpty(), "no JSON");
  }

  private static void keys(byte[] data) {
    try {
      require(!Verifier.Keys.read(data).json().written().isEmpty(), "no JSON");
    } catch (Malformed e) {
      require(!e.why().isBlank(), "refused without a word");
    }
    try {
      require(Verifier.keysIn(data, Talks.ODO) != null, "no keys");
      require(Verifier.keysNamed(data) != null, "no names");
    } catch (Malformed e) {
      require(!e.why().isBlank(), "refused without a word");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
