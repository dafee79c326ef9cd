package verbatim.store;

import java.util.Optional;

/// What came of a putIfAbsent or compareAndSet.
public sealed interface Claim {
  /// Written (or: had been written before with the same token).
  record Applied(long version) implements Claim {}

  /// Not written; what stands there now, empty if nothing does.
  record Lost(Optional<Row> current) implements Claim {}

  /// The engine cannot tell. Ask again with the same token, or read.
  ///
  /// A trap: `Lost` after `Unknown` says only that something else stands there now. The write may
  /// have been applied, and then replaced by somebody who read it. What must not happen twice (a
  /// count, a message) has to be recognised in the value itself.
  record Unknown() implements Claim {}
}
