package verbatim.http;

/// Names the request that the current thread answers, for log lines.
public final class RequestId {
  static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private RequestId() {}

  /// "-" outside of any request.
  public static String current() {
    return CURRENT.orElse("-");
  }
}
