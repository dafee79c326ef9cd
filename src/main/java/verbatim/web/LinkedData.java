package verbatim.web;

import java.nio.charset.StandardCharsets;
import verbatim.http.JsonWriter;

/// JSON-LD for machines that read pages. It stands in a `script` element that no browser runs, as
/// it is: so every sign with which it could end that element, begin a comment or become another
/// reader's line end is written as JSON writes signs it cannot say.
public final class LinkedData {
  static final LinkedData NONE = new LinkedData("");

  private final String value;

  private LinkedData(String value) {
    this.value = value;
  }

  static LinkedData of(JsonWriter json) {
    String plain = new String(json.bytes(), StandardCharsets.UTF_8);
    StringBuilder safe = new StringBuilder(plain.length() + 64);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        safe.append("\\u").append(String.format("%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return new LinkedData(safe.toString());
  }

  public String value() {
    return value;
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }
}
