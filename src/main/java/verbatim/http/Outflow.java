package verbatim.http;

import java.io.IOException;

/// Where a streamed body goes. Writing blocks (the virtual thread only) while the client is slow,
/// and throws when it has gone or is too slow.
public interface Outflow {
  /// Sends these bytes at once.
  void write(byte[] bytes) throws IOException;

  /// False once the client has gone or the server is stopping.
  boolean isOpen();
}
