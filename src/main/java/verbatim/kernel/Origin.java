package verbatim.kernel;

/// Where an account, status or medium was made.
public sealed interface Origin {
  Origin HERE = new Here();

  record Here() implements Origin {}

  /// Made on another server.
  ///
  /// @param uri its id in ActivityPub: whose origin is the authority over it
  /// @param url where a person reads it
  record Remote(String uri, String url) implements Origin {}
}
