package verbatim.media;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;

/// One upload.
///
/// @param description what can be seen or heard, for those who cannot; "" for none
/// @param credit whose work it is; "" when nothing is said
public record Medium(
    MediaId id,
    AccountId owner,
    Kind kind,
    State state,
    String description,
    Focus focus,
    String credit,
    Instant uploadedAt) {
  public enum Kind {
    IMAGE,
    VIDEO,
    AUDIO,
    /// A picture that moves, made into a video without sound that begins anew at its end.
    GIFV
  }

  /// Where it is on its way from an upload to something that can be shown.
  public sealed interface State {}

  /// Being converted; ask again.
  public record Processing() implements State {}

  /// Cannot be shown; the words are for its owner.
  public record Failed(String why) implements State {}

  /// @param small a still preview; [Stored#NONE] for sound
  /// @param blurhash a few colours as text, "" for sound
  /// @param seconds 0 for pictures
  /// @param framesPerSecond 0 but for what moves
  public record Ready(
      Stored original, Stored small, String blurhash, double seconds, double framesPerSecond)
      implements State {}

  /// The point of a picture that cropping should keep, from -1 (left, bottom) to 1 (right, top).
  public record Focus(double x, double y) {
    public static final Focus CENTRE = new Focus(0, 0);
  }

  /// A file of ours.
  ///
  /// @param path its unguessable name, for [Media#open] and for addresses: `<key>/<name>`
  /// @param type as we made it
  public record Stored(String path, String type, int width, int height, long bytes) {
    public static final Stored NONE = new Stored("", "", 0, 0, 0);
  }

  /// The same file with other words.
  public Medium with(Media.Said said) {
    return new Medium(
        id, owner, kind, state, said.description(), said.focus(), said.credit(), uploadedAt);
  }

  /// It says nothing of what is described.
  @Override
  public String toString() {
    return "Medium " + id;
  }
}
