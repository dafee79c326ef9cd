/// What is talked about: tags and statuses. Door: [Trends].
/// Nothing is stored: it is worked out from the newest public statuses, and what is shown is looked
/// at again each time.
@NullMarked
package verbatim.trends;

import org.jspecify.annotations.NullMarked;
