package verbatim.conversations;

/// What opens a commitment: to the author alone, or to all in a talk on the record.
///
/// @param seed 32 bytes; whoever has it can prove the words
/// @param head the JSON that was committed to
public record Opening(byte[] seed, String head) {
  @Override
  public String toString() {
    return "Opening";
  }
}
