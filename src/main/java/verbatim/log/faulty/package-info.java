/// A log that misbehaves within its contract: its door is [FaultyLog]. The tests run on it to find
/// consumers that cannot bear an event twice or late. Not for production.
@NullMarked
package verbatim.log.faulty;

import org.jspecify.annotations.NullMarked;
