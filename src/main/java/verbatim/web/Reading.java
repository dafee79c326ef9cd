package verbatim.web;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// What pages with lists of posts share: who looks, which rows he asks for, where the next ones
/// are.
///
/// `max_id` asks for older rows. `from` and `to` ask for all rows between two that were on the page
/// before, both included: so a list that was long comes back as long, at the same place.
final class Reading {
  static final int PAGE_ROWS = 20;
  private static final int RESTORED_ROWS_MAX = 200;
  private static final int FRESH_ROWS_MAX = 60;

  private Reading() {}

  static Viewer viewer(Request request) {
    return request.viewer().map(Viewer::of).orElse(Viewer.ANYBODY);
  }

  static AccountId me(Request request) {
    return request.signedIn().account();
  }

  static Page page(Request request) {
    var from = StatusId.parse(request.query("from"));
    var to = StatusId.parse(request.query("to"));
    if (from.isPresent() && to.isPresent()) {
      return new Page(
          from.get().value() + 1, Math.max(0, to.get().value() - 1), false, RESTORED_ROWS_MAX);
    }
    var above = StatusId.parse(request.query("min_id"));
    if (above.isPresent()) {
      return new Page(Long.MAX_VALUE, above.get().value(), false, FRESH_ROWS_MAX);
    }
    return older(request, PAGE_ROWS);
  }

  /// The rows below the one that the address names, or the newest.
  static Page older(Request request, int rowsMax) {
    return StatusId.parse(request.query("max_id"))
        .map(last -> Page.below(last.value(), rowsMax))
        .orElseGet(() -> Page.newest(rowsMax));
  }

  /// Whether only what is newer than a row is asked for.
  static boolean isFresh(Request request) {
    return request.isFragment() && !request.query("min_id").isEmpty();
  }

  static Views.Pages pages(Request request, String path, List<Status> statuses) {
    return pagesOf(request, path, statuses.stream().map(s -> s.id().value()).toList());
  }

  /// @param positions of the rows that were read, shown or not
  static Views.Pages pagesOf(Request request, String path, List<Long> positions) {
    boolean isRestored = !request.query("to").isEmpty();
    boolean isFirst = request.query("max_id").isEmpty() && !isRestored;
    boolean mayGoOn = isRestored ? !positions.isEmpty() : positions.size() >= PAGE_ROWS;
    String joint = path.contains("?") ? "&" : "?";
    return new Views.Pages(
        isFirst ? "" : path, mayGoOn ? path + joint + "max_id=" + positions.getLast() : "");
  }

  /// The account that an address names, if whoever asks may see it.
  static Account account(Request request, Web.Words words) {
    return words
        .accounts()
        .find(words.addresses().handle(request.variable("acct")))
        .filter(a -> words.maySee().maySeeProfile(viewer(request), a.id()))
        .orElseThrow(Refusal::notFound);
  }
}
