package verbatim.http;

import java.io.IOException;
import java.time.Duration;

/// Where a streamed body goes. Writing blocks (the virtual thread only) while the client is slow,
/// and throws when it has gone or is too slow.
public interface Outflow {
  /// Sends these bytes at once.
  ///
  /// @param max how long a client may take for them
  /// @throws IOException when it has gone, or has not taken them in this time: then the answer ends
  void write(byte[] bytes, Duration max) throws IOException, InterruptedException;

  /// False once the client has gone or the server is stopping.
  boolean isOpen();
}
