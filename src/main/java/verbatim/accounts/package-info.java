/// Profiles: who somebody is, ours or another server's. Door: [Accounts].
/// Not here: passwords and e-mail (access), follows and blocks (relations).
@NullMarked
package verbatim.accounts;

import org.jspecify.annotations.NullMarked;
