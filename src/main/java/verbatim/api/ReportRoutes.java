package verbatim.api;

import static verbatim.access.Scope.WRITE_REPORTS;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;

/// Telling the moderators.
final class ReportRoutes {
  private final Moderation moderation;
  private final Looking looking;
  private final ReportJson reportJson;

  ReportRoutes(Moderation moderation, Looking looking, ReportJson reportJson) {
    this.moderation = moderation;
    this.looking = looking;
    this.reportJson = reportJson;
  }

  List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/reports", Access.user(WRITE_REPORTS), this::report, "tell the moderators"));
  }

  private Answer report(Request request) {
    Params params = request.params();
    params.required("account_id");
    Account about =
        looking.account(
            request, params.id("account_id", AccountId::parse).orElseThrow(Refusal::notFound));
    List<String> rules =
        params.list("rule_ids").stream().filter(id -> id.matches("\\d{1,9}")).toList();
    String category =
        params
            .text("category")
            .filter(c -> !c.isBlank())
            .orElse(rules.isEmpty() ? "other" : "violation");
    Report report =
        moderation.report(
            Looking.me(request),
            new Moderation.Told(
                about.id(),
                params.ids("status_ids", StatusId::parse),
                params.text("comment", ""),
                category(category),
                rules,
                params.flag("forward", false)));
    return Answer.json(reportJson.write(new JsonWriter(), report, about)).privately();
  }

  private static Report.Category category(String word) {
    return Report.Category.named(word)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "category", "ERR_INCLUSION", "Category is spam, legal, violation or other"));
  }
}
