/// What people tell the moderators, what these do, and the log of it. Door: [Moderation].
/// A report holds ids and the reporter's words; the words reported are read where they stand.
/// What is done is a [Deed], written before it is carried out.
@NullMarked
package verbatim.moderation;

import org.jspecify.annotations.NullMarked;
