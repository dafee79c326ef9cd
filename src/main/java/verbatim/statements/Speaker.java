package verbatim.statements;

import java.util.Optional;
import verbatim.kernel.AccountId;

/// Who said something.
///
/// @param named as he is called where it was registered
/// @param account his, where he has one here
public record Speaker(String named, Optional<AccountId> account) {}
