package verbatim.http;

/// How often one account or address may come.
public final class RateLimits {
  /// What is counted apart.
  public enum Bucket {
    /// Every request: by account where there is one, else by address.
    REQUESTS,
    /// Statuses written, by account.
    POSTS,
    /// Accounts and apps made, by address.
    REGISTRATIONS,
    /// Sign-ins tried, by address.
    SIGN_INS
  }
}
