package verbatim.media;

import java.time.Instant;

/// A small picture that people write as `:shortcode:`.
///
/// @param category under which pickers show it; "" for none
/// @param path of the picture, which may move
/// @param stillPath of its first moment
/// @param isOff kept, but shown nowhere: what is written stays the letters
public record CustomEmoji(
    String shortcode,
    String category,
    String path,
    String stillPath,
    Instant addedAt,
    boolean isOff) {}
