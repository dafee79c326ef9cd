/// What every other package speaks in: ids, pages, refusals, limits.
/// No dependencies, no I/O, no clock of its own.
@NullMarked
package verbatim.kernel;

import org.jspecify.annotations.NullMarked;
