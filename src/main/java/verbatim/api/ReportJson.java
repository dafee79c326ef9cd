package verbatim.api;

import verbatim.accounts.Account;
import verbatim.http.JsonWriter;
import verbatim.kernel.StatusId;
import verbatim.moderation.Report;

/// Report.
final class ReportJson {
  private final AccountJson accountJson;

  ReportJson(AccountJson accountJson) {
    this.accountJson = accountJson;
  }

  JsonWriter write(JsonWriter json, Report report, Account about) {
    json.object().fieldId("id", report.id().value());
    // Nobody acts on reports in the program yet, and nothing leaves this server.
    json.field("action_taken", false).fieldNull("action_taken_at").field("forwarded", false);
    json.field("category", report.category().word()).field("comment", report.comment());
    json.field("created_at", report.createdAt());
    json.field("status_ids", report.statuses().stream().map(StatusId::toString).toList());
    json.field("rule_ids", report.rules()).name("target_account");
    return accountJson.write(json, about).end();
  }
}
