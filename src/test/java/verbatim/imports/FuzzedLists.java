package verbatim.imports;

import verbatim.kernel.Refused;

/// Tables that somebody brings from elsewhere.
public final class FuzzedLists {
  private static final int ROWS_MAX = 100;

  private FuzzedLists() {}

  public static void fuzzerTestOneInput(byte[] data) {
    try {
      if (Csv.read(data, ROWS_MAX).size() > ROWS_MAX + 1) {
        throw new AssertionError("more rows than are wanted");
      }
    } catch (Refused _) {
      // No table.
    }
  }
}
