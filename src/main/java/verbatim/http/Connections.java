package verbatim.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractMetaDataConnection;
import org.jspecify.annotations.Nullable;

/// Watches open connections: so many from one address, and a request's head must be there in time.
/// Jetty's idle timeout alone is no defence: a byte every few seconds would hold a connection for
/// ever.
final class Connections implements Connection.Listener {
  private final Map<EndPoint, Watched> open = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();
  private final TrustedProxies proxies;
  private final int perAddressMax;
  private final long headerMaxNanos;

  Connections(TrustedProxies proxies, int perAddressMax, Duration headerMax) {
    this.proxies = proxies;
    this.perAddressMax = perAddressMax;
    this.headerMaxNanos = headerMax.toNanos();
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint endPoint = connection.getEndPoint();
    InetAddress address = address(endPoint);
    if (open.putIfAbsent(endPoint, new Watched(address)) != null) {
      return;
    }
    if (address != null
        && counts.merge(address, 1, Integer::sum) > perAddressMax
        && !proxies.trusts(address)) {
      endPoint.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    EndPoint endPoint = connection.getEndPoint();
    // An upgrade to HTTP/2 or WebSocket closes the old connection upon the same end point.
    if (!endPoint.isOpen()) {
      forget(endPoint);
    }
  }

  /// How many are counted, over all addresses.
  int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Closes what has been dripping for too long; called every moment.
  void sweep() {
    long now = System.nanoTime();
    open.forEach(
        (endPoint, watched) -> {
          if (!endPoint.isOpen()) {
            forget(endPoint);
          } else if (watched.isLate(endPoint.getConnection(), now, headerMaxNanos)) {
            endPoint.close();
          }
        });
  }

  private void forget(EndPoint endPoint) {
    Watched watched = open.remove(endPoint);
    if (watched != null && watched.address != null) {
      counts.computeIfPresent(watched.address, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private static @Nullable InetAddress address(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : null;
  }

  /// What a connection did when it was looked at last.
  private static final class Watched {
    // Kept here: a closed socket has forgotten it.
    private final @Nullable InetAddress address;
    private long requests;
    private long bytes;
    private long sinceNanos = System.nanoTime();
    private boolean isWaiting = true;

    Watched(@Nullable InetAddress address) {
      this.address = address;
    }

    /// True when a head has been coming for longer than allowed: since the connection was opened,
    /// or since the first byte seen after the last request.
    boolean isLate(Connection connection, long now, long maxNanos) {
      boolean isHttp1 = connection instanceof AbstractMetaDataConnection;
      if (!isHttp1 && !(connection instanceof HTTP2Connection)) {
        // A WebSocket has its own limits.
        return false;
      }
      long begun = connection.getMessagesIn();
      if (begun == 0) {
        return now - sinceNanos > maxNanos;
      }
      if (!isHttp1) {
        return false;
      }
      long read = connection.getBytesIn();
      if (begun != requests || begun > connection.getMessagesOut()) {
        requests = begun;
        bytes = read;
        isWaiting = false;
        return false;
      }
      if (!isWaiting && read > bytes) {
        isWaiting = true;
        sinceNanos = now;
      }
      return isWaiting && now - sinceNanos > maxNanos;
    }
  }
}
