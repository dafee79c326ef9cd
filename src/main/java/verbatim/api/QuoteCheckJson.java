package verbatim.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Difference;
import verbatim.quotecheck.Flag;
import verbatim.quotecheck.Hint;
import verbatim.quotecheck.Paraphrase;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Source;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Speaker;
import verbatim.quotecheck.Verdict;
import verbatim.statements.Rejoinder;
import verbatim.statements.Reports;

/// A report on quotations, as the API and the command line give it.
public final class QuoteCheckJson {
  private QuoteCheckJson() {}

  public static byte[] written(QuoteCheck check) {
    JsonWriter json = new JsonWriter();
    write(check, json);
    return json.bytes();
  }

  public static void write(QuoteCheck check, JsonWriter json) {
    inner(check, Map.of(), json);
    json.end();
  }

  /// Of an article.
  static void write(Reports.Report report, JsonWriter json) {
    inner(report.check(), report.said(), json);
    json.field("too_long", report.isTooLong()).end();
  }

  private static void inner(QuoteCheck check, Map<Integer, Rejoinder> said, JsonWriter json) {
    json.object().field("version", check.version()).field("sha256", check.sha256());
    json.name("spans").array();
    for (Span span : check.spans()) {
      span(span, json);
      json.name("said");
      Optional.ofNullable(said.get(span.id()))
          .ifPresentOrElse(one -> write(one, json), json::nothing);
      json.end();
    }
    json.end().name("paraphrases").array();
    check.paraphrases().forEach(told -> paraphrase(told, json));
    json.end().name("counts").object();
    check.counts().forEach((verdict, count) -> json.field(verdict.word(), count));
    json.end();
  }

  private static void span(Span span, JsonWriter json) {
    json.object()
        .field("id", Integer.toString(span.id()))
        .field("group", Integer.toString(span.group()))
        .field("kind", span.kind().word())
        .field("text", span.text())
        .field("char_start", span.charStart())
        .field("char_end", span.charEnd())
        .field("utf16_start", span.utf16Start())
        .field("utf16_end", span.utf16End());
    speaker(span.speaker(), json);
    json.field("channel", span.channel().word()).field("verdict", span.verdict().word());
    if (isGraded(span.verdict())) {
      json.field("severity", span.severity().word());
    } else {
      json.fieldNull("severity");
    }
    json.field("flags", span.flags().stream().map(Flag::word).toList());
    json.name("source");
    span.source().ifPresentOrElse(source -> source(source, json), json::nothing);
    json.name("sources").array();
    span.sources().forEach(source -> source(source, json));
    json.end();
    diff(span.diff(), json);
    json.name("hints").array();
    for (Hint hint : span.hints()) {
      json.object()
          .field("hint", "out_of_context")
          .field("because", hint.kind().word())
          .field("evidence", hint.evidence())
          .end();
    }
    json.end();
  }

  /// The steps that make the quotation of the source's words.
  static void diff(List<Difference> steps, JsonWriter json) {
    json.name("diff").array();
    for (Difference step : steps) {
      json.object()
          .field("op", step.op().word())
          .field("source", step.source())
          .field("quoted", step.quoted())
          .field("severity", step.severity().word())
          .end();
    }
    json.end();
  }

  /// What the person quoted says that he said.
  static void write(Rejoinder said, JsonWriter json) {
    json.object()
        .fieldId("id", said.id().value())
        .fieldId("account_id", said.by().value())
        .field("text", said.text())
        .field("at", said.at());
    StatementJson.proof(json.name("proof"), said.proof());
    json.field("signed", said.signed()).end();
  }

  /// What has no source has nothing to be graded.
  private static boolean isGraded(Verdict verdict) {
    return switch (verdict) {
      case VERBATIM, PARTIAL, ALTERED -> true;
      case NOT_FOUND, LABEL, PARAPHRASE -> false;
    };
  }

  private static void speaker(Speaker speaker, JsonWriter json) {
    json.name("speaker").object().field("named", speaker.named()).field("name", speaker.name());
    speaker
        .account()
        .map(AccountId::value)
        .ifPresentOrElse(id -> json.fieldId("account_id", id), () -> json.fieldNull("account_id"));
    json.field("candidates", speaker.candidates()).end();
  }

  private static void source(Source source, JsonWriter json) {
    var statement = source.statement();
    json.object()
        .field("id", statement.id())
        .field("kind", statement.kind().word())
        .field("confidence", statement.confidence().word())
        .field("author", statement.speaker().shown())
        .field("channel", statement.channel().word())
        .field("where", statement.where());
    if (statement.url().isEmpty()) {
      json.fieldNull("url");
    } else {
      json.field("url", statement.url());
    }
    statement.at().ifPresentOrElse(at -> json.field("at", at), () -> json.fieldNull("at"));
    json.field("text", statement.text()).field("words", source.words()).end();
  }

  private static void paraphrase(Paraphrase told, JsonWriter json) {
    json.object()
        .field("verdict", Verdict.PARAPHRASE.word())
        .field("text", told.text())
        .field("char_start", told.charStart())
        .field("char_end", told.charEnd())
        .field("utf16_start", told.utf16Start())
        .field("utf16_end", told.utf16End());
    speaker(told.speaker(), json);
    json.name("sources").array();
    told.sources().forEach(source -> source(source, json));
    json.end().end();
  }
}
