package verbatim.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Fetches documents of other servers. Addresses come from strangers, so it connects to the public
/// network only (looked at after the name is resolved, at the moment of connecting: a name that
/// resolves anew finds no gap), follows few redirects and never one to plain HTTP, unpacks nothing,
/// and gives up at a deadline that holds for everything together.
public final class Outbound implements AutoCloseable {
  private static final int REDIRECTS_MAX = 3;
  private static final int THREADS_MAX = 8;
  private static final String AGENT = "Verbatim";

  /// What it may do.
  ///
  /// @param exchangeMax for the redirects, the connecting and the body together
  /// @param takesAnyAddress for tests, and for servers of this machine that somebody names at the
  ///     prompt: also plain HTTP, and addresses of this machine
  public record Limits(int bodyBytesMax, Duration exchangeMax, boolean takesAnyAddress) {}

  /// What came back with a 200.
  public record Fetched(URI address, String mediaType, byte[] body) {}

  /// It did not come; the message is safe to show, and tells nothing of this machine's network.
  public static final class NotFetched extends IOException {
    private static final long serialVersionUID = 1L;

    NotFetched(String why) {
      super(why);
    }
  }

  private final HttpClient client;
  private final Limits limits;

  public Outbound(Limits limits) {
    this.limits = limits;
    this.client = new HttpClient();
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 1);
    threads.setName("outbound");
    threads.setDaemon(true);
    client.setExecutor(threads);
    Scheduler scheduler = new ScheduledExecutorScheduler("outbound", true);
    client.setScheduler(scheduler);
    SocketAddressResolver names =
        new SocketAddressResolver.Async(threads, scheduler, limits.exchangeMax().toMillis());
    client.setSocketAddressResolver(limits.takesAnyAddress() ? names : new Guarded(names));
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setConnectTimeout(limits.exchangeMax().toMillis());
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    try {
      client.start();
    } catch (Exception e) {
      // Jetty's signature; nothing of a client's start fails for a reason of the day.
      throw new IllegalStateException(e);
    }
    // A small body could unpack to a large one.
    client.getContentDecoderFactories().clear();
  }

  /// Leaves out whatever is not public.
  private record Guarded(SocketAddressResolver resolver) implements SocketAddressResolver {
    @Override
    public void resolve(
        String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> then) {
      resolver.resolve(
          host,
          port,
          context,
          new Promise<>() {
            @Override
            public void succeeded(List<InetSocketAddress> found) {
              List<InetSocketAddress> open = found.stream().filter(Guarded::isPublic).toList();
              if (open.isEmpty()) {
                then.failed(new NotFetched("no public address"));
              } else {
                then.succeeded(open);
              }
            }

            @Override
            public void failed(Throwable why) {
              then.failed(why);
            }
          });
    }

    private static boolean isPublic(SocketAddress address) {
      return address instanceof InetSocketAddress inet
          && !inet.isUnresolved()
          && PublicAddresses.holds(inet.getAddress());
    }
  }

  /// @param accept the media type that is asked for
  public Fetched fetch(URI address, String accept) throws NotFetched {
    long until = System.nanoTime() + limits.exchangeMax().toNanos();
    URI at = address;
    for (int i = 0; i <= REDIRECTS_MAX; i++) {
      require(at);
      ContentResponse response = ask(at, accept, until - System.nanoTime());
      int status = response.getStatus();
      if (status >= 300 && status < 400 && response.getHeaders().contains(HttpHeader.LOCATION)) {
        at = redirected(at, response.getHeaders().get(HttpHeader.LOCATION));
        continue;
      }
      if (status != 200) {
        throw new NotFetched(at.getHost() + " answered " + status);
      }
      String type = response.getMediaType();
      return new Fetched(at, type == null ? "" : type, response.getContent());
    }
    throw new NotFetched("led on too often");
  }

  /// Sends a body to an address that its user typed; follows nothing.
  ///
  /// @param headers more of them, as a token
  public Fetched post(URI address, String mediaType, byte[] body, Map<String, String> headers)
      throws NotFetched {
    require(address);
    Request request =
        client
            .POST(address)
            .headers(all -> headers.forEach(all::put))
            .body(new BytesRequestContent(mediaType, body));
    ContentResponse response = answer(request, "application/json", limits.exchangeMax().toNanos());
    if (response.getStatus() != 200) {
      throw new NotFetched(address.getHost() + " answered " + response.getStatus());
    }
    String type = response.getMediaType();
    return new Fetched(address, type == null ? "" : type, response.getContent());
  }

  private void require(URI at) throws NotFetched {
    String scheme = at.getScheme() == null ? "" : at.getScheme().toLowerCase(Locale.ROOT);
    boolean isSecure = scheme.equals("https") || limits.takesAnyAddress() && scheme.equals("http");
    if (!isSecure || at.getHost() == null || at.getRawUserInfo() != null) {
      throw new NotFetched("no address that is fetched: only https://");
    }
  }

  private static URI redirected(URI from, String location) throws NotFetched {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException _) {
      throw new NotFetched("led to no address");
    }
  }

  private ContentResponse ask(URI at, String accept, long nanosLeft) throws NotFetched {
    if (nanosLeft <= 0) {
      throw new NotFetched("too slow");
    }
    return answer(client.newRequest(at), accept, nanosLeft);
  }

  private ContentResponse answer(Request asked, String accept, long nanosLeft) throws NotFetched {
    Request request = asked.agent(AGENT).accept(accept).timeout(nanosLeft, TimeUnit.NANOSECONDS);
    try {
      return new CompletableResponseListener(request, limits.bodyBytesMax())
          .send()
          .get(nanosLeft, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new NotFetched(why(e.getCause()));
    } catch (TimeoutException _) {
      var _ = request.abort(new NotFetched("too slow")); // Whether it ended by itself meanwhile.
      throw new NotFetched("too slow");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      var _ = request.abort(new NotFetched("interrupted")); // Whether it ended by itself meanwhile.
      throw new NotFetched("interrupted");
    }
  }

  /// Not the cause's own words: they would tell what stands behind a name inside.
  private static String why(@Nullable Throwable cause) {
    return switch (cause) {
      case NotFetched known -> String.valueOf(known.getMessage());
      case TimeoutException _ -> "too slow";
      case IllegalArgumentException _ -> "larger than is taken";
      case null, default -> "cannot be reached";
    };
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
