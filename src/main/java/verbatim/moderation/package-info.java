/// What people tell the moderators. Door: [Moderation].
/// A report holds ids and the reporter's words; the words reported are read where they stand.
@NullMarked
package verbatim.moderation;

import org.jspecify.annotations.NullMarked;
