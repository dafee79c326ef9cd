package verbatim.rendering;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Handle;
import verbatim.kernel.Origin;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;

/// Where things are: the addresses that stand in our JSON. All begin with the configured public
/// URL, never with what a request claims to be its host.
///
/// A status's `url` ends in its API id, because clients read the id out of it. Its `uri` is another
/// address: the id that other servers know it by.
public final class Addresses {
  private final String root;
  private final String domain;

  public Addresses(URI publicUrl) {
    String text = publicUrl.toString();
    root = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    domain =
        publicUrl.getPort() < 0
            ? publicUrl.getHost()
            : publicUrl.getHost() + ":" + publicUrl.getPort();
  }

  /// `https://example.org`, without a slash at the end.
  public String root() {
    return root;
  }

  /// The host, with its port where there is one.
  public String domain() {
    return domain;
  }

  public String at(String path) {
    return root + path;
  }

  /// For WebSockets: the same origin with its other scheme.
  public String streaming() {
    return "ws" + root.substring("http".length());
  }

  public String url(Account account) {
    return switch (account.origin()) {
      case Origin.Here() -> root + "/@" + account.handle().username();
      case Origin.Remote(var uri, var url) -> url.isEmpty() ? uri : url;
    };
  }

  public String uri(Account account) {
    return switch (account.origin()) {
      case Origin.Here() -> root + "/users/" + account.handle().username();
      case Origin.Remote(var uri, _) -> uri;
    };
  }

  public String url(Status status, Account author) {
    return switch (status.origin()) {
      case Origin.Here() -> root + "/@" + author.handle().username() + "/" + status.id();
      case Origin.Remote(var uri, var url) -> url.isEmpty() ? uri : url;
    };
  }

  public String uri(Status status, Account author) {
    return switch (status.origin()) {
      case Origin.Here() -> {
        String uri = uri(author) + "/statuses/" + status.id();
        yield status.isBoost() ? uri + "/activity" : uri;
      }
      case Origin.Remote(var uri, _) -> uri;
    };
  }

  public String tag(String name) {
    return root + "/tags/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// `name@example.org`, also for one of ours.
  public String full(Handle handle) {
    return handle.username() + "@" + (handle.isHere() ? domain : handle.domain());
  }

  /// Reads `@name`, `name@example.org`, `@name@example.org`; our own domain means here.
  public Handle handle(String written) {
    String name = written.startsWith("@") ? written.substring(1) : written;
    int at = name.indexOf('@');
    if (at < 0) {
      return Handle.here(name);
    }
    String server = name.substring(at + 1).toLowerCase(Locale.ROOT);
    return new Handle(name.substring(0, at), server.equals(domain) ? "" : server);
  }

  /// The status that one of our own addresses names, if it is one.
  public Optional<StatusId> status(String address) {
    if (!address.startsWith(root + "/")) {
      return Optional.empty();
    }
    String[] parts = address.substring(root.length() + 1).split("/", -1);
    if (parts.length == 2 && parts[0].startsWith("@")) {
      return StatusId.parse(parts[1]);
    }
    if (parts.length == 4 && parts[0].equals("users") && parts[2].equals("statuses")) {
      return StatusId.parse(parts[3]);
    }
    return Optional.empty();
  }

  /// The account that one of our own addresses names, if it is one.
  public Optional<Handle> account(String address) {
    if (!address.startsWith(root + "/")) {
      return Optional.empty();
    }
    String path = address.substring(root.length() + 1);
    if (path.startsWith("@") && path.indexOf('/') < 0) {
      return Optional.of(handle(path));
    }
    if (path.startsWith("users/") && path.indexOf('/', 6) < 0) {
      return Optional.of(handle(path.substring(6)));
    }
    return Optional.empty();
  }
}
