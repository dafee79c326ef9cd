package verbatim.excerpts;

import java.util.Optional;

/// A published excerpt as all its readers see it at one moment, with the document that anybody can
/// check. As long as nothing of it changes it is this very object, so that what is made of it can
/// be kept beside it.
///
/// @param document empty where it is too long to be sent along with a post: it is fetched by itself
/// @param bytes of the document, in either case
/// @param digest of the document in its canonical form, as base64url
public record Telling(Shown shown, Optional<byte[]> document, int bytes, String digest) {
  @Override
  public String toString() {
    return "Telling " + shown.id();
  }
}
