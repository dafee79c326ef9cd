/// Which statuses somebody reads where: home, lists, local and public, tags, an account. Door:
/// [Timelines]. Derived rows only: every read loads the statuses and asks MaySee again.
@NullMarked
package verbatim.timelines;

import org.jspecify.annotations.NullMarked;
