package verbatim.store;

/// A row as read.
///
/// @param value at most [Store#VALUE_BYTES_MAX] bytes; not to be changed by the reader
/// @param version 0 in plain tables; in claimed tables what [Store#compareAndSet] expects
public record Row(Key sk, byte[] value, long version) {}
