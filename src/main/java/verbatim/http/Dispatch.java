package verbatim.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import verbatim.access.Caller;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// What happens to each request, in this order for all routes: read the path, find the route,
/// authenticate, count, authorise, then let the handler work. A handler never runs before all of
/// that.
final class Dispatch extends Handler.Abstract {
  private static final int CAUSES_MAX = 8;
  static final String ATTRIBUTE = Dispatch.class.getName();
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final Router router;
  private final Gate gate;
  private final RateLimits limits;
  private final ErrorPage errorPage;
  private final Sender sender;
  private final TrustedProxies proxies;
  private final Request.Parts parts;
  private final RequestLog log;
  private final AtomicLong requestIds;

  Dispatch(
      Router router,
      Gate gate,
      RateLimits limits,
      ErrorPage errorPage,
      Sender sender,
      TrustedProxies proxies,
      Request.Parts parts,
      RequestLog log,
      long firstRequestId) {
    this.router = router;
    this.gate = gate;
    this.limits = limits;
    this.errorPage = errorPage;
    this.sender = sender;
    this.proxies = proxies;
    this.parts = parts;
    this.log = log;
    this.requestIds = new AtomicLong(firstRequestId);
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request jetty, Response response, Callback callback) {
    // Steps of an odd constant visit every number once, and do not tell how many requests came.
    String id = Long.toUnsignedString(requestIds.addAndGet(ODD), 36);
    ScopedValue.where(RequestId.CURRENT, id).run(() -> serve(id, jetty, response, callback));
    return true;
  }

  private void serve(
      String id, org.eclipse.jetty.server.Request jetty, Response response, Callback callback) {
    Request request = new Request(jetty, parts, id, address(jetty), methodOf(jetty));
    jetty.setAttribute(ATTRIBUTE, request);
    try {
      Answer answer = answer(request, jetty, response);
      // Also after a yes that needed no body: over HTTP/2 unread bytes would reset the stream, and
      // the client would take the answer for a failure.
      if (answer.status() != 408 && request.method().changes()) {
        Body.drain(jetty, parts.settings().limits());
      }
      sender.send(request, answer, jetty, response, callback);
    } catch (IOException e) {
      // The client has gone, or the answer cannot be finished: nobody is left to tell.
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    } catch (RuntimeException | Error e) {
      log.fault(request, e);
      callback.failed(new IOException("fault while answering"));
    } finally {
      finish(request);
    }
  }

  /// The outermost loop: whatever goes wrong becomes an answer here.
  private Answer answer(
      Request request, org.eclipse.jetty.server.Request jetty, Response response) {
    try {
      if (jetty.getMethod().equals("OPTIONS")) {
        return options(request, response);
      }
      return routed(request, jetty.getMethod());
    } catch (Refused refused) {
      return refusal(request, refused.refusal());
    } catch (Halt halt) {
      return halted(request, halt);
    } catch (Exception | StackOverflowError e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.fault(request, e);
      if (isDiskFull(e)) {
        return refusal(
            request, new Refusal.Unavailable("The server cannot store anything at the moment"));
      }
      return isForBrowser(request) ? page(request) : JsonErrors.fault(request.requestId());
    }
  }

