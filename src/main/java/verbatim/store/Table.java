package verbatim.store;

/// A table: rows of (partition key, sort key) -> value, ordered by sort key within a partition.
/// Each domain package declares its own as constants; names are unique over the whole program.
///
/// @param name lower case, short, stable on disk
/// @param kind whether its rows are written blindly or claimed
public record Table(String name, Kind kind) {
  public enum Kind {
    /// Written by put, delete and batches; the last write stands.
    PLAIN,
    /// Written by putIfAbsent and compareAndSet only (Cassandra's lightweight transactions do not
    /// mix with blind writes of the same row).
    CLAIMED
  }

  public static Table plain(String name) {
    return new Table(name, Kind.PLAIN);
  }

  public static Table claimed(String name) {
    return new Table(name, Kind.CLAIMED);
  }
}
