package verbatim.http;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What goes back to a client. Unchangeable: each method makes another one, so a constant may be
/// kept and added to.
public final class Answer {
  public static final String JSON = "application/json; charset=utf-8";
  public static final String HTML = "text/html; charset=utf-8";
  public static final String TEXT = "text/plain; charset=utf-8";
  private static final byte[] NOTHING = new byte[0];
  private static final int TAG_CHARACTERS = 32;
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  /// What the body is.
  sealed interface Body {
    record Bytes(byte[] bytes, int length) implements Body {}

    record File(Opener opener) implements Body {}

    record Stream(Streamer streamer) implements Body {}

    record Socket(SocketOpener opener) implements Body {}
  }

  /// Writes a body piece by piece on the request's own (virtual) thread, for as long as it likes:
  /// server-sent events, large exports. It ends by returning.
  @FunctionalInterface
  public interface Streamer {
    void write(Outflow outflow) throws IOException, InterruptedException;
  }

  /// Opens the bytes of a file when they are sent.
  @FunctionalInterface
  public interface Opener {
    SeekableByteChannel open() throws IOException;
  }

  record Header(String name, String value, @Nullable Header next) {}

  private final int status;
  private final String type;
  private final Body body;
  private final @Nullable Header headers;

  private Answer(int status, String type, Body body, @Nullable Header headers) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.headers = headers;
  }

  public static Answer json(JsonWriter json) {
    return new Answer(200, JSON, new Body.Bytes(json.buffer(), json.length()), null);
  }

  public static Answer json(byte[] json) {
    return bytes(JSON, json);
  }

  /// `{}`: what the client API answers when there is nothing to say.
  public static Answer empty() {
    return bytes(JSON, EMPTY_OBJECT);
  }

  /// @param length bytes of the page, from the first one on; the rest is room
  public static Answer html(byte[] page, int length) {
    return new Answer(200, HTML, new Body.Bytes(page, length), null);
  }

  public static Answer html(String page) {
    return bytes(HTML, page.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer text(String text) {
    return bytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer bytes(String type, byte[] bytes) {
    return new Answer(200, type, new Body.Bytes(bytes, bytes.length), null);
  }

  /// A file, with its length and, for one range, parts of it.
  public static Answer file(String type, Path path) {
    return file(type, () -> FileChannel.open(path, StandardOpenOption.READ));
  }

  /// The same for what does not lie there as it is sent.
  public static Answer file(String type, Opener opener) {
    return new Answer(200, type, new Body.File(opener), null);
  }

  public static Answer stream(String type, Streamer streamer) {
    return new Answer(200, type, new Body.Stream(streamer), null);
  }

  /// Turns the connection into a WebSocket.
  public static Answer socket(SocketOpener opener) {
    return new Answer(101, "", new Body.Socket(opener), null);
  }

  /// A status and nothing else.
  public static Answer status(int status, String type, byte[] body) {
    return new Answer(status, type, new Body.Bytes(body, body.length), null);
  }

  /// 303: look there with GET.
  public static Answer seeOther(URI location) {
    return redirect(303, location);
  }

  public static Answer redirect(int status, URI location) {
    return new Answer(status, "", new Body.Bytes(NOTHING, 0), null)
        .header("Location", location.toASCIIString());
  }

  public Answer status(int other) {
    return new Answer(other, type, body, headers);
  }

  /// Adds a header. A value with control characters is a fault of the caller, for it would split
  /// the answer.
  public Answer header(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
        throw new IllegalStateException("character " + (int) c + " in header " + name);
      }
    }
    return new Answer(status, type, body, new Header(name, value, headers));
  }

  /// Sets a cookie that scripts cannot read; behind https the name starts with `__Host-`.
  public Answer cookie(String name, String value, Duration age, Request request) {
    return header("Set-Cookie", request.cookieLine(name, value, age));
  }

  /// May be kept by everybody for that long.
  public Answer cached(Duration age) {
    return header("Cache-Control", "public, max-age=" + age.toSeconds());
  }

  /// Never changes under this address.
  public Answer cachedForever() {
    return header("Cache-Control", "public, max-age=31536000, immutable");
  }

  /// May be kept by this viewer only, and must be asked about each time.
  public Answer privately() {
    return header("Cache-Control", "private, no-cache");
  }

  /// Sends `ETag`, and 304 with no body when the client has these very bytes.
  public Answer tagged(String tag) {
    return header("ETag", '"' + tag + '"');
  }

  /// The same with a tag made from these very bytes; weak, for they go out packed or not.
  public Answer taggedByContent() {
    if (!(body instanceof Body.Bytes(byte[] bytes, int length))) {
      throw new IllegalStateException("only bytes can be tagged by what they are");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      String tag = HexFormat.of().formatHex(digest.digest()).substring(0, TAG_CHARACTERS);
      return header("ETag", "W/\"" + tag + '"');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public int status() {
    return status;
  }

  String type() {
    return type;
  }

  Body body() {
    return body;
  }

  @Nullable Header headers() {
    return headers;
  }

  /// The first value of a header; "" when there is none.
  String header(String name) {
    for (Header h = headers; h != null; h = h.next()) {
      if (h.name().equalsIgnoreCase(name)) {
        return h.value();
      }
    }
    return "";
  }
}
