package verbatim.mail;

/// A plain text letter to one person. Its `toString` says nothing.
///
/// @param to an address that [Address#parse] made
public record Letter(Address to, String subject, String text) {
  public Letter {
    if (subject.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("control character in a subject");
    }
  }

  @Override
  public String toString() {
    return "Letter";
  }
}
