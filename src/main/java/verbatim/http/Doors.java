package verbatim.http;

/// Which paths belong to programs of other origins rather than to browsers of ours: they get CORS,
/// errors as JSON, and are counted more strictly than pages and files.
final class Doors {
  private Doors() {}

  static boolean isOfClients(String path) {
    return path.startsWith("/api/")
        || path.equals("/oauth/token")
        || path.equals("/oauth/revoke")
        || path.equals("/oauth/userinfo")
        || path.startsWith("/.well-known/")
        || path.startsWith("/nodeinfo/");
  }

  static boolean isOfMedia(String path) {
    return path.startsWith("/media/");
  }

  static boolean hasCors(String path) {
    return isOfClients(path) || isOfMedia(path);
  }
}
