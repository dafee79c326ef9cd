package verbatim.log;

/// Something that happened, as bytes of the package that says it.
///
/// @param family which package's events ("status", "relation", "account"): who reads the body
/// @param key events with the same key are seen in order (an account or status id)
/// @param body ids and kinds, never words
public record Event(String family, long key, byte[] body) {}
