package verbatim.media;

import java.nio.file.Path;

/// A file that may be sent once its guard agrees.
///
/// @param type what we made it; sent with `nosniff` and a sandbox
public record Opened(Path file, String type, long bytes, Guard guard) {}
