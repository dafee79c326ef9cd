package verbatim.statuses;

import java.time.Instant;
import java.util.Map;
import verbatim.kernel.MediaId;
import verbatim.media.Media;

/// One state of a status, the first included.
///
/// @param said what was said of its files then; of a file that is missing here nothing was kept
public record Edit(Instant at, Status.Words words, Map<MediaId, Media.Said> said) {}
