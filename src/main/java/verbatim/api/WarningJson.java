package verbatim.api;

import verbatim.accounts.Account;
import verbatim.http.JsonWriter;
import verbatim.kernel.StatusId;
import verbatim.moderation.Appeal;
import verbatim.moderation.Appeals;
import verbatim.moderation.Deed;

/// AccountWarning: what the moderators did to the reader, and what he said to it. By whom is not
/// said.
final class WarningJson {
  private final AccountJson accountJson;

  WarningJson(AccountJson accountJson) {
    this.accountJson = accountJson;
  }

  JsonWriter write(JsonWriter json, Appeals.Told told, Account reader) {
    Deed deed = told.deed();
    json.object().fieldId("id", deed.id().value()).field("action", action(deed.kind()));
    json.field("text", deed.words()).field("created_at", deed.at());
    json.field("status_ids", deed.statuses().stream().map(StatusId::toString).toList());
    accountJson.write(json.name("target_account"), reader).name("appeal");
    told.appeal().ifPresentOrElse(appeal -> appeal(json, appeal), json::nothing);
    return json.end();
  }

  private static void appeal(JsonWriter json, Appeal appeal) {
    String state =
        switch (appeal.state()) {
          case OPEN -> "pending";
          case ACCEPTED -> "approved";
          case DECLINED -> "rejected";
        };
    json.object().field("text", appeal.words()).field("state", state).end();
  }

  /// In Mastodon's words.
  private static String action(Deed.Kind kind) {
    return switch (kind) {
      case LIMITED -> "silence";
      case SUSPENDED -> "suspend";
      case MARKED_SENSITIVE -> "mark_statuses_as_sensitive";
      case REMOVED -> "delete_statuses";
      case WARNED,
          APPROVED,
          REFUSED,
          UNLIMITED,
          UNSUSPENDED,
          UNCOVERED,
          ROLE,
          NOTED,
          ASSIGNED,
          UNASSIGNED,
          RESOLVED,
          REOPENED,
          APPEAL_ACCEPTED,
          APPEAL_DECLINED,
          SETTING,
          EMOJI,
          ANNOUNCEMENT,
          DELETED,
          CREDENTIALS,
          INVITATION,
          READ,
          STORY_WITHHELD,
          STORY_RETURNED,
          REJOINDER_REMOVED ->
          "none";
    };
  }
}
