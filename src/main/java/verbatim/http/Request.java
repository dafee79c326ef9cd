package verbatim.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import verbatim.access.Caller;
import verbatim.kernel.AccountId;

/// What a client asked, after the router has found its route and checked its access.
public abstract class Request {
  Request() {}

  public abstract Method method();

  /// The path, once decoded, as it was matched.
  public abstract String path();

  /// The value of a path variable (`:id`), never empty.
  public abstract String variable(String name);

  /// `request.id("id", StatusId::parse)`: 404 when the path variable is no id.
  public abstract <T> T id(String variable, Function<String, Optional<T>> parse);

  /// One query parameter, "" when it is not there. For everything else there is [#params()].
  public abstract String query(String name);

  /// The raw query string, "" when there is none.
  public abstract String rawQuery();

  /// Query and body as one; reads the body on first use.
  public abstract Params params();

  /// The body as it came, for signatures; instead of [#params()], not besides.
  public abstract byte[] body();

  /// A header's first value, "" when it is not there.
  public abstract String header(String name);

  /// A cookie's value, "" when it is not there. Only for routes of browsers.
  public abstract String cookie(String name);

  public abstract Caller caller();

  /// The person signed in. Only for routes whose access guarantees one.
  public abstract Caller.SignedIn signedIn();

  /// The account that looks, if somebody is signed in with the route's scope.
  public abstract Optional<AccountId> viewer();

  /// The address of the client: the connection's, or behind trusted proxies the rightmost that is
  /// not one of them.
  public abstract InetAddress address();

  /// Names this request in the log and on error pages.
  public abstract String requestId();

  /// Whether htmx asks for a fragment of the page.
  public abstract boolean isFragment();

  /// The only origin for links in answers.
  public abstract java.net.URI publicUrl();

  abstract String cookieLine(String name, String value, Duration age);
}
