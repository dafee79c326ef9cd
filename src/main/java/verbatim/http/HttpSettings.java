package verbatim.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import verbatim.kernel.Limits;

/// What the HTTP server is told at start.
///
/// @param bind address and port; port 0 for a free one
/// @param publicUrl the only origin that appears in what we send: `https://HOST`
/// @param trustedProxies addresses or networks (`10.0.0.0/8`) whose X-Forwarded-For is believed
/// @param uploads a folder for bodies too large for memory; what an earlier run left there is
///     removed
/// @param isAddressLogged whether client addresses stand in the request log
/// @param stopMax how long running requests may go on after a stop
public record HttpSettings(
    InetSocketAddress bind,
    URI publicUrl,
    List<String> trustedProxies,
    Path uploads,
    boolean isAddressLogged,
    Duration stopMax,
    Limits.Http limits) {
  public boolean isHttps() {
    return "https".equals(publicUrl.getScheme());
  }

  /// As browsers send it in `Origin`.
  String origin() {
    int port = publicUrl.getPort();
    return publicUrl.getScheme() + "://" + publicUrl.getHost() + (port < 0 ? "" : ":" + port);
  }
}
