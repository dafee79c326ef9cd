package verbatim.http;

import java.time.Duration;

/// Takes a WebSocket that was just opened.
@FunctionalInterface
public interface SocketOpener {
  /// Who listens to what the client sends. Keep the socket to write to it.
  Listener open(Socket socket);

  /// What comes from the client; calls never overlap.
  interface Listener {
    void text(String message);

    void closed();
  }

  /// The way to the client. Thread-safe.
  interface Socket {
    /// Sends a text, in order; false when the client has gone or lags so far behind that it was
    /// closed.
    boolean send(String text);

    /// Sends a text and waits until it is on its way. A client that does not take it in time is
    /// disconnected; false when it has gone.
    boolean write(String text, Duration max) throws InterruptedException;

    boolean isOpen();

    void close(int code, String reason);

    /// Closes without waiting for what the client has not read yet.
    void cut(int code, String reason);
  }
}
