package verbatim.api;

import verbatim.accounts.Accounts;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.relations.Viewer;
import verbatim.timelines.Directs;

/// Conversation: a thread of private mentions.
final class ThreadJson {
  private final Accounts accounts;
  private final AccountJson accountJson;
  private final StatusJson statusJson;

  ThreadJson(Accounts accounts, AccountJson accountJson, StatusJson statusJson) {
    this.accounts = accounts;
    this.accountJson = accountJson;
    this.statusJson = statusJson;
  }

  JsonWriter write(JsonWriter json, AccountId me, Directs.Thread thread) {
    json.object().fieldId("id", thread.root().value()).field("unread", thread.isUnread());
    json.name("accounts");
    accountJson.list(json, accounts.load(thread.others(me))).name("last_status");
    return statusJson.one(json, Viewer.of(me), thread.last()).end();
  }
}
