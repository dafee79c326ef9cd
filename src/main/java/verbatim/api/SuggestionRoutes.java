package verbatim.api;

import static verbatim.access.Scope.READ;
import static verbatim.access.Scope.WRITE;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.relations.Suggestions;

/// Whom somebody might like to follow.
final class SuggestionRoutes {
  private final Suggestions suggestions;
  private final Accounts accounts;
  private final AccountJson accountJson;
  private final Limits limits;

  SuggestionRoutes(
      Suggestions suggestions, Accounts accounts, AccountJson accountJson, Limits limits) {
    this.suggestions = suggestions;
    this.accounts = accounts;
    this.accountJson = accountJson;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v2/suggestions", Access.user(READ), this::list, "whom I might follow"),
        Route.get(
            "/api/v1/suggestions",
            Access.user(READ),
            this::accounts,
            "whom I might follow, older form"),
        Route.delete(
            "/api/v1/suggestions/:account_id", Access.user(WRITE), this::dismiss, "not this one"));
  }

  private List<Suggestions.Suggestion> some(Request request) {
    int rows =
        Paging.page(request, limits.rows().accountsPageDefault(), limits.rows().accountsPageMax())
            .rowsMax();
    return suggestions.to(Looking.me(request), rows);
  }

  private Answer list(Request request) {
    JsonWriter json = new JsonWriter().array();
    for (Suggestions.Suggestion suggestion : some(request)) {
      accounts
          .find(suggestion.account())
          .ifPresent(account -> suggestion(json, suggestion.source(), account));
    }
    return Answer.json(json.end());
  }

  private void suggestion(JsonWriter json, Suggestions.Source source, Account account) {
    json.object();
    switch (source) {
      case FRIENDS_OF_FRIENDS ->
          json.field("source", "past_interactions").field("sources", List.of("friends_of_friends"));
      case DIRECTORY -> json.field("source", "global").field("sources", List.of("most_followed"));
    }
    accountJson.write(json.name("account"), account).end();
  }

  private Answer accounts(Request request) {
    List<AccountId> ids = some(request).stream().map(Suggestions.Suggestion::account).toList();
    return Answer.json(accountJson.list(new JsonWriter(), accounts.load(ids)));
  }

  /// Answers the same whether or not there is such an account.
  private Answer dismiss(Request request) {
    AccountId id = request.id("account_id", AccountId::parse);
    if (accounts.find(id).isPresent()) {
      suggestions.dismiss(Looking.me(request), id);
    }
    return Answer.empty();
  }
}
