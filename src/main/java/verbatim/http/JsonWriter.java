package verbatim.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Collection;

/// Writes JSON straight into a growing byte buffer, for what is written thousands of times a
/// second. Commas are its own business; nothing checks that objects are closed but the tests of the
/// callers.
///
///     new JsonWriter().object().field("id", id).name("account").raw(cached).end().bytes()
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final int START_BYTES = 1024;
  private static final int DEPTH_MAX = 64;
  private static final int UTF8_BYTES_PER_CHAR_MAX = 6;

  private byte[] buffer;
  private int length;
  private boolean comma;
  // One bit for each open level: set for an object, clear for an array.
  private long levels;
  private int depth;

  public JsonWriter() {
    this(START_BYTES);
  }

  public JsonWriter(int startBytes) {
    buffer = new byte[startBytes];
  }

  public JsonWriter object() {
    return open('{', 1);
  }

  public JsonWriter array() {
    return open('[', 0);
  }

  /// Closes the innermost object or array.
  public JsonWriter end() {
    if (depth == 0) {
      throw new IllegalStateException("nothing is open");
    }
    put((byte) ((levels & 1) == 1 ? '}' : ']'));
    levels >>>= 1;
    depth--;
    comma = true;
    return this;
  }

  public JsonWriter name(String name) {
    before();
    quoted(name);
    put((byte) ':');
    comma = false;
    return this;
  }

  public JsonWriter value(CharSequence text) {
    before();
    quoted(text);
    comma = true;
    return this;
  }

  public JsonWriter value(long number) {
    before();
    digits(number);
    comma = true;
    return this;
  }

  public JsonWriter value(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("not a JSON number: " + number);
    }
    return ascii(Double.toString(number));
  }

  public JsonWriter value(boolean flag) {
    return ascii(flag ? "true" : "false");
  }

  /// ISO 8601 in UTC, always with three digits of a second, as clients expect.
  public JsonWriter value(Instant time) {
    return value(MILLIS.format(time));
  }

  public JsonWriter nothing() {
    return ascii("null");
  }

  /// An id: its decimal form as a string.
  public JsonWriter id(long id) {
    before();
    put((byte) '"');
    digits(id);
    put((byte) '"');
    comma = true;
    return this;
  }

  /// A finished JSON value, spliced in as it is.
  public JsonWriter raw(byte[] json) {
    return raw(json, 0, json.length);
  }

  public JsonWriter raw(byte[] json, int from, int count) {
    before();
    ensure(count);
    System.arraycopy(json, from, buffer, length, count);
    length += count;
    comma = true;
    return this;
  }

  /// Members without their braces (`"a":1,"b":2`), spliced into the open object.
  public JsonWriter members(byte[] json) {
    return json.length == 0 ? this : raw(json);
  }

  public JsonWriter field(String name, CharSequence text) {
    return name(name).value(text);
  }

  public JsonWriter field(String name, long number) {
    return name(name).value(number);
  }

  public JsonWriter field(String name, boolean flag) {
    return name(name).value(flag);
  }

  public JsonWriter field(String name, Instant time) {
    return name(name).value(time);
  }

  public JsonWriter field(String name, byte[] json) {
    return name(name).raw(json);
  }

  public JsonWriter fieldId(String name, long id) {
    return name(name).id(id);
  }

  public JsonWriter fieldNull(String name) {
    return name(name).nothing();
  }

  public JsonWriter field(String name, Collection<String> texts) {
    name(name).array();
    for (String text : texts) {
      value(text);
    }
    return end();
  }

  public int length() {
    return length;
  }

  /// A copy of what was written so far.
  public byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }

  /// The buffer itself, for an answer that is sent at once.
  byte[] buffer() {
    return buffer;
  }

  @Override
  public String toString() {
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  private JsonWriter open(char bracket, int bit) {
    if (depth == DEPTH_MAX) {
      throw new IllegalStateException("deeper than " + DEPTH_MAX);
    }
    before();
    put((byte) bracket);
    levels = (levels << 1) | bit;
    depth++;
    comma = false;
    return this;
  }

  private void before() {
    if (comma) {
      put((byte) ',');
    }
  }

  private JsonWriter ascii(String text) {
    before();
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
    comma = true;
    return this;
  }

  private void digits(long number) {
    if (number < 0) {
      if (number == Long.MIN_VALUE) {
        comma = false;
        ascii(Long.toString(number));
        return;
      }
      put((byte) '-');
      number = -number;
    }
    int count = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      count++;
    }
    ensure(count);
    for (int at = length + count - 1; at >= length; at--) {
      buffer[at] = (byte) ('0' + number % 10);
      number /= 10;
    }
    length += count;
  }

  private void quoted(CharSequence text) {
    int count = text.length();
    ensure(count * UTF8_BYTES_PER_CHAR_MAX + 2);
    byte[] out = buffer;
    int at = length;
    out[at++] = '"';
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        if (c >= 0x20 && c != '"' && c != '\\') {
          out[at++] = (byte) c;
        } else {
          at = escaped(out, at, c);
        }
      } else if (c < 0x800) {
        out[at++] = (byte) (0xc0 | (c >> 6));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        out[at++] = (byte) (0xe0 | (c >> 12));
        out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < count
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        out[at++] = (byte) (0xf0 | (point >> 18));
        out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (point & 0x3f));
      } else {
        // Half a pair is no character; clients refuse a whole page for it, escaped or not.
        out[at++] = (byte) 0xef;
        out[at++] = (byte) 0xbf;
        out[at++] = (byte) 0xbd;
      }
    }
    out[at++] = '"';
    length = at;
  }

  private static int escaped(byte[] out, int at, char c) {
    byte letter =
        switch (c) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (letter == 0) {
      return unicode(out, at, c);
    }
    out[at] = '\\';
    out[at + 1] = letter;
    return at + 2;
  }

  private static int unicode(byte[] out, int at, char c) {
    out[at] = '\\';
    out[at + 1] = 'u';
    out[at + 2] = HEX[c >> 12];
    out[at + 3] = HEX[(c >> 8) & 15];
    out[at + 4] = HEX[(c >> 4) & 15];
    out[at + 5] = HEX[c & 15];
    return at + 6;
  }

  private void put(byte b) {
    ensure(1);
    buffer[length++] = b;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(length, more)));
    }
  }
}
