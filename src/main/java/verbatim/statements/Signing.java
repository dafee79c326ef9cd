package verbatim.statements;

import java.util.Optional;
import verbatim.kernel.AccountId;

/// Signs for a member with the key of his account. It stands for what the ring beside has.
public interface Signing {
  /// Empty where he has no key.
  Optional<Question.Proof> sign(AccountId who, String words);
}
