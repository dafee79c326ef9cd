/// What the house tells its members, and what they answer with a sign. Door: [Announcements].
/// Whether one is shown is asked by the clock at every reading; a job at its beginning and at its
/// end only tells those who look on.
@NullMarked
package verbatim.announcements;

import org.jspecify.annotations.NullMarked;
