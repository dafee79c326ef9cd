package verbatim.statuses;

import java.time.Instant;

/// One state of a status, the first included.
public record Edit(Instant at, Status.Words words) {}
