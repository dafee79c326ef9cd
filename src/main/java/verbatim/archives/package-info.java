/// All that a member has here, packed to be taken home. Door: [Archives].
/// What others wrote is not in it, only where it stands, and only what he may see.
@NullMarked
package verbatim.archives;

import org.jspecify.annotations.NullMarked;
