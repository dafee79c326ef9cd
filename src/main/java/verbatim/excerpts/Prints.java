package verbatim.excerpts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.media.Opened;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.store.Bytes;
import verbatim.sx1.Attestations;
import verbatim.sx1.Verifier.Digest;

/// What the words beside an excerpt are, in 32 bytes: for the signatures of those who agree to
/// stand beside them, and to notice that they were changed.
final class Prints {
  private final Media media;

  Prints(Media media) {
    this.media = media;
  }

  /// `around` of a post that stands.
  String around(Status.Words words) {
    List<Digest> files = new ArrayList<>();
    for (Medium medium : media.load(words.media())) {
      if (medium.state() instanceof Medium.Ready ready) {
        media.open(ready.original().path()).map(Prints::sha256).ifPresent(files::add);
      }
    }
    return Attestations.around(words.text(), words.warning(), files);
  }

  /// `around` of a post that is not there yet; "" while nothing of it is written.
  static String around(Around around) {
    return around.isBlank() ? "" : Attestations.around(around.text(), around.warning(), List.of());
  }

  /// Names what a reader sees beside it, where it stands and who can read it: whoever signs says
  /// with it that these are what he looked at. A draft and the post made of it are alike.
  static String seen(Digest all, Draft.Visibility visibility, Optional<StatusId> answers) {
    HexFormat hex = HexFormat.of();
    byte[] whole =
        Bytes.write(1)
            .text(hex.formatHex(all.bytes()))
            .text(visibility.word())
            .number(answers.map(StatusId::value).orElse(0L))
            .done();
    return hex.formatHex(Digest.sha256(whole).bytes());
  }

  private static Digest sha256(Opened opened) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(opened.stream(), digest)) {
        var _ = in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return Digest.of(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As of a post that has no more than these.
  Digest all(Around around) {
    return all(around.text(), around.warning(), List.of(), Optional.empty());
  }

  /// Everything that a reader sees beside the excerpt: text, warning, files with what is said of
  /// them, poll.
  Digest all(Status.Words words) {
    return all(words.text(), words.warning(), words.media(), words.poll());
  }

  /// Whether the post that carries it is not as it was when all agreed.
  boolean isChanged(Kept.Published published, Status status) {
    Status.Words words = status.words();
    // What is said of files changes without an edit of the post.
    boolean mayHave = !words.editedAt().equals(published.printedAt()) || !words.media().isEmpty();
    return mayHave && !all(words).equals(published.print());
  }

  private Digest all(String text, String warning, List<MediaId> files, Optional<Status.Poll> poll) {
    Bytes.Writer to = Bytes.write(1).text(text).text(warning);
    to.list(
        media.load(files),
        (w, medium) ->
            w.number(medium.id().value())
                .text(Media.Said.of(medium).description())
                .text(Media.Said.of(medium).credit()));
    to.optional(poll.map(Status.Poll::options), (w, all) -> w.list(all, Bytes.Writer::text));
    return Digest.sha256(to.done());
  }
}
