package verbatim.api;

import java.util.Optional;
import verbatim.accounts.Accounts;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.statements.Question;
import verbatim.statements.Registered;
import verbatim.statements.Rejoinder;

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

  /// The lines of what was signed are its kind, the article, the time, and the SHA-256 of the
  /// article with its headline, of the quotation and of the words.
  JsonWriter checkable(JsonWriter json, Rejoinder said) {
    json.object().fieldId("id", said.id().value()).fieldId("article_id", said.article().value());
    account(json.name("account"), said.by());
    json.field("sha256", said.sha256()).field("quotation", said.quoted());
    json.field("text", said.text()).field("at", said.at());
    proof(json.name("proof"), said.proof());
    return json.field("signed", said.signed()).end();
  }

  /// `null` where he has no key here.
  static void proof(JsonWriter json, Optional<Question.Proof> proof) {
    proof.ifPresentOrElse(
        by -> json.object().field("key", by.key()).field("signature", by.signature()).end(),
        json::nothing);
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
    proof(json.name("signature"), answer.proof());
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
