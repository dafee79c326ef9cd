package verbatim.http;

import verbatim.kernel.Page;

/// The `Link` header of a page of rows: `rel="next"` with `max_id`, `rel="prev"` with `min_id`, all
/// other query parameters kept and percent-encoded anew, so that nothing a client wrote can end the
/// header.
public final class Paging {
  private Paging() {}

  /// `max_id`, `since_id`, `min_id` and `limit` of a request, the limit cut to `rowsMax`.
  public static Page page(Request request, int rowsDefault, int rowsMax) {
    long below = bound(request.query("max_id"), Long.MAX_VALUE);
    long since = bound(request.query("since_id"), 0);
    long min = bound(request.query("min_id"), 0);
    int rows = Math.clamp(whole(request.query("limit"), rowsDefault), 1, rowsMax);
    return min > 0 ? new Page(below, min, true, rows) : new Page(below, since, false, rows);
  }

  /// Adds the header for a page that holds these ids (the smallest and the largest of the rows read,
  /// also of those not shown); none for an empty page.
  public static Answer linked(Answer answer, Request request, long smallest, long largest) {
    return answer;
  }

  private static long bound(String text, long otherwise) {
    return verbatim.kernel.StatusId.parse(text).map(verbatim.kernel.StatusId::value).orElse(otherwise);
  }

  private static int whole(String text, int otherwise) {
    try {
      return text.isEmpty() ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
