package verbatim.http;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each request and one for each fault. A line holds the route's template, never the
/// path, the query, a header or a body: those are private, or written by an attacker. The client's
/// address stands there only if the settings say so.
final class RequestLog implements org.eclipse.jetty.server.RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("verbatim.requests");
  private static final int FRAMES_MAX = 24;
  private static final int CAUSES_MAX = 4;
  private static final long NANOS_PER_MS = 1_000_000;

  private final RequestCounts counts;
  private final boolean isAddressLogged;

  RequestLog(RequestCounts counts, boolean isAddressLogged) {
    this.counts = counts;
    this.isAddressLogged = isAddressLogged;
  }

  @Override
  public void log(org.eclipse.jetty.server.Request jetty, Response response) {
    counts.count(
        jetty,
        jetty.getAttribute(Dispatch.ATTRIBUTE) instanceof Request request ? request.route() : null,
        response);
    if (!LOG.isInfoEnabled()) {
      return;
    }
    StringBuilder line = new StringBuilder(96);
    line.append("method=").append(method(jetty.getMethod())).append(" route=");
    if (jetty.getAttribute(Dispatch.ATTRIBUTE) instanceof Request request) {
      line.append(template(request));
    } else {
      line.append('-');
    }
    line.append(" status=").append(response.getStatus());
    line.append(" ms=").append(NanoTime.since(jetty.getBeginNanoTime()) / NANOS_PER_MS);
    if (jetty.getAttribute(Dispatch.ATTRIBUTE) instanceof Request request) {
      line.append(" request=").append(request.requestId());
      if (isAddressLogged) {
        line.append(" address=").append(request.address().getHostAddress());
      }
    }
    LOG.info(line.toString());
  }

  /// A bug. The stack is written by hand, without the exceptions' words: those may quote what
  /// somebody wrote, and break the line.
  void fault(Request request, Throwable thrown) {
    StringBuilder line = new StringBuilder(512);
    line.append("fault request=").append(request.requestId());
    line.append(" route=").append(template(request));
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
      line.append(i == 0 ? " " : " caused by ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int f = 0; f < Math.min(frames.length, FRAMES_MAX) && !isOurs(frames[f]); f++) {
        line.append(f == 0 ? " at " : " < ").append(frames[f]);
      }
    }
    LOG.error(line.toString());
  }

  /// What lies below the handler is the same for all faults.
  private static boolean isOurs(StackTraceElement frame) {
    return frame.getClassName().equals(Dispatch.class.getName());
  }

  private static String template(Request request) {
    Route route = request.route();
    return route == null ? "-" : route.path();
  }

  /// Only words of our own: a method may be anything.
  private static String method(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
      default -> "other";
    };
  }
}
