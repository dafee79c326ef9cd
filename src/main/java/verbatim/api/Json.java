package verbatim.api;

import java.time.Instant;
import java.util.Optional;
import verbatim.http.JsonWriter;

/// Values that may be null in the client API.
final class Json {
  private Json() {}

  static JsonWriter time(JsonWriter json, Optional<Instant> time) {
    return time.isPresent() ? json.value(time.get()) : json.nothing();
  }

  /// @param time [Instant#EPOCH] for never
  static JsonWriter time(JsonWriter json, Instant time) {
    return time.equals(Instant.EPOCH) ? json.nothing() : json.value(time);
  }

  /// Nobody's words are quoted by others here yet: who reads it hides the button.
  static JsonWriter noQuotes(JsonWriter json) {
    json.name("quote_approval").object().name("automatic").array().end();
    return json.name("manual").array().end().field("current_user", "denied").end();
  }

  static JsonWriter textOrNull(JsonWriter json, String text) {
    return text.isEmpty() ? json.nothing() : json.value(text);
  }
}
