package verbatim.api;

import java.util.Optional;
import verbatim.accounts.Accounts;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.statements.Question;
import verbatim.statements.Registered;

/// Statement and WordQuestion.
final class StatementJson {
  private final Accounts accounts;
  private final AccountJson accountJson;

  StatementJson(Accounts accounts, AccountJson accountJson) {
    this.accounts = accounts;
    this.accountJson = accountJson;
  }

  JsonWriter write(JsonWriter json, Registered one) {
    json.object().fieldId("id", one.id().value());
    json.name("speaker").object().field("named", one.speaker().named());
    one.speaker()
        .account()
        .map(AccountId::value)
        .ifPresentOrElse(id -> json.fieldId("account_id", id), () -> json.fieldNull("account_id"));
    json.end().field("text", one.text());
    one.saidAt().ifPresentOrElse(at -> json.field("said_at", at), () -> json.fieldNull("said_at"));
    json.field("channel", one.channel().word()).field("source", one.source());
    json.field("created_at", one.at());
    account(json.name("vouched_by"), one.by());
    return json.end();
  }

  /// The same with what was signed, to the letter: its lines are its kind, the question, the time,
  /// the answer, and the SHA-256 of the words and of the note.
  JsonWriter checkable(JsonWriter json, Question question) {
    question(json, question);
    json.name("signed");
    question.answer().ifPresentOrElse(answer -> json.value(answer.signed()), json::nothing);
    return json.end();
  }

  JsonWriter write(JsonWriter json, Question question) {
    question(json, question);
    return json.end();
  }

  private void question(JsonWriter json, Question question) {
    json.object().fieldId("id", question.id().value());
    account(json.name("asked_by"), question.by());
    account(json.name("account"), question.of());
    json.field("text", question.text()).field("where", question.where());
    json.field("created_at", question.at()).name("answer");
    question.answer().ifPresentOrElse(answer -> answer(json, answer), json::nothing);
  }

  private static void answer(JsonWriter json, Question.Answer answer) {
    json.object().field("answer", answer.said().word()).field("note", answer.note());
    json.field("created_at", answer.at());
    json.name("signature");
    answer
        .proof()
        .ifPresentOrElse(
            proof ->
                json.object().field("key", proof.key()).field("signature", proof.signature()).end(),
            json::nothing);
    json.field("shows_words", answer.showsWords()).name("earlier").array();
    for (Question.Earlier was : answer.earlier()) {
      json.object().field("answer", was.said().word()).field("created_at", was.at()).end();
    }
    json.end().end();
  }

  private void account(JsonWriter json, AccountId id) {
    Optional.of(id)
        .flatMap(accounts::find)
        .ifPresentOrElse(account -> accountJson.write(json, account), json::nothing);
  }
}
