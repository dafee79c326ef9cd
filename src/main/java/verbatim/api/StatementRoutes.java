package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.Channel;
import verbatim.statements.Registered;
import verbatim.statements.Speaker;
import verbatim.statements.Statements;

/// Words that people register as said.
final class StatementRoutes {
  private static final String PATH = "/api/v1/statements";

  private final Statements statements;
  private final Looking looking;
  private final StatementJson statementJson;
  private final Limits limits;

  StatementRoutes(
      Statements statements, Looking looking, StatementJson statementJson, Limits limits) {
    this.statements = statements;
    this.looking = looking;
    this.statementJson = statementJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.user(READ_ARTICLES);
    Access write = Access.user(WRITE_ARTICLES);
    return List.of(
        Route.get(PATH, read, this::list, "what I registered as said, or others as mine"),
        Route.post(PATH, write, this::register, "register words as said by somebody"),
        Route.delete(PATH + "/:id", write, this::delete, "take registered words out"));
  }

  private Answer list(Request request) {
    List<Registered> rows =
        statements.of(
            Looking.me(request),
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()));
    return Looking.listed(request, rows, statementJson::write, one -> one.id().value()).privately();
  }

  private Answer register(Request request) {
    Params params = request.params();
    String channel = params.text("channel", "");
    var draft =
        new Registered.Draft(
            speaker(request, params.text("speaker", "")),
            params.text("text", ""),
            params.text("said_at").filter(t -> !t.isBlank()).map(StatementRoutes::time),
            Stream.of(Channel.values())
                .filter(one -> one.word().equals(channel))
                .findFirst()
                .orElse(Channel.UNKNOWN),
            params.text("source", ""));
    Registered one = statements.register(Looking.me(request), draft);
    return Answer.json(statementJson.write(new JsonWriter(), one)).privately();
  }

  private static Instant time(String text) {
    return Drafting.time("said_at", text);
  }

  /// An id of an account, else a name.
  private Speaker speaker(Request request, String written) {
    Optional<Account> account = AccountId.parse(written).map(id -> looking.account(request, id));
    return account.isPresent()
        ? new Speaker("", account.map(Account::id))
        : new Speaker(written, Optional.empty());
  }

  private Answer delete(Request request) {
    statements.delete(Looking.me(request), request.id("id", StatementId::parse));
    return Answer.empty();
  }
}
