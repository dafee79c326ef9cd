package verbatim.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;

/// JSON, forms, and what stands in addresses and headers. The first byte chooses.
public final class FuzzedBodies {
  private static final JsonBody JSON = new JsonBody(Limits.usual().http());

  private FuzzedBodies() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(data, 1, data.length);
    String text = new String(rest, StandardCharsets.UTF_8);
    try {
      switch (data[0] & 3) {
        case 0 -> walked(JSON.read(rest));
        case 1 -> walked(new ParamTree(1_000, 32).urlEncoded(rest).params());
        case 2 -> spelled(text);
        default -> Gzip.isAccepted(text);
      }
    } catch (Refused | Halt _) {
      // As it should be.
    }
  }

  /// As the routes do, in every shape.
  static void walked(Params params) {
    for (String name : params.names()) {
      quietly(() -> params.text(name));
      quietly(() -> params.number(name));
      quietly(() -> params.flag(name));
      quietly(() -> params.list(name));
      quietly(() -> params.file(name));
      quietly(() -> params.ids(name, verbatim.kernel.StatusId::parse));
      quietly(() -> params.id(name, verbatim.kernel.StatusId::parse));
      quietly(() -> params.objects(name).forEach(FuzzedBodies::walked));
      quietly(() -> walked(params.object(name)));
    }
  }

  private static void quietly(Runnable reading) {
    try {
      reading.run();
    } catch (Refused _) {
      // Of another shape.
    }
  }

  private static void spelled(String text) {
    String decoded = Percent.decoded(text, false);
    if (!Percent.decoded(Percent.encoded(decoded), false).equals(decoded)) {
      throw new AssertionError("what is encoded and decoded is not the same");
    }
    for (String segment : Segments.read("/" + text)) {
      if (segment.equals("..") || segment.equals(".") || segment.indexOf('/') >= 0) {
        throw new AssertionError("a segment that leads elsewhere: " + segment);
      }
    }
  }
}