  /// Files that could not be written: no fault of the program's, and it may be tried again. Java
  /// has no exception of its own for it.
  private static boolean isDiskFull(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      String words = cause.getMessage();
      if (cause instanceof IOException
          && words != null
          && (words.contains("No space left on device") || words.contains("quota exceeded"))) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private Answer routed(Request request, String verb) throws IOException, InterruptedException {
    if (!isKnown(verb)) {
      throw new Halt(405, "Method not allowed");
    }
    if (!isPlainlyFramed(request)) {
      throw new Halt(400, "Unknown Transfer-Encoding");
    }
    Router.Found found =
        router.find(request.method(), Segments.read(request.path()), request.header("Accept"));
    return switch (found) {
      case Router.Found.One one -> {
        request.matched(one);
        yield admitted(request, one.route());
      }
      case Router.Found.OtherMethods(var allowed) ->
          halted(request, new Halt(405, "Method not allowed")).header("Allow", words(allowed));
      case Router.Found.NotAcceptable() ->
          halted(request, new Halt(406, "No representation that you accept"));
      case Router.Found.Nothing() -> {
        count(request, Gate.STRANGER.caller(), RateLimits.Bucket.REQUESTS);
        known(request);
        throw Refusal.notFound();
      }
    };
  }

  /// Whoever is signed in reads also in his own frame what is not there.
  private void known(Request request) {
    if (isForBrowser(request) && !request.method().changes()) {
      try {
        Caller caller = gate.authenticate(Access.browser(), request);
        request.admitted(gate.admit(Access.browser(), caller));
      } catch (Refused _) {
        // Then as a stranger.
      }
    }
  }

  private Answer admitted(Request request, Route route) throws IOException, InterruptedException {
    boolean isPage = !Doors.isOfClients(request.path());
    if (isPage) {
      // By address, so before anybody looks who it is: a flood costs no session, and the page that
      // says so is a stranger's, without what is new to somebody.
      countPage(request);
    }
    Caller caller = authenticated(request, route, isPage);
    if (route.access().isOfBrowsers()) {
      // Before it is known whether he may: a page that refuses is his too.
      request.admitted(gate.admit(Access.browser(), caller));
    }
    if (!isPage) {
      count(request, caller, RateLimits.Bucket.REQUESTS);
    }
    request.admitted(gate.admit(route.access(), caller));
    if (route.bucket() != RateLimits.Bucket.REQUESTS) {
      count(request, caller, route.bucket());
    }
    return route.handler().answer(request);
  }

  private Caller authenticated(Request request, Route route, boolean isCounted) {
    try {
      return gate.authenticate(route.access(), request);
    } catch (Refused refused) {
      if (!isCounted) {
        // Guessing tokens is counted too.
        count(request, Gate.STRANGER.caller(), RateLimits.Bucket.REQUESTS);
      }
      throw refused;
    }
  }

  private void count(Request request, Caller caller, RateLimits.Bucket bucket) {
    if (bucket == RateLimits.Bucket.REQUESTS && !Doors.isOfClients(request.path())) {
      countPage(request);
      return;
    }
    RateLimits.Standing standing =
        switch (bucket) {
          case PAGES, REGISTRATIONS, SIGN_INS -> limits.count(bucket, request.address());
          case REQUESTS, POSTS, PRIVATE_SEARCHES, CHECKS ->
              switch (caller) {
                case Caller.SignedIn person -> limits.count(bucket, person.account());
                case Caller.Pending person -> limits.count(bucket, person.account());
                case Caller.Application _ -> limits.count(bucket, request.address());
                case Caller.Anonymous() -> limits.count(bucket, request.address());
              };
        };
    request.counted(standing);
    if (standing.isExceeded()) {
      throw new Refused(new Refusal.TooMany("Too many requests", standing.after()));
    }
  }

  /// A browser is not told how it stands: the headers would lie in answers that are kept for long.
  private void countPage(Request request) {
    RateLimits.Standing standing = limits.count(RateLimits.Bucket.PAGES, request.address());
    if (standing.isExceeded()) {
      throw new Refused(new Refusal.TooMany("Too many requests", standing.after()));
    }
  }

  /// A preflight needs no token and no route; any other OPTIONS tells the methods.
  private Answer options(Request request, Response response) {
    String path = request.path();
    Answer nothing = Answer.status(204, "", new byte[0]);
    if (path.equals("*")) {
      return nothing;
    }
    if (Doors.hasCors(path) && !request.header("Access-Control-Request-Method").isEmpty()) {
      Segments.read(path);
      Headers.preflight(response.getHeaders());
      return nothing;
    }
    return switch (router.find(Method.GET, Segments.read(path), request.header("Accept"))) {
      case Router.Found.One _ -> nothing.header("Allow", "GET, HEAD, OPTIONS");
      case Router.Found.NotAcceptable() -> nothing.header("Allow", "GET, HEAD, OPTIONS");
      case Router.Found.OtherMethods(var allowed) -> nothing.header("Allow", words(allowed));
      case Router.Found.Nothing() -> throw Refusal.notFound();
    };
  }

  private Answer refusal(Request request, Refusal refusal) {
    Answer json = JsonErrors.of(refusal);
    return isForBrowser(request) ? errorPage.page(json.status(), refusal, request) : json;
  }

  private Answer halted(Request request, Halt halt) {
    Answer answer =
        isForBrowser(request)
            ? errorPage.page(halt.status(), new Refusal.Malformed(halt.words()), request)
            : JsonErrors.error(halt.status(), halt.words());
    return halt.status() == 408 || halt.status() == 400
        ? answer.header("Connection", "close")
        : answer;
  }

  /// `identity, chunked` and its like are read in different ways by proxies: only `chunked` passes.
  private static boolean isPlainlyFramed(Request request) {
    List<String> codings = request.headers("Transfer-Encoding");
    return codings.isEmpty()
        || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
  }

  private Answer page(Request request) {
    try {
      return errorPage.fault(request);
    } catch (RuntimeException e) {
      log.fault(request, e);
      return JsonErrors.fault(request.requestId());
    }
  }

  /// Pages for browsers; JSON for programs.
  private static boolean isForBrowser(Request request) {
    Route route = request.route();
    if (route != null && route.access().isOfBrowsers()) {
      return true;
    }
    return !Doors.isOfClients(request.path())
        && request.header("Accept").toLowerCase(Locale.ROOT).contains("text/html");
  }

  private InetAddress address(org.eclipse.jetty.server.Request jetty) {
    InetAddress connection =
        jetty.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                && socket.getAddress() != null
            ? socket.getAddress()
            : InetAddress.getLoopbackAddress();
    return proxies.client(connection, jetty.getHeaders());
  }

  private void finish(Request request) {
    try {
      request.finish();
    } catch (IOException e) {
      log.fault(request, e);
    }
  }

  private static Method methodOf(org.eclipse.jetty.server.Request jetty) {
    return switch (jetty.getMethod()) {
      case "POST" -> Method.POST;
      case "PUT" -> Method.PUT;
      case "PATCH" -> Method.PATCH;
      case "DELETE" -> Method.DELETE;
      default -> Method.GET;
    };
  }

  private static boolean isKnown(String verb) {
    return switch (verb) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" -> true;
      default -> false;
    };
  }

  private static String words(Set<Method> allowed) {
    return allowed.stream()
        .map(m -> m == Method.GET ? "GET, HEAD" : m.name())
        .collect(Collectors.joining(", ", "", ", OPTIONS"));
  }
}
