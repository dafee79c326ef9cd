package verbatim.http;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import verbatim.access.Caller;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// What a client asked, after the router has found its route and the gate has let him in.
public final class Request {
  /// The cookie of a browser session; behind https it is called `__Host-session`.
  public static final String SESSION_COOKIE = "session";

  private final org.eclipse.jetty.server.Request jetty;
  private final Parts parts;
  private final String requestId;
  private final InetAddress address;
  private final Method method;
  private final List<Upload> uploads = new ArrayList<>();
  private @Nullable Route route;
  private Map<String, String> variables = Map.of();
  private boolean isChosenByAccept;
  private Gate.Admission admission = Gate.STRANGER;
  private RateLimits.@Nullable Standing standing;
  private @Nullable Params query;
  private @Nullable Params params;

  /// What all requests of a server share.
  record Parts(HttpSettings settings, String origin, JsonBody json) {}

  Request(
      org.eclipse.jetty.server.Request jetty,
      Parts parts,
      String requestId,
      InetAddress address,
      Method method) {
    this.jetty = jetty;
    this.parts = parts;
    this.requestId = requestId;
    this.address = address;
    this.method = method;
  }

  public Method method() {
    return method;
  }

  /// The path as it came; what was matched is in [#variable(String)].
  public String path() {
    String path = jetty.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  /// The value of a path variable (`:id`), once decoded, never empty.
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no variable " + name);
    }
    return value;
  }

  /// `request.id("id", StatusId::parse)`: 404 when the path variable is no id, as for an id that
  /// does not exist.
  public <T> T id(String variable, Function<String, Optional<T>> parse) {
    return parse.apply(variable(variable)).orElseThrow(Refusal::notFound);
  }

  /// One query parameter, "" when it is not there. For everything else there is [#params()].
  public String query(String name) {
    return queryParams().text(name, "");
  }

  /// The query string as it came, "" when there is none.
  public String rawQuery() {
    String raw = jetty.getHttpURI().getQuery();
    return raw == null ? "" : raw;
  }

  /// Query and body as one, whatever the body's type; reads the body on first use. 400 when it
  /// cannot be read, 413 when it is too large, 408 when it drips.
  public Params params() {
    Params read = params;
    if (read == null) {
      read = method.changes() ? bodyParams().over(queryParams()) : queryParams();
      params = read;
    }
    return read;
  }

  /// The body as it came, for signatures; instead of [#params()], not besides.
  public byte[] body() {
    return source(formBytesMax()).all();
  }

  /// A header's first value, "" when it is not there.
  public String header(String name) {
    String value = jetty.getHeaders().get(name);
    return value == null ? "" : value;
  }

  /// All values of a header, in order.
  public List<String> headers(String name) {
    return jetty.getHeaders().getValuesList(name);
  }

  /// A cookie's value, "" when it is not there. Only for routes of browsers: the API never takes a
  /// cookie.
  public String cookie(String name) {
    boolean isOfBrowsers =
        route == null ? !Doors.isOfClients(path()) : route.access().isOfBrowsers();
    if (!isOfBrowsers) {
      return "";
    }
    String wanted = cookieName(name) + "=";
    for (String line : jetty.getHeaders().getValuesList("Cookie")) {
      for (String pair : line.split(";", -1)) {
        String stripped = pair.strip();
        if (stripped.startsWith(wanted)) {
          return stripped.substring(wanted.length());
        }
      }
    }
    return "";
  }

  public Caller caller() {
    return admission.caller();
  }

  /// The person signed in. Only for routes whose access guarantees one.
  public Caller.SignedIn signedIn() {
    if (admission.isViewer() && admission.caller() instanceof Caller.SignedIn person) {
      return person;
    }
    throw new IllegalStateException("the route does not ask for somebody signed in");
  }

  /// The account that looks, if somebody is signed in with the route's scope.
  public Optional<AccountId> viewer() {
    return admission.isViewer() && admission.caller() instanceof Caller.SignedIn person
        ? Optional.of(person.account())
        : Optional.empty();
  }

  /// The address of the client: the connection's, or behind trusted proxies the rightmost that is
  /// not one of them.
  public InetAddress address() {
    return address;
  }

  /// Names this request in the log and on error pages.
  public String requestId() {
    return requestId;
  }

  /// Whether htmx asks for a fragment of the page.
  public boolean isFragment() {
    return header("HX-Request").equals("true");
  }

  /// The only origin for links in answers; a Host header never is.
  public URI publicUrl() {
    return parts.settings.publicUrl();
  }

  /// The same without a path, `https://HOST`.
  String origin() {
    return parts.origin;
  }

  HttpFields headers() {
    return jetty.getHeaders();
  }

  @Nullable Route route() {
    return route;
  }

  boolean isChosenByAccept() {
    return isChosenByAccept;
  }

  RateLimits.@Nullable Standing standing() {
    return standing;
  }

  void matched(Router.Found.One found) {
    route = found.route();
    variables = found.variables();
    isChosenByAccept = found.isChosenByAccept();
  }

  void admitted(Gate.Admission as) {
    admission = as;
  }

  void counted(RateLimits.Standing after) {
    standing = after;
  }

  /// Removes the temporary files.
  void finish() throws java.io.IOException {
    for (Upload upload : uploads) {
      upload.discard();
    }
  }

  String cookieLine(String name, String value, Duration age) {
    return cookieName(name)
        + "="
        + value
        + "; Path=/; Max-Age="
        + age.toSeconds()
        + "; HttpOnly; SameSite=Lax"
        + (parts.settings.isHttps() ? "; Secure" : "");
  }

  private String cookieName(String name) {
    return parts.settings.isHttps() ? "__Host-" + name : name;
  }

  private Params queryParams() {
    Params read = query;
    if (read == null) {
      String raw = rawQuery();
      read = raw.isEmpty() ? Params.none() : tree().urlEncoded(raw).params();
      query = read;
    }
    return read;
  }

  private Params bodyParams() {
    String type = header("Content-Type");
    int end = type.indexOf(';');
    return switch ((end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> json(source(formBytesMax()).all());
      case "application/x-www-form-urlencoded" ->
          tree().urlEncoded(source(formBytesMax()).all()).params();
      case "multipart/form-data" ->
          MultipartBody.read(
              type,
              source(bodyBytesMax())::pieces,
              parts.settings.uploads(),
              parts.settings.limits(),
              uploads::add);
      default -> {
        // Read as if nothing had been sent, it would be done without what it was sent for.
        if (source(parts.settings.limits().bodyBytesMax()).all().length > 0) {
          throw new Refused(
              new Refusal.WrongType(
                  "Send the body as application/json, application/x-www-form-urlencoded or"
                      + " multipart/form-data"));
        }
        yield Params.none();
      }
    };
  }

  /// Some clients name the type and send nothing.
  private Params json(byte[] body) {
    return body.length == 0 ? Params.none() : parts.json.read(body);
  }

  private ParamTree tree() {
    return new ParamTree(
        parts.settings.limits().formFieldsMax(), parts.settings.limits().jsonDepthMax());
  }

  private long bodyBytesMax() {
    return route == null ? usual(Route.USUAL) : usual(route.bodyBytesMax());
  }

  /// Of what is read into memory whole.
  private long formBytesMax() {
    return route == null ? usual(Route.USUAL) : usual(route.formBytesMax());
  }

  private long usual(long bytesMax) {
    return bytesMax == Route.USUAL ? parts.settings.limits().bodyBytesMax() : bytesMax;
  }

  private Body source(long bytesMax) {
    var limits = parts.settings.limits();
    return new Body(jetty, bytesMax, limits.bodyMax(), limits.bytesPerSecondMin());
  }

  /// Says nothing of headers or parameters.
  @Override
  public String toString() {
    return "Request " + requestId;
  }
}
