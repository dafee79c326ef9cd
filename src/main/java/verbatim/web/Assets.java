package verbatim.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;

/// The files of the pages: the style sheet, under an address that changes with its content, so that
/// browsers may keep it for ever.
final class Assets {
  private static final int VERSION_CHARACTERS = 12;
  private final byte[] style = read("verbatim.css");
  private final String styleVersion = version(style);
  private final byte[] icon = read("icon.svg");
  private final String iconVersion = version(icon);

  List<Route> routes() {
    return List.of(
        Route.get("/assets/:version/verbatim.css", Access.open(), this::style, "the style sheet"),
        Route.get(
            "/assets/:version/icon.svg",
            Access.open(),
            this::icon,
            "the picture beside the title"));
  }

  String styleAddress() {
    return "/assets/" + styleVersion + "/verbatim.css";
  }

  String iconAddress() {
    return "/assets/" + iconVersion + "/icon.svg";
  }

  private Answer style(Request request) {
    return file(request, styleVersion, "text/css; charset=utf-8", style);
  }

  private Answer icon(Request request) {
    return file(request, iconVersion, "image/svg+xml", icon);
  }

  private static Answer file(Request request, String version, String type, byte[] bytes) {
    if (!request.variable("version").equals(version)) {
      throw Refusal.notFound();
    }
    return Answer.bytes(type, bytes).cachedForever();
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

  private static String version(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .substring(0, VERSION_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
