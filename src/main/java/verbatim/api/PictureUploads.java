package verbatim.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import verbatim.http.Params;
import verbatim.http.Upload;
import verbatim.kernel.AccountId;
import verbatim.media.Media;

/// Profile pictures that come with a body.
final class PictureUploads {
  private final Media media;

  PictureUploads(Media media) {
    this.media = media;
  }

  Optional<String> avatar(AccountId owner, Params params) throws IOException {
    Optional<Upload> upload = params.file("avatar");
    if (upload.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = upload.get().open()) {
      return Optional.of(media.avatar(owner, in));
    }
  }

  Optional<String> header(AccountId owner, Params params) throws IOException {
    Optional<Upload> upload = params.file("header");
    if (upload.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = upload.get().open()) {
      return Optional.of(media.header(owner, in));
    }
  }

  /// The file of a picture that was replaced or taken off.
  void erase(String path) {
    if (!path.isEmpty()) {
      media.eraseProfilePicture(path);
    }
  }
}
