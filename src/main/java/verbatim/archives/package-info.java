/// What a member has here, packed to be taken home. Door: [Archives].
/// Of what others wrote in public it says only where it stands; what they said to him in private is
/// in it as he could read it.
@NullMarked
package verbatim.archives;

import org.jspecify.annotations.NullMarked;
