package verbatim.statements;

/// A statement among those that are known.
record Ref(Kind kind, long id) {
  /// New ones go to the end: the index holds the numbers.
  enum Kind {
    STATUS,
    SERIES,
    REGISTERED,
    ANSWER,
    EXCERPT,
    EMBED
  }

  private static final int KIND_BITS = 3;

  /// As the index calls it: an id leaves the highest bits free, and only the kind tells a series
  /// from its first status.
  long number() {
    return id << KIND_BITS | kind.ordinal();
  }

  static Ref of(long number) {
    return new Ref(Kind.values()[(int) (number & (1 << KIND_BITS) - 1)], number >> KIND_BITS);
  }

  String key() {
    return kind.ordinal() + "-" + id;
  }
}
