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

  static JsonWriter textOrNull(JsonWriter json, String text) {
    return text.isEmpty() ? json.nothing() : json.value(text);
  }
}
