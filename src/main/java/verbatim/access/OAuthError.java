package verbatim.access;

/// The errors of RFC 6749, by their names there.
public enum OAuthError {
  INVALID_REQUEST("invalid_request"),
  INVALID_CLIENT("invalid_client"),
  INVALID_GRANT("invalid_grant"),
  UNAUTHORIZED_CLIENT("unauthorized_client"),
  UNSUPPORTED_GRANT_TYPE("unsupported_grant_type"),
  UNSUPPORTED_RESPONSE_TYPE("unsupported_response_type"),
  INVALID_SCOPE("invalid_scope"),
  ACCESS_DENIED("access_denied");

  private final String named;

  OAuthError(String named) {
    this.named = named;
  }

  @Override
  public String toString() {
    return named;
  }
}
