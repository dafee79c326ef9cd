package verbatim.streaming;

import java.io.IOException;

/// The edge's side of a line: turns messages into bytes.
public interface Ear {
  /// Writes one message, and waits until it is on its way; calls never overlap. Throws when the
  /// reader has gone.
  ///
  /// @param stream under which name he asked for it
  void hear(Line.Subscription stream, Message message) throws IOException, InterruptedException;

  /// Ends the connection; does not wait.
  void cut(Cut why);

  /// Why a line was ended from our side.
  enum Cut {
    /// Too much waited for him.
    TOO_SLOW,
    /// His token counts no more.
    SIGNED_OUT,
    /// The server stops, or could not keep up.
    STOPPED
  }
}
