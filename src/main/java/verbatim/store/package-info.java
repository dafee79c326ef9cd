/// The store port: what RocksDB and Cassandra both keep, and no more.
/// Its door is [Store]; keys are made with [Key], values with [Bytes]. Nothing above knows an
/// engine. It must not know any word of the domain.
@NullMarked
package verbatim.store;

import org.jspecify.annotations.NullMarked;
