/// Who is asking: sign-in, sessions, OAuth, scopes.
/// Only this package can make a [Caller.SignedIn]; whoever holds one has been authenticated.
/// It does not know HTTP.
@NullMarked
package verbatim.access;

import org.jspecify.annotations.NullMarked;
