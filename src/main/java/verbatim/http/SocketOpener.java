package verbatim.http;

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

    boolean isOpen();

    void close(int code, String reason);
  }
}
