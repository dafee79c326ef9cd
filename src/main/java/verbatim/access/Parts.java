package verbatim.access;

import java.time.InstantSource;
import verbatim.accounts.Accounts;
import verbatim.kernel.Limits;

/// What several doors of this package stand on.
record Parts(
    AccessSettings settings,
    Accounts accounts,
    Members members,
    Emails emails,
    TurnedAway turnedAway,
    Waitings waitings,
    Passwords passwords,
    Attempts attempts,
    Tokens tokens,
    Entry entry,
    InstantSource clock,
    Limits.People limits) {}
