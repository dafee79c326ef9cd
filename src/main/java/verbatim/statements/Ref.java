package verbatim.statements;

/// A statement among those that are known.
record Ref(Kind kind, long id) {
  /// The index holds the numbers.
  enum Kind {
    STATUS(0),
    SERIES(1),
    REGISTERED(2),
    ANSWER(3),
    EXCERPT(4),
    EMBED(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private static final int KIND_BITS = 3;

  /// As the index calls it: an id leaves the highest bits free, and only the kind tells a series
  /// from its first status.
  long number() {
    return id << KIND_BITS | kind.number;
  }

  static Ref of(long number) {
    return new Ref(Kind.values()[(int) (number & (1 << KIND_BITS) - 1)], number >> KIND_BITS);
  }

  String key() {
    return kind.number + "-" + id;
  }
}
