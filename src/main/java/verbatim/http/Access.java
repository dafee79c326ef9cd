package verbatim.http;

import java.util.List;
import java.util.Locale;
import verbatim.access.Scope;
import verbatim.accounts.Standing;

/// Who may call a route. The router checks it before the handler runs, in the same order for all
/// routes: authenticate, authorise, then read parameters. Where several scopes are named, any one
/// is enough; where none is named, any token is.
public sealed interface Access {
  /// Everybody; no token and no cookie is looked at.
  record Open() implements Access {}

  /// Everybody; a token, if given, must be valid. Its owner becomes the viewer if it holds a scope.
  record Optional(List<Scope> anyOf) implements Access {}

  /// An app's own token or a person's.
  record App(List<Scope> anyOf) implements Access {}

  /// A person's token.
  record User(List<Scope> anyOf) implements Access {}

  /// A person's token, also of one who has not finished signing up.
  record Joining(List<Scope> anyOf) implements Access {}

  /// Streams: like [Optional], but the token may also stand in the query or in
  /// `Sec-WebSocket-Protocol`, where browsers cannot set headers.
  record Stream(List<Scope> anyOf) implements Access {}

  /// A signed-in browser (cookie). Pages only.
  record Session() implements Access {}

  /// A signed-in browser of somebody with that role or a higher one; for all others the page is not
  /// there. Pages only.
  record Desk(Standing.Role atLeast) implements Access {}

  /// A browser, perhaps signed in. Pages only.
  record Browser() implements Access {}

  /// Another server; the handler checks its HTTP signature.
  record Signed() implements Access {}

  static Access open() {
    return new Open();
  }

  static Access optional(Scope... anyOf) {
    return new Optional(List.of(anyOf));
  }

  static Access app(Scope... anyOf) {
    return new App(List.of(anyOf));
  }

  static Access user(Scope... anyOf) {
    return new User(List.of(anyOf));
  }

  static Access joining(Scope... anyOf) {
    return new Joining(List.of(anyOf));
  }

  static Access stream(Scope... anyOf) {
    return new Stream(List.of(anyOf));
  }

  static Access session() {
    return new Session();
  }

  static Access desk(Standing.Role atLeast) {
    return new Desk(atLeast);
  }

  static Access browser() {
    return new Browser();
  }

  static Access signed() {
    return new Signed();
  }

  /// As `./verbatim routes` prints it.
  default String words() {
    return switch (this) {
      case Open() -> "open";
      case Optional(var scopes) -> "optional" + listed(scopes);
      case App(var scopes) -> "app" + listed(scopes);
      case User(var scopes) -> "user" + listed(scopes);
      case Joining(var scopes) -> "joining" + listed(scopes);
      case Stream(var scopes) -> "stream" + listed(scopes);
      case Session() -> "session";
      case Desk(var atLeast) -> "desk " + atLeast.name().toLowerCase(Locale.ROOT);
      case Browser() -> "browser";
      case Signed() -> "signed";
    };
  }

  /// Whether the answer may look at a cookie: pages do, the API never.
  default boolean isOfBrowsers() {
    return this instanceof Session || this instanceof Browser || this instanceof Desk;
  }

  private static String listed(List<Scope> scopes) {
    return scopes.isEmpty()
        ? ""
        : " " + String.join(" or ", scopes.stream().map(Scope::toString).toList());
  }
}
