package verbatim.access;

import java.util.Optional;
import verbatim.kernel.Secret;

/// A fresh server gives nobody a role: its owner is made on the command line, or by whoever enters
/// the one-time code that `serve` prints.
public final class FirstOwner {
  /// A new code to print at start, which replaces any printed before; empty once there was an owner.
  public Optional<Secret> offer() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Makes the person the owner. The code works once, however many try at the same time.
  public boolean claim(Caller.SignedIn who, Secret code) {
    throw new UnsupportedOperationException("skeleton");
  }
}
