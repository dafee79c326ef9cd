package verbatim.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/// The headers that every answer carries whatever its handler said: against sniffing, framing,
/// leaking referrers, and caches that show one viewer's answer to another. A handler's own value
/// wins.
final class Headers {
  private static final HttpField NOSNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField NO_FRAMES = new PreEncodedHttpField("X-Frame-Options", "DENY");
  private static final HttpField NO_REFERRER =
      new PreEncodedHttpField("Referrer-Policy", "no-referrer");
  private static final HttpField OWN_REFERRER =
      new PreEncodedHttpField("Referrer-Policy", "same-origin");
  private static final HttpField CSP_NOTHING =
      new PreEncodedHttpField(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  private static final HttpField CSP_MEDIA =
      new PreEncodedHttpField(
          "Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
  private static final HttpField CSP_PAGE =
      new PreEncodedHttpField(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
              + " media-src 'self' blob:; font-src 'self'; connect-src 'self';"
              + " manifest-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'");
  private static final HttpField OWN_RESOURCE =
      new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin");
  private static final HttpField ANY_RESOURCE =
      new PreEncodedHttpField("Cross-Origin-Resource-Policy", "cross-origin");
  private static final HttpField HTTPS_ONLY =
      new PreEncodedHttpField("Strict-Transport-Security", "max-age=31536000");
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "private, no-store");
  private static final HttpField NO_CACHE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache");
  private static final HttpField ANY_ORIGIN =
      new PreEncodedHttpField("Access-Control-Allow-Origin", "*");
  private static final HttpField EXPOSED =
      new PreEncodedHttpField(
          "Access-Control-Expose-Headers",
          "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Idempotency-Key");
  private static final HttpField METHODS =
      new PreEncodedHttpField(
          "Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
  private static final HttpField ALLOWED =
      new PreEncodedHttpField(
          // "*" is any but Authorization; to old browsers it is a name.
          "Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, *");
  private static final HttpField MAX_AGE =
      new PreEncodedHttpField("Access-Control-Max-Age", "86400");
  private static final HttpField VARY_BROWSER =
      new PreEncodedHttpField(HttpHeader.VARY, "HX-Request, Accept, Cookie, Accept-Encoding");
  private static final HttpField VARY_TOKEN =
      new PreEncodedHttpField(HttpHeader.VARY, "Authorization, Accept-Encoding");
  private static final HttpField VARY_ACCEPT =
      new PreEncodedHttpField(HttpHeader.VARY, "Accept, Accept-Encoding");
  private static final HttpField VARY_TOKEN_ACCEPT =
      new PreEncodedHttpField(HttpHeader.VARY, "Authorization, Accept, Accept-Encoding");
  private static final HttpField VARY_ENCODING =
      new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");

  private final boolean isHttps;

  Headers(boolean isHttps) {
    this.isHttps = isHttps;
  }

  void write(Request request, Answer answer, HttpFields.Mutable to) {
    String path = request.path();
    boolean isMedia = Doors.isOfMedia(path);
    boolean isPage = answer.type().startsWith("text/html");
    to.add(NOSNIFF);
    to.add(NO_FRAMES);
    to.add(isPage ? OWN_REFERRER : NO_REFERRER);
    to.add(isPage ? CSP_PAGE : isMedia ? CSP_MEDIA : CSP_NOTHING);
    to.add(Doors.hasCors(path) ? ANY_RESOURCE : OWN_RESOURCE);
    if (isHttps) {
      to.add(HTTPS_ONLY);
    }
    Access access = request.route() == null ? null : request.route().access();
    boolean isForAll = access instanceof Access.Open && answer.status() < 400;
    to.add(isForAll ? NO_CACHE : NO_STORE);
    to.add(vary(access, request.isChosenByAccept()));
    to.add("X-Request-Id", request.requestId());
    if (Doors.hasCors(path)) {
      to.add(ANY_ORIGIN);
      to.add(EXPOSED);
    }
    RateLimits.Standing standing = request.standing();
    if (standing != null) {
      to.add("X-RateLimit-Limit", standing.limit());
      to.add("X-RateLimit-Remaining", standing.remaining());
      to.add("X-RateLimit-Reset", standing.resetText());
    }
    own(answer.headers(), to);
  }

  /// What a preflight is told; it needs no token and no route.
  static void preflight(HttpFields.Mutable to) {
    to.put(METHODS);
    to.put(ALLOWED);
    to.put(MAX_AGE);
  }

  private static HttpField vary(@Nullable Access access, boolean isChosenByAccept) {
    if (access == null || access.isOfBrowsers()) {
      return VARY_BROWSER;
    }
    if (access instanceof Access.Open || access instanceof Access.Signed) {
      return isChosenByAccept ? VARY_ACCEPT : VARY_ENCODING;
    }
    return isChosenByAccept ? VARY_TOKEN_ACCEPT : VARY_TOKEN;
  }

  /// Oldest first, so that what was said last stands; only cookies may be many.
  private static void own(Answer.@Nullable Header header, HttpFields.Mutable to) {
    if (header != null) {
      own(header.next(), to);
      if (header.name().equalsIgnoreCase("Set-Cookie")) {
        to.add(header.name(), header.value());
      } else {
        to.put(header.name(), header.value());
      }
    }
  }
}
