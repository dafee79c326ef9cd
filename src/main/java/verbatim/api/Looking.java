package verbatim.api;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// Who looks, and the lists of accounts and statuses that are answered to him.
final class Looking {
  /// A page of 20 fits, so that the buffer seldom grows.
  private static final int PAGE_BYTES = 48 << 10;

  private final Accounts accounts;
  private final MaySee maySee;
  private final AccountJson accountJson;
  private final StatusJson statusJson;

  Looking(Accounts accounts, MaySee maySee, AccountJson accountJson, StatusJson statusJson) {
    this.accounts = accounts;
    this.maySee = maySee;
    this.accountJson = accountJson;
    this.statusJson = statusJson;
  }

  static Viewer viewer(Request request) {
    return request.viewer().map(Viewer::of).orElse(Viewer.ANYBODY);
  }

  static AccountId me(Request request) {
    return request.signedIn().account();
  }

  /// The account of the path's `:id`, if this viewer may see it.
  Account account(Request request) {
    return account(request, request.id("id", AccountId::parse));
  }

  Account account(Request request, AccountId id) {
    return accounts
        .find(id)
        .filter(a -> maySee.maySeeProfile(viewer(request), a.id()))
        .orElseThrow(Refusal::notFound);
  }

  /// The account of the path's `:id` if it is there at all: one may take back what one once did to
  /// somebody whom one sees no longer.
  AccountId existing(Request request) {
    AccountId id = request.id("id", AccountId::parse);
    return accounts.find(id).map(Account::id).orElseThrow(Refusal::notFound);
  }

  boolean maySee(Viewer viewer, Account account) {
    return maySee.maySeeProfile(viewer, account.id());
  }

  boolean maySeeCollections(Viewer viewer, AccountId account) {
    return maySee.maySeeCollections(viewer, account);
  }

  /// Those of the list that this viewer may see, paged by when they came into the list.
  Answer accounts(Request request, Page page, List<Relations.Entry> rows) {
    return paged(shown(request, rows), request, page, positions(rows));
  }

  /// The same of rows of which some may have been left out before.
  Answer accounts(Request request, List<Relations.Entry> rows) {
    return linked(shown(request, rows), request, positions(rows));
  }

  private Answer shown(Request request, List<Relations.Entry> rows) {
    Viewer viewer = viewer(request);
    List<Account> shown =
        accounts.load(rows.stream().map(Relations.Entry::account).toList()).stream()
            .filter(a -> maySee.maySeeProfile(viewer, a.id()))
            .toList();
    return Answer.json(accountJson.list(new JsonWriter(), shown));
  }

  static long[] positions(List<Relations.Entry> rows) {
    return rows.stream().mapToLong(Relations.Entry::position).toArray();
  }

  /// Of lists of which no row is left out when they are read: behind a short page there is nothing.
  static Answer paged(Answer answer, Request request, Page page, long[] positions) {
    boolean isEnd = !page.upwards() && positions.length > 0 && positions.length < page.rowsMax();
    return isEnd
        ? Paging.last(answer, request, Arrays.stream(positions).max().orElseThrow())
        : linked(answer, request, positions);
  }

  Answer accountList(Request request, List<Account> all) {
    Viewer viewer = viewer(request);
    List<Account> shown = all.stream().filter(a -> maySee.maySeeProfile(viewer, a.id())).toList();
    return Answer.json(accountJson.list(new JsonWriter(), shown));
  }

  Answer status(Request request, Status status) {
    return Answer.json(statusJson.one(new JsonWriter(2_048), viewer(request), status));
  }

  Answer statusList(Request request, List<Status> all) {
    return Answer.json(statusJson.list(new JsonWriter(PAGE_BYTES), viewer(request), all));
  }

  /// Statuses that are paged by their own ids.
  Answer statuses(Request request, List<Status> rows) {
    return linked(
        statusList(request, rows), request, rows.stream().mapToLong(s -> s.id().value()).toArray());
  }

  /// Rows that are paged by a number of their own.
  static <R> Answer listed(
      Request request, List<R> rows, BiConsumer<JsonWriter, R> write, ToLongFunction<R> position) {
    JsonWriter json = new JsonWriter().array();
    rows.forEach(row -> write.accept(json, row));
    return linked(Answer.json(json.end()), request, rows.stream().mapToLong(position).toArray());
  }

  static Answer linked(Answer answer, Request request, long[] positions) {
    if (positions.length == 0) {
      return answer;
    }
    long smallest = Long.MAX_VALUE;
    long largest = 0;
    for (long position : positions) {
      smallest = Math.min(smallest, position);
      largest = Math.max(largest, position);
    }
    return Paging.linked(answer, request, smallest, largest);
  }
}
