package verbatim.http;

/// The methods a route can have. HEAD is answered from GET, OPTIONS by the router.
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /// Whether a request of this kind may change something.
  boolean changes() {
    return this != GET;
  }
}
