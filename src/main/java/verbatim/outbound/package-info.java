/// Requests to other servers: the one guarded client, through which everything goes that leaves
/// this machine over HTTP. Door: [Outbound]. It reaches public addresses only (but for a server
/// that somebody names at the prompt), whatever a name resolves to at the moment of connecting,
/// within a bound of time and of bytes.
@NullMarked
package verbatim.outbound;

import org.jspecify.annotations.NullMarked;
