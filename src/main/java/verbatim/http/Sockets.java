package verbatim.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Limits;

/// WebSockets. A client that reads too slowly is closed when its queue is full; a silent one is
/// pinged, so that proxies keep the connection and dead ones are noticed.
final class Sockets {
  private static final int CLOSED_FOR_LAG = 1008;
  private final ServerWebSocketContainer container;

  Sockets(Server server, Limits.Http limits) {
    container = ServerWebSocketContainer.ensure(server);
    container.setMaxTextMessageSize(limits.socketTextBytesMax());
    container.setMaxBinaryMessageSize(limits.socketTextBytesMax());
    container.setMaxFrameSize(limits.socketTextBytesMax());
    container.setMaxOutgoingFrames(limits.socketFramesMax());
    container.setIdleTimeout(idle(limits));
  }

  /// Keeps every socket that still answers alive; called again and again.
  void ping() {
    for (Session session : container.getOpenSessions()) {
      session.sendPing(ByteBuffer.allocate(0), org.eclipse.jetty.websocket.api.Callback.NOOP);
    }
  }

  private static Duration idle(Limits.Http limits) {
    return limits.idleMax();
  }

  boolean upgrade(SocketOpener opener, Request request, Response response, Callback callback) {
    return container.upgrade(
        (upgrade, accepted, _) -> {
          // Browsers that carry their token here close the connection unless it is echoed.
          List<String> protocols = upgrade.getSubProtocols();
          if (!protocols.isEmpty()) {
            accepted.setAcceptedSubProtocol(protocols.getFirst());
          }
          // Compression would keep a window for each connection, five times what all else costs,
          // and
          // lets a small frame become a large one.
          accepted.setExtensions(List.of());
          return new Endpoint(opener);
        },
        request,
        response,
        callback);
  }

  /// Public, for Jetty calls it by method handle.
  public static final class Endpoint implements Session.Listener.AutoDemanding {
    private final SocketOpener opener;
    private SocketOpener.@Nullable Listener listener;

    Endpoint(SocketOpener opener) {
      this.opener = opener;
    }

    @Override
    public void onWebSocketOpen(Session session) {
      listener = opener.open(new Line(session));
    }

    @Override
    public void onWebSocketText(String message) {
      if (listener != null) {
        listener.text(message);
      }
    }

    /// Clients go without a word, and what they send wrongly is answered by a close: neither is
    /// news.
    @Override
    public void onWebSocketError(Throwable cause) {}

    @Override
    public void onWebSocketClose(
        int code, @Nullable String reason, org.eclipse.jetty.websocket.api.Callback callback) {
      if (listener != null) {
        listener.closed();
      }
      callback.succeed();
    }
  }

  private record Line(Session session) implements SocketOpener.Socket {
    @Override
    public boolean send(String text) {
      if (!session.isOpen()) {
        return false;
      }
      session.sendText(
          text,
          new org.eclipse.jetty.websocket.api.Callback() {
            @Override
            public void fail(Throwable thrown) {
              close(CLOSED_FOR_LAG, "too slow");
            }
          });
      return session.isOpen();
    }

    @Override
    public boolean write(String text, Duration max) throws InterruptedException {
      if (!session.isOpen()) {
        return false;
      }
      var written = new org.eclipse.jetty.websocket.api.Callback.Completable();
      session.sendText(text, written);
      try {
        written.get(max.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (ExecutionException | TimeoutException _) {
        session.disconnect();
        return false;
      }
    }

    @Override
    public void cut(int code, String reason) {
      // Whoever does not read would never let the close frame through.
      close(code, reason);
      session.disconnect();
    }

    @Override
    public boolean isOpen() {
      return session.isOpen();
    }

    @Override
    public void close(int code, String reason) {
      session.close(code, reason, org.eclipse.jetty.websocket.api.Callback.NOOP);
    }
  }
}
