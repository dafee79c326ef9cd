package verbatim.search;

import java.nio.charset.StandardCharsets;
import verbatim.kernel.Refused;

/// What people type into the field of search.
public final class FuzzedQueries {
  private FuzzedQueries() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      Query once = Query.parse(text);
      if (!once.equals(Query.parse(text))) {
        throw new AssertionError("read otherwise the second time");
      }
    } catch (Refused _) {
      // As it should be.
    }
  }
}
