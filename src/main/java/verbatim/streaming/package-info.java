/// What is pushed to whoever keeps a connection open, and to whom. Door: [Streams]; a connection is
/// a [Line]. What happened is handed out by topic, cheaply; whether this reader may see it is asked
/// when it is sent, never when he subscribed. How it goes over the wire is the edges' business.
@NullMarked
package verbatim.streaming;

import org.jspecify.annotations.NullMarked;
