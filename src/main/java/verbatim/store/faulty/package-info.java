/// A store that misbehaves within its contract: its door is [FaultyStore]. The tests run on it to
/// find code that expects more than the port promises. Not for production.
@NullMarked
package verbatim.store.faulty;

import org.jspecify.annotations.NullMarked;
