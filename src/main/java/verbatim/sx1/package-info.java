/// Excerpts of private conversations that anybody can check: the format `sx1`, to the byte.
/// Doors: [Verifier] (one file, which also runs alone), [Message] and [Chain] (what a message
/// commits to), [Excerpt] (what is shown of it), [Attestations] and [Signer] (who says so).
/// Everything is a pure function of bytes: no store, no clock, no chance, no network, and nothing
/// beside the JDK.
@NullMarked
package verbatim.sx1;

import org.jspecify.annotations.NullMarked;
