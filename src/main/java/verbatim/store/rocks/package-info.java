/// The store of one machine, on RocksDB. Its door is [RocksStore]; one platform thread
/// ([Committer]) does all writing, since a JNI call holds on to the carrier of a virtual thread.
/// Nothing but this package knows RocksDB.
@NullMarked
package verbatim.store.rocks;

import org.jspecify.annotations.NullMarked;
