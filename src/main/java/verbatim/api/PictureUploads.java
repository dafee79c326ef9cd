package verbatim.api;

import java.io.IOException;
import java.util.Optional;
import verbatim.http.Params;
import verbatim.kernel.AccountId;

/// Profile pictures that come with a body.
final class PictureUploads {
  Optional<String> avatar(AccountId owner, Params params) throws IOException {
    return Optional.empty();
  }

  Optional<String> header(AccountId owner, Params params) throws IOException {
    return Optional.empty();
  }
}
