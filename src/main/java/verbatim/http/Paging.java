package verbatim.http;

import java.util.function.UnaryOperator;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;

/// Pages of rows ordered by id: which rows a request wants, and the `Link` header to the ones
/// before and after. All other query parameters are kept, and everything is percent-encoded anew,
/// so that nothing a client wrote can end the header or its `<…>`.
public final class Paging {
  static final int LINKS_CHARACTERS_MAX = 6_000;
  private static final int LINK_CHARACTERS = 160;
  private static final String[] OWN = {"max_id", "since_id", "min_id"};

  private Paging() {}

  /// `max_id`, `since_id`, `min_id` and `limit` of a request, the limit cut to `rowsMax`.
  public static Page page(Request request, int rowsDefault, int rowsMax) {
    return page(request::query, rowsDefault, rowsMax);
  }

  /// @param query what an address says under a name, "" for nothing
  static Page page(UnaryOperator<String> query, int rowsDefault, int rowsMax) {
    long below = id(query, "max_id", Long.MAX_VALUE);
    long since = id(query, "since_id", 0);
    long min = id(query, "min_id", 0);
    int rows = Math.clamp(whole(query, "limit", rowsDefault), 1, rowsMax);
    return min > 0 ? new Page(below, min, true, rows) : new Page(below, since, false, rows);
  }

  /// `offset` of a request, for lists without ids.
  public static int offset(Request request, int rowsMax) {
    return offset(request::query, rowsMax);
  }

  static int offset(UnaryOperator<String> query, int rowsMax) {
    return Math.clamp(whole(query, "offset", 0), 0, rowsMax);
  }

  /// Adds the header for a page whose rows have these ids, smallest and largest of those READ, also
  /// of rows that this viewer may not see: a page may be empty in the middle of a list. Without the
  /// header stays what was asked for in more than some thousand characters.
  public static Answer linked(Answer answer, Request request, long smallest, long largest) {
    return linked(answer, request, Long.toString(smallest), Long.toString(largest));
  }

  /// The same for lists whose cursors are no numbers.
  public static Answer linked(Answer answer, Request request, String next, String previous) {
    String links =
        links(request.origin() + encodedPath(request.path()), request.rawQuery(), next, previous);
    // An address made of signs to be encoded would grow sixfold here, past what a response's header
    // may hold.
    return links.length() > LINKS_CHARACTERS_MAX ? answer : answer.header("Link", links);
  }

  /// The same for the last page of a list: behind it there is nothing to ask for.
  public static Answer last(Answer answer, Request request, long largest) {
    StringBuilder line = new StringBuilder();
    String path = request.origin() + encodedPath(request.path());
    link(line, path, rest(request.rawQuery()), "min_id", Long.toString(largest), "prev");
    return line.length() > LINKS_CHARACTERS_MAX ? answer : answer.header("Link", line.toString());
  }

  static String links(String path, String rawQuery, String next, String previous) {
    String rest = rest(rawQuery);
    StringBuilder line = new StringBuilder(2 * (path.length() + rest.length()) + LINK_CHARACTERS);
    link(line, path, rest, "max_id", next, "next");
    line.append(", ");
    link(line, path, rest, "min_id", previous, "prev");
    return line.toString();
  }

  private static void link(
      StringBuilder to, String path, String rest, String name, String id, String relation) {
    to.append('<').append(path).append('?').append(rest).append(name).append('=');
    to.append(Percent.encoded(id)).append(">; rel=\"").append(relation).append('"');
  }

  private static String encodedPath(String path) {
    if (Percent.isPlainPath(path)) {
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
    StringBuilder encoded = new StringBuilder();
    for (String segment : Segments.read(path)) {
      encoded.append('/').append(Percent.encoded(segment));
    }
    return encoded.toString();
  }

  private static String rest(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return "";
    }
    StringBuilder rest = new StringBuilder();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Percent.decoded(equals < 0 ? pair : pair.substring(0, equals), true);
      if (!name.isEmpty() && !isOwn(name)) {
        rest.append(Percent.encoded(name)).append('=');
        if (equals >= 0) {
          rest.append(Percent.encoded(Percent.decoded(pair.substring(equals + 1), true)));
        }
        rest.append('&');
      }
    }
    return rest.toString();
  }

  private static boolean isOwn(String name) {
    for (String own : OWN) {
      if (own.equals(name)) {
        return true;
      }
    }
    // A token in a query must not travel on into a link.
    return name.equals("access_token");
  }

  private static long id(UnaryOperator<String> query, String name, long otherwise) {
    String text = query.apply(name).strip();
    if (text.isBlank()) {
      return otherwise;
    }
    // A number past all ids is a bound like any other.
    return StatusId.parse(text)
        .map(StatusId::value)
        .orElseGet(() -> digits(name, text) ? Long.MAX_VALUE : otherwise);
  }

  /// What is no number is refused: as if it had not been said, a client would read the first page
  /// again and again.
  private static boolean digits(String name, String text) {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Refusal.invalid(name, "ERR_INVALID", name + " must be a whole number");
    }
    return text.chars().anyMatch(c -> c != '0');
  }

  private static int whole(UnaryOperator<String> query, String name, int otherwise) {
    String text = query.apply(name).strip();
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return digits(name, text.startsWith("-") ? text.substring(1) : text)
          ? Integer.MAX_VALUE
          : otherwise;
    }
  }
}
