package verbatim.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;

/// The files of the pages: style sheet, modules, icons. All stand under one address that changes
/// when any of them does, so browsers may keep them for ever, and modules find each other.
public final class Assets {
  private static final int VERSION_CHARACTERS = 12;
  private static final String ICON = "icon.svg";
  private static final String WORKER = "worker.js";
  private static final Duration KEPT = Duration.ofDays(1);

  // What is public may be read; whoever does not want to be found says so on his own pages.
  private static final String ROBOTS =
      """
      User-agent: *
      Disallow: /api/
      Disallow: /auth/
      Disallow: /oauth/
      Disallow: /settings/
      Disallow: /setup
      """;

  /// What is served; a module that is not named here is not there.
  static final List<String> FILES =
      List.of(
          "verbatim.css",
          "articles.css",
          "article.js",
          ICON,
          "icon-192.png",
          "icon-512.png",
          "icon-maskable.png",
          "htmx.js",
          "app.js",
          "actions.js",
          "answers.js",
          "compose.js",
          "compose.css",
          "stories.css",
          "completing.js",
          "emoji.js",
          "excerpts.css",
          "excerpts.js",
          "grades.svg",
          "leaving.js",
          "outbox.js",
          "picturing.js",
          "writing.js",
          "install.js",
          "keys.js",
          "live.js",
          "moving.js",
          "pages.js",
          "passkeys.js",
          "sx1.js",
          "talk.js",
          "thread.js",
          "time.js",
          "toast.js",
          "verify.js",
          "viewer.js",
          "words.js");

  /// Modules that are asked for when somebody begins to write, to check or to sign in, or when
  /// something moves, and not before.
  private static final Set<String> LATER =
      Set.of(
          "article.js",
          "completing.js",
          "emoji.js",
          "excerpts.js",
          "moving.js",
          "leaving.js",
          "outbox.js",
          "passkeys.js",
          "picturing.js",
          "writing.js",
          "sx1.js",
          "talk.js",
          "verify.js",
          "viewer.js");

  /// As they are written: others' work, and what people read.
  private static final Set<String> VERBATIM = Set.of("htmx.js", "sx1.js", "verify.js");

  private static final Pattern COMMENTS = Pattern.compile("/\\*[^*]*\\*/");

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, byte[]> packed = new HashMap<>();
  private final String version;
  private final String worker;

  Assets() {
    FILES.forEach(name -> files.put(name, lean(name, read(name))));
    worker = new String(read(WORKER), StandardCharsets.UTF_8);
    version = version(files.values());
    files.forEach((name, bytes) -> packed.put(name, pack(bytes)));
  }

  /// Where the files are.
  ///
  /// @param root ends with a slash
  public record Addresses(String root) {
    public String of(String name) {
      return root + name;
    }

    /// All that the first module leads to: asked for at once, not one after the other.
    public List<String> modules() {
      return FILES.stream()
          .filter(name -> name.endsWith(".js") && !name.equals("htmx.js") && !LATER.contains(name))
          .map(this::of)
          .toList();
    }
  }

  Addresses addresses() {
    return new Addresses("/assets/" + version + "/");
  }

  /// What the worker does; it stands at an address of its own, since its scope is what lies below
  /// it.
  String workerText() {
    return worker;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/assets/:version/:name", Access.open(), this::file, "a file of the pages"),
        Route.get(
            "/favicon.ico", Access.open(), this::plainIcon, "the picture for whoever guesses"),
        Route.get("/robots.txt", Access.open(), this::robots, "what machines that read may read"));
  }

  private Answer file(Request request) {
    byte[] bytes =
        Optional.ofNullable(files.get(request.variable("name")))
            .filter(_ -> request.variable("version").equals(version))
            .orElseThrow(Refusal::notFound);
    String type = type(request.variable("name"));
    byte[] packed = packed(request.variable("name"));
    String accepted = request.header("Accept-Encoding").replace(" ", "");
    return accepted.contains("gzip") && !accepted.contains("gzip;q=0")
        ? Answer.bytes(type, packed).header("Content-Encoding", "gzip").cachedForever()
        : Answer.bytes(type, bytes).cachedForever();
  }

  private byte[] packed(String name) {
    byte[] found = packed.get(name);
    if (found == null) {
      throw new IllegalStateException(name);
    }
    return found;
  }

  private static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Tight gzip = new Tight(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// As small as it gets, since it is done once: answers in general are compressed for speed.
  private static final class Tight extends GZIPOutputStream {
    Tight(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private Answer plainIcon(Request request) {
    return Answer.bytes(type(ICON), Objects.requireNonNull(files.get(ICON))).cached(KEPT);
  }

  private Answer robots(Request request) {
    return Answer.text(ROBOTS).cached(KEPT);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "json", "webmanifest" -> "application/manifest+json";
      default -> throw new IllegalStateException(name);
    };
  }

  /// A browser needs no comments; whoever checks an excerpt by reading what checks it does.
  private static byte[] lean(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (name.endsWith(".css")) {
      return COMMENTS.matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8);
    }
    if (!name.endsWith(".js") || VERBATIM.contains(name)) {
      return bytes;
    }
    return text.lines()
        .filter(line -> !line.stripLeading().startsWith("//"))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("/web/assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packed");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version(Iterable<byte[]> all) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      all.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
