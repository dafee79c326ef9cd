package verbatim.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;

/// JSON, forms, and what stands in addresses and headers, cursors too. The first byte chooses.
public final class FuzzedBodies {
  private static final JsonBody JSON = new JsonBody(Limits.usual().http());

  private static final int ROWS_MAX = 40;

  private FuzzedBodies() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(data, 1, data.length);
    String text = new String(rest, StandardCharsets.UTF_8);
    try {
      switch (data[0] & 7) {
        case 0, 5 -> walked(JSON.read(rest));
        case 1, 6 -> walked(new ParamTree(1_000, 32).urlEncoded(rest).params());
        case 2, 7 -> spelled(text);
        case 4 -> paged(rest, text);
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

  /// Which page an address asks for, and the links that lead on from it.
  private static void paged(byte[] query, String rawQuery) {
    Params params = new ParamTree(1_000, 32).urlEncoded(query).params();
    Page page = Paging.page(name -> params.text(name, ""), 20, ROWS_MAX);
    int offset = Paging.offset(name -> params.text(name, ""), ROWS_MAX);
    if (page.rowsMax() > ROWS_MAX || page.above() < 0 || page.below() < 1 || offset > ROWS_MAX) {
      throw new AssertionError(page + " from " + offset);
    }
    String links = Paging.links("https://town.test/home", rawQuery, "10", "29");
    boolean isClean =
        links.chars().allMatch(sign -> sign >= ' ' && sign <= '~')
            && links.chars().filter(sign -> sign == '<').count() == 2
            && links.chars().filter(sign -> sign == '>').count() == 2
            && !links.contains("?access_token=")
            && !links.contains("&access_token=");
    if (!isClean) {
      throw new AssertionError(links);
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
