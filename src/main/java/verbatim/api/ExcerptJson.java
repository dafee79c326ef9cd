package verbatim.api;

import java.util.Locale;
import verbatim.excerpts.Asked;
import verbatim.excerpts.Mine;
import verbatim.excerpts.Piece;
import verbatim.excerpts.Row;
import verbatim.excerpts.Shown;
import verbatim.excerpts.Warning;
import verbatim.http.JsonWriter;

/// An excerpt: as all see it, with what its publisher, or one whose words are in it, sees besides.
final class ExcerptJson {

  JsonWriter write(JsonWriter json, Shown shown) {
    shown(json.object(), shown);
    return json.end();
  }

  JsonWriter write(JsonWriter json, Mine mine) {
    shown(json.object(), mine.shown());
    json.fieldId("conversation_id", mine.choice().conversation().value());
    json.field("text", mine.around().text()).field("spoiler_text", mine.around().warning());
    json.field("visibility", mine.around().visibility().word());
    json.field("created_at", mine.createdAt());
    json.name("parties").array();
    for (Mine.Party party : mine.parties()) {
      json.object().fieldId("account_id", party.account().value());
      json.field("state", party.state().word()).name("state_at");
      Json.time(json, party.since());
      json.name("entries").array();
      party.entries().forEach(json::value);
      json.end().end();
    }
    json.end().name("warnings").array();
    mine.warnings().forEach(warning -> warning(json, warning));
    json.end().name("if_agreed");
    rows(json, mine.agreed());
    return json.end();
  }

  JsonWriter write(JsonWriter json, Asked asked) {
    shown(json.object(), asked.shown());
    json.fieldId("conversation_id", asked.choice().conversation().value());
    json.field("text", asked.around().text()).field("spoiler_text", asked.around().warning());
    json.field("visibility", asked.around().visibility().word()).field("seen", asked.seen());
    json.name("asked_at");
    Json.time(json, asked.askedAt());
    json.field("answer", asked.answer().word()).field("context", asked.context());
    json.name("mine").array();
    for (Piece piece : asked.mine()) {
      json.object().field("n", piece.n()).field("parts", piece.parts());
      json.name("not_asked").array();
      piece.hidden().forEach(json::value);
      json.end().end();
    }
    json.end().name("if_agreed");
    rows(json, asked.agreed());
    return json.end();
  }

  private static void shown(JsonWriter json, Shown shown) {
    json.fieldId("id", shown.id().value()).field("url", shown.address());
    json.fieldId("account_id", shown.publisher().value()).name("status_id");
    shown.status().ifPresentOrElse(id -> json.id(id.value()), json::nothing);
    json.field("state", shown.state().word()).name("state_at");
    Json.time(json, shown.since());
    json.field("from", shown.from()).field("to", shown.to());
    json.field("changed", shown.isChanged()).name("entries");
    rows(json, shown);
    json.name("notes").array();
    for (Shown.Note note : shown.notes()) {
      json.object().fieldId("account_id", note.by().value()).field("text", note.text());
      json.field("created_at", note.at()).end();
    }
    json.end().name("denials").array();
    for (Shown.Denial denial : shown.denials()) {
      json.object().fieldId("account_id", denial.by().value()).name("entries").array();
      denial.entries().forEach(json::value);
      json.end().field("created_at", denial.at()).end();
    }
    json.end();
  }

  private static void rows(JsonWriter json, Shown shown) {
    json.array();
    for (Row row : shown.rows()) {
      json.object().field("n", row.n());
      switch (row) {
        case Row.Said said -> said(json, said);
        case Row.Sealed(long n, var state) -> {
          json.field("kind", "sealed").field("state", state.word()).name("denied_by");
          shown.deniedBy(n).ifPresentOrElse(id -> json.id(id.value()), json::nothing);
        }
        case Row.LeftOut(_, boolean isErased) ->
            json.field("kind", "left_out").field("erased", isErased);
      }
      json.end();
    }
    json.end();
  }

  private static void said(JsonWriter json, Row.Said said) {
    json.field("kind", "said").fieldId("account_id", said.author().value());
    json.field("created_at", said.at())
        .field("grade", said.grade().name().toLowerCase(Locale.ROOT));
    json.name("parts").array();
    for (Row.Part part : said.parts()) {
      switch (part) {
        case Row.Part.Words(String text) -> json.value(text);
        case Row.Part.Black _, Row.Part.Kept _ -> json.nothing();
      }
    }
    json.end().field("pictures", said.pictures()).field("on_record", said.isRecord());
    json.name("reply_to_n");
    number(json, said.answersN());
    json.name("replaces_n");
    number(json, said.replacesN());
    json.name("replaced_by_n");
    number(json, said.replacedBy());
  }

  private static void warning(JsonWriter json, Warning warning) {
    json.object();
    switch (warning) {
      case Warning.Repeats(long n, String words) ->
          json.field("kind", "repeats").field("n", n).field("words", words);
      case Warning.Names(long n, String handle) ->
          json.field("kind", "names").field("n", n).field("handle", handle);
      case Warning.Member(long n, String name) ->
          json.field("kind", "member").field("n", n).field("name", name);
      case Warning.Again(var id, _) ->
          json.field("kind", "again").fieldId("excerpt_id", id.value());
      case Warning.Edited(long n, long by) ->
          json.field("kind", "edited").field("n", n).field("by_n", by);
    }
    json.end();
  }

  private static void number(JsonWriter json, long n) {
    if (n == 0) {
      json.nothing();
    } else {
      json.value(n);
    }
  }
}
