package verbatim.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Route;
import verbatim.rendering.Pictures;

/// The plain pictures of those who have none of their own.
final class PictureRoutes {
  private final byte[] avatar = read("avatar.png");
  private final byte[] header = read("header.png");

  List<Route> routes() {
    return List.of(
        Route.get(Pictures.BLANK_AVATAR, Access.open(), _ -> picture(avatar), "nobody's picture"),
        Route.get(Pictures.BLANK_HEADER, Access.open(), _ -> picture(header), "nobody's header"));
  }

  private static Answer picture(byte[] bytes) {
    return Answer.bytes("image/png", bytes)
        .cachedForever()
        .header("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private static byte[] read(String name) {
    try (InputStream in = PictureRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("unreadable in the jar: " + name, e);
    }
  }
}
