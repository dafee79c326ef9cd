/// What happened, in order, and work to be done later.
/// Doors: [EventLog] (the port) and [Jobs] (delayed, retried). Events hold ids, never words.
@NullMarked
package verbatim.log;

import org.jspecify.annotations.NullMarked;
