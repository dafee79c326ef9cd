package verbatim.kernel;

/// How a cache does, since the start.
///
/// @param name a word of ours
/// @param entries held now
public record CacheCounts(String name, long entries, long hits, long misses) {}
