package verbatim.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verbatim.kernel.Refusal;

/// Turns every "no" into the client API's words: `{"error": …}`, at 422 with `details`.
final class JsonErrors {
  private JsonErrors() {}

  static Answer of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(var why) -> error(404, why.isEmpty() ? "Record not found" : why);
      case Refusal.NotSignedIn(var why) ->
          error(401, why.isEmpty() ? "The access token is invalid" : why)
              .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      case Refusal.Forbidden(var why) ->
          error(403, why.isEmpty() ? "This action is not allowed" : why);
      case Refusal.Invalid(var why, var faults) -> invalid(why, faults);
      case Refusal.Malformed(var why) -> error(400, why);
      case Refusal.WrongType(var why) -> error(415, why);
      case Refusal.Gone() -> error(410, "This record is gone");
      case Refusal.TooMany(var why, var after) ->
          error(429, why.isEmpty() ? "Too many requests" : why)
              .header("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
      case Refusal.TooLarge(var why) -> error(413, why);
      // Clients know no 409 but for markers; 422 makes them show the words.
      case Refusal.Conflict(var why) -> error(422, why);
      case Refusal.Unavailable(var why) ->
          error(503, why.isEmpty() ? "Service unavailable" : why).header("Retry-After", "30");
    };
  }

  static Answer error(int status, String words) {
    return Answer.json(new JsonWriter(128).object().field("error", words).end()).status(status);
  }

  /// Says nothing of the fault; the log has it under the request's id.
  static Answer fault(String requestId) {
    return error(500, "Something went wrong on our side (request " + requestId + ")");
  }

  static byte[] bytes(String words) {
    return new JsonWriter(128)
        .object()
        .field("error", words)
        .end()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Answer invalid(String why, List<Refusal.Fault> faults) {
    if (faults.isEmpty()) {
      return error(422, why);
    }
    Map<String, List<Refusal.Fault>> byField = new LinkedHashMap<>();
    for (Refusal.Fault fault : faults) {
      byField.computeIfAbsent(fault.field(), _ -> new java.util.ArrayList<>()).add(fault);
    }
    JsonWriter json = new JsonWriter(256).object().field("error", why).name("details").object();
    byField.forEach(
        (field, ofField) -> {
          json.name(field).array();
          for (Refusal.Fault fault : ofField) {
            json.object().field("error", fault.code()).field("description", fault.words()).end();
          }
          json.end();
        });
    return Answer.json(json.end().end()).status(422);
  }
}
