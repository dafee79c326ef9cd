package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;

/// The files of the pages: style sheet, modules, icons. All stand under one address that changes
/// when any of them does, so browsers may keep them for ever, and modules find each other.
public final class Assets {
  private static final int VERSION_CHARACTERS = 12;

  /// What is served; a module that is not named here is not there.
  static final List<String> FILES =
      List.of(
          "verbatim.css",
          "icon.svg",
          "htmx.js",
          "app.js",
          "actions.js",
          "compose.js",
          "keys.js",
          "live.js",
          "pages.js",
          "time.js",
          "toast.js",
          "words.js");

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final String version;

  Assets() {
    FILES.forEach(name -> files.put(name, read(name)));
    version = version(files.values());
  }

  /// Where the files are.
  ///
  /// @param root ends with a slash
  public record Addresses(String root) {
    public String of(String name) {
      return root + name;
    }
  }

  Addresses addresses() {
    return new Addresses("/assets/" + version + "/");
  }

  List<Route> routes() {
    return List.of(
        Route.get("/assets/:version/:name", Access.open(), this::file, "a file of the pages"));
  }

  private Answer file(Request request) {
    byte[] bytes =
        Optional.ofNullable(files.get(request.variable("name")))
            .filter(_ -> request.variable("version").equals(version))
            .orElseThrow(Refusal::notFound);
    return Answer.bytes(type(request.variable("name")), bytes).cachedForever();
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
