package verbatim.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The scopes that an app registered for or a token holds, kept as they were asked for.
public final class Scopes {
  private static final Scopes NONE = new Scopes(EnumSet.noneOf(Scope.class));
  private static final Scopes ALL = new Scopes(EnumSet.allOf(Scope.class));

  private final EnumSet<Scope> held;
  // Every scope that is covered, so that the check on each request is one bit.
  private final EnumSet<Scope> covered = EnumSet.noneOf(Scope.class);

  private Scopes(EnumSet<Scope> held) {
    this.held = held;
    for (Scope scope : held) {
      covered.addAll(scope.covered());
    }
  }

  public static Scopes none() {
    return NONE;
  }

  public static Scopes of(Scope... scopes) {
    return of(List.of(scopes));
  }

  public static Scopes of(Collection<Scope> scopes) {
    return scopes.isEmpty() ? NONE : new Scopes(EnumSet.copyOf(scopes));
  }

  /// Reads names divided by spaces (or `+`, as some clients send them); empty if one is unknown.
  public static Optional<Scopes> parse(String text) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : text.split("[ +]+", -1)) {
      Optional<Scope> scope = Scope.parse(name);
      if (scope.isPresent()) {
        scopes.add(scope.get());
      } else if (!name.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(of(scopes));
  }

  /// Every scope: what a browser of ours holds.
  public static Scopes all() {
    return ALL;
  }

  /// As they were written to disk; a scope that this version no longer knows is left out.
  static Scopes stored(String text) {
    return of(Stream.of(text.split(" ")).flatMap(name -> Scope.parse(name).stream()).toList());
  }

  public boolean covers(Scope wanted) {
    return covered.contains(wanted);
  }

  /// Whether each of the others is covered: a token never holds more than its app registered for.
  public boolean covers(Scopes others) {
    return covered.containsAll(others.held);
  }

  public boolean isEmpty() {
    return held.isEmpty();
  }

  public Set<Scope> asked() {
    return held.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scopes scopes && held.equals(scopes.held);
  }

  @Override
  public int hashCode() {
    return held.hashCode();
  }

  /// As the client API writes them: `read write follow`.
  @Override
  public String toString() {
    return held.stream().map(Scope::toString).collect(Collectors.joining(" "));
  }
}
