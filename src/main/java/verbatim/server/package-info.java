/// Where the program is put together: [Main] (the commands), [Config] (the settings), [Server] (the
/// wiring) and [Reactions] (what follows from what). The only package that reads the clock, chance,
/// the environment and system properties, and the only one that constructs parts that have
/// dependencies.
@NullMarked
package verbatim.server;

import org.jspecify.annotations.NullMarked;
