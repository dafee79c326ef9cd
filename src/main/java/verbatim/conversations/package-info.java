/// Private conversations of few. Door: [Conversations]; what stands in the log is a
/// [ConversationEvent]. Each has fixed members, a mode that they agree on, and one chain of
/// commitments (`sx1`): nothing can be slipped in or taken out unseen, and what is erased leaves no
/// word behind. Who may read a message decides `MaySee` alone, by its [Message#audience]. Private
/// text stands nowhere but in its own row, sealed when a key is configured: in no event, no log, no
/// index.
@NullMarked
package verbatim.conversations;

import org.jspecify.annotations.NullMarked;
